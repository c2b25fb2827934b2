"""Tables as text that a spreadsheet of a German office opens by a double click, and whose cells it does not run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

BOM = "\ufeff"
# A spreadsheet takes a cell that begins like this as a formula, which could send data away or start programs.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(text: Any) -> str:
    """Give a cell that no spreadsheet runs: what begins like a formula gets an apostrophe before it."""
    cell = str(text).replace("\x00", "")
    return "'" + cell if _is_formula(cell) else cell


def plain(cell: str) -> str:
    """Give what :func:`safe` was given."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell[1:]) else cell


def line(cells: Iterable[str]) -> str:
    """Give a row: semicolons, CRLF (RFC 4180 but for the semicolon). A file begins with :data:`BOM`."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(list(cells))
    return out.getvalue()


def _is_formula(cell: str) -> bool:
    return cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA)
