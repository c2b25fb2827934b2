"""The harvest of a real MapServer: its feature types become datasets that can be downloaded."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.tests.servers import Reply, client_for
from ckanext.suedwestfalen.tests.servers.mapserver import Layer, mapserver  # noqa: F401 - a fixture

PLACES = {"Schulen in Soest": "05974040", "Bäume an Straßen": "05966024"}


@pytest.fixture
def town(mapserver, ckan_config, make_source):  # noqa: F811
    """A town's WFS as source, its address typed as from a browser."""
    ckan_config["ckanext.suedwestfalen.net.allow"] = [mapserver.host]
    return make_source(protocol="wfs", url=mapserver.url + "&SERVICE=WFS&request=GetCapabilities&version=1.1.0")


def packages() -> dict[str, dict]:
    """All datasets as CKAN shows them, by title."""
    model.Session.rollback()
    query = model.Session.query(model.Package).filter_by(type="dataset", state="active")
    show = tk.get_action("package_show")
    return {one.title: show({"ignore_auth": True}, {"id": one.id, "use_default_schema": False}) for one in query}


def test_each_layer_is_a_dataset_in_its_place_and_a_second_run_changes_nothing(town, harvest, datasets):
    run = harvest(town)
    assert (run.state, run.complete, run.declared, run.listed, run.new) == ("finished", True, 3, 3, 3)
    found = packages()
    assert set(found) == {*PLACES, "Spielplätze"}
    for title, ags in PLACES.items():
        assert found[title]["municipality"] == [ags]
    soest = found["Schulen in Soest"]
    assert soest["notes"] == "Standorte der öffentlichen Schulen"
    assert found["Bäume an Straßen"]["notes"].startswith("Geodaten der Stadt")
    assert soest["license_id"] == "dl-by-de/2.0"
    assert soest["publisher"] == [{"name": "Beispielamt für Geoinformation", "email": "geodaten@example.org"}]
    assert "Kim Beispiel" not in json.dumps(soest)
    assert soest["alternate_identifier"] == ["3f1d6f0e-0000-4000-8000-000000000001"]
    assert soest["crs"] == ["25832", "4326", "3857", "31467"]
    assert {tag["name"] for tag in soest["tags"]} == {"Geodaten", "Straßen und Wege"}
    ring = json.loads(soest["spatial"])["coordinates"][0]
    assert min(x for x, _ in ring) == pytest.approx(8.018, abs=0.001)
    before = datasets()
    run = harvest(town)
    assert (run.state, run.unchanged, run.new, run.changed) == ("finished", 3, 0, 0)
    assert datasets() == before


def test_the_links_lead_to_the_data(town, mapserver, harvest):  # noqa: F811
    harvest(town)
    client = client_for(mapserver.url)
    for dataset in packages().values():
        got = {one["format"]: client.get(one["url"]).content for one in dataset["resources"]}
        assert set(got) == {"GeoJSON", "GML", "SHP", "CSV", "WFS"}
        features = json.loads(got["GeoJSON"])["features"]
        assert len(features) == 2
        assert all(7 < x < 9 and 50 < y < 52 for x, y in (one["geometry"]["coordinates"] for one in features))
        assert got["GML"].count(b"<gml:Point") == 2
        assert any(name.endswith(".shp") for name in zipfile.ZipFile(io.BytesIO(got["SHP"])).namelist())
        assert got["CSV"].count(b"\n") == 3
        assert b"WFS_Capabilities" in got["WFS"]
        assert next(one["format"] for one in dataset["resources"]) == "GeoJSON"


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0", "2.0.0"])
def test_the_links_are_right_in_every_version(version, mapserver, harvest, make_source, ckan_config):  # noqa: F811
    ckan_config["ckanext.suedwestfalen.net.allow"] = [mapserver.host]
    mapserver.layers = mapserver.layers[:1]
    mapserver.write()
    harvest(make_source(protocol="wfs", url=mapserver.url, settings={"version": version}))
    (dataset,) = packages().values()
    assert dataset["municipality"] == ["05974040"]
    client = client_for(mapserver.url)
    for one in dataset["resources"]:
        body = client.get(one["url"]).content
        assert b"Exception" not in body[:500]
        assert one["format"] == "WFS" or f"version={version}" in one["url"]


def test_one_layer_changes_one_dataset_whatever_the_order(town, mapserver, harvest, datasets):  # noqa: F811
    harvest(town)
    before = datasets()
    mapserver.layers.reverse()
    mapserver.layers[0].title = "Spiel- und Bolzplätze"
    mapserver.write()
    run = harvest(town)
    assert (run.changed, run.unchanged) == (1, 2)
    after = datasets()
    assert set(after) == set(before)
    assert sum(after[name] != before[name] for name in before) == 1


def test_a_removed_layer_is_missing_and_a_service_out_of_order_deletes_nothing(
    town, mapserver, harvest, datasets, days_pass  # noqa: F811
):
    harvest(town)
    kept, removed = mapserver.layers[:2], mapserver.layers.pop()
    mapserver.write()
    run = harvest(town)
    assert (run.state, run.complete, run.deleted) == ("finished", True, 0)
    days_pass(2)
    assert harvest(town).deleted == 1
    mapserver.layers = []
    mapserver.write()
    run = harvest(town)
    assert (run.state, run.complete, run.deleted) == ("failed", False, 0)
    assert "WFS request not enabled" in str(run.error)
    mapserver.layers = [*kept, removed]
    mapserver.write()
    run = harvest(town)
    assert (run.state, run.listed) == ("finished", 3)
    assert len(packages()) == len(datasets()) == 3


def test_a_service_that_lists_no_layers_any_more_is_held(faulty, harvest, make_source, ckan_config, datasets):
    ckan_config["ckanext.suedwestfalen.net.allow"] = [faulty.url.split("/")[2]]
    layers = "".join(f"<FeatureType><Name>l{number}</Name><Title>Layer {number}</Title></FeatureType>"
                     for number in range(3))
    document = "<WFS_Capabilities version='2.0.0'><FeatureTypeList>%s</FeatureTypeList></WFS_Capabilities>"
    faulty.script = [Reply((document % layers).encode())]
    source = make_source(protocol="wfs", url=faulty.url, municipality="05974040")
    assert harvest(source).new == 3
    before = datasets()
    faulty.script = [Reply((document % "").encode())]
    run = harvest(source)
    assert (run.state, run.complete, run.declared, run.listed, run.deleted) == ("held", True, 0, 0, 0)
    assert datasets() == before


def test_the_whole_service_as_one_dataset(mapserver, harvest, make_source, ckan_config):  # noqa: F811
    ckan_config["ckanext.suedwestfalen.net.allow"] = [mapserver.host]
    source = make_source(protocol="wfs", url=mapserver.url, settings={"datasets": "service"})
    run = harvest(source)
    assert (run.state, run.declared, run.new) == ("finished", 1, 1)
    (dataset,) = packages().values()
    assert dataset["title"] == "Geodaten der Stadt"
    assert [one["name"] for one in dataset["resources"]][:3] == ["Bäume an Straßen", "Schulen in Soest", "Spielplätze"]
    client = client_for(mapserver.url)
    assert all(b"Exception" not in client.get(one["url"]).content[:500] for one in dataset["resources"])
    mapserver.layers.reverse()
    mapserver.write()
    assert harvest(source).unchanged == 1
    mapserver.layers.append(Layer("wege", "Wege", {"Weg": (432100, 5711100)}))
    mapserver.write()
    assert harvest(source).changed == 1
    assert len(packages()) == 1


def test_only_the_layers_that_are_wanted(mapserver, harvest, make_source, ckan_config):  # noqa: F811
    ckan_config["ckanext.suedwestfalen.net.allow"] = [mapserver.host]
    source = make_source(protocol="wfs", url=mapserver.url, settings={"layers": "ms:schulen, ms:fehlt"})
    run = harvest(source)
    assert (run.declared, run.new) == (1, 1)
    assert set(packages()) == {"Schulen in Soest"}
