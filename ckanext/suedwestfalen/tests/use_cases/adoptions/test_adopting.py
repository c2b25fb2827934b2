"""Declaring and changing an adoption: whose it is, in which order, once per town, nothing overwritten unseen."""

from __future__ import annotations

import threading

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.tests.use_cases.conftest import OLPE
from ckanext.suedwestfalen.use_cases import adopting, adoption_states, names
from ckanext.suedwestfalen.use_cases.model import Adoption, AdoptionEvent


def refused(call, *args, **data):
    with pytest.raises(tk.ValidationError) as error:
        call(*args, **data)
    model.Session.rollback()
    return error.value.error_dict


def test_a_town_declares_with_one_word_and_is_interested_from_today(act, published):
    made = act("editor_other", "use_case_adoption_create", id=published()["id"])
    assert (made["municipality"], made["name"], made["status"]) == (OLPE, "Olpe", "interessiert")
    assert made["since"]
    assert not made["public"]
    assert made["version"] == 1
    assert [event["kind"] for event in made["history"]] == ["created"]


def test_only_a_municipality_can(act, published):
    assert "AGS" in refused(act, "agency", "use_case_adoption_create", id=published()["id"])["organization_id"][0]


def test_not_the_own_use_case(act, published, people):
    for who in ("editor", "sysadmin"):
        errors = refused(act, who, "use_case_adoption_create", id=published()["id"], organization_id=people.own)
        assert "Soest" in errors["organization_id"][0]


def test_not_a_use_case_that_the_town_made_together_with_the_owner(act, published):
    shared = published(municipality=["05974040", OLPE])
    assert refused(act, "editor_other", "use_case_adoption_create", id=shared["id"])["organization_id"]


@pytest.mark.parametrize("status", [names.DRAFT, names.SUBMITTED, names.WITHDRAWN])
def test_only_what_is_published(act, case, people, status):
    made = case(status)
    with pytest.raises((tk.NotAuthorized, tk.ValidationError)):
        act("editor_other", "use_case_adoption_create", id=made["id"])
    model.Session.rollback()
    errors = refused(act, "sysadmin", "use_case_adoption_create", id=made["id"], organization_id=people.other)
    assert errors["id"]


def test_nobody_declares_for_a_town_of_others(act, published, people):
    for who in ("anonymous", "user", "member", "editor", "admin", "agency"):
        with pytest.raises(tk.NotAuthorized):
            act(who, "use_case_adoption_create", id=published()["id"], organization_id=people.other)


def test_twice_leads_to_the_first(act, adopt):
    first = adopt()
    errors = refused(act, "admin_other", "use_case_adoption_create", id=first["package_id"])
    assert errors["adoption"] == [first["id"]]
    assert f"http://portal.test/use_case/adoption/{first['id']}" in errors["municipality"][0]


def test_of_two_at_once_one_is_made(published, people):
    package_id = published()["id"]
    start, outcomes = threading.Barrier(4), []

    def declare():
        context = {"user": people.editor_other.name, "auth_user_obj": model.User.get(people.editor_other.name)}
        start.wait()
        try:
            outcomes.append(tk.get_action("use_case_adoption_create")(context, {"id": package_id})["id"])
        except tk.ValidationError as error:
            outcomes.append(error.error_dict["adoption"][0])
        finally:
            model.Session.rollback()
            model.Session.remove()

    threads = [threading.Thread(target=declare) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 4
    assert len(set(outcomes)) == 1
    assert model.Session.query(Adoption).filter_by(package_id=package_id).count() == 1


@pytest.mark.parametrize("status", names.ADOPTION_STATES)
def test_a_town_may_begin_late_but_not_at_the_end(act, published, status):
    create = {"id": published()["id"], "status": status, "reason": "zu teuer"}
    if status in adoption_states.FIRST:
        assert act("editor_other", "use_case_adoption_create", **create)["status"] == status
    else:
        assert refused(act, "editor_other", "use_case_adoption_create", **create)["status"]


@pytest.mark.parametrize("before", names.ADOPTION_STATES)
def test_a_status_follows_another_or_the_sentence_says_which_do(act, adopt, before):
    made = adopt()
    adoption = model.Session.get(Adoption, made["id"])
    for after in names.ADOPTION_STATES:
        adoption.status, adoption.reason = before, "zu teuer" if before == names.DROPPED else ""
        model.Session.commit()
        data = {"id": made["id"], "version": adoption.version, "status": after, "reason": "zu teuer"}
        if after == before or after in adoption_states.FOLLOWING[before]:
            assert act("editor_other", "use_case_adoption_update", **data)["status"] == after
        else:
            sentence = refused(act, "editor_other", "use_case_adoption_update", **data)["status"][0]
            for each in adoption_states.FOLLOWING[before]:
                assert adoption_states.label(adoption_states.STATUS_LIST, each) in sentence
        adoption = model.Session.get(Adoption, made["id"])


def test_who_drops_it_says_why(act, adopt):
    made = adopt(names.TESTING)
    change = {"id": made["id"], "version": made["version"], "status": names.DROPPED}
    assert refused(act, "editor_other", "use_case_adoption_update", **change)["reason"]
    dropped = act("editor_other", "use_case_adoption_update", **change, reason="Kein Personal.")
    assert (dropped["status"], dropped["reason"]) == (names.DROPPED, "Kein Personal.")
    errors = refused(act, "editor_other", "use_case_adoption_update", id=made["id"], version=dropped["version"],
                     reason="")
    assert errors["reason"]
    again = act("editor_other", "use_case_adoption_update", id=made["id"], version=dropped["version"],
                status=names.INTERESTED)
    assert again["reason"] == ""
    assert {"field": "reason", "before": "Kein Personal.", "after": ""} in again["history"][0]["changes"]


def test_nothing_is_overwritten_unseen(act, adopt):
    made = adopt(names.TESTING, changes="LoRa statt WLAN")
    act("admin_other", "use_case_adoption_update", id=made["id"], version=made["version"], cost_band="5k-25k",
        status=names.INTRODUCING)
    errors = refused(act, "editor_other", "use_case_adoption_update", id=made["id"], version=made["version"],
                     cost_band="0")
    assert errors["current"] == [{"status": "umsetzung", "cost_band": "5k-25k", "version": made["version"] + 1}]
    label = adoption_states.label(adoption_states.COST_LIST, "5k-25k")
    assert label in errors["version"][0]
    shown = act("editor_other", "use_case_adoption_show", id=made["id"])
    assert (shown["cost_band"], shown["changes"]) == ("5k-25k", "LoRa statt WLAN")


def test_of_two_changes_at_once_one_wins_and_the_other_is_told(adopt, people):
    made = adopt()
    start, outcomes = threading.Barrier(2), []

    def change(text):
        context = {"user": people.editor_other.name, "auth_user_obj": model.User.get(people.editor_other.name)}
        start.wait()
        try:
            tk.get_action("use_case_adoption_update")(
                context, {"id": made["id"], "version": made["version"], "changes": text})
            outcomes.append("saved")
        except tk.ValidationError as error:
            outcomes.append("conflict" if "version" in error.error_dict else "?")
        finally:
            model.Session.rollback()
            model.Session.remove()

    threads = [threading.Thread(target=change, args=[text]) for text in ("eins", "zwei")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "saved"]


@pytest.mark.parametrize("version", [None, "", "x", 0, -3, 99])
def test_a_version_that_nobody_saw_is_refused(act, adopt, version):
    made = adopt()
    given = {} if version is None else {"version": version}
    assert refused(act, "editor_other", "use_case_adoption_update", id=made["id"], changes="x", **given)["version"]


def test_what_changes_nothing_leaves_no_trace(act, adopt):
    made = adopt()
    same = act("editor_other", "use_case_adoption_update", id=made["id"], version=1, status="interessiert", note="")
    assert same["version"] == 1
    assert same["modified"] == made["modified"]
    assert len(same["history"]) == 1


def test_every_change_is_in_the_history_with_before_and_after(act, adopt):
    made = adopt(names.TESTING)
    act("editor_other", "use_case_adoption_update", id=made["id"], version=2, public=True, since="2026-02-01")
    history = act("editor", "use_case_adoption_show", id=made["id"])["history"]
    assert {change["field"]: (change["before"], change["after"]) for change in history[0]["changes"]} == {
        "public": (False, True), "since": (made["since"], "2026-02-01")}
    assert history[1]["changes"][0] == {"field": "status", "before": "interessiert", "after": "pruefung"}
    assert {event["organization"] for event in history} == {"Olpe"}
    assert all("user" not in key for event in history for key in event)


@pytest.mark.parametrize(("field", "value"), [
    ("changes", "x" * 2001), ("note", "x" * 2001), ("contact", "x" * 301), ("changes", ["a"]), ("note", {"a": 1}),
    ("cost_band", "viel"), ("cost_band", ["0"]), ("status", "fertig"), ("status", None), ("since", "gestern"),
    ("since", "2999-01-01"), ("since", "0001-01-01"), ("public", "vielleicht"),
], ids=lambda value: str(value)[:20])
def test_what_cannot_be_used_is_refused_with_a_sentence(act, published, adopt, field, value):
    assert len(refused(act, "editor_other", "use_case_adoption_create", id=published()["id"], **{field: value})[
        field][0]) > 15
    made = adopt()
    assert refused(act, "editor_other", "use_case_adoption_update", id=made["id"], version=1, **{field: value})[field]


def test_any_characters_are_kept_or_dropped_but_never_an_error(act, adopt):
    made = adopt(changes="\x00\ud800 <script>alert(1)</script> 🚲\r\nzweite Zeile", contact="\udfff")
    assert made["changes"] == "<script>alert(1)</script> 🚲\nzweite Zeile"
    said = act("editor", "use_case_adoption_comment", id=made["id"], text="a\x00b 😀")
    assert said["history"][0]["text"] == "ab 😀"


def test_both_towns_and_the_agency_speak_and_nobody_else(act, adopt, people):
    made = adopt()
    for number, (who, organization) in enumerate((("editor", people.own), ("editor_other", people.other),
                                                  ("agency", people.region)), start=2):
        for kind in ("comment", "note"):
            shown = act(who, "use_case_adoption_comment", id=made["id"], text=f"von {who}", kind=kind)
            assert (shown["history"][0]["text"], shown["history"][0]["kind"]) == (f"von {who}", kind)
            assert shown["history"][0]["organization_id"] == organization
        assert len(shown["history"]) == 2 * number - 1
        assert shown["version"] == 1
    for who in ("anonymous", "user", "member"):
        with pytest.raises(tk.NotAuthorized):
            act(who, "use_case_adoption_comment", id=made["id"], text="x")


@pytest.mark.parametrize("data", [
    {}, {"text": " "}, {"text": "x" * 4001}, {"text": ["x"]}, {"text": "x", "kind": "created"}], ids=range(5))
def test_what_is_no_comment(act, adopt, data):
    assert refused(act, "editor", "use_case_adoption_comment", id=adopt()["id"], **data)


def test_the_owner_never_sets_what_the_town_says(act, adopt):
    made = adopt(names.INTRODUCING)
    for who in ("anonymous", "user", "member", "editor", "admin", "agency"):
        with pytest.raises(tk.NotAuthorized):
            act(who, "use_case_adoption_update", id=made["id"], version=made["version"], status=names.OPERATING)


def test_there_is_no_such_adoption(act):
    for action in ("show", "update", "comment", "derive"):
        with pytest.raises(tk.ObjectNotFound):
            act("sysadmin", f"use_case_adoption_{action}", id="nothing", version=1, text="x")
    with pytest.raises(tk.ObjectNotFound):
        act("sysadmin", "use_case_adoption_list", id="nothing")


class TestTownsOutside:
    """Towns that have no organization here are named by owner and agency."""

    @pytest.mark.parametrize("who", ["editor", "agency"])
    def test_owner_and_agency_name_them_and_set_their_status(self, act, published, who):
        case_id = published()["id"]
        made = act(who, "use_case_adoption_create", id=case_id, name="Paderborn", municipality="05774032",
                   status=names.OPERATING)
        assert (made["name"], made["municipality"], made["organization_id"]) == ("Paderborn", "05774032", "")
        only_name = act(who, "use_case_adoption_create", id=case_id, name="Musterstadt", status=names.ENDED)
        assert only_name["municipality"] == ""
        changed = act(who, "use_case_adoption_update", id=made["id"], version=1, status=names.RESTING)
        assert changed["status"] == names.RESTING
        public = act("anonymous", "use_case_adoption_list", id=case_id)
        assert {row["name"] for row in public} == {"Paderborn", "Musterstadt"}

    def test_nobody_else_does(self, act, published):
        for who in ("anonymous", "user", "member", "editor_other"):
            with pytest.raises(tk.NotAuthorized):
                act(who, "use_case_adoption_create", id=published()["id"], name="Paderborn")

    @pytest.mark.parametrize("town", [
        {"name": "Olpe"}, {"name": "Stadt Olpe"}, {"name": "Irgendwo", "municipality": OLPE}, {"name": "Iserlohn"}])
    def test_a_town_of_the_region_speaks_for_itself(self, act, published, town):
        assert refused(act, "agency", "use_case_adoption_create", id=published()["id"], **town)["name"]

    @pytest.mark.parametrize("town", [
        {"name": " "}, {"municipality": "05774032"}, {"name": "X", "municipality": "123"}, {"name": "x" * 201},
        {"name": ["a"]}])
    def test_who_is_no_town(self, act, published, town):
        assert refused(act, "agency", "use_case_adoption_create", id=published()["id"], **town)

    def test_the_same_name_is_the_same_town(self, act, published):
        case_id = published()["id"]
        first = act("editor", "use_case_adoption_create", id=case_id, name="Paderborn")
        for town in ({"name": " paderborn "}, {"name": "Paderborn", "municipality": "05774032"}):
            errors = refused(act, "agency", "use_case_adoption_create", id=case_id, **town)
            assert errors["adoption"] == [first["id"]]
        assert act("editor", "use_case_adoption_create", id=case_id, name="Bad Paderborn")["id"] != first["id"]


def test_who_writes_without_end_is_stopped(act, adopt, people, monkeypatch):
    made = adopt()
    already = model.Session.query(AdoptionEvent).filter_by(user_id=people.editor.id).count()
    monkeypatch.setattr(adopting, "HOURLY", already + 2)
    for _ in range(2):
        act("editor", "use_case_adoption_comment", id=made["id"], text="x")
    assert refused(act, "editor", "use_case_adoption_comment", id=made["id"], text="x")["limit"]
    act("sysadmin", "use_case_adoption_comment", id=made["id"], text="x")
