"""The region as a drawing: municipal boundaries as SVG paths, made on the server without any tiles.

The drawing is equirectangular, shortened in width by the cosine of the middle latitude: over a region of a hundred
kilometres nobody can tell it from a conformal map. Neighbours are simplified together, so that no gaps open.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from ckanext.suedwestfalen.region import Region

WIDTH = 1000.0
MARGIN = 8.0
# Units of the drawing: what is smaller than this cannot be seen where the map is shown.
FINE, COARSE = 1.0, 4.0
# What is drawn smaller than this gets a point beside it, else nobody would find it.
SMALL = 14.0

Position = Sequence[float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Area:
    """One municipality of the drawing: key, path data and where its name may stand."""

    ags: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """The whole region, `width` by `height` units, with the same areas fine and coarse."""

    width: float
    height: float
    fine: tuple[Area, ...]
    coarse: tuple[Area, ...]
    project: Callable[[Position], tuple[float, float]]


@dataclass(frozen=True)
class Overlay:
    """A geometry laid over the drawing: path data, and a point (`x`, `y`) if it would be hard to see."""

    path: str
    x: float
    y: float
    small: bool
    outside: bool
    #: least and greatest x and y, in units of the drawing: (x, y, x, y)
    box: Box


_held: dict[int, tuple[Region, Drawing]] = {}


def of(region: Region) -> Drawing:
    """Give the drawing of a region; made once and kept as long as that region is the current one."""
    held = _held.get(id(region))
    if held is None or held[0] is not region:
        _held.clear()
        held = _held[id(region)] = (region, _draw(region))
    return held[1]


def overlay(drawing: Drawing, geometry: Mapping[str, Any]) -> Overlay | None:
    """Lay a GeoJSON geometry (WGS 84) over a drawing; None for what cannot be drawn.

    What reaches beyond the drawing is cut off at its edge.
    """
    try:
        drawn = _projected(shape(geometry), drawing.project)
        frame = shapely.box(1, 1, drawing.width - 1, drawing.height - 1)
        seen = shapely.intersection(shapely.make_valid(drawn), frame)
    except (AttributeError, KeyError, TypeError, ValueError, IndexError, shapely.errors.ShapelyError):
        return None
    outside = bool(seen.is_empty)
    middle = drawn.centroid if outside else seen.centroid
    if middle.is_empty:
        return None
    west, south, east, north = drawn.bounds if outside else seen.bounds
    return Overlay(
        path=path_data(mapping(seen)) if not outside else "",
        x=round(middle.x, 1), y=round(middle.y, 1),
        small=not outside and max(east - west, north - south) < SMALL, outside=outside,
        box=(west, south, east, north),
    )


def boundaries(region: Region) -> dict[str, Any]:
    """Give the boundaries as one GeoJSON collection, for maps that are drawn in the browser."""
    return {
        "type": "FeatureCollection",
        "attribution": region.attribution,
        "bbox": list(region.bbox),
        "features": [
            {
                "type": "Feature",
                "properties": {"ags": town.ags, "name": town.name},
                "bbox": list(town.bbox),
                "geometry": dict(town.geometry),
            }
            for town in region.municipalities
        ],
    }


def _draw(region: Region) -> Drawing:
    west, south, east, north = region.bbox
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * squeeze)
    height = (north - south) * scale + 2 * MARGIN

    def project(position: Position) -> tuple[float, float]:
        return (position[0] - west) * squeeze * scale + MARGIN, (north - position[1]) * scale + MARGIN

    shapes = [_projected(shape(town.geometry), project) for town in region.municipalities]
    keys = [town.ags for town in region.municipalities]
    points = [project(town.refpoint) for town in region.municipalities]
    fine, coarse = (_areas(keys, points, shapes, tolerance) for tolerance in (FINE, COARSE))
    return Drawing(WIDTH, round(height, 1), fine, coarse, project)


def _areas(
    keys: Iterable[str], points: Iterable[Position], shapes: Sequence[BaseGeometry], tolerance: float
) -> tuple[Area, ...]:
    simple = shapely.coverage_simplify(list(shapes), tolerance)
    return tuple(
        Area(ags, path_data(mapping(each)), round(point[0], 1), round(point[1], 1))
        for ags, point, each in zip(keys, points, simple, strict=True)
    )


def _projected(geometry: BaseGeometry, project: Callable[[Position], tuple[float, float]]) -> BaseGeometry:
    return shapely.transform(geometry, lambda positions: np.array([project(position) for position in positions]))


def path_data(geometry: Mapping[str, Any]) -> str:
    """Give the path data (`M… l… z`) of a GeoJSON geometry whose coordinates are units of the drawing."""
    kind = geometry["type"]
    if kind == "GeometryCollection":
        return "".join(path_data(each) for each in geometry["geometries"])
    coordinates = geometry["coordinates"]
    lines = {
        "Polygon": lambda: [(ring, "z") for ring in coordinates],
        "MultiPolygon": lambda: [(ring, "z") for polygon in coordinates for ring in polygon],
        "LineString": lambda: [(coordinates, "")],
        "MultiLineString": lambda: [(line, "") for line in coordinates],
    }.get(kind, list)()
    return "".join(_line(line, end) for line, end in lines)


def _line(positions: Sequence[Position], end: str) -> str:
    """Path of one line in whole units: rounded before the steps are taken, so that shared borders stay shared."""
    steps: list[str] = []
    last: tuple[int, int] | None = None
    for position in positions[:-1] if end else positions:
        here = (round(position[0]), round(position[1]))
        if last is None:
            steps.append(f"M{here[0]} {here[1]}l")
        elif here != last:
            steps.append(f"{here[0] - last[0]} {here[1] - last[1]}")
        last = here
    return (steps[0] + " ".join(steps[1:]) + end) if len(steps) > 1 else ""
