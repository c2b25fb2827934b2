"""User name and password of a source: kept, sent to their server, and shown nowhere."""

from __future__ import annotations

import base64
import json
import logging

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.harvest import report, secrets, sources
from ckanext.suedwestfalen.tests.servers import Reply, faulty  # noqa: F401

USER, PASSWORD = "stadtwerke", "Geheim-Käse:1"
HEADER = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


@pytest.fixture
def organization(portal):
    return factories.Organization()


@pytest.fixture
def allowed(faulty, monkeypatch):  # noqa: F811
    """Let the portal ask the scripted server; gives what a source needs for that."""
    monkeypatch.setitem(tk.config, "ckanext.suedwestfalen.net.allow", [f"127.0.0.1:{faulty.port}"])
    faulty.script = [Reply(b"<no/>", 200)]
    return {"title": "Mit Passwort", "url": faulty.url, "protocol": "csw"}


@pytest.fixture
def logged(caplog, monkeypatch):
    """Give what is logged at whatever level, also by those that the configuration keeps quiet."""
    for name in ("", "ckan", "ckan.views.api", "ckanext", "ckanext.suedwestfalen", "urllib3", "sqlalchemy"):
        logger = logging.getLogger(name)
        monkeypatch.setattr(logger, "disabled", False)
        monkeypatch.setattr(logger, "propagate", True)
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def act(name, **data):
    user = factories.Sysadmin()["name"]
    return tk.get_action(f"suedwestfalen_harvest_{name}")({"user": user, "ignore_auth": False}, data)


def stored(source_id):
    model.Session.rollback()
    model.Session.expire_all()
    return model.Session.get(tables.Source, source_id)


def everything_in_the_database():
    """Give all that the harvest's and CKAN's tables hold, as one text."""
    parts = []
    with model.ensure_engine().connect() as connection:
        for table in sa.inspect(connection).get_table_names():
            rows = connection.execute(sa.text(f'SELECT t::text FROM "{table}" t'))
            parts += [row[0] for row in rows]
    return "\n".join(parts)


def test_they_are_stored_encrypted_and_come_back_for_their_origin_only(make_source):
    source = make_source(url="https://csw.example.org/a")
    secrets.store(source, USER, PASSWORD)
    model.Session.commit()
    found = secrets.of(stored(source.id))
    assert (found.origin, found.user, found.password) == ("https://csw.example.org:443", USER, PASSWORD)
    assert PASSWORD not in repr(found)
    assert PASSWORD.encode() not in source.credentials
    assert USER.encode() not in source.credentials
    first = source.credentials
    secrets.store(source, USER, PASSWORD)
    assert source.credentials != first, "no two encryptions are equal"
    source.url = "https://elsewhere.example.org/a"
    with pytest.raises(secrets.Unreadable):
        secrets.of(source)


def test_those_of_one_source_are_of_no_use_in_another(make_source):
    one, other = make_source(), make_source()
    secrets.store(one, USER, PASSWORD)
    other.credentials = one.credentials
    with pytest.raises(secrets.Unreadable):
        secrets.of(other)


@pytest.mark.parametrize("name", ["SECRET_KEY", "ckanext.suedwestfalen.harvest.credentials_key"])
def test_a_new_key_makes_them_unreadable_but_for_a_fallback(make_source, monkeypatch, name):
    monkeypatch.setitem(tk.config, name, "old")
    source = make_source()
    secrets.store(source, USER, PASSWORD)
    monkeypatch.setitem(tk.config, name, "new")
    with pytest.raises(secrets.Unreadable) as error:
        secrets.of(source)
    assert error.value.finding.hint()
    monkeypatch.setitem(tk.config, "SECRET_KEY_FALLBACKS", "older old")
    assert secrets.of(source).password == PASSWORD


def test_a_key_of_its_own_takes_over_from_ckans(make_source, monkeypatch):
    source = make_source()
    secrets.store(source, USER, PASSWORD)
    monkeypatch.setitem(tk.config, "ckanext.suedwestfalen.harvest.credentials_key", "own")
    assert secrets.of(source).password == PASSWORD
    secrets.store(source, USER, PASSWORD)
    monkeypatch.setitem(tk.config, "SECRET_KEY", "changed")
    assert secrets.of(source).password == PASSWORD


@pytest.mark.parametrize("damage", [b"", b"\x01", b"\x01" + bytes(40)])
def test_damaged_ones_are_unreadable_or_none(make_source, damage):
    source = make_source(credentials=damage)
    if damage:
        with pytest.raises(secrets.Unreadable):
            secrets.of(source)
    else:
        assert secrets.of(source) is None


@pytest.mark.parametrize(("one", "other", "same"), [
    ("https://A.example.org/x", "https://a.example.org:443/y?z", True), ("http://a/", "https://a/", False),
    ("http://a.example/", "http://a.example:8080/", False), ("https://a.example/", "https://b.example/", False),
])
def test_origins(one, other, same):
    assert (secrets.origin(one) == secrets.origin(other)) is same


def test_a_run_sends_them_and_nothing_shows_them(organization, allowed, faulty, harvest, logged):  # noqa: F811
    made = act("source_create", **allowed, organization_id=organization["id"], username=USER, password=PASSWORD)
    assert made["has_credentials"] is True
    assert "http" in allowed["url"]
    assert made["notices"], "an address without encryption is pointed out"
    run = harvest(stored(made["id"]))
    assert {asked.headers.get("Authorization") for asked in faulty.asked} == {HEADER}
    shown = [
        made, act("source_show", id=made["id"]), act("source_list"), act("run_list", id=made["id"]),
        report.of(run, str).as_dict(), act("source_update", id=made["id"], title="Anders"),
    ]
    texts = [json.dumps(shown, default=str, ensure_ascii=False), logged.text, everything_in_the_database()]
    for secret in (PASSWORD, HEADER, USER):
        assert [text for text in texts if secret in text] == []
    assert "credentials" not in made
    assert stored(made["id"]).credentials


def test_the_api_logs_no_password(app, organization, logged):
    data = {"title": "Q", "url": "https://192.0.43.8/csw", "organization_id": organization["id"], "username": USER,
            "password": PASSWORD}
    token = factories.SysadminWithToken()["token"]
    app.post("/api/3/action/suedwestfalen_harvest_source_create", json=data, headers={"Authorization": token})
    assert "Request data extracted" in logged.text
    assert PASSWORD not in logged.text
    assert USER not in logged.text


def test_a_redirect_to_another_origin_does_not_get_them(organization, allowed, faulty, harvest):  # noqa: F811
    made = act("source_create", **allowed, organization_id=organization["id"], username=USER, password=PASSWORD)
    elsewhere = f"http://localhost:{faulty.port}/"
    tk.config["ckanext.suedwestfalen.net.allow"].append(f"localhost:{faulty.port}")
    faulty.script = [Reply(status=302, headers={"Location": elsewhere}), Reply(b"<no/>")]
    harvest(stored(made["id"]))
    first, second = faulty.asked[:2]
    assert first.headers.get("Authorization") == HEADER
    assert second.headers["Host"].startswith("localhost")
    assert "Authorization" not in second.headers


def test_a_lost_key_ends_the_run_with_a_finding_and_asks_nobody(
    organization, allowed, faulty, harvest, monkeypatch  # noqa: F811
):
    made = act("source_create", **allowed, organization_id=organization["id"], username=USER, password=PASSWORD)
    monkeypatch.setitem(tk.config, "SECRET_KEY", "another")
    run = harvest(stored(made["id"]))
    assert (run.state, run.error["code"]) == ("failed", "credentials-unreadable")
    assert faulty.asked == []


@pytest.mark.parametrize(("change", "kept"), [
    ({"title": "Anders"}, True), ({"username": "", "password": ""}, True), ({"url": "https://192.0.43.8/other"}, True),
    ({"url": "https://192.0.43.8:443/csw"}, True), ({"url": "http://192.0.43.8/csw"}, False),
    ({"url": "https://192.0.43.9/csw"}, False), ({"url": "https://192.0.43.8:8443/csw"}, False),
    ({"credentials_remove": "true"}, False),
])
def test_they_stay_until_the_address_moves_or_somebody_removes_them(organization, change, kept):
    made = act("source_create", title="Q", url="https://192.0.43.8/csw", organization_id=organization["id"],
               username=USER, password=PASSWORD)
    after = act("source_update", id=made["id"], **change)
    assert after["has_credentials"] is kept
    assert bool(stored(made["id"]).credentials) is kept
    assert len(after["notices"]) == ("url" in change and not kept)
    if kept:
        assert secrets.of(stored(made["id"])).password == PASSWORD


def test_new_ones_come_along_with_a_new_address(organization):
    made = act("source_create", title="Q", url="https://192.0.43.8/csw", organization_id=organization["id"],
               username=USER, password=PASSWORD)
    after = act("source_update", id=made["id"], url="https://192.0.43.9/", username="neu", password=" mit Rand ")
    found = secrets.of(stored(made["id"]))
    assert (found.origin, found.user, found.password) == ("https://192.0.43.9:443", "neu", " mit Rand ")
    assert after["notices"] == []


@pytest.mark.parametrize(("given", "field"), [
    ({"username": USER}, "password"), ({"password": PASSWORD}, "username"),
    ({"username": "a:b", "password": PASSWORD}, "username"), ({"username": "a\nb", "password": PASSWORD}, "username"),
    ({"username": USER, "password": "Geheim-\x00"}, "password"),
    ({"username": USER, "password": "Geheim-" * 100}, "password"),
])
def test_halves_and_what_no_header_can_say_is_refused_without_repeating_it(organization, given, field):
    with pytest.raises(tk.ValidationError) as error:
        act("source_create", title="Q", url="https://192.0.43.8/", organization_id=organization["id"], **given)
    assert set(error.value.error_dict) == {field}
    assert "Geheim" not in str(error.value)


def test_a_removed_source_forgets_them(organization):
    made = act("source_create", title="Q", url="https://192.0.43.8/csw", organization_id=organization["id"],
               username=USER, password=PASSWORD)
    sources.delete(stored(made["id"]))
    assert stored(made["id"]).credentials is None
