"""An editor fills the form of a new dataset from the address of a service: in a real browser, on a running portal."""

from __future__ import annotations

import json

import pytest

from ckanext.suedwestfalen.tests.browser.test_editor import chosen, save
from ckanext.suedwestfalen.tests.catalogue.conftest import ARNSBERG
from ckanext.suedwestfalen.tests.servers.mapserver import Layer, MapServer

LAYER = Layer("radwege", "Radwege", {"Nord": (431000, 5694000), "Süd": (436000, 5697000)}, "Radwege der Stadt")

RIGHT_EDGE = "Math.max(...[...document.querySelectorAll('{} *')].map(e => e.getBoundingClientRect().right))"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A MapServer of the town, with a layer that lies in it."""
    running = MapServer(tmp_path_factory.mktemp("mapserver"))
    running.organization = "Stadt Arnsberg"
    running.layers.append(LAYER)
    running.write()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def settings(town):
    """The portal may ask the MapServer, which is on this machine."""
    return {"ckanext.suedwestfalen.net.allow": town.host}


def test_an_address_becomes_a_dataset(logged_in, town, api):
    page = logged_in
    page.goto("/dataset/new")
    page.fill("#field-fill-url", f"{town.url}&service=WFS")
    page.press("#field-fill-url", "Enter")

    page.wait_for_selector("#fill-choice-form")
    page.check("label:has-text('Radwege') input")
    page.click("#fill-choice-form button")

    page.wait_for_selector("#fill-notice")
    assert page.input_value("#field-title") == "Radwege"
    assert chosen(page, "municipality") == [ARNSBERG]
    assert "Arnsberg" in page.locator("#fill-notice").inner_text()
    assert "Datenlizenz Deutschland" in page.locator("#fill-notice").inner_text()
    links = page.locator("#fill-links input:checked").count()
    assert links > 1
    page.uncheck("#fill-links input >> nth=0")
    assert not api("package_search", q="Radwege")["count"]

    page.fill("#field-notes", "")
    save(page)  # the description is missing now: nothing of the rest is lost
    assert page.locator(".error-explanation").is_visible()
    assert page.locator("#fill-links input:checked").count() == links - 1
    page.fill("#field-notes", "Radwege der Stadt, von Hand beschrieben.")
    page.select_option("#field-private", "False")
    save(page)

    page.wait_for_url("**/dataset/radwege")
    text = page.inner_text("body")
    assert "Arnsberg" in text
    assert page.locator(".resource-list .resource-item").count() == links - 1
    dataset = api("package_show", id="radwege")
    assert dataset["municipality"] == [ARNSBERG]
    assert json.loads(dataset["spatial"])["type"] == "Polygon"
    assert page.foreign == []
    assert page.faults == []


def test_the_box_is_only_shown_to_begin_with(logged_in, town):
    page = logged_in
    page.goto("/dataset/new/from-address")
    page.fill("#field-fill-url", "http://169.254.169.254/")
    page.press("#field-fill-url", "Enter")
    page.wait_for_selector(".alert-warning")
    assert page.input_value("#field-fill-url") == "http://169.254.169.254/"
    page.set_viewport_size({"width": 375, "height": 800})
    # the form alone: how wide the head of the page is depends on the person's name
    assert page.evaluate(RIGHT_EDGE.format("#fill-form")) <= 375
    page.goto("/dataset/new")
    assert page.locator("#fill-box").is_visible()
    assert page.evaluate(RIGHT_EDGE.format("#fill-box")) <= 375
    assert page.foreign == []


@pytest.mark.parametrize("script", [True, False])
def test_what_was_typed_before_stays(chromium, server, person, town, api, script):
    """Also through an address that is wrong; Enter fills where there is an address, and else saves as ever."""
    context = chromium.new_context(base_url=server, locale="de-DE", java_script_enabled=script)
    page = context.new_page()
    page.goto("/user/login")
    page.fill("#field-login", person.name)
    page.fill("#field-password", person.password)
    page.click("form:has(#field-password) button[type=submit]")
    page.goto("/dataset/new")
    title = f"Radeln in Arnsberg {script}"
    page.fill("#field-title", title)
    page.fill("#field-notes", "Mein Text")
    page.fill("#field-fill-url", "http://169.254.169.254/")
    page.click("#fill-box button[name=fill]")
    page.wait_for_selector(".alert-warning")
    page.click("button[value=back]")
    assert (page.input_value("#field-title"), page.input_value("#field-notes")) == (title, "Mein Text")
    page.fill("#field-fill-url", town.url)
    page.press("#field-fill-url", "Enter")
    page.check("label:has-text('Schulen') input >> nth=0")
    page.click("#fill-choice-form button")
    page.wait_for_selector("#fill-notice")
    assert (page.input_value("#field-title"), page.input_value("#field-notes")) == (title, "Mein Text")
    assert "Titel: Schulen" in page.inner_text("#fill-kept")
    assert page.input_value("#field-license_id") == "dl-by-de/2.0"
    page.goto("/dataset/new")
    page.fill("#field-title", title)
    page.press("#field-title", "Enter")  # no address: the form is sent, and says what is missing
    page.wait_for_selector(".error-explanation")
    assert page.input_value("#field-title") == title
    assert not api("package_search", q="Radeln")["count"]
    context.close()
