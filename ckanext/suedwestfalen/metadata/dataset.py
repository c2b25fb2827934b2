"""From a neutral description to a dataset for CKAN.

The mapping follows the Open.NRW bridge (iso2dcat.xsl), so that a record harvested here and the same record at
GovData agree. Field names are those of the dataset schema.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.geo import crs as crs_notation
from ckanext.suedwestfalen.geo import findings as geo_findings
from ckanext.suedwestfalen.metadata import coupling, findings, licence, place, privacy, resources, text
from ckanext.suedwestfalen.metadata.agents import contact_of, creator_of, publisher_of
from ckanext.suedwestfalen.metadata.description import Description
from ckanext.suedwestfalen.region import Region
from ckanext.suedwestfalen.vocabularies import data, frequencies, inspire, languages, themes

MAX_TAGS = 500
MAX_LIST = 200
_HVD = data.load("hvd")
_HVD_CATEGORIES = {category["uri"]: category["uri"] for category in _HVD["categories"]} | {
    data.letters(category["de"]): category["uri"] for category in _HVD["categories"]
}
_TAG_UNFIT = re.compile(r"[^\w \-.]+")
_ISO_TYPES = {"dataset": "dataset", "series": "series", "service": "services"}
_RESOURCE_TYPE = "http://inspire.ec.europa.eu/metadata-codelist/ResourceType/"
_NO_LIMITATIONS = "/LimitationsOnPublicAccess/noLimitations"
_PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
_LEVEL = "http://dcat-ap.de/def/politicalGeocoding/Level/"
#: Regulations that INSPIRE records are tested against, by number.
_REGULATIONS = {"1089/2010": "http://data.europa.eu/eli/reg/2010/1089/oj",
                "976/2009": "http://data.europa.eu/eli/reg/2009/976/oj"}


@dataclass(frozen=True)
class Settings:
    """What the source or the portal decides about the mapping.

    ``personal_data``: keep names, telephone numbers and e-mail addresses of persons.
    ``municipality``: AGS of the source's municipality; ``kreis``: five-digit key of its Kreis.
    """

    personal_data: bool = False
    municipality: str = ""
    kreis: str = ""


@dataclass
class Mapped:
    """A dataset for CKAN's ``package_create`` without ``owner_org``, ``name`` and ``id``.

    ``evidence``: why the record was put where it is (``source``, ``text``, ``spatial_source``), and what it says
    itself about its terms of use (``licence``).
    """

    dataset: dict[str, Any]
    evidence: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)


def to_dataset(description: Description, *, region: Region, settings: Settings | None = None) -> Mapped:
    """Make a dataset of a description. Fields that the record says nothing about are left out."""
    settings = settings or Settings()
    notes: list[Finding] = []
    # The evidence may need what is left out below; its text is cleaned where it is shown.
    extent, said = place.extent_of(description, region)
    notes += said
    where = place.find(description, extent, region, settings.municipality or settings.kreis)
    if not settings.personal_data:
        description, taken = privacy.strip(description)
        if taken:
            notes.append(findings.PERSONAL_DATA(what=", ".join(taken)))
    dataset: dict[str, Any] = {}
    dataset |= _texts(description)
    dataset |= _terms(description, notes)
    dataset |= _vocabulary(description, notes)
    dataset |= _agents(description, region)
    dataset |= _data(description, notes)
    spatial = _place(where, extent, region, notes)
    dataset |= spatial
    links = resources.sort_links(description)
    notes += links.findings
    dataset["resources"] = _with_licence(links.resources, dataset)
    if links.pages:
        dataset["url"] = links.pages[0]
        dataset["documentation"] = links.pages[1:]
    evidence = {"source": where.source, "text": privacy.clean_text(where.evidence),
                "spatial_source": spatial.get("spatial_source", ""), "licence": licence.said(description)}
    return Mapped(_fitting(dataset), evidence, notes)


def _texts(description: Description) -> dict[str, Any]:
    identifiers = [item for item in description.resource_identifiers if item != description.identifier]
    return {
        "title": description.title,
        "notes": description.abstract,
        "identifier": description.identifier,
        "alternate_identifier": identifiers,
        "provenance": description.lineage,
        "issued": description.published,
        # Convention 40 of DCAT-AP.de: the date of the record, not that of the data.
        "modified": description.datestamp,
        "hierarchy_level": description.hierarchy_level,
        "operates_on": coupling.identifiers(description),
    }


def _terms(description: Description, notes: list[Finding]) -> dict[str, Any]:
    decision = licence.decide(description)
    notes += decision.findings
    public = any(_NO_LIMITATIONS in ref.href for ref in description.other_constraints)
    return {
        "license_id": decision.licence.id if decision.licence else "",
        "license_attribution": decision.attribution,
        "access_rights": _PUBLIC if public else "",
    }


def _with_licence(items: list[dict[str, Any]], dataset: dict[str, Any]) -> list[dict[str, Any]]:
    from_list = dataset.get("license_id")
    extra = {}
    if from_list:
        extra["license"] = licence.licences.get(from_list).uri
    if dataset.get("license_attribution"):
        extra["license_attribution"] = dataset["license_attribution"]
    return [{**item, **extra} for item in items]


def _vocabulary(description: Description, notes: list[Finding]) -> dict[str, Any]:
    found_inspire = [theme for word in description.keywords if (theme := _inspire_theme(word))]
    words = [word.text for word in description.keywords] + [word.uri for word in description.keywords if word.uri]
    frequency = frequencies.for_iso(description.frequency)
    if description.frequency and not frequency:
        notes.append(findings.CODE_UNKNOWN(raw=description.frequency, field="MD_MaintenanceFrequencyCode"))
    hvd = _hvd(description)
    return {
        "tags": _tags(description, notes),
        "theme": themes.for_iso(description.topics, [theme.code for theme in found_inspire], words),
        "inspire_theme": list(dict.fromkeys(theme.uri for theme in found_inspire)),
        "language": _languages(description, notes),
        "frequency": frequency,
        "dcat_type": _RESOURCE_TYPE + _ISO_TYPES[description.hierarchy_level]
        if description.hierarchy_level in _ISO_TYPES else "",
        "hvd_category": hvd,
        "applicable_legislation": [_HVD["applicableLegislation"]] if hvd else [],
        "conforms_to": _conforms_to(description),
    }


def _inspire_theme(word: Any) -> inspire.InspireTheme | None:
    by_address = inspire.find(word.uri) if word.uri else None
    return by_address or (inspire.find(word.text) if inspire.is_thesaurus(word.thesaurus) else None)


def _hvd(description: Description) -> list[str]:
    found = []
    for word in description.keywords:
        category = _HVD_CATEGORIES.get(word.uri)
        if not category and "high-value" in word.thesaurus.lower():
            category = _HVD_CATEGORIES.get(data.letters(word.text))
        found += [category] if category else []
    return list(dict.fromkeys(found))


def _tags(description: Description, notes: list[Finding]) -> list[dict[str, str]]:
    names: dict[str, str] = {}
    unusable = []
    for word in description.keywords:
        if themes.find_code(word.text) or word.thesaurus.startswith("Service Classification"):
            continue
        name = tag_name(word.text)
        if name:
            names.setdefault(name.lower(), name)
        else:
            unusable.append(word.text)
    if unusable:
        notes.append(findings.KEYWORD_UNUSABLE(count=len(unusable), example=unusable[0]))
    if len(names) > MAX_TAGS:
        notes.append(findings.KEYWORDS_MANY(count=len(names), limit=MAX_TAGS))
    return [{"name": name} for name in list(names.values())[:MAX_TAGS]]


def tag_name(keyword: str) -> str:
    """Give a keyword in the form CKAN's tags have (letters, digits, blank, ``-_.``, 2 to 100 characters), or ''."""
    name = keyword.replace("/", "-").replace("&", " und ")
    name = " ".join(_TAG_UNFIT.sub(" ", name).split()).strip("-. ")
    if len(name) > 100:
        name = name[:100].rpartition(" ")[0] or name[:100]
    return name if len(name) >= 2 else ""


def _languages(description: Description, notes: list[Finding]) -> list[str]:
    found = []
    for raw in description.resource_languages or [description.language]:
        language = languages.find(raw)
        if language:
            found.append(language.uri)
        elif raw:
            notes.append(findings.CODE_UNKNOWN(raw=raw, field="LanguageCode"))
    return list(dict.fromkeys(found)) or [languages.GERMAN.uri]


def _conforms_to(description: Description) -> list[str]:
    found = []
    for item in description.conformity:
        if item.passed:
            regulation = next((uri for number, uri in _REGULATIONS.items() if number in item.title), "")
            found.append(regulation or item.uri)
    return [uri for uri in dict.fromkeys(found) if uri]


def _agents(description: Description, region: Region) -> dict[str, Any]:
    return {
        "publisher": publisher_of(description, region),
        "contact": contact_of(description),
        "creator": creator_of(description),
    }


def _data(description: Description, notes: list[Finding]) -> dict[str, Any]:
    codes: list[str] = []
    for raw in description.crs:
        found = crs_notation.parse(raw)
        if not found:
            notes.append(geo_findings.CRS_UNKNOWN(raw=raw))
        codes += [str(item.code) for item in found]
    period = {"start": description.temporal_start, "end": description.temporal_end}
    period = {key: value for key, value in period.items() if value}
    resolution = min(description.distances) if description.distances else None
    return {
        "crs": list(dict.fromkeys(codes)),
        "temporal_coverage": [period] if period else [],
        "spatial_resolution_in_meters": f"{resolution:g}" if resolution else "",
    }


def _place(
    where: place.Place, extent: dict[str, Any] | None, region: Region, notes: list[Finding]
) -> dict[str, Any]:
    source = place.RECORD
    if extent is None:
        extent, name = place.derived_extent(where, region)
        source = place.DERIVED
        if extent:
            notes.append(findings.EXTENT_DERIVED(name=name))
    elif wide := place.too_wide(where, extent, region):
        notes.append(wide)
    if not where:
        notes.append(findings.PLACE_UNKNOWN())
    level = "municipality" if where.municipalities else "administrativeDistrict" if where.kreise else ""
    return {
        "municipality": where.municipalities,
        "kreis": where.kreise,
        "municipality_source": where.source,
        "political_geocoding_level_uri": _LEVEL + level if level else "",
        "spatial": json.dumps(extent, separators=(",", ":")) if extent else "",
        "spatial_source": source if extent else "",
    }


def _fitting(dataset: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty and shorten what no index could hold; ``notes`` is running text."""
    fit = {name: _fit(name, value) for name, value in dataset.items()}
    always = ("license_id", "resources", "tags", "notes")
    return {name: value for name, value in fit.items() if value or name in always}


def _fit(name: str, value: Any) -> Any:
    if isinstance(value, str) and name not in ("notes", "spatial"):
        return text.cut(value, text.MAX_BYTES)
    if isinstance(value, list) and name not in ("tags", "resources"):
        return [text.cut(item, 4_000) if isinstance(item, str) else item for item in value[:MAX_LIST]]
    return value
