"""The rows of the use cases on the page 'My tasks'.

What waits for somebody is asked of PostgreSQL, in a handful of queries however many use cases there are. Whoever sees
a row may open its use case: rows are about the organizations of the user, and what they may release.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from dateutil.relativedelta import relativedelta

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.catalogue import page_helpers
from ckanext.suedwestfalen.tasks import Task
from ckanext.suedwestfalen.use_cases import names, permissions, states
from ckanext.suedwestfalen.use_cases.model import Event, Pending, now

# A page that is longer helps nobody; the number in the header stops there too.
MOST = 200
LONGEST_NOTE = 300
# Ways of the record state that a person goes; what the clock does says nothing about who has to act.
_WAYS = (states.SUBMITTED, states.RELEASED, states.RETURNED, states.WITHDRAWN, states.DISCARDED)

_status = model.Package.extras["record_status"].astext
_reviewed = sa.func.coalesce(
    model.Package.extras["last_reviewed"].astext, sa.func.to_char(model.Package.metadata_created, "YYYY-MM-DD")
)
_local = sa.func.coalesce(model.Package.extras["source_catalog"].astext, "") == ""


def rows(user: str) -> Iterator[Task]:
    """Give what waits for a user: returned, to be released, to be checked, begun."""
    person = model.User.get(user)
    if person is None:
        return
    own = _organizations(person.id)
    returned = list(_returned(person.id, own))
    yield from (task for _id, task in returned)
    yield from _to_release(user, person.id)
    yield from _to_check(user, own)
    yield from _drafts(person.id, own, {package_id for package_id, _task in returned})


def overdue(today: dt.date) -> sa.ColumnElement[bool]:
    """Give the condition that a published use case of this portal was last looked at too long ago."""
    limit = today - relativedelta(months=config.use_cases_review_months())
    return sa.and_(_local, _status == names.PUBLISHED, _reviewed < limit.isoformat())


def outdated() -> sa.ColumnElement[bool]:
    """Give the condition that a use case of this portal is marked as outdated."""
    return sa.and_(_local, _status == names.OUTDATED)


def cases(*columns: Any) -> sa.Select:
    """Give a query of use cases that are not deleted, with their organization, and further columns."""
    return (
        sa.select(model.Package.id, model.Package.name, model.Package.title, model.Group.title.label("of"), *columns)
        .outerjoin(model.Group, model.Group.id == model.Package.owner_org)
        .where(model.Package.type == names.TYPE, model.Package.state != model.State.DELETED)
    )


def _returned(user_id: str, own: set[str]) -> Iterator[tuple[str, Task]]:
    """Give use cases that came back to whoever made or submitted them, with the reason."""
    last = (
        sa.select(Event.package_id, Event.kind, Event.note, Event.at)
        .where(Event.kind.in_(_WAYS)).distinct(Event.package_id).order_by(Event.package_id, Event.at.desc())
    ).subquery()
    submitted = sa.exists().where(
        Event.package_id == model.Package.id, Event.kind == states.SUBMITTED, Event.user_id == user_id
    )
    query = (
        cases(last.c.note, last.c.at).join(last, last.c.package_id == model.Package.id)
        .where(last.c.kind == states.RETURNED, model.Package.owner_org.in_(own))
        .where(sa.or_(model.Package.creator_user_id == user_id, submitted))
    )
    for row in _found(query, last.c.at.desc()):
        yield row.id, _task(row, tk._("Returned to you"), _cut(row.note), row.at, page="use_case.edit")


def _to_release(user: str, user_id: str) -> Iterator[Task]:
    """Give what was submitted to those who release: new use cases, and changed versions of published ones."""
    changed = Pending.package_id.is_not(None)
    at = (
        sa.select(sa.func.max(Event.at)).where(Event.package_id == model.Package.id, Event.kind == states.SUBMITTED)
        .scalar_subquery()
    )
    query = (
        cases(changed.label("changed"), at.label("at"))
        .outerjoin(Pending, sa.and_(Pending.package_id == model.Package.id, _status.in_(names.PUBLIC)))
        .where(sa.or_(_status == names.SUBMITTED, Pending.state == names.SUBMITTED), _local)
    )
    for row in _found(query.where(_released_by(user, user_id)), at.asc()):
        what = tk._("Changed version of a published use case") if row.changed else tk._("New use case")
        yield _task(row, tk._("To be released"), _joined(row.of, what), row.at)


def _released_by(user: str, user_id: str) -> sa.ColumnElement[bool]:
    """Give the condition that the user releases a use case; as `permissions.may_release`, for many at once."""
    by = config.use_cases_release_by()
    if by == names.RELEASED_BY_AGENCY:
        return sa.literal(permissions.is_agency(user))
    person = model.User.get(user)
    if person.sysadmin:
        return sa.true()
    roles = ("admin",) if by == names.RELEASED_BY_TOWN else ("admin", "editor")
    return model.Package.owner_org.in_(_organizations(user_id, roles))


def _to_check(user: str, own: set[str]) -> Iterator[Task]:
    """Give use cases that nobody looked at for long: their town's to do, for the agency to know."""
    due = sa.or_(outdated(), overdue(now().date()))
    query = cases(_reviewed.label("reviewed"), model.Package.owner_org).where(due, ~model.Package.private)
    if not permissions.is_agency(user):
        query = query.where(model.Package.owner_org.in_(own))
    for row in _found(query, _reviewed.asc()):
        mine = row.owner_org in own
        group = tk._("To be checked: are they still up to date?") if mine else tk._("To be checked by other towns")
        seen = tk._("Last checked: %(date)s") % {"date": page_helpers.date(row.reviewed)}
        yield _task(row, group, _joined(row.of, seen), None, counts=mine)


def _drafts(user_id: str, own: set[str], returned: set[str]) -> Iterator[Task]:
    """Give what the user began: drafts, and changed versions of published use cases."""
    changed = Pending.package_id.is_not(None)
    begun = sa.and_(_status == names.DRAFT, model.Package.creator_user_id == user_id)
    query = (
        cases(changed.label("changed"), sa.func.coalesce(Pending.modified_at, _utc_modified()).label("at"))
        .outerjoin(Pending, sa.and_(Pending.package_id == model.Package.id, Pending.user_id == user_id,
                                    Pending.state == names.DRAFT))
        .where(sa.or_(begun, changed), model.Package.owner_org.in_(own))
    )
    for row in _found(query, sa.desc("at")):
        if row.id not in returned:
            what = tk._("Changed version of a published use case") if row.changed else ""
            yield _task(row, tk._("Your drafts"), _joined(row.of, what), row.at, page="use_case.edit", counts=False)


def _utc_modified() -> sa.ColumnElement[dt.datetime]:
    # CKAN writes UTC without saying so
    return sa.func.timezone("UTC", model.Package.metadata_modified)


def _found(query: sa.Select, *order: Any) -> Iterator[Any]:
    return iter(model.Session.execute(query.order_by(*order, model.Package.id).limit(MOST)).all())


def _task(
    row: Any, group: str, note: str, since: dt.datetime | None, *, page: str = "use_case.read", counts: bool = True
) -> Task:
    return Task(row.title or row.name, tk.url_for(page, id=row.name), note, since, group, counts)


def _joined(*parts: str | None) -> str:
    return " · ".join(filter(None, parts))


def _cut(note: str) -> str:
    return note if len(note) <= LONGEST_NOTE else note[:LONGEST_NOTE].rstrip() + " …"


def _organizations(user_id: str, roles: tuple[str, ...] = ("admin", "editor")) -> set[str]:
    """Give the organizations of which the user is a member in one of these roles: their own, also of a sysadmin."""
    query = sa.select(model.Member.group_id).where(
        model.Member.table_name == "user", model.Member.table_id == user_id, model.Member.capacity.in_(roles),
        model.Member.state == model.State.ACTIVE,
    )
    return set(model.Session.scalars(query))
