"""Who may do what with a use case, and who sees it before it is public.

Editors and administrators of its organization edit it; who releases it says an option (nobody, the town, the agency).
CKAN shows drafts and private datasets to every member of an organization; use cases show them to its editors only,
and what was submitted to the agency if it is the agency that releases.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import authz, model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.catalogue import regions
from ckanext.suedwestfalen.use_cases import names

EDIT, ADMINISTER = "update_dataset", "admin"
EDITOR_LABEL, AGENCY_LABEL = "use-case-editor-{}", "use-case-agency"


def agency_id() -> str:
    """Give the id of the organization that speaks for the region; empty if there is none."""
    name = config.agency() or regions.current().agency
    group = model.Group.get(name) if name else None
    return group.id if group is not None and group.is_organization and group.state == model.State.ACTIVE else ""


def edits(user: str, package: model.Package) -> bool:
    """Tell whether the user is an editor or administrator of the use case's organization, or a sysadmin."""
    return _may(user, package.owner_org or "", EDIT)


def administers(user: str, package: model.Package) -> bool:
    """Tell whether the user is an administrator of the use case's organization, or a sysadmin."""
    return _may(user, package.owner_org or "", ADMINISTER)


def is_agency(user: str) -> bool:
    """Tell whether the user is an editor or administrator of the agency, or a sysadmin."""
    return _may(user, agency_id(), EDIT)


def may_release(user: str, package: model.Package) -> bool:
    """Tell whether the user may release and return the use case."""
    by = config.use_cases_release_by()
    if by == names.RELEASED_BY_AGENCY:
        return is_agency(user)
    return administers(user, package) if by == names.RELEASED_BY_TOWN else edits(user, package)


def organizations(user: str, permission: str = EDIT) -> list[dict[str, Any]]:
    """Give the organizations for which the user has a permission, by title: id, name, title, ags (may be empty)."""
    if not user:
        return []
    found = tk.get_action("organization_list_for_user")(
        {"user": user, "auth_user_obj": model.User.get(user)}, {"permission": permission}
    )
    query = sa.select(model.Group).where(model.Group.id.in_([one["id"] for one in found]))
    groups = sorted(model.Session.scalars(query), key=lambda group: (group.title or group.name).casefold())
    return [{"id": group.id, "name": group.name, "title": group.title or group.name,
             "ags": (group.extras or {}).get("ags", "")} for group in groups]


def dataset_labels(package: model.Package, labels: list[str]) -> list[str]:
    """Give the labels of a dataset; `labels` are those that CKAN would give it."""
    if package.type != names.TYPE or "public" in labels:
        return labels
    agency = package.state == model.State.ACTIVE and (package.extras or {}).get("record_status") == names.SUBMITTED
    return [EDITOR_LABEL.format(package.owner_org), *([AGENCY_LABEL] if agency else [])]


def user_labels(user: Any, labels: list[str]) -> list[str]:
    """Give the labels of a user; `labels` are those that CKAN would give them."""
    if not user or user.is_anonymous:
        return labels
    own = [EDITOR_LABEL.format(one["id"]) for one in tk.get_action("organization_list_for_user")(
        {"user": user.id, "auth_user_obj": user}, {"permission": EDIT})]
    by_agency = config.use_cases_release_by() == names.RELEASED_BY_AGENCY and is_agency(user.name)
    return [*labels, *own, *([AGENCY_LABEL] if by_agency else [])]


def _may(user: str, organization_id: str, permission: str) -> bool:
    if not user:
        return False
    if not organization_id:
        return authz.is_sysadmin(user)
    return bool(authz.has_user_permission_for_group_or_org(organization_id, user, permission))
