"""A use case goes from Soest to Olpe and becomes one of Olpe's own: in real browsers, on a running portal.

Words of the pages are left to their own tests; here people find their way by what the pages offer.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action
from playwright.sync_api import expect

from ckanext.suedwestfalen.catalogue import municipalities, seeding
from ckanext.suedwestfalen.tests.browser.conftest import PASSWORD
from ckanext.suedwestfalen.tests.catalogue.conftest import MENDEN, OLPE, SOEST
from ckanext.suedwestfalen.use_cases import adoptions, names, permissions, records

PARKING, SIGNS = "Freie Parkplätze anzeigen", "Schilder im Stadtarchiv"
OWN = "Freie Parkplätze am See"
TEXTS = dict.fromkeys(("summary", "problem", "notes", "benefit"), "Kurz gesagt.")
CASE = {
    **TEXTS, "record_status": names.PUBLISHED, "dna_goal": ["digital"], "cost_setup": "5k-25k",
    "cost_annual": "bis-5k", "privacy": "keiner", "reuse_status": "frei", "license_id": "cc-by/4.0",
    "contact_name": "Verkehrsplanung", "contact_email": "verkehr@example.org", "contact_released": "angemeldet",
    "resources": [{"kind": "beleg", "name": "Karte", "url": "https://example.org/karte"}],
}


@pytest.fixture(scope="module")
def settings():
    return {"ckanext.suedwestfalen.use_cases.release_by": "agency"}


def _publish(ags, title, **fields):
    owner = municipalities.organization_of(ags)
    return records.write({**CASE, "title": title, "owner_org": owner.id, "municipality": [ags], **fields},
                         user=seeding.context()["user"])


@pytest.fixture(scope="module")
def cases(portal):
    """A case that fits Olpe, and one that fits it less."""
    return SimpleNamespace(
        fitting=_publish(SOEST, PARKING, phase="betrieb", field_of_action=["mobilitaet"], effort_days=40,
                         suitable_population_min=20000, suitable_population_max=60000, prerequisites="Schranken"),
        other=_publish(MENDEN, SIGNS, phase="idee", field_of_action=["kultur-tourismus"],
                       suitable_population_min=50000))


@pytest.fixture(scope="module")
def people(portal):
    """Editors of Olpe, Soest and the agency."""
    found = {}
    for who, group in (("olpe", municipalities.organization_of(OLPE).id),
                       ("soest", municipalities.organization_of(SOEST).id), ("agency", permissions.agency_id())):
        user = factories.User(password=PASSWORD, image_url="")
        call_action("organization_member_create", id=group, username=user["name"], role="editor")
        found[who] = user["name"]
    return found


@pytest.fixture
def browse(chromium, server):
    """Open a browser of its own for everyone who takes part."""
    contexts = []

    def as_person(name=""):
        context = chromium.new_context(base_url=server, locale="de-DE", viewport={"width": 1200, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        if name:
            page.goto("/user/login")
            page.fill("#field-login", name)
            page.fill("#field-password", PASSWORD)
            page.click("form:has(#field-password) button[type=submit]")
            page.wait_for_url("**/dashboard/**")
        return page

    yield as_person
    for context in contexts:
        context.close()


def test_from_soest_to_olpe_and_back(browse, people, cases, api):
    olpe, soest, agency, anybody = (browse(people.get(who, "")) for who in ("olpe", "soest", "agency", "nobody"))

    _finds_what_fits(olpe, cases)
    _compares(olpe, cases)
    _declares_interest(olpe, cases, anybody)
    _sees_the_task(soest, cases)
    _reports_operation(olpe, cases, anybody)
    name = _derives_and_submits(olpe)
    _is_not_public_yet(name, anybody, soest)
    _releases(agency, name)
    _is_public(anybody, name, cases, api)

    assert [page.faults for page in (olpe, soest, agency, anybody)] == [[], [], [], []]


def _finds_what_fits(page, cases):
    page.goto("/use_case/")
    page.select_option("#swf-uc-my", OLPE)
    page.click(".swf-uc-search [type=submit]")
    expect(page.locator(".swf-uc-card h3 a")).to_have_text([PARKING, SIGNS])
    assert "my=" in page.url
    reasons = page.locator(".swf-uc-card").first.locator(".swf-uc-why li")
    assert reasons.count() >= 2
    assert "60.000" in " ".join(reasons.all_inner_texts())


def _compares(page, cases):
    for case in (cases.fitting, cases.other):
        page.check(f".swf-uc-card input[name=id][value={case['name']}]")
    page.click(".swf-uc-comparebar button")
    expect(page.locator(".swf-uc-compare thead th a")).to_have_text([PARKING, SIGNS])
    assert "Schranken" in page.inner_text(".swf-uc-compare")
    page.click(f".swf-uc-compare a >> text={PARKING}")
    page.wait_for_url(f"**/use_case/{cases.fitting['name']}**")


def _declares_interest(page, cases, anybody):
    page.click(".swf-a-declare button")
    page.wait_for_url("**/use_case/adoption/*")
    expect(page.locator(".swf-a-interessiert").first).to_be_visible()
    anybody.goto(f"/use_case/{cases.fitting['name']}")
    expect(anybody.locator("#adoptions .swf-a-rows li")).to_have_count(0)


def _sees_the_task(page, cases):
    page.goto("/tasks")
    page.click(f".swf-tasks a >> text={PARKING}")
    page.wait_for_url("**/use_case/adoption/*")
    page.fill("#adoption-text", "Rufen Sie uns gern an.")
    page.click("button[name=kind][value=comment]")
    expect(page.locator(".swf-a-history")).to_contain_text("Rufen Sie uns gern an.")
    page.goto("/tasks")
    expect(page.locator(f".swf-tasks a >> text={PARKING}")).to_have_count(0)


def _reports_operation(page, cases, anybody):
    page.goto(f"/use_case/{cases.fitting['name']}")
    page.click("#adoptions form:has(input[name=status][value=betrieb]) button")
    expect(page.locator("#adoptions .swf-a-betrieb").first).to_be_visible()
    anybody.goto(f"/use_case/{cases.fitting['name']}")
    expect(anybody.locator("#adoptions .swf-a-rows > li")).to_have_count(1)
    assert adoptions.public_of([cases.fitting["id"]])[cases.fitting["id"]][0]["municipality"] == OLPE


def _derives_and_submits(page):
    page.click("#adoptions .swf-a-more a")
    page.wait_for_url("**/use_case/adoption/*")
    page.click("form[action$='/derive'] button")
    page.wait_for_url("**/use_case/edit/**")
    assert page.input_value("#field-notes") == TEXTS["notes"]
    assert page.input_value("#field-phase") == "betrieb"

    page.fill("#field-title", OWN)
    _press(page, "submit")
    lacking = page.locator("#lacking a")
    assert lacking.count() >= 4
    lacking.first.click()
    assert "#field-" in page.url

    page.select_option("#field-cost_setup", "bis-5k")
    page.select_option("#field-cost_annual", "keine-angabe")
    page.select_option("#field-reuse_status", "frei")
    page.fill("#field-contact_name", "Stadtentwicklung")
    page.fill("#field-contact_email", "stadtentwicklung@example.org")
    _press(page, "page:5")
    page.wait_for_url("**page=5**")
    if not page.locator("#field-resources-0-url").count():
        page.click("button[value='add:resources']")
    page.select_option("#field-resources-0-kind", "beleg")
    page.fill("#field-resources-0-url", "https://example.org/see")
    _press(page, "submit")
    page.wait_for_url("**/use_case/*")
    expect(page.locator("h1")).to_have_text(OWN)
    return page.url.rsplit("/", 1)[1]


def _press(page, wish):
    page.click(f"form[data-module=use-case-form] button[name=do][value='{wish}']:not(.visually-hidden)")


def _is_not_public_yet(name, *pages):
    assert records.status(records.get(name)) == names.SUBMITTED
    for page in pages:
        assert page.goto(f"/use_case/{name}").status == 404


def _releases(page, name):
    page.goto("/tasks")
    page.click(f".swf-tasks a >> text={OWN}")
    page.wait_for_url(f"**/use_case/{name}")
    page.click("form[action$='/release'] [type=submit]")
    expect(page.locator("form[action$='/release']")).to_have_count(0)
    expect(page.locator("h1")).to_have_text(OWN)


def _is_public(page, name, cases, api):
    assert page.goto(f"/use_case/{name}").status == 200
    expect(page.locator("h1")).to_have_text(OWN)
    expect(page.locator(f"a >> text={PARKING}").first).to_be_visible()
    assert "stadtentwicklung@example.org" not in page.content()
    page.goto(f"/use_case/{cases.fitting['name']}")
    expect(page.locator(f"#adoptions a >> text={OWN}")).to_be_visible()
    shown = api("package_show", id=name)
    assert shown["based_on"] == [cases.fitting["identifier"]]
    assert shown["municipality"] == [OLPE]
