"""What a source's rules make of its records, in runs."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.harvest import rules
from ckanext.suedwestfalen.tests.harvest.records import guid, record

ENVIRONMENT = "http://publications.europa.eu/resource/authority/data-theme/ENVI"
TRANSPORT = "http://publications.europa.eu/resource/authority/data-theme/TRAN"
ZERO = {"default_licence": "dl-zero-de/2.0", "default_licence_reason": "Beschluss vom 12.03.2024"}


def unlicensed(number=0, instead=b"", **fields):
    """Give a record with other constraints, or none."""
    return re.sub(rb"<gmd:resourceConstraints>.*?</gmd:resourceConstraints>", instead, record(number, **fields),
                  flags=re.DOTALL)


def limited(text):
    return (f"<gmd:resourceConstraints><gmd:MD_LegalConstraints><gmd:useLimitation><gco:CharacterString>{text}"
            "</gco:CharacterString></gmd:useLimitation></gmd:MD_LegalConstraints></gmd:resourceConstraints>").encode()


@pytest.fixture
def told(script, make_source, harvest):
    """Harvest one record with a source that was told something; gives run, dataset and codes of the findings."""
    script.records = {guid(0): record(0)}
    sources = []

    def run(content=None, force=False, **options):
        model.Session.rollback()
        if content is not None:
            script.records = {guid(0): content}
        if not sources:
            sources.append(make_source().id)
        source = model.Session.get(tables.Source, sources[0])
        source.options = options
        model.Session.commit()
        ended = harvest(source, force=force)
        return ended, shown(), findings(ended)

    return run


def shown():
    found = model.Session.scalars(sa.select(model.Package).where(model.Package.type == "dataset")).first()
    if found is None:
        return None
    return tk.get_action("package_show")({"ignore_auth": True, "use_cache": False}, {"id": found.id})


def findings(run):
    query = sa.select(tables.RunFinding.code).where(tables.RunFinding.run_id == run.id)
    return sorted(model.Session.scalars(query))


def test_the_default_licence_fills_a_gap_and_says_so(told):
    run, dataset, codes = told(unlicensed(), **ZERO)
    assert dataset["license_id"] == "dl-zero-de/2.0"
    assert dataset["license_source"] == rules.LICENCE_OF_SOURCE
    assert {resource["license"] for resource in dataset["resources"]} == {"http://dcat-ap.de/def/licenses/dl-zero-de/2.0"}
    assert "record-licence-missing" not in codes
    assert (run.state, run.new) == ("finished", 1)


@pytest.mark.parametrize("evidence", ["Nutzung nur nach Absprache mit dem Fachdienst", "CC BY 4.0 oder CC BY-SA 4.0"])
def test_no_default_speaks_over_what_the_record_says(told, evidence):
    _run, dataset, _codes = told(unlicensed(instead=limited(evidence)), **ZERO)
    assert dataset["license_id"] != "dl-zero-de/2.0"
    assert not dataset.get("license_source")


def test_a_licence_of_the_record_stays(told):
    _run, dataset, _codes = told(**ZERO)
    assert dataset["license_id"] == "dl-by-de/2.0"
    assert not dataset.get("license_source")


def test_without_a_default_nothing_is_guessed(told):
    _run, dataset, codes = told(unlicensed())
    assert dataset["license_id"] == ""
    assert "record-licence-missing" in codes


def test_flag_takes_a_record_with_defects_and_notes_them(told):
    for options in ({}, {"validation": "flag"}):
        run, dataset, codes = told(unlicensed(), force=True, **options)
        assert dataset is not None
        assert run.failed == 0
        assert "record-licence-missing" in codes


def test_import_takes_it_without_a_word(told):
    run, dataset, codes = told(unlicensed(), validation="import")
    assert dataset is not None
    assert (run.new, codes) == (1, [])


def test_reject_fails_it_with_its_defects(told):
    run, dataset, codes = told(unlicensed(), validation="reject")
    assert dataset is None
    assert (run.state, run.failed, run.new) == ("finished", 1, 0)
    assert codes == ["record-licence-missing", "record-rejected"]


def test_reject_takes_what_has_no_defects_or_a_default(told):
    assert told(validation="reject")[0].new == 1
    assert told(unlicensed(title="Neu"), validation="reject", **ZERO)[0].changed == 1


def test_reject_keeps_the_dataset_of_an_earlier_version(told):
    _run, before, _codes = told(validation="reject")
    run, after, _codes = told(unlicensed(title="Schlechter"), validation="reject")
    assert run.failed == 1
    assert (after["title"], after["state"]) == (before["title"], "active")


def test_a_stricter_policy_looks_at_old_records_again(told):
    assert told(unlicensed())[0].new == 1
    assert told(validation="reject", content=unlicensed())[0].failed == 1


def test_themes_are_added_at_every_import(told):
    _run, dataset, _codes = told(record(0, keyword="Radweg"), themes=["ENVI"])
    assert dataset["theme"] == [ENVIRONMENT]
    run, dataset, _codes = told(themes=["ENVI"], rules="radweg = TRAN\nSonne = ENER")
    assert run.changed == 1
    assert set(dataset["theme"]) == {ENVIRONMENT, TRANSPORT}


@pytest.mark.parametrize(("title", "keyword", "hit"), [
    ("Radwege", "radweg", True), ("Der Radweg am See", "x1", True), ("Radwegenetz", "x1", False),
    ("Wege", "Radweg an der Straße", False), ("RADWEG.", "x1", True),
])
def test_a_word_is_a_keyword_or_stands_in_the_title(title, keyword, hit):
    dataset = {"title": title, "tags": [{"name": keyword}]}
    assert rules.matching(dataset, "Radweg = TRAN") == (["TRAN"] if hit else [])


def test_goals_and_projects_are_given_to_new_datasets_only(told):
    factories.Group(type="lead_project", name="radwege")
    options = {"dna_goal": ["digital"], "lead_project": ["radwege"], "rules": "beispiel = nachhaltig"}
    _run, dataset, _codes = told(**options)
    assert dataset["dna_goal"] == ["digital", "nachhaltig"]
    assert dataset["lead_project"] == ["radwege"]
    by_hand = {**dataset, "dna_goal": ["authentisch"], "lead_project": []}
    tk.get_action("package_update")({"ignore_auth": True, "user": factories.Sysadmin()["name"]}, by_hand)
    run, dataset, _codes = told(record(0, title="Anders"), **options)
    assert run.changed == 1
    assert (dataset["title"], dataset["dna_goal"]) == ("Anders", ["authentisch"])
    assert not dataset.get("lead_project")


def test_later_rules_do_not_touch_what_is_there(told):
    told()
    run, dataset, _codes = told(dna_goal=["digital"])
    assert (run.unchanged, run.changed) == (1, 0)
    assert not dataset.get("dna_goal")


def test_a_target_that_is_gone_is_said_and_nothing_fails(told):
    run, dataset, codes = told(lead_project=["gone"], rules="beispiel = auch-weg\nbeispiel = digital")
    assert (run.new, run.failed) == (1, 0)
    assert dataset["dna_goal"] == ["digital"]
    assert codes == ["rule-without-target", "rule-without-target"]


def test_limits_and_delivery_import_nothing_again(told):
    first, _dataset, _codes = told()
    first_id = first.id
    run, _dataset, _codes = told(guard_share=50, deletion_runs=1, published_elsewhere=True, validation="flag")
    assert (run.unchanged, run.changed, run.new) == (1, 0, 0)
    assert set(model.Session.scalars(sa.select(tables.Record.run_id))) == {first_id}, "no worker had to look at it"


def test_a_source_has_its_own_deletion_guard(script, make_source, harvest):
    strict, lax = make_source(), make_source(options={"guard_share": 90, "deletion_runs": 1, "deletion_hours": 0})
    harvest(strict)
    assert script.records.pop(guid(0))
    assert script.records.pop(guid(1))
    assert script.records.pop(guid(2))
    assert harvest(strict).state == "held"
    script.records = {f"lax-{number}": record(number, identifier=f"lax-{number}") for number in range(10)}
    harvest(lax)
    for number in range(3):
        del script.records[f"lax-{number}"]
    run = harvest(lax)
    assert (run.state, run.held, run.deleted) == ("finished", 0, 3)
