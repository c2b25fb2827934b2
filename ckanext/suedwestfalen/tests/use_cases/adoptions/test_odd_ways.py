"""Ways past the guards: ids that are no texts, CKAN's lesser actions, files and rows of others."""

from __future__ import annotations

import json

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.tests.use_cases.conftest import OLPE
from ckanext.suedwestfalen.use_cases import adoptions, names, pending
from ckanext.suedwestfalen.use_cases.exchange import reading
from ckanext.suedwestfalen.use_cases.model import Adoption

pytestmark = pytest.mark.usefixtures("portal")


@pytest.mark.parametrize("odd", [lambda key: [key], lambda key: {"id": key}])
@pytest.mark.parametrize("action", ["package_update", "package_patch", "package_delete", "package_owner_org_update"])
def test_an_id_that_is_no_text_passes_no_guard(act, published, action, odd):
    made = published()
    sent = {**made, "title": "Gekapert", "id": odd(made["id"]), "organization_id": made["owner_org"]}
    with pytest.raises(tk.ValidationError):
        act("editor", action, **sent)
    model.Session.rollback()
    assert act("anonymous", "package_show", id=made["name"])["title"] == made["title"]


def test_a_type_that_is_no_text_is_refused(act, published):
    made = published()
    with pytest.raises(tk.ValidationError):
        act("editor", "package_create", type=["use_case"], title="x", owner_org=made["owner_org"])


@pytest.mark.parametrize("way", [
    lambda made: ("package_resource_reorder", {"id": made["id"], "order": []}),
    lambda made: ("package_revise", {"match__name": made["name"], "update__title": "Anders"}),
    lambda made: ("package_revise", {"match": json.dumps({"id": made["id"]}), "update": {"title": "Anders"}}),
])
def test_what_waits_is_not_overwritten_by_lesser_actions(act, published, way):
    made = published()
    act("editor", "package_patch", id=made["id"], title="Wartet")
    action, data = way(made)
    with pytest.raises(tk.ValidationError):
        act("editor", action, **data)
    model.Session.rollback()
    assert pending.of(made["id"]).content["title"] == "Wartet"


def test_bulk_changes_leave_what_waits(act, published):
    made = published()
    act("editor", "package_patch", id=made["id"], title="Wartet")
    act("admin", "bulk_update_public", datasets=[made["id"]], org_id=made["owner_org"])
    assert pending.of(made["id"]).content["title"] == "Wartet"


def test_attachments_of_others_are_not_taken_into_a_version_that_waits(act, published):
    made = published()
    stolen = "11111111-2222-4333-8444-555555555555"
    attachment = {"id": stolen, "url": "https://example.org/plan.pdf", "url_type": "upload", "name": "Plan"}
    act("editor", "package_patch", id=made["id"], resources=[*made["resources"], attachment])
    assert stolen not in [one.get("id") for one in pending.of(made["id"]).content["resources"]]


def test_nobody_elsewhere_shows_what_a_town_does_not_show(act, adopt):
    made = adopt()
    row = model.Session.get(Adoption, made["id"])
    row.status, row.reason = names.DROPPED, "Vergabestreit"
    model.Session.commit()
    told = {"municipality": OLPE, "status": names.DROPPED, "changes": "von fremd", "public": True,
            "modified": "2099-01-01T00:00:00Z"}
    adoptions.merge(made["package_id"], [told], "https://evil.example.org")
    model.Session.commit()
    assert adoptions.public_of([made["package_id"]]) == {}
    assert model.Session.get(Adoption, made["id"]).reason == "Vergabestreit"


@pytest.mark.parametrize(
    "number", ["9" * 5000, "1e99999999999999999999", "1E-99999999999999999999999"], ids=["long", "large", "small"])
def test_a_number_without_measure_is_a_sentence(number):
    document = b'{"formatVersion": "1.0", "useCases": [{"effortDays": %s}]}' % number.encode()
    with pytest.raises(FindingError) as caught:
        list(reading.read(document))
    assert caught.value.finding.code == "bundle-not-json"


@pytest.mark.parametrize("key", ["\0", "\ud800", "a\0b"])
def test_ids_that_no_database_holds_are_not_found(act, key):
    for action in ("use_case_adoption_show", "use_case_contact_show", "use_case_submit", "use_case_adoption_list"):
        with pytest.raises((tk.ObjectNotFound, tk.ValidationError, tk.NotAuthorized)):
            act("sysadmin", action, id=key)


def test_the_identifier_of_a_draft_does_not_tell_its_name(browser, act, case):
    made = case()
    assert browser("anonymous").get(f"/use-case/{made['id']}").status_code == 404
    assert browser("editor").get(f"/use-case/{made['id']}", follow_redirects=False).status_code == 302
