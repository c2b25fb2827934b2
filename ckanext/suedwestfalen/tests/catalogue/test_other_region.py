"""Another region: three invented towns in a folder of their own, one option, and the portal is theirs."""

from __future__ import annotations

import json

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import cli as commands
from ckanext.suedwestfalen.catalogue import helpers, municipalities, seeding
from ckanext.suedwestfalen.tests.region import invented

OPTION = "ckanext.suedwestfalen.region_folder"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return invented.write(tmp_path_factory.mktemp("probeland"))


@pytest.fixture(autouse=True)
def probeland(empty_portal, folder, monkeypatch):
    monkeypatch.setitem(tk.config, OPTION, str(folder))


def create(**fields):
    org = municipalities.organization_of("99001004")
    given = {"title": "Ämter", "notes": "Wo?", "owner_org": org.id, "license_id": "cc-zero"}
    return tk.get_action("package_create")(seeding.context(), given | fields)


def test_the_region_is_seeded_and_used(cli):
    result = cli.invoke(commands.suedwestfalen, ["seed"])
    assert result.exit_code == 0, result.output
    assert "organization uebungen" in result.output
    assert "Probeland: 8 " in result.output

    model.Session.expire_all()
    dataset = create(name="aemter", municipality=["Übungen"], dna_goal=["offen"], lead_project=["probelauf"])
    assert dataset["municipality"] == ["99001008"]
    assert dataset["kreis"] == ["99001"]
    assert json.loads(dataset["spatial"])["coordinates"][0][0][0] >= 10
    assert [choice["label"] for choice in helpers.kreis_choices()] == ["Kreis Probstadt", "Beispielkreis"]
    found = tk.get_action("municipality_locate")({}, {"point": "10.1,53.05"})
    assert [each["name"] for each in found] == ["Probstadt"]
    assert len(tk.get_action("municipality_list")({}, {})) == 3

    with pytest.raises(tk.ValidationError):
        create(name="fremd", municipality=["Arnsberg"])


def test_a_folder_on_the_command_line_is_used_and_the_option_named(cli, folder, monkeypatch):
    monkeypatch.setitem(tk.config, OPTION, None)
    result = cli.invoke(commands.suedwestfalen, ["seed", str(folder), "--verbose"])
    assert result.exit_code == 0, result.output
    assert OPTION in result.output
    assert "organization probstadt" in result.output
    assert tk.config[OPTION] is None
