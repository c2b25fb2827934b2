"""A catalogue that fails because of single records: they are named by their number, all others come."""

from __future__ import annotations

import pytest

from ckanext.suedwestfalen.findings import kinds
from ckanext.suedwestfalen.harvest.protocols import csw_parts
from ckanext.suedwestfalen.harvest.protocols.base import ListingError
from ckanext.suedwestfalen.harvest.protocols.csw import Csw
from ckanext.suedwestfalen.net import HttpError, Unreachable
from ckanext.suedwestfalen.tests.harvest.protocols.test_csw_faults import (
    EXCEPTION,
    LOGIN,
    Catalogue,
    expected,
    guids,
    listing,
    results,
)
from ckanext.suedwestfalen.tests.servers import Reply, client_for

HALF = Reply(act=lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<csw:Get"))
FAILURES = {
    "500": Reply(b"Traceback", 500),
    "502": Reply(b"", 502),
    "exception report": Reply(EXCEPTION),
    "exception report with 500": Reply(EXCEPTION, 500),
    "breaks off": HALF,
    "unparseable": Reply(b"<csw:GetRecordsResponse"),
}


def spoil(catalogue, reply, *bad):
    """Let the server fail whenever one of these records would be in the answer."""
    good = catalogue.page

    def page(start, size, asked):
        return reply if any(start <= number < start + size for number in bad) else good(start, size, asked)

    catalogue.page = page
    return catalogue


def named(pages):
    return [item.finding.values.get("position") for page in pages for item in page.items if item.finding]


def without(count, *bad):
    return [None if number in bad else guid for number, guid in enumerate(expected(count), 1)]


@pytest.mark.parametrize("reply", FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("bad", [1, 2, 64, 100, 101, 250])
def test_a_record_at_which_the_server_fails_costs_only_itself(faulty, reply, bad):
    catalogue = spoil(Catalogue(faulty, 250), reply, bad)
    pages = listing(faulty, page_size=100)
    assert guids(pages) == without(250, bad)
    if reply is FAILURES["unparseable"]:
        notes = [note for page in pages for note in page.findings]
        assert [(note.code, note.values["position"]) for note in notes] == [("csw-record-damaged", str(bad))]
    else:
        assert named(pages) == [str(bad)]
        assert {item.finding.code for page in pages for item in page.items if item.finding} == {"csw-record-refused"}
    # three pages, a look elsewhere, seven halves, and what the client repeats at the first and the last question
    assert len(catalogue.questions) <= 3 + 2 + 8 + 6
    assert pages[-1].declared == 250


def test_the_server_s_own_words_are_told(faulty):
    spoil(Catalogue(faulty, 10), Reply(EXCEPTION), 3)
    (item,) = [item for page in listing(faulty) for item in page.items if item.finding]
    assert "number 3 " in item.finding.message()
    assert "Datenbank nicht erreichbar" in item.finding.message()
    spoil(Catalogue(faulty, 10), Reply(b"", 500), 3)
    (item,) = [item for page in listing(faulty) for item in page.items if item.finding]
    assert "HTTP 500" in item.finding.message()


@pytest.mark.parametrize("bad", [(1, 2), (3, 4), (5, 9), (8, 9, 10), (1, 10), (9, 10), (4, 5, 6, 7)])
def test_several_bad_records(faulty, bad):
    catalogue = spoil(Catalogue(faulty, 10), Reply(b"", 500), *bad)
    pages = listing(faulty, page_size=10)
    assert guids(pages) == without(10, *bad)
    assert named(pages) == [str(number) for number in bad]
    assert len(catalogue.questions) < 30 * len(bad)


@pytest.mark.parametrize("page_size", [1, 2, 3, 7])
def test_small_pages(faulty, page_size):
    spoil(Catalogue(faulty, 10), Reply(b"", 500), 4)
    assert guids(listing(faulty, page_size=page_size)) == without(10, 4)


def test_a_server_that_gives_fewer_than_asked(faulty):
    catalogue = Catalogue(faulty, 40)
    catalogue.most = 3
    # what it would not give anyway does not spoil the answer
    spoil(catalogue, Reply(b"", 500), 5, 29)
    assert guids(listing(faulty, page_size=100)) == without(40, 5, 29)


def test_a_server_that_does_not_say_how_many_there_are(faulty):
    catalogue = Catalogue(faulty, 10)
    catalogue.page = lambda start, size, _: Reply(
        results([catalogue.records[n] for n in range(start, min(start + size, 11))], None, None)
    )
    spoil(catalogue, Reply(b"", 500), 10)
    # beyond the last there is nothing, and that is the end
    assert guids(listing(faulty)) == without(10, 10)


def test_a_server_that_is_down_is_not_searched(faulty):
    catalogue = Catalogue(faulty, 1000)
    spoil(catalogue, Reply(b"", 500), *range(101, 1001))
    seen = []
    with pytest.raises(HttpError) as error:
        seen.extend(Csw(client_for(faulty.url), faulty.url, {"page_size": 100}).pages())
    assert (error.value.status, len(seen)) == (500, 1)
    # the page four times, then three records of it once
    assert [question[1:3] for question in catalogue.questions[1:]] == [(101, 100)] * 4 + [(101, 1), (200, 1), (151, 1)]


def test_a_server_that_goes_down_during_the_search(faulty):
    catalogue = Catalogue(faulty, 1000)
    good = catalogue.page

    def page(start, size, asked):
        down = len(catalogue.questions) > 7 or start <= 150 < start + size
        return Reply(b"", 500) if down else good(start, size, asked)

    catalogue.page = page
    seen = []
    with pytest.raises(HttpError):
        seen.extend(Csw(client_for(faulty.url), faulty.url, {"page_size": 100}).pages())
    assert len([item for page in seen for item in page.items if item.finding]) == 1
    assert len(catalogue.questions) < 35


@pytest.mark.parametrize(("reply", "error"), [(Reply(b"", 503), HttpError), (Reply(b"", 429), HttpError)])
def test_overload_is_no_record_s_fault(faulty, reply, error):
    catalogue = spoil(Catalogue(faulty, 250), reply, 150)
    with pytest.raises(error):
        listing(faulty, page_size=100)
    assert {question[2] for question in catalogue.questions} == {100}


def test_overload_during_the_search_is_waited_for(faulty):
    catalogue = spoil(Catalogue(faulty, 250), Reply(b"", 500), 150)
    busy, good = iter([Reply(b"", 503, {"Retry-After": "7"})]), catalogue.page

    def page(start, size, asked):
        small = 1 < size < 100
        return (next(busy, None) if small else None) or good(start, size, asked)

    catalogue.page = page
    assert guids(listing(faulty, page_size=100)) == without(250, 150)


def test_a_fault_that_passes_costs_no_record(faulty):
    """Where the record comes when it is asked for alone, it was not to blame."""
    catalogue = Catalogue(faulty, 20)
    good = catalogue.page
    catalogue.page = lambda start, size, asked: Reply(b"", 500) if size > 2 else good(start, size, asked)
    assert guids(listing(faulty, page_size=8)) == expected(20)


def test_a_server_that_refuses_large_pages_is_not_searched_again_and_again(faulty):
    catalogue = Catalogue(faulty, 1000)
    good = catalogue.page
    catalogue.page = lambda start, size, asked: Reply(EXCEPTION) if size > 50 else good(start, size, asked)
    pages = listing(faulty, page_size=100)
    assert guids(pages) == expected(1000)
    # two pages in eight parts each, the other eight hundred records by fifties
    assert len(catalogue.questions) < 2 * 10 + 800 / 50 + 1


def test_too_many_bad_records_end_the_listing(faulty):
    bad = range(10, 400, 10)
    catalogue = spoil(Catalogue(faulty, 400), Reply(b"", 500), *bad)
    seen = []
    with pytest.raises(ListingError) as error:
        seen.extend(Csw(client_for(faulty.url), faulty.url, {"page_size": 100}).pages())
    assert (error.value.finding.code, error.value.finding.values["position"]) == ("csw-unreadable", "110")
    assert error.value.finding.values["count"] == str(csw_parts.MAX_REFUSED + 1)
    assert guids(seen) == without(109, *bad)
    assert len(catalogue.questions) < 20 * csw_parts.MAX_REFUSED


def test_damaged_records_are_many_until_it_is_too_much(faulty):
    catalogue = Catalogue(faulty, 400)
    bad = range(3, 400, 3)
    for number in bad:
        catalogue.records[number] = "<gmd:unclosed>"
    with pytest.raises(ListingError) as error:
        listing(faulty, page_size=4)
    assert (error.value.finding.code, error.value.finding.values["position"]) == ("csw-unreadable", "303")
    for number in list(bad)[csw_parts.MAX_DAMAGED :]:
        catalogue.records[number] = catalogue.records[1].replace("r001", f"r{number:03}")
    assert guids(listing(faulty, page_size=4)).count(None) == csw_parts.MAX_DAMAGED


def test_the_way_of_asking_is_found_although_the_first_page_fails(faulty):
    """A server without POST whose first page holds the bad record."""
    catalogue = spoil(Catalogue(faulty, 30), Reply(b"", 500), 7)
    good = catalogue.page
    catalogue.page = lambda start, size, asked: Reply(b"", 405) if asked.method == "POST" else good(start, size, asked)
    pages = listing(faulty, page_size=20)
    assert guids(pages) == without(30, 7)


def test_a_web_page_is_no_bad_record(faulty):
    catalogue = spoil(Catalogue(faulty, 250), Reply(LOGIN), 150)
    with pytest.raises(ListingError) as error:
        listing(faulty, page_size=100)
    assert error.value.finding.code == "csw-html"
    assert len(catalogue.questions) == 2


def test_a_connection_that_fails_is_no_bad_record(faulty):
    Catalogue(faulty, 250)
    asked = []

    def fail(*_args, **_more):
        asked.append(1)
        raise Unreachable(kinds()["net-connect"](host="x", reason="y"))

    parts = csw_parts.Parts(fail, 100)
    with pytest.raises(Unreachable):
        parts.answer(1)
    assert len(asked) == 1
