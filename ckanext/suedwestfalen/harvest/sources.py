"""Sources as plain functions: find, describe, write. Who may do it is asked in ``logic``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.harvest import by_hand, runs, secrets
from ckanext.suedwestfalen.harvest.identity import slug
from ckanext.suedwestfalen.harvest.model import Record, Run, Source, now

# user name and password
Login = tuple[str, str]
SCHEDULES = ("manual", *runs.SCHEDULES)
WRITABLE = (
    "title", "url", "protocol", "settings", "options", "organization_id", "municipality", "schedule", "rank", "active",
)
# given to those only who may change the source
INTERNAL = ("options",)
RUN_FIELDS = (
    "id", "state", "cause", "force", "complete", "declared", "listed", "new", "changed", "unchanged", "skipped",
    "failed", "missing", "deleted", "held",
)


def get(reference: str) -> Source | None:
    """Give the source with this id or name, deleted ones included."""
    if "\x00" in reference:  # PostgreSQL would not even look
        return None
    query = sa.select(Source).where(sa.or_(Source.id == reference, Source.name == reference))
    return model.Session.scalars(query).first()


def all_sources(organization_ids: Iterable[str] | None = None) -> list[Source]:
    """Give the sources that are not deleted, of these organizations or of all, by title."""
    query = sa.select(Source).where(Source.state == "active").order_by(sa.func.lower(Source.title), Source.id)
    if organization_ids is not None:
        query = query.where(Source.organization_id.in_(list(organization_ids)))
    return list(model.Session.scalars(query))


def free_name(title: str) -> str:
    """Make a name from a title that no source has, deleted ones included."""
    stem = slug(title)
    if len(stem) < 2:
        stem = f"source-{stem}".strip("-")
    taken = set(model.Session.scalars(sa.select(Source.name).where(Source.name.startswith(stem, autoescape=True))))
    return next(name for name in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def create(values: Mapping[str, Any], login: Login | None = None) -> Source:
    """Store a source from validated values and commit. One with a schedule is due at once."""
    given = {key: values[key] for key in WRITABLE if key in values}
    source = Source(id=str(uuid4()), name=values.get("name") or free_name(values["title"]), **given)
    if source.schedule in runs.SCHEDULES:
        source.next_run_at = now()
    if login:
        secrets.store(source, *login)
    model.Session.add(source)
    by_hand.note_all()
    model.Session.commit()
    return source


def update(source: Source, values: Mapping[str, Any], login: Login | None = None, *, forget: bool = False) -> bool:
    """Change a source to validated values and commit; the next run moves when the schedule changed.

    ``login`` replaces the credentials, ``forget`` removes them; else they stay, unless the address moves to another
    origin. Tells whether they were dropped for that reason.
    """
    schedule, was_active, origin = source.schedule, source.active, secrets.origin(source.url)
    for key in WRITABLE:
        if key in values:
            setattr(source, key, values[key])
    moved = secrets.origin(source.url) != origin
    dropped = moved and not login and not forget and source.credentials is not None
    if login:
        secrets.store(source, *login)
    elif forget or moved:
        source.credentials = None
    if source.schedule != schedule or (source.active and not was_active):
        source.next_run_at = _next_run(source)
    source.modified_at = now()
    model.Session.commit()
    return dropped


def delete(source: Source) -> None:
    """Mark a source as deleted and commit: its datasets stay, its history too, and it is never run again.

    Its credentials are forgotten, for nobody will need them.
    """
    source.state, source.active, source.next_run_at, source.credentials = "deleted", False, None, None
    source.modified_at = now()
    model.Session.commit()


def _next_run(source: Source) -> dt.datetime | None:
    interval = runs.SCHEDULES.get(source.schedule)
    if interval is None:
        return None
    latest = model.Session.scalar(sa.select(sa.func.max(Run.started_at)).where(Run.source_id == source.id))
    return max(latest + interval, now()) if latest else now()


def describe(found: Iterable[Source]) -> list[dict[str, Any]]:
    """Give sources as dictionaries with organization, last run and number of records; five queries for any number.

    Of credentials they only tell that there are some.
    """
    some = list(found)
    ids = [source.id for source in some]
    runs, counts = _last_runs(ids), _record_counts(ids)
    organizations = _organizations({source.organization_id for source in some})
    with_login = _with_credentials(ids)
    shown = [key for key in WRITABLE if key not in INTERNAL]
    return [
        {
            **{key: getattr(source, key) for key in ("id", "name", *shown, "state", "failures")},
            "has_credentials": source.id in with_login,
            **{key: iso(getattr(source, key)) for key in ("next_run_at", "created_at", "modified_at")},
            "organization": organizations.get(source.organization_id),
            "last_run": describe_run(runs[source.id]) if source.id in runs else None,
            **counts.get(source.id, {"records": 0, "held": 0, "oldest": None}),
        }
        for source in some
    ]


def describe_run(run: Run) -> dict[str, Any]:
    """Give a run's state and counts as a dictionary, without its findings."""
    return {
        **{key: getattr(run, key) for key in RUN_FIELDS},
        **runs.counts(run),
        "source_id": run.source_id,
        **{key: iso(getattr(run, key)) for key in ("started_at", "listed_at", "finished_at")},
    }


def get_run(run_id: str) -> Run | None:
    """Give the run with this id."""
    return None if "\x00" in run_id else model.Session.get(Run, run_id)


def runs_of(source_id: str, limit: int = 20, offset: int = 0) -> list[Run]:
    """Give the runs of a source, the latest first."""
    query = sa.select(Run).where(Run.source_id == source_id).order_by(Run.started_at.desc(), Run.id)
    return list(model.Session.scalars(query.limit(limit).offset(offset)))


def iso(time: dt.datetime | None) -> str | None:
    """Give a time as ISO 8601 in UTC."""
    return time.astimezone(dt.timezone.utc).isoformat(timespec="seconds") if time else None


def _last_runs(ids: list[str]) -> dict[str, Run]:
    query = (
        sa.select(Run)
        .where(Run.source_id.in_(ids))
        .distinct(Run.source_id)
        .order_by(Run.source_id, Run.started_at.desc())
    )
    return {run.source_id: run for run in model.Session.scalars(query)}


def _record_counts(ids: list[str]) -> dict[str, dict[str, int]]:
    live = sa.func.count().filter(Record.state.in_(("live", "also")))
    held = sa.func.count().filter(Record.held)
    oldest = sa.func.min(Record.imported_at).filter(Record.state == "live")
    query = sa.select(Record.source_id, live, held, oldest).where(Record.source_id.in_(ids))
    return {
        row[0]: {"records": row[1], "held": row[2], "oldest": iso(row[3])}
        for row in model.Session.execute(query.group_by(Record.source_id))
    }


def _with_credentials(ids: list[str]) -> set[str]:
    query = sa.select(Source.id).where(Source.id.in_(ids), Source.credentials.is_not(None))
    return set(model.Session.scalars(query))


def _organizations(ids: set[str]) -> dict[str, dict[str, str]]:
    query = sa.select(model.Group.id, model.Group.name, model.Group.title).where(model.Group.id.in_(ids))
    return {
        row.id: {"id": row.id, "name": row.name, "title": row.title or row.name}
        for row in model.Session.execute(query)
    }
