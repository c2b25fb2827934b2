"""What follows from other fields of a dataset is filled in before the fields are checked.

* Fields that no form shows stay as they are stored when they are not sent.
* Without municipality and Kreis, the place is that of the organization.
* The Kreise are those of the municipalities; only without a municipality they are chosen by themselves.
* An extent that is missing, or was derived before, is the box of each municipality.
* Rows at the end in which nothing was entered are left out.
* Without a publisher, the organization publishes.
"""

from __future__ import annotations

import json
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import regions, rows
from ckanext.suedwestfalen.catalogue.values import as_list
from ckanext.suedwestfalen.geo import extent
from ckanext.suedwestfalen.region import Municipality
from ckanext.suedwestfalen.region.model import Box

DERIVED, MANUAL, ORGANIZATION = "derived", "manual", "organization"
# Only a harvest writes its marks: with them licence and description may be missing.
HARVEST_MARKS = ("harvest_guid", "harvest_source_id")
KEPT = (*HARVEST_MARKS, "hierarchy_level")
KEPT_LISTS = ("operates_on",)


def dataset(_key: Any, data: Any, _errors: Any, context: Any) -> None:
    """Fill in what follows; `data` is the flattened dataset before validation."""
    stored = _stored(data, context)
    for name in HARVEST_MARKS:
        if not context.get("ignore_auth"):
            data.pop((name,), None)
    for name in KEPT:
        if _missing(data, name) and stored.get(name):
            data[(name,)] = stored[name]
    for name in KEPT_LISTS:
        if _missing(data, name) and stored.get(name):
            data[(name,)] = as_list(stored[name])
    rows.drop_empty(data)
    try:
        _place(data, stored)
    except tk.Invalid:
        return  # the validators of the fields say what is wrong with them
    _extent(data, stored)
    _publisher(data)


def _stored(data: Any, context: Any) -> dict[str, str]:
    package = context.get("package")
    if package is None or data.get(("id",)) not in (package.id, package.name):
        return {}
    return dict(package.extras or {})


def _missing(data: Any, name: str) -> bool:
    return data.get((name,), tk.missing) is tk.missing


def _get(data: Any, name: str) -> Any:
    value = data.get((name,))
    return None if value is tk.missing or value == "" else value


def _organization(data: Any) -> model.Group | None:
    owner = _get(data, "owner_org")
    return model.Group.get(owner) if isinstance(owner, str) else None


def _place(data: Any, stored: dict[str, str]) -> None:
    towns, kreise = as_list(_get(data, "municipality")), as_list(_get(data, "kreis"))
    if _missing(data, "municipality_source"):
        unchanged = stored and towns == as_list(stored.get("municipality"))
        source = stored.get("municipality_source", "") if unchanged else MANUAL
        data[("municipality_source",)] = source if towns or kreise else ""
    if not towns and not kreise and not _get(data, "harvest_guid"):
        group = _organization(data)
        own = (group.extras or {}).get("ags", "") if group else ""
        towns, kreise = ([own], []) if len(own) == 8 else ([], [own] if own else [])
        data[("municipality_source",)] = ORGANIZATION if own else ""
    if towns:
        keys = [town.ags if (town := regions.current().find(text)) else text for text in towns]
        kreise = sorted({ags[:5] for ags in keys})
        data[("municipality",)] = keys
    data[("kreis",)] = kreise


def _extent(data: Any, stored: dict[str, str]) -> None:
    given, source = _get(data, "spatial"), _get(data, "spatial_source")
    if given and _missing(data, "spatial_source"):
        source = stored.get("spatial_source", "") if _same_json(given, stored.get("spatial")) else MANUAL
        data[("spatial_source",)] = source
    if given and source != DERIVED:
        return
    geometry = extent.union([_polygon(town.bbox) for town in _towns(data)])
    data[("spatial",)] = json.dumps(geometry) if geometry else ""
    data[("spatial_source",)] = DERIVED if geometry else ""


def _same_json(one: Any, other: Any) -> bool:
    try:
        return _parsed(one) == _parsed(other)
    except (TypeError, ValueError, RecursionError):
        return False


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _towns(data: Any) -> list[Municipality]:
    """Give the municipalities, or those of the Kreise: the box of a Kreis would reach far into its neighbours."""
    region = regions.current()
    keys = as_list(_get(data, "municipality"))
    if not keys:
        kreise = [region.kreis(text) or region.find_kreis(text) for text in as_list(_get(data, "kreis"))]
        keys = [ags for kreis in kreise if kreis for ags in kreis.municipalities]
    return [town for ags in keys if (town := region.municipality(ags))]


def _polygon(box: Box) -> dict[str, Any]:
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _publisher(data: Any) -> None:
    name = data.get(("publisher", 0, "name"))
    if isinstance(name, str) and name.strip():
        return
    group = _organization(data)
    if group:
        data[("publisher", 0, "name")] = group.title or group.name
