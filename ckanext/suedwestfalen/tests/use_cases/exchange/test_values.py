"""Values: what is written can be read again, and what is none is left out, never an error."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.suedwestfalen.use_cases.exchange import values
from ckanext.suedwestfalen.use_cases.exchange.mapping import Kind

SITE = "https://portal.example.org"
UUID = "6d0d9a2e-0000-4000-8000-000000000001"


@pytest.mark.parametrize(("kind", "value", "written"), [
    (Kind.LANGUAGE, "Bürger 🌡", {"de": "Bürger 🌡"}),
    (Kind.TEXT, "a\n\n- b <b>c</b>", "a\n\n- b <b>c</b>"),
    (Kind.CHOICE, "bis-5k", "bis-5k"),
    (Kind.CHOICE, "0", "0"),
    (Kind.IRI, "https://example.org/ä?b=c&d=%20", "https://example.org/ä?b=c&d=%20"),
    (Kind.DATASET, UUID, f"{SITE}/dataset/{UUID}"),
    (Kind.DATASET, "https://example.org/d/1", "https://example.org/d/1"),
    (Kind.LICENCE, "cc-by/4.0", "http://dcat-ap.de/def/licenses/cc-by/4.0"),
    (Kind.LICENCE, "https://example.org/licence", "https://example.org/licence"),
    (Kind.PLACE, "05974040", "http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05974040"),
    (Kind.PLACE, "05974", "http://dcat-ap.de/def/politicalGeocoding/districtKey/05974"),
    (Kind.MAIL, "smart-city@example.org", "mailto:smart-city@example.org"),
    (Kind.PHONE, "02921 103-0 (Zentrale)", "tel:02921%20103-0%20(Zentrale)"),
    (Kind.DATE, "2026-02-28", "2026-02-28"),
    (Kind.DATETIME, "2026-03-01T10:11:12.123456", "2026-03-01T10:11:12.123456Z"),
    (Kind.INTEGER, 12, 12),
    (Kind.NUMBER, 2.5, 2.5),
    (Kind.MONTHS, 18, "P18M"),
    (Kind.YES_NO, "ja", True),
    (Kind.YES_NO, "nein", False),
    (Kind.TAG, {"name": "Bäume"}, "Bäume"),
])
def test_written_and_read_again(kind, value, written):
    assert values.write(kind, value, SITE) == written
    assert values.read(kind, written, SITE) == value


@pytest.mark.parametrize(("kind", "value"), [
    (Kind.IRI, "www.example.org"), (Kind.IRI, "http://[oops"), (Kind.CHOICE, "zwei Worte"), (Kind.PLACE, "Soest"),
    (Kind.PLACE, "123"), (Kind.DATE, "gestern"), (Kind.DATE, "2026-02-30"), (Kind.DATETIME, "neulich"),
    (Kind.INTEGER, "viel"), (Kind.INTEGER, "2.5"), (Kind.NUMBER, "nan"), (Kind.NUMBER, "1e999"), (Kind.MONTHS, "-1"),
    (Kind.YES_NO, "vielleicht"), (Kind.TEXT, {"a": 1}), (Kind.TEXT, " "), (Kind.TEXT, None), (Kind.LANGUAGE, ""),
    (Kind.MAIL, ""), (Kind.LICENCE, "irgendwas"),
])
def test_what_is_no_value_is_not_written(kind, value):
    assert values.write(kind, value, SITE) is None


@pytest.mark.parametrize(("kind", "value"), [
    (Kind.IRI, 7), (Kind.IRI, None), (Kind.PLACE, "http://dcat-ap.de/def/politicalGeocoding/municipalityKey/Soest"),
    (Kind.DATE, []), (Kind.DATETIME, {}), (Kind.INTEGER, "2.5"), (Kind.NUMBER, "Infinity"), (Kind.MONTHS, "P1D"),
    (Kind.MONTHS, "P"), (Kind.YES_NO, "ja"), (Kind.TEXT, ["a"]), (Kind.CHOICE, {"@id": 5.5}), (Kind.INTEGER, True),
])
def test_what_is_no_value_cannot_be_read(kind, value):
    try:
        found = values.read(kind, value, SITE)
    except ValueError:
        return
    pytest.fail(f"read as {found!r}")


def test_control_characters_and_halves_of_characters_are_taken_out():
    assert values.write(Kind.TEXT, "a\x00b\x0b\ud800c\r\nd") == "abc\nd"


def test_an_address_is_one_that_rdf_takes():
    assert values.write(Kind.IRI, 'https://example.org/a b"<c>') == "https://example.org/a%20b%22%3Cc%3E"


@pytest.mark.parametrize("written", ["swf:phase/pilot", "https://x.example.org/def#phase/pilot", {"@id": "a/pilot"}])
def test_a_value_of_a_list_is_read_in_full_as_well(written):
    assert values.read(Kind.CHOICE, written) == "pilot"


@pytest.mark.parametrize(("written", "text"), [
    ({"en": "E", "de": "D"}, "D"), ({"fr": "F", "en": "E"}, "E"), ({"fr": ["F"]}, "F"), ("T", "T"),
    ({"@value": "V", "@language": "de"}, "V"), ({}, ""),
])
def test_german_before_english_before_anything(written, text):
    assert values.read(Kind.LANGUAGE, written) == text


def test_times_become_utc():
    assert values.read(Kind.DATETIME, "2026-03-01T12:00:00+02:00") == "2026-03-01T10:00:00"
    aware = dt.datetime(2026, 3, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    assert values.write(Kind.DATETIME, aware) == "2026-03-01T10:00:00Z"
    assert values.write(Kind.DATE, aware.date()) == "2026-03-01"
