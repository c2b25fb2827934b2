"""Which place on earth a pair of values can mean: the stated system, its axes swapped, or one that fits better."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.geo import crs as systems
from ckanext.suedwestfalen.geo import findings
from ckanext.suedwestfalen.geo.crs import Crs
from ckanext.suedwestfalen.geo.transform import WGS84, Box, transform_box, usable_area

# Systems German offices deliver in, most frequent first; tried where the values cannot be in the stated one.
_USUAL = (WGS84, 25832, 25833, 4647, 3857, 31467, 31466, 31468, 31469)
# A box may lie this far (in degrees) from the region and still belong to it.
_NEAR = 0.25
# Values this far beyond the edge of the earth are rounding, not mistakes.
_BEYOND = 1.0
_DEGREES = 360
# Eastings with the number of the zone in front reach 60 million.
_METRES = 1e8
# Systems are in use a little outside the area they were made for.
_AREA_MARGIN = 3.0


@dataclass(frozen=True)
class Reading:
    """How values are to be read: system, whether the first value is the northing, and the box they then give."""

    code: int
    northing_first: bool
    box: Box


def resolve(crs: Crs | str | int | None) -> tuple[Crs | None, list[Finding]]:
    """Give the horizontal system meant by an argument; what cannot be understood is said and counts as not given."""
    if crs is None or isinstance(crs, Crs):
        return (crs if crs is not None and crs.horizontal else None), []
    if not str(crs).strip():
        return None, []
    found = systems.from_code(crs) if isinstance(crs, int) else systems.first_horizontal(systems.parse(crs))
    if found is None or not found.horizontal:
        return None, [findings.CRS_UNKNOWN(raw=crs)]
    return found, []


def place(values: Box, crs: Crs | None, region_box: Box | None) -> tuple[Reading | None, list[Finding]]:
    """Decide how values are to be read.

    ``values`` are smallest first, smallest second, largest first, largest second value as written. The stated
    system wins wherever it can; its axes are swapped if only that leads into the region (or onto the earth);
    another system is taken only where the values cannot be in the stated one.
    """
    shown = show(values)
    stated = list(_possible(values, _orders(crs))) if crs is not None else []
    inside = next((reading for reading in stated if _in(reading.box, region_box)), None)
    chosen = inside or next(iter(stated), None)
    if chosen is not None and crs is not None:
        if chosen.northing_first != crs.northing_first:
            return chosen, [findings.AXES_SWAPPED(values=shown)]
        return chosen, ([] if inside else [findings.OUTSIDE_REGION(values=shown)])
    return _guess(values, crs, region_box)


def _guess(values: Box, crs: Crs | None, region_box: Box | None) -> tuple[Reading | None, list[Finding]]:
    shown = show(values)
    inside = None
    if region_box is not None:
        orders = [(code, first) for code in _USUAL for first in (False, True)]
        inside = next((reading for reading in _possible(values, orders) if _in(reading.box, region_box)), None)
    if inside is None:
        # Without a place to expect nothing tells one projected system from another: only degrees speak for themselves.
        inside = next(_possible(values, [(WGS84, False), (WGS84, True)]), None)
    if inside is None:
        return None, [findings.OUT_OF_RANGE(values=shown)]
    said = []
    if crs is not None:
        said.append(findings.CRS_CONTRADICTED(values=shown, stated=crs.code, code=inside.code))
    elif inside.code != WGS84:
        said.append(findings.CRS_GUESSED(values=shown, code=inside.code))
    if inside.northing_first:
        said.append(findings.AXES_SWAPPED(values=shown))
    if not _in(inside.box, region_box):
        said.append(findings.OUTSIDE_REGION(values=shown))
    return inside, said


def show(values: Iterable[float]) -> str:
    """Give values for a person to read."""
    return ", ".join(f"{value:.10g}" for value in values)


def clamp(box: Box) -> Box:
    """Cut a WGS 84 box off at the edge of the earth."""
    edges = (180.0, 90.0, 180.0, 90.0)
    west, south, east, north = (min(max(value, -edge), edge) for value, edge in zip(box, edges, strict=True))
    return west, south, east, north


def _orders(crs: Crs) -> list[tuple[int, bool]]:
    return [(crs.code, crs.northing_first), (crs.code, not crs.northing_first)]


def _possible(values: Box, orders: Iterable[tuple[int, bool]]) -> Iterator[Reading]:
    for code, northing_first in orders:
        box = swap(values) if northing_first else values
        character = systems.from_code(code)
        if character is None:
            continue
        projected = character.kind != "geographic"
        largest = max(map(abs, box))
        # Metres are never that small (degrees labelled as metres are a usual mistake); PROJ wraps very large ones.
        if not (_DEGREES < largest < _METRES if projected else _on_earth(box)):
            continue
        result = transform_box(box, code, WGS84)
        if not _on_earth(result):
            continue
        area = usable_area(code) if projected else None
        if area is None or _intersects(result, area, _AREA_MARGIN):
            yield Reading(code, northing_first, result)


def swap(box: Box) -> Box:
    """Exchange first and second values."""
    return box[1], box[0], box[3], box[2]


def _on_earth(box: Box) -> bool:
    west, south, east, north = box
    return (all(map(math.isfinite, box)) and west >= -180 - _BEYOND and east <= 180 + _BEYOND
            and south >= -90 - _BEYOND and north <= 90 + _BEYOND)


def _in(box: Box, region_box: Box | None) -> bool:
    return region_box is None or _intersects(box, region_box, _NEAR)


def _intersects(one: Box, other: Box, margin: float) -> bool:
    return (one[0] <= other[2] + margin and one[2] >= other[0] - margin
            and one[1] <= other[3] + margin and one[3] >= other[1] - margin)
