"""Who may do what: every action and every page of the exchange against every kind of person.

A new action, page or button that is not in these tables lets the test fail.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.tests.use_cases.conftest import EVERYBODY, PLATFORM
from ckanext.suedwestfalen.use_cases import logic, names
from ckanext.suedwestfalen.use_cases import model as tables

ALL = set(EVERYBODY)
LOGGED_IN = ALL - {"anonymous"}
TOWN = {"editor", "admin", "sysadmin"}  # edits the case
OTHER = {"editor_other", "admin_other", "sysadmin"}  # takes it over
AGENCY = {"agency", "sysadmin"}
BOTH = TOWN | OTHER | AGENCY
ADMINS = {"admin", "admin_other", "sysadmin"}
RELEASES = {"nobody": TOWN, "town": {"admin", "sysadmin"}, "agency": AGENCY}

#: action → (about what, who may); where it depends on who releases: a function of that option.
ACTIONS = {
    "use_case_submit": ("draft", TOWN),
    "use_case_release": ("submitted", RELEASES.__getitem__),
    "use_case_return": ("submitted", RELEASES.__getitem__),
    "use_case_withdraw": ("public", lambda by: TOWN | RELEASES[by]),
    "use_case_review": ("public", TOWN),
    "use_case_discard": ("public", TOWN),
    "use_case_history": ("public", lambda by: TOWN | RELEASES[by]),
    "use_case_pending_show": ("public", TOWN),
    "use_case_contact_show": ("public", LOGGED_IN),
    "use_case_adoption_create": ("declaring", OTHER),
    "use_case_adoption_update": ("adoption", OTHER),
    "use_case_adoption_comment": ("adoption", BOTH),
    "use_case_adoption_derive": ("adoption", OTHER),
    "use_case_adoption_show": ("adoption", BOTH),
    "use_case_adoption_list": ("public", ALL),
    "use_case_comment_create": ("public", BOTH),
    "use_case_comment_list": ("public", ALL),
    "use_case_comment_delete": ("comment", BOTH),
    "use_case_import_preview": ("nothing", ADMINS | {"agency"}),
    "use_case_import": ("nothing", ADMINS | {"agency"}),
    "use_case_figures": ("nothing", AGENCY),
}
#: The same actions about a draft, which strangers must not even learn to exist.
OF_A_DRAFT = {
    "use_case_contact_show": TOWN, "use_case_history": TOWN, "use_case_pending_show": TOWN, "use_case_withdraw": TOWN,
    "use_case_comment_list": TOWN, "use_case_adoption_create": set(),
}

#: page → who gets it. Redirections to the form ask there.
PAGES = {
    "/use_case/": ALL,
    "/use_case/{public}": ALL,
    "/use_case/{draft}": TOWN,
    "/use_case/{submitted}": TOWN,
    "/use_case/{public}/changes": TOWN,
    "/use_case/{public}.jsonld": ALL,
    "/use_case/{draft}.jsonld": set(),
    "/use_case/{public}/factsheet": ALL,
    "/use_case/{draft}/factsheet": TOWN,
    "/use_case/{public}/factsheet.docx": ALL,
    "/use_case/{draft}/factsheet.docx": TOWN,
    "/use_case/compare": ALL,
    "/use_case/feed.atom": ALL,
    "/use_cases.jsonld": ALL,
    "/use_cases.csv": ALL,
    "/use_case/figures": AGENCY,
    "/use_case/figures.csv": AGENCY,
    "/use_case/new": BOTH,
    "/use_case/edit/{public}": TOWN,
    "/use_case/edit/{draft}": TOWN,
    "/use_case/delete/{draft}": TOWN,
    "/use_case/followers/{public}": {"sysadmin"},
    "/use_case/followers/{draft}": {"sysadmin"},
    "/use_case/{public}/resource/{attachment}": ALL,
    "/use_case/{draft}/resource/{hidden}": TOWN,
    "/use_case/adoption/new?case={public}": BOTH,
    "/use_case/adoption/{adoption}": BOTH,
    "/use_case/import": ADMINS | {"agency"},
    "/use_case/import/template.xlsx": ADMINS | {"agency"},
    "/def/suedwestfalen": ALL,
    "/def/suedwestfalen/context.jsonld": ALL,
    "/def/suedwestfalen/bundle.schema.json": ALL,
    "/tasks": LOGGED_IN,
}
#: Addresses that only lead to another one, which asks by itself.
LEADING = (
    "/use-case/{public_id}", "/use_case/edit/{public}/2", "/use_case/new/{public}/2", "/use_case/resources/{public}",
    "/use_case/{public}/resource/new", "/use_case/{public}/resource/{attachment}/edit", "/def/suedwestfalen/UseCase",
    "/use_case/{public}/resource/{attachment}/delete", "/use_case/groups/{draft}",
    "/use_case/{public}/resource/{attachment}/download", "/use_case/{public}/resource/{attachment}/download/x.txt",
)
#: CKAN's pages of previews, which no plugin of ours offers: they show the attachment of a public case at most.
PREVIEWS = {
    "use_case_resource.view", "use_case_resource.views", "use_case_resource.edit_view",
}
#: button → whose press does something.
BUTTONS = {
    "/use_case/{draft}/state/submit": TOWN,
    "/use_case/{submitted}/state/release": RELEASES["town"],
    "/use_case/{submitted}/state/return": RELEASES["town"],
    "/use_case/{public}/state/withdraw": TOWN,
    "/use_case/{public}/state/review": TOWN,
    "/use_case/{public}/state/discard": TOWN,
    "/use_case/new": BOTH,
    "/use_case/edit/{public}": TOWN,
    "/use_case/edit/{draft}": TOWN,
    "/use_case/delete/{draft}": TOWN,
    "/use_case/{public}/resource/{attachment}/delete": TOWN,
    "/use_case/groups/{public}": TOWN,
    "/use_case/follow/{draft}": TOWN,
    "/use_case/unfollow/{draft}": TOWN,
    "/use_case/adoption/new?case={public}": BOTH,
    "/use_case/adoption/{adoption}/update": OTHER,
    "/use_case/adoption/{adoption}/comment": BOTH,
    "/use_case/adoption/{adoption}/derive": OTHER,
    "/use_case/comment/new": BOTH,
    "/use_case/comment/{comment}/delete": BOTH,
    "/use_case/import": ADMINS | {"agency"},
    "/use_case/import/confirm": ADMINS | {"agency"},
}
CKANS_OWN = ("/use_case/follow/", "/use_case/unfollow/")
WATCHED = (
    model.Package, model.Member, model.Resource, tables.Contact, tables.Pending, tables.Event, tables.Adoption,
    tables.AdoptionEvent, tables.Comment, model.UserFollowingDataset,
)


@pytest.fixture(scope="module")
def world(act, case, people):
    """A draft, a submitted and a public case; what waits, an adoption, a comment. Nothing here changes."""
    public = case(names.PUBLISHED, resources=[{"url": "https://example.org/x.txt", "name": "Anlage"}])
    act("editor", "package_patch", id=public["id"], summary="Neu.")
    declaring = {"id": case(names.PUBLISHED)["id"], "organization_id": people.other}
    adoption = act("editor_other", "use_case_adoption_create", id=public["id"], organization_id=people.other,
                   status="pruefung")
    comment = act("editor_other", "use_case_comment_create", id=public["id"], text="Gut.",
                  organization_id=people.other)
    draft = case(resources=[{"url": "https://example.org/y.txt", "name": "Anlage"}])
    return SimpleNamespace(
        public=public["name"], public_id=public["id"], draft=draft["name"],
        submitted=case(names.SUBMITTED)["name"], attachment=public["resources"][0]["id"],
        hidden=draft["resources"][0]["id"], adoption=adoption["id"], comment=comment["id"], declaring=declaring,
    )


def arguments(world, about):
    if about == "nothing":
        return {}
    return world.declaring if about == "declaring" else {"id": getattr(world, about)}


def refuses(act, people, who, action, data):
    """Tell whether the action itself refuses; what it would say about its arguments is no refusal."""
    user = getattr(people, who).name if who != "anonymous" else ""
    context = {"user": user, "auth_user_obj": model.User.get(user) if user else None}
    try:
        tk.check_access(action, context, dict(data))
    except tk.NotAuthorized:
        with pytest.raises(tk.NotAuthorized):
            act(who, action, **data)
        return True
    finally:
        model.Session.rollback()
    return False


@pytest.mark.parametrize(("action", "by"), [
    (action, by) for action, (_about, allowed) in ACTIONS.items()
    for by in (RELEASES if callable(allowed) else ("town",))
])
def test_who_may(act, world, people, released_by, action, by):
    about, allowed = ACTIONS[action]
    released_by(by)
    expected = allowed(by) if callable(allowed) else allowed
    data = arguments(world, about)
    assert {who for who in EVERYBODY if not refuses(act, people, who, action, data)} == expected


@pytest.mark.parametrize("action", OF_A_DRAFT)
def test_who_may_with_a_draft(act, world, people, action):
    data = {**arguments(world, ACTIONS[action][0]), "id": world.draft}
    found = {who for who in EVERYBODY if not refuses(act, people, who, action, data)}
    assert found - {"sysadmin"} == OF_A_DRAFT[action] - {"sysadmin"}


def test_every_action_is_in_the_table_and_has_its_own_authorization():
    actions = {name for name in logic.actions() if name.startswith(logic.PREFIX)}
    assert actions == set(ACTIONS)
    assert actions == set(logic.auth_functions())


@pytest.mark.parametrize("action", ACTIONS)
def test_only_what_changes_nothing_answers_get(module_app, people, world, action):
    reads = action.endswith(("_show", "_list", "_history", "_figures"))
    answer = module_app.get(f"/api/3/action/{action}?id={world.public_id}",
                            headers={"Authorization": people.sysadmin.token}, expect_errors=True)
    assert ("POST" in answer.body) == (not reads), answer.body


@pytest.mark.parametrize("path", PAGES)
def test_who_gets_a_page(browser, world, path):
    address = path.format(**vars(world))
    for who in EVERYBODY if PAGES[path] != ALL else ("anonymous", "user", "agency"):
        answer = browser(who).client.get(address, follow_redirects=False)
        if who in PAGES[path]:
            assert answer.status_code == 200, who
        elif who == "anonymous" and answer.status_code == 302:
            assert "/user/login" in answer.headers["Location"]
        else:
            assert answer.status_code in (403, 404), who


def watched():
    model.Session.rollback()
    return [model.Session.execute(sa.select(sa.func.count(), sa.func.md5(sa.func.string_agg(
        sa.cast(sa.literal_column(f'"{table.__table__.name}".*'), sa.Text), "|"))).select_from(table)).first()
        for table in WATCHED]


@pytest.mark.parametrize("path", BUTTONS)
def test_whose_button_does_something(browser, world, path):
    address = path.format(**vars(world))
    before = watched()
    for who in (one for one in EVERYBODY if one not in BUTTONS[path]):
        me = browser(who)
        me.get("/use_case/")  # for a token
        answer = me.post(address, note="x", text="x", title="x", case=world.public, status="umsetzung", version="1",
                         group_added=PLATFORM)
        if path.startswith(CKANS_OWN):
            continue  # they lead back and say it there
        refused = (400, 403, 404) if who != "anonymous" else (302, 400, 403, 404)
        assert answer.status_code in refused, who
        assert answer.status_code != 302 or "/user/login" in answer.headers["Location"]
    assert watched() == before


@pytest.mark.parametrize("path", LEADING)
def test_an_address_that_only_leads_tells_nothing(browser, world, path):
    for who in ("anonymous", "user", "editor"):
        answer = browser(who).client.get(path.format(**vars(world)), follow_redirects=False)
        assert answer.status_code in (302, 303, 403, 404), who


def endpoints(adapter, paths, world, method):
    return {adapter.match(path.format(**vars(world)).partition("?")[0], method=method)[0] for path in paths}


def test_every_page_and_button_is_in_the_tables(module_app, world):
    app = module_app.flask_app
    adapter = app.url_map.bind("portal.test")
    ours = [
        rule for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(("use_case.", "use_case_", "suedwestfalen_use_case", "suedwestfalen_tasks."))
        and not rule.endpoint.endswith("_405") and not rule.endpoint.startswith("use_case.scheming")
        and rule.endpoint not in PREVIEWS
    ]
    got = {rule.endpoint for rule in ours if "GET" in rule.methods}
    posted = {rule.endpoint for rule in ours if "POST" in rule.methods}
    told = endpoints(adapter, (*PAGES, *LEADING), world, "GET")
    pressed = endpoints(adapter, BUTTONS, world, "POST")
    # where scheming registered the same address first, its endpoint is ours too
    alike = {"use_case.scheming_new": "use_case.new", "use_case.scheming_edit": "use_case.edit"}
    only_leading = {"use_case.resources", "use_case_resource.new", "use_case_resource.edit"}
    told -= {"use_case.scheming_new_page", "use_case.scheming_edit_page"}
    assert got == {alike.get(name, name) for name in told}
    assert posted - only_leading == {alike.get(name, name) for name in pressed}
