"""Who may do what: every action against every kind of person."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.harvest.logic import action, auth

EVERYBODY = ("anonymous", "user", "editor_other", "admin_other", "editor", "admin", "sysadmin")
ADMINS, EDITORS = {"admin", "sysadmin"}, {"editor", "admin", "sysadmin"}
ALLOWED = {
    "source_create": ADMINS,
    "source_update": ADMINS,
    "source_delete": ADMINS,
    "source_show": EDITORS,
    "source_list": {*EDITORS, "editor_other", "admin_other"},
    "run_create": ADMINS,
    "run_show": EDITORS,
    "run_list": EDITORS,
    "record_show": EDITORS,
    "deletions_list": EDITORS,
    "deletions_confirm": ADMINS,
    "deletions_reject": ADMINS,
}


@pytest.fixture
def arguments(source, run_of, record_of, people):
    record_of(source, held=True)
    own = {"id": source.id}
    run = run_of(source)
    return {  # for those that need more than the source's id
        "source_create": {"title": "Neu", "url": source.url, "organization_id": people.own},
        "run_show": {"id": run.id},
        "record_show": {**own, "guid": "g-1"},
        "source_list": {},
    }, own


@pytest.mark.parametrize("name", ALLOWED)
@pytest.mark.parametrize("who", EVERYBODY)
def test_permission_matrix(who, name, arguments, act, queued):
    special, own = arguments
    data = special.get(name, own)
    if who in ALLOWED[name]:
        act(who, name, **data)
    else:
        with pytest.raises(tk.NotAuthorized):
            act(who, name, **data)


def test_every_action_has_an_auth_function_and_stands_in_the_matrix():
    prefix = "suedwestfalen_harvest_"
    actions = {name for name in vars(action) if name.startswith(prefix)}
    assert actions == {name for name in vars(auth) if name.startswith(prefix)}
    assert {name.removeprefix(prefix) for name in actions} == {*ALLOWED, "origin_show"}


def test_the_list_holds_only_what_may_be_read(act, source):
    assert source.id in {found["id"] for found in act("editor", "source_list")}
    assert source.id in {found["id"] for found in act("sysadmin", "source_list")}
    assert source.id not in {found["id"] for found in act("editor_other", "source_list")}


def test_an_administrator_cannot_give_a_source_to_another_town(act, source, people):
    with pytest.raises(tk.NotAuthorized):
        act("admin", "source_update", id=source.id, organization_id=people.other)


def test_an_administrator_cannot_take_a_source_of_another_town(act, source, people):
    with pytest.raises(tk.NotAuthorized):
        act("admin_other", "source_update", id=source.id, organization_id=people.other)


def test_anonymous_learns_nothing_about_names(act):
    with pytest.raises(tk.NotAuthorized):
        act("anonymous", "source_show", id="no-such-source")
