"""What Csw makes of servers that fail, lie, loop or speak differently."""

import re

import pytest

from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest.protocols import csw_messages
from ckanext.suedwestfalen.harvest.protocols.base import ListingError
from ckanext.suedwestfalen.harvest.protocols.csw import Csw
from ckanext.suedwestfalen.net import HttpError, xml
from ckanext.suedwestfalen.tests.servers import Reply, client_for

RECORD = (
    '<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">'
    "<gmd:fileIdentifier><gco:CharacterString>{guid}</gco:CharacterString></gmd:fileIdentifier>"
    "<gmd:dateStamp><gco:Date>2024-05-06</gco:Date></gmd:dateStamp>{more}</gmd:MD_Metadata>"
)
CAPABILITIES = """<csw:Capabilities version="2.0.2" xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"
 xmlns:ows="http://www.opengis.net/ows" xmlns:xlink="http://www.w3.org/1999/xlink"><ows:OperationsMetadata>
<ows:Operation name="GetRecords"><ows:DCP><ows:HTTP><ows:Get xlink:href="{get}"/>{posts}</ows:HTTP></ows:DCP>
{more}</ows:Operation></ows:OperationsMetadata></csw:Capabilities>"""
EXCEPTION = (
    b'<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows"><ows:Exception exceptionCode="NoApplicableCode">'
    b"<ows:ExceptionText>Datenbank nicht erreichbar</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
)
LOGIN = b"<!DOCTYPE html><html><head><title>Anmeldung</title></head><body>Bitte anmelden<br></body></html>"


def record(number, more=""):
    return RECORD.format(guid=f"r{number:03}", more=more)


def results(records, matched, following, outer="GetRecordsResponse"):
    attributes = "" if matched is None else f' numberOfRecordsMatched="{matched}"'
    attributes += "" if following is None else f' nextRecord="{following}"'
    return (
        f'<csw:{outer} xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"><csw:SearchResults{attributes}>'
        f"{''.join(records)}</csw:SearchResults></csw:{outer}>"
    ).encode()


class Catalogue:
    """A scripted CSW with ``count`` records; subclasses and attributes make it misbehave."""

    def __init__(self, faulty, count=10):
        self.faulty = faulty
        self.records = {number: record(number) for number in range(1, count + 1)}
        self.most = 1000
        self.questions = []
        self.capabilities = CAPABILITIES.format(
            get=faulty.url, posts=f'<ows:Post xlink:href="{faulty.url}"/>', more=""
        )
        faulty.answer = self.answer

    def answer(self, asked):
        if "GetCapabilities" in asked.path:
            return Reply(self.capabilities.encode())
        text = asked.body.decode() or asked.path
        start = int(re.search(r'startPosition="?=?(\d+)', text).group(1))
        size = int(re.search(r'maxRecords="?=?(\d+)', text).group(1))
        self.questions.append((asked.method, start, size, "sortby" in text.lower()))
        return self.page(start, min(size, self.most), asked)

    def page(self, start, size, asked):
        chosen = [self.records[number] for number in sorted(self.records) if start <= number < start + size]
        following = start + size
        return Reply(results(chosen, len(self.records), 0 if following > len(self.records) else following))


def listing(faulty, position=None, **settings):
    settings = {"page_size": 4, **settings}
    return list(Csw(client_for(faulty.url), faulty.url, settings).pages(position))


def guids(pages):
    return [item.guid for page in pages for item in page.items]


def expected(count):
    return [f"r{number:03}" for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (b"&unknown;", "xml-mended"),
        (b"\x01", "xml-mended"),
        (b"<gmd:a xlink:href='#b'/>", "xml-mended"),
        ("Stra\u00dfe".encode("latin-1"), "record-encoding"),
    ],
    ids=["entity", "control character", "prefix", "latin-1"],
)
def test_damage_that_can_be_mended_costs_nothing(faulty, damage, code):
    catalogue = Catalogue(faulty)
    good = catalogue.page

    def page(*question):
        reply = good(*question)
        return Reply(reply.body.replace(b"</gmd:MD_Metadata>", b"<x>" + damage + b"</x></gmd:MD_Metadata>", 1))

    catalogue.page = page
    pages = listing(faulty)

    assert guids(pages) == expected(10)
    assert {note.code for one in pages for note in one.findings} == {code}
    assert catalogue.questions == [("POST", start, 4, True) for start in (1, 5, 9)]


def test_one_request_per_page(faulty):
    catalogue = Catalogue(faulty, 200)

    assert guids(listing(faulty, page_size=100)) == expected(200)
    assert catalogue.questions == [("POST", 1, 100, True), ("POST", 101, 100, True)]


def test_server_that_gives_fewer_than_asked(faulty):
    catalogue = Catalogue(faulty)
    catalogue.most = 3

    assert guids(listing(faulty, page_size=100)) == expected(10)


def test_short_page_is_reported(faulty):
    catalogue = Catalogue(faulty)
    catalogue.page = lambda start, size, asked: Reply(
        results(
            [catalogue.records[n] for n in range(start, min(start + size - 1, 11))],
            10,
            (start + 4) % 12 if start < 9 else 0,
        )
    )
    pages = listing(faulty)

    assert len(guids(pages)) < 10
    assert {page.declared for page in pages} == {10}
    assert [finding.code for page in pages for finding in page.findings] == ["csw-short-page"] * 2


@pytest.mark.parametrize("following", [0, 11, 999])
def test_end_is_zero_or_beyond_the_last(faulty, following):
    catalogue = Catalogue(faulty, 4)
    catalogue.page = lambda *_: Reply(results(catalogue.records.values(), 4, following))

    assert len(listing(faulty)) == 1


def test_no_next_record_at_all(faulty):
    catalogue = Catalogue(faulty)
    catalogue.page = lambda start, size, _: Reply(
        results([catalogue.records[n] for n in range(start, min(start + size, 11))], 10, None)
    )

    assert guids(listing(faulty)) == expected(10)


def test_neither_number_nor_next_record(faulty):
    """A full first page must not pass for the whole listing: what lies behind it would be deleted."""
    catalogue = Catalogue(faulty)
    catalogue.page = lambda start, size, _: Reply(
        results([catalogue.records[n] for n in range(start, min(start + size, 11))], None, None)
    )

    assert guids(listing(faulty)) == expected(10)


def test_no_declared_number(faulty):
    catalogue = Catalogue(faulty, 4)
    catalogue.page = lambda *_: Reply(results(catalogue.records.values(), None, 0))

    assert listing(faulty)[0].declared is None


@pytest.mark.parametrize("following", [1, 5, -3])
def test_next_record_that_does_not_advance(faulty, following):
    catalogue = Catalogue(faulty)
    catalogue.page = lambda start, size, _: Reply(
        results([catalogue.records[n] for n in range(start, start + size)], 10, 5 if start == 1 else following)
    )

    with pytest.raises(ListingError) as error:
        listing(faulty)
    assert error.value.finding.code == "csw-loop"


def test_next_record_stands_still_while_every_page_is_new(faulty):
    """Only the number tells: the records never repeat."""
    catalogue = Catalogue(faulty)

    def page(_start, _size, _asked):
        count = len(catalogue.questions)
        return Reply(results([record(count)], 10, 5) if count < 30 else EXCEPTION)

    catalogue.page = page
    with pytest.raises(ListingError) as error:
        listing(faulty)
    assert (error.value.finding.code, len(catalogue.questions)) == ("csw-loop", 2)


def test_server_that_ignores_the_position(faulty):
    catalogue = Catalogue(faulty)
    catalogue.page = lambda start, size, _: Reply(results([record(n) for n in range(1, 5)], 10_000, start + size))

    with pytest.raises(ListingError) as error:
        listing(faulty)
    assert error.value.finding.code == "csw-loop"


def test_repeated_identifier_counts_once(faulty):
    catalogue = Catalogue(faulty)
    catalogue.records[7] = record(2, "<gmd:x/>")
    items = [item for page in listing(faulty) for item in page.items]

    assert [item.guid for item in items if not item.finding] == [g for g in expected(10) if g != "r007"]
    assert [item.finding.code for item in items if item.finding] == ["listing-repeated"]


def test_record_without_identifier_and_record_that_is_no_iso(faulty):
    catalogue = Catalogue(faulty, 3)
    catalogue.records[1] = '<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd"/>'
    catalogue.records[2] = (
        '<csw:Record xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier>dc1</dc:identifier></csw:Record>'
    )
    items = listing(faulty)[0].items

    assert [(item.guid, item.finding and item.finding.code) for item in items] == [
        (None, "listing-no-identifier"),
        ("dc1", "listing-not-iso"),
        ("r003", None),
    ]


def test_too_large_record(faulty):
    catalogue = Catalogue(faulty, 3)
    words = "<gmd:x>" + "viel " * 400_000 + "</gmd:x>"
    catalogue.records[2] = record(2, words * 6)
    items = listing(faulty)[0].items

    assert [(item.guid, bool(item.content), item.finding and item.finding.code) for item in items] == [
        ("r001", True, None),
        ("r002", False, "listing-too-large"),
        ("r003", True, None),
    ]


@pytest.mark.parametrize(
    "damage",
    ["<gmd:unclosed>", "<own:a/>", "<a>" * 300_000 + "</a>" * 300_000],
    ids=["unclosed", "prefix", "300,000 levels"],
)
def test_damaged_record_costs_only_itself(faulty, damage):
    catalogue = Catalogue(faulty, 30)
    catalogue.records[17] = record(17, damage)
    pages = listing(faulty, page_size=10)
    items = [item for page in pages for item in page.items]

    assert [item.guid for item in items] == [None if guid == "r017" else guid for guid in expected(30)]
    assert [item.finding is not None for item in items].count(True) == 1
    assert len(catalogue.questions) < 15


def test_server_that_only_sends_rubbish_is_given_up(faulty):
    catalogue = Catalogue(faulty, 1000)
    catalogue.page = lambda *_: Reply(b"<csw:GetRecordsResponse")

    with pytest.raises(ListingError) as error:
        listing(faulty, page_size=100)
    assert error.value.finding.code == "csw-unreadable"
    assert len(catalogue.questions) < 60


@pytest.mark.parametrize("page", [1, 2])
@pytest.mark.parametrize(
    ("body", "code", "text"),
    [(EXCEPTION, "csw-exception", "Datenbank nicht erreichbar"), (LOGIN, "csw-html", "Anmeldung")],
)
@pytest.mark.parametrize("status", [200, 400])
def test_exception_report_or_web_page_in_between(faulty, page, body, code, text, status):
    catalogue = Catalogue(faulty)
    good = catalogue.page
    catalogue.page = lambda start, size, asked: (
        good(start, size, asked) if start < page * 4 - 3 else Reply(body, status)
    )
    seen = []
    with pytest.raises(FindingError) as error:
        seen.extend(Csw(client_for(faulty.url), faulty.url, {"page_size": 4}).pages())

    if status == 400 and code == "csw-html":
        assert isinstance(error.value, HttpError)
    else:
        assert error.value.finding.code == code
        assert text in str(error.value)
    assert len(seen) == page - 1


@pytest.mark.parametrize(
    "body", [LOGIN, b"", b"{}", b"<wfs/>", EXCEPTION, b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_no_csw_at_this_address(faulty, body):
    faulty.script = [Reply(body)]

    with pytest.raises(FindingError) as error:
        listing(faulty)
    assert error.value.finding.code in {
        "csw-html",
        "xml-empty",
        "xml-broken",
        "csw-not-csw",
        "csw-exception",
        "xml-entity",
    }


def test_server_down_after_a_page_keeps_what_was_read_and_can_go_on(faulty):
    catalogue = Catalogue(faulty)
    good = catalogue.page
    catalogue.page = lambda start, size, asked: good(start, size, asked) if start == 1 else Reply(b"", 503)
    seen = []
    with pytest.raises(HttpError):
        seen.extend(Csw(client_for(faulty.url), faulty.url, {"page_size": 4}).pages())
    assert len(seen) == 1
    assert [question[1] for question in catalogue.questions] == [1, 5, 5, 5, 5]

    catalogue.page = good
    assert guids(seen) + guids(listing(faulty, seen[-1].next_position)) == expected(10)


def test_server_that_cannot_sort(faulty):
    catalogue = Catalogue(faulty)
    good = catalogue.page
    catalogue.page = lambda start, size, asked: (
        Reply(EXCEPTION) if b"SortBy" in asked.body else good(start, size, asked)
    )
    pages = listing(faulty)

    assert guids(pages) == expected(10)
    assert [finding.code for finding in pages[0].findings] == ["csw-unsorted"]


def test_server_that_knows_only_get(faulty):
    catalogue = Catalogue(faulty)
    good = catalogue.page
    catalogue.page = lambda start, size, asked: Reply(b"", 405) if asked.method == "POST" else good(start, size, asked)

    assert guids(listing(faulty, keyword="opendata", types="dataset", box=[7, 50, 9, 52])) == expected(10)


def test_server_that_has_only_version_3(faulty):
    catalogue = Catalogue(faulty, 3)
    three = catalogue.capabilities.replace("csw/2.0.2", "csw/3.0").replace('"2.0.2"', '"3.0.0"')
    three = three.replace("opengis.net/ows", "opengis.net/ows/2.0")
    good = catalogue.answer

    def answer(asked):
        if "GetCapabilities" in asked.path:
            return Reply(three.encode()) if "3.0.0" in asked.path else Reply(EXCEPTION, 400)
        assert b'version="3.0.0"' in asked.body
        reply = good(asked)
        return Reply(reply.body.replace(b"csw/2.0.2", b"csw/3.0"))

    faulty.answer = answer
    assert guids(listing(faulty)) == expected(3)


@pytest.mark.parametrize(
    ("advertised", "used"),
    [
        ("{url}other", "{url}other"),
        ("http://169.254.169.254/csw", "{url}"),
        ("http://intern.example.org/csw", "{url}"),
        ("ftp://127.0.0.1/csw", "{url}"),
        ("http://127.0.0.1:80/csw", "{url}"),
        ("http://localhost:{port}/csw", "{url}"),
        ("https://127.0.0.1:{port}/csw", "{url}"),
        ("", "{url}"),
    ],
)
def test_advertised_address_counts_only_on_the_same_host(faulty, advertised, used):
    catalogue = Catalogue(faulty)
    address = advertised.format(url=faulty.url, port=faulty.port)
    catalogue.capabilities = CAPABILITIES.format(get=address, posts=f'<ows:Post xlink:href="{address}"/>', more="")

    service = Csw(client_for(faulty.url), faulty.url).service()
    assert (service.post, service.get) == (used.format(url=faulty.url),) * 2


def test_post_address_for_soap_is_passed_over(faulty):
    catalogue = Catalogue(faulty)
    soap = "<ows:Constraint name='PostEncoding'><ows:Value>{}</ows:Value></ows:Constraint></ows:Post>"
    posts = f'<ows:Post xlink:href="{faulty.url}soap">{soap.format("SOAP")}<ows:Post xlink:href="{faulty.url}xml">'
    catalogue.capabilities = CAPABILITIES.format(get=faulty.url, posts=posts + soap.format("XML"), more="")

    assert Csw(client_for(faulty.url), faulty.url).service().post == faulty.url + "xml"


def test_address_with_parameters_of_its_own(faulty):
    Catalogue(faulty)
    url = faulty.url + "csw?map=stadt&SERVICE=CSW&request=GetCapabilities"
    list(Csw(client_for(url), url).pages())

    assert faulty.asked[0].path.count("map=stadt") == 1
    assert faulty.asked[0].path.lower().count("service=csw") == 1
    assert csw_messages.without_parameters(url) == faulty.url + "csw?map=stadt"


def test_changed_number_is_reported(faulty):
    catalogue = Catalogue(faulty, 8)
    catalogue.page = lambda start, size, _: Reply(
        results(
            [catalogue.records[n] for n in range(start, start + size)], 8 if start == 1 else 9, 5 if start == 1 else 0
        )
    )
    pages = listing(faulty)

    assert [page.declared for page in pages] == [8, 9]
    assert [finding.code for finding in pages[1].findings] == ["csw-count-changed"]


@pytest.mark.parametrize(
    "settings",
    [{"page_size": 0}, {"page_size": "viele"}, {"box": [1, 2]}, {"box": [9, 50, 7, 52]}, {"version": "1.0"}],
)
def test_unusable_setting(faulty, settings):
    with pytest.raises(ListingError) as error:
        Csw(client_for(faulty.url), faulty.url, settings)
    assert error.value.finding.code == "source-setting"


def test_content_does_not_depend_on_where_namespaces_stand(faulty):
    catalogue = Catalogue(faulty, 1)
    alone = listing(faulty)[0].items[0].content
    page = results([record(1)], 1, 0).decode()
    page = page.replace(' xmlns:gco="http://www.isotc211.org/2005/gco"', "").replace(
        "<csw:SearchResults", '<csw:SearchResults xmlns:gco="http://www.isotc211.org/2005/gco" xmlns:zz="urn:zz"'
    )
    catalogue.page = lambda *_: Reply(page.encode())

    assert listing(faulty)[0].items[0].content == alone
    assert xml.parse(alone).tag == "{http://www.isotc211.org/2005/gmd}MD_Metadata"
