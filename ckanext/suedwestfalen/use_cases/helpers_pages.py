"""Template helpers of the list, the page and the comparison of use cases, and of the boxes on other pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.use_cases import around, fields, listing, pictures, values
from ckanext.suedwestfalen.use_cases.names import TYPE

_WORDS = {
    **dict.fromkeys(("page title", "breadcrumb", "main nav", "content tab", "facet label"), N_("Use cases")),
    **dict.fromkeys(("add link", "create label", "create title"), N_("Add use case")),
    **dict.fromkeys(("save label", "update label"), N_("Save use case")),
    "edit label": N_("Edit use case"),
    "view label": N_("View use case"),
    "form label": N_("Use case"),
    "my label": N_("My use cases"),
    "default label": N_("Use case"),
    "search placeholder": N_("Search use cases…"),
    "no any objects": N_("There are no use cases yet."),
    "delete confirmation": N_("Do you really want to delete this use case?"),
}


@tk.chained_helper
def humanize_entity_type(
    next_helper: Callable[..., str | None], entity_type: str, object_type: str, purpose: str
) -> str | None:
    """Call use cases by their name wherever CKAN would speak of datasets."""
    if object_type == TYPE and purpose in _WORDS:
        return tk._(_WORDS[purpose])
    return next_helper(entity_type, object_type, purpose)


@tk.chained_helper
def suedwestfalen_map_areas(next_helper: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Give the areas of the region's map, with the use cases that run there and are taken over."""
    return [around.on_map(area) for area in next_helper()]


def get_helpers() -> dict[str, Callable[..., Any]]:
    """Give the helpers to CKAN."""
    return {
        "use_case_label": fields.label,
        "use_case_labels": values.labels,
        "use_case_text": values.text,
        "use_case_rows": values.rows,
        "use_case_in_row": values.in_row,
        "use_case_column": values.sub_label,
        "use_case_period": values.period,
        "use_case_cost": listing.cost,
        "use_case_picture": pictures.address,
        "use_case_of_dataset": around.of_dataset,
        "use_case_of_municipality": around.of_municipality,
        "use_case_of_lead_project": around.of_lead_project,
        "use_case_everything": around.everything,
        "humanize_entity_type": humanize_entity_type,
        "suedwestfalen_map_areas": suedwestfalen_map_areas,
    }
