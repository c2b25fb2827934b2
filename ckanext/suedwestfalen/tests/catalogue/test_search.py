"""Finding: facets with names, places, the box on the map."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from .conftest import ARNSBERG, MENDEN, PLATFORM, SOEST

pytestmark = pytest.mark.usefixtures("portal")
FACETS = ["vocab_municipality", "vocab_kreis", "vocab_dna_goal", "vocab_lead_project"]


@pytest.fixture(scope="module")
def datasets(portal, editor):
    make = tk.get_action("package_create")
    base = {"notes": "…", "owner_org": editor.org, "license_id": "cc-zero", "dna_goal": ["digital"]}

    def create(name, **more):
        return make({"ignore_auth": True, "user": editor.name}, {**base, "name": name, "title": name, **more})

    resources = [{"url": "https://example.org/a.csv", "format": "CSV"}]
    create("in-arnsberg", municipality=[ARNSBERG], lead_project=[PLATFORM], resources=resources)
    create("in-zwei", municipality=[MENDEN, SOEST])
    create("im-kreis", kreis=["05974"])


def search(**params):
    return tk.get_action("package_search")({}, params)


def names(found):
    return sorted(each["name"] for each in found["results"])


@pytest.mark.usefixtures("datasets")
class TestSearch:
    def test_facets_bear_names(self):
        found = search(**{"facet.field": FACETS, "rows": 0})
        shown = {
            facet: {item["name"]: item["display_name"] for item in found["search_facets"][facet]["items"]}
            for facet in FACETS
        }
        assert shown["vocab_municipality"] == {
            ARNSBERG: "Arnsberg", MENDEN: "Menden (Sauerland)", SOEST: "Soest",
        }
        assert shown["vocab_kreis"]["05974"] == "Kreis Soest"
        assert shown["vocab_dna_goal"] == {"digital": "Digital"}
        assert shown["vocab_lead_project"] == {PLATFORM: "Offene Regionale Datenplattform"}

    def test_everything_of_a_municipality_and_of_a_kreis(self):
        assert names(search(fq=f"vocab_municipality:{SOEST}")) == ["in-zwei"]
        assert names(search(fq="vocab_kreis:05974")) == ["im-kreis", "in-zwei"]

    def test_places_are_found_by_name(self):
        assert names(search(q="Menden")) == ["in-zwei"]
        assert "im-kreis" in names(search(q="Kreis Soest"))

    def test_the_box_finds_what_lies_in_it(self):
        assert names(search(extras={"ext_bbox": "8.0,51.38,8.1,51.42"})) == ["in-arnsberg"]
        assert names(search(ext_bbox="8.0,51.5,8.2,51.6")) == ["im-kreis", "in-zwei"]
        assert search(ext_bbox="13,52,14,53")["count"] == 0

    def test_the_search_page_shows_the_facets(self, app):
        page = app.get("/dataset/?vocab_municipality=" + ARNSBERG)
        assert "in-arnsberg" in page
        assert "in-zwei" not in page
        assert "Arnsberg" in page

    @pytest.mark.parametrize("address", ["/organization/arnsberg", f"/lead_project/{PLATFORM}"])
    def test_pages_of_organizations_and_projects_have_them_too(self, app, address):
        page = app.get(address)
        assert "in-arnsberg" in page
        assert "vocab_kreis=05958" in page


@pytest.mark.parametrize("box", ["abc", "8.2,51.5,7.9,51.3", "1,2,3,4,5", "nan,nan,nan,nan", "-500,-500,500,500"])
def test_an_unusable_box_is_explained_and_breaks_no_page(app, box):
    for address in ("/dataset/", "/organization/arnsberg", f"/lead_project/{PLATFORM}"):
        assert app.get(address, query_string={"ext_bbox": box}).status_code == 200
    page = app.get("/dataset/", query_string={"ext_bbox": box})
    assert "Ein Rechteck besteht aus West, Süd, Ost und Nord in Grad" in page
    answer = app.get("/api/3/action/package_search", query_string={"ext_bbox": box})
    assert answer.status_code == 409
    assert "Ein Rechteck besteht" in answer.json["error"]["message"]
