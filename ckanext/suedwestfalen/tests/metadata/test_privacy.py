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
