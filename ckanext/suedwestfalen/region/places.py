"""Where a geometry lies: which municipalities it touches, and with which share of its area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from ckanext.suedwestfalen.geo.transform import to_equal_area
from ckanext.suedwestfalen.region.model import Box, Municipality, Point, Share

# A neighbour that is touched by less than this share of a geometry, and covered by less, is a drawing error.
_NEGLIGIBLE = 1e-6


class Places:
    """The boundaries of a region, ready to be asked. Holds no state that changes: threads may share it."""

    def __init__(self, municipalities: Sequence[Municipality]):
        self._municipalities = tuple(municipalities)
        self._polygons = np.array([to_equal_area(shape(item.geometry)) for item in municipalities], dtype=object)
        self._areas = shapely.area(self._polygons)
        self._tree = shapely.STRtree(self._polygons)
        shapely.prepare(self._polygons)

    def locate(self, where: Mapping[str, Any] | Box | Point) -> list[Share]:
        """Municipalities a geometry lies in, largest share first (ties by key); empty outside the region."""
        geometry = to_equal_area(as_shape(where))
        if geometry.is_empty:
            return []
        if not geometry.is_valid:
            geometry = shapely.make_valid(geometry)
        hits = self._tree.query(geometry, predicate="intersects")
        measure = (_count, shapely.length, shapely.area)[int(shapely.get_dimensions(geometry))]
        pieces = self._pieces(geometry, hits)
        whole = float(measure(geometry))
        shares = [
            Share(self._municipalities[hit], min(1.0, float(measure(piece)) / whole if whole else 1.0),
                  min(1.0, float(shapely.area(piece)) / float(self._areas[hit])))
            for hit, piece in zip(hits, pieces, strict=True)
        ]
        kept = [share for share in shares if max(share.share, share.covers) > _NEGLIGIBLE]
        return sorted(kept, key=lambda share: (-share.share, share.municipality.ags))

    def _pieces(self, geometry: BaseGeometry, hits: np.ndarray) -> np.ndarray:
        """Part of the geometry in each municipality hit; one that lies in it as a whole need not be cut."""
        polygons = self._polygons[hits]
        pieces = np.array(polygons, dtype=object)
        shapely.prepare(geometry)
        cut = ~shapely.covers(geometry, polygons)
        pieces[cut] = shapely.intersection(polygons[cut], geometry)
        return pieces


def same_box(one: Box, other: Box) -> float:
    """How much two boxes are the same: the area they share divided by the area they cover together, 0 to 1."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)) - shared)


def as_shape(where: Mapping[str, Any] | Box | Point) -> BaseGeometry:
    """Give a GeoJSON geometry, a box (minx, miny, maxx, maxy) or a point (lon, lat) as a shape.

    Raises ``ValueError`` for anything else.
    """
    try:
        if isinstance(where, Mapping):
            return shape(where)
        numbers = [float(value) for value in where]
        if np.isfinite(numbers).all() and len(numbers) in {2, 4}:
            west, south, east, north = numbers if len(numbers) == 4 else numbers * 2
            if (west, south) == (east, north):
                return shapely.Point(west, south)
            if west == east or south == north:
                return shapely.LineString([(west, south), (east, north)])
            return shapely.box(west, south, east, north)
    except (AttributeError, LookupError, TypeError, ValueError, shapely.errors.ShapelyError) as error:
        raise ValueError("no geometry") from error
    raise ValueError("no geometry")


def _count(geometry: BaseGeometry) -> int:
    return int(shapely.get_num_geometries(geometry)) if not geometry.is_empty else 0
