"""Daily jobs: handed out once a day, whoever asks."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from ckan.lib.jobs import get_queue
from ckan.lib.redis import connect_to_redis

from ckanext.suedwestfalen import daily
from ckanext.suedwestfalen.harvest import clock

DAY = dt.datetime(2031, 3, 5, 6, tzinfo=dt.timezone.utc)
_numbers = itertools.count()


@pytest.fixture
def job(monkeypatch):
    """Register nothing but one job; gives its name and what it did."""
    name, done = f"job-{next(_numbers)}", []
    monkeypatch.setattr(daily, "_registered", {name: lambda: done.append(1)})
    get_queue().empty()
    yield name, done
    get_queue().empty()
    for key in connect_to_redis().scan_iter("suedwestfalen:daily:job-*"):
        connect_to_redis().delete(key)


def test_a_job_is_handed_out_once_a_day(job):
    name, done = job
    assert [daily.hand_out(DAY + dt.timedelta(hours=hours)) for hours in (0, 1, 17)] == [[name], [], []]
    assert daily.hand_out(DAY + dt.timedelta(days=1)) == [name]
    assert len(get_queue().jobs) == 2
    assert done == []
    queued = get_queue().jobs[0]
    queued.func(*queued.args)
    assert done == [1]


def test_not_in_the_night(job):
    assert daily.hand_out(DAY.replace(hour=daily.HOUR - 1)) == []
    assert daily.hand_out(DAY.replace(hour=daily.HOUR)) == [job[0]]


def test_a_job_whose_plugin_is_off_is_left(job):
    daily.run("nobody-registered-this")
    assert job[1] == []


def test_the_clock_hands_them_out(job, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: DAY)
    monkeypatch.setattr(clock, "_start_due", lambda: 0)
    monkeypatch.setattr(clock, "_wake_stalled", lambda: 0)
    assert clock.tick() == 0
    clock.tick()
    assert [list(queued.args) for queued in get_queue().jobs] == [[job[0]]]
