"""What READMEs and the handbooks tell people to type, to click and to look at is what there is."""

from __future__ import annotations

import re
import subprocess
from configparser import RawConfigParser

import pytest

PROCESSES = {
    "suedwestfalen-harvest-clock.service": "suedwestfalen harvest clock",
    "suedwestfalen-harvest-worker@.service": "jobs worker suedwestfalen-harvest",
    "ckan-worker.service": "jobs worker",
}
# Where no clock runs, a timer starts what the clock hands out once a day.
TIMER, DAILY = "suedwestfalen-use-cases-remind.timer", "suedwestfalen-use-cases-remind.service"

MAX_PICTURE = 210_000


@pytest.fixture(scope="module")
def handbook(project_root) -> str:
    return (project_root / "docs" / "installation.md").read_text(encoding="utf-8")


def test_plugins_line_is_the_tested_one(handbook, project_root):
    tested = RawConfigParser()
    tested.read(project_root / "test.ini", encoding="utf-8")
    assert f"ckan.plugins = {tested['app:main']['ckan.plugins']}\n" in handbook


def test_solr_fields_are_those_of_the_embedded_solr(handbook, project_root):
    snippet = (project_root / "stack" / "solr" / "spatial-fields.xml").read_text(encoding="utf-8")
    words = re.sub(r"\s+", " ", handbook)
    tags = re.findall(r"<field(?:Type)? [^>]*>", snippet)
    assert len(tags) == 7
    assert [tag for tag in tags if tag not in words] == []


@pytest.mark.parametrize("name", PROCESSES)
def test_units_run_the_processes_of_the_portal(name, project_root):
    unit = RawConfigParser(strict=False)
    unit.read(project_root / "docs" / "systemd" / name, encoding="utf-8")
    assert unit["Service"]["ExecStart"].endswith(PROCESSES[name])
    assert unit["Service"]["Restart"] == "always"


def test_the_timer_starts_the_daily_command(project_root):
    units = {}
    for name in (TIMER, DAILY):
        units[name] = RawConfigParser(strict=False)
        units[name].read(project_root / "docs" / "systemd" / name, encoding="utf-8")
    assert units[TIMER]["Timer"]["OnCalendar"]
    assert units[DAILY]["Service"]["Type"] == "oneshot"
    assert units[DAILY]["Service"]["ExecStart"].endswith("suedwestfalen use-cases remind")


def test_every_unit_is_described(handbook, project_root):
    assert {path.name for path in (project_root / "docs" / "systemd").iterdir()} == {*PROCESSES, TIMER, DAILY}
    for name in (*PROCESSES, TIMER):
        assert name.removesuffix(".service").removesuffix("@") in handbook


def test_variables_of_the_launcher_are_described(handbook):
    from stack.layout import VARIABLES

    for name in (*VARIABLES.values(), "PORTAL_STATE"):
        assert f"`{name}`" in handbook


@pytest.mark.parametrize("name", ["README.md", "README.de.md", "CONTRIBUTING.md"])
def test_commands_of_make_exist(name, project_root):
    text = (project_root / name).read_text(encoding="utf-8")
    targets = set(re.findall(r"\bmake ([a-z][a-z0-9-]+)\b", text))
    assert {"portal", "test"} <= targets
    for target in targets:
        done = subprocess.run(["make", "-n", target], cwd=project_root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "name", ["README.md", "README.de.md", "CONTRIBUTING.md", "docs/installation.md", "docs/administration.md",
             "docs/anwendungsfaelle.md", "docs/harvesting.md", "docs/faults.md"]
)
def test_links_and_pictures_are_there(name, project_root):
    here = project_root / name
    links = [link for link in re.findall(r"\]\(([^)]+)\)", here.read_text(encoding="utf-8")) if "://" not in link]
    for link in links:
        path, _, anchor = link.partition("#")
        target = here.parent / path if path else here
        assert target.exists(), link
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), link


def anchors(text):
    """What the headings of a Markdown document are linked by."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_picture_is_shown_and_small(project_root):
    names = ("README.md", "docs/administration.md", "docs/anwendungsfaelle.md")
    shown = {link.rsplit("/")[-1] for name in names
             for link in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (project_root / name).read_text(encoding="utf-8"))}
    pictures = list((project_root / "docs" / "images").glob("*.png"))
    assert {picture.name for picture in pictures} == shown
    assert [picture.name for picture in pictures if picture.stat().st_size > MAX_PICTURE] == []


def test_the_readme_names_the_tested_plugins(project_root):
    tested = RawConfigParser()
    tested.read(project_root / "test.ini", encoding="utf-8")
    line = f"ckan.plugins = {tested['app:main']['ckan.plugins']}\n"
    assert line in (project_root / "README.md").read_text(encoding="utf-8")


def test_every_test_in_the_table_of_faults_exists(project_root):
    table = (project_root / "docs" / "faults.md").read_text(encoding="utf-8")
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 40
    package = project_root / "ckanext" / "suedwestfalen"
    for row in rows:
        _fault, _state, tests, protectors = row.strip("| ").split(" | ")
        named = re.findall(r"`([\w/]+\.py)::([\w:]+)`", tests)
        assert len(named) == tests.count("`") / 2 > 0, row
        for path, name in named:
            *classes, function = name.split("::")
            text = (package / "tests" / path).read_text(encoding="utf-8")
            assert re.search(rf"^{'    ' * len(classes)}def {function}\(", text, re.MULTILINE), (path, name)
            assert [one for one in classes if f"class {one}:" not in text] == []
        modules = re.findall(r"`([\w/]+\.py)`", protectors)
        assert modules, row
        assert [module for module in modules if not (package / module).is_file()] == []
