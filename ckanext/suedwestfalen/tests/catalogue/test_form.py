"""The dataset form as a browser posts it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
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


def test_rows_of_one_field_do_not_shift_those_of_another(browser, act, fields):
    """The first contact was removed in the browser, and scripts were off for the template rows."""
    template = {f"{field}-REPEATING-INDEX0-name": "" for field in ("publisher", "contact", "creator")}
    act("package_create", **fields)
    form = form_of(act("package_show", id=fields["name"])) | template | {
        "contact-1-name": "Zweiter", "contact-1-email": "b@example.org", "publisher-0-name": "Stadtwerke",
        "publisher-0-email": "a@example.org", "publisher-0-url": "https://example.org", "creator-0-name": "",
    }
    del form["contact-0-name"], form["contact-0-email"]
    assert browser("post", f"/dataset/edit/{fields['name']}", form).status_code == 302
    edited = act("package_show", id=fields["name"])
    assert edited["publisher"] == [{"name": "Stadtwerke", "email": "a@example.org", "url": "https://example.org"}]
    assert edited["contact"] == [{"name": "Zweiter", "email": "b@example.org"}]
    assert "creator" not in edited


def test_more_than_ten_rows_stay_in_order(browser, act, fields):
    act("package_create", **fields)
    form = form_of(act("package_show", id=fields["name"]))
    years = [str(2000 + number) for number in range(12)]
    form |= {f"temporal_coverage-{number}-start": year for number, year in enumerate(years)}
    assert browser("post", f"/dataset/edit/{fields['name']}", form).status_code == 302
    assert [period["start"] for period in act("package_show", id=fields["name"])["temporal_coverage"]] == years


def test_a_date_that_is_no_whole_day_stays_in_its_field(browser, act, fields):
    """A calendar field would show it as empty, and the next save would lose it."""
    act("package_create", **fields, issued="2020", modified="2021-05-17", url="https://example.org")
    page = browser("get", f"/dataset/edit/{fields['name']}").body
    assert input_of(page, "issued") == ("text", "2020")
    assert input_of(page, "modified") == ("date", "2021-05-17")
    form = form_of(act("package_show", id=fields["name"])) | {"issued": "ca. 1990", "modified": "1.2.2021"}
    page = browser("post", f"/dataset/edit/{fields['name']}", form).body
    assert "„ca. 1990“ ist kein Datum" in page
    assert "Date format" not in page
    assert input_of(page, "issued") == ("text", "ca. 1990")
    form["issued"] = "5.2020"
    assert browser("post", f"/dataset/edit/{fields['name']}", form).status_code == 302
    edited = act("package_show", id=fields["name"])
    assert (edited["issued"], edited["modified"]) == ("2020-05", "2021-02-01")


def input_of(page, name):
    """Give type and value of a field of the form."""
    field = BeautifulSoup(page, "html.parser").find("input", attrs={"name": name})
    return field["type"], field["value"]


def test_address_and_file_of_a_resource_can_be_given_without_scripts(browser, act, fields):
    act("package_create", **fields)
    page = BeautifulSoup(browser("get", f"/dataset/{fields['name']}/resource/new").body, "html.parser")
    assert "div.select-type { display: block; }" in str(page.select_one(".resource-upload-field noscript"))


def test_organization_and_lead_project_pages_have_their_forms(app, portal):
    from ckan.tests import factories

    admin = factories.SysadminWithToken()
    for address in ("/organization/edit/arnsberg", f"/lead_project/edit/{PLATFORM}", "/lead_project/new"):
        page = app.get(address, headers={"Authorization": admin["token"]})
        assert "Beteiligte Kommunen" in page or "Amtlicher Gemeindeschlüssel" in page
