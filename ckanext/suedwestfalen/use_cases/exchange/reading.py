"""Use cases from a bundle (JSON-LD), one at a time, so that ten thousand need no more memory than one.

Read are: a bundle, a list of use cases (also as ``@graph``), or a single one, each with our context or without.
A context is never fetched, and one that calls our keys something else is not understood: what is known is looked for
by its key, its short or its full IRI. Keys that nobody knows are passed over. A record that cannot be used is named
and does not keep the others from being read.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any, BinaryIO

import ijson

from ckanext.suedwestfalen.findings import Finding, FindingError
from ckanext.suedwestfalen.use_cases.exchange import cases, findings, mapping
from ckanext.suedwestfalen.use_cases.exchange.record import Record

__all__ = ["Record", "entries", "head", "identifier", "read", "title", "values"]

log = logging.getLogger(__name__)

#: Per record: deepest nesting (ours has four levels), and its size in characters, every value counted as eight more.
MAX_DEPTH, MAX_RECORD = 12, 2 * 1024 * 1024
#: Keys around the records; ours has six.
MAX_HEAD = 200
_LISTS = (
    *(name for field in mapping.BUNDLE if field.name == "cases" for name in (field.key, field.iri)), "@graph",
)
_HEAD = {
    name: field.name for field in mapping.BUNDLE if field.name in ("format_version", "catalog")
    for name in (field.key, field.iri)
}
_START, _END = ("start_map", "start_array"), ("end_map", "end_array")
_BOM = b"\xef\xbb\xbf"


class _Unusable:
    """In place of a record whose limits were passed: which one, and what it is called as far as that was read."""

    def __init__(self, kind: Any, limit: int, title: Any):
        self.kind, self.limit, self.title = kind, limit, title


#: What is no JSON or no UTF-8; and numbers of thousands of digits, over which the parser stumbles in its own ways.
_UNREADABLE = (ijson.JSONError, ValueError, ArithmeticError, SystemError)


def read(source: bytes | BinaryIO) -> Iterator[Record | Finding]:
    """Give the records of a document, and findings about those that cannot be used.

    ``source`` can be sought in. Raises ``FindingError`` where the whole document cannot be used, at once or, where it
    is cut off, after the records before that.
    """
    for _node, found in entries(source):
        yield found


def entries(source: bytes | BinaryIO) -> Iterator[tuple[Any, Record | Finding]]:
    """Give the same, each with what stands in the document in its place."""
    seen: set[str] = set()
    count = 0
    around = head(source)
    for count, value in enumerate(values(source), 1):
        yield value, _record(count, value, seen, around.get("catalog", ""))
    # a portal may well have none
    if not count and "format_version" not in around:
        raise FindingError(findings.NO_BUNDLE())


def _record(number: int, value: Any, seen: set[str], catalog: str) -> Record | Finding:
    place = str(number)
    if isinstance(value, _Unusable):
        return value.kind(place=place, title=cases.title(value.title), limit=value.limit)
    if not isinstance(value, dict):
        return findings.RECORD_NO_OBJECT(place=place, what=type(value).__name__)
    try:
        record = cases.read(value, place, catalog)
    except FindingError as error:
        return error.finding
    except Exception as fault:  # the border of a record: whatever it provokes is its own affair
        log.exception("a use case of a bundle could not be read")
        return findings.RECORD_FAULT(place=place, title=cases.title(value), what=type(fault).__name__)
    if record.identifier in seen:
        return findings.RECORD_REPEATED(place=place, title=record.title, identifier=record.identifier)
    seen.add(record.identifier)
    return record


title, identifier = cases.title, cases.identifier


def head(source: bytes | BinaryIO) -> dict[str, str]:
    """Give what stands around the records, wherever in the document: ``format_version``, ``catalog``.

    Raises ``FindingError`` for a newer major version. What is wrong with the JSON, reading the records says.
    """
    found: dict[str, str] = {}
    with suppress(*_UNREADABLE):
        for name, value in _head(_opened(source)):
            found.setdefault(name, value)
            if len(found) == len(set(_HEAD.values())):
                break
    version = found.get("format_version")
    if version:
        major = re.match(r"\d{1,9}", version)
        if not major or int(major[0]) > int(mapping.FORMAT_VERSION.partition(".")[0]):
            raise FindingError(findings.TOO_NEW(version=version[:20], known=mapping.FORMAT_VERSION))
    return found


def _head(stream: BinaryIO) -> Iterator[tuple[str, str]]:
    depth, key = 0, ""
    for event, value in ijson.basic_parse(stream):
        if event in _START:
            # a list of records has no head
            if not depth and event == "start_array":
                return
            depth += 1
        elif event in _END:
            depth -= 1
        elif depth == 1 and event == "map_key":
            key = value
        elif depth == 1 and key in _HEAD and value not in (None, ""):
            yield _HEAD[key], str(value)[:1000]


def _opened(source: bytes | BinaryIO) -> BinaryIO:
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    stream.seek(0)
    stream.seek(len(_BOM) if stream.read(len(_BOM)) == _BOM else 0)
    return stream


def values(source: bytes | BinaryIO) -> Iterator[Any]:
    """Give what stands in the place of records, whatever it is.

    Raises ``FindingError`` where the document is no JSON, or is cut off, after what came before that.
    """
    position = 0
    try:
        for value in _values(ijson.basic_parse(_opened(source))):
            position += 1
            yield value
    except FindingError:
        raise
    except _UNREADABLE as error:
        raise FindingError(findings.NOT_JSON(position=position, reason=_reason(error))) from error


def _reason(error: Exception) -> str:
    return str(error.args[0] if error.args else error).strip().partition("\n")[0][:200]


def _values(events: Iterator[tuple[str, Any]]) -> Iterator[Any]:
    event, _value = next(events, ("", None))
    if event == "start_array":
        yield from _items(events)
    elif event == "start_map":
        yield from _object(events)
    for _rest in events:  # what follows the document is a fault of it
        pass


def _items(events: Iterator[tuple[str, Any]]) -> Iterator[Any]:
    for event, value in events:
        if event == "end_array":
            return
        yield _build(event, value, events)


def _object(events: Iterator[tuple[str, Any]]) -> Iterator[Any]:
    """Give the records of an object: those in its list, or itself."""
    head: dict[str, Any] = {}
    listed = False
    for event, key in events:
        if event == "end_map":
            break
        kind, value = next(events)
        if key in _LISTS:
            listed = True
            yield from _items(events) if kind == "start_array" else [_build(kind, value, events)]
            continue
        built = _build(kind, value, events)
        if key != "@context" and len(head) < MAX_HEAD:
            head[key] = built
    if not listed and (mapping.BY_NAME["identifier"].key in head or "@id" in head):
        # where one value passes the limits, the whole record does
        yield next((value for value in head.values() if isinstance(value, _Unusable)), head)


def _build(event: str, value: Any, events: Iterator[tuple[str, Any]]) -> Any:
    """Build one value; beyond the limits it is only read to its end."""
    if event not in _START:
        return _number(value)
    built = _Value(event)
    depth = 1
    for kind, one in events:
        depth += (kind in _START) - (kind in _END)
        if not depth:
            break
        built.take(kind, one, depth)
    return built.done()


class _Value:
    """A map or a list that is being read, with an eye on its limits."""

    def __init__(self, event: str):
        self.root: Any = {} if event == "start_map" else []
        self.stack, self.key, self.cost = [self.root], "", 0
        self.problem: tuple[Any, int] | None = None

    def take(self, event: str, value: Any, depth: int) -> None:
        """Take the next event; after a limit was passed nothing is kept any more."""
        self.cost += 8 + (len(value) if isinstance(value, str) else 0)
        if self.problem is None:
            self.problem = self._beyond(depth)
            self._keep(event, value)
        if self.problem is not None and self.stack:
            self.root, self.stack = cases.title(self.root if isinstance(self.root, dict) else ""), []

    def _beyond(self, depth: int) -> tuple[Any, int] | None:
        if depth > MAX_DEPTH:
            return findings.RECORD_TOO_DEEP, MAX_DEPTH
        return (findings.RECORD_TOO_LARGE, MAX_RECORD // 1024) if self.cost > MAX_RECORD else None

    def _keep(self, event: str, value: Any) -> None:
        if event in _END:
            self.stack.pop()
        elif event == "map_key":
            self.key = value
        else:
            new: Any = {} if event == "start_map" else [] if event == "start_array" else _number(value)
            if isinstance(self.stack[-1], dict):
                self.stack[-1][self.key] = new
            else:
                self.stack[-1].append(new)
            if event in _START:
                self.stack.append(new)

    def done(self) -> Any:
        """Give what was read, or in its place what was wrong with it."""
        return _Unusable(*self.problem, self.root) if self.problem else self.root


def _number(value: Any) -> Any:
    """Give what ijson reads as Decimal as the number that it is for everybody else."""
    return float(value) if isinstance(value, Decimal) else value
