"""What DCAT says beyond the neutral description, in the fields of the dataset schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from rdflib import Graph, Namespace
from rdflib.term import Node

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.harvest.readers import dcat_licence
from ckanext.suedwestfalen.metadata import dates, findings, text
from ckanext.suedwestfalen.vocabularies import data, file_types, frequencies, languages, licences, themes

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
MAX_LIST, MAX_ITEM = 200, 4_000
_LEVEL = "http://dcat-ap.de/def/politicalGeocoding/Level/"
_LEVELS = ("international", "european", "federal", "state", "administrativeDistrict", "municipality")
_ACCESS = "http://publications.europa.eu/resource/authority/access-right/"
_AVAILABILITY = "http://publications.europa.eu/resource/authority/planned-availability/"
_AVAILABILITIES = ("STABLE", "AVAILABLE", "TEMPORARY", "EXPERIMENTAL")
#: Repetitions as ISO 8601 writes them, which DCAT-US uses.
_PERIODS = {
    "PT1S": "CONT", "P1D": "DAILY", "P1W": "WEEKLY", "P7D": "WEEKLY", "P2W": "BIWEEKLY", "P0.5M": "MONTHLY_2",
    "P1M": "MONTHLY", "P2M": "BIMONTHLY", "P3M": "QUARTERLY", "P6M": "ANNUAL_2", "P1Y": "ANNUAL", "P2Y": "BIENNIAL",
    "P3Y": "TRIENNIAL", "IRREGULAR": "IRREG",
}
_NODE_NAME = re.compile(r"(?:N|b)?[0-9a-f]{20,}(?:x\d+)?$")
_HVD = data.load("hvd")
_HVD_URIS = frozenset(category["uri"] for category in _HVD["categories"])


@dataclass(frozen=True)
class Source:
    """A dataset's graph, its node, the fields that the profile made of it, and what takes personal data out."""

    graph: Graph
    node: Node
    fields: dict[str, Any]
    clean: Callable[[str], str]


def add(dataset: dict[str, Any], source: Source, notes: list[Finding]) -> None:
    """Add to a dataset what its graph says beyond the description."""
    graph, node, fields = source.graph, source.node, source.fields
    legislation = words(fields, "applicable_legislation")
    hvd = [uri for uri in words(fields, "hvd_category") if uri in _HVD_URIS]
    if hvd and _HVD["applicableLegislation"] not in legislation:
        legislation.append(_HVD["applicableLegislation"])
    added = {
        "theme": themes_of([*map(str, graph.objects(node, DCAT.theme)), *words(fields, "theme")], notes),
        "frequency": frequency_of(fields.get("frequency"), notes),
        "temporal_coverage": _periods(fields, notes),
        "access_rights": _access(source),
        "political_geocoding_level_uri": _level(graph, node),
        "conforms_to": [one for one in words(fields, "conforms_to") if "/crs/EPSG/" not in one],
        "applicable_legislation": legislation,
        "hvd_category": hvd,
        "dcat_type": short(fields.get("dcat_type"), MAX_ITEM, "dct:type", notes),
        "spatial_resolution_in_meters": _resolution(graph, node),
    }
    dataset |= {name: value for name, value in added.items() if value}
    kind = next((str(agent["type"]) for agent in fields.get("publisher") or [] if agent.get("type")), "")
    if dataset.get("publisher") and kind.startswith("http"):
        dataset["publisher"][0].setdefault("type", text.cut(kind, MAX_ITEM))
    _add_to_resources(dataset, source)


def words(fields: dict[str, Any], name: str) -> list[str]:
    """Give the texts of a list field, each once; names of nodes without label are no texts."""
    value = fields.get(name) or []
    found = [text.cut(text.line(str(one)), MAX_ITEM) for one in (value if isinstance(value, list) else [value])]
    return [one for one in dict.fromkeys(found) if one and not _NODE_NAME.match(one)][:MAX_LIST]


def short(raw: Any, limit: int, field: str, notes: list[Finding]) -> str:
    """Give a text in one line; says what was cut or taken out."""
    return _cut(text.line(str(raw or "")), str(raw or ""), limit, field, notes)


def running(raw: Any, limit: int, field: str, notes: list[Finding]) -> str:
    """Give a text with its lines; says what was cut or taken out."""
    return _cut(text.plain(str(raw or "")), str(raw or ""), limit, field, notes)


def date(raw: Any, field: str, notes: list[Finding]) -> str:
    """Give a date as ISO 8601, or nothing with a finding."""
    found = dates.parse(str(raw or ""))
    if raw and not found:
        notes.append(findings.DATE_UNREADABLE(raw=raw, field=field))
    return found


def _cut(plain: str, raw: str, limit: int, field: str, notes: list[Finding]) -> str:
    if raw and text.has_markup(raw):
        notes.append(findings.MARKUP_REMOVED(field=field))
    if _NODE_NAME.match(plain):
        return ""
    if len(plain) > limit:
        notes.append(findings.TEXT_CUT(field=field, length=len(plain), limit=limit))
    return text.cut(plain, limit, max_bytes=max(limit * 4, text.MAX_BYTES))


def themes_of(given: Iterable[str], notes: list[Finding]) -> list[str]:
    """Give the EU themes among addresses, codes and labels, in the order of the EU's list.

    Of an address the last part may be a label. The categories that GovData had before are translated as there.
    """
    given = sorted(set(given))
    found = {code for one in given for code in _theme_codes(one)}
    if given and not found:
        notes.append(findings.CODE_UNKNOWN(raw=given[0], field="dcat:theme"))
    return [theme.uri for theme in themes.all_themes() if theme.code in found]


def _theme_codes(raw: str) -> tuple[str, ...]:
    label = unquote(raw.rstrip("/").rpartition("/")[2]) if raw.startswith("http") else raw
    theme = themes.find(raw) or themes.find(label)
    return (theme.code,) if theme else themes.of_category(label)


def frequency_of(raw: Any, notes: list[Finding]) -> str:
    """Give the EU's address of a frequency: of its code or label, of an ISO code, or of a period in ISO 8601."""
    raw = text.line(str(raw or ""))
    if not raw:
        return ""
    code = raw.rstrip("/").rpartition("/")[2].upper()
    code = _PERIODS.get(raw.upper().removeprefix("R/"), _PERIODS.get(code, code))
    for one in frequencies.all_frequencies():
        if code == one.code.upper() or raw.lower() in {one.uri.lower(), one.de.lower(), one.en.lower()}:
            return one.uri
    found = frequencies.for_iso(raw)
    if not found:
        notes.append(findings.CODE_UNKNOWN(raw=raw, field="dct:accrualPeriodicity"))
    return found


def language_of(raw: str) -> str:
    """Give a language as vocabularies know it: of a foreign address its last part."""
    if languages.find(raw) or not raw.startswith("http"):
        return raw
    return raw.rstrip("/").rpartition("/")[2]


def _periods(fields: dict[str, Any], notes: list[Finding]) -> list[dict[str, str]]:
    found = []
    for period in fields.get("temporal_coverage") or []:
        row = {key: value for key in ("start", "end") if (value := date(period.get(key), "dct:temporal", notes))}
        found += [row] if row else []
    return sorted(found, key=lambda row: sorted(row.items()))[:MAX_LIST]


def _access(source: Source) -> str:
    raw = text.line(str(source.fields.get("access_rights") or ""))
    code = raw.rstrip("/").rpartition("/")[2].upper()
    if code in {"PUBLIC", "RESTRICTED", "NON_PUBLIC"} and ("/access-right" in raw or "/" not in raw):
        return _ACCESS + code
    return "" if _NODE_NAME.match(raw) else text.cut(source.clean(raw), MAX_ITEM)


def _level(graph: Graph, node: Node) -> str:
    """Give the widest of the administrative levels that the dataset names."""
    values = graph.objects(node, DCATDE.politicalGeocodingLevelURI)
    given = {str(value).rstrip("/").rpartition("/")[2] for value in values}
    return next((_LEVEL + level for level in _LEVELS if level in given), "")


def _resolution(graph: Graph, node: Node) -> str:
    given = [str(value).strip() for value in graph.objects(node, DCAT.spatialResolutionInMeters)]
    numbers = [float(value) for value in given if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", value) and float(value)]
    return f"{min(numbers):g}" if numbers else ""


def _add_to_resources(dataset: dict[str, Any], source: Source) -> None:
    parts = {str(part): part for part in source.graph.objects(source.node, DCAT.distribution)}
    by_address: dict[str, tuple[Node | None, dict[str, Any]]] = {}
    for row in source.fields["resources"]:
        part = parts.get(row.get("distribution_ref", ""))
        for raw in (row.get("download_url"), row.get("access_url")):
            if url := text.web_address(raw):
                by_address.setdefault(url, (part, row))
    for resource in dataset["resources"]:
        part, row = by_address.get(resource["url"], (None, {}))
        if part is not None:
            _set_licence(resource, dcat_licence.of_part(source.graph, source.node, part), source.clean)
            resource.update(_of_part(source.graph, part, row))


def _set_licence(resource: dict[str, Any], own: tuple[str, str, str], clean: Callable[[str], str]) -> None:
    """Set a distribution's own licence; one that is not in the list takes away the dataset's."""
    uri, attribution, own_words = own
    resource.pop("license", None)
    if uri:
        resource["license"] = uri
    if attribution or not uri:
        resource.pop("license_attribution", None)
    if attribution:
        resource["license_attribution"] = clean(attribution)
    if own_words and not licences.recognise(own_words):
        resource["rights"] = text.cut(clean(own_words), MAX_ITEM)


def _of_part(graph: Graph, part: Node, row: dict[str, Any]) -> dict[str, Any]:
    values = [*graph.objects(part, DCATAP.availability), *graph.objects(part, DCATDE.plannedAvailability)]
    codes = {str(value).rstrip("/").rpartition("/")[2].upper() for value in values}
    address = str(row.get("download_url") or row.get("access_url") or "")
    given = [str(row.get(key) or "") for key in ("format", "mimetype")]
    stated = file_types.of_capabilities(address) or next((one for raw in given if (one := file_types.find(raw))), None)
    found = {
        # What the feed says counts more than the ending of the address: a Shapefile lies in a ZIP file.
        "format": stated.label if stated else "",
        "mimetype": stated.media_type if stated else "",
        "issued": dates.parse(str(row.get("issued") or "")),
        "modified": dates.parse(str(row.get("modified") or "")),
        "language": [known.uri for one in words(row, "language") if (known := languages.find(language_of(one)))],
        "conforms_to": [one for one in words(row, "conforms_to") if "/crs/EPSG/" not in one],
        "availability": next((_AVAILABILITY + code for code in _AVAILABILITIES if code in codes), ""),
    }
    return {name: value for name, value in found.items() if value}
