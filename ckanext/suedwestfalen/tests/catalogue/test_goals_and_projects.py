"""DNA goals and lead projects: chosen by an editor who is a member of neither vocabulary nor group."""

from __future__ import annotations

import pytest
from ckan import model
from ckan.lib.search import rebuild
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import seeding

from .conftest import PLATFORM

pytestmark = pytest.mark.usefixtures("portal")


def tag_names(dataset):
    return [tag["name"] for tag in dataset["tags"]]


def test_goals_stay_apart_from_free_tags_through_edits(act, fields):
    dataset = act("package_create", **fields, tag_string="Kinder, Freizeit", dna_goal=["digital", "authentisch"])
    assert dataset["dna_goal"] == ["authentisch", "digital"]
    assert sorted(tag_names(dataset)) == ["Freizeit", "Kinder"]
    for _ in range(2):
        dataset = act("package_update", **(dataset | {"notes": dataset["notes"] + "!"}))
    assert sorted(tag_names(dataset)) == ["Freizeit", "Kinder"]
    assert dataset["dna_goal"] == ["authentisch", "digital"]
    assert "dna_goal" not in model.Package.get(dataset["id"]).extras


def test_a_patch_takes_goals_away(act, fields):
    dataset = act("package_create", **fields, dna_goal=["digital", "nachhaltig"])
    assert act("package_patch", id=dataset["id"], dna_goal=["digital"])["dna_goal"] == ["digital"]
    assert act("package_patch", id=dataset["id"], dna_goal=[])["dna_goal"] == []
    assert act("package_show", id=dataset["id"])["dna_goal"] == []


def test_an_unknown_goal_is_refused(act, fields):
    with pytest.raises(tk.ValidationError) as caught:
        act("package_create", **fields, dna_goal=["analog"])
    assert "analog" in caught.value.error_dict["dna_goal"][0]


def test_an_editor_chooses_a_lead_project_without_being_a_member(act, fields):
    dataset = act("package_create", **fields, lead_project=[PLATFORM])
    assert dataset["lead_project"] == [PLATFORM]
    assert [group["name"] for group in dataset["groups"]] == [PLATFORM]
    group = tk.get_action("group_show")({}, {"id": PLATFORM, "include_dataset_count": True})
    found = tk.get_action("package_search")({}, {"fq": f"groups:{PLATFORM}"})
    assert dataset["id"] in [each["id"] for each in found["results"]]
    assert group["package_count"] == found["count"]


def test_an_editor_changes_and_leaves_a_lead_project(act, fields):
    dataset = act("package_create", **fields, lead_project=[PLATFORM])
    same = act("package_patch", id=dataset["id"], title="Anderer Titel")
    assert [group["name"] for group in same["groups"]] == [PLATFORM]
    left = act("package_patch", id=dataset["id"], lead_project=[])
    assert left["groups"] == []
    assert not left.get("lead_project")
    back = act("package_patch", id=dataset["id"], lead_project=[PLATFORM])
    assert [group["name"] for group in back["groups"]] == [PLATFORM]


def test_a_lead_project_that_does_not_exist_is_refused(act, fields):
    with pytest.raises(tk.ValidationError) as caught:
        act("package_create", **fields, lead_project=["geheim"])
    assert "geheim" in caught.value.error_dict["lead_project"][0]


def test_a_lead_project_with_datasets_keeps_its_name(act, fields):
    act("package_create", **fields, lead_project=[PLATFORM])
    with pytest.raises(tk.ValidationError) as caught:
        tk.get_action("group_patch")(seeding.context(), {"id": PLATFORM, "name": "anders"})
    assert PLATFORM in caught.value.error_dict["name"][0]
    tk.get_action("group_patch")(seeding.context(), {"id": PLATFORM, "title": "Offene Regionale Datenplattform"})


def test_a_project_that_was_deleted_does_not_stop_an_edit(act, fields):
    tk.get_action("group_create")(seeding.context(), {"name": "kurz", "title": "Kurz", "type": "lead_project"})
    dataset = act("package_create", **fields, lead_project=["kurz", PLATFORM])
    tk.get_action("group_delete")(seeding.context(), {"id": "kurz"})
    edited = act("package_patch", id=dataset["id"], title="Weiter")
    assert edited["lead_project"] == [PLATFORM]
    assert [group["name"] for group in edited["groups"]] == [PLATFORM]


def test_a_rebuilt_index_says_the_same(act, fields):
    dataset = act("package_create", **fields, dna_goal=["digital"], lead_project=[PLATFORM])
    rebuild(dataset["id"])
    rebuild(dataset["id"])
    assert act("package_show", id=dataset["id"]) == dataset
