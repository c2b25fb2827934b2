"""Reading ISO records: what is in them arrives, whatever form they have."""

from __future__ import annotations

import json

import pytest

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.metadata import RecordError, iso
from ckanext.suedwestfalen.metadata.description import Coupled, Keyword, LicenceClaim

START = b"<gmd:fileIdentifier>"


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.fixture
def plain(record):
    return iso.read(record("dataset"))[0]


def test_head(plain):
    assert plain.identifier == "6f0e3c1a-1111-4a4a-9a9a-000000000001"
    assert plain.parent_identifier.endswith("000000000000")
    assert plain.title == "Spielplätze in Soest (Beispiel)"
    assert plain.alternate_titles == ["Spielflächen"]
    assert (plain.hierarchy_level, plain.language) == ("dataset", "ger")


def test_only_the_first_identification_counts(plain):
    assert "Zweiter" not in json.dumps(plain.as_dict(), ensure_ascii=False)


def test_dates(plain):
    assert plain.datestamp == "2024-05-31T08:15:30+02:00"
    assert (plain.created, plain.published, plain.revised) == ("2009", "2010-01-01", "")
    assert (plain.temporal_start, plain.temporal_end) == ("2015-01-01", "")


def test_licence_json_with_line_breaks(plain):
    assert plain.licences == [LicenceClaim(
        "dl-by-de/2.0", "Datenlizenz Deutschland Namensnennung 2.0", "https://www.govdata.de/dl-de/by-2-0",
        "Stadt Soest"
    )]
    assert any(ref.href.endswith("noLimitations") for ref in plain.other_constraints)


def test_boxes_and_regional_key(plain):
    assert [(box.west, box.east) for box in plain.boxes] == [("8.05", "8.10"), ("8.10", "8.12")]
    assert plain.regional_keys == ["059740040040"]
    assert plain.place_names == ["Stadtgebiet"]


def test_reference_systems_join_code_and_code_space(plain):
    assert plain.crs == ["EPSG 25832: ETRS89 / UTM Zone 32N", "EPSG:31466"]


def test_reference_system_that_only_the_address_gives(record):
    data = record("dataset").replace(b"EPSG 25832: ETRS89 / UTM Zone 32N", b"Lage nach amtlichem System")
    assert iso.read(data)[0].crs == ["http://www.opengis.net/def/crs/EPSG/0/25832", "EPSG:31466"]


def test_open_end_in_words_is_no_fault(record):
    old = b'<gml:endPosition indeterminatePosition="now"/>'
    assert old in record("dataset")
    found, notes = iso.read(record("dataset").replace(old, old.replace(b"/>", b">now</gml:endPosition>")))
    assert found.temporal_end == ""
    assert "record-date" not in codes(notes)


def test_levels_and_licence_json_in_any_case(record):
    data = record("dataset").replace(b'"x" codeListValue="dataset"', b'"x" codeListValue="Dataset"')
    found = iso.read(data.replace(b'"quelle": "Stadt', b'"Quelle": "Stadt'))[0]
    assert found.hierarchy_level == "dataset"
    assert found.licences[0].attribution == "Stadt Soest"


def test_address_broken_over_lines(record):
    data = record("dataset").replace(b"/wms?SERVICE=WMS&amp;", b"/wms?\n            SERVICE=WMS&amp;\n  ")
    assert "https://geo.example.org/wms?SERVICE=WMS&REQUEST=GetCapabilities" in [
        link.url for link in iso.read(data)[0].online]


def test_keywords_keep_anchor_and_thesaurus(plain):
    theme = Keyword(
        "Versorgungswirtschaft und staatliche Dienste", "http://inspire.ec.europa.eu/theme/us", "",
        "GEMET - INSPIRE themes, version 1.0",
    )
    assert theme in plain.keywords
    assert [word.text for word in plain.keywords[:2]] == ["opendata", "Freizeit/Erholung"]


def test_contacts_by_role(plain):
    found = [(contact.scope, contact.role, contact.organisation, contact.email) for contact in plain.contacts]
    assert found == [
        ("resource", "pointOfContact", "Stadt Soest", "kim.beispiel@example.org"),
        ("resource", "publisher", "Stadt Soest", "geodaten@example.org"),
        ("metadata", "pointOfContact", "Kreis Soest", "gdi@example.org"),
    ]
    assert plain.contacts[0].individual == "Beispiel, Kim"
    assert plain.contacts[0].url == "https://www.example.org/kontakt"
    assert plain.contacts[1].organisation_uri == "https://www.example.org/stadt"


def test_quality_resolution_and_the_rest(plain):
    assert plain.lineage == "Erfasst durch Befliegung."
    assert (plain.denominators, plain.distances) == ([5000], [0.5])
    assert (plain.conformity[0].title, plain.conformity[0].date, plain.conformity[0].passed) == (
        "VERORDNUNG (EG) Nr. 1089/2010", "2010-12-08", True
    )
    assert plain.frequency == "annually"
    assert plain.previews == ["https://www.example.org/vorschau.png"]
    assert [item.name for item in plain.formats] == ["ESRI Shape"]
    assert plain.resource_identifiers == ["https://registry.gdi-de.org/id/de.nw.example/spielplaetze"]
    assert [(link.function, link.protocol) for link in plain.online] == [
        ("download", "WWW:DOWNLOAD"), ("information", ""), ("", "")
    ]


def test_script_address_is_left_out(record):
    _, found = iso.read(record("dataset"))
    assert codes(found) == ["record-address"]


def test_service(record):
    service = iso.read(record("service"))[0].service
    assert service.type == "view"
    assert service.versions == ["OGC:WMS 1.1.1", "OGC:WMS 1.3.0"]
    assert [(item.name, len(item.urls)) for item in service.operations] == [("GetCapabilities", 1), ("GetMap", 0)]
    assert service.operates_on == [Coupled(
        "6f0e3c1a-1111-4a4a-9a9a-000000000001", "https://registry.gdi-de.org/id/de.nw.example/spielplaetze#main"
    )]


def test_service_extent_and_old_gml(record):
    found = iso.read(record("service"))[0]
    assert len(found.boxes) == 1
    assert (found.temporal_start, found.temporal_end) == ("2001-05", "2002-06")


def test_idf(record):
    found = iso.read(record("idf"))[0]
    assert found.title == "Baumkataster (Beispiel)"
    assert found.hierarchy_level == "dataset"
    assert found.contacts[0].organisation == "Amt für Beispiele"
    assert found.online[0].url == "https://daten.example.org/baeume.geojson"
    assert found.regional_keys == ["059580040040"]


def test_profile_and_languages(record):
    found = iso.read(record("profile"))[0]
    assert found.title == "Höhenlinien (Beispiel)"
    assert found.abstract == "Seulement en français."
    assert found.contacts[0].organisation == "Gemeinde Wenden"


def test_german_main_text_is_not_replaced(record):
    data = record("profile").replace(b">en<", b">ger<").replace(b"Contour lines (example)", b"Haupttitel")
    assert iso.read(data)[0].title == "Haupttitel"


def test_polygons(record):
    found, notes = iso.read(record("polygon"))
    assert [polygon.crs for polygon in found.polygons] == ["urn:ogc:def:crs:EPSG::4258",
    "urn:ogc:def:crs:OGC:1.3:CRS84"]
    outer, hole = found.polygons[0].geometry["coordinates"]
    assert (outer[0], hole[0]) == ([51.56, 8.09], [51.565, 8.095])
    assert found.polygons[1].geometry["coordinates"][0][0] == [8.11, 51.56]
    assert codes(notes) == ["record-number"]
    assert notes[0].values["raw"] == "acht"


@pytest.mark.parametrize(("attributes", "numbers"), [
    ("", "8.0,51.5 8.1,51.5 8.1,51.6 8.0,51.5"),
    ("", "8,0 51,5 8,1 51,5 8,1 51,6 8,0 51,5"),
    (' srsDimension="1"', "8.0 51.5 8.1 51.5 8.1 51.6 8.0 51.5"),
    (' srsDimension="zwei"', "8.0 51.5 8.1 51.5 8.1 51.6 8.0 51.5"),
    (' srsDimension="3"', "8.0 51.5 1 8.1 51.5 1 8.1 51.6 1 8.0 51.5 1"),
])
def test_positions_in_any_spelling(record, attributes, numbers):
    ring = f"<gml:LinearRing><gml:posList{attributes}>{numbers}</gml:posList></gml:LinearRing>"
    polygon = f"<gmd:polygon><gml:Polygon>{ring}</gml:Polygon></gmd:polygon>"
    polygon = f"<gmd:EX_BoundingPolygon>{polygon}</gmd:EX_BoundingPolygon>"
    element = f"<gmd:geographicElement>{polygon}</gmd:geographicElement>"
    start = b"<gmd:extent><gmd:EX_Extent>"
    found = iso.read(record("dataset").replace(start, start + element.encode()))[0].polygons[0].geometry
    assert found["coordinates"] == [[[8.0, 51.5], [8.1, 51.5], [8.1, 51.6], [8.0, 51.5]]]


def test_iso_19115_3(record):
    found = iso.read(record("iso3"))[0]
    assert (found.identifier[-1], found.title, found.hierarchy_level) == ("7", "Wanderwege (Beispiel)", "series")
    assert found.datestamp == "2022-02-02T00:00:00"
    assert found.lineage == "Aus Begehungen."
    assert found.contacts[0].organisation == "Hochsauerlandkreis"
    assert found.online[0].function == "download"
    assert found.licences[0].id == "cc-by/4.0"
    assert len(found.boxes) == 1
    assert found.crs


def test_quirks_never_fail_the_record(record):
    found, notes = iso.read(record("quirks"))
    assert found.identifier == "6f0e3c1a-1111-4a4a-9a9a-000000000006"
    assert found.title == "Ersatztitel"
    assert found.datestamp == ""
    assert "<" not in found.abstract.replace("3 < 4", "")
    assert "alert" not in found.abstract
    assert "![" not in found.abstract
    assert set(codes(notes)) == {
        "record-licence-json", "record-date", "record-markup", "record-number", "record-no-title"
    }


@pytest.mark.parametrize("wrapper", [
    '<csw:GetRecordByIdResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2">%s</csw:GetRecordByIdResponse>',
    '<a:GetRecordsResponse xmlns:a="http://www.opengis.net/cat/csw/3.0"><a:R>%s</a:R></a:GetRecordsResponse>',
    "<anything><body>%s</body></anything>",
])
def test_wrapped(record, wrapper):
    body = record("dataset").decode().partition("?>")[2]
    assert iso.read((wrapper % body).encode())[0].title.startswith("Spielplätze")


def test_first_of_several(record):
    body, other = (record(name).decode().partition("?>")[2] for name in ("dataset", "service"))
    found, notes = iso.read(f"<all>{body}{other}</all>".encode())
    assert found.identifier.endswith("1")
    assert "record-several" in codes(notes)


@pytest.mark.parametrize("change", [
    lambda data: b"\xef\xbb\xbf" + data,
    lambda data: b"\n \t" + data,
    lambda data: data.replace(b' encoding="UTF-8"', b""),
    lambda data: data.partition(b"?>")[2],
    lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    lambda data: data.decode().replace("UTF-8", "ISO-8859-1").replace("–", "-").encode("iso-8859-1"),
    lambda data: data.replace(b"gmd:", b"weird:").replace(b"xmlns:gmd", b"xmlns:weird"),
    lambda data: data.replace(b"http://www.isotc211.org/2005/", b"http://www.isotc211.org/2019/"),
], ids=["bom", "blanks", "no-encoding", "no-declaration", "utf-16", "latin-1", "prefix", "foreign-namespace"])
def test_forms_of_one_document(record, change):
    found, _ = iso.read(change(record("dataset")))
    assert found.title == "Spielplätze in Soest (Beispiel)"
    assert [word.text for word in found.keywords][:2] == ["opendata", "Freizeit/Erholung"]
    assert found.contacts[1].email == "geodaten@example.org"
    assert len(found.boxes) == 2


def test_without_any_namespace(record):
    import re

    data = re.sub(r"\bxmlns(:\w+)?=\"[^\"]*\"", "", record("dataset").decode())
    data = re.sub(r"(</?)\w+:", r"\1", re.sub(r"\b(?:xlink|gml|gco):(\w+)=", r"\1=", data))
    found = iso.read(data.encode())[0]
    assert found.title == "Spielplätze in Soest (Beispiel)"
    assert found.boxes[0].west == "8.05"
    assert found.contacts[0].organisation == "Stadt Soest"


def test_latin_1_that_claims_utf_8(record):
    data = record("dataset").decode().replace("–", "-").encode("iso-8859-1")
    found, notes = iso.read(data)
    assert found.title == "Spielplätze in Soest (Beispiel)"
    assert "record-encoding" in codes(notes)


def test_utf_8_that_claims_latin_1(record):
    found, notes = iso.read(record("dataset").replace(b"UTF-8", b"ISO-8859-1"))
    assert found.title == "Spielplätze in Soest (Beispiel)"
    assert "record-encoding" in codes(notes)


@pytest.mark.parametrize(("data", "code"), [
    (b"", "xml-empty"),
    (b"no xml at all", "xml-broken"),
    (b"\x00\x01\x02\xff" * 100, "xml-broken"),
    (b"<html><head><title>502</title></head><body><br></body></html>", "xml-html"),
    (b"<Capabilities/>", "record-missing"),
    (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>', "xml-entity"),
], ids=["empty", "text", "binary", "web-page", "capabilities", "entity"])
def test_what_is_no_record_has_a_clear_error(data, code):
    with pytest.raises(RecordError) as caught:
        iso.read(data)
    assert caught.value.finding.code == code
    assert str(caught.value)


def test_truncated(record):
    with pytest.raises(RecordError) as caught:
        iso.read(record("dataset")[:5000])
    assert caught.value.finding.code == "xml-broken"


@pytest.mark.parametrize("identifier", [
    b"", b"<gmd:fileIdentifier/>",
    b"<gmd:fileIdentifier><gco:CharacterString> </gco:CharacterString></gmd:fileIdentifier>",
])
def test_no_identifier(record, identifier):
    data = record("dataset")
    first, rest = data.split(START, 1)
    with pytest.raises(RecordError) as caught:
        iso.read(first + identifier + rest.partition(b"</gmd:fileIdentifier>")[2])
    assert caught.value.finding.code == "record-no-identifier"


def test_almost_nothing():
    found, notes = iso.read(
        b'<a:MD_Metadata xmlns:a="http://www.isotc211.org/2005/gmd"><a:fileIdentifier><b>id-1</b></a:fileIdentifier>'
        b"</a:MD_Metadata>"
    )
    assert (found.identifier, found.title) == ("id-1", "id-1")
    assert codes(notes) == ["record-no-title", "record-no-abstract"]


def test_long_abstract_is_cut(record):
    data = record("dataset").replace(b"Lage und Ausstattung", b"Wort " * 30_000)
    found, notes = iso.read(data)
    assert len(found.abstract) <= iso.MAX_ABSTRACT
    assert "record-text-cut" in codes(notes)


def test_samples(sample_records):
    """Every well-formed ISO record among the samples gives a description with identifier and title."""
    assert len(sample_records) >= 40
    for path, data in sample_records:
        found, notes = iso.read(data)
        assert found.identifier, path
        assert found.title, path
        assert not any(note.severity == "error" for note in notes), path
        json.dumps(found.as_dict())


def test_samples_cut_in_the_middle(sample_records):
    for _, data in sample_records[::5]:
        with pytest.raises(RecordError):
            iso.read(data[: len(data) // 2])


@pytest.mark.parametrize(("name", "expected"), [
    ("geo-dataset.openData.expected.idf.xml", {
        "regional_keys": ["110000000000"], "topics": ["climatologyMeteorologyAtmosphere", "structure", "inlandWaters"],
        "place_names": ["Berlin, Deutschland (administrative) (11)", "Berlin (11)"],
    }),
    ("e2ed7da0-007a-11e0-be74-0000779eba3a.xml", {
        "denominators": [5000], "distances": [0.2], "frequency": "weekly", "representation": ["vector"],
    }),
    ("iso_geodataset_full.xml", {"resource_languages": ["ger", "fin"], "purpose": "Herstellung"}),
    ("81A36D07-BD83-495A-8A94-30416165C86D.xml", {"hierarchy_level": "service", "place_names": ["Sachsen-Anhalt"]}),
    ("csw202apIso10_application_HessenAnalyser_MultiLang.idf.xml", {
        "hierarchy_level": "application", "crs": ["urn:ogc:def:crs:EPSG::4326"], "title": "Hessen Wasser Analyser",
    }),
])
def test_golden_values_of_samples(shared, name, expected):
    path = next((shared / "samples").rglob(name))
    found = iso.read(path.read_bytes())[0]
    assert {key: getattr(found, key) for key in expected} == expected


@pytest.mark.parametrize(("old", "new"), [
    (b"<gco:Integer>5000<", b"<gco:Integer>1e400<"), (b"<gco:Integer>5000<", b"<gco:Integer>NaN<"),
    (b"<gmd:MD_DataIdentification>", b'<gmd:MD_DataIdentification gco:isoType="0">'),
    (b"<gco:Decimal>8.05<", b"<gco:Decimal>-inf<"), (b"<gmd:MD_DataIdentification>",
    b"<gmd:MD_DataIdentification><?x y?>"),
    (b'"id": "dl-by-de/2.0"', b'"id": ["a", {"b": null}]'),
])
def test_odd_values_never_fail_the_record(record, old, new):
    assert old in record("dataset")
    assert iso.read(record("dataset").replace(old, new))[0].title.startswith("Spielplätze")
