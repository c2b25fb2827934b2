"""Reading XML from strangers: entities, DTD and network off, size and depth limited; a stable form for comparing."""

from __future__ import annotations

import copy
import html
import re

from lxml import etree

from ckanext.suedwestfalen.findings import FindingError

from . import findings

MEGABYTE = 1024 * 1024
#: Largest single document (one metadata record), in bytes.
MAX_DOCUMENT = 10 * MEGABYTE
#: Most tags, attributes and the like: read, each takes 100 to 300 bytes, whatever its four bytes are in the document.
MAX_NODES = 4_000_000
#: Deepest nesting of elements; real ISO records stay below 30.
MAX_DEPTH = 200

_MARKS = re.compile(rb"(?:\xef\xbb\xbf|\s)+")
_XSI_TYPE = etree.XPath(
    "descendant-or-self::*/@xsi:type", namespaces={"xsi": "http://www.w3.org/2001/XMLSchema-instance"}
)
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")
_HTML = re.compile(rb"<(?:!doctype\s+)?html[\s>]", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)


class XmlError(FindingError):
    """A document that cannot be read as XML, or must not be."""


def parse(data: bytes, *, max_bytes: int = MAX_DOCUMENT) -> etree._Element:
    """Give the root element of an XML document.

    Byte order marks and white space before the document are forgiven. Raises :class:`XmlError` for anything that
    is not well-formed, is larger than ``max_bytes``, has more than ``MAX_NODES`` tags and attributes, is nested deeper
    than ``MAX_DEPTH``, or declares entities.
    """
    if len(data) > max_bytes:
        raise XmlError(findings.XML_LARGE(limit=max_bytes // MEGABYTE))
    if data.count(b"<") + data.count(b"=") > MAX_NODES:
        raise XmlError(findings.XML_NODES(limit=MAX_NODES))
    data = without_marks(data)
    if not data:
        raise XmlError(findings.XML_EMPTY())
    _refuse_declared_entities(data)
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise _explain(error, data) from None
    if root is None:
        raise XmlError(findings.XML_EMPTY())
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise XmlError(findings.XML_ENTITY())
    if _TOO_DEEP(root.getroottree()):
        raise XmlError(findings.XML_DEEP(limit=MAX_DEPTH))
    return root


def without_marks(data: bytes) -> bytes:
    """Give a document without white space and byte order marks before it.

    Scripts that join files leave several marks, and some write that of UTF-16 before text of single bytes.
    """
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} and b"\0" not in data[:20]:
        data = data[2:]
    found = _MARKS.match(data)
    return data[found.end() :] if found else data


def is_html(data: bytes) -> bool:
    """True when the bytes begin like a web page."""
    return bool(_HTML.search(data[:1000]))


def html_title(data: bytes) -> str:
    """Give the title of a web page, or an empty string."""
    found = _TITLE.search(data[:100_000])
    return " ".join(html.unescape(found.group(1).decode("utf-8", "replace")).split())[:200] if found else ""


def canonical(document: bytes | etree._Element) -> bytes:
    """Give a document or an element as stand-alone bytes in Exclusive XML Canonicalization 1.0, without comments.

    The result does not depend on what surrounds the element, on where namespaces are declared, on the order or
    quoting of attributes or on the encoding, so equal bytes mean an unchanged record. White space between elements
    is kept: it belongs to mixed content, and servers do not change it by themselves.
    """
    element = parse(document) if isinstance(document, bytes) else document
    prefixes = {value.partition(":")[0] for value in _XSI_TYPE(element) if ":" in value}
    # A prefix used only in the value of xsi:type is invisible to the exclusive form and would lose its declaration.
    kept = sorted(prefix for prefix in prefixes if prefix in element.nsmap) or None
    try:
        return _canonical(element, kept)
    except etree.C14NError:
        return _canonical_of_relative(element, kept)


def _canonical(element: etree._Element, kept: list[str] | None) -> bytes:
    return etree.tostring(
        element, method="c14n", exclusive=True, with_comments=False, inclusive_ns_prefixes=kept, with_tail=False
    )


def _canonical_of_relative(element: etree._Element, kept: list[str] | None) -> bytes:
    """Give an element in whose scope a namespace is no absolute URI, which the canonical form forbids.

    Servers declare all their namespaces at the root, also those that a person made up (``xmlns:town="town"``). What
    is not used is dropped, with the usual result; what is used is written as it stands.
    """
    alone = copy.deepcopy(element)
    etree.cleanup_namespaces(alone, keep_ns_prefixes=kept)
    try:
        return _canonical(alone, kept)
    except etree.C14NError:
        etree.strip_tags(alone, etree.Comment)
        return etree.tostring(alone, encoding="utf-8", xml_declaration=False, with_tail=False)


def _parser() -> etree.XMLParser:
    # One per document: a parser is not shared between threads without waiting. Beware of collect_ids=False, it makes
    # libxml2 load external DTDs from files.
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )


def _refuse_declared_entities(data: bytes) -> None:
    """Refuse entity declarations before the parser sees them; zero bytes are those of UTF-16 and UTF-32."""
    prolog = data[:MEGABYTE].replace(b"\0", b"")
    start = prolog.find(b"<!DOCTYPE")
    if start >= 0 and prolog.find(b"<!ENTITY", start) >= 0:
        raise XmlError(findings.XML_ENTITY())


def _explain(error: etree.XMLSyntaxError, data: bytes) -> XmlError:
    if is_html(data):
        return XmlError(findings.XML_HTML(title=html_title(data) or "?"))
    reason = str(error.msg or "").partition(", line ")[0]
    if "xcessive depth" in reason or "maximum depth" in reason.lower():
        return XmlError(findings.XML_DEEP(limit=MAX_DEPTH))
    return XmlError(findings.XML_BROKEN(line=error.lineno or 1, reason=reason))
