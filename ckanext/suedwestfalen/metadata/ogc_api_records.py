"""Reader for a record of OGC API Records (OGC 20-004r1): a GeoJSON feature, also as earlier drafts wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.metadata import findings, text
from ckanext.suedwestfalen.metadata import ogc_api_values as values
from ckanext.suedwestfalen.metadata.description import Description, Format, Keyword, OnlineResource, TextRef
from ckanext.suedwestfalen.metadata.ogc_api_values import mapping

#: Types in free spelling, as ISO names them.
_LEVELS = {"dataset": "dataset", "series": "series", "service": "service", "nongeographicdataset": "dataset"}
#: What links are for; the functions of ISO pass as they are.
_FUNCTIONS = {
    "enclosure": "download", "item": "download", "items": "download", "data": "download", "download": "download",
    "service": "service", "about": "information", "alternate": "information", "canonical": "information",
    "describedby": "information", "service-doc": "information", "service-desc": "information",
    "documentation": "information", "information": "information", "preview": "browsegraphic",
    "thumbnail": "browsegraphic", "icon": "browsegraphic", "order": "order", "search": "search",
}
_TOPIC_LISTS = ("topiccategory", "topic-category")
_PAGE = "text/html"


def read(url: str, body: Mapping[str, Any], notes: list[Finding]) -> Description:
    """Give the description of a record; ``url`` is its identifier. What is wrong is added to ``notes``."""
    properties = mapping(body.get("properties"))
    into = Description(url)
    into.title = values.line(properties.get("title"))
    into.abstract = values.running(properties.get("description"), values.MAX_ABSTRACT, "description", notes)
    kind = values.line(properties.get("type")).rpartition("/")[2]
    into.hierarchy_level = _LEVELS.get(kind.lower(), kind or "dataset")
    into.contacts = values.contacts(properties.get("contacts"), "pointOfContact")
    into.contacts += values.contacts(properties.get("providers"), "distributor")
    into.contacts += values.contacts(properties.get("publisher"), "publisher")
    into.formats = _formats(properties)
    into.resource_identifiers = _identifiers(body, properties, url)
    _dates(properties, into, notes)
    _keywords(properties, into)
    _languages(properties, into)
    _place(body, properties, into, notes)
    _time(body, properties, into, notes)
    _terms(body, properties, into, notes)
    _links(body, properties, into, notes)
    if not into.title:
        into.title = values.line(body.get("id")) or url
        notes.append(findings.TITLE_MISSING(title=into.title))
    if not into.abstract:
        notes.append(findings.ABSTRACT_MISSING())
    return into


def _dates(properties: Mapping[str, Any], into: Description, notes: list[Finding]) -> None:
    """Read the record's dates; the data's own are no part of the standard, but some give them."""
    changed = properties.get("updated") or properties.get("recordUpdated") or properties.get("record-updated")
    made = properties.get("created") or properties.get("recordCreated") or properties.get("record-created")
    into.datestamp = values.date(changed, "updated", notes) or values.date(made, "created", notes)
    into.published = values.date(properties.get("issued") or properties.get("published"), "issued", notes)


def _keywords(properties: Mapping[str, Any], into: Description) -> None:
    for one in values.elements(properties.get("keywords")):
        word = values.line(mapping(one).get("keyword") or mapping(one).get("title") if isinstance(one, dict) else one)
        into.keywords += [Keyword(word)] if word else []
    for theme in values.elements(properties.get("themes")):
        scheme = values.line(mapping(theme).get("scheme"))
        for one in values.elements(mapping(theme).get("concepts")):
            _concept(one, scheme, into)


def _concept(value: Any, scheme: str, into: Description) -> None:
    given = mapping(value)
    name = values.line(given.get("id") if given else value)
    title = values.line(given.get("title")) or name
    if any(part in scheme.lower().replace("_", "") for part in _TOPIC_LISTS):
        into.topics += [name.rpartition("/")[2]] if name else []
    elif title:
        uri = text.web_address(values.string(given.get("url"))[:4_000]) or text.web_address(name)
        into.keywords.append(Keyword(title, uri, "theme", scheme))


def _languages(properties: Mapping[str, Any], into: Description) -> None:
    def code(value: Any) -> str:
        return values.line(mapping(value).get("code") if isinstance(value, dict) else value, 100)

    into.language = code(properties.get("language"))
    resource = [code(one) for one in values.elements(properties.get("resourceLanguages"))[:20]]
    into.resource_languages = [one for one in resource if one]


def _place(
    body: Mapping[str, Any], properties: Mapping[str, Any], into: Description, notes: list[Finding]
) -> None:
    """Take the geometry, else the box, else the extent that drafts put among the properties."""
    if values.geometry(body.get("geometry"), into) or values.box(body.get("bbox"), "", into):
        return
    before = into.temporal_start, into.temporal_end
    values.extent(properties.get("extent"), into, notes)
    into.temporal_start, into.temporal_end = into.temporal_start or before[0], into.temporal_end or before[1]


def _time(
    body: Mapping[str, Any], properties: Mapping[str, Any], into: Description, notes: list[Finding]
) -> None:
    given = body.get("time") or properties.get("time")
    # drafts had a list of periods
    given = given[0] if isinstance(given, list) and given and isinstance(given[0], dict) else given
    if isinstance(given, dict):
        given = given.get("interval") or given.get("date") or given.get("timestamp")
    if given:
        values.interval(given, into, notes)


def _formats(properties: Mapping[str, Any]) -> list[Format]:
    found = []
    for one in values.elements(properties.get("formats"))[:50]:
        name = values.line(mapping(one).get("name") or mapping(one).get("mediaType") if isinstance(one, dict) else one)
        found += [Format(name)] if name else []
    return found


def _identifiers(body: Mapping[str, Any], properties: Mapping[str, Any], url: str) -> list[str]:
    given = properties.get("externalIds") or properties.get("externalId") or body.get("externalIds")
    found = [
        values.line(mapping(one).get("value") if isinstance(one, dict) else one)
        for one in values.elements(given)[:20]
    ]
    return list(dict.fromkeys(one for one in found if one and one != url))


def _terms(
    body: Mapping[str, Any], properties: Mapping[str, Any], into: Description, notes: list[Finding]
) -> None:
    refs = [values.licence(properties.get("license"))]
    refs += [TextRef(link.title, link.href) for link in values.links(body, []) if link.rel == "license"]
    for name in ("rights", "accessRights"):
        said = values.running(properties.get(name), values.MAX_TEXT, name, notes)
        refs += [TextRef(said)] if said else []
    attribution = values.line(properties.get("attribution"), values.MAX_TEXT)
    refs += [TextRef(f"Quellenvermerk: {attribution}")] if attribution else []
    into.other_constraints = [ref for ref in refs if ref]


def _links(
    body: Mapping[str, Any], properties: Mapping[str, Any], into: Description, notes: list[Finding]
) -> None:
    """Take the links, and those of the draft's ``associations``."""
    given = [*values.links(body, notes), *values.links({"links": properties.get("associations")}, notes)]
    for link in given:
        rel = link.rel.rpartition("/")[2].lower()
        if rel == "license":
            continue
        function = _FUNCTIONS.get(rel, "")
        if function == "download" and link.type == _PAGE:
            function = "information"
        if rel == "alternate" and link.type not in ("", _PAGE):
            # the same record in another format
            continue
        # some name the kind of a service where the media type belongs (OGC:WMS)
        kind = link.type if ":" in link.type else ""
        into.online.append(OnlineResource(
            link.href, link.title, link.description, link.protocol or kind, function, format="" if kind else link.type
        ))
