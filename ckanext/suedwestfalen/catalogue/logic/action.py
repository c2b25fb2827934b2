"""Actions of the catalogue: which municipalities there are, and where something lies.

All of these are open to everybody and change nothing, so that they answer GET requests. CKAN's writing of datasets is
continued here as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import coordinates, municipalities, regions, rows
from ckanext.suedwestfalen.geo import extent


@tk.side_effect_free
def municipality_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the municipalities of the region, by key.

    :param kreis: only those of this Kreis (five-digit key or name)
    :param smart_city_role: only those with this role (e.g. `pioneer`)
    :param include_geometry: add the boundaries (GeoJSON, WGS 84), default false
    :returns: list of dicts, see `municipality_show`
    """
    tk.check_access("municipality_list", context, data_dict)
    role, kreis = data_dict.get("smart_city_role"), _kreis(data_dict.get("kreis"))
    geometry = _flag(data_dict, "include_geometry", default=False)
    groups = municipalities.organizations()
    towns = sorted(regions.current().municipalities, key=lambda town: town.ags)
    found = [
        municipalities.describe(town, groups.get(town.ags), geometry=geometry)
        for town in towns
        if not kreis or town.kreis == kreis
    ]
    return [town for town in found if not role or town["smart_city_role"] == role]


@tk.side_effect_free
def municipality_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return one municipality.

    :param id: AGS, ARS, slug, URI, or name with or without suffix such as "(Sauerland)"
    :param include_geometry: add the boundary (GeoJSON, WGS 84), default true
    :returns: dict with keys of identity (ags, ars, name, slug, kreis …), place (refpoint and bbox, longitude first),
        figures (population with population_date, area_km2 …) and organization (id, name, title; none before seeding)
    """
    tk.check_access("municipality_show", context, data_dict)
    text = data_dict.get("id")
    if not isinstance(text, str) or not text.strip():
        raise tk.ValidationError({"id": [tk._("Please name a municipality by key or name.")]})
    town = regions.current().find(text)
    if not town:
        raise tk.ObjectNotFound(tk._("“%s” is no municipality of the region.") % text[:100])
    geometry = _flag(data_dict, "include_geometry", default=True)
    return municipalities.describe(town, municipalities.organization_of(town.ags), geometry=geometry)


@tk.side_effect_free
def municipality_locate(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the municipalities in which something lies, largest share first; exactly one parameter is needed.

    :param point: "longitude,latitude" or a list of the two
    :param box: "west,south,east,north" or a list of the four
    :param geometry: GeoJSON geometry, as text or object
    :returns: list of dicts: ags, name, slug, kreis, share (of what was given, 0 to 1) and covers (share of the
        municipality that it covers, 0 to 1); empty outside the region

    All coordinates in WGS 84.
    """
    tk.check_access("municipality_locate", context, data_dict)
    given = [name for name in _READERS if data_dict.get(name) not in (None, "")]
    if len(given) != 1:
        message = tk._("Please give exactly one of point, box and geometry.")
        raise tk.ValidationError({"geometry": [message]})
    name = given[0]
    try:
        where = _READERS[name](data_dict[name])
    except tk.Invalid as error:
        raise tk.ValidationError({name: [error.error]}) from error
    return [
        {
            "ags": each.municipality.ags,
            "name": each.municipality.name,
            "slug": each.municipality.slug,
            "kreis": each.municipality.kreis,
            "share": round(each.share, 6),
            "covers": round(each.covers, 6),
        }
        for each in regions.current().locate(where)
    ]


@tk.chained_action
def package_create(next_action: Callable[..., Any], context: Any, data_dict: dict[str, Any]) -> Any:
    """Read the rows of repeating fields, then create the dataset."""
    rows.expand(data_dict)
    return next_action(context, data_dict)


@tk.chained_action
def package_update(next_action: Callable[..., Any], context: Any, data_dict: dict[str, Any]) -> Any:
    """Read the rows of repeating fields, then change the dataset."""
    rows.expand(data_dict)
    return next_action(context, data_dict)


def _flag(data_dict: dict[str, Any], name: str, *, default: bool) -> bool:
    try:
        return tk.asbool(data_dict.get(name, default))
    except ValueError as error:
        raise tk.ValidationError({name: [tk._("Please give true or false.")]}) from error


def _kreis(text: Any) -> str | None:
    if not text:
        return None
    region = regions.current()
    found = region.kreis(str(text)) or region.find_kreis(str(text))
    if not found:
        message = tk._("“%s” is no Kreis of the region and no Kreis key.") % str(text)[:100]
        raise tk.ValidationError({"kreis": [message]})
    return found.key


def _geometry(value: Any) -> dict[str, Any]:
    try:
        parsed = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError) as error:
        raise tk.Invalid(tk._("This is no GeoJSON.")) from error
    geometry, findings = extent.clean(parsed)
    if geometry is None:
        raise tk.Invalid(" ".join(finding.message(tk._) for finding in findings) or tk._("This is no GeoJSON."))
    return geometry


_READERS: dict[str, Callable[[Any], Any]] = {
    "point": coordinates.point, "box": coordinates.box, "geometry": _geometry,
}
