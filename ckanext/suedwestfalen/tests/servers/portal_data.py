"""What a town's CKAN holds: two organizations, four groups of GovData, 24 datasets as German portals write them."""

from __future__ import annotations

import json
import uuid
from typing import Any

ORGANIZATIONS = [
    {"name": "stadt-arnsberg", "title": "Stadt Arnsberg"},
    {"name": "stadt-soest", "title": "Stadt Soest"},
]
GROUPS = [
    {"name": "tran", "title": "Verkehr"},
    {"name": "envi", "title": "Umwelt"},
    {"name": "educ", "title": "Bildung, Kultur und Sport"},
    {"name": "gove", "title": "Regierung und öffentlicher Sektor"},
]
#: Boxes well inside the towns: west, south, east, north.
_INSIDE = {"stadt-arnsberg": (8.05, 51.38, 8.10, 51.42), "stadt-soest": (8.09, 51.56, 8.12, 51.58)}
_TOPICS = [
    ("Radwege", "tran"), ("Parkplätze", "tran"), ("Baumkataster", "envi"), ("Grünflächen", "envi"),
    ("Schulen", "educ"), ("Spielplätze", "educ"), ("Wahlergebnisse", "gove"), ("Haushalt", "gove"),
    ("Ladesäulen", "tran"), ("Lärmkarten", "envi"), ("Büchereien", "educ"), ("Straßenverzeichnis", "gove"),
]
_LICENCES = ["dl-by-de/2.0", "cc-zero", "cc-by", "http://dcat-ap.de/def/licenses/dl-zero-de/2.0"]


def guid(number: int) -> str:
    """Identifier of the ISO record from which every sixth dataset claims to be made."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://example.org/iso/{number}"))


def dataset(number: int, **fields: Any) -> dict[str, Any]:
    """Give dataset ``number`` for ``package_create``; even ones are Arnsberg's, odd ones Soest's."""
    organization = ORGANIZATIONS[number % 2]
    topic, group = _TOPICS[number % len(_TOPICS)]
    year = 2015 + number % 10
    extras = {
        "spatial": json.dumps(_polygon(organization["name"])),
        "issued": f"{year}-03-01",
        "modified": f"{year}-11-05T08:00:00",
        "frequency": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
        "licenseAttributionByText": organization["title"],
        "contributorID": "http://dcat-ap.de/def/contributors/beispiel",
    }
    if number % 6 == 0:
        extras["guid"] = guid(number)
    values = {
        "name": f"datensatz-{number:02d}",
        "title": f"{topic} {organization['title'].removeprefix('Stadt ')} {year}",
        "notes": f"**{topic}** der {organization['title']}, Stand {year}.\n\n* geprüft\n* jährlich fortgeschrieben",
        "owner_org": organization["name"],
        "groups": [{"name": group}],
        "tags": [{"name": topic}, {"name": "opendata"}],
        "license_id": _LICENCES[number % len(_LICENCES)],
        "maintainer": "Fachdienst Geoinformation",
        "maintainer_email": "geodaten@example.org",
        "extras": [{"key": key, "value": value} for key, value in extras.items()],
        "resources": [
            {"url": f"https://example.org/daten/{number}.csv", "name": f"{topic} als Tabelle", "format": "CSV"},
            {"url": f"https://example.org/daten/{number}.geojson", "name": topic, "format": "GeoJSON"},
        ],
    }
    return {**values, **fields}


def datasets() -> list[dict[str, Any]]:
    """Give the 24 public datasets."""
    return [dataset(number) for number in range(24)]


def others() -> list[dict[str, Any]]:
    """Give what is in the portal and nobody should take: a private dataset, a draft, a showcase."""
    return [
        dataset(90, name="nicht-oeffentlich", private=True),
        dataset(91, name="entwurf", state="draft"),
        dataset(92, name="anwendung", type="showcase"),
    ]


def _polygon(organization: str) -> dict[str, Any]:
    west, south, east, north = _INSIDE[organization]
    return {"type": "Polygon", "coordinates": [
        [[west, south], [east, south], [east, north], [west, north], [west, south]]]}
