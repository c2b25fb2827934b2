"""Changes to a public case wait, for people and API clients alike, and nobody sees them before they are released."""

from __future__ import annotations

import io
import json

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.suedwestfalen.use_cases import model as tables
from ckanext.suedwestfalen.use_cases import names, pending, records, states

SECRET = "geheimer-entwurf"


@pytest.fixture
def public(case):
    return case(names.PUBLISHED)


def fresh(case):
    model.Session.rollback()
    model.Session.expire_all()
    return records.get(case["id"])


def test_an_update_of_a_public_case_waits(act, public, people):
    changed = act("editor", "package_update", **{**public, "title": SECRET, "steps": [{"title": "Schritt"}]})
    assert changed["title"] == SECRET
    assert changed["steps"] == [{"title": "Schritt"}]
    assert act("anonymous", "package_show", id=public["id"])["title"] == public["title"]
    assert fresh(public).title == public["title"]
    waiting = act("editor", "use_case_pending_show", id=public["id"])
    assert waiting["state"] == names.DRAFT
    assert waiting["content"]["title"] == SECRET
    assert set(waiting["fields"]) == {"title", "steps"}
    assert not waiting["overtaken"]


def test_what_is_released_is_what_waited(act, public):
    values = {"title": "Neuer Titel", "dna_goal": ["authentisch"], "summary": "", "benefit": "Mehr Nutzen."}
    changed = {**act("editor", "package_show", id=public["id"]), **values, "summary": "Neu.", "contact_phone": "1"}
    changed.pop("problem")
    act("editor", "package_update", **changed)
    with pytest.raises(tk.ValidationError) as refused:
        act("editor", "use_case_submit", id=public["id"])
    assert set(refused.value.error_dict) == {"problem"}
    act("editor", "package_patch", id=public["id"], problem="Es ist warm.")
    act("editor", "use_case_submit", id=public["id"])
    assert act("editor", "use_case_contact_show", id=public["id"])["contact_phone"] == "02921 103-0"
    act("admin", "use_case_release", id=public["id"])
    shown = act("anonymous", "package_show", id=public["id"])
    assert (shown["title"], shown["dna_goal"], shown["summary"]) == ("Neuer Titel", ["authentisch"], "Neu.")
    assert shown["problem"] == "Es ist warm."
    assert shown["identifier"] == public["identifier"]
    assert act("editor", "use_case_contact_show", id=public["id"])["contact_phone"] == "1"
    with pytest.raises(tk.ObjectNotFound):
        act("editor", "use_case_pending_show", id=public["id"])


def test_a_field_that_was_emptied_stays_empty_after_release(act, case):
    public = case(names.PUBLISHED, lessons_learned="Viel.")
    act("editor", "package_patch", id=public["id"], lessons_learned="")
    act("editor", "use_case_submit", id=public["id"])
    act("admin", "use_case_release", id=public["id"])
    assert not act("anonymous", "package_show", id=public["id"]).get("lessons_learned")


def test_a_patch_changes_what_waits(act, public):
    act("editor", "package_patch", id=public["id"], title="Eins")
    act("editor", "package_patch", id=public["name"], summary="Zwei")
    waiting = act("editor", "use_case_pending_show", id=public["id"])["content"]
    assert (waiting["title"], waiting["summary"]) == ("Eins", "Zwei")


def test_what_is_wrong_is_said_at_once_and_nothing_waits(act, public):
    with pytest.raises(tk.ValidationError) as refused:
        act("editor", "package_patch", id=public["id"], title="", contact_email="niemand", phase="unsinn")
    assert set(refused.value.error_dict) == {"title", "contact_email", "phase"}
    assert pending.of(public["id"]) is None


def test_a_draft_refuses_a_contact_together_with_the_rest(act, case_fields):
    with pytest.raises(tk.ValidationError) as refused:
        act("editor", "package_create", **case_fields(title="", contact_email="niemand", contact_released="alle"))
    assert {"title", "contact_email", "contact_released"} <= set(refused.value.error_dict)


def test_discarding_leaves_the_public_version(act, public):
    act("editor", "package_patch", id=public["id"], title=SECRET)
    act("editor", "use_case_discard", id=public["id"])
    assert pending.of(public["id"]) is None
    assert fresh(public).title == public["title"]


def test_returned_changes_wait_as_a_draft_again(act, public):
    act("editor", "package_patch", id=public["id"], title=SECRET)
    act("editor", "use_case_submit", id=public["id"])
    act("admin", "use_case_return", id=public["id"], note="Noch nicht.")
    assert act("editor", "use_case_pending_show", id=public["id"])["state"] == names.DRAFT
    assert records.status(fresh(public)) == names.PUBLISHED


def test_changes_to_what_was_submitted_are_to_be_submitted_again(act, public):
    act("editor", "package_patch", id=public["id"], title=SECRET)
    act("editor", "use_case_submit", id=public["id"])
    act("editor", "package_patch", id=public["id"], title="Anders")
    with pytest.raises(tk.ValidationError):
        act("admin", "use_case_release", id=public["id"])


def test_who_releases_releases_what_they_saw(act, public, case):
    act("editor", "package_patch", id=public["id"], title=SECRET)
    act("editor", "use_case_submit", id=public["id"])
    seen = act("admin", "use_case_pending_show", id=public["id"])["mark"]
    act("editor", "package_patch", id=public["id"], title="Untergeschoben")
    act("editor", "use_case_submit", id=public["id"])
    with pytest.raises(tk.ValidationError):
        act("admin", "use_case_release", id=public["id"], seen=seen)
    draft = case(names.SUBMITTED)
    act("editor", "package_patch", id=draft["id"], title="Untergeschoben")
    with pytest.raises(tk.ValidationError):
        act("admin", "use_case_release", id=draft["id"], seen=draft["metadata_modified"])


def test_a_release_that_would_undo_something_asks_first(act, public, people):
    act("editor", "package_patch", id=public["id"], title="Neu")
    act("editor", "use_case_submit", id=public["id"])
    records.write({"id": public["id"], "summary": "Von anderswo geändert."}, user=people.sysadmin.name)
    assert act("admin", "use_case_pending_show", id=public["id"])["overtaken"]
    with pytest.raises(tk.ValidationError) as refused:
        act("admin", "use_case_release", id=public["id"])
    assert "base_modified" in refused.value.error_dict
    act("admin", "use_case_release", id=public["id"], anyway=True)
    assert fresh(public).title == "Neu"


def test_a_new_state_is_no_change_that_is_undone(act, public):
    act("editor", "package_patch", id=public["id"], title="Neu")
    states.outdate(records.get(public["id"]))
    act("editor", "use_case_review", id=public["id"])
    act("editor", "use_case_submit", id=public["id"])
    act("admin", "use_case_release", id=public["id"])
    assert fresh(public).title == "Neu"


def test_what_waits_survives_a_withdrawal(act, public):
    act("editor", "package_patch", id=public["id"], title="Neu")
    act("editor", "use_case_withdraw", id=public["id"])
    assert fresh(public).title == public["title"]
    act("editor", "use_case_submit", id=public["id"])
    act("admin", "use_case_release", id=public["id"])
    assert fresh(public).title == "Neu"


def test_an_edit_of_a_withdrawn_case_goes_on_from_what_waited(act, public):
    act("editor", "package_patch", id=public["id"], title="Neu", contact_phone="77")
    act("editor", "use_case_withdraw", id=public["id"])
    act("editor", "package_patch", id=public["id"], summary="Auch neu.")
    assert (fresh(public).title, pending.of(public["id"])) == ("Neu", None)
    assert act("editor", "use_case_contact_show", id=public["id"])["contact_phone"] == "77"


@pytest.fixture
def files(ckan_config, monkeypatch, tmp_path):
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
    return tmp_path


def upload(text):
    return FileStorage(io.BytesIO(text), filename="beleg.txt")


def test_a_new_file_does_not_replace_the_published_one(act, case_fields, files):
    made = act("editor", "package_create", **case_fields())
    act("editor", "package_patch", id=made["id"], resources=[{
        "name": "Beleg", "kind": "beleg", "url": "beleg.txt", "url_type": "upload", "upload": upload(b"alt")}])
    act("editor", "use_case_submit", id=made["id"])
    act("admin", "use_case_release", id=made["id"])
    public = act("anonymous", "package_show", id=made["id"])
    attachment = {**public["resources"][0], "upload": upload(SECRET.encode())}
    act("editor", "package_update", **{**public, "resources": [attachment]})
    contents = {path.read_bytes() for path in files.rglob("*") if path.is_file()}
    assert contents == {b"alt", SECRET.encode()}
    path = f"/use_case/{public['id']}/resource/{public['resources'][0]['id']}/download/beleg.txt"
    assert path in public["resources"][0]["url"]
    act("editor", "use_case_submit", id=made["id"])
    act("admin", "use_case_release", id=made["id"])
    released = act("anonymous", "package_show", id=made["id"])["resources"]
    assert len(released) == 1
    assert released[0]["id"] != public["resources"][0]["id"]
    stored = [path for path in files.rglob("*") if path.is_file() and path.read_bytes() == SECRET.encode()]
    assert released[0]["id"] == "".join(stored[0].parts[-3:])


def test_discarded_files_are_gone(act, public, files):
    act("editor", "package_patch", id=public["id"], resources=[{
        "name": "Neu", "url": "neu.txt", "url_type": "upload", "upload": upload(b"weg damit")}])
    assert [path for path in files.rglob("*") if path.is_file()]
    act("editor", "use_case_discard", id=public["id"])
    assert not [path for path in files.rglob("*") if path.is_file()]


def test_attachments_of_a_public_case_change_with_its_form_only(act, case):
    public = case(names.PUBLISHED, resources=[{"url": "https://example.org/a", "name": "A"}])
    attachment = public["resources"][0]["id"]
    for action, data in (
        ("resource_create", {"package_id": public["id"], "url": "https://example.org/b"}),
        ("resource_update", {"id": attachment, "url": "https://example.org/b"}),
        ("resource_patch", {"id": attachment, "url": "https://example.org/b"}),
        ("resource_delete", {"id": attachment}),
    ):
        with pytest.raises(tk.ValidationError) as refused:
            act("editor", action, **data)
        assert set(refused.value.error_dict) == {"resources"}, action
        model.Session.rollback()
    assert [one.url for one in fresh(public).resources] == ["https://example.org/a"]


def test_attachments_of_a_draft_are_changed_as_everywhere(act, case):
    draft = case()
    made = act("editor", "resource_create", package_id=draft["id"], url="https://example.org/a", name="A")
    act("editor", "resource_patch", id=made["id"], name="B")
    assert [one.name for one in fresh(draft).resources] == ["B"]
    act("editor", "resource_delete", id=made["id"])
    assert not fresh(draft).resources
    assert records.status(fresh(draft)) == names.DRAFT


def test_what_waits_and_the_contact_are_nowhere_else(act, case, people, module_app):
    """Everything the portal says to a stranger, and what it keeps about the case outside the own tables."""
    public = case(names.PUBLISHED, contact_email="versteckt@example.org", contact_name="Versteckte Stelle")
    act("editor", "package_patch", id=public["id"], title=SECRET, contact_email="versteckt2@example.org")
    draft = case(title=SECRET, contact_email="versteckt3@example.org")
    hidden = (SECRET, "versteckt", "Versteckte")
    for path in (
        f"/use_case/{public['name']}", f"/use_case/{draft['name']}", "/use_case/", "/dataset/", "/",
        f"/api/3/action/package_show?id={public['id']}", f"/api/3/action/package_show?id={draft['id']}",
        "/api/3/action/package_list", f"/api/3/action/package_activity_list?id={public['id']}",
        f"/api/3/action/package_activity_list?id={draft['id']}",
        "/api/3/action/package_search?q=*:*&fq=dataset_type:use_case&include_drafts=true&include_private=true&rows=500",
        "/api/3/action/recently_changed_packages_activity_list",
        f"/api/3/action/organization_activity_list?id={people.own}",
        f"/api/3/action/use_case_history?id={public['id']}", f"/api/3/action/use_case_pending_show?id={public['id']}",
        f"/api/3/action/use_case_contact_show?id={public['id']}", "/feeds/dataset.atom",
        f"/feeds/organization/{people.own}.atom", "/catalog.xml", f"/dataset/activity/{public['id']}",
        f"/organization/{people.own}", "/api/3/action/current_package_list_with_resources",
    ):
        page = module_app.get(path, expect_errors=True)
        assert page.status_code < 500, path
        assert not [word for word in hidden if word in page.body], path
    kept = sa.text("SELECT coalesce(string_agg(data::text, ' '), '') FROM activity")
    said = model.Session.execute(kept).scalar_one()
    assert "versteckt" not in said.lower()
    assert public["title"] in said
    assert SECRET not in model.Session.execute(
        sa.text("SELECT coalesce(string_agg(data::text, ' '), '') FROM activity WHERE object_id = :id"),
        {"id": public["id"]}).scalar_one()
    model.Session.rollback()
    assert "versteckt" not in json.dumps(tk.get_action("package_search")(
        {"ignore_auth": True}, {"fq": f"id:{public['id']} +dataset_type:use_case", "include_private": True}))


def test_deleting_and_purging_forgets_all(act, case, people):
    made = case(names.PUBLISHED)
    with pytest.raises(tk.ValidationError):
        act("editor", "package_delete", id=made["id"])
    act("editor", "package_patch", id=made["id"], title="Neu")
    act("editor", "use_case_withdraw", id=made["id"])
    act("editor", "package_delete", id=made["id"])
    assert model.Session.get(tables.Contact, made["id"]) is None
    assert model.Session.get(tables.Pending, made["id"]) is None
    act("sysadmin", "dataset_purge", id=made["id"])
    assert not model.Session.query(tables.Event).filter_by(package_id=made["id"]).count()
