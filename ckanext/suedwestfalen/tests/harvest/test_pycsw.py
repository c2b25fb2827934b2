"""The harvest of a real CSW server: first and second run, an outage, two workers."""

from __future__ import annotations

import pytest
from ckan import model
from ckan.lib.search import query_for

from ckanext.suedwestfalen.harvest import runs
from ckanext.suedwestfalen.harvest.listing import LEASE, list_source
from ckanext.suedwestfalen.harvest.model import Run, now
from ckanext.suedwestfalen.tests.harvest.records import record
from ckanext.suedwestfalen.tests.harvest.worker import start_worker
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


def test_two_workers_share_a_run(town, pycsw, harvest, datasets):  # noqa: F811
    run = runs.start(town, cause="cli")
    run_id = run.id
    assert runs._take_listing(run_id)
    list_source(model.Session.get(Run, run_id))
    model.Session.remove()
    workers = [start_worker(run_id, pycsw.url.split("/")[2]) for _ in range(2)]
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
    start_worker(run_id, pycsw.url.split("/")[2]).communicate(timeout=120)
    run = model.Session.get(Run, run_id)
    assert (run.state, run.finished_at) == ("listing", None)
    assert len(datasets()) == NUMBER
    run.state = "importing"
    model.Session.commit()
    assert runs.execute(run_id).new == NUMBER


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
