"""Use cases on the pages of other things."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import catalogue
from ckanext.suedwestfalen.tests.use_cases.finding.conftest import SOEST

pytestmark = pytest.mark.usefixtures("cases")


@pytest.fixture
def read(browser):
    def load(path, who="anonymous"):
        page = browser(who).get(path)
        assert page.status_code == 200, path
        return html.unescape(page.body)

    return load


def test_dataset_names_the_cases_that_need_or_produce_it(read):
    page = read("/en/dataset/in-soest")
    box = page[page.index("swf-uc-of-dataset"):]
    assert re.search(r"Bürgerwolke</a>\s*<span class=\"swf-meta\">produces these data", box)
    assert re.search(r"Fall rad</a>\s*<span class=\"swf-meta\">needs these data", box)
    assert "swf-uc-of-dataset" not in read("/dataset/im-kreis-olpe"), "no box where there is nothing to say"


def test_municipality_shows_its_cases_and_leads_to_what_fits(read):
    page = read("/organization/soest")
    assert "Bürgerwolke</a>" in page
    assert "Fall rad</a>" not in page
    assert "Noch geheim" not in read("/organization/soest", "editor")
    assert f"/use_case/?my={SOEST}" in page


def test_lead_project_shows_its_cases(read):
    page = read("/lead_project/offene-regionale-datenplattform")
    box = page[page.index("swf-uc-of-project"):]
    assert "Bürgerwolke</a>" in box
    assert "Fall rad" not in box


def test_start_page_counts_names_and_maps(read, lippstadt):
    page = read("/en/")
    assert re.search(r'href="/en/use_case/"><strong>3</strong>', page)
    assert "Bürgerwolke</a>" in page[page.index("swf-uc-newest"):]
    assert re.search(r'aria-label="Soest: [^"]*, 1 use case runs here', page)
    assert re.search(rf'aria-label="{lippstadt.name}: [^"]*1 use case runs here', page)
    assert not re.search(r'aria-label="Olpe: [^"]*runs here', page), "an idea runs nowhere"
    assert page.count('class="swf-uc-runs"') == 2 + 1, "two towns and the legend"


def test_start_page_asks_once_for_all_of_it(browser, searches):
    reader = browser("anonymous")
    reader.get("/")
    searches.clear()
    reader.get("/")
    assert len([asked for asked in searches if "+dataset_type:use_case" in asked]) == 1


def test_map_shows_where_a_case_is_taken_over(read, act, cases):
    assert "swf-uc-taken" not in read("/")
    made = act("editor_other", "use_case_adoption_create", id=cases["wolke"]["id"])
    assert "swf-uc-taken" not in read("/"), "interest is nobody else's business"
    for status in ("pruefung", "umsetzung"):
        made = act("editor_other", "use_case_adoption_update", id=made["id"], version=made["version"], status=status)
    page = read("/en/")
    assert re.search(r'aria-label="Olpe: [^"]*1 use case is being taken over', page)
    assert page.count('class="swf-uc-taken"') == 2


def test_navigation_leads_to_the_list_and_knows_where_it_is(read):
    for path in ("/use_case/", "/use_case/wolke", "/use_case/compare"):
        page = read(path)
        nav = page[page.index("masthead"):page.index("toolbar")]
        assert re.search(r'<li class="active"><a href="/use_case/">', nav), path
    assert re.search(r'<li><a href="/use_case/">', read("/dataset/"))


def test_core_calls_them_by_their_name(reading):
    assert tk.h.humanize_entity_type("package", "use_case", "breadcrumb") == "Use cases"
    assert tk.h.humanize_entity_type("package", "use_case", "create label") == "Add use case"
    assert tk.h.humanize_entity_type("group", "lead_project", "breadcrumb") != "Use cases"


def test_catalogue_knows_nothing_of_use_cases():
    """Without the plugin its pages stand as they did: what is added lies in the templates of the use cases."""
    for template in Path(catalogue.__file__).parent.joinpath("templates").rglob("*.html"):
        assert "use_case" not in template.read_text(encoding="utf-8"), template
