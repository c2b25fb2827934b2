"""Who may do what: every action against every kind of person."""

from __future__ import annotations

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.harvest import detect, filling, logic, preview
from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.harvest.logic import auth

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
    "finding_list": EDITORS,
    "away_list": ADMINS,
    "record_release": ADMINS,
    "source_preview": ADMINS,
    "detect": {*EDITORS, "editor_other", "admin_other"},
    "draft": {*EDITORS, "editor_other", "admin_other"},
}


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    """Let no action ask a server."""
    monkeypatch.setattr(detect, "detect", lambda url, _login: detect.Detection(url))
    monkeypatch.setattr(filling, "of", lambda url, *_chosen: filling.Draft(url))
    monkeypatch.setattr(preview, "of", lambda source, _credentials: preview.Preview(source))


@pytest.fixture
def arguments(source, run_of, record_of, people):
    record_of(source, held=True)
    purged = record_of(source, "g-2")
    model.Session.get(tables.Identity, purged.identity_key).state = "purged"
    model.Session.commit()
    own = {"id": source.id}
    run = run_of(source)
    return {  # for those that need more than the source's id
        "source_create": {"title": "Neu", "url": source.url, "organization_id": people.own},
        "run_show": {"id": run.id},
        "record_show": {**own, "guid": "g-1"},
        "record_release": {**own, "guid": "g-2"},
        "finding_list": {"id": run.id},
        "detect": {"url": source.url},
        "draft": {"url": source.url},
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


def test_every_action_stands_in_the_matrix_and_every_auth_function_has_an_action():
    prefix = "suedwestfalen_harvest_"
    actions = {name for name in logic.actions() if name.startswith(prefix)}
    assert {name for name in vars(auth) if name.startswith(prefix)} <= actions
    assert {name.removeprefix(prefix) for name in actions} == {*ALLOWED, "origin_show"}


def test_nothing_else_is_an_action():
    prefix = "suedwestfalen_harvest_"
    others = {name: action for name, action in logic.actions().items() if not name.startswith(prefix)}
    assert set(others) == {"package_create", "package_update", "package_delete"}
    assert all(action.chained_action for action in others.values())


@pytest.mark.parametrize("name", [*ALLOWED, "origin_show"])
def test_a_get_only_reads(name, module_app, people, source):
    reads = name.endswith(("_show", "_list"))
    answer = module_app.get(f"/api/3/action/suedwestfalen_harvest_{name}?id={source.id}",
                            headers={"Authorization": people.sysadmin.token}, expect_errors=True)
    assert ("POST" in answer.body) == (not reads), answer.body


@pytest.mark.parametrize("name", ["detect", "source_preview", "source_create", "source_update"])
def test_what_carries_a_password_is_no_get(name, module_app, people):
    answer = module_app.get(f"/api/3/action/suedwestfalen_harvest_{name}?url=https://192.0.43.8/&password=x",
                            headers={"Authorization": people.sysadmin.token}, status=400)
    assert "POST" in answer.body


@pytest.mark.parametrize(("who", "data", "allowed"), [
    ("admin", {"organization_id": "own"}, True), ("admin", {}, True), ("admin", {"organization_id": "other"}, False),
    ("admin", {"id": "source", "organization_id": "other"}, False), ("editor", {}, False), ("user", {}, False),
])
def test_a_preview_of_what_is_not_stored_needs_what_creating_needs(act, source, people, who, data, allowed):
    names = {"own": people.own, "other": people.other, "source": source.id}
    given = {"url": source.url, **{key: names[value] for key, value in data.items()}}
    if allowed:
        act(who, "source_preview", **given)
    else:
        with pytest.raises(tk.NotAuthorized):
            act(who, "source_preview", **given)


@pytest.mark.parametrize(("who", "sees"), [("editor", False), ("admin", True), ("sysadmin", True)])
def test_options_are_shown_to_those_who_may_change_them(act, source, who, sees):
    source.options = {"default_licence_reason": "intern"}
    model.Session.commit()
    shown = act(who, "source_show", id=source.id)
    assert shown["options"] == ({"default_licence_reason": "intern"} if sees else None)
    listed = act(who, "source_list")
    assert all("options" not in one and "credentials" not in one for one in listed)


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
