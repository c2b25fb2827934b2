"""What the handbook for administrators names is there: commands, options, kinds of sources, findings, labels."""

from __future__ import annotations

import gettext
import re

import click
import pytest

from ckanext.suedwestfalen.cli import suedwestfalen
from ckanext.suedwestfalen.harvest import cli, protocols

# Quoted in short: the labels go on, one of them with a number.
SHORT = {"Bestätigen", "Ablehnen"}


@pytest.fixture(scope="module")
def handbook(project_root) -> str:
    return (project_root / "docs" / "administration.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def german(project_root) -> gettext.NullTranslations:
    folder = project_root / "ckanext" / "suedwestfalen" / "i18n"
    return gettext.translation("ckanext-suedwestfalen", folder, ["de"])


def described(handbook):
    """Command by its words, with the options named in the same line."""
    for words, rest in re.findall(r"`ckan suedwestfalen ((?:harvest )?[a-z-]+)([^\n]*)", handbook):
        yield words.split(), re.findall(r"--([a-z-]+)", rest)


def test_commands_and_their_options_exist(handbook):
    cli.get_commands()
    named = list(described(handbook))
    assert len(named) > 10
    for words, options in named:
        command: click.Command = suedwestfalen
        for word in words:
            command = command.commands[word]
        known = {name.removeprefix("--") for parameter in command.params for name in parameter.opts}
        assert set(options) <= known, (words, options)
    harvest = suedwestfalen.commands["harvest"]
    assert set(harvest.commands) == {words[1] for words, _ in named if words[0] == "harvest"}


def test_findings_exist(handbook, project_root):
    rows = re.findall(r"^\| (`[a-z-]+`(?:, `[a-z-]+`)*)[^|]* \|", handbook.partition("## Wenn etwas")[2], re.MULTILINE)
    codes = {code for row in rows for code in re.findall(r"`([a-z-]+)`", row)}
    assert len(codes) > 25
    package = project_root / "ckanext" / "suedwestfalen"
    source = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py") if "tests" not in path.parts)
    assert codes - set(re.findall(r'kind\(\s*"([a-z-]+)"', source)) == set()


def test_every_kind_of_source_is_explained_by_its_german_name(handbook, german):
    for name in protocols.names():
        assert f"| {german.gettext(protocols.get(name).label)} |" in handbook


def test_words_to_click_are_those_of_the_pages(handbook, german):
    words = {german.gettext(text) for text in german._catalog if isinstance(text, str)}
    quoted = set(re.findall(r"„([^“]+)“", " ".join(handbook.split())))
    assert quoted - words - SHORT == set()
