"""Reading the files of a region folder: whatever is wrong is collected, never raised at the first mistake."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.geo.numbers import number
from ckanext.suedwestfalen.region import findings

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

SEPARATOR = "|"


@dataclass
class Folder:
    """A region folder that is being read, and the problems found so far."""

    path: Path | Traversable
    problems: list[Finding] = field(default_factory=list)

    def say(self, finding: Finding) -> None:
        """Note a problem."""
        self.problems.append(finding)

    def text(self, name: str) -> str | None:
        """Text of a file; one that is not UTF-8 is noted and read as Windows wrote it, to find what else is wrong."""
        try:
            data = self.path.joinpath(name).read_bytes()
        except OSError:
            self.say(findings.FILE_MISSING(file=name))
            return None
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.say(findings.NOT_UTF8(file=name, line=data[:error.start].count(b"\n") + 1))
            return data.decode("cp1252", errors="replace")

    def json(self, name: str) -> dict[str, Any]:
        """Object of a JSON file; an empty one where it cannot be read."""
        text = self.text(name)
        if text is None:
            return {}
        try:
            found = json.loads(text)
        except json.JSONDecodeError as error:
            self.say(findings.BAD_JSON(file=name, line=error.lineno, reason=error.msg))
            return {}
        except RecursionError:
            self.say(findings.BAD_JSON(file=name, line=1, reason="nested too deeply"))
            return {}
        if not isinstance(found, dict):
            self.say(findings.BAD_STRUCTURE(file=name, entry="{}", key="{}"))
            return {}
        return found

    def entries(self, name: str, key: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Objects of a list in a JSON file, each with a designation for messages."""
        content = self.json(name)
        listed = content.get(key)
        if not isinstance(listed, list):
            if content:
                self.say(findings.BAD_STRUCTURE(file=name, entry="{}", key=key))
            return
        for position, entry in enumerate(listed, 1):
            designation = f"{key} {position}"
            if isinstance(entry, dict) and isinstance(entry.get("name"), str) and entry["name"]:
                yield designation, entry
            else:
                self.say(findings.BAD_STRUCTURE(file=name, entry=designation, key="name"))

    def rows(self, name: str, columns: tuple[str, ...]) -> Iterator[Row]:
        """Rows of a CSV file with comma or semicolon; nothing where a column is missing."""
        text = self.text(name)
        if text is None:
            return
        head = text.split("\n", 1)[0]
        reader = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
        present = {(column or "").strip() for column in reader.fieldnames or ()}
        missing = [column for column in columns if column not in present]
        for column in missing:
            self.say(findings.COLUMN_MISSING(file=name, column=column))
        if missing:
            return
        count = 0
        try:
            for values in reader:
                if None in values or None in values.values():
                    reason = f"{len(present)} columns expected"
                    self.say(findings.BAD_CSV(file=name, line=reader.line_num, reason=reason))
                    continue
                count += 1
                yield Row(self, name, reader.line_num, {key.strip(): value.strip() for key, value in values.items()})
        except csv.Error as error:
            self.say(findings.BAD_CSV(file=name, line=reader.line_num, reason=error))
        if not count:
            self.say(findings.EMPTY(file=name))


@dataclass(frozen=True)
class Row:
    """A row of a CSV file that reads its cells and notes what is wrong with them."""

    folder: Folder
    file: str
    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """Text of a cell, perhaps empty."""
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        """Text of a cell that must not be empty."""
        if not self.text(column):
            self._say(findings.VALUE_MISSING, column=column)
        return self.text(column)

    def list(self, column: str) -> tuple[str, ...]:
        """Values of a cell, parted by ``|``."""
        return tuple(value.strip() for value in self.text(column).split(SEPARATOR) if value.strip())

    def key(self, column: str, digits: int) -> str:
        """Key of so many digits; one digit less means that a spreadsheet ate the zero."""
        value = self.needed(column)
        if value.isascii() and value.isdigit() and len(value) == digits - 1:
            self._say(findings.LOST_ZERO, column=column, value=value, expected="0" + value)
            return "0" + value
        if value and not (value.isascii() and value.isdigit() and len(value) == digits):
            self._say(findings.BAD_KEY, column=column, value=value, digits=digits)
        return value

    def number(self, column: str) -> float:
        """Positive or negative number, 0.0 for a bad one."""
        value = self.needed(column)
        found = number(value)
        if value and found is None:
            self._say(findings.BAD_NUMBER, column=column, value=value)
        return found or 0.0

    def whole(self, column: str) -> int:
        """Whole number of at least 0."""
        value = self.needed(column)
        if value and not (value.isascii() and value.isdigit()):
            self._say(findings.BAD_NUMBER, column=column, value=value)
            return 0
        return int(value or 0)

    def date(self, column: str) -> dt.date:
        """Date written as year-month-day."""
        value = self.needed(column)
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            if value:
                self._say(findings.BAD_DATE, column=column, value=value)
            return dt.date.min

    def _say(self, kind: Any, **values: Any) -> None:
        self.folder.say(kind(file=self.file, line=self.line, **values))
