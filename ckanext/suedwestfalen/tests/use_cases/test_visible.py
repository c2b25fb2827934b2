"""Who sees a case in which state, and whom its contact is shown to."""

from __future__ import annotations

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.tests.use_cases.conftest import EVERYBODY, SOEST
from ckanext.suedwestfalen.use_cases import contacts, names, permissions, records

TOWN = {"editor", "admin", "sysadmin"}
LOGGED_IN = set(EVERYBODY) - {"anonymous"}
SEES = {
    names.DRAFT: TOWN, names.SUBMITTED: TOWN, names.WITHDRAWN: TOWN, names.PUBLISHED: set(EVERYBODY),
    names.OUTDATED: set(EVERYBODY),
}
RELEASES = {"nobody": TOWN, "town": {"admin", "sysadmin"}, "agency": {"agency", "sysadmin"}}


def may(call, *args, **data):
    try:
        call(*args, **data)
    except tk.NotAuthorized:
        return False
    return True


@pytest.mark.parametrize("by", RELEASES)
@pytest.mark.parametrize("status", SEES)
def test_who_sees_a_case(act, case, released_by, module_app, people, status, by):
    released_by(by)
    made = case(status)
    sees = SEES[status] | ({"agency"} if (status, by) == (names.SUBMITTED, "agency") else set())
    assert {who for who in EVERYBODY if may(act, who, "package_show", id=made["id"])} == sees
    search = {"fq": f"id:{made['id']} +dataset_type:use_case", "include_private": True, "include_drafts": True}
    assert {who for who in EVERYBODY if act(who, "package_search", **search)["count"]} == sees
    for who in EVERYBODY:
        headers = {"Authorization": getattr(people, who).token} if who != "anonymous" else {}
        page = module_app.get(f"/use_case/{made['name']}", headers=headers, expect_errors=True, follow_redirects=False)
        assert (page.status_code == 200) == (who in sees), who
        assert (made["title"] in page.body) == (who in sees), who


@pytest.mark.parametrize("by", RELEASES)
def test_who_releases(act, case, released_by, people, by):
    released_by(by)
    package = records.get(case(names.SUBMITTED)["id"])
    users = {who: getattr(people, who).name if who != "anonymous" else "" for who in EVERYBODY}
    assert {who for who, user in users.items() if permissions.may_release(user, package)} == RELEASES[by]
    assert {who for who, user in users.items() if permissions.edits(user, package)} == TOWN
    assert {who for who, user in users.items() if permissions.administers(user, package)} == {"admin", "sysadmin"}
    assert {who for who, user in users.items() if permissions.is_agency(user)} == {"agency", "sysadmin"}


@pytest.mark.parametrize("released", [names.EVERYBODY, names.LOGGED_IN, names.NOBODY])
def test_whom_the_contact_is_shown_to(act, case, released):
    made = case(names.PUBLISHED, contact_released=released)
    shown = {names.EVERYBODY: set(EVERYBODY), names.LOGGED_IN: LOGGED_IN, names.NOBODY: TOWN | {"agency"}}[released]
    assert {who for who in EVERYBODY if may(act, who, "use_case_contact_show", id=made["id"])} == shown


def test_the_contact_is_as_private_as_its_case(act, case):
    made = case(contact_released=names.EVERYBODY)
    assert {who for who in EVERYBODY if may(act, who, "use_case_contact_show", id=made["id"])} == TOWN


def test_a_case_without_a_contact_says_nothing_about_one(act, case, people):
    made = case(names.PUBLISHED)
    contacts.drop(made["id"])
    model.Session.commit()
    assert act("editor", "use_case_contact_show", id=made["id"]) == {}


@pytest.mark.parametrize(("field", "value"), [
    ("contact_email", "keine Adresse"), ("contact_email", "a@b"), ("contact_email", "a@example.org\r\nBcc: x@y.de"),
    ("contact_email", "<a@example.org>"), ("contact_email", "x" * 250 + "@example.org"), ("contact_name", "x" * 201),
    ("contact_phone", "javascript:alert(1)"), ("contact_released", "alle"), ("contact_name", ["x"]),
    ("contact_email", {"a": 1}),
])
def test_what_is_no_contact_is_refused_with_a_sentence(act, case, field, value):
    made = case()
    with pytest.raises(tk.ValidationError) as refused:
        act("editor", "package_patch", id=made["id"], **{field: value})
    assert set(refused.value.error_dict) == {field}


def test_a_contact_alone_is_saved_too(act, case):
    made = case()
    act("editor", "package_update", **made, contact_phone="0 29 21 / 103-999")
    model.Session.rollback()
    assert act("editor", "use_case_contact_show", id=made["id"])["contact_phone"] == "0 29 21 / 103-999"
    act("editor", "package_patch", id=made["id"], title="Anders")
    assert act("editor", "use_case_contact_show", id=made["id"])["contact_phone"] == "0 29 21 / 103-999"


def test_the_agency_sees_changes_that_were_submitted_and_releases_them(act, case, released_by):
    released_by("agency")
    made = case(names.PUBLISHED)
    act("editor", "package_patch", id=made["id"], title="Neu")
    assert not may(act, "agency", "use_case_pending_show", id=made["id"])
    act("editor", "use_case_submit", id=made["id"])
    assert {who for who in EVERYBODY if may(act, who, "use_case_pending_show", id=made["id"])} == TOWN | {"agency"}
    assert not may(act, "admin", "use_case_release", id=made["id"])
    act("agency", "use_case_release", id=made["id"])
    assert act("anonymous", "package_show", id=made["id"])["title"] == "Neu"


def test_without_an_agency_only_sysadmins_release_for_it(act, case, released_by, ckan_config, monkeypatch):
    released_by("agency")
    monkeypatch.setitem(ckan_config, "ckanext.suedwestfalen.agency", "gibt-es-nicht")
    made = case(names.SUBMITTED)
    assert {who for who in EVERYBODY if may(act, who, "use_case_release", id=made["id"])} == {"sysadmin"}


def test_a_member_without_a_right_to_edit_sees_no_draft_of_their_town(act, case, people):
    made = case()
    search = {"fq": "dataset_type:use_case", "include_private": True, "include_drafts": True, "rows": 99}
    found = act("member", "package_search", **search)
    assert made["id"] not in {one["id"] for one in found["results"]}


def test_the_organizations_of_a_user(people):
    found = permissions.organizations(people.editor.name)
    assert [(one["id"], one["ags"]) for one in found] == [(people.own, SOEST)]
    assert permissions.organizations(people.editor.name, "admin") == []
    assert [one["id"] for one in permissions.organizations(people.admin.name, "admin")] == [people.own]
    assert permissions.organizations(people.member.name) == permissions.organizations("") == []
