"""Figures for reports: use cases by phase, adoptions by status and quarter, municipalities without a use case.

Two queries, whatever the number of towns; the figures are of the moment, nothing is kept.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import helpers, regions
from ckanext.suedwestfalen.catalogue.values import stored_list
from ckanext.suedwestfalen.csv_cells import BOM, line, safe
from ckanext.suedwestfalen.use_cases import names
from ckanext.suedwestfalen.use_cases.model import Adoption, now

Figures = dict[str, Any]

#: Quarters that have a column of their own, the running one included.
QUARTERS = 8
EARLIER, UNDATED = "earlier", "undated"
#: Adoptions that count as such: that run, are being introduced, or rest.
TAKEN = (names.INTRODUCING, names.OPERATING, names.RESTING)


@dataclass(frozen=True)
class Case:
    """What is counted of a use case."""

    phase: str
    municipalities: tuple[str, ...]
    public: bool
    foreign: bool
    example: bool


def figures() -> Figures:
    """Give all figures with JSON types; names of values are those that are stored, with their labels beside them."""
    cases, adopted = list(_cases()), list(_adoptions())
    public = [case for case in cases if case.public]
    own = [case for case in public if not case.foreign]
    return {
        "date": now().date().isoformat(),
        "totals": {
            "cases": len(own), "foreign": len(public) - len(own), "waiting": len(cases) - len(public),
            "examples": sum(case.example for case in public), "adoptions": len(adopted),
        },
        "phases": _phases(public),
        "adoptions": _by_status(adopted),
        "kreise": _kreise(own, adopted),
        "without": _without(own, adopted),
    }


def lines(found: Figures) -> Iterator[str]:
    """Give the figures as CSV: one number per row, so that spreadsheets can arrange them as they like."""
    yield BOM + line([tk._("Table"), tk._("Row"), tk._("Column"), tk._("Number")])
    for row in _cells(found):
        yield line(safe(each) for each in row)


def _cells(found: Figures) -> Iterator[tuple[str, str, str, Any]]:
    phases, adopted, kreise = tk._("Use cases by phase"), tk._("Adoptions by status and quarter"), tk._("By Kreis")
    for row in found["phases"]:
        yield phases, row["label"], tk._("of this portal"), row["own"]
        yield phases, row["label"], tk._("from other portals"), row["foreign"]
    for row in found["adoptions"]["rows"]:
        for column, number in zip(found["adoptions"]["columns"], row["numbers"], strict=True):
            yield adopted, row["label"], column["label"], number
        yield adopted, row["label"], tk._("Total"), row["total"]
    for row in found["kreise"]:
        for key, label in kreis_columns():
            yield kreise, row["label"], label, row[key]
    for row in found["without"]:
        yield tk._("Municipalities without a use case"), row["label"], tk._("Adoptions"), row["adoptions"]


def kreis_columns() -> list[tuple[str, str]]:
    """Give what is counted per Kreis, with its label."""
    return [
        ("municipalities", tk._("Municipalities")), ("with_case", tk._("with a use case")),
        ("without", tk._("without a use case")), ("cases", tk._("Use cases")), ("adoptions", tk._("Adoptions")),
    ]


def _cases() -> Iterator[Case]:
    extras = model.Package.extras
    query = sa.select(
        extras["phase"].astext, extras["municipality"].astext, extras["record_status"].astext,
        extras["source_catalog"].astext, extras["example"].astext, model.Package.private, model.Package.state,
    ).where(model.Package.type == names.TYPE, model.Package.state.in_((model.State.ACTIVE, "draft")))
    for phase, towns, status, source, example, private, state in model.Session.execute(query):
        public = status in names.PUBLIC and not private and state == model.State.ACTIVE
        if status != names.WITHDRAWN:
            yield Case(phase or "", tuple(stored_list(towns)), public, bool(source), bool(example))


def _adoptions() -> Iterator[tuple[str, str, dt.date | None]]:
    """Give municipality, status and date of the adoptions of public use cases, whoever else may see them."""
    query = (
        sa.select(Adoption.municipality, Adoption.status, Adoption.since)
        .join(model.Package, model.Package.id == Adoption.package_id)
        .where(model.Package.type == names.TYPE, model.Package.state == model.State.ACTIVE,
               model.Package.private.is_(False))
    )
    yield from (tuple(row) for row in model.Session.execute(query))


def _label(choices: str, value: str) -> str:
    found = regions.current().choice(choices, value)
    return found.label(helpers.language()) if found else value


def _phases(cases: Iterable[Case]) -> list[dict[str, Any]]:
    counted = Counter((case.phase, case.foreign) for case in cases)
    known = [choice.name for choice in regions.current().choices.get("use_case_phase", ())]
    others = sorted({phase for phase, _foreign in counted} - set(known))
    return [
        {"value": phase, "label": _label("use_case_phase", phase) or tk._("not stated"),
         "own": counted[phase, False], "foreign": counted[phase, True]}
        for phase in [*known, *others]
    ]


def _by_status(adopted: Iterable[tuple[str, str, dt.date | None]]) -> dict[str, Any]:
    quarters = _last_quarters(now().date())
    counted = Counter((status, _column(since, quarters)) for _town, status, since in adopted)
    keys = [EARLIER, *quarters, UNDATED]
    return {
        "columns": [{"value": key, "label": _column_label(key)} for key in keys],
        "rows": [
            {"value": status, "label": _label("use_case_adoption_status", status),
             "numbers": [counted[status, key] for key in keys], "total": sum(counted[status, key] for key in keys)}
            for status in names.ADOPTION_STATES
        ],
    }


def quarter(day: dt.date) -> str:
    """Give the quarter of a day, e.g. 2026-Q1."""
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def _last_quarters(today: dt.date) -> list[str]:
    number = today.year * 4 + (today.month - 1) // 3
    return [f"{each // 4}-Q{each % 4 + 1}" for each in range(number - QUARTERS + 1, number + 1)]


def _column(since: dt.date | None, quarters: list[str]) -> str:
    if since is None:
        return UNDATED
    found = quarter(since)
    # what is dated ahead of today by a typing error is no quarter of a report
    return found if found in quarters else EARLIER if found < quarters[0] else UNDATED


def _column_label(key: str) -> str:
    return {EARLIER: tk._("earlier"), UNDATED: tk._("without date")}.get(key) or " ".join(reversed(key.split("-")))


def _kreise(own: list[Case], adopted: list[tuple[str, str, dt.date | None]]) -> list[dict[str, Any]]:
    with_case = {town for case in own for town in case.municipalities}
    taken = Counter(town for town, status, _since in adopted if status in TAKEN)
    rows = []
    for kreis in regions.current().kreise:
        towns = set(kreis.municipalities)
        rows.append({
            "value": kreis.key, "label": kreis.name, "municipalities": len(towns),
            "with_case": len(towns & with_case), "without": len(towns - with_case),
            "cases": sum(bool(towns & set(case.municipalities)) for case in own),
            "adoptions": sum(taken[town] for town in towns),
        })
    return rows


def _without(own: list[Case], adopted: list[tuple[str, str, dt.date | None]]) -> list[dict[str, Any]]:
    """Give the municipalities that have no use case of their own, with what they take over, by Kreis and name."""
    with_case = {town for case in own for town in case.municipalities}
    taken = Counter(town for town, status, _since in adopted if status in TAKEN)
    return [
        {"value": town.ags, "label": town.name, "kreis": helpers.kreis_name(town.kreis), "adoptions": taken[town.ags]}
        for town in sorted(regions.current().municipalities, key=lambda one: (one.kreis, one.name))
        if town.ags not in with_case
    ]
