"""The map of a preview: the part of the region where its records lie, their extents, and pins with their numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.suedwestfalen.catalogue import region_map
from ckanext.suedwestfalen.region import Region

#: The map is at least so wide, so that a single point still shows its surroundings.
LEAST_KM = 15.0
KM_PER_DEGREE = 111.2
#: Beside the extents, as a share of them; and height to width of the flattest map.
MARGIN, FLATTEST = 0.12, 0.5
#: How wide a pin is where the whole region is shown, in units of the drawing: those nearer to each other become one.
PIN = 32.0


def draw(region: Region, extents: Iterable[Mapping[str, Any] | None]) -> dict[str, Any]:
    """Give the map for the extents of records (GeoJSON in WGS 84, None where a record has none), in their order.

    ``box`` is that of an SVG (x, y, width, height), ``scale`` what a pin is to be scaled by, so that it looks the
    same on every map. A pin bears the numbers, from 1, of the records that lie there; what lies outside the region
    has none.
    """
    drawing = region_map.of(region)
    drawn = [region_map.overlay(drawing, extent) if extent else None for extent in extents]
    seen = [(number, one) for number, one in enumerate(drawn, start=1) if one and not one.outside]
    box = _box(drawing, [one.box for _number, one in seen])
    scale = max(box[2] / drawing.width, box[3] / drawing.height)
    pins: list[tuple[float, float, list[int]]] = []
    for number, one in seen:
        near = next((pin for pin in pins if math.dist(pin[:2], (one.x, one.y)) < PIN * scale), None)
        if near:
            near[2].append(number)
        else:
            pins.append((one.x, one.y, [number]))
    return {
        "box": [round(number, 1) for number in box],
        "scale": round(scale, 3),
        # near by, the simplified borders of the small map would be seen to be wrong
        "areas": drawing.fine if scale < 1 / 2 else drawing.coarse,
        "extents": list(dict.fromkeys(one.path for _number, one in seen if one.path)),
        "pins": [{"x": x, "y": y, "numbers": _some(numbers)} for x, y, numbers in pins],
        "attribution": region.attribution,
    }


def _box(drawing: region_map.Drawing, boxes: list[region_map.Box]) -> tuple[float, float, float, float]:
    """Give the part of the drawing that shows all boxes, with a margin; without any, the whole drawing."""
    if not boxes:
        return 0, 0, drawing.width, drawing.height
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    per_km = (drawing.project((0, 0))[1] - drawing.project((0, 1))[1]) / KM_PER_DEGREE
    high, wide = (bottom - top) * (1 + 2 * MARGIN), (right - left) * (1 + 2 * MARGIN)
    wide = min(max(wide, high, LEAST_KM * per_km), drawing.width)
    high = min(max(high, wide * FLATTEST), drawing.height)
    # what would reach beyond the drawing is moved back into it
    x = min(max((left + right - wide) / 2, 0), drawing.width - wide)
    y = min(max((top + bottom - high) / 2, 0), drawing.height - high)
    return x, y, wide, high


def _some(numbers: list[int]) -> str:
    """Give numbers as far as they fit on a pin."""
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}…"
