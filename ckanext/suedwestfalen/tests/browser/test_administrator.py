"""An administrator who has never seen the portal adds a service of the town by its address alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.suedwestfalen.catalogue import municipalities
from ckanext.suedwestfalen.harvest import runs
from ckanext.suedwestfalen.tests.catalogue.conftest import ARNSBERG
from ckanext.suedwestfalen.tests.servers.mapserver import MapServer

SECONDS = 60


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A MapServer of the town."""
    running = MapServer(tmp_path_factory.mktemp("mapserver"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def settings(town):
    """The portal may ask the MapServer, which is on this machine."""
    return {"ckanext.suedwestfalen.net.allow": town.host}


@pytest.fixture(scope="module")
def person(portal):
    """An administrator of Arnsberg, and of nothing else."""
    user = factories.User(password="wenig-geheim-123", image_url="")
    group = municipalities.organization_of(ARNSBERG)
    call_action("organization_member_create", id=group.id, username=user["name"], role="admin")
    return SimpleNamespace(name=user["name"], password="wenig-geheim-123")


@pytest.fixture(scope="module")
def worker(server_ini):
    """A worker of the harvest, as the portal has one."""
    command = [str(Path(sys.executable).with_name("ckan")), "-c", str(server_ini), "jobs", "worker", runs.QUEUE]
    log = server_ini.with_name("worker.log")
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, env=os.environ.copy()) as process:
        yield log
        process.terminate()


def test_an_address_becomes_datasets_on_the_map(logged_in, worker, town, api):
    page = logged_in
    began = time.monotonic()
    page.goto("/harvesting")
    page.click("text=Quelle hinzufügen")
    page.fill("#field-url", town.url)
    page.click("button[value=detect]")
    page.wait_for_selector("button[value=take_over]")
    assert page.input_value("#field-title") == town.title
    page.click("button[value=take_over]")
    page.wait_for_url("**/harvesting/run/**")
    page.wait_for_selector(".badge.bg-success", timeout=SECONDS * 1000)
    links = page.locator("#harvest-run a[href*='/dataset/']")
    titles = {layer.title for layer in town.layers}
    assert titles <= set(links.all_inner_texts())
    places = set()
    for layer in town.layers:
        page.goto(page.url)
        page.locator("#harvest-run").get_by_role("link", name=layer.title, exact=True).first.click()
        page.wait_for_url("**/dataset/**")
        where = page.locator(".swf-locator")
        assert where.locator(".swf-extent, .swf-pin").count() >= 1
        places.add(where.locator(".swf-extent, .swf-pin").first.evaluate("shape => shape.outerHTML"))
        page.go_back()
    spent = time.monotonic() - began
    assert len(places) == len(town.layers)  # each in its own place
    assert spent < SECONDS
    found = api("package_search", fq="harvest_source_id:*", rows=10)["results"]
    assert titles <= {dataset["title"] for dataset in found}
    assert all(dataset["spatial"] and dataset["spatial_source"] for dataset in found if dataset["title"] in titles)
    assert page.foreign == []
    assert page.faults == []


@pytest.mark.parametrize("script", [True, False])
def test_the_pages_fit_a_small_screen_and_need_no_script(chromium, server, person, town, worker, script):
    context = chromium.new_context(base_url=server, locale="de-DE", java_script_enabled=script,
                                   viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto("/user/login")
    page.fill("#field-login", person.name)
    page.fill("#field-password", person.password)
    page.click("form:has(#field-password) button[type=submit]")
    page.goto("/harvesting/new")
    page.fill("#field-url", town.url)
    page.click("button[value=detect]")
    page.click("button[value=preview]")
    page.wait_for_selector("#preview")
    narrow(page)
    page.fill("#field-title", f"Ohne Skripte {script}")
    page.click(".form-actions button[value=save]")
    narrow(page)
    source = page.url
    page.click("text=Jetzt abholen")
    page.wait_for_url("**/harvesting/run/**")
    narrow(page)
    deadline = time.monotonic() + SECONDS
    while not page.locator(".badge.bg-success").count() and time.monotonic() < deadline:
        time.sleep(1)
        page.reload()
    narrow(page)
    for address in ("/harvesting", source, f"{source}/edit", f"{source}/deletions", f"{source}/remove"):
        page.goto(address)
        narrow(page)
    context.close()


def narrow(page):
    """Nothing is wider than the screen, nor than a small laptop's."""
    page.wait_for_load_state()
    for width, most in ((1000, 1002), (375, 375)):  # at 1000 the theme's own frame sticks out by two
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= most, page.url
