"""The harvest of a real CSW server: first and second run, an outage, a killed worker."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.search import query_for

from ckanext.suedwestfalen.harvest import runs
from ckanext.suedwestfalen.harvest.listing import LEASE, list_source
from ckanext.suedwestfalen.harvest.model import Identity, Record, Run, now
from ckanext.suedwestfalen.tests.harvest.records import record
from ckanext.suedwestfalen.tests.servers import iso_records, pycsw  # noqa: F401 - a fixture

NUMBER = 60


@pytest.fixture
def town(pycsw, ckan_config, make_source):  # noqa: F811
    """A town's source on a real CSW server with 60 records."""
    pycsw.load({f"{number}.xml": record(number) for number in range(NUMBER)}).start()
    address = pycsw.url.split("/")[2]
    ckan_config["ckanext.suedwestfalen.net.allow"] = [address]
    return make_source(url=pycsw.url, settings={"page_size": 20})


def in_index() -> set[str]:
    return set(query_for(model.Package).run({"q": "*:*", "fl": "name", "rows": 1000})["results"])


def test_a_second_harvest_changes_nothing_and_an_outage_deletes_nothing(town, pycsw, harvest, datasets):  # noqa: F811
    run = harvest(town)
    assert (run.state, run.declared, run.listed, run.new) == ("finished", NUMBER, NUMBER, NUMBER)
    first = datasets()
    assert len(first) == NUMBER
    run = harvest(town)
    assert (run.state, run.unchanged) == ("finished", NUMBER)
    assert datasets() == first
    pycsw.stop()
    run = harvest(town)
    assert (run.state, run.listed, run.deleted) == ("failed", 0, 0)
    assert run.error
    assert datasets() == first
    assert in_index() == set(first)


def test_a_worker_killed_at_random_points_loses_nothing(town, pycsw, harvest, datasets):  # noqa: F811
    run_id = runs.start(town, cause="cli").id
    model.Session.remove()
    chance = random.Random(4)
    address = pycsw.url.split("/")[2]
    for least in (0, 1, 20):
        _kill_worker(run_id, address, least + chance.randrange(5), chance.uniform(0, 0.05))
        _leases_run_out()
    with _last_record_held_back():
        done = _kill_worker(run_id, address, 40 + chance.randrange(5), chance.uniform(0, 0.05))
    _leases_run_out()
    assert 40 <= done < NUMBER
    run = runs.execute(run_id)
    assert (run.state, run.listed, run.new) == ("finished", NUMBER, NUMBER)
    assert len(datasets()) == NUMBER
    assert in_index() == set(datasets())
    assert model.Session.query(Record).filter_by(state="live", pending="").count() == NUMBER
    assert harvest(town).unchanged == NUMBER


def test_two_workers_share_a_run(town, pycsw, harvest, datasets):  # noqa: F811
    run = runs.start(town, cause="cli")
    run_id = run.id
    assert runs._take_listing(run_id)
    list_source(model.Session.get(Run, run_id))
    model.Session.remove()
    workers = [_worker(run_id, pycsw.url.split("/")[2]) for _ in range(2)]
    for worker in workers:
        worker.communicate(timeout=120)
    run = model.Session.get(Run, run_id)
    assert (run.state, run.listed, run.new) == ("finished", NUMBER, NUMBER)
    assert len(datasets()) == NUMBER
    assert in_index() == set(datasets())
    tags = model.Session.query(model.Tag).filter_by(vocabulary_id=None)
    assert tags.count() == len({tag.name for tag in tags})
    assert harvest(town).unchanged == NUMBER


def test_a_worker_imports_what_another_lists(town, pycsw, datasets):  # noqa: F811
    run_id = runs.start(town, cause="cli").id
    assert runs._take_listing(run_id)
    run = model.Session.get(Run, run_id)
    list_source(run)
    run.state, run.lease_until = "listing", now() + LEASE
    model.Session.commit()
    model.Session.remove()
    _worker(run_id, pycsw.url.split("/")[2]).communicate(timeout=120)
    run = model.Session.get(Run, run_id)
    assert (run.state, run.finished_at) == ("listing", None)
    assert len(datasets()) == NUMBER
    run.state = "importing"
    model.Session.commit()
    assert runs.execute(run_id).new == NUMBER


def _worker(run_id: str, allowed: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "ckanext.suedwestfalen.tests.harvest.worker", run_id, allowed]
    environment = {**os.environ, "CKAN_INI": os.environ.get("CKAN_INI", "test.ini")}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _kill_worker(run_id: str, allowed: str, imported: int, later: float) -> int:
    """Start a worker, kill it some time after so many records are imported; give how many are by then."""
    with _worker(run_id, allowed) as worker:
        for line in worker.stdout:
            if line.strip() == b"ready":
                break
        while _imported() < imported and worker.poll() is None:
            time.sleep(0.01)
        time.sleep(later)
        worker.send_signal(signal.SIGKILL)
    return _imported()


@contextlib.contextmanager
def _last_record_held_back() -> Iterator[None]:
    """Keep every worker from finishing, however fast it is: one of the last identities is taken, but not yet for sure.

    PostgreSQL lets a second insert of the same key wait for the end of the first one's transaction.
    """
    query = sa.select(Record.identity_key).where(Record.state == "new").order_by(Record.id.desc()).limit(1)
    key = model.Session.scalar(query)
    model.Session.remove()
    with model.ensure_engine().connect() as connection:
        connection.execute(sa.insert(Identity).values(key=key, package_id="held", name="held"))
        yield
        connection.rollback()


def _imported() -> int:
    number = model.Session.query(Record).filter_by(state="live").count()
    model.Session.remove()
    return number


def _leases_run_out() -> None:
    for table in (Record, Run):
        model.Session.execute(sa.update(table).values(lease_until=None))
    model.Session.commit()
    model.Session.remove()


def test_the_real_samples_arrive(shared, pycsw, make_source, harvest, datasets, ckan_config):  # noqa: F811
    documents = iso_records(shared / "samples")
    pycsw.load(documents).start()
    ckan_config["ckanext.suedwestfalen.net.allow"] = [pycsw.url.split("/")[2]]
    source = make_source(url=pycsw.url)
    run = harvest(source)
    assert run.complete
    assert run.listed == run.new > 20
    assert len(datasets()) == run.new
    assert harvest(source).unchanged == run.listed
