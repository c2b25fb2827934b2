"""A real server on the test database, and a real browser that remembers every host it was sent to."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode, urlsplit

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action
from playwright.sync_api import sync_playwright

from ckanext.suedwestfalen.catalogue import municipalities
from ckanext.suedwestfalen.tests.catalogue.conftest import ARNSBERG, empty_portal, portal
from ckanext.suedwestfalen.tests.servers import free_port
from ckanext.suedwestfalen.tests.tools import need

__all__ = ["empty_portal", "portal"]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
PASSWORD = "wenig-geheim-123"
START_SECONDS = 90


@pytest.fixture(scope="module")
def settings():
    """Options of the running portal beside those of the tests; a module may have its own."""
    return {}


@pytest.fixture(scope="module")
def server_ini(portal, settings, pytestconfig, tmp_path_factory):
    """The running portal's configuration."""
    folder = tmp_path_factory.mktemp("server")
    options = {"testing": "false", "ckan.site_url": f"http://127.0.0.1:{free_port()}", "ckan.storage_path": folder,
               **settings}
    ini = folder / "server.ini"
    ini.write_text(
        f"[app:main]\nuse = config:{Path(pytestconfig.getoption('--ckan-ini')).resolve()}\n"
        + "".join(f"{name} = {value}\n" for name, value in options.items()), encoding="utf-8")
    return ini


@pytest.fixture(scope="module")
def server(server_ini):
    """Address of a running portal; a process of its own, configured like the tests but not in test mode."""
    address = next(line.split(" = ")[1] for line in server_ini.read_text(encoding="utf-8").splitlines()
                   if line.startswith("ckan.site_url"))
    command = [str(Path(sys.executable).with_name("ckan")), "-c", str(server_ini), "run", "--disable-reloader",
               "--host", "127.0.0.1", "--port", address.rsplit(":", 1)[1]]
    log = server_ini.with_name("server.log")
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            _wait(address, process, log)
            yield address
        finally:
            process.terminate()


def _wait(address, process, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address + "/api/3", timeout=5):
            return
        time.sleep(0.3)
    pytest.fail("the server did not start: " + log.read_text(errors="replace")[-3000:])


@pytest.fixture(scope="module")
def api(server):
    """Ask an action of the running portal as anybody."""

    def call(action, **params):
        with urllib.request.urlopen(f"{server}/api/3/action/{action}?{urlencode(params)}", timeout=30) as answer:
            return json.load(answer)["result"]

    return call


@pytest.fixture(scope="module")
def person(portal):
    """An editor of Arnsberg: no administrator, no member of anything else."""
    user = factories.User(password=PASSWORD, image_url="")  # the factory's picture lies elsewhere
    group = municipalities.organization_of(ARNSBERG)
    call_action("organization_member_create", id=group.id, username=user["name"], role="editor")
    assert not user["sysadmin"]
    return SimpleNamespace(name=user["name"], password=PASSWORD)


@pytest.fixture(scope="module")
def chromium():
    """The browser."""
    need(CHROMIUM, "Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, server):
    """A page in German; `page.foreign` holds what it asked of other hosts, `page.faults` what its scripts said."""
    context = chromium.new_context(base_url=server, locale="de-DE", viewport={"width": 1200, "height": 900})
    found = context.new_page()
    found.foreign, found.faults = [], []
    own = urlsplit(server).netloc

    def note(request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != own:
            found.foreign.append(request.url)

    found.on("request", note)
    found.on("pageerror", lambda error: found.faults.append(str(error)))
    yield found
    context.close()


@pytest.fixture
def logged_in(page, person):
    """The page of an editor who has logged in."""
    page.goto("/user/login")
    page.fill("#field-login", person.name)
    page.fill("#field-password", person.password)
    page.click("form:has(#field-password) button[type=submit]")
    page.wait_for_url("**/dashboard/**")
    return page
