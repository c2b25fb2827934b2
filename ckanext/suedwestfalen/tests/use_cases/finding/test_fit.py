"""What fits my municipality: the rank and its reasons."""

from __future__ import annotations

import random
import time

import pytest
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.tests.use_cases.finding.conftest import OLPE, SOEST
from ckanext.suedwestfalen.use_cases import fit
from ckanext.suedwestfalen.use_cases.cards import Card

pytestmark = pytest.mark.usefixtures("reading")

# made up, so that the seed's figures may change
TOWNS = {OLPE: 24_000, SOEST: 48_000, "05974028": 67_000, "05966004": 23_000, "05970040": 100_000}
ATTENDORN, SIEGEN = "05966004", "05970040"


@pytest.fixture
def olpe():
    return region.load().municipality(OLPE)


def card(name, **values):
    """A case of Siegen, where nothing speaks for Olpe."""
    return Card(**{"id": name, "name": name, "title": name, "municipalities": (SIEGEN,), "kreise": (SIEGEN[:5],),
                   "phase": "konzept", **values})


def order(olpe, *cards, **known):
    return [case.id for case, _points, _why in fit.rank(cards, olpe, fit.Known(TOWNS, **known))]


def reasons(olpe, case, **known):
    return fit.rank([case], olpe, fit.Known(TOWNS, **known))[0][2]


@pytest.mark.parametrize(("better", "worse"), [
    # near in population, the nearest of several counts
    ({"municipalities": (ATTENDORN,)}, {"municipalities": (SOEST,)}),
    ({"municipalities": (SIEGEN, ATTENDORN)}, {"municipalities": (SIEGEN, SOEST)}),
    ({"municipalities": (SOEST,)}, {"municipalities": (SIEGEN,)}),
    ({"kreise": (OLPE[:5],)}, {}),
    ({"phase": "betrieb"}, {"phase": "pilot"}),
    ({"phase": "transfer"}, {"phase": "pilot"}),
    ({"phase": "pilot"}, {"phase": "prototyp"}),
    ({"phase": "idee"}, {"phase": "beendet"}),
    ({"population_min": 20_000}, {}),
    ({"population_min": 20_000}, {"population_min": 25_000}),
    ({"population_max": 30_000}, {"population_max": 20_000}),
    ({}, {"population_max": 20_000}),
    ({}, {"reuse_status": "nicht-uebertragbar"}),
])
def test_the_better_comes_first(olpe, better, worse):
    assert order(olpe, card("a", **worse), card("b", **better)) == ["b", "a"]


def test_available_data_count(olpe):
    none, half, whole = card("a", data_required=("x", "y")), card("b", data_required=("x", "d")), card(
        "c", data_required=("d", "e"))
    assert order(olpe, none, half, whole, covering=frozenset("de")) == ["c", "b", "a"]
    assert "1 of 2 datasets needed are in the portal for Olpe" in reasons(olpe, half, covering=frozenset("de"))


@pytest.mark.parametrize(("status", "town", "counts"), [
    ("betrieb", ATTENDORN, True), ("umsetzung", ATTENDORN, True), ("pruefung", ATTENDORN, False),
    ("abgebrochen", ATTENDORN, False), ("betrieb", SIEGEN, False), ("betrieb", OLPE, False), ("betrieb", "", False),
    ("betrieb", "09162000", False),
])
def test_adoption_by_towns_of_similar_size_counts(olpe, status, town, counts):
    taken = {"b": [{"municipality": town, "status": status, "name": "?"}]}
    assert (order(olpe, card("a"), card("b"), adoptions=taken) == ["b", "a"]) is counts
    assert any("Attendorn" in why for why in reasons(olpe, card("b"), adoptions=taken)) is counts


def test_reasons_say_why(olpe):
    case = card("a", municipalities=(ATTENDORN,), kreise=(OLPE[:5],), phase="betrieb", population_min=20_000,
                population_max=60_000)
    said = reasons(olpe, case)
    number = tk.h.suedwestfalen_number
    assert said == [
        f"Similar size: Attendorn has {number(23_000)} inhabitants",
        f"Recommended for municipalities of your size ({number(20_000)} to {number(60_000)} inhabitants)",
        "Same Kreis: Kreis Olpe", f"Phase: {tk.h.suedwestfalen_choice('use_case_phase', 'betrieb')}",
    ]


def test_what_speaks_against_it_is_said_too(olpe):
    said = reasons(olpe, card("a", population_min=50_000, phase="beendet", reuse_status="nicht-uebertragbar"))
    assert [why.split()[0] for why in said] == ["Recommended", "Already", "Cannot"]
    assert "from" in said[0]


def test_own_cases_come_last(olpe):
    own = card("a", municipalities=(OLPE,), kreise=(OLPE[:5],), phase="betrieb")
    assert order(olpe, own, card("b", phase="beendet", reuse_status="nicht-uebertragbar")) == ["b", "a"]
    assert reasons(olpe, own) == ["Comes from your own municipality"]


def test_a_case_of_nowhere_is_ranked_too(olpe):
    assert order(olpe, card("a", municipalities=(), kreise=()), card("b", municipalities=("99999999",))) == ["a", "b"]


def many():
    chance = random.Random(7)
    towns = list(TOWNS)
    return [card(f"{number:03}", title=f"T{number % 7}", municipalities=(chance.choice(towns),),
                 phase=chance.choice(["idee", "pilot", "betrieb"]), data_required=tuple(chance.sample("defghi", 3)))
            for number in range(500)]


def test_the_same_question_gets_the_same_answer(olpe):
    cases = many()
    first = order(olpe, *cases, covering=frozenset("de"))
    random.Random(1).shuffle(cases)
    assert order(olpe, *cases, covering=frozenset("de")) == first


def test_500_cases_are_cheap(olpe, portal, statements):
    cases = many()
    taken = {case.id: [{"municipality": SOEST, "status": "betrieb"}] for case in cases}
    known = fit.Known(TOWNS, frozenset("de"), taken)
    begun = time.perf_counter()
    fit.rank(cases, olpe, known)
    assert time.perf_counter() - begun < 1, "measured: 0.05 s"
    assert statements == []


def test_populations_are_asked_for_in_one_query(portal, statements):
    assert len(fit.populations()) == len(region.load().municipalities)
    assert len(statements) <= 2, "the organizations, and perhaps a BEGIN"


def test_datasets_cover_a_town_that_they_name_or_whose_kreis_they_are_for(olpe, datasets):
    found = fit.covering([datasets.olpe, datasets.kreis, datasets.soest, datasets.hidden, "none"], olpe)
    assert found == {datasets.olpe, datasets.kreis}, "not that of another town, not one that the reader may not see"


def test_more_needed_datasets_than_one_request_takes(olpe, datasets, monkeypatch):
    monkeypatch.setattr(fit, "_BATCH", 2)
    asked = [datasets.olpe, datasets.kreis, *(f"none-{number}" for number in range(7))]
    assert fit.covering(asked, olpe) == {datasets.olpe, datasets.kreis}


def test_list_is_ranked_and_says_why(cases, browser, lippstadt):
    by_key = browser("anonymous").get(f"/en/use_case/?my={SOEST}").body
    assert by_key.index('value="licht"') < by_key.index('value="rad"') < by_key.index('value="wolke"')
    assert "Same Kreis: Kreis Soest" in by_key
    by_name = browser("anonymous").get("/en/use_case/?my=soest").body
    assert "Comes from your own municipality" in by_name
    assert by_name.count("swf-uc-why") == by_key.count("swf-uc-why") == 3


def test_page_says_whether_it_fits(cases, browser):
    page = browser("anonymous").get("/en/use_case/wolke?my=olpe").body
    assert "Does it fit Olpe?" in page
    assert "1 of 2 datasets needed are in the portal for Olpe" in page
