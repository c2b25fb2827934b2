"""Single fields, and what follows from them, through CKAN's own actions."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.tests.catalogue.conftest import OLPE, SOEST

pytestmark = pytest.mark.usefixtures("portal")

STEPS = [{"title": f"Schritt {number}", "duration_weeks": number} for number in range(1, 13)]


def refused(act, fields):
    with pytest.raises(tk.ValidationError) as caught:
        act("package_create", **fields)
    return caught.value.error_dict


def test_a_draft_needs_title_and_municipality_only(act, least):
    made = act("package_create", **least)
    assert made["name"].startswith("smarte-baenke")
    assert made["kreis"] == [OLPE[:5]]
    assert made["identifier"] == f"{tk.config['ckan.site_url']}/use-case/{made['id']}"
    assert made["record_status"] == "entwurf"
    assert "title" in refused(act, {**least, "title": ""})
    assert "municipality" in refused(act, {**least, "municipality": []})


def test_the_same_title_gets_another_name(act, least):
    names = [act("package_create", **least)["name"] for _ in range(3)]
    assert names[1:] == [f"{names[0]}-2", f"{names[0]}-3"]


def test_what_the_portal_writes_cannot_be_sent(act, least):
    sent = {"identifier": "https://example.org/1", "last_reviewed": "2020-01-01",
            "source_catalog": "https://example.org", "kreis": ["05954"]}
    made = act("package_create", **least, **sent)
    assert made["identifier"] == f"{tk.config['ckan.site_url']}/use-case/{made['id']}"
    assert "last_reviewed" not in made
    assert "source_catalog" not in made
    assert made["kreis"] == [OLPE[:5]]
    changed = act("package_patch", id=made["id"], title="Anderer Titel", municipality=[OLPE, SOEST],
                  identifier="https://example.org/1")
    assert changed["identifier"] == made["identifier"]
    assert changed["name"] == made["name"]
    assert changed["kreis"] == [OLPE[:5], SOEST[:5]]


def test_contacts_never_lie_in_the_dataset(act, least):
    made = act("package_create", **least, contact_name="Stabsstelle", contact_email="digital@example.org")
    assert not [name for name in made if name.startswith("contact_")]


def test_rows_keep_their_order_and_empty_ones_go(act, least):
    rows = [*STEPS[:3], {"title": " ", "who": ""}, *STEPS[3:]]
    made = act("package_create", **least, steps=rows, partners=[], funding=[{"programme": ""}])
    assert [row["title"] for row in made["steps"]] == [row["title"] for row in STEPS]
    assert "partners" not in made
    assert "funding" not in made
    again = act("package_update", **{**made, "summary": "Kurz", "steps": list(reversed(made["steps"]))})
    assert [row["duration_weeks"] for row in again["steps"]] == list(range(12, 0, -1))
    assert "steps" not in act("package_update", **{**again, "steps": []})


def test_numbers_are_understood_as_people_write_them(act, least):
    made = act("package_create", **least, effort_days="1.200", effort_ongoing="2,5",
               suitable_population_min="10 000", suitable_population_max=80000, funding=[{"share_percent": "62,5 %"}])
    assert made["effort_days"] == 1200
    assert made["effort_ongoing"] == 2.5
    assert (made["suitable_population_min"], made["suitable_population_max"]) == (10000, 80000)
    assert made["funding"] == [{"share_percent": 62.5}]


@pytest.mark.parametrize(("field", "value"), [
    ("effort_days", "viele"), ("effort_days", "-1"), ("effort_days", "1,5"), ("effort_ongoing", "nan"),
    ("effort_ongoing", "1e400"), ("phase", "fertig"), ("field_of_action", ["mobilitaet", "unsinn"]),
    ("license_id", "alles-verboten"), ("url", "keine Adresse"), ("url", "javascript:alert(1)"),
    ("url", "https://[nix"), ("image", "../../etc/passwd"), ("image", "2024-x.svg"), ("based_on", ["nichts"]),
    ("summary", "x" * 151), ("title", "x" * 101), ("problem", "x" * 10001),
    ("start_date", "bald"), ("lead_project", ["gibt-es-nicht"]), ("municipality", ["Entenhausen"]),
])
def test_what_is_no_value_is_refused_with_a_sentence(act, least, field, value):
    errors = refused(act, {**least, field: value})
    assert list(errors) == [field]
    assert all(isinstance(sentence, str) and sentence.endswith(".") for sentence in errors[field])


@pytest.mark.parametrize(("rows", "subfield", "value"), [
    ("funding", "share_percent", "120"), ("steps", "duration_weeks", "lang"), ("components", "kind", "unsinn"),
    ("partners", "url", "ftp://example.org"), ("data_required", "dataset", "gibt-es-nicht"),
])
def test_what_is_no_value_in_a_row_is_refused_there(act, least, rows, subfield, value):
    good = {"title": "gut"} if rows in ("steps", "data_required") else {}
    first = {**good, "name": "gut", "programme": "gut"}
    first = {name: text for name, text in first.items() if name in ("programme", "name", "title")}
    errors = refused(act, {**least, rows: [first, {subfield: value}]})
    assert list(errors) == [rows]
    assert subfield in errors[rows][1]


def test_what_holds_between_fields(act, least):
    assert "end_date" in refused(act, {**least, "start_date": "2024-05", "end_date": "2024-04-30"})
    assert act("package_create", **least, start_date="2024-05-17", end_date="2024")
    limits = {"suitable_population_min": 20000, "suitable_population_max": 5000}
    assert "suitable_population_max" in refused(act, {**least, **limits})


def test_a_dataset_is_linked_by_name_title_or_address(act, least, editor):
    from ckan.tests import factories

    dataset = factories.Dataset(title="Baumkataster der Stadt", owner_org=editor.org, license_id="dl-zero-de/2.0")
    site = tk.config["ckan.site_url"]
    ways = [dataset["id"], dataset["name"], dataset["title"], f"{site}/dataset/{dataset['name']}",
            f"{site}/de/dataset/{dataset['id']}"]
    made = act("package_create", **least, data_required=[{"dataset": way} for way in ways],
               data_produced=[{"dataset": "https://example.org/daten"}])
    assert {row["dataset"] for row in made["data_required"]} == {dataset["id"]}
    assert made["data_produced"] == [{"dataset": "https://example.org/daten"}]
    act("package_delete", id=dataset["id"])
    again = act("package_patch", id=made["id"], summary="Der Datensatz ist weg, der Steckbrief bleibt.")
    assert again["data_required"] == made["data_required"]


def test_a_private_dataset_of_others_is_not_named(act, least, other_editor):
    from ckan.tests import factories

    secret = factories.Dataset(owner_org=other_editor.org, private=True, license_id="dl-zero-de/2.0")
    for way in (secret["id"], secret["name"], secret["title"]):
        assert "data_required" in refused(act, {**least, "data_required": [{"dataset": way}]})


def test_based_on_names_use_cases_by_their_identifier(act, least):
    first = act("package_create", **least)
    site = tk.config["ckan.site_url"]
    second = act("package_create", **least, based_on=[first["name"], f"{site}/use_case/{first['name']}",
                                                      "https://example.org/vorlage"])
    assert second["based_on"] == [first["identifier"], "https://example.org/vorlage"]


HOSTILE = "a\x00b\ud83d\ude0e\ud800\ufffe 🚲\r\nc"


def test_what_cannot_be_stored_is_left_out_of_texts(act, least):
    texts = dict.fromkeys(("summary", "problem", "notes", "benefit", "cost_note", "image_alt"), HOSTILE)
    made = act("package_create", **{**least, "title": f"{least['title']}\x00😎"}, **texts,
               steps=[{"title": HOSTILE, "who": "\x00"}])
    assert made["title"] == f"{least['title']}😎"
    assert {made[name] for name in texts} == {"ab😎 🚲\nc"}
    assert made["steps"] == [{"title": "ab😎 🚲\nc", "who": ""}]


def test_two_hundred_steps_are_saved_and_a_thousand_refused(act, least):
    rows = [{"title": f"Schritt {number}", "description": "🚲" * 500} for number in range(200)]
    made = act("package_create", **least, steps=rows)
    assert [row["title"] for row in made["steps"]] == [row["title"] for row in rows]
    errors = refused(act, {**least, "steps": rows * 5})
    assert "1000" in str(errors["steps"])


def test_no_use_case_is_called_like_a_page_of_the_portal(act, least):
    assert act("package_create", **{**least, "title": "Compare"})["name"] == "compare-2"
    made = act("package_create", **least)
    with pytest.raises(tk.ValidationError) as caught:
        act("package_patch", id=made["id"], name="figures")
    assert "name" in caught.value.error_dict
