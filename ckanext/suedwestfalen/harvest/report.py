"""The report of a run: one object that becomes a page, JSON and a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.findings import ERROR, INFO, WARNING, Finding, Translate
from ckanext.suedwestfalen.harvest import runs, sources
from ckanext.suedwestfalen.harvest.model import Identity, Record, Run, RunFinding, now

PER_CAUSE = 50
_WEIGHT = {ERROR: 0, WARNING: 1, INFO: 2}


@dataclass(frozen=True)
class Counts:
    """How many records came to what; ``declared`` is the server's own number, None where it gives none."""

    declared: int | None
    listed: int
    new: int
    changed: int
    unchanged: int
    skipped: int
    failed: int
    missing: int
    deleted: int
    held: int

    @property
    def settled(self) -> int:
        """Records whose outcome is known."""
        return self.new + self.changed + self.unchanged + self.skipped + self.failed

    @property
    def waiting(self) -> int:
        """Listed records whose outcome is not known yet: 0 when a run has ended."""
        return self.listed - self.settled

    @property
    def adds_up(self) -> bool:
        """Whether every listed record is accounted for."""
        return self.settled == self.listed


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
class Cause:
    """All findings with one code: how many there are, and the first of them."""

    code: str
    severity: str
    count: int
    hint: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class RunReport:
    """A run with everything that was found out. Times are UTC; ``duration`` in seconds, ``rate`` in records/s."""

    id: str
    source: dict[str, str]
    state: str
    active: bool
    cause: str
    force: bool
    complete: bool
    started_at: dt.datetime
    finished_at: dt.datetime | None
    duration: float
    rate: float
    counts: Counts
    error: dict[str, str] | None
    causes: tuple[Cause, ...]
    withheld: int

    @property
    def findings(self) -> int:
        """Number of findings, those that are not shown included."""
        return sum(cause.count for cause in self.causes)

    def as_dict(self) -> dict[str, Any]:
        """Give the report as JSON types."""
        derived = {key: getattr(self.counts, key) for key in ("settled", "waiting", "adds_up")}
        return {
            **asdict(self),
            "counts": {**asdict(self.counts), **derived},
            "findings": self.findings,
            "started_at": sources.iso(self.started_at),
            "finished_at": sources.iso(self.finished_at),
        }


Readable = Callable[[str], bool]


def of(run: Run, translate: Translate, *, readable: Readable | None = None, per_cause: int = PER_CAUSE) -> RunReport:
    """Give the report of a run, with sentences in the language of ``translate``.

    At most ``per_cause`` findings of each code are listed, the others counted. ``readable`` is asked with a
    dataset's id whether the reader may see it; it is asked only for private datasets, and what belongs to one that
    they may not see is counted as withheld.
    """
    end = run.finished_at or now()
    duration = max((end - run.started_at).total_seconds(), 0.0)
    as_stored = {field.name: getattr(run, field.name) for field in fields(Counts)}
    counts = Counts(**(as_stored | runs.counts(run)))
    causes, withheld = _causes(run, translate, readable, per_cause)
    return RunReport(
        id=run.id,
        source={"id": run.source.id, "name": run.source.name, "title": run.source.title},
        state=run.state,
        active=run.finished_at is None,
        cause=run.cause,
        force=run.force,
        complete=run.complete,
        started_at=run.started_at,
        finished_at=run.finished_at,
        duration=round(duration, 1),
        rate=round(run.listed / duration, 1) if duration else 0.0,
        counts=counts,
        error=_sentences(Finding.from_dict(run.error), translate) if run.error else None,
        causes=causes,
        withheld=withheld,
    )


def _found(run: Run) -> sa.ColumnElement[bool]:
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


def _sentences(finding: Finding, translate: Translate) -> dict[str, str]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message(translate),
        "hint": finding.hint(translate),
    }


def _causes(
    run: Run, translate: Translate, readable: Readable | None, per_cause: int
) -> tuple[tuple[Cause, ...], int]:
    totals = sa.select(RunFinding.code, sa.func.count()).where(_found(run)).group_by(RunFinding.code)
    grouped: dict[str, list[Entry]] = {code: [] for code, _count in model.Session.execute(totals)}
    counts = dict(model.Session.execute(totals).all())
    withheld = 0
    for row in _rows(run, per_cause):
        if readable and row.private and not readable(row.package_id):
            withheld += 1
            counts[row.code] -= 1
            continue
        grouped[row.code].append(_entry(row, translate))
    causes = [_cause(code, counts[code], entries, translate) for code, entries in grouped.items() if counts[code]]
    causes.sort(key=lambda cause: (_WEIGHT.get(cause.severity, 1), -cause.count, cause.code))
    return tuple(causes), withheld


def _cause(code: str, count: int, entries: list[Entry], translate: Translate) -> Cause:
    severity = entries[0].severity if entries else Finding(code).severity
    hints = {entry.hint for entry in entries}
    # a hint that is the same for all is said once
    hint = hints.pop() if len(hints) == 1 else Finding(code).hint(translate) if not hints else ""
    return Cause(code, severity, count, hint, tuple(entries))


def _entry(row: Any, translate: Translate) -> Entry:
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


def _rows(run: Run, per_cause: int) -> list[Any]:
    """Give the first findings of every code, with the datasets of their records."""
    number = sa.func.row_number().over(partition_by=RunFinding.code, order_by=RunFinding.id).label("number")
    first = sa.select(RunFinding, number).where(_found(run)).subquery()
    package = model.Package.__table__
    query = (
        sa.select(
            first.c.guid, first.c.title, first.c.severity, first.c.code, first.c.values_.label("values"), Record.url,
            Record.document.is_not(None).label("stored"), package.c.id.label("package_id"), package.c.name,
            package.c.private, package.c.state.label("package_state"),
        )
        .outerjoin(Record, sa.and_(Record.source_id == run.source_id, Record.guid == first.c.guid))
        .outerjoin(Identity, Identity.key == Record.identity_key)
        .outerjoin(package, package.c.id == Identity.package_id)
        .where(first.c.number <= per_cause)
        .order_by(first.c.number)
    )
    return list(model.Session.execute(query))
