"""Rows: one source hangs for an hour, the others run on time; two runs of one source at once."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.jobs import get_queue

from ckanext.suedwestfalen.harvest import clock, listing, runs, turns
from ckanext.suedwestfalen.harvest.findings import RunActive
from ckanext.suedwestfalen.harvest.model import Run, RunFinding, Source, now
from ckanext.suedwestfalen.harvest.protocols import Item
from ckanext.suedwestfalen.tests.harvest.faults.town import adds_up, german
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.harvest.scripted import BROKEN


@pytest.fixture
def clock_hand(monkeypatch):
    """A clock for turns that stands still until the test moves it: seconds in ``[0]``."""
    seconds = [0.0]
    monkeypatch.setattr(turns.time, "monotonic", lambda: seconds[0])
    return seconds


@pytest.fixture
def queue(portal):
    """The workers' queue, empty before and after."""
    queue = get_queue(runs.QUEUE)
    queue.empty()
    yield queue
    queue.empty()


def work_off(queue) -> list[str]:
    """Be the only worker: do one job after the other; gives the runs in the order of their jobs."""
    order = []
    while job := queue.jobs[0] if queue.jobs else None:
        queue.remove(job)
        order.append(job.args[0])
        assert len(order) < 50
        runs.work(job.args[0])
        model.Session.remove()
    return order


def _slowly(script, clock_hand, seconds=300):
    """Let every page take so long."""
    script.page_size = 1
    script.before_page = lambda _page: clock_hand.__setitem__(0, clock_hand[0] + seconds)


def state(run_id: str) -> Run:
    model.Session.rollback()
    return model.Session.get(Run, run_id)


def test_a_slow_source_makes_way_and_goes_on_where_it_was(script, make_source, queue, clock_hand, datasets):
    """One worker, one source that takes five minutes for a page: it hangs for an hour, the other does not wait."""
    slow, other = make_source(name="langsam"), make_source(name="andere", protocol="waf")
    _slowly(script, clock_hand)
    asked = []
    pages = script.pages
    script.pages = lambda position=None: (asked.append(page) or page for page in pages(position))
    first, second = runs.start(slow, cause="schedule").id, runs.start(other, cause="schedule").id
    runs.enqueue(first)
    runs.enqueue(second)
    order = work_off(queue)
    # each had one page, then the other had its turn
    assert order[:4] == [first, second, first, second]
    # nothing was listed twice
    assert len(asked) == 20
    for run_id in (first, second):
        run = state(run_id)
        assert (run.state, run.complete, run.listed, run.declared) == ("finished", True, 10, 10)
        assert run.paused is None
        assert adds_up(run)
    assert len(datasets()) == 10


def test_a_slow_source_alone_is_not_interrupted_for_ten_minutes(script, source, queue, clock_hand):
    _slowly(script, clock_hand, seconds=100)
    run_id = runs.start(source, cause="schedule").id
    runs.enqueue(run_id)
    order = work_off(queue)
    assert state(run_id).state == "finished"
    assert len(order) == 2


def test_what_was_seen_before_a_pause_is_not_missing_after_it(script, make_source, queue, clock_hand, harvest):
    source = make_source()
    script.records["nameless"] = b"<a/>"
    harvest(source)
    script.extra = [Item(guid(0), record(0), "https://example.org/again")]
    script.declared = None
    _slowly(script, clock_hand, seconds=700)
    run_id = runs.start(source, cause="schedule").id
    runs.enqueue(run_id)
    assert len(work_off(queue)) == 12
    run = state(run_id)
    # the record that the first page had, too, is the same after eleven pauses
    assert (run.listed, run.unchanged, run.failed, run.skipped, run.missing) == (12, 10, 1, 1, 0)


def test_a_source_that_was_changed_meanwhile_is_listed_anew(script, source, clock_hand, portal):
    _slowly(script, clock_hand, seconds=700)
    pages, positions = script.pages, []
    script.pages = lambda position=None: (positions.append(position), pages(position))[1]
    run_id = runs.start(source, cause="cli").id
    runs.execute(run_id, seconds=600)
    assert state(run_id).listed == 1
    model.Session.execute(sa.update(Source).values(modified_at=now()))
    model.Session.commit()
    assert runs.execute(run_id).listed == 10
    assert positions == [None, None]


def test_a_listing_that_was_killed_says_nothing_twice(script, source, portal):
    """Its findings were noted page by page; the next one begins from the first page."""
    script.page_size = 4
    script.records = {guid(0): record(0), guid(1): record(1)}
    script.extra = [
        Item(guid(0), record(0), "https://example.org/again"),
        Item(None, b"", "", None, BROKEN()),
        Item(guid(2), record(2), ""),
    ]
    run_id = runs.start(source, cause="cli").id
    script.before_page = _die_at_the_second
    with pytest.raises(KeyboardInterrupt):
        runs.execute(run_id)
    model.Session.rollback()
    script.before_page = None
    model.Session.execute(sa.update(Run).values(lease_until=None))
    model.Session.commit()
    runs.execute(run_id)
    codes = list(model.Session.scalars(sa.select(RunFinding.code).where(RunFinding.run_id == run_id)))
    assert sorted(codes) == ["duplicate-id", "listing-incomplete", "test-broken"]


def _die_at_the_second(page: int) -> None:
    if page:
        raise KeyboardInterrupt


def test_a_run_is_given_up_when_its_time_is_over(script, source, portal, monkeypatch):
    """The check stands before every request, whatever kind of source asks."""
    run = runs.start(source, cause="cli")
    monkeypatch.setattr(listing.config, "harvest_listing_hours", lambda: 0)
    client = listing.outbound.client(listing._deadline(run))
    with pytest.raises(listing.FindingError) as error:
        client.get("http://93.184.215.14/")
    assert error.value.finding.code == "run-deadline"


def test_a_second_run_of_a_source_is_refused(script, source, portal):
    source_id = source.id
    runs.start(source, cause="cli")
    with pytest.raises(RunActive) as error:
        runs.start(source, cause="cli")
    assert "gerade schon abgeholt" in error.value.finding.message(german)
    # and by the clock
    model.Session.execute(sa.update(Source).values(schedule="daily", next_run_at=now()))
    model.Session.commit()
    assert clock._start_due() == 0
    assert model.Session.query(Run).filter_by(source_id=source_id).count() == 1


def test_of_ten_who_start_at_once_one_wins(script, source, portal):
    source_id, results = source.id, []
    model.Session.remove()
    together = threading.Barrier(10)

    def start():
        found = model.Session.get(Source, source_id)
        together.wait()
        try:
            results.append(runs.start(found, cause="person").id)
        except RunActive:
            results.append(None)
        finally:
            model.Session.remove()

    threads = [threading.Thread(target=start) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 10
    assert len([result for result in results if result]) == 1


def test_two_workers_never_list_a_run_at_once(script, source, portal):
    run_id = runs.start(source, cause="cli").id
    assert runs._take_listing(run_id)
    assert not runs._take_listing(run_id)
