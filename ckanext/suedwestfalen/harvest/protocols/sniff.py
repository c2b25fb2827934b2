"""What a document is, judged by its bytes rather than by its name, and the records in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from ckanext.suedwestfalen.findings import Finding, FindingError
from ckanext.suedwestfalen.net import MAX_BYTES, XmlError, mending, xml

from . import document_findings, findings, json_size
from .base import MAX_RECORD, Item
from .csw_records import RECORDS, exception_text, identify

ISO, RDF, OTHER = "iso", "rdf", "other"
RDF_XML, TURTLE, JSON_LD = "application/rdf+xml", "text/turtle", "application/ld+json"

_RDF_NAMESPACES = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/ns/dcat#",
)
_TURTLE = re.compile(rb"(?:\s|#[^\n]*\n)*(?:@prefix|@base|prefix|base)\s+[^\n]*<", re.IGNORECASE)
_TURTLE_TYPES = frozenset({TURTLE, "application/x-turtle", "application/n-triples", "text/n3"})
_TURTLE_NAMES = (".ttl", ".n3", ".nt")
#: The American JSON format borrows the names of JSON-LD without being usable as such.
_DCAT_US = "project-open-data"


class NotMetadata(FindingError):
    """A document that can be read, and is something else than metadata."""


@dataclass(frozen=True)
class Sniffed:
    """What a document is: :data:`ISO` with its ``root``, :data:`RDF` with its ``media_type``, or :data:`OTHER`.

    ``name`` says for people what it is, ``notes`` what had to be mended to read it.
    """

    what: str
    name: str = ""
    media_type: str = ""
    root: etree._Element | None = None
    notes: list[Finding] = field(default_factory=list)


def sniff(content: bytes, media_type: str = "", url: str = "") -> Sniffed:
    """Tell what a document is; type and address decide only where its bytes do not (Turtle).

    Raises ``FindingError`` where it cannot be read, or is a web page or an error message instead of a document.
    """
    start = xml.without_marks(content[:1000])
    if start[:1] in {b"{", b"["}:
        return _sniff_json(content)
    if _is_turtle(content, media_type, url):
        return Sniffed(RDF, "Turtle", TURTLE)
    if start and start[:1] != b"<" and b"\0" not in start[:4]:
        return Sniffed(OTHER, media_type or "?")
    return _sniff_xml(content)


def items(content: bytes, media_type: str, url: str, notes: list[Finding] | None = None) -> list[Item]:
    """Give the records of a document as items with its address; ``notes`` takes what had to be mended.

    A record without an identifier is identified by the address, with ``#1``, ``#2`` … where there are several.
    Raises :class:`NotMetadata` where there are none, ``FindingError`` where the document cannot be read.
    """
    found = sniff(content, media_type, url)
    if notes is not None:
        notes += found.notes
    if found.what == RDF:
        # Only here, as it brings the library for RDF with it.
        from . import dcat_graph

        records = dcat_graph.datasets(content, found.media_type, url)
    elif found.root is not None and found.what == ISO:
        records = _iso_items(found.root, url)
    else:
        records = []
    if not records:
        raise NotMetadata(document_findings.NOT_METADATA(what=found.name))
    return records


def title(root: etree._Element) -> str:
    """Give the title of the first ISO record in a document, or an empty string."""
    found = root.find(".//{*}identificationInfo//{*}citation//{*}title")
    return "" if found is None else " ".join("".join(found.itertext(etree.Element)).split())[:200]


def _is_turtle(content: bytes, media_type: str, url: str) -> bool:
    start = xml.without_marks(content[:10_000])
    if _TURTLE.match(start):
        return True
    if xml.is_html(content) or start.lstrip().startswith((b"<?xml", b"<!")):
        return False
    return media_type in _TURTLE_TYPES or urlsplit(url).path.lower().endswith(_TURTLE_NAMES)


def _sniff_json(content: bytes) -> Sniffed:
    try:
        json_size.check(content)
        data = json.loads(mending.decode(content))
    except (ValueError, RecursionError) as error:
        raise FindingError(document_findings.JSON_BROKEN(reason=str(error))) from None
    first: Any = next(iter(data), None) if isinstance(data, list) else data
    if not isinstance(first, dict) or not {"@context", "@graph", "@id", "@type"} & set(first):
        return Sniffed(OTHER, "JSON")
    if _DCAT_US in str(first.get("conformsTo")) + str(first.get("@context")):
        return Sniffed(OTHER, "DCAT-US (JSON)")
    return Sniffed(RDF, "JSON-LD", JSON_LD)


def _sniff_xml(content: bytes) -> Sniffed:
    web_page = document_findings.WEB_PAGE(title=xml.html_title(content) or "?")
    try:
        root, notes = mending.parse(content, max_bytes=MAX_BYTES)
    except XmlError:
        if xml.is_html(content):
            raise FindingError(web_page) from None
        raise
    name = etree.QName(root)
    if text := exception_text(root):
        raise FindingError(findings.CSW_EXCEPTION(text=text))
    # Before the question for a web page: the root of InGrid's documents (IDF) has that name, too.
    if next(_records(root), None) is not None:
        return Sniffed(ISO, "ISO 19139", root=root, notes=notes)
    if name.localname.lower() == "html":
        raise FindingError(web_page)
    if name.namespace in _RDF_NAMESPACES:
        return Sniffed(RDF, "RDF/XML", RDF_XML, notes=notes)
    return Sniffed(OTHER, name.localname, root=root)


def _records(root: etree._Element) -> Iterator[etree._Element]:
    """Give the ISO records that a document is or wraps, none of those within another."""
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker:
        if isinstance(element.tag, str) and etree.QName(element).localname in RECORDS:
            walker.skip_subtree()
            yield element


def _iso_items(root: etree._Element, url: str) -> list[Item]:
    records = list(_records(root))
    return [
        _iso_item(record, url, url if len(records) == 1 else f"{url}#{number}")
        for number, record in enumerate(records, 1)
    ]


def _iso_item(record: etree._Element, url: str, address: str) -> Item:
    known = identify(record)
    guid = known.guid or address
    content = xml.canonical(record)
    if len(content) > MAX_RECORD:
        too_large = findings.RECORD_TOO_LARGE(guid=guid, limit=MAX_RECORD // xml.MEGABYTE)
        return Item(guid, b"", url, known.modified, too_large)
    return Item(guid, content, url, known.modified)
