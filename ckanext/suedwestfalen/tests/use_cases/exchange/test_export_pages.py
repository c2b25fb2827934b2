"""Bundles and the table as the portal gives them: real use cases, real search, nobody's secrets."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import jsonschema
import pytest
import rdflib
import sqlalchemy as sa
from ckan import model
from ckan.lib.search import SearchError
from ckan.tests import factories
from ckan.tests.helpers import call_action
from rdflib.namespace import DCAT, RDF

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.findings import ERROR, Finding
from ckanext.suedwestfalen.tests.use_cases.conftest import OLPE, SOEST
from ckanext.suedwestfalen.use_cases import names, records
from ckanext.suedwestfalen.use_cases.exchange import exporting, schema, tables
from ckanext.suedwestfalen.use_cases.model import Adoption, Contact

pytestmark = pytest.mark.usefixtures("portal")


@pytest.fixture(autouse=True)
def _no_other_cases(portal):
    """Every test starts without use cases."""
    yield
    for package in model.Session.scalars(sa.select(model.Package).filter_by(type=names.TYPE)).all():
        call_action("dataset_purge", id=package.id)


@pytest.fixture
def bundle_of(browser):
    """Load a bundle as somebody; it is valid."""

    def load(path="/use_cases.jsonld", who="anonymous", status=200):
        page = browser(who).get(path)
        assert page.status_code == status, page.body
        if status != 200:
            return None
        assert page.headers["Content-Type"] == "application/ld+json"
        assert page.headers["Content-Disposition"].startswith("attachment")
        document = json.loads(page.body)
        jsonschema.Draft202012Validator(schema.schema()).validate(document)
        return document

    return load


def titles(document):
    return [case["title"]["de"] for case in document["useCases"]]


def _adopt(package_id, municipality, status, **more):
    row = Adoption(package_id=package_id, municipality=municipality, status=status, **more)
    model.Session.add(row)
    model.Session.commit()
    return row


def test_one_case(case, bundle_of):
    made = case(names.PUBLISHED)
    document = bundle_of(f"/use_case/{made['name']}.jsonld")
    assert titles(document) == [made["title"]]
    assert document["useCases"][0]["@id"] == made["identifier"]
    assert document["catalog"] == "http://portal.test"
    assert bundle_of(f"/use_case/{made['id']}.jsonld")["useCases"] == document["useCases"]


def test_the_graph_of_a_real_bundle(case, bundle_of):
    made = case(names.PUBLISHED)
    graph = rdflib.Graph().parse(data=json.dumps(bundle_of()), format="json-ld")
    subject, base = rdflib.URIRef(made["identifier"]), config.use_cases_vocabulary()
    assert (subject, RDF.type, rdflib.URIRef(base + "UseCase")) in graph
    assert (subject, rdflib.URIRef(base + "phase"), rdflib.URIRef(base + "phase/pilot")) in graph
    assert (None, RDF.type, DCAT.Dataset) not in graph
    publisher = graph.value(subject, rdflib.DCTERMS.publisher)
    assert str(graph.value(publisher, rdflib.DCTERMS.spatial)).endswith(f"/{SOEST}")


@pytest.mark.parametrize("status", [names.DRAFT, names.SUBMITTED, names.WITHDRAWN])
@pytest.mark.parametrize("who", ["anonymous", "editor", "agency", "sysadmin"])
def test_what_is_not_public_stays_out_for_everybody(case, bundle_of, status, who):
    secret = case(status)
    public = case(names.PUBLISHED)
    assert titles(bundle_of(who=who)) == [public["title"]]
    bundle_of(f"/use_case/{secret['name']}.jsonld", who, status=404)


def test_an_outdated_case_is_public_and_says_so(case, bundle_of):
    case(names.OUTDATED)
    assert bundle_of()["useCases"][0]["recordStatus"] == "veraltet"


def test_an_index_that_is_behind_shows_nothing_that_is_not_public(case, bundle_of, monkeypatch):
    made = case(names.PUBLISHED)
    # as if the index had not heard of it yet
    found = dict(records.dataset(records.get(made["id"])), private=True)
    monkeypatch.setattr(exporting.tk, "get_action", lambda _name: lambda _context, _data: {"results": [found]})
    assert list(exporting.packages([made["id"]])) == []


def test_a_pending_version_stays_out(case, act, bundle_of):
    made = case(names.PUBLISHED)
    act("editor", "package_patch", id=made["id"], title="Geheime neue Fassung")
    assert titles(bundle_of()) == [made["title"]]
    assert "Geheime" not in json.dumps(bundle_of(f"/use_case/{made['name']}.jsonld", "editor"))


@pytest.mark.parametrize("who", ["anonymous", "editor", "agency", "sysadmin"])
def test_a_contact_leaves_the_portal_only_if_it_is_public(case, bundle_of, who):
    case(names.PUBLISHED, title="Nur angemeldet", contact_released=names.LOGGED_IN)
    case(names.PUBLISHED, title="Niemand", contact_released=names.NOBODY)
    shown = case(names.PUBLISHED, title="Alle", contact_released=names.EVERYBODY)
    document = bundle_of(who=who)
    assert [one["title"]["de"] for one in document["useCases"] if "contactPoint" in one] == ["Alle"]
    contact = bundle_of(f"/use_case/{shown['name']}.jsonld", who)["useCases"][0]["contactPoint"]
    assert contact["hasEmail"].startswith("mailto:smart-city-")
    assert json.dumps(document).count("mailto:") == 1


def test_only_public_adoptions(case, people, bundle_of):
    made = case(names.PUBLISHED)
    _adopt(made["id"], OLPE, "interessiert", organization_id=people.other, note="Geheim", contact="Frau Geheim")
    assert "adoption" not in bundle_of(who="editor")["useCases"][0]
    _adopt(made["id"], "01001000", "betrieb", name="Flensburg", contact="Geheim", note="Geheim",
           since=dt.date(2026, 1, 2))
    _adopt(made["id"], "01002000", "pruefung", name="Kiel", public=True)
    document = bundle_of(who="editor")
    assert [(one["name"], one["status"]) for one in document["useCases"][0]["adoption"]] == [
        ("Flensburg", "betrieb"), ("Kiel", "pruefung")]
    assert "Geheim" not in json.dumps(document)


def test_a_withdrawn_contact_makes_the_case_newer(case, bundle_of):
    """Else other portals would keep the contact: for them nothing had changed."""
    made = case(names.PUBLISHED, contact_released=names.EVERYBODY)
    before = bundle_of()["useCases"][0]
    contact = model.Session.get(Contact, made["id"])
    contact.released, contact.modified_at = names.NOBODY, contact.modified_at + dt.timedelta(seconds=5)
    model.Session.commit()
    after = bundle_of()["useCases"][0]
    assert after["modified"] > before["modified"]
    assert "contactPoint" not in after


def test_filters_are_those_of_the_list(case, bundle_of):
    case(names.PUBLISHED, title="Pilot", phase="pilot")
    case(names.PUBLISHED, title="Idee in Olpe", phase="idee", municipality=[OLPE])
    assert titles(bundle_of("/use_cases.jsonld?phase=idee")) == ["Idee in Olpe"]
    assert titles(bundle_of("/use_cases.jsonld?municipality=soest&page=9")) == ["Pilot"]
    assert titles(bundle_of("/use_cases.jsonld?q=olpe")) == ["Idee in Olpe"]
    assert titles(bundle_of("/use_cases.jsonld?phase=betrieb")) == []


def test_all_cases_in_the_order_of_their_identifiers_over_many_pages(case, bundle_of, monkeypatch):
    monkeypatch.setattr(exporting, "PAGE", 2)
    monkeypatch.setattr(exporting, "IDS", 3)
    made = [case(names.PUBLISHED)["identifier"] for _number in range(7)]
    document = bundle_of()
    assert [one["identifier"] for one in document["useCases"]] == sorted(made)
    assert bundle_of()["useCases"] == document["useCases"]


def test_one_page_at_a_time_and_few_queries(case, monkeypatch):
    """A page costs one search and three queries, whatever it holds."""
    monkeypatch.setattr(exporting, "PAGE", 3)
    ids = [case(names.PUBLISHED)["id"] for _number in range(6)]
    asked, sql, real = [], [], exporting.tk.get_action
    monkeypatch.setattr(exporting.tk, "get_action", lambda name: asked.append(name) or real(name))
    engine = model.ensure_engine()

    def count(_connection, _cursor, statement, *_rest):
        sql.append(statement)

    sa.event.listen(engine, "before_cursor_execute", count)
    try:
        found = exporting.nodes(ids)
        next(found)
        assert len(asked) == 1
        list(found)
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)
    assert asked == ["package_search"] * 2
    assert len(sql) <= 2 * 4, sql


def test_a_search_that_does_not_answer_is_no_empty_bundle(browser, monkeypatch):
    def fail(*_args):
        raise SearchError("down")

    monkeypatch.setattr(exporting, "ids", fail)
    assert browser("anonymous").get("/use_cases.jsonld").status_code == 503
    assert browser("anonymous").get("/use_cases.csv").status_code == 503


@pytest.mark.parametrize("name", ["there-is-none", "%00", "a" * 3000, "..", "%F0%9F%98%80"])
def test_an_unknown_case(browser, name):
    assert browser("anonymous").get(f"/use_case/{name}.jsonld").status_code in (404, 308)


def test_a_dataset_is_no_case(people, browser):
    dataset = factories.Dataset(owner_org=people.own, license_id="cc-by/4.0")
    assert browser("anonymous").get(f"/use_case/{dataset['name']}.jsonld").status_code == 404
    assert browser("anonymous").get(f"/use_case/{dataset['name']}/factsheet").status_code == 404


def _table(page):
    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"
    raw = page.data if hasattr(page, "data") else page.body.encode()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";")), raw


def test_the_table_has_german_heads_and_labels(case, browser):
    case(names.PUBLISHED, title="=HYPERLINK(1)", municipality=[SOEST, OLPE], tag_string="Bäume,Klima",
         steps=[{"title": "a|b", "who": "Bauhof"}, {"title": "c"}], contact_released=names.LOGGED_IN)
    rows, _raw = _table(browser("editor").get("/use_cases.csv"))
    row = dict(zip(*rows, strict=True))
    assert row["Titel"] == "'=HYPERLINK(1)"
    assert row["Kommune(n)"] == "Soest; Olpe"
    assert row["Umsetzungsphase"] == "Pilot" or row["Umsetzungsphase"].startswith("Pilot")
    assert row["Schlagwörter"] == "Bäume; Klima"
    assert row["Umsetzungsschritte"].split("\n")[0].startswith("a/b | ")
    assert row["E-Mail (Funktionspostfach)"] == ""
    assert row["Herausgebende Stelle"] == "Soest"
    assert row["Seite"].startswith("http://portal.test/use_case/")


def test_the_table_can_be_imported_again(case, browser):
    made = case(
        names.PUBLISHED, municipality=[SOEST, OLPE], tag_string="Bäume,Klima", notes="- eins\n- zwei; drei",
        steps=[{"title": "a", "duration_weeks": "2", "who": "Bauhof"}, {"title": "c"}], standards=["wms", "other"],
        based_on=["https://other.example.org/1"], contact_released=names.EVERYBODY, contact_phone="+49 2921 103-0",
        suitable_population_min="1000", start_date="2026-01-01")
    _rows, raw = _table(browser("anonymous").get("/use_cases.csv"))
    read = list(tables.read(raw))
    assert [one for one in read if isinstance(one, Finding) and one.severity == ERROR] == []
    [record] = [one for one in read if not isinstance(one, Finding)]
    for name in ("title", "summary", "municipality", "dna_goal", "field_of_action", "notes", "phase", "cost_setup",
                 "standards", "based_on", "license_id", "start_date", "reuse_status"):
        assert record.dataset[name] == made[name], name
    assert record.dataset["steps"] == [{"title": "a", "duration_weeks": "2", "who": "Bauhof"}, {"title": "c"}]
    assert record.contact["contact_phone"] == "+49 2921 103-0"
    assert record.contact["contact_released"] == names.EVERYBODY


def test_documents_about_the_format(browser):
    context = browser("anonymous").get("/def/suedwestfalen/context.jsonld")
    assert json.loads(context.body)["@context"]["swf"]["@id"] == config.use_cases_vocabulary()
    served = browser("anonymous").get("/def/suedwestfalen/bundle.schema.json")
    assert json.loads(served.body) == schema.schema()
    assert context.headers["Access-Control-Allow-Origin"] == "*"


def test_every_address_of_ours_leads_to_its_explanation(case, browser, bundle_of):
    case(names.PUBLISHED)
    page = browser("anonymous").get("/def/suedwestfalen")
    graph = rdflib.Graph().parse(data=json.dumps(bundle_of()), format="json-ld")
    base = config.use_cases_vocabulary()
    used = {str(term) for triple in graph for term in triple if str(term).startswith(base)}
    missing = [term for term in used if f'id="{term.removeprefix(base)}"' not in page.body]
    assert used
    assert missing == []
    assert page.body.count('id="phase"') == 1


def test_addresses_that_end_in_a_slash_lead_there_too(browser):
    answer = browser("anonymous").get("/def/suedwestfalen/phase/pilot", follow_redirects=False)
    assert answer.headers["Location"].endswith("/def/suedwestfalen#phase/pilot")
    assert browser("anonymous").get("/def/suedwestfalen/none").status_code == 404


@pytest.mark.parametrize("path", ["/use_cases.jsonld", "/use_cases.csv", "/use_case/x.jsonld", "/def/suedwestfalen",
                                  "/use_case/x/factsheet", "/use_case/figures"])
def test_nothing_takes_a_post(browser, path):
    assert browser("sysadmin").post(path).status_code in (400, 403, 404, 405)


def test_the_pages_link_what_can_be_taken_along(case, browser):
    made = case(names.PUBLISHED, phase="idee")
    listed = browser("agency").get("/use_case/?phase=idee&q=Sensoren").body
    for path in ("/use_cases.csv?", "/use_cases.jsonld?"):
        asked = listed.partition(f'href="{path}')[2].partition('"')[0]
        assert "phase=idee" in asked
        assert "q=Sensoren" in asked
    assert "/use_case/figures" in listed
    assert "/use_case/figures" not in browser("editor").get("/use_case/").body
    shown = browser("anonymous").get(f"/use_case/{made['name']}").body
    for path in (".jsonld", "/factsheet", "/factsheet.docx"):
        assert f'/use_case/{made["name"]}{path}"' in shown
    draft = case(names.DRAFT)
    assert ".jsonld" not in browser("editor").get(f"/use_case/{draft['name']}").body
