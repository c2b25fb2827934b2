"""Numbers that no float can hold are no ordinates, and no stack trace."""

from __future__ import annotations

import json
import time

from ckanext.suedwestfalen.geo import extent
from ckanext.suedwestfalen.geo.numbers import number

HUGE = 10**400


def test_a_number_beyond_all_floats_is_none():
    assert number(HUGE) is None
    assert number(-HUGE) is None


def test_a_geometry_of_such_numbers_is_refused():
    polygon = {"type": "Polygon", "coordinates": [[[HUGE, 51], [8, 51], [8, HUGE], [HUGE, 51]]]}
    assert extent.clean({"type": "Point", "coordinates": [HUGE, 51]})[0] is None
    assert extent.clean(json.dumps(polygon))[1]
    assert extent.from_box(HUGE, 51, 8, 52)[0] is None


def test_digits_without_end_are_soon_given_up():
    started = time.perf_counter()
    assert [number(text) for text in ("1" * 20_000 + "!", "-" + "1" * 101, "N" + "1," * 20_000)] == [None] * 3
    assert time.perf_counter() - started < 1
