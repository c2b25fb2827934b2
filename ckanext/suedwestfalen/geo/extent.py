"""Extents: boxes and geometries of any origin become GeoJSON in WGS 84, longitude first, and say what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import box as rectangle
from shapely.geometry import shape

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.geo import findings
from ckanext.suedwestfalen.geo.crs import Crs
from ckanext.suedwestfalen.geo.geometry import clean, finish
from ckanext.suedwestfalen.geo.numbers import number
from ckanext.suedwestfalen.geo.placing import clamp, place, resolve, show
from ckanext.suedwestfalen.geo.transform import Box, as_geojson, to_equal_area, transform

__all__ = ["Box", "Extent", "area_km2", "bounds", "clean", "from_box", "transform", "union"]

# Seven decimals of a degree are about a centimetre.
DIGITS = 7


@dataclass(frozen=True)
class Extent:
    """Where something lies: a GeoJSON geometry in WGS 84 (longitude, latitude) and where that came from."""

    geometry: dict[str, Any]
    source: str


def from_box(  # noqa: PLR0917 - a box is four values, in their usual order
    minx: Any, miny: Any, maxx: Any, maxy: Any,
    crs: Crs | str | int | None = None, region_box: Box | None = None,
) -> tuple[dict[str, Any] | None, list[Finding]]:
    """Make a box a GeoJSON geometry.

    The four values (numbers or text) are lower corner's first and second, upper corner's first and second value in
    the axis order of ``crs``: for ISO 19115's west, south, east, north give no ``crs``. Without one the values are
    WGS 84, longitude first, unless they cannot be. ``region_box`` (WGS 84) tells swapped axes. A box without size
    becomes a point, one without width a line. ``(None, findings)`` means: nothing usable.
    """
    values = [number(value) for value in (minx, miny, maxx, maxy)]
    if None in values:
        raw = ", ".join(str(value).strip() for value in (minx, miny, maxx, maxy))
        return None, [findings.NOT_A_NUMBER(raw=raw)]
    given: Box = (values[0], values[1], values[2], values[3])
    if not any(given):
        return None, [findings.ALL_ZERO()]
    stated, said = resolve(crs)
    if (split := _across_date_line(given, stated)) is not None:
        return split, [*said, findings.DATE_LINE(values=show(given))]
    ordered = (min(given[0], given[2]), min(given[1], given[3]), max(given[0], given[2]), max(given[1], given[3]))
    if ordered != given:
        said.append(findings.ENDS_SWAPPED(values=show(given)))
    reading, more = place(ordered, stated, region_box)
    said += more
    if reading is None:
        return None, said
    clamped = clamp(reading.box)
    if clamped != reading.box:
        said.append(findings.CLAMPED(values=show(reading.box)))
    west, south, east, north = (round(value, DIGITS) for value in clamped)
    return _as_geometry(west, south, east, north, said), said


def _as_geometry(west: float, south: float, east: float, north: float, said: list[Finding]) -> dict[str, Any]:
    """Polygon of a box, or the point or line that it is."""
    shown = show((west, south, east, north))
    if west == east and south == north:
        said.append(findings.POINT(values=shown))
        return {"type": "Point", "coordinates": [west, south]}
    if west == east or south == north:
        said.append(findings.LINE(values=shown))
        return {"type": "LineString", "coordinates": [[west, south], [east, north]]}
    # By hand: this runs for every record of a harvest
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}


def _across_date_line(given: Box, crs: Crs | None) -> dict[str, Any] | None:
    """Two boxes for one that crosses the 180th meridian; None for every other, also for ends merely exchanged."""
    if crs is not None and (crs.kind != "geographic" or crs.northing_first):
        return None
    west, south, east, north = given
    crossing = -180 <= east < 0 < west <= 180 and 360 - (west - east) < west - east
    if not crossing or not -90 <= south < north <= 90:
        return None
    parts = [rectangle(west, south, 180, north), rectangle(-180, south, east, north)]
    return as_geojson(shapely.MultiPolygon([part for part in parts if part.area]))


def union(geometries: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Unite geometries in WGS 84; areas win over lines, lines over points. None for no geometry."""
    shapes = [shape(geometry) for geometry in geometries]
    if not shapes:
        return None
    united = finish(shapely.union_all(shapes), [])
    return None if united is None else as_geojson(united, DIGITS)


def bounds(geometry: Mapping[str, Any]) -> Box:
    """Box around a GeoJSON geometry: smallest x, smallest y, largest x, largest y."""
    minx, miny, maxx, maxy = shape(geometry).bounds
    return float(minx), float(miny), float(maxx), float(maxy)


def area_km2(geometry: Mapping[str, Any]) -> float:
    """Area of a WGS 84 geometry in square kilometres; 0 for points and lines."""
    return float(to_equal_area(shape(geometry)).area) / 1e6
