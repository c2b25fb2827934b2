"""Another region, and region folders with mistakes."""

from __future__ import annotations

import json
import re

import pytest

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.findings import ERROR
from ckanext.suedwestfalen.tests.region import invented


@pytest.fixture
def folder(tmp_path):
    yield invented.write(tmp_path / "probeland")
    region.forget()


def problems(folder):
    region.forget()
    with pytest.raises(region.RegionError) as caught:
        region.load(folder)
    assert all(problem.severity == ERROR and problem.hint() for problem in caught.value.problems)
    assert not any("%(" in problem.message() or "?" in problem.message() for problem in caught.value.problems)
    return [(problem.code, problem.message()) for problem in caught.value.problems]


def replace(path, old, new, count=1):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), "utf-8")


def test_everything_works_with_another_region(folder):
    probeland = region.load(folder)
    assert (probeland.title, probeland.state_key, probeland.attribution) == ("Probeland", "99", invented.CREDIT)
    assert [town.ags for town in probeland.municipalities] == ["99001004", "99001008", "99002004"]
    assert probeland.bbox == (10.0, 53.0, 10.6, 53.1)
    assert probeland.kreis("99001").municipalities == ("99001004", "99001008")
    assert (probeland.kreis("99001").population, probeland.kreis("99001").area_km2) == (38000, 230.5)
    assert probeland.find("Gemeinde Uebungen/Tal").ags == "99001008"
    assert probeland.find("Übunger Land").ags == "99001008"
    assert probeland.find("Hansestadt Bad Beispiel").ags == "99002004"
    assert probeland.find("Kreis Probstadt") is None
    assert probeland.find_kreis("Kreis Probstadt").key == "99001"
    assert probeland.find_kreis("des Beispielkreises").key == "99002"
    assert probeland.find_kreis("Probstadt") is None
    assert [town.slug for town in probeland.find_in_text("Stadt Probstadt im Kreis Probstadt")] == ["probstadt"]
    assert [share.municipality.slug for share in probeland.locate((10.05, 53.02, 10.25, 53.08))] == [
        "probstadt", "uebungen"]
    assert [project.title for project in probeland.lead_projects] == ["Probelauf"]
    assert probeland.choice("topic", "wasser").label("de") == "Wasser"
    assert probeland.municipality("99001004").topics == ("wasser", "luft")
    assert probeland.find("05974040") is None


def test_a_region_without_lists_of_the_exchange_has_the_shipped_ones(folder):
    assert region.load(folder).choice("use_case_phase", "transfer").de == "In Betrieb und übertragen"
    assert region.load(folder).choice("topic", "digitale-plattform") is None, "all other lists are the region's own"


def test_a_region_may_bring_its_own_list_of_the_exchange(folder):
    invented.write_json(folder / "choices" / "use_case_phase.json", {"choices": [{"name": "probe", "de": "Probe"}]})
    assert [choice.name for choice in region.load(folder).choices["use_case_phase"]] == ["probe"]


def test_is_read_once(folder):
    assert region.load(folder) is region.load(str(folder))


def test_semicolons_and_the_byte_order_mark_of_spreadsheets_are_read(folder):
    path = folder / "kreise.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b",", b";").replace(b"\n", b"\r\n"))
    assert region.load(folder).kreis("99002").name == "Beispielkreis"


def test_missing_folder(tmp_path):
    assert [code for code, _ in problems(tmp_path / "nowhere")] == ["region-folder-missing"]


def test_empty_folder_names_every_file(tmp_path):
    said = " ".join(message for _, message in problems(tmp_path))
    for file in ("region.json", "municipalities.csv", "kreise.csv", "boundaries.geojson", "lead_projects.json",
                 "organizations.json", "choices/topic.json"):
        assert file in said


@pytest.mark.parametrize(("file", "old", "new", "code", "said"), [
    ("municipalities.csv", "99001008,990010008008", "99001004,990010004004", "region-duplicate",
     r"municipalities\.csv, line 3.*99001004.*line 2"),
    ("municipalities.csv", "99001008,990010008008", "9001008,990010008008", "region-lost-zero", r"line 3.*9001008"),
    ("municipalities.csv", "99001008,", "Stadt,", "region-bad-key", r"line 3.*Stadt.*8 digits"),
    ("municipalities.csv", "990010008008", "990020008008", "region-keys-disagree", r"line 3.*990020008008"),
    ("municipalities.csv", "municipality,99001", "municipality,99003", "region-kreis-unknown", r"line 3.*99003"),
    ("municipalities.csv", ",30000,", ",30.000,", "region-bad-number", r"line 2.*30\.000.*population"),
    ("municipalities.csv", ",120.5,", ",groß,", "region-bad-number", r"line 2.*groß.*area_km2"),
    ("municipalities.csv", "2020-12-31", "31.12.2020", "region-bad-date", r"line 2.*31\.12\.2020"),
    ("municipalities.csv", "Bad Beispiel,", ",", "region-value-missing", r"line 4.*name"),
    ("municipalities.csv", "wasser|luft", "wasser|feuer", "region-choice-unknown", r"line 2.*feuer.*topic\.json"),
    ("municipalities.csv", "focus_areas", "focus", "region-column-missing", r"line 1.*focus_areas"),
    ("municipalities.csv", "10.1,53.05", "53.05,10.1", "region-place-disagrees", r"line 2.*refpoint"),
    ("municipalities.csv", "Übungen (Tal),Übungen", "Übungen (Tal),zu,viel,Übungen", "region-bad-csv", r"line 3"),
    ("boundaries.geojson", '"99002004"', '"99002005"', "region-boundary-missing", r"line 4: Bad Beispiel"),
    ("boundaries.geojson", "53.1", "530.1", "region-boundary-bad", r"feature 1.*99001004"),
    ("boundaries.geojson", invented.CREDIT, "", "region-credit-missing", r"attribution"),
    ("boundaries.geojson", '"features"', '"features":, "x"', "region-bad-json", r"boundaries\.geojson, line 4"),
    ("lead_projects.json", "99001004", "99009999", "region-municipality-unknown", r"lead_projects\.json.*99009999"),
    ("lead_projects.json", '"running"', '"flying"', "region-choice-unknown", r"flying"),
    ("region.json", '"Probeland"', '""', "region-bad-structure", r"region\.json.*title"),
])
def test_a_mistake_is_named_with_file_and_line(folder, file, old, new, code, said):
    replace(folder / file, old, new)
    found = problems(folder)
    assert any(one == code and re.search(said, message) for one, message in found), found


def test_latin_1_is_named_with_its_line_and_does_not_hide_other_mistakes(folder):
    path = folder / "municipalities.csv"
    replace(path, ",15000,", ",viele,")
    path.write_bytes(path.read_text("utf-8").encode("latin-1"))
    found = problems(folder)
    assert ("region-not-utf8", "municipalities.csv, line 3: the file is not written in UTF-8.") in found
    assert "region-bad-number" in [code for code, _ in found]


def test_all_mistakes_are_named_at_once(folder):
    replace(folder / "municipalities.csv", ",30000,", ",x,")
    replace(folder / "kreise.csv", "99002,", "99001,")
    content = json.loads((folder / "boundaries.geojson").read_text("utf-8"))
    content["features"].pop()
    invented.write_json(folder / "boundaries.geojson", content)
    codes = {code for code, _ in problems(folder)}
    assert {"region-bad-number", "region-duplicate", "region-kreis-unknown", "region-boundary-missing"} <= codes


@pytest.mark.parametrize("content", [
    b"", b"\x00\xff\x00", b"[]", b"[" * 99999, b'{"features": 5, "choices": 7}', b"null"])
@pytest.mark.parametrize("file", [
    "region.json", "municipalities.csv", "kreise.csv", "boundaries.geojson", "choices/topic.json"])
def test_rubbish_gives_problems_and_no_other_error(folder, file, content):
    (folder / file).write_bytes(content)
    assert problems(folder)


def test_geometry_of_the_wrong_kind(folder):
    content = json.loads((folder / "boundaries.geojson").read_text("utf-8"))
    for geometry in (None, 5, {}, {"type": "Point", "coordinates": [10, 53]}, {"type": "Polygon", "coordinates": "x"},
                     {"type": "Polygon", "coordinates": [[[10, 53], [10.1, 53.1], [10.1, 53], [10, 53.1], [10, 53]]]}):
        content["features"][0]["geometry"] = geometry
        invented.write_json(folder / "boundaries.geojson", content)
        assert problems(folder)
    content["features"][0] = None
    invented.write_json(folder / "boundaries.geojson", content)
    assert problems(folder)
