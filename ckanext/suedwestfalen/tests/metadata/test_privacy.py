"""Personal data does not become part of a dataset unless a setting says so."""

from __future__ import annotations

import json
import re

import pytest

from ckanext.suedwestfalen.metadata import dataset, iso, privacy
from ckanext.suedwestfalen.metadata.description import Contact, Description


@pytest.mark.parametrize("address", [
    "info@example.org", "Poststelle@stadt.example.org", "geodaten@example.org", "geo-daten@example.org",
    "amt62@example.org", "fb-61@example.org", "gis.team@example.org", "lfu@lfu.example.org", "vermessung@example.org",
    "GeoportalHilfe@example.org", "opendata@example.org", "stadt@example.org", "kataster.auskunft@example.org",
    "fachdienst46@example.org", "62@example.org", "jugendamt@example.org", "untere.naturschutzbehoerde@example.org",
    "bodenschutz@example.org", "gutachterausschuss@example.org", "kundencenter@example.org", "bplan@example.org",
])
def test_functional_mailboxes(address):
    assert privacy.is_functional(address)


@pytest.mark.parametrize("address", [
    "kim.beispiel@example.org", "k.beispiel@example.org", "kbeispiel@example.org", "beispiel@example.org",
    "kim@example.org", "kim-beispiel@example.org", "kim_beispiel@example.org", "anna.post@example.org",
    "a.stadt@example.org",
    "", "keine Adresse", "x@", "kim.beispiel1@example.org",
])
def test_personal_mailboxes_and_what_is_in_doubt(address):
    assert not privacy.is_functional(address)


def test_a_mailbox_with_the_name_beside_it_is_personal():
    assert privacy.is_functional("planung@example.org")
    assert not privacy.is_functional("planung@example.org", "Kim Planung")
    assert privacy.is_functional("geodaten@example.org", "Team Geodaten")


@pytest.mark.parametrize(("name", "unit"), [
    ("Referat 94 - Grundwasser", True), ("Geodatenmanagement", True), ("Team Open Data", True),
    ("Kim Beispiel", False), ("Beispiel, Kim, Frau Dr.", False), ("Frau Amt", False), ("", False),
    ("Stadt Soest", True), ("Märkischer Kreis", True), ("Geobasis NRW", True), ("Robert Koch-Institut", True),
    ("Petra Beispiel, Katasteramt", False), ("Ansprechpartnerin Geodaten: Petra Beispiel", False),
])
def test_units_are_no_persons(name, unit):
    assert privacy.names_unit(name) is unit


def test_contact_is_stripped(mapped):
    found = mapped("dataset")
    everything = json.dumps(found.dataset, ensure_ascii=False) + json.dumps(found.evidence)
    for personal in ("Kim", "kim.", "02921"):
        assert personal not in everything
    assert found.dataset["contact"][0]["name"] == "Stadt Soest, Fachdienst Geoinformation"
    assert "record-personal-data" in [finding.code for finding in found.findings]


def test_the_finding_does_not_repeat_what_it_hides(mapped):
    for finding in mapped("dataset").findings:
        assert "Beispiel, Kim" not in finding.message()
        assert "kim.beispiel" not in json.dumps(finding.as_dict())


def test_setting_keeps_personal_data(mapped):
    found = mapped("dataset", personal_data=True).dataset
    assert found["contact"][0]["email"] == "kim.beispiel@example.org"
    assert found["contact"][0]["name"] == "Stadt Soest, Fachdienst Geoinformation, Beispiel, Kim"


def test_running_text():
    description = Description(
        "x", title="x", abstract="Fragen an Frau Kim Beispiel, Telefon: 02921 / 10-30, kim.beispiel@example.org oder "
        "geodaten@example.org. Stand 2020-05-17, Maßstab 1:5000.",
        contacts=[Contact(individual="Beispiel, Kim")],
    )
    stripped, taken = privacy.strip(description)
    assert stripped.abstract == (
        "Fragen an Frau […], Telefon: […], […] oder geodaten@example.org. Stand 2020-05-17, Maßstab 1:5000."
    )
    assert set(taken) == {"name", "name in a text", "telephone number in a text", "e-mail in a text"}


def test_person_in_the_organisation_field():
    stripped, _ = privacy.strip(Description("x", contacts=[Contact(organisation="Herr Kim Beispiel")]))
    assert stripped.contacts[0].organisation == ""


def test_the_original_is_not_changed():
    description = Description("x", contacts=[Contact(individual="Kim Beispiel", email="k.beispiel@example.org")])
    privacy.strip(description)
    assert description.contacts[0].individual == "Kim Beispiel"


def test_samples_hold_no_person(sample_records, region):
    """No name of a person from the contacts of the samples, and no mailbox in doubt, is in any dataset."""
    held = 0
    for path, data in sample_records:
        description = iso.read(data)[0]
        found = dataset.to_dataset(description, region=region)
        written = json.dumps(found.dataset, ensure_ascii=False)
        for contact in description.contacts:
            if contact.individual and not privacy.names_unit(contact.individual):
                held += 1
                assert contact.individual not in written, path
        for address in re.findall(r"[\w.-]+@[\w-]+(?:\.[\w-]+)+", written):
            assert privacy.is_functional(address), (path, address)
    assert held > 20


@pytest.mark.parametrize(("organisation", "individual", "kept"), [
    ("Stadt Menden", "Stadt Menden", "Stadt Menden"),
    ("Stadt Soest, Frau Beispiel", "", "Stadt Soest"),
    ("Stadt Soest - Petra Beispiel", "Petra Beispiel", "Stadt Soest"),
    ("Petra Beispiel", "", ""),
    ("Stadt Soest, Bürgermeister Peter Beispiel", "", "Stadt Soest"),
    ("Stadt Soest, Der Bürgermeister", "", "Stadt Soest, Der Bürgermeister"),
    ("Beispiel, Petra", "", ""),
    ("Robert Koch-Institut", "", "Robert Koch-Institut"),
    ("Marie Beispiel Schule", "", "Marie Beispiel Schule"),
    ("Karl-Arnold-Stiftung Köln", "", "Karl-Arnold-Stiftung Köln"),
])
def test_the_organisation_stays_and_the_person_in_it_goes(organisation, individual, kept):
    found = privacy.strip(Description("x", contacts=[Contact(organisation=organisation, individual=individual)]))[0]
    assert found.contacts[0].organisation == kept


@pytest.mark.parametrize("position", ["Fr. Beispiel", "Petra Beispiel", "Beispiel"])
def test_person_in_the_position_field(position):
    contact = Contact(organisation="Stadt Soest", position=position, individual="Beispiel, Petra")
    assert not privacy.strip(Description("x", contacts=[contact]))[0].contacts[0].position


def test_the_telephone_beside_a_personal_mailbox_is_personal():
    contact = Contact(organisation="Stadt Soest", email="petra.beispiel@example.org", phone="02921 103-1")
    assert not privacy.strip(Description("x", contacts=[contact]))[0].contacts[0].phone


@pytest.mark.parametrize(("text", "cleaned"), [
    ("Herr Beispiel erteilt Auskunft", "Herr […] erteilt Auskunft"),
    ("Ansprechpartnerin: Frau Dr. Petra Beispiel-Muster.", "Ansprechpartnerin: Frau […]."),
    ("Ansprechpartner: Kim Beispiel, Zimmer 3", "Ansprechpartner: […], Zimmer 3"),
    ("Ansprechpartner: Stadt Soest", "Ansprechpartner: Stadt Soest"),
    ("kim.beispiel (at) example (dot) org", "[…]"),
    ("kim.beispiel[@]example.org", "[…]"),
    ("geodaten(at)example.org", "geodaten(at)example.org"),
    ("Telefon-Nr.: 02921/103123", "Telefon-Nr.: […]"),
    ("Mo. bis Fr. Vormittag", "Mo. bis Fr. Vormittag"),
    ("Herr der Ringe, Frau und Familie, Frauenhaus", "Herr der Ringe, Frau und Familie, Frauenhaus"),
])
def test_disguised_persons_in_a_text(text, cleaned):
    assert privacy.clean_text(text) == cleaned
