"""The table of fields: complete, and without words that mean two things."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from ckanext.suedwestfalen import region, use_cases
from ckanext.suedwestfalen.use_cases import names
from ckanext.suedwestfalen.use_cases.exchange import context, mapping, schema
from ckanext.suedwestfalen.use_cases.exchange.mapping import CASE, Kind

# Not of a bundle: the address in this portal, what follows from other fields, and what lies elsewhere.
NOT_THERE = {"name", "owner_org", "kreis", "contact_released", "tag_string"}
BASE = "https://portal.example.org/def/suedwestfalen#"


@pytest.fixture(scope="module")
def form():
    path = Path(use_cases.__file__).with_name("schemas") / "use_case.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _nested(fields):
    """Every list of fields whose keys stand beside each other."""
    yield fields
    for field in fields:
        if field.fields:
            yield from _nested(field.fields)


def test_every_field_of_the_form_has_a_place(form):
    mapped = {field.name for field in mapping.leaves()} | {field.name for field in CASE}
    assert {field["field_name"] for field in form["dataset_fields"]} - NOT_THERE - mapped == set()


def test_every_part_of_a_repeating_field_has_a_place(form):
    asked = {
        (field["field_name"], part["field_name"])
        for field in form["dataset_fields"] for part in field.get("repeating_subfields", ())
    } | {("resources", field["field_name"]) for field in form["resource_fields"]}
    assert asked - {(field.name, part.name) for field in CASE for part in field.fields} == set()


def test_a_key_and_a_name_stand_once():
    for fields in _nested(CASE):
        assert len({field.key for field in fields}) == len(fields)
        assert len({field.name for field in fields}) == len(fields)


def test_every_property_has_a_known_prefix():
    for fields in _nested((*CASE, *mapping.BUNDLE)):
        for field in fields:
            assert field.iri.partition(":")[0] in {mapping.OWN, *mapping.PREFIXES}, field.iri


def test_one_property_means_one_thing_within_a_node():
    for fields in _nested(CASE):
        assert len({field.iri for field in fields}) == len(fields)


def test_no_value_of_a_list_is_also_a_key():
    """A value that is a key too would get the address of that property."""
    keys = set(context.context(BASE))
    choices = region.load().choices
    for field in mapping.leaves():
        if field.kind is Kind.CHOICE and field.choices:
            around = {part.key for outer in CASE if field in outer.fields for part in outer.fields}
            assert not {choice.name for choice in choices[field.choices]} & (keys | around), field.key


def test_lists_of_values_exist_and_those_with_one_address_are_one_list():
    choices = region.load().choices
    by_prefix = {}
    for field in mapping.leaves():
        if field.kind is Kind.CHOICE:
            assert not field.choices or field.choices in choices
            assert by_prefix.setdefault(field.prefix, field.choices) == field.choices


def test_the_shipped_schema_is_that_of_the_table():
    assert schema.FILE.read_text(encoding="utf-8") == schema.text(), (
        "python -m ckanext.suedwestfalen.use_cases.exchange.schema"
    )


def test_the_format_version_is_one_that_the_schema_allows():
    assert mapping.FORMAT_VERSION.startswith("1.")


def test_the_record_states_that_everybody_sees_are_values():
    assert {choice.name for choice in region.load().choices["use_case_record_status"]} >= set(names.PUBLIC)


def test_the_context_is_json(form):
    assert json.loads(json.dumps(context.context(BASE)))["swf"]["@id"] == BASE
