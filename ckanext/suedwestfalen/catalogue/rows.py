"""Rows of repeating fields (publisher, contact, creator, period) as a form posts them: `contact-0-name`.

ckanext-scheming 3.1.0 reads them too, but counts the rows of all fields together: as soon as one field lacks a row
(removed by the editor, or posted without scripts), values of the others are lost. It also sorts row 10 before row 2.
"""

from __future__ import annotations

import re
from typing import Any

from ckan.plugins import toolkit as tk

FIELDS = ("publisher", "contact", "creator", "temporal_coverage")
_ROW = re.compile(rf"({'|'.join(FIELDS)})-([0-9]{{1,6}})-(\w+)")
# The row that scripts copy for a new one; without scripts it is posted as it stands.
_TEMPLATE = re.compile(rf"(?:{'|'.join(FIELDS)})-REPEATING-INDEX0-\w+")


def expand(data_dict: dict[str, Any]) -> None:
    """Make lists of what a form posted in single values; the order of the rows stays."""
    found: dict[str, dict[int, dict[str, Any]]] = {}
    for key in list(data_dict):
        if row := _ROW.fullmatch(key):
            found.setdefault(row[1], {}).setdefault(int(row[2]), {})[row[3]] = data_dict.pop(key)
        elif _TEMPLATE.fullmatch(key):
            del data_dict[key]
    for field, rows in found.items():
        data_dict.setdefault(field, [rows[number] for number in sorted(rows)])


def drop_empty(data: Any) -> None:
    """Take rows at the end of a field, in which nothing was entered, out of a flattened dataset."""
    for field in FIELDS:
        for row in sorted({key[1] for key in data if key[0] == field and len(key) == 3}, reverse=True):
            keys = [key for key in data if key[:2] == (field, row)]
            if any(data[key] is not tk.missing and str(data[key] or "").strip() for key in keys):
                break
            for key in keys:
                del data[key]
