"""Rows: down at the start, TLS, DNS; down after a page, half a response, 5xx, 429; web page or exception report."""

from __future__ import annotations

import datetime as dt
import time

import pytest
import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.harvest import outbound, report, runs
from ckanext.suedwestfalen.harvest.model import Record, Source
from ckanext.suedwestfalen.tests.harvest.faults.town import (
    EXCEPTION,
    WEB_PAGE,
    adds_up,
    causes,
    german,
    in_index,
    names,
    record,
    told,
)
from ckanext.suedwestfalen.tests.servers import Reply, free_port

HALF = Reply(act=lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<csw:Get"))


def _point_at(source, url, config):
    config["ckanext.suedwestfalen.net.allow"] = [url.split("/")[2]]
    model.Session.execute(sa.update(Source).where(Source.id == sa.inspect(source).identity[0]).values(url=url))
    model.Session.commit()


def _down(source, town, config):
    _point_at(source, f"http://127.0.0.1:{free_port()}/", config)


def _no_tls(source, town, config):
    _point_at(source, town.url.replace("http:", "https:"), config)


def _no_name(source, town, config):
    _point_at(source, "http://gibt-es-nicht.invalid:80/csw", config)


@pytest.mark.usefixtures("eager_guard")
@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (_down, "net-connect", "nicht erreich"),
        (_no_tls, "net-tls", "verschlüsselte Verbindung"),
        (_no_name, "net-dns", "keinen Server"),
    ],
)
def test_a_source_that_cannot_be_reached_fails_and_changes_nothing(
    town, source, harvest, datasets, ckan_config, fault, code, words
):
    assert harvest(source).state == "finished"
    before, url = datasets(), town.url
    fault(source, town, ckan_config)
    run = harvest(source)
    assert (run.state, run.complete, run.listed, run.deleted, run.error["code"]) == ("failed", False, 0, 0, code)
    assert words in told(run)
    assert datasets() == before
    assert in_index() == set(before)
    _point_at(source, url, ckan_config)
    run = harvest(source)
    assert (run.state, run.unchanged) == ("finished", 6)


def test_failures_in_a_row_are_tried_again_later_and_later(town, source, harvest, ckan_config):
    town.every = Reply(b"", 503)
    waits = []
    for _ in range(9):
        run = harvest(source)
        waits.append(round((run.source.next_run_at - run.finished_at).total_seconds() / 60))
    assert waits == [15, 30, 60, 120, 240, 480, 960, 1440, 1440]
    # a number of failures that no calendar could hold
    run.source.failures = 5000
    model.Session.commit()
    assert harvest(source).state == "failed"
    town.every = None
    run = harvest(source)
    assert (run.state, run.source.failures) == ("finished", 0)
    assert run.source.next_run_at - run.finished_at == dt.timedelta(days=1)


@pytest.mark.usefixtures("eager_guard")
@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        *((Reply(b"", status), "net-http-status", f"HTTP-Status {status}") for status in (500, 502, 503, 429)),
        (HALF, "net-broken", "mitten in"),
    ],
    ids=["500", "502", "503", "429", "half a response"],
)
def test_a_server_that_goes_down_after_a_page(town, source, harvest, datasets, pauses, fault, code, words):
    harvest(source)
    before = datasets()
    town.records[6] = record(6)
    del town.records[5]
    town.records = {-1: record(7), **town.records}  # sorts first: it is on page 1
    town.faults[2] = fault
    run = harvest(source)
    assert (run.state, run.complete, run.listed, run.new, run.deleted) == ("partial", False, 3, 1, 0)
    assert run.error["code"] == code
    assert words in told(run)
    # three repeats of the question that failed, each after a longer pause
    assert pauses[:3] == [pytest.approx(seconds, rel=0.25) for seconds in (1, 2, 4)]
    after = datasets()
    assert after == {**before, **{name: after[name] for name in names(7)}}
    assert in_index() == set(after)
    town.faults.clear()
    run = harvest(source)
    assert (run.state, run.new, run.unchanged, run.deleted) == ("finished", 1, 6, 1)


@pytest.mark.usefixtures("eager_guard")
@pytest.mark.parametrize("fault", [Reply(b"", 500), Reply(EXCEPTION), HALF], ids=["500", "report", "half a response"])
def test_a_server_that_fails_because_of_one_record(town, source, harvest, datasets, fault):
    """Whoever asks for the third record, alone or among others, gets an error: the others come, nothing is deleted."""
    harvest(source)
    before = datasets()
    town.records = {-1: record(7), **town.records, 6: record(6)}
    del town.records[5]
    town.spoilt_by[3] = fault
    run = harvest(source)
    assert (run.state, run.complete, run.error) == ("partial", False, None)
    # seven are there; one of those that the portal knows cannot be got, one is gone, two are new
    assert (run.listed, run.new, run.unchanged, run.failed, run.deleted) == (7, 2, 4, 1, 0)
    assert adds_up(run)
    assert causes(run) == {"csw-record-refused": 1, "listing-incomplete": 1}
    (entry,) = [one for cause in report.of(run, german).causes for one in cause.entries
                if cause.code == "csw-record-refused"]
    assert "Nummer 3 " in entry.message
    assert "Betreiber" in entry.hint
    assert set(datasets()) == in_index() == {*before, *names(6, 7)}
    assert {row[2] for row in datasets().values()} == {"active"}
    town.spoilt_by.clear()
    run = harvest(source)
    assert (run.state, run.listed, run.unchanged, run.deleted) == ("finished", 7, 7, 1)


def test_retry_after_is_kept(town, source, harvest, pauses):
    replies = iter([Reply(b"", 429, {"Retry-After": "17"})])
    good = town.answer
    town.server.answer = lambda asked: next(replies, None) or good(asked)
    assert harvest(source).state == "finished"
    assert pauses == [17]


@pytest.mark.usefixtures("eager_guard")
@pytest.mark.parametrize("page", [0, 1, 2])
@pytest.mark.parametrize(
    ("body", "code", "words"), [(WEB_PAGE, "csw-html", "Wartung"), (EXCEPTION, "csw-exception", "Datenbank nicht")]
)
def test_a_web_page_or_an_exception_report_with_status_200(
    town, source, harvest, datasets, page, body, code, words
):
    harvest(source)
    before = datasets()
    town.faults = dict.fromkeys((page, page + 1), Reply(body))
    run = harvest(source)
    assert (run.state, run.complete, run.deleted) == ("partial" if page == 2 else "failed", False, 0)
    assert run.error["code"] == code
    assert words in told(run)
    assert datasets() == before
    town.faults.clear()
    assert harvest(source).unchanged == 6


@pytest.mark.usefixtures("eager_guard")
def test_a_server_that_says_nothing_or_trickles_ends_in_time(town, source, harvest, datasets, monkeypatch):
    harvest(source)
    before = datasets()
    monkeypatch.setitem(outbound.Client.keywords, "read", 0.2)
    monkeypatch.setitem(outbound.Client.keywords, "whole", 1.0)
    for act in (_silence, _trickle):
        town.faults[2] = Reply(act=act)
        started = time.monotonic()
        run = harvest(source)
        assert time.monotonic() - started < 20
        assert (run.state, run.listed, run.error["code"]) == ("partial", 3, "net-timeout")
        assert "Sekunden" in told(run)
        assert datasets() == before


def _silence(handler):
    time.sleep(1.5)


def _trickle(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
    for _ in range(100):
        handler.wfile.write(b"<")
        handler.wfile.flush()
        time.sleep(0.1)


@pytest.mark.ckan_config("ckanext.suedwestfalen.harvest.listing_hours", "1")
@pytest.mark.usefixtures("eager_guard")
def test_a_listing_that_takes_longer_than_a_run_may_is_broken_off(town, source, harvest, datasets):
    """A server that gives a page every few minutes never ends by itself: no single request is too slow."""
    harvest(source)
    before = datasets()
    run = runs.start(source, cause="cli")
    assert runs._take_listing(run.id)
    run = model.Session.get(type(run), run.id)
    run.started_at -= dt.timedelta(hours=1, seconds=1)
    run.lease_until = None
    model.Session.commit()
    asked = town.asked
    run = runs.execute(run.id)
    assert (run.state, run.complete, run.error["code"]) == ("failed", False, "run-deadline")
    assert town.asked == asked
    assert datasets() == before
    pending = sa.select(sa.func.count()).select_from(Record).where(Record.pending != "")
    assert model.Session.scalar(pending) == 0
    assert harvest(source).unchanged == 6
