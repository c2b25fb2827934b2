"""The doctor: everything that is broken here is seen, and what is sound is left alone."""

from __future__ import annotations

import datetime as dt
import json

import ckan
import pytest
import sqlalchemy as sa
from ckan import model, plugins
from ckan.cli.cli import ckan as ckan_command
from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import doctor, region
from ckanext.suedwestfalen.catalogue import seeding
from ckanext.suedwestfalen.doctor import FAIL, OK, WARN
from ckanext.suedwestfalen.harvest import clock


@pytest.fixture(scope="module")
def portal(reset_db, reset_index, migrate_db_for):
    plugins.load_all()
    reset_db()
    migrate_db_for("activity")
    migrate_db_for("suedwestfalen_harvest")
    reset_index()
    yield
    model.Session.rollback()
    model.Session.remove()
    plugins.unload_all()


@pytest.fixture(scope="module")
def seeded(portal):
    seeding.seed(region.load(), seeding.Report(say=lambda *_: None))


def state(check):
    """State of a check; a failure must name a mend."""
    found = doctor.examine(str, [check])[0]
    assert found.state == OK or found.mend
    assert found.message
    assert "%(" not in found.message + found.mend
    return found.state


@pytest.mark.parametrize("name", ["migrations", "redis", "solr", "solr_spatial", "map_search", "region_data",
                                  "plugin_order"])
def test_the_test_portal_itself_is_sound(portal, name):
    assert state(getattr(doctor, name)) == OK


@pytest.mark.parametrize(("installed", "expected"), [
    ("2.12.0", WARN), ("2.12.1", OK), ("2.11.4", FAIL), ("3.0.0", FAIL),
])
def test_versions(portal, monkeypatch, installed, expected):
    monkeypatch.setattr(ckan, "__version__", installed)
    assert state(doctor.version) == expected


@pytest.mark.parametrize(("url", "expected"), [
    ("", FAIL), ("portal", FAIL), ("http://127.0.0.1:5000", WARN), ("http://localhost", WARN),
    ("https://example.com", WARN), ("https://daten.suedwestfalen.com", OK),
])
def test_site_url(portal, monkeypatch, url, expected):
    monkeypatch.setitem(tk.config, "ckan.site_url", url)
    assert state(doctor.site_url) == expected


@pytest.mark.parametrize("listed", [
    "suedwestfalen scheming_datasets scheming_groups scheming_organizations dcat",
    "scheming_datasets suedwestfalen scheming_groups scheming_organizations dcat spatial_query",
    "suedwestfalen scheming_datasets scheming_groups scheming_organizations dcat spatial_query suedwestfalen_harvest",
    "dcat",
])
def test_plugins_missing_or_late(portal, monkeypatch, listed):
    monkeypatch.setitem(tk.config, "ckan.plugins", listed.split())
    assert state(doctor.plugin_order) == FAIL


def test_pending_migration(portal):
    table = "suedwestfalen_harvest_alembic_version"
    with model.ensure_engine().begin() as connection:
        kept = connection.execute(sa.text(f"DELETE FROM {table} RETURNING version_num")).scalar_one()
    try:
        found = doctor.migrations(str)
        assert found.state == FAIL
        assert "suedwestfalen_harvest" in found.message
    finally:
        with model.ensure_engine().begin() as connection:
            connection.execute(sa.text(f"INSERT INTO {table} VALUES (:kept)"), {"kept": kept})
    assert state(doctor.migrations) == OK


def test_solr_away(portal, monkeypatch):
    monkeypatch.setitem(tk.config, "solr_url", "http://127.0.0.1:9/solr/none")
    assert state(doctor.solr) == FAIL
    assert state(doctor.solr_spatial) == FAIL
    assert state(doctor.map_search) == FAIL


def test_solr_with_another_schema(portal, monkeypatch):
    monkeypatch.setattr("ckan.lib.search.SUPPORTED_SCHEMA_VERSIONS", ["1.0"])
    assert state(doctor.solr) == FAIL


def test_solr_without_the_spatial_field(portal, monkeypatch):
    monkeypatch.setattr(doctor, "SPATIAL_FIELD", "no_such_field")
    assert state(doctor.solr_spatial) == FAIL


def test_query_parser_not_allowed(portal, monkeypatch):
    monkeypatch.setitem(tk.config, "ckan.search.solr_allowed_query_parsers", [])
    assert state(doctor.map_search) == FAIL


def test_another_search_backend(portal, monkeypatch):
    monkeypatch.setitem(tk.config, "ckanext.spatial.search_backend", "solr-bbox")
    assert state(doctor.map_search) == FAIL


def test_redis_away(portal, monkeypatch):
    monkeypatch.setattr(doctor, "is_redis_available", lambda: False)
    assert state(doctor.redis) == FAIL


def test_a_folder_that_is_no_region(portal, monkeypatch, tmp_path):
    monkeypatch.setitem(tk.config, "ckanext.suedwestfalen.region_folder", str(tmp_path))
    assert state(doctor.region_data) == FAIL


def test_seeds(portal, request):
    assert state(doctor.seeds) == FAIL
    request.getfixturevalue("seeded")
    assert state(doctor.seeds) == OK
    town = model.Session.query(model.Group).filter(model.Group.extras.has_key("ags")).filter_by(
        is_organization=True).order_by(model.Group.extras["ags"].astext.desc()).first()
    town.state = "deleted"
    model.Session.commit()
    found = doctor.seeds(str)
    assert (found.state, "1" in found.message) == (FAIL, True)
    town.state = "active"
    model.Session.commit()


def test_vocabulary_missing(seeded, monkeypatch):
    monkeypatch.setattr(model.Vocabulary, "get", lambda _name: None)
    assert state(doctor.seeds) == FAIL


class Worker:
    """A worker that reported so long ago, on so many queues."""

    def __init__(self, silence, queues):
        self.last_heartbeat = dt.datetime.now(dt.timezone.utc) - silence
        self.queues = queues


@pytest.mark.parametrize(("silence", "queues", "expected"), [
    (dt.timedelta(seconds=30), ("default", "suedwestfalen-harvest"), OK),
    (dt.timedelta(hours=2), ("default", "suedwestfalen-harvest"), FAIL),
    (dt.timedelta(seconds=30), ("default",), FAIL),
    (dt.timedelta(seconds=30), (), FAIL),
])
def test_workers(portal, monkeypatch, silence, queues, expected):
    def all_workers(connection=None, queue=None):
        worker = Worker(silence, queues)
        return [worker] if any(queue.name.endswith(f":{name}") for name in queues) else []

    monkeypatch.setattr("rq.Worker.all", all_workers)
    assert state(doctor.workers) == expected


def test_a_real_worker_is_seen(portal):
    from ckan.lib.jobs import Worker as CkanWorker

    worker = CkanWorker(["default", "suedwestfalen-harvest"])
    worker.register_birth()
    try:
        assert state(doctor.workers) == OK
    finally:
        worker.register_death()
    assert state(doctor.workers) == FAIL


def test_clock(portal):
    connect_to_redis().delete(clock.ALIVE)
    assert state(doctor.clock) == FAIL
    clock.tick()
    assert state(doctor.clock) == OK
    long_ago = dt.datetime.now(dt.timezone.utc) - dt.timedelta(minutes=10)
    connect_to_redis().set(clock.ALIVE, long_ago.isoformat())
    assert state(doctor.clock) == FAIL
    connect_to_redis().delete(clock.ALIVE)


def test_a_check_that_breaks_stops_no_other(portal):
    def broken(_):
        raise OSError("no\nroute")

    def database(_):
        model.Session.execute(sa.text("SELECT * FROM no_such_table"))

    found = doctor.examine(str, [broken, database, doctor.redis])
    assert [check.state for check in found] == [FAIL, FAIL, OK]
    assert "no route" in found[0].message
    assert "PostgreSQL" in found[1].mend


def test_exit_status_and_json(portal, cli, monkeypatch):
    def fine(_):
        return doctor.Check("fine", OK, "good")

    def bad(_):
        return doctor.Check("bad", FAIL, "schlecht", "Ändern")

    def run(*arguments):
        return cli.invoke(ckan_command, ["suedwestfalen", "doctor", *arguments])

    monkeypatch.setattr(doctor.examine, "__defaults__", ((fine,),))
    assert run().exit_code == 0
    monkeypatch.setattr(doctor.examine, "__defaults__", ((fine, bad),))
    result = run("--json")
    assert result.exit_code == 1
    data = json.loads(result.output[result.output.index("[\n"):])
    assert [check["name"] for check in data] == ["fine", "bad"]
    assert data[1]["mend"] == "Ändern"
    assert "→ Ändern" in run().output
