"""The list of use cases as a table, with the same column heads that the import of tables takes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ckanext.suedwestfalen import mail
from ckanext.suedwestfalen.catalogue.helpers import municipality_name
from ckanext.suedwestfalen.catalogue.values import stored_list
from ckanext.suedwestfalen.csv_cells import BOM, line, safe
from ckanext.suedwestfalen.use_cases import pictures
from ckanext.suedwestfalen.use_cases.exchange import columns, values
from ckanext.suedwestfalen.use_cases.exchange.columns import Column
from ckanext.suedwestfalen.use_cases.exchange.mapping import Kind

Row = Mapping[str, Any]

# What the portal says beyond the form; the import passes it over. German heads, as all others of the table.
_SAID: tuple[tuple[str, Callable[[Row, list[dict[str, Any]]], Any]], ...] = (
    ("Herausgebende Stelle", lambda package, _adopted: (package.get("organization") or {}).get("title")),
    ("Kommunen, die es nachnutzen", lambda _package, adopted: "; ".join(row["name"] for row in adopted)),
    ("Kennung", lambda package, _adopted: package.get("identifier")),
    ("Seite", lambda package, _adopted: mail.address(f"/use_case/{package.get('name')}")),
    ("Geändert", lambda package, _adopted: str(package.get("modified") or "")[:10]),
    ("Beispiel", lambda package, _adopted: package.get("example")),
)


def lines(cases: Iterable[tuple[Row, Row, list[dict[str, Any]]]]) -> Iterator[str]:
    """Give the file line by line: UTF-8 with a byte order mark. ``cases``: with public contact and adoptions."""
    known = columns.columns()
    yield BOM + line([*(column.label for column in known), *(head for head, _say in _SAID)])
    for package, contact, adopted in cases:
        row = {**package, **contact}
        cells = [*(cell(column, row) for column in known), *(say(package, adopted) or "" for _head, say in _SAID)]
        yield line(safe(text) for text in cells)


def cell(column: Column, row: Row) -> str:
    """Give a field as text, so that the column reads the same again."""
    value = row.get(column.name)
    if column.kind == columns.TAGS:
        return "; ".join(tag["name"] for tag in row.get("tags") or () if not tag.get("vocabulary_id"))
    if column.kind == columns.ROWS:
        rows = value if isinstance(value, list) else []
        return "\n".join(filter(None, (_entry(column, entry) for entry in rows if isinstance(entry, Mapping))))
    if column.kind in (columns.LIST, columns.CHOICES, columns.TOWNS):
        return "; ".join(_shown(column, each) for each in stored_list(value))
    if column.name == "image":
        return pictures.address(value)
    return _shown(column, value)


def _entry(column: Column, entry: Mapping[str, Any]) -> str:
    """Give a row of a field in one line; bars and line breaks would be taken for the end of a part."""
    parts = [" ".join(cell(part, entry).replace("|", "/").split()) for part in column.parts]
    return " | ".join(parts).rstrip(" |")


def _shown(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind == columns.TOWNS:
        return municipality_name(str(value))
    if column.name == "dataset":
        return str(values.write(Kind.DATASET, value, mail.address("")) or "")
    labels = dict(column.choices).get(str(value)) if column.kind in (columns.CHOICE, columns.CHOICES) else None
    return labels[0] if labels else str(value)
