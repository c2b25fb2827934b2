"""The document of a use case in the index: what is searched and counted, the same for every reader."""

from __future__ import annotations

import json

import pytest
from ckan import model
from ckan.lib import search as ckan_search
from ckan.lib.search.common import make_connection
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import regions
from ckanext.suedwestfalen.use_cases import index, names

NEWS = ("_version_", "timestamp", "indexed_ts")


def document(package_id):
    found = make_connection().search(f'id:"{package_id}"', fq=f'site_id:"{tk.config["ckan.site_id"]}"', fl="*")
    (one,) = found.docs
    return one


def find(**params):
    fq = f"dataset_type:use_case {params.pop('fq', '')}"
    return [each["name"] for each in tk.get_action("package_search")({}, {"fq": fq, **params})["results"]]


def test_the_document_holds_what_is_counted(pair):
    stored = document(pair.case["id"])
    assert stored["vocab_field_of_action"] == ["umwelt-natur"]
    assert stored["vocab_target_group"] == ["verwaltung"]
    assert stored["vocab_cost"] == ["ja"]
    assert find(fq=f"phase:betrieb record_status:{names.PUBLISHED}") == ["hitze-fall"]
    # addresses of elsewhere are no datasets of the portal
    assert stored["vocab_data_required"] == [pair.dataset["id"]]
    assert stored["vocab_municipality"]
    assert stored["vocab_lead_project"]
    assert "vocab_topic" not in stored


def test_it_is_found_by_what_people_read(pair):
    label = regions.current().choice("use_case_field_of_action", "umwelt-natur").de.split()[0]
    assert "hitze-fall" in find(q=label)
    assert find(q="Raumfahrt") == []
    assert "hitze-fall" in find(fq="vocab_field_of_action:umwelt-natur phase:betrieb vocab_cost:ja")
    assert "hitze-fall" in find(fq=f'vocab_data_required:"{pair.dataset["id"]}"')


@pytest.mark.parametrize(("setup", "annual", "stated"), [
    ("keine-angabe", "keine-angabe", False), ("keine-angabe", "0", True), ("bis-5k", "keine-angabe", True),
    ("", "", False),
])
def test_costs_count_as_stated_if_one_says_more_than_not_stated(case, setup, annual, stated):
    made = case(names.PUBLISHED, cost_setup=setup, cost_annual=annual)
    assert ("vocab_cost" in document(made["id"])) is stated


def test_nothing_of_the_contact_is_in_the_document(pair):
    text = json.dumps(document(pair.case["id"]), default=str)
    assert "geheim@example.org" not in text
    assert "Stabsstelle" not in text
    assert not [name for name in document(pair.case["id"]) if "contact" in name]
    # nor would it be if it stood in the dict by mistake
    made = index.document({"type": names.TYPE, "contact_email": "a@example.org", "extras_contact_email": "a"})
    assert not [name for name in made if "contact" in name]


def test_a_dataset_is_left_as_it_is():
    given = {"type": "dataset", "topic": '["a"]', "data_required": "x"}
    assert index.document(dict(given)) == given


def _read(value):
    if not isinstance(value, str) or not value.startswith("{"):
        return value
    # CKAN gives extras in the order in which they were set, and after reading them in PostgreSQL's
    return {name: sorted(each, key=str) if name == "extras" else each for name, each in json.loads(value).items()}


def test_a_rebuild_gives_equal_documents(pair):
    before = [document(each["id"]) for each in (pair.case, pair.dataset)]
    ckan_search.rebuild()
    after = [document(each["id"]) for each in (pair.case, pair.dataset)]
    for old, new in zip(before, after, strict=True):
        assert {name: _read(value) for name, value in old.items() if name not in NEWS} == {
            name: _read(value) for name, value in new.items() if name not in NEWS}


def test_making_the_document_asks_no_database(pair, monkeypatch):
    stored = {"type": names.TYPE, "field_of_action": '["umwelt-natur"]', "phase": "betrieb", "cost_setup": "0",
              "data_required": json.dumps([{"dataset": pair.dataset["id"]}, {"dataset": 5}, "x"]),
              "data_produced": "{", "topic": "["}

    def refuse(*_args, **_options):
        raise AssertionError("SQL in the index hook")

    monkeypatch.setattr(model.Session(), "execute", refuse)
    made = index.document(stored)
    assert made["vocab_data_required"] == [pair.dataset["id"]]
    assert "vocab_topic" not in made
    assert "vocab_data_produced" not in made


def test_facet_values_have_names(pair, module_app):
    with module_app.flask_app.test_request_context("/?", headers={}):
        found = tk.get_action("package_search")({}, {
            "fq": "dataset_type:use_case name:hitze-fall", "rows": 0,
            "facet.field": ["vocab_field_of_action", "phase", "cost_setup", "vocab_cost"],
        })["search_facets"]
    shown = {name: [item["display_name"] for item in facet["items"]] for name, facet in found.items()}
    here = regions.current()
    for name, choices, value in (
        ("phase", "use_case_phase", "betrieb"), ("cost_setup", "use_case_cost_band", "5k-25k"),
        ("vocab_field_of_action", "use_case_field_of_action", "umwelt-natur"),
    ):
        choice = here.choice(choices, value)
        assert shown[name] in ([choice.de], [choice.en])
    assert len(shown["vocab_cost"]) == 1
    assert shown["vocab_cost"] != ["ja"]
