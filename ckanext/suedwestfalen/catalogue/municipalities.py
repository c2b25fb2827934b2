"""Municipalities as the portal shows them.

Identity and place are those of the region's folder, figures and texts those of the organization once there is one.
"""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.suedwestfalen.catalogue.values import stored_list
from ckanext.suedwestfalen.region import Municipality

TEXTS = ("municipality_type", "city_size", "smart_city_role", "phase", "focus_areas", "website", "image_credit",
         "image_description", "population_date")


def organization_of(key: str) -> model.Group | None:
    """Give the organization with this AGS or Kreis key; names are never looked at."""
    query = _organizations().filter(model.Group.extras["ags"].astext == key)
    return query.first()


def organizations() -> dict[str, model.Group]:
    """All organizations that bear a key, by their key."""
    query = _organizations().filter(model.Group.extras.has_key("ags"))
    return {group.extras["ags"]: group for group in query}


def _organizations() -> Any:
    return (
        model.Session.query(model.Group)
        .filter_by(is_organization=True, state=model.State.ACTIVE)
        .order_by(model.Group.created)
    )


def describe(town: Municipality, group: model.Group | None = None, *, geometry: bool = False) -> dict[str, Any]:
    """Describe a municipality with JSON types; `geometry` adds the boundary (GeoJSON, WGS 84)."""
    found = _identity(town) | _figures(town)
    if group:
        found |= _organization(group)
    if geometry:
        found["geometry"] = dict(town.geometry)
    return found


def _identity(town: Municipality) -> dict[str, Any]:
    return {
        "ags": town.ags,
        "ars": town.ars,
        "name": town.name,
        "short_name": town.short_name,
        "official_name": town.official_name,
        "slug": town.slug,
        "kreis": town.kreis,
        "refpoint": list(town.refpoint),
        "bbox": list(town.bbox),
        "political_geocoding_uri": town.political_geocoding_uri,
        "regional_key_uri": town.regional_key_uri,
    }


def _figures(town: Municipality) -> dict[str, Any]:
    return {
        "municipality_type": town.type,
        "population": town.population,
        "population_date": town.population_date.isoformat(),
        "area_km2": town.area_km2,
        "city_size": town.city_size,
        "smart_city_role": town.role,
        "phase": town.phase,
        "topics": list(town.topics),
        "focus_areas": town.focus_areas,
        "website": town.website,
        "organization": None,
    }


def _organization(group: model.Group) -> dict[str, Any]:
    extras = group.extras or {}
    found: dict[str, Any] = {name: extras.get(name, "") for name in TEXTS}
    found["population"] = _number(extras.get("population"), int)
    found["area_km2"] = _number(extras.get("area_km2"), float)
    found["topics"] = stored_list(extras.get("topics"))
    found["description"] = group.description or ""
    found["image_url"] = group.image_url or ""
    found["organization"] = {"id": group.id, "name": group.name, "title": group.display_name}
    return found


def _number(text: str | None, kind: type[int | float]) -> float | None:
    try:
        return kind(text) if text else None
    except ValueError:
        return None
