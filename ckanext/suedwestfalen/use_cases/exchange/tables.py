"""Use cases from tables: XLSX or CSV with the labels of the form as column heads."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import openpyxl
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import csv_cells
from ckanext.suedwestfalen.findings import Finding, FindingError
from ckanext.suedwestfalen.use_cases import names
from ckanext.suedwestfalen.use_cases.exchange import cleaning, columns, findings
from ckanext.suedwestfalen.use_cases.exchange.columns import CellError, Column, normal
from ckanext.suedwestfalen.use_cases.exchange.record import Record

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 5000, 200, 20_000
#: Of an XLSX, which is a ZIP: its parts, and their size unpacked.
MAX_PARTS, MAX_UNPACKED = 500, 40 * 1024 * 1024
#: A table may be so many empty rows long before it is over.
MAX_EMPTY = 200
#: The title of the template's example row, which is never imported.
EXAMPLE = "BEISPIEL (diese Zeile wird nicht übernommen)"
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read(content: bytes) -> Iterator[Record | Finding]:
    """Read a table row by row: a record, or findings that name row and column.

    Raises ``FindingError`` where the whole table cannot be used.
    """
    rows = _xlsx(content) if content[:4] == _ZIP else _csv(content)
    heads, found = _heads(next(rows, (0, []))[1])
    yield from found
    empty = 0
    for number, cells in rows:
        if number > MAX_ROWS + 1:
            yield findings.TOO_MANY_ROWS(limit=MAX_ROWS)
            return
        if not any(cells):
            empty += 1
            if empty > MAX_EMPTY:
                return
            continue
        empty = 0
        yield from _row(number, cells, heads)


def is_table(start: bytes) -> bool:
    """Tell by its first bytes whether a file is rather a table than JSON (or the web page that came instead)."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"[", b"<")


def _heads(cells: Sequence[str]) -> tuple[dict[int, Column], list[Finding]]:
    """Give the column of each position; raises where there is no title or a head stands twice."""
    known = columns.columns()
    by_head = {
        normal(label): column for column in reversed(known) for label in (column.name, *reversed(column.labels))
    }
    # without what stands in brackets, where that is not ambiguous
    shorter = [(normal(label.partition("(")[0]), column) for column in known for label in column.labels]
    for head, column in shorter:
        if sum(head == other and column.name != one.name for other, one in shorter) == 0:
            by_head.setdefault(head, column)
    heads: dict[int, Column] = {}
    found = []
    for position, cell in enumerate(cells):
        column = by_head.get(normal(cell)) or by_head.get(normal(cell.partition("(")[0]))
        if column is None:
            if cell:
                found.append(findings.HEAD_UNKNOWN(head=cell))
        elif column in heads.values():
            raise FindingError(findings.HEAD_TWICE(head=cell))
        else:
            heads[position] = column
    title = known[0]
    if title not in heads.values():
        raise FindingError(findings.NO_HEADS(title=title.label))
    return heads, found


def _row(number: int, cells: Sequence[str], heads: dict[int, Column]) -> Iterator[Record | Finding]:
    dataset: dict[str, Any] = {}
    broken = False
    for position, column in heads.items():
        text = cleaning.text(cells[position]) if position < len(cells) else ""
        if not text:
            continue
        try:
            dataset[column.name] = column.read(text)
        except CellError as error:
            broken = True
            yield findings.CELL(row=number, column=column.label, problem=error)
    if normal(str(dataset.get("title", ""))).startswith(normal(EXAMPLE)):
        return
    if not dataset.get("title") and not broken:
        title = next(column.label for column in heads.values() if column.name == "title")
        broken = True
        yield findings.CELL(row=number, column=title, problem=tk._("Missing value"))
    if not broken:
        contact = {name: dataset.pop(name) for name in names.CONTACT_FIELDS if name in dataset}
        yield Record(dataset, contact or None, place=tk._("Row %(row)s") % {"row": number})


# --- CSV ------------------------------------------------------------------------------------------------------


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    if content[:4] == _OLD_EXCEL:
        raise FindingError(findings.NO_TABLE(reason=tk._("It is a file of an old Excel (XLS).")))
    text = _decoded(content)
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, cells in enumerate(rows, 1):
            yield number, [_cell(csv_cells.plain(cell)) for cell in cells[:MAX_COLUMNS]]
    except csv.Error as error:
        raise FindingError(findings.NO_TABLE(reason=error)) from error


def _decoded(content: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark ("Unicode-Text"), else what Windows writes in Germany."""
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FindingError(findings.NO_TABLE(reason=tk._("It is neither a table nor text.")))


# --- XLSX -----------------------------------------------------------------------------------------------------


def _xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        _check_parts(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # what the file says about its size may be wrong
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_ROWS + 2, values_only=True)
        for number, cells in enumerate(rows, 1):
            yield number, [_cell(cell) for cell in cells]
    except FindingError:
        raise
    except Exception as error:  # openpyxl raises anything for a file that somebody has tampered with
        raise FindingError(findings.NO_TABLE(reason=f"{type(error).__name__}: {error}")) from error


def _check_parts(content: bytes) -> None:
    """Refuse what unpacks to more than a table, and XML with declarations of its own."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        infos = parts.infolist()
        if len(infos) > MAX_PARTS:
            raise FindingError(findings.TABLE_UNSAFE(reason=tk._("It has too many parts.")))
        # a part never unpacks to more than it declares: zipfile stops there
        if sum(info.file_size for info in infos) > MAX_UNPACKED:
            raise FindingError(findings.TABLE_UNSAFE(reason=tk._("It unpacks to too much.")))
        for info in infos:
            if not info.filename.lower().endswith((".xml", ".rels")):
                continue
            with parts.open(info) as part:
                start = part.read(4096).replace(b"\0", b"")
            if b"<!" in start.replace(b"<!--", b""):
                raise FindingError(findings.TABLE_UNSAFE(reason=tk._("It declares entities.")))


def _cell(value: Any) -> str:
    """Give a cell as text, as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    text = cleaning.seen(str(value)).strip()
    # what a spreadsheet shows where it could not calculate is no value
    return "" if text in _ERRORS else text[:MAX_CELL]


_ERRORS = frozenset({"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!", "#BEZUG!", "#WERT!", "#NV"})

