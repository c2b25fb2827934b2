"""Finding the ISO record in what a CSW delivers, and the little that a listing has to know of it."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

#: ISO 19139 records, those for imagery, the Swiss profile, InGrid's, and ISO 19115-3 (same local name).
RECORDS = frozenset({"MD_Metadata", "MI_Metadata", "CHE_MD_Metadata", "idfMdMetadata"})


@dataclass(frozen=True)
class Identity:
    """Identifier, own date and title of a record, as written; None where there is none."""

    guid: str | None
    modified: str | None
    title: str | None


def record_of(element: etree._Element) -> etree._Element | None:
    """Give the ISO record that an element is or wraps; None when there is none."""
    return next((part for part in element.iter(etree.Element) if etree.QName(part).localname in RECORDS), None)


def identify(record: etree._Element) -> Identity:
    """Read identifier and date from the record's own children, and a title from wherever the first one stands."""
    guid = _text(record, "fileIdentifier", "metadataIdentifier/{*}MD_Identifier/{*}code", "identifier")
    modified = _text(record, "dateStamp", "dateInfo/{*}CI_Date/{*}date", "modified")
    title = None if guid else next((_content(found) for found in record.iter("{*}title")), None)
    return Identity(guid, modified, title)


def unwrap(root: etree._Element) -> etree._Element:
    """Give what a SOAP envelope (1.1 or 1.2) holds; any other document is given back as it is."""
    if etree.QName(root).localname != "Envelope":
        return root
    inside = root.find("{*}Body/*")
    return root if inside is None else inside


def exception_text(root: etree._Element) -> str:
    """Give the text of an OWS exception report (also within SOAP) or a SOAP fault; empty when this is none."""
    root = unwrap(root)
    if etree.QName(root).localname not in {"ExceptionReport", "ServiceExceptionReport", "Fault"}:
        return ""
    texts = [_content(element) for element in root.iter("{*}ExceptionText", "{*}ServiceException")]
    codes = [element.get("exceptionCode") for element in root.iter("{*}Exception")]
    if not any(texts):
        texts = [_content(element) for element in root.iter("{*}faultstring", "{*}Reason", "faultstring")]
    return " ".join(text for text in [*codes, *texts] if text)[:400] or "?"


def _text(record: etree._Element, *paths: str) -> str | None:
    for path in paths:
        found = record.find("{*}" + path)
        if found is not None and (text := _content(found)):
            return text
    return None


def _content(element: etree._Element) -> str:
    return " ".join("".join(element.itertext(etree.Element)).split()) if len(element) else (element.text or "").strip()
