"""Start page, municipalities, lead projects, datasets and search as readers see them."""

from __future__ import annotations

import json
import re
from html import unescape

import lxml.html
import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.catalogue import demo, municipalities, seeding

from .conftest import ARNSBERG, MENDEN, PLATFORM, quiet

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'

# The regional project's own page, as it is printed there.
PIONEERS = {
    "arnsberg": ("73.456", "193,72", "Mobilität und Infrastruktur"),
    "bad-berleburg": ("18.914", "275,52", "nachhaltige Entwicklung"),
    "menden": ("52.608", "86,1", "Datennutzung und Datenstrategien"),
    "olpe": ("24.551", "85,88", "New-Work-Konzepte"),
    "soest": ("47.514", "85,81", "Verkehrslenkungs- und Parkleitsystem"),
}
TOPICS = ("Bürgernähe", "Datenvisualisierung", "Digitale Plattform", "Digitale Stadtplanung",
          "Klimaschutz & -anpassung")


@pytest.fixture(scope="module")
def filled(portal):
    """The seeded portal with the examples."""
    return demo.seed(None, seeding.Report(say=quiet))


@pytest.fixture
def read(app, filled):
    """Give the text of a page with markup, entities resolved where only text is compared."""

    def get(address, status=200):
        return app.get(address, status=status).get_data(as_text=True)

    return get


def create(action, **data_dict):
    """Call an action as the portal itself."""
    return call_action(action, context=seeding.context(), **data_dict)


def words(html):
    """Text of a page, in one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_start_page_shows_every_municipality_as_a_link(read):
    html = read("/")
    links = re.findall(r'<a href="([^"]+)" class="swf-area swf-(\w+)" aria-label="([^"]+)"><title>', html)
    assert len(links) == len(region.load().municipalities)
    roles = [role for _href, role, _label in links]
    assert {role: roles.count(role) for role in set(roles)} == {"pioneer": 5, "joined": 14, "other": 40}
    assert any(href.endswith("/organization/arnsberg") and "Arnsberg: Pionierkommune, 2 Datensätze" in label
               for href, _role, label in links)
    assert region.load().attribution in unescape(html)
    assert "Offene Regionale Datenplattform" in html
    assert 'role="search"' in html


def test_pages_name_no_tiles_fonts_or_pictures_of_other_hosts(read):
    for address in ("/", "/municipalities", "/organization/arnsberg", "/dataset/", "/dataset/beispiel-ladesaeulen"):
        html = read(address, status=None) if address.endswith("ladesaeulen") else read(address)
        loaded = re.findall(r'<(?:script|img|iframe|link)[^>]+(?:src|href)="((?:https?:)?//[^"]+)"', html)
        assert [url for url in loaded if not url.startswith("http://portal.test/")] == []
        assert "<script>" not in html


@pytest.mark.parametrize("slug", PIONEERS)
def test_pioneers_appear_as_on_the_projects_own_page(read, slug):
    population, area, focus = PIONEERS[slug]
    text = words(read(f"/organization/{slug}"))
    assert "auf einen Blick" in text
    assert f"Einwohnerzahl {population} (Stand: 31. Dezember 2019)" in text
    assert f"Fläche {area} Quadratkilometer" in text
    assert "Bundesland Nordrhein-Westfalen" in text
    assert "Stadtgröße Verband" in text
    assert "Phase In die Umsetzungsphase gestartet" in text
    assert all(topic in text for topic in TOPICS)
    assert focus in text


def test_the_seed_document_agrees(shared):
    text = (shared / "seed.txt").read_text(encoding="utf-8")
    for population, area, focus in PIONEERS.values():
        assert f"Einwohnerzahl {population}" in text
        assert f"Fläche {area} Quadratkilometer" in text
        assert focus in text


def test_english_beside_german(read):
    text = words(read("/en/organization/arnsberg"))
    assert "Arnsberg at a glance" in text
    assert "73,456 (as of December 31, 2019)" in text


def test_kreis_page_lists_its_municipalities(read):
    html = read("/organization/kreis-olpe")
    towns = region.load().kreis("05966").municipalities
    assert len(towns) == 7
    for ags in towns:
        assert region.load().municipality(ags).name in html


def test_list_of_municipalities_and_address_by_key(read, app):
    html = read("/municipalities")
    assert html.count('<th scope="row">') == len(region.load().municipalities)
    answer = app.get(f"/municipalities/{ARNSBERG}", follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/organization/arnsberg")
    assert app.get("/municipalities/kein-ort", status=404)


def test_a_municipality_without_organization_still_leads_somewhere(read, app):
    group = municipalities.organization_of(MENDEN)
    call_action("organization_patch", context=seeding.context(), id=group.id, ags="")
    try:
        assert f"vocab_municipality={MENDEN}" in read("/municipalities")
    finally:
        call_action("organization_patch", context=seeding.context(), id=group.id, ags=MENDEN)


def test_lead_project_pages(read):
    text = words(read(f"/lead_project/{PLATFORM}"))
    assert "Status In Umsetzung" in text
    assert "Beteiligte Kommunen Arnsberg, Bad Berleburg, Menden (Sauerland), Olpe, Soest" in text.replace(" ,", ",")
    assert "4 Datensätze gefunden" in text
    assert "Offene Regionale Datenplattform" in read("/lead_project/")


def test_dataset_page_shows_place_goals_project_contact_and_licence(read):
    html = read("/dataset/beispiel-radabstellanlagen")
    text = words(html)
    assert 'href="/organization/arnsberg"' in html
    assert "Herkunft der Ortsangabe von der Redaktion gewählt" in text
    assert "DNA-Ziele Digital Nachhaltig" in text
    assert "mailto:geodaten%40example.org" in html or "mailto:geodaten@example.org" in html
    assert "Datenlizenz Deutschland" in text
    assert 'class="swf-extent"' in html


def test_boundaries_for_the_maps(app, filled):
    answer = app.get("/region/boundaries.geojson")
    collection = json.loads(answer.get_data(as_text=True))
    assert len(collection["features"]) == len(region.load().municipalities)
    assert answer.headers["ETag"]
    again = app.get("/region/boundaries.geojson", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_nothing_from_data_reaches_a_page_as_markup(read, filled):
    organization = create("organization_create", name="boese", title=EVIL, focus_areas=EVIL,
                          image_url="https://example.org/x.png", image_credit=EVIL, image_description=EVIL,
                          ags="05999001", municipality_type="town")
    create("package_create", name="boese", title=EVIL, notes=EVIL, owner_org=organization["id"],
                license_id="dl-zero-de/2.0", municipality=[ARNSBERG], municipality_source=EVIL,
                license_attribution=EVIL, provenance=EVIL, url="javascript:alert(1)", harvest_guid=EVIL,
                contact=[{"name": EVIL, "email": EVIL, "url": "javascript:alert(1)"}],
                publisher=[{"name": EVIL, "url": "javascript:alert(1)"}])
    for address in ("/", "/dataset/", "/dataset/boese", "/organization/boese", "/organization/"):
        html = read(address)
        assert "<script>alert" not in html
        assert not re.search(r"<img[^>]+onerror", html)
        assert 'href="javascript:' not in html


def test_form_of_a_harvested_dataset_tells_what_belongs_to_the_portal(app, filled):
    group = municipalities.organization_of(ARNSBERG)
    create("package_create", name="geerntet", title="Geerntet", notes="Aus einem Katalog", owner_org=group.id,
                municipality=[ARNSBERG], harvest_guid="4f1e", harvest_source_id="a")
    admin = factories.SysadminWithToken()
    html = app.get("/dataset/edit/geerntet", headers={"Authorization": admin["token"]}).get_data(as_text=True)
    assert "Dieser Datensatz ist aus einem anderen Katalog übernommen." in html
    page = lxml.html.fromstring(html)
    assert page.xpath('//input[@name="title"]/ancestor::*[@inert]')
    for own in ("municipality", "dna_goal", "lead_project"):
        assert page.xpath(f'//*[@id="field-{own}"]')
        assert not page.xpath(f'//*[@id="field-{own}"]/ancestor::*[@inert]')


def test_a_dataset_shows_the_harvested_services_that_work_on_it(app, filled):
    group = municipalities.organization_of(ARNSBERG)
    uuid = "4a8c1c7e-6f5e-4d0f-9d38-0a1f6f0f0b11"
    base = {"notes": "x", "owner_org": group.id, "municipality": [ARNSBERG], "license_id": "cc-zero"}
    create("package_create", name="daten", title="Daten", identifier=f'{uuid}"', alternate_identifier=[uuid], **base)
    service = {**base, "hierarchy_level": "service", "operates_on": [uuid.upper()], "resources": [
        {"url": "https://example.org/wms?service=WMS&request=GetCapabilities", "format": "WMS"},
        {"url": "javascript:alert(1)", "format": "WFS"}]}
    mine = create("package_create", name="dienst", title="Kartendienst", harvest_guid="d1", harvest_source_id="a",
                  **service)
    create("package_create", name="anhang", title="Angeblicher Dienst", **service)
    page = lxml.html.fromstring(app.get("/dataset/daten").get_data(as_text=True))
    (section,) = page.xpath('//section[@aria-labelledby="swf-services"]')
    assert [(link.get("href"), link.text) for link in section.iter("a")] == [
        ("/dataset/dienst", "Kartendienst"), ("https://example.org/wms?service=WMS&request=GetCapabilities", "WMS")]
    assert "swf-services" not in app.get("/dataset/dienst").get_data(as_text=True)
    del mine["operates_on"]
    assert create("package_update", **mine)["operates_on"] == [uuid.upper()]


def test_form_without_scripts_keeps_every_choice(app, filled):
    admin = factories.SysadminWithToken()
    html = app.get("/dataset/edit/beispiel-radabstellanlagen",
                   headers={"Authorization": admin["token"]}).get_data(as_text=True)
    assert re.search(rf'<option value="{ARNSBERG}" selected>', html)
    assert re.search(r'name="dna_goal" value="digital" checked', html)
    assert '<textarea id="field-spatial" name="spatial"' in html
    assert "_csrf_token" in html


def test_pictures_in_descriptions_are_not_loaded(app, filled):
    notes = '![karte](https://tiles.example/1.png) <img src="https://tiles.example/2.png"> !<b>[x](https://a.example/3)'
    create("package_create", name="bilder", title="Bilder", notes=notes, license_id="dl-zero-de/2.0",
           owner_org=municipalities.organization_of(ARNSBERG).id)
    html = app.get("/dataset/bilder").get_data(as_text=True)
    assert 'href="https://tiles.example/1.png"' in html
    assert "tiles.example/2.png" not in html
    assert not re.search(r'<img[^>]+src="https?://(?!portal\.test)', html)


def test_lead_projects_are_called_so(app, filled):
    admin = factories.SysadminWithToken()
    text = words(app.get("/lead_project/", headers={"Authorization": admin["token"]}).get_data(as_text=True))
    assert "Leitprojekt hinzufügen" in text
    assert "lead_project" not in text.lower()
