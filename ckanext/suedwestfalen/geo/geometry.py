"""Geometries read with patience: repaired where it is clear what was meant, refused where it is not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.geo import findings
from ckanext.suedwestfalen.geo.crs import Crs
from ckanext.suedwestfalen.geo.numbers import number
from ckanext.suedwestfalen.geo.placing import place, resolve, show
from ckanext.suedwestfalen.geo.transform import WGS84, Box, as_geojson, definition, transform_shape

# More positions serve no map and slow down every page and every search.
MAX_POSITIONS = 5000
# Edges longer than this (metres) are bent when they are transformed; straight ones would miss by more than 3 m.
LONG_EDGE = 10_000
_NESTING = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_DIGITS = 7


class _Unreadable(ValueError):
    """The input is no geometry; the text says why."""


def clean(
    geometry: Any, crs: Crs | str | int | None = None, region_box: Box | None = None,
) -> tuple[dict[str, Any] | None, list[Finding]]:
    """Repair a GeoJSON geometry (also Feature, FeatureCollection, or their text) and bring it to WGS 84.

    ``crs`` is the system its positions are in, axis order by its notation; without one, WGS 84 longitude first.
    Returns valid, right-hand oriented GeoJSON and what was done; ``(None, findings)`` where nothing usable was left.
    """
    stated, said = resolve(crs)
    try:
        parts = list(_shapes(_load(geometry), said))
    except _Unreadable as error:
        return None, [*said, findings.GEOMETRY_UNREADABLE(reason=error)]
    if not parts:
        return None, [*said, findings.GEOMETRY_EMPTY()]
    raw = parts[0] if len(parts) == 1 else shapely.GeometryCollection(parts)
    reading, more = place(raw.bounds, stated, region_box)
    said += more
    if reading is None:
        return None, said
    if reading.northing_first:
        raw = shapely.transform(raw, lambda positions: positions[:, ::-1])
    placed = _clamp(transform_shape(_bend(raw, reading.code), reading.code, WGS84), said)
    result = finish(placed, said)
    if result is None:
        return None, [*said, findings.GEOMETRY_EMPTY()]
    return as_geojson(result, _DIGITS), said


def finish(geometry: BaseGeometry, said: list[Finding]) -> BaseGeometry | None:
    """Make a geometry valid, not too detailed and right-hand oriented; only its highest dimension is kept."""
    if not geometry.is_valid:
        said.append(findings.SELF_INTERSECTION(reason=shapely.is_valid_reason(geometry)))
        geometry = shapely.make_valid(geometry)
    geometry = _highest_dimension(geometry)
    if geometry.is_empty or not np.isfinite(geometry.bounds).all():
        return None
    return shapely.orient_polygons(_simplify(geometry, said))


def _load(value: Any) -> Any:
    if isinstance(value, str | bytes):
        try:
            return json.loads(value)
        except (ValueError, RecursionError) as error:
            raise _Unreadable("no JSON") from error
    return value


def _shapes(value: Any, said: list[Finding], depth: int = 0) -> Iterator[BaseGeometry]:
    """Give the single geometries of a GeoJSON object."""
    if not isinstance(value, Mapping) or depth > 5:
        raise _Unreadable("no GeoJSON object")
    kind = str(value.get("type"))
    if kind == "Feature":
        yield from _shapes(value.get("geometry"), said, depth + 1)
    elif kind in {"FeatureCollection", "GeometryCollection"}:
        members = value.get("features" if kind == "FeatureCollection" else "geometries")
        for member in members if isinstance(members, list) else []:
            yield from _shapes(member, said, depth + 1)
    elif kind in _NESTING:
        yield from _simple(kind, value.get("coordinates"), said)
    else:
        raise _Unreadable(f"type {kind!r}"[:60])


def _simple(kind: str, coordinates: Any, said: list[Finding]) -> Iterator[BaseGeometry]:
    wanted, nesting = _NESTING[kind], _nesting(coordinates)
    # One pair of brackets too few is a usual mistake; what was meant is clear.
    while nesting < wanted:
        coordinates, nesting = [coordinates], nesting + 1
    if nesting != wanted:
        raise _Unreadable("wrong nesting of its coordinates")
    if kind in {"Point", "MultiPoint"}:
        positions = _positions(coordinates if kind == "MultiPoint" else [coordinates], said)
        yield from (shapely.Point(position) for position in positions)
    elif kind in {"LineString", "MultiLineString"}:
        for line in coordinates if kind == "MultiLineString" else [coordinates]:
            yield from _line(_positions(line, said))
    else:
        for rings in coordinates if kind == "MultiPolygon" else [coordinates]:
            if not isinstance(rings, list | tuple):
                raise _Unreadable("wrong nesting of its coordinates")
            yield from _polygon(rings, said)


def _nesting(coordinates: Any) -> int:
    """How many lists lie around a position; the first element speaks for all."""
    for level in range(6):
        if not isinstance(coordinates, list | tuple) or not coordinates:
            raise _Unreadable("it has no coordinates")
        if not isinstance(coordinates[0], list | tuple):
            return level
        coordinates = coordinates[0]
    raise _Unreadable("wrong nesting of its coordinates")


def _positions(values: Any, said: list[Finding]) -> np.ndarray:
    """Two-column array of the readable positions."""
    try:
        quick = np.asarray(values, dtype=float)
        if quick.ndim == 2 and quick.shape[1] >= 2 and np.isfinite(quick[:, :2]).all():
            return quick[:, :2]
    except (ValueError, TypeError, OverflowError):
        pass
    kept = []
    for value in values if isinstance(values, list | tuple) else []:
        pair = [number(part) for part in value[:2]] if isinstance(value, list | tuple) else []
        if len(pair) == 2 and None not in pair:
            kept.append(pair)
    dropped = (len(values) if isinstance(values, list | tuple) else 1) - len(kept)
    if dropped:
        said.append(findings.POSITIONS_DROPPED(count=dropped))
    return np.array(kept, dtype=float).reshape(-1, 2)


def _line(positions: np.ndarray) -> Iterator[BaseGeometry]:
    if len(positions) == 0:
        return
    yield shapely.LineString(positions) if len(np.unique(positions, axis=0)) > 1 else shapely.Point(positions[0])


def _polygon(rings: Any, said: list[Finding]) -> Iterator[BaseGeometry]:
    read = [_positions(ring, said) for ring in rings]
    closed = []
    for ring in read:
        if len(np.unique(ring, axis=0)) < 3:
            continue
        if not (ring[0] == ring[-1]).all():
            said.append(findings.RING_CLOSED())
            ring = np.vstack((ring, ring[:1]))  # noqa: PLW2901 - the closed one takes its place
        closed.append(ring)
    if closed and len(np.unique(read[0], axis=0)) >= 3:
        yield shapely.Polygon(closed[0], closed[1:])
    elif read:
        for flat in _line(read[0]):
            kind = findings.POINT if flat.geom_type == "Point" else findings.LINE
            said.append(kind(values=show(flat.bounds)))
            yield flat


def _bend(geometry: BaseGeometry, code: int) -> BaseGeometry:
    """Put positions into long straight edges of a projected geometry."""
    crs = definition(code)
    if crs is None or crs.is_geographic or shapely.get_num_coordinates(geometry) > MAX_POSITIONS:
        return geometry
    minx, miny, maxx, maxy = geometry.bounds
    try:
        return shapely.segmentize(geometry, max(LONG_EDGE, (maxx - minx + maxy - miny) / 200))
    except shapely.errors.GEOSException:
        return geometry  # outlines that make no sense at all: nothing is gained by bending them


def _clamp(geometry: BaseGeometry, said: list[Finding]) -> BaseGeometry:
    west, south, east, north = geometry.bounds
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        return geometry
    said.append(findings.CLAMPED(values=show(geometry.bounds)))
    return shapely.transform(geometry, lambda positions: np.clip(positions, (-180, -90), (180, 90)))


def _highest_dimension(geometry: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(geometry)
    while any(part.geom_type == "GeometryCollection" or hasattr(part, "geoms") for part in parts):
        parts = shapely.get_parts(parts)
    parts = parts[~shapely.is_empty(parts)]
    if len(parts) == 0:
        return geometry
    dimensions = shapely.get_dimensions(parts)
    kept = parts[dimensions == dimensions.max()]
    return kept[0] if len(kept) == 1 else shapely.union_all(kept)


def _simplify(geometry: BaseGeometry, said: list[Finding]) -> BaseGeometry:
    before = shapely.get_num_coordinates(geometry)
    tolerance, result = 1e-5, geometry
    while shapely.get_num_coordinates(result) > MAX_POSITIONS and tolerance < 1:
        result = geometry.simplify(tolerance)
        tolerance *= 3
    if result is not geometry:
        said.append(findings.SIMPLIFIED(before=before, after=shapely.get_num_coordinates(result)))
    return result
