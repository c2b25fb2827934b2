"""Catalogues in DCAT-US as ArcGIS Hub delivers them: what identifies an entry, and what is not a change."""

import json

import pytest
from freezegun import freeze_time

from ckanext.suedwestfalen.harvest.protocols import dcat_us
from ckanext.suedwestfalen.tests.harvest.dcat_feeds import hub, hub_feed

URL = "https://daten-kreis.example.org/api/feed/dcat-us/1.1.json"
ITEM = "c5c1a1f0c5c1a1f0c5c1a1f0c5c1a1f0"


def read(*entries):
    return dcat_us.read(json.loads(hub_feed(*entries)), URL).items


@pytest.mark.parametrize(
    ("identifier", "guid"),
    [
        (f"https://www.arcgis.com/home/item.html?id={ITEM}&sublayer=3", f"id={ITEM}&sublayer=3"),
        (f"https://daten-kreis.opendata.arcgis.com/about?sublayer=3&id={ITEM}", f"id={ITEM}&sublayer=3"),
        (f"https://hub.arcgis.com/datasets/{ITEM}_3", f"id={ITEM}&sublayer=3"),
        (f"https://geo.kreis.example.org/portal/home/item.html?id={ITEM.upper()}", f"id={ITEM}"),
        (f"https://hub.arcgis.com/maps/{ITEM}/about", f"id={ITEM}"),
    ],
)
def test_an_item_is_the_same_whatever_address_names_it(identifier, guid):
    assert read(hub(identifier=identifier))[0].guid == "https://www.arcgis.com/home/item.html?" + guid


@pytest.mark.parametrize(
    ("identifier", "guid"),
    [
        ("4a8c1c7e-6f5e-4d0f-9d38-0a1f6f0f0b11", "4a8c1c7e-6f5e-4d0f-9d38-0a1f6f0f0b11"),
        ("https://daten.example.org/id/77", "https://daten.example.org/id/77"), ("radwege", "radwege"), (77, "77"),
    ],
)
def test_other_identifiers_stay_as_they_are(identifier, guid):
    assert read(hub(identifier=identifier))[0].guid == guid


def test_entries_without_identifier_and_of_a_wrong_kind_are_reported():
    items = read(hub(identifier=None), "radwege", hub(1))
    assert [item.finding and item.finding.code for item in items] == ["listing-no-identifier", "dcat-unusable", None]
    assert items[0].finding.values["title"] == "Radwege 0"


def test_the_date_of_a_live_layer_is_no_change():
    def seen_on(day, modified):
        with freeze_time(f"{day}T08:00:00"):
            return read(hub(modified=modified))[0].content

    first = seen_on("2026-03-01", "2026-02-28T12:00:00.000Z")
    assert first == seen_on("2026-03-02", "2026-03-01T12:00:00.000Z")
    assert first != seen_on("2026-03-02", "2026-02-01T08:00:00.000Z")


def test_order_is_no_change_and_a_new_text_is():
    before = hub()
    mixed = {**dict(reversed(before.items())), "keyword": before["keyword"][::-1],
             "distribution": before["distribution"][::-1]}
    assert read(before)[0].content == read(mixed)[0].content
    assert read(hub(title="Wanderwege"))[0].content != read(before)[0].content


def test_page_and_date_are_those_of_the_entry():
    item = read(hub())[0]
    assert (item.url, item.modified, item.reader) == (
        "https://daten-kreis.opendata.arcgis.com/datasets/kreis::radwege-0", "2024-02-01T00:00:00.000Z", "dcat_us")
