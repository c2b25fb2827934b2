"""The boxes and pages as browsers get and post them: every change needs the page's token, nothing typed is lost."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.tests.use_cases.conftest import EVERYBODY
from ckanext.suedwestfalen.use_cases import names
from ckanext.suedwestfalen.use_cases.model import Adoption, AdoptionEvent, Comment

INVOLVED = ("editor_other", "admin_other", "editor", "admin", "agency", "sysadmin")
BAD = "<script>alert('x')</script>"


def page_of(case):
    return f"/use_case/{case['name']}"


def adoption_of(case):
    model.Session.expire_all()
    return model.Session.query(Adoption).filter_by(package_id=case["id"]).one()


def test_from_interest_to_operation_and_an_own_case_with_buttons_alone(browser, published, people):
    case, olpe = published(), browser("editor_other")
    page = olpe.get(page_of(case))
    assert f'value="{people.other}"' in page.body
    answer = olpe.post("/use_case/adoption/new", case=case["name"], organization_id=people.other)
    assert answer.status_code == 302
    adoption = adoption_of(case)
    assert answer.location.endswith(f"/use_case/adoption/{adoption.id}")
    page = olpe.get(page_of(case))
    assert f"/use_case/adoption/{adoption.id}/update" in page.body
    for version, status in enumerate((names.TESTING, names.INTRODUCING, names.OPERATING), start=1):
        answer = olpe.post(f"/use_case/adoption/{adoption.id}/update", version=version, status=status,
                           back=case["name"])
        assert answer.location.endswith(f"{page_of(case)}#adoptions")
    assert adoption_of(case).status == names.OPERATING
    answer = olpe.post(f"/use_case/adoption/{adoption.id}/derive")
    own = adoption_of(case).derived_id
    name = model.Session.get(model.Package, own).name
    assert name in answer.location
    assert "edit" in answer.location
    soest = browser("editor").get(page_of(case))
    assert "Olpe" in soest.body
    assert "transfer" in soest.body or "Change the phase" in soest.body or "Phase" in soest.body


def test_who_gets_the_page_of_an_adoption(browser, adopt):
    hidden, shown = adopt(), adopt(names.OPERATING, note="intern-und-leise", contact="Amt-Vertraulich")
    for who in EVERYBODY:
        status = browser(who).client.get(f"/use_case/adoption/{hidden['id']}", follow_redirects=False).status_code
        assert status == (200 if who in INVOLVED else 302 if who == "anonymous" else 403), who
        page = browser(who).get(f"/use_case/adoption/{shown['id']}")
        assert page.status_code == 200
        assert ("intern-und-leise" in page.body) == (who in INVOLVED), who
        assert ("Amt-Vertraulich" in page.body) == (who in INVOLVED), who
        assert ('name="version"' in page.body) == (who in ("editor_other", "admin_other", "sysadmin")), who
    assert browser("user").client.get("/use_case/adoption/nothing").status_code == 404


def test_the_page_of_the_case_shows_the_inner_part_to_those_involved_only(browser, adopt, act, published):
    case = published()
    adopt(names.OPERATING, case_id=case["id"], note="intern-und-leise", contact="Amt-Vertraulich")
    for who in EVERYBODY:
        page = browser(who).get(page_of(case))
        assert "Olpe" in page.body
        assert "intern-und-leise" not in page.body or who in INVOLVED
        assert "Amt-Vertraulich" not in page.body or who in INVOLVED
        assert ("/update" in page.body) == (who in ("editor_other", "admin_other", "sysadmin")), who


def test_who_gets_the_form(browser, published):
    address = f"/use_case/adoption/new?case={published()['name']}"
    for who in EVERYBODY:
        status = browser(who).client.get(address, follow_redirects=False).status_code
        assert status == (302 if who == "anonymous" else 403 if who in ("user", "member") else 200), who
    for who, status in (("agency", 200), ("editor", 200), ("user", 403)):
        assert browser(who).client.get(f"{address}&outside=1").status_code == status


def test_markup_comes_out_as_text(browser, act, published):
    case = published(title=f"Titel {BAD}")
    made = act("editor_other", "use_case_adoption_create", id=case["id"], changes=BAD, note=BAD, contact=BAD,
               public=True)
    act("editor", "use_case_adoption_comment", id=made["id"], text=BAD)
    act("editor", "use_case_comment_create", id=case["id"], text=BAD)
    act("editor", "use_case_adoption_create", id=case["id"], name=BAD, status="betrieb")
    for who in ("editor_other", "editor", "anonymous"):
        for path in (page_of(case), f"/use_case/adoption/{made['id']}"):
            page = browser(who).get(path)
            assert page.status_code == 200
            assert BAD not in page.body
            assert "&lt;script&gt;" in page.body


def changes(case, adoption, comment):
    return {
        "/use_case/adoption/new": {"case": case["name"], "outside": "1", "name": "Paderborn"},
        f"/use_case/adoption/{adoption}/update": {"version": 2, "status": "umsetzung"},
        f"/use_case/adoption/{adoption}/comment": {"text": "x", "kind": "comment"},
        f"/use_case/adoption/{adoption}/derive": {},
        "/use_case/comment/new": {"case": case["name"], "text": "x"},
        f"/use_case/comment/{comment}/delete": {"case": case["name"]},
    }


def state():
    model.Session.rollback()
    return [model.Session.query(table).count() for table in (Adoption, AdoptionEvent, Comment, model.Package)]


@pytest.mark.parametrize("header", [{}, {"Authorization": "bogus"}])
def test_no_change_without_the_token_of_a_page(browser, adopt, act, published, header):
    case = published()
    made = adopt(names.TESTING, case_id=case["id"])
    comment = act("editor", "use_case_comment_create", id=case["id"], text="x")
    before = state()
    for who in ("sysadmin", "editor_other"):
        for path, fields in changes(case, made["id"], comment["id"]).items():
            answer = browser(who).client.post(path, data=fields, headers=header, follow_redirects=False)
            assert answer.status_code in (302, 400, 403), path
            assert state() == before, path


def test_every_route_that_changes_something_takes_post_alone_and_is_tested(module_app, browser):
    found = {"GET": set(), "POST": set()}
    for rule in module_app.flask_app.url_map.iter_rules():
        if rule.endpoint.startswith("use_case_adoptions."):
            for method in rule.methods & set(found):
                found[method].add(re.sub("<[^>]+>", "{}", rule.rule))
    tested = {re.sub("/[AC](?=/)", "/{}", path) for path in changes({"name": "x"}, "A", "C")}
    assert found["POST"] == tested
    me = browser("sysadmin")
    for path in found["POST"] - {"/use_case/adoption/new"}:
        assert me.client.get(path.replace("{}", "x")).status_code == 405, path


def test_what_was_typed_comes_back_when_it_is_refused(browser, adopt, act):
    made = adopt(names.TESTING)
    olpe = browser("editor_other")
    olpe.get(f"/use_case/adoption/{made['id']}")
    answer = olpe.post(f"/use_case/adoption/{made['id']}/update", version=2, status="abgebrochen", reason="",
                       note="Mühsam getippt", public_shown="1")
    assert answer.status_code == 422
    assert "Mühsam getippt" in answer.body
    assert 'href="#adoption-reason"' in answer.body
    act("admin_other", "use_case_adoption_update", id=made["id"], version=2, changes="Schneller")
    answer = olpe.post(f"/use_case/adoption/{made['id']}/update", version=2, note="Mühsam getippt", public_shown="1")
    assert answer.status_code == 409
    assert "Mühsam getippt" in answer.body
    assert "Schneller" in answer.body
    assert 'name="version" value="3"' in answer.body
    forged = olpe.post(f"/use_case/adoption/{made['id']}/comment", forged=True, text="Lange überlegt")
    assert forged.status_code == 400
    assert "Lange überlegt" in forged.body
    long = olpe.post(f"/use_case/adoption/{made['id']}/comment", text="x" * 4001)
    assert long.status_code == 422
    assert "x" * 4001 in long.body


def test_a_new_status_holds_from_today_although_the_field_still_shows_the_old_day(browser, adopt):
    made = adopt(since="2025-01-01")
    olpe = browser("editor_other")
    olpe.get(f"/use_case/adoption/{made['id']}")
    olpe.post(f"/use_case/adoption/{made['id']}/update", version=1, status="pruefung", since="2025-01-01")
    assert model.Session.get(Adoption, made["id"], populate_existing=True).since.year > 2025


def test_the_form_for_a_town_elsewhere(browser, published):
    case, soest = published(), browser("editor")
    soest.get(f"/use_case/adoption/new?case={case['name']}&outside=1")
    empty = soest.post("/use_case/adoption/new", case=case["name"], outside="1", name="", municipality="", since="",
                       changes="Behalten")
    assert empty.status_code == 422
    assert "Behalten" in empty.body
    assert soest.post("/use_case/adoption/new", case=case["name"], outside="1", name="Paderborn", municipality="",
                      status="betrieb", since="", public_shown="1").status_code == 302
    assert adoption_of(case).name == "Paderborn"


def test_twice_leads_to_the_page_of_the_first(browser, adopt, published, people):
    case = published()
    made = adopt(case_id=case["id"])
    olpe = browser("admin_other")
    olpe.get(page_of(case))
    answer = olpe.post("/use_case/adoption/new", case=case["name"], organization_id=people.other)
    assert answer.location.endswith(f"/use_case/adoption/{made['id']}")


def test_a_town_can_take_publishing_back(browser, adopt):
    made = adopt(public=True)
    olpe = browser("editor_other")
    olpe.get(f"/use_case/adoption/{made['id']}")
    olpe.post(f"/use_case/adoption/{made['id']}/update", version=1, public_shown="1")
    assert not model.Session.get(Adoption, made["id"], populate_existing=True).public
    olpe.post(f"/use_case/adoption/{made['id']}/update", version=2, status="pruefung")
    assert not model.Session.get(Adoption, made["id"], populate_existing=True).public


def test_comments_are_written_and_deleted_on_the_page(browser, published):
    case = published(source_catalog="https://there.example.org")
    olpe = browser("editor_other")
    olpe.get(page_of(case))
    assert olpe.post("/use_case/comment/new", case=case["name"], text="").status_code == 422
    assert olpe.post("/use_case/comment/new", case=case["name"], text="Gefällt uns.").status_code == 302
    assert "Gefällt uns." in browser("anonymous").get(page_of(case)).body
    comment = model.Session.query(Comment).filter_by(package_id=case["id"]).one()
    assert f"/use_case/comment/{comment.id}/delete" not in browser("user").get(page_of(case)).body
    assert olpe.post(f"/use_case/comment/{comment.id}/delete", case=case["name"]).status_code == 302
    assert "Gefällt uns." not in browser("anonymous").get(page_of(case)).body


def test_a_withdrawn_case_is_named_but_not_linked(browser, adopt, act, published):
    case = published()
    made = adopt(names.OPERATING, case_id=case["id"])
    act("admin", "use_case_withdraw", id=case["id"], note="Vorbei.")
    page = browser("editor_other").get(f"/use_case/adoption/{made['id']}")
    assert case["title"] in page.body
    assert f'href="{page_of(case)}"' not in page.body
    assert "/derive" not in page.body
    refused = browser("anonymous").client.get(f"/use_case/adoption/{made['id']}", follow_redirects=False)
    assert refused.status_code == 302


def test_more_rows_cost_no_more_queries(browser, adopt, act, published):
    case = published()
    made = adopt(names.OPERATING, case_id=case["id"])
    act("editor_other", "use_case_adoption_derive", id=made["id"])
    me, counted = browser("editor"), []

    def count(*_args):
        counted.append(1)

    def queries():
        counted.clear()
        me.get(page_of(case))
        return len(counted)

    sa.event.listen(model.Session.get_bind(), "before_cursor_execute", count)
    try:
        queries()
        before = queries()
        for number in range(8):
            act("editor", "use_case_adoption_create", id=case["id"], name=f"Stadt {number}", status="betrieb")
            act("editor", "use_case_comment_create", id=case["id"], text="x")
        queries()  # the number of tasks is counted anew once
        assert queries() <= before + 1
    finally:
        sa.event.remove(model.Session.get_bind(), "before_cursor_execute", count)


def test_a_derived_case_says_where_it_comes_from_and_what_differs(browser, adopt, act, published):
    origin = published(standards=["mqtt"])
    made = adopt(names.TESTING, case_id=origin["id"])
    own = act("editor_other", "use_case_adoption_derive", id=made["id"])
    act("editor_other", "package_patch", id=own["id"], standards=["lorawan"])
    page = browser("editor_other").get(f"/use_case/{own['name']}")
    assert f'href="/use_case/{origin["name"]}"' in page.body
    assert "LoRaWAN" in page.body
    row = browser("editor_other").get(page_of(origin)).body
    assert own["name"] in row
    assert own["name"] not in browser("editor").get(page_of(origin)).body
    assert own["name"] not in browser("anonymous").get(page_of(origin)).body
