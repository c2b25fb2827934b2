"""Who sees what of an adoption: the public only what is public, of public cases, and never the inner part."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.tests.use_cases.conftest import EVERYBODY, OLPE
from ckanext.suedwestfalen.use_cases import adoptions, names
from ckanext.suedwestfalen.use_cases.model import Adoption

INVOLVED = ("editor_other", "admin_other", "editor", "admin", "agency", "sysadmin")
OUTSIDERS = tuple(who for who in EVERYBODY if who not in INVOLVED)
PUBLIC_KEYS = {
    "id", "package_id", "municipality", "name", "status", "since", "changes", "cost_band", "reason", "modified",
    "catalog"}
HIDDEN = (names.INTERESTED, names.TESTING, names.DROPPED)


def seen_by(act, who, adoption):
    """Give what somebody gets: from the list, and from the action for one, which must agree."""
    rows = act(who, "use_case_adoption_list", id=adoption["package_id"])
    try:
        one = act(who, "use_case_adoption_show", id=adoption["id"])
    except tk.NotAuthorized:
        one = None
    assert rows == ([one] if one else [])
    return one


@pytest.mark.parametrize("status", names.ADOPTION_STATES)
def test_before_it_is_introduced_only_the_two_towns_and_the_agency(act, adopt, status):
    made = adopt()
    model.Session.get(Adoption, made["id"]).status = status
    model.Session.commit()
    for who in EVERYBODY:
        found = seen_by(act, who, made)
        assert (found is not None) == (who in INVOLVED or status not in HIDDEN), who


@pytest.mark.parametrize("status", HIDDEN)
def test_unless_the_town_publishes_it(act, adopt, status):
    made = adopt(public=True, contact="Stabsstelle", note="intern")
    model.Session.get(Adoption, made["id"]).status = status
    model.Session.commit()
    for who in EVERYBODY:
        found = seen_by(act, who, made)
        assert found["status"] == status
        if who in OUTSIDERS:
            assert set(found) == PUBLIC_KEYS
    assert [row["id"] for row in adoptions.public_of([made["package_id"]])[made["package_id"]]] == [made["id"]]
    assert made["id"] in [row["id"] for row in adoptions.of_municipality(OLPE)]


def test_the_public_sees_municipality_status_since_changes_and_cost_band(act, adopt):
    made = adopt(names.INTRODUCING, contact="Stabsstelle", note="intern", changes="LoRa", cost_band="5k-25k")
    act("editor", "use_case_adoption_comment", id=made["id"], text="Unter uns.")
    for who in OUTSIDERS:
        found = seen_by(act, who, made)
        assert set(found) == PUBLIC_KEYS
        assert (found["name"], found["changes"], found["cost_band"]) == ("Olpe", "LoRa", "5k-25k")
    for who in INVOLVED:
        found = seen_by(act, who, made)
        assert (found["contact"], found["note"]) == ("Stabsstelle", "intern")
        assert found["history"][0]["text"] == "Unter uns."
    for rows in (adoptions.public_of([made["package_id"]])[made["package_id"]], adoptions.of_municipality(OLPE)):
        assert all(set(row) - {"case"} == PUBLIC_KEYS for row in rows)


def test_it_is_in_no_dataset_dict_and_in_no_search(act, adopt):
    made = adopt(names.OPERATING, changes="Einzigartigeswort")
    dataset = act("anonymous", "package_show", id=made["package_id"])
    found = act("anonymous", "package_search", q="Einzigartigeswort", fq="dataset_type:use_case")
    assert "Einzigartigeswort" not in str(dataset)
    assert found["count"] == 0


@pytest.mark.parametrize("gone", ["withdrawn", "deleted"])
def test_of_a_case_that_is_gone_only_those_involved_see_it_and_none_is_added(act, adopt, people, gone):
    made = adopt(names.OPERATING)
    act("admin", "use_case_withdraw", id=made["package_id"], note="Vorbei.")
    if gone == "deleted":
        act("sysadmin", "package_delete", id=made["package_id"])
    for who in EVERYBODY:
        assert (seen_by(act, who, made) is not None) == (who in INVOLVED), who
    assert made["id"] not in [row["id"] for row in adoptions.of_municipality(OLPE)]
    with pytest.raises((tk.ValidationError, tk.ObjectNotFound)):
        act("sysadmin", "use_case_adoption_create", id=made["package_id"], name="Paderborn")
    model.Session.rollback()
    changed = act("editor_other", "use_case_adoption_update", id=made["id"], version=made["version"],
                  status=names.ENDED)
    assert changed["status"] == names.ENDED
    act("editor", "use_case_adoption_comment", id=made["id"], text="Danke.")


def test_a_purged_case_takes_its_adoptions_along_and_breaks_nothing(act, adopt):
    made = adopt(names.OPERATING)
    act("sysadmin", "use_case_withdraw", id=made["package_id"], note="Vorbei.")
    act("sysadmin", "package_delete", id=made["package_id"])
    act("sysadmin", "dataset_purge", id=made["package_id"])
    for who in ("editor_other", "anonymous"):
        with pytest.raises(tk.ObjectNotFound):
            act(who, "use_case_adoption_list", id=made["package_id"])
    assert made["id"] not in [row["id"] for row in adoptions.of_municipality(OLPE)]


def test_the_list_of_a_town_names_the_cases(act, adopt):
    made = adopt(names.OPERATING)
    rows = act("anonymous", "use_case_adoption_list", municipality=OLPE)
    row = next(row for row in rows if row["id"] == made["id"])
    assert row["case"]["title"] == act("anonymous", "package_show", id=made["package_id"])["title"]
    assert act("anonymous", "use_case_adoption_list", municipality="99999999") == []


def test_many_cases_cost_one_query_and_many_rows_no_more_than_one(act, adopt, people):
    first = adopt(names.OPERATING)
    package_id = first["package_id"]
    counted = []

    def count(*_args):
        counted.append(1)

    def queries(call):
        model.Session.expire_all()
        counted.clear()
        sa.event.listen(model.Session.get_bind(), "before_cursor_execute", count)
        try:
            call()
        finally:
            sa.event.remove(model.Session.get_bind(), "before_cursor_execute", count)
        return len(counted)

    calls = {
        "public_of": lambda: adoptions.public_of([package_id, "nothing"]),
        "of": lambda: adoptions.of(package_id, user=people.editor.name),
        "anonymous": lambda: adoptions.of(package_id, user=""),
    }
    before = {name: queries(call) for name, call in calls.items()}
    assert before["public_of"] == 1
    for number in range(12):
        made = act("editor", "use_case_adoption_create", id=package_id, name=f"Stadt {number}", status="betrieb")
        act("agency", "use_case_adoption_comment", id=made["id"], text="x", kind="note")
    assert {name: queries(call) for name, call in calls.items()} == before
    assert len(adoptions.of(package_id, user=people.editor.name)) == 13


def test_what_runs_comes_first(act, adopt):
    made = adopt(names.INTRODUCING)
    for name, status in (("Zett", "betrieb"), ("Anders", "abgebrochen"), ("Beta", "umsetzung")):
        act("editor", "use_case_adoption_create", id=made["package_id"], name=name, status=status, reason="x")
    rows = act("editor", "use_case_adoption_list", id=made["package_id"])
    assert [row["name"] for row in rows] == ["Zett", "Beta", "Olpe", "Anders"]
