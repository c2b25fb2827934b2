"""`metadata read`: shows a record and never a stack trace."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from ckanext.suedwestfalen.metadata.cli import metadata
from ckanext.suedwestfalen.tests.metadata.conftest import RECORDS


@pytest.fixture
def run():
    def invoke(*args):
        result = CliRunner().invoke(metadata, ["read", "--lang", "en", *map(str, args)])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert "Traceback" not in result.output
        return result

    return invoke


def test_text(run):
    result = run(RECORDS / "dataset.xml")
    assert result.exit_code == 0
    assert "Title: Spielplätze in Soest (Beispiel)" in result.output
    assert "Municipality: 05974040 (identifier: 059740040040)" in result.output
    assert "javascript:alert(1)" in result.output
    assert "Kim" not in result.output


def test_personal_data(run):
    assert "Kim" in run("--personal-data", RECORDS / "dataset.xml").output


def test_json(run):
    found = json.loads(run("--json", RECORDS / "quirks.xml").output)
    assert found["description"]["title"] == "Ersatztitel"
    assert found["dataset"]["resources"] == []
    assert {"code", "severity", "message", "values"} <= set(found["findings"][0])


@pytest.mark.parametrize("content", [None, b"", b"\x00\xff" * 50, b"<html><body>x</body></html>", b"<a/>"])
def test_errors(run, tmp_path, content):
    path = tmp_path / "record.xml"
    if content is not None:
        path.write_bytes(content)
    result = run(path)
    assert result.exit_code == 1
    assert result.output.startswith("error: ")
    assert "error" in json.loads(run("--json", path).output)


def test_folder_and_broken_region(run, tmp_path):
    assert run(tmp_path).exit_code == 1
    assert run("--region", tmp_path / "none", RECORDS / "dataset.xml").exit_code == 1
