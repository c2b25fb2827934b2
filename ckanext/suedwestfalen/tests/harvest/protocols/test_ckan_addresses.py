"""Addresses of portals as people type them, and what a record's bytes leave out."""

import pytest

from ckanext.suedwestfalen.harvest.protocols import ckan_address, ckan_record

SITE = "https://daten.example.org"


@pytest.mark.parametrize(
    ("typed", "site", "dataset", "settings"),
    [
        (SITE, SITE, "", {}),
        (SITE + "/", SITE, "", {}),
        ("HTTPS://Daten.Example.org/", SITE, "", {}),
        (SITE + "/opendata/", SITE + "/opendata", "", {}),
        (SITE + "/opendata/dataset", SITE + "/opendata", "", {}),
        (SITE + "/dataset?q=rad&organization=stadt-a&groups=tran&page=2", SITE, "",
         {"organization": "stadt-a", "group": "tran", "query": "rad"}),
        (SITE + "/dataset/radwege", SITE, "radwege", {}),
        (SITE + "/dataset/organization/resource/5", SITE, "organization", {}),
        (SITE + "/organization/stadt-a", SITE, "", {"organization": "stadt-a"}),
        (SITE + "/group/tran?q=rad", SITE, "", {"group": "tran", "query": "rad"}),
        (SITE + "/api", SITE, "", {}),
        (SITE + "/api/3", SITE, "", {}),
        (SITE + "/sub/api/3/action/package_search?q=rad&fq=tags:x", SITE + "/sub", "",
         {"query": "rad", "fq": "tags:x"}),
        (SITE + "/api/action/package_show?id=radwege", SITE, "radwege", {}),
        (SITE + "/dataset/stra%C3%9Fen", SITE, "straßen", {}),
    ],
)
def test_an_address_is_taken_apart(typed, site, dataset, settings):
    assert ckan_address.read(typed) == ckan_address.Address(site, dataset, settings)


def test_a_language_in_the_address_is_no_path():
    address = ckan_address.read(SITE + "/opendata/de/dataset")
    assert ckan_address.candidates(address) == [SITE + "/opendata", SITE + "/opendata/de", SITE]


VOLATILE = [
    {"tracking_summary": {"total": 5}}, {"num_resources": 9}, {"views_count": 3}, {"revision_id": "x"},
    {"extras": [{"key": "harvest_object_id", "value": "1"}]}, {"archiver": {"is_broken": False}}, {"state": None},
    {"resources": [{"id": "r", "url": "https://example.org/a", "cache_last_updated": "2024-01-01", "qa": {}}]},
    {"organization": {"title": "Stadt A", "image_url": "x", "package_count": 5}},
    {"tags": [{"name": "a", "id": "7"}]},
]
BASE = {
    "id": "1", "title": "Titel", "extras": [{"key": "issued", "value": "2020"}], "organization": {"title": "Stadt A"},
    "tags": [{"name": "a"}], "resources": [{"id": "r", "url": "https://example.org/a"}],
}


@pytest.mark.parametrize("change", VOLATILE)
def test_what_changes_by_itself_changes_no_bytes(change):
    changed = {**BASE, **change}
    if "extras" in change:
        changed["extras"] = change["extras"] + BASE["extras"]
    assert ckan_record.canonical(changed) == ckan_record.canonical(BASE)


@pytest.mark.parametrize(
    "change",
    [{"title": "Anders"}, {"license_id": "cc-zero"}, {"resources": []}, {"extras": [{"key": "issued", "value": "2"}]},
     {"resources": [{"id": "r", "url": "https://example.org/b"}]}, {"tags": [{"name": "b"}]}],
)
def test_what_somebody_changed_changes_the_bytes(change):
    assert ckan_record.canonical({**BASE, **change}) != ckan_record.canonical(BASE)


def test_the_order_of_names_and_extras_means_nothing():
    extras = [{"key": "a", "value": "1"}, {"value": "2", "key": "b"}]
    one = {"id": "1", "title": "x", "extras": extras}
    other = {"extras": list(reversed(extras)), "title": "x", "id": "1"}
    assert ckan_record.canonical(one) == ckan_record.canonical(other)


def test_what_no_database_can_hold_is_taken_out():
    assert ckan_record.load(rb'{"id": "1\u0000", "t\ud83d": ["\uD83D\uDE00", "\\u0000"]}') == {
        "id": "1", "t?": ["😀", "\\u0000"]}
    assert ckan_record.load(b'["\xff", NaN, 7, ' + b"9" * 5000 + b"]") == ["\ufffd", "NaN", 7, "9" * 5000]
    assert ckan_record.load(b"[" * 100_000) is None


UUID = "0b7f6ff4-9b5c-4a9b-8a6b-3f0f5a0f7d11"


@pytest.mark.parametrize(
    ("package", "guid"),
    [
        ({"harvest_guid": UUID, "identifier": "https://example.org/x"}, UUID),
        ({"extras": [{"key": "guid", "value": UUID}]}, UUID),
        ({"extras": [{"key": "metadata_original_id", "value": UUID}]}, UUID),
        ({"identifier": "https://example.org/daten/1"}, "https://example.org/daten/1"),
        ({"extras": [{"key": "identifier", "value": "urn:x-stadt:7"}]}, "urn:x-stadt:7"),
        ({"identifier": "Nr. 7"}, ""),
        ({"identifier": ["x"], "extras": "kaputt"}, ""),
        ({"extras": [None, {"key": 5, "value": UUID}, {"key": "guid", "value": {}}]}, ""),
    ],
)
def test_the_identifier_of_a_harvested_record_is_kept(package, guid):
    assert ckan_record.harvested_guid(package) == guid
