"""Promise 1: nothing is deleted that could be a fault of the server."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.suedwestfalen.harvest.guard import Limits, Missing, decide, trips

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.timezone.utc)


def missing(number: int, runs: int, hours: float) -> list[Missing]:
    return [Missing(index, runs, NOW - dt.timedelta(hours=hours)) for index in range(number)]


@pytest.mark.parametrize(
    ("live", "lacking", "held"),
    [
        (10, 0, False),
        (10, 1, False),
        (10, 2, False),  # exactly 20 % is not more than 20 %
        (10, 3, True),
        (4, 1, False),  # 25 %, but one record only
        (4, 2, True),
        (1, 1, True),  # all
        (2, 2, True),
        (1000, 200, False),
        (1000, 201, True),
        (0, 0, False),
    ],
)
def test_the_guard_trips_above_a_fifth_and_for_all(live, lacking, held):
    assert trips(live, lacking, 0.2) is held


@pytest.mark.parametrize(
    ("runs", "hours", "goes"), [(1, 0, False), (2, 23.9, False), (2, 24, True), (1, 48, False), (3, 1, False)]
)
def test_a_missing_record_goes_after_two_complete_runs_a_day_apart(runs, hours, goes):
    decision = decide(100, missing(1, runs, hours), NOW, Limits())
    assert bool(decision.delete) is goes
    assert bool(decision.wait) is not goes
    assert not decision.hold


@pytest.mark.parametrize(("runs", "days", "goes"), [(2, 30, False), (3, 6.9, False), (3, 7, True), (50, 1, False)])
def test_what_is_held_goes_after_three_runs_over_seven_days(runs, days, goes):
    decision = decide(10, missing(5, runs, days * 24), NOW, Limits())
    assert len(decision.delete) == (5 if goes else 0)
    assert len(decision.hold) == (0 if goes else 5)


def test_an_empty_answer_holds_everything():
    decision = decide(500, missing(500, 2, 48), NOW, Limits())
    assert len(decision.hold) == 500
    assert not decision.delete
