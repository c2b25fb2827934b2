"""Reader for ISO 19139 and ISO 19115-3: bytes in, neutral description out.

OWSLib reads the body of the record; ``iso_tree`` brings dialects into the form it understands, ``iso_parts`` reads
what it leaves out.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterable
from typing import Any

from lxml import etree
from owslib import iso as owslib_iso
from owslib import iso3 as owslib_iso3

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.metadata import dates, findings, iso_parts, iso_tree, text
from ckanext.suedwestfalen.metadata.description import (
    Contact,
    Coupled,
    Description,
    Keyword,
    OnlineResource,
    Operation,
    Service,
)
from ckanext.suedwestfalen.metadata.errors import RecordError
from ckanext.suedwestfalen.metadata.iso_tree import child, children, code, name_of, value

#: Longest texts that are kept, in characters.
MAX_TITLE, MAX_ABSTRACT, MAX_TEXT = 1_000, 100_000, 8_000
#: What OWSLib does not need; some of it makes it stumble, all of it costs time.
_NOT_FOR_OWSLIB = frozenset((
    "locale", "contentInfo", "spatialRepresentationInfo", "referenceSystemInfo", "acquisitionInformation",
    "portrayalCatalogueInfo", "applicationSchemaInfo", "metadataConstraints", "metadataMaintenance",
    "metadataExtensionInfo", "crossReference", "superiorReference",
))
_IDENTIFICATIONS = ("MD_DataIdentification", "SV_ServiceIdentification")
_CODE_LEVELS = {"nongeographicdataset": "nonGeographicDataset", "": "dataset"} | {
    level: level for level in ("dataset", "series", "service", "application", "tile")
}


def read(data: bytes) -> tuple[Description, list[Finding]]:
    """Read the first ISO record of a document.

    The record may be the root or lie in something (CSW answer, IDF). Gives the description and what was found out
    about the record. Raises :class:`RecordError` where there is no well-formed XML, no record or no identifier.
    """
    root, notes = iso_tree.load(data)
    record, count = iso_tree.find_record(root)
    if count > 1:
        notes.append(findings.SEVERAL_RECORDS(count=count))
    description, more = read_record(record)
    return description, notes + more


def read_record(record: etree._Element) -> tuple[Description, list[Finding]]:
    """Like :func:`read`, for an element that is the record. The element is changed and not to be used any more."""
    iso_tree.normalise(record)
    notes: list[Finding] = []
    description = Description(identifier=_file_identifier(record))
    identification = _first_identification(record)
    notes += iso_parts.read(record, identification, description)
    _service(identification, description)
    _prune(record, identification)
    try:
        read_by_owslib = (owslib_iso3 if iso_tree.is_iso3(record) else owslib_iso).MD_Metadata(record)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        # OWSLib expects records that follow the schema and has no exception of its own for others.
        raise RecordError(findings.UNREADABLE(reason=f"{type(error).__name__}: {error}")) from error
    _head(record, read_by_owslib, description, notes)
    _identification(read_by_owslib, description, notes)
    _distribution(read_by_owslib, description, notes)
    _quality(record, read_by_owslib, description, notes)
    _fallbacks(description, notes)
    return description, notes


def _file_identifier(record: etree._Element) -> str:
    identifier = text.line(value(record, "fileIdentifier") or value(record, "metadataIdentifier/MD_Identifier/code"))
    if not identifier:
        raise RecordError(findings.NO_IDENTIFIER())
    return text.cut(identifier, 1000)


def _first_identification(record: etree._Element) -> etree._Element | None:
    """First identification section; GDI-DE: only this one counts, so the others are taken away."""
    kept = None
    for holder in children(record, "identificationInfo"):
        section = next((item for item in holder if isinstance(item.tag, str)), None)
        if section is None or kept is not None:
            record.remove(holder)
            continue
        kept = section
        if name_of(section) not in _IDENTIFICATIONS:
            service = child(section, "serviceType") is not None
            namespace = section.tag.partition("}")[0]
            section.tag = f"{{{iso_tree.SRV}}}SV_ServiceIdentification" if service and "gmd" in namespace else (
                f"{namespace}}}{_IDENTIFICATIONS[service]}"
            )
    return kept


def _prune(record: etree._Element, identification: etree._Element | None) -> None:
    for element in list(record):
        if name_of(element) in _NOT_FOR_OWSLIB:
            record.remove(element)
    for extent in children(identification, "extent"):
        identification.remove(extent)
    iso_tree.anchors_to_text(record)


def _head(record: etree._Element, source: Any, into: Description, notes: list[Finding]) -> None:
    into.parent_identifier = text.line(source.parentidentifier)
    level = (source.hierarchy or "").strip()
    into.hierarchy_level = _CODE_LEVELS.get(level.lower(), level)
    if into.service and not source.hierarchy:
        into.hierarchy_level = "service"
    into.language = iso_tree.language_of(record)
    stamp = value(record, "dateStamp") or _revision(record)
    into.datestamp = _date(stamp, "dateStamp", notes)
    for party in source.contact:
        into.contacts.append(_contact(party, "metadata"))


def _revision(record: etree._Element) -> str:
    """Date of the last change of an ISO 19115-3 record; its only date where no one is marked as that."""
    by_type = {code(item, "dateType/CI_DateTypeCode"): value(item, "date")
               for item in children(record, "dateInfo/CI_Date")}
    return by_type.get("revision") or next((date for date in by_type.values() if date), "")


def _identification(source: Any, into: Description, notes: list[Finding]) -> None:
    if not source.identification:
        return
    body = source.identification[0]
    into.title = _short(text.line(body.title), MAX_TITLE, "title", notes)
    into.abstract = _text(body.abstract, MAX_ABSTRACT, "abstract", notes)
    into.alternate_titles = [text.line(body.alternatetitle)] if body.alternatetitle else []
    into.purpose = _text(body.purpose, MAX_TEXT, "purpose", notes)
    into.edition = text.line(body.edition)
    into.status = body.status or ""
    into.topics = list(dict.fromkeys(topic for topic in body.topiccategory if topic))
    into.resource_languages = _unique([*body.resourcelanguagecode, *body.resourcelanguage])
    into.representation = _unique(body.spatialrepresentationtype)
    _dates(body.date, into, notes)
    for group in body.keywords:
        into.keywords += _keywords(group)
    into.contacts = [_contact(party, "resource") for party in body.contact] + into.contacts
    _resolution(body, into, notes)


def _dates(items: Iterable[Any], into: Description, notes: list[Finding]) -> None:
    fields = {"creation": "created", "publication": "published", "revision": "revised"}
    for item in items:
        name = fields.get((item.type or "").strip())
        parsed = _date(item.date, item.type or "date", notes) if name else ""
        if parsed and not getattr(into, name):
            setattr(into, name, parsed)


def _keywords(group: Any) -> list[Keyword]:
    thesaurus = text.line((group.thesaurus or {}).get("title"))
    return [
        Keyword(text.line(word.name), text.web_address(word.url), group.type or "", thesaurus)
        for word in group.keywords if word.name
    ]


def _resolution(body: Any, into: Description, notes: list[Finding]) -> None:
    for raw in body.denominators:
        number = _number(raw, "denominator", notes)
        if number and number >= 1:
            into.denominators.append(round(number))
    for raw, unit in zip(body.distance, body.uom, strict=False):
        factor = _metres((unit or "").strip())
        number = _number(raw, "distance", notes)
        if factor and number and number > 0:
            into.distances.append(number * factor)


def _metres(unit: str) -> float:
    """Metres of one unit; 0 for angles and what is unknown. An empty unit means metres."""
    name = unit.rpartition("#")[2].rpartition("/")[2].rpartition(":")[2].lower()
    return {"": 1, "m": 1, "meter": 1, "metre": 1, "metres": 1, "meters": 1, "9001": 1, "km": 1000, "kilometer": 1000,
            "dm": 0.1, "cm": 0.01, "mm": 0.001, "zentimeter": 0.01, "centimeter": 0.01}.get(name, 0)


def _contact(party: Any, scope: str) -> Contact:
    site = party.onlineresource.url if party.onlineresource is not None else ""
    return Contact(
        role=(party.role or "").strip(), scope=scope, organisation=text.line(party.organization),
        organisation_uri=text.web_address(getattr(party, "organization_url", "")), individual=text.line(party.name),
        position=text.line(party.position), email=text.line(party.email), phone=text.line(party.phone),
        url=text.web_address(site), city=text.line(party.city),
    )


def _service(identification: etree._Element | None, into: Description) -> None:
    """Read type, versions, operations and coupled datasets, of which OWSLib gives single ones or none."""
    if identification is None or name_of(identification) != "SV_ServiceIdentification":
        return
    service = Service(type=value(identification, "serviceType").lower())
    service.versions = _unique(value(item) for item in children(identification, "serviceTypeVersion"))
    for item in children(identification, "containsOperations/SV_OperationMetadata"):
        points = [value(point) for point in children(item, "connectPoint/CI_OnlineResource/linkage")]
        service.operations.append(Operation(
            text.line(value(item, "operationName")), _unique(text.web_address(point) for point in points)
        ))
    for item in children(identification, "operatesOn"):
        href, uuid = (item.get(iso_tree.HREF) or "").strip(), (item.get("uuidref") or "").strip()
        if href or uuid:
            title = text.line(item.get(f"{{{iso_tree.XLINK}}}title"))
            service.operates_on.append(Coupled(uuid, href if href.startswith("#") else text.web_address(href), title))
    into.service = service


def _distribution(source: Any, into: Description, notes: list[Finding]) -> None:
    if source.distribution is None:
        return
    links = [(link, "transfer") for link in source.distribution.online]
    for distributor in source.distribution.distributor:
        if distributor.contact is not None:
            into.contacts.append(_contact(distributor.contact, "distributor"))
        links += [(link, "distributor") for link in distributor.online]
    for link, origin in links:
        url = text.web_address(link.url)
        if url:
            into.online.append(OnlineResource(
                url, text.line(link.name), _text(link.description, MAX_TEXT, "onLine", notes),
                text.line(link.protocol), (link.function or "").strip(),
                text.line(getattr(link, "applicationprofile", "")), origin,
            ))
        elif link.url:
            notes.append(findings.ADDRESS_UNUSABLE(raw=text.line(link.url)[:200], field="onLine"))


def _quality(record: etree._Element, source: Any, into: Description, notes: list[Finding]) -> None:
    lineage = getattr(source.dataquality, "lineage", None) or value(record, "resourceLineage/LI_Lineage/statement")
    into.lineage = _text(lineage, MAX_ABSTRACT, "lineage", notes)


def _fallbacks(into: Description, notes: list[Finding]) -> None:
    if not into.title:
        into.title = next(iter(into.alternate_titles), "") or text.cut(into.abstract.partition("\n")[0], 100)
        into.title = into.title or into.identifier
        notes.append(findings.TITLE_MISSING(title=into.title))
    if not into.abstract:
        notes.append(findings.ABSTRACT_MISSING())


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(item for item in items if item))


def _date(raw: str | None, field: str, notes: list[Finding]) -> str:
    parsed = dates.parse(raw)
    if not parsed and (raw or "").strip():
        notes.append(findings.DATE_UNREADABLE(raw=raw, field=field))
    return parsed


def _number(raw: str, field: str, notes: list[Finding]) -> float | None:
    with contextlib.suppress(ValueError):
        number = float(raw.strip().replace(",", "."))
        if math.isfinite(number):
            return number
    notes.append(findings.NUMBER_UNREADABLE(raw=raw, field=field))
    return None


def _text(raw: str | None, limit: int, field: str, notes: list[Finding]) -> str:
    if raw and text.has_markup(raw):
        notes.append(findings.MARKUP_REMOVED(field=field))
    return _short(text.plain(raw), limit, field, notes)


def _short(plain: str, limit: int, field: str, notes: list[Finding]) -> str:
    short = text.cut(plain, limit, max_bytes=4 * limit)
    if short != plain:
        notes.append(findings.TEXT_CUT(field=field, length=len(plain), limit=limit))
    return short
