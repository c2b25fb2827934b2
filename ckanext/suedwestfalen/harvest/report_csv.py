"""The findings of a run as CSV that a spreadsheet of a German office opens by a double click."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ckanext.suedwestfalen.findings import N_, Translate

BOM = "\ufeff"
# A spreadsheet takes a cell that begins like this as a formula, which could send data away or start programs.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
HEADING = (N_("Severity"), N_("Code"), N_("What was found out"), N_("What to do"), N_("Identifier"), N_("Title"),
           N_("Dataset"), N_("Original record"))


def safe(text: Any) -> str:
    """Give a cell that no spreadsheet runs: what begins like a formula gets an apostrophe before it."""
    cell = str(text).replace("\x00", "")
    return "'" + cell if cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA) else cell


def lines(rows: Iterable[Mapping[str, Any]], translate: Translate) -> Iterator[str]:
    """Give the file line by line: UTF-8 with a byte order mark, semicolons, CRLF (RFC 4180 but for the semicolon).

    ``rows`` have severity, code, message, hint, guid, title, dataset and original.
    """
    yield BOM + _line(translate(heading) for heading in HEADING)
    keys = ("severity", "code", "message", "hint", "guid", "title", "dataset", "original")
    for row in rows:
        yield _line(safe(row[key]) for key in keys)


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(list(cells))
    return out.getvalue()
