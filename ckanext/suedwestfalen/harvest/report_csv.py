"""The findings of a run as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ckanext.suedwestfalen.csv_cells import BOM, line, safe
from ckanext.suedwestfalen.findings import N_, Translate

HEADING = (N_("Severity"), N_("Code"), N_("What was found out"), N_("What to do"), N_("Identifier"), N_("Title"),
           N_("Dataset"), N_("Original record"))


def lines(rows: Iterable[Mapping[str, Any]], translate: Translate) -> Iterator[str]:
    """Give the file line by line: UTF-8 with a byte order mark.

    ``rows`` have severity, code, message, hint, guid, title, dataset and original.
    """
    yield BOM + line(translate(heading) for heading in HEADING)
    keys = ("severity", "code", "message", "hint", "guid", "title", "dataset", "original")
    for row in rows:
        yield line(safe(row[key]) for key in keys)
