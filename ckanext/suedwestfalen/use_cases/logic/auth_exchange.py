"""Who may import: bundles the agency, tables whoever administers the organization that the drafts will belong to."""

from __future__ import annotations

from ckan import authz
from ckan.types import AuthResult, Context, DataDict

from ckanext.suedwestfalen.use_cases import permissions


def use_case_import_preview(context: Context, data_dict: DataDict) -> AuthResult:
    """See what an import would do: those who may import."""
    return use_case_import(context, data_dict)


def use_case_import(context: Context, data_dict: DataDict) -> AuthResult:
    """Import a document of a ``kind`` for an ``organization``; without a kind: any document at all."""
    user = str(context.get("user") or "")
    kind, organization = data_dict.get("kind"), str(data_dict.get("organization") or "")
    if kind == "table" and organization:
        allowed = authz.has_user_permission_for_group_or_org(organization, user, permissions.ADMINISTER)
    elif kind == "bundle":
        allowed = permissions.is_agency(user)
    else:
        allowed = permissions.is_agency(user) or bool(permissions.organizations(user, permissions.ADMINISTER))
    return {"success": bool(user) and bool(allowed)}
