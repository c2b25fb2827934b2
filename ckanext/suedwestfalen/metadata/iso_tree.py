"""The tree of an ISO record: finding it in what surrounds it, and bringing its dialects into one form.

Children are looked for by local name (``{*}name``): catalogues differ in prefixes, in the namespaces of GML 3.1 and
3.2 and of ISO 19139 and 19115-3, not in the names themselves.
"""

from __future__ import annotations

import re

from lxml import etree

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.metadata import findings
from ckanext.suedwestfalen.metadata.errors import RecordError
from ckanext.suedwestfalen.net import mending, xml

GMD = "http://www.isotc211.org/2005/gmd"
GCO = "http://www.isotc211.org/2005/gco"
GMX = "http://www.isotc211.org/2005/gmx"
GMI = "http://www.isotc211.org/2005/gmi"
SRV = "http://www.isotc211.org/2005/srv"
IDF = "http://www.portalu.de/IDF/1.0"
XLINK = "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"
#: Start of all namespaces of ISO 19115-3.
ISO3 = "http://standards.iso.org/iso/19115/-3/"

_ROOTS = ("MD_Metadata", "MI_Metadata", "CHE_MD_Metadata", "idfMdMetadata")
_ANY_ROOT = tuple("{*}" + name for name in _ROOTS)
_PROFILED = etree.XPath(
    "descendant-or-self::*[@gco:isoType or starts-with(local-name(), 'CHE_')]", namespaces={"gco": GCO}
)
_NAME = re.compile(r"^[A-Za-z_][\w.-]*$", re.ASCII)
_SUBSTITUTES = {
    "idfMdMetadata": "MD_Metadata",
    "idfResponsibleParty": "CI_ResponsibleParty",
    "idfOnlineResource": "CI_OnlineResource",
    "MI_Metadata": "MD_Metadata",
}
_GCO_NAMES = frozenset((
    "CharacterString", "Date", "DateTime", "Decimal", "Integer", "Real", "Boolean", "Distance", "Measure", "LocalName",
    "ScopedName", "Record",
))
_SRV_NAMES = re.compile(
    r"^(?:SV_.*|serviceType|serviceTypeVersion|accessProperties|coupledResource|couplingType|containsOperations|"
    r"operatesOn|operationName|connectPoint|DCP|DCPList)$"
)


def name_of(element: etree._Element) -> str:
    """Local name of an element; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element | None, path: str) -> etree._Element | None:
    """First element at a path of local names (``a/b/c``)."""
    return None if element is None else element.find(_path(path))


def children(element: etree._Element | None, path: str) -> list[etree._Element]:
    """All elements at a path of local names."""
    return [] if element is None else element.findall(_path(path))


def value(element: etree._Element | None, path: str = "") -> str:
    """Text of the first value at a path: of a CharacterString or Anchor, or the code of a code list."""
    found = child(element, path) if path else element
    if found is None:
        return ""
    inner = next((item for item in found if isinstance(item.tag, str)), None)
    inner = found if inner is None else inner
    return " ".join((inner.text or inner.get("codeListValue") or "").split())


def code(element: etree._Element | None, path: str) -> str:
    """Code of a code-list element at a path; its text where the attribute is empty."""
    found = child(element, path)
    if found is None:
        return ""
    return (found.get("codeListValue") or "").strip().rpartition("#")[2] or (found.text or "").strip()


def load(data: bytes) -> tuple[etree._Element, list[Finding]]:
    """Parse a document, mending what is not quite well-formed. Raises :class:`RecordError`."""
    try:
        return mending.parse(data)
    except xml.XmlError as error:
        raise RecordError(error.finding) from None


def find_record(root: etree._Element) -> tuple[etree._Element, int]:
    """Find the first ISO record in a tree, and how many there are. Raises :class:`RecordError`."""
    records = [element for element in root.iter(*_ANY_ROOT) if not _inside_record(element)]
    if not records:
        records = [element for element in root.iter("*") if _profiled(element).endswith("_Metadata")][:1]
    if not records:
        raise RecordError(findings.NO_RECORD(root=name_of(root)))
    return records[0], len(records)


def is_iso3(record: etree._Element) -> bool:
    """True for ISO 19115-3."""
    return record.tag.startswith("{" + ISO3)


def normalise(record: etree._Element) -> etree._Element:
    """Bring the dialects of ISO 19139 into the form of the standard, in place.

    Profiles (``gco:isoType``, ``CHE_``), InGrid's IDF elements and ``gmi`` take the standard's names; of texts in
    several languages the German one is taken; elements without or with a foreign namespace get that of the standard.
    """
    foreign = not is_iso3(record) and not record.tag.startswith((f"{{{GMD}}}", f"{{{GMI}}}", f"{{{IDF}}}"))
    main = language_of(record)
    if foreign:
        for element in list(record.iter("*")):
            _rename(element, foreign=True)
    elif not is_iso3(record):
        for element in [*_PROFILED(record), *record.iter(f"{{{IDF}}}*", f"{{{GMI}}}MI_Metadata")]:
            _rename(element, foreign=False)
    texts = list(record.iter("{*}PT_FreeText"))
    locales = _locales(record) if texts else {}
    for element in texts:
        _take_german(element, main, locales)
    return record


def language_of(record: etree._Element) -> str:
    """Main language of the record, as it is written there."""
    return (
        code(record, "language/LanguageCode") or value(record, "language")
        or code(record, "defaultLocale/PT_Locale/language/LanguageCode")
    )


def anchors_to_text(record: etree._Element) -> None:
    """Turn Anchors into plain texts (keeping their address), as OWSLib reads most fields only that way."""
    iso3 = is_iso3(record)
    text = f"{{{ISO3}gco/1.0}}CharacterString" if iso3 else f"{{{GCO}}}CharacterString"
    for anchor in record.iter("{*}Anchor"):
        # The address of an organisation is the one that OWSLib only gives for Anchors.
        if iso3 or name_of(anchor.getparent()) != "organisationName":
            anchor.tag = text


def _path(path: str) -> str:
    cached = _PATHS.get(path)
    if cached is None:
        cached = _PATHS[path] = "/".join("{*}" + step if step not in ("*", "", ".") else step for step in
                                         path.split("/"))
    return cached


_PATHS: dict[str, str] = {}


def _profiled(element: etree._Element) -> str:
    """Name of the standard's element that a profile's element stands for (``gco:isoType``)."""
    iso_type = element.get(f"{{{GCO}}}isoType") or ""
    name = iso_type.rpartition(":")[2].removesuffix("_Type")
    return name if _NAME.match(name) else ""


def _inside_record(element: etree._Element) -> bool:
    return next(element.iterancestors(*_ANY_ROOT), None) is not None


def _rename(element: etree._Element, foreign: bool) -> None:
    namespace, _, name = element.tag[1:].rpartition("}") if element.tag[0] == "{" else ("", "", element.tag)
    standard = _profiled(element) or name
    standard = _SUBSTITUTES.get(standard, standard).removeprefix("CHE_")
    if foreign or (standard != name and namespace != SRV):
        namespace = _namespace(standard, namespace if not foreign else "")
    if standard != name or foreign:
        element.tag = f"{{{namespace}}}{standard}"


def _namespace(name: str, namespace: str) -> str:
    if namespace in (GCO, GMX, SRV):
        return namespace
    if name in _GCO_NAMES:
        return GCO
    if name == "Anchor":
        return GMX
    return SRV if _SRV_NAMES.match(name) else GMD


def _locales(record: etree._Element) -> dict[str, str]:
    """Language by id of the locales that a record declares."""
    found = {}
    for locale in record.iter("{*}PT_Locale"):
        language = code(locale, "languageCode/LanguageCode") or code(locale, "language/LanguageCode")
        if locale.get("id"):
            found[locale.get("id").lower()] = language.lower()
    return found


def _is_german(language: str) -> bool:
    language = language.strip().lower()
    return language in ("ger", "deu", "german", "deutsch") or re.split(r"[^a-z]", language)[0] == "de"


def _take_german(free_text: etree._Element, main: str, locales: dict[str, str]) -> None:
    """Put the German text of a text in several languages where its main text stands; any text before none."""
    holder = free_text.getparent()
    texts = {}
    for item in free_text.iter("{*}LocalisedCharacterString"):
        key = (item.get("locale") or "").lstrip("#").rpartition("#")[2].lower()
        if (item.text or "").strip():
            texts.setdefault("de" if _is_german(locales.get(key) or key.rpartition("-")[2]) else key, item.text)
    texts_in_order = [texts["de"]] if "de" in texts else list(texts.values())
    shown = next((item for item in holder if name_of(item) in ("CharacterString", "Anchor")), None)
    if shown is None and texts_in_order:
        shown = etree.SubElement(holder, free_text.tag.replace(GMD, GCO).replace("PT_FreeText", "CharacterString"))
        if ISO3 in shown.tag:
            shown.tag = f"{{{ISO3}gco/1.0}}CharacterString"
    holder.remove(free_text)
    if not texts_in_order or shown is None:
        return
    empty = not (shown.text or "").strip()
    if empty or ("de" in texts and not _is_german(main)):
        shown.text = texts_in_order[0]
