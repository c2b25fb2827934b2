"""The form's fields as columns of a table: their German heads, and what a cell may say.

All of it follows from the schema; nothing about single fields is repeated here but what a table cannot hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import regions
from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.use_cases import names

TEXT, LIST, CHOICE, CHOICES, TOWNS, TAGS, ROWS = "text", "list", "choice", "choices", "towns", "tags", "rows"
#: What the person who imports chooses for all rows.
LEFT_OUT = ("owner_org",)
SYSTEM = "system"
#: The attachments are no field of the schema but its resources: these parts of them, in this order.
ATTACHMENTS, ATTACHMENT_PARTS = "resources", ("kind", "name", "url")
_ATTACHMENTS_LABEL = {"de": "Anlagen", "en": "Attachments"}
_PARTS = re.compile(r"\s*\|\s*")
_LISTED = re.compile(r"\s*[;\n]\s*")


class CellError(ValueError):
    """A cell that cannot be used; the text says why, to the person who filled it in."""


@dataclass(frozen=True)
class Column:
    """A field as a column. ``choices``: value and its labels; ``parts``: the columns in a row of a repeating field."""

    name: str
    label: str
    labels: tuple[str, ...]
    kind: str
    required: bool = False
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    parts: tuple[Column, ...] = ()

    def read(self, text: str) -> Any:
        """Give what a cell with this text says, as the schema takes it; raises :class:`CellError`."""
        if self.kind == ROWS:
            return [self._row(line) for line in text.split("\n") if line.strip()]
        if self.kind == CHOICE:
            return self._choice(text)
        if self.kind == CHOICES:
            return [self._choice(part) for part in split(text)]
        if self.kind == TOWNS:
            return [_town(part) for part in split(text)]
        if self.kind == TAGS:
            return ",".join(split(text.replace(",", ";")))
        return split(text) if self.kind == LIST else text

    def _row(self, line: str) -> dict[str, Any]:
        cells = _PARTS.split(line.strip())
        if len(cells) > len(self.parts):
            raise CellError(
                tk._("“%(line)s” has more parts than %(parts)s.")
                % {"line": line.strip()[:100], "parts": " | ".join(part.label for part in self.parts)}
            )
        pairs = zip(self.parts, cells, strict=False)
        return {part.name: part.read(cell) for part, cell in pairs if cell}

    def _choice(self, text: str) -> str:
        wanted = normal(text)
        for value, labels in self.choices:
            if wanted in (normal(value), *map(normal, labels)):
                return value
        shown = [labels[0] if labels else value for value, labels in self.choices]
        if len(shown) > 12:
            shown = [*shown[:12], "…"]
        raise CellError(
            tk._("“%(value)s” is none of the choices: %(choices)s")
            % {"value": text.strip()[:100], "choices": ", ".join(shown)}
        )


def normal(text: str) -> str:
    """Give a head or label as it is compared: letters and digits only, without case, umlauts in any spelling."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return re.sub(r"[^a-z0-9]+", "", text)


def split(text: str) -> list[str]:
    """Give the entries of a cell: separated by semicolons or new lines."""
    return list(dict.fromkeys(part for part in _LISTED.split(text.strip()) if part))


def columns() -> list[Column]:
    """Give the columns in the order of the form, attachments last."""
    schema = tk.h.scheming_get_dataset_schema(names.TYPE)
    fields = [
        field for field in schema["dataset_fields"]
        if field.get("section") != SYSTEM and field["field_name"] not in LEFT_OUT
    ]
    found = [_column(field) for field in fields]
    resources = {field["field_name"]: field for field in schema["resource_fields"]}
    parts = tuple(_column(resources[name]) for name in ATTACHMENT_PARTS)
    labels = tuple(_ATTACHMENTS_LABEL.values())
    return [*found, Column(ATTACHMENTS, labels[0], labels, ROWS, parts=parts)]


def _column(field: Mapping[str, Any]) -> Column:
    label = field["label"]
    labels = tuple(dict.fromkeys(label.values())) if isinstance(label, dict) else (label,)
    parts = tuple(_column(part) for part in field.get("repeating_subfields", ()))
    shown = label.get("de", labels[0]) if isinstance(label, dict) else label
    return Column(
        name=field["field_name"],
        label=shown,
        labels=labels,
        kind=_kind(field),
        required=bool(field.get("required")),
        choices=_choices(field),
        parts=parts,
    )


def _kind(field: Mapping[str, Any]) -> str:
    name, snippet = field["field_name"], str(field.get("form_snippet") or "")
    if field.get("repeating_subfields"):
        return ROWS
    if name == "municipality":
        return TOWNS
    if name == "tag_string":
        return TAGS
    if field.get("choices_helper") or field.get("choices"):
        several = field.get("preset") == "suedwestfalen_choices" or snippet.startswith("multiple_")
        return CHOICES if several else CHOICE
    return LIST if field.get("preset") == "suedwestfalen_list" or snippet == "multiple_text.html" else TEXT


def _choices(field: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not (field.get("choices_helper") or field.get("choices")):
        return ()
    found = []
    for choice in tk.h.scheming_field_choices(field) or ():
        label = choice["label"]
        labels = (label.get("de", ""), *label.values()) if isinstance(label, dict) else (label,)
        found.append((choice["value"], tuple(dict.fromkeys(text for text in labels if text))))
    return tuple(found)


def _town(text: str) -> str:
    """Give the key of a municipality: of the region in any spelling, of elsewhere by its eight digits."""
    town = regions.current().find(text)
    if town:
        return town.ags
    if re.fullmatch(r"[0-9]{8}", text):
        return text
    raise CellError(tk._("“%s” is no municipality of the region and no municipality key.") % text[:100])


#: What the sheet of explanations says about cells of each kind.
HINTS = {
    TEXT: N_("Text"),
    LIST: N_("Several: one per line, or separated by semicolons"),
    CHOICE: N_("One of the choices"),
    CHOICES: N_("One or several of the choices: one per line, or separated by semicolons"),
    TOWNS: N_("Names or keys (AGS) of municipalities: one per line, or separated by semicolons"),
    TAGS: N_("Keywords, separated by semicolons or commas"),
    ROWS: N_("One line per entry, its parts separated by | in this order:"),
}
