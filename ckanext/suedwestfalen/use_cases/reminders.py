"""The daily look at use cases that nobody looked at for long: they are marked, and their towns get a mail.

One mail a day and person at most, with all use cases to check; none for thirty days after that, unless a further one
came. A mail that could not be sent is tried again the next day.
"""

from __future__ import annotations

import datetime as dt
import logging
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import click
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from flask import has_request_context
from sqlalchemy.dialects.postgresql import insert

from ckanext.suedwestfalen import mail
from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.language import translator
from ckanext.suedwestfalen.use_cases import mails, names, states, tasks
from ckanext.suedwestfalen.use_cases.model import Event, Reminder, now

log = logging.getLogger(__name__)

QUIET = dt.timedelta(days=30)
_NEVER = dt.date(1970, 1, 1)
# A mail names so many use cases; the page has the others.
MOST = 50


@dataclass
class Done:
    """What a call did: use cases to check, those newly marked, mails that went out, mails that did not."""

    outdated: int = 0
    new: int = 0
    mails: int = 0
    failed: int = 0


@dataclass
class Person:
    """Somebody to remind, with the use cases to check: (title, name, day on which it was marked)."""

    user_id: str
    name: str
    address: str
    cases: list[tuple[str, str, dt.date]] = field(default_factory=list)


def run() -> Done:
    """Mark what is due and remind; a bad use case or mail server keeps nobody else from it."""
    done = Done(new=_mark())
    people, done.outdated = _people()
    for person in people:
        try:
            sent = _remind(person)
        except Exception:
            log.exception("somebody could not be reminded of use cases to check")
            model.Session.rollback()
            sent = False
        if sent is not None:
            done.mails, done.failed = done.mails + sent, done.failed + (not sent)
    return done


def _mark() -> int:
    """Mark published use cases that were last looked at too long ago; gives how many."""
    query = sa.select(model.Package.id).where(
        model.Package.type == names.TYPE, model.Package.state == model.State.ACTIVE, tasks.overdue(now().date())
    )
    marked = 0
    with _web():
        for package_id in model.Session.scalars(query).all():
            try:
                marked += states.outdate(model.Session.get(model.Package, package_id))
            except Exception:
                log.exception("use case %s could not be marked as outdated", package_id)
                model.Session.rollback()
    return marked


def _web() -> AbstractContextManager[object]:
    """Give CKAN the request that it makes addresses from, where a command or a worker has none."""
    command = click.get_current_context(silent=True)
    app = command.meta.get("flask_app") if command else None
    return app.test_request_context() if app and not has_request_context() else nullcontext()


def _people() -> tuple[list[Person], int]:
    """Give whom to remind of what, and the number of use cases to check."""
    marked = (
        sa.select(sa.func.max(Event.at)).where(Event.package_id == model.Package.id, Event.kind == states.OUTDATED)
        .scalar_subquery()
    )
    query = (
        tasks.cases(model.Package.owner_org, marked.label("marked"))
        .where(tasks.outdated(), ~model.Package.private).order_by(model.Package.title, model.Package.id)
    )
    found = model.Session.execute(query).all()
    people: dict[str, Person] = {}
    by_organization: dict[str, list[Any]] = {}
    for row in found:
        by_organization.setdefault(row.owner_org or "", []).append(row)
    for organization_id, rows in by_organization.items():
        cases = [(row.title or row.name, row.name, row.marked.date() if row.marked else _NEVER) for row in rows]
        for user in mails.members(organization_id, "admin"):
            people.setdefault(user.id, Person(user.id, user.display_name, user.email)).cases += cases
    return list(people.values()), len(found)


def _remind(person: Person) -> bool | None:
    """Send the mail unless it is not yet time; tells whether it went out, None if there was nothing to send.

    The row stays locked meanwhile: two processes never remind the same person, and one that dies has told nobody.
    """
    today = now().date()
    model.Session.execute(insert(Reminder).values(user_id=person.user_id, sent_on=_NEVER).on_conflict_do_nothing())
    kept = model.Session.scalars(
        sa.select(Reminder).where(Reminder.user_id == person.user_id)
        .with_for_update().execution_options(populate_existing=True)
    ).one()
    further = any(day > kept.sent_on for _title, _name, day in person.cases)
    if kept.sent_on >= today or (today - kept.sent_on < QUIET and not further):
        model.Session.rollback()
        return None
    sent = mail.deliver(person.name, person.address, *_text(person))
    if sent:
        kept.sent_on = today
        model.Session.commit()
    else:
        model.Session.rollback()
    return sent


def _text(person: Person) -> tuple[str, str]:
    """Give subject and body in the portal's language."""
    _ = translator(tk.config["ckan.locale_default"])
    shown = [f"{title}\n{mail.address(f'/{names.TYPE}/{name}')}" for title, name, _day in person.cases[:MOST]]
    return _(N_("Please check: are your use cases still up to date?")), mails.letter(
        _(N_("nobody has looked at these use cases of your organization for long. Please confirm with one click that"
             " they are still up to date, or change or withdraw them:")),
        *shown,
        f"{_(N_('All use cases to check:'))}\n{mail.address('/tasks')}",
        _(N_("You get this mail as an administrator of the organization that published them; the next one comes in"
             " 30 days, or when further use cases are to be checked.")),
    )
