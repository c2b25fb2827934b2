"""The commands, as an administrator types them."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests import factories

from ckanext.suedwestfalen.harvest import clock, protocols, runs, sources
from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.harvest.scripted import Script
from ckanext.suedwestfalen.tests.harvest.surface.conftest import ADDRESS


@pytest.fixture
def command(cli, portal):
    """Run `ckan suedwestfalen …`."""

    def run(*arguments):
        model.Session.rollback()
        result = cli.invoke(ckan, ["suedwestfalen", "harvest", *arguments])
        model.Session.rollback()
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture
def script(monkeypatch):
    script = Script({guid(number): record(number) for number in range(5)})
    monkeypatch.setattr(protocols, "get", lambda name: script.protocol())
    return script


def add(command, people, *more, url=ADDRESS, name="musterstadt-csw"):
    arguments = ["--title", "Geoportal Musterstadt", "--name", name]
    return command("add", url, *arguments, "--organization", people.own, *more)


def test_add_is_idempotent_by_name(command, people):
    first = add(command, people, "--municipality", "05974040", "--schedule", "daily", "--setting", "keyword=a=b")
    assert first.exit_code == 0
    assert first.output.strip().endswith("musterstadt-csw")
    made = sources.get("musterstadt-csw")
    before = (made.id, made.municipality, made.schedule, made.settings)
    assert before[1:] == ("05974040", "daily", {"keyword": "a=b"})
    assert add(command, people).exit_code == 0
    made = sources.get("musterstadt-csw")
    assert (made.id, made.municipality, made.schedule, made.settings) == before
    assert add(command, people, url="https://192.0.43.9/csw").exit_code == 0
    assert sources.get("musterstadt-csw").url == "https://192.0.43.9/csw"
    assert "musterstadt-csw" in command("list").output


@pytest.mark.parametrize(("url", "more", "field"), [
    ("file:///etc/passwd", (), "url"), ("http://127.0.0.1/", (), "url"),
    (ADDRESS, ("--setting", "page_size=0"), "settings__page_size"), (ADDRESS, ("--municipality", "1"), "municipality"),
])
def test_add_refuses_with_a_sentence(command, people, url, more, field):
    result = add(command, people, *more, url=url, name="bad-source")
    assert result.exit_code == 1
    assert f"{field}: " in result.output
    assert "Traceback" not in result.output
    assert sources.get("bad-source") is None


def test_run_harvests_in_this_process_and_shows_the_report(command, source, script):
    result = command("run", source.name)
    assert result.exit_code == 0, result.output
    assert source.title in result.output
    last = sources.runs_of(source.id)[0]
    model.Session.expunge(last)
    assert (last.state, last.listed, last.cause) == ("finished", 5, "cli")
    data = command("report", last.id, "--json")
    start = data.output.index("{\n")
    assert json.loads(data.output[start:])["counts"]["listed"] == 5


def test_run_ends_with_1_when_the_source_fails(command, source, script):
    script.fail_after = 0
    result = command("run", source.name)
    assert result.exit_code == 1
    assert "The test broke the line." in result.output
    assert "Traceback" not in result.output


def test_run_refuses_while_another_one_is_under_way(command, source):
    runs.start(source, cause="person")
    result = command("run", source.name)
    assert result.exit_code == 1
    assert len(sources.runs_of(source.id)) == 1


def test_run_all_goes_on_after_a_refusal(command, people, script):
    for one in sources.all_sources():
        sources.delete(one)
    organization = people.own
    made = [
        sources.create({"title": f"Alle {number}", "url": ADDRESS, "organization_id": organization, "settings": {}})
        for number in range(2)
    ]
    runs.start(made[0], cause="person")
    ids = [one.id for one in made]
    result = command("run", "--all")
    assert result.exit_code == 1
    assert len(sources.runs_of(ids[1])) == 1


@pytest.mark.parametrize("arguments", [("run",), ("run", "x", "--all"), ("run", "no-such"), ("report", "no-such"),
                                       ("confirm", "no-such"), ("reject", "no-such")])
def test_mistakes_get_a_sentence(command, arguments):
    result = command(*arguments)
    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output


def test_report_of_a_source_that_never_ran(command, source):
    assert command("report", source.name).exit_code == 1


def test_reject_keeps_the_datasets(command, source, record_of, people):
    dataset = factories.Dataset(owner_org=people.own, license_id="dl-zero-de/2.0")
    record_of(source, dataset=dataset, held=True)
    result = command("reject", source.name)
    assert result.exit_code == 0
    assert "1" in result.output
    assert model.Package.get(dataset["id"]).state == "active"
    assert model.Session.query(tables.Record).filter_by(source_id=source.id, held=True).count() == 0


def test_confirm_deletes_the_datasets(command, source, record_of, people):
    dataset = factories.Dataset(owner_org=people.own, license_id="dl-zero-de/2.0")
    record_of(source, dataset=dataset, held=True)
    assert command("confirm", source.name).exit_code == 0
    assert model.Package.get(dataset["id"]).state == "deleted"


def test_clock_once_starts_what_is_due(command, source, queued):
    source.schedule, source.next_run_at = "daily", tables.now() - dt.timedelta(minutes=1)
    model.Session.commit()
    before = clock.last_tick()
    result = command("clock", "--once")
    assert result.exit_code == 0
    assert clock.last_tick() != before
    assert sources.runs_of(source.id)[0].id in queued


def test_there_is_one_top_level_command(cli, portal):
    result = cli.invoke(ckan, ["suedwestfalen", "--help"])
    for name in ("harvest", "doctor", "seed"):
        assert f"  {name} " in result.output
