"""The import for people: actions, the page with its two steps, and the commands."""

from __future__ import annotations

import io
import json
import os
import re

import pytest
from ckan import model
from ckan.cli.cli import ckan as command_line
from ckan.plugins import toolkit as tk
from ckan.tests import helpers as ckan_helpers

from ckanext.suedwestfalen.tests.use_cases.exchange.test_importing import (
    OUTSIDE,
    bundle,
    identifier,
    node,
    nothing_imported,
)
from ckanext.suedwestfalen.use_cases import contacts, records
from ckanext.suedwestfalen.use_cases.exchange import keeping, receiving, template, writing

__all__ = ["nothing_imported"]

TABLE = "Titel;Kommune(n);Ansprechstelle\nAus der Tabelle;Soest;Amt\n"


@pytest.fixture(autouse=True)
def no_drafts(portal):
    """No draft from a table."""
    yield
    model.Session.rollback()
    context = {"user": tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"], "ignore_auth": True}
    query = model.Session.query(model.Package.id).filter(
        model.Package.type == "use_case", model.Package.title.like("Aus der Tabelle%"))
    for (package_id,) in query.all():
        tk.get_action("dataset_purge")(dict(context), {"id": package_id})


def drafts():
    model.Session.rollback()
    return model.Session.query(model.Package).filter_by(type="use_case", title="Aus der Tabelle").all()


def imported(number=1):
    model.Session.rollback()
    return records.find(writing.package_id(identifier(number)))


@pytest.mark.parametrize(("who", "document", "allowed"), [
    ("anonymous", "bundle", False), ("user", "bundle", False), ("member", "bundle", False),
    ("editor", "bundle", False), ("admin", "bundle", False), ("agency", "bundle", True), ("sysadmin", "bundle", True),
    ("anonymous", "table", False), ("editor", "table", False), ("admin_other", "table", False),
    ("admin", "table", True), ("agency", "table", False), ("sysadmin", "table", True),
])
@pytest.mark.parametrize("action", ["use_case_import_preview", "use_case_import"])
def test_who_may_import(act, people, action, who, document, allowed):
    content = bundle(node(1)).decode() if document == "bundle" else TABLE
    if not allowed:
        with pytest.raises(tk.NotAuthorized):
            act(who, action, document=content, organization=people.own)
        assert imported() is None
        assert drafts() == []
        return
    assert act(who, action, document=content, organization=people.own)["counts"] == {"new": 1}
    written = action == "use_case_import"
    found = (imported() is not None, len(drafts()))
    assert found == (written and document == "bundle", written and document == "table")


def test_nobody_makes_the_portal_ask_another_server(act, monkeypatch):
    monkeypatch.setattr(receiving, "fetch", lambda _url: pytest.fail("asked"))
    for who in ("anonymous", "user", "editor"):
        with pytest.raises(tk.NotAuthorized):
            act(who, "use_case_import_preview", url="https://example.org/")


def test_an_address_inside_is_refused(act):
    for url in ("http://127.0.0.1/", "http://169.254.169.254/latest", "file:///etc/passwd", "http://[::1]:5432/"):
        with pytest.raises(tk.ValidationError):
            act("sysadmin", "use_case_import_preview", url=url)


@pytest.mark.parametrize("given", [
    {}, {"document": ""}, {"document": 7}, {"url": ["x"]}, {"document": "Titel\nA", "organization": "gibt-es-nicht"},
    {"document": "Titel\nA"}, {"document": "{}", "organization": ["x"]},
])
def test_what_cannot_be_imported_is_refused_with_a_sentence(act, given):
    with pytest.raises(tk.ValidationError):
        act("sysadmin", "use_case_import", **given)


def test_a_row_becomes_a_local_draft_and_again_it_is_the_same(act, people):
    assert act("admin", "use_case_import", document=TABLE, organization=people.own)["counts"] == {"new": 1}
    (draft,) = drafts()
    assert draft.state == "draft"
    assert draft.owner_org == people.own
    assert not records.is_foreign(draft)
    assert records.status(draft) == "entwurf"
    assert contacts.of(draft.id)["contact_name"] == "Amt"
    assert draft.extras["identifier"].startswith(tk.config["ckan.site_url"])
    assert act("admin", "use_case_import", document=TABLE, organization=people.own)["counts"] == {"same": 1}
    more = "Titel;Kurzbeschreibung;Schlagwörter\nAus der Tabelle;Kurz;Klima, Luft\n"
    found = act("admin", "use_case_import", document=more, organization=people.own)
    assert found["counts"] == {"changed": 1}
    assert found["records"][0]["fields"] == ["Kurzbeschreibung", "Schlagwörter"]
    (draft,) = drafts()
    content = records.content(draft)
    assert content["summary"] == "Kurz"
    assert content["contact_name"] == "Amt"
    assert sorted(tag["name"] for tag in content["tags"]) == ["Klima", "Luft"]
    assert act("admin", "use_case_import", document=more, organization=people.own)["counts"] == {"same": 1}


def test_a_case_that_is_no_draft_any_more_is_left_alone(act, people, case):
    case("veroeffentlicht", title="Aus der Tabelle, fertig")
    document = "Titel;Kurzbeschreibung\nAus der Tabelle, fertig;Neu\n"
    found = act("admin", "use_case_import", document=document, organization=people.own)
    assert found["counts"] == {"conflict": 1}


def test_validation_names_row_and_column(act, people):
    document = "Titel;Beginn;E-Mail\nAus der Tabelle;irgendwann;keine Adresse\n"
    (found,) = act("admin", "use_case_import", document=document, organization=people.own)["records"]
    said = " ".join(one["message"] for one in found["findings"])
    assert found["outcome"] == "refused"
    assert "Zeile 2" in said.replace("Row", "Zeile")
    assert "Beginn" in said
    assert "E-Mail" in said
    assert drafts() == []


def test_a_document_too_long_for_a_page_is_refused_before_anything_is_written(act, monkeypatch):
    monkeypatch.setattr(receiving, "MAX_RECORDS", 2)
    with pytest.raises(tk.ValidationError):
        act("sysadmin", "use_case_import", document=bundle(node(1), node(2), node(3)).decode())
    assert imported(1) is None


# --- the page -------------------------------------------------------------------------------------------------


def send(page, content, name="bundle.jsonld", **fields):
    return page.post("/use_case/import", upload=(io.BytesIO(content), name), **fields)


def test_the_page_shows_the_difference_and_then_imports(browser):
    page = browser("agency")
    assert "/use_case/import/template.xlsx" in page.get("/use_case/import").body
    shown = send(page, bundle(node(1), {"title": "kaputt"}))
    assert shown.status_code == 200
    assert "Fall 1 von anderswo" in shown.body
    assert "kaputt" in shown.body
    assert imported() is None
    token = re.search(r'name="token" value="([^"]+)"', shown.body)[1]
    done = page.post("/use_case/import/confirm", token=token, organization="")
    assert done.status_code == 200
    assert imported() is not None
    assert page.post("/use_case/import/confirm", token=token, organization="").status_code == 410


def test_a_kept_file_belongs_to_its_sender(browser, people):
    page = browser("agency")
    page.get("/use_case/import")
    token = re.search(r'name="token" value="([^"]+)"', send(page, bundle(node(1))).body)[1]
    other = browser("sysadmin")
    other.get("/use_case/import")
    assert other.post("/use_case/import/confirm", token=token, organization="").status_code == 410
    for bad in ("", "../../../etc/passwd", "x" * 43, token[:-1] + "/"):
        assert other.post("/use_case/import/confirm", token=bad, organization="").status_code == 410
    assert imported() is None
    path = keeping._folder() / f"{people.agency.id}.{token}"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    os.utime(path, (0, 0))
    assert page.post("/use_case/import/confirm", token=token, organization="").status_code == 410
    assert not path.exists()


def test_forged_requests_change_nothing(browser):
    page = browser("sysadmin")
    page.get("/use_case/import")
    assert page.post("/use_case/import", forged=True, upload=(io.BytesIO(bundle(node(1))), "a")).status_code == 400
    token = re.search(r'name="token" value="([^"]+)"', send(page, bundle(node(1))).body)[1]
    assert page.post("/use_case/import/confirm", forged=True, token=token).status_code == 400
    assert page.get("/use_case/import/confirm").status_code == 405
    assert imported() is None


@pytest.mark.parametrize(("who", "status"), [
    ("anonymous", 302), ("user", 403), ("member", 403), ("editor", 403), ("admin", 200), ("agency", 200),
    ("sysadmin", 200),
])
def test_who_sees_the_page(browser, who, status):
    page = browser(who)
    for address in ("/use_case/import", "/use_case/import/template.xlsx"):
        assert page.client.get(address, follow_redirects=False).status_code == status


def test_refusals_come_back_with_the_form(browser, monkeypatch):
    page = browser("agency")
    page.get("/use_case/import")
    for content, status in ((b"", 422), (b"Titel\nA", 422)):
        answer = send(page, content, name="datei.csv")
        assert answer.status_code == status
        assert 'name="upload"' in answer.body
    broken = send(page, b"<html>")
    assert broken.status_code == 200
    assert 'name="token"' not in broken.body
    address = page.post("/use_case/import", url="http://127.0.0.1:1/")
    assert address.status_code == 422
    assert "http://127.0.0.1:1/" in address.body
    monkeypatch.setattr(receiving, "MAX_BYTES", 10)
    assert send(page, bundle(node(1))).status_code == 422


def test_strangers_words_are_escaped(browser):
    page = browser("agency")
    page.get("/use_case/import")
    evil = "<img src=x onerror=alert(1)>"
    shown = send(page, bundle({"title": evil}, node(1, title=f"x {evil}", identifier=f"https://e.example/{'<b>'}")))
    assert "<img src=x" not in shown.body


def test_the_template_is_a_table(browser):
    page = browser("admin").client.get("/use_case/import/template.xlsx")
    assert page.headers["Content-Type"] == template.MEDIA_TYPE
    assert page.data[:2] == b"PK"


# --- the commands ---------------------------------------------------------------------------------------------


@pytest.fixture
def run(portal):
    runner = ckan_helpers.CKANCliRunner()

    def run(*words):
        return runner.invoke(command_line, ["suedwestfalen", "use-cases", *map(str, words)])

    return run


def test_the_command_imports_and_says_what_became_of_each(run, tmp_path, people):
    path = tmp_path / "bundle.jsonld"
    path.write_bytes(bundle(node(1), node(2)))
    trial = run("import", path, "--dry-run")
    assert trial.exit_code == 0, trial.output
    assert imported() is None
    done = run("import", path)
    assert done.exit_code == 0, done.output
    assert identifier(1) in done.output
    assert imported() is not None
    path.write_bytes(bundle(node(1), {"title": "kaputt"}, node(3)))
    again = run("import", path)
    assert again.exit_code == 1
    assert "kaputt" in again.output
    assert imported(3) is not None
    path.write_bytes(bundle(node(4, spatial=[f"http://dcat-ap.de/def/politicalGeocoding/municipalityKey/{OUTSIDE}"])))
    assert run("import", path).exit_code == 1
    assert run("import", path, "--organization", "suedwestfalen-agentur").exit_code == 0
    path.write_bytes(bundle(node(5), node(6))[:-200])
    assert run("import", path).exit_code == 1
    assert imported(5) is not None


def test_the_command_refuses_with_a_sentence(run, tmp_path):
    for words in (("import", tmp_path / "fehlt"), ("import", "http://127.0.0.1:1/x"),
                  ("import", tmp_path, "--organization", "gibt-es-nicht"), ("import", tmp_path)):
        done = run(*words)
        assert (done.exit_code, type(done.exception)) == (1, SystemExit), done.output
    table = tmp_path / "tabelle.csv"
    table.write_text(TABLE, encoding="utf-8")
    assert run("import", table).exit_code == 1
    assert drafts() == []
    assert run("import", table, "--organization", "soest").exit_code == 0
    assert len(drafts()) == 1


def test_the_command_exports(run, tmp_path, case):
    made = case("veroeffentlicht")
    path = tmp_path / "out.jsonld"
    assert run("export", path).exit_code == 0
    document = json.loads(path.read_text(encoding="utf-8"))
    assert made["identifier"] in {one["identifier"] for one in document["useCases"]}
    assert list(tmp_path.iterdir()) == [path]
    printed = run("export")
    assert printed.exit_code == 0
    assert made["identifier"] in printed.output
    assert run("export", tmp_path / "kein-ordner" / "x").exit_code == 1
