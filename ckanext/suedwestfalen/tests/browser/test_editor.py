"""An editor of one town describes a dataset: in a real browser, on a running portal."""

from __future__ import annotations

import json

import pytest

from ckanext.suedwestfalen.tests.catalogue.conftest import ARNSBERG, MENDEN, PLATFORM

TITLE, NAME = "Radzählstellen im Ruhrtal", "radzaehlstellen-im-ruhrtal"


def choose(page, field, text):
    """Choose an entry in CKAN's field with search, as a person does: type, then Enter."""
    box = page.locator(f"#field-{field} + .select2 .select2-search__field")
    box.click()
    box.type(text)
    page.locator(".select2-results__option--selectable").first.wait_for()
    page.keyboard.press("Enter")


def chosen(page, field):
    return page.eval_on_selector_all(f"#field-{field} option:checked", "options => options.map(o => o.value)")


def save(page):
    page.click("#dataset-edit button.btn-primary[name=save]")


def test_creates_and_edits_a_dataset(logged_in, api):
    page = logged_in
    page.goto("/dataset/new")
    page.fill("#field-title", TITLE)
    page.fill("#field-notes", "Gezählte Räder je Stunde an vier Stellen des Ruhrtalradwegs.")
    page.select_option("#field-private", "False")
    page.check("#field-dna_goal-nachhaltig")
    choose(page, "lead_project", "Offene")
    choose(page, "municipality", "Arnsberg")

    save(page)  # the licence is still missing
    summary = page.locator(".error-explanation")
    assert "Bitte wählen Sie eine Lizenz" in summary.inner_text()
    assert page.input_value("#field-title") == TITLE
    assert page.is_checked("#field-dna_goal-nachhaltig")
    assert chosen(page, "municipality") == [ARNSBERG]
    assert chosen(page, "lead_project") == [PLATFORM]

    page.select_option("#field-license_id", "dl-zero-de/2.0")
    save(page)
    page.wait_for_url("**/resource/new")
    page.click("#resource-link-button")
    page.fill("#field-resource-url", "https://example.org/raeder.csv")
    page.fill("#field-name", "Zählwerte")
    page.click("button[value=go-metadata]")
    page.wait_for_url(f"**/dataset/{NAME}")

    dataset = api("package_show", id=NAME)
    assert dataset["municipality"] == [ARNSBERG]
    assert dataset["kreis"] == [ARNSBERG[:5]]
    assert dataset["dna_goal"] == ["nachhaltig"]
    assert dataset["lead_project"] == [PLATFORM]
    assert [group["name"] for group in dataset["groups"]] == [PLATFORM]
    assert dataset["spatial_source"] == "derived"

    page.goto(f"/dataset/edit/{NAME}")
    page.check("#field-dna_goal-digital")
    choose(page, "municipality", "Menden")
    page.select_option("[data-extent-place]", MENDEN)
    drawn = json.loads(page.input_value("#field-spatial"))
    save(page)
    page.wait_for_url(f"**/dataset/{NAME}")

    dataset = api("package_show", id=NAME)
    assert sorted(dataset["municipality"]) == [ARNSBERG, MENDEN]
    assert sorted(dataset["dna_goal"]) == ["digital", "nachhaltig"]
    assert dataset["lead_project"] == [PLATFORM]
    assert json.loads(dataset["spatial"]) == drawn
    found = api("package_search", **{"fq": f"vocab_municipality:{MENDEN} vocab_dna_goal:digital", "facet.field":
                json.dumps(["vocab_municipality", "vocab_lead_project"])})
    assert NAME in [each["name"] for each in found["results"]]
    assert PLATFORM in [item["name"] for item in found["search_facets"]["vocab_lead_project"]["items"]]
    assert page.foreign == []
    assert page.faults == []


@pytest.mark.parametrize("address", [
    "/", "/municipalities", "/organization/arnsberg", "/organization/kreis-olpe", "/lead_project/",
    f"/lead_project/{PLATFORM}", "/dataset/", "/dataset/?ext_bbox=7.9,51.3,8.2,51.5", "/about", "/user/login",
])
def test_pages_ask_no_other_host_and_fit_a_small_screen(page, address):
    page.set_viewport_size({"width": 375, "height": 800})
    answer = page.goto(address, wait_until="networkidle")
    assert answer.status == 200
    assert page.foreign == []
    assert page.faults == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_a_municipality_on_the_search_map_restricts_the_search(page):
    page.goto("/dataset/")
    page.locator(".swf-leaflet path.leaflet-interactive").nth(5).click()
    page.wait_for_url("**ext_bbox=**")
    west, south, east, north = (float(number) for number in page.input_value("#ext_bbox").split(","))
    assert 7 < west < east < 9
    assert 50 < south < north < 52


def test_the_map_of_the_start_page_works_with_the_keyboard(page):
    page.goto("/")
    area = page.locator("a.swf-area").first
    area.focus()
    assert ":" in (area.get_attribute("aria-label") or "")
    page.keyboard.press("Enter")
    page.wait_for_url("**/organization/**")
    assert "auf einen Blick" in page.inner_text("h1 >> nth=0")
