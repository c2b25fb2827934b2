"""Rows of repeating fields (publisher, contact, creator, period) as a form posts them: `contact-0-name`.

ckanext-scheming 3.1.0 reads them too, but counts the rows of all fields together: as soon as one field lacks a row
(removed by the editor, or posted without scripts), values of the others are lost. It also sorts row 10 before row 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from ckan.plugins import toolkit as tk

#: The repeating fields of datasets; other types name theirs.
FIELDS = ("publisher", "contact", "creator", "temporal_coverage")


@lru_cache(maxsize=8)
def _patterns(fields: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give the patterns of a value in a row, and of one in the row that scripts copy for a new one."""
    names = "|".join(fields)
    # without scripts the row to copy is posted as it stands
    return re.compile(rf"({names})-([0-9]{{1,6}})-(\w+)"), re.compile(rf"(?:{names})-REPEATING-INDEX0-\w+")


def expand(data_dict: dict[str, Any], fields: tuple[str, ...] = FIELDS) -> None:
    """Make lists of what a form posted in single values; the order of the rows stays."""
    value, template = _patterns(fields)
    found: dict[str, dict[int, dict[str, Any]]] = {}
    for key in list(data_dict):
        if row := value.fullmatch(key):
            found.setdefault(row[1], {}).setdefault(int(row[2]), {})[row[3]] = data_dict.pop(key)
        elif template.fullmatch(key):
            del data_dict[key]
    for field, rows in found.items():
        data_dict.setdefault(field, [rows[number] for number in sorted(rows)])


def drop_empty(data: Any, fields: Iterable[str] = FIELDS, *, everywhere: bool = False) -> None:
    """Take rows at the end of a field, in which nothing was entered, out of a flattened dataset.

    `everywhere`: empty rows between others go too, and those behind them move up.
    """
    for field in fields:
        found: dict[int, list[Any]] = {}
        for key in data:
            if key[0] == field and len(key) == 3:
                found.setdefault(key[1], []).append(key)
        full = [row for row in sorted(found) if any(_is_given(data[key]) for key in found[row])]
        last = max(full, default=-1)
        stay = full if everywhere else [row for row in sorted(found) if row <= last]
        values = [{key[2]: data[key] for key in found[row]} for row in stay]
        for keys in found.values():
            for key in keys:
                del data[key]
        for number, row in enumerate(values) if everywhere else zip(stay, values, strict=True):
            data.update({(field, number, name): value for name, value in row.items()})


def _is_given(value: Any) -> bool:
    return value is not tk.missing and bool(str(value or "").strip())
