"""A town's own portal: a second, real CKAN with ckanext-dcat, beside the one under test.

It has a schema of its own in the same database and, by its site id, an index of its own in the same Solr core, as
several CKANs on one machine may have. A conftest imports the fixture:
``from ckanext.suedwestfalen.tests.servers.portal import town_portal``.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ckanext.suedwestfalen.tests.servers import ROOT, free_port, portal_data
from ckanext.suedwestfalen.tests.tools import need

SCHEMA = "town"
START_SECONDS = 120
_INI = """
[app:main]
use = egg:ckan
testing = false
SECRET_KEY = {secret}
api_token.jwt.encode.secret = string:{secret}
api_token.jwt.decode.secret = string:{secret}
ckan.site_id = {schema}
ckan.site_url = {url}
ckan.site_title = Offene Daten Musterland
ckan.locale_default = de
ckan.storage_path = {folder}
ckan.plugins = dcat
ckan.views.default_views =
ckanext.dcat.datasets_per_page = 10
ckan.auth.create_unowned_dataset = false
"""


class TownPortal:
    """A running portal. ``url`` is its address (without a slash behind).

    ``datasets`` are the public ones as they were created: name → the dict given to ``package_create``. Nobody else
    may see ``nicht-oeffentlich`` (private), ``entwurf`` (draft) and take ``anwendung`` (of type showcase).
    """

    def __init__(self, url: str, token: str):
        self.url, self._token = url, token
        self._changed: set[str] = set()
        self.datasets: dict[str, dict[str, Any]] = {one["name"]: one for one in portal_data.datasets()}

    def call(self, action: str, **values: Any) -> Any:
        """Call an action as administrator; gives its result."""
        headers = {"Content-Type": "application/json", "Authorization": self._token}
        body = json.dumps(values).encode()
        request = urllib.request.Request(f"{self.url}/api/3/action/{action}", body, headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["result"]

    def add(self, number: int, **fields: Any) -> dict[str, Any]:
        """Add the made-up dataset of this number (see :mod:`.portal_data`), with other fields; gives it as stored."""
        values = portal_data.dataset(number, **fields)
        self.datasets[values["name"]] = values
        return self.call("package_create", **values)

    def change(self, name: str, **fields: Any) -> dict[str, Any]:
        """Change some fields of a dataset; gives it as stored."""
        self._changed.add(name)
        return self.call("package_patch", id=name, **fields)

    def delete(self, name: str) -> None:
        """Delete a dataset for good."""
        self.call("dataset_purge", id=self.call("package_show", id=name)["id"])
        self.datasets.pop(name, None)

    def restore(self) -> None:
        """Bring the 24 datasets back as they were."""
        wanted = {one["name"]: one for one in portal_data.datasets()}
        for name in set(self.datasets) - set(wanted) | self._changed.intersection(self.datasets):
            self.delete(name)
        self._changed.clear()
        for name in set(wanted) - set(self.datasets):
            self.call("package_create", **wanted[name])
        self.datasets = wanted


@pytest.fixture
def town_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TownPortal]:
    """A real CKAN with 24 datasets, one for the whole session; what a test does through it is undone behind it."""
    database = os.environ.get("CKAN_SQLALCHEMY_URL", "")
    need(database and os.environ.get("CKAN_SOLR_URL"), "the service of PostgreSQL or Solr")
    # Several folders of tests import this fixture, which would make it several; the portal is one.
    portal = _start(database, tmp_path_factory.getbasetemp() / "town-portal")
    yield portal
    portal.restore()


@lru_cache
def _start(database: str, folder: Path) -> TownPortal:
    folder.mkdir()
    url = f"http://127.0.0.1:{free_port()}"
    ini, token, log = folder / "town.ini", folder / "token", folder / "server.log"
    ini.write_text(_INI.format(secret=secrets.token_hex(32), schema=SCHEMA, url=url, folder=folder), encoding="utf-8")
    _empty_schema(database)
    separator = "&" if "?" in database else "?"
    environment = {
        **os.environ,
        "CKAN_INI": str(ini),
        "CKAN_SQLALCHEMY_URL": f"{database}{separator}options=-csearch_path={SCHEMA}",
    }
    module = "ckanext.suedwestfalen.tests.servers.portal_process"
    command = [sys.executable, "-m", module, url.rpartition(":")[2], str(token)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    atexit.register(process.terminate)
    _wait(process, token, log)
    return TownPortal(url, token.read_text(encoding="ascii"))


def _empty_schema(database: str, schema: str = SCHEMA) -> None:
    engine = sa.create_engine(database)
    with engine.begin() as connection:
        connection.execute(sa.text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
    engine.dispose()


def _wait(process: subprocess.Popen, token: Path, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            if token.read_text(encoding="ascii"):
                return
        time.sleep(0.2)
    pytest.fail("the town's portal did not start: " + log.read_text(errors="replace")[-3000:])
