"""Harvesting folders and single documents into the portal, from a real nginx."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen import metadata
from ckanext.suedwestfalen.harvest import datasets as writer
from ckanext.suedwestfalen.harvest import importing
from ckanext.suedwestfalen.harvest.model import Record, RunFinding
from ckanext.suedwestfalen.tests.harvest.protocols.test_document import TURTLE
from ckanext.suedwestfalen.tests.harvest.protocols.test_waf_faults import response
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.servers.listings import nginx  # noqa: F401 - a fixture

NUMBER = 12


@pytest.fixture
def folder(nginx, ckan_config):  # noqa: F811
    """A web folder with twelve records, two of them in sub-folders and two in one file."""
    for number in range(NUMBER - 4):
        nginx.write(f"{number:02}.xml", record(number))
    nginx.write("Pläne/8.XML", record(8))
    nginx.write("Pläne/ältere/9.xml", record(9))
    nginx.write("Wege & Straßen.xml", response(record(10), record(11)))
    ckan_config["ckanext.suedwestfalen.net.allow"] = [nginx.url.split("/")[2]]
    return nginx


@pytest.fixture
def town(folder, make_source):
    return make_source(protocol="waf", url=folder.url)


def bodies(folder) -> list[str]:
    """Give the files whose content was sent since the last look."""
    return [path for path, status in folder.requests() if status == 200 and not path.endswith("/")]


def codes(run) -> list[str]:
    return list(model.Session.execute(sa.select(RunFinding.code).where(RunFinding.run_id == run.id)).scalars())


def test_the_second_harvest_fetches_and_writes_nothing(town, folder, harvest, datasets, monkeypatch):
    run = harvest(town)
    assert (run.state, run.complete, run.listed, run.new) == ("finished", True, NUMBER, NUMBER)
    assert len(bodies(folder)) == NUMBER - 1
    before = datasets()
    monkeypatch.setattr(writer, "_write", lambda dataset, **_how: pytest.fail("a dataset was written"))
    run = harvest(town)
    assert (run.state, run.complete, run.listed, run.unchanged) == ("finished", True, NUMBER, NUMBER)
    assert bodies(folder) == []
    assert datasets() == before


def test_a_changed_file_is_fetched_and_a_deleted_one_is_missing(town, folder, harvest, datasets, days_pass):
    harvest(town)
    folder.write("Pläne/8.XML", record(8, title="Ein neuer Titel"), age=60)
    (folder.files / "Pläne/ältere/9.xml").unlink()
    folder.requests()
    run = harvest(town)
    assert (run.changed, run.unchanged, run.missing, run.deleted) == (1, NUMBER - 2, 1, 0)
    assert bodies(folder) == ["/Pl%C3%A4ne/8.XML"]
    days_pass(1)
    run = harvest(town)
    assert (run.state, run.missing, run.deleted) == ("finished", 1, 1)
    assert datasets()["beispiel-datensatz-9"][2] == "deleted"
    folder.write("Pläne/ältere/9.xml", record(9))
    harvest(town)
    assert datasets()["beispiel-datensatz-9"][2] == "active"


def test_of_two_records_in_a_file_one_goes(town, folder, harvest, datasets, days_pass):
    harvest(town)
    folder.write("Wege & Straßen.xml", response(record(11)), age=60)
    assert harvest(town).missing == 1
    days_pass(1)
    assert harvest(town).deleted == 1
    assert {name for name, row in datasets().items() if row[2] == "deleted"} == {"beispiel-datensatz-10"}
    folder.requests()
    assert harvest(town).unchanged == NUMBER - 1
    assert bodies(folder) == []


def test_a_new_version_of_the_mapping_imports_what_is_stored(town, folder, harvest, monkeypatch):
    harvest(town)
    folder.requests()
    monkeypatch.setattr(metadata, "VERSION", metadata.VERSION + 1)
    read = []
    parse = importing.parse
    monkeypatch.setattr(importing, "parse", lambda *given: read.append(given[1]) or parse(*given))
    run = harvest(town)
    assert (run.listed, run.failed, run.missing) == (NUMBER, 0, 0)
    assert run.changed + run.unchanged == NUMBER
    assert len(read) == NUMBER
    assert all(document.startswith(b"<gmd:MD_Metadata") for document in read)
    assert bodies(folder) == []


def test_force_imports_what_is_stored(town, folder, harvest, datasets):
    harvest(town)
    before = datasets()
    folder.requests()
    run = harvest(town, force=True)
    assert (run.listed, run.failed) == (NUMBER, 0)
    assert run.changed + run.unchanged == NUMBER
    assert bodies(folder) == []
    assert datasets() == before


def test_a_moved_file_is_the_same_record_and_not_fetched_for_ever(town, folder, harvest, datasets):
    harvest(town)
    before = datasets()
    (folder.files / "03.xml").rename(folder.files / "Pläne/umgezogen.xml")
    folder.requests()
    run = harvest(town)
    assert (run.unchanged, run.missing) == (NUMBER, 0)
    assert bodies(folder) == ["/Pl%C3%A4ne/umgezogen.xml"]
    assert harvest(town).unchanged == NUMBER
    assert bodies(folder) == []
    assert datasets() == before
    query = sa.select(Record.url).where(Record.guid == guid(3))
    assert model.Session.execute(query).scalar_one() == folder.url + "Pl%C3%A4ne/umgezogen.xml"


def test_a_copy_takes_over_when_the_first_file_goes(town, folder, harvest, datasets, days_pass):
    folder.write("kopien.xml", response(record(0), record(20)))
    run = harvest(town)
    assert (run.new, run.skipped) == (NUMBER + 1, 1)
    assert codes(run) == ["duplicate-id"]
    assert codes(harvest(town)) == ["duplicate-id"]
    (folder.files / "00.xml").unlink()
    for _ in range(2):
        run = harvest(town)
        assert (run.missing, run.unchanged) == (0, NUMBER + 1)
        days_pass(1)
    assert {row[2] for row in datasets().values()} == {"active"}


@pytest.mark.parametrize("fault", ["folder", "file", "login"])
def test_what_cannot_be_read_deletes_nothing(town, folder, harvest, datasets, days_pass, fault):
    harvest(town)
    (folder.files / "07.xml").unlink()
    if fault == "folder":
        folder.write("Pläne/index.html", b"<html><title>Anmeldung</title></html>")
    elif fault == "file":
        folder.write("neu.xml", b"<kaputt")
    else:
        folder.write("index.html", b"<html><title>Anmeldung</title></html>")
    for _ in range(3):
        run = harvest(town)
        days_pass(10)
    assert (run.complete, run.deleted) == (False, 0)
    assert run.error
    assert {row[2] for row in datasets().values()} == {"active"}


def test_an_empty_folder_is_held(town, folder, harvest, datasets):
    harvest(town)
    for path in list(folder.files.rglob("*.xml")) + list(folder.files.rglob("*.XML")):
        path.unlink()
    run = harvest(town)
    assert (run.state, run.complete, run.listed, run.missing, run.held) == ("held", True, 0, NUMBER, NUMBER)
    assert {row[2] for row in datasets().values()} == {"active"}


def test_a_broken_file_keeps_its_dataset(town, folder, harvest, datasets, days_pass):
    harvest(town)
    folder.write("05.xml", record(5)[:700], age=60)
    for _ in range(3):
        run = harvest(town)
        assert (run.state, run.complete, run.failed, run.missing) == ("finished", True, 1, 0)
        days_pass(10)
    assert datasets()["beispiel-datensatz-5"][2] == "active"


def test_a_single_document(folder, make_source, harvest, datasets):
    town = make_source(protocol="document", url=folder.url + "Wege%20%26%20Stra%C3%9Fen.xml")
    run = harvest(town)
    assert (run.state, run.new) == ("finished", 2)
    folder.requests()
    run = harvest(town)
    assert (run.state, run.unchanged) == ("finished", 2)
    assert bodies(folder) == []
    (folder.files / "Wege & Straßen.xml").unlink()
    run = harvest(town)
    assert (run.state, run.deleted) == ("failed", 0)
    assert {row[2] for row in datasets().values()} == {"active"}


def test_rdf_in_a_folder(town, folder, harvest, datasets):
    folder.write("dcat/zwei.ttl", TURTLE)
    run = harvest(town)
    assert (run.state, run.new, run.failed) == ("finished", NUMBER + 2, 0)
    assert {"eins", "zwei"} <= set(datasets())
    folder.requests()
    assert harvest(town).unchanged == NUMBER + 2
    assert bodies(folder) == []
