"""What a submission needs beyond the fields that are always asked for, and what other towns ask."""

from __future__ import annotations

import pytest

from ckanext.suedwestfalen.use_cases import missing

from .test_pages import FACTS

pytestmark = pytest.mark.usefixtures("portal", "with_request_context")

WHOLE = {**FACTS, "name": "smarte-baenke", "title": "Smarte Bänke", "municipality": ["05966024"], "owner_org": "olpe",
         "contact_released": "angemeldet", "license_id": "cc-by/4.0"}
EVIDENCE = [{"kind": "handbuch"}, {"kind": "beleg", "url": "https://example.org/presse"}]


def lacking(**changes):
    return [one.field for one in missing.of({**WHOLE, **changes})]


@pytest.mark.parametrize(("changes", "expected"), [
    ({}, []),
    ({"title": " "}, ["title"]),
    ({"municipality": [], "contact_email": None}, ["municipality", "contact_email"]),
    ({"privacy": "personenbezogen"}, ["dpia"]),
    ({"privacy": "pseudonymisiert"}, ["dpia"]),
    ({"privacy": "personenbezogen", "dpia": "in-arbeit"}, []),
    ({"privacy": "anonymisiert"}, []),
    ({"image": "https://example.org/a.png"}, ["image_credit", "image_alt"]),
    ({"image": "https://example.org/a.png", "image_credit": "Stadt", "image_alt": "Bank"}, []),
    ({"phase": "betrieb"}, ["resources"]),
    ({"phase": "transfer", "resources": EVIDENCE[:1]}, ["resources"]),
    ({"phase": "betrieb", "resources": EVIDENCE}, []),
    ({"phase": "pilot", "resources": []}, []),
])
def test_what_a_submission_needs(changes, expected):
    assert lacking(**changes) == expected


def test_everything_missing_says_where_it_is():
    (one,) = missing.of({**WHOLE, "phase": "betrieb"})
    assert (one.page, one.url) == (5, "/use_case/edit/smarte-baenke?page=5#field-resources")
    (one,) = missing.of({**WHOLE, "benefit": ""})
    assert (one.page, one.label) == (1, "Nutzen / Wirkung")


def test_no_answer_about_cost_is_no_answer_for_other_towns():
    done, of, open_ones = missing.asked({"cost_setup": "keine-angabe", "cost_annual": "bis-5k", "effort_ongoing": 2})
    assert (done, of) == (2, len(missing.ASKED))
    assert "cost_setup" in [one.field for one in open_ones]
    assert "effort_days" not in [one.field for one in open_ones]
