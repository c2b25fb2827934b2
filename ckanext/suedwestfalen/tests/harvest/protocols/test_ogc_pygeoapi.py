"""The harvest of a real pygeoapi: its layers and its catalogue, from the address alone to the datasets."""

import json
import urllib.request

import pytest
from ckan import model

from ckanext.suedwestfalen.harvest.protocols.base import Probe
from ckanext.suedwestfalen.harvest.protocols.ogc_features import OgcFeatures
from ckanext.suedwestfalen.harvest.protocols.ogc_records import OgcRecords
from ckanext.suedwestfalen.tests.harvest.conftest import (  # noqa: F401 - fixtures
    datasets,
    days_pass,
    harvest,
    harvest_tables,
    make_source,
    portal,
)
from ckanext.suedwestfalen.tests.harvest.protocols.ogc_scripted import ScriptedApi
from ckanext.suedwestfalen.tests.servers import client_for
from ckanext.suedwestfalen.tests.servers.pygeoapi import pygeoapi  # noqa: F401 - a fixture

TOWN = "05962024"


def record(number, **properties):
    return {
        "id": f"r{number}", "type": "Feature", "time": {"interval": ["2020-01-01", ".."]},
        "geometry": {"type": "Polygon", "coordinates": [
            [[7.65, 51.35], [7.75, 51.35], [7.75, 51.4], [7.65, 51.4], [7.65, 51.35]]]},
        "links": [{"rel": "enclosure", "href": f"https://example.org/{number}.zip", "type": "application/zip"}],
        "properties": {
            "title": f"Bäume {number}", "description": "Ein Katalogeintrag.", "type": "dataset",
            "created": "2024-01-01T00:00:00Z", "updated": "2024-05-06T00:00:00Z", "keywords": ["opendata"],
            "license": "https://www.govdata.de/dl-de/zero-2-0", **properties,
        },
    }


@pytest.fixture
def allowed(pygeoapi, ckan_config):  # noqa: F811
    ckan_config["ckanext.suedwestfalen.net.allow"] = [pygeoapi.address]


def dataset(title):
    return model.Session.query(model.Package).filter_by(title=title, state="active").one()


def field(package, name):
    value = package.extras.get(name)
    return json.loads(value) if value and value[0] in "[{" else value


def test_layers_become_datasets_in_their_place(
    pygeoapi, allowed, make_source, harvest, datasets  # noqa: F811
):
    source = make_source(url=pygeoapi.start().url, protocol="ogc_features")
    run = harvest(source)
    assert (run.state, run.complete, run.listed, run.new) == ("finished", True, 2, 2)
    assert {values[1] for values in datasets().values()} == {"Straßen der Stadt Iserlohn", "Bäume"}
    trees = dataset("Bäume")
    assert field(trees, "municipality") == [TOWN]
    assert "7.65" in trees.extras["spatial"]
    assert trees.license_id == "dl-zero-de/2.0"
    by_format = {resource.format: resource.url for resource in trees.resources}
    assert set(by_format) == {"GeoJSON", "OGC API Features"}
    with urllib.request.urlopen(by_format["GeoJSON"], timeout=20) as answer:
        items = json.load(answer)
    # all, not the ten that a server gives unasked
    assert (items["type"], len(items["features"])) == ("FeatureCollection", 12)
    before = datasets()
    run = harvest(source)
    assert (run.unchanged, run.new, run.changed) == (2, 0, 0)
    assert datasets() == before


def test_a_layer_that_goes_waits_for_the_guard(
    pygeoapi, allowed, make_source, harvest, datasets, days_pass  # noqa: F811
):
    source = make_source(url=pygeoapi.start().url, protocol="ogc_features")
    harvest(source)
    del pygeoapi.layers["baeume"]
    pygeoapi.start()
    assert (harvest(source).missing, len(datasets())) == (1, 2)
    days_pass(2)
    run = harvest(source)
    assert (run.state, run.deleted) == ("finished", 1)
    assert sorted(values[2] for values in datasets().values()) == ["active", "deleted"]


def test_one_dataset_for_the_service(pygeoapi, allowed, make_source, harvest, datasets):  # noqa: F811
    run = harvest(make_source(url=pygeoapi.start().url, protocol="ogc_features", settings={"datasets": "service"}))
    assert (run.state, run.new) == ("finished", 1)
    whole = dataset("Geodaten der Stadt Iserlohn")
    assert {resource.name for resource in whole.resources} >= {"Bäume", "Straßen der Stadt Iserlohn"}
    assert "7.6," in whole.extras["spatial"]


def test_records_become_datasets(pygeoapi, allowed, make_source, harvest, datasets):  # noqa: F811
    pygeoapi.records = [record(number) for number in range(5)]
    source = make_source(url=pygeoapi.start().url, protocol="ogc_records", settings={"page_size": 2})
    run = harvest(source)
    assert (run.state, run.declared, run.listed, run.new) == ("finished", 5, 5, 5)
    first = dataset("Bäume 1")
    assert [(one.format, one.url) for one in first.resources] == [("ZIP", "https://example.org/1.zip")]
    assert field(first, "municipality") == [TOWN]
    assert harvest(source).unchanged == 5
    pygeoapi.records[1] = record(1, title="Bäume, neu")
    pygeoapi.start()
    run = harvest(source)
    assert (run.changed, run.unchanged) == (1, 4)
    assert dataset("Bäume, neu").id == first.id


def test_a_listing_with_gaps_deletes_nothing(
    faulty, ckan_config, make_source, harvest, datasets  # noqa: F811
):
    api = ScriptedApi(faulty, 6)
    ckan_config["ckanext.suedwestfalen.net.allow"] = [faulty.url.split("/")[2]]
    source = make_source(url=api.url, protocol="ogc_records", settings={"page_size": 4})
    assert harvest(source).complete
    before = datasets()
    api.records, api.matched = api.records[:5], 6
    run = harvest(source)
    assert (run.state, run.complete, run.missing) == ("partial", False, 0)
    api.replies["/api/collections/katalog/items?offset=4&limit=4"] = api.json({"detail": "gesperrt"}, 403)
    run = harvest(source)
    assert (run.state, run.complete, run.missing, run.listed) == ("partial", False, 0, 4)
    assert datasets() == before


def test_filters_of_records(pygeoapi):  # noqa: F811
    pygeoapi.records = [record(number, keywords=["opendata"] if number % 2 else ["intern"]) for number in range(6)]
    client = client_for(pygeoapi.start().url)

    def listed(**settings):
        pages = list(OgcRecords(client, pygeoapi.url, {"page_size": 2, **settings}).pages())
        items = [item for page in pages for item in page.items]
        assert pages[-1].declared == len(items)
        return len(items)

    assert listed(keyword="OpenData") == 3
    assert listed(box="7.6,51.3,7.8,51.5") == 6
    assert listed(box="8.6,51.3,8.8,51.5") == 0
    assert listed(collections="katalog") == 6


TYPED = ("", "/", "/?f=html", "/collections", "/collections/katalog", "/collections/katalog/items?limit=1",
         "/collections/katalog/items/r1", "/conformance", "/openapi?f=html")


def test_any_address_of_the_api_leads_to_its_catalogue(pygeoapi):  # noqa: F811
    pygeoapi.records = [record(number) for number in range(3)]
    client = client_for(pygeoapi.start().url)
    address = f"{pygeoapi.url}/collections/katalog/items/"
    for typed in TYPED:
        pages = list(OgcRecords(client, pygeoapi.url + typed).pages())
        assert [item.guid for page in pages for item in page.items] == [f"{address}r{n}" for n in range(3)], typed


def test_detection(pygeoapi):  # noqa: F811
    pygeoapi.records = [record(1)]
    client = client_for(pygeoapi.start().url)
    probe = Probe(client, pygeoapi.url + "/")
    (features,), (records,) = OgcFeatures.detect(probe), OgcRecords.detect(probe)
    assert (features.url, features.title) == (pygeoapi.url, "Geodaten der Stadt Iserlohn")
    assert features.layers == (("strassen", "Straßen der Stadt Iserlohn"), ("baeume", "Bäume"))
    assert records.layers == (("katalog", "Katalog"),)
    assert features.sure > records.sure
    # both kinds together: landing page, definition, collections
    assert len(probe.tried) == 3
    one = Probe(client, pygeoapi.url + "/collections/baeume/items")
    (found,) = OgcFeatures.detect(one)
    assert (found.url, found.settings, found.title) == (pygeoapi.url, {"collections": "baeume"}, "Bäume")
    assert not list(OgcRecords.detect(one))
