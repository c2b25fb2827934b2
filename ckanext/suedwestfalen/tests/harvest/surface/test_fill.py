"""The dataset form filled from an address: real services, an editor's form, and what can go wrong."""

from __future__ import annotations

import html
import json
import time

import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.suedwestfalen.harvest import filling, filling_form, runs, sources
from ckanext.suedwestfalen.harvest.model import Identity
from ckanext.suedwestfalen.harvest.protocols.ows_address import service_address
from ckanext.suedwestfalen.metadata import capabilities_parts
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.servers import Reply, faulty, pycsw  # noqa: F401
from ckanext.suedwestfalen.tests.servers.mapserver import mapserver  # noqa: F401
from ckanext.suedwestfalen.tests.servers.pygeoapi import layer, pygeoapi  # noqa: F401

PAGE = "/dataset/new/from-address"
SOEST = "05974040"
RECORD = {
    "id": "radwege", "type": "Feature", "conformsTo": ["http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"],
    "geometry": None, "time": None, "links": [],
    "properties": {"type": "dataset", "title": "Radwege", "description": "Alle Radwege", "license": "dl-de-zero-2.0"},
}

TURTLE = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
<https://example.org/maerkte> a dcat:Dataset ; dct:title "Wochenmärkte"@de ; dct:description "Alle Märkte"@de ;
  dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://example.org/maerkte.csv> ] .
"""


@pytest.fixture
def allow(monkeypatch):
    """Let the portal ask these local servers."""

    def allow(*hosts):
        bare = [host.split("//")[-1].strip("/") for host in hosts]
        monkeypatch.setitem(tk.config, "ckanext.suedwestfalen.net.allow", bare)

    return allow


@pytest.fixture
def town(people):
    """The own town is Soest."""
    group = model.Group.get(people.own)
    group.extras = {**group.extras, "ags": SOEST}
    model.Session.commit()
    yield people.own
    model.Session.rollback()
    group = model.Group.get(people.own)
    group.extras = {name: value for name, value in group.extras.items() if name != "ags"}
    model.Session.commit()


def soup(answer):
    return BeautifulSoup(answer.body, "html.parser")


def fields_of(page):
    """Give what a browser would post of the dataset form, pressing the button for the next step."""
    found = {}

    def add(name, value):
        found.setdefault(name, []).append(value)

    form = page.select_one("#dataset-edit")
    for one in form.select("input[name], textarea[name]"):
        if one.get("type") not in ("checkbox", "radio") or one.has_attr("checked"):
            add(one["name"], one.get("value", "") if one.name == "input" else one.text.removeprefix("\n"))
    for select in form.select("select[name]"):
        first = [] if select.has_attr("multiple") else select.select("option")[:1]
        for option in select.select("option[selected]") or first:
            add(select["name"], option.get("value", option.text))
    add("save", "go-resources")
    return found, form["action"]


def datasets():
    model.Session.rollback()
    return model.Session.query(model.Package).count()


def test_a_layer_of_a_wfs_becomes_a_dataset(browser, act, town, allow, mapserver):  # noqa: F811
    mapserver.organization = "Stadt Soest"
    mapserver.write()
    allow(mapserver.host)
    editor, before = browser("editor"), datasets()
    assert soup(editor.get("/dataset/new")).select_one("#field-fill-url[form=dataset-edit]")

    answer = editor.post(PAGE, url=f"{mapserver.url}&service=WFS")
    choice = soup(answer).select("#fill-choice-form input[name=choice]")
    assert [json.loads(one["value"])[2] for one in choice] == ["ms:schulen", "ms:baeume", "ms:spielplaetze"]
    assert "Schulen in Soest" in answer.body
    page = soup(editor.post(PAGE, url=mapserver.url, choice=choice[0]["value"]))
    fields, action = fields_of(page)
    assert fields["title"] == ["Schulen in Soest"]
    assert fields["municipality"] == [SOEST]
    assert fields["owner_org"] == [town]
    assert fields["license_id"] == ["dl-by-de/2.0"]
    assert "25832" in fields["crs"]
    assert fields["contact-0-email"] == ["geodaten@example.org"]
    assert "Geodaten" in fields["tag_string"][0].split(",")
    assert "Datenlizenz Deutschland" in page.select_one("#fill-notice").text
    assert "Stadt Soest" in page.select_one("#fill-notice").text
    assert "Kim Beispiel" not in str(page)
    asked = {"url": mapserver.url, "kind": "wfs", "layer": "schulen"}
    assert act("editor", "draft", **asked)["dataset"]["owner_org"] == town
    assert "owner_org" not in act("editor_other", "draft", **asked)["dataset"]
    assert datasets() == before

    answer = editor.post(action, **{name: values for name, values in fields.items() if name != "_csrf_token"})
    assert answer.status_code == 302, soup(answer).select_one(".error-explanation")
    made = call_action("package_show", id=fields["name"][0])
    assert answer.location.endswith(f"/dataset/{made['name']}")
    assert made["state"] == "active"
    assert made["municipality"] == [SOEST]
    assert made["municipality_source"] == "manual"
    assert not any(made.get(name) for name in ("harvest_guid", "harvest_source_id", "hierarchy_level"))
    assert [one["url"] for one in made["resources"]]
    assert len(made["resources"]) == len(fields[filling_form.TICKS])
    assert "WFS" in {one["format"] for one in made["resources"]}
    # whoever asks for the same layer again is told of it
    again = editor.post(PAGE, url=mapserver.url, choice=choice[0]["value"])
    assert f"/dataset/{made['name']}" in again.body
    assert not soup(again).select_one("#dataset-edit")


def test_a_layer_that_was_filled_in_by_hand_is_known_to_a_source(browser, town, allow, mapserver):  # noqa: F811
    allow(mapserver.host)
    editor = browser("editor")
    editor.get(PAGE)
    fields, action = fields_of(soup(editor.post(PAGE, url=mapserver.url, choice=json.dumps(
        ["wfs", mapserver.url, "schulen"]))))
    fields |= {"title": ["Unsere Schulen"], "name": ["unsere-schulen"]}
    fields.pop("_csrf_token")
    assert editor.post(action, **fields).status_code == 302
    mine = call_action("package_show", id="unsere-schulen")
    source = sources.create({"title": "Dienste der Stadt", "url": mapserver.url, "organization_id": town,
                             "protocol": "wfs", "schedule": "manual", "settings": {}})

    def harvest():
        run = runs.execute(runs.start(sources.get(source.id), cause="cli").id)
        return run.new, run.changed, run.unchanged, run.skipped, run.failed

    assert harvest() == (2, 0, 0, 1, 0)
    assert call_action("package_show", id="unsere-schulen")["title"] == "Unsere Schulen"
    page = f"/harvesting/source/{source.name}"
    assert "Dieser Quelle übergeben" not in browser("editor").get(page).body
    admin = browser("admin")
    form = soup(admin.get(page)).select_one("form:-soup-contains('Dieser Quelle übergeben')")
    assert form.select_one("a")["href"].endswith("/dataset/unsere-schulen")
    answer = admin.post(form["action"], guid=form.select_one("[name=guid]")["value"])
    assert answer.status_code == 302
    assert harvest() == (0, 1, 2, 0, 0)
    now = call_action("package_show", id="unsere-schulen")
    assert (now["id"], now["title"]) == (mine["id"], "Schulen in Soest")
    assert {one["id"] for one in now["resources"]} == {one["id"] for one in mine["resources"]}
    assert "Dieser Quelle übergeben" not in admin.get(page).body


def test_unticked_links_and_a_missing_field_are_remembered(browser, town, allow, mapserver):  # noqa: F811
    allow(mapserver.host)
    editor = browser("editor")
    choice = json.dumps(["wms", mapserver.url, "baeume"])
    editor.get(PAGE)
    fields, action = fields_of(soup(editor.post(PAGE, url=mapserver.url, choice=choice)))
    links = fields.pop(filling_form.TICKS)
    fields |= {"name": ["baeume-aus-dem-wms"], "title": [""], filling_form.TICKS: links[:1], "owner_org": [town]}
    fields.pop("_csrf_token")
    page = soup(editor.post(action, **fields))
    assert page.select_one(".error-explanation")
    again, action = fields_of(page)
    assert again[filling_form.TICKS] == links[:1]
    assert page.select_one("#fill-notice")
    assert len(page.select("#fill-links input")) == len(links)
    again.pop("_csrf_token")
    assert editor.post(action, **{**again, "title": ["Bäume"]}).status_code == 302
    assert len(call_action("package_show", id="baeume-aus-dem-wms")["resources"]) == 1


def test_a_draft_keeps_what_was_entered(browser, people, town, allow, mapserver):  # noqa: F811
    allow(mapserver.host)
    editor = browser("editor")
    draft = call_action("package_create", {"user": people.sysadmin.name},
                        title="Mein Titel", name="mein-entwurf", notes="Mein Text", owner_org=town, state="draft",
                        license_id="dl-zero-de/2.0")
    assert soup(editor.get("/dataset/edit/mein-entwurf")).select_one("#fill-box button[name=fill]")
    choice = json.dumps(["wfs", mapserver.url, "schulen"])
    page = soup(editor.post(PAGE, url=mapserver.url, choice=choice, pkg_name=draft["id"]))
    fields, action = fields_of(page)
    assert (fields["title"], fields["license_id"]) == (["Mein Titel"], ["dl-zero-de/2.0"])
    assert "25832" in fields["crs"]
    fields.pop("_csrf_token")
    assert editor.post(action, **fields).status_code == 302
    made = call_action("package_show", id="mein-entwurf")
    assert made["id"] == draft["id"]
    assert made["state"] == "active"
    assert made["resources"]


OWN = {"title": "Schulen, wie ich sie nenne", "notes": "Mein Text: <b>fett</b>\n\nZweiter Absatz",
       "tag_string": "schule, kinder", "license_id": "cc-by/4.0", "contact-0-name": "Mein Amt", "contact-0-email": "",
       "private": "False", "url": "https://example.org/schulen"}


def entered(editor, address, **changes):
    """Give what a browser posts of the form of a new dataset, with entries in it and an address in the box."""
    fields, _action = fields_of(soup(editor.get("/dataset/new")))
    del fields["save"], fields["_csrf_token"]
    return {**fields, **OWN, "fill_url": address, "fill": "here", **changes}


def hidden(form):
    """Give what a browser posts of a form of ours that has only hidden fields and buttons."""
    found = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden]")}
    found.pop("_csrf_token")
    return found


def own_of(page):
    fields, _action = fields_of(page)
    return {name: fields.get(name, [""])[0].replace("\r", "") for name in OWN}


def test_what_was_entered_before_stays(browser, town, allow, mapserver):  # noqa: F811
    """The entries go through the choice of a layer into the form; only what is empty is filled."""
    mapserver.organization = "Stadt Soest"
    mapserver.write()
    allow(mapserver.host)
    editor, before = browser("editor"), datasets()
    page = soup(editor.post(PAGE, **entered(editor, mapserver.url)))
    choice = page.select_one("#fill-choice-form")
    assert "Mein Text" not in page.select_one("#fill-choice-form fieldset").text
    page = soup(editor.post(PAGE, choice=choice.select("input[name=choice]")[0]["value"], **hidden(choice)))
    assert own_of(page) == OWN
    fields, action = fields_of(page)
    assert (fields["name"], fields["municipality"]) == (["schulen-wie-ich-sie-nenne"], [SOEST])
    assert "25832" in fields["crs"]
    assert fields["owner_org"] == [town]
    kept = page.select_one("#fill-kept").text
    assert "Titel: Schulen in Soest" in kept
    assert "Lizenz: Datenlizenz Deutschland" in kept
    assert "Geodaten" in kept
    assert "Sichtbarkeit" not in kept
    assert datasets() == before
    fields.pop("_csrf_token")
    assert editor.post(action, **fields).status_code == 302
    made = call_action("package_show", id="schulen-wie-ich-sie-nenne")
    assert (made["title"], made["license_id"], made["private"]) == (OWN["title"], "cc-by/4.0", False)
    assert made["resources"]


def test_nothing_entered_is_lost_where_nothing_is_found(browser, town, allow, mapserver):  # noqa: F811
    allow(mapserver.host)
    editor = browser("editor")
    typed = entered(editor, "")
    for address in ("", "javascript:alert(1)", "http://169.254.169.254/", "\x00", "x" * 5000):
        page = soup(editor.post(PAGE, **{**typed, "fill_url": address}))
        assert page.select_one(".error-block, .alert-warning").text.strip(), address
        assert json.loads(hidden(page.select_one("#fill-back-form"))["suedwestfalen_fill_own"])
    form = page.select_one("#fill-back-form")
    assert own_of(soup(editor.post(PAGE, fill="back", **hidden(form)))) == OWN
    again = {**hidden(page.select_one("#fill-form")), "url": mapserver.url}
    choice = soup(editor.post(PAGE, **again)).select_one("#fill-choice-form")
    another = soup(editor.post(PAGE, fill="another", **hidden(choice)))
    assert hidden(another.select_one("#fill-form"))["suedwestfalen_fill_own"] == \
        hidden(choice)["suedwestfalen_fill_own"]
    expired = editor.post(PAGE, forged=True, **{**typed, "fill_url": mapserver.url})
    assert expired.status_code == 400
    editor.get(PAGE)
    assert own_of(soup(editor.post(PAGE, fill="back", **hidden(soup(expired).select_one("#fill-back-form"))))) == OWN


def test_enter_in_the_form_saves_it_and_fills_only_where_there_is_an_address(browser, town, allow, mapserver):  # noqa: F811
    allow(mapserver.host)
    editor = browser("editor")
    page = soup(editor.get("/dataset/new"))
    first = page.select("button[form=dataset-edit]")[0]
    assert (first["name"], first["formaction"]) == ("save", PAGE)  # the browser's choice for Enter
    fields = entered(editor, "", name="mit-enter", save="")
    del fields["fill"]
    answer = editor.post(PAGE, **{**fields, "title": ""})
    assert soup(answer).select_one(".error-explanation")
    assert soup(answer).select_one("#dataset-edit")["action"] == "/dataset/new"
    answer = editor.post(PAGE, **fields)
    assert answer.location.endswith("/dataset/mit-enter/resource/new")
    found = soup(editor.post(PAGE, **{**fields, "fill_url": mapserver.url}))
    assert found.select_one("#fill-choice-form")


@pytest.mark.parametrize("carried", [
    "x", "[]", "{}", "[1]", "[[1]]", '[["title"]]', '[["a__b__c", "1"], ["a", "2"]]', "[" * 5000, '[["title", {}]]',
    "null", '[["extras__0__key", "harvest_guid"], ["extras__0__value", "x"]]', '[["title", "x\\u0000y"]]',
])
def test_damaged_entries_are_no_fault(browser, carried):
    editor = browser("editor")
    editor.get(PAGE)
    for pressed in ("back", "another", "here"):
        answer = editor.post(PAGE, url="http://127.0.0.1:1/", suedwestfalen_fill_own=carried, fill=pressed)
        assert answer.status_code == 200, (pressed, carried)


def test_an_iso_record_of_a_catalogue(act, allow, pycsw, people):  # noqa: F811
    pycsw.load({"eins": record(1), "zwei": record(2)}).start()
    allow(pycsw.url)
    query = "service=CSW&version=2.0.2&request=GetRecordById&outputschema=http://www.isotc211.org/2005/gmd"
    address = f"{pycsw.url}?{query}&elementsetname=full&id={guid(1)}"
    found = act("editor", "draft", url=address)
    assert found["kind"] == "document"
    assert found["error"] is None
    assert found["dataset"]["title"]
    assert found["existing"] is None
    assert not {"harvest_guid", "spatial_source", "resources"} & set(found["dataset"])
    # the address of the whole catalogue offers what there is
    found = act("editor", "draft", url=pycsw.url)
    assert (found["kind"], found["dataset"]) == ("csw", None)
    assert {one["name"] for one in found["layers"]} == {guid(1), guid(2)}
    chosen = next(one for one in found["layers"] if one["name"] == guid(2))
    found = act("editor", "draft", url=chosen["url"], kind=chosen["kind"], layer=chosen["name"])
    assert found["dataset"]["title"] == chosen["title"]


def test_collection_and_record_of_an_ogc_api(act, allow, pygeoapi):  # noqa: F811
    pygeoapi.records = [RECORD, {**RECORD, "id": "zwei"}]
    allow(pygeoapi.start().url)
    found = act("editor", "draft", url=f"{pygeoapi.url}/collections/baeume")
    assert (found["kind"], found["dataset"]["title"]) == ("ogc_features", "Bäume")
    assert found["resources"]
    found = act("editor", "draft", url=f"{pygeoapi.url}/collections/katalog/items/radwege")
    assert (found["kind"], found["error"]) == ("ogc_records", None)
    assert found["dataset"]["title"] == "Radwege"
    found = act("editor", "draft", url=f"{pygeoapi.url}/collections/katalog")
    assert len(found["layers"]) == 2


def test_a_record_that_the_portal_has_is_named_first(browser, people, town, act, allow, mapserver):  # noqa: F811
    allow(mapserver.host)
    choice = ["wfs", mapserver.url, "spielplaetze"]
    there = call_action("package_create", {"user": people.sysadmin.name}, title="Spielplätze der Stadt", notes="x",
                        name="spielplaetze-der-stadt", owner_org=town, license_id="dl-zero-de/2.0", private=True)
    key = capabilities_parts.identifier(service_address(mapserver.url), "WFS", "ms:spielplaetze")
    model.Session.add(Identity(key=key, package_id=there["id"], name=there["name"]))
    model.Session.commit()
    editor = browser("editor")
    editor.get(PAGE)
    answer = editor.post(PAGE, url=mapserver.url, choice=json.dumps(choice))
    assert f"/dataset/{there['name']}" in answer.body
    assert "Spielplätze der Stadt" in answer.body
    assert not soup(answer).select_one("#dataset-edit")
    anyway = soup(editor.post(PAGE, url=mapserver.url, choice=json.dumps(choice), anyway="true"))
    fields, _action = fields_of(anyway)
    assert fields["name"] != [there["name"]]
    assert fields["identifier"] == [""]
    # who may not see the dataset is not told of it
    found = act("editor_other", "draft", url=choice[1], kind="wfs", layer="spielplaetze")
    assert (found["existing"], found["dataset"]["title"]) == (None, "Spielplätze")


@pytest.mark.parametrize("url", [
    "", "x" * 10_000, "https://example.org/" + "ä" * 10_000, "javascript:alert(1)", "file:///etc/passwd",
    "https://stadt:geheim@example.org/", "http://127.0.0.1:1/", "http://169.254.169.254/", "http://[::1", "\x00",
    "https://nirgends.invalid/", "<script>alert(1)</script>", "a b", "::::",
])
def test_no_address_breaks_the_page(browser, url):
    answer = browser("editor")
    answer.get(PAGE)
    page = answer.post(PAGE, url=url)
    assert page.status_code in (200, 422)
    found = soup(page)
    assert found.select_one("#field-fill-url")["value"].strip() == url.replace("\x00", "\N{REPLACEMENT CHARACTER}") \
        or found.select_one("#field-fill-url")["value"] == url
    assert found.select_one(".error-block, .alert-warning").text.strip()
    assert "geheim" not in page.body.replace(html.escape(url), "")
    assert "<script>alert" not in page.body


def test_text_of_strangers_stays_text(browser, allow, mapserver):  # noqa: F811
    mapserver.layers[0].title = "</textarea><script>alert(1)</script>"
    mapserver.layers[0].abstract = "<img src=x onerror=alert(2)>"
    mapserver.write()
    allow(mapserver.host)
    editor = browser("editor")
    editor.get(PAGE)
    page = editor.post(PAGE, url=mapserver.url)
    assert "<script>alert" not in page.body
    page = editor.post(PAGE, url=mapserver.url, choice=json.dumps(["wfs", mapserver.url, "schulen"]))
    assert "<script>alert" not in page.body
    assert "<img src=x" not in page.body


def test_what_is_not_there_is_said(act, allow, mapserver, faulty):  # noqa: F811
    allow(mapserver.host, f"127.0.0.1:{faulty.port}")
    found = act("editor", "draft", url=mapserver.url, kind="wfs", layer="gibtsnicht")
    assert found["dataset"] is None
    assert "gibtsnicht" in found["error"]["message"]
    faulty.script = [Reply(b"<html><title>Willkommen</title></html>", headers={"Content-Type": "text/html"})]
    found = act("editor", "draft", url=faulty.url)
    assert (found["kind"], found["dataset"], found["error"]) == (None, None, None)
    assert found["tried"]
    with pytest.raises(tk.ValidationError):
        act("editor", "draft", url=faulty.url, kind="unbekannt", layer="x")


def test_a_dcat_document_and_the_page_of_a_ckan_dataset(act, allow, faulty):  # noqa: F811
    allow(faulty.url)
    faulty.script = [Reply(TURTLE.encode(), headers={"Content-Type": "text/turtle"})]
    found = act("editor", "draft", url=f"{faulty.url}doc.ttl")
    assert found["dataset"]["title"] == "Wochenmärkte"
    assert [one["url"] for one in found["resources"]] == ["https://example.org/maerkte.csv"]

    package = {"id": "0d7d5dd8-9d34-4b8f-9d0b-bd3c4c7ac001", "name": "baeume", "title": "Bäume", "notes": "Alle",
               "type": "dataset", "state": "active", "license_id": "dl-de-zero-2.0", "extras": [], "tags": [],
               "resources": [{"id": "1", "url": "https://example.org/b.csv", "name": "B", "format": "CSV"}]}
    answers = {"status_show": {"ckan_version": "2.10", "site_title": "Portal"}, "package_show": package}

    def answer(asked):
        for action, result in answers.items():
            if action in asked.path:
                return Reply(json.dumps({"success": True, "result": result}).encode(),
                             headers={"Content-Type": "application/json"})
        return Reply(b"<html><title>Portal</title></html>", headers={"Content-Type": "text/html"})

    faulty.answer = answer
    found = act("editor", "draft", url=f"{faulty.url}dataset/baeume")
    assert (found["kind"], found["error"]) == ("ckan", None)
    assert found["dataset"]["title"] == "Bäume"
    assert found["dataset"]["license_id"]
    assert found["resources"][0]["url"] == "https://example.org/b.csv"


def test_a_server_that_does_not_answer_is_not_waited_for(people, allow, faulty):  # noqa: F811
    allow(faulty.url)
    faulty.script = [Reply(act=lambda handler: time.sleep(60))]
    began = time.monotonic()
    draft = filling.of(faulty.url, seconds=2)
    assert (draft.parsed, draft.timed_out) == (None, True)
    draft = filling.of(faulty.url, "wfs", "x", seconds=1)
    assert draft.error is not None
    assert time.monotonic() - began < 30
    assert filling.SECONDS < 15


def test_a_whole_catalogue_is_refused(people, allow, pycsw, monkeypatch):  # noqa: F811
    monkeypatch.setattr(filling, "MOST", 2)
    pycsw.load({str(number): record(number) for number in range(3)}).start()
    allow(pycsw.url)
    draft = filling.of(pycsw.url)
    assert (draft.offers, draft.error.code) == ([], filling.TOO_MANY.code)


@pytest.mark.parametrize("choice", [
    "x", "[]", "[1,2]", "[[],{},null]", '["wfs","http://127.0.0.1:1/","x"]', "[" * 5000,
])
def test_a_forged_choice_is_no_fault(browser, choice):
    editor = browser("editor")
    editor.get(PAGE)
    assert editor.post(PAGE, url="http://127.0.0.1:1/", choice=choice).status_code in (200, 422)


@pytest.mark.parametrize("carried", ["", "x", "[]", "{}", "[" * 5000, '{"links": [1, {"url": "javascript:1"}]}'])
def test_a_damaged_hidden_field_is_no_fault(carried):
    data = {filling_form.FIELD: carried, filling_form.TICKS: ["0", "1"]}
    assert filling_form.shown(data) is None
    filling_form.take_links("", data)
    assert data["resources"] == []


def test_links_of_a_dataset_that_may_not_be_seen_are_not_taken(people):
    secret = factories.Dataset(
        owner_org=people.own, private=True, license_id="cc-by/4.0",
        resources=[{"url": "https://example.org/intern.csv", "name": "Intern"}],
    )
    for name, kept in (("editor", 1), ("editor_other", 0), ("", 0)):
        data = {"id": secret["id"], filling_form.FIELD: "x"}
        filling_form.take_links(getattr(people, name).name if name else "", data)
        assert len(data["resources"]) == kept


def test_only_who_may_create_datasets_asks_other_servers(browser, act, faulty):  # noqa: F811
    with pytest.raises(tk.NotAuthorized):
        act("user", "draft", url=faulty.url)
    with pytest.raises(tk.NotAuthorized):
        act("anonymous", "draft", url=faulty.url)
    assert browser("user").get(PAGE).status_code == 403
    assert browser("anonymous").client.get(PAGE, follow_redirects=False).status_code == 302
    assert browser("editor").post(PAGE, forged=True, url=faulty.url).status_code == 400
    assert browser("editor").post(f"{PAGE}/save", forged=True, title="x").status_code == 400
    assert faulty.asked == []
