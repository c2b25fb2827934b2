"""What Ckan makes of portals that fail, lie, cut pages short or are no CKAN."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest.protocols.base import ListingError, Probe
from ckanext.suedwestfalen.harvest.protocols.ckan import Ckan
from ckanext.suedwestfalen.net import HttpError
from ckanext.suedwestfalen.tests.servers import Reply, client_for

JSON = {"Content-Type": "application/json"}
LOGIN = b"<!DOCTYPE html><html><head><title>Anmeldung</title></head><body>Bitte anmelden</body></html>"


def entry(number, **fields):
    return {"id": f"id-{number:03}", "name": f"name-{number:03}", "title": f"Titel {number}", "type": "dataset",
            "state": "active", "private": False, **fields}


class Portal:
    """A scripted portal; ``before(asked_number, start)`` may change it or give a reply of its own."""

    def __init__(self, faulty, count=10):
        self.entries = [entry(number) for number in range(count)]
        self.most = 1000
        self.count = None
        self.before = lambda number, start: None
        self.questions = []
        faulty.answer = self.answer

    def answer(self, asked):
        parts = urlsplit(asked.path)
        question = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if not parts.path.endswith("/package_search"):
            return Reply(json.dumps({"success": False, "error": {"message": "Not found"}}).encode(), 404, JSON)
        self.questions.append(question)
        start, rows = int(question["start"]), int(question["rows"])
        if reply := self.before(len(self.questions), start):
            return reply
        page = self.entries[start : start + min(rows, self.most)]
        count = len(self.entries) if self.count is None else self.count
        return Reply(json.dumps({"success": True, "result": {"count": count, "results": page}}).encode(), 200, JSON)


@pytest.fixture
def town(faulty):
    return Portal(faulty)


@pytest.fixture
def listing(faulty):
    """List the portal: gives the pages."""

    def listing(address="", **settings):
        kind = Ckan(client_for(faulty.url), faulty.url + address, {"page_size": 4, **settings})
        return list(kind.pages())

    return listing


def ids(pages):
    return [item.guid.rpartition("/")[2] for page in pages for item in page.items]


def codes(pages):
    return [finding.code for page in pages for finding in page.findings]


def test_pages_are_asked_for_in_a_steady_order(town, listing):
    pages = listing()
    assert ids(pages) == [one["id"] for one in town.entries]
    assert [question["start"] for question in town.questions] == ["0", "3", "6"]
    assert {question["sort"] for question in town.questions} == {"id asc"}
    assert (pages[-1].declared, pages[-1].next_position, codes(pages)) == (10, None, [])


def test_a_server_that_gives_less_than_asked_for_loses_nothing(town, listing):
    town.most = 3
    assert len(ids(listing())) == 10
    assert [question["start"] for question in town.questions] == ["0", "2", "4", "6", "8"]


@pytest.mark.parametrize("status", [500, 502, 503])
def test_an_error_on_page_two_breaks_off(town, listing, status):
    town.before = lambda number, start: Reply(b"", status, JSON) if start else None
    with pytest.raises(HttpError):
        listing()


def test_an_error_that_passes_does_not(town, listing):
    town.before = lambda number, start: Reply(b"", 500, JSON) if number == 2 else None
    assert len(ids(listing())) == 10


def test_an_error_with_status_200_breaks_off(town, listing):
    failed = {"success": False, "error": {"__type": "Search Error", "message": "Solr ist weg"}}
    town.before = lambda number, start: Reply(json.dumps(failed).encode(), 200, JSON) if start else None
    with pytest.raises(ListingError) as caught:
        listing()
    assert "Solr ist weg" in caught.value.finding.message()


@pytest.mark.parametrize("page", [1, 2])
def test_a_web_page_instead_of_the_list_is_told(town, listing, page):
    town.before = lambda number, start: Reply(LOGIN, 200, {"Content-Type": "text/html"}) if number == page else None
    with pytest.raises(ListingError) as caught:
        listing()
    assert "Anmeldung" in caught.value.finding.message()


def test_what_slips_away_between_two_pages_is_fetched_by_asking_again(town, listing):
    def shift(number, start):
        if number == 2:  # one of those read goes, so that all move up and one is not shown
            town.entries.pop(0)
            town.entries.append(entry(99))

    town.before = shift
    pages = listing()
    assert sorted(ids(pages)) == [*(f"id-{number:03}" for number in range(10)), "id-099"]
    # eleven were seen while the portal never had more than ten: nothing may be concluded from this
    assert pages[-1].declared == 10


def test_a_list_that_slips_away_twice_is_not_taken_for_whole(town, listing):
    def shift(number, start):
        if number in {2, 5}:
            town.entries.append(town.entries.pop(0))

    town.before = shift
    with pytest.raises(ListingError) as caught:
        listing()
    assert caught.value.finding.code == "ckan-unsteady"


def test_a_new_dataset_while_listing_is_found_and_the_listing_complete(town, listing):
    town.before = lambda number, start: town.entries.insert(0, entry(99)) if number == 2 else None
    pages = listing()
    assert max(ids(pages)) == "id-099"
    assert (len(ids(pages)), pages[-1].declared) == (11, 11)
    assert codes(pages) == ["ckan-count-changed"]


@pytest.mark.parametrize("count", [11, 1000])
def test_a_portal_that_counts_more_than_it_gives_is_never_complete(town, listing, count):
    town.count = count
    pages = listing()
    assert len(ids(pages)) == 10
    assert pages[-1].declared == count
    assert codes(pages) == ["ckan-gaps"]


def test_a_portal_that_counts_less_than_it_gives_is_never_complete(town, listing):
    town.count, town.most = 7, 10
    pages = listing(page_size=10)
    assert (len(ids(pages)), pages[-1].declared) == (10, 7)


def test_an_empty_portal_is_empty(town, listing):
    town.entries = []
    pages = listing()
    assert (ids(pages), pages[-1].declared) == ([], 0)


def test_repeated_entries_are_no_records(town, listing):
    town.entries[5] = town.entries[1]
    pages = listing()
    assert len(ids(pages)) == len(set(ids(pages))) == 9
    assert (pages[-1].declared, codes(pages)) == (10, ["ckan-gaps"])


@pytest.mark.parametrize("status", [400, 409, 500])
def test_a_server_that_cannot_sort_is_asked_without(town, listing, status):
    def unsorted(number, start):
        return Reply(b"{}", status, JSON) if "sort" in town.questions[-1] else None

    town.before = unsorted
    pages = listing()
    assert (len(ids(pages)), codes(pages)) == (10, ["ckan-unsorted"])


@pytest.mark.parametrize("bad", [None, 5, "text", [], {}, {"id": None, "title": "Ohne"}, {"id": ["a"]}])
def test_an_entry_without_id_is_named_and_the_others_come(town, listing, bad):
    town.entries[4] = bad
    pages = listing()
    items = [item for page in pages for item in page.items]
    assert [item.finding.code for item in items if item.finding] == ["ckan-no-id"]
    assert (len(items), pages[-1].declared) == (10, 10)


@pytest.mark.parametrize(
    "fields",
    [{"private": True}, {"private": "True"}, {"state": "draft"}, {"state": "deleted"}, {"type": "harvest"},
     {"type": "showcase"}, {"type": "dataset_series"}],
)
def test_what_is_no_public_dataset_is_left_out_and_not_counted(town, listing, fields):
    town.entries[4].update(fields)
    pages = listing()
    assert (len(ids(pages)), pages[-1].declared, codes(pages)) == (9, 9, ["ckan-left-out"])


def test_types_can_be_chosen(town, listing):
    town.entries[4]["type"] = "karte"
    assert len(ids(listing())) == 10
    assert ids(listing(types="karte")) == ["id-004"]


def test_filters_become_one_question(town, listing):
    listing("organization/stadt-a", group='x"y, z', query="Rad weg", fq="-tags:alt")
    assert town.questions[0]["q"] == "Rad weg"
    assert town.questions[0]["fq"] == '+organization:("stadt-a") +groups:("xy" OR "z") -tags:alt'


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"<html><title>404</title></html>", 404), (b"[]", 200), (b'{"success": true, "result": {}}', 200), (b"", 200),
     (b'{"success": true, "result": {"count": "viele", "results": []}}', 200), (b"{" * 100000, 200),
     (b'"Bad request - Action name not known: package_search"', 400)],
)
def test_what_is_no_ckan_is_called_so(town, listing, body, status):
    town.before = lambda number, start: Reply(body, status, JSON)
    with pytest.raises(ListingError) as caught:
        listing()
    assert caught.value.finding.code == "ckan-not-ckan"


def test_a_refused_filter_is_told_in_the_portals_words(town, listing):
    refused = {"success": False, "error": {"__type": "Search Query Error", "message": "undefined field xx"}}
    town.before = lambda number, start: Reply(json.dumps(refused).encode(), 409, JSON)
    with pytest.raises(ListingError) as caught:
        listing(fq="xx:1")
    assert "undefined field xx" in caught.value.finding.message()


def test_a_single_dataset_that_is_gone_is_no_empty_listing(town, listing):
    with pytest.raises(FindingError):
        listing("dataset/weg")


def test_two_datasets_with_one_identifier_stay_two(town, listing):
    shared = "0b7f6ff4-9b5c-4a9b-8a6b-3f0f5a0f7d11"
    for number in (2, 7):
        town.entries[number]["extras"] = [{"key": "guid", "value": shared}]
    pages = listing()
    assert len(set(ids(pages))) == 10
    assert shared in ids(pages)
    assert codes(pages) == ["ckan-guid-shared"]


def test_a_foreign_address_is_not_recognised(faulty):
    faulty.script = [Reply(LOGIN, 200, {"Content-Type": "text/html"})]
    probe = Probe(client_for(faulty.url), faulty.url + "portal/dataset/eins")
    assert list(Ckan.detect(probe)) == []
    assert len(probe.tried) == 4
    faulty.asked.clear()
    assert list(Ckan.detect(Probe(client_for(faulty.url), faulty.url + "ows?service=WFS"))) == []
    assert faulty.asked == []


def test_a_portal_below_a_path_whose_status_is_closed_is_recognised(faulty):
    def answer(asked):
        if asked.path.startswith("/daten/api/3/action/package_search"):
            return Reply(b'{"success": true, "result": {"count": 3, "results": []}}', 200, JSON)
        return Reply(b"", 403 if "status_show" in asked.path else 404)

    faulty.answer = answer
    found = list(Ckan.detect(Probe(client_for(faulty.url), faulty.url + "daten/organization/stadt-a")))
    assert [(one.url, one.settings) for one in found] == [(faulty.url + "daten/", {"organization": "stadt-a"})]
