"""The form of a source: from an address to a run, with nothing typed lost on the way; asked of a real MapServer."""

from __future__ import annotations

import base64
import html
import re
import time

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.harvest import form as form_module
from ckanext.suedwestfalen.harvest import helpers, remembered, runs, secrets, sources, views_form
from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.tests.harvest.surface.conftest import ADDRESS
from ckanext.suedwestfalen.tests.servers import Reply, faulty
from ckanext.suedwestfalen.tests.servers.mapserver import mapserver

__all__ = ["faulty", "mapserver"]
NEW = "/harvesting/new"
USER, PASSWORD = "stadtwerke-leser", "Geheim-Käse:1"
HEADER = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


@pytest.fixture
def town(mapserver, ckan_config, monkeypatch):
    """A MapServer of three layers that the portal may ask."""
    monkeypatch.setitem(ckan_config, "ckanext.suedwestfalen.net.allow", [mapserver.host])
    return mapserver


@pytest.fixture
def me(browser):
    """An administrator on the page for a new source."""
    me = browser("admin")
    me.get(NEW)
    return me


def posted_by(page):
    """What a browser would post of the form on a page, as (name, value)."""
    body = re.search(r'<form[^>]*id="harvest-source-form".*?</form>', page.body, re.DOTALL).group()
    fields = []
    for tag in re.findall(r"<input[^>]*>", body):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or " checked" in tag):
            fields.append((name.group(1), html.unescape(value.group(1)) if value else ""))
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', body, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        fields.append((name, html.unescape(chosen.group(1)) if chosen else ""))
    for name, inner in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', body, re.DOTALL):
        fields.append((name, html.unescape(inner)))
    return fields


def press(me, page, do, path=NEW, **changes):
    """Press a button of the form, after some changes; a value of None takes a field out."""
    data = {}
    for name, value in posted_by(page):
        data.setdefault(name, []).append(value)
    data = {**data, "do": do, **changes}
    data.pop("_csrf_token", None)
    return me.post(path, **{name: value for name, value in data.items() if value is not None})


def sources_like(title):
    model.Session.rollback()
    return [source for source in model.Session.query(tables.Source) if title in source.title]


def test_an_address_is_all_that_an_administrator_types(me, town, queued, people):
    found = me.post(NEW, do="detect", url=town.url)
    assert found.status_code == 200
    filled = dict(posted_by(found))
    assert (filled["protocol"], filled["title"], filled["schedule"]) == ("wfs", town.title, "daily")
    assert filled["organization_id"] == people.own  # the only one that they administer
    for layer in town.layers:
        assert layer.title in found.body
    answer = press(me, found, "take_over")
    assert answer.status_code == 302
    assert answer.location.endswith(f"/harvesting/run/{queued[0]}")
    source = sources_like(town.title)[0]
    assert (source.protocol, source.schedule, source.active, source.settings) == ("wfs", "daily", True, {})
    waiting = me.get(answer.location).body
    assert "<progress" in waiting
    assert runs.execute(queued[0]).state == "finished"
    report = me.get(answer.location).body
    assert report.count('href="/dataset/') >= len(town.layers)


def test_chosen_layers_only(me, town, queued):
    found = me.post(NEW, do="detect", url=town.url)
    again = press(me, found, "save", title="")  # an error brings the form back, with the layers
    assert again.status_code == 422
    assert 'value="ms:baeume"' in again.body
    answer = press(me, again, "save", title="Nur Bäume", settings__layers=["", "ms:baeume", "ms:schulen"])
    assert answer.status_code == 302
    assert sources_like("Nur Bäume")[0].settings["layers"].split() == ["ms:baeume", "ms:schulen"]
    page = me.get(answer.location + "/edit")
    assert dict(posted_by(page))["settings__layers"].split() == ["ms:baeume", "ms:schulen"]
    offered = press(me, page, "detect", answer.location + "/edit")
    ticked = [value for name, value in posted_by(offered) if name == "settings__layers" and value]
    assert sorted(ticked) == ["ms:baeume", "ms:schulen"]
    assert 'value="ms:spielplaetze"' in offered.body


def test_where_nothing_is_found_it_says_what_was_tried(me, town):
    address = f"http://{town.host}/nichts/zu/finden?x=1&y=2"
    answer = me.post(NEW, do="detect", url=address, organization_id="")
    assert answer.status_code == 200
    assert 'id="harvest-address-form"' in answer.body
    assert answer.body.count("<code>http") >= 1
    assert f'value="{html.escape(address)}"' in answer.body
    by_hand = me.post(NEW, do="by_hand", url=address)
    assert dict(posted_by(by_hand))["url"] == address


def test_a_forbidden_address_is_not_asked_and_says_so(me):
    answer = me.post(NEW, do="detect", url="http://169.254.169.254/latest/meta-data/")
    assert answer.status_code == 200
    assert 'id="harvest-address-form"' in answer.body
    assert answer.body.count("alert-warning") == 1


def test_no_address_is_an_error_with_a_link_to_its_field(me):
    answer = me.post(NEW, do="detect", url="")
    assert answer.status_code == 422
    assert 'href="#field-url"' in answer.body
    assert 'id="field-url"' in answer.body


def test_the_preview_saves_nothing_and_keeps_everything(me, town, queued):
    found = me.post(NEW, do="detect", url=town.url)
    before = model.Session.query(tables.Source).count()
    typed = {"title": "Vorschau <b>", "municipality": "05974040", "rank": "27",
             "options__default_licence_reason": "Ratsbeschluss", "options__default_licence": "dl-zero-de/2.0"}
    page = press(me, found, "preview", **typed)
    assert page.status_code == 200
    shown = dict(posted_by(page))
    assert {name: shown[name] for name in typed} == typed
    assert "Vorschau <b>" not in page.body
    section = re.search(r'<section id="preview".*?</section>', page.body, re.DOTALL).group()
    for layer in town.layers:
        assert layer.title in section
    assert section.count("<circle") >= 2
    assert model.Session.query(tables.Source).count() == before
    assert queued == []
    saved = press(me, page, "save", title="Nach der Vorschau")
    assert saved.status_code == 302
    assert sources_like("Nach der Vorschau")[0].options["default_licence"] == "dl-zero-de/2.0"


def test_a_stored_source_is_previewed_from_its_page(me, town, people):
    source = sources.create({"title": "Gespeichert", "url": town.url, "protocol": "wfs", "settings": {},
                             "organization_id": people.own})
    me.get(f"/harvesting/source/{source.name}")
    page = me.post(f"/harvesting/source/{source.name}/preview")
    assert page.status_code == 200
    assert town.layers[0].title in page.body
    assert model.Session.query(tables.Run).filter_by(source_id=source.id).count() == 0


def test_another_kind_shows_its_own_settings(me, form):
    form = {**form, "settings__keyword": "opendata"}
    page = me.post(NEW, do="kind", **{**form, "protocol": "wfs"}, shown_protocol="csw")
    shown = dict(posted_by(page))
    assert "settings__keyword" not in shown
    assert "settings__layers" in shown
    assert shown["title"] == form["title"]


def test_a_changed_kind_is_not_saved_before_its_settings_were_seen(me, form):
    answer = me.post(NEW, do="save", **{**form, "title": "Anders", "protocol": "wfs"}, shown_protocol="csw")
    assert answer.status_code == 200
    assert "settings__layers" in dict(posted_by(answer))
    assert sources_like("Anders") == []


def test_every_complaint_names_its_field_and_leads_to_it(me, form):
    bad = {"title": "", "organization_id": "", "rank": "hoch", "settings__page_size": "viele",
           "options__guard_share": "500", "options__default_licence_reason": "nur ein Grund",
           "username": "nur-der-Name"}
    answer = me.post(NEW, **{**form, **bad})
    assert answer.status_code == 422
    summary = re.search(r'<div class="error-explanation.*?</div>', answer.body, re.DOTALL).group()
    for name in ("title", "organization_id", "rank", "settings__page_size", "options__guard_share",
                 "options__default_licence", "password"):
        assert f'href="#field-{name}"' in summary, name
        assert f'id="field-{name}"' in answer.body, name
    assert "Fehlender Wert" not in answer.body
    assert "Missing value" not in answer.body


def test_a_password_is_never_sent_back(me, form, town):
    secret = "sehr-geheim-4711"
    pages = [
        me.post(NEW, **{**form, "title": "", "username": "leser", "password": secret}),
        me.post(NEW, do="detect", url=town.url, username="leser", password=secret),
        me.post(NEW, do="preview", **{**form, "url": town.url, "protocol": "wfs", "settings__keyword": "",
                                      "username": "leser", "password": secret}),
    ]
    saved = me.post(NEW, **{**form, "title": "Mit Kennwort", "username": "leser", "password": secret})
    assert saved.status_code == 302
    pages += [me.get(saved.location), me.get(saved.location + "/edit")]
    for page in pages:
        assert secret not in page.body
    assert me.post(NEW, forged=True, **form, password=secret).body.count(secret) == 0


@pytest.fixture
def guarded(faulty, ckan_config, monkeypatch):
    """A server that asks for a login; gives what was sent to it so."""
    monkeypatch.setitem(ckan_config, "ckanext.suedwestfalen.net.allow", [f"127.0.0.1:{faulty.port}"])
    folder = b'<html><title>Index of /</title><a href="eins.xml">eins.xml</a></html>'
    faulty.answer = lambda asked: (
        Reply(folder, headers={"Content-Type": "text/html"}) if asked.headers.get("Authorization") == HEADER
        else Reply(b"", 401, headers={"WWW-Authenticate": "Basic"}))
    return faulty


def logins_of(title):
    return [secrets.of(source) for source in sources_like(title)]


def test_a_login_is_typed_once(me, guarded, caplog):
    """From the first step over detection, preview, another kind and a complaint to the saved source."""
    pages = [me.post(NEW, do="detect", url=guarded.url, username=USER, password=PASSWORD)]
    assert dict(posted_by(pages[0]))["protocol"] == "waf"
    pages.append(press(me, pages[-1], "preview"))
    pages.append(press(me, pages[-1], "kind", protocol="csw"))
    pages.append(press(me, pages[-1], "kind", protocol="waf"))
    pages.append(press(me, pages[-1], "save", title=""))
    asked = len([one for one in guarded.asked if one.headers.get("Authorization") == HEADER])
    assert asked >= 2  # detection and preview
    for page in pages:
        assert dict(posted_by(page))["username"] == dict(posted_by(page))["password"] == ""
        assert "vorgemerkt" in page.body
        for secret in (USER, PASSWORD, html.escape(PASSWORD)):
            assert secret not in page.body
            assert secret not in str(page.headers)
    saved = press(me, pages[-1], "save", title="Mit Vormerkung")
    assert saved.status_code == 302
    assert [(one.user, one.password) for one in logins_of("Mit Vormerkung")] == [(USER, PASSWORD)]
    with me.client.session_transaction(base_url=tk.config["ckan.site_url"]) as session:
        assert remembered._KEY not in session
    assert PASSWORD not in caplog.text
    # what was used is gone: the same page once more has nothing to use, and says so
    again = press(me, pages[-1], "save", title="Noch einmal")
    assert again.status_code == 422
    assert "erneut ein" in again.body
    assert not sources_like("Noch einmal")


@pytest.fixture
def both(guarded, town, ckan_config, monkeypatch):
    """The portal may ask the server with a login, and the one without."""
    monkeypatch.setitem(ckan_config, "ckanext.suedwestfalen.net.allow", [f"127.0.0.1:{guarded.port}", town.host])


def test_a_login_that_waits_is_sent_to_its_own_server_only(me, guarded, town, both):
    found = me.post(NEW, do="detect", url=guarded.url, username=USER, password=PASSWORD)
    for other in (town.url, guarded.url.replace("127.0.0.1", "localhost"), guarded.url.replace("http:", "https:")):
        answer = press(me, found, "save", url=other, title="Anderer Server")
        assert answer.status_code == 422
        assert 'href="#field-password"' in answer.body
    assert not sources_like("Anderer Server")
    without = press(me, found, "save", title="Ohne Anmeldung", credentials_remove="true")
    assert without.status_code == 302
    assert logins_of("Ohne Anmeldung") == [None]


def test_a_login_waits_for_its_person_and_not_for_long(me, browser, guarded, form, monkeypatch):
    typed = {**form, "url": guarded.url, "title": "", "username": USER, "password": PASSWORD}
    page = me.post(NEW, **typed)
    with me.client.session_transaction(base_url=tk.config["ckan.site_url"]) as session:
        token = session[remembered._KEY]
        assert USER not in token
    assert PASSWORD not in str(base64.urlsafe_b64decode(token))
    stranger = browser("sysadmin")
    stranger.get(NEW)
    with stranger.client.session_transaction(base_url=tk.config["ckan.site_url"]) as session:
        session[remembered._KEY] = token
    assert press(stranger, page, "save", title="Fremd").status_code == 422
    for broken in ("x", "", token[:-4], token[:-4] + "AAAA"):
        with stranger.client.session_transaction(base_url=tk.config["ckan.site_url"]) as session:
            session[remembered._KEY] = broken
        assert press(stranger, page, "save", title="Fremd").status_code == 422
    now = time.time()
    monkeypatch.setattr(remembered.time, "time", lambda: now + remembered.SECONDS + 5)
    assert press(me, page, "save", title="Fremd").status_code == 422
    monkeypatch.undo()
    assert not sources_like("Fremd")


def test_a_login_is_not_kept_for_where_the_address_leads(me, guarded, monkeypatch):
    """What was found lies on another server: that is not whom the login was typed for."""
    found = {"protocol": "wfs", "label": "WFS", "url": "https://192.0.43.8/wfs", "title": "Anderswo", "settings": {},
             "sure": 100, "layers": []}
    result = {"url": guarded.url, "found": [found], "tried": [], "timed_out": False, "seconds": 1}
    monkeypatch.setattr(views_form, "action", lambda name, **_data: result)
    page = me.post(NEW, do="detect", url=guarded.url, username=USER, password=PASSWORD)
    assert "https://192.0.43.8/wfs" in page.body
    assert "vorgemerkt" not in page.body
    assert "auf einem anderen Server" in page.body
    assert PASSWORD not in page.body


def test_layers_are_asked_for_with_the_login_that_the_source_has(me, act, guarded, both, town, people):
    source = sources.create({"title": "Geschützt", "url": guarded.url, "organization_id": people.own,
                             "protocol": "waf", "schedule": "manual", "settings": {}}, (USER, PASSWORD))
    assert act("admin", "detect", url=guarded.url, id=source.id)["found"]
    assert not act("admin", "detect", url=guarded.url)["found"]
    with pytest.raises(tk.NotAuthorized):  # whose source it is not, they do not use its login
        act("admin_other", "detect", url=guarded.url, id=source.id)
    before = len(guarded.asked)
    act("admin", "detect", url=town.url, id=source.id)  # another server is not told it
    assert len(guarded.asked) == before
    edit = f"/harvesting/source/{source.name}/edit"
    page = press(me, me.get(edit), "detect", edit)
    assert "nicht als Quelle dieser Art" not in page.body
    assert PASSWORD not in page.body


def test_a_server_that_asks_for_a_login_is_met_with_the_fields_for_it(me, guarded):
    page = me.post(NEW, do="detect", url=guarded.url)
    assert re.search(r"<details open>\s*<summary>Der Server verlangt", page.body)
    assert page.body.count("401, 403: Zugangsdaten sind nötig") == 1  # what to do is said once
    guarded.answer = lambda asked: Reply(b"", 404)
    assert "<details open>" not in me.post(NEW, do="detect", url=guarded.url).body


@pytest.mark.parametrize(("url", "said"), [
    ("https://example.org/" + "x" * 5000, "höchstens 2000 Zeichen"), ("https://exa\x00mple.org/", "Steuerzeichen"),
])
def test_an_impossible_address_is_told_why(me, url, said):
    page = me.post(NEW, do="detect", url=url)
    assert page.status_code == 422
    assert said in page.body


def test_nonsense_is_refused_by_the_form(me, form):
    assert me.post(NEW, **{**form, "organization_id": "a\x00b"}).status_code == 403
    records = {**form, "protocol": "ogc_records", "shown_protocol": "ogc_records", "settings__types": "",
               "settings__cql": "", "settings__box": "200,100,300,400"}
    page = me.post(NEW, **records)
    assert page.status_code == 422
    assert "vier Zahlen in Grad" in page.body


def test_a_preview_that_failed_does_not_promise_more(me, guarded, form):
    plain = {name: value for name, value in form.items() if not name.startswith("settings__")}
    page = me.post(NEW, **{**plain, "url": guarded.url, "protocol": "wfs", "do": "preview"})
    assert "Es kamen keine Einträge" in page.body
    assert "hat mehr als diese" not in page.body
    assert 'value="take_over"' in page.body  # to save and harvest at once, also after a preview


def test_common_options_are_stored_and_shown_again(me, form):
    answer = me.post(NEW, **{**form, "title": "Mit Regeln", "options__themes": ["", "TRAN", "ENVI"],
                             "options__published_elsewhere": "true", "options__validation": "reject",
                             "options__guard_days": "9"})
    assert answer.status_code == 302
    stored = sources_like("Mit Regeln")[0].options
    assert stored == {"themes": ["TRAN", "ENVI"], "published_elsewhere": True, "validation": "reject", "guard_days": 9}
    page = me.get(answer.location + "/edit")
    shown = posted_by(page)
    assert {value for name, value in shown if name == "options__themes"} == {"", "TRAN", "ENVI"}
    assert ("options__published_elsewhere", "true") in shown
    gone = press(me, page, "save", answer.location + "/edit", options__themes=[""], options__published_elsewhere=None,
                 options__validation="", options__guard_days="")
    assert gone.status_code == 302
    model.Session.expire_all()
    assert sources_like("Mit Regeln")[0].options == {}


def test_an_expired_token_loses_nothing_at_any_button(me, form, town):
    me.token = "expired"
    for do in ("save", "take_over", "preview", "kind", "detect"):
        answer = me.post(NEW, do=do, **{**form, "title": "Bleibt stehen"})
        assert answer.status_code == 400, do
        assert dict(posted_by(answer))["title"] == "Bleibt stehen"
    first = me.post(NEW, do="detect", url=ADDRESS)
    assert first.status_code == 400
    assert ADDRESS in first.body
    assert sources_like("Bleibt stehen") == []


def test_the_form_has_no_scripts_in_its_tags(me):
    page = me.get(NEW + "?by_hand=1").body
    form = re.search(r'<form[^>]*id="harvest-source-form".*?</form>', page, re.DOTALL).group()
    assert not re.search(r"\son[a-z]+=|javascript:", form)


def test_removing_asks_what_becomes_of_the_datasets(browser, source, queued):
    me = browser("admin")
    page = me.get(f"/harvesting/source/{source.name}/remove").body
    assert re.findall(r'name="datasets"[^>]*value="(\w+)"', page) == ["keep", "hand_over", "delete"]
    answer = me.post(f"/harvesting/source/{source.name}/delete", datasets="hand_over")
    assert answer.location.endswith(f"/harvesting/run/{queued[0]}")
    assert browser("editor").get(f"/harvesting/source/{source.name}/remove").status_code == 403


def test_the_rank_follows_the_organization_until_somebody_types_one(me, town, people):
    organization = model.Group.get(people.own)
    organization.extras["ags"] = "05974040"
    model.Session.commit()
    found = me.post(NEW, do="detect", url=town.url)
    assert dict(posted_by(found))["rank"] == "10"
    without = press(me, found, "preview", organization_id="")
    assert dict(posted_by(without))["rank"] == "20"
    assert dict(posted_by(press(me, without, "preview", organization_id=people.own)))["rank"] == "10"
    assert dict(posted_by(press(me, without, "preview", organization_id=people.own, rank="33")))["rank"] == "33"
    del model.Group.get(people.own).extras["ags"]
    model.Session.commit()


@pytest.mark.parametrize(("url", "title", "expected"), [
    ("https://geo.arnsberg.example/wfs", "Geodaten", "a"),
    ("https://gis.example/wfs", "Geodaten der Stadt Bad Berleburg", "b"),
    ("https://gis.example/wfs", "Arnsberg und Bad Berleburg", ""),
    ("https://gis.example/wfs", "Bad Sassendorf", ""),
])
def test_an_organization_suggests_itself_by_its_name(monkeypatch, url, title, expected):
    mine = [{"value": "a", "text": "Arnsberg"}, {"value": "b", "text": "Bad Berleburg"}, {"value": "c", "text": "–"}]
    monkeypatch.setattr(helpers, "suedwestfalen_harvest_organizations", lambda: mine)
    assert form_module._suggested({"url": url, "title": title}) == expected


def test_a_choice_with_a_default_offers_it_instead_of_a_blank(me, town, queued):
    found = me.post(NEW, do="detect", url=town.url)
    filled = dict(posted_by(found))
    assert (filled["settings__datasets"], filled["options__validation"]) == ("each", "flag")
    for name in ("settings__datasets", "options__validation"):
        select = re.search(rf'<select[^>]*name="{name}".*?</select>', found.body, re.DOTALL).group()
        assert 'value=""' not in select
    assert press(me, found, "save", title="Voreinstellung").status_code == 302
    stored = sources_like("Voreinstellung")[0]
    assert (stored.settings, stored.options) == ({}, {})
