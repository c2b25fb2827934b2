"""Feeds harvested into the portal: that of a real CKAN with ckanext-dcat page by page, and samples of others."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.harvest.protocols.base import Probe
from ckanext.suedwestfalen.harvest.protocols.dcat import Dcat
from ckanext.suedwestfalen.tests.harvest.dcat_feeds import hub, hub_feed
from ckanext.suedwestfalen.tests.servers import Reply, client_for, faulty  # noqa: F401 - a fixture
from ckanext.suedwestfalen.tests.servers.portal import town_portal  # noqa: F401 - a fixture

NUMBER = 24
SAMPLES = ("metadata_max.rdf", "v3.0_shapes/quicktest.ttl", "konventionen/ranges.ttl", "dataset_sweden.rdf",
           "dataset_gob_es.ttl", "dataset_gov_de.rdf", "RDF_ADVANCED.rdf", "catalog-endpoint.rdf",
           "bremen-catalog-dataset-extracted.rdf")
ARNSBERG, SOEST = "05958004", "05974040"


def items(url):
    pages = list(Dcat(client_for(url), url).pages())
    return pages, {item.guid: item for page in pages for item in page.items}


@pytest.fixture
def source(town_portal, ckan_config, make_source):  # noqa: F811
    """The feed of the town's portal as a source of this one."""
    ckan_config["ckanext.suedwestfalen.net.allow"] = [town_portal.url.split("//")[1]]
    return make_source(url=town_portal.url + "/catalog.ttl", protocol="dcat")


def test_every_format_lists_the_same_datasets_in_pages(town_portal):  # noqa: F811
    pages, expected = items(town_portal.url + "/catalog.ttl")
    assert (len(pages), pages[-1].declared, len(expected)) == (3, NUMBER, NUMBER)
    assert {item.finding for item in expected.values()} == {None}
    for ending in ("xml", "jsonld", "rdf"):
        pages, found = items(f"{town_portal.url}/catalog.{ending}")
        assert (len(pages), pages[-1].declared) == (3, NUMBER)
        assert {guid: item.content for guid, item in found.items()} == {
            guid: item.content for guid, item in expected.items()}


def test_the_feed_is_recognised(town_portal):  # noqa: F811
    url = town_portal.url + "/catalog.ttl"
    (found,) = Dcat.detect(Probe(client_for(url), url))
    assert (found.url, found.sure, found.title) == (url, 100, "Offene Daten Musterland")


def test_a_feed_is_harvested_once_and_what_is_gone_is_missing(
    source, town_portal, harvest, datasets, days_pass  # noqa: F811
):
    run = harvest(source)
    assert (run.state, run.declared, run.listed, run.new, run.failed) == ("finished", NUMBER, NUMBER, NUMBER, 0)
    first = datasets()
    towns = {name: tk.get_action("package_show")({"ignore_auth": True}, {"id": name}) for name in first}
    radwege = next(one for one in towns.values() if one["title"] == "Radwege Arnsberg 2015")
    assert radwege["municipality"] == [ARNSBERG]
    assert radwege["spatial_source"] == "record"
    assert radwege["frequency"].endswith("/ANNUAL")
    assert radwege["issued"] == "2015-03-01"
    assert {resource["format"] for resource in radwege["resources"]} == {"CSV", "GeoJSON"}
    assert sorted(tuple(one["municipality"]) for one in towns.values()) == [(ARNSBERG,)] * 12 + [(SOEST,)] * 12
    run = harvest(source)
    assert (run.state, run.unchanged, run.changed) == ("finished", NUMBER, 0)
    assert datasets() == first
    town_portal.delete("datensatz-05")
    town_portal.change("datensatz-04", title="Schulen Arnsberg, neu")
    run = harvest(source)
    assert (run.state, run.declared, run.changed, run.missing) == ("finished", NUMBER - 1, 1, 1)
    assert datasets().keys() == first.keys()


def test_the_portal_takes_what_the_samples_hold(shared, faulty, ckan_config, make_source, harvest):  # noqa: F811
    ckan_config["ckanext.suedwestfalen.net.allow"] = [faulty.url.split("/")[2]]
    files = [path for path in sorted((shared / "samples").rglob("*")) if str(path).endswith(SAMPLES)]
    assert len(files) >= len(SAMPLES)
    for path in files:
        faulty.script = [Reply(path.read_bytes(), headers={"Content-Type": "text/plain"})]
        run = harvest(make_source(url=faulty.url, protocol="dcat"))
        assert (run.state, run.failed, run.listed > 0) == ("finished", 0, True), path


def test_a_hub_is_harvested_once(faulty, ckan_config, make_source, harvest, datasets):  # noqa: F811
    ckan_config["ckanext.suedwestfalen.net.allow"] = [faulty.url.split("/")[2]]
    source = make_source(url=faulty.url + "api/feed/dcat-us/1.1.json", protocol="dcat")
    json_type = {"Content-Type": "application/json; charset=utf-8"}
    faulty.script = [Reply(hub_feed(*(hub(number) for number in range(5))), headers=json_type)]
    run = harvest(source)
    assert (run.state, run.new, run.failed) == ("finished", 5, 0)
    first = datasets()
    run = harvest(source)
    assert (run.unchanged, run.changed) == (5, 0)
    assert datasets() == first
