"""Facets of the search: which there are, and how their values are called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import helpers


def titles(facets: dict[str, Any]) -> dict[str, Any]:
    """Put the region's facets first; those of CKAN follow, without the groups: that is the lead projects again."""
    own = {
        "vocab_municipality": tk._("Municipalities"),
        "vocab_kreis": tk._("Kreise"),
        "vocab_dna_goal": tk._("DNA goals"),
        "vocab_lead_project": tk._("Lead projects"),
        "res_format": tk._("Formats"),
        "license_id": tk._("Licences"),
    }
    return own | {name: title for name, title in facets.items() if name not in own and name != "groups"}


def name_items(search_results: dict[str, Any]) -> dict[str, Any]:
    """Give the values of the region's facets their names."""
    for name, naming in _NAMES.items():
        items = search_results.get("search_facets", {}).get(name, {}).get("items")
        if items:
            named = naming()
            for item in items:
                item["display_name"] = named(item["name"])
    return search_results


def _by_choices(choices: Callable[[], helpers.Choices]) -> Callable[[], Callable[[str], str]]:
    def naming() -> Callable[[str], str]:
        known = choices()
        return lambda value: helpers.label_of(known, value)

    return naming


_NAMES: dict[str, Callable[[], Callable[[str], str]]] = {
    "vocab_municipality": lambda: helpers.municipality_name,
    "vocab_kreis": lambda: helpers.kreis_name,
    "vocab_dna_goal": _by_choices(helpers.dna_goal_choices),
    "vocab_lead_project": _by_choices(helpers.lead_project_choices),
}
