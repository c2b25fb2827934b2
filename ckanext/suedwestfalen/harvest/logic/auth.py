"""Who may do what with a source: its organization's administrators change, its editors read. Anonymous: nothing.

CKAN refuses anonymous users before these functions are asked, since none of them allows anonymous access, and
lets system administrators pass.
"""

from __future__ import annotations

from typing import Any

from ckan import authz
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.suedwestfalen.harvest import sources
from ckanext.suedwestfalen.harvest.model import Source

_ = tk._
CHANGE, READ = "admin", "update_dataset"


def suedwestfalen_harvest_source_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the organization that is named; while none is named, administrators of any."""
    named = (data_dict or {}).get("organization_id")
    if not named:
        return _result(authz.has_user_permission_for_some_org(context["user"], CHANGE))
    return _result(_may(context, named, CHANGE))


def suedwestfalen_harvest_source_update(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the source's organization, and of the one it is to belong to."""
    source = _source(data_dict)
    target = data_dict.get("organization_id") or source.organization_id
    return _result(_may(context, source.organization_id, CHANGE) and _may(context, target, CHANGE))


def suedwestfalen_harvest_source_delete(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the source's organization."""
    return _of_source(context, data_dict, CHANGE)


def suedwestfalen_harvest_source_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of the source's organization."""
    return _of_source(context, data_dict, READ)


def suedwestfalen_harvest_source_list(context: Context, _data_dict: DataDict) -> AuthResult:
    """Whoever edits for some organization; the list holds what they may read."""
    return _result(authz.has_user_permission_for_some_org(context["user"], READ))


def suedwestfalen_harvest_source_preview(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may change the source, or create one: it asks a server, with the source's password."""
    if (data_dict or {}).get("id"):
        return suedwestfalen_harvest_source_update(context, data_dict)
    return suedwestfalen_harvest_source_create(context, data_dict)


def suedwestfalen_harvest_detect(context: Context, _data_dict: DataDict) -> AuthResult:
    """Whoever may create datasets, or sources for some organization: it asks any public server."""
    if authz.has_user_permission_for_some_org(context["user"], CHANGE):
        return {"success": True}
    try:
        tk.check_access("package_create", {"user": context["user"]}, {})
    except tk.NotAuthorized:
        return {"success": False, "msg": _("You may not do this.")}
    return {"success": True}


def suedwestfalen_harvest_draft(context: Context, _data_dict: DataDict) -> AuthResult:
    """Whoever may create datasets: it asks any public server."""
    tk.check_access("package_create", {"user": context["user"]}, {})
    return {"success": True}


def suedwestfalen_harvest_run_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the source's organization."""
    return _of_source(context, data_dict, CHANGE)


def suedwestfalen_harvest_run_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of the source's organization."""
    return _of_source(context, data_dict, READ)


def suedwestfalen_harvest_run_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of the organization of the run's source."""
    run = sources.get_run(str(tk.get_or_bust(data_dict, "id")))
    if run is None:
        raise tk.ObjectNotFound(_("There is no such run."))
    return _result(_may(context, run.source.organization_id, READ))


def suedwestfalen_harvest_record_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of the source's organization: the original may name persons, which the dataset does not."""
    return _of_source(context, data_dict, READ)


def suedwestfalen_harvest_deletions_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of the source's organization."""
    return _of_source(context, data_dict, READ)


def suedwestfalen_harvest_deletions_confirm(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the source's organization."""
    return _of_source(context, data_dict, CHANGE)


def suedwestfalen_harvest_deletions_reject(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the source's organization."""
    return _of_source(context, data_dict, CHANGE)


@tk.auth_allow_anonymous_access
def suedwestfalen_harvest_origin_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may read the dataset: its origin is as private as itself."""
    tk.check_access("package_show", context, {"id": tk.get_or_bust(data_dict, "id")})
    return {"success": True}


def _of_source(context: Context, data_dict: DataDict, permission: str) -> AuthResult:
    return _result(_may(context, _source(data_dict).organization_id, permission))


def _source(data_dict: DataDict) -> Source:
    source = sources.get(str(tk.get_or_bust(data_dict, "id")))
    if source is None:
        raise tk.ObjectNotFound(_("There is no such source."))
    return source


def _may(context: Context, organization: Any, permission: str) -> bool:
    """Tell whether the user has the permission; CKAN's own look-up knows organizations by id or name."""
    if "\x00" in str(organization):  # PostgreSQL would not even look
        return False
    return authz.has_user_permission_for_group_or_org(str(organization), context["user"], permission)


def _result(allowed: bool) -> AuthResult:
    if allowed:
        return {"success": True}
    return {"success": False, "msg": _("You may not do this for this organization.")}
