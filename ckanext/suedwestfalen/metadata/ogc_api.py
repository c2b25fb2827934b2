"""Reader for what OGC APIs list: collections of features (OGC 17-069r4) and records (OGC 20-004r1).

The document is the envelope that the harvest makes: ``{"kind": "collection", "service" or "record", "url": …,
"service": …, "body": …}``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.geo import crs as crs_notation
from ckanext.suedwestfalen.metadata import findings, ogc_api_records, text
from ckanext.suedwestfalen.metadata import ogc_api_values as values
from ckanext.suedwestfalen.metadata.description import Box, Description, Keyword, OnlineResource, TextRef
from ckanext.suedwestfalen.metadata.errors import RecordError
from ckanext.suedwestfalen.metadata.ogc_api_values import mapping

#: Servers give ten features where nothing is said; more than they can they leave out (17-069r4 §7.15.2).
_ALL = "limit=10000"
#: Forms of the items that are no further data: pages, and GeoJSON with a context.
_READABLE = frozenset({"text/html", "application/ld+json"})
_SCHEMAS = frozenset({"application/schema+json", "application/json", "application/geo+json", "application/ld+json"})
_PAGES = frozenset({"alternate", "about", "canonical", "related", "via", "service-doc", "documentation", "help"})
_DOWNLOADS = frozenset({"enclosure", "download", "data"})
#: GeoServer lists every reference system that it knows.
_MAX_CRS = 20


def read(content: bytes) -> tuple[Description, list[Finding]]:
    """Give the description of a collection, a service or a record, and what was found out.

    Raises :class:`RecordError` if the document is no such envelope.
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise RecordError(findings.UNREADABLE(reason=type(error).__name__)) from None
    envelope = mapping(document)
    body, service = mapping(envelope.get("body")), mapping(envelope.get("service"))
    url = values.string(envelope.get("url"))
    if not body or not url:
        raise RecordError(findings.UNREADABLE(reason="body"))
    notes: list[Finding] = []
    if envelope.get("kind") == "record":
        return ogc_api_records.read(url, body, notes), notes
    if envelope.get("kind") == "service":
        return _service(url, body, service, notes), notes
    return _collection(url, body, service, notes), notes


def fallbacks(into: Description, name: str, notes: list[Finding]) -> None:
    """Give a title to what has none, and say what is missing."""
    if not into.title:
        into.title = name
        notes.append(findings.TITLE_MISSING(title=name))
    if not into.abstract:
        notes.append(findings.ABSTRACT_MISSING())


def _collection(
    url: str, body: Mapping[str, Any], service: Mapping[str, Any], notes: list[Finding]
) -> Description:
    into = Description(url)
    _texts(body, into, notes)
    values.extent(body.get("extent"), into, notes)
    into.crs = _crs(body)
    into.datestamp = values.date(body.get("updated"), "updated", notes)
    _terms(body, into, notes)
    _parties(body, into)
    _links(url, "", body, into, notes)
    _of_service(service, into, notes)
    landing = url.partition("/collections/")[0]
    into.online.append(OnlineResource(landing, name="", function="service", format="OGC API Features"))
    fallbacks(into, values.line(body.get("id")) or url, notes)
    return into


def _service(url: str, body: Mapping[str, Any], service: Mapping[str, Any], notes: list[Finding]) -> Description:
    into = Description(url)
    info = mapping(service.get("info"))
    _texts({"title": service.get("title") or info.get("title"),
            "description": service.get("description") or info.get("description"),
            "keywords": service.get("keywords") or info.get("x-keywords")}, into, notes)
    for one in values.elements(body.get("collections")):
        part, single = Description(url), mapping(one)
        values.extent(single.get("extent"), part, notes)
        name = values.line(single.get("title")) or values.line(single.get("id"))
        into.keywords += [Keyword(word) for word in values.lines(single.get("keywords"))]
        _terms(single, into, notes)
        _parties(single, into)
        _links(values.string(single.get("url")), name, single, into, notes)
        into.boxes += part.boxes
        into.polygons += part.polygons
        into.crs = list(dict.fromkeys([*into.crs, *_crs(single)]))[:_MAX_CRS]
    into.boxes = _around(into.boxes)
    _of_service(service, into, notes)
    into.online.append(OnlineResource(url, name="", function="service", format="OGC API Features"))
    fallbacks(into, url, notes)
    return into


def _texts(body: Mapping[str, Any], into: Description, notes: list[Finding]) -> None:
    into.title = values.line(body.get("title"))
    into.abstract = values.running(body.get("description"), values.MAX_ABSTRACT, "description", notes)
    into.keywords = [Keyword(word) for word in values.lines(body.get("keywords"))]


def _around(boxes: list[Box]) -> list[Box]:
    """Give one box around all: the extents of hundreds of layers, united, would be costly and say no more."""
    if len(boxes) < 2:
        return boxes
    sides = [(float(one.west), float(one.south), float(one.east), float(one.north)) for one in boxes]
    west, south, east, north = zip(*sides, strict=True)
    return [Box(str(min(west)), str(min(south)), str(max(east)), str(max(north)))]


def _crs(body: Mapping[str, Any]) -> list[str]:
    """Give the reference systems, that of the data first."""
    given = [body.get("storageCrs"), *values.elements(body.get("crs"))]
    known: dict[int, str] = {}
    for raw in given:
        found = crs_notation.parse(values.string(raw)[:200])
        if found:
            known.setdefault(found[0].code, values.string(raw))
        if len(known) == _MAX_CRS:
            break
    return list(known.values())


def _terms(body: Mapping[str, Any], into: Description, notes: list[Finding]) -> None:
    """Read licence, rights and attribution; what is stated twice counts once."""
    refs = [values.licence(body.get("license"))]
    refs += [TextRef(link.title, link.href) for link in values.links(body, []) if link.rel == "license"]
    rights = values.running(body.get("rights"), values.MAX_TEXT, "rights", notes)
    attribution = text.line(values.running(body.get("attribution"), values.MAX_TEXT, "attribution", notes))
    refs += [TextRef(rights)] if rights else []
    refs += [TextRef(f"Quellenvermerk: {attribution}")] if attribution else []
    into.other_constraints += [ref for ref in refs if ref and ref not in into.other_constraints]


def _parties(body: Mapping[str, Any], into: Description) -> None:
    for name, role in (
        ("publisher", "publisher"), ("creator", "originator"), ("contacts", "pointOfContact"),
        ("contactPoint", "pointOfContact"), ("contact", "pointOfContact"), ("providers", "distributor"),
        ("provider", "distributor"),
    ):
        found = values.contacts(body.get(name), role)
        into.contacts += [one for one in found if one not in into.contacts]


def _of_service(service: Mapping[str, Any], into: Description, notes: list[Finding]) -> None:
    """Take from the service what the collection leaves out: contact and terms."""
    info = mapping(service.get("info"))
    if not into.contacts:
        _parties(service, into)
        _parties(info, into)
    said = [ref for ref in into.other_constraints if not ref.text.startswith("Quellenvermerk: ")]
    if not said:
        _terms({**service, "license": service.get("license") or info.get("license")}, into, notes)


def _links(url: str, name: str, body: Mapping[str, Any], into: Description, notes: list[Finding]) -> None:
    """Sort the links of a collection; ``name`` tells the collections of a service apart."""
    found = [(link, _function(link)) for link in values.links(body, notes)]
    items = [link for link, _ in found if link.rel == "items"]
    if not items:
        into.online.append(_download(f"{url}/items?f=json", name, "application/geo+json"))
    for link, function in found:
        if link.rel == "items":
            if link.type not in _READABLE:
                into.online.append(_download(link.href, name, link.type or "application/geo+json"))
        elif function:
            into.online.append(OnlineResource(
                link.href, name=link.title, function=function, origin="transfer", format=link.type
            ))


def _function(link: values.Link) -> str:
    """Say what a link is for; empty: nothing that a person needs."""
    rel = link.rel.rpartition("/")[2].lower()
    if rel in _DOWNLOADS and link.type != "text/html":
        return "download"
    if rel == "describedby":
        return "" if link.type in _SCHEMAS else "information"
    if rel in _PAGES or rel in _DOWNLOADS:
        return "information" if link.type in ("text/html", "application/pdf", "") else ""
    return ""


def _download(url: str, name: str, media_type: str) -> OnlineResource:
    names = {key.lower() for key, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)}
    if "limit" not in names:
        url += ("&" if "?" in url else "?") + _ALL
    return OnlineResource(url, name=name, function="download", format=media_type)
