"""The record states of a use case and every way between them; nothing else changes them.

    entwurf → eingereicht → veroeffentlicht ⇄ veraltet        → zurueckgezogen → eingereicht …

A public use case stays as it is while a changed version of it goes the same way as its waiting version (`pending`).
Each way is one transaction on the locked use case: it happens as a whole or not at all, and never twice. Authorization
is the actions' business.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.use_cases import contacts, missing, names, pending, records
from ckanext.suedwestfalen.use_cases.model import Pending

log = logging.getLogger(__name__)

SUBMITTED, RELEASED, RETURNED, WITHDRAWN, REVIEWED, OUTDATED, DISCARDED = (
    "submitted", "released", "returned", "withdrawn", "reviewed", "outdated", "discarded"
)
LONGEST_NOTE = 5000

#: Called after each way, when it is committed: with the use case, what happened, the note and the id of the user.
LISTENERS: list[Callable[[model.Package, str, str, str], None]] = []


def submit(package: model.Package, *, user: str, note: str = "") -> None:
    """Ask for release; where nobody has to release, release at once. Everything required must be there."""
    package, waiting = _start(package)
    if waiting and records.is_public(package):
        _refuse_unless(waiting.state == names.DRAFT, tk._("The changed version has already been submitted."))
    else:
        allowed = (names.DRAFT, names.WITHDRAWN)
        _refuse_unless(records.status(package) in allowed, tk._("There is nothing to submit: no changes are waiting."))
    content = _complete(package)
    if config.use_cases_release_by() == names.RELEASED_BY_NOBODY:
        _refuse_overtaken(package, waiting, anyway=False)
        _publish(package, content, user, note)
    elif waiting and records.is_public(package):
        waiting.state = names.SUBMITTED
        _commit(package, SUBMITTED, note, user)
    else:
        contact = contacts.take(content)
        pending.drop(package)
        _set(package, names.SUBMITTED, SUBMITTED, note, user, content=content, contact=contact)


def release(package: model.Package, *, user: str, note: str = "", seen: str = "", anyway: bool = False) -> None:
    """Publish what was submitted.

    `seen`: mark of the version that was looked at; `anyway`: the published one may have changed meanwhile.
    """
    package, waiting = _start(package)
    _refuse_unless(_is_submitted(package, waiting), tk._("Only what was submitted can be released."))
    _refuse_unless(
        not seen or seen == mark(package, waiting),
        tk._("The use case has been changed since you opened the page. Please look at it again."),
    )
    _refuse_overtaken(package, waiting, anyway=anyway)
    _publish(package, _complete(package), user, note)


def give_back(package: model.Package, *, user: str, note: str = "") -> None:
    """Return what was submitted, with a reason, to be worked on."""
    package, waiting = _start(package)
    if not note.strip():
        raise tk.ValidationError({"note": [tk._("Please say why you return it, and what to change.")]})
    _refuse_unless(_is_submitted(package, waiting), tk._("Only what was submitted can be returned."))
    if waiting:
        waiting.state = names.DRAFT
        _commit(package, RETURNED, note, user)
    else:
        _set(package, names.DRAFT, RETURNED, note, user)


def withdraw(package: model.Package, *, user: str, note: str = "") -> None:
    """Take a use case out of the public, or back from submission; a waiting version stays to be worked on."""
    package, waiting = _start(package)
    allowed = records.status(package) in (*names.PUBLIC, names.SUBMITTED)
    _refuse_unless(allowed, tk._("Only a published or submitted use case can be withdrawn."))
    if waiting:
        waiting.state = names.DRAFT
    _set(package, names.WITHDRAWN, WITHDRAWN, note, user)


def review(package: model.Package, *, user: str, note: str = "") -> None:
    """Say that a public use case is still up to date."""
    package, _waiting = _start(package)
    _refuse_unless(records.is_public(package), tk._("Only a published use case can be confirmed."))
    _set(package, names.PUBLISHED, REVIEWED, note, user, last_reviewed=_today())


def discard(package: model.Package, *, user: str, note: str = "") -> None:
    """Throw the changed version away; the published one stays."""
    package, waiting = _start(package)
    _refuse_unless(waiting is not None, tk._("No changes are waiting."))
    pending.drop(package, files=True)
    _commit(package, DISCARDED, note, user)


def outdate(package: model.Package) -> bool:
    """Mark a published use case as outdated, for the daily command; tells whether it was published."""
    package = records.lock(package)
    if records.status(package) != names.PUBLISHED or records.is_foreign(package):
        model.Session.rollback()
        return False
    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    _set(package, names.OUTDATED, OUTDATED, "", site_user)
    return True


def mark(package: model.Package, waiting: Pending | None) -> str:
    """Give a mark of the version that would be released; it changes with every change."""
    return waiting.modified_at.isoformat() if waiting else pending.modified(package)


def _start(package: model.Package) -> tuple[model.Package, Pending | None]:
    package = records.lock(package)
    refuse_foreign(package)
    return package, pending.of(package.id)


def refuse_foreign(package: model.Package) -> None:
    """Raise ``ValidationError`` if the use case came from another portal."""
    sentence = tk._("This use case comes from another portal and can only be changed there.")
    _refuse_unless(not records.is_foreign(package), sentence)


def _refuse_unless(condition: bool, sentence: str) -> None:
    if not condition:
        model.Session.rollback()
        raise tk.ValidationError({"record_status": [sentence]})


def _refuse_overtaken(package: model.Package, waiting: Pending | None, *, anyway: bool) -> None:
    if waiting and records.is_public(package) and pending.is_overtaken(package, waiting) and not anyway:
        model.Session.rollback()
        sentence = tk._("The published version has been changed since these changes were begun; releasing them would"
                        " undo that. Please compare the two, and confirm if you want to release anyway.")
        raise tk.ValidationError({"base_modified": [sentence]})


def _is_submitted(package: model.Package, waiting: Pending | None) -> bool:
    if waiting:
        return waiting.state == names.SUBMITTED and records.is_public(package)
    return records.status(package) == names.SUBMITTED


def _complete(package: model.Package) -> dict[str, Any]:
    """Give what is to be submitted or released, contact included. Raises ``ValidationError`` naming all that lacks."""
    content = records.content(package)
    lacking = missing.of(content)
    if lacking:
        model.Session.rollback()
        raise tk.ValidationError({each.field: [tk._("Please fill in: %s") % each.label] for each in lacking})
    return content


def _publish(package: model.Package, content: dict[str, Any], user: str, note: str) -> None:
    contact = contacts.take(content)
    pending.drop(package)
    _set(package, names.PUBLISHED, RELEASED, note, user, content=content, contact=contact, last_reviewed=_today())


def _set(
    package: model.Package, status: str, kind: str, note: str, user: str, *,
    content: dict[str, Any] | None = None, contact: dict[str, str] | None = None, **fields: str,
) -> None:
    """Write the record state with everything that goes with it, in one transaction."""
    modified = dt.datetime.now(dt.timezone.utc).replace(tzinfo=None).isoformat()
    waiting = pending.of(package.id)
    if waiting and not pending.is_overtaken(package, waiting):
        # a state is no content: what waits is not overtaken by it
        waiting.base_modified = modified
    user_id = records.remember(package.id, kind, note[:LONGEST_NOTE], user)
    data = {**(content or {}), "record_status": status, "metadata_modified": modified, **fields}
    records.save(package, data, contact, user=user, whole=content is not None)
    _tell(package, kind, note, user_id)


def _commit(package: model.Package, kind: str, note: str, user: str) -> None:
    user_id = records.remember(package.id, kind, note[:LONGEST_NOTE], user)
    model.repo.commit()
    _tell(package, kind, note, user_id)


def _tell(package: model.Package, kind: str, note: str, user_id: str) -> None:
    for listener in LISTENERS:
        try:
            listener(package, kind, note, user_id)
        except Exception:
            # it has happened and is committed; whoever is told about it cannot undo it
            log.exception("%s of a use case could not be told", kind)
            model.Session.rollback()


def _today() -> str:
    return dt.datetime.now(dt.timezone.utc).date().isoformat()
