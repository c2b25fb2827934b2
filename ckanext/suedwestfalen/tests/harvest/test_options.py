"""What any kind of source can be told: read from a form, and what follows from it."""

from __future__ import annotations

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.suedwestfalen.harvest import options

REASON = "Beschluss des Rates vom 12.03.2024"


@pytest.fixture
def project(portal):
    return factories.Group(type="lead_project", title="Radwege der Region", name="radwege")


def read(**raw):
    return options.read(raw, str)


def test_what_is_not_told_is_not_stored(portal):
    empty = {field.name: "" for field in options.fields()}
    assert options.read(empty, str) == ({}, {})


def test_a_form_is_read(project):
    values, errors = read(
        default_licence="dl-zero-de/2.0", default_licence_reason=f" {REASON} ", validation="reject",
        themes=["ENVI", "TRAN"], dna_goal="digital", lead_project=["radwege"], guard_share="35", deletion_runs="3",
        published_elsewhere="true",
    )
    assert errors == {}
    assert values == {
        "default_licence": "dl-zero-de/2.0", "default_licence_reason": REASON, "validation": "reject",
        "themes": ["ENVI", "TRAN"], "dna_goal": ["digital"], "lead_project": ["radwege"], "guard_share": 35,
        "deletion_runs": 3, "published_elsewhere": True,
    }
    assert options.read(values, str) == (values, {}), "what is stored can be given again"


@pytest.mark.parametrize(("raw", "field"), [
    ({"default_licence": "dl-zero-de/2.0"}, "default_licence_reason"), ({"default_licence_reason": "x"},
                                                                        "default_licence"),
    ({"default_licence": "made-up", "default_licence_reason": "x"}, "default_licence"),
    ({"validation": "burn"}, "validation"), ({"themes": ["NOPE"]}, "themes"), ({"dna_goal": "nope"}, "dna_goal"),
    ({"lead_project": "nope"}, "lead_project"), ({"guard_share": "101"}, "guard_share"),
    ({"guard_runs": "0"}, "guard_runs"), ({"deletion_hours": "-1"}, "deletion_hours"),
    ({"rules": "no equals sign"}, "rules"), ({"rules": "= Verkehr"}, "rules"), ({"rules": "Rad = Nirgendwo"}, "rules"),
    ({"rules": "\n".join(f"wort{number} = ENVI" for number in range(201))}, "rules"), ({"unknown": "x"}, "unknown"),
    ({"default_licence": "dl-zero-de/2.0", "default_licence_reason": "a\x00b"}, "default_licence_reason"),
])
def test_mistakes_are_named(portal, raw, field):
    _values, errors = options.read(raw, str)
    assert set(errors) == {field}
    assert len(errors[field]) > 10


def test_rules_are_stored_with_the_names_of_their_targets(project):
    values, errors = read(rules=" Radweg = Verkehr \n\nKlima=nachhaltig\nA = B = radwege der region\nLärm = envi")
    assert errors == {}
    assert values["rules"].splitlines() == [
        "Radweg = TRAN", "Klima = nachhaltig", "A = B = radwege", "Lärm = ENVI"
    ]


def test_every_field_stands_in_a_group_with_a_heading(portal):
    assert {field.group for field in options.fields()} == set(options.GROUPS)


def test_limits_are_the_sources_else_the_portals(portal, monkeypatch):
    monkeypatch.setitem(tk.config, "ckanext.suedwestfalen.harvest.guard_runs", 9)
    portals, own = options.limits({}), options.limits({"guard_share": 0, "deletion_hours": 0, "guard_days": 1})
    assert (portals.runs, portals.hours, portals.share, portals.held_runs, portals.held_days) == (2, 24, 0.2, 9, 7)
    assert (own.runs, own.hours, own.share, own.held_runs, own.held_days) == (2, 0, 0.0, 9, 1)
    assert options.defaults()["guard_share"] == 20


def test_only_what_a_dataset_depends_on_shapes_it():
    rest = {"default_licence_reason": REASON, "guard_share": 5, "published_elsewhere": True, "dna_goal": ["digital"],
            "lead_project": ["radwege"], "validation": "import", "rules": "Rad = radwege"}
    assert options.shaping(rest) == options.shaping({}) == {}
    for shaping in ({"default_licence": "cc-by/4.0"}, {"themes": ["ENVI"]}, {"rules": "Rad = TRAN"},
                    {"validation": "reject"}):
        assert options.shaping({**rest, **shaping}) != {}


def test_sources_that_go_another_way_are_found_by_id(make_source):
    there, _here, told_no = make_source(options={"published_elsewhere": True}), make_source(), make_source()
    told_no.options = {"published_elsewhere": False}
    model.Session.commit()
    assert options.published_elsewhere() == {there.id}
