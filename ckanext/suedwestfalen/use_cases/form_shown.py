"""Fields of the form as the template shows them: one dictionary each, with label, help, kind, value and complaints.

``kind``: text, long, date, choice, radio, ticks, several, list, organization, image, dataset, attachment, rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.scheming.helpers import scheming_field_choices
from ckanext.suedwestfalen.catalogue.values import stored_list
from ckanext.suedwestfalen.use_cases import form, links, permissions, pictures
from ckanext.suedwestfalen.use_cases.fields import Field

#: More choices than these are a list to search in, not boxes to tick.
MOST_TICKS = 24
EMPTY_ROWS = 2
#: Stands for the number of a row in the one that scripts copy.
ROW_MARK = "__ROW__"
_KINDS = {
    "textarea.html": "long", "markdown.html": "long", "suedwestfalen_date.html": "date", "select.html": "choice",
    "radio.html": "radio", "multiple_text.html": "list", "organization.html": "organization",
    "use_case_image.html": "image", "use_case_dataset.html": "dataset",
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Shown = dict[str, Any]


def page(number: int, data: Mapping[str, Any], errors: Mapping[str, Any], user: str) -> list[Shown]:
    """Give the fields of a page."""
    return [_rows(field, data, errors) if "repeating_subfields" in field
            else one(field, field["field_name"], data.get(field["field_name"]), errors, user)
            for field in form.fields_of(number)]


def one(field: Field, name: str, value: Any, errors: Mapping[str, Any], user: str = "") -> Shown:
    """Give a single field."""
    kind = _kind(field)
    attributes = {key: text for key, text in (field.get("form_attrs") or {}).items() if not key.startswith("data-")}
    complaint = errors.get(name) or ()
    found = {
        "name": name, "id": f"field-{name}", "label": form.text(field["label"]), "kind": kind,
        "help": form.text(field.get("help_text")), "required": bool(field.get("required")),
        "recommended": bool(field.get("recommended")), "value": "" if value is None else value,
        "errors": [str(each) for each in complaint] if isinstance(complaint, list) else [str(complaint)] if complaint
        else [], "type": attributes.pop("type", "text"), "attributes": attributes,
    }
    if kind == "long":
        attributes.setdefault("rows", 7 if field.get("form_snippet") == "markdown.html" else 3)
    _add_choices(found, field, value, user)
    return found


def _kind(field: Field) -> str:
    snippet = field.get("form_snippet", "text.html")
    if snippet in ("multiple_select.html", "multiple_checkbox.html"):
        return "ticks" if len(scheming_field_choices(field) or ()) <= MOST_TICKS else "several"
    if field.get("field_name") == "url" and field.get("upload_field"):
        return "attachment"
    return _KINDS.get(snippet, "text")


def _add_choices(found: Shown, field: Field, value: Any, user: str) -> None:
    kind = found["kind"]
    if kind in ("choice", "radio", "ticks", "several"):
        found["options"] = [{"value": str(choice["value"]), "text": form.text(choice["label"])}
                            for choice in scheming_field_choices(field) or ()]
    elif kind == "organization":
        found["options"] = [{"value": each["id"], "text": each["title"]}
                            for each in permissions.organizations(user, "create_dataset")]
    if kind in ("ticks", "several", "list"):
        found["value"] = value if isinstance(value, list) else stored_list(value)
    given = found["value"] if isinstance(found["value"], list) else [str(found["value"])]
    known = {option["value"] for option in found.get("options", ())}
    if "options" in found:
        # a value of another portal stays selectable, so that saving does not lose it
        found["options"] += [{"value": each, "text": _name_of(each, kind)} for each in given
                             if each and each not in known]
    if kind == "date" and (not found["value"] or _DAY.fullmatch(str(found["value"]))):
        found["type"] = "date"
    elif kind == "image":
        found["address"] = pictures.address(found["value"])
        found["file"] = pictures.is_file_name(str(found["value"]))
    elif kind == "dataset":
        found["dataset"] = links.shown(str(found["value"]))
        found["value"] = found["dataset"]["name"] if found["dataset"] else found["value"]


def _name_of(value: str, kind: str) -> str:
    if kind == "organization":
        group = links.organization(value)
        return group or value
    return value


def _rows(field: Field, data: Mapping[str, Any], errors: Mapping[str, Any]) -> Shown:
    """Give a repeating field with its rows, some empty ones behind them, and the one that scripts copy."""
    name = field["field_name"]
    given = data.get(name)
    given = [row for row in given if isinstance(row, dict)] if isinstance(given, list) else []
    complaints = errors.get(name) if isinstance(errors.get(name), list) else []
    offered = [*given, *([{}] * (EMPTY_ROWS if not given else 1 if given[-1] else 0))]
    in_rows = [complaints[number] if number < len(complaints) and isinstance(complaints[number], dict) else {}
               for number in range(len(offered))]
    return {
        "name": name, "id": f"field-{name}", "kind": "rows", "label": form.text(field["label"]),
        "help": form.text(field.get("help_text")), "row_label": form.text(field.get("repeating_label")),
        "errors": [str(each) for each in complaints if isinstance(each, str)],
        "recommended": bool(field.get("recommended")), "required": False,
        "rows": [_row(field, number, row, in_rows[number]) for number, row in enumerate(offered)],
        "empty": _row(field, ROW_MARK, {}, {}),
    }


def _row(field: Field, number: int | str, row: Mapping[str, Any], errors: Mapping[str, Any]) -> Shown:
    prefix = f"{field['field_name']}-{number}"
    complaints = {f"{prefix}-{name}": sentences for name, sentences in errors.items()}
    found = [one(sub, f"{prefix}-{sub['field_name']}", row.get(sub["field_name"]), complaints)
             for sub in field["repeating_subfields"]]
    for sub in found:
        if sub["kind"] == "attachment":
            sub["uploaded"] = row.get("url_type") == form.UPLOAD and str(sub["value"])
            sub["upload_name"] = f"{prefix}-{form.UPLOAD}"
        if sub["kind"] == "long":
            sub["attributes"]["rows"] = 2
        sub["required"] = sub["recommended"] = False
    return {"number": number, "id": f"field-{prefix}", "fields": found, "known": str(row.get("id") or "")}


def sentences(errors: Mapping[str, Any]) -> str:
    """Give all complaints in one line, for a message."""
    found = [sentence for problem in form.problems(errors, 1) for sentence in problem.sentences]
    return " ".join(found) or tk._("This cannot be done.")
