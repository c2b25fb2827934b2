"""Datasets of DCAT feeds as datasets of the portal: invented ones, and all samples."""

from __future__ import annotations

import json
import time

import pytest
from ckan import plugins

from ckanext.suedwestfalen import region as regions
from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest.protocols import dcat_graph
from ckanext.suedwestfalen.harvest.readers import Context, dcat
from ckanext.suedwestfalen.metadata.dataset import Settings
from ckanext.suedwestfalen.tests.harvest.dcat_feeds import BASE, dataset, turtle

ARNSBERG, SOEST = "05958004", "05974040"
THEME = "http://publications.europa.eu/resource/authority/data-theme/"
LICENCE = "http://dcat-ap.de/def/licenses/"
KEY = "http://dcat-ap.de/def/politicalGeocoding/"
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
RING = "8.05 51.38, 8.1 51.38, 8.1 51.42, 8.05 51.42, 8.05 51.38"
GEOJSON = (
    '{"type": "polygon", "coordinates": [[[8.05, 51.38], [8.1, 51.38], [8.1, 51.42], [8.05, 51.42], [8.05, 51.38]]]}'
)
GML = (
    '<gml:Envelope xmlns:gml="http://www.opengis.net/gml" srsName="http://www.opengis.net/def/crs/EPSG/0/4326">'
    "<gml:lowerCorner>51.38 8.05</gml:lowerCorner><gml:upperCorner>51.42 8.1</gml:upperCorner></gml:Envelope>"
)
RING_25832 = "433000 5692000, 437000 5692000, 437000 5696000, 433000 5696000, 433000 5692000"


@pytest.fixture(scope="module", autouse=True)
def _plugins():
    """The portal's schema, which ckanext-dcat's profile asks for; once for the module, as loading takes seconds."""
    plugins.load_all()
    yield
    plugins.unload_all()


def mapped(more="", *parts, replace=(), **settings):
    text = dataset(1, more)
    for old, new in dict(replace).items():
        assert old in text
        text = text.replace(old, new)
    item = next(one for one in dcat_graph.datasets(turtle(text, *parts), "text/turtle", BASE) if one.guid)
    return dcat.read(item.content, Context(regions.load(), Settings(**settings)))


def codes(result):
    return [finding.code for finding in result.findings]


def test_the_plain_fields():
    result = mapped(
        'dct:identifier "4a8c1c7e-6f5e-4d0f-9d38-0a1f6f0f0b11" ; adms:identifier [ skos:notation "B-7" ] ;'
        ' dcat:keyword "Rad/Weg, opendata", "Verkehr"@de, "traffic"@en ; dct:issued "2020-03-01"^^xsd:date ;'
        ' dct:modified "2024-05-06T07:08:09.123Z"^^xsd:dateTime ; dcat:landingPage <https://a.example/seite> ;'
        " foaf:page <https://a.example/handbuch> ; dct:language <http://id.loc.gov/vocabulary/iso639-1/de> ;"
        ' dct:provenance [ rdfs:label "Aus der Befahrung" ] ; dct:accrualPeriodicity "jährlich" ;'
        ' dct:temporal [ dcat:startDate "2019"^^xsd:gYear ; dcat:endDate "2020-12-31" ] ;'
        " dct:conformsTo <http://www.opengis.net/def/crs/EPSG/0/25832>, <http://a.example/norm> ;"
        ' dcat:spatialResolutionInMeters "10.0"^^xsd:decimal, "1E99999999"^^xsd:decimal'.replace("rdfs:label", "<http://www.w3.org/2000/01/rdf-schema#label>")
    )
    found = result.dataset
    assert (found["title"], found["notes"]) == ("Datensatz 1", "Beschreibung 1")
    assert found["identifier"] == "4a8c1c7e-6f5e-4d0f-9d38-0a1f6f0f0b11"
    assert found["alternate_identifier"] == ["B-7"]
    assert {tag["name"] for tag in found["tags"]} == {"Rad-Weg", "opendata", "Verkehr"}
    assert (found["issued"], found["modified"]) == ("2020-03-01", "2024-05-06T07:08:09+00:00")
    assert (found["url"], found["documentation"]) == ("https://a.example/seite", ["https://a.example/handbuch"])
    assert found["language"] == ["http://publications.europa.eu/resource/authority/language/DEU"]
    assert (found["provenance"], found["frequency"]) == ("Aus der Befahrung", FREQUENCY + "ANNUAL")
    assert found["temporal_coverage"] == [{"start": "2019", "end": "2020-12-31"}]
    assert (found["crs"], found["conforms_to"]) == (["25832"], ["http://a.example/norm"])
    assert found["spatial_resolution_in_meters"] == "10"


def test_texts_are_plain():
    result = mapped(replace={"Beschreibung 1": "<p>Eins</p><script>x()</script><b>zwei</b>", "Datei A": "<i>A</i>"})
    assert result.dataset["notes"] == "Eins\n zwei".replace("\n ", "\n")
    assert result.dataset["resources"][0]["name"] == "A"
    assert "record-markup" in codes(result)


@pytest.mark.parametrize(
    ("written", "licence"),
    [
        ("<http://dcat-ap.de/def/licenses/dl-zero-de/2_0>", "dl-zero-de/2.0"),
        ("<https://www.dcat-ap.de/def/licenses/cc-by/4.0>", "cc-by/4.0"),
        ("<https://creativecommons.org/licenses/by/4.0/deed.de>", "cc-by/4.0"),
        ('"Datenlizenz Deutschland Namensnennung 2.0"', "dl-by-de/2.0"),
        ('[ a dct:LicenseDocument ; dct:title "Datenlizenz Deutschland – Zero – Version 2.0" ]', "dl-zero-de/2.0"),
        ("[ foaf:page <https://www.govdata.de/dl-de/by-2-0> ]", "dl-by-de/2.0"),
    ],
)
def test_licences_in_every_spelling(written, licence):
    result = mapped(replace={"<http://dcat-ap.de/def/licenses/dl-by-de/2.0>": written})
    assert result.dataset["license_id"] == licence
    assert {resource["license"] for resource in result.dataset["resources"]} == {LICENCE + licence}


def test_each_distribution_has_its_own_licence():
    parts = (
        ' dcat:distribution [ dct:title "C" ; dcat:accessURL <https://a.example/c> ;'
        " dct:license <http://dcat-ap.de/def/licenses/cc-zero> ],"
        ' [ dct:title "D" ; dcat:accessURL <https://a.example/d> ; dct:license "Hausrecht" ;'
        ' dcatde:licenseAttributionByText "Stadt D" ], [ dct:title "E" ; dcat:accessURL <https://a.example/e> ]'
    )
    result = mapped(parts)
    by_name = {resource["name"]: resource for resource in result.dataset["resources"]}
    assert by_name["Datei A"]["license"] == LICENCE + "dl-by-de/2.0"
    assert by_name["C"]["license"] == LICENCE + "cc-zero"
    assert (by_name["D"].get("license"), by_name["D"]["rights"]) == (None, "Hausrecht")
    assert by_name["D"]["license_attribution"] == "Stadt D"
    assert "license" not in by_name["E"]
    assert "record-licence-several" in codes(result)


def test_an_unknown_licence_is_never_guessed():
    result = mapped(replace={"<http://dcat-ap.de/def/licenses/dl-by-de/2.0>": '"frei nutzbar"'})
    assert result.dataset["license_id"] == ""
    assert "record-licence-unknown" in codes(result)


@pytest.mark.parametrize(
    "place",
    [
        f'locn:geometry "POLYGON(({RING}))"^^gsp:wktLiteral',
        f'locn:geometry "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POLYGON(({RING}))"^^gsp:wktLiteral',
        f'locn:geometry "<http://www.opengis.net/def/crs/EPSG/0/25832> POLYGON(({RING_25832}))"^^gsp:wktLiteral',
        f'dcat:bbox "SRID=4326;POLYGON(({RING}))"',
        'dcat:bbox "ENVELOPE(8.05, 8.1, 51.42, 51.38)"',
        f'locn:geometry """{GEOJSON}"""',
        f'locn:geometry """{GML}"""',
    ],
)
def test_places_in_every_notation(place):
    result = mapped(f"dct:spatial [ a dct:Location ; {place} ]",
                    replace={"Stadt Arnsberg": "Datenstelle", "Fachdienst Geoinformation": "Leitstelle"})
    assert result.evidence["source"] == "extent"
    assert result.dataset["municipality"] == [ARNSBERG]
    ring = json.loads(result.dataset["spatial"])["coordinates"][0]
    assert all(7.9 < x < 8.2 and 51.3 < y < 51.5 for x, y in ring)


@pytest.mark.parametrize(
    ("more", "source"),
    [
        (f"dcatde:politicalGeocodingURI <{KEY}municipalityKey/05974040>", "identifier"),
        (f"dct:spatial <{KEY}regionalKey/059740040040>", "identifier"),
        (f"dct:spatial [ locn:adminUnitL2 <{KEY}municipalityKey/05974040> ]", "identifier"),
        ('dct:spatial "8.09,51.56,8.12,51.58"', "extent"),
        ('dct:spatial [ skos:prefLabel "Soest" ]', "keyword"),
        ('dcatde:geocodingDescription "Soest"@de', "keyword"),
    ],
)
def test_keys_numbers_and_names_say_the_place(more, source):
    result = mapped(more, replace={"Stadt Arnsberg": "Datenstelle", "Fachdienst Geoinformation": "Leitstelle"})
    assert (result.dataset["municipality"], result.evidence["source"]) == ([SOEST], source)


def test_persons_are_dropped_and_offices_stay():
    point = ('dcat:contactPoint [ a vcard:Individual ; vcard:fn "Kim Beispiel" ;'
             " vcard:hasURL <https://kim.example.org/> ; vcard:hasEmail <mailto:kim.beispiel@example.org> ;"
             " vcard:hasTelephone <tel:+49123456789> ] ;"
             ' dcatde:maintainer [ a foaf:Person ; foaf:name "Kim Beispiel" ]')
    result = mapped(point, replace={"Beschreibung 1": "Fragen an kim.beispiel@example.org"})
    shown = json.dumps(result.dataset)
    assert "eispiel" not in shown
    assert "kim" not in shown
    assert "23456" not in shown
    assert {"name": "Fachdienst Geoinformation", "email": "geodaten@example.org"} in result.dataset["contact"]
    assert result.dataset["publisher"][0]["name"] == "Stadt Arnsberg"
    assert "record-personal-data" in codes(result)


def test_what_only_germany_and_high_value_datasets_say():
    result = mapped(
        "dcatde:politicalGeocodingLevelURI <http://dcat-ap.de/def/politicalGeocoding/Level/municipality> ;"
        ' dcat:theme <https://publications.europa.eu/resource/authority/data-theme/TRAN>, "Umwelt",'
        " <https://a.example/theme/Politik%20und%20Wahlen> ; dct:accessRights"
        " <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;"
        " dcatap:hvdCategory <http://data.europa.eu/bna/c_ac64a52d>, <http://a.example/x> ;"
        ' dct:accrualPeriodicity "R/P1W" ; dct:type <http://a.example/type>'
    )
    found = result.dataset
    assert found["political_geocoding_level_uri"].endswith("/Level/municipality")
    assert found["theme"] == [THEME + "ENVI", THEME + "GOVE", THEME + "TRAN"]
    assert found["access_rights"].endswith("/access-right/PUBLIC")
    assert found["hvd_category"] == ["http://data.europa.eu/bna/c_ac64a52d"]
    assert found["applicable_legislation"] == ["http://data.europa.eu/eli/reg_impl/2023/138/oj"]
    assert found["frequency"] == FREQUENCY + "WEEKLY"
    assert found["dcat_type"] == "http://a.example/type"


def test_distributions_become_resources():
    part = (
        ' dcat:distribution [ dct:title "Karte"@de ; dcat:accessURL <https://a.example/seite> ;'
        ' dcat:downloadURL <https://a.example/karte.zip> ; dct:issued "2020-01-02" ;'
        " dct:format <http://publications.europa.eu/resource/authority/file-type/SHP> ;"
        " dcatap:availability <http://publications.europa.eu/resource/authority/planned-availability/STABLE> ;"
        " dct:language <http://publications.europa.eu/resource/authority/language/ENG> ;"
        ' dcat:accessService [ dct:title "WFS Karte" ; dcat:endpointURL <https://a.example/wfs> ] ],'
        ' [ dct:title "Ohne" ; dcat:accessURL "siehe Rathaus" ]'
    )
    result = mapped(part)
    by_name = {resource["name"]: resource for resource in result.dataset["resources"]}
    karte = by_name["Karte"]
    assert (karte["url"], karte["issued"]) == ("https://a.example/karte.zip", "2020-01-02")
    assert karte["format"] in {"SHP", "Shapefile"}
    assert karte["availability"].endswith("/STABLE")
    assert karte["language"] == ["http://publications.europa.eu/resource/authority/language/ENG"]
    assert by_name["WFS Karte"]["format"] == "WFS"
    assert "Ohne" not in by_name
    assert "record-address" in codes(result)


def test_values_of_a_wrong_kind_do_not_lose_the_record():
    result = mapped(
        'dct:issued "letzten Mittwoch", <https://a.example/> ; dct:temporal "immer" ; dct:spatial [ locn:geometry'
        ' <https://a.example/g>, "POLYGON((", "{}" ] ; dct:publisher "Stadt Soest", <https://a.example/nobody> ;'
        ' dct:accrualPeriodicity [] ; dct:language "Platt" ; dcat:theme [] ; dct:provenance [] ;'
        ' dcat:contactPoint "wir" ; dcat:distribution <https://a.example/nothing>, "Datei" ;'
        ' dct:title [ dct:title "x" ]'
    )
    assert result.dataset["title"]
    assert "record-date" in codes(result)
    assert len(result.dataset["resources"]) == 2
    assert "provenance" not in result.dataset


def test_agents_that_act_for_themselves_do_not_hang_the_reader():
    agent = (f'<{BASE}/a> a foaf:Organization ; foaf:name "Amt" ; '
             f"<http://www.w3.org/ns/prov#actedOnBehalfOf> <{BASE}/a> .")
    assert mapped(f"dct:creator <{BASE}/a>", agent).dataset["creator"][0]["name"] == "Amt"


def test_what_is_no_record_is_an_error():
    for content in (b"", b"# <urn:a>\n<urn:a> <urn:b> .", b"{}"):
        with pytest.raises(FindingError):
            dcat.read(content, Context(regions.load(), Settings()))


def test_hostile_values_cost_neither_the_record_nor_the_worker():
    started = time.perf_counter()
    point = f'dcat:contactPoint [ a vcard:Organization ; vcard:fn "GIS" ; vcard:hasEmail "{"a" * 50_000}" ]'
    found = mapped(f'{point} ; dct:provenance "{"[" * 50_000}" ; dct:accrualPeriodicity "{"[" * 50_000}"').dataset
    assert found["title"]
    assert time.perf_counter() - started < 15


def test_a_title_may_look_like_a_list():
    found = mapped('dcat:distribution [ a dcat:Distribution ; dct:title "[2024]" ; dct:description "[1, 2]" ; '
                   "dcat:accessURL <https://example.org/wald.csv> ]").dataset
    assert "[2024]" in {resource["name"] for resource in found["resources"]}


def test_what_geodcat_ap_brings_over_from_iso():
    result = mapped(
        "dcat:theme <http://inspire.ec.europa.eu/theme/tn> ;"
        " <http://data.europa.eu/930/topicCategory>"
        " <http://inspire.ec.europa.eu/metadata-codelist/TopicCategory/planningCadastre> ;"
        " <http://www.w3.org/ns/prov#qualifiedAttribution> [ <http://www.w3.org/ns/prov#agent> [ a foaf:Organization ;"
        ' foaf:name "Fachdienst Verkehr" ; foaf:mbox <mailto:verkehr@example.org> ] ; dcat:hadRole'
        " <http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/pointOfContact> ] ;",
    )
    assert result.dataset["inspire_theme"] == ["http://inspire.ec.europa.eu/theme/tn"]
    assert THEME + "REGI" in result.dataset["theme"]
    assert "Fachdienst Verkehr" in [contact["name"] for contact in result.dataset["contact"]]
