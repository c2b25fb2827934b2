"""The report of a run: one object that becomes a page, JSON and a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any

from ckanext.suedwestfalen.findings import ERROR, INFO, WARNING, Finding, Translate
from ckanext.suedwestfalen.harvest import report_rows, runs, sources
from ckanext.suedwestfalen.harvest.model import Run, now
from ckanext.suedwestfalen.harvest.report_rows import Entry, Written

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
class Cause:
    """All findings with one code: how many there are, and the first of them."""

    code: str
    severity: str
    count: int
    hint: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class RunReport:
    """A run with everything that was found out. Times are UTC; ``duration`` in seconds, ``rate`` in records/s.

    ``rate`` is None where none can be given; ``datasets`` are the first that the run wrote.
    """

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
    rate: float | None
    counts: Counts
    error: dict[str, str] | None
    causes: tuple[Cause, ...]
    withheld: int
    datasets: tuple[Written, ...] = ()

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
        rate=(round(run.listed / duration, 1) or None) if duration else None,
        counts=counts,
        error=_sentences(Finding.from_dict(run.error), translate) if run.error else None,
        causes=causes,
        withheld=withheld,
        datasets=_written(run, readable),
    )


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
    counts = report_rows.totals(run)
    grouped: dict[str, list[Entry]] = {code: [] for code in counts}
    withheld = 0
    for row in report_rows.first_of_each(run, per_cause):
        if may_read(row, readable):
            grouped[row.code].append(report_rows.entry(row, translate))
        else:
            withheld += 1
            counts[row.code] -= 1
    causes = [_cause(code, counts[code], entries, translate) for code, entries in grouped.items() if counts[code]]
    causes.sort(key=lambda cause: (_WEIGHT.get(cause.severity, 1), -cause.count, cause.code))
    return tuple(causes), withheld


def may_read(row: Any, readable: Readable | None) -> bool:
    """Tell whether the reader may see what a row of :mod:`report_rows` says."""
    return not (readable and row.private and not readable(row.package_id))


def _cause(code: str, count: int, entries: list[Entry], translate: Translate) -> Cause:
    severity = entries[0].severity if entries else Finding(code).severity
    hints = {entry.hint for entry in entries}
    # a hint that is the same for all is said once
    hint = hints.pop() if len(hints) == 1 else Finding(code).hint(translate) if not hints else ""
    return Cause(code, severity, count, hint, tuple(entries))


def _written(run: Run, readable: Readable | None) -> tuple[Written, ...]:
    return tuple(
        Written(row.name if row.package_state == "active" else "", row.title or row.name, row.outcome)
        for row in report_rows.written(run, PER_CAUSE)
        if may_read(row, readable)
    )
