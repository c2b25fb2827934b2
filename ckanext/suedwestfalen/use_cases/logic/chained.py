"""CKAN's own actions where they meet a use case: a draft is written, a public one is not, its changes wait.

Record state, CKAN's state and private change only through `use_case_submit` and its like (`states`). Our own code
passes with `use_case_internal` in the context, which no request can set.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from ckan import authz, model
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context, DataDict

from ckanext.suedwestfalen.use_cases import contacts, names, pending, records, states
from ckanext.suedwestfalen.use_cases import model as tables

#: What only the portal itself writes.
SYSTEM = ("identifier", "last_reviewed", "source_catalog", "example")


@tk.chained_action
def package_create(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Create a use case: always as a draft, its contact in its own table."""
    if not isinstance(data_dict.get("type", ""), str):
        raise tk.ValidationError({"type": [tk._("A type is a text.")]})
    if data_dict.get("type") != names.TYPE or context.get(records.INTERNAL):
        return original(context, data_dict)
    tk.check_access("package_create", context, data_dict)
    if data_dict.get("record_status") not in (None, "", names.DRAFT):
        raise tk.ValidationError({"record_status": [tk._("A use case begins as a draft.")]})
    for name in SYSTEM:
        data_dict.pop(name, None)
    data_dict["record_status"] = names.DRAFT
    data_dict["state"], data_dict["private"] = records.CKAN_STATES[names.DRAFT]
    context["allow_state_change"] = True
    contact, errors = contacts.clean(contacts.take(data_dict))
    if errors:
        _refuse_all(original, {**context, "defer_commit": True}, data_dict, errors)
    return records.create(original, context, data_dict, contact)


@tk.chained_action
def package_update(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Change a use case; of a public one a changed version is kept, and given back as dict."""
    package = records.find(data_dict.get("id") or data_dict.get("name"))
    if package is None or context.get(records.INTERNAL):
        return original(context, data_dict)
    tk.check_access("package_update", context, {**data_dict, "id": package.id})
    package = records.lock(package)
    states.refuse_foreign(package)
    _keep_state(package, data_dict)
    waiting = pending.of(package.id)
    if waiting and "resources" not in data_dict:
        data_dict["resources"] = waiting.content.get("resources") or []
    contact, errors = contacts.clean(contacts.take(data_dict))
    if errors:
        _refuse_all(original, _apart(context), data_dict, errors)
    if records.is_public(package):
        return _wait(original, context, data_dict, package, contact)
    contacts.save(package.id, {**pending.contact(package, waiting), **contact})
    pending.drop(package)
    saved = original(context, data_dict)
    if not context.get("defer_commit"):
        # CKAN commits nothing where only the contact has changed
        model.repo.commit()
    return saved


@tk.chained_action
def package_patch(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Change some fields of a use case: of the version that waits, if there is one."""
    package = records.find(data_dict.get("id"))
    waiting = pending.of(package.id) if package is not None else None
    if waiting is None or context.get(records.INTERNAL):
        return original(context, data_dict)
    tk.check_access("package_patch", context, data_dict)
    patched = {**pending.content(package, waiting), **data_dict, "id": package.id}
    if "metadata_modified" not in data_dict:
        patched.pop("metadata_modified", None)
    return tk.get_action("package_update")({**context, "package": package}, patched)


@tk.chained_action
def package_revise(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Change a dataset selectively; not a use case of which a version waits, which this would not see."""
    package = records.find(_revised(data_dict))
    if package is not None and not context.get(records.INTERNAL) and pending.of(package.id):
        tk.check_access("package_update", context, {"id": package.id})
        raise tk.ValidationError({"match": [tk._("Changes to this use case are waiting. Please use package_patch.")]})
    return original(context, data_dict)


def _revised(data_dict: DataDict) -> Any:
    """Give the id or name of the dataset that is revised, in any of the ways in which it can be written."""
    match = data_dict.get("match")
    if isinstance(match, str):
        try:
            match = json.loads(match)
        except (ValueError, RecursionError):
            match = None  # CKAN refuses it
    named = match if isinstance(match, dict) else {}
    return next(
        (value for value in (named.get("id"), data_dict.get("match__id"), named.get("name"),
                             data_dict.get("match__name")) if value), None)


@tk.chained_action
def package_resource_reorder(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Put attachments in another order; those of a public use case only through its form."""
    _refuse_attachments("package_resource_reorder", context, data_dict, data_dict.get("id"))
    return original(context, data_dict)


@tk.chained_action
def package_delete(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Delete a use case that is not public, with its contact and what waits."""
    package = records.find(data_dict.get("id"))
    if package is None:
        return original(context, data_dict)
    if not context.get(records.INTERNAL):
        tk.check_access("package_delete", context, data_dict)
        package = records.lock(package)
        if not authz.is_sysadmin(context.get("user")):
            states.refuse_foreign(package)
        if records.is_public(package) and not records.is_foreign(package):
            raise tk.ValidationError({"state": [tk._("This use case is published. Please withdraw it first.")]})
    contacts.drop(package.id)
    pending.drop(package, files=True)
    return original(context, data_dict)


@tk.chained_action
def dataset_purge(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Purge a dataset; of a use case also everything in the tables."""
    package = records.find(data_dict.get("id"))
    if package is None:
        return original(context, data_dict)
    tk.check_access("dataset_purge", context, data_dict)
    adoptions = sa.select(tables.Adoption.id).where(tables.Adoption.package_id == package.id)
    model.Session.execute(sa.delete(tables.AdoptionEvent).where(tables.AdoptionEvent.adoption_id.in_(adoptions)))
    for table in (tables.Contact, tables.Pending, tables.Event, tables.Adoption, tables.Comment):
        model.Session.execute(sa.delete(table).where(table.package_id == package.id))
    return original(context, data_dict)


@tk.chained_action
def package_owner_org_update(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Give a dataset to another organization; a use case only as part of its change, which may have to wait."""
    package = records.find(data_dict.get("id"))
    if package is not None and not context.get("ignore_auth") and not context.get(records.INTERNAL):
        tk.check_access("package_update", context, {"id": package.id})
        sentence = tk._("Please change the publishing organisation in the form of the use case.")
        raise tk.ValidationError({"owner_org": [sentence]})
    return original(context, data_dict)


@tk.chained_action
def resource_create(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Attach something; to a public use case only through its form."""
    _refuse_attachments("resource_create", context, data_dict, data_dict.get("package_id"))
    return original(context, data_dict)


@tk.chained_action
def resource_update(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Change an attachment; of a public use case only through its form."""
    _refuse_attachments("resource_update", context, data_dict, _package_of(data_dict))
    return original(context, data_dict)


@tk.chained_action
def resource_patch(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Change some fields of an attachment; of a public use case only through its form."""
    _refuse_attachments("resource_patch", context, data_dict, _package_of(data_dict))
    return original(context, data_dict)


@tk.chained_action
def resource_delete(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Remove an attachment; of a public use case only through its form."""
    _refuse_attachments("resource_delete", context, data_dict, _package_of(data_dict))
    return original(context, data_dict)


def _package_of(data_dict: DataDict) -> str | None:
    resource = model.Resource.get(data_dict.get("id")) if isinstance(data_dict.get("id"), str) else None
    return resource.package_id if resource is not None else None


def _refuse_attachments(action: str, context: Context, data_dict: DataDict, package_id: Any) -> None:
    package = records.find(package_id)
    if package is None or context.get(records.INTERNAL):
        return
    tk.check_access(action, context, data_dict)
    # CKAN's action asks again, and takes what stands in the context for what it is about
    context.pop("package", None)
    states.refuse_foreign(package)
    if records.is_public(package) or pending.of(package.id):
        sentence = tk._("Attachments of a published use case are changed in its form, and wait for release with it.")
        raise tk.ValidationError({"resources": [sentence]})


def _keep_state(package: model.Package, data_dict: DataDict) -> None:
    """Refuse another state, and keep what only the portal writes; a missing word means no change."""
    stored = {"record_status": records.status(package), "state": package.state, "private": bool(package.private)}
    for name, value in stored.items():
        given = data_dict.get(name)
        if given not in (None, "") and not _same(given, value):
            sentence = tk._("This is changed only by submitting, releasing, returning or withdrawing the use case.")
            raise tk.ValidationError({name: [sentence]})
    data_dict.update(stored)
    for name in SYSTEM:
        data_dict.pop(name, None)
        if name in (package.extras or {}):
            data_dict[name] = package.extras[name]


def _same(given: Any, stored: Any) -> bool:
    if not isinstance(stored, bool):
        return given == stored
    try:
        return tk.asbool(given) is stored
    except ValueError:
        return False


def _wait(
    original: Action, context: Context, data_dict: DataDict, package: model.Package, contact: dict[str, str]
) -> Any:
    """Keep a changed version; CKAN's action checks it and says what would be stored, but stores nothing."""
    user = model.User.get(context.get("user"))
    _new_files(data_dict, package)
    dataset = _rehearse(original, _apart(context), data_dict)
    for name in ("groups", "metadata_modified"):
        dataset.pop(name, None)  # follow from the lead projects, and from the release
    pending.save(package, dataset, contact, user.id if user else "")
    model.repo.commit()
    return package.id if context.get("return_id_only") else records.content(package)


def _new_files(data_dict: DataDict, package: model.Package) -> None:
    """Make a new attachment of one that gets a new file: the published one keeps its own until the release.

    Ids are those of this use case: with another's, its file would be taken, or deleted with what waits.
    """
    waiting = pending.of(package.id)
    own = {resource.id for resource in package.resources_all}
    own.update(resource.get("id") for resource in (waiting.content.get("resources") or [] if waiting else []))
    for resource in data_dict.get("resources") or []:
        if not isinstance(resource, dict) or "id" not in resource:
            continue
        if getattr(resource.get("upload"), "filename", "") or resource["id"] not in own:
            resource.pop("id")


def _apart(context: Context) -> dict[str, Any]:
    """Give a context for a rehearsal, from which nothing comes back."""
    kept = ("user", "auth_user_obj", "ignore_auth", "model", "session", "__auth_audit")
    return {**{name: context[name] for name in kept if name in context}, "defer_commit": True}


def _rehearse(original: Action, context: dict[str, Any], data_dict: DataDict) -> dict[str, Any]:
    savepoint = model.Session.begin_nested()
    try:
        return original(context, data_dict)
    finally:
        if savepoint.is_active:
            savepoint.rollback()
        # CKAN keeps what it found as attributes
        model.Session.expire_all()


def _refuse_all(original: Action, context: dict[str, Any], data_dict: DataDict, errors: dict[str, Any]) -> None:
    """Refuse a contact together with everything else that is wrong."""
    rehearsed = {**data_dict}
    if isinstance(data_dict.get("resources"), list):
        rehearsed["resources"] = [
            {name: value for name, value in resource.items() if name != "upload"}
            for resource in data_dict["resources"] if isinstance(resource, dict)
        ]
    try:
        _rehearse(original, context, rehearsed)
    except tk.ValidationError as error:
        errors = {**error.error_dict, **errors}
    model.Session.rollback()
    raise tk.ValidationError(errors)
