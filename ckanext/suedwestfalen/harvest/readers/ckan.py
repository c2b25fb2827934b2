"""Datasets of other CKAN portals, with the extras of DCAT-AP.de, GovData, ckanext-spatial and ckanext-dcat.

Everything that has a place in a ``Description`` goes through the same mapping as ISO records, so that place,
licence, tags and privacy are decided in the same way; the rest is laid over its result.
"""

from __future__ import annotations

from typing import Any

from ckanext.suedwestfalen.findings import Finding, FindingError
from ckanext.suedwestfalen.harvest.protocols import ckan_record
from ckanext.suedwestfalen.harvest.readers import Context, ckan_description, ckan_findings, ckan_resources
from ckanext.suedwestfalen.harvest.readers.ckan_package import Fields
from ckanext.suedwestfalen.metadata import dataset, findings
from ckanext.suedwestfalen.metadata.dataset import Mapped
from ckanext.suedwestfalen.vocabularies import data, frequencies, inspire, licences, themes

VERSION = 1

_HVD = data.load("hvd")
_HVD_CATEGORIES = frozenset(category["uri"] for category in _HVD["categories"])
_LEVEL = "http://dcat-ap.de/def/politicalGeocoding/Level/"
_LEVELS = frozenset({
    "international", "european", "federal", "state", "administrativeDistrict", "municipality", "borough"})
_FREQUENCIES = {
    data.letters(spelling): item.uri
    for item in frequencies.all_frequencies() for spelling in (item.uri, item.code, item.de, item.en)
}


def read(content: bytes, context: Context) -> Mapped:
    """Make a dataset of a CKAN dataset in JSON; raises ``FindingError`` where it is none."""
    package = _load(content)
    notes: list[Finding] = []
    fields = Fields(package, notes)
    description = ckan_description.describe(fields)
    if not description.identifier:
        raise FindingError(findings.NO_IDENTIFIER())
    if not description.title:
        description.title = fields.line("name") or description.identifier
        notes.append(findings.TITLE_MISSING(title=description.title))
    if not description.abstract:
        notes.append(findings.ABSTRACT_MISSING())
    mapped = dataset.to_dataset(description, region=context.region, settings=context.settings)
    resources = ckan_resources.read(fields, mapped.dataset, personal_data=context.settings.personal_data)
    result = {**mapped.dataset, **_filled(_overlay(fields, mapped.dataset)), "resources": resources}
    # The mapping saw no links: they are told apart here.
    said = [note for note in mapped.findings if note.code != findings.NO_DISTRIBUTION.code]
    undecided = any(note.code == findings.LICENCES_UNDECIDED.code for note in mapped.findings)
    if not result.get("license_id") and not undecided and (common := _common_licence(resources)):
        result["license_id"] = common.id
        said = [note for note in said if note.code != findings.LICENCE_MISSING.code]
    if not resources:
        notes.append(findings.NO_DISTRIBUTION())
    return Mapped(result, mapped.evidence, [*notes, *said])


def _load(content: bytes) -> dict[str, Any]:
    package = ckan_record.load(content)
    if not isinstance(package, dict):
        raise FindingError(ckan_findings.NO_DATASET())
    return package


def _overlay(fields: Fields, mapped: dict[str, Any]) -> dict[str, Any]:
    """Give the fields that only portals have, not ISO records."""
    hvd = [uri for uri in fields.texts("hvd_category") if uri in _HVD_CATEGORIES]
    level = fields.line("political_geocoding_level_uri", "political_geocoding_level").rpartition("/")[2]
    inspired = [found.uri for word in fields.texts("inspire_theme") if (found := inspire.find(word))]
    return {
        "theme": _themes(fields, mapped),
        "frequency": _frequency(fields),
        "hvd_category": hvd,
        "applicable_legislation": list(dict.fromkeys([
            *fields.addresses("applicable_legislation"), *([_HVD["applicableLegislation"]] if hvd else [])])),
        "inspire_theme": inspired,
        "access_rights": fields.address("access_rights"),
        "dcat_type": fields.address("dcat_type"),
        "url": fields.address("url", "landing_page"),
        "documentation": fields.addresses("documentation", "page"),
        "political_geocoding_level_uri": "" if mapped.get("political_geocoding_level_uri") or level not in _LEVELS
        else _LEVEL + level,
    }


def _themes(fields: Fields, mapped: dict[str, Any]) -> list[str]:
    """Give the EU themes: those named as such, the groups that are called after them, and those of the tags."""
    words = [*fields.texts("theme"), *fields.texts("themes")]
    for group in fields.groups("groups"):
        words += [group.line("name"), group.line("title"), group.line("display_name")]
    former = {code for word in words for code in themes.of_category(word)}
    found = {theme.uri for word in words if (theme := themes.find(word))} | set(mapped.get("theme", []))
    found |= {theme.uri for theme in themes.all_themes() if theme.code in former}
    return [theme.uri for theme in themes.all_themes() if theme.uri in found]


def _frequency(fields: Fields) -> str:
    raw = fields.line("frequency", "accrual_periodicity", "update_frequency", "frequency-of-update")
    known = _FREQUENCIES.get(data.letters(raw)) or frequencies.for_iso(raw)
    if raw and not known:
        fields.findings.append(findings.CODE_UNKNOWN(raw=raw, field="frequency"))
    return known or ""


def _common_licence(resources: list[dict[str, Any]]) -> licences.Licence | None:
    """DCAT-AP.de has licences at the distributions: where all have the same, it is the dataset's."""
    uris = {resource.get("license", "") for resource in resources}
    return licences.find(uris.pop()) if len(uris) == 1 else None


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
