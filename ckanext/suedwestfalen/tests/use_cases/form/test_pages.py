"""The form as browsers without scripts post it."""

from __future__ import annotations

import io
import re

import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.tests.catalogue.conftest import OLPE

from .conftest import posted_form

pytestmark = pytest.mark.usefixtures("portal")

FACTS = {
    "summary": "Bänke, die laden und messen.", "dna_goal": ["digital"], "field_of_action": ["stadtentwicklung-wohnen"],
    "problem": "Zu wenig Plätze zum Sitzen.", "notes": "Bänke mit Solarzelle.", "benefit": "Mehr Begegnung.",
    "phase": "pilot", "cost_setup": "5k-25k", "cost_annual": "keine-angabe", "privacy": "keiner",
    "reuse_status": "frei", "contact_name": "Stabsstelle Digitales", "contact_email": "digital@example.org",
}
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002"
                    "0000050001a5f645400000000049454e44ae426082")


@pytest.fixture
def browser(app, editor):
    return Browser(app, editor)


class Browser:
    """Get and post as a person; an API token takes the place of session and form token."""

    def __init__(self, app, person):
        self.app, self.headers = app, {"Authorization": person.token}

    def get(self, url, status=200):
        answer = self.app.get(url, headers=self.headers, follow_redirects=False)
        assert answer.status_code == status, answer.body[-300:]
        return BeautifulSoup(answer.body, "html.parser")

    def post(self, url, data, status=302):
        """Post a form; gives where it leads, or the page that it answers with."""
        answer = self.app.post(url, data=data, headers=self.headers, follow_redirects=False,
                               content_type="multipart/form-data")
        assert answer.status_code == status, re.findall("alert-danger.*?</div>", answer.body, re.DOTALL)
        return answer.headers["Location"] if status == 302 else BeautifulSoup(answer.body, "html.parser")

    def save(self, page, status=302, **changes):
        """Fill in a page that was got, and press one of its buttons (`do`)."""
        address = page.find("form", enctype=True)["action"]
        return self.post(address, posted_form(page) | {"do": "save"} | changes, status)


def problems(page):
    return {link["href"] for link in page.select("#problems a")}


def stored(case):
    return tk.get_action("package_show")({"ignore_auth": True, "use_cache": False}, {"id": case})


@pytest.fixture
def begun(browser, act, least):
    """A draft with title and municipality only."""
    return act("package_create", **least)["name"]


def edit(case, page):
    return f"/use_case/edit/{case}?page={page}"


def test_the_first_page_is_filled_with_what_the_portal_knows(browser, editor, act, least):
    contact = {"contact_name": "Rathaus", "contact_email": "rat@example.org"}
    act("package_create", **{**least, "title": "Früherer Fall"}, **contact)
    fields = posted_form(browser.get("/use_case/new"))
    assert fields["municipality"] == [OLPE]
    assert fields["owner_org"] == editor.org
    assert fields["license_id"] == "cc-by/4.0"
    assert fields["contact_released"] == "angemeldet"
    assert (fields["contact_name"], fields["contact_email"]) == ("Rathaus", "rat@example.org")


def test_labels_and_help_are_german(browser):
    page = browser.get("/use_case/new")
    for name in ("Handlungsfeld", "Ausgangslage und Herausforderung", "Angebot zur Nachnutzung", "Etwa 600 Zeichen"):
        assert name in page.get_text()


def test_every_input_has_a_label(browser, begun):
    for number in range(1, 6):
        page = browser.get(edit(begun, number))
        for template in page.find_all("template"):
            template.decompose()
        form = page.find("form", enctype=True)
        labelled = {label.get("for") for label in form.find_all("label")}
        for field in form.select("input:not([type=hidden]), select, textarea"):
            assert field.get("id") in labelled or field.find_parent("label") or field.get("aria-label"), field
        ids = [one["id"] for one in form.select("[id]")]
        assert len(ids) == len(set(ids))
        for field in form.select("[aria-describedby]"):
            assert set(field["aria-describedby"].split()) <= set(ids)


def test_a_draft_is_saved_and_each_button_leads_on(browser):
    to = browser.save(browser.get("/use_case/new"), title="Nur ein Titel", do="next")
    case = re.search(r"/use_case/edit/([^?]+)\?page=2$", to)[1]
    assert stored(case)["state"] == "draft"
    assert browser.save(browser.get(edit(case, 2)), do="back").endswith("page=1")
    assert browser.save(browser.get(edit(case, 2)), cost_note="Stand 2024", do="page:5").endswith("page=5")
    assert browser.save(browser.get(edit(case, 5)), do="save").endswith("page=5")
    assert stored(case)["cost_note"] == "Stand 2024"


def test_a_draft_without_title_and_place_is_shown_again_with_what_was_typed(browser):
    page = browser.save(browser.get("/use_case/new"), 422, title="", municipality=[], problem="Schon getippt")
    assert problems(page) == {"#field-title", "#field-municipality"}
    fields = posted_form(page)
    assert fields["problem"] == "Schon getippt"
    for target in problems(page):
        assert page.select_one(target)


def test_submitting_names_everything_at_once_with_links(browser, begun):
    to = browser.save(browser.get(edit(begun, 1)), phase="betrieb", privacy="personenbezogen", do="submit")
    page = browser.get(to)
    links = [link["href"] for link in page.select("#lacking a")]
    names = [link.rsplit("#field-")[1] for link in links]
    assert names == ["summary", "dna_goal", "field_of_action", "problem", "notes", "benefit", "cost_setup",
                     "cost_annual", "dpia", "reuse_status", "contact_name", "contact_email", "resources"]
    for link in links:
        found = page if link.startswith("#") else browser.get(link.split("#")[0])
        assert found.find(id=link.split("#")[1]), link
    assert stored(begun)["record_status"] == "entwurf"


def test_a_complete_page_one_can_be_submitted(browser, begun):
    to = browser.save(browser.get(edit(begun, 1)), **FACTS, do="submit")
    assert "/edit/" not in to
    assert stored(begun)["record_status"] == "eingereicht"


def test_a_first_page_can_be_filled_and_submitted_in_one_go(browser):
    to = browser.save(browser.get("/use_case/new"), title="In einem Zug", **FACTS, do="submit")
    assert stored(to.rsplit("/", 1)[1])["record_status"] == "eingereicht"


def test_the_bar_counts_what_other_towns_ask(browser, begun):
    assert browser.get(edit(begun, 2)).find("progress")["value"] == "0"
    browser.save(browser.get(edit(begun, 1)), cost_setup="keine-angabe", cost_annual="bis-5k")
    browser.save(browser.get(edit(begun, 2)), lessons_learned="Früh mit dem Bauhof reden.", effort_days="20")
    page = browser.get(edit(begun, 2))
    assert page.find("progress")["value"] == "3"
    assert "Einmalige Kosten" in page.find("aside", class_="swf-uc-progress").get_text()


def test_twelve_steps_keep_their_order_through_every_save(browser, begun):
    titles = [f"Schritt {letter}" for letter in "abcdefghijkl"]
    rows = {f"steps-{number}-title": title for number, title in enumerate(titles)}
    browser.save(browser.get(edit(begun, 5)), **rows)
    for _ in range(2):
        assert [row["title"] for row in stored(begun)["steps"]] == titles
        browser.save(browser.get(edit(begun, 5)))


def test_rows_are_added_moved_and_removed_without_scripts(browser, begun):
    page = browser.get(edit(begun, 5))
    assert len(page.select("#field-steps > ol > li")) == 2
    page = browser.save(page, 200, **{"steps-0-title": "eins", "steps-1-title": "zwei"}, do="add:steps")
    page = browser.save(page, 200, **{"steps-2-title": "drei"}, do="up:steps:2")
    page = browser.save(page, 200, do="down:steps:0")
    page = browser.save(page, 200, do="remove:steps:2")
    assert "steps" not in stored(begun)
    browser.save(page)
    assert [row["title"] for row in stored(begun)["steps"]] == ["drei", "eins"]
    page = browser.save(browser.get(edit(begun, 5)), 200, do="remove:steps:0")
    browser.save(browser.save(page, 200, do="remove:steps:0"))
    assert "steps" not in stored(begun)


def test_what_is_wrong_in_a_row_is_named_where_it_stands(browser, begun):
    rows = {"steps-1-title": "eins", "steps-3-title": "zwei", "steps-3-duration_weeks": "lang"}
    page = browser.save(browser.get(edit(begun, 5)), 422, **rows)
    assert problems(page) == {"#field-steps-1-duration_weeks"}
    assert posted_form(page)["steps-1-duration_weeks"] == "lang"
    assert posted_form(page)["steps-0-title"] == "eins"


def test_rows_of_one_field_do_not_shift_those_of_another(browser, begun):
    browser.save(browser.get(edit(begun, 5)), **{"steps-5-title": "Schritt", "indicators-0-name": "Fahrten",
                                                 "indicators-11-name": "Nutzer", "indicators-2-name": "Kosten"})
    found = stored(begun)
    assert [row["title"] for row in found["steps"]] == ["Schritt"]
    assert [row["name"] for row in found["indicators"]] == ["Fahrten", "Kosten", "Nutzer"]


def test_other_pages_are_untouched_and_boxes_can_be_emptied(browser, begun):
    browser.save(browser.get(edit(begun, 1)), **FACTS)
    browser.save(browser.get(edit(begun, 4)), reuse_support=["demo", "besuch"], based_on=["https://example.org/1", ""])
    browser.save(browser.get(edit(begun, 5)), tag_string="Bank, Solar ,Bank", sdg=["11"])
    found = stored(begun)
    assert found["problem"] == FACTS["problem"]
    assert (found["reuse_support"], found["based_on"]) == (["demo", "besuch"], ["https://example.org/1"])
    assert sorted(tag["name"] for tag in found["tags"]) == ["Bank", "Solar"]
    assert found["dna_goal"] == ["digital"]
    browser.save(browser.get(edit(begun, 4)), reuse_support=[], based_on=[""])
    browser.save(browser.get(edit(begun, 5)), tag_string="", sdg=[])
    found = stored(begun)
    assert not found.get("reuse_support")
    assert not found.get("based_on")
    assert not found.get("sdg")
    assert not found["tags"]
    assert found["dna_goal"] == ["digital"]


def test_the_contact_is_shown_again_but_never_in_the_dataset(browser, begun):
    browser.save(browser.get(edit(begun, 1)), contact_email="digital@example.org", contact_released="oeffentlich")
    fields = posted_form(browser.get(edit(begun, 1)))
    assert (fields["contact_email"], fields["contact_released"]) == ("digital@example.org", "oeffentlich")
    assert "digital@example.org" not in str(stored(begun))
    page = browser.save(browser.get(edit(begun, 1)), 422, contact_email="kein Postfach")
    assert problems(page) == {"#field-contact_email"}


def test_a_dataset_is_chosen_by_its_title(browser, begun, editor):
    from ckan.tests import factories

    dataset = factories.Dataset(title="Sitzbänke der Stadt", owner_org=editor.org, license_id="dl-zero-de/2.0")
    row = {"data_required-0-dataset": dataset["title"], "data_required-0-mandatory": "ja"}
    browser.save(browser.get(edit(begun, 3)), **row)
    assert stored(begun)["data_required"][0]["dataset"] == dataset["id"]
    page = browser.get(edit(begun, 3))
    assert posted_form(page)["data_required-0-dataset"] == dataset["name"]
    assert page.find("a", string=dataset["title"])
    page = browser.save(page, 422, **{"data_produced-0-dataset": "Gibt es nicht"})
    assert problems(page) == {"#field-data_produced-0-dataset"}


def test_a_picture_is_uploaded_kept_replaced_and_removed(browser, begun):
    browser.save(browser.get(edit(begun, 5)), image_upload=(io.BytesIO(PNG), "bänke 1.png"))
    first = stored(begun)["image"]
    assert first.endswith(".png")
    page = browser.get(edit(begun, 5))
    assert page.select_one(".swf-uc-picture")["src"].endswith(f"/uploads/use_case/{first}")
    browser.save(page, image_credit="Stadt", image_alt="Bank")
    assert stored(begun)["image"] == first
    page = browser.save(browser.get(edit(begun, 5)), 422, image_upload=(io.BytesIO(b"<svg onload=alert(1)>"), "b.svg"))
    assert problems(page) == {"#field-image"}
    page = browser.save(browser.get(edit(begun, 5)), 422, image_upload=(io.BytesIO(b"<script>"), "b.png"))
    assert problems(page) == {"#field-image"}
    page = browser.save(browser.get(edit(begun, 5)), 422,
                        image_upload=(io.BytesIO(PNG + bytes(4_000_000)), "gross.png"))
    assert "MB" in page.select_one("#problems").get_text()
    assert stored(begun)["image"] == first
    browser.save(browser.get(edit(begun, 5)), image_clear="1")
    assert "image" not in stored(begun)
    browser.save(browser.get(edit(begun, 5)), image="https://example.org/bank.jpg")
    assert stored(begun)["image"] == "https://example.org/bank.jpg"


@pytest.mark.parametrize(("name", "content"), [
    ("a.gif", b"GIF89a\x01\x00\x01\x00\x00\xff\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;"),
    ("a.webp", b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"),
    ("a.jpg", bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")),
])
def test_other_kinds_of_pictures_are_taken(browser, begun, name, content):
    browser.save(browser.get(edit(begun, 5)), image_upload=(io.BytesIO(content), name))
    assert stored(begun)["image"]


def test_attachments_are_rows_of_links_and_files(browser, begun):
    licence = "http://dcat-ap.de/def/licenses/cc-by/4.0"
    browser.save(browser.get(edit(begun, 5)), **{
        "resources-0-kind": "beleg", "resources-0-name": "Presse", "resources-0-url": "https://example.org/presse",
        "resources-0-license": licence,
        "resources-1-kind": "handbuch", "resources-1-upload": (io.BytesIO(b"%PDF-1.4"), "Handbuch.pdf"),
    })
    link, file = stored(begun)["resources"]
    assert (link["kind"], link["url"], link["license"]) == ("beleg", "https://example.org/presse", licence)
    assert (file["kind"], file["url_type"], file["name"]) == ("handbuch", "upload", "Handbuch.pdf")
    assert browser.app.get(file["url"], headers=browser.headers).body == "%PDF-1.4"
    browser.save(browser.get(edit(begun, 5)), **{"resources-1-name": "Handbuch"})
    again = stored(begun)["resources"]
    assert [one["id"] for one in again] == [link["id"], file["id"]]
    assert (again[1]["name"], again[1]["url"]) == ("Handbuch", file["url"])
    page = browser.save(browser.get(edit(begun, 5)), 200, do="up:resources:1")
    browser.save(page)
    assert [one["id"] for one in stored(begun)["resources"]] == [file["id"], link["id"]]
    browser.save(browser.save(browser.get(edit(begun, 5)), 200, do="remove:resources:0"))
    assert [one["id"] for one in stored(begun)["resources"]] == [link["id"]]


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "handbuch.pdf"])
def test_an_attachment_needs_an_address_or_a_file(browser, begun, url):
    page = browser.save(browser.get(edit(begun, 5)), 422, **{"resources-0-name": "Ohne", "resources-0-url": url})
    assert problems(page) == {"#field-resources-0-url"}


def test_a_file_that_is_too_large_is_refused_and_nothing_is_saved(browser, begun):
    large = (io.BytesIO(bytes(12_000_000)), "gross.pdf")
    page = browser.save(browser.get(edit(begun, 5)), 422, **{"resources-0-upload": large, "image_alt": "Bank"})
    assert problems(page) == {"#field-resources"}
    assert "MB" in page.select_one("#problems").get_text()
    assert posted_form(page)["image_alt"] == "Bank"
    assert "image_alt" not in stored(begun)
    assert not stored(begun)["resources"]


def test_an_expired_page_keeps_what_was_typed(app, editor, begun, monkeypatch):
    from ckanext.suedwestfalen import csrf

    monkeypatch.setattr(csrf, "is_forged", lambda: True)
    browser = Browser(app, editor)
    page = browser.save(browser.get(edit(begun, 2)), 400, cost_note="Fast verloren")
    assert posted_form(page)["cost_note"] == "Fast verloren"
    assert "cost_note" not in stored(begun)


def test_others_see_neither_form(app, other_editor, begun):
    other = Browser(app, other_editor)
    other.get(edit(begun, 1), 403)
    other.post(edit(begun, 1), {"title": "x", "municipality": OLPE}, 403)
    assert app.get(edit(begun, 1), follow_redirects=False).status_code in (302, 403)
    assert app.get("/use_case/new", follow_redirects=False).status_code == 302
    other.get("/use_case/edit/gibt-es-nicht", 404)


def test_pages_of_ckan_lead_to_the_form(browser, begun):
    for old in (f"/use_case/edit/{begun}/3", f"/use_case/new/{begun}/3"):
        answer = browser.app.get(old, headers=browser.headers, follow_redirects=False)
        assert answer.headers["Location"].endswith(f"/use_case/edit/{begun}?page=3")
    for old in (f"/use_case/{begun}/resource/new", f"/use_case/resources/{begun}"):
        answer = browser.app.get(old, headers=browser.headers, follow_redirects=False)
        assert answer.headers["Location"].endswith("page=5#field-resources")


def test_changes_to_a_published_case_wait(browser, act, least, editor):
    from ckanext.suedwestfalen.use_cases import records

    made = act("package_create", **{**least, **FACTS})
    records.write({"id": made["id"], "record_status": "veroeffentlicht"}, user=editor.name)
    case = made["name"]
    browser.save(browser.get(edit(case, 1)), title="Neuer Titel", contact_email="neu@example.org")
    files = {"resources-0-kind": "beleg", "resources-0-upload": (io.BytesIO(b"%PDF"), "b.pdf"),
             "steps-0-title": "Erst"}
    browser.save(browser.get(edit(case, 5)), **files)
    assert stored(case)["title"] == least["title"]
    assert not stored(case)["resources"]
    fields = posted_form(browser.get(edit(case, 1)))
    assert (fields["title"], fields["contact_email"]) == ("Neuer Titel", "neu@example.org")
    fields = posted_form(browser.get(edit(case, 5)))
    assert (fields["steps-0-title"], fields["resources-0-name"]) == ("Erst", "b.pdf")


@pytest.mark.parametrize("number", range(1, 6))
def test_an_emoji_in_every_field_is_saved_or_refused_with_a_sentence(browser, begun, number):
    page = browser.get(edit(begun, number))
    fields = posted_form(page)
    for field in page.find("form", enctype=True).select("input[name], textarea[name]"):
        if field.find_parent("template") or field.get("type") in ("hidden", "checkbox", "radio", "file"):
            continue
        fields[field["name"]] = "🚲👩‍🚒 \x00" if field["name"] != "title" else f"{fields['title']} 🚲"
    answer = browser.app.post(edit(begun, number), data=fields | {"do": "save"}, headers=browser.headers,
                              follow_redirects=False)
    assert answer.status_code in (302, 422), answer.body[-3000:]
    for problem in BeautifulSoup(answer.body, "html.parser").select("#problems li"):
        assert problem.get_text().split(": ", 1)[1].strip()


@pytest.mark.parametrize("number", range(1, 6))
def test_the_longest_texts_of_emoji_are_saved_or_refused(browser, begun, number):
    page = browser.get(edit(begun, number))
    fields = posted_form(page)
    for field in page.find("form", enctype=True).select("textarea[name]"):
        if not field.find_parent("template") and not field["name"].startswith("resources"):
            fields[field["name"]] = "🚲" * int(field.get("maxlength", 10_000))
    browser.post(edit(begun, number), fields | {"do": "save"})


def test_two_hundred_steps_are_saved_and_more_refused(browser, begun):
    rows = {f"steps-{number}-{name}": f"{name} {number}" for number in range(200) for name in
            ("title", "description", "who")} | {f"steps-{number}-duration_weeks": "2" for number in range(200)}
    browser.save(browser.get(edit(begun, 5)), **rows)
    assert [row["title"] for row in stored(begun)["steps"]] == [f"title {number}" for number in range(200)]
    browser.save(browser.get(edit(begun, 5)))
    assert len(stored(begun)["steps"]) == 200
    more = {f"steps-{number}-title": f"Schritt {number}" for number in range(400)}
    page = browser.save(browser.get(edit(begun, 5)), 422, **more)
    assert problems(page) == {"#field-steps"}


def test_odd_requests_get_a_page(browser, begun):
    for wish in ("add:nichts", "remove:steps:99999999999", "up:steps:x", "page:99", "steps", ""):
        answer = browser.app.post(edit(begun, 5), data={"do": wish}, headers=browser.headers, follow_redirects=False)
        assert answer.status_code in (200, 302), wish
    for page in ("0", "6", "x", "1e3", "²"):
        browser.get(edit(begun, page))
    answer = browser.app.post(edit(begun, 5), data={"steps-0-evil": "x", "resources-0-id": "x", "resources-0-url": "y",
                                                    "steps": "kein Text", "state": "active", "private": "False"},
                              headers=browser.headers, follow_redirects=False)
    assert answer.status_code == 422
    assert model.Package.get(begun).state == "draft"


def test_markup_comes_back_as_text(browser, begun):
    page = browser.save(browser.get(edit(begun, 1)), 422, title="<script>alert(1)</script>" * 5, phase="</select><b>")
    assert not page.find("b", string=True)
    assert "<script>alert(1)" not in str(page.find("form", enctype=True))
