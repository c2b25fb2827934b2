"""What use cases put on the page 'My tasks': only what the person may act on, and as long as it waits."""

from __future__ import annotations

import datetime as dt

import pytest
from ckan import model

from ckanext.suedwestfalen.tests.use_cases.conftest import EVERYBODY
from ckanext.suedwestfalen.use_cases import names, records, states, tasks

TODAY = dt.datetime.now(dt.timezone.utc).date().isoformat()
LONG_AGO = (dt.datetime.now(dt.timezone.utc) - dt.timedelta(days=500)).date().isoformat()


@pytest.fixture
def rows(module_app, people):
    """Give the rows of a person about a use case: pairs of group and note."""

    def of(who, case):
        model.Session.rollback()
        with module_app.flask_app.test_request_context():
            found = list(tasks.rows(getattr(people, who).name if who != "anonymous" else ""))
        return [task for task in found if task.url.rpartition("/")[2].partition("?")[0] == case["name"]]

    return of


def groups(found):
    return [task.group for task in found]


def everybody_with(rows, case):
    return {who for who in EVERYBODY if rows(who, case)}


@pytest.mark.parametrize(("who", "expected"), [
    ("town", {"admin", "sysadmin"}), ("agency", {"agency", "sysadmin"}),
    ("nobody", {"editor", "admin", "sysadmin"}),
])
def test_submitted_cases_wait_for_those_who_release(rows, act, case, released_by, who, expected):
    made = case()
    assert everybody_with(rows, made) == {"editor"}  # a draft of the editor's
    # with "nobody" submitting publishes; what was submitted before the option changed still waits
    released_by("town")
    act("editor", "use_case_submit", id=made["id"])
    released_by(who)
    assert everybody_with(rows, made) == expected
    (task,) = rows("sysadmin", made)
    assert task.group == "Zur Freigabe"
    assert "Soest" in task.note
    assert task.since
    act("sysadmin", "use_case_release", id=made["id"])
    assert everybody_with(rows, made) == set()


def test_a_returned_case_comes_back_with_its_reason(rows, act, case):
    made = case()
    act("editor", "use_case_submit", id=made["id"])
    act("admin", "use_case_return", id=made["id"], note="Bitte die Kosten ergänzen.")
    (task,) = rows("editor", made)
    assert (task.group, task.note, task.counts) == ("An Sie zurückgegeben", "Bitte die Kosten ergänzen.", True)
    assert "/use_case/edit/" in task.url
    assert everybody_with(rows, made) == {"editor"}
    act("editor", "use_case_submit", id=made["id"])
    assert rows("editor", made) == []


def test_a_long_reason_is_cut(rows, act, case):
    made = case()
    act("editor", "use_case_submit", id=made["id"])
    act("admin", "use_case_return", id=made["id"], note="x" * 4000)
    assert len(rows("editor", made)[0].note) <= tasks.LONGEST_NOTE + 2


def test_a_changed_version_goes_the_same_way(rows, act, case):
    made = case(names.PUBLISHED, last_reviewed=TODAY)
    assert everybody_with(rows, made) == set()
    act("editor", "package_patch", id=made["id"], title="Neuer Titel")
    (draft,) = rows("editor", made)
    assert (draft.group, draft.counts) == ("Ihre Entwürfe", False)
    act("editor", "use_case_submit", id=made["id"])
    (task,) = rows("admin", made)
    assert task.group == "Zur Freigabe"
    assert "Geänderte Fassung" in task.note
    assert rows("editor", made) == []
    act("admin", "use_case_return", id=made["id"], note="Nein.")
    assert groups(rows("editor", made)) == ["An Sie zurückgegeben"]
    # what the clock does meanwhile changes nothing about who has to act
    assert states.outdate(records.get(made["id"]))
    assert "An Sie zurückgegeben" in groups(rows("editor", made))


def test_cases_that_nobody_looked_at_are_to_be_checked_by_their_town(rows, act, case):
    made = case(names.PUBLISHED, last_reviewed=LONG_AGO)
    assert everybody_with(rows, made) == {"editor", "admin", "agency", "sysadmin"}
    assert [task.counts for who in ("editor", "admin", "agency", "sysadmin") for task in rows(who, made)] == [
        True, True, False, False]
    marked = case(names.OUTDATED, last_reviewed=LONG_AGO)
    assert everybody_with(rows, marked) == {"editor", "admin", "agency", "sysadmin"}
    act("editor", "use_case_review", id=marked["id"])
    assert everybody_with(rows, marked) == set()
    fresh = case(names.PUBLISHED, last_reviewed=TODAY)
    assert everybody_with(rows, fresh) == set()


def test_cases_of_another_portal_are_checked_there(rows, case):
    foreign = case(names.OUTDATED, last_reviewed=LONG_AGO, source_catalog="https://andere.example.org")
    assert everybody_with(rows, foreign) == set()


def test_deleted_and_withdrawn_cases_wait_for_nobody(rows, act, case, people):
    gone, withdrawn = case(), case(names.PUBLISHED, last_reviewed=LONG_AGO)
    act("sysadmin", "package_delete", id=gone["id"])
    act("editor", "use_case_withdraw", id=withdrawn["id"])
    assert everybody_with(rows, gone) == everybody_with(rows, withdrawn) == set()


def test_who_left_the_town_sees_nothing_of_it_any_more(rows, act, case, people):
    made = case()
    act("sysadmin", "organization_member_delete", id=people.own, username=people.editor.name)
    try:
        assert rows("editor", made) == []
    finally:
        act("sysadmin", "organization_member_create", id=people.own, username=people.editor.name, role="editor")
    assert groups(rows("editor", made)) == ["Ihre Entwürfe"]


def test_the_page_links_to_pages_that_open(browser, act, case):
    made = case()
    act("editor", "use_case_submit", id=made["id"])
    client = browser("admin")
    page = client.get("/tasks")
    assert f'href="/use_case/{made["name"]}"' in page.body
    assert client.get(f"/use_case/{made['name']}").status_code == 200
