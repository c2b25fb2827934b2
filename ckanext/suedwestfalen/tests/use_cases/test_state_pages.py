"""The box on a case's page, its buttons, and the page of what waits."""

from __future__ import annotations

import re

import pytest
from ckan import model

from ckanext.suedwestfalen.tests.use_cases.conftest import EVERYBODY
from ckanext.suedwestfalen.use_cases import names, pending, records


def buttons(page):
    return set(re.findall(r'/state/([a-z]+)"', page.body))


def path(case, step):
    return f"/use_case/{case['name']}/state/{step}"


def status(case):
    model.Session.rollback()
    model.Session.expire_all()
    return records.status(records.get(case["id"]))


@pytest.mark.parametrize(("of", "editor", "admin"), [
    (names.DRAFT, {"submit"}, {"submit"}), (names.SUBMITTED, {"withdraw"}, {"withdraw", "release", "return"}),
    (names.PUBLISHED, {"withdraw", "review"}, {"withdraw", "review"}),
    (names.OUTDATED, {"withdraw", "review"}, {"withdraw", "review"}), (names.WITHDRAWN, {"submit"}, {"submit"}),
])
def test_what_the_box_offers(browser, case, of, editor, admin):
    made = case(of)
    for who, offered in (("editor", editor), ("admin", admin)):
        page = browser(who).get(f"/use_case/{made['name']}")
        assert 'id="uc-state"' in page.body
        assert buttons(page) == offered
    if of in names.PUBLIC:
        for who in set(EVERYBODY) - {"editor", "admin", "sysadmin"}:
            assert 'id="uc-state"' not in browser(who).get(f"/use_case/{made['name']}").body, who


def test_the_way_by_buttons(browser, case):
    made = case()
    editor, admin = browser("editor"), browser("admin")
    editor.get(f"/use_case/{made['name']}")
    assert editor.post(path(made, "submit"), note="Bitte <b>ansehen</b>").status_code == 302
    assert status(made) == names.SUBMITTED
    page = admin.get(f"/use_case/{made['name']}")
    assert "Bitte &lt;b&gt;ansehen&lt;/b&gt;" in page.body
    seen = re.search(r'name="seen" value="([^"]+)"', page.body)[1]
    admin.post(path(made, "return"))
    assert status(made) == names.SUBMITTED  # no reason
    assert admin.post(path(made, "release"), seen=seen).status_code == 302
    assert status(made) == names.PUBLISHED
    editor.post(path(made, "withdraw"))
    assert status(made) == names.WITHDRAWN


def test_what_lacks_is_named_with_links_and_leads_to_the_form(browser, act, people):
    made = act("editor", "package_create", type="use_case", title="Idee", owner_org=people.own)
    editor = browser("editor")
    page = editor.get(f"/use_case/{made['name']}")
    assert buttons(page) == set()
    assert f"/use_case/edit/{made['name']}" in page.body
    answer = editor.post(path(made, "submit"))
    assert answer.status_code == 302
    assert "/use_case/edit/" in answer.headers["Location"]
    assert status(made) == names.DRAFT


def test_changes_are_shown_side_by_side_and_escaped(browser, act, case):
    made = case(names.PUBLISHED, phase="pilot")
    act("editor", "package_patch", id=made["id"], title="<script>neu</script>", phase="konzept",
        steps=[{"title": "Erst", "description": "dies"}, {"title": "Dann"}], contact_phone="99",
        resources=[{"url": "https://example.org/x", "name": "Anlage X"}], tags=[{"name": "Hitze"}])
    page = browser("editor").get(f"/use_case/{made['name']}/changes")
    assert "<script>neu" not in page.body
    for words in ("&lt;script&gt;neu&lt;/script&gt;", made["title"], "Konzept", "2. ", "Anlage X", "99", "Hitze"):
        assert words in page.body, words
    assert buttons(page) == {"submit", "discard", "review", "withdraw"}
    for who in set(EVERYBODY) - {"editor", "admin", "sysadmin"}:
        answer = browser(who).client.get(f"/use_case/{made['name']}/changes", follow_redirects=False)
        assert answer.status_code == (302 if who == "anonymous" else 403), who
    editor = browser("editor")
    editor.get(f"/use_case/{made['name']}")
    editor.post(path(made, "discard"))
    assert pending.of(made["id"]) is None
    assert editor.get(f"/use_case/{made['name']}/changes", status=404)


def test_the_agency_comes_to_the_changes_and_back(browser, act, case, released_by):
    released_by("agency")
    made = case(names.PUBLISHED)
    act("editor", "package_patch", id=made["id"], title="Neu")
    act("editor", "use_case_submit", id=made["id"])
    agency = browser("agency")
    page = agency.get(f"/use_case/{made['name']}/changes")
    assert buttons(page) == {"release", "return", "withdraw"}
    answer = agency.post(path(made, "return"), note="Bitte Kosten.")
    assert "/use_case/" in answer.headers["Location"]
    assert pending.of(made["id"]).state == names.DRAFT


@pytest.mark.parametrize("step", ["submit", "release", "return", "withdraw", "review", "discard"])
def test_a_button_is_no_link_and_needs_a_token(browser, case, step):
    made = case(names.PUBLISHED)
    admin = browser("admin")
    assert admin.client.get(path(made, step), follow_redirects=False).status_code == 405
    for token in ({}, {"_csrf_token": ""}, {"_csrf_token": "guess"}):
        assert admin.post(path(made, step), forged=True, **token).status_code == 400
    assert admin.client.post(f"/api/3/action/use_case_{step}", json={"id": made["id"]}).status_code == 403
    assert status(made) == names.PUBLISHED


def test_by_token_the_api_needs_no_form(module_app, case, people):
    made = case(names.PUBLISHED)
    headers = {"Authorization": people.editor.token}
    module_app.get(f"/api/3/action/use_case_withdraw?id={made['id']}", headers=headers, status=400)
    module_app.post("/api/3/action/use_case_withdraw", json={"id": made["id"]}, headers=headers, status=200)
    assert status(made) == names.WITHDRAWN


def test_deleting_a_public_case_is_refused_with_a_sentence(browser, case):
    made = case(names.PUBLISHED)
    editor = browser("editor")
    editor.get(f"/use_case/{made['name']}")
    assert editor.post(f"/use_case/delete/{made['name']}", forged=True).status_code == 400
    assert editor.post(f"/use_case/delete/{made['name']}").status_code == 302
    assert status(made) == names.PUBLISHED
    draft = case()
    assert editor.get(f"/use_case/delete/{draft['name']}").status_code == 200
    editor.post(f"/use_case/delete/{draft['name']}")
    assert model.Package.get(draft["id"]).state == "deleted"


def test_attachments_are_removed_in_the_form(browser, case):
    made = case(names.PUBLISHED, resources=[{"url": "https://example.org/a", "name": "A"}])
    editor = browser("editor")
    editor.get(f"/use_case/{made['name']}")
    answer = editor.post(f"/use_case/{made['name']}/resource/{made['resources'][0]['id']}/delete")
    assert answer.status_code == 302
    assert "/use_case/edit/" in answer.headers["Location"]
    assert records.get(made["id"]).resources


@pytest.mark.parametrize("name", ["no-such-case", "a%00b"])
def test_no_such_case(browser, name):
    admin = browser("admin")
    admin.get("/use_case/")
    for answer in (admin.post(f"/use_case/{name}/state/submit"), admin.client.get(f"/use_case/{name}/changes")):
        assert answer.status_code == 404
