"""Boxes and geometries: transformed, mended or refused, and what was said about it."""

from __future__ import annotations

import json
import math
import threading

import pytest
from shapely.geometry import shape

from ckanext.suedwestfalen.geo import extent
from ckanext.suedwestfalen.geo.numbers import number

REGION = (7.417654, 50.685420, 8.970654, 51.728598)
DEGREES = (7.86, 51.35, 8.21, 51.49)
UTM = (421061.1, 5689700.0, 445035.9, 5705040.4)
IN_UTM = (7.8629681, 51.3530814, 8.2106366, 51.4938321)
GK3 = (3420000, 5691000, 3446000, 5706000)


def swapped(box):
    return box[1], box[0], box[3], box[2]


def codes(said):
    return [finding.code for finding in said]


@pytest.mark.parametrize(("box", "crs", "expected", "said"), [
    (DEGREES, None, DEGREES, []),
    (DEGREES, "EPSG:4326", DEGREES, []),
    (DEGREES, "urn:ogc:def:crs:OGC:1.3:CRS84", DEGREES, []),
    (swapped(DEGREES), "urn:ogc:def:crs:EPSG::4326", DEGREES, []),
    (swapped(DEGREES), None, DEGREES, ["extent-axes-swapped"]),
    (swapped(DEGREES), "EPSG:4326", DEGREES, ["extent-axes-swapped"]),
    (DEGREES, "http://www.opengis.net/def/crs/EPSG/0/4258", DEGREES, ["extent-axes-swapped"]),
    (("7,86", " 51,35", "8,21", "5.149e1"), None, DEGREES, []),
    ((8.21, 51.49, 7.86, 51.35), None, DEGREES, ["extent-ends-swapped"]),
    ((8.21, 51.35, 7.86, 51.49), None, DEGREES, ["extent-ends-swapped"]),
    (UTM, "EPSG:25832", IN_UTM, []),
    (UTM, 25832, IN_UTM, []),
    (UTM, "EPSG:5555", IN_UTM, []),
    (UTM, "urn:ogc:def:crs,crs:EPSG::25832,crs:EPSG::7837", IN_UTM, []),
    (swapped(UTM), "EPSG:25832", IN_UTM, ["extent-axes-swapped"]),
    (UTM, None, IN_UTM, ["crs-guessed"]),
    (UTM, "EPSG:4326", IN_UTM, ["crs-contradicted"]),
    (UTM, "lokal", IN_UTM, ["crs-unknown", "crs-guessed"]),
    (UTM, "EPSG:7837", IN_UTM, ["crs-unknown", "crs-guessed"]),
    (DEGREES, "EPSG:25832", DEGREES, ["crs-contradicted"]),
    ((32421061.1, UTM[1], 32445035.9, UTM[3]), "EPSG:4647", IN_UTM, []),
    ((32421061.1, UTM[1], 32445035.9, UTM[3]), "EPSG:25832", IN_UTM, ["crs-contradicted"]),
    ((-180, -90, 180, 90), None, (-180, -90, 180, 90), []),
    ((-180.0000001, -90, 180, 90), None, (-180, -90, 180, 90), ["extent-clamped"]),
    ((13, 52, 13.5, 52.6), None, (13, 52, 13.5, 52.6), ["extent-outside-region"]),
])
def test_box(box, crs, expected, said):
    geometry, found = extent.from_box(*box, crs=crs, region_box=REGION)
    assert extent.bounds(geometry) == pytest.approx(expected, abs=1e-6)
    assert codes(found) == said
    assert geometry["type"] == "Polygon"
    assert shape(geometry).exterior.is_ccw


@pytest.mark.parametrize("crs", ["EPSG:31467", "DE_DHDN_3GK3"])
def test_old_triangulation_net_in_both_orders_of_axes(crs):
    east_first, said = extent.from_box(*GK3, crs=crs, region_box=REGION)
    north_first, more = extent.from_box(*swapped(GK3), crs="urn:ogc:def:crs:EPSG::31467", region_box=REGION)
    assert east_first == north_first
    assert codes(said + more) == []
    # Without the shift between the datums the result would lie about 150 m off.
    box = extent.transform({"type": "Point", "coordinates": list(extent.bounds(east_first)[:2])}, 4326, 25832)
    easting, northing = 500000 + (GK3[0] - 3500000) * 0.9996, GK3[1] * 0.9996
    assert math.dist(box["coordinates"], (easting, northing)) > 100
    assert extent.bounds(east_first)[:2] == pytest.approx((7.84730, 51.34811), abs=5e-5)


def test_edges_of_a_box_are_followed_between_their_corners():
    wide = extent.bounds(extent.from_box(300000, 5600000, 700000, 5700000, crs=25832)[0])
    south_of_corners = extent.transform({"type": "Point", "coordinates": [500000, 5600000]}, 25832, 4326)
    corner = extent.transform({"type": "Point", "coordinates": [300000, 5700000]}, 25832, 4326)
    middle = extent.transform({"type": "Point", "coordinates": [500000, 5700000]}, 25832, 4326)
    assert middle["coordinates"][1] > corner["coordinates"][1] + 0.01
    assert wide[3] == pytest.approx(middle["coordinates"][1], abs=1e-6)
    assert wide[1] < south_of_corners["coordinates"][1]


@pytest.mark.parametrize(("box", "crs", "said"), [
    ((0, 0, 0, 0), None, "extent-all-zero"),
    (("nan", 1, 2, 3), None, "extent-not-a-number"),
    ((math.inf, 1, 2, 3), None, "extent-not-a-number"),
    ((None, 1, 2, 3), None, "extent-not-a-number"),
    (("", "", "", ""), None, "extent-not-a-number"),
    (("Soest", 1, 2, 3), None, "extent-not-a-number"),
    ((-200, -95, 400, 91), None, "extent-out-of-range"),
    ((-500, 20, 999, 40), "EPSG:4326", "extent-out-of-range"),
    ((1e300, 1e300, 1e301, 1e301), "EPSG:25832", "extent-out-of-range"),
])
@pytest.mark.parametrize("region_box", [None, REGION])
def test_unusable_boxes_are_refused(box, crs, said, region_box):
    geometry, found = extent.from_box(*box, crs=crs, region_box=region_box)
    assert geometry is None
    assert codes(found)[-1] == said


def test_nothing_is_guessed_without_a_place_to_expect():
    assert extent.from_box(*UTM)[0] is None
    geometry, said = extent.from_box(*swapped(DEGREES))
    assert extent.bounds(geometry) == swapped(DEGREES)
    assert said == []


def test_boxes_without_size_are_kept_and_flagged():
    point, said = extent.from_box(8, 51.3, 8, 51.3, region_box=REGION)
    assert (point, codes(said)) == ({"type": "Point", "coordinates": [8, 51.3]}, ["extent-is-point"])
    line, said = extent.from_box(8, 51.3, 8.1, 51.3, region_box=REGION)
    assert (line["type"], codes(said)) == ("LineString", ["extent-is-line"])
    point, said = extent.from_box(UTM[0], UTM[1], UTM[0], UTM[1], crs=25832, region_box=REGION)
    assert (point["type"], codes(said)) == ("Point", ["extent-is-point"])


def test_box_across_the_date_line_is_split():
    geometry, said = extent.from_box(170, -20, -170, -10)
    assert geometry["type"] == "MultiPolygon"
    assert extent.area_km2(geometry) == pytest.approx(extent.area_km2(extent.from_box(0, -20, 20, -10)[0]))
    assert codes(said) == ["extent-date-line"]


def polygon(*positions):
    return {"type": "Polygon", "coordinates": [[list(position) for position in positions]]}


SQUARE = polygon((7.8, 51.3), (8, 51.3), (8, 51.5), (7.8, 51.5), (7.8, 51.3))


@pytest.mark.parametrize(("geometry", "crs", "kind", "said"), [
    (SQUARE, None, "Polygon", []),
    (json.dumps(SQUARE), None, "Polygon", []),
    ({"type": "Feature", "geometry": SQUARE, "properties": {}}, None, "Polygon", []),
    ({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": SQUARE}]}, None, "Polygon", []),
    (polygon((7.8, 51.3), (8, 51.3), (8, 51.5), (7.8, 51.5)), None, "Polygon", ["geometry-ring-closed"]),
    (polygon((7.8, 51.3), (8, 51.5), (8, 51.3), (7.8, 51.5), (7.8, 51.3)), None, "MultiPolygon", ["geometry-mended"]),
    (polygon((51.3, 7.8), (51.3, 8), (51.5, 8), (51.3, 7.8)), None, "Polygon", ["extent-axes-swapped"]),
    (polygon((51.3, 7.8), (51.3, 8), (51.5, 8), (51.3, 7.8)), "urn:ogc:def:crs:EPSG::4326", "Polygon", []),
    (polygon(("7,8", "51,3"), (8, 51.3), (8, 51.5), (7.8, 51.3)), None, "Polygon", []),
    (polygon((7.8, 51.3), (8, 51.3), (math.nan, 3), (8, 51.5), (7.8, 51.3)), None, "Polygon",
     ["geometry-positions-dropped"]),
    (polygon((7.8, 51.3, 210), (8, 51.3, 210), (8, 51.5, 210), (7.8, 51.3, 210)), None, "Polygon", []),
    (polygon((8, 51), (8, 51), (8, 51)), None, "Point", ["extent-is-point"]),
    (polygon((8, 51), (8.1, 51), (8, 51)), None, "LineString", ["extent-is-line"]),
    ({"type": "Polygon", "coordinates": SQUARE["coordinates"][0]}, None, "Polygon", []),
    ({"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [8, 51]}, SQUARE]}, None,
     "Polygon", []),
    (polygon((UTM[0], UTM[1]), (UTM[2], UTM[1]), (UTM[2], UTM[3]), (UTM[0], UTM[1])), 25832, "Polygon", []),
])
def test_geometry_is_mended(geometry, crs, kind, said):
    result, found = extent.clean(geometry, crs=crs, region_box=REGION)
    assert (result["type"], codes(found)) == (kind, said)
    assert shape(result).is_valid
    assert shape(result).intersects(shape(extent.from_box(*REGION)[0]))


@pytest.mark.parametrize("geometry", [
    None, "", "{", "[1, 2]", "[" * 100000, 5, [], {}, {"type": None}, {"type": "Circle"}, {"type": "Polygon"},
    {"type": "Point", "coordinates": 8}, {"type": "Point", "coordinates": [8]},
    {"type": "Point", "coordinates": ["a", "b"]}, {"type": "Point", "coordinates": {"lon": 8}},
    {"type": "Polygon", "coordinates": []}, {"type": "Polygon", "coordinates": [[]]},
    {"type": "Polygon", "coordinates": [None]}, {"type": "Polygon", "coordinates": "x"},
    {"type": "Polygon", "coordinates": [[[[[[[[8]]]]]]]]}, {"type": "Polygon", "coordinates": [[[8, 51]], 5, None]},
    {"type": "MultiPolygon", "coordinates": [[[[8, 51]]], 5]}, {"type": "MultiPoint", "coordinates": [[math.inf, 1]]},
    {"type": "GeometryCollection", "geometries": []}, {"type": "FeatureCollection", "features": [None]},
    {"type": "Point", "coordinates": [800, 51]}, {"type": ["Point"], "coordinates": [8, 51]},
])
def test_rubbish_is_refused_with_a_reason_or_reduced(geometry):
    result, said = extent.clean(geometry)
    assert said
    assert result is None or result["type"] == "Point"


def test_huge_geometry_is_simplified():
    count = 100_000
    ring = [(8 + 0.3 * math.cos(math.tau * step / count), 51.3 + 0.2 * math.sin(math.tau * step / count))
            for step in range(count)]
    result, said = extent.clean(polygon(*ring, ring[0]))
    assert codes(said) == ["geometry-simplified"]
    assert len(result["coordinates"][0]) <= 5000
    assert shape(result).area == pytest.approx(math.pi * 0.06, rel=1e-3)


def test_union():
    first, second = (extent.from_box(*box)[0] for box in ((7, 51, 8, 52), (7.5, 51, 8.5, 52)))
    point = extent.from_box(9, 51, 9, 51)[0]
    assert shape(extent.union([first, second])).equals(shape(extent.from_box(7, 51, 8.5, 52)[0]))
    assert extent.bounds(extent.union([first, point])) == (7, 51, 8, 52)
    assert extent.union([]) is None
    apart = extent.union([extent.from_box(7, 51, 7.1, 51.1)[0], extent.from_box(8, 51, 8.1, 51.1)[0]])
    assert apart["type"] == "MultiPolygon"


def test_area_is_that_of_the_earth_and_not_of_the_map():
    south, north = (extent.area_km2(extent.from_box(8, lat, 9, lat + 1)[0]) for lat in (0, 60))
    assert south == pytest.approx(12309, rel=1e-3)
    assert north == pytest.approx(6116, rel=5e-3)


def test_threads_share_transformers():
    point = {"type": "Point", "coordinates": [8.1, 51.4]}
    expected = extent.transform(point, 4326, 25832)
    wrong = []

    def work():
        results = [extent.transform(point, 4326, 25832) for _ in range(200)]
        wrong.extend(result for result in results if result != expected)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.mark.parametrize(("text", "value"), [
    ("7,8638", 7.8638), ("7.8638°", 7.8638), ("7° 51' 49\" E", 7.8636111), ("5.690.000,5", 5690000.5),
    ("5,690,000.0", 5690000), ("1e6", 1e6), ("4.21E+05", 421000), (" 7.8\n", 7.8), ("W 7.5", -7.5), ("7.5 W", -7.5),
    ("−7", -7), ("5 690 000", 5690000), ("51,5 N", 51.5), ("8.2°O", 8.2), ("1.234.567", 1234567), (".5", 0.5),
    ("+8", 8), ("12 m", 12), (7, 7),
])
def test_numbers(text, value):
    assert number(text) == pytest.approx(value)


@pytest.mark.parametrize("text", [
    "", " ", "x", "nan", "inf", "-", "1e999", "7..8.", "7 8", "1.23.456", None, True, math.nan, [], "NE"])
def test_no_numbers(text):
    assert number(text) is None
