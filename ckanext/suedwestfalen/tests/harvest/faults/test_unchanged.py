"""Rows: a run twice, a new version of the mapping in between; dates in the future, clocks that differ."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.search import index

from ckanext.activity.model import Activity
from ckanext.suedwestfalen import metadata
from ckanext.suedwestfalen.harvest import datasets as writer
from ckanext.suedwestfalen.harvest import importing, ledger, runs
from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.harvest.model import Identity, Record, Run, RunFinding
from ckanext.suedwestfalen.tests.harvest.records import guid, record


@pytest.fixture
def doings(monkeypatch):
    """What the portal is made to do: actions that write, and requests to Solr by their kind."""
    done: list[str] = []

    def noted(name, function):
        def wrapped(*args, **options):
            done.append(name)
            return function(*args, **options)

        return wrapped

    get_action = writer.tk.get_action

    def action(name):
        return noted(name, get_action(name)) if name != "package_show" else get_action(name)

    connect = index.make_connection

    def connection(*args, **options):
        solr = connect(*args, **options)
        for name in ("add", "delete", "commit"):
            setattr(solr, name, noted(f"solr {name}", getattr(solr, name)))
        return solr

    monkeypatch.setattr(writer.tk, "get_action", action)
    monkeypatch.setattr(index, "make_connection", connection)
    return done


def rows() -> dict[str, int]:
    """Count the rows of every table but those of the runs."""
    inspector = sa.inspect(model.ensure_engine())
    found = set(inspector.get_table_names()) - {Run.__tablename__}
    return {
        name: model.Session.scalar(sa.select(sa.func.count()).select_from(sa.text(f'"{name}"')))
        for name in sorted(found)
    }


def written() -> set[tuple]:
    """Give the version that PostgreSQL gave every row of the ledger and of the datasets: a write changes it."""
    model.Session.rollback()
    found = set()
    for table in (Record, Identity, model.Package, model.Resource, Activity):
        name = table.__table__.name
        versions = model.Session.execute(sa.text(f'SELECT ctid::text, xmin::text FROM "{name}"'))
        found |= {(name, *row) for row in versions}
    return found


def test_a_run_twice_writes_nothing(script, source, harvest, datasets, doings):
    harvest(source)
    before = datasets(), rows(), written()
    doings.clear()
    run = harvest(source)
    assert (run.state, run.listed, run.unchanged) == ("finished", 10, 10)
    assert (datasets(), rows(), written()) == before
    assert doings == []


def test_a_new_version_of_the_mapping_that_changes_nothing(script, source, harvest, datasets, doings, monkeypatch):
    harvest(source)
    before = datasets(), rows()
    doings.clear()
    monkeypatch.setattr(metadata, "VERSION", "another")
    run = harvest(source)
    assert (run.state, run.unchanged, run.changed) == ("finished", 10, 0)
    assert (datasets(), rows()) == before
    assert doings == []
    # and it is not mapped again by the next run
    monkeypatch.setattr(importing, "parse", lambda *_: pytest.fail("a record was read again"))
    assert harvest(source).unchanged == 10


def test_a_new_version_of_the_mapping_writes_what_comes_out_differently(
    script, source, harvest, datasets, doings, monkeypatch
):
    harvest(source)
    before, activities = datasets(), model.Session.query(Activity).count()
    doings.clear()
    monkeypatch.setattr(metadata, "VERSION", "another")
    parse = importing.parse

    def better(*args):
        parsed = parse(*args)
        if parsed.title.endswith(("3", "7")):
            parsed.dataset["title"] = parsed.title + " (neu)"
        return parsed

    monkeypatch.setattr(importing, "parse", better)
    run = harvest(source)
    assert (run.state, run.unchanged, run.changed) == ("finished", 8, 2)
    after = datasets()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"beispiel-datensatz-3", "beispiel-datensatz-7"}
    assert [doing for doing in doings if doing.startswith("package")] == ["package_update"] * 2
    assert doings.count("solr add") == 1
    assert model.Session.query(Activity).count() == activities + 2


def test_force_writes_again_and_finds_nothing_changed(script, source, harvest, datasets, doings):
    harvest(source)
    before, activities = datasets(), model.Session.query(Activity).count()
    doings.clear()
    run = harvest(source, force=True)
    assert (run.unchanged, run.changed) == (10, 0)
    assert doings.count("package_update") == 10
    assert not [doing for doing in doings if doing.startswith("solr")]
    assert (datasets(), model.Session.query(Activity).count()) == (before, activities)


def test_force_repairs_what_was_lost_in_the_portal(script, source, harvest, datasets):
    harvest(source)
    model.Package.get("beispiel-datensatz-3").title = "verdorben"
    model.Session.commit()
    assert harvest(source).unchanged == 10
    assert datasets()["beispiel-datensatz-3"][1] == "verdorben"
    assert harvest(source, force=True).changed == 1
    assert datasets()["beispiel-datensatz-3"][1] == "Beispiel: Datensatz 3"


def test_unchanged_runs_do_not_let_the_tables_grow(script, source, harvest):
    script.records["bad"] = b"no xml"
    harvest(source)
    before = rows()
    for _ in range(3):
        harvest(source)
    assert rows() == before
    assert before[RunFinding.__tablename__] == 1


@pytest.mark.ckan_config("ckanext.suedwestfalen.harvest.keep_runs", "2")
def test_old_runs_are_forgotten_with_their_findings(script, source, harvest, datasets):
    kept = []
    for number in range(5):
        script.records["bad"] = b"no xml %d" % number
        kept.append(harvest(source).id)
    assert set(model.Session.scalars(sa.select(Run.id))) == set(kept[-2:])
    assert model.Session.query(RunFinding).count() == 2
    assert len(datasets()) == 10


@pytest.mark.parametrize("date", ["2099-12-31", "0001-01-01", "gestern", ""])
def test_a_record_changes_with_its_content_and_not_with_its_date(script, source, harvest, datasets, date):
    script.records = {guid(0): record(0, date="2024-05-01")}
    harvest(source)
    # older, newer or no date at all: the title is another
    script.records[guid(0)] = record(0, title="Neu", date=date)
    assert harvest(source).changed == 1
    assert datasets()["beispiel-datensatz-0"][1] == "Neu"
    # the date stays the same, the title goes back
    script.records[guid(0)] = record(0, date=date)
    assert harvest(source).changed == 1
    assert datasets()["beispiel-datensatz-0"][1] == "Beispiel: Datensatz 0"
    assert harvest(source).unchanged == 1


@pytest.mark.parametrize("hours", [-48, 48])
def test_a_worker_whose_clock_is_wrong(script, source, harvest, datasets, monkeypatch, hours):
    """Leases, what is due, and how long something is missing are told by the database's clock."""
    wrong = dt.datetime.now(dt.timezone.utc) + dt.timedelta(hours=hours)
    for module in (tables, runs, ledger, importing):
        monkeypatch.setattr(module, "now", lambda: wrong, raising=False)
    run = runs.start(source, cause="cli")
    # what another worker took a moment ago is not taken away from it
    assert runs._take_listing(run.id)
    assert not runs._take_listing(run.id)
    run = model.Session.get(Run, run.id)
    run.lease_until = None
    model.Session.commit()
    source.schedule = "daily"
    run = runs.execute(run.id)
    assert (run.state, run.new) == ("finished", 10)
    assert abs(run.finished_at - dt.datetime.now(dt.timezone.utc)) < dt.timedelta(minutes=5)
    assert run.finished_at >= run.started_at
    # no two days pass between two runs
    del script.records[guid(4)]
    for _ in range(3):
        assert harvest(source).deleted == 0


def test_a_lease_is_kept_whatever_the_clock_of_a_worker_says(script, source, monkeypatch):
    run = runs.start(source, cause="cli")
    ledger.take_page(run, next(script.pages()).items, importing.salt(source), set())
    model.Session.commit()
    later = dt.datetime.now(dt.timezone.utc) + dt.timedelta(days=1)
    assert len(ledger.claim(run.id, 6)) == 6
    monkeypatch.setattr(tables, "now", lambda: later)
    assert len(ledger.claim(run.id, 10)) == 4
    assert ledger.claim(run.id, 10) == []


def test_a_worker_gets_no_more_than_it_asked_for(script, source):
    """However PostgreSQL plans the question: asked anew for every row, it would hand out so many each time."""
    run = runs.start(source, cause="cli")
    ledger.take_page(run, next(script.pages()).items, importing.salt(source), set())
    model.Session.commit()
    # what is left is the plan that does so, and that PostgreSQL takes by itself now and then
    for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material", "memoize"):
        model.Session.execute(sa.text(f"SET LOCAL enable_{way} = off"))
    assert len(ledger.claim(run.id, 3)) == 3
