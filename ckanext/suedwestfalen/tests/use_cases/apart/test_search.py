"""Searches, numbers, pages and feeds of datasets know no use case; a search that names the type finds them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy import event

from ckanext.suedwestfalen.catalogue import page_helpers
from ckanext.suedwestfalen.tests.use_cases.apart.conftest import WORD
from ckanext.suedwestfalen.tests.use_cases.conftest import PLATFORM, SOEST

CASE, DATASET = "hitze-fall", "hitze-daten"

pytestmark = pytest.mark.usefixtures("pair")


def search(**params):
    found = tk.get_action("package_search")({}, params)
    return {each["name"] for each in found["results"]}, found


@pytest.mark.parametrize("params", [
    {}, {"q": WORD}, {"q": "*:*"}, {"fq": "tags:hitze"}, {"fq_list": ["tags:hitze"]}, {"include_private": True},
    {"q": f"name:{CASE} OR name:{DATASET}"}, {"fq": "+dataset_type:dataset"}, {"q": "hitze"},
    {"fq": "-dataset_type:use_case"}, {"fq": "dataset_type:use_case_like OR tags:hitze"},
])
def test_a_search_gives_datasets_only(params):
    names, found = search(**params)
    assert names == {DATASET}
    assert found["count"] == 1


@pytest.mark.parametrize(("params", "expected"), [
    ({"fq": "dataset_type:use_case"}, {CASE}),
    ({"fq": '+dataset_type:"use_case"'}, {CASE}),
    ({"fq_list": ["dataset_type:use_case"]}, {CASE}),
    ({"q": "dataset_type:use_case"}, {CASE}),
    ({"q": WORD, "fq": "dataset_type:(dataset OR use_case)"}, {CASE, DATASET}),
])
def test_a_search_that_names_the_type_finds_use_cases(params, expected):
    assert search(**params)[0] == expected


def test_facets_count_datasets():
    facets = search(rows=0, **{"facet.field": ["organization", "vocab_municipality", "dataset_type", "tags"]})[1]
    counts = {name: {item["name"]: item["count"] for item in facet["items"]}
              for name, facet in facets["search_facets"].items()}
    assert counts["dataset_type"] == {"dataset": 1}
    assert counts["vocab_municipality"] == {SOEST: 1}
    assert counts["tags"] == {"hitze": 1}
    assert sum(counts["organization"].values()) == 1


def test_organizations_and_lead_projects_count_datasets(people):
    for action, params in (
        ("organization_show", {"id": people.own, "include_datasets": True}),
        ("group_show", {"id": PLATFORM, "include_datasets": True}),
    ):
        shown = tk.get_action(action)({}, params)
        assert shown["package_count"] == 1
        assert [each["name"] for each in shown["packages"]] == [DATASET]
    listed = tk.get_action("organization_list")({}, {"all_fields": True})
    assert {one["package_count"] for one in listed if one["id"] == people.own} == {1}
    projects = tk.get_action("group_list")({}, {"all_fields": True, "type": "lead_project"})
    assert {one["package_count"] for one in projects if one["name"] == PLATFORM} == {1}
    shown = tk.get_action("group_package_show")({}, {"id": PLATFORM})
    assert [each["name"] for each in shown] == [DATASET]


def test_lists_of_the_interface_give_datasets(people):
    assert tk.get_action("package_list")({}, {}) == [DATASET]
    assert tk.get_action("package_list")({}, {"limit": "1"}) == [DATASET]
    assert tk.get_action("package_list")({}, {"limit": 1, "offset": 1}) == []
    with pytest.raises(tk.ValidationError):
        tk.get_action("package_list")({}, {"limit": "viele"})
    for user in ("", people.sysadmin.name):
        listed = tk.get_action("current_package_list_with_resources")({"user": user}, {})
        assert [each["name"] for each in listed] == [DATASET]
    found = tk.get_action("package_autocomplete")({}, {"q": "hitze"})
    assert [each["name"] for each in found] == [DATASET]


def test_the_interface_over_http_gives_the_same(module_app):
    assert module_app.get("/api/3/action/package_list").json["result"] == [DATASET]
    assert module_app.get("/api/3/action/package_search").json["result"]["count"] == 1
    found = module_app.get("/api/3/action/package_search?fq=dataset_type:use_case").json["result"]
    assert [each["name"] for each in found["results"]] == [CASE]


def test_the_tag_and_the_user_list_datasets(people):
    tagged = tk.get_action("tag_show")({}, {"id": "hitze", "include_datasets": True})
    assert [each["name"] for each in tagged["packages"]] == [DATASET]
    mine = tk.get_action("user_show")(
        {"user": people.editor.name}, {"id": people.editor.name, "include_datasets": True})
    assert mine["datasets"] == []


def test_the_start_page_counts_and_shows_datasets(module_app):
    with module_app.flask_app.test_request_context():
        tk.g.user = ""
        assert page_helpers.key_numbers()["datasets"] == 1
        assert [each["name"] for each in page_helpers.newest()] == [DATASET]
        rows = {row["ags"]: row["datasets"] for row in page_helpers.municipality_rows()}
        assert rows[SOEST] == 1


@pytest.mark.parametrize("path", [
    "/dataset/", f"/dataset/?q={WORD}", f"/lead_project/{PLATFORM}", "/organization/{own}",
    "/feeds/dataset.atom", "/feeds/organization/{own}.atom", f"/feeds/group/{PLATFORM}.atom", "/feeds/tag/hitze.atom",
    f"/feeds/custom.atom?q={WORD}",
])
def test_pages_and_feeds_list_datasets_only(module_app, people, pair, path):
    page = module_app.get(path.format(own=people.own), follow_redirects=True)
    assert page.status_code == 200
    assert f"/dataset/{DATASET}" in page.body or pair.dataset["id"] in page.body
    assert f"/dataset/{CASE}" not in page.body
    if path.startswith(("/dataset/", "/feeds/")):
        assert pair.case["id"] not in page.body
        assert f"/use_case/{CASE}" not in page.body
    else:
        # these show use cases too, in a part of their own
        listed = BeautifulSoup(page.body, "html.parser").select(".dataset-list .dataset-heading a")
        assert [link["href"] for link in listed] == [f"/dataset/{DATASET}"]


def test_searching_costs_no_query():
    asked = []
    engine = model.Session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    search(q=WORD)
    assert not [statement for statement in asked if "FROM package" in statement]
