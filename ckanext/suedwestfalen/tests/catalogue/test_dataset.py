"""A dataset as editors write it through the API: what is required, what follows, what is refused."""

from __future__ import annotations

import json

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from rdflib import DCAT, DCTERMS, RDF, Graph

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.catalogue import seeding

from .conftest import ARNSBERG, MENDEN, SOEST

pytestmark = pytest.mark.usefixtures("portal")


def errors_of(call, **fields):
    with pytest.raises(tk.ValidationError) as caught:
        call("package_create", **fields)
    return caught.value.error_dict


@pytest.mark.parametrize("missing", ["title", "notes", "license_id"])
def test_what_dcat_ap_de_requires_is_required(act, fields, missing):
    assert missing in errors_of(act, **(fields | {missing: ""}))


def test_a_distribution_needs_an_address(act, fields):
    errors = errors_of(act, **fields, resources=[{"name": "ohne"}])
    assert "url" in errors["resources"][0]


def test_the_organization_publishes_and_is_the_place_unless_said_otherwise(act, fields):
    dataset = act("package_create", **fields)
    assert dataset["publisher"] == [{"name": "Arnsberg"}]
    assert dataset["municipality"] == [ARNSBERG]
    assert dataset["kreis"] == ["05958"]
    assert dataset["municipality_source"] == "organization"


def test_a_publisher_that_is_given_stays(act, fields):
    dataset = act("package_create", **fields, publisher=[{"name": "Stadtwerke", "url": "https://example.org"}])
    assert dataset["publisher"] == [{"name": "Stadtwerke", "url": "https://example.org"}]


def test_municipalities_are_understood_by_name_and_give_the_kreise(act, fields):
    dataset = act("package_create", **fields, municipality=["Menden (Sauerland)", "Soest"])
    assert dataset["municipality"] == [MENDEN, SOEST]
    assert dataset["kreis"] == ["05962", "05974"]
    assert dataset["municipality_source"] == "manual"


def test_a_kreis_can_be_chosen_alone(act, fields):
    dataset = act("package_create", **fields, kreis=["05974"])
    assert dataset["kreis"] == ["05974"]
    assert not dataset.get("municipality")
    assert json.loads(dataset["spatial"])["type"] == "Polygon"


def test_a_key_of_another_region_is_kept_and_nonsense_is_refused(act, fields):
    dataset = act("package_create", **fields, municipality=["05315000"])
    assert dataset["municipality"] == ["05315000"]
    assert dataset["kreis"] == ["05315"]
    errors = errors_of(act, **(fields | {"name": "x-unsinn"}), municipality=["Atlantis"])
    assert "Atlantis" in errors["municipality"][0]


def test_the_extent_follows_the_municipality_until_somebody_draws_one(act, fields):
    dataset = act("package_create", **fields)
    box = region.load().municipality(ARNSBERG).bbox
    ring = json.loads(dataset["spatial"])["coordinates"][0]
    assert [min(p[0] for p in ring), min(p[1] for p in ring)] == pytest.approx(box[:2])
    assert dataset["spatial_source"] == "derived"

    moved = act("package_patch", id=dataset["id"], municipality=[MENDEN])
    assert moved["spatial"] != dataset["spatial"]

    drawn = {"type": "Point", "coordinates": [8.06, 51.4]}
    form = {key: value for key, value in moved.items() if key not in ("spatial_source", "municipality_source")}
    own = act("package_update", **(form | {"spatial": json.dumps(drawn)}))
    assert own["spatial_source"] == "manual"
    again = act("package_patch", id=dataset["id"], municipality=[SOEST])
    assert json.loads(again["spatial"]) == drawn


@pytest.mark.parametrize("bad", ["{", "[]", '{"type": "Point"}', '{"type": "Point", "coordinates": [500, 500]}'])
def test_a_bad_extent_is_refused_with_a_sentence(act, fields, bad):
    message = errors_of(act, **fields, spatial=bad)["spatial"][0]
    assert message
    assert "Traceback" not in message
    assert len(message) > 15


def test_a_licence_is_understood_by_address_and_an_unknown_one_refused(act, fields):
    given = fields | {"license_id": "https://www.govdata.de/dl-de/by-2-0"}
    assert act("package_create", **given)["license_id"] == "dl-by-de/2.0"
    assert "license_id" in errors_of(act, **(fields | {"name": "x-lizenz", "license_id": "frei"}))


def test_only_a_harvested_dataset_may_lack_licence_and_description_and_it_keeps_its_marks(act, fields):
    marks = {"harvest_guid": "urn:uuid:1", "harvest_source_id": "s1", "license_id": "", "notes": ""}
    with pytest.raises(tk.ValidationError):
        act("package_create", **(fields | marks))
    dataset = tk.get_action("package_create")(seeding.context(), fields | marks)
    assert dataset["license_id"] == ""
    assert dataset["notes"] == ""
    hidden = ("harvest_guid", "harvest_source_id")
    form = {key: value for key, value in dataset.items() if key not in hidden}
    kept = act("package_update", **(form | {"title": "Neu"}))
    assert kept["harvest_guid"] == "urn:uuid:1"
    assert kept["harvest_source_id"] == "s1"


def test_licences_are_those_of_dcat_ap_de(act, fields):
    dataset = act("package_create", **fields)
    assert dataset["license_title"] == "Datenlizenz Deutschland – Zero – Version 2.0"
    assert dataset["isopen"] is True


@pytest.mark.parametrize(
    ("given", "stored"),
    [(["25832"], ["25832"]), ("EPSG:25832", ["25832"]), (["urn:ogc:def:crs:EPSG::4326"], ["4326"])],
)
def test_reference_systems_are_stored_as_codes(act, fields, given, stored):
    assert act("package_create", **fields, crs=given)["crs"] == stored


def test_lists_come_back_as_lists(act, fields):
    lists = {
        "theme": ["http://publications.europa.eu/resource/authority/data-theme/TRAN"],
        "language": ["http://publications.europa.eu/resource/authority/language/DEU"],
        "conforms_to": ["https://example.org/standard"],
        "temporal_coverage": [{"start": "2020", "end": "2021-05"}],
        "contact": [{"name": "Fachdienst Geoinformation", "email": "geodaten@example.org"}],
    }
    dataset = act("package_create", **fields, **lists)
    assert {name: dataset[name] for name in lists} == lists


def test_showing_twice_is_the_same_and_saving_what_was_shown_writes_nothing(act, fields):
    created = act("package_create", **fields, dna_goal=["digital"], tags=[{"name": "Kinder"}], crs=["25832"])
    shown = act("package_show", id=created["id"])
    assert shown == act("package_show", id=created["id"])
    before = model.Package.get(created["id"]).metadata_modified
    act("package_update", **shown)
    model.Session.expire_all()
    assert model.Package.get(created["id"]).metadata_modified == before


def test_a_very_long_text_can_be_saved(act, fields):
    dataset = act("package_create", **fields, provenance="Entstehung " * 6000)
    assert len(dataset["provenance"]) > 60000


def test_each_distribution_of_the_catalogue_has_a_licence(app, act, fields):
    own, resource = "http://dcat-ap.de/def/licenses/cc-zero", {"url": "https://example.org/a.csv", "format": "CSV"}
    act("package_create", **fields, resources=[resource, {**resource, "license": own}])
    graph = Graph().parse(data=app.get(f"/dataset/{fields['name']}.ttl").body, format="turtle")
    found = {str(graph.value(each, DCTERMS.license)) for each in graph.subjects(RDF.type, DCAT.Distribution)}
    assert found == {own, "https://www.govdata.de/dl-de/zero-2-0"}
