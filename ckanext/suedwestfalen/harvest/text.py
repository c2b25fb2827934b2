"""The report and the list of sources as text, for commands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from babel.numbers import format_decimal

from ckanext.suedwestfalen.findings import N_, Translate
from ckanext.suedwestfalen.harvest.report import Cause, RunReport

STATES = {
    "queued": N_("Waiting for a worker"),
    "listing": N_("Listing the records"),
    "importing": N_("Importing"),
    "finished": N_("Finished"),
    "held": N_("Finished, deletions held"),
    "partial": N_("Broken off, what had arrived was imported"),
    "failed": N_("Failed"),
    "cancelled": N_("Cancelled"),
}
OUTCOMES = {
    "new": N_("New"), "changed": N_("Changed"), "unchanged": N_("Unchanged"), "skipped": N_("Skipped"),
    "failed": N_("Failed"), "deleted": N_("Deleted"),
}
_COUNTS = (
    ("declared", N_("Announced by the server")),
    ("listed", N_("Listed")),
    ("new", N_("New")),
    ("changed", N_("Changed")),
    ("unchanged", N_("Unchanged")),
    ("skipped", N_("Skipped")),
    ("failed", N_("Failed")),
    ("missing", N_("Missing")),
    ("deleted", N_("Deleted")),
    ("held", N_("Deletions held")),
)
SHOWN = 5


def table(rows: Sequence[Sequence[Any]]) -> str:
    """Align rows in columns; numbers to the right. The first row is the heading."""
    cells = [[plain(str(cell)) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    right = [all(isinstance(row[column], int) for row in rows[1:]) for column in range(len(widths))]
    lines = (
        "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in cells
    )
    return "\n".join(lines)


def plain(text: str) -> str:
    """Take out what would steer the terminal: titles and identifiers are written by others."""
    return "".join(char if char.isprintable() else " " for char in text)


def source_table(found: Iterable[dict[str, Any]], translate: Translate) -> str:
    """Give the sources as a table."""
    heading = [N_("Name"), N_("Title"), N_("State"), N_("Last run"), N_("Next run"), N_("Records"),
               N_("Deletions held")]
    rows: list[list[Any]] = [[translate(word) for word in heading]]
    for source in found:
        last = source["last_run"] or {}
        state = translate(STATES[last["state"]]) if last else translate(N_("Not harvested yet"))
        rows.append([
            source["name"], source["title"][:40], state, _time(last.get("started_at")), _time(source["next_run_at"]),
            source["records"], source["held"],
        ])
    return table(rows)


def run_report(report: RunReport, translate: Translate, locale: str = "en") -> str:
    """Give the report of a run: state, counts, and what was found out; numbers as ``locale`` writes them."""
    counts = report.counts
    state = translate(STATES.get(report.state, report.state))
    parts = [f"{plain(report.source['title'])}: {state} ({_pace(report, translate, locale)})"]
    if report.error:
        parts.append(plain(f"{report.error['message']} {report.error['hint']}".strip()))
    parts.append(table([
        [translate(label) for _key, label in _COUNTS],
        ["–" if (number := getattr(counts, key)) is None else number for key, _label in _COUNTS],
    ]))
    parts.extend(_cause(cause, translate) for cause in report.causes)
    return "\n".join(parts)


def _pace(report: RunReport, translate: Translate, locale: str) -> str:
    duration = f"{format_decimal(report.duration, locale=locale)} s"
    if not report.rate:
        return duration
    rate = translate(N_("%(rate)s records per second")) % {"rate": format_decimal(report.rate, locale=locale)}
    return f"{duration}, {rate}"


def _cause(cause: Cause, translate: Translate) -> str:
    lines = [f"\n{cause.severity.upper()} {cause.code} × {cause.count}"]
    for entry in cause.entries[:SHOWN]:
        who = " – ".join(filter(None, (entry.guid, entry.title[:60])))
        lines.append(plain(f"  {who}: {entry.message}" if who else f"  {entry.message}"))
    if cause.count > SHOWN:
        more = translate(N_("… and %(number)s more of this kind."))
        lines.append("  " + more % {"number": cause.count - min(SHOWN, len(cause.entries))})
    if cause.hint:
        lines.append(plain(f"  → {cause.hint}"))
    return "\n".join(lines)


def _time(text: str | None) -> str:
    """Give an ISO time in this machine's time zone, to the minute."""
    return dt.datetime.fromisoformat(text).astimezone().strftime("%Y-%m-%d %H:%M") if text else "-"
