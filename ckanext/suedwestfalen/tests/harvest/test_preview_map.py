"""The map of a preview shows the part of the region in which the records lie."""

import math

import pytest

from ckanext.suedwestfalen.catalogue import region_map, regions
from ckanext.suedwestfalen.harvest import preview_map


@pytest.fixture
def region():
    return regions.current()


def point(east, north):
    return {"type": "Point", "coordinates": [east, north]}


def test_the_records_of_one_town_have_pins_apart(region):
    east, north = region.municipalities[0].refpoint
    near = [point(east, north), point(east + 0.03, north), point(east, north + 0.02), None, point(east, north)]

    drawn = preview_map.draw(region, near)

    whole = region_map.of(region)
    assert [pin["numbers"] for pin in drawn["pins"]] == ["1…", "2", "3"]
    x, y, wide, high = drawn["box"]
    assert wide < whole.width / 3
    per_km = (whole.project((0, 0))[1] - whole.project((0, 1))[1]) / preview_map.KM_PER_DEGREE
    assert wide >= preview_map.LEAST_KM * per_km - 0.1
    for pin in drawn["pins"]:
        assert x < pin["x"] < x + wide
        assert y < pin["y"] < y + high
    one, two = drawn["pins"][:2]
    assert math.dist((one["x"], one["y"]), (two["x"], two["y"])) >= preview_map.PIN * drawn["scale"]


@pytest.mark.parametrize("extents", [[], [None], [point(13.4, 52.5)]])
def test_without_a_place_in_the_region_the_map_is_the_whole_region(region, extents):
    drawn = preview_map.draw(region, extents)
    whole = region_map.of(region)
    assert (drawn["box"], drawn["scale"], drawn["pins"]) == ([0, 0, whole.width, whole.height], 1, [])
