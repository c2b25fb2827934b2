"""The choice lists of the use cases against the schema that names them, and against the list of fields."""

from __future__ import annotations

import csv
from importlib import resources
from pathlib import Path

import pytest
import yaml

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.use_cases import names

SCHEMA = resources.files("ckanext.suedwestfalen.use_cases.schemas") / "use_case.yaml"
FIELDS = Path(__file__).parents[5] / "shared" / "vocab" / "use_case_fields.csv"
BANDS = "cost_band"


@pytest.fixture(scope="module")
def lists():
    return region.load().choices


@pytest.fixture(scope="module")
def named():
    """Field → list that the schema names for it."""
    schema = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    fields = schema["dataset_fields"] + schema["resource_fields"]
    fields += [row for field in fields for row in field.get("repeating_subfields", ())]
    return {field["field_name"]: field["region_choices"] for field in fields if "region_choices" in field}


def test_every_list_that_the_form_needs_is_there(lists, named):
    assert len(named) >= 20
    assert {name for name in named.values() if not lists.get(name)} == set()


def test_all_have_labels_in_both_languages_and_no_value_twice(lists):
    for name, choices in lists.items():
        values = [choice.name for choice in choices]
        assert len(values) == len(set(values)), name
        if name.startswith("use_case_"):
            assert all(choice.de and choice.en for choice in choices), name


def test_values_are_those_of_the_list_of_fields(lists):
    if not FIELDS.exists():
        pytest.skip("the list of fields is not here")
    with FIELDS.open(encoding="utf-8") as file:
        rows = {row["field"]: row["values"] for row in csv.DictReader(file)}
    for field in ("field_of_action", "phase", "privacy", "dpia", "reuse_status", "contact_released", "operating_model",
                  "procurement", "standards", "accessibility", "reuse_support", "target_group", "record_status"):
        wanted = [value.split(" (")[0].strip() for value in rows[field].split("|")]
        name = "standard" if field == "standards" else field
        assert [choice.name for choice in lists[f"use_case_{name}"]] == wanted, field
    bands = [value.split(" (")[0].strip() for value in rows["cost_setup"].split("|")]
    assert [choice.name for choice in lists[f"use_case_{BANDS}"]] == bands


def test_the_software_knows_its_states_in_the_lists(lists):
    assert tuple(choice.name for choice in lists["use_case_record_status"]) == names.RECORD_STATES
    assert tuple(choice.name for choice in lists["use_case_adoption_status"]) == names.ADOPTION_STATES
    assert [choice.name for choice in lists["use_case_sdg"]] == [str(number) for number in range(1, 18)]
