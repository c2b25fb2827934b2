"""Promise 2, the part without a database: keys, names, resource ids."""

from __future__ import annotations

import pytest

from ckanext.suedwestfalen.harvest.identity import give_resource_ids, key_of, slug


@pytest.mark.parametrize(
    "guid",
    [
        "81a36d07-bd83-495a-8a94-30416165c86d",
        "https://registry.gdi-de.org/id/de.nw.example/1",
        "urn:uuid:81a36d07-bd83-495a-8a94-30416165c86d",
    ],
)
def test_uuids_and_uris_are_the_same_in_every_source(guid):
    assert key_of("a", guid) == key_of("b", guid)


def test_a_uuid_is_the_same_in_capitals_and_braces():
    assert key_of("a", "81A36D07-BD83-495A-8A94-30416165C86D") == key_of("b", "81a36d07-bd83-495a-8a94-30416165c86d")
    assert key_of("a", "{81a36d07-bd83-495a-8a94-30416165c86d}") == "81a36d07-bd83-495a-8a94-30416165c86d"


@pytest.mark.parametrize("guid", ["1", "bplan-12", "1d87204e-0317-5e2e-99aF4-514424F665d4", "http://", "Straße 1"])
def test_everything_else_belongs_to_its_source(guid):
    assert key_of("a", guid) != key_of("b", guid)


def test_slug_writes_umlauts_as_two_letters_and_is_never_too_long():
    assert slug("Straßenbäume in Rüthen (Öffentlich)") == "strassenbaeume-in-ruethen-oeffentlich"
    assert len(slug("Bebauungsplan " * 30)) <= 80
    assert slug("日本") == ""


def test_resource_ids_depend_on_address_format_and_order_only():
    first = [{"url": "u", "format": "WMS"}, {"url": "u", "format": "WMS"}, {"url": "v", "format": "GML", "name": "a"}]
    second = [{"url": "v", "format": "GML", "name": "b"}, {"url": "u", "format": "WMS"}, {"url": "u", "format": "WMS"}]
    give_resource_ids("p", first)
    give_resource_ids("p", second)
    assert len({resource["id"] for resource in first}) == 3
    assert first[2]["id"] == second[0]["id"]
    assert [first[0]["id"], first[1]["id"]] == [second[1]["id"], second[2]["id"]]
