"""Datasets of ArcGIS Hub's feeds as datasets of the portal."""

from __future__ import annotations

import json
import time

import pytest

from ckanext.suedwestfalen import region as regions
from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest.protocols import dcat_us as protocol
from ckanext.suedwestfalen.harvest.readers import Context, dcat_us
from ckanext.suedwestfalen.metadata.dataset import Settings
from ckanext.suedwestfalen.tests.harvest.dcat_feeds import hub, hub_feed

HSK, SOEST = "05958", "05974040"


def mapped(**fields):
    item = protocol.read(json.loads(hub_feed(hub(7, **fields))), "https://a.example/feed").items[0]
    assert item.finding is None
    return dcat_us.read(item.content, Context(regions.load(), Settings()))


def codes(result):
    return [finding.code for finding in result.findings]


def test_an_entry_of_a_hub():
    result = mapped()
    found = result.dataset
    assert (found["title"], found["notes"]) == ("Radwege 7", "Alle Radwege im Kreis.")
    assert (found["kreis"], result.evidence["source"]) == ([HSK], "publisher")
    assert (found["issued"], found["modified"]) == ("2021-03-04T09:10:11+00:00", "2024-02-01T00:00:00+00:00")
    assert found["license_id"] == "dl-by-de/2.0"
    assert found["publisher"][0]["name"] == "Hochsauerlandkreis"
    # The account's name is no office.
    assert found["contact"][0] == {"name": "Hochsauerlandkreis", "email": "gis@example.org"}
    assert json.loads(found["spatial"])["coordinates"][0][0] == [7.9, 51.1]
    assert found["url"].startswith("https://daten-kreis.opendata.arcgis.com/datasets/kreis::radwege-7")
    assert {resource["name"] for resource in found["resources"]} == {"ArcGIS GeoService", "CSV", "GeoJSON"}
    assert {resource["format"] for resource in found["resources"]} >= {"CSV", "GeoJSON"}
    assert found["access_rights"].endswith("/PUBLIC")
    assert "theme" not in found
    assert "record-code-unknown" not in codes(result)


@pytest.mark.parametrize(
    ("licence", "found"),
    [
        ("https://creativecommons.org/licenses/by/4.0/legalcode", "cc-by/4.0"),
        ("<a href='https://www.govdata.de/'>Es gilt die</a> Datenlizenz Deutschland Zero 2.0", "dl-zero-de/2.0"),
        ("<p>Es gilt <a target='_blank' href='https://www.govdata.de/dl-de/by-2-0'>diese</a></p>", "dl-by-de/2.0"),
        ("none", ""), ("Custom License", ""), ("", ""),
    ],
)
def test_licences_in_every_spelling(licence, found):
    assert mapped(license=licence).dataset["license_id"] == found


def test_unfilled_templates_and_wrong_kinds_are_no_values():
    result = mapped(
        description="{{default.description}}", publisher="Stadt Soest", contactPoint=["?"], keyword="Rad, Weg",
        spatial=None, distribution={"a": 1}, theme=5, issued="{{created:toISO}}", license="{{licenseInfo}}",
        modified=3, language=["de-de"], accrualPeriodicity="R/P1Y", temporal="2019-01-01/2020-12-31",
    )
    found = result.dataset
    assert found["notes"] == ""
    assert (found["municipality"], found["resources"]) == ([SOEST], [])
    assert {tag["name"] for tag in found["tags"]} == {"Rad", "Weg"}
    assert found["frequency"].endswith("/ANNUAL")
    assert found["temporal_coverage"] == [{"start": "2019-01-01", "end": "2020-12-31"}]
    assert "record-no-abstract" in codes(result)


def test_what_is_no_entry_is_an_error():
    for content in (b"", b"[]", b"[" * 100_000):
        with pytest.raises(FindingError):
            dcat_us.read(content, Context(regions.load(), Settings()))


def test_a_mail_address_without_end_is_soon_given_up():
    started = time.perf_counter()
    point = {"fn": "GIS", "hasEmail": "a" * 50_000}
    assert all("email" not in contact for contact in mapped(contactPoint=point).dataset.get("contact", []))
    assert time.perf_counter() - started < 10


def test_the_whole_earth_is_no_extent_and_an_envelope_is_one():
    found = mapped(spatial="-180.0,-90.0,180.0,90.0").dataset
    assert found["spatial_source"] == "derived"
    found = mapped(spatial={"type": "envelope", "coordinates": [[8.05, 51.38], [8.1, 51.42]]}).dataset
    assert json.loads(found["spatial"])["coordinates"][0][0] == [8.05, 51.38]


def test_what_lies_in_an_archive():
    part = {"title": "Shapefile", "format": "ZIP", "mediaType": "application/zip", "accessURL": "https://a.example/b.zip"}
    other = {"title": "Alles", "format": "ZIP", "accessURL": "https://a.example/c.zip"}
    found = mapped(distribution=[part, other]).dataset["resources"]
    assert sorted((one["name"], one["format"]) for one in found) == [("Alles", "ZIP"), ("Shapefile", "SHP")]
