"""From bytes to an RDF graph, without ever asking a server or opening a file; and from terms to N-Triples."""

from __future__ import annotations

import contextlib
import json
import logging
import re
import threading
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import rdflib
from lxml import etree
from rdflib.plugins.parsers.jsonld import to_rdf
from rdflib.term import BNode, Literal, Node, URIRef

from ckanext.suedwestfalen.net import MAX_BYTES, XmlError, mending, xml

from . import dcat_findings as findings
from . import json_size
from .base import ListingError

#: Deepest nesting of JSON that is read; real feeds stay below 20.
MAX_DEPTH = 200
#: Most triples of a document, each of which takes more than a kilobyte; a dataset has about a hundred.
MAX_TRIPLES = 500_000
#: Most seconds for a document: rdflib needs hours for some that nobody writes by mistake.
MAX_SECONDS = 180.0
_CONTEXTS = Path(__file__).parent / "contexts"
_TURTLE = frozenset({
    "text/turtle", "application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3", "application/n-triples",
})
_JSON = frozenset({"application/ld+json", "application/json", "application/hal+json"})
_XML = frozenset({"application/rdf+xml", "application/xml", "text/xml"})
_XML_START = re.compile(rb"<(?:\?xml|!--|!doctype|[a-z_][\w.-]*(?::[a-z_][\w.-]*)?[\s/>])", re.IGNORECASE)
_JSON_START = re.compile(rb'(?:\{\s*["}]|\[\s*[\{\]])')
#: Namespaces in the spellings met in the wild, and their right one; the name behind is kept.
_NAMESPACES = (
    # 1_0, 1.0, 1.0.1, 1.1, 2.0 … with and without www and a slash behind
    (re.compile(r"https?://(?:www\.)?dcat-ap\.de/def/dcatde(?:/\d+(?:[._]\d+)*(?:[/#]|(?=[A-Za-z]))|[/#])"),
     "http://dcat-ap.de/def/dcatde/"),
    (re.compile(r"https?://(?:www\.)?dcat-ap\.de/def/"), "http://dcat-ap.de/def/"),
    (re.compile(r"https?://data\.europa\.eu/r5r[/#]"), "http://data.europa.eu/r5r/"),
    (re.compile(r"https?://www\.w3\.org/ns/dcat[#/]"), "http://www.w3.org/ns/dcat#"),
    (re.compile(r"https?://(?:www\.)?purl\.org/dc/terms[/#]+"), "http://purl.org/dc/terms/"),
    (re.compile(r"https?://(?:www\.)?schema\.org/"), "http://schema.org/"),
    (re.compile(r"https://(www\.w3\.org/(?:2006/vcard/ns|ns/locn|ns/adms|2004/02/skos/core|ns/hydra/core)#)"), r"http://\1"),
    (re.compile(r"https://xmlns\.com/foaf/0\.1/"), "http://xmlns.com/foaf/0.1/"),
)
_UNFIT = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f-\x9f\ud800-\udfff]')
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_LANGUAGE = re.compile(r"[a-zA-Z]+(?:-[a-zA-Z0-9]+)*\Z")
_ESCAPES = str.maketrans({
    "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t",
    **{chr(code): f"\\u{code:04X}" for code in (*range(9), 11, 12, *range(14, 32), 127, 0x85, 0x2028, 0x2029)},
})
_DECLARED = re.compile(r"prefix\s+([A-Za-z][\w-]*):", re.IGNORECASE)
_USED = re.compile(r"(?:^|[\s;,\[(^])([A-Za-z][\w-]*):[A-Za-z_]")
_quietly = threading.RLock()


class _Bounded(rdflib.Graph):
    """A graph that refuses to grow beyond the limits; what comes twice counts twice."""

    def __init__(self) -> None:
        super().__init__(bind_namespaces="none")
        self._added, self._end = 0, time.monotonic() + MAX_SECONDS

    def add(self, triple: Any) -> rdflib.Graph:
        """Add a triple; raises :class:`ListingError` when there are too many, or the time is over."""
        self._added += 1
        if self._added > MAX_TRIPLES or time.monotonic() > self._end:
            raise ListingError(findings.DCAT_TRIPLES(limit=MAX_TRIPLES, seconds=round(MAX_SECONDS)))
        return super().add(triple)


@contextlib.contextmanager
def unchanged_literals() -> Iterator[None]:
    """Let rdflib keep values as they are written: ``1E999999999`` would become a gigabyte of digits.

    Its complaints about unreadable dates are kept out of the log: the reader says what it could not read.
    """
    complaints = logging.getLogger("rdflib.term")
    with _quietly:
        before = rdflib.NORMALIZE_LITERALS, complaints.disabled
        rdflib.NORMALIZE_LITERALS, complaints.disabled = False, True
        try:
            yield
        finally:
            rdflib.NORMALIZE_LITERALS, complaints.disabled = before


def parse(content: bytes, media_type: str, url: str) -> rdflib.Graph:
    """Give the graph of an RDF/XML, Turtle, N-Triples or JSON-LD document; ``url`` resolves what is relative.

    The media type decides where it names a format of RDF, else the first characters do. Raises
    :class:`ListingError` for what cannot be read (with its line), for web pages and for JSON-LD contexts that are
    not bundled. Nothing is fetched.
    """
    if len(content) > MAX_BYTES:
        raise ListingError(findings.DCAT_LARGE(limit=MAX_BYTES // xml.MEGABYTE))
    kind = _format(content, media_type)
    graph = _Bounded()
    with unchanged_literals():
        try:
            {"xml": _parse_xml, "json": _parse_json, "turtle": _parse_turtle}[kind](content, graph, url)
        except (ListingError, XmlError):
            raise
        except RecursionError:
            raise ListingError(findings.DCAT_DEEP()) from None
        except Exception as error:  # rdflib raises whatever a strange document makes it stumble over
            raise ListingError(findings.DCAT_BROKEN(line=_line(error), reason=_reason(error))) from error
    return graph


def term(node: Node, labels: dict[BNode, str]) -> str:
    """Give a term in N-Triples; addresses with forbidden characters are repaired, ``labels`` names blank nodes."""
    if isinstance(node, BNode):
        return "_:" + labels[node]
    if isinstance(node, URIRef):
        return f"<{address(node)}>"
    if not isinstance(node, Literal):
        return '""'
    text = '"' + _SURROGATES.sub("\ufffd", str(node)).translate(_ESCAPES) + '"'
    if node.language and _LANGUAGE.match(node.language):
        return f"{text}@{node.language.lower()}"
    return f"{text}^^<{address(node.datatype)}>" if node.datatype and not node.language else text


def address(uri: str) -> str:
    """Give an IRI without characters that no IRI may have."""
    fit = _UNFIT.sub(lambda found: quote(found.group(), safe="", errors="replace"), str(uri).strip())
    return fit if ":" in fit else "urn:x-relative:" + fit


def usual_name(uri: str) -> str:
    """Give a name of a vocabulary (a property, a class) in the namespace of today."""
    for pattern, right in _NAMESPACES:
        renamed, count = pattern.subn(right, uri, count=1) if pattern.match(uri) else (uri, 0)
        if count:
            return renamed
    return str(uri)


def is_unfit(uri: str) -> bool:
    """True when an IRI holds characters that none may have (a blank, ``<``, ``{`` …)."""
    return bool(_UNFIT.search(uri))


def _format(content: bytes, media_type: str) -> str:
    kind = media_type.partition(";")[0].strip().lower()
    start = xml.without_marks(content[:2000])
    looks_xml = bool(_XML_START.match(start)) or content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    if looks_xml and (kind == "text/html" or start[:9].lower() == b"<!doctype" or start[:5].lower() == b"<html") and (
        xml.is_html(content)
    ):
        raise ListingError(findings.DCAT_HTML(title=xml.html_title(content) or "?"))
    if not start:
        raise ListingError(findings.DCAT_EMPTY())
    if kind in _TURTLE:
        return "turtle"
    if kind in _XML and looks_xml:
        return "xml"
    if kind in _JSON and start[:1] in {b"{", b"["}:
        return "json"
    return "xml" if looks_xml else "json" if _JSON_START.match(start) else "turtle"


def _parse_xml(content: bytes, graph: rdflib.Graph, url: str) -> None:
    root = mending.parse(content, max_bytes=MAX_BYTES)[0]
    if etree.QName(root).localname.lower() == "html":
        raise ListingError(findings.DCAT_HTML(title=xml.html_title(content) or "?"))
    if etree.QName(root).localname != "RDF" and not root.xpath("boolean(//@*[local-name()='about'])"):
        raise ListingError(findings.DCAT_NO_RDF(root=etree.QName(root).localname))
    # Written anew without its DOCTYPE, so that rdflib's own parser never meets one; lines stay where they were.
    safe = b"\n" * (max(1, root.sourceline or 1) - 1) + etree.tostring(root)
    graph.parse(data=safe, format="xml", publicID=url)


def _parse_turtle(content: bytes, graph: rdflib.Graph, url: str) -> None:
    text = mending.decode(content)
    # Files that somebody put together use prefixes that only their first part declared.
    missing = set(_USED.findall(text)) & mending.NAMESPACES.keys() - set(_DECLARED.findall(text))
    declared = "".join(f"@prefix {name}: <{mending.NAMESPACES[name]}> . " for name in sorted(missing))
    graph.parse(data=declared + text, format="turtle", publicID=url)


def _parse_json(content: bytes, graph: rdflib.Graph, url: str) -> None:
    json_size.check(content)
    document = json.loads(mending.decode(content))
    to_rdf(_with_contexts(document, 0), graph, base=url)


def _with_contexts(value: Any, depth: int) -> Any:
    """Give a JSON-LD document in which every context stands inline: rdflib would fetch the others."""
    if depth > MAX_DEPTH:
        raise ListingError(findings.DCAT_DEEP())
    if isinstance(value, list):
        return [_with_contexts(item, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _context(item, depth + 1) if name == "@context" else _with_contexts(item, depth + 1)
        for name, item in value.items()
    }


def _context(value: Any, depth: int) -> Any:
    """Give a context without references; terms may have contexts of their own."""
    if isinstance(value, list):
        return [_context(item, depth + 1) for item in value]
    if isinstance(value, str):
        return _bundled(value)
    if isinstance(value, dict) and "@import" in value:
        imported = _bundled(str(value["@import"]))
        value = {**imported, **{name: item for name, item in value.items() if name != "@import"}}
    return _with_contexts(value, depth + 1)


def _bundled(name: str) -> dict[str, Any]:
    """Give a context of the bundled list: the names of DCAT-AP's releases in one, and those of Hydra."""
    address = re.sub(r"^https?://", "", name.strip()).rstrip("/#").lower()
    for pattern, file in _index():
        if pattern.fullmatch(address):
            return json.loads((_CONTEXTS / file).read_text(encoding="utf-8"))["@context"]
    raise ListingError(findings.DCAT_CONTEXT(context=name))


@lru_cache
def _index() -> list[tuple[re.Pattern[str], str]]:
    index = json.loads((_CONTEXTS / "index.json").read_text(encoding="utf-8"))
    return [(re.compile(pattern), file) for file, patterns in index.items() for pattern in patterns]


def _line(error: Exception) -> int | str:
    """Give the line at which a parser stopped, counted from 1, where it says so."""
    if hasattr(error, "getLineNumber"):
        return error.getLineNumber() or "?"
    if isinstance(getattr(error, "lines", None), int):
        return error.lines + 1
    return getattr(error, "lineno", "?")


def _reason(error: Exception) -> str:
    if hasattr(error, "getMessage"):
        return error.getMessage()
    known = getattr(error, "msg", None) or getattr(error, "_why", None)
    return " ".join(str(known or f"{type(error).__name__}: {error}").split())[:200]
