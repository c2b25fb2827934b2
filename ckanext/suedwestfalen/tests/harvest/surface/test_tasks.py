"""What the harvest puts on the page 'My tasks': for administrators of the source's organization, while it lasts."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.harvest import tasks
from ckanext.suedwestfalen.net import findings as net

AWAY, BROKEN = net.CONNECT_FAILED(host="csw.example.org", reason="refused"), net.XML_HTML(title="Wartung")
WHO = ("user", "editor_other", "admin_other", "editor", "admin", "sysadmin")


@pytest.fixture
def rows(module_app, people):
    """Give the rows of a person about a source."""

    def of(who, source):
        model.Session.rollback()
        with module_app.flask_app.test_request_context():
            return [task for task in tasks.rows(getattr(people, who).name) if task.title == source.title]

    return of


def seen_by(rows, source):
    return {who for who in WHO if rows(who, source)}


def test_a_source_that_is_well_needs_nobody(rows, source, run_of):
    assert seen_by(rows, source) == set()
    run_of(source)
    assert seen_by(rows, source) == set()


def test_held_deletions_wait_for_the_administrators(rows, source, run_of, record_of, browser):
    run_of(source, state="held", held=2)
    for number in range(2):
        record_of(source, f"t-{number}", held=True)
    assert seen_by(rows, source) == {"admin", "sysadmin"}
    (task,) = rows("admin", source)
    assert "2" in task.note
    assert task.url == f"/harvesting/source/{source.name}/deletions"
    assert browser("admin").get(task.url).status_code == 200
    model.Session.execute(sa.update(tables.Record).where(tables.Record.source_id == source.id).values(held=False))
    model.Session.commit()
    assert seen_by(rows, source) == set()


def test_a_failed_run_waits_until_one_is_well(rows, source, run_of, browser):
    run = run_of(source, state="failed", error=BROKEN.as_dict())
    assert seen_by(rows, source) == {"admin", "sysadmin"}
    (task,) = rows("admin", source)
    assert task.url == f"/harvesting/run/{run.id}"
    assert browser("admin").get(task.url).status_code == 200
    # while the next one is under way it still does
    going = tables.Run(source_id=source.id, state="listing")
    model.Session.add(going)
    model.Session.commit()
    assert seen_by(rows, source) == {"admin", "sysadmin"}
    going.state, going.finished_at = "finished", tables.now()
    model.Session.commit()
    assert seen_by(rows, source) == set()


def test_silence_counts_from_the_third_time_on(rows, source, run_of):
    run_of(source, state="failed", error=AWAY.as_dict())
    source.failures = 2
    model.Session.commit()
    assert seen_by(rows, source) == set()
    source.failures = 3
    model.Session.commit()
    assert seen_by(rows, source) == {"admin", "sysadmin"}


def test_a_source_that_is_switched_off_needs_nobody(rows, source, run_of):
    run_of(source, state="failed", error=BROKEN.as_dict())
    source.active = False
    model.Session.commit()
    assert seen_by(rows, source) == set()
