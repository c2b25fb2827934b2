"""The examples of `seed --demo`: clearly examples, about no real town, published, linked with each other."""

from __future__ import annotations

import json
import re

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.catalogue import demo as examples
from ckanext.suedwestfalen.catalogue import seeding
from ckanext.suedwestfalen.tests.catalogue.conftest import OLPE, PLATFORM, SOEST, empty_portal, portal, quiet
from ckanext.suedwestfalen.use_cases import adoptions, demo, missing, names, records

__all__ = ["empty_portal", "portal"]

BAD_BERLEBURG = "05970004"
MARK = "erfundenes Beispiel"


@pytest.fixture(scope="module")
def read():
    return examples.read(None, demo.FOLDER)


@pytest.fixture(scope="module")
def seeded(portal):
    report = seeding.Report(say=quiet)
    examples.seed(None, report)
    return report


def seed(**options):
    report = seeding.Report(say=quiet)
    demo.seed(None, report, **options)
    return report.counts


def test_each_says_that_it_is_an_example(read):
    assert len(read) >= 8
    for example in read:
        assert example["title"].startswith("Beispiel: ")
        assert MARK in example["notes"]


def test_costs_are_left_open_or_said_to_be_invented(read):
    for example in read:
        told = {example["cost_setup"], example["cost_annual"]} != {"keine-angabe"} or "effort_days" in example
        assert not told or "erfunden" in example["cost_note"]


def test_no_person_and_no_real_address(read):
    text = json.dumps(read, ensure_ascii=False)
    assert set(re.findall(r"@([\w.-]+)", text)) == {"example.org"}
    assert {address.split("/")[0] for address in re.findall(r"https?://([^\"\s]+)", text)} == {"example.org"}
    assert "contact_phone" not in text


def test_values_are_of_the_lists(read):
    lists = region.load().choices
    for example in read:
        for field in ("phase", "privacy", "reuse_status", "contact_released", "dpia", "procurement", "accessibility"):
            values = {choice.name for choice in lists[f"use_case_{field}"]}
            assert field not in example or example[field] in values
        for adoption in example.get("adoptions", ()):
            assert set(adoption["way"]) <= set(names.ADOPTION_STATES)


@pytest.mark.ckan_config("ckanext.suedwestfalen.use_cases.release_by", "agency")
class TestSeeded:
    def test_all_are_published_complete_and_marked(self, read, seeded):
        for example in read:
            package = records.get(example["name"])
            content = records.content(package)
            assert records.is_public(package)
            assert content["example"] == "ja"
            assert content["lead_project"] == [PLATFORM]
            assert content["last_reviewed"]
            assert missing.of(content) == []

    def test_they_lead_to_the_example_datasets(self, seeded):
        case = tk.get_action("package_show")({}, {"id": "beispiel-mobilstationen"})
        linked = [model.Package.get(row["dataset"]).name for row in case["data_required"] if row.get("dataset")]
        assert linked == ["beispiel-radabstellanlagen", "beispiel-ladesaeulen"]

    def test_a_chain_over_three_towns(self, seeded):
        first, derived = records.get("beispiel-klimasensorik"), records.get("beispiel-klimasensorik-schulen")
        assert records.dataset(first)["municipality"] == [SOEST]
        assert records.dataset(derived)["municipality"] == [OLPE]
        assert records.dataset(derived)["based_on"] == [first.extras["identifier"]]
        said = adoptions.public_of([first.id, derived.id])
        assert [(row["municipality"], row["status"]) for row in said[first.id]] == [
            (OLPE, "betrieb"), ("", "abgebrochen")]
        assert [(row["municipality"], row["status"]) for row in said[derived.id]] == [(BAD_BERLEBURG, "umsetzung")]
        inner = adoptions.of(first.id, user=seeding.context()["user"])
        assert inner[0]["derived_id"] == derived.id
        assert len(inner[0]["history"]) == inner[0]["version"] == 4

    def test_again_changes_nothing(self, seeded, read):
        before = records.get("beispiel-klimasensorik").metadata_modified
        assert seed() == {seeding.SAME: len(read)}
        assert records.get("beispiel-klimasensorik").metadata_modified == before

    def test_what_was_edited_stays_unless_forced(self, seeded):
        package = records.get("beispiel-selbstlernzentrum")
        user = seeding.context()["user"]
        records.write({"id": package.id, "title": "Beispiel: Lernzentrum"}, user=user)
        seed()
        assert records.get(package.id).title == "Beispiel: Lernzentrum"
        seed(force=True)
        assert records.get(package.id).title == "Beispiel: Digitales Selbstlernzentrum"
        assert len(adoptions.public_of([records.get("beispiel-klimasensorik").id]).popitem()[1]) == 2
