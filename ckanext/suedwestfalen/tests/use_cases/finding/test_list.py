"""The list: filters, text, pages, and what bad parameters get."""

from __future__ import annotations

import html
import re

import pytest
from ckan.lib.search import SearchError
from ckan.lib.search.query import PackageSearchQuery
from lxml import etree
from werkzeug.datastructures import MultiDict

from ckanext.suedwestfalen.use_cases import search

pytestmark = pytest.mark.usefixtures("cases")

ATOM = "{http://www.w3.org/2005/Atom}"
FILTERED = [
    ("field_of_action=energie-klima", {"licht"}), ("phase=betrieb", {"wolke"}), ("municipality=olpe", {"rad"}),
    ("municipality=05966024", {"rad"}), ("kreis=05974", {"wolke", "licht"}), ("cost_setup=keine-angabe", {"rad"}),
    ("cost=ja", {"wolke", "licht"}), ("reuse_status=mit-anpassung", {"licht"}), ("privacy=anonymisiert", {"licht"}),
    ("dna_goal=nachhaltig", {"wolke"}), ("lead_project=offene-regionale-datenplattform", {"wolke"}),
    ("standards=lorawan", {"wolke"}), ("operating_model=kommune-selbst", {"wolke"}),
    ("q=B%C3%BCrgerwolke", {"wolke"}), ("q=Lippstadt", {"licht"}), ("q=LoRaWAN", {"wolke"}),
    # several values: "or" where a case has one, "and" where it has several
    ("phase=betrieb&phase=idee", {"wolke", "rad"}),
    ("field_of_action=umwelt-natur&field_of_action=energie-klima", {"licht"}),
]


def names_in(page):
    """Names of the cases on a page of the list, in their order."""
    return re.findall(r'name="id" value="([\w-]+)"', page.body)


@pytest.mark.parametrize(("asked", "expected"), FILTERED)
def test_filters_find_what_they_say(browser, asked, expected):
    assert set(names_in(browser("anonymous").get(f"/use_case/?{asked}"))) == expected


def test_every_filter_is_tried():
    tried = {asked.split("=")[0] for asked, _expected in FILTERED}
    assert set(search.BY_NAME) <= tried


def test_numbers_at_filters_are_numbers_of_hits(reading):
    found = search.run(search.read(MultiDict()))
    values = [(name, item) for name, items in found.facets.items() for item in items]
    assert len(values) > 15
    for name, item in values:
        hits = search.run(search.read(MultiDict({name: item["value"]})))
        assert hits.count == item["count"], (name, item)


@pytest.mark.parametrize("who", ["anonymous", "user", "editor", "sysadmin"])
def test_drafts_are_in_nobodys_list(browser, who):
    page = browser(who).get("/use_case/")
    assert set(names_in(page)) == {"wolke", "rad", "licht"}
    assert "Noch geheim" not in page.body


@pytest.mark.parametrize(("asked", "sentence"), [
    ("page=0", "is no page"), ("page=-3", "is no page"), ("page=zwei", "is no page"), ("page=1e9", "is no page"),
    ("page=" + "9" * 400, "is no page"), ("page=99", "The list has only 1 page"), ("sort=price", "cannot be sorted"),
    ("sort=fit", "Please choose your municipality"), ("my=Atlantis", "is no municipality"), ("my=%00", "is no munici"),
    ("phase=gestern", "is no value of the filter"), ("q=" + "x" * 900, "too long"),
    ("&".join(f"phase=p{number}" for number in range(40)), "too many"),
    ("phase=" + "x" * 40_000, "too long values"),
])
def test_bad_parameters_get_a_sentence(browser, asked, sentence):
    page = browser("anonymous").get(f"/en/use_case/?{asked}")
    assert page.status_code == 200
    assert sentence in html.unescape(page.body)


@pytest.mark.parametrize("text", [
    "{!lucene}x", "_query_:1", "a:b", "title:(", '"', "((", "* AND", "\\", "[* TO *]", "🌳", "\x00", "-", "!", "x~y^2",
    "{!func}id", "dataset_type:dataset", "-dataset_type:use_case", "*:*",
])
def test_no_text_is_a_command_to_the_engine(browser, text):
    for name in ("q", "phase", "municipality", "kreis", "standards"):
        page = browser("anonymous").get("/en/use_case/", query_string={name: text})
        assert page.status_code == 200, (name, text)
        assert "not available" not in page.body, (name, text)
        assert "Daten in-olpe" not in page.body


def test_search_that_is_down_gets_a_sentence(browser, monkeypatch):
    def down(*_args, **_kw):
        raise SearchError("down")

    monkeypatch.setattr(PackageSearchQuery, "run", down)
    for path in ("", "?my=olpe", "feed.atom", "wolke", "wolke?my=olpe", "compare?id=wolke&id=rad"):
        assert browser("anonymous").get(f"/use_case/{path}").status_code == 200, path
    assert "not available" in browser("anonymous").get("/en/use_case/").body


@pytest.mark.parametrize("extra", ["", "&my=olpe", "&sort=title"])
def test_pages_show_each_case_once(browser, monkeypatch, extra):
    monkeypatch.setattr(search, "ROWS", 1)
    pages = [browser("anonymous").get(f"/use_case/?page={number}{extra}") for number in (1, 2, 3)]
    assert [len(names_in(page)) for page in pages] == [1, 1, 1]
    assert {names_in(page)[0] for page in pages} == {"wolke", "rad", "licht"}
    assert 'rel="next"' in pages[0].body
    assert 'rel="next"' not in pages[2].body


def test_chosen_town_stays_in_all_links_and_nowhere_else(browser, monkeypatch):
    monkeypatch.setattr(search, "ROWS", 1)
    reader = browser("anonymous")
    page = reader.get("/use_case/?my=05966024&kreis=05974")
    assert "swf-uc-why" in page.body
    assert "swf-uc-why" not in reader.get("/use_case/").body, "the choice stands in the address alone"
    primary = page.body[page.body.index('role="main"'):page.body.index("site-footer")]
    links = [html.unescape(link) for link in re.findall(r'href="(/[^"]*use_case/[^"]*)"', primary)]
    assert [link for link in links if "page=2" in link]
    for link in links:
        assert "my=olpe" in link or link.startswith(("/use_case/feed.atom", "/use_case/new")), link
    assert "kreis=05974" in next(link for link in links if "page=2" in link)


def test_list_asks_the_index_once_and_the_database_no_more_for_more_cases(browser, searches, statements, monkeypatch):
    reader = browser("anonymous")
    asked = {}
    for query in ("phase=betrieb", "", "my=olpe&phase=betrieb", "my=olpe"):
        reader.get(f"/use_case/?{query}")
        searches.clear(), statements.clear()
        reader.get(f"/use_case/?{query}")
        asked[query] = (len(searches), len(statements))
    assert asked[""][0] == 1
    assert asked["my=olpe"][0] <= 2, "one for the cases, one for all datasets they need"
    assert asked["phase=betrieb"][1] == asked[""][1]
    assert asked["my=olpe&phase=betrieb"][1] == asked["my=olpe"][1]


def test_feed_holds_what_its_filter_finds(browser, cases):
    answer = browser("anonymous").get("/use_case/feed.atom?kreis=05974")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = etree.fromstring(answer.data)
    entries = {entry.findtext(f"{ATOM}id"): entry for entry in feed.iter(f"{ATOM}entry")}
    assert set(entries) == {cases["wolke"]["identifier"], cases["licht"]["identifier"]}
    entry = entries[cases["wolke"]["identifier"]]
    assert entry.find(f"{ATOM}link").get("href").endswith("/use_case/wolke")
    assert entry.findtext(f"{ATOM}updated") > "2020"
    own = next(link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self")
    assert own.get("href").endswith("/use_case/feed.atom?kreis=05974")


@pytest.mark.parametrize("asked", ["q=%0Bx", "phase=%EF%BF%BF", "page=x", "sort=x", "my=x", "q=%ED%A0%80"])
def test_feed_is_well_formed_whatever_is_asked(browser, asked):
    answer = browser("anonymous").get(f"/use_case/feed.atom?{asked}")
    assert answer.status_code == 200
    etree.fromstring(answer.data)


def test_list_links_to_its_feed(browser):
    page = browser("anonymous").get("/use_case/?phase=betrieb&sort=title")
    assert re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]*feed\.atom\?phase=betrieb', page.body)


def test_facet_links_set_and_remove(browser):
    page = html.unescape(browser("anonymous").get("/use_case/?phase=betrieb&q=Sensoren").body)
    assert 'href="/use_case/?q=Sensoren&phase=betrieb&dna_goal=digital"' in page
    assert 'href="/use_case/?q=Sensoren"' in page


def test_examples_are_marked_in_the_list(browser):
    page = browser("anonymous").get("/use_case/?phase=transfer")
    assert "swf-uc-example" in page.body
    assert "swf-uc-example" not in browser("anonymous").get("/use_case/?phase=idee").body
