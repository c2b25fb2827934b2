"""What is added to a use case's document in the search index, and how its facet values are called. No SQL here.

The document is the same for every reader: contacts and adoptions lie in tables of their own and never come here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import helpers, regions
from ckanext.suedwestfalen.catalogue.values import stored_list
from ckanext.suedwestfalen.use_cases.names import CONTACT_FIELDS, TYPE

#: Fields with several values → their choice list; each is indexed as `vocab_<field>`.
MULTIPLE = {
    "field_of_action": "use_case_field_of_action",
    "target_group": "use_case_target_group",
    "standards": "use_case_standard",
    "operating_model": "use_case_operating_model",
    "reuse_support": "use_case_reuse_support",
    "topic": "topic",
    "sdg": "use_case_sdg",
}
#: Fields with one value → their choice list; CKAN indexes them under their own names.
SINGLE = {
    "phase": "use_case_phase",
    "cost_setup": "use_case_cost_band",
    "cost_annual": "use_case_cost_band",
    "privacy": "use_case_privacy",
    "reuse_status": "use_case_reuse_status",
    "procurement": "use_case_procurement",
    "accessibility": "use_case_accessibility",
    "record_status": "use_case_record_status",
}
#: Fields with rows that name datasets, indexed as `vocab_<field>`: ids of datasets of this portal.
DATASETS = ("data_required", "data_produced")
COST, COST_STATED = "vocab_cost", "ja"
NOT_STATED = "keine-angabe"

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def document(pkg_dict: dict[str, Any]) -> dict[str, Any]:
    """Add the values of a use case that are searched and counted; any other dataset comes back unchanged."""
    if pkg_dict.get("type") != TYPE:
        return pkg_dict
    for name in CONTACT_FIELDS:
        # never stored in a dataset; were it ever, it would not be found
        pkg_dict.pop(name, None)
        pkg_dict.pop(f"extras_{name}", None)
    for name in DATASETS:
        _put(pkg_dict, f"vocab_{name}", list(dict.fromkeys(_datasets(pkg_dict.get(name)))))
    pkg_dict["extras_choices"] = ", ".join(dict.fromkeys(_words(pkg_dict)))
    for name in MULTIPLE:
        _put(pkg_dict, f"vocab_{name}", stored_list(pkg_dict.pop(name, None)))
        pkg_dict.pop(f"extras_{name}", None)
    stated = {str(pkg_dict.get(name) or NOT_STATED) for name in ("cost_setup", "cost_annual")} - {NOT_STATED}
    _put(pkg_dict, COST, [COST_STATED] if stated else [])
    return pkg_dict


def _put(pkg_dict: dict[str, Any], name: str, values: list[str]) -> None:
    if values:
        pkg_dict[name] = values


def _datasets(rows: Any) -> Iterator[str]:
    """Give the ids of datasets that rows name; an address of elsewhere is none."""
    try:
        found = json.loads(rows) if isinstance(rows, str) else rows
    except ValueError:
        return
    for row in found if isinstance(found, list) else ():
        value = str(row.get("dataset") or "") if isinstance(row, dict) else ""
        if _ID.fullmatch(value):
            yield value


def _words(pkg_dict: dict[str, Any]) -> Iterator[str]:
    """Give the labels of chosen values, so that people find what they read on the page."""
    for name, choices in (MULTIPLE | SINGLE).items():
        for value in stored_list(pkg_dict.get(name)):
            choice = regions.current().choice(choices, value)
            if choice and value != NOT_STATED:
                yield choice.de


def name_items(search_results: dict[str, Any]) -> dict[str, Any]:
    """Give the values of use cases' facets their names."""
    facets = search_results.get("search_facets", {})
    for name, naming in _NAMES.items():
        for item in facets.get(name, {}).get("items", ()):
            item["display_name"] = naming(item["name"])
    return search_results


def _by_list(choices: str) -> Callable[[str], str]:
    def naming(value: str) -> str:
        return helpers.label_of(helpers.region_choices({"region_choices": choices}), value)

    return naming


_NAMES: dict[str, Callable[[str], str]] = {
    **{f"vocab_{name}": _by_list(choices) for name, choices in MULTIPLE.items()},
    **{name: _by_list(choices) for name, choices in SINGLE.items()},
    COST: lambda _value: tk._("With costs stated"),
}
