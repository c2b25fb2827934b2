"""The commands, as an administrator types them."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.suedwestfalen.harvest import cli as cli_module
from ckanext.suedwestfalen.harvest import clock, protocols, runs, secrets, sources
from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.harvest.protocols import Detected, Item, Page, Protocol
from ckanext.suedwestfalen.harvest.protocols.fields import Field
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.harvest.scripted import Script
from ckanext.suedwestfalen.tests.harvest.surface.conftest import ADDRESS
from ckanext.suedwestfalen.tests.servers import Reply, faulty  # noqa: F401


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
    return command("add", url, *arguments, "--organization", people.own, "--protocol", "csw", *more)


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


class Town(Protocol):
    """A kind that recognises any address, and lists what the script says."""

    name, label, fields = "town", "Town", (Field("layer", "Layer"),)

    def pages(self, position=None):
        yield Page([Item(guid(number), record(number), "") for number in range(3)], None, 3)

    @classmethod
    def detect(cls, probe):
        if probe.get():
            yield Detected("town", probe.url + "ows", "Karten der Stadt", {"layer": "a"}, 90, (("a", "A"), ("b", "B")))


@pytest.fixture
def town(monkeypatch, faulty):  # noqa: F811
    """The address of a server that is recognised as the one kind that there is."""
    monkeypatch.setattr(protocols, "names", lambda: ["town"])
    monkeypatch.setattr(protocols, "get", lambda _name: Town)
    monkeypatch.setitem(tk.config, "ckanext.suedwestfalen.net.allow", [f"127.0.0.1:{faulty.port}"])
    faulty.script = [Reply(b"<x/>")]
    return faulty.url


def test_detect_says_what_an_address_is_and_what_was_tried(command, town, monkeypatch):
    result = command("detect", town)
    assert result.exit_code == 0
    assert "Karten der Stadt" in result.output
    assert town + "ows" in result.output
    data = command("detect", town, "--json").output
    assert json.loads(data[data.index("{\n"):])["found"][0]["protocol"] == "town"
    monkeypatch.setattr(Town, "detect", classmethod(lambda _cls, _probe: iter(())))
    nothing = command("detect", town)
    assert nothing.exit_code == 1
    assert town in nothing.output


def test_preview_of_an_address_shows_a_table_and_stores_nothing(command, town):
    before = len(sources.all_sources())
    result = command("preview", town, "--municipality", "05974040")
    assert result.exit_code == 0, result.output
    assert "Beispiel: Datensatz 2" in result.output
    assert "Soest" in result.output
    data = command("preview", town, "--json", "--setting", "layer=b", "--option", "themes=ENVI").output
    found = json.loads(data[data.index("{\n"):])
    assert (found["shown"], found["source"]["url"]) == (3, town + "ows")
    assert found["records"][0]["dataset"]["themes"]
    assert len(sources.all_sources()) == before


def test_preview_of_a_source_by_its_name(command, source, script):
    result = command("preview", source.name)
    assert result.exit_code == 0
    assert "Beispiel: Datensatz 4" in result.output
    script.fail_after = 0
    result = command("preview", source.name)
    assert result.exit_code == 1
    assert "The test broke the line." in result.output


def test_add_finds_out_kind_address_and_title(command, people, town):
    result = command("add", town, "--organization", people.own, "--name", "nur-adresse", "--option", "guard_share=30",
                     "--option", "themes=ENVI,TRAN")
    assert result.exit_code == 0, result.output
    made = sources.get("nur-adresse")
    assert (made.protocol, made.url, made.title) == ("town", town + "ows", "Karten der Stadt")
    assert (made.settings, made.options) == ({"layer": "a"}, {"guard_share": 30, "themes": ["ENVI", "TRAN"]})


@pytest.mark.parametrize("way", ["environment", "stdin", "prompt"])
def test_a_password_is_no_argument(cli, people, town, way, monkeypatch):
    arguments = ["suedwestfalen", "harvest", "add", town, "--organization", people.own, "--name", f"geheim-{way}",
                 "--username", "stadt", *(["--password-stdin"] if way == "stdin" else [])]
    if way == "environment":
        monkeypatch.setenv("SUEDWESTFALEN_HARVEST_PASSWORD", "ganz geheim")
    result = cli.invoke(ckan, arguments, input="ganz geheim\n" if way != "environment" else None)
    assert result.exit_code == 0, result.output
    assert secrets.of(sources.get(f"geheim-{way}")).password == "ganz geheim"
    assert "geheim " not in result.output


def test_no_command_takes_a_password_as_an_argument():
    group = cli_module.harvest
    cli_module.get_commands()
    options = {name for command in group.commands.values() for option in command.params for name in option.opts}
    assert "--password" not in options
    assert "--password-stdin" in options


def test_a_setting_without_a_value_is_a_mistake_of_the_user(command, town):
    result = command("preview", town, "--setting", "layer")
    assert result.exit_code == 2
    assert "layer" in result.output
