"""A published use case beside a dataset of the same organization, lead project and keywords."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.tests.use_cases.conftest import PLATFORM, SOEST
from ckanext.suedwestfalen.use_cases import names, records

WORD = "Hitzeinseln"


@pytest.fixture(scope="module")
def pair(people):
    """Give the two: `case` and `dataset` as CKAN shows them."""
    shared = {
        "owner_org": people.own, "municipality": [SOEST], "lead_project": [PLATFORM], "dna_goal": ["digital"],
        "title": f"{WORD} in der Altstadt", "notes": "Wo es wärmer ist.", "tags": [{"name": "hitze"}],
        "resources": [{"url": "https://example.org/hitze.csv", "format": "CSV", "name": "Messwerte"}],
    }
    admin = {"user": people.sysadmin.name, "ignore_auth": True}
    dataset = tk.get_action("package_create")(
        admin, {**shared, "name": "hitze-daten", "license_id": "dl-zero-de/2.0"})
    case = records.write({
        **shared, "name": "hitze-fall", "summary": "Sensoren.", "license_id": "cc-by/4.0", "phase": "betrieb",
        "field_of_action": ["umwelt-natur"], "target_group": ["verwaltung"], "problem": "Es wird heiß.",
        "benefit": "Man weiß es.", "cost_setup": "5k-25k", "cost_annual": "keine-angabe", "privacy": "keiner",
        "reuse_status": "frei", "record_status": names.PUBLISHED, "contact_name": "Stabsstelle Digitales",
        "contact_email": "geheim@example.org", "contact_released": names.EVERYBODY,
        "data_required": [{"title": "Messwerte", "dataset": dataset["id"]},
                          {"title": "Wetter", "dataset": "https://example.org/wetter"}],
    }, user=people.editor.name)
    return SimpleNamespace(case=case, dataset=dataset)
