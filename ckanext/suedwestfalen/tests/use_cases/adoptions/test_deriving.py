"""A use case of the town's own: what carries over and what does not, made once, and what differs later."""

from __future__ import annotations

import threading

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.tests.use_cases.conftest import OLPE, PLATFORM
from ckanext.suedwestfalen.use_cases import derive, names
from ckanext.suedwestfalen.use_cases.model import Adoption

FULL = {
    "title": "Hitzekarte", "cost_setup": "25k-100k", "cost_annual": "5k-25k", "cost_note": "Stand 2025",
    "effort_days": "40", "effort_ongoing": "2", "duration_months": "6", "lessons_learned": "Früh reden.",
    "operating_model": ["kommune-selbst"], "procurement": "direktauftrag",
    "funding": [{"programme": "P", "funder": "F"}], "lead_project": [PLATFORM],
    "indicators": [{"name": "Messwerte", "value": "3"}], "partners": [{"name": "Hochschule"}],
    "steps": [{"title": f"Schritt {number}", "who": "Amt"} for number in range(1, 13)],
    "components": [{"kind": "software", "name": "FROST"}], "standards": ["mqtt", "lorawan"],
    "data_required": [{"title": "Baumkataster", "mandatory": "ja"}], "data_produced": [{"title": "Temperaturen"}],
    "prerequisites": "Ein Funknetz.", "suitable_population_min": "5000", "tag_string": "klima,hitze",
    "privacy": "pseudonymisiert", "dpia": "liegt-vor", "url": "https://example.org/projekt",
    "resources": [{"url": "https://example.org/beleg.pdf", "kind": "beleg", "name": "Beleg"}],
    "start_date": "2025-01-01", "reuse_support": ["gespraech"],
}
LEFT = ("cost_annual", "cost_note", "effort_days", "effort_ongoing", "duration_months", "lessons_learned", "funding",
        "indicators", "partners", "procurement", "operating_model", "dpia", "url", "start_date", "reuse_support",
        "resources", "image")


@pytest.fixture
def derived(act, adopt, published):
    """Let Olpe open its own case of a full one; gives origin, adoption and the new case."""

    def make(status=names.TESTING, **values):
        origin = published(**FULL)
        made = adopt(status, case_id=origin["id"], **values)
        own = act("editor_other", "use_case_adoption_derive", id=made["id"])
        return origin, made, act("editor_other", "package_show", id=own["id"])

    return make


def test_what_the_solution_is_carries_over(derived, people):
    origin, _made, own = derived()
    for name in derive.CARRIED:
        if name != "tag_string":
            assert own.get(name) == origin.get(name), name
    assert [step["title"] for step in own["steps"]] == [f"Schritt {number}" for number in range(1, 13)]
    assert [tag["name"] for tag in own["tags"]] == ["hitze", "klima"]
    assert own["title"] == "Hitzekarte (Olpe)"
    assert own["based_on"] == [origin["identifier"]]
    assert (own["municipality"], own["owner_org"], own["record_status"]) == ([OLPE], people.other, names.DRAFT)
    assert own["identifier"] != origin["identifier"]


def test_what_a_town_paid_learnt_and_answers_for_does_not(derived, act):
    _origin, _made, own = derived()
    assert {name: own[name] for name in LEFT if own.get(name)} == {}
    try:
        contact = act("editor_other", "use_case_contact_show", id=own["id"])
    except tk.ObjectNotFound:
        contact = {}
    assert "@" not in str(contact)


def test_what_the_town_said_of_its_adoption_is_in_it(derived):
    _origin, _made, own = derived(names.INTRODUCING, cost_band="5k-25k")
    assert (own["cost_setup"], own["phase"]) == ("5k-25k", "pilot")
    assert derived()[2]["phase"] == "idee"


def test_a_second_time_leads_to_the_first(derived, act):
    _origin, made, own = derived()
    for who in ("editor_other", "admin_other"):
        again = act(who, "use_case_adoption_derive", id=made["id"])
        assert again == {"id": own["id"], "name": own["name"], "new": False}
    shown = act("editor_other", "use_case_adoption_show", id=made["id"])
    assert shown["derived_id"] == own["id"]
    assert shown["version"] == made["version"]
    assert shown["modified"] == made["modified"]
    act("editor_other", "package_delete", id=own["id"])
    assert act("editor_other", "use_case_adoption_derive", id=made["id"])["new"]


def test_of_two_clicks_one_draft_is_made(adopt, published, people):
    origin = published()
    made = adopt(names.TESTING, case_id=origin["id"])
    start, outcomes = threading.Barrier(3), []

    def click():
        context = {"user": people.editor_other.name, "auth_user_obj": model.User.get(people.editor_other.name)}
        start.wait()
        try:
            outcomes.append(tk.get_action("use_case_adoption_derive")(context, {"id": made["id"]}))
        finally:
            model.Session.rollback()
            model.Session.remove()

    threads = [threading.Thread(target=click) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({each["id"] for each in outcomes}) == 1
    assert sorted(each["new"] for each in outcomes) == [False, False, True]
    drafts = model.Session.query(model.Package).filter(
        model.Package.title == f"{origin['title']} (Olpe)", model.Package.state == "draft").count()
    assert drafts == 1


@pytest.mark.parametrize("status", [names.INTERESTED, names.DROPPED])
def test_not_before_it_is_looked_at_nor_after_it_was_dropped(act, adopt, status):
    made = adopt()
    model.Session.get(Adoption, made["id"]).status = status
    model.Session.commit()
    with pytest.raises(tk.NotAuthorized):
        act("editor_other", "use_case_adoption_derive", id=made["id"])


def test_only_the_adopting_town(act, adopt):
    made = adopt(names.TESTING)
    for _before_and_after in range(2):
        for who in ("anonymous", "user", "member", "editor", "admin", "agency"):
            with pytest.raises(tk.NotAuthorized):
                act(who, "use_case_adoption_derive", id=made["id"])
        act("editor_other", "use_case_adoption_derive", id=made["id"])


def test_not_of_a_case_that_was_withdrawn(act, adopt):
    made = adopt(names.TESTING)
    act("admin", "use_case_withdraw", id=made["package_id"], note="Vorbei.")
    with pytest.raises(tk.NotAuthorized):
        act("editor_other", "use_case_adoption_derive", id=made["id"])


def test_a_long_title_still_fits(act, adopt, published):
    made = adopt(names.TESTING, case_id=published(title="H" * 100)["id"])
    own = act("editor_other", "use_case_adoption_derive", id=made["id"])
    title = act("editor_other", "package_show", id=own["id"])["title"]
    assert len(title) == 100
    assert title.endswith("… (Olpe)")


def test_what_differs_is_told_in_words(derived, act, test_request_context):
    origin, _made, own = derived()
    own = act("editor_other", "package_patch", id=own["id"], standards=["mqtt"], cost_setup="5k-25k",
              steps=own["steps"][:2], operating_model=[])
    with test_request_context():
        found = {row["field"]: row for row in derive.differences(own, origin)}
        assert found["standards"]["here"] == derive.readable({"standards": ["mqtt"]}, "standards") != ["mqtt"]
        assert found["standards"]["kind"] == "changed"
        assert len(found["steps"]["there"]) == 12
        assert found["steps"]["here"] == ["Schritt 1 · Amt", "Schritt 2 · Amt"]
        assert found["operating_model"]["kind"] == "open"
        assert found["operating_model"]["here"] == []
        assert "problem" not in found
        assert "tag_string" not in found
        assert found["phase"]["label"] != "phase"
        assert derive.differences(origin, origin) == []
        back = {row["field"]: row["kind"] for row in derive.differences(origin, own)}
        assert back["operating_model"] == "added"


def test_broken_values_of_a_foreign_case_break_no_comparison(test_request_context):
    with test_request_context():
        found = derive.differences(
            {"steps": "x", "standards": "[", "tags": None, "components": [1, {"kind": "?"}]},
            {"steps": [{"title": ["a"]}], "phase": "unbekannt"})
    assert {row["field"] for row in found} >= {"components", "phase"}
