"""Row: a record that is malformed, wrongly encoded, no valid metadata, an attack: that record only, if at all."""

from __future__ import annotations

import pytest
from ckan import model

from ckanext.suedwestfalen.findings import kinds
from ckanext.suedwestfalen.harvest.model import Record
from ckanext.suedwestfalen.harvest.protocols import Item
from ckanext.suedwestfalen.tests.harvest.faults.town import adds_up, causes, german, in_index, names, record
from ckanext.suedwestfalen.tests.harvest.records import guid
from ckanext.suedwestfalen.tests.harvest.scripted import BROKEN
from ckanext.suedwestfalen.tests.servers import Reply

BAD = 4


def _inside(more: bytes) -> bytes:
    return record(BAD).replace(b"</gmd:MD_Metadata>", more + b"</gmd:MD_Metadata>")


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "viel">%s]>""" % b"".join(
    b'<!ENTITY %c "%s">' % (99 + level, b"&%c;" % (98 + level) * 20) for level in range(12)
)


DOCTYPES = {"entity bomb": BOMB, "external entity": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY n SYSTEM "file://%s">]>'}
# stands for a file on the portal's machine
SECRET = b"/geheim.txt"


def _declaring(doctype: bytes) -> bytes:
    """Give the record with entities of its own, one of which stands in its text."""
    doctype = doctype % SECRET if b"%s" in doctype else doctype
    return doctype + record(BAD, abstract="&n;").partition(b"?>")[2].replace(b"&amp;n;", b"&n;")


DOCUMENTS = {
    "malformed": _inside(b"<gmd:nie><zu>"),
    "wrongly encoded": record(BAD, abstract="Stra\u00dfen").replace("\u00df".encode(), b"\xdf"),
    "control character": _inside(b"<a>\x01</a>"),
    "undeclared entity": _inside(b"<a>&gibtesnicht;</a>"),
    "300,000 levels": _inside(b"<a>" * 300_000 + b"</a>" * 300_000),
    "no metadata at all": b'<Rechnung xmlns="urn:x"><Betrag>1</Betrag></Rechnung>',
    **{name: _declaring(doctype) for name, doctype in DOCTYPES.items()},
    "schema-invalid": record(BAD).replace(b"<gco:Decimal>8.05<", b"<gco:Decimal>viel<"),
}
# what is wrong with the record's content, or is mended, leaves a dataset; the finding says what it lacks
USABLE = {"schema-invalid", "wrongly encoded", "control character", "undeclared entity"}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_damaged_record_costs_only_itself(town, source, harvest, datasets, document):
    town.records[BAD] = document
    run = harvest(source)
    usable = document in [DOCUMENTS[name] for name in USABLE]
    expected = names(*range(6)) if usable else names(*range(6)) - names(BAD)
    assert run.state in ("finished", "partial")
    assert (run.listed, run.new, run.failed) == (6, 5 + usable, 1 - usable)
    assert adds_up(run)
    assert set(datasets()) == in_index() == expected
    said = causes(run).keys() - {"listing-incomplete"}
    assert said
    assert [code for code in said if german(kinds()[code].message) == kinds()[code].message] == []


# one without any identifier can be none that is known, so the known one is missing
IDENTIFIED = {name: document for name, document in DOCUMENTS.items() if name != "no metadata at all"}


@pytest.mark.usefixtures("eager_guard")
def test_a_record_that_was_fine_and_is_damaged_now_keeps_its_dataset(town, source, harvest, datasets):
    harvest(source)
    ids = {name: row[0] for name, row in datasets().items()}
    for name, document in IDENTIFIED.items():
        town.records[BAD] = document
        run = harvest(source)
        assert (run.listed, run.deleted, run.held) == (6, 0, 0), name
        assert {name: row[0] for name, row in datasets().items()} == ids
        assert {row[2] for row in datasets().values()} == {"active"}, name


# a file that is no metadata at all is the folder's own business
FILES = {name: DOCUMENTS[name] for name in DOCUMENTS if name not in {"no metadata at all", *USABLE}}
MENDED = sorted(USABLE - {"schema-invalid"})


def _folder(files: dict[str, bytes]):
    index = "".join(f'<a href="{path[1:]}">{path[1:]}</a>\n' for path in files)
    page = Reply(f"<html><title>Index of /</title><h1>Index of /</h1>{index}</html>".encode(), 200,
                 {"Content-Type": "text/html"})
    return lambda asked: Reply(files[asked.path]) if asked.path in files else page


@pytest.mark.usefixtures("eager_guard")
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_of_a_folder_costs_only_itself(
    make_source, faulty, harvest, datasets, ckan_config, tmp_path, name
):
    """When it is new, and when it was fine before."""
    ckan_config["ckanext.suedwestfalen.net.allow"] = [faulty.url.split("/")[2]]
    (tmp_path / "geheim.txt").write_text("GEHEIM")
    damaged = FILES[name].replace(SECRET, str(tmp_path / "geheim.txt").encode())
    files = {f"/{number}.xml": record(number) for number in (0, 1)} | {"/bad.xml": damaged}
    faulty.answer = _folder(files)
    source = make_source(protocol="waf", url=faulty.url)
    run = harvest(source)
    assert (run.listed, run.new, run.failed) == (3, 2, 1)
    assert adds_up(run)
    assert set(datasets()) == in_index() == names(0, 1)
    said = causes(run).keys() - {"listing-incomplete"}
    assert said
    assert [code for code in said if german(kinds()[code].message) == kinds()[code].message] == []
    files["/bad.xml"] = record(BAD)
    assert harvest(source).new == 1
    before, files["/bad.xml"] = datasets(), damaged + b" "
    run = harvest(source)
    assert (run.listed, run.failed, run.unchanged, run.deleted) == (3, 1, 2, 0)
    assert datasets() == before
    assert in_index() == set(before)
    assert "GEHEIM" not in str([package.notes for package in model.Session.query(model.Package)])


@pytest.mark.parametrize("name", MENDED)
def test_a_file_that_can_be_mended_is_imported_and_says_so(make_source, faulty, harvest, datasets, ckan_config, name):
    ckan_config["ckanext.suedwestfalen.net.allow"] = [faulty.url.split("/")[2]]
    faulty.answer = _folder({"/0.xml": record(0), "/bad.xml": DOCUMENTS[name]})
    run = harvest(make_source(protocol="waf", url=faulty.url))
    assert (run.listed, run.new, run.failed, run.complete) == (2, 2, 0, True)
    assert set(datasets()) == in_index() == names(0, BAD)
    said = causes(run)
    assert said
    assert [code for code in said if german(kinds()[code].message) == kinds()[code].message] == []


@pytest.mark.usefixtures("eager_guard")
def test_a_record_that_cannot_be_read_may_be_the_one_that_is_missing(script, source, harvest, datasets):
    """Even where the server does not say how many there are."""
    harvest(source)
    script.declared = None
    del script.records[guid(4)]
    script.extra = [Item(None, b"", "", None, BROKEN())]
    run = harvest(source)
    assert (run.state, run.complete, run.missing, run.deleted) == ("partial", False, 0, 0)
    assert {row[2] for row in datasets().values()} == {"active"}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES)
def test_entities_are_never_read(town, source, harvest, datasets, tmp_path, doctype):
    """A document type stands before the answer, so it costs the page; no entity of it is looked at."""
    secret = tmp_path / "secret"
    secret.write_text("GEHEIM")
    doctype = doctype % str(secret).encode() if b"%s" in doctype else doctype
    page = town.page(1, 1).body.replace(b"Ein erfundener", b"&n; Ein erfundener")
    town.faults[1] = Reply(doctype + page)
    run = harvest(source)
    assert (run.complete, run.deleted) == (False, 0)
    assert "xml-entity" in causes(run) or run.error["code"] == "xml-entity"
    assert adds_up(run)
    assert not [row for row in datasets().values() if "GEHEIM" in str(row)]


def test_a_record_that_is_listed_but_broken_is_not_missing(script, source, harvest):
    harvest(source)
    lost = guid(9)
    document = script.records.pop(lost)
    assert harvest(source).missing == 1
    script.extra = [Item(lost, b"", "https://example.org/9", finding=BROKEN())]
    harvest(source)
    row = model.Session.query(Record).filter_by(guid=lost).one()
    assert (row.missing_runs, row.missing_since) == (0, None)
    script.extra, script.records[lost] = [], document
    assert harvest(source).unchanged == 10
