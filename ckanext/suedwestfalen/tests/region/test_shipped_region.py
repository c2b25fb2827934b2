"""The shipped region: its data against what they were taken from, and where things lie in it."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import pytest
from shapely.geometry import shape

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.geo import extent

SHARED = Path(__file__).parents[5] / "shared"
PHASE = "In die Umsetzungsphase gestartet"
TOPICS = ["Bürgernähe", "Datenvisualisierung", "Digitale Plattform", "Digitale Stadtplanung",
          "Klimaschutz & -anpassung"]
FIVE = {"arnsberg": (73456, "193.72"), "bad-berleburg": (18914, "275.52"), "menden": (52608, "86.1"),
        "olpe": (24551, "85.88"), "soest": (47514, "85.81")}


@pytest.fixture(scope="module")
def shipped():
    return region.load()


@pytest.fixture(scope="module")
def reference():
    path = SHARED / "region" / "municipalities.csv"
    if not path.exists():
        pytest.skip("the reference data are not here")
    with path.open(encoding="utf-8") as file:
        return {row["ags"]: row for row in csv.DictReader(file)}


def test_numbers_of_the_region(shipped):
    assert len(shipped.municipalities) == 59
    assert {kreis.name: len(kreis.municipalities) for kreis in shipped.kreise} == {
        "Hochsauerlandkreis": 12, "Märkischer Kreis": 15, "Kreis Olpe": 7, "Kreis Siegen-Wittgenstein": 11,
        "Kreis Soest": 14}
    assert sum(kreis.population for kreis in shipped.kreise) == 1_382_683
    assert {str(town.population_date) for town in shipped.municipalities} == {"2019-12-31"}
    roles = [town.role for town in shipped.municipalities]
    assert (roles.count("pioneer"), roles.count("joined"), roles.count("other")) == (5, 14, 40)
    assert "BKG" in shipped.attribution


def test_the_five_towns_are_as_on_the_page_of_the_project(shipped):
    for slug, (population, area) in FIVE.items():
        town = shipped.find(slug)
        assert (town.population, f"{town.area_km2:g}", town.role, town.city_size) == (
            population, area, "pioneer", "Verband")
        assert shipped.choice("phase", town.phase).de == PHASE
        assert [shipped.choice("topic", topic).de for topic in town.topics] == TOPICS
        assert town.focus_areas.startswith(town.short_name)


def test_texts_of_the_page_are_taken_word_for_word(shipped):
    page = SHARED / "seed.txt"
    if not page.exists():
        pytest.skip("the page is not here")
    lines = [line.strip().removeprefix("•").strip() for line in page.read_text("utf-8").splitlines()]
    text = "\n".join(lines)
    for slug in FIVE:
        assert shipped.find(slug).focus_areas in lines
    for value in (PHASE, " ".join(TOPICS), shipped.project["vision"], shipped.organizations[0].description,
                  shipped.lead_projects[0].description):
        assert value in text


def test_figures_keys_and_boxes_are_those_of_the_reference(shipped, reference):
    assert {town.ags for town in shipped.municipalities} == set(reference)
    for town in shipped.municipalities:
        row = reference[town.ags]
        assert (town.ars, town.slug, town.kreis, town.name) == (
            row["ars"], row["slug"], row["kreis_ags"], row["name"])
        assert (town.regional_key_uri, town.political_geocoding_uri) == (
            row["regional_key_uri"], row["political_geocoding_uri"])
        assert (town.population, town.area_km2) == (int(row["population_2019_12_31"]), float(row["area_km2_2019"]))
        assert town.bbox == tuple(float(row[f"bbox_{end}"]) for end in ("minx", "miny", "maxx", "maxy"))
        # The boundaries are simplified; the boxes are those of the exact ones.
        assert extent.bounds(town.geometry) == pytest.approx(town.bbox, abs=0.0015)
        metres = extent.transform(town.geometry, 4326, 25832)
        expected = [float(row[f"bbox25832_{end}"]) for end in ("minx", "miny", "maxx", "maxy")]
        assert extent.bounds(metres) == pytest.approx(expected, abs=75)


def test_round_trip_of_all_boundaries_is_exact_to_a_millimetre(shipped):
    for town in shipped.municipalities:
        metres = extent.transform(town.geometry, 4326, 25832)
        again = extent.transform(extent.transform(metres, 25832, 4326), 4326, 25832)
        for one, other in zip(_positions(metres), _positions(again), strict=True):
            assert abs(one[0] - other[0]) < 0.001
            assert abs(one[1] - other[1]) < 0.001
        assert shape(metres).area / 1e6 == pytest.approx(town.area_km2, rel=0.012)
        assert extent.area_km2(town.geometry) == pytest.approx(town.area_km2, rel=0.012)


def _positions(geometry):
    found = []
    stack = [geometry["coordinates"]]
    while stack:
        item = stack.pop()
        if isinstance(item[0], float):
            found.append(item)
        else:
            stack.extend(item)
    return found


def test_boundary_in_its_own_place(shipped):
    for town in shipped.municipalities:
        first = shipped.locate(town.geometry)[0]
        assert first.municipality is town
        assert first.share > 0.999
        assert first.covers > 0.999
        assert shipped.locate(town.refpoint)[0].municipality is town
        assert shipped.find_by_box(town.bbox) is town
    for kreis in shipped.kreise:
        assert shipped.find_by_box(kreis.bbox) is kreis
    assert shipped.find_by_box((7.9, 51.2, 8.0, 51.3)) is None


def test_shares(shipped):
    town, kreis = shipped.find("Soest"), shipped.find_kreis("Kreis Soest")
    shares = shipped.locate(kreis.bbox)
    assert sum(share.share for share in shares) < 1
    assert next(share for share in shares if share.municipality is town).covers == pytest.approx(1)
    assert sum(share.share for share in shipped.locate(town.geometry)) == pytest.approx(1, abs=0.01)
    point = shipped.locate({"type": "Point", "coordinates": list(town.refpoint)})
    assert [(share.municipality, share.share, share.covers) for share in point] == [(town, 1.0, 0.0)]
    two = {"type": "MultiPoint", "coordinates": [list(town.refpoint), list(shipped.find("Werl").refpoint)]}
    assert [share.share for share in shipped.locate(two)] == [0.5, 0.5]
    line = {"type": "LineString", "coordinates": [list(town.refpoint), list(shipped.find("Werl").refpoint)]}
    assert sum(share.share for share in shipped.locate(line)) == pytest.approx(1, abs=0.01)
    assert shipped.locate((0, 0, 1, 1)) == []
    assert len(shipped.locate((-180, -90, 180, 90))) == 59
    assert shipped.locate((8.1, 51.57, 8.1, 51.57))[0].share == 1.0


@pytest.mark.parametrize("where", [None, 5, "x", (), (1,), (1, 2, 3), (1, 2, 3, "x"), {}, {"type": "Polygon"},
                                   {"type": "Polygon", "coordinates": 5}, (float("nan"), 1)])
def test_what_is_no_place_is_refused(shipped, where):
    with pytest.raises(ValueError, match="geometry"):
        shipped.locate(where)


def test_locating_is_fast(shipped):
    shipped.locate(shipped.bbox)
    start = time.perf_counter()
    for town in shipped.municipalities:
        shipped.locate(town.bbox)
    assert (time.perf_counter() - start) / len(shipped.municipalities) < 0.005


def test_no_persons_and_no_names_in_code():
    package = Path(region.__file__).parents[1]
    names = [town.short_name for town in region.load().municipalities]
    for room in ("geo", "region"):
        for path in (package / room).glob("*.py"):
            text = path.read_text("utf-8")
            assert not [name for name in names if f'"{name}' in text or f" {name} " in text], path


def test_data_files_are_valid_for_others_too(shipped):
    folder = Path(region.__file__).parents[3] / "seeds"
    collection = json.loads((folder / "boundaries.geojson").read_text("utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == 59
    assert all(shape(feature["geometry"]).is_valid for feature in collection["features"])
