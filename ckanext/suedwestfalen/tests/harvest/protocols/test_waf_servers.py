"""Folders listed by real nginx and Apache, and as IIS writes them: everything once, and nothing fetched twice."""

from __future__ import annotations

import pytest

from ckanext.suedwestfalen.harvest.protocols import Known, Probe
from ckanext.suedwestfalen.harvest.protocols.waf import Waf
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.servers import Reply, client_for
from ckanext.suedwestfalen.tests.servers.listings import iis, nginx, web_folder  # noqa: F401 - fixtures

FILES = {
    "a.xml": 0,
    "Pläne/Größe 5%.XML": 1,
    "Pläne/Straßen & Wege #2.xml": 2,
    "Pläne/tief/wer?.xml": 3,
    "Zürich/ß+ü.xml": 4,
}


@pytest.fixture
def town(web_folder):  # noqa: F811
    """A town's folder with sub-folders, umlauts and other files."""
    server = web_folder
    for path, number in FILES.items():
        server.write(path, record(number))
    for path in ("liesmich.txt", "bild.png", "Pläne/karte.pdf", "daten.json", "leer/.keep"):
        server.write(path, b"x")
    return server


def listing(server, known=None, position=None, **settings):
    kept = {url: list(records) for url, records in (known or {}).items()}
    return list(Waf(client_for(server.url), server.url, settings, lambda: kept).pages(position))


def items_of(pages):
    return [item for page in pages for item in page.items]


def remembered(items):
    known = {}
    for item in items:
        known.setdefault(item.url, []).append(Known(item.guid, item.validator, item.reader))
    return known


def test_every_file_arrives_once(town):
    pages = listing(town)
    items = items_of(pages)

    assert [item.guid for item in items] == [guid(number) for number in range(5)]
    assert not [item.finding for item in items if item.finding]
    assert pages[-1].next_position is None
    assert not any(page.findings for page in pages)
    fetched = [path for path, status in town.requests() if not path.endswith("/")]
    assert len(fetched) == len(set(fetched)) == 5


def test_what_is_unchanged_is_not_fetched_again(town):
    known = remembered(items_of(listing(town)))
    town.requests()
    items = items_of(listing(town, known))

    assert [(item.guid, item.unchanged, item.content) for item in items] == [(guid(n), True, b"") for n in range(5)]
    assert {status for path, status in town.requests() if not path.endswith("/")} == {304}


def test_what_changed_is_fetched(town):
    known = remembered(items_of(listing(town)))
    town.write("Pläne/Größe 5%.XML", record(1, title="Neu"), age=60)
    town.requests()
    items = items_of(listing(town, known))

    assert [item.guid for item in items if not item.unchanged] == [guid(1)]
    assert b"Neu" in items[1].content
    assert [status for path, status in town.requests() if not path.endswith("/")].count(200) == 1


def test_a_file_put_back_to_an_older_state_is_fetched(town):
    known = remembered(items_of(listing(town)))
    town.write("a.xml", record(0, title="Alt"), age=-60)

    assert not items_of(listing(town, known))[0].unchanged


def test_a_file_that_may_change_again_within_the_second_is_fetched(town):
    (town.files / "a.xml").write_bytes(record(0))
    known = remembered(items_of(listing(town)))
    (town.files / "a.xml").write_bytes(record(0))

    assert [item.unchanged for item in items_of(listing(town, known))] == [False, True, True, True, True]


def test_pages_and_going_on(town):
    pages = listing(town, page_size=2)

    assert [len(page.items) for page in pages] == [2, 2, 1]
    rest = items_of(listing(town, position=pages[0].next_position, page_size=2))
    assert [item.guid for item in rest] == [guid(2), guid(3), guid(4)]


def test_going_on_where_files_came_and_went_meanwhile(town):
    position = listing(town, page_size=2)[0].next_position
    (town.files / "a.xml").unlink()
    town.write("Pläne/Aa.xml", record(7))
    town.write("Pläne/neu/a.xml", record(8))
    town.requests()
    rest = items_of(listing(town, position=position))

    assert [item.guid for item in rest] == [guid(2), guid(8), guid(3), guid(4)]
    assert "/leer/" in [path for path, _ in town.requests()]


def test_depth(town):
    assert [item.guid for item in items_of(listing(town, depth=0))] == [guid(0)]
    pages = listing(town, depth=1)
    assert [item.guid for item in items_of(pages)] == [guid(0), guid(1), guid(2), guid(4)]
    assert [finding.code for page in pages for finding in page.findings] == ["waf-too-deep"]


def test_a_link_in_circles_ends(nginx):  # noqa: F811
    nginx.write("a.xml", record(0))
    (nginx.files / "kreis").symlink_to(nginx.files)

    assert len(items_of(listing(nginx, depth=3))) == 4


def test_extensions(town):
    town.write("b.ttl", b"")
    items = items_of(listing(town, extensions=["json"]))

    assert [item.url.rpartition("/")[2] for item in items] == ["daten.json"]


def test_detection(town):
    probe = Probe(client_for(town.url), town.url + "Pl%C3%A4ne")
    found = list(Waf.detect(probe))

    assert [(one.url, one.sure) for one in found] == [(town.url + "Pl%C3%A4ne/", 90)]


def test_iis(faulty):
    folders = {
        "/daten/": iis("/daten/", {"Straßen.XML": "/daten/Stra%C3%9Fen.XML"}, {"Pläne": "/daten/Pl%C3%A4ne/"}),
        "/daten/Pl%C3%A4ne/": iis(
            "/daten/Pläne/", {"b.xml": "/daten/Pläne/b.xml", "web.config": "/daten/Pläne/web.config"}
        ),
    }
    files = {"/daten/Stra%C3%9Fen.XML": record(0), "/daten/Pl%C3%A4ne/b.xml": record(1)}

    def answer(asked):
        if asked.path in folders:
            return Reply(folders[asked.path], headers={"Content-Type": "text/html; charset=UTF-8"})
        if asked.headers.get("If-Modified-Since") == "Tue, 14 May 2024 08:12:00 GMT":
            return Reply(b"", 304)
        headers = {"Content-Type": "text/xml", "Last-Modified": "Tue, 14 May 2024 08:12:00 GMT"}
        return Reply(files[asked.path], headers=headers)

    faulty.answer = answer
    waf = Waf(client_for(faulty.url), faulty.url + "daten/")
    items = items_of(waf.pages())
    assert [item.guid for item in items] == [guid(0), guid(1)]
    known = remembered(items)
    again = items_of(Waf(client_for(faulty.url), faulty.url + "daten/", {}, lambda: known).pages())
    assert [item.unchanged for item in again] == [True, True]
