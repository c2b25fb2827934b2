"""The form in a real browser, on a running portal: by keyboard, and without scripts."""

from __future__ import annotations

import re

from ckanext.suedwestfalen.tests.browser.conftest import (
    api,
    chromium,
    empty_portal,
    logged_in,
    page,
    person,
    portal,
    server,
    server_ini,
    settings,
)
from ckanext.suedwestfalen.tests.catalogue.conftest import ARNSBERG

__all__ = ["api", "chromium", "empty_portal", "logged_in", "page", "person", "portal", "server", "server_ini",
           "settings"]

STEPS = [f"Schritt {letter}" for letter in "abcdefghijkl"]


def type_into(page, field, text):
    """Go to a field as the keyboard does, and type."""
    page.focus(f"#field-{field}")
    page.keyboard.type(text)


def saved_titles(page):
    return page.eval_on_selector_all("input[name^=steps-][name$=-title]", "all => all.map(one => one.value)")


def press(page, wish):
    with page.expect_navigation():
        page.locator(f".swf-uc-actions button[value={wish}]").press("Enter")


def test_a_fact_sheet_by_keyboard(logged_in):
    page = logged_in
    page.goto("/use_case/new")
    assert page.eval_on_selector("#field-municipality", "field => field.selectedOptions[0].value") == ARNSBERG
    type_into(page, "title", "Smarte Bänke")
    page.focus("input[name=field_of_action][value=energie-klima]")
    page.keyboard.press("Space")
    page.focus("#field-phase")
    page.keyboard.type("Pilot")
    page.focus("#field-title")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # saves, and stays
    assert re.search(r"/use_case/edit/smarte-baenke\?page=1$", page.url)
    assert page.input_value("#field-phase") == "pilot"
    assert page.is_checked("input[name=field_of_action][value=energie-klima]")
    press(page, "submit")
    page.wait_for_function("document.activeElement.id === 'lacking'", timeout=10_000)
    missing = page.locator("#lacking a")
    assert missing.count() > 5
    missing.first.press("Enter")
    assert page.url.endswith("#field-summary")
    assert page.faults == []
    assert page.foreign == []


def test_twelve_steps_are_written_moved_and_removed(logged_in):
    page = logged_in
    page.goto("/use_case/new")
    page.fill("#field-title", "Zwölf Schritte")
    press(page, "next")
    page.click("nav button[value='page:5']")
    page.wait_for_url("**page=5")
    for number, title in enumerate(STEPS):
        if not page.locator(f"#field-steps-{number}-title").count():
            page.click("button[value='add:steps']")
            assert page.evaluate("document.activeElement.id") == f"field-steps-{number}-title"
        page.fill(f"#field-steps-{number}-title", title)
    press(page, "save")
    assert saved_titles(page) == [*STEPS, ""]
    page.click("button[value='up:steps:11']")
    page.click("button[value='remove:steps:0']")
    assert page.inner_text("#field-steps [data-rows-status]")
    expected = [*STEPS[1:10], STEPS[11], STEPS[10]]
    press(page, "save")
    assert saved_titles(page) == [*expected, ""]
    assert page.faults == []


def test_datasets_of_the_portal_are_suggested(logged_in, api):
    page = logged_in
    page.goto("/dataset/new")
    token = page.evaluate("document.querySelector('meta[name=_csrf_token], meta[name=csrf-token]')?.content")
    owner = api("organization_show", id="arnsberg")["id"]
    answer = page.request.post("/api/3/action/package_create", headers={"X-CSRFToken": token or ""}, data={
        "name": "sitzplaetze", "title": "Sitzplätze im Park", "notes": "Bänke.", "owner_org": owner,
        "license_id": "dl-zero-de/2.0", "private": False})
    assert answer.ok, answer.text()
    page.goto("/use_case/new")
    page.fill("#field-title", "Mit Daten")
    press(page, "next")
    page.goto(page.url.replace("page=2", "page=3"))
    page.type("#field-data_required-0-dataset", "sitzpl")
    page.locator("#swf-uc-datasets option[value=sitzplaetze]").wait_for(state="attached")
    page.fill("#field-data_required-0-dataset", "sitzplaetze")
    press(page, "save")
    assert page.locator("a", has_text="Sitzplätze im Park").count()


def test_the_picture_is_shown(logged_in, tmp_path):
    page = logged_in
    page.goto("/use_case/new")
    page.fill("#field-title", "Mit Bild")
    press(page, "next")
    page.goto(page.url.replace("page=2", "page=5"))
    file = tmp_path / "bank.png"
    page.locator("h1").screenshot(path=file)
    page.set_input_files("#field-image-upload", file)
    press(page, "save")
    assert page.eval_on_selector(".swf-uc-picture", "picture => picture.naturalWidth") > 0


def test_it_works_without_scripts(chromium, server, person):
    context = chromium.new_context(base_url=server, locale="de-DE", java_script_enabled=False)
    page = context.new_page()
    page.goto("/user/login")
    page.fill("#field-login", person.name)
    page.fill("#field-password", person.password)
    page.click("form:has(#field-password) button[type=submit]")
    page.goto("/use_case/new")
    page.fill("#field-title", "Ohne Skripte")
    page.click("button[value=next]")
    page.click("nav button[value='page:5']")
    page.fill("#field-steps-0-title", "eins")
    page.fill("#field-steps-1-title", "zwei")
    page.click("button[value='add:steps']")
    page.fill("#field-steps-2-title", "drei")
    page.click("button[value='up:steps:2']")
    page.click(".swf-uc-actions button[value=save]")
    found = [page.input_value(f"#field-steps-{number}-title") for number in range(3)]
    assert found == ["eins", "drei", "zwei"]
    page.click(".swf-uc-actions button[value=submit]")
    assert page.locator("#lacking a").count() > 5
    context.close()
