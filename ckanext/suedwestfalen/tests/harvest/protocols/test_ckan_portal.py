"""A real CKAN portal as source: its list, its addresses, and the whole way into this portal."""

from __future__ import annotations

import json
import urllib.request
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.harvest import readers
from ckanext.suedwestfalen.harvest.protocols.base import Probe
from ckanext.suedwestfalen.harvest.protocols.ckan import Ckan
from ckanext.suedwestfalen.metadata.dataset import Settings
from ckanext.suedwestfalen.region import load
from ckanext.suedwestfalen.tests.harvest.readers.test_ckan import NAMES
from ckanext.suedwestfalen.tests.servers import Reply, client_for, portal_data
from ckanext.suedwestfalen.tests.servers.portal import town_portal  # noqa: F401 - a fixture

NUMBER = 24
ARNSBERG, SOEST = "05958004", "05974040"


@pytest.fixture
def listing(town_portal):  # noqa: F811
    """List the portal: gives its pages."""

    def listing(address="/", **settings):
        url = town_portal.url + address
        return list(Ckan(client_for(url), url, {"page_size": 10, **settings}).pages())

    return listing


@pytest.fixture
def source(town_portal, ckan_config, make_source):  # noqa: F811
    """The town's portal as a source of this one."""
    ckan_config["ckanext.suedwestfalen.net.allow"] = [town_portal.url.split("//")[1]]
    return make_source(url=town_portal.url, protocol="ckan", settings={"page_size": 10})


def items(pages):
    return [item for page in pages for item in page.items]


def show(name):
    return tk.get_action("package_show")({"ignore_auth": True}, {"id": name})


def test_all_public_datasets_are_listed_and_nothing_else(listing, town_portal):  # noqa: F811
    pages = listing()
    assert len(pages) == 3
    assert pages[-1].declared == len(items(pages)) == NUMBER
    addresses = {item.url for item in items(pages)}
    assert addresses == {f"{town_portal.url}/dataset/{name}" for name in town_portal.datasets}
    assert [finding.code for page in pages for finding in page.findings] == ["ckan-left-out"]


def test_copies_keep_the_identifier_of_their_original(listing, town_portal):  # noqa: F811
    guids = {item.url.rpartition("/")[2]: item.guid for item in items(listing())}
    own = town_portal.call("package_show", id="datensatz-01")["id"]
    assert guids["datensatz-06"] == portal_data.guid(6)
    assert guids["datensatz-01"] == own


@pytest.mark.parametrize(
    ("address", "settings", "number"),
    [
        ("/organization/stadt-soest", {}, 12),
        ("/", {"organization": "stadt-soest, stadt-arnsberg"}, 24),
        ("/", {"group": "envi"}, 6),
        ("/group/envi", {"organization": "stadt-soest"}, 4),
        ("/dataset?q=Radwege", {}, 2),
        ("/api/3/action/package_search", {"fq": "tags:Haushalt"}, 2),
        ("/", {"fq": "-tags:Haushalt -tags:Schulen"}, 20),
        ("/dataset/datensatz-07", {}, 1),
        ("/api/3/action/package_show?id=datensatz-07", {}, 1),
        ("/", {"types": "showcase"}, 1),
        ("/", {"query": "gibtesnicht"}, 0),
    ],
)
def test_filters_and_addresses_choose(listing, address, settings, number):
    pages = listing(address, **settings)
    assert (len(items(pages)), pages[-1].declared) == (number, number)


@pytest.mark.parametrize(
    ("typed", "address", "settings"),
    [
        ("", "/", {}),
        ("/dataset", "/", {}),
        ("/de/dataset", "/", {}),
        ("/organization/stadt-soest", "/", {"organization": "stadt-soest"}),
        ("/dataset/datensatz-07", "/dataset/datensatz-07", {}),
        ("/api/3", "/", {}),
        ("/irgend/was", "/", {}),
    ],
)
def test_a_portal_is_recognised_by_any_of_its_addresses(town_portal, typed, address, settings):  # noqa: F811
    found = list(Ckan.detect(Probe(client_for(town_portal.url), town_portal.url + typed)))
    assert [(one.url, dict(one.settings)) for one in found] == [(town_portal.url + address, settings)]
    assert (found[0].title, found[0].sure) == ("Offene Daten Musterland", 100)


def test_a_single_dataset_can_be_read_for_a_draft(listing):
    item = items(listing("/dataset/datensatz-00"))[0]
    mapped = readers.get(item.reader)(item.content, readers.Context(load(), Settings()))
    assert mapped.dataset["title"] == "Radwege Arnsberg 2015"


def test_every_dataset_arrives_in_its_place(source, harvest, datasets):
    run = harvest(source)
    assert (run.state, run.complete, run.declared, run.new, run.failed) == ("finished", True, NUMBER, NUMBER, 0)
    for name in datasets():
        shown = show(name)
        assert shown["municipality"] == [ARNSBERG if "arnsberg" in name else SOEST]
        assert (shown["spatial_source"], shown["theme"] != [], len(shown["resources"])) == ("record", True, 2)
        assert shown["license_id"]


def test_wrong_types_everywhere_spoil_no_dataset(behind, make_source, harvest, ckan_config):
    ckan_config["ckanext.suedwestfalen.net.allow"] = [behind.url.split("/")[2]]
    entries = [{"id": "good", "title": "Gut", "notes": "-"}]
    for number, odd in enumerate([None, 7, True, "9" * 5000, [None], ["a", 5], {"type": 5}, "[", "\0\ud83d", 10**400]):
        strange = dict.fromkeys(NAMES, odd)
        strange["resources"] = [strange | {"url": "https://example.org"}]
        entries += [{**strange, "id": f"a{number}\x00", "title": "Titel"}, {**strange, "id": f"b{number}"}]
    result = {"success": True, "result": {"count": len(entries), "results": entries}}
    behind.spoil = lambda start: Reply(json.dumps(result).encode())
    run = harvest(make_source(url=behind.url, protocol="ckan"))
    assert (run.state, run.complete, run.new, run.failed) == ("finished", True, len(entries), 0)


def test_a_second_run_changes_nothing_and_a_change_is_one_dataset(source, harvest, datasets, town_portal):  # noqa: F811
    harvest(source)
    first = datasets()
    run = harvest(source)
    assert (run.state, run.listed, run.unchanged) == ("finished", NUMBER, NUMBER)
    assert datasets() == first
    town_portal.change("datensatz-03", title="Ein anderer Titel")
    run = harvest(source)
    assert (run.changed, run.unchanged) == (1, NUMBER - 1)
    changed = [name for name in first if datasets()[name] != first[name]]
    assert [datasets()[name][1] for name in changed] == ["Ein anderer Titel"]


def test_what_the_portal_deletes_is_missing_and_what_it_adds_comes(source, harvest, datasets, days_pass, town_portal):  # noqa: F811
    harvest(source)
    town_portal.delete("datensatz-03")
    run = harvest(source)
    assert (run.complete, run.missing, run.deleted) == (True, 1, 0)
    days_pass(2)
    town_portal.add(30)
    run = harvest(source)
    assert (run.complete, run.new, run.deleted) == (True, 1, 1)
    assert sorted(state for _, _, state, *_ in datasets().values()) == ["active"] * NUMBER + ["deleted"]


@pytest.fixture
def behind(town_portal, faulty):  # noqa: F811
    """The portal behind a scripted server: what ``spoil(start)`` gives goes out, else the portal's own answer."""
    behind = SimpleNamespace(spoil=lambda start: None, url=faulty.url)

    def answer(asked):
        start = int(parse_qs(urlsplit(asked.path).query).get("start", ["0"])[0])
        if reply := behind.spoil(start):
            return reply
        with urllib.request.urlopen(town_portal.url + asked.path, timeout=30) as response:
            return Reply(response.read(), response.status, {"Content-Type": "application/json"})

    faulty.answer = answer
    return behind


@pytest.mark.parametrize("reply", [Reply(b"", 500), Reply(b"<html><title>Wartung</title></html>")])
def test_a_portal_that_fails_on_page_two_deletes_nothing(
    behind, reply, make_source, harvest, datasets, days_pass, ckan_config, monkeypatch
):
    monkeypatch.setattr("ckanext.suedwestfalen.net.retry.Retry.pause", lambda *_: 0)
    ckan_config["ckanext.suedwestfalen.net.allow"] = [behind.url.split("/")[2]]
    source = make_source(url=behind.url, protocol="ckan", settings={"page_size": 10})
    assert harvest(source).new == NUMBER
    before = datasets()
    behind.spoil = lambda start: reply if start else None
    for _ in range(3):
        run = harvest(source)
        days_pass(8)
        assert (run.complete, run.missing, run.deleted) == (False, 0, 0)
        assert run.state == "partial"
        assert run.error
    assert datasets() == before
    behind.spoil = lambda start: None
    run = harvest(source)
    assert (run.state, run.unchanged) == ("finished", NUMBER)
