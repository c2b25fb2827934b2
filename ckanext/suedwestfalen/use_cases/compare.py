"""Up to four use cases side by side: what differs is marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import page_helpers
from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.use_cases import adoptions, fields, fit, page, values

MOST = 4
_LONGEST_NAME = 200
_PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("At a glance"), ("municipality", "population", "phase", "phase_since", "field_of_action", "summary")),
    (N_("Cost and effort"), ("cost_setup", "cost_annual", "cost_note", "effort_days", "effort_ongoing",
                             "duration_months", "operating_model", "procurement", "funding")),
    (N_("Technology and data"), ("components", "standards", "data_required", "privacy", "dpia", "accessibility")),
    (N_("Prerequisites and re-use"), ("prerequisites", "suitable", "reuse_status", "reuse_support", "license_id",
                                      "adopters")),
    (N_("Lessons"), ("lessons_learned",)),
)
_MARKDOWN = ("prerequisites", "lessons_learned")
_COLUMNS = {"components": "name", "data_required": "title", "funding": "programme"}


def read(names: Iterable[str]) -> tuple[list[dict[str, Any]], list[str]]:
    """Give the use cases that are asked for, and sentences about what was asked for and cannot be shown."""
    asked = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    problems = []
    if len(asked) > MOST:
        problems.append(tk._("At most %d use cases can be compared; the first ones are shown.") % MOST)
    found, missing = page.of_ids(name[:_LONGEST_NAME] for name in asked[:MOST])
    problems += [tk._("There is no use case “%s”, or you may not see it.") % name[:60] for name in missing]
    if len(found) < 2:
        problems.append(tk._("Please choose at least two use cases in the list."))
    return found, problems


def table(cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give the parts of the comparison: title and rows, each with its label, a cell per case, and whether they differ.

    Rows in which no case says anything are left out.
    """
    more = _More(cases)
    parts = []
    for title, names in _PARTS:
        rows = [row for name in names if (row := _row(name, cases, more))]
        if rows:
            parts.append({"title": tk._(title), "rows": rows})
    return parts


class _More:
    """What is not in the dicts, asked once for all cases."""

    def __init__(self, cases: Sequence[Mapping[str, Any]]):
        self.populations = fit.populations()
        self.taken = adoptions.public_of([case["id"] for case in cases])


def _row(name: str, cases: Sequence[Mapping[str, Any]], more: _More) -> dict[str, Any] | None:
    cells = [_cell(name, case, more) for case in cases]
    if not any(cells):
        return None
    return {
        "name": name, "label": _label(name), "cells": cells, "markdown": name in _MARKDOWN,
        "differs": len({tuple(sorted(line.casefold() for line in cell)) for cell in cells}) > 1,
    }


def _label(name: str) -> str:
    own = {
        "population": tk._("Population"), "suitable": tk._("Recommended for"), "adopters": tk._("Taken over by"),
    }
    return own.get(name) or fields.label(name)


def _cell(name: str, case: Mapping[str, Any], more: _More) -> list[str]:
    if name == "population":
        known = [more.populations.get(ags) for ags in case.get("municipality") or ()]
        return [page_helpers.number(number) for number in known if number]
    if name == "suitable":
        return [text] if (text := page.suitable(case)) else []
    if name == "adopters":
        return [f"{row['name']} ({page_helpers.choice('use_case_adoption_status', row['status'])})"
                for row in more.taken.get(case["id"], ())]
    if name in _COLUMNS:
        return [text for row in values.rows(case, name) if (text := str(row.get(_COLUMNS[name]) or ""))]
    return values.labels(case, name)
