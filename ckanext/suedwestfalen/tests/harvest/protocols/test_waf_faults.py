"""What Waf makes of folders that lie, break off or hold rubbish."""

from __future__ import annotations

import pytest

from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest.protocols import Known, ListingError, waf
from ckanext.suedwestfalen.harvest.protocols.waf import Waf
from ckanext.suedwestfalen.net import HttpError, NetError
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.servers import Reply, client_for

LOGIN = b"<!DOCTYPE html><html><head><title>Anmeldung</title></head><body><a href='a.xml'>x</a></body></html>"
EXCEPTION = (
    b'<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows"><ows:Exception exceptionCode="NoApplicableCode">'
    b"<ows:ExceptionText>Datenbank nicht erreichbar</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
)


def response(*records):
    results = b"".join(record.partition(b"?>")[2] for record in records)
    name = b'<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"><csw:SearchResults>'
    return name + results + b"</csw:SearchResults></csw:GetRecordsResponse>"


class Town:
    """A scripted folder: files are path → body or reply; folders are listed as nginx does."""

    def __init__(self, faulty, files):
        self.faulty, self.files = faulty, files
        self.broken = {}
        faulty.answer = self.answer

    def answer(self, asked):
        path = asked.path.lstrip("/")
        if path in self.broken:
            return self.broken[path]
        if path == "" or path.endswith("/"):
            rest = [name[len(path) :] for name in self.files if name.startswith(path)]
            names = sorted({name.partition("/")[0] + "/" * ("/" in name) for name in rest})
            links = "".join(f'<a href="{name}">{name}</a>\n' for name in names)
            page = f"<html><head><title>Index of /{path}</title></head><pre>{links}</pre></html>"
            return Reply(page.encode(), headers={"Content-Type": "text/html"})
        body = self.files.get(path)
        return body if isinstance(body, Reply) else Reply(body) if body is not None else Reply(b"", 404)

    def pages(self, known=None, position=None, **settings):
        client = client_for(self.faulty.url)
        return Waf(client, self.faulty.url, settings, lambda: known or {}).pages(position)


def collect(pages):
    """Give the items and the code of what ended the listing."""
    items = []
    try:
        for page in pages:
            items += page.items
    except FindingError as error:
        return items, error.finding.code
    return items, None


def told(items):
    return [(item.guid, item.finding.code if item.finding else None) for item in items]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (record(1)[:500], "xml-broken"),
        (b"", "xml-empty"),
        (LOGIN, "document-web-page"),
        (EXCEPTION, "csw-exception"),
        (Reply(b"", 404), "net-http-status"),
        (Reply(b"", 403), "net-http-status"),
        (Reply(b"", 500), "net-http-status"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "xml-entity"),
        (b"<a>" * 300_000, "xml-deep"),
    ],
)
def test_a_broken_file_costs_only_itself_and_nothing_is_deleted(faulty, body, code):
    files = {"a.xml": record(0), "b.xml": body, "c.xml": record(2)}
    items, end = collect(Town(faulty, files).pages())

    assert end == "waf-files-unread"
    assert [item.guid for item in items] == [guid(0), faulty.url + "b.xml", guid(2)]
    assert [item.finding.code for item in items if item.finding] == [code]


def test_what_is_known_of_a_broken_file_counts_as_listed(faulty):
    known = {faulty.url + "b.xml": [Known(guid(1), "x"), Known(guid(3), "x")]}
    items, end = collect(Town(faulty, {"a.xml": record(0), "b.xml": b"<kaputt"}).pages(known))

    assert end is None
    assert told(items) == [(guid(0), None), (guid(1), "xml-broken"), (guid(3), "xml-broken")]


@pytest.mark.parametrize("body", [b"<gml/>", b"{}", b"[1]", b"Text"])
def test_a_file_that_is_something_else_is_named_and_hinders_nothing(faulty, body):
    files = {"a.xml": record(0), "b.json": body}
    items, end = collect(Town(faulty, files).pages(extensions=["xml", "json"]))

    assert end is None
    assert told(items) == [(guid(0), None), (faulty.url + "b.json", "document-no-metadata")]


@pytest.mark.parametrize(
    "reply", [Reply(b"", 403), Reply(b"", 500), Reply(LOGIN, headers={"Content-Type": "text/html"})]
)
def test_a_broken_sub_folder_is_no_complete_listing_but_the_others_are_read(faulty, reply):
    town = Town(faulty, {"a.xml": record(0), "b/b.xml": record(1), "c/c.xml": record(2)})
    town.broken["b/"] = reply
    items, end = collect(town.pages())

    assert [item.guid for item in items] == [guid(0), guid(2)]
    assert end in {"net-http-status", "waf-no-listing"}


def test_a_fault_is_remembered_when_the_listing_is_taken_up_again(faulty):
    files = {"a.xml": b"<kaputt", "b/b.xml": record(1), "c/c.xml": record(2), "c/d.xml": record(3)}
    town = Town(faulty, files)
    town.broken["b/"] = Reply(b"", 403)
    pages = town.pages(page_size=2)
    position = next(pages).next_position
    town.broken.clear()
    del files["a.xml"]
    faulty.asked.clear()

    items, end = collect(town.pages(position=position))
    assert (told(items), end) == ([(guid(3), None)], "net-http-status")
    # What lies in a folder that was done before is not even listed again.
    assert "/b/" not in [asked.path for asked in faulty.asked]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(LOGIN, headers={"Content-Type": "text/html"}),
        Reply(b"<html><title>Wartung</title></html>", headers={"Content-Type": "text/html"}),
        Reply(b"", headers={"Content-Type": "text/html"}),
        Reply(b"", 503),
        Reply(record(0)),
    ],
)
def test_a_start_that_is_no_listing_ends_the_run(faulty, reply):
    town = Town(faulty, {})
    town.broken[""] = reply
    with pytest.raises((ListingError, HttpError)):
        list(town.pages())


def test_an_empty_folder_is_complete(faulty):
    assert collect(Town(faulty, {}).pages()) == ([], None)
    assert len(list(Town(faulty, {}).pages())) == 1


def test_a_server_that_goes_down_ends_the_listing_early(faulty):
    files = {f"{number:02}.xml": record(number) if number < 5 else Reply(b"", 503) for number in range(20)}
    town = Town(faulty, files)
    items, end = collect(town.pages(page_size=4))

    assert [item.guid for item in items][:5] == [guid(number) for number in range(5)]
    assert end == "net-http-status"
    assert len(faulty.asked) <= 1 + 5 + 3 * 4
    assert len(items) <= 5 + waf.MAX_FAULTS


def test_a_server_that_is_not_there(faulty):
    faulty.stop()
    with pytest.raises(NetError):
        list(Town(faulty, {}).pages())


def test_several_records_in_one_file(faulty):
    nameless = record(2).replace(b"gmd:fileIdentifier", b"gmd:fileName")
    town = Town(faulty, {"a.xml": response(record(0), record(1), nameless), "b.xml": nameless})
    items, end = collect(town.pages())
    url = faulty.url + "a.xml"

    assert end is None
    assert [item.guid for item in items] == [guid(0), guid(1), url + "#3", faulty.url + "b.xml"]
    assert [item.url for item in items] == [url] * 3 + [faulty.url + "b.xml"]
    assert all(item.content.startswith(b"<gmd:MD_Metadata") for item in items)


def test_a_file_is_asked_conditionally_only_if_all_its_records_are_known(faulty):
    headers = {"Content-Type": "text/xml", "ETag": '"1"'}
    town = Town(faulty, {"a.xml": Reply(response(record(0), record(1)), headers=headers)})
    items, _ = collect(town.pages())
    url = faulty.url + "a.xml"
    for count, asked in ((2, '"1"'), (1, None)):
        collect(town.pages({url: [Known(item.guid, item.validator) for item in items[:count]]}))
        assert faulty.asked[-1].headers.get("If-None-Match") == asked


def test_too_many_files(faulty):
    items, end = collect(Town(faulty, {f"{number}.xml": record(number) for number in range(6)}).pages(max_files=4))

    assert (len(items), end) == (4, "waf-too-many")


def test_slow_files_come_in_small_pages(faulty, monkeypatch):
    monkeypatch.setattr(waf, "PAGE_SECONDS", 0)
    pages = list(Town(faulty, {f"{number}.xml": record(number) for number in range(3)}).pages())

    assert [len(page.items) for page in pages][-3:] == [1, 1, 1]


def test_endless_folders(faulty):
    page = b"<title>Index of</title><a href='a/'>a</a><a href='b/'>b</a><a href='c/'>c</a>"
    faulty.answer = lambda asked: Reply(page, headers={"Content-Type": "text/html"})
    pages = Waf(client_for(faulty.url), faulty.url, {"depth": 20, "max_files": 50}).pages()

    assert collect(pages)[1] == "waf-too-many"
    assert len(faulty.asked) <= 51


def test_a_record_that_is_too_large(faulty):
    words = b"<gmd:x>" + b"viel " * 400_000 + b"</gmd:x>"
    large = record(0).replace(b"</gmd:MD_Metadata>", words * 6 + b"</gmd:MD_Metadata>")
    items, end = collect(Town(faulty, {"a.xml": large, "b.xml": record(1)}).pages())

    assert end is None
    assert told(items) == [(guid(0), "listing-too-large"), (guid(1), None)]


@pytest.mark.parametrize("settings", [{"depth": "tief"}, {"depth": 99}, {"max_files": 0}])
def test_unusable_setting(faulty, settings):
    with pytest.raises(ListingError):
        Waf(client_for(faulty.url), faulty.url, settings)
