"""The page of a use case, and its lasting address."""

from __future__ import annotations

import html
import uuid

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from ckanext.suedwestfalen.use_cases import names

pytestmark = pytest.mark.usefixtures("cases")

EVIL = "<script>alert(1)</script>"
FULL = {
    "title": f"Alles {EVIL}", "summary": f"Kurz {EVIL}", "problem": f"**Problem** {EVIL}", "notes": f"Lösung {EVIL}",
    "benefit": f"Nutzen {EVIL}", "lessons_learned": f"Gelernt {EVIL}", "prerequisites": f"Voraussetzung {EVIL}",
    "cost_note": f"Stand {EVIL}", "phase": "betrieb", "phase_since": "2025-06-01", "effort_days": "12",
    "duration_months": "7", "suitable_population_min": "10000", "procurement": "",
    "steps": [{"title": f"Schritt-{number:02}", "description": EVIL, "who": "Bauhof"} for number in range(1, 13)],
    "indicators": [{"name": f"Stationen {EVIL}", "baseline": "0", "value": "20", "unit": "Stück"}],
    "funding": [{"programme": f"Programm {EVIL}", "share_percent": "90"}],
    "components": [{"name": f"Server {EVIL}", "url": "https://example.org/server", "open_source": "ja"}],
    "partners": [{"name": f"Stadtwerke {EVIL}"}],
    "resources": [
        {"name": "Quelltext", "url": "https://example.org/code", "kind": "code"},
        {"name": f"Bericht {EVIL}", "url": "https://example.org/b.pdf", "kind": "beleg", "description": EVIL,
         "license": "http://dcat-ap.de/def/licenses/cc-by/4.0"},
        {"name": "Ohne Art", "url": "https://example.org/x"},
    ],
    "image": "https://example.org/bild.png", "image_alt": f"Ein Mast {EVIL}", "image_credit": f"Amt {EVIL}",
    "tag_string": "sensorik", "url": "https://example.org/projekt",
}


@pytest.fixture(scope="module")
def full(put, datasets):
    return put("alles", **FULL, data_required=[{"title": EVIL, "dataset": datasets.olpe, "mandatory": "ja"},
                                               {"title": "Auswärts", "dataset": "https://example.org/daten"},
                                               {"title": "Verdeckt", "dataset": datasets.hidden}])


@pytest.fixture
def read(browser):
    def load(path="/use_case/alles", who="anonymous", status=200):
        page = browser(who).get(path, follow_redirects=False)
        assert page.status_code == status, (path, who, page.status_code)
        return page.body

    return load


def test_everything_that_was_entered_is_shown(full, read):
    page = html.unescape(read())
    for text in ("Problem", "Lösung", "Nutzen", "Gelernt", "Voraussetzung", "Stand", "Stationen", "Programm", "Server",
                 "Stadtwerke", "Bericht", "Bauhof", "sensorik", "https://example.org/projekt", "20", "Stück", "12",
                 "1. Juni 2025", "10.000", full["identifier"]):
        assert text in page, text
    assert "<strong>Problem</strong>" in page


def test_markup_in_fields_comes_out_as_text(full, read):
    page = read()
    assert EVIL not in page
    assert page.count("&lt;script&gt;alert(1)") >= 8
    for path in ("/use_case/", "/use_case/?my=olpe", "/use_case/compare?id=alles&id=wolke", "/",
                 "/organization/soest", "/dataset/in-olpe", "/use_case/feed.atom"):
        body = read(path)
        assert "Alles" in body, path
        assert EVIL not in body, path


def test_twelve_steps_stay_in_their_order(full, read):
    page = read()
    found = [page.index(f"Schritt-{number:02}") for number in range(1, 13)]
    assert found == sorted(found)


def test_attachments_stand_by_kind(full, read):
    page = read()
    evidence, code, none = (page.index(text) for text in ("Bericht", "Quelltext", "Ohne Art"))
    assert evidence < code < none
    assert "Leistungsverzeichnis" not in page, "kinds without an attachment are left out"


def test_linked_datasets_are_shown_by_title_as_far_as_the_reader_sees_them(full, read):
    page = read()
    assert "Daten in-olpe</a>" in page
    assert "https://example.org/daten" in page
    assert "Verdeckt" in page
    assert "Daten verborgen" not in page
    assert "Daten verborgen</a>" in read(who="editor")


def test_picture_of_elsewhere_is_a_link(full, read):
    page = read()
    assert "<img" not in page[page.index("swf-uc-page"):page.index("site-footer")]
    assert 'href="https://example.org/bild.png"' in page
    assert "Amt" in page


def test_picture_of_here_has_credit_and_alternative_text(put, read):
    put("bild", image="2026-01-01-101010.123456mast.png", image_alt="Mast mit Sensor", image_credit="Amt für Klima")
    page = read("/use_case/bild")
    assert 'alt="Mast mit Sensor"' in page
    assert "mast.png" in page
    assert "Amt für Klima" in page


def test_contact_is_shown_to_whom_it_is_released(put, read):
    put("offen", contact_released=names.EVERYBODY)
    put("zu", contact_released=names.NOBODY)
    mail = 'href="mailto:smart-city%40example.org"'
    assert mail in read("/use_case/offen")
    page = read("/use_case/wolke")
    assert "smart-city@example.org" not in html.unescape(page)
    assert "uc-contact" in page
    assert mail in read("/use_case/wolke", "user")
    assert mail not in read("/use_case/zu", "user")
    assert mail in read("/use_case/zu", "editor")


def test_example_is_marked_as_one(read):
    assert "was invented to show" in read("/en/use_case/licht")
    assert "was invented to show" not in read("/en/use_case/wolke")


def test_foreign_case_shows_origin_and_licence_and_cannot_be_edited(put, read):
    put("fremd", source_catalog="https://portal.example.org/", identifier="https://portal.example.org/use-case/x",
        license_id="dl-by-de/2.0")
    page = read("/en/use_case/fremd", "editor")
    for text in ("comes from another portal", 'href="https://portal.example.org/"', "Datenlizenz Deutschland"):
        assert text in page, text
    assert "/use_case/edit/fremd" not in page
    assert "/use_case/edit/wolke" in read("/use_case/wolke", "editor")
    assert "/use_case/edit/wolke" not in read("/use_case/wolke", "editor_other")


def test_origin_and_derived_cases_lead_to_each_other(put, read, cases):
    put("kind", title="Abgeleitete Wolke", based_on=[cases["wolke"]["identifier"], "https://example.org/anderswo"])
    child = read("/use_case/kind")
    assert 'href="/use_case/wolke"' in child
    assert "Bürgerwolke</a>" in child
    assert 'href="https://example.org/anderswo"' in child
    assert "Abgeleitete Wolke</a>" in read("/use_case/wolke")
    assert "Abgeleitete Wolke" not in read("/use_case/rad")


def test_drafts_and_what_is_not_there(put, read):
    read("/use_case/draft", status=404)
    read("/use_case/draft", "editor_other", status=404)
    assert "Noch geheim" in read("/use_case/draft", "editor")
    read("/use_case/gibt-es-nicht", status=404)
    read("/use_case/" + "x" * 500, status=404)
    read("/use_case/%00", status=404)
    read("/use_case/a%20b", status=404)


def test_datasets_and_ids_lead_to_their_own_page(browser, cases, datasets):
    reader = browser("anonymous")
    answer = reader.get("/use_case/in-olpe", follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"].endswith("/dataset/in-olpe")) == (302, True)
    answer = reader.get(f"/use_case/{cases['wolke']['id']}?my=olpe", follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/use_case/wolke?my=olpe")


def test_identifier_leads_to_the_page(browser, cases, put, people):
    reader = browser("anonymous")

    def follow(address):
        answer = reader.get(address.replace(tk.config["ckan.site_url"], ""), follow_redirects=False)
        return answer.status_code, answer.headers.get("Location", "").replace(tk.config["ckan.site_url"], "")

    assert follow(cases["wolke"]["identifier"]) == (302, "/use_case/wolke")
    assert follow(f"/use-case/{uuid.uuid4()}")[0] == 404
    assert follow("/use-case/keine-uuid")[0] == 404
    assert follow(f"/use-case/{model.Package.get('in-olpe').id}")[0] == 404, "a dataset is no use case"
    public, withdrawn = put("weg", phase="idee"), put("zurueck", names.WITHDRAWN)
    for case in (public, withdrawn):
        call_action("package_delete", context={"use_case_internal": True, "user": people.sysadmin.name}, id=case["id"])
    assert follow(public["identifier"])[0] == 410
    assert follow(withdrawn["identifier"])[0] == 404, "nobody is told of what was not public"


def test_a_page_asks_the_index_and_the_database_little(full, browser, searches, statements):
    reader = browser("anonymous")
    reader.get("/use_case/alles")
    searches.clear(), statements.clear()
    reader.get("/use_case/alles")
    assert len(searches) <= 3, "datasets, derived cases, and perhaps the lead projects"
    assert len(statements) <= 40


@pytest.mark.parametrize("path", ["/use_case/alles", "/use_case/?my=olpe", "/use_case/compare?id=alles&id=licht",
                                  "/organization/soest"])
def test_pages_speak_english_too(full, read, path):
    page = read("/en" + path)
    assert "Use cases" in page
    assert "Anwendungsf" not in page


def test_adoption_of_the_portal_is_seen_where_it_is_public(full, act, browser, cases):
    made = act("editor_other", "use_case_adoption_create", id=cases["wolke"]["id"])
    around = ("/use_case/wolke", "/en/use_case/?q=Bürgerwolke", "/organization/olpe",
              "/lead_project/offene-regionale-datenplattform", "/use_case/compare?id=alles&id=wolke")
    before = [browser("anonymous").get(path).body for path in around]
    assert "taken over by 1" not in before[1]
    assert "Bürgerwolke" not in before[2]
    assert "Olpe (" not in before[3] + before[4]
    for status in ("pruefung", "umsetzung"):
        made = act("editor_other", "use_case_adoption_update", id=made["id"], version=made["version"], status=status)
    after = [browser("anonymous").get(path).body for path in around]
    assert "taken over by 1" in after[1]
    assert "Bürgerwolke" in after[2]
    assert "Olpe (In Umsetzung)" in after[3]
    assert "Olpe (In Umsetzung)" in after[4]
