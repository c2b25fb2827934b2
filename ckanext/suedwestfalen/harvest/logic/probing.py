"""Actions that ask a server without storing anything: what kind of source it is, and what would come of it.

They answer within fifteen seconds. Both need POST: they carry passwords, and make the portal ask other servers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict
from shapely.errors import GEOSException
from shapely.geometry import shape

from ckanext.suedwestfalen.catalogue import helpers as catalogue
from ckanext.suedwestfalen.catalogue import page_helpers
from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.harvest import detect, preview, protocols, rules, secrets, sources
from ckanext.suedwestfalen.harvest.logic import schema
from ckanext.suedwestfalen.harvest.logic.records import reader
from ckanext.suedwestfalen.harvest.model import Source
from ckanext.suedwestfalen.harvest.protocols.base import Detected, Tried
from ckanext.suedwestfalen.net import Credentials
from ckanext.suedwestfalen.vocabularies import licences

_ = tk._
_MAX_NOTES = 2000
_OUTCOMES = ("new", "changed", "unchanged", "skipped", "failed")
# what of a dataset a preview shows as it is
_SHOWN = ("title", "publisher", "contact", "issued", "modified", "frequency", "crs", "identifier", "url",
          "hierarchy_level", "dna_goal", "lead_project", "language", "temporal_coverage")


def suedwestfalen_harvest_detect(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Find out what kind of source an address is; nothing is stored.

    Gives ``found`` (the surest first: protocol, label, url, title, settings, sure, layers), ``tried`` (every request
    with what came of it), ``timed_out`` and ``seconds``.

    :param url: the address; a bare host is asked by https, then by http
    :param username: with ``password``, what the server asks for
    :param id: a source that the user may change; without a login, what it has for this server is sent
    """
    tk.check_access("suedwestfalen_harvest_detect", context, data_dict)
    url = address_of(data_dict)
    login = schema.login(schema.checked_login(data_dict)) or _stored_login(context, data_dict, url)
    detection = detect.detect(url, login)
    return {
        "url": _without_login(url),
        "found": [_detected(one) for one in detection.found],
        "tried": [describe_tried(one) for one in detection.tried],
        "timed_out": detection.timed_out,
        "seconds": detection.seconds,
    }


def _stored_login(context: Context, data_dict: DataDict, url: str) -> sources.Login | None:
    """Give the login that a source has, if the address lies on the server that it is for."""
    stored = _stored(data_dict)
    if stored is None:
        return None
    tk.check_access("suedwestfalen_harvest_source_update", context, {"id": stored.id})
    if secrets.origin(stored.url) != secrets.origin(detect.addresses(url, login=True)[0]):
        return None
    try:
        found = secrets.of(stored)
    except secrets.Unreadable:
        return None
    return (found.user, found.password) if found else None


def suedwestfalen_harvest_source_preview(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Give the first 20 records of a source as they would become datasets; nothing is stored.

    Takes ``id`` of a source, or what creating one takes (title and organization may be missing), or both: then what
    is given counts instead of what is stored. Gives what the listing said (``declared``, ``listed``, ``complete``,
    ``partial``, ``notes``, ``error``) and ``records`` with dataset, place, licence, findings, what the portal has of
    it and which other sources offer it.
    """
    tk.check_access("suedwestfalen_harvest_source_preview", context, data_dict)
    stored = _stored(data_dict)
    source, login = _wanted(stored, data_dict, context)
    try:
        credentials = Credentials(secrets.origin(source.url), *login) if login else _credentials(stored, source)
    except secrets.Unreadable as error:
        return _page(preview.Preview(source, partial=True, error=error.finding), context)
    return _page(preview.of(source, credentials), context)


def _stored(data_dict: DataDict) -> Source | None:
    if not data_dict.get("id"):
        return None
    found = sources.get(str(data_dict["id"]))
    if found is None:
        raise tk.ObjectNotFound(_("There is no such source."))
    return found


def _wanted(stored: Source | None, data: DataDict, context: Context) -> tuple[Source, sources.Login | None]:
    """Give a source of what is stored and given, which belongs to no session, and a login if one is given."""
    given = schema.merged(stored, data) if stored else data
    values = schema.validate(given, context, draft=True)
    values.setdefault("options", (stored.options if stored else None) or {})
    wanted = {key: values[key] for key in sources.WRITABLE if key in values}
    source_id, name = (stored.id, stored.name) if stored else ("", "")
    return Source(id=source_id, name=name, **wanted), schema.login(data)


def _credentials(stored: Source | None, wanted: Source) -> Credentials | None:
    """Give what is stored, while the address stays with the server that it is for."""
    if stored is None or secrets.origin(stored.url) != secrets.origin(wanted.url):
        return None
    return secrets.of(stored)


def address_of(data_dict: DataDict) -> str:
    """Give the address that was typed; raises ``ValidationError`` where it cannot be one."""
    url = str(data_dict.get("url") or "").strip()
    if not url.strip("/:"):
        raise tk.ValidationError({"url": [_("Missing value")]})
    if len(url) > schema.MAX_URL:
        said = _("This text is too long (at most %(limit)s characters).") % {"limit": schema.MAX_URL}
        raise tk.ValidationError({"url": [said]})
    if not url.isprintable():
        raise tk.ValidationError({"url": [_("Please remove the invisible control character.")]})
    return url


def _without_login(url: str) -> str:
    return re.sub(r"^([a-z][a-z0-9+.-]*://)?[^/?#]*@", r"\1…@", url, flags=re.IGNORECASE)


def _detected(one: Detected) -> dict[str, Any]:
    return {
        "protocol": one.protocol,
        "label": _(protocols.get(one.protocol).label),
        "url": one.url,
        "title": one.title,
        "settings": dict(one.settings),
        "sure": one.sure,
        "layers": [{"name": name, "title": title} for name, title in one.layers],
    }


def describe_tried(one: Tried) -> dict[str, Any]:
    """Give a request of a detection and what came of it, in the reader's language."""
    finding = describe_finding(one.error) if one.error else dict.fromkeys(("code", "severity", "message", "hint"), "")
    status = str(one.error.values.get("status", "")) if one.error else ""
    return {"url": _without_login(one.url), "ok": one.error is None, "what": one.what, "status": status, **finding}


def describe_finding(found: Finding) -> dict[str, str]:
    """Give a finding in the reader's language."""
    return {"code": found.code, "severity": found.severity, "message": found.message(_), "hint": found.hint(_)}


def _page(found: preview.Preview, context: Context) -> dict[str, Any]:
    source, readable = found.source, reader(context)
    records = [_record(shown, readable) for shown in found.records]
    return {
        "source": {"id": source.id or None, "name": source.name or None, "title": source.title, "url": source.url,
                   "protocol": source.protocol, "label": _(protocols.get(source.protocol).label)},
        "declared": found.declared,
        "listed": found.listed,
        "shown": len(records),
        "more": found.more,
        "complete": found.complete,
        "partial": found.partial,
        "seconds": found.seconds,
        "error": describe_finding(found.error) if found.error else None,
        "notes": [describe_finding(note) for note in found.notes],
        "counts": {name: sum(record["outcome"] == name for record in records) for name in _OUTCOMES},
        "records": records,
    }


def _record(shown: preview.Shown, readable: Callable[[str], bool]) -> dict[str, Any]:
    item, place, dataset = shown.item, shown.place, shown.parsed.dataset
    visible = not place.private or readable(place.package_id)
    return {
        "guid": item.guid,
        "url": item.url,
        "title": dataset.get("title") or shown.parsed.title or item.guid or "",
        "reader": item.reader,
        "outcome": shown.outcome,
        "state": place.state,
        "dataset_name": (place.name or None) if visible else None,
        "leads": place.leads,
        "offered_by": [{"title": title, "leads": leads} for title, leads in place.offered_by] if visible else [],
        "findings": [describe_finding(found) for found in shown.findings],
        "error": describe_finding(shown.error) if shown.error else None,
        "licence": _licence(dataset),
        "dataset": _dataset(dataset) if dataset else None,
        **_where(shown),
    }


def _where(shown: preview.Shown) -> dict[str, Any]:
    dataset, evidence = shown.parsed.dataset, shown.parsed.evidence
    geometry = json.loads(dataset["spatial"]) if dataset.get("spatial") else None
    return {
        "municipalities": [
            {"key": key, "name": catalogue.municipality_name(key)} for key in dataset.get("municipality", [])
        ],
        "kreise": [{"key": key, "name": catalogue.kreis_name(key)} for key in dataset.get("kreis", [])],
        "evidence": {
            **{name: evidence.get(name, "") for name in ("source", "text", "spatial_source")},
            "label": page_helpers.evidence(evidence.get("source", "")),
        },
        "spatial": geometry,
        "bbox": _box(geometry),
    }


def _box(geometry: dict[str, Any] | None) -> list[float] | None:
    try:
        return list(shape(geometry).bounds) if geometry else None
    except (GEOSException, ValueError, TypeError, AttributeError, KeyError):
        return None


def _licence(dataset: dict[str, Any]) -> dict[str, Any] | None:
    licence = licences.get(dataset.get("license_id") or "")
    if licence is None:
        return None
    default = dataset.get("license_source") == rules.LICENCE_OF_SOURCE
    return {"id": licence.id, "title": licence.title, "url": licence.url, "open": licence.open, "default": default}


def _dataset(dataset: dict[str, Any]) -> dict[str, Any]:
    labels = catalogue.theme_choices()
    return {
        **{name: dataset[name] for name in _SHOWN if dataset.get(name)},
        "notes": (dataset.get("notes") or "")[:_MAX_NOTES],
        "tags": [tag["name"] for tag in dataset.get("tags", [])],
        "themes": [catalogue.label_of(labels, theme) for theme in dataset.get("theme", [])],
        "resources": [
            {name: resource.get(name, "") for name in ("name", "url", "format", "function")}
            for resource in dataset.get("resources", [])
        ],
    }
