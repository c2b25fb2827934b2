"""Another portal of this software: a second, real CKAN with use cases and harvest, empty but for what seeding gives.

It has a schema of its own in the same database, and by its site id an index of its own in the same Solr core. A module
of tests imports the fixture: ``from ckanext.suedwestfalen.tests.servers.exchange_portal import other_portal``.
"""

from __future__ import annotations

import atexit
import json
import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ckanext.suedwestfalen.tests.servers import ROOT, free_port
from ckanext.suedwestfalen.tests.servers.portal import _empty_schema, _wait
from ckanext.suedwestfalen.tests.tools import need

_INI = """
[app:main]
use = config:{ini}
testing = false
SECRET_KEY = {secret}
api_token.jwt.encode.secret = string:{secret}
api_token.jwt.decode.secret = string:{secret}
ckan.site_id = {schema}
ckan.site_url = {url}
ckan.storage_path = {folder}
ckanext.suedwestfalen.net.allow = {allowed}
ckanext.suedwestfalen.use_cases.release_by = nobody
"""


class OtherPortal:
    """A running portal: its address, its actions as administrator, its commands, its bundle."""

    def __init__(self, url: str, token: str, environment: dict[str, str], process: subprocess.Popen[str]):
        self.url, self._token, self._environment, self._process = url, token, environment, process

    def call(self, action: str, /, **values: Any) -> Any:
        """Call an action as administrator; gives its result."""
        headers = {"Content-Type": "application/json", "Authorization": self._token}
        request = urllib.request.Request(f"{self.url}/api/3/action/{action}", json.dumps(values).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["result"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{action}: {error.read().decode()[:1000]}") from error

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run ``ckan suedwestfalen …`` in this portal."""
        command = [str(Path(sys.executable).with_name("ckan")), "suedwestfalen", *words]
        return subprocess.run(command, cwd=ROOT, env=self._environment, capture_output=True, text=True, check=False)

    def harvest(self, source: str) -> dict[str, Any]:
        """Harvest one of its sources to the end; gives the run's state and counts."""
        self._process.stdin.write(f"{source}\n")
        self._process.stdin.flush()
        # CKAN writes its log there too
        return json.loads(next(line for line in self._process.stdout if line.startswith("{")))

    def bundle(self) -> dict[str, Any]:
        """Give the bundle as everybody gets it."""
        with urllib.request.urlopen(f"{self.url}/use_cases.jsonld", timeout=60) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def other_portal(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Callable[..., OtherPortal]]:
    """Start another portal, which may ask what is ``allowed`` (host:port); all end with the module."""
    database = os.environ.get("CKAN_SQLALCHEMY_URL", "")
    need(database and os.environ.get("CKAN_SOLR_URL"), "the service of PostgreSQL or Solr")
    processes = []

    def start(name: str = "exchange", allowed: str = "") -> OtherPortal:
        folder = tmp_path_factory.mktemp(name)
        url = f"http://127.0.0.1:{free_port()}"
        ini, token, log = folder / "portal.ini", folder / "token", folder / "server.log"
        ini.write_text(_INI.format(
            ini=Path(pytestconfig.getoption("--ckan-ini")).resolve(), secret=secrets.token_hex(32), schema=name,
            url=url, folder=folder, allowed=allowed), encoding="utf-8")
        _empty_schema(database, name)
        separator = "&" if "?" in database else "?"
        environment = {
            **os.environ, "CKAN_INI": str(ini),
            "CKAN_SQLALCHEMY_URL": f"{database}{separator}options=-csearch_path={name}",
        }
        module = "ckanext.suedwestfalen.tests.servers.exchange_portal_process"
        command = [sys.executable, "-m", module, url.rpartition(":")[2], str(token)]
        with log.open("wb") as out:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stderr=out,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        processes.append(process)
        atexit.register(process.terminate)
        _wait(process, token, log)
        return OtherPortal(url, token.read_text(encoding="ascii"), environment, process)

    yield start
    for process in processes:
        process.terminate()
        process.wait(timeout=30)
        atexit.unregister(process.terminate)
