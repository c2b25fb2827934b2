"""Use cases as they are stored: found, read, locked, and written past the guards that hold for editors."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.logic import index_update_package
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.use_cases import contacts, names, pending
from ckanext.suedwestfalen.use_cases.model import Event

INTERNAL = "use_case_internal"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
#: What CKAN knows of a use case, by its record state: (state, private).
CKAN_STATES = {
    names.DRAFT: ("draft", True), names.SUBMITTED: ("active", True), names.PUBLISHED: ("active", False),
    names.OUTDATED: ("active", False), names.WITHDRAWN: ("active", True),
}


def find(id_or_name: Any) -> model.Package | None:
    """Give the use case with this id or name, if there is one. Raises ``ValidationError`` for what is no text.

    CKAN finds a dataset by ``["<id>"]`` and ``{"id": "<id>"}`` too; what our guards do not find, they do not guard.
    """
    if isinstance(id_or_name, sa.Row):  # as CKAN's own bulk actions pass them on
        id_or_name = id_or_name[0]
    if id_or_name in (None, ""):
        return None
    if not isinstance(id_or_name, str):
        raise tk.ValidationError({"id": [tk._("An id or a name is a text.")]})
    package = model.Package.get(id_or_name) if is_id(id_or_name) else None
    return package if package is not None and package.type == names.TYPE else None


def is_id(value: Any) -> bool:
    """Tell whether a value can be asked for: a text that the database can hold."""
    return isinstance(value, str) and bool(value) and not _UNSTORABLE.search(value)


def group(id_or_name: Any) -> model.Group | None:
    """Give the organization with this id or name, if there is one."""
    return model.Group.get(id_or_name) if is_id(id_or_name) else None


def get(id_or_name: Any) -> model.Package:
    """Give the use case with this id or name. Raises ``ObjectNotFound``."""
    package = find(id_or_name)
    if package is None or package.state == model.State.DELETED:
        raise tk.ObjectNotFound(tk._("There is no such use case."))
    return package


def lock(package: model.Package) -> model.Package:
    """Wait until nobody else changes the use case, and give it as it is then; holds until commit or rollback."""
    query = (sa.select(model.Package).where(model.Package.id == package.id)
             .with_for_update().execution_options(populate_existing=True))
    return model.Session.scalars(query).one()


def status(package: model.Package) -> str:
    """Give the record state."""
    return (package.extras or {}).get("record_status") or names.DRAFT


def is_public(package: model.Package) -> bool:
    """Tell whether everybody sees the use case."""
    return status(package) in names.PUBLIC and package.state == model.State.ACTIVE and not package.private


def is_foreign(package: model.Package) -> bool:
    """Tell whether the use case came from another portal; it is read-only here."""
    return bool((package.extras or {}).get("source_catalog"))


def show(id_or_name: str, *, user: str = "") -> dict[str, Any]:
    """Give the dataset dict as the user sees it. Raises ``NotAuthorized``, ``ObjectNotFound``."""
    package = get(id_or_name)
    return tk.get_action("package_show")(as_user(user), {"id": package.id})


def as_user(user: str) -> dict[str, Any]:
    """Give the context of an action that somebody (or nobody) calls."""
    return {"user": user, "auth_user_obj": model.User.get(user) if user else None}


def dataset(package: model.Package) -> dict[str, Any]:
    """Give the stored dataset dict, whoever asks, and not from the index."""
    context = {"user": "", "auth_user_obj": None, "ignore_auth": True, "use_cache": False}
    return tk.get_action("package_show")(context, {"id": package.id})


def content(package: model.Package, *, for_edit: bool = True) -> dict[str, Any]:
    """Give what the form edits, contact included: the waiting version if there is one, else the stored.

    Whoever calls has checked that the reader may edit. Without `for_edit` it is always the stored version.
    """
    waiting = pending.of(package.id) if for_edit else None
    found = pending.content(package, waiting) if waiting else dataset(package)
    return {**found, **pending.contact(package, waiting)}


def write(data: dict[str, Any], *, user: str) -> dict[str, Any]:
    """Create a use case, or change the fields that are given of the one whose id is given, past all guards.

    The contact may stand among the fields. `record_status` decides what CKAN calls state and private. Gives the
    dataset dict as stored. Raises ``ValidationError``. Commits.
    """
    data = {**data, "type": names.TYPE}
    values, errors = contacts.clean(contacts.take(data))
    if errors:
        raise tk.ValidationError(errors)
    package = model.Package.get(data["id"]) if data.get("id") else None
    return _create(data, values, user) if package is None else save(lock(package), data, values, user=user)


def save(
    package: model.Package, data: dict[str, Any], contact: dict[str, str] | None = None, *, user: str,
    whole: bool = False,
) -> dict[str, Any]:
    """Change the fields that are given of a use case that is locked, or with `whole` replace them all.

    What else the session holds is committed with it.
    """
    stored = {} if whole else dataset(package)
    # with the old one CKAN would keep it
    stored.pop("metadata_modified", None)
    data = {**stored, **data, "id": package.id}
    _set_ckan_state(data)
    contacts.save(package.id, contact or {})
    saved = tk.get_action("package_update")(internal(user), data)
    # CKAN commits unless nothing of the dataset itself has changed
    model.repo.commit()
    return saved


def internal(user: str) -> dict[str, Any]:
    """Give the context in which CKAN's actions let everything of ours pass."""
    return {**as_user(user), "ignore_auth": True, INTERNAL: True}


def create(create_action: Any, context: dict[str, Any], data: dict[str, Any], contact: dict[str, str]) -> Any:
    """Create a use case together with its contact, in one transaction, by CKAN's action."""
    deferred = context.get("defer_commit", False)
    context["defer_commit"] = True
    created = create_action(context, data)
    package_id = created if isinstance(created, str) else created["id"]
    contacts.save(package_id, contact)
    if not deferred:
        context.pop("defer_commit")
        index_update_package(context, package_id)
        model.repo.commit()
    return created


def remember(package_id: str, kind: str, note: str, user: str) -> str:
    """Write into the history what happens; gives the id of the user. Commits nothing."""
    person = model.User.get(user) if user else None
    user_id = person.id if person else ""
    model.Session.add(Event(package_id=package_id, kind=kind, note=note, user_id=user_id))
    model.Session.flush()
    return user_id


def _create(data: dict[str, Any], contact: dict[str, str], user: str) -> dict[str, Any]:
    data.setdefault("record_status", names.DRAFT)
    _set_ckan_state(data)
    return create(tk.get_action("package_create"), internal(user), data, contact)


def _set_ckan_state(data: dict[str, Any]) -> None:
    known = data.get("record_status") or names.DRAFT
    if known not in CKAN_STATES:
        raise tk.ValidationError({"record_status": [tk._("There is no record status “%s”.") % str(known)[:100]]})
    data["state"], data["private"] = CKAN_STATES[known]
