"""The region as a drawing."""

from __future__ import annotations

import re

import pytest

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.catalogue import region_map
from ckanext.suedwestfalen.tests.region import invented


@pytest.fixture(scope="module")
def drawing():
    return region_map.of(region.load())


def _points(path):
    """Absolute positions of a path made by path_data."""
    found, here = [], (0, 0)
    for part in re.split(r"(?=M)", path):
        if part:
            start, _, steps = part.removeprefix("M").rstrip("z").partition("l")
            here = tuple(int(number) for number in start.split())
            found.append(here)
            numbers = [int(number) for number in steps.replace("z", " ").split()]
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                here = (here[0] + dx, here[1] + dy)
                found.append(here)
    return found


def test_every_municipality_is_drawn_inside_the_drawing(drawing):
    assert {area.ags for area in drawing.fine} == {town.ags for town in region.load().municipalities}
    for area in (*drawing.fine, *drawing.coarse):
        points = _points(area.path)
        assert len(points) > 3
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in points)


def test_north_is_up_and_proportions_are_those_of_the_land(drawing):
    assert drawing.project((8, 51.6))[1] < drawing.project((8, 50.8))[1]
    east = drawing.project((8.1, 51.2))[0] - drawing.project((8, 51.2))[0]
    north = drawing.project((8, 51.2))[1] - drawing.project((8, 51.3))[1]
    assert east / north == pytest.approx(0.6266, abs=0.002)  # cos 51.2°


def test_neighbours_keep_a_common_border(drawing):
    points = [set(_points(area.path)) for area in drawing.fine]
    alone = [each for number, each in enumerate(points)
             if not any(len(each & other) > 2 for count, other in enumerate(points) if count != number)]
    assert alone == []


def test_it_is_made_once_for_a_region_and_anew_for_another(tmp_path):
    first = region_map.of(region.load())
    assert region_map.of(region.load()) is first
    other = region_map.of(region.load(invented.write(tmp_path)))
    assert {area.ags for area in other.fine}.isdisjoint(area.ags for area in first.fine)


def test_an_extent_beyond_the_region_is_cut_and_one_elsewhere_is_said_to_be_outside(drawing):
    box = {"type": "Polygon", "coordinates": [[[0, 40], [20, 40], [20, 60], [0, 60], [0, 40]]]}
    wide = region_map.overlay(drawing, box)
    assert wide.path
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in _points(wide.path))
    assert region_map.overlay(drawing, {"type": "Point", "coordinates": [13.4, 52.5]}).outside
    assert region_map.overlay(drawing, {"type": "Point", "coordinates": [8, 51.3]}).small


@pytest.mark.parametrize("geometry", [
    {}, {"type": "Polygon"}, {"type": "Polygon", "coordinates": [[[1, "<script>"]]]}, {"type": "Nothing"},
    {"type": "Point", "coordinates": []},
])
def test_what_is_no_geometry_is_not_drawn(drawing, geometry):
    assert region_map.overlay(drawing, geometry) is None
