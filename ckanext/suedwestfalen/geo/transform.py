"""Transformation between reference systems, always x (easting, longitude) before y on both sides.

pyproj's transformers keep their state per thread, so the cached ones may be shared. Grids are never fetched from the
network: from the old German triangulation net (DHDN) the result is then right within about five metres.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pyproj
import pyproj.network
import shapely
from pyproj.exceptions import CRSError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

pyproj.network.set_network_enabled(active=False)

Box = tuple[float, float, float, float]
WGS84 = 4326
# Cylindrical and equal-area, worldwide: boxes stay boxes, nothing becomes infinite, shares of areas are right.
EQUAL_AREA = 6933
DENSIFY_POINTS = 21


@lru_cache(maxsize=256)
def transformer(from_code: int, to_code: int) -> pyproj.Transformer:
    """Transformer between two EPSG codes (of compound systems their horizontal part), x before y.

    Raises ``ValueError`` for a code that PROJ does not know or cannot transform.
    """
    try:
        return pyproj.Transformer.from_crs(horizontal(from_code), horizontal(to_code), always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise ValueError(f"no transformation from EPSG:{from_code} to EPSG:{to_code}") from error


@lru_cache(maxsize=512)
def definition(code: int) -> pyproj.CRS | None:
    """PROJ's definition of an EPSG code, or None."""
    try:
        return pyproj.CRS.from_epsg(code)
    except CRSError:
        return None


def horizontal(code: int) -> pyproj.CRS:
    """Two-dimensional part of a reference system; ``ValueError`` where it has none."""
    crs = definition(code)
    if crs is not None and crs.is_compound and crs.sub_crs_list:
        return crs.sub_crs_list[0]
    if crs is None or crs.is_vertical:
        raise ValueError(f"EPSG:{code} is no horizontal reference system")
    return crs


def transform_shape(geometry: BaseGeometry, from_code: int, to_code: int) -> BaseGeometry:
    """Transform a shapely geometry position by position; heights are dropped."""
    if from_code == to_code:
        return shapely.force_2d(geometry)
    convert = transformer(from_code, to_code).transform

    def move(positions: np.ndarray) -> np.ndarray:
        return np.column_stack(convert(positions[:, 0], positions[:, 1]))

    return shapely.transform(shapely.force_2d(geometry), move)


def transform(geometry: Mapping[str, Any], from_code: int, to_code: int) -> dict[str, Any]:
    """Transform a GeoJSON geometry, one position to one position."""
    return as_geojson(transform_shape(shape(geometry), from_code, to_code))


def transform_box(box: Box, from_code: int, to_code: int) -> Box:
    """Box around a transformed box, its edges followed in between their corners. May hold infinities."""
    if from_code == to_code:
        return box
    try:
        result = transformer(from_code, to_code).transform_bounds(*box, densify_pts=DENSIFY_POINTS)
    except pyproj.exceptions.ProjError:
        return (math.inf,) * 4
    return (float(result[0]), float(result[1]), float(result[2]), float(result[3]))


@lru_cache(maxsize=512)
def usable_area(code: int) -> Box | None:
    """Box in WGS 84 where a reference system is meant to be used, or None where that is not limited or not known."""
    crs = definition(code)
    area = crs.area_of_use if crs is not None else None
    if area is None or area.west > area.east:
        return None
    return (area.west, area.south, area.east, area.north)


def to_equal_area(geometry: BaseGeometry) -> BaseGeometry:
    """Give a WGS 84 geometry in metres of a system in which areas compare truly."""
    on_earth = shapely.transform(
        shapely.force_2d(geometry), lambda positions: np.clip(positions, (-180, -90), (180, 90)))
    return transform_shape(on_earth, WGS84, EQUAL_AREA)


def as_geojson(geometry: BaseGeometry, digits: int | None = None) -> dict[str, Any]:
    """Give a shapely geometry as GeoJSON with lists, optionally rounded."""

    def lists(value: Any) -> Any:
        if isinstance(value, tuple | list):
            return [lists(item) for item in value]
        return round(value, digits) if digits is not None and isinstance(value, float) else value

    if geometry.geom_type == "GeometryCollection":
        return {"type": geometry.geom_type, "geometries": [as_geojson(part, digits) for part in geometry.geoms]}
    found = mapping(geometry)
    return {"type": found["type"], "coordinates": lists(found["coordinates"])}
