"""A document for import: where it comes from, what it is, and what its import comes to."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.findings import ERROR, Finding, FindingError
from ckanext.suedwestfalen.harvest import outbound
from ckanext.suedwestfalen.use_cases.exchange import findings, importing, reading, tables
from ckanext.suedwestfalen.use_cases.exchange.importing import Difference
from ckanext.suedwestfalen.use_cases.exchange.record import Record

BUNDLE, TABLE = "bundle", "table"
#: For somebody who waits at a page: largest file, most records, seconds for a server to deliver.
MAX_BYTES, MAX_RECORDS, SECONDS = 20 * 1024 * 1024, 500, 20.0
#: Largest table; it is taken apart in memory.
MAX_TABLE = 20 * 1024 * 1024


@dataclass
class Result:
    """What became of a document. ``error``: why not all of it could be read; ``counts``: records by outcome."""

    kind: str
    differences: list[Difference] = field(default_factory=list)
    error: Finding | None = None

    @property
    def counts(self) -> Counter[str]:
        """How many records came to which outcome."""
        return Counter(one.outcome for one in self.differences if one.record or _is_error(one))

    @property
    def writes(self) -> int:
        """How many records would be written."""
        return sum(self.counts[outcome] for outcome in importing.WRITTEN)


def _is_error(difference: Difference) -> bool:
    return any(found.severity == ERROR for found in difference.findings)


def fetch(url: str) -> bytes:
    """Fetch a document through the one client, for somebody who waits; raises ``FindingError``."""
    return outbound.impatient(time.monotonic() + SECONDS, SECONDS).get(url.strip(), max_bytes=MAX_BYTES).content


def upload(file: Any) -> bytes:
    """Give what somebody sent, up to the limit; raises ``FindingError`` beyond it."""
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise FindingError(findings.TOO_LARGE(limit=MAX_BYTES // 1024 // 1024))
    return content


def kind_of(source: bytes | BinaryIO) -> str:
    """Tell a table from a bundle by how it begins."""
    if isinstance(source, bytes):
        start = source[:1000]
    else:
        source.seek(0)
        start = source.read(1000)
        source.seek(0)
    return TABLE if tables.is_table(start) else BUNDLE


def read(source: bytes | BinaryIO, kind: str) -> Iterator[Record | Finding]:
    """Give the records of a document of this kind; raises ``FindingError`` where it cannot be used as a whole."""
    if kind == BUNDLE:
        yield from reading.read(source)
        return
    content = source if isinstance(source, bytes) else source.read(MAX_TABLE + 1)
    if len(content) > MAX_TABLE:
        raise FindingError(findings.TOO_LARGE(limit=MAX_TABLE // 1024 // 1024))
    yield from tables.read(content)


def run(content: bytes, *, user: str, organization: str = "", write: bool) -> Result:
    """Compare, or import, a document for somebody who waits; what cannot be read is said in the result.

    Raises ``ValidationError`` for one that has too many records for that.
    """
    result = Result(kind_of(content))
    if _count(content, result.kind) > MAX_RECORDS:
        sentence = tk._("The document has more than %(limit)s records. Please have it imported on the command line: "
                        "ckan suedwestfalen use-cases import FILE") % {"limit": MAX_RECORDS}
        raise tk.ValidationError({"document": [sentence]})
    try:
        found = read(content, result.kind)
        for difference in importing.differences(found, organization=organization):
            result.differences.append(importing.apply(difference, user=user) if write else difference)
    except FindingError as error:
        result.error = error.finding
    return result


def _count(content: bytes, kind: str) -> int:
    """Give how many records a document has, at most one more than a page takes."""
    number = 0
    with suppress(FindingError):
        for number, _found in enumerate(read(content, kind), 1):
            if number > MAX_RECORDS:
                break
    return number
