"""The fields of a use case as the schema declares them, in pages. Read once; no request is needed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.use_cases import names

_SCHEMA = Path(__file__).with_name("schemas") / "use_case.yaml"
SYSTEM = "system"

Field = dict[str, Any]


@lru_cache(maxsize=1)
def _declared() -> tuple[Field, ...]:
    return tuple(yaml.safe_load(_SCHEMA.read_text(encoding="utf-8"))["dataset_fields"])


#: Fields that hold rows; the order of the rows counts.
REPEATING: tuple[str, ...] = tuple(one["field_name"] for one in _declared() if "repeating_subfields" in one)
#: Fields that hold several values of a list.
SEVERAL: tuple[str, ...] = tuple(
    one["field_name"] for one in _declared()
    if one.get("preset") in ("suedwestfalen_choices", "suedwestfalen_list")
    or one.get("form_snippet") in ("multiple_select.html", "multiple_checkbox.html")
)


@lru_cache(maxsize=1)
def _page_numbers() -> dict[str, int]:
    found, number = {}, 0
    for one in _declared():
        number += "start_form_page" in one
        found[one["field_name"]] = 0 if one["section"] == SYSTEM else number
    return found


def page_of(name: str) -> int:
    """Give the number of the page that shows a field; 0 for fields of the portal itself."""
    return 5 if name == "resources" else _page_numbers().get(name, 0)


def required() -> tuple[str, ...]:
    """Give the fields that a submission always needs."""
    return tuple(one["field_name"] for one in _declared() if one.get("required"))


def label(name: str) -> str:
    """Give the label of a field in the reader's language."""
    from ckanext.suedwestfalen.catalogue.helpers import language

    if name == "resources":
        return tk._("Attachments")
    text = next((one["label"] for one in _declared() if one["field_name"] == name), name)
    return text.get(language(), text["de"]) if isinstance(text, dict) else str(text)


def declared(name: str) -> Field:
    """Give a field as scheming expanded it (presets filled in)."""
    schema = tk.h.scheming_get_dataset_schema(names.TYPE)
    return next(one for one in schema["dataset_fields"] if one["field_name"] == name)


def order() -> tuple[str, ...]:
    """Give all fields in the order of the form."""
    return (*tuple(one["field_name"] for one in _declared()), "resources")
