"""The record states: every way between them and no other, each as a whole and once."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from ckan import model
from ckan.lib import search
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.tests.use_cases.conftest import SOEST
from ckanext.suedwestfalen.use_cases import model as tables
from ckanext.suedwestfalen.use_cases import names, pending, records, states

STATES = {names.DRAFT: ("draft", True), names.SUBMITTED: ("active", True), names.PUBLISHED: ("active", False),
          names.OUTDATED: ("active", False), names.WITHDRAWN: ("active", True)}
#: From which states a step leads where; from all others it is refused.
WAYS = {
    "submit": {names.DRAFT: names.SUBMITTED, names.WITHDRAWN: names.SUBMITTED},
    "release": {names.SUBMITTED: names.PUBLISHED},
    "return": {names.SUBMITTED: names.DRAFT},
    "withdraw": dict.fromkeys((names.SUBMITTED, names.PUBLISHED, names.OUTDATED), names.WITHDRAWN),
    "review": dict.fromkeys((names.PUBLISHED, names.OUTDATED), names.PUBLISHED),
    "discard": {},
}


def stored(case):
    """Give the record state as stored; what CKAN knows of it agrees."""
    model.Session.rollback()
    model.Session.expire_all()
    package = model.Package.get(case["id"])
    assert (package.state, package.private) == STATES[records.status(package)]
    return records.status(package)


@pytest.mark.parametrize("status", names.RECORD_STATES)
@pytest.mark.parametrize("step", WAYS)
def test_which_way_leads_where(act, case, step, status):
    made = case(status)
    if status in WAYS[step]:
        done = act("admin", f"use_case_{step}", id=made["id"], note="Bitte ergänzen.")
        assert done == {"id": made["id"], "record_status": WAYS[step][status], "pending": None}
        assert stored(made) == WAYS[step][status]
        assert [event["kind"] for event in act("admin", "use_case_history", id=made["id"])]
    else:
        with pytest.raises(tk.ValidationError) as refused:
            act("admin", f"use_case_{step}", id=made["id"], note="x")
        assert set(refused.value.error_dict) == {"record_status"}
        assert stored(made) == status
        assert act("admin", "use_case_history", id=made["id"]) == []


def test_a_new_case_is_a_draft_with_a_contact_apart(act, case_fields):
    fields = case_fields(state="active", private=False, identifier="https://example.org/x", source_catalog="x")
    made = act("editor", "package_create", **fields)
    assert stored(made) == names.DRAFT
    assert not [name for name in made if name.startswith("contact")]
    assert not made.get("source_catalog")
    assert made["identifier"].endswith(made["id"])
    shown = act("editor", "use_case_contact_show", id=made["id"])
    assert shown == {name: fields[name] for name in names.CONTACT_FIELDS}


def test_a_new_case_is_never_more_than_a_draft(act, case_fields):
    with pytest.raises(tk.ValidationError) as refused:
        act("editor", "package_create", **case_fields(record_status=names.PUBLISHED))
    assert set(refused.value.error_dict) == {"record_status"}


def test_a_draft_needs_title_and_municipality_only(act, people):
    made = act("editor", "package_create", type="use_case", title="Idee", owner_org=people.own, municipality=[SOEST])
    assert stored(made) == names.DRAFT
    assert act("editor", "use_case_contact_show", id=made["id"]) == {}


def test_a_town_creates_for_itself_only(act, case_fields, people):
    with pytest.raises(tk.NotAuthorized):
        act("editor", "package_create", **case_fields(owner_org=people.other))
    with pytest.raises(tk.ValidationError) as refused:
        act("editor", "package_create", **case_fields(owner_org="", municipality=["05966024"]))
    assert "owner_org" in refused.value.error_dict
    with pytest.raises(tk.NotAuthorized):
        act("member", "package_create", **case_fields())


def test_everything_that_is_missing_is_named_at_once(act, people):
    made = act("editor", "package_create", type="use_case", title="Idee", owner_org=people.own, municipality=[SOEST])
    with pytest.raises(tk.ValidationError) as refused:
        act("editor", "use_case_submit", id=made["id"])
    assert {"summary", "problem", "notes", "benefit", "phase", "privacy", "contact_name", "contact_email"} <= set(
        refused.value.error_dict)
    assert stored(made) == names.DRAFT


def test_what_lacks_something_is_not_released(act, case):
    made = case(names.SUBMITTED)
    act("editor", "package_patch", id=made["id"], summary="", contact_email="")
    with pytest.raises(tk.ValidationError) as refused:
        act("admin", "use_case_release", id=made["id"])
    assert set(refused.value.error_dict) == {"summary", "contact_email"}
    assert stored(made) == names.SUBMITTED


@pytest.mark.parametrize("status", names.RECORD_STATES)
def test_plain_changes_touch_no_state(act, case, status):
    made = case(status)
    for name, value in (
        *(("record_status", other) for other in names.RECORD_STATES), ("private", False), ("private", True),
        ("private", "vielleicht"), ("state", "active"), ("state", "draft"), ("state", "deleted"),
        ("state", ["active"]),
    ):
        if made[name] == value:
            continue
        for action in ("package_patch", "package_update"):
            data = {**(made if action == "package_update" else {"id": made["id"]}), name: value}
            with pytest.raises(tk.ValidationError) as refused:
                act("admin", action, **data)
            assert set(refused.value.error_dict) == {name}, value
    assert stored(made) == status


@pytest.mark.parametrize("action", ["bulk_update_public", "bulk_update_private", "bulk_update_delete"])
def test_nor_do_changes_of_many_at_once(act, case, people, action):
    for status in names.RECORD_STATES:
        made = case(status)
        try:
            act("admin", action, datasets=[made["id"]], org_id=people.own)
        except tk.ValidationError:
            model.Session.rollback()
        assert stored(made) == status


def test_the_organization_changes_with_the_rest_only(act, case, people):
    made = case(names.PUBLISHED)
    for who in ("admin", "sysadmin"):
        with pytest.raises((tk.ValidationError, tk.NotAuthorized)):
            act(who, "package_owner_org_update", id=made["id"], organization_id=people.other)
    assert model.Package.get(made["id"]).owner_org == people.own


def test_what_the_portal_writes_nobody_else_writes(act, case):
    made = case()
    system = {"identifier": "https://example.org/x", "last_reviewed": "2020-01-01", "source_catalog": "https://x.test",
              "example": "ja", "kreis": ["05966"]}
    changed = act("editor", "package_patch", id=made["id"], **system)
    assert {name: changed.get(name) for name in system} == {name: made.get(name) for name in system}


def test_nobody_releases(act, case, released_by):
    released_by("nobody")
    made = case()
    assert act("editor", "use_case_submit", id=made["id"])["record_status"] == names.PUBLISHED
    act("editor", "package_patch", id=made["id"], title="Neu")
    assert model.Package.get(made["id"]).title != "Neu"
    act("editor", "use_case_submit", id=made["id"])
    assert stored(made) == names.PUBLISHED
    assert model.Package.get(made["id"]).title == "Neu"


def test_a_case_from_elsewhere_is_read_only(act, case):
    made = case(names.PUBLISHED, source_catalog="https://other.example.org", identifier="https://other.example.org/x")
    for who in ("admin", "sysadmin"):
        for action, data in (
            ("package_update", {**made, "title": "Neu"}), ("package_patch", {"title": "Neu"}),
            ("resource_create", {"package_id": made["id"], "url": "https://example.org"}),
            *((f"use_case_{step}", {"note": "x"}) for step in WAYS),
        ):
            with pytest.raises(tk.ValidationError):
                act(who, action, **{"id": made["id"], **data})
            model.Session.rollback()
    with pytest.raises(tk.ValidationError):
        act("admin", "package_delete", id=made["id"])
    model.Session.rollback()
    act("sysadmin", "package_delete", id=made["id"])


def test_outdated_and_still_up_to_date(act, case):
    made = case(names.PUBLISHED, last_reviewed="2020-01-01")
    assert states.outdate(records.get(made["id"]))
    assert not states.outdate(records.get(made["id"]))
    assert stored(made) == names.OUTDATED
    act("editor", "use_case_review", id=made["id"])
    shown = act("anonymous", "package_show", id=made["id"])
    assert shown["record_status"] == names.PUBLISHED
    assert shown["last_reviewed"] == dt.datetime.now(dt.timezone.utc).date().isoformat()
    assert [event["user"] != "" for event in act("editor", "use_case_history", id=made["id"])] == [False, True]


def test_a_refused_index_leaves_everything_as_it_was(act, case, monkeypatch):
    """Solr refuses: no state, no event, no contact, no version that waits has changed."""
    made = case(names.PUBLISHED)
    act("editor", "package_patch", id=made["id"], title="Neu", contact_phone="99")
    act("editor", "use_case_submit", id=made["id"])
    before = act("editor", "use_case_history", id=made["id"])

    def refuse(*_args, **_kwargs):
        raise search.SearchIndexError("no")

    monkeypatch.setattr(search.index.PackageSearchIndex, "update_dict", refuse)
    for step in ("release", "withdraw", "review"):
        with pytest.raises(search.SearchIndexError):
            act("admin", f"use_case_{step}", id=made["id"])
        model.Session.rollback()
    assert stored(made) == names.PUBLISHED
    assert model.Package.get(made["id"]).title == made["title"]
    assert pending.of(made["id"]).state == names.SUBMITTED
    assert act("editor", "use_case_contact_show", id=made["id"])["contact_phone"] != "99"
    assert act("editor", "use_case_history", id=made["id"]) == before


@pytest.mark.parametrize(("status", "step"), [(names.DRAFT, "submit"), (names.SUBMITTED, "release")])
def test_two_at_once_are_one(act, case, people, status, step):
    made = case(status)
    model.Session.remove()
    steps = {"submit": states.submit, "release": states.release}
    start, ends = threading.Barrier(4), []

    def run():
        start.wait()
        try:
            steps[step](records.get(made["id"]), user=people.admin.name)
            ends.append("done")
        except tk.ValidationError:
            ends.append("refused")
        finally:
            model.Session.remove()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["done", "refused", "refused", "refused"]
    assert model.Session.query(tables.Event).filter_by(package_id=made["id"]).count() == 1


def test_who_listens_is_told_and_can_undo_nothing(act, case, monkeypatch):
    told = []

    def broken(*_args):
        raise RuntimeError("away")

    monkeypatch.setattr(states, "LISTENERS", [broken, lambda *args: told.append(args[1:3])])
    made = case()
    act("editor", "use_case_submit", id=made["id"], note="Bitte.")
    assert told == [("submitted", "Bitte.")]
    assert stored(made) == names.SUBMITTED


@pytest.mark.parametrize("note", ["", "   ", "x" * 5001, ["x"], {"a": 1}], ids=range(5))
def test_a_return_needs_a_reason(act, case, note):
    made = case(names.SUBMITTED)
    with pytest.raises(tk.ValidationError) as refused:
        act("admin", "use_case_return", id=made["id"], note=note)
    assert set(refused.value.error_dict) == {"note"}
    assert stored(made) == names.SUBMITTED


@pytest.mark.parametrize("name", [None, "", 7, ["x"], {"a": "b"}, "no-such-case"])
@pytest.mark.parametrize("action", ["submit", "release", "return", "withdraw", "review", "discard", "history",
                                    "pending_show", "contact_show"])
def test_what_is_no_case_is_said_to_be_none(act, action, name):
    with pytest.raises((tk.ObjectNotFound, tk.ValidationError, tk.NotAuthorized)):
        act("sysadmin", f"use_case_{action}", id=name)


def test_a_dataset_is_no_use_case(act, people):
    dataset = act("sysadmin", "package_create", name="ein-datensatz", title="Datensatz", notes="x",
                  owner_org=people.own, license_id="dl-zero-de/2.0")
    with pytest.raises(tk.ObjectNotFound):
        act("sysadmin", "use_case_submit", id=dataset["id"])
    act("editor", "package_patch", id=dataset["id"], private=True)
    act("editor", "package_delete", id=dataset["id"])
