"""Fields of datasets as GovData's metadata structure had them before DCAT-AP.de, in the names of today.

Portals that were set up then still deliver them: contacts, dates and terms of use as JSON in extras.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

_ROLES = {"veroeffentlichende_stelle": "publisher", "ansprechpartner": "maintainer", "autor": "author"}
_DATES = {"veroeffentlicht": "issued", "aktualisiert": "modified"}
_LEVELS = {
    "bund": "federal", "land": "state", "kreis": "administrativeDistrict", "landkreis": "administrativeDistrict",
    "regierungsbezirk": "administrativeDistrict", "stadt": "municipality", "kommune": "municipality",
    "gemeinde": "municipality", "stadtbezirk": "borough", "stadtteil": "borough",
}


def translated(extras: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give names and values that former extras stand for; what is there under its own name counts before them."""
    for entry in _objects(extras.get("contacts")):
        if (prefix := _ROLES.get(str(entry.get("role")))) and entry.get("name"):
            yield prefix, entry["name"]
            yield from ((f"{prefix}_{part}", entry.get(part)) for part in ("email", "url"))
    for entry in _objects(extras.get("dates")):
        if name := _DATES.get(str(entry.get("role"))):
            yield name, entry.get("date")
    for entry in _objects(extras.get("terms_of_use")):
        for part in ("id", "title", "url"):
            yield f"license_{part}", entry.get(f"license_{part}") or entry.get(f"licence_{part}")
        yield "license_attribution", entry.get("attribution_text")
    for entry in _objects(extras.get("spatial_reference")):
        yield "geocoding_text", entry.get("text")
        ags = entry.get("ags")
        yield "municipality", ags if isinstance(ags, str) and ags.isdigit() and len(ags) in (5, 8, 12) else None
    yield "geocoding_text", extras.get("geographical_coverage")
    yield "political_geocoding_level", _LEVELS.get(str(extras.get("geographical_granularity")).lower())


def _objects(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return []
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
