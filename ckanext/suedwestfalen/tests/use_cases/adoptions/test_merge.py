"""What another portal tells of adoptions: merged by municipality, the newest wins, taken back when it is there."""

from __future__ import annotations

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.tests.use_cases.conftest import OLPE
from ckanext.suedwestfalen.use_cases import adoptions
from ckanext.suedwestfalen.use_cases.model import Adoption, AdoptionEvent

THERE = "https://there.example.org"
ISERLOHN = "05962024"


def told(**changed):
    return {"municipality": ISERLOHN, "status": "umsetzung", "since": "2026-01-10", "changes": "LoRa",
            "cost_band": "5k-25k", "modified": "2026-01-11T10:00:00Z", **changed}


@pytest.fixture
def case_id(published):
    return published()["id"]


@pytest.fixture
def merge(case_id):
    def run(*records, catalog=THERE, into=None):
        counts = adoptions.merge(into or case_id, list(records), catalog)
        model.Session.commit()
        return dict(counts)

    return run


def row(case_id):
    return model.Session.query(Adoption).filter_by(package_id=case_id).one()


def test_new_then_same_and_no_second_row(merge, case_id):
    assert merge(told()) == {"new": 1}
    assert merge(told()) == {"same": 1}
    found = adoptions.public_of([case_id])[case_id][0]
    assert {**told(), "modified": found["modified"]}.items() <= found.items()
    assert found["name"] == "Iserlohn"
    assert found["modified"] == "2026-01-11T10:00:00Z"
    assert model.Session.query(AdoptionEvent).filter_by(adoption_id=found["id"]).count() == 1


def test_the_newest_wins_and_the_history_says_what_it_was(merge, case_id):
    merge(told())
    assert merge(told(status="pruefung", modified="2026-01-11T09:59:59Z")) == {"older": 1}
    assert row(case_id).status == "umsetzung"
    assert merge(told(status="betrieb", modified="2026-01-12T00:00:00+01:00")) == {"changed": 1}
    adoption = row(case_id)
    assert (adoption.status, adoption.version) == ("betrieb", 2)
    assert adoption.events[-1].values == {"status": ["umsetzung", "betrieb"]}


def test_what_was_set_here_later_is_kept_and_what_is_older_is_not(merge, act, case_id):
    mine = act("editor_other", "use_case_adoption_create", id=case_id, status="umsetzung")
    assert merge(told(municipality=OLPE, status="betrieb")) == {"older": 1}
    adoption = row(case_id)
    adoption.modified_at = adoption.modified_at.replace(year=2025)
    model.Session.commit()
    assert merge(told(municipality=OLPE, status="betrieb")) == {"changed": 1}
    shown = act("editor_other", "use_case_adoption_show", id=mine["id"])
    assert (shown["status"], shown["version"]) == ("betrieb", 2)
    assert shown["history"][0]["kind"] == "imported"


def test_a_date_in_the_future_wins_no_longer_than_now(merge, act, case_id):
    merge(told(municipality=OLPE, modified="2999-01-01T00:00:00Z"))
    adoption = row(case_id)
    assert adoption.modified_at.year < 2999
    changed = act("editor_other", "use_case_adoption_update", id=adoption.id, version=1, status="betrieb")
    assert (changed["status"], changed["catalog"]) == ("betrieb", "")
    assert merge(told(municipality=OLPE)) == {"older": 1}


def test_both_portals_come_to_the_same_in_either_order(merge, published):
    one, other = told(changes="A"), told(changes="B")
    results = []
    for order in ((one, other), (other, one)):
        case_id = published()["id"]
        for record in order:
            merge(record, into=case_id)
        results.append(row(case_id).changes)
    assert results[0] == results[1]


def test_what_is_taken_back_there_goes_here_unless_somebody_here_said_something(merge, act, case_id, published):
    merge(told(), told(municipality="05962032"))
    assert merge(told(municipality="05962032")) == {"same": 1, "gone": 1}
    assert row(case_id).municipality == "05962032"
    assert merge(catalog="https://elsewhere.example.org") == {}
    act("editor", "use_case_adoption_comment", id=row(case_id).id, text="Schön!")
    assert merge() == {}
    assert row(case_id).municipality == "05962032"


@pytest.mark.parametrize("record", [
    "x", None, [], {}, told(status="fertig"), told(status=None), told(municipality="123"), told(cost_band="viel"),
    told(since="gestern"), told(changes="x" * 2001), told(municipality=None), told(municipality={"a": 1}),
    told(municipality=None, name="x" * 300), told(changes=["a"]), told(public="vielleicht")], ids=range(15))
def test_a_broken_record_is_counted_and_the_others_come_in(merge, case_id, record):
    assert merge(record, told()) == {"refused": 1, "new": 1}


@pytest.mark.parametrize("modified", [None, "", "gestern", 5, ["x"]], ids=str)
def test_without_a_time_the_day_of_the_status_counts(merge, case_id, modified):
    assert merge(told(modified=modified)) == {"new": 1}
    assert row(case_id).modified_at.isoformat().startswith("2026-01-10T00:00")
    assert merge(told(modified=modified, status="betrieb", since="2026-01-12")) == {"changed": 1}


def test_a_town_is_found_by_its_key_or_its_name(merge, case_id):
    merge(told(municipality=None, name="Paderborn"))
    assert merge(told(municipality=None, name="paderborn")) == {"same": 1}
    assert merge(told(municipality="", name="Iserlohn")) == {"new": 1, "gone": 1}
    assert row(case_id).municipality == ISERLOHN


def test_a_town_of_this_portal_carries_on_what_was_told_of_it(merge, act, case_id):
    merge(told(municipality=OLPE, status="pruefung"))
    shown = act("editor_other", "use_case_adoption_list", id=case_id)[0]
    assert shown["role"] == "adopter"
    assert shown["public"]
    with pytest.raises(tk.ValidationError) as error:
        act("editor_other", "use_case_adoption_create", id=case_id)
    assert error.value.error_dict["adoption"] == [shown["id"]]


def test_nothing_told_writes_nothing(merge, case_id):
    assert merge() == {}
