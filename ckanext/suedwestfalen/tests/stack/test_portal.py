"""The launcher as a person uses it: start, second start, a killed worker, stop, start again, clean."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from ckanext.suedwestfalen.tests.tools import need
from stack import layout, pids
from stack.build import PYCSW

UP = "The portal is up"
FIRST, AGAIN = 240, 120  # seconds that a start may take on a slow machine


@pytest.fixture(autouse=True)
def tools():
    """The portal is started with what `make test` has installed."""
    need((PYCSW / "bin" / "gunicorn").exists() and layout.JARS.exists(), "pycsw or Solr")


class Portal:
    """A portal of this clone with a state and ports of its own."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        self.port = next(port for port in range(5300, 5900) if all(map(layout.is_free, self._block(port))))
        self.process: subprocess.Popen[bytes] | None = None

    @staticmethod
    def _block(port: int) -> list[int]:
        return [port, *(20000 + port % 1000 * 10 + offset for offset in layout.OFFSETS.values())]

    def environment(self) -> dict[str, str]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("CKAN", "MAKE", "MFLAGS"))}
        return {**clean, "PORT": str(self.port), "PORTAL_STATE": str(self.folder)}

    def make(self, target: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", "--no-print-directory", target], cwd=self.root, env=self.environment(), capture_output=True,
            text=True, check=False, timeout=150,
        )

    def start(self, seconds: float) -> str:
        """Start it and give what it said until it was up."""
        path = self.folder.with_suffix(".out")
        with path.open("wb") as output:
            self.process = subprocess.Popen(
                ["make", "--no-print-directory", "portal"], cwd=self.root, env=self.environment(),
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            )
        until(lambda: UP in path.read_text() or self.process.poll() is not None, seconds)
        assert UP in path.read_text(), path.read_text()
        return path.read_text()

    def get(self, path: str, token: str = "") -> str:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Authorization": token})
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.read().decode()

    def act(self, action: str, data: dict[str, str], token: str) -> dict:
        """Call an action and give its result."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/3/action/{action}",
            data=json.dumps(data).encode(),
            headers={"Authorization": token, "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)["result"]

    def count(self) -> int:
        return json.loads(self.get("/api/3/action/package_search?rows=0"))["result"]["count"]


def until(check, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, f"it did not happen within {seconds} s"
        time.sleep(0.2)


@pytest.fixture(scope="module")
def portal(tmp_path_factory, project_root):
    made = Portal(project_root, tmp_path_factory.mktemp("portal") / "state")
    yield made
    made.make("stop")
    made.make("clean")
    shutil.rmtree(made.folder, ignore_errors=True)


def workers_harvest_again(portal, token):
    """A run that the web application starts is carried through by the worker, and changes nothing."""
    run = portal.act("suedwestfalen_harvest_run_create", {"id": "beispiel-soest"}, token)
    until(lambda: portal.act("suedwestfalen_harvest_run_show", {"id": run["id"]}, token)["finished_at"], 60)
    report = portal.act("suedwestfalen_harvest_run_show", {"id": run["id"]}, token)
    assert report["state"] == "finished"
    assert report["counts"]["unchanged"] == report["counts"]["listed"] > 20


def readme_commands_do_what_they_say(portal):
    """Every `.portal/ckan` command of both READMEs runs as it stands there."""
    texts = [(portal.root / name).read_text(encoding="utf-8") for name in ("README.md", "README.de.md")]
    commands = sorted({line for text in texts for line in re.findall(r"^\.portal/ckan ([^#\n]+)", text, re.MULTILINE)})
    assert len(commands) >= 5
    record = portal.root / "ckanext/suedwestfalen/tests/metadata/records/dataset.xml"
    for command in commands:
        words = [str(record) if word == "FILE" else word for word in command.split()]
        done = subprocess.run(
            [portal.folder / "ckan", *words], cwd=portal.root, env=portal.environment(), capture_output=True,
            text=True, check=False, timeout=120,
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        assert done.stdout.strip()


def test_the_portal_from_nothing_to_its_end(portal):
    said = portal.start(FIRST)
    assert f"http://127.0.0.1:{portal.port}/" in said
    admin = dict(line.split(": ", 1) for line in (portal.folder / "admin").read_text().splitlines())
    assert (portal.folder / "admin").stat().st_mode & 0o777 == 0o600
    assert admin["password"] not in said
    whoami = json.loads(portal.get(f"/api/3/action/user_show?id={admin['name']}", admin["token"]))["result"]
    assert whoami["sysadmin"] is True
    datasets = portal.count()
    assert datasets > 30, "the examples and both demo towns' records are there"

    workers_harvest_again(portal, admin["token"])
    assert portal.count() == datasets
    readme_commands_do_what_they_say(portal)

    second = portal.make("portal")
    assert second.returncode != 0
    assert "is running already" in second.stdout
    assert portal.make("clean").returncode != 0

    worker = portal.folder / "run" / "worker.pid"
    until(lambda: pids.alive(worker), 30)
    killed = pids.alive(worker)
    os.kill(killed, signal.SIGKILL)
    until(lambda: pids.alive(worker) not in (None, killed), 30)

    assert portal.make("stop").returncode == 0
    assert portal.process.wait(30) == 0
    assert "database system is shut down" in (portal.folder / "logs" / "postgres.log").read_text().splitlines()[-1]
    assert not [path for path in (portal.folder / "run").glob("*.pid") if pids.alive(path)]

    portal.start(AGAIN)
    assert portal.count() == datasets
    # Ctrl-C
    os.killpg(portal.process.pid, signal.SIGINT)
    portal.process.wait(30)
    until(lambda: layout.is_free(portal.port), 10)

    # A launcher killed without a word leaves processes behind: the next stop ends them.
    portal.start(AGAIN)
    os.kill(pids.alive(portal.folder / "manager.pid"), signal.SIGKILL)
    portal.process.wait(30)
    assert portal.make("stop").returncode == 0
    assert not [path for path in (portal.folder / "run").iterdir() if pids.alive(path)]

    assert portal.make("clean").returncode == 0
    assert not portal.folder.exists()
