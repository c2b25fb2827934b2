"""The table to fill in: one sheet with the form's labels as heads, one with the choices, one with explanations."""

from __future__ import annotations

import io
from typing import Any

from ckan.plugins import toolkit as tk
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ckanext.suedwestfalen.catalogue import regions
from ckanext.suedwestfalen.use_cases.exchange import columns, tables
from ckanext.suedwestfalen.use_cases.exchange.columns import CHOICE, CHOICES, HINTS, ROWS, TEXT, TOWNS, Column

NAME = "anwendungsfaelle-vorlage.xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET, CHOICES_SHEET, HELP_SHEET = "Anwendungsfälle", "Auswahl", "Hinweise"
#: So many rows offer the choices.
ROWS_WITH_CHOICES = 500
_HEAD = PatternFill("solid", fgColor="FFE3EEF5")
_NEEDED = PatternFill("solid", fgColor="FFFFE9B8")
_EXAMPLE = Font(italic=True, color="FF6B6B6B")
# What the example row says where its kind says too little.
_TEXTS = {
    "title": tables.EXAMPLE,
    "summary": "In einem Satz: Worum geht es?",
    "tag_string": "Sensorik; Klima",
    "contact_name": "Stabsstelle Digitalisierung",
    "contact_email": "digitalisierung@example.org",
    "url": "https://www.example.org/projekt",
    "effort_days": "20",
    "duration_months": "9",
    "start_date": "2025-03-01",
}


def build() -> bytes:
    """Give the template as XLSX."""
    known = columns.columns()
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    choices = book.create_sheet(CHOICES_SHEET)
    _fill(sheet, choices, known)
    _explain(book.create_sheet(HELP_SHEET), known)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, choices: Worksheet, known: list[Column]) -> None:
    lists = 0
    for number, column in enumerate(known, 1):
        head = _put(sheet, 1, number, column.label)
        head.font, head.fill = Font(bold=True), _NEEDED if column.required else _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="top")
        example = _put(sheet, 2, number, _example(column))
        example.font, example.alignment = _EXAMPLE, Alignment(wrap_text=True, vertical="top")
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = 40 if column.kind in (TEXT, ROWS) else 26
        listed = _labels(column)
        if listed:
            lists += 1
            _list(choices, lists, column.label, listed)
        if listed and column.kind == CHOICE:
            sheet.add_data_validation(_validation(letter, get_column_letter(lists), len(listed)))
    sheet.freeze_panes = "B2"


def _list(choices: Worksheet, number: int, label: str, listed: list[str]) -> None:
    _put(choices, 1, number, label).font = Font(bold=True)
    choices.column_dimensions[get_column_letter(number)].width = 32
    for row, text in enumerate(listed, 2):
        _put(choices, row, number, text)


def _validation(letter: str, choices: str, count: int) -> DataValidation:
    rule = DataValidation(type="list", formula1=f"'{CHOICES_SHEET}'!${choices}$2:${choices}${count + 1}")
    rule.allow_blank, rule.showErrorMessage = True, True
    rule.errorTitle, rule.error = "Auswahl", f"Bitte wählen Sie einen Wert der Liste (Blatt „{CHOICES_SHEET}“)."
    rule.add(f"{letter}2:{letter}{ROWS_WITH_CHOICES}")
    return rule


def _explain(sheet: Worksheet, known: list[Column]) -> None:
    rows = [(tk._("Column"), tk._("Needed for submission"), tk._("What to write"))]
    rows += [(column.label, tk._("yes") if column.required else "", _hint(column)) for column in known]
    for number, row in enumerate(rows, 1):
        for position, text in enumerate(row, 1):
            cell = _put(sheet, number, position, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for letter, width in (("A", 40), ("B", 16), ("C", 90)):
        sheet.column_dimensions[letter].width = width


def _hint(column: Column) -> str:
    said = tk._(HINTS[column.kind])
    if column.kind == ROWS:
        said += " " + " | ".join(part.label for part in column.parts)
        said += "".join(f"\n{part.label}: {', '.join(_labels(part))}" for part in column.parts if part.choices)
    if column.kind in (CHOICE, CHOICES):
        said += f" ({CHOICES_SHEET})"
    return said


def _labels(column: Column) -> list[str]:
    if column.kind == TOWNS:
        return sorted(town.name for town in regions.current().municipalities)
    return [labels[0] if labels else value for value, labels in column.choices]


def _example(column: Column) -> str:
    if column.name in _TEXTS:
        return _TEXTS[column.name]
    labels = _labels(column)
    if column.kind == CHOICE:
        return labels[0] if labels else ""
    if column.kind in (CHOICES, TOWNS):
        return "; ".join(labels[:2])
    if column.kind == ROWS:
        return " | ".join((_labels(part) or [part.label])[0] for part in column.parts)
    return ""


def _put(sheet: Worksheet, row: int, number: int, text: str) -> Any:
    """Write a text as a text: what begins with = is no formula."""
    cell = sheet.cell(row, number)
    cell.value = text
    if text:
        cell.data_type = "s"
    return cell
