"""The dataset form as a browser posts it."""

from __future__ import annotations

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from .conftest import ARNSBERG, MENDEN, PLATFORM

pytestmark = pytest.mark.usefixtures("portal")


@pytest.fixture
def browser(app, editor):
    """Post and get as the editor; a token takes the place of the session."""

    def call(method, url, data=None):
        call = app.get if method == "get" else app.post
        more = {} if method == "get" else {"data": data, "follow_redirects": False}
        return call(url, headers={"Authorization": editor.token}, **more)

    return call


def form_of(dataset):
    """Give what the form posts: no hidden fields, nothing for what is not chosen."""
    return {
        "title": dataset["title"], "name": dataset["name"], "notes": dataset["notes"],
        "owner_org": dataset["owner_org"], "tag_string": ",".join(tag["name"] for tag in dataset["tags"]),
        "license_id": dataset["license_id"], "municipality": dataset["municipality"], "kreis": dataset["kreis"],
        "dna_goal": dataset["dna_goal"], "lead_project": dataset.get("lead_project", []),
        "spatial": dataset["spatial"], "publisher-0-name": dataset["publisher"][0]["name"],
        "contact-0-name": "", "contact-0-email": "", "_ckan_phase": "", "save": "",
    }


def test_the_form_offers_all_choices(browser):
    page = browser("get", "/dataset/new")
    for text in ("Menden (Sauerland)", "Kreis Soest", "Nachhaltig", "Offene Regionale Datenplattform", "Beschreibung"):
        assert text in page


def test_an_editor_creates_and_edits_with_the_form(browser, fields):
    chosen = {
        "municipality": [ARNSBERG, MENDEN], "dna_goal": ["digital", "nachhaltig"], "lead_project": PLATFORM,
        "tag_string": "Kinder,Freizeit", "publisher-0-name": "", "contact-0-name": "Fachdienst Geoinformation",
        "spatial": "", "issued": "", "_ckan_phase": "1", "save": "go-resources",
    }
    answer = browser("post", "/dataset/new", fields | chosen)
    assert answer.status_code == 302, answer.body
    resource = {"url": "https://example.org/a.csv", "name": "A", "format": "CSV", "save": "go-metadata", "id": ""}
    answer = browser("post", f"/dataset/{fields['name']}/resource/new", resource)
    assert answer.status_code == 302, answer.body

    made = tk.get_action("package_show")({}, {"id": fields["name"]})
    assert made["state"] == "active"
    assert made["municipality"] == [ARNSBERG, MENDEN]
    assert made["kreis"] == ["05958", "05962"]
    assert made["dna_goal"] == ["digital", "nachhaltig"]
    assert made["lead_project"] == [PLATFORM]
    assert [group["name"] for group in made["groups"]] == [PLATFORM]
    assert made["publisher"] == [{"name": "Arnsberg"}]

    form = form_of(made) | {"title": "Neuer Titel"}
    del form["dna_goal"]  # no box ticked: the browser posts nothing
    answer = browser("post", f"/dataset/edit/{fields['name']}", form)
    assert answer.status_code == 302, answer.body
    edited = tk.get_action("package_show")({}, {"id": fields["name"]})
    assert edited["title"] == "Neuer Titel"
    assert edited["dna_goal"] == []
    assert sorted(tag["name"] for tag in edited["tags"]) == ["Freizeit", "Kinder"]
    assert [group["name"] for group in edited["groups"]] == [PLATFORM]
    assert edited["spatial_source"] == "derived"
    assert edited["municipality_source"] == "manual"


def test_leaving_out_what_is_required_names_the_fields_and_keeps_the_input(browser, fields):
    given = fields | {"license_id": "", "notes": "", "_ckan_phase": "1", "save": "go-resources"}
    page = browser("post", "/dataset/new", given)
    assert page.status_code == 200
    assert "Lizenz" in page
    assert fields["title"] in page
    assert model.Package.get(fields["name"]) is None


def test_organization_and_lead_project_pages_have_their_forms(app, portal):
    from ckan.tests import factories

    admin = factories.SysadminWithToken()
    for address in ("/organization/edit/arnsberg", f"/lead_project/edit/{PLATFORM}", "/lead_project/new"):
        page = app.get(address, headers={"Authorization": admin["token"]})
        assert "Beteiligte Kommunen" in page or "Amtlicher Gemeindeschlüssel" in page
