"""Parts of an ISO record that OWSLib does not read, or reads only in part."""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any

from lxml import etree

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.geo import crs as crs_notation
from ckanext.suedwestfalen.metadata import dates, findings, text
from ckanext.suedwestfalen.metadata.description import (
    Box,
    Conformity,
    Description,
    Format,
    LicenceClaim,
    Polygon,
    TextRef,
)
from ckanext.suedwestfalen.metadata.iso_tree import HREF, child, children, code, name_of, value

#: Registers of regional keys; what follows is an ARS (or the beginning of one).
_REGIONAL_KEY = re.compile(r"(?:regschluessel|regionalKey|municipalityKey|districtKey)[/:#](\d{2,12})\b")
_KEY_ONLY = re.compile(r"^(?:\d{5}|\d{8}|\d{9}|\d{12})$")
_LICENCE_FIELD = re.compile(
    r"[\"'](id|name|url|quelle)[\"']\s*:\s*[\"'](.*?)[\"']\s*(?=,\s*[\"'](?:id|name|url|quelle)[\"']\s*:|\}|$)",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_JSON = 4_000
_MAX_POSITIONS = 100_000


def read(record: etree._Element, identification: etree._Element | None, into: Description) -> list[Finding]:
    """Fill in constraints, extents, reference systems, quality, formats and maintenance; gives what was found."""
    notes: list[Finding] = []
    _constraints(identification, into, notes)
    _extents(record, identification, into, notes)
    _temporal(identification, into, notes)
    into.crs = _reference_systems(record)
    into.conformity = _conformity(record)
    into.formats = _formats(record)
    into.frequency = code(
        identification, "resourceMaintenance/MD_MaintenanceInformation/maintenanceAndUpdateFrequency/"
        "MD_MaintenanceFrequencyCode",
    )
    previews = children(identification, "graphicOverview/MD_BrowseGraphic/fileName")
    into.previews = _unique(text.web_address(value(item)) for item in previews)
    into.resource_identifiers = _unique(_identifier(item) for item in children(
        identification, "citation/CI_Citation/identifier/*"
    ))
    return notes


def text_ref(element: etree._Element) -> TextRef:
    """Text and address of an element that holds a CharacterString or an Anchor."""
    inner = next((item for item in element if isinstance(item.tag, str)), element)
    return TextRef(text.plain(inner.text), text.web_address(inner.get(HREF) or element.get(HREF)))


def _unique(items: Any) -> list[str]:
    return list(dict.fromkeys(item for item in items if item))


def _identifier(element: etree._Element) -> str:
    holder = child(element, "code")
    if holder is None:
        return ""
    found = text_ref(holder)
    # Identifiers broken over lines are one word; an Anchor's address is the identifier in full.
    plain = "".join(found.text.split()) if "://" in found.text else text.line(found.text)
    if plain.startswith("http"):
        return plain
    space = value(element, "codeSpace")
    if found.href:
        return found.href
    return space.rstrip("/") + "/" + plain if plain and space.startswith("http") else plain


def _constraints(identification: etree._Element | None, into: Description, notes: list[Finding]) -> None:
    for block in children(identification, "resourceConstraints/*"):
        into.use_limitations += _texts(block, "useLimitation")
        into.access_constraints += [code(item, "*") for item in children(block, "accessConstraints")]
        into.use_constraints += [code(item, "*") for item in children(block, "useConstraints")]
        for ref in _texts(block, "otherConstraints"):
            claim = licence_json(ref.text, notes)
            if claim:
                into.licences.append(claim)
            else:
                into.other_constraints.append(ref)
        for title in children(block, "reference/CI_Citation/title"):
            into.other_constraints.append(text_ref(title))
    for ref in list(into.use_limitations):
        claim = licence_json(ref.text, notes)
        if claim:
            into.use_limitations.remove(ref)
            into.licences.append(claim)
    into.access_constraints = _unique(into.access_constraints)
    into.use_constraints = _unique(into.use_constraints)


def _texts(block: etree._Element, path: str) -> list[TextRef]:
    items = children(block, path)
    found = [text_ref(item) for item in items]
    # Some write the address of a licence as HTML, whose text only says "licence".
    found += [TextRef(href=url) for item in items for url in text.links("".join(item.itertext(etree.Element)))]
    return [ref for ref in found if ref.text or ref.href]


def licence_json(raw: str, notes: list[Finding]) -> LicenceClaim | None:
    """Read the licence JSON of the GDI-DE; a text that is none gives None, a broken one is reported."""
    raw = raw.strip()
    if not raw.startswith("{"):
        return None
    try:
        # Catalogues wrap long values, so line breaks stand inside of JSON strings.
        found = json.loads(raw, strict=False)
    except (ValueError, RecursionError):
        if re.search(r"[\"'](?:id|url|name)[\"']\s*:", raw):
            notes.append(findings.LICENCE_JSON(raw=raw[:200]))
        # Quotation marks inside of values, single ones around them, a bracket that is missing.
        found = {key.lower(): words for key, words in _LICENCE_FIELD.findall(raw[:_LONGEST_JSON])}
    found = {str(key).lower(): item for key, item in found.items()} if isinstance(found, dict) else {}
    if not {"id", "url", "name"} & set(found):
        return None
    values = {key: text.line(str(found.get(key) or "")) for key in ("id", "name", "url", "quelle")}
    return LicenceClaim(values["id"], values["name"], values["url"], values["quelle"])


def _extents(
    record: etree._Element, identification: etree._Element | None, into: Description, notes: list[Finding]
) -> None:
    for element in children(identification, "extent/EX_Extent/geographicElement/*"):
        kind = name_of(element)
        if kind == "EX_GeographicBoundingBox":
            into.boxes.append(Box(*(
                value(element, side) for side in
                ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
            )))
        elif kind == "EX_BoundingPolygon":
            into.polygons += _polygons(element, notes)
        elif kind == "EX_GeographicDescription":
            _geographic_description(element, into)
    into.boxes = [box for box in into.boxes if any((box.west, box.south, box.east, box.north))]
    into.place_names += [text.line(value(item)) for item in children(identification, "extent/EX_Extent/description")]
    for key in children(record, "regionKey/key"):
        into.regional_keys.append(value(key))
    into.place_names = _unique(into.place_names)
    into.regional_keys = _unique(into.regional_keys)


def _geographic_description(element: etree._Element, into: Description) -> None:
    for holder in children(element, "geographicIdentifier/*/code"):
        found = text_ref(holder)
        register = _REGIONAL_KEY.search(found.href) or _REGIONAL_KEY.search(found.text)
        plain = "".join(found.text.split())
        if register:
            # The address may hold a shortened key whose full form is the text.
            into.regional_keys.append(plain if _KEY_ONLY.match(plain) else register.group(1))
        elif _KEY_ONLY.match(plain):
            into.regional_keys.append(plain)
        elif found.text:
            into.place_names.append(text.line(found.text))


def _polygons(element: etree._Element, notes: list[Finding]) -> list[Polygon]:
    found = []
    for shape in element.iter("{*}Polygon", "{*}PolygonPatch"):
        crs = _nearest_crs(shape)
        try:
            rings = [_positions(ring) for ring in shape.iter("{*}LinearRing")]
        except ValueError as error:
            raw = str(error).partition(": ")[2].strip("'")
            notes.append(findings.NUMBER_UNREADABLE(raw=raw, field="EX_BoundingPolygon"))
            continue
        rings = [ring for ring in rings if len(ring) >= 3]
        if rings:
            found.append(Polygon({"type": "Polygon", "coordinates": rings}, crs))
    for shape in element.iter("{*}Point"):
        with contextlib.suppress(ValueError):
            positions = _positions(shape)
            if positions:
                found.append(Polygon({"type": "Point", "coordinates": positions[0]}, _nearest_crs(shape)))
    return found


def _nearest_crs(element: etree._Element) -> str:
    while element is not None:
        if element.get("srsName"):
            return element.get("srsName")
        element = element.getparent()
    return ""


def _positions(ring: etree._Element) -> list[list[float]]:
    """Positions of a ring from ``posList``, ``pos`` or ``coordinates``, in the order in which they are written."""
    lists = list(ring.iter("{*}posList"))
    if lists:
        stated = lists[0].get("srsDimension") or _inherited_dimension(lists[0])
        size = 3 if stated == "3" else 2
        numbers = [float(number) for item in lists for number in _numbers(item)[: _MAX_POSITIONS * size]]
        return [numbers[start:start + 2] for start in range(0, len(numbers) - 1, size)]
    positions = [(item.text or "").split() for item in ring.iter("{*}pos")]
    if not positions:
        positions = [pair.split(",") for item in ring.iter("{*}coordinates") for pair in (item.text or "").split()]
    return [[float(number) for number in position[:2]] for position in positions[:_MAX_POSITIONS] if len(position) > 1]


def _numbers(element: etree._Element) -> list[str]:
    """Numbers of a list; a comma parts numbers that have a decimal point, and else is one itself."""
    raw = element.text or ""
    return raw.replace(",", " " if "." in raw else ".").split()


def _inherited_dimension(element: etree._Element) -> str | None:
    return next((above.get("srsDimension") for above in element.iterancestors() if above.get("srsDimension")), None)


def _temporal(identification: etree._Element | None, into: Description, notes: list[Finding]) -> None:
    for extent in children(identification, "extent/EX_Extent/temporalElement/*/extent"):
        begin = _position(extent, ("beginPosition", "begin"), notes)
        end = _position(extent, ("endPosition", "end"), notes)
        if not begin and not end:
            begin = end = _position(extent, ("timePosition",), notes)
        into.temporal_start = into.temporal_start or begin
        into.temporal_end = into.temporal_end or end


def _position(extent: etree._Element, names: tuple[str, ...], notes: list[Finding]) -> str:
    for name in names:
        for element in extent.iter("{*}" + name):
            raw = (element.text or "").strip() or next(
                ((item.text or "").strip() for item in element.iter("{*}timePosition")), ""
            )
            if not raw:
                continue
            parsed = dates.parse(raw)
            if not parsed and element.get("indeterminatePosition") is None:
                notes.append(findings.DATE_UNREADABLE(raw=raw, field=name))
            return parsed
    return ""


def _reference_systems(record: etree._Element) -> list[str]:
    found = []
    for identifier in children(record, "referenceSystemInfo/MD_ReferenceSystem/referenceSystemIdentifier/*"):
        holder = child(identifier, "code")
        ref = text_ref(holder) if holder is not None else TextRef()
        space = value(identifier, "codeSpace")
        plain = text.line(ref.text)
        if plain.isdigit() and space:
            # "25832" beside "EPSG" (or beside a URN's beginning) is one name in two elements.
            plain = f"{space.rstrip(':')}:{plain}" if ":" not in space else f"{space.rstrip(':')}::{plain}"
        # An Anchor may show a name of its own and give the system only by its address.
        by_address = ref.href and not crs_notation.parse(plain) and crs_notation.parse(ref.href)
        found.append(ref.href if by_address or not plain else plain)
    return _unique(found)


def _conformity(record: etree._Element) -> list[Conformity]:
    found = []
    for result in children(record, "dataQualityInfo/DQ_DataQuality/report/*/result/DQ_ConformanceResult"):
        title = child(result, "specification/CI_Citation/title")
        ref = text_ref(title) if title is not None else TextRef()
        passed = {"true": True, "1": True, "false": False, "0": False}.get(value(result, "pass").lower())
        date = dates.parse(value(result, "specification/CI_Citation/date/CI_Date/date"))
        if ref.text or ref.href:
            found.append(Conformity(text.line(ref.text) or ref.href, ref.href, date, passed))
    return found


def _formats(record: etree._Element) -> list[Format]:
    found: dict[str, Format] = {}
    blocks = children(record, "distributionInfo/*/distributionFormat/MD_Format")
    blocks += children(record, "distributionInfo/*/distributor/MD_Distributor/distributorFormat/MD_Format")
    blocks += children(record, "identificationInfo/*/resourceFormat/MD_Format")
    for block in blocks:
        name = text.line(value(block, "name") or value(block, "formatSpecificationCitation/CI_Citation/title"))
        version = text.line(value(block, "version") or value(block, "formatSpecificationCitation/CI_Citation/edition"))
        if name and name.lower() not in ("unknown", "unbekannt", "n/a", "-", "keine angabe"):
            found.setdefault(name, Format(name, version))
    return list(found.values())
