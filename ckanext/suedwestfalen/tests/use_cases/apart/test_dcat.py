"""No use case leaves the portal as a dcat:Dataset, by whatever door."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.dcat.logic import _search_ckan_datasets
from ckanext.suedwestfalen.use_cases import helpers_apart

CASE, DATASET = "hitze-fall", "hitze-daten"
FORMATS = ("ttl", "rdf", "xml", "jsonld", "n3")

pytestmark = pytest.mark.usefixtures("pair")


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("query", ["", "?fq=dataset_type:use_case", "?q=dataset_type:use_case",
                                   "?modified_since=2020-01-01"])
def test_the_catalogue_lists_datasets(module_app, pair, extension, query):
    answer = module_app.get(f"/catalog.{extension}{query}")
    assert answer.status_code == 200
    assert pair.case["id"] not in answer.body
    assert CASE not in answer.body
    if "use_case" not in query:
        assert pair.dataset["id"] in answer.body


@pytest.mark.parametrize("extension", FORMATS)
def test_the_description_of_a_use_case_as_dataset_does_not_exist(module_app, pair, extension):
    assert module_app.get(f"/dataset/{DATASET}.{extension}").status_code == 200
    for name in (CASE, pair.case["id"]):
        for prefix in ("dataset", "dataset_series"):
            assert module_app.get(f"/{prefix}/{name}.{extension}", follow_redirects=False).status_code == 404
        answer = module_app.get(f"/use_case/{name}.{extension}", follow_redirects=False)
        # its bundle has classes of its own
        assert answer.status_code in ((200, 302) if extension == "jsonld" else (404,)) or answer.status_code == 404
        assert "dcat#Dataset" not in answer.body
        assert "dcat:Dataset" not in answer.body


def test_the_actions_refuse_use_cases(pair):
    for name in (CASE, pair.case["id"]):
        with pytest.raises(tk.ObjectNotFound):
            tk.get_action("dcat_dataset_show")({}, {"id": name, "format": "ttl"})
    assert pair.dataset["id"] in tk.get_action("dcat_dataset_show")({}, {"id": DATASET, "format": "ttl"})


@pytest.mark.parametrize("action", ["dcat_catalog_show", "dcat_catalog_search"])
@pytest.mark.parametrize("params", [
    {}, {"q": "dataset_type:use_case"}, {"fq": "dataset_type:use_case"},
    {"q": "dataset_type:(use_case OR dataset)", "fq": "dataset_type:(use_case OR dataset)"},
])
def test_the_actions_of_the_catalogue_list_datasets(module_app, pair, action, params):
    with module_app.flask_app.test_request_context():
        given = tk.get_action(action)({}, {"format": "ttl", **params})
    assert pair.case["id"] not in given
    assert (pair.dataset["id"] in given) == ("use_case" not in str(params) or "OR" in str(params))


def test_the_list_for_the_old_interface_gives_datasets(pair):
    # its plugin is off in the tests; the search is the one that it makes
    for params in ({}, {"fq": "dataset_type:(use_case OR dataset)"}, {"q": "dataset_type:(use_case OR dataset)"}):
        given = _search_ckan_datasets({"user": "", "ignore_auth": True}, params)["results"]
        assert [each["name"] for each in given] == [DATASET]


@pytest.mark.parametrize("path", [
    f"/use_case/{CASE}", "/use_case/", f"/use_case/activity/{CASE}", f"/use_case/groups/{CASE}",
    f"/use_case/{CASE}/resource/{{resource}}",
])
def test_pages_of_use_cases_do_not_link_to_rdf(browser, pair, path):
    client = browser("editor")
    assert 'type="text/turtle"' in client.get(f"/dataset/{DATASET}").body
    page = client.get(path.format(resource=pair.case["resources"][0]["id"]))
    # a page of CKAN's that use cases do without may be gone
    assert page.status_code in ((200,) if path in (f"/use_case/{CASE}", "/use_case/") else (200, 404))
    found = [link for link in ('type="text/turtle"', f"/dataset/{pair.case['id']}") if link in page.body]
    assert found == []


def test_search_engines_are_not_told_of_a_dataset(module_app, pair):
    told = []

    def describe(dataset_dict, *_args):
        told.append(dataset_dict["name"])
        return "described"

    for helper in (helpers_apart.structured_data, helpers_apart.croissant):
        with module_app.flask_app.test_request_context("/use_case/x"):
            assert helper(describe, pair.case) == "{}"
            assert helper(describe, pair.dataset) == "described"
    assert told == [DATASET, DATASET]


def test_the_address_as_dataset_leads_to_the_use_case(module_app, browser, case, pair):
    for name in (CASE, pair.case["id"]):
        answer = module_app.get(f"/dataset/{name}", follow_redirects=False)
        while answer.status_code == 302 and "/dataset/" in answer.location:
            answer = module_app.get(answer.location, follow_redirects=False)
        assert answer.status_code == 302
        assert answer.location.endswith(f"/use_case/{CASE}")
    assert module_app.get(f"/dataset/{DATASET}", follow_redirects=False).status_code == 200
    attachment = f"hitze-fall/resource/{pair.case['resources'][0]['id']}"
    answer = module_app.get(f"/dataset/{attachment}", follow_redirects=False)
    assert answer.location.endswith(f"/use_case/{attachment}")
    hidden = case()
    assert module_app.get(f"/dataset/{hidden['name']}", follow_redirects=False).status_code == 404
    answer = browser("editor").get(f"/dataset/{hidden['name']}", follow_redirects=False)
    assert answer.location.endswith(f"/use_case/{hidden['name']}")
