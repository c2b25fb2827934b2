"""Of a harvested dataset people edit what belongs to the portal; the source owns the rest."""

from __future__ import annotations

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action


@pytest.fixture
def edit(script, source, harvest):
    """Edit the first harvested dataset as an editor of its organization."""
    harvest(source)
    user = factories.User()
    call_action("organization_member_create", id=source.organization_id, username=user["name"], role="editor")
    context = {"user": user["name"], "ignore_auth": False, "auth_user_obj": model.User.get(user["name"])}

    def edit(action="package_update", **changes):
        shown = call_action("package_show", id="beispiel-datensatz-0")
        data = {**shown, **changes} if action == "package_update" else {"id": shown["id"], **changes}
        tk.get_action(action)(dict(context), data)
        return shown, call_action("package_show", id="beispiel-datensatz-0")

    return edit


@pytest.mark.parametrize("action", ["package_update", "package_patch"])
def test_what_the_source_brings_stays(edit, action):
    before, after = edit(action, title="Von Hand", notes="Von Hand", license_id="cc-by/4.0", resources=[])
    for name in ("title", "notes", "license_id"):
        assert after[name] == before[name]
    assert [one["id"] for one in after["resources"]] == [one["id"] for one in before["resources"]]
    assert after["harvest_guid"] == before["harvest_guid"]


def test_what_belongs_to_the_portal_is_taken(edit):
    before, after = edit(dna_goal=["digital", "authentisch"], private=True)
    assert set(after["dna_goal"]) == {"digital", "authentisch"}
    assert after["private"] is True
    assert after["municipality_source"] == before["municipality_source"]
    _before, without = edit(dna_goal=[])
    assert without["dna_goal"] == []


def test_a_place_by_hand_is_the_portals_from_then_on(edit, script, source, harvest):
    from ckanext.suedwestfalen.tests.harvest.records import guid, record

    _before, after = edit(municipality=["05958004"])
    assert (after["municipality"], after["municipality_source"]) == (["05958004"], "manual")
    script.records[guid(0)] = record(0, title="Neuer Titel")
    assert harvest(source).changed == 1
    again = call_action("package_show", id="beispiel-datensatz-0")
    assert (again["title"], again["municipality"]) == ("Neuer Titel", ["05958004"])


def test_other_datasets_are_edited_as_ever(edit):
    organization = factories.Organization()
    fields = {"title": "Alt", "notes": "x", "license_id": "cc-by/4.0", "owner_org": organization["id"]}
    dataset = factories.Dataset(name="frei", **fields)
    changed = tk.get_action("package_patch")(
        {"user": factories.Sysadmin()["name"], "ignore_auth": False}, {"id": dataset["id"], "title": "Neu"}
    )
    assert changed["title"] == "Neu"


def test_the_name_of_a_deleted_harvested_dataset_stays_reserved(edit, script, source, harvest, days_pass):
    from ckanext.suedwestfalen.tests.harvest.records import guid

    gone = script.records.pop(guid(3))
    harvest(source)
    days_pass(2)
    assert harvest(source).deleted == 1
    fields = {"notes": "x", "license_id": "cc-by/4.0", "owner_org": source.organization_id, "title": "Neu"}
    with pytest.raises(tk.ValidationError) as caught:
        factories.Dataset(name="beispiel-datensatz-3", **fields)
    assert "name" in caught.value.error_dict
    other = factories.Dataset(name="ein-anderer-name", **fields)
    with pytest.raises(tk.ValidationError):
        call_action("package_patch", id=other["id"], name="beispiel-datensatz-3")
    script.records[guid(3)] = gone
    assert harvest(source).failed == 0
    assert call_action("package_show", id="beispiel-datensatz-3")["state"] == "active"
