"""Reading XML that is almost well-formed, as servers and the scripts behind them write it.

What is mended is what can only have been meant in one way; a document that was cut off stays broken. The mended bytes
go through :func:`.xml.parse` like any others, so that its limits hold for them, too.
"""

from __future__ import annotations

import codecs
import contextlib
import html.entities
import re

from lxml import etree

from ckanext.suedwestfalen.findings import Finding

from . import findings, xml
from .xml import XmlError

#: Prefixes that are used in one way only, where a record was cut out of a document that declared them.
NAMESPACES = {
    "adms": "http://www.w3.org/ns/adms#",
    "atom": "http://www.w3.org/2005/Atom",
    "csw": "http://www.opengis.net/cat/csw/2.0.2",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dct": "http://purl.org/dc/terms/",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geodcatap": "http://data.europa.eu/930/",
    "gco": "http://www.isotc211.org/2005/gco",
    "gmd": "http://www.isotc211.org/2005/gmd",
    "gmi": "http://www.isotc211.org/2005/gmi",
    "gml": "http://www.opengis.net/gml/3.2",
    "gmx": "http://www.isotc211.org/2005/gmx",
    "gsr": "http://www.isotc211.org/2005/gsr",
    "gss": "http://www.isotc211.org/2005/gss",
    "gts": "http://www.isotc211.org/2005/gts",
    "healthdcatap": "http://healthdataportal.eu/ns/health#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "idf": "http://www.portalu.de/IDF/1.0",
    "locn": "http://www.w3.org/ns/locn#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "ows": "http://www.opengis.net/ows",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "srv": "http://www.isotc211.org/2005/srv",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "wfs": "http://www.opengis.net/wfs",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
#: Larger documents are not mended, as several copies of them would be in memory.
MAX_MENDED = 10 * xml.MEGABYTE
_SINGLE_BYTE = frozenset((
    "iso-8859-1", "iso-8859-15", "latin1", "latin-1", "windows-1252", "cp1252", "us-ascii", "ascii",
))
_DECLARATION = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'][^>]*\?>")
_ANY_DECLARATION = re.compile(r"<\?xml[^>]{0,200}\?>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: What must stay as it is, comments, and what begins with ``&``. What has no end goes to the end of the document: to
#: look for it from every beginning anew would take for ever.
_RAW = re.compile(
    r"(?P<kept><!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z))|(?P<comment><!--.*?(?:-->|\Z))"
    r"|&#(?P<number>x[0-9A-Fa-f]{1,6}|[0-9]{1,7});|&(?P<name>[A-Za-z][A-Za-z0-9]{1,30});|(?P<bare>&)", re.DOTALL
)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_PREFIX = re.compile(r"[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]")
_AS_WINDOWS = "suedwestfalen-windows-1252"
#: A character of UTF-8 in several bytes.
_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))


def parse(data: bytes, *, max_bytes: int = xml.MAX_DOCUMENT) -> tuple[etree._Element, list[Finding]]:
    """Give the root element of a document, and what had to be mended in it.

    Mended are wrong statements of the encoding, prefixes that nothing declares, names of HTML characters, lone ``&``,
    characters that XML does not know, and text behind the end. Raises :class:`.XmlError` as :func:`.xml.parse` does.
    """
    claimed = _claimed(data)
    if claimed in _SINGLE_BYTE and _is_utf_8(data):
        # Real Latin-1 text practically never is UTF-8, too.
        text = _without_declaration(data.decode("utf-8-sig"))
        return parse(text.encode(), max_bytes=max_bytes)[0], [findings.ENCODING_WRONG(claimed=claimed, real="utf-8")]
    try:
        return xml.parse(data, max_bytes=max_bytes), []
    except XmlError as error:
        if error.finding.code != findings.XML_BROKEN.code or len(data) > MAX_MENDED:
            raise
        text, notes = _decoded(data, claimed)
        if notes:
            with contextlib.suppress(XmlError):
                return xml.parse(text.encode(), max_bytes=max_bytes), notes
        try:
            root = xml.parse(_mended(text).encode("utf-8", "replace"), max_bytes=max_bytes)
        except XmlError:
            raise error from None
        return root, [*notes, findings.XML_MENDED(**error.finding.values)]


def decode(data: bytes) -> str:
    """Give the text of a document without XML's statement of its encoding (Turtle, JSON), and without a mark."""
    return _decoded(data, "")[0]


def _claimed(data: bytes) -> str:
    declared = _DECLARATION.match(xml.without_marks(data[:300]))
    return declared.group(1).decode("ascii").lower() if declared else ""


def _is_utf_8(data: bytes) -> bool:
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: bytes, claimed: str) -> tuple[str, list[Finding]]:
    """Give the text of a document; bytes that are no UTF-8 are read as Windows-1252, each for itself."""
    data = xml.without_marks(data)
    if data.startswith(_UTF_16):
        return _without_declaration(data.decode("utf-16", "replace")), []
    if claimed in _SINGLE_BYTE - {"us-ascii", "ascii"}:
        return _without_declaration(data.decode("cp1252", "replace")), []
    try:
        return _without_declaration(data.decode("utf-8")), []
    except UnicodeDecodeError:
        wrong = findings.ENCODING_WRONG(claimed=claimed or "utf-8", real="windows-1252")
        # Pages of a catalogue hold records of both kinds.
        text = data.decode("utf-8", _AS_WINDOWS) if _CHARACTER.search(data) else data.decode("cp1252", "replace")
        return _without_declaration(text), [wrong]


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_AS_WINDOWS, _as_windows)


def _without_declaration(text: str) -> str:
    text = text.lstrip("\ufeff \t\r\n")
    declared = _ANY_DECLARATION.match(text)
    return text[declared.end() :].lstrip() if declared else text


def _mended(text: str) -> str:
    text = _RAW.sub(_replaced, _CONTROL.sub("", text))
    root = _ROOT.search(text)
    if root is None:
        return text
    return _with_prefixes(_without_rest(text, root.group(1)), root.end())


def _replaced(found: re.Match) -> str:
    if found["kept"]:
        return found["kept"]
    if found["comment"]:
        return ""
    if found["number"]:
        digits = found["number"]
        character = int(digits[1:], 16) if digits[0] == "x" else int(digits)
        fit = character in (9, 10, 13) or 32 <= character < 0xD800 or 0xE000 <= character < 0xFFFE
        return found[0] if fit or 0x10000 <= character < 0x110000 else ""
    if found["name"] in _XML_NAMES:
        return found[0]
    known = html.entities.name2codepoint.get(found["name"] or "")
    return f"&#{known};" if known else "&amp;" + found[0][1:]


def _without_rest(text: str, name: str) -> str:
    """Cut what stands behind the end of the root element: messages of a script, zero bytes."""
    end = f"</{name}>"
    position = text.rfind(end)
    return text if position < 0 else text[: position + len(end)]


def _with_prefixes(text: str, position: int) -> str:
    used = set(_PREFIX.findall(text))
    tag = text[position : text.find(">", position)]
    missing = [prefix for prefix in NAMESPACES if prefix in used and not re.search(rf"\sxmlns:{prefix}\s*=", tag)]
    declared = "".join(f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in missing)
    return text[:position] + declared + text[position:]
