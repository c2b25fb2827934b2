"""Invented ISO 19139 records of the kinds that municipal catalogues really hold, always the same for the same seed.

Texts and places are data: ``topics.json``, ``towns.json`` and the region's tables in ``seeds/``. The variety is
meant: notations of reference systems, dates and licences, several boxes, polygons, contacts by role, and one
defective record per town.
"""

from __future__ import annotations

import csv
import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
SEED = 20250101
NAMESPACE = uuid.UUID("6f1d1c1e-5a53-4f0e-9a53-d3b0b1a3b9c4")

REFERENCE_SYSTEMS = (
    ("http://www.opengis.net/def/crs/EPSG/0/25832", ""),
    ("urn:ogc:def:crs:EPSG::25832", ""),
    ("EPSG:25832", ""),
    ("25832", "EPSG"),
    ("EPSG 25832: ETRS89 / UTM Zone 32N", ""),
    ("4258", "urn:ogc:def:crs:EPSG"),
    ("http://www.opengis.net/def/crs/EPSG/0/31467", ""),
    ("EPSG:25832, EPSG:4326, EPSG:3857", ""),
)
#: Licence JSON of GDI-DE's conventions, free text, or nothing at all.
LICENCES = (
    {
        "id": "dl-by-de/2.0",
        "name": "Datenlizenz Deutschland Namensnennung 2.0",
        "url": "https://www.govdata.de/dl-de/by-2-0",
    },
    {
        "id": "dl-zero-de/2.0",
        "name": "Datenlizenz Deutschland – Zero – 2.0",
        "url": "https://www.govdata.de/dl-de/zero-2-0",
    },
    {
        "id": "dl-by-de/2.0",
        "name": "Datenlizenz Deutschland Namensnennung 2.0",
        "url": "https://www.govdata.de/dl-de/by-2-0",
    },
    {
        "id": "cc-by/4.0",
        "name": "Creative Commons Namensnennung 4.0",
        "url": "http://creativecommons.org/licenses/by/4.0/",
    },
    "Es gelten die Nutzungsbedingungen des Fachdienstes; auf Anfrage.",
    None,
)
ROLES = ("pointOfContact", "owner", "distributor")
LINKS = {
    "WMS": ("{site}/wms?service=WMS&request=GetCapabilities&version=1.3.0", "information", "OGC:WMS"),
    "WFS": ("{site}/wfs?service=WFS&request=GetCapabilities&version=2.0.0", "download", "OGC:WFS"),
}
MEDIA = {
    "GeoJSON": "geojson",
    "CSV": "csv",
    "GML": "gml",
    "Shapefile": "zip",
    "PDF": "pdf",
    "GPX": "gpx",
    "GeoTIFF": "tif",
}


@dataclass(frozen=True)
class Place:
    """A municipality or a Kreis: name, box in degrees (west, south, east, north) and regional key (ARS)."""

    name: str
    box: tuple[float, float, float, float]
    ars: str = ""


def write(town: dict, folder: Path) -> int:
    """Write the records of one town into a folder, a file each; gives their number."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for identifier, content in records(town):
        (folder / f"{identifier}.xml").write_text(content, encoding="utf-8")
        number += 1
    return number


def towns() -> list[dict]:
    """Give the demo towns as ``towns.json`` describes them."""
    return json.loads((HERE / "towns.json").read_text(encoding="utf-8"))["towns"]


def topics() -> list[dict]:
    """Give the kinds of data as ``topics.json`` describes them."""
    return json.loads((HERE / "topics.json").read_text(encoding="utf-8"))["topics"]


def records(town: dict) -> Iterator[tuple[str, str]]:
    """Give file identifier and XML of every record of a town; the last one is defective on purpose."""
    around = places(town)
    chance = random.Random(f"{SEED}-{town['name']}")  # noqa: S311 - variety, no secret
    for number, topic in enumerate(topics()):
        place = around[0] if number % 3 or len(around) == 1 else around[1 + number // 3 % (len(around) - 1)]
        yield _record(town, place, topic, number, chance)
    yield _defective(town, around[0])


def _record(town: dict, place: Place, topic: dict, number: int, chance: random.Random) -> tuple[str, str]:
    identifier = str(uuid.uuid5(NAMESPACE, f"{town['name']}/{topic['id']}"))
    changed = date(2024, 1, 8) + timedelta(days=chance.randrange(600))
    parts = {
        "title": f"Beispiel: {topic['title']} {place.name}",
        "abstract": f"Dies ist ein erfundener Beispieldatensatz. {topic['abstract']}. Gebiet: {place.name}.",
        "stamp": _date(changed, number),
        "published": (changed - timedelta(days=chance.randrange(30, 900))).isoformat(),
        "extent": _extent(town, place, number, chance),
        "licence": _licence(town, LICENCES[number % len(LICENCES)]),
        "crs": "" if number % 11 == 10 else _crs(*REFERENCE_SYSTEMS[number % len(REFERENCE_SYSTEMS)]),
        "open": number % 3 != 2,
    }
    return identifier, _document(town, place, topic, identifier, parts)


def _defective(town: dict, place: Place) -> tuple[str, str]:
    """Give a record as they occur: unreadable dates, a box outside the earth, a licence that nobody knows."""
    identifier = str(uuid.uuid5(NAMESPACE, f"{town['name']}/defekt"))
    topic = {"id": "defekt", "keywords": [], "inspire": None, "topic": "", "frequency": "manchmal", "formats": []}
    west, south, east, north = place.box
    parts = {
        "title": "Beispiel: fehlerhafter Datensatz",
        "abstract": "Erfunden, wie alles hier: mit einem Rahmen außerhalb der Erde und einem unlesbaren Datum.",
        "stamp": "<gco:Date>ca. 1990</gco:Date>",
        "published": "im Sommer",
        "extent": _box((west + 400, south, east + 400, north + 90)),
        "licence": _licence(town, "Lizenz: siehe Aushang"),
        "crs": _crs("Gauß-Krüger, dritter Streifen", ""),
        "open": True,
    }
    return identifier, _document(town, place, {**topic, "level": "dataset"}, identifier, parts)


def places(town: dict) -> list[Place]:
    """Give the town (or the Kreis with the box of its municipalities) and then the named parts of it."""
    with (SEEDS / "municipalities.csv").open(encoding="utf-8") as file:
        municipalities = {row["ags"]: row for row in csv.DictReader(file)}
    area = town["area"]
    if area in municipalities:
        return [_place(municipalities[area])]
    inside = [_place(row) for row in municipalities.values() if row["kreis"] == area]
    boxes = [place.box for place in inside]
    whole = (*(min(box[i] for box in boxes) for i in (0, 1)), *(max(box[i] for box in boxes) for i in (2, 3)))
    return [Place(town["organisation"], whole), *(_place(municipalities[part]) for part in town["parts"])]


def _place(row: dict[str, str]) -> Place:
    west, south, east, north = (float(row[f"bbox_{side}"]) for side in ("minx", "miny", "maxx", "maxy"))
    return Place(row["short_name"], (west, south, east, north), row["ars"])


def _document(town: dict, place: Place, topic: dict, identifier: str, parts: dict) -> str:
    service = topic["level"] == "service"
    kind = "srv:SV_ServiceIdentification" if service else "gmd:MD_DataIdentification"
    key = f"https://registry.gdi-de.org/id/de.bund.bkg.regschluessel/{place.ars}" if town["regional_key"] else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"
 xmlns:srv="http://www.isotc211.org/2005/srv" xmlns:gmx="http://www.isotc211.org/2005/gmx"
 xmlns:gml="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink">
{_text("gmd:fileIdentifier", identifier)}
<gmd:language>{_code("LanguageCode", "ger")}</gmd:language>
<gmd:characterSet>{_code("MD_CharacterSetCode", "utf8")}</gmd:characterSet>
<gmd:hierarchyLevel>{_code("MD_ScopeCode", topic["level"])}</gmd:hierarchyLevel>
<gmd:contact>{_party(town, "pointOfContact")}</gmd:contact>
<gmd:dateStamp>{parts["stamp"]}</gmd:dateStamp>
{_text("gmd:metadataStandardName", "ISO 19119" if service else "ISO 19115")}
{parts["crs"]}
<gmd:identificationInfo><{kind}>
<gmd:citation><gmd:CI_Citation>{_text("gmd:title", parts["title"])}
<gmd:date><gmd:CI_Date><gmd:date><gco:Date>{parts["published"]}</gco:Date></gmd:date>
<gmd:dateType>{_code("CI_DateTypeCode", "publication")}</gmd:dateType></gmd:CI_Date></gmd:date>
<gmd:identifier><gmd:MD_Identifier>{
        _text("gmd:code", f"{town['site']}/id/{topic['id']}")
    }</gmd:MD_Identifier></gmd:identifier>
</gmd:CI_Citation></gmd:citation>
{_text("gmd:abstract", parts["abstract"])}
{"".join(f"<gmd:pointOfContact>{_party(town, role)}</gmd:pointOfContact>" for role in (*ROLES, "publisher"))}
{_maintenance(topic["frequency"])}
{_keywords(topic, place, open_data=parts["open"])}
{parts["licence"]}
{_service_part(topic, town, parts["extent"]) if service else _data_part(topic, parts["extent"], key)}
</{kind}></gmd:identificationInfo>
{_distribution(town, topic)}
{"" if service else _lineage(topic)}
</gmd:MD_Metadata>
"""


def _data_part(topic: dict, extent: str, key: str) -> str:
    level = (
        f"<gmd:topicCategory><gmd:MD_TopicCategoryCode>{topic['topic']}</gmd:MD_TopicCategoryCode></gmd:topicCategory>"
    )
    description = f"""<gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_GeographicDescription>
<gmd:geographicIdentifier><gmd:MD_Identifier>{_text("gmd:code", key)}</gmd:MD_Identifier></gmd:geographicIdentifier>
</gmd:EX_GeographicDescription></gmd:geographicElement></gmd:EX_Extent></gmd:extent>"""
    representation = _code("MD_SpatialRepresentationTypeCode", "vector")
    return f"""<gmd:spatialRepresentationType>{representation}</gmd:spatialRepresentationType>
<gmd:spatialResolution><gmd:MD_Resolution><gmd:equivalentScale><gmd:MD_RepresentativeFraction><gmd:denominator>
<gco:Integer>5000</gco:Integer></gmd:denominator></gmd:MD_RepresentativeFraction></gmd:equivalentScale>
</gmd:MD_Resolution>
</gmd:spatialResolution>
<gmd:language>{_code("LanguageCode", "ger")}</gmd:language>
{level if topic["topic"] else ""}{description if key else ""}
<gmd:extent><gmd:EX_Extent>{extent}</gmd:EX_Extent></gmd:extent>"""


def _service_part(topic: dict, town: dict, extent: str) -> str:
    wms = "WMS" in topic["formats"]
    coupled = uuid.uuid5(NAMESPACE, f"{town['name']}/{'bebauungsplaene' if wms else 'radwege'}")
    address = LINKS["WMS" if wms else "WFS"][0].format(site=town["site"])
    return f"""<srv:serviceType><gco:LocalName>{"view" if wms else "download"}</gco:LocalName></srv:serviceType>
{_text("srv:serviceTypeVersion", "OGC:WMS 1.3.0" if wms else "OGC:WFS 2.0")}
<srv:extent><gmd:EX_Extent>{extent}</gmd:EX_Extent></srv:extent>
<srv:couplingType><srv:SV_CouplingType codeList="#SV_CouplingType" codeListValue="tight"/></srv:couplingType>
<srv:containsOperations><srv:SV_OperationMetadata>{_text("srv:operationName", "GetCapabilities")}
<srv:DCP><srv:DCPList codeList="#DCPList" codeListValue="WebServices"/></srv:DCP>
<srv:connectPoint>{_online(address, "", "")}</srv:connectPoint></srv:SV_OperationMetadata></srv:containsOperations>
<srv:operatesOn uuidref="{coupled}" xlink:href={quoteattr(f"{town['site']}/id/{coupled}")}/>"""


def _extent(town: dict, place: Place, number: int, chance: random.Random) -> str:
    west, south, east, north = place.box
    middle = round(west + (east - west) * chance.uniform(0.4, 0.6), 6)
    if number % 7 == 3:  # Two boxes, as drawn by hand around two districts.
        return _box((west, south, middle, north)) + _box((middle, south, east, north))
    if number % 10 == 6:  # A polygon; the notation of its reference system puts latitude first.
        corners = f"{south} {west} {south} {east} {north} {east} {north} {west} {south} {west}"
        return _polygon("urn:ogc:def:crs:EPSG::4258", corners)
    if number % 10 == 8 and town.get("polygon_25832"):
        return _polygon("http://www.opengis.net/def/crs/EPSG/0/25832", town["polygon_25832"]) + _box(place.box)
    return _box(place.box)


def _box(box: tuple[float, float, float, float]) -> str:
    sides = zip(
        ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude"), box, strict=True
    )
    bounds = {side: f"<gmd:{side}><gco:Decimal>{value}</gco:Decimal></gmd:{side}>" for side, value in sides}
    order = ("westBoundLongitude", "eastBoundLongitude", "southBoundLatitude", "northBoundLatitude")
    inner = "".join(bounds[side] for side in order)
    box = f"<gmd:EX_GeographicBoundingBox>{inner}</gmd:EX_GeographicBoundingBox>"
    return f"<gmd:geographicElement>{box}</gmd:geographicElement>"


def _polygon(crs: str, corners: str) -> str:
    return f"""<gmd:geographicElement><gmd:EX_BoundingPolygon><gmd:polygon>
<gml:Polygon gml:id="gebiet" srsName="{crs}"><gml:exterior><gml:LinearRing><gml:posList>{corners}</gml:posList>
</gml:LinearRing></gml:exterior></gml:Polygon></gmd:polygon></gmd:EX_BoundingPolygon></gmd:geographicElement>"""


def _licence(town: dict, licence: dict | str | None) -> str:
    if licence is None:
        return ""
    if isinstance(licence, str):
        return (
            f"<gmd:resourceConstraints><gmd:MD_Constraints>{_text('gmd:useLimitation', licence)}"
            "</gmd:MD_Constraints></gmd:resourceConstraints>"
        )
    as_json = json.dumps({**licence, "quelle": f"© {town['organisation']} (Beispiel)"}, ensure_ascii=False)
    return f"""<gmd:resourceConstraints><gmd:MD_LegalConstraints>
<gmd:useConstraints>{_code("MD_RestrictionCode", "otherRestrictions")}</gmd:useConstraints>
{_text("gmd:otherConstraints", licence["name"])}{_text("gmd:otherConstraints", as_json)}
</gmd:MD_LegalConstraints></gmd:resourceConstraints>
<gmd:resourceConstraints><gmd:MD_LegalConstraints>
<gmd:accessConstraints>{_code("MD_RestrictionCode", "otherRestrictions")}</gmd:accessConstraints>
<gmd:otherConstraints><gmx:Anchor
 xlink:href="http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/noLimitations">Es gelten keine
 Zugriffsbeschränkungen</gmx:Anchor></gmd:otherConstraints></gmd:MD_LegalConstraints></gmd:resourceConstraints>"""


def _keywords(topic: dict, place: Place, *, open_data: bool) -> str:
    free = [
        *topic["keywords"],
        *(["opendata"] if open_data else []),
        *(["inspireidentifiziert"] if topic["inspire"] else []),
    ]
    blocks = _keyword_block(free, "") + _keyword_block([place.name], _code("MD_KeywordTypeCode", "place"))
    if topic["inspire"]:
        thesaurus = f"""<gmd:thesaurusName><gmd:CI_Citation>{_text("gmd:title", "GEMET - INSPIRE themes, version 1.0")}
<gmd:date><gmd:CI_Date><gmd:date><gco:Date>2008-06-01</gco:Date></gmd:date>
<gmd:dateType>{_code("CI_DateTypeCode", "publication")}</gmd:dateType></gmd:CI_Date></gmd:date>
</gmd:CI_Citation></gmd:thesaurusName>"""
        blocks += _keyword_block([topic["inspire"]], "", thesaurus)
    return blocks


def _keyword_block(words: list[str], kind: str, thesaurus: str = "") -> str:
    if not words:
        return ""
    inner = "".join(_text("gmd:keyword", word) for word in words) + (f"<gmd:type>{kind}</gmd:type>" if kind else "")
    return f"<gmd:descriptiveKeywords><gmd:MD_Keywords>{inner}{thesaurus}</gmd:MD_Keywords></gmd:descriptiveKeywords>"


def _party(town: dict, role: str) -> str:
    return f"""<gmd:CI_ResponsibleParty>{_text("gmd:organisationName", town["organisation"])}
{_text("gmd:positionName", town["office"])}<gmd:contactInfo><gmd:CI_Contact><gmd:address><gmd:CI_Address>
{_text("gmd:electronicMailAddress", town["mail"])}</gmd:CI_Address></gmd:address>
<gmd:onlineResource>{_online(town["site"], "", "")}</gmd:onlineResource></gmd:CI_Contact></gmd:contactInfo>
<gmd:role>{_code("CI_RoleCode", role)}</gmd:role></gmd:CI_ResponsibleParty>"""


def _maintenance(frequency: str) -> str:
    return f"""<gmd:resourceMaintenance><gmd:MD_MaintenanceInformation><gmd:maintenanceAndUpdateFrequency>
{_code("MD_MaintenanceFrequencyCode", frequency)}</gmd:maintenanceAndUpdateFrequency>
</gmd:MD_MaintenanceInformation></gmd:resourceMaintenance>"""


def _distribution(town: dict, topic: dict) -> str:
    links = [f"{_online_of(town, topic, name)}" for name in topic["formats"]]
    formats = "".join(
        f"<gmd:distributionFormat><gmd:MD_Format>{_text('gmd:name', name)}{_text('gmd:version', '1.0')}"
        "</gmd:MD_Format></gmd:distributionFormat>"
        for name in topic["formats"]
    )
    options = "".join(f"<gmd:onLine>{link}</gmd:onLine>" for link in links)
    return f"""<gmd:distributionInfo><gmd:MD_Distribution>{formats}<gmd:transferOptions><gmd:MD_DigitalTransferOptions>
{options}</gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo>"""


def _online_of(town: dict, topic: dict, name: str) -> str:
    if name in LINKS:
        address, function, protocol = LINKS[name]
        return _online(address.format(site=town["site"]), name, function, protocol)
    suffix = MEDIA.get(name)
    path = f"daten/{topic['id']}.{suffix}" if suffix else f"sta/v1.1/{topic['id']}"
    return _online(f"{town['site']}/{path}", name, "download")


def _online(address: str, name: str, function: str, protocol: str = "") -> str:
    return f"""<gmd:CI_OnlineResource><gmd:linkage><gmd:URL>{escape(address)}</gmd:URL></gmd:linkage>
{_text("gmd:protocol", protocol)}{_text("gmd:name", name)}{
        f"<gmd:function>{_code('CI_OnLineFunctionCode', function)}</gmd:function>" if function else ""
    }</gmd:CI_OnlineResource>"""


def _lineage(topic: dict) -> str:
    text = "Erfunden für die Vorführung des Portals."
    return f"""<gmd:dataQualityInfo><gmd:DQ_DataQuality><gmd:scope><gmd:DQ_Scope><gmd:level>
{_code("MD_ScopeCode", topic["level"])}</gmd:level></gmd:DQ_Scope></gmd:scope><gmd:lineage><gmd:LI_Lineage>
{_text("gmd:statement", text)}</gmd:LI_Lineage></gmd:lineage></gmd:DQ_DataQuality></gmd:dataQualityInfo>"""


def _crs(code: str, space: str) -> str:
    return f"""<gmd:referenceSystemInfo><gmd:MD_ReferenceSystem><gmd:referenceSystemIdentifier><gmd:RS_Identifier>
{_text("gmd:code", code)}{_text("gmd:codeSpace", space)}</gmd:RS_Identifier></gmd:referenceSystemIdentifier>
</gmd:MD_ReferenceSystem></gmd:referenceSystemInfo>"""


def _date(day: date, number: int) -> str:
    if number % 4 == 1:
        return f"<gco:DateTime>{day.isoformat()}T08:30:00</gco:DateTime>"
    return f"<gco:Date>{day.isoformat()}</gco:Date>"


def _code(name: str, value: str) -> str:
    return (
        f"<gmd:{name} codeList={quoteattr('#' + name)} codeListValue={quoteattr(value)}>{escape(value)}</gmd:{name}>"
    )


def _text(tag: str, value: str) -> str:
    return f"<{tag}><gco:CharacterString>{escape(value)}</gco:CharacterString></{tag}>" if value else ""
