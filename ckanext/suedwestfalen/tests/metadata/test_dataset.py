"""From description to dataset."""

from __future__ import annotations

import json
import re

import pytest

from ckanext.suedwestfalen.metadata import dataset, iso
from ckanext.suedwestfalen.metadata.description import Description, Keyword
from ckanext.suedwestfalen.metadata.text import MAX_BYTES

EU = "http://publications.europa.eu/resource/authority"
DCAT_AP_DE = "http://dcat-ap.de/def/licenses/"


@pytest.fixture
def licence_json(record):
    data = record("dataset").decode()
    return data[data.index('{ "id"'):data.index('"Stadt Soest" }') + len('"Stadt Soest" }')]


def codes(mapped):
    return [finding.code for finding in mapped.findings]


def test_whole_dataset(mapped):
    found = mapped("dataset").dataset
    assert found.pop("spatial")
    assert found.pop("resources")
    assert found == {
        "title": "Spielplätze in Soest (Beispiel)",
        "notes": "Lage und Ausstattung der öffentlichen Spielplätze.",
        "identifier": "6f0e3c1a-1111-4a4a-9a9a-000000000001",
        "alternate_identifier": ["https://registry.gdi-de.org/id/de.nw.example/spielplaetze"],
        "provenance": "Erfasst durch Befliegung.",
        "issued": "2010-01-01",
        "modified": "2024-05-31T08:15:30+02:00",
        "hierarchy_level": "dataset",
        "license_id": "dl-by-de/2.0",
        "license_attribution": "Stadt Soest",
        "access_rights": f"{EU}/access-right/PUBLIC",
        "tags": [{"name": "opendata"}, {"name": "Freizeit-Erholung"},
                 {"name": "Versorgungswirtschaft und staatliche Dienste"}, {"name": "Adressen"}],
        "theme": [f"{EU}/data-theme/{code}" for code in ("EDUC", "ENVI", "SOCI")],
        "inspire_theme": ["http://inspire.ec.europa.eu/theme/us", "http://inspire.ec.europa.eu/theme/ad"],
        "language": [f"{EU}/language/DEU"],
        "frequency": f"{EU}/frequency/ANNUAL",
        "dcat_type": "http://inspire.ec.europa.eu/metadata-codelist/ResourceType/dataset",
        "conforms_to": ["http://data.europa.eu/eli/reg/2010/1089/oj"],
        "publisher": [{"name": "Stadt Soest", "email": "geodaten@example.org", "uri": "https://www.example.org/stadt",
                       "type": "http://purl.org/adms/publishertype/LocalAuthority"}],
        "contact": [{"name": "Stadt Soest, Fachdienst Geoinformation", "url": "https://www.example.org/kontakt"},
                    {"name": "Stadt Soest", "email": "geodaten@example.org"},
                    {"name": "Kreis Soest, Geodatenmanagement", "email": "gdi@example.org"}],
        "crs": ["25832", "31466"],
        "temporal_coverage": [{"start": "2015-01-01"}],
        "spatial_resolution_in_meters": "0.5",
        "municipality": ["05974040"], "kreis": ["05974"], "municipality_source": "identifier",
        "political_geocoding_level_uri": "http://dcat-ap.de/def/politicalGeocoding/Level/municipality",
        "spatial_source": "record",
        "url": "https://www.example.org/spielplaetze",
    }


def test_boxes_are_united(mapped):
    spatial = json.loads(mapped("dataset").dataset["spatial"])
    xs = [x for x, _ in spatial["coordinates"][0]]
    assert (min(xs), max(xs)) == (8.05, 8.12)


def test_resources(mapped):
    found = mapped("dataset").dataset["resources"]
    assert [(item["url"], item["format"], item.get("function")) for item in found] == [
        ("https://daten.example.org/spielplaetze", "SHP", "download"),
        ("https://geo.example.org/wms?SERVICE=WMS&REQUEST=GetCapabilities", "WMS", None),
    ]
    assert {item["license"] for item in found} == {DCAT_AP_DE + "dl-by-de/2.0"}
    assert all(item["name"] for item in found)


def test_link_without_function_is_said(mapped):
    assert codes(mapped("dataset")).count("record-link-assumed") == 1
    assert "record-link-assumed" not in codes(mapped("service"))


def test_service_is_one_resource(mapped):
    found = mapped("service").dataset["resources"]
    assert [(item["format"], item["url"][:27]) for item in found] == [("WMS", "https://geo.example.org/wms")]


def test_kind_of_service_in_the_service_type(mapped):
    found = mapped("service", {
        "<c:LocalName>view<": "<c:LocalName>OGC:WMS<", "OGC:WMS 1.1.1": "1.1.1", "OGC:WMS 1.3.0": "1.3.0",
        "https://geo.example.org/wms?REQUEST=GetCapabilities&amp;SERVICE=WMS&amp;VERSION=1.3.0": "https://x.example.org/ows",
        "https://geo.example.org/wms?service=WMS&amp;request=GetCapabilities": "https://x.example.org/ows",
    })
    assert [(item["format"], item["url"]) for item in found.dataset["resources"]] == [
        ("WMS", "https://x.example.org/ows")]


def test_download_from_a_service_has_the_format_it_asks_for(mapped):
    link = "https://daten.example.org/spielplaetze<"
    query = "https://daten.example.org/wfs?service=WFS&amp;request=GetFeature&amp;typenames=a&amp;outputFormat=geojson<"
    assert mapped("dataset", {link: query}).dataset["resources"][0]["format"] == "GeoJSON"


def test_page_without_function_is_no_download(mapped):
    link = "https://daten.example.org/baeume.geojson"
    found = mapped("idf", {link: "https://daten.example.org/baeume.html"})
    assert found.dataset["resources"] == []
    assert found.dataset["url"].endswith(".html")
    assert "record-no-distribution" in codes(found)
    assert mapped("idf").dataset["resources"][0]["format"] == "GeoJSON"


@pytest.mark.parametrize(("claim", "expected", "code"), [
    ('"id": "dl-de/zero-2-0"', "dl-zero-de/2.0", None),
    ('"id": "CC0 1.0"', "cc-zero", None),
    ('"id": "geonutzv-de-2013-03-19"', "geonutz/20130319", None),
    ('"id": "", "url": "http://creativecommons.org/licenses/by/4.0/deed.de"', "cc-by/4.0", None),
    ('"id": "eigene", "name": "Hausordnung"', "", "record-licence-unknown"),
    ('"id": "cc-nc"', "", "record-licence-unknown"),
    ('"name": "Datenlizenz Deutschland - Zero - Version 2.0 (dl-de/zero-2-0)"', "dl-zero-de/2.0", None),
    ('"id": "cc-by", "name": "Creative Commons Nicht-Kommerziell (CC-NC)"', "", "record-licence-undecided"),
])
def test_licence_json(mapped, licence_json, claim, expected, code):
    found = mapped("dataset", {licence_json: "{" + claim + "}"})
    assert found.dataset["license_id"] == expected
    assert (code in codes(found)) if code else not [item for item in codes(found) if "licence" in item]


@pytest.mark.parametrize(("raw", "source"), [
    ('{"id":"dl-zero-de/2.0","quelle":"Amt "Geo" 2020"}', 'Amt "Geo" 2020'),
    ("{'id':'dl-zero-de/2.0','name':'a','url':'b','quelle':'Amt Geo'}", "Amt Geo"),
    ('{"id":"dl-zero-de/2.0","quelle":"Amt Geo"', "Amt Geo"),
])
def test_licence_json_that_is_not_quite_json(mapped, licence_json, raw, source):
    found = mapped("dataset", {licence_json: raw})
    assert (found.dataset["license_id"], found.dataset["license_attribution"]) == ("dl-zero-de/2.0", source)
    assert "record-licence-json" in codes(found)


@pytest.mark.parametrize(("words", "expected", "code"), [
    ("Datenlizenz Deutschland – Zero – Version 2.0", "dl-zero-de/2.0", None),
    ("Es gilt https://www.govdata.de/dl-de/by-2-0.", "dl-by-de/2.0", None),
    ("CC BY 4.0 oder Datenlizenz Deutschland Namensnennung 2.0", "", "record-licence-undecided"),
    ("Es gilt &lt;a href='https://www.govdata.de/dl-de/by-2-0'&gt;diese Lizenz&lt;/a&gt;", "dl-by-de/2.0", None),
    ("Nutzung nur nach Rücksprache", "", "record-licence-unknown"),
    ("Open Data", "", "record-licence-unknown"),
    ("keine", "", "record-licence-missing"), ("Zugriffseinschränkungen: keine", "", "record-licence-missing"),
    ("No constraints", "", "record-licence-missing"), ("keine Bedingungen anwendbar", "", "record-licence-missing"),
    ("CC BY 4.0, aber nur für nicht-kommerzielle Zwecke", "", "record-licence-undecided"),
    ("CC BY 4.0. Die kommerzielle Nutzung ist nicht erlaubt.", "", "record-licence-undecided"),
    ("CC BY 4.0, für kommerzielle und nicht kommerzielle Zwecke", "cc-by/4.0", None),
    ("CC BY 4.0: non-commercial as well as commercial use is free", "cc-by/4.0", None),
    ("CC BY-NC 4.0, nicht kommerziell", "cc-by-nc/4.0", None),
])
def test_licence_in_text_is_never_guessed(mapped, licence_json, words, expected, code):
    found = mapped("dataset", {licence_json: words, "Datenlizenz Deutschland – Namensnennung – Version 2.0": ""})
    assert found.dataset["license_id"] == expected
    assert "license" not in found.dataset["resources"][0] or expected
    assert (code in codes(found)) if code else not [item for item in codes(found) if "licence" in item]


def test_quirks(mapped):
    found = mapped("quirks")
    assert found.dataset["language"] == [f"{EU}/language/DEU"]
    assert "spatial" not in found.dataset
    assert {"extent-out-of-range", "record-extent-unusable", "record-place-unknown", "crs-unknown",
            "record-code-unknown", "record-keyword", "record-no-distribution"} <= set(codes(found))


def test_many_keywords(region):
    words = [Keyword(f"Schlagwort {number}") for number in range(5000)]
    mapped = dataset.to_dataset(Description("x", title="x", keywords=words), region=region)
    assert len(mapped.dataset["tags"]) == dataset.MAX_TAGS
    assert "record-keywords-many" in codes(mapped)


@pytest.mark.parametrize(("keyword", "expected"), [
    ("Straßenverkehr", "Straßenverkehr"), ("a", ""), ("", ""), ("Gebäude (alt), neu", "Gebäude alt neu"),
    ("Freizeit/Erholung", "Freizeit-Erholung"), ("Wald & Wild", "Wald und Wild"), ("x" * 150, "x" * 100),
    ("<script>", "script"), ("Tag\nmit Umbruch", "Tag mit Umbruch"), ("§ 5", ""), ("--", ""),
])
def test_tag_names(keyword, expected):
    assert dataset.tag_name(keyword) == expected
    assert not expected or re.fullmatch(r"[\w \-.]{2,100}", expected)


def test_no_value_is_longer_than_the_index_bears(region):
    long = "ü" * 200_000
    found = dataset.to_dataset(Description(
        "x", title=long[:1000], lineage=long, conformity=[], resource_identifiers=[long]
    ), region=region).dataset
    for name, value in found.items():
        for item in value if isinstance(value, list) else [value]:
            assert name in ("notes", "tags", "resources") or len(str(item).encode()) <= MAX_BYTES + 10, name


def test_english_record(mapped):
    assert mapped("profile").dataset["language"] == [f"{EU}/language/ENG"]


def test_high_value_datasets(region):
    word = Keyword("Mobilität", "http://data.europa.eu/bna/c_b79e35eb")
    found = dataset.to_dataset(Description("x", title="x", keywords=[word]), region=region).dataset
    assert found["hvd_category"] == [word.uri]
    assert found["applicable_legislation"] == ["http://data.europa.eu/eli/reg_impl/2023/138/oj"]


def test_samples(sample_records, region):
    """Every sample becomes a dataset that CKAN's own rules for tags, addresses and sizes bear."""
    for path, data in sample_records:
        mapped = dataset.to_dataset(iso.read(data)[0], region=region)
        found = mapped.dataset
        assert found["title"], path
        assert found["identifier"], path
        assert all(re.fullmatch(r"[\w \-.]{2,100}", tag["name"]) for tag in found["tags"]), path
        assert all(item["url"].startswith(("http://", "https://", "ftp://")) for item in found["resources"]), path
        assert not re.search(r"<[a-zA-Z/!?]", json.dumps(found, ensure_ascii=False)), path
        assert {name for name in found if found[name] == []} <= {"tags", "resources"}, path


def test_licences_of_samples(sample_records, region):
    found = {path.name: dataset.to_dataset(iso.read(data)[0], region=region).dataset["license_id"]
             for path, data in sample_records}
    assert found["geo-dataset.openData.expected.idf.xml"] == "odby"
    assert found["iso_geoservice_full.xml"] == "bsd"
    assert "dl-by-de/2.0" in found.values()
