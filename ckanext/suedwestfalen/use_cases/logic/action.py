"""Actions of the record states, the waiting version, the history and the contact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.suedwestfalen.use_cases import contacts, pending, records, states
from ckanext.suedwestfalen.use_cases.model import Event


def use_case_submit(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Submit a draft, a withdrawn use case, or the waiting changes of a published one.

    :param id: the id or name of the use case
    :param note: a word to those who release (optional)
    :returns: dict with id, record_status and pending (the state of waiting changes, or none)

    Raises ``ValidationError`` naming every required field that is empty.
    """
    return _move("use_case_submit", states.submit, context, data_dict)


def use_case_release(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Publish what was submitted.

    :param id: the id or name of the use case
    :param note: a word to the editors (optional)
    :param seen: the `mark` of `use_case_pending_show` (or `metadata_modified`) that was looked at (optional): another
        version is not released
    :param anyway: release changes although the published version has been changed since they were begun
    :returns: dict with id, record_status and pending
    """
    try:
        anyway = tk.asbool(data_dict.get("anyway") or False)
    except ValueError as error:
        raise tk.ValidationError({"anyway": [tk._("Please give true or false.")]}) from error
    options = {"seen": _text(data_dict, "seen"), "anyway": anyway}
    return _move("use_case_release", states.release, context, data_dict, **options)


def use_case_return(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return what was submitted to its editors.

    :param id: the id or name of the use case
    :param note: why, and what to change
    :returns: dict with id, record_status and pending
    """
    return _move("use_case_return", states.give_back, context, data_dict)


def use_case_withdraw(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Take a published or submitted use case out of the public.

    :param id: the id or name of the use case
    :param note: why (optional)
    :returns: dict with id, record_status and pending
    """
    return _move("use_case_withdraw", states.withdraw, context, data_dict)


def use_case_review(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Say that a published use case is still up to date.

    :param id: the id or name of the use case
    :param note: (optional)
    :returns: dict with id, record_status and pending
    """
    return _move("use_case_review", states.review, context, data_dict)


def use_case_discard(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Throw away the waiting changes of a use case.

    :param id: the id or name of the use case
    :param note: (optional)
    :returns: dict with id, record_status and pending (none)
    """
    return _move("use_case_discard", states.discard, context, data_dict)


@tk.side_effect_free
def use_case_pending_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the changes of a use case that wait.

    :param id: the id or name of the use case
    :returns: dict with id, state (entwurf, eingereicht), content (dataset dict), contact, fields (names of those that
        differ from the published version), user (who changed it last), modified, mark (for `seen` of
        `use_case_release`) and overtaken (the published version has been changed since)
    """
    package = records.get(tk.get_or_bust(data_dict, "id"))
    tk.check_access("use_case_pending_show", context, {"id": package.id})
    waiting = pending.of(package.id)
    if waiting is None:
        raise tk.ObjectNotFound(tk._("No changes are waiting."))
    content, contact = pending.content(package, waiting), pending.contact(package, waiting)
    stored = {**records.dataset(package), **contacts.of(package.id)}
    return {
        "id": package.id, "state": waiting.state, "content": content, "contact": contact,
        "fields": pending.differing(stored, {**content, **contact}), "user": _user(waiting.user_id),
        "modified": waiting.modified_at.isoformat(), "mark": states.mark(package, waiting),
        "overtaken": pending.is_overtaken(package, waiting),
    }


@tk.side_effect_free
def use_case_history(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return what happened to a use case, oldest first.

    :param id: the id or name of the use case
    :returns: list of dicts with kind (submitted, released, returned, withdrawn, reviewed, outdated, discarded,
        imported), note, user (display name; empty: the portal itself) and at
    """
    package = records.get(tk.get_or_bust(data_dict, "id"))
    tk.check_access("use_case_history", context, {"id": package.id})
    events = model.Session.query(Event).filter_by(package_id=package.id).order_by(Event.at)
    return [{"kind": event.kind, "note": event.note, "user": _user(event.user_id), "at": event.at.isoformat()}
            for event in events]


@tk.side_effect_free
def use_case_contact_show(context: Context, data_dict: DataDict) -> dict[str, str]:
    """Return whom to ask about a use case, as far as its `contact_released` lets the reader know.

    :param id: the id or name of the use case
    :returns: dict with contact_name, contact_email, contact_phone, contact_released; empty if there is none
    """
    package = records.get(tk.get_or_bust(data_dict, "id"))
    tk.check_access("use_case_contact_show", context, {"id": package.id})
    return contacts.of(package.id)


def _move(
    name: str, step: Callable[..., None], context: Context, data_dict: DataDict, **options: Any
) -> dict[str, Any]:
    package = records.get(tk.get_or_bust(data_dict, "id"))
    tk.check_access(name, context, {"id": package.id})
    step(package, user=context["user"], note=_text(data_dict, "note"), **options)
    package = records.get(package.id)
    waiting = pending.of(package.id)
    return {"id": package.id, "record_status": records.status(package), "pending": waiting.state if waiting else None}


def _text(data_dict: DataDict, name: str) -> str:
    value = data_dict.get(name) or ""
    if not isinstance(value, str):
        raise tk.ValidationError({name: [tk._("Please enter a text.")]})
    value = value.replace("\0", "").strip()
    if len(value) > states.LONGEST_NOTE:
        raise tk.ValidationError({name: [tk._("Please enter at most %d characters.") % states.LONGEST_NOTE]})
    return value


def _user(user_id: str) -> str:
    user = model.User.get(user_id) if user_id else None
    return user.display_name if user and user.name != tk.config["ckan.site_id"] else ""
