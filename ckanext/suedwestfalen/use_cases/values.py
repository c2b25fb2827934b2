"""The values of a use case in words: labels for what is chosen, numbers and dates as the reader writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import helpers, page_helpers
from ckanext.suedwestfalen.catalogue.values import stored_list
from ckanext.suedwestfalen.use_cases import fields

_NUMBERS = ("effort_days", "effort_ongoing", "duration_months", "suitable_population_min", "suitable_population_max")
_DATES = ("phase_since", "start_date", "end_date", "last_reviewed")
_NAMED = {
    "municipality": lambda: helpers.municipality_name, "kreis": lambda: helpers.kreis_name,
    "lead_project": lambda: _of(helpers.lead_project_choices()), "dna_goal": lambda: _of(helpers.dna_goal_choices()),
}


def _of(choices: helpers.Choices) -> Any:
    return lambda value: helpers.label_of(choices, value)


def labels(case: Mapping[str, Any], name: str) -> list[str]:
    """Give the values of a field, each as people know it; an empty list where nothing is said."""
    value = case.get(name)
    if name in _NAMED:
        naming = _NAMED[name]()
        return [str(naming(each)) for each in stored_list(value)]
    found = stored_list(value) if isinstance(value, (list, tuple)) or name in fields.SEVERAL else _one(value)
    declared = fields.declared(name)
    if declared.get("region_choices"):
        return [page_helpers.choice(declared["region_choices"], each) for each in found]
    if name == "license_id":
        known = page_helpers.licence(case)
        return [known["title"]] if known else found
    return [page_helpers.number(each) if name in _NUMBERS else page_helpers.date(each) if name in _DATES else each
            for each in found]


def text(case: Mapping[str, Any], name: str) -> str:
    """Give the values of a field as one text."""
    return ", ".join(labels(case, name))


def in_row(field: str, row: Mapping[str, Any], name: str) -> str:
    """Give a value in a row of a repeating field as people know it."""
    subfields = {each["field_name"]: each for each in fields.declared(field).get("repeating_subfields", ())}
    value, declared = row.get(name), subfields.get(name, {})
    if value in (None, ""):
        return ""
    if declared.get("region_choices"):
        return page_helpers.choice(declared["region_choices"], str(value))
    return page_helpers.date(value) if declared.get("preset") == "suedwestfalen_date" else str(value)


def sub_label(field: str, name: str) -> str:
    """Give the label of a column of a repeating field."""
    subfields = {each["field_name"]: each for each in fields.declared(field).get("repeating_subfields", ())}
    label = subfields.get(name, {}).get("label", {})
    return label.get(helpers.language()) or label.get("de") or name


def rows(case: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Give the rows of a repeating field; what is no row is left out."""
    found = case.get(name)
    return [dict(row) for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def period(case: Mapping[str, Any]) -> str:
    """Say from when to when."""
    start, end = page_helpers.date(case.get("start_date")), page_helpers.date(case.get("end_date"))
    if start and end:
        return f"{start} – {end}"
    return tk._("since %s") % start if start else tk._("until %s") % end if end else ""


def _one(value: Any) -> list[str]:
    return [] if value in (None, "", [], {}) else [str(value)]
