"""Row: a worker is killed (SIGKILL) at random points: after a repeat all is as if it never had been."""

from __future__ import annotations

import contextlib
import random
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import reset_db

from ckanext.activity.model import Activity
from ckanext.suedwestfalen.harvest import datasets as writer
from ckanext.suedwestfalen.harvest import importing, runs
from ckanext.suedwestfalen.harvest.model import Identity, Record, Run, RunFinding, Source
from ckanext.suedwestfalen.tests.harvest.conftest import create_goals
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.harvest.worker import start_worker
from ckanext.suedwestfalen.tests.servers import pycsw

__all__ = ["pycsw"]

NUMBER = 60
# what differs between any two portals, or any two runs of one
OWN = {
    "metadata_created", "metadata_modified", "indexed_ts", "index_id", "_version_", "owner_org", "organization",
    "harvest_source_id", "extras_harvest_source_id", "permission_labels", "data_dict", "validated_data_dict",
    "creator_user_id", "entity_type", "timestamp",
}


FIELDS = ("id", "title", "notes", "license_id", "state", "type", "private", "url", "author", "maintainer", "version")


class Killed(BaseException):
    """The process is gone: nothing catches this."""


def portal_content() -> dict[str, Any]:
    """Give all that a harvest makes, in the database and in the index, without what differs anyway."""
    model.Session.remove()
    found: dict[str, Any] = {}
    for package in model.Session.query(model.Package).order_by(model.Package.name):
        found[package.name] = [
            [getattr(package, name) for name in FIELDS],
            {name: value for name, value in package.extras.items() if name not in OWN},
            [(one.id, one.url, one.name, one.format, one.position) for one in package.resources_all],
            sorted(tag.name for tag in package.get_tags()),
        ]
    found["index"] = sorted((_document(one) for one in _documents()), key=lambda one: one["name"])
    found["identities"] = sorted(
        (one.key, one.package_id, one.name, one.state) for one in model.Session.query(Identity)
    )
    found["records"] = sorted(
        (one.guid, one.state, one.content_hash, one.pending, one.outcome, one.missing_runs)
        for one in model.Session.query(Record)
    )
    found["tags"] = sorted(tag.name for tag in model.Session.query(model.Tag))
    found["activities"] = sorted(
        (one.activity_type, one.object_id) for one in model.Session.query(Activity) if "package" in one.activity_type
    )
    found["findings"] = sorted((one.code, one.guid) for one in model.Session.query(RunFinding))
    return found


def _documents() -> list[dict[str, Any]]:
    solr = search.common.make_connection()
    solr.commit()
    return solr.search("*:*", fq=f'+site_id:"{writer.config["ckan.site_id"]}"', rows=1000).docs


def _become_visible(number: int) -> None:
    """Wait for Solr's new searcher, which nobody waits for in a run either; commit nothing."""
    deadline = time.monotonic() + 5
    while tk.get_action("package_search")({"ignore_auth": True}, {"rows": 0})["count"] != number:
        assert time.monotonic() < deadline, "datasets of a finished run are not found"
        time.sleep(0.05)


def _document(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in OWN}


def _leases_run_out() -> None:
    for table in (Record, Run):
        model.Session.execute(sa.update(table).values(lease_until=None))
    model.Session.commit()
    model.Session.remove()


def test_a_killed_worker_leaves_what_an_unkilled_one_leaves(
    portal, make_source, pycsw, ckan_config, harvest
):
    pycsw.load({f"{number}.xml": record(number) for number in range(NUMBER)}).start()
    address = pycsw.url.split("/")[2]
    ckan_config["ckanext.suedwestfalen.net.allow"] = [address]
    town = {"id": "town", "url": pycsw.url, "settings": {"page_size": 20}}
    assert harvest(make_source(**town)).new == NUMBER
    unkilled = portal_content()
    assert len(unkilled["index"]) == NUMBER

    reset_db()
    search.clear_all()
    create_goals()
    run_id = runs.start(make_source(**town), cause="cli").id
    model.Session.remove()
    chance = random.Random(4)
    for least in (0, 20):
        _kill_worker(run_id, address, least + chance.randrange(5), chance.uniform(0, 0.05))
        _leases_run_out()
    with _last_record_held_back():
        done = _kill_worker(run_id, address, 40 + chance.randrange(5), chance.uniform(0, 0.05))
    _leases_run_out()
    assert 40 <= done < NUMBER
    run = runs.execute(run_id)
    assert (run.state, run.listed, run.new) == ("finished", NUMBER, NUMBER)
    assert portal_content() == unkilled
    assert harvest(model.Session.get(Source, "town")).unchanged == NUMBER


def _kill_worker(run_id: str, allowed: str, imported: int, later: float) -> int:
    """Start a worker, kill it some time after so many records are imported; give how many are by then."""
    with start_worker(run_id, allowed) as worker:
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


MOMENTS = (
    "before the write", "after the write", "before the commit", "before it is visible", "while listing",
    "while deleting",
)


def test_killed_at_every_step_and_taken_up_again(script, make_source, harvest, days_pass, monkeypatch):
    """The same in one process, at the moments between which a killed transaction would leave something behind."""
    script.page_size = 3
    source = make_source(id="town")
    harvest(source)
    unkilled = portal_content()
    for moment in MOMENTS:
        reset_db()
        search.clear_all()
        create_goals()
        run = runs.start(make_source(id="town"), cause="cli")
        if moment == "while deleting":
            _delete_one(run, script, days_pass, monkeypatch)
            continue
        with monkeypatch.context() as patch:
            _kill_at(moment, script, patch)
            with pytest.raises(Killed):
                runs.execute(run.id)
        model.Session.remove()
        script.before_page = None
        _leases_run_out()
        run = runs.execute(run.id)
        assert (run.state, run.listed, run.new) == ("finished", 10, 10), moment
        _become_visible(10)
        assert portal_content() == unkilled, moment


def _delete_one(run: Run, script, days_pass, monkeypatch) -> None:
    source = runs.execute(run.id).source
    gone = script.records.popitem()
    runs.execute(runs.start(source, cause="cli").id)
    days_pass(2)
    run = runs.start(model.Session.get(Source, "town"), cause="cli")
    remove = writer.remove

    def die(package_id):
        remove(package_id)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(writer, "remove", die)
        with pytest.raises(Killed):
            runs.execute(run.id)
    model.Session.remove()
    _leases_run_out()
    run = runs.execute(run.id)
    assert (run.state, run.deleted) == ("finished", 1)
    assert len(_documents()) == 9
    script.records.update([gone])


def test_a_record_that_kills_every_worker_is_given_up(script, source, monkeypatch):
    parse = importing.parse

    def die_of_the_third(record_id, document, *rest):
        if b"Datensatz 3" in document or guid(3).encode() in document:
            raise Killed
        return parse(record_id, document, *rest)

    monkeypatch.setattr(importing, "parse", die_of_the_third)
    run_id = runs.start(source, cause="cli").id
    deaths = 0
    while model.Session.get(Run, run_id).finished_at is None:
        try:
            runs.execute(run_id)
        except Killed:
            deaths += 1
            assert deaths <= 4
            model.Session.remove()
            _leases_run_out()
    run = model.Session.get(Run, run_id)
    assert (run.state, run.new, run.failed) == ("finished", 9, 1)
    assert deaths == 4
    codes = [row.code for row in model.Session.query(RunFinding).filter_by(run_id=run_id, guid=guid(3))]
    assert codes == ["worker-died"]


def _kill_at(moment: str, script, patch) -> None:
    write, settle, number = writer._write, writer._Sender.settle, iter(range(1000))

    def die_before_the_sixth(*arguments, **how):
        if next(number) == 5:
            raise Killed
        return write(*arguments, **how)

    def die_after_the_sixth(*arguments, **how):
        write(*arguments, **how)
        if next(number) == 5:
            raise Killed
        return "new"

    def die_after_solr(sender):
        settle(sender)
        raise Killed

    def die_before_it_is_visible(**_options):
        writer._Unseen.documents = False  # which a new process would not know
        raise Killed

    def die_while_listing(page):
        if page == 2:
            raise Killed

    patch.setattr(*{
        "before the write": (writer, "_write", die_before_the_sixth),
        "after the write": (writer, "_write", die_after_the_sixth),
        "before the commit": (writer._Sender, "settle", die_after_solr),
        "before it is visible": (writer, "make_visible", die_before_it_is_visible),
        "while listing": (script, "before_page", die_while_listing),
    }[moment])
