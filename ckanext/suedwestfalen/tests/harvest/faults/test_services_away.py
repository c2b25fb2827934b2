"""Rows: Solr down, or refusing one document; Redis down or flushed; PostgreSQL restarted in mid-run."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib import redis as ckan_redis
from ckan.lib.jobs import get_queue

from ckanext.suedwestfalen.harvest import clock, importing, leases, ledger, runs
from ckanext.suedwestfalen.harvest import datasets as writer
from ckanext.suedwestfalen.harvest.findings import Unavailable
from ckanext.suedwestfalen.harvest.listing import list_source
from ckanext.suedwestfalen.harvest.model import Record, Run, Source, now
from ckanext.suedwestfalen.tests.harvest.faults.town import adds_up, causes, german, in_index, names
from ckanext.suedwestfalen.tests.servers import free_port

WAITING = sa.select(sa.func.count()).select_from(Record).where(Record.pending != "")


@pytest.fixture
def batches_of_two(ckan_config):
    """Several batches to a run, so that a service can go away between them."""
    ckan_config["ckanext.suedwestfalen.harvest.batch_size"] = 2


def nothing_lost(run: Run, found: dict) -> None:
    """Check that the run ended as if nothing had happened."""
    assert (run.state, run.listed, run.new, run.failed) == ("finished", 10, 10, 0)
    assert adds_up(run)
    assert set(found) == in_index() == names(*range(10))
    assert model.Session.scalar(WAITING) == 0


@pytest.mark.usefixtures("batches_of_two")
@pytest.mark.parametrize("batch", [0, 2])
def test_solr_goes_down_in_mid_run(script, source, harvest, datasets, ckan_config, monkeypatch, batch):
    """Really: the portal asks a port at which nobody listens."""
    url, take, number = ckan_config["solr_url"], importing.import_batch, iter(range(100))

    def import_batch(*args):
        if next(number) == batch:
            ckan_config["solr_url"] = f"http://127.0.0.1:{free_port()}/solr/ckan"
        take(*args)

    monkeypatch.setattr(importing, "import_batch", import_batch)
    run_id = runs.start(source, cause="cli").id
    with pytest.raises(Unavailable) as error:
        runs.execute(run_id)
    assert "nichts verloren" in error.value.finding.hint(german)
    # what could not be indexed is not in the database either, and waits for the next worker at once
    assert len(datasets()) == batch * 2
    assert ledger.claimable(run_id)
    assert model.Session.get(Run, run_id).finished_at is None
    # RQ's job survives it, too
    runs.work(run_id)
    ckan_config["solr_url"] = url
    nothing_lost(runs.execute(run_id), datasets())


def test_solr_goes_down_before_a_deletion(script, source, harvest, datasets, ckan_config, days_pass):
    harvest(source)
    del script.records["".join(list(script.records)[:1])]
    harvest(source)
    days_pass(2)
    url = ckan_config["solr_url"]
    ckan_config["solr_url"] = f"http://127.0.0.1:{free_port()}/solr/ckan"
    run_id = runs.start(model.Session.get(Source, sa.inspect(source).identity[0]), cause="cli").id
    with pytest.raises(Unavailable):
        runs.execute(run_id)
    assert [row[2] for row in datasets().values()] == ["active"] * 10
    ckan_config["solr_url"] = url
    run = runs.execute(run_id)
    assert (run.state, run.deleted) == ("finished", 1)
    assert in_index() == names(*range(1, 10))


def test_solr_refuses_the_place_of_one_record(script, source, harvest, datasets, monkeypatch):
    """Solr itself does: what one record brings as its place goes to a longitude that is none."""
    index_one, index_package = writer.index, writer.index.PackageSearchIndex.index_package

    def spoil(self, package, defer_commit=False):
        connect = index_one.make_connection

        class Spoiling:
            def add(self, docs, **options):
                for document in docs:
                    own = "8.05" in str(document.get("spatial_geom"))
                    if document["name"] == "beispiel-datensatz-3" and own:
                        document["spatial_geom"] = ["POLYGON((8 51, 999 51, 999 52, 8 51))"]
                connect().add(docs, **options)

        index_one.make_connection = Spoiling
        try:
            index_package(self, package, defer_commit)
        finally:
            index_one.make_connection = connect

    monkeypatch.setattr(writer.index.PackageSearchIndex, "index_package", spoil)
    run = harvest(source)
    assert causes(run) == {"geometry-refused": 1}
    assert (run.state, run.new, run.failed) == ("finished", 10, 0)
    assert set(datasets()) == in_index() == names(*range(10))
    # at most the municipality's extent stands in for it
    assert "8.05" not in str(model.Package.get("beispiel-datensatz-3").extras.get("spatial"))
    assert "8.05" in model.Package.get("beispiel-datensatz-4").extras["spatial"]
    # the next run does not try in vain again
    assert harvest(source).unchanged == 10


def test_solr_refuses_a_record_for_good(script, source, harvest, datasets, monkeypatch):
    """Solr's terms have an end, and so has its patience; the other records of the batch are not concerned."""
    index_package = writer.index.PackageSearchIndex.index_package

    def spoil(self, package, defer_commit=False):
        if package["name"] == "beispiel-datensatz-3":
            package = {**package, "license_id": "x" * 40_000}
        index_package(self, package, defer_commit)

    with monkeypatch.context() as patch:
        patch.setattr(writer.index.PackageSearchIndex, "index_package", spoil)
        run = harvest(source)
    assert (run.state, run.new, run.failed, causes(run)) == ("finished", 9, 1, {"dataset-refused": 1})
    assert set(datasets()) == in_index() == names(*range(10)) - names(3)


@pytest.fixture
def redis_down(ckan_config, monkeypatch):
    """Point the portal at a port at which no Redis listens; calling it brings Redis back."""
    def point_at(url):
        ckan_config["ckan.redis.url"] = url
        # CKAN and RQ keep a pool and queues
        monkeypatch.setattr(ckan_redis, "_connection_pool", None)
        runs.get_queue.__globals__["_queues"].clear()

    before = ckan_config["ckan.redis.url"]
    point_at(f"redis://127.0.0.1:{free_port()}/0")
    yield lambda: point_at(before)
    point_at(before)


def test_redis_down_when_a_run_is_started_and_worked_on(script, source, datasets, redis_down):
    run_id = runs.start(source, cause="person").id
    assert runs.enqueue(run_id) is False
    # a worker that is at it calls for help in vain, and goes on
    runs.work(run_id)
    run = model.Session.get(Run, run_id)
    assert run.error is None
    nothing_lost(run, datasets())


def test_redis_down_keeps_no_run_from_being_taken_up_later(script, source, datasets, redis_down):
    run_id = runs.start(source, cause="person").id
    runs.enqueue(run_id)
    redis_down()
    assert _clock_takes(run_id)
    runs.work(run_id)
    nothing_lost(model.Session.get(Run, run_id), datasets())


def test_redis_flushed(script, source, datasets):
    run_id = runs.start(source, cause="person").id
    runs.enqueue(run_id)
    ckan_redis.connect_to_redis().flushdb()
    assert _clock_takes(run_id)
    runs.work(run_id)
    nothing_lost(model.Session.get(Run, run_id), datasets())


def test_redis_flushed_when_a_listing_had_made_way(script, source, datasets):
    script.page_size = 2
    run_id = runs.start(source, cause="cli").id
    assert runs.execute(run_id, seconds=1e-9).state == "listing"
    ckan_redis.connect_to_redis().flushdb()
    assert _clock_takes(run_id)
    runs.work(run_id)
    nothing_lost(model.Session.get(Run, run_id), datasets())


def _clock_takes(run_id: str) -> bool:
    """Let a few minutes pass and the clock tick; tell whether the run has a job then."""
    later = Run.started_at - clock.PATIENCE - dt.timedelta(seconds=1)
    model.Session.execute(sa.update(Run).values(started_at=later))
    model.Session.commit()
    clock.tick()
    # once is enough
    assert clock.tick() == 0
    return [job.args for job in get_queue(runs.QUEUE).jobs] == [[run_id]]


class Postgres:
    """The portal's PostgreSQL, as somebody sees it who may close the portal's database."""

    def __init__(self, connection: sa.Connection, database: str):
        self.connection, self.database = connection, database

    def cut(self) -> None:
        """End every connection of this portal, as a restart does."""
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        self.connection.execute(sa.text(end), {"name": self.database})

    def down(self) -> None:
        """Let nobody in any more."""
        self.connection.execute(sa.text(f'ALTER DATABASE "{self.database}" ALLOW_CONNECTIONS false'))
        self.cut()

    def up(self) -> None:
        """Let everybody in again."""
        self.connection.execute(sa.text(f'ALTER DATABASE "{self.database}" ALLOW_CONNECTIONS true'))


@pytest.fixture
def postgres(portal):
    url = model.ensure_engine().url
    admin = sa.create_engine(url.set(database="postgres"), poolclass=sa.pool.NullPool, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        server = Postgres(connection, url.database)
        yield server
        server.up()


def _leases_run_out() -> None:
    for table in (Record, Run):
        model.Session.execute(sa.update(table).values(lease_until=None))
    model.Session.commit()


@pytest.mark.usefixtures("batches_of_two")
@pytest.mark.parametrize("moment", ["listing", "between records", "after Solr", "parsing"])
def test_postgresql_restarts_in_mid_run(script, source, datasets, monkeypatch, postgres, moment):
    """Whoever comes next goes on at once: no lease is waited for."""
    script.page_size = 4
    run_id = runs.start(source, cause="cli").id
    with monkeypatch.context() as patch:
        _restart_at(moment, script, patch, postgres.cut)
        if moment == "listing":
            # the page comes while the one before it is compared: that is hit, or a new connection is made in time
            with suppress(Unavailable):
                runs.execute(run_id)
        else:
            with pytest.raises(Unavailable) as error:
                runs.execute(run_id)
            assert error.value.finding.values["what"] == "PostgreSQL"
            assert error.value.over
    nothing_lost(runs.execute(run_id), datasets())


def _restart_at(moment, script, patch, cut) -> None:
    number = iter(range(1000))

    def once(function, *, before):
        def wrapped(*args, **options):
            third = next(number) == 2
            if third and before:
                cut()
            result = function(*args, **options)
            if third and not before:
                cut()
            return result
        return wrapped

    if moment == "listing":
        script.before_page = once(lambda page: None, before=True)
    elif moment == "between records":
        patch.setattr(writer, "_write", once(writer._write, before=True))
    elif moment == "after Solr":
        patch.setattr(writer._Sender, "settle", once(writer._Sender.settle, before=False))
    else:
        patch.setattr(importing, "parse", once(importing.parse, before=True))


def test_postgresql_restarts_while_a_request_is_out(town, make_source, datasets, harvest, postgres):
    """The host's turn is a lock in PostgreSQL: it goes with the connection, and the run with it, but not for good."""
    source = make_source(url=town.url, settings={"page_size": 3})
    page = town.page
    town.page = lambda start, size: (postgres.cut(), page(start, size))[1]
    run_id = runs.start(source, cause="cli").id
    with pytest.raises(Unavailable):
        runs.execute(run_id)
    town.page = page
    run = runs.execute(run_id)
    assert (run.state, run.new) == ("finished", 6)
    assert set(datasets()) == in_index() == names(*range(6))


@pytest.fixture
def naps(monkeypatch, postgres):
    """The pauses of a worker that waits for PostgreSQL: none is made, in the third PostgreSQL comes back."""
    seconds: list[float] = []

    def sleep(pause):
        seconds.append(pause)
        if len(seconds) == 3:
            postgres.up()

    monkeypatch.setattr(leases.time, "sleep", sleep)
    return seconds


def _down_in_the_third_batch(patch, postgres) -> None:
    take, number = importing.import_batch, iter(range(100))

    def import_batch(*args):
        if next(number) == 2:
            postgres.down()
        take(*args)

    patch.setattr(importing, "import_batch", import_batch)


@pytest.mark.usefixtures("batches_of_two")
def test_a_worker_waits_for_postgresql_and_hands_the_run_on(script, source, datasets, monkeypatch, postgres, naps):
    get_queue(runs.QUEUE).empty()
    run_id = runs.start(source, cause="cli").id
    with monkeypatch.context() as patch:
        _down_in_the_third_batch(patch, postgres)
        runs.work(run_id)
    assert naps == [1, 2, 4]
    # four are done, nothing is leased, and the next job is there
    assert model.Session.scalar(WAITING) == 6
    assert model.Session.scalar(WAITING.where(Record.lease_until.is_not(None))) == 0
    assert [job.args for job in get_queue(runs.QUEUE).jobs] == [[run_id]]
    get_queue(runs.QUEUE).empty()
    runs.work(run_id)
    nothing_lost(model.Session.get(Run, run_id), datasets())


@pytest.mark.usefixtures("batches_of_two")
def test_a_worker_does_not_wait_for_postgresql_for_ever(script, source, datasets, monkeypatch, postgres, naps):
    get_queue(runs.QUEUE).empty()
    run_id = runs.start(source, cause="cli").id
    monkeypatch.setattr(leases.give_back, "__defaults__", (3,))
    with monkeypatch.context() as patch:
        _down_in_the_third_batch(patch, postgres)
        runs.work(run_id)
    assert naps == [1, 2]
    postgres.up()
    assert get_queue(runs.QUEUE).jobs == []
    # two wait for the end of the lease, the others are free
    assert model.Session.scalar(WAITING.where(Record.lease_until.is_not(None))) == 2
    assert runs.execute(run_id).finished_at is None
    _leases_run_out()
    nothing_lost(runs.execute(run_id), datasets())


def test_what_may_be_somebody_else_s_by_now_is_not_given_back(script, source, monkeypatch):
    """The worker's machine slept longer than its lease lasted."""
    run_id = runs.start(source, cause="cli").id
    assert runs._take_listing(run_id)
    list_source(model.Session.get(Run, run_id))
    for later, leased in ((ledger.LEASE.total_seconds() + 1, 10), (0, 0)):
        assert len(ledger.claim(run_id, 10)) == 10
        now_ = leases.time.monotonic()
        with monkeypatch.context() as patch:
            patch.setattr(leases.time, "monotonic", lambda then=now_ + later: then)
            assert leases.give_back(0)
        assert model.Session.scalar(WAITING.where(Record.lease_until.is_not(None))) == leased
        _leases_run_out()
    leases.forget()


def test_faults_of_the_database_that_stay_are_not_tried_again_at_once(script, source, monkeypatch):
    """A full disk, say: PostgreSQL is there and refuses. The lease keeps workers from running against it again."""
    run_id = runs.start(source, cause="cli").id

    def refuse(_dataset, **_how):
        raise sa.exc.OperationalError("INSERT", {}, Exception("could not extend file: No space left on device"))

    with monkeypatch.context() as patch:
        patch.setattr(writer, "_write", refuse)
        with pytest.raises(Unavailable) as error:
            runs.execute(run_id)
    assert not error.value.over
    assert model.Session.scalar(WAITING.where(Record.lease_until.is_not(None))) == 10


def test_the_clock_outlives_everything(script, source, monkeypatch, redis_down, postgres):
    """Redis away, then PostgreSQL away: it ticks again afterwards."""
    ticks = []
    tick = clock.tick

    def counted():
        ticks.append(len(ticks))
        if len(ticks) == 2:
            redis_down()
            model.Session.execute(sa.select(1))
            postgres.cut()
        return tick()

    class Stop:
        def is_set(self):
            return len(ticks) == 4

        def set(self):
            pass

        def wait(self, seconds):
            pass

    monkeypatch.setattr(clock, "tick", counted)
    monkeypatch.setattr(clock.threading, "Event", Stop)
    monkeypatch.setattr(clock.signal, "signal", lambda *_: None)
    source.schedule, source.next_run_at = "daily", now()
    model.Session.commit()
    clock.run_forever(0)
    assert len(ticks) == 4
    assert model.Session.query(Run).count() == 1


