"""Which municipality or Kreis a text names, with the shipped region."""

from __future__ import annotations

import time

import pytest

from ckanext.suedwestfalen import region

NAMES = [
    ("05974040", "soest"),
    ("059740040040", "soest"),
    ("5974040", "soest"),
    ("05 9 74 040", "soest"),
    ("http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05974040", "soest"),
    ("https://registry.gdi-de.org/id/de.bund.bkg.regschluessel/059740040040", "soest"),
    ("http://dcat-ap.de/def/politicalGeocoding/regionalKey/059620040040", "menden"),
    ("menden", "menden"),
    ("Menden (Sauerland)", "menden"),
    ("Menden", "menden"),
    ("Stadt Menden (Sauerland)", "menden"),
    ("Menden/Sauerland", "menden"),
    ("Menden (Sauerland), Stadt", "menden"),
    ("Stadt Olpe", "olpe"),
    ("Gemeinde Wenden", "wenden"),
    ("Kreisstadt Olpe", "olpe"),
    ("Hansestadt Medebach", "medebach"),
    ("Stadtverwaltung Soest", "soest"),
    ("Olpe", "olpe"),
    ("Lüdenscheid", "luedenscheid"),
    ("Luedenscheid", "luedenscheid"),
    ("LÜDENSCHEID", "luedenscheid"),
    ("Lu\u0308denscheid", "luedenscheid"),
    ("Wendener Land", "wenden"),
    ("Eslohe", "eslohe"),
    ("Wickede (Ruhr)", "wickede"),
    ("Wickede/Ruhr", "wickede"),
    ("Kreis- und Hochschulstadt Meschede", "meschede"),
    ("Meschede, Kreis- und Hochschulstadt", "meschede"),
    ("Universitätsstadt Siegen", "siegen"),
    ("Siegen, Universitätsstadt", "siegen"),
    ("Neunkirchen (Siegerland)", "neunkirchen"),
    ("Neunkirchen, Kreis Siegen-Wittgenstein", "neunkirchen"),
    ("Olpe, Kreis Olpe", "olpe"),
    ("59494 Soest", "soest"),
    ("D-59494 Soest", "soest"),
    ("Der Bürgermeister der Stadt Menden (Sauerland)", "menden"),
    ("Bürgermeister der Gemeinde Möhnesee", "moehnesee"),
    ("Gemeinde Moehnesee", "moehnesee"),
    ("Nachrodt Wiblingwerde", "nachrodt-wiblingwerde"),
    ("Bad Berleburg", "bad-berleburg"),
    ("Stadt Bad Berleburg", "bad-berleburg"),
    ("Stadt Lippstadt", "lippstadt"),
    ("Stadt Lennestadt", "lennestadt"),
    ("Lennestadt", "lennestadt"),
    ("Stadt Soest - Der Bürgermeister", "soest"),
    ("Schalksmuehle", "schalksmuehle"),
    ("Altena (Westf.)", "altena"),
    ("Gemeindeverwaltung Kirchhundem", "kirchhundem"),
    ("Sundern", "sundern"),
    ("stadt soest", "soest"),
    ("  Soest  ", "soest"),
    ("Stadt Sundern", "sundern"),
    ("Altena, Märkischer Kreis", "altena"),
    ("Altena, Westfalen", "altena"),
    ("Hansestadt Soest", "soest"),
]
NOT_OURS = [
    "Kreis Olpe",
    "Kreis Soest",
    "Neunkirchen-Seelscheid",
    "Wenden (Braunschweig)",
    "Freudenberg am Main",
    "Altenahr",
    "Landkreis Neunkirchen",
    "Stadt Neunkirchen",
    "Bezirksregierung Arnsberg",
    "Neunkirchen (Saar)",
    "Stadt Wenden",
    "Siegen-Wittgenstein",
    "Märkischer Kreis",
    "HSK",
    "",
    "Deutschland",
    "Kreisverwaltung Olpe",
    "Regierungsbezirk Arnsberg",
    "05974",
    "059740000000",
    "05974000",
    "http://x/20190101",
    "Burbach (Eifel)",
    "Neunkirchen am Brand",
    "Olpe (Kreis Soest)",
    "Stadt",
    "der",
    "Hansestadt",
    "Kreis",
    "Soester Börde",
    "Soest Lippstadt",
    "Soest (Niederlande)",
    "Wenden-Hünsborn",
    None,
]
KREISE = [
    ("Kreis Olpe", "05966"),
    ("Kreis Soest", "05974"),
    ("Landkreis Olpe", "05966"),
    ("Kreisverwaltung Soest", "05974"),
    ("Märkischer Kreis", "05962"),
    ("Maerkischer Kreis", "05962"),
    ("HSK", "05958"),
    ("MK", "05962"),
    ("Hochsauerlandkreis", "05958"),
    ("Der Landrat des Kreises Soest", "05974"),
    ("des Märkischen Kreises", "05962"),
    ("Landrat des Hochsauerlandkreises", "05958"),
    ("Siegen-Wittgenstein", "05970"),
    ("Kreis Siegen-Wittgenstein", "05970"),
    ("05966", "05966"),
    ("059660000000", "05966"),
    ("05966000", "05966"),
    ("http://dcat-ap.de/def/politicalGeocoding/districtKey/05974", "05974"),
    ("kreis-olpe", "05966"),
    ("Kreisverwaltung des Märkischen Kreises", "05962"),
    ("Kreisverwaltung Siegen-Wittgenstein", "05970"),
    ("Olpe", None),
    ("Soest", None),
    ("Stadt Olpe", None),
    ("05966024", None),
    ("Kreisstadt Olpe", None),
    ("Kreis Neunkirchen", None),
    ("Rhein-Sieg-Kreis", None),
    ("Siegen", None),
]
IN_TEXT = [
    ("Stadt Soest, Abteilung Geoinformation", ["soest"]),
    ("Der Bürgermeister der Stadt Menden (Sauerland)", ["menden"]),
    ("Kreis Soest", []),
    ("Stadt Neuenrade (MK)", ["neuenrade"]),
    ("Gemeinde Burbach (SI), Bauamt", ["burbach"]),
    ("Bezirksregierung Arnsberg, Seibertzstr. 1, 59821 Arnsberg", []),
    ("Bezirksregierung Arnsberg 59821 Arnsberg", []),
    ("Südwestfalen Agentur GmbH, Olpe", []),
    ("Landesbetrieb Straßenbau NRW, 57072 Siegen", []),
    ("Hochsauerlandkreis Eichholzstr. 9 59821 Arnsberg", []),
    ("Stadt Iserlohn, Schillerplatz 7, 58636 Iserlohn", ["iserlohn"]),
    ("Amt für Geoinformation, Siegen", ["siegen"]),
    ("Bundesstraßen in Soest, Werl und Ense", ["soest", "werl", "ense"]),
    ("Kreis Soest, Abteilung Liegenschaftskataster", []),
    ("Kreis Olpe und Stadt Olpe", ["olpe"]),
    ("Bezirksregierung Arnsberg", []),
    ("Bezirksregierung Arnsberg, Abt. 6", []),
    ("Neunkirchen-Seelscheid", []),
    ("Freudenberg am Main", []),
    ("Stadt Freudenberg am Main", []),
    ("Altenahr", []),
    ("Wenden (Braunschweig)", []),
    ("Bitte wenden Sie sich an uns", []),
    ("Man kann hier wenden", []),
    ("Wenden Sie sich an die Stadt Olpe", ["olpe"]),
    ("Stadtwerke Soest GmbH", ["soest"]),
    ("Universität Siegen", []),
    ("Amtsgericht Soest", []),
    ("Finanzamt Olpe", []),
    ("Stadt Soest (Geoinformation)", ["soest"]),
    ("Kreisstadt Olpe - Bauamt", ["olpe"]),
    ("Stadt Arnsberg | Fachdienst Geo", ["arnsberg"]),
    ("Hansestadt Attendorn", ["attendorn"]),
    ("Städte Menden und Arnsberg", ["menden", "arnsberg"]),
    ("Menden, Olpe, Soest", ["menden", "olpe", "soest"]),
    ("Siegen-Wittgenstein", []),
    ("Kreis Siegen-Wittgenstein, Der Landrat, Beispielstraße 1, 57072 Siegen", []),
    ("Kreis Siegen-Wittgenstein, Stadt Siegen", ["siegen"]),
    ("Stadt Olpe Bauamt", ["olpe"]),
    ("Stadt Soest Abteilung Geoinformation", ["soest"]),
    ("Stadt Menden (Sauerl.)", ["menden"]),
    ("Bebauungspläne Arnsberg (WMS)", ["arnsberg"]),
    ("Burbach i.d. Eifel", []),
    ("Neunkirchen a. Brand", []),
    ("Bebauungsplan Nr. 5 der Gemeinde Möhnesee", ["moehnesee"]),
    ("Landkreis Neunkirchen", []),
    ("Stadt Neunkirchen", []),
    ("Bad Sassendorf und Bad Berleburg", ["bad-sassendorf", "bad-berleburg"]),
    ("Gemeinde Wickede (Ruhr) - Bauamt", ["wickede"]),
    ("Stadt Menden (Sauerland) - Stadtplanung", ["menden"]),
    ("Stadt Sundern (Sauerland)", ["sundern"]),
    ("Agentur für Arbeit Iserlohn", []),
    ("Kreise Soest und Olpe", []),
    ("Stadt Soest / Geoinformation", ["soest"]),
    ("Stadt Soest/Geoinformation", ["soest"]),
    ("Regierungsbezirk Arnsberg", []),
    ("stadt soest", ["soest"]),
    ('Bebauungsplan "Am Markt" Soest', ["soest"]),
    ("Stadt Wickede an der Ruhr", []),
    ("Gemeinde Wickede an der Ruhr", ["wickede"]),
    ("Kreispolizeibehörde Soest", []),
    ("Soester Anzeiger", []),
    ("Stadt Meschede – Kreis- und Hochschulstadt", ["meschede"]),
    ("Stadtarchiv Lüdenscheid", ["luedenscheid"]),
    ("Olpe (Kreis Olpe)", ["olpe"]),
    ("Kreis- und Hochschulstadt Meschede", ["meschede"]),
    ("Verbandsgemeinde Altenahr", []),
    ("Stadt Soest im Kreis Soest", ["soest"]),
    ("Märkischer Kreis für Altena", ["altena"]),
    ("Geoportal der Stadt Iserlohn", ["iserlohn"]),
]
KREISE_IN_TEXT = [
    ("Kreis Soest, Abteilung 62", ["05974"]),
    ("Der Landrat des Kreises Olpe - Kataster", ["05966"]),
    ("Hochsauerlandkreis, Fachdienst", ["05958"]),
    ("des Märkischen Kreises, Amt", ["05962"]),
    ("Kreisstadt Olpe", []),
    ("Stadt Soest", []),
    ("Kreis Siegen-Wittgenstein und HSK", ["05970", "05958"]),
    ("Kreisverwaltung Olpe", ["05966"]),
    ("Landkreis Soest", ["05974"]),
    ("Kreis Soest-Land", []),
]


@pytest.fixture(scope="module")
def shipped():
    return region.load()


@pytest.mark.parametrize(("text", "slug"), NAMES)
def test_find(shipped, text, slug):
    assert shipped.find(text).slug == slug


@pytest.mark.parametrize("text", NOT_OURS)
def test_find_nothing(shipped, text):
    assert shipped.find(text) is None


@pytest.mark.parametrize(("text", "key"), KREISE)
def test_find_kreis(shipped, text, key):
    found = shipped.find_kreis(text)
    assert (found and found.key) == key


@pytest.mark.parametrize(("text", "slugs"), IN_TEXT)
def test_find_in_text(shipped, text, slugs):
    assert [municipality.slug for municipality in shipped.find_in_text(text)] == slugs


@pytest.mark.parametrize(("text", "keys"), KREISE_IN_TEXT)
def test_find_kreise_in_text(shipped, text, keys):
    assert [kreis.key for kreis in shipped.find_kreise_in_text(text)] == keys


def test_every_municipality_is_found_by_each_of_its_names(shipped):
    for town in shipped.municipalities:
        umlauts = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
        for text in (town.ags, town.ars, town.slug, town.name, town.short_name, town.official_name, *town.aliases,
                     town.regional_key_uri, town.political_geocoding_uri, town.name.translate(umlauts),
                     town.name.upper(), f"Gemeinde {town.name}", f"Der Bürgermeister der Gemeinde {town.short_name}"):
            assert shipped.find(text) is town, text
        for text in (town.name, town.short_name, f"Gemeinde {town.short_name}, Bauamt", f"Gemeinde {town.name}"):
            assert shipped.find_in_text(text) == [town], text
        assert shipped.find_kreis(town.short_name) is None


def test_every_kreis_is_found_by_each_of_its_names(shipped):
    for kreis in shipped.kreise:
        for text in (kreis.key, kreis.slug, kreis.name, kreis.plate, kreis.political_geocoding_uri, *kreis.aliases,
                     f"Kreisverwaltung {kreis.name}"):
            assert shipped.find_kreis(text) is kreis, text
        assert shipped.find(kreis.name) is None
        assert shipped.find_in_text(kreis.name) == []
        assert shipped.find_kreise_in_text(f"{kreis.name}, Fachdienst Geoinformation") == [kreis]


def test_long_texts_take_no_time(shipped):
    start = time.perf_counter()
    for text in ("der " * 5000, "Stadt " * 5000, "Kreis Soest, " * 500, "(" * 9000, "Kreise " + "a, " * 3000):
        shipped.find(text)
        shipped.find_kreis(text)
        shipped.find_in_text(text)
        shipped.find_kreise_in_text(text)
    assert time.perf_counter() - start < 1.0
