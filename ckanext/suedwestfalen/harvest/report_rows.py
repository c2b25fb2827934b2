"""What the report of a run takes out of the tables: findings with their datasets, and the datasets it wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.findings import Finding, Translate
from ckanext.suedwestfalen.harvest.model import Identity, Record, Run, RunFinding

_PACKAGE = model.Package.__table__


@dataclass(frozen=True)
class Entry:
    """What was found out about one record; ``guid`` is empty for what concerns the run as a whole.

    ``dataset`` is the name of its dataset, empty when there is none or when it was deleted; ``original`` the address
    of the record at the source; ``stored`` whether its document is kept here.
    """

    guid: str
    title: str
    dataset: str
    original: str
    stored: bool
    code: str
    severity: str
    message: str
    hint: str


@dataclass(frozen=True)
class Written:
    """A dataset that the run made, changed or deleted (``outcome``); ``name`` is empty for a deleted one."""

    name: str
    title: str
    outcome: str


def found(run: Run) -> sa.ColumnElement[bool]:
    """Condition for what belongs into the report: found in this run, or why a record failed that did not change since.

    Records that fail are not tried again until they change; the reason stays with the run that tried.
    """
    still = (
        sa.select(Record.run_id, Record.guid)
        .join(Run, Run.id == Record.run_id)
        .where(Record.source_id == run.source_id, Record.outcome == "failed", Run.started_at < run.started_at)
    )
    own = RunFinding.run_id == run.id
    return sa.or_(own, sa.tuple_(RunFinding.run_id, RunFinding.guid).in_(still)) if run.listed else own


def totals(run: Run) -> dict[str, int]:
    """Give how many findings there are of each code."""
    query = sa.select(RunFinding.code, sa.func.count()).where(found(run)).group_by(RunFinding.code)
    return dict(model.Session.execute(query).all())


def first_of_each(run: Run, per_cause: int) -> list[Any]:
    """Give the first findings of every code, with the datasets of their records."""
    number = sa.func.row_number().over(partition_by=RunFinding.code, order_by=RunFinding.id).label("number")
    first = sa.select(RunFinding, number).where(found(run)).subquery()
    query = _with_datasets(first, run).where(first.c.number <= per_cause).order_by(first.c.number)
    return list(model.Session.execute(query))


def after(run: Run, finding_id: int, limit: int) -> list[Any]:
    """Give the next findings after one, in the order in which they were found, with the datasets of their records."""
    some = sa.select(RunFinding).where(found(run), RunFinding.id > finding_id).order_by(RunFinding.id).limit(limit)
    batch = some.subquery()
    return list(model.Session.execute(_with_datasets(batch, run).order_by(batch.c.id)))


def _with_datasets(some: sa.Subquery, run: Run) -> sa.Select:
    return (
        sa.select(
            some.c.id, some.c.guid, some.c.title, some.c.severity, some.c.code, some.c.values_.label("values"),
            Record.url, Record.document.is_not(None).label("stored"), _PACKAGE.c.id.label("package_id"),
            _PACKAGE.c.name, _PACKAGE.c.private, _PACKAGE.c.state.label("package_state"),
        )
        .outerjoin(Record, sa.and_(Record.source_id == run.source_id, Record.guid == some.c.guid))
        .outerjoin(Identity, Identity.key == Record.identity_key)
        .outerjoin(_PACKAGE, _PACKAGE.c.id == Identity.package_id)
    )


def entry(row: Any, translate: Translate) -> Entry:
    """Give a row as it is shown."""
    finding = Finding(row.code, row.values or {})
    return Entry(
        guid=row.guid,
        title=row.title,
        dataset=row.name if row.package_state == "active" else "",
        original=row.url or "",
        stored=bool(row.stored),
        code=row.code,
        severity=row.severity,
        message=finding.message(translate),
        hint=finding.hint(translate),
    )


def written(run: Run, limit: int) -> list[Any]:
    """Give the datasets that the run wrote last: later runs that change them again take them over."""
    query = (
        sa.select(Record.outcome, _PACKAGE.c.id.label("package_id"), _PACKAGE.c.name, _PACKAGE.c.title,
                  _PACKAGE.c.private, _PACKAGE.c.state.label("package_state"))
        .join(Identity, Identity.key == Record.identity_key)
        .join(_PACKAGE, _PACKAGE.c.id == Identity.package_id)
        .where(Record.run_id == run.id, Record.outcome.in_(("new", "changed", "deleted")))
        .order_by(Record.id)
        .limit(limit)
    )
    return list(model.Session.execute(query))
