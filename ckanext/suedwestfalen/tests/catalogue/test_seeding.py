"""`ckan suedwestfalen seed`: again and again, beside administrators who edit."""

from __future__ import annotations

import json
import shutil
from importlib import resources
from pathlib import Path

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import cli as commands
from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.catalogue import municipalities, seeding

from .conftest import ARNSBERG, MENDEN, OLPE, PLATFORM, SOEST, quiet

pytestmark = pytest.mark.usefixtures("portal")


def seed(place=None, **options):
    model.Session.expire_all()
    return seeding.seed(region.load(place), seeding.Report(say=quiet), **options).counts


def edit(key, **values):
    group = municipalities.organization_of(key)
    tk.get_action("organization_patch")(seeding.context(), {"id": group.id, **values})


def extras(key):
    model.Session.expire_all()
    return municipalities.organization_of(key).extras


@pytest.fixture
def other_folder(tmp_path):
    """A copy of the shipped region that a test may change."""
    with resources.as_file(resources.files("ckanext.suedwestfalen.seeds")) as shipped:
        return Path(shutil.copytree(shipped, tmp_path / "region"))


def test_all_of_the_region_is_there(portal):
    assert portal.counts[seeding.CREATED] == 1 + 5 + 59 + 1 + 1
    arnsberg = tk.get_action("organization_show")({}, {"id": "arnsberg"})
    expected = {
        "title": "Arnsberg", "ags": ARNSBERG, "ars": "059580004004", "kreis": "05958", "population": "73456",
        "population_date": "2019-12-31", "area_km2": "193.72", "smart_city_role": "pioneer", "phase": "implementation",
        "city_size": "Verband",
    }
    assert {name: arnsberg[name] for name in expected} == expected
    assert "buergernaehe" in arnsberg["topics"]
    project = tk.get_action("group_show")({}, {"id": PLATFORM})
    assert project["status"] == "running"
    assert len(project["municipalities"]) == 5
    assert tk.get_action("organization_show")({}, {"id": "kreis-olpe"})["ags"] == "05966"
    assert tk.get_action("organization_show")({}, {"id": "olpe"})["ags"] == OLPE


def test_a_second_time_leaves_all_alone():
    assert seed() == {seeding.SAME: 67}


def test_what_an_administrator_edited_stays_unless_forced(other_folder):
    edit(SOEST, population="50000", title="Soest, die Ehrenreiche")
    counts = seed()
    assert counts[seeding.KEPT] == 1
    assert extras(SOEST)["population"] == "50000"
    assert seed(force=True)[seeding.CHANGED] == 1
    assert extras(SOEST)["population"] == "47514"
    assert municipalities.organization_of(SOEST).title == "Soest"


def test_saving_the_form_without_an_edit_is_no_edit():
    shown = tk.get_action("organization_show")({}, {"id": "arnsberg"})
    shown["focus_areas"] = shown["focus_areas"].replace("\n", "\r\n")
    tk.get_action("organization_update")(seeding.context(), shown)
    assert seed()[seeding.KEPT] == 0


def test_new_figures_in_the_folder_arrive_where_nobody_edited(other_folder):
    table = other_folder / "municipalities.csv"
    table.write_text(table.read_text().replace(",52608,", ",52700,"))
    edit(MENDEN, website="https://example.org/menden")
    assert seed(other_folder)[seeding.CHANGED] == 2  # the town and the sum of its Kreis
    assert extras(MENDEN)["population"] == "52700"
    assert extras(MENDEN)["website"] == "https://example.org/menden"
    assert seed()[seeding.CHANGED] == 2


def test_organizations_are_found_by_key_not_by_name():
    edit(OLPE, name="stadt-olpe")
    counts = seed()
    assert counts[seeding.CREATED] == 0
    assert municipalities.organization_of(OLPE).name == "stadt-olpe"


def test_what_was_removed_stays_removed_unless_forced():
    context = seeding.context()
    tk.get_action("group_delete")(context, {"id": PLATFORM})
    assert seed()[seeding.KEPT] == 1
    assert model.Group.get(PLATFORM).state == "deleted"
    seed(force=True)
    model.Session.expire_all()
    assert model.Group.get(PLATFORM).state == "active"


class TestCommand:
    def run(self, cli, *arguments):
        return cli.invoke(commands.suedwestfalen, ["seed", *map(str, arguments)])

    def test_it_says_what_it_did(self, cli):
        result = self.run(cli, "--demo")
        assert result.exit_code == 0, result.output
        assert "example beispiel-baumkataster" in result.output
        again = self.run(cli, "--demo")
        assert "example beispiel-baumkataster" not in again.output
        assert "Südwestfalen: 85 " in again.output
        example = tk.get_action("package_show")({}, {"id": "beispiel-baumkataster"})
        assert example["title"].startswith("Beispiel: ")
        assert example["municipality"] == [MENDEN]
        assert example["lead_project"] == [PLATFORM]

    def test_a_bad_folder_is_told_entirely_and_writes_nothing(self, cli, other_folder):
        table = other_folder / "municipalities.csv"
        rows = table.read_text().splitlines()
        table.write_text("\n".join([*rows, rows[1], rows[2]]))
        before = model.get_system_info(seeding.MEMORY)
        result = self.run(cli, other_folder)
        assert result.exit_code == 1
        assert result.output.count(ARNSBERG) >= 1
        assert len(result.output.splitlines()) >= 3
        assert model.get_system_info(seeding.MEMORY) == before

    @pytest.mark.parametrize(("text", "told"), [
        ("{", "kein JSON in UTF-8"), ('{"name": "a"}', "Ein Beispiel braucht"),
    ])
    def test_a_broken_example_is_named(self, cli, other_folder, text, told):
        (other_folder / "demo").mkdir(exist_ok=True)
        (other_folder / "demo" / "00-kaputt.json").write_text(text, encoding="utf-8")
        result = self.run(cli, other_folder, "--demo")
        assert result.exit_code == 1
        assert told in result.output
        assert "kaputt" in result.output.casefold()
        assert "Traceback" not in result.output

    def test_a_folder_that_is_not_there(self, cli, tmp_path):
        result = self.run(cli, tmp_path / "nirgendwo")
        assert result.exit_code == 1
        assert "Traceback" not in result.output


def test_examples_are_marked():
    from ckanext.suedwestfalen.catalogue import demo

    examples = demo.read(None)
    assert len(examples) >= 8
    for example in examples:
        assert example["title"].startswith("Beispiel: ")
        assert all("example.org" in resource["url"] for resource in example["resources"])
    assert json.dumps(examples)
