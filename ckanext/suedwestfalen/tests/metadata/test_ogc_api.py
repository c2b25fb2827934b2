"""Collections and services of OGC API Features as datasets."""

import json

import pytest

from ckanext.suedwestfalen.metadata import dataset, ogc_api
from ckanext.suedwestfalen.metadata.errors import RecordError

URL = "https://geo.example.org/api/collections/strassen"
ITEMS = f"{URL}/items"


def collection(**more):
    return {
        "id": "strassen", "title": "Straßen", "description": "Alle Straßen.", "keywords": ["Verkehr", "opendata"],
        "extent": {"spatial": {"bbox": [[7.6, 51.3, 7.8, 51.5], [7.6, 51.3, 7.7, 51.4]]},
                   "temporal": {"interval": [["2020-01-01T00:00:00Z", None]]}},
        "links": [{"rel": "items", "href": f"{ITEMS}?f=json", "type": "application/geo+json"}], **more,
    }


def envelope(body, service=None, kind="collection", url=URL):
    return json.dumps({"kind": kind, "url": url, "service": service or {}, "body": body}).encode()


@pytest.fixture
def mapped(region):
    """Read and map a document; findings of reader and mapping together."""

    def mapped(content, **settings):
        description, found = ogc_api.read(content)
        result = dataset.to_dataset(description, region=region, settings=dataset.Settings(**settings))
        result.findings[:0] = found
        return result

    return mapped


def read(body, service=None, **options):
    return ogc_api.read(envelope(body, service, **options))[0]


def test_a_collection_is_a_dataset(mapped):
    made = mapped(envelope(collection())).dataset
    assert (made["title"], made["notes"], made["identifier"]) == ("Straßen", "Alle Straßen.", URL)
    assert [tag["name"] for tag in made["tags"]] == ["Verkehr", "opendata"]
    assert made["temporal_coverage"] == [{"start": "2020-01-01T00:00:00+00:00"}]
    ring = json.loads(made["spatial"])["coordinates"][0]
    assert [7.6, 51.3] in ring
    assert [7.8, 51.5] in ring


def test_downloads_give_all_features_in_every_format(mapped):
    links = [
        {"rel": "items", "href": f"{ITEMS}?f=json", "type": "application/geo+json"},
        {"rel": "items", "href": f"{ITEMS}?f=gml", "type": "application/gml+xml;version=3.2"},
        {"rel": "items", "href": f"{ITEMS}?f=csv&limit=50", "type": "text/csv"},
        {"rel": "items", "href": f"{ITEMS}?f=html", "type": "text/html"},
        {"rel": "enclosure", "href": "https://geo.example.org/x.gpkg", "type": "application/geopackage+sqlite3"},
        {"rel": "alternate", "href": f"{URL}?f=html", "type": "text/html"},
        {"rel": "describedby", "href": "https://geo.example.org/strassen.html", "type": "text/html"},
        {"rel": "describedby", "href": f"{URL}/schema", "type": "application/schema+json"},
        {"rel": "http://www.opengis.net/def/rel/ogc/1.0/queryables", "href": f"{URL}/queryables"},
        {"rel": "items", "href": "javascript:alert(1)", "type": "text/csv"},
    ]
    result = mapped(envelope(collection(links=links)))
    resources = {one["format"]: (one["url"], one.get("function")) for one in result.dataset["resources"]}
    assert resources == {
        "GeoJSON": (f"{ITEMS}?f=json&limit=10000", "download"),
        "GML": (f"{ITEMS}?f=gml&limit=10000", "download"),
        "CSV": (f"{ITEMS}?f=csv&limit=50", "download"),
        "GPKG": ("https://geo.example.org/x.gpkg", "download"),
        "OGC API Features": ("https://geo.example.org/api", None),
    }
    assert result.dataset["url"] == f"{URL}?f=html"
    assert result.dataset["documentation"] == ["https://geo.example.org/strassen.html"]
    assert "record-address" in {finding.code for finding in result.findings}


def test_items_without_a_link_have_the_address_of_the_standard(mapped):
    made = mapped(envelope(collection(links=[]))).dataset
    assert made["resources"][0]["url"] == f"{ITEMS}?f=json&limit=10000"


LICENCE = {"rel": "license", "href": "https://www.govdata.de/dl-de/by-2-0", "title": "Datenlizenz"}
CC = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}


@pytest.mark.parametrize(("body", "service", "expected"), [
    ({"links": [LICENCE]}, {}, "dl-by-de/2.0"),
    ({"links": [LICENCE]}, {"info": {"license": CC}}, "dl-by-de/2.0"),
    ({"license": "CC-BY-4.0"}, {}, "cc-by/4.0"),
    ({}, {"links": [LICENCE]}, "dl-by-de/2.0"),
    ({}, {"info": {"license": CC}}, "cc-by/4.0"),
    ({}, {"license": {"name": "?"}}, ""),
    ({}, {}, ""),
])
def test_licence(mapped, body, service, expected):
    made = mapped(envelope(collection(**body), service)).dataset
    assert made["license_id"] == expected


def test_attribution_does_not_hide_the_licence_of_the_service(mapped):
    made = mapped(envelope(collection(attribution="<b>Stadt Iserlohn</b>, 2024"), {"info": {"license": CC}})).dataset
    assert (made["license_id"], made["license_attribution"]) == ("cc-by/4.0", "Stadt Iserlohn, 2024")


@pytest.mark.parametrize("service", [
    {"info": {"contact": {"name": "Stadt Iserlohn", "email": "geodaten@example.org", "url": "https://example.org"}}},
    {"publisher": {"name": "Stadt Iserlohn"}}, {"publisher": "Stadt Iserlohn"},
    {"providers": [{"name": "Stadt Iserlohn", "roles": ["host"]}]}, {"contact": {"organization": "Stadt Iserlohn"}},
])
def test_the_service_says_whose_data_it_is(mapped, service):
    made = mapped(envelope(collection(), service)).dataset
    assert made["publisher"][0]["name"] == "Stadt Iserlohn"
    assert made["municipality"] == ["05962024"]


def test_the_collection_knows_better_than_its_service(mapped):
    made = mapped(envelope(collection(publisher="Stadt Soest"), {"publisher": "Stadt Iserlohn"})).dataset
    assert made["publisher"][0]["name"] == "Stadt Soest"
    assert len(read(collection(publisher="Stadt Soest"), {"publisher": "Stadt Iserlohn"}).contacts) == 1


@pytest.mark.parametrize(("spatial", "count"), [
    ({"bbox": [[7.6, 51.3, 0, 7.8, 51.5, 99]]}, 1), ({"bbox": [7.6, 51.3, 7.8, 51.5]}, 1),
    ({"bbox": [["x", 1, 2, 3], [7.6, 51.3, 7.8, 51.5]]}, 1), ({"bbox": [[-180, -90, 180, 90]]}, 0),
    ({"bbox": []}, 0), ({"bbox": [[]]}, 0), ({"bbox": [None]}, 0), ({}, 0), (None, 0), ([], 0), ("x", 0),
    ({"bbox": [[7.6, 51.3, 7.8, 51.5]], "crs": "http://www.opengis.net/def/crs/OGC/0/CRS84h"}, 1),
])
def test_boxes(spatial, count):
    boxes = read(collection(extent={"spatial": spatial})).boxes
    assert [(box.west, box.south, box.east, box.north) for box in boxes] == [("7.6", "51.3", "7.8", "51.5")] * count


@pytest.mark.parametrize(("crs", "values"), [
    ("http://www.opengis.net/def/crs/EPSG/0/25832", [402000, 5684000, 416000, 5706000]),
    ("http://www.opengis.net/def/crs/EPSG/0/4326", [51.3, 7.6, 51.5, 7.8]),
])
def test_boxes_in_other_systems(mapped, crs, values):
    made = mapped(envelope(collection(extent={"spatial": {"bbox": [values], "crs": crs}}))).dataset
    west, south = json.loads(made["spatial"])["coordinates"][0][0]
    assert (round(west, 1), round(south, 1)) == (7.6, 51.3)


def test_reference_systems(mapped):
    many = [f"http://www.opengis.net/def/crs/EPSG/0/{code}" for code in range(2000, 5000)]
    made = mapped(envelope(collection(
        storageCrs="http://www.opengis.net/def/crs/EPSG/0/25832",
        crs=["http://www.opengis.net/def/crs/OGC/1.3/CRS84", "http://example.org/mein-system", *many],
    )))
    assert made.dataset["crs"][:2] == ["25832", "4326"]
    assert len(made.dataset["crs"]) == 20
    assert "crs-unknown" not in {finding.code for finding in made.findings}


@pytest.mark.parametrize(("interval", "expected"), [
    ([["2020", ".."]], ("2020", "")), ([[None, "2021-05-01"]], ("", "2021-05-01")), ([None], ("", "")),
    (["2020", "2021"], ("2020", "2021")), ([], ("", "")), ("x", ("", "")), ([["gestern", ""]], ("", "")),
])
def test_periods(interval, expected):
    made = read(collection(extent={"temporal": {"interval": interval}}))
    assert (made.temporal_start, made.temporal_end) == expected


def test_without_title_the_name(mapped):
    result = mapped(envelope({"id": "strassen"}))
    assert result.dataset["title"] == "strassen"
    assert {"record-no-title", "record-no-abstract"} <= {finding.code for finding in result.findings}


def test_texts_of_several_languages():
    made = read(collection(title={"en": "Roads", "de": "Straßen"}, keywords=[{"de": "Weg"}, "Weg", "", 7]))
    assert (made.title, [word.text for word in made.keywords]) == ("Straßen", ["Weg", "7"])


def test_one_dataset_of_the_service(mapped):
    two = [{**collection(id=name, title=name.title(), links=[]), "url": f"https://geo.example.org/api/collections/{name}"}
           for name in ("wege", "plätze")]
    two[0]["extent"] = {"spatial": {"bbox": [[7.5, 51.2, 7.6, 51.3]]}}
    content = envelope(
        {"collections": two}, {"title": "Geodaten", "info": {"description": "Alle", "x-keywords": ["Geo"]}},
        "service", "https://geo.example.org/api")
    made = mapped(content).dataset
    assert (made["title"], made["notes"]) == ("Geodaten", "Alle")
    assert [one["name"] for one in made["resources"]] == ["Wege", "Plätze", "OGC API Features – Geodaten"]
    assert {tag["name"] for tag in made["tags"]} == {"Geo", "Verkehr", "opendata"}
    ring = json.loads(made["spatial"])["coordinates"][0]
    assert [7.5, 51.2] in ring
    assert [7.8, 51.5] in ring


def test_persons_are_left_out(mapped):
    contact = {"name": "Erika Mustermann", "email": "erika.mustermann@example.org", "x-ogc-serviceContact": {
        "name": "Erika Mustermann", "position": "Fachdienst Geoinformation",
        "emails": [{"value": "geodaten@example.org"}, {"value": "erika.mustermann@example.org"}]}}
    made = mapped(envelope(collection(description="Fragen an Frau Mustermann, Tel. 02371 123456."),
                           {"info": {"contact": contact}})).dataset
    written = json.dumps(made, ensure_ascii=False)
    assert "ustermann" not in written
    assert "123456" not in written
    assert made["contact"] == [{"name": "Fachdienst Geoinformation", "email": "geodaten@example.org"}]


@pytest.mark.parametrize("content", [
    b"", b"{", b"[]", b"null", b"7", b'"x"', b"{}", b'{"kind": "collection", "url": "x", "body": []}',
    b'{"kind": "collection", "url": "", "body": {"id": "x"}}', b"[" * 300_000,
])
def test_what_is_no_envelope(content):
    with pytest.raises(RecordError):
        ogc_api.read(content)
