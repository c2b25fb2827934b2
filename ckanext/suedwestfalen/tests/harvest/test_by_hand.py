"""A dataset that people made of a record before a source lists it: one record stays one dataset."""

from __future__ import annotations

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.harvest import preview, report, sources
from ckanext.suedwestfalen.tests.harvest.records import guid, record

FIELDS = {"notes": "Von Hand beschrieben", "license_id": "dl-zero-de/2.0"}


@pytest.fixture
def made(script, source):
    """Make a dataset by hand, in the source's organization, with the identifier of a record."""

    def make(number=0, **fields):
        given = {"title": f"Von Hand {number}", "name": f"von-hand-{number}", "identifier": guid(number),
                 "owner_org": source.organization_id, **FIELDS}
        return factories.Dataset(**{**given, **fields})

    return make


@pytest.fixture
def person(source):
    """Act as an administrator of the source's organization."""
    user = factories.User()
    call_action("organization_member_create", id=source.organization_id, username=user["name"], role="admin")

    def act(name, **data):
        context = {"user": user["name"], "ignore_auth": False, "auth_user_obj": model.User.get(user["name"])}
        return tk.get_action(name)(context, data)

    return act


@pytest.fixture
def edit(portal):
    """Call an action as somebody who may do everything."""
    user = factories.Sysadmin()["name"]
    return lambda action, **data: tk.get_action(action)({"user": user}, data)


def titles(datasets):
    return {name: title for name, (_id, title, state, *_rest) in datasets().items() if state == "active"}


def findings(run):
    model.Session.rollback()
    found = report.of(model.Session.get(tables.Run, run.id), lambda text: text)
    return {entry.dataset: cause.code for cause in found.causes for entry in cause.entries}


@pytest.mark.parametrize("identifier", [guid(0).upper(), f"urn:uuid:{guid(0)}", f"{{{guid(0)}}}"])
def test_people_were_faster_than_the_source(script, source, harvest, made, datasets, identifier):
    mine = made(identifier=identifier)
    run = harvest(source)
    assert (run.new, run.skipped, run.failed) == (9, 1, 0)
    found = titles(datasets)
    assert len(found) == 10
    assert found["von-hand-0"] == "Von Hand 0"
    assert "beispiel-datensatz-0" not in found
    assert findings(run)[mine["name"]] == "made-by-hand"
    again = harvest(source)
    assert (again.unchanged, again.new, again.changed) == (10, 0, 0)
    script.records[guid(0)] = record(0, title="Geändert")
    assert harvest(source).skipped == 1
    assert titles(datasets) == found


def test_the_preview_says_so_before(script, source, made):
    mine = made(3)
    shown = {one.item.guid: one for one in preview.of(source, None).records}
    assert shown[guid(3)].outcome == "skipped"
    assert shown[guid(3)].place.name == mine["name"]
    assert "made-by-hand" in [found.code for found in shown[guid(3)].findings]
    assert shown[guid(4)].outcome == "new"


def test_an_administrator_hands_it_over(source, harvest, made, person, datasets, script):
    mine = made(resources=[{"url": "https://example.org/1.csv", "name": "Meine", "format": "CSV"}],
                dna_goal=["digital"])
    harvest(source)
    away = person("suedwestfalen_harvest_away_list", id=source.id)
    assert [(one["guid"], one["state"], one["name"], one["title"], one["releasable"]) for one in away] == [
        (guid(0), "by_hand", mine["name"], mine["title"], True)]
    person("suedwestfalen_harvest_record_release", id=source.id, guid=guid(0))
    run = harvest(source)
    assert (run.changed, run.unchanged, run.skipped) == (1, 9, 0)
    assert len(titles(datasets)) == 10
    now = call_action("package_show", id=mine["id"])
    assert (now["name"], now["title"], now["harvest_guid"]) == (mine["name"], "Beispiel: Datensatz 0", guid(0))
    assert now["dna_goal"] == ["digital"]
    assert person("suedwestfalen_harvest_away_list", id=source.id) == []
    script.records[guid(0)] = record(0, title="Neuer Titel")
    assert harvest(source).changed == 1
    assert call_action("package_show", id=mine["id"])["title"] == "Neuer Titel"


def test_what_belongs_to_others_is_not_handed_over(source, harvest, made, person):
    other = factories.Organization()
    made(owner_org=other["id"])
    made(1, owner_org=other["id"], private=True)
    harvest(source)
    away = person("suedwestfalen_harvest_away_list", id=source.id)
    assert [(one["guid"], one["releasable"]) for one in away] == [(guid(0), False)]  # of the private one: nothing
    for number in (0, 1):
        with pytest.raises(tk.NotAuthorized):
            person("suedwestfalen_harvest_record_release", id=source.id, guid=guid(number))
    assert model.Package.get("von-hand-0").owner_org == other["id"]


def test_a_deleted_one_comes_from_the_source(source, harvest, made, edit, datasets):
    mine = made()
    harvest(source)
    edit("package_delete", id=mine["id"])
    assert harvest(source).unchanged == 9
    found = datasets()
    assert (found[mine["name"]][0], found[mine["name"]][1]) == (mine["id"], "Beispiel: Datensatz 0")
    assert len(titles(datasets)) == 10


def test_a_changed_identifier_is_another_record(source, harvest, made, edit, datasets):
    mine = made()
    edit("package_patch", id=mine["id"], identifier=guid(1), name="umbenannt")
    run = harvest(source)
    assert (run.new, run.skipped) == (9, 1)
    assert "beispiel-datensatz-0" in titles(datasets)
    assert "beispiel-datensatz-1" not in titles(datasets)
    edit("package_patch", id=mine["id"], identifier="")
    assert harvest(source).new == 1
    assert {"beispiel-datensatz-1", "umbenannt"} <= set(titles(datasets))


def test_what_was_saved_before_anybody_noted_it_is_noted_with_a_new_source(source, harvest, made, datasets):
    mine, copy = made(), made(1, identifier=guid(0), name="abschrift")
    made(2, identifier="Aktenzeichen 2")
    model.Session.query(tables.Identity).delete()
    model.Session.commit()
    sources.create({"title": "Neu", "url": "https://csw.example.org/neu", "organization_id": source.organization_id})
    noted = model.Session.query(tables.Identity).all()
    assert [(one.key, one.package_id, one.state) for one in noted] == [(guid(0), mine["id"], "by_hand")]
    run = harvest(source)
    assert (run.new, run.skipped) == (9, 1)
    assert {mine["name"], copy["name"]} <= set(titles(datasets))


def test_drafts_and_copies_are_not_noted(source, harvest, made, datasets):
    made(state="draft")
    harvest(source)
    assert len(titles(datasets)) == 10
    made(1)  # the portal has this record: who makes another one has been told
    made(2, identifier="https://example.org/" + "ä" * 3000)
    made(3, identifier="Aktenzeichen 3")
    assert model.Session.query(tables.Identity).filter_by(state="by_hand").count() == 0
    assert harvest(source).unchanged == 10
