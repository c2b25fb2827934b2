"""Comments on public use cases: by editors of any organization, for their organization, escaped and limited."""

from __future__ import annotations

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.tests.use_cases.conftest import EVERYBODY
from ckanext.suedwestfalen.use_cases import adopting, names

WRITERS = ("editor_other", "admin_other", "editor", "admin", "agency")


@pytest.fixture
def foreign(published):
    return published(source_catalog="https://there.example.org")


def test_editors_of_any_organization_comment_and_everybody_reads(act, foreign):
    for who in WRITERS:
        made = act(who, "use_case_comment_create", id=foreign["id"], text=f"von {who}")
        assert made["organization"]
    for who in EVERYBODY:
        rows = act(who, "use_case_comment_list", id=foreign["name"])
        assert [row["text"] for row in rows] == [f"von {each}" for each in reversed(WRITERS)]
        assert all("user" not in key for row in rows for key in row)


def test_nobody_else_comments(act, foreign, people):
    for who in ("anonymous", "user", "member"):
        with pytest.raises(tk.NotAuthorized):
            act(who, "use_case_comment_create", id=foreign["id"], text="x")
    with pytest.raises(tk.NotAuthorized):
        act("editor_other", "use_case_comment_create", id=foreign["id"], text="x", organization_id=people.own)


def test_only_what_is_public(act, case, people):
    draft = case(names.DRAFT)
    for who in ("editor_other", "anonymous", "user"):
        with pytest.raises(tk.NotAuthorized):
            act(who, "use_case_comment_list", id=draft["id"])
        with pytest.raises(tk.NotAuthorized):
            act(who, "use_case_comment_create", id=draft["id"], text="x")
    with pytest.raises(tk.ValidationError):
        act("editor", "use_case_comment_create", id=draft["id"], text="x")


@pytest.mark.parametrize("text", [None, "", "  ", "\x00", "x" * 4001, ["x"], {"a": 1}], ids=range(7))
def test_what_is_no_comment(act, foreign, text):
    with pytest.raises(tk.ValidationError) as error:
        act("editor_other", "use_case_comment_create", id=foreign["id"], text=text)
    assert error.value.error_dict["text"]


def test_whoever_wrote_it_the_own_town_and_the_agency_delete_it(act, foreign):
    for deleter in ("editor_other", "admin_other", "editor", "agency", "sysadmin"):
        made = act("editor_other", "use_case_comment_create", id=foreign["id"], text="x")
        for who in ("anonymous", "user", "member"):
            with pytest.raises(tk.NotAuthorized):
                act(who, "use_case_comment_delete", id=made["id"])
        act(deleter, "use_case_comment_delete", id=made["id"])
        assert act("anonymous", "use_case_comment_list", id=foreign["id"]) == []
    other = act("agency", "use_case_comment_create", id=foreign["id"], text="x")
    with pytest.raises(tk.NotAuthorized):
        act("editor_other", "use_case_comment_delete", id=other["id"])
    with pytest.raises(tk.ObjectNotFound):
        act("sysadmin", "use_case_comment_delete", id="nothing")


def test_who_writes_without_end_is_stopped(act, foreign, monkeypatch):
    monkeypatch.setattr(adopting, "HOURLY", 0)
    with pytest.raises(tk.ValidationError) as error:
        act("editor_other", "use_case_comment_create", id=foreign["id"], text="x")
    assert error.value.error_dict["limit"]
    model.Session.rollback()


def test_many_comments_are_cut(act, foreign, monkeypatch):
    from ckanext.suedwestfalen.use_cases import comments

    monkeypatch.setattr(comments, "MOST", 2)
    for number in range(3):
        act("sysadmin", "use_case_comment_create", id=foreign["id"], text=str(number),
            organization_id=foreign["owner_org"])
    assert [row["text"] for row in act("user", "use_case_comment_list", id=foreign["id"])] == ["2", "1"]
