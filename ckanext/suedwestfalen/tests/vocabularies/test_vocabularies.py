"""Vocabularies: spellings met in the wild are found, everything else is not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ckanext.suedwestfalen.vocabularies import data, file_types, frequencies, inspire, languages, licences, themes

EU = "http://publications.europa.eu/resource/authority"


@pytest.mark.parametrize(("text", "expected"), [
    ("dl-by-de/2.0", "dl-by-de/2.0"), ("dl-de/by-2-0", "dl-by-de/2.0"), ("dl-de-by-2.0", "dl-by-de/2.0"),
    ("DL-DE->BY-2.0", "dl-by-de/2.0"), ("http://dcat-ap.de/def/licenses/dl-by-de/2_0", "dl-by-de/2.0"),
    ("https://www.dcat-ap.de/def/licenses/dl-by-de/2.0", "dl-by-de/2.0"), ("http://govdata.de/dl-de/by-2-0/",
    "dl-by-de/2.0"),
    ("https://www.govdata.de/dl-de/zero-2-0", "dl-zero-de/2.0"), ("dl-zero-de/2_0", "dl-zero-de/2.0"),
    ("cc-by", "cc-by"), ("CC BY 4.0", "cc-by/4.0"), ("https://creativecommons.org/licenses/by/4.0/deed.de",
    "cc-by/4.0"),
    ("http://creativecommons.org/licenses/by/4.0/legalcode", "cc-by/4.0"), ("CC0 1.0", "cc-zero"),
    ("https://creativecommons.org/publicdomain/zero/1.0/", "cc-zero"), ("bsdlicense", "bsd"), ("odby", "odby"),
    ("officialWork", "officialWork"), ("official-work", "officialWork"), ("ccpdm/1.0", "ccpdm/1.0"),
    ("geonutzv-de-2013-03-19", "geonutz/20130319"), ("geoNutz/20131001", "geoNutz/20131001"),
    ("other-opensource", "other-opensource"), ("Datenlizenz Deutschland Namensnennung 2.0", "dl-by-de/2.0"),
    ("https://www.govdata.de/web/guest/dl-de/by-2-0", "dl-by-de/2.0"), ("Creative Commons Attribution", "cc-by"),
    ("https://spdx.org/licenses/DL-DE-ZERO-2.0.html", "dl-zero-de/2.0"), ("Creative Commons CCZero", "cc-zero"),
    ("https://www.bkg.bund.de/SharedDocs/Downloads/DE/GeoNutzV.pdf?__blob=publicationFile", "geonutz/20130319"),
    (f"{EU}/licence/CC_BY_4_0", "cc-by/4.0"), ("https://opendatacommons.org/licenses/odbl/1-0/", "odbl"),
])
def test_licences_are_found(text, expected):
    assert licences.find(text).id == expected


@pytest.mark.parametrize("text", [
    "", "cc-nc", "cc-by-nc-3.0", "Open Data", "frei", "https://example.org/lizenz", "Namensnennung", "dl-by-de/3.0",
    "https://creativecommons.org/licenses/by/3.0/", "http://dcat-ap.de/def/licenses/", "x" * 1000, None,
])
def test_licences_are_not_guessed(text):
    assert licences.find(text) is None


@pytest.mark.parametrize(("text", "expected"), [
    ("dl-de/by-2-0: www.govdata.de/dl-de/by-2-0", "dl-by-de/2.0"), ("Datenlizenz Deutschland Zero", "dl-zero-de/2.0"),
    ("Lizenz: CC BY 4.0", "cc-by/4.0"), ("CC BY 4.0 und ODbL", None),
    ("https://x.example/govdata.de/dl-de/by-2-0", None),
    ("CC BY-NC-SA 4.0", None), ("CC BY 4.0 " + "x" * 400, None), ("", None), (None, None),
])
def test_short_texts_around_a_licence(text, expected):
    found = licences.recognise(text)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(("address", "label"), [
    ("https://a.example/geo?SERVICE=WFS&REQUEST=GetCapabilities", "WFS"),
    ("https://a.example/geo?request=getcapabilities&version=1.3.0&service=wms", "WMS"),
    ("https://a.example/geo?service=WFS&request=GetFeature", None), ("https://a.example/wfs", None), ("", None),
])
def test_an_address_of_capabilities_is_a_service(address, label):
    found = file_types.of_capabilities(address)
    assert (found.label if found else None) == label


@pytest.mark.parametrize(("text", "code"), [
    ("Annually", "ANNUAL"), ("jährlich", "ANNUAL"), ("R/P1Y", "ANNUAL"), ("Nach Bedarf", "asNeeded"), ("2x", None),
    (f"{EU}/frequency/MONTHLY", "MONTHLY"), ("14-tägig", "BIWEEKLY"),
])
def test_spellings_of_frequencies(text, code):
    uri = frequencies.for_iso(text)
    assert next((one.code for one in frequencies.all_frequencies() if one.uri == uri), None) == code


@pytest.mark.parametrize(("text", "codes"), [
    ("bildung_wissenschaft", ("EDUC", "TECH")), ("Transport und Verkehr", ("TRAN",)), ("geo", ()), ("", ()),
])
def test_former_categories(text, codes):
    assert themes.of_category(text) == codes


def test_every_licence_is_found_by_all_its_names():
    assert len(licences.all_licences()) == 34
    for licence in licences.all_licences():
        for name in (licence.id, licence.uri, licence.uri.replace("http:", "https:"), licence.title):
            assert not name or licences.find(name) == licence, name
        # Two licences of the vocabulary share an address with another.
        assert not licence.url or licences.find(licence.url).url == licence.url
        assert licences.get(licence.id) == licence
    assert licences.get("dl-by-de/2.0").open
    assert not licences.get("other-closed").open


@pytest.mark.parametrize(("text", "expected"), [
    ("Es gilt Datenlizenz Deutschland – Namensnennung – Version 2.0 (www.govdata.de/dl-de/by-2-0).", ["dl-by-de/2.0"]),
    ("CC BY 4.0 und ODbL", ["cc-by/4.0", "odbl"]), ("CC BY-NC 4.0", ["cc-by-nc/4.0"]),
    ("nach GeoNutzV", ["geonutz/20130319"]),
    ("Nutzung frei, siehe https://example.org/", []), ("", []),
    ("Lizenz: dl-de->by-2.0", ["dl-by-de/2.0"]),
    ("Datenlizenz Deutschland, Namensnennung, Version 2.0", ["dl-by-de/2.0"]),
    ("Lizenz cc-by/4.0", ["cc-by/4.0"]),
    ("https://creativecommons.org/licenses/by/4.0/?ref=chooser-v1", ["cc-by/4.0"]),
    ("(c) Statistikamt; Datenlizenz by-2-0", ["dl-by-de/2.0"]), ("Lizenz dl-de/by 2.0.", ["dl-by-de/2.0"]),
    ("Datenlizenz Deutschland - Namensnennung (V 2.0)", ["dl-by-de/2.0"]),
    ("Datenlizenz Deutschland Version 2.0 - Namensnennung", ["dl-by-de/2.0"]),
    ("Es gilt die Datenlizenz Deutschland Zero.", ["dl-zero-de/2.0"]),
    ("Datenlizenz Deutschland - Namensnennung - nicht-kommerziell - Version 1.0", []),
    ("Es gilt CC BY. Mehr im Netz.", ["cc-by"]), ("CC-BY, genauer CC BY 4.0", ["cc-by/4.0"]),
    ("CC BY 3.0", []), ("CC BY-NC-SA 4.0", []), ("CC BY-SA", ["cc-by-sa"]), ("cc by nc", ["cc-by-nc"]),
    ("Creative Commons - Namensnennung 4.0 International", ["cc-by/4.0"]),
    ("Creative Commons Namensnennung – Weitergabe unter gleichen Bedingungen 4.0", ["cc-by-sa/4.0"]),
    ("Namensnennung - Nicht kommerziell 4.0 International", ["cc-by-nc/4.0"]),
    ("Creative Commons Zero", ["cc-zero"]), ("siehe http://www.geodatenzentrum.de/docpdf/geonutzv.pdf",
    ["geonutz/20130319"]),
    ("Amtliches Werk nach § 5 UrhG", ["officialWork"]), ("amtliche Werke", []),
])
def test_licences_in_text(text, expected):
    assert [licence.id for licence in licences.search(text)] == expected


@pytest.mark.parametrize(("topics", "inspired", "words", "expected"), [
    (["transportation"], [], [], ["TRAN"]), (["structure"], [], [], ["REGI", "TRAN"]),
    (["structure"], ["ef"], [], ["ENVI", "REGI", "TRAN"]), (["planningCadastre"], ["cp"], [], ["GOVE", "JUST",
    "REGI"]),
    ([], [], ["ENER", "Energie", "tran"], ["ENER"]), ([], [], [f"{EU}/data-theme/HEAL"], ["HEAL"]),
    (["nix"], [], [], []),
])
def test_themes_follow_the_bridge(topics, inspired, words, expected):
    assert themes.for_iso(topics, inspired, words) == [f"{EU}/data-theme/{code}" for code in expected]


def test_theme_by_name():
    assert {themes.find(name).code for name in ("Umwelt", "envi", f"{EU}/data-theme/ENVI")} == {"ENVI"}
    assert themes.find("Quatsch") is None
    assert len(themes.all_themes()) == 13


@pytest.mark.parametrize(("text", "code"), [
    ("Adressen", "ad"), ("Addresses", "ad"), ("ad", "ad"), ("http://inspire.ec.europa.eu/theme/ad", "ad"),
    ("https://inspire.ec.europa.eu/theme/tn/", "tn"), ("Verteilung der Bevölkerung - Demografie", "pd"),
    ("Unsinn", None),
    ("xx", None), ("", None),
])
def test_inspire(text, code):
    found = inspire.find(text)
    assert (found.code if found else None) == code


def test_inspire_thesaurus():
    assert inspire.is_thesaurus("GEMET - INSPIRE themes, version 1.0")
    assert inspire.is_thesaurus("GEMET – INSPIRE-Themen")
    assert not inspire.is_thesaurus("INSPIRE priority data set")


def test_frequencies():
    assert frequencies.for_iso("daily") == f"{EU}/frequency/DAILY"
    assert frequencies.for_iso("biannually") == f"{EU}/frequency/ANNUAL_2"
    assert frequencies.for_iso("asNeeded").startswith("http://inspire.ec.europa.eu/")
    assert frequencies.for_iso("manchmal") == frequencies.for_iso("") == ""
    assert frequencies.for_iso("asNeeded") in [item.uri for item in frequencies.all_frequencies()]


@pytest.mark.parametrize(("text", "label"), [
    ("ESRI Shape", "SHP"), ("Shape-File", "SHP"), ("application/gml+xml; version=3.2", "GML"), ("GML 3.2.1", "GML"),
    ("OGC:WMS 1.3.0", "WMS"), (".xlsx", "XLSX"), ("*.csv", "CSV"), ("GeoTIFF", "GeoTIFF"), (f"{EU}/file-type/GPKG",
    "GPKG"),
    ("https://www.iana.org/assignments/media-types/text/csv", "CSV"), ("Shape (SHP)", "SHP"), ("PDF", "PDF"),
    ("unbekannt", None), ("", None), (None, None), ("x" * 300, None),
])
def test_file_types(text, label):
    found = file_types.find(text)
    assert (found.label if found else None) == label


def test_services_and_addresses():
    assert file_types.of_service("OGC:WMTS 1.0.0").label == "WMTS"
    assert file_types.of_service("WWW:LINK", "x?service=wfs").label == "WFS"
    assert file_types.of_service("OGC:CS-W 2.0.2").label == "CSW"
    assert file_types.of_service("wmsx, Schwms") is None
    assert file_types.of_address("https://example.org/a.geojson?b=c.pdf").label == "GeoJSON"
    assert file_types.of_address("https://example.org/") is None


@pytest.mark.parametrize("text", ["ger", "deu", "de", "de-DE", "German", f"{EU}/language/DEU", "DEU", "ger; DEU"])
def test_german(text):
    assert languages.find(text) == languages.GERMAN


def test_unknown_language():
    assert languages.find("http://id.loc.gov/vocabulary/iso639-1/en").code == "ENG"
    assert languages.find("hsb").code == "HSB"
    assert languages.find("klingonisch") is None
    assert languages.find("") is None
    assert languages.find(None) is None


@pytest.mark.parametrize("name", ["licences", "themes", "inspire", "frequencies", "file_types", "languages", "hvd",
                                  "functional_words"])
def test_every_table_names_its_source(name):
    assert len(data.load(name)["_source"]) > 20


def test_no_ckan_and_no_network_are_needed():
    code = ("import sys; from ckanext.suedwestfalen.vocabularies import licences, themes, inspire, file_types; "
            "sys.exit(any(name == 'ckan' or name.startswith(('ckan.', 'requests')) for name in sys.modules))")
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
