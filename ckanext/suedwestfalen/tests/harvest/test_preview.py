"""The preview of a source: what would come, what the portal has of it already, and nothing written."""

from __future__ import annotations

import json
import re
import time

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.harvest import protocols, secrets, sources
from ckanext.suedwestfalen.harvest.protocols import Item, Page, Protocol
from ckanext.suedwestfalen.harvest.protocols.findings import RECORD_NO_IDENTIFIER
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.servers import Reply, faulty  # noqa: F401

FLAGS = re.IGNORECASE | re.DOTALL
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|TRUNCATE)\b|.*\bFOR UPDATE\b", FLAGS)
URL = "https://192.0.43.8/csw"


@pytest.fixture
def preview(portal):
    """Call the action, and see to it that nothing is written."""

    def call(**data):
        model.Session.rollback()
        statements = []

        def listen(_connection, _cursor, statement, *_more):
            statements.append(statement)

        engine = model.ensure_engine()
        sa.event.listen(engine, "before_cursor_execute", listen)
        begun = time.monotonic()
        try:
            action = tk.get_action("suedwestfalen_harvest_source_preview")
            found = action({"ignore_auth": True, "user": ""}, data)
        finally:
            sa.event.remove(engine, "before_cursor_execute", listen)
        assert time.monotonic() - begun < 15
        assert statements
        assert [one for one in statements if WRITES.match(one)] == []
        assert [*model.Session.new, *model.Session.dirty, *model.Session.deleted] == []
        json.dumps(found)
        return found

    return call


def without(pattern, document):
    return re.sub(pattern, b"", document, flags=re.DOTALL)


NO_LICENCE = rb"<gmd:resourceConstraints>.*?</gmd:resourceConstraints>"


def by_guid(found):
    return {one["guid"]: one for one in found["records"]}


def test_a_record_is_shown_as_it_would_be_mapped(preview, script):
    found = preview(url=URL)
    assert (found["declared"], found["listed"], found["shown"], found["complete"]) == (10, 10, 10, True)
    assert (found["more"], found["partial"], found["error"], found["notes"]) == (False, False, None, [])
    assert found["counts"] == {"new": 10, "changed": 0, "unchanged": 0, "skipped": 0, "failed": 0}
    first = found["records"][0]
    assert (first["guid"], first["outcome"], first["state"], first["leads"]) == (guid(0), "new", "new", True)
    assert first["title"] == first["dataset"]["title"] == "Beispiel: Datensatz 0"
    assert [place["name"] for place in first["municipalities"]] == ["Soest"]
    assert first["evidence"]["source"] == "extent"
    assert first["evidence"]["label"]
    assert first["bbox"] == pytest.approx([8.05, 51.55, 8.1, 51.6])
    assert first["spatial"]["type"] == "Polygon"
    assert (first["licence"]["id"], first["licence"]["default"]) == ("dl-by-de/2.0", False)
    assert first["dataset"]["tags"] == ["opendata", "beispiel"]
    assert first["dataset"]["resources"][0]["url"] == "https://example.org/daten/0.gml"
    assert (first["dataset_name"], first["offered_by"], first["error"]) == (None, [], None)
    assert found["source"] == {"id": None, "name": None, "title": "", "url": URL, "protocol": "csw",
                               "label": found["source"]["label"]}
    assert sources.all_sources() == []


def test_only_the_first_twenty_are_read(preview, script):
    script.records = {guid(number): record(number) for number in range(200)}
    asked = []
    script.before_page = asked.append
    found = preview(url=URL)
    assert (found["shown"], found["listed"], found["declared"], found["more"]) == (20, 20, 200, True)
    assert asked == [0, 1], "the pages that follow are not asked for"


def test_what_the_source_is_told_shows(preview, script):
    factories.Group(type="lead_project", name="radwege")
    script.records = {guid(0): without(NO_LICENCE, record(0)), guid(1): record(1)}
    options = {"default_licence": "dl-zero-de/2.0", "default_licence_reason": "Beschluss", "themes": "ENVI",
               "dna_goal": "digital", "lead_project": "radwege"}
    found = preview(url=URL, options=options, municipality="05962")
    first, second = found["records"]
    assert (first["licence"]["id"], first["licence"]["default"]) == ("dl-zero-de/2.0", True)
    assert [one["code"] for one in first["findings"]] == ["licence-of-source"]
    assert second["licence"]["default"] is False
    assert (first["dataset"]["dna_goal"], first["dataset"]["lead_project"]) == (["digital"], ["radwege"])
    assert first["dataset"]["themes"]
    assert [place["key"] for place in first["kreise"]] == ["05962"]
    assert first["evidence"]["source"] == "source"


def test_what_would_fail_says_why(preview, script):
    script.records = {
        guid(0): b"<broken", guid(1): without(NO_LICENCE, record(1)),
        guid(2): record(2),
    }
    script.extra = [Item(None, b"", "https://example.org/x", finding=RECORD_NO_IDENTIFIER()),
                    Item(guid(2), record(2), "https://example.org/twice")]
    found = preview(url=URL, options={"validation": "reject"})
    assert [one["outcome"] for one in found["records"]] == ["failed", "failed", "new", "failed", "skipped"]
    broken, rejected, _good, nameless, twice = found["records"]
    assert broken["error"]["severity"] == "error"
    assert broken["dataset"] is None
    assert rejected["error"]["code"] == "record-rejected"
    assert [one["code"] for one in rejected["findings"]] == ["record-licence-missing"]
    assert rejected["findings"][0]["hint"]
    assert nameless["error"]["code"] == RECORD_NO_IDENTIFIER.code
    assert [one["code"] for one in twice["findings"]] == ["duplicate-id"]


def test_what_the_portal_would_refuse_is_said(preview, script, monkeypatch):
    from ckanext.suedwestfalen.harvest import importing

    real = importing.parse

    def spoil(*arguments):
        parsed = real(*arguments)
        parsed.dataset["dna_goal"] = ["no-such-goal"]
        return parsed

    monkeypatch.setattr(importing, "parse", spoil)
    found = preview(url=URL)
    assert found["counts"]["failed"] == 10
    assert found["records"][0]["error"]["code"] == "dataset-refused"
    assert "no-such-goal" in found["records"][0]["error"]["message"]


def test_what_the_portal_has_already(preview, script, make_source, harvest):
    source, other = make_source(title="Stadt", rank=20), make_source(title="Kreis", rank=30)
    harvest(source)
    script.records = {guid(1): record(1), guid(11): record(11)}
    harvest(other)
    script.records = {guid(0): record(0), guid(1): record(1, title="Neu"), guid(2): record(2), guid(11): record(11)}
    model.Session.execute(sa.update(tables.Identity).where(tables.Identity.key == guid(2)).values(state="purged"))
    model.Session.commit()
    found = by_guid(preview(id=source.id))
    numbers = (0, 1, 2, 11)
    assert [found[guid(number)]["outcome"] for number in numbers] == ["unchanged", "changed", "skipped", "changed"]
    assert [found[guid(number)]["state"] for number in numbers] == ["known", "known", "purged", "known"]
    assert found[guid(0)]["dataset_name"] == "beispiel-datensatz-0"
    assert found[guid(0)]["offered_by"] == []
    assert found[guid(1)]["offered_by"] == [{"title": "Kreis", "leads": False}]
    assert found[guid(11)]["offered_by"] == [{"title": "Kreis", "leads": True}]
    assert found[guid(11)]["leads"] is True, "the better rank would take it over"


def test_of_two_sources_the_worse_ranked_would_be_noted_only(preview, script, make_source, harvest):
    harvest(make_source(title="Stadt", rank=10))
    found = preview(url=URL, rank=20)
    assert found["counts"]["skipped"] == 10
    first = found["records"][0]
    assert (first["leads"], first["state"], first["findings"][-1]["code"]) == (False, "known", "also-offered")
    assert first["offered_by"] == [{"title": "Stadt", "leads": True}]


def test_a_private_dataset_is_not_named_to_those_who_may_not_see_it(script, make_source, harvest, preview):
    harvest(make_source(title="Stadt"))
    private = sa.update(model.Package).values(private=True)
    model.Session.execute(private, execution_options={"synchronize_session": False})
    model.Session.commit()
    organization = factories.Organization()
    user = factories.User()
    tk.get_action("organization_member_create")(
        {"ignore_auth": True, "user": factories.Sysadmin()["name"]},
        {"id": organization["id"], "username": user["name"], "role": "admin"},
    )
    found = tk.get_action("suedwestfalen_harvest_source_preview")(
        {"user": user["name"], "ignore_auth": False}, {"url": URL, "organization_id": organization["id"]}
    )
    assert {(one["dataset_name"], tuple(one["offered_by"])) for one in found["records"]} == {(None, ())}
    assert preview(url=URL)["records"][0]["dataset_name"]


@pytest.mark.parametrize("pages", [0, 1])
def test_a_slow_server_gives_what_it_gave(preview, script, monkeypatch, pages):
    from ckanext.suedwestfalen.harvest import preview as room

    monkeypatch.setattr(room.of, "__kwdefaults__", {"seconds": 3})
    script.records = {guid(number): record(number) for number in range(20)}
    script.before_page = lambda number: time.sleep(8 if number >= pages else 0)
    found = preview(url=URL)
    assert (found["shown"], found["partial"], found["complete"]) == (pages * 10, True, False)
    assert [one["code"] for one in found["notes"]] == ["preview-slow"]
    assert found["seconds"] < 4


def test_a_listing_that_breaks_off_gives_what_it_gave(preview, script):
    script.records = {guid(number): record(number) for number in range(20)}
    script.fail_after = 1
    found = preview(url=URL)
    assert (found["shown"], found["partial"], found["error"]["code"]) == (10, True, "test-broken")


def test_a_kind_with_a_fault_is_told_and_nothing_else(preview, script, monkeypatch):
    class Faulty(Protocol):
        name, label = "faulty", "Faulty"

        def pages(self, position=None):
            raise KeyError("x")

    monkeypatch.setattr(protocols, "get", lambda _name: Faulty)
    assert preview(url=URL)["error"]["code"] == "listing-fault"


@pytest.mark.parametrize(("data", "fields"), [
    ({}, {"url"}), ({"url": "http://10.0.0.1/"}, {"url"}), ({"url": URL, "protocol": "gopher"}, {"protocol"}),
    ({"url": URL, "settings": {"page_size": "0"}}, {"settings__page_size"}),
    ({"url": URL, "options": {"validation": "x"}, "municipality": "1"}, {"options__validation", "municipality"}),
    ({"url": URL, "organization_id": "no-such"}, {"organization_id"}), ({"url": URL, "username": "x"}, {"password"}),
])
def test_what_creating_would_refuse_is_refused(portal, data, fields):
    with pytest.raises(tk.ValidationError) as error:
        tk.get_action("suedwestfalen_harvest_source_preview")({"ignore_auth": True, "user": ""}, data)
    assert set(error.value.error_dict) == fields


class Asking(Protocol):
    """Lists nothing, but asks."""

    name, label = "asking", "Asking"

    def pages(self, position=None):
        self.client.get(self.url, credentials=self.credentials)
        yield Page([], None, 0)


def test_the_password_goes_to_its_own_server_only(preview, make_source, faulty, monkeypatch):  # noqa: F811
    monkeypatch.setattr(protocols, "get", lambda _name: Asking)
    monkeypatch.setitem(tk.config, "ckanext.suedwestfalen.net.allow",
                        [f"127.0.0.1:{faulty.port}", f"localhost:{faulty.port}"])
    faulty.script = [Reply(b"")]
    source = make_source(url=faulty.url, title="Stadt")
    secrets.store(source, "stadt", "geheim")
    model.Session.commit()
    there, elsewhere = faulty.url, f"http://localhost:{faulty.port}/"
    for data in ({"id": source.id}, {"id": source.id, "url": there + "x"}, {"id": source.id, "url": elsewhere},
                 {"url": there}, {"url": there, "username": "neu", "password": "neu"}):
        assert "geheim" not in str(preview(**data))
    sent = [asked.headers.get("Authorization") for asked in faulty.asked]
    assert [bool(header) for header in sent] == [True, True, False, False, True]
    assert sent[0] == sent[1] != sent[4]
    monkeypatch.setitem(tk.config, "SECRET_KEY", "another")
    assert preview(id=source.id)["error"]["code"] == "credentials-unreadable"
