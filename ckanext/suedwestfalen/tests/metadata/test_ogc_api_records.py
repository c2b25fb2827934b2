"""Records of OGC API Records as datasets, and documents with wrong types anywhere."""

import copy
import json
import random

import pytest

from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.metadata import dataset, ogc_api

GUID = "6a1e0a53-6f0f-5b0c-9d5d-0f2a4b7c9e11"
RECORD = {
    "id": GUID, "type": "Feature",
    "geometry": {"type": "Polygon", "coordinates": [
        [[7.6, 51.3], [7.8, 51.3], [7.8, 51.5], [7.6, 51.5], [7.6, 51.3]]]},
    "bbox": [7.6, 51.3, 7.8, 51.5],
    "time": {"interval": ["2019-01-01", ".."], "resolution": "P1Y"},
    "properties": {
        "title": "Bebauungspläne", "description": "Alle Pläne.\n\nMit Umringen.", "type": "dataset",
        "created": "2020-01-01T00:00:00Z", "updated": "2024-05-06T07:08:09Z",
        "keywords": ["Planung", {"keyword": "Bauen"}],
        "themes": [
            {"concepts": [{"id": "planningCadastre"}], "scheme": "https://example.org/MD_TopicCategoryCode"},
            {"concepts": [{"id": "lu", "title": "Bodennutzung", "url": "http://inspire.ec.europa.eu/theme/lu"}],
             "scheme": "http://inspire.ec.europa.eu/theme"}],
        "language": {"code": "de", "name": "Deutsch"}, "resourceLanguages": [{"code": "de"}],
        "contacts": [
            {"name": "Erika Mustermann", "organization": "Stadt Iserlohn", "position": "Fachdienst Geoinformation",
             "emails": [{"value": "e.mustermann@example.org"}, {"value": "geodaten@example.org"}],
             "phones": [{"value": "+49 2371 123456"}], "roles": ["publisher", {"name": "pointOfContact"}],
             "links": [{"href": "https://www.iserlohn.example.org"}]},
            {"name": "Max Mustermann", "roles": ["author"], "emails": [{"value": "max.mustermann@example.org"}]}],
        "formats": [{"name": "Shape", "mediaType": "application/zip"}],
        "externalIds": [{"scheme": "https://registry.gdi-de.org", "value": "https://registry.gdi-de.org/id/x/1"}],
        "license": "https://www.govdata.de/dl-de/by-2-0", "rights": "Quellenvermerk: Stadt Iserlohn",
    },
    "links": [
        {"rel": "enclosure", "href": "https://example.org/plan.zip", "type": "application/zip", "title": "Pläne"},
        {"rel": "item", "href": "https://example.org/api/collections/plan/items", "type": "application/geo+json"},
        {"rel": "related", "href": "https://example.org/wms?service=WMS&request=GetCapabilities"},
        {"rel": "service", "href": "https://example.org/wfs", "type": "OGC:WFS"},
        {"rel": "alternate", "href": "https://example.org/plan.html", "type": "text/html"},
        {"rel": "alternate", "href": "https://example.org/plan.xml", "type": "application/xml"},
        {"rel": "describedby", "href": "https://example.org/plan.pdf", "type": "application/pdf"},
        {"rel": "item", "href": "https://example.org/plan/viewer", "type": "text/html"},
        {"rel": "preview", "href": "https://example.org/plan.png", "type": "image/png"},
    ],
}


def envelope(body, guid=GUID):
    return json.dumps({"kind": "record", "url": guid, "service": {}, "body": body}).encode()


def record(**properties):
    made = copy.deepcopy(RECORD)
    made["properties"].update(properties)
    return made


@pytest.fixture
def mapped(region):
    def mapped(content):
        description, found = ogc_api.read(content)
        result = dataset.to_dataset(description, region=region)
        result.findings[:0] = found
        return result

    return mapped


def test_a_record_is_a_dataset(mapped):
    result = mapped(envelope(RECORD))
    made = result.dataset
    assert made["title"] == "Bebauungspläne"
    assert made["notes"] == "Alle Pläne.\n\nMit Umringen."
    assert made["identifier"] == GUID
    assert made["alternate_identifier"] == ["https://registry.gdi-de.org/id/x/1"]
    assert made["modified"] == "2024-05-06T07:08:09+00:00"
    assert made["temporal_coverage"] == [{"start": "2019-01-01"}]
    assert made["license_id"] == "dl-by-de/2.0"
    assert made["license_attribution"] == "Stadt Iserlohn"
    assert made["municipality"] == ["05962024"]
    assert made["inspire_theme"] == ["http://inspire.ec.europa.eu/theme/lu"]
    assert made["theme"]
    assert {tag["name"] for tag in made["tags"]} >= {"Planung", "Bauen"}


def test_links_are_sorted(mapped):
    made = mapped(envelope(RECORD)).dataset
    assert [(one["format"], one["url"].rpartition("/")[2]) for one in made["resources"]] == [
        ("ZIP", "plan.zip"), ("GeoJSON", "items"), ("WMS", "wms?service=WMS&request=GetCapabilities"), ("WFS", "wfs")]
    assert made["url"] == "https://example.org/plan.html"
    assert made["documentation"] == ["https://example.org/plan.pdf", "https://example.org/plan/viewer"]


def test_persons_are_left_out(mapped):
    result = mapped(envelope(RECORD))
    written = json.dumps(result.dataset, ensure_ascii=False)
    assert "ustermann" not in written
    assert "123456" not in written
    assert result.dataset["publisher"][0]["name"] == "Stadt Iserlohn"
    assert result.dataset["contact"][0]["email"] == "geodaten@example.org"
    assert "record-personal-data" in {finding.code for finding in result.findings}


@pytest.mark.parametrize(("contact", "publisher"), [
    ({"organization": "Stadt Soest", "roles": ["publisher"]}, "Stadt Soest"),
    ({"name": "Amt für Geoinformation", "roles": ["publisher"]}, "Amt für Geoinformation"),
    ({"name": "Kim Beispiel", "roles": ["publisher"]}, None), ("Stadt Soest", "Stadt Soest"),
    ({}, None), (None, None), ({"roles": "publisher"}, None), ({"organization": ["Stadt Soest"]}, "Stadt Soest"),
])
def test_contacts(mapped, contact, publisher):
    made = mapped(envelope(record(contacts=[contact]))).dataset
    assert [one["name"] for one in made.get("publisher", [])] == ([publisher] if publisher else [])


@pytest.mark.parametrize(("kind", "level"), [
    ("service", "service"), ("http://purl.org/dc/dcmitype/Dataset", "dataset"), ("series", "series"),
    ("application", "application"), (None, "dataset"), (["dataset"], "dataset"),
])
def test_types(kind, level):
    assert ogc_api.read(envelope(record(type=kind)))[0].hierarchy_level == level


def test_what_drafts_and_others_write():
    body = {
        "id": "x", "geometry": None,
        "properties": {
            "title": "Alt", "record-updated": "2021-01-01", "publisher": "Stadt Soest", "formats": ["CSV"],
            "extent": {"spatial": {"bbox": [[8, 51.5, 8.2, 51.6]]}, "temporal": {"interval": ["2020", "2021"]}},
            "externalId": ["a"], "associations": [{"rel": "item", "href": "https://example.org/a.csv"}],
        },
    }
    made, _ = ogc_api.read(envelope(body, "https://example.org/items/x"))
    assert (made.datestamp, made.temporal_start, made.temporal_end) == ("2021-01-01", "2020", "2021")
    assert (made.boxes[0].west, made.formats[0].name, made.resource_identifiers) == ("8", "CSV", ["a"])
    assert (made.contacts[0].organisation, made.contacts[0].role) == ("Stadt Soest", "publisher")
    assert made.online[0].url == "https://example.org/a.csv"


@pytest.mark.parametrize(("time", "period"), [
    ({"date": "2020-05-17"}, ("2020-05-17", "2020-05-17")), ({"timestamp": "2020-05-17T10:00:00Z"}, None),
    ([{"interval": ["2020", None]}], ("2020", "")), ("2020/2021", ("2020", "2021")), (7, ("", "")), ({}, ("", "")),
])
def test_times(time, period):
    made, _ = ogc_api.read(envelope({**RECORD, "time": time}))
    assert (made.temporal_start, made.temporal_end) == (period or ("2020-05-17T10:00:00+00:00",) * 2)


def test_a_geometry_too_fine_gives_way_to_the_box():
    ring = [[7.6 + n / 1e6, 51.3] for n in range(120_000)]
    made, _ = ogc_api.read(envelope({**RECORD, "geometry": {"type": "LineString", "coordinates": ring}}))
    assert (made.polygons, len(made.boxes)) == ([], 1)


WRONG = (
    None, True, 0, -1, 1e308, "", "x", "ä" * 50_000, "<script>alert(1)</script>", [], {}, [[]], [None], [{}],
    {"a": []}, [1, 2], ["x"] * 3, "http://[", {"href": 1}, [[[[["tief"]]]]], "2020-13-45", {"de": {"de": None}},
    "\ud800", "\x00",
)


def places(value, path=()):
    """Give the path to every value in a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key)
        yield from places(one, (*path, key))


def damaged(document, path, value):
    made = copy.deepcopy(document)
    holder = made
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return made


COLLECTION = {
    "kind": "collection", "url": "https://example.org/api/collections/a",
    "service": {
        "title": "Dienst", "keywords": ["a"], "publisher": {"name": "Stadt"}, "attribution": "Stadt",
        "providers": [{"name": "Stadt", "roles": ["host"], "url": "https://example.org"}],
        "links": [{"rel": "license", "href": "https://example.org/l", "title": "L", "type": "text/html"}],
        "info": {"contact": {"name": "Stadt", "email": "a@example.org", "x-ogc-serviceContact": {
            "position": "Amt", "emails": [{"value": "a@example.org"}]}}, "license": {"name": "x", "url": "y"},
            "x-keywords": ["b"]},
    },
    "body": {
        "id": "a", "title": "A", "description": "B", "keywords": ["c"], "itemType": "feature", "updated": "2020",
        "extent": {"spatial": {"bbox": [[7.0, 51.0, 8.0, 52.0]], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
                   "temporal": {"interval": [["2020", None]]}},
        "crs": ["http://www.opengis.net/def/crs/EPSG/0/25832"], "storageCrs": "x", "license": "CC-BY-4.0",
        "links": [{"rel": "items", "href": "https://example.org/i", "type": "text/csv", "title": "I"}],
    },
}
SERVICE = {**COLLECTION, "kind": "service", "body": {"collections": [{**COLLECTION["body"], "url": "https://x.org/a"}]}}


@pytest.mark.parametrize("document", [
    {"kind": "record", "url": GUID, "service": {}, "body": RECORD}, COLLECTION, SERVICE], ids=["record", "one", "all"])
def test_wrong_types_anywhere(mapped, document):
    """Whatever stands where: a dataset with text fields that are texts, or an error that says so, never a crash."""
    chance = random.Random(7)
    for path in places(document):
        for value in chance.sample(WRONG, 8):
            broken = json.dumps(damaged(document, path, value)).encode("utf-8", "replace")
            try:
                made = mapped(broken).dataset
            except FindingError:
                assert path[0] in {"body", "url"}, path
                continue
            assert isinstance(made["title"], str)
            assert made["title"]
            assert all(isinstance(one["url"], str) for one in made["resources"])
            written = json.dumps(made, ensure_ascii=False)
            assert "<script" not in written
            assert "\\u0000" not in written
