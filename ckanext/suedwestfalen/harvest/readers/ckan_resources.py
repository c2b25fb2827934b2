"""Resources of a CKAN dataset. All that the portal calls a resource is one, web pages included."""

from __future__ import annotations

import re
from typing import Any

from ckanext.suedwestfalen.harvest.readers.ckan_package import Fields
from ckanext.suedwestfalen.metadata import findings, privacy, text
from ckanext.suedwestfalen.metadata.resources import MAX_RESOURCES
from ckanext.suedwestfalen.vocabularies import file_types, languages, licences

_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,80}\Z")
_AVAILABILITY = "http://publications.europa.eu/resource/authority/planned-availability/"
_AVAILABILITIES = frozenset({"STABLE", "AVAILABLE", "TEMPORARY", "EXPERIMENTAL"})
_ATTRIBUTION = ("license_attribution", "license_attribution_by_text")


def read(fields: Fields, dataset: dict[str, Any], *, personal_data: bool) -> list[dict[str, Any]]:
    """Give the resources for CKAN; ``dataset`` is the mapped one, whose licence holds where a resource has none."""
    given = fields.raw("resources")
    if given is not None and not isinstance(given, list):
        fields.odd("resources", given)
        return []
    found = []
    for entry in given or []:
        if not isinstance(entry, dict):
            fields.odd("resources", entry)
            continue
        resource = _resource(Fields(entry, fields.findings), dataset)
        if resource and not personal_data:
            for name in ("name", "description", "license_attribution", "rights"):
                resource[name] = privacy.clean_text(resource[name])
        if resource:
            found.append({name: value for name, value in resource.items() if value})
    if len(found) > MAX_RESOURCES:
        fields.findings.append(findings.RESOURCES_MANY(count=len(found), limit=MAX_RESOURCES))
    return found[:MAX_RESOURCES]


def _resource(fields: Fields, dataset: dict[str, Any]) -> dict[str, Any] | None:
    url = fields.address("url", "download_url", "access_url")
    if not url:
        raw = fields.line("url", "download_url", "access_url")
        fields.findings.append(findings.ADDRESS_UNUSABLE(raw=raw or "–", field="resources/url"))
        return None
    media_type = fields.line("mimetype").lower()
    stated = fields.line("format")
    kind = file_types.of_capabilities(url) or file_types.find(stated) or file_types.find(media_type)
    kind = kind or file_types.of_address(url)
    label = kind.label if kind else text.cut(stated, 60)
    name = fields.line("name") or (f"{label} – {dataset['title']}" if label else dataset["title"])
    return {
        "url": url,
        "name": text.cut(name, 300),
        "description": text.cut(fields.text("description"), 8_000),
        "format": label,
        "mimetype": kind.media_type if kind and kind.label in file_types.SERVICES
        else media_type if _MEDIA_TYPE.match(media_type) else kind.media_type if kind else "",
        "license": _licence(fields, dataset),
        "license_attribution": fields.line(*_ATTRIBUTION) or dataset.get("license_attribution", ""),
        "rights": text.cut(fields.text("rights"), 8_000),
        "availability": _availability(fields),
        "issued": fields.date("issued", "created"),
        "modified": fields.date("modified", "last_modified"),
        "language": [found.uri for word in fields.texts("language") if (found := languages.find(word))],
        "conforms_to": fields.addresses("conforms_to"),
    }


def _licence(fields: Fields, dataset: dict[str, Any]) -> str:
    raw = [fields.line(name) for name in ("license", "license_id", "license_url", "license_title")]
    own = next((found for word in raw if (found := licences.recognise(word))), None)
    own = own or licences.get(dataset.get("license_id") or "")
    if not own and any(raw):
        fields.findings.append(findings.LICENCE_UNKNOWN(raw=next(filter(None, raw))))
    return own.uri if own else ""


def _availability(fields: Fields) -> str:
    code = fields.line("availability", "planned_availability").rstrip("/").rpartition("/")[2].upper()
    return _AVAILABILITY + code if code in _AVAILABILITIES else ""
