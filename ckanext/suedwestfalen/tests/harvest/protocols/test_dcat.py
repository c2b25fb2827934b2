"""What Dcat makes of feeds in pages: their end, their gaps, their circles; and how it recognises them."""

import json

import pytest

from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest.protocols import Probe
from ckanext.suedwestfalen.harvest.protocols.dcat import Dcat
from ckanext.suedwestfalen.tests.harvest.dcat_feeds import BASE, dataset, hub, hub_feed, page, turtle
from ckanext.suedwestfalen.tests.servers import Faulty, Reply, client_for

TURTLE, JSON, HTML = ({"Content-Type": kind} for kind in ("text/turtle", "application/json", "text/html"))


def feed(faulty, **settings):
    return Dcat(client_for(faulty.url), faulty.url + "catalog.ttl", settings)


def guids(pages):
    return [item.guid for one in pages for item in one.items]


def error_of(protocol, position=None):
    with pytest.raises(FindingError) as failed:
        list(protocol.pages(position))
    return failed.value.finding.code


@pytest.fixture
def three_pages(faulty):
    """Twelve datasets in pages of five, as CKAN delivers them; ``kinds`` and numbers may be changed."""
    state = {"total": 12, "count": 12, "words": "new", "site": faulty.url}

    def answer(asked):
        number = int(asked.path.partition("page=")[2] or 1)
        last = number * 5 >= state["count"]
        url = f"{state['site']}catalog.ttl?page="
        body = page(range(number * 5 - 5, min(number * 5, state["count"])), url=url + str(number),
                    following="" if last else url + str(number + 1), total=state["total"], words=state["words"])
        return Reply(body, headers=TURTLE)

    faulty.answer = answer
    return state


@pytest.mark.parametrize("words", ["new", "old"])
def test_all_pages_are_listed(faulty, three_pages, words):
    three_pages["words"] = words
    pages = list(feed(faulty).pages())
    assert sorted(guids(pages)) == sorted(f"{BASE}/dataset/{number}" for number in range(12))
    assert [one.declared for one in pages] == [12, 12, 12]
    assert pages[-1].next_position is None
    assert [asked.path for asked in faulty.asked] == ["/catalog.ttl", "/catalog.ttl?page=2", "/catalog.ttl?page=3"]


def test_a_listing_goes_on_where_it_was(faulty, three_pages):
    protocol = feed(faulty)
    first = next(iter(protocol.pages()))
    rest = list(feed(faulty).pages(first.next_position))
    assert sorted(guids(rest)) == sorted(f"{BASE}/dataset/{number}" for number in range(5, 12))
    assert rest[-1].declared == 12


def test_a_feed_that_lists_fewer_than_it_says_is_not_complete(faulty, three_pages):
    three_pages["total"] = 14
    pages = list(feed(faulty).pages())
    assert (len(guids(pages)), pages[-1].declared) == (12, 14)


def test_series_may_be_counted_or_not(faulty):
    series = "<https://a.example/s> a dcat:Dataset, dcat:DatasetSeries ."
    for total in (1, 2):
        view = f"<{BASE}/v> a hydra:PagedCollection ; hydra:totalItems {total} ."
        faulty.script = [Reply(turtle(dataset(1), series, view), headers=TURTLE)]
        assert [(len(one.items), one.declared) for one in feed(faulty).pages()] == [(1, 1)]


def test_a_feed_without_paging_is_one_page(faulty):
    faulty.script = [Reply(turtle(dataset(1), dataset(2)), headers=TURTLE)]
    pages = list(feed(faulty).pages())
    assert [(len(one.items), one.next_position, one.declared) for one in pages] == [(2, None, None)]


def test_an_empty_catalogue_is_complete(faulty):
    faulty.script = [Reply(turtle(f'<{BASE}> a dcat:Catalog ; dct:title "Leer" .'), headers=TURTLE)]
    assert [(one.items, one.next_position, one.declared) for one in feed(faulty).pages()] == [([], None, None)]


def test_datasets_that_are_only_named_are_missing(faulty):
    names = f"<{BASE}> a dcat:Catalog ; dcat:dataset <{BASE}/dataset/1>, <{BASE}/dataset/2>, <{BASE}/dataset/3> ."
    faulty.script = [Reply(turtle(names, dataset(1)), headers=TURTLE)]
    (only,) = feed(faulty).pages()
    assert (len(only.items), only.declared) == (1, 3)
    assert only.findings[-1].code == "dcat-undescribed"


def test_a_catalogue_that_names_all_on_every_page_is_complete(faulty):
    names = f"<{BASE}> a dcat:Catalog ; dcat:dataset <{BASE}/dataset/1>, <{BASE}/dataset/2> ."
    view = f"<{faulty.url}catalog.ttl> a hydra:PagedCollection ; hydra:nextPage <{faulty.url}2> ."
    faulty.script = [Reply(turtle(names, view, dataset(1)), headers=TURTLE),
                     Reply(turtle(names, dataset(2)), headers=TURTLE)]
    pages = list(feed(faulty).pages())
    assert (len(guids(pages)), pages[-1].declared) == (2, None)


def test_a_repeated_identifier_counts_once(faulty):
    identifier = 'dct:identifier "4a8c1c7e-6f5e-4d0f-9d38-0a1f6f0f0b11"'
    view = f"<{faulty.url}catalog.ttl> a hydra:PagedCollection ; hydra:nextPage <{faulty.url}2> ."
    faulty.script = [Reply(turtle(dataset(1, identifier), dataset(2, identifier), view), headers=TURTLE),
                     Reply(turtle(dataset(3, identifier), dataset(4)), headers=TURTLE)]
    items = [item for one in feed(faulty).pages() for item in one.items]
    assert [item.finding and item.finding.code for item in items] == [
        None, "listing-repeated", "listing-repeated", None]


def test_a_next_page_on_another_server_is_not_asked_for(faulty, three_pages):
    other = Faulty()
    three_pages["site"] = other.url
    assert error_of(feed(faulty)) == "dcat-elsewhere"
    assert not other.asked
    other.stop()


def test_a_next_page_in_http_of_an_https_feed_is_asked_for_in_https():
    listing = Dcat(None, "https://daten.example.org/catalog.ttl")
    from ckanext.suedwestfalen.harvest.protocols.dcat import _Listing

    ours = _Listing(listing.url, 5, None)._on_our_server
    assert ours("http://daten.example.org/catalog.ttl?page=2") == "https://daten.example.org/catalog.ttl?page=2"
    with pytest.raises(FindingError):
        ours("http://daten.example.org:8080/catalog.ttl?page=2")


def test_circles_are_noticed(faulty):
    circle = page(range(3), url=f"{faulty.url}catalog.ttl", following=f"{faulty.url}catalog.ttl")
    faulty.script = [Reply(circle, headers=TURTLE)]
    assert error_of(feed(faulty)) == "dcat-loop"
    # every page has a new address, and the same datasets
    faulty.answer = lambda asked: Reply(
        page(range(3), url="x:y", following=f"{faulty.url}catalog.ttl?page={len(faulty.asked) + 1}"), headers=TURTLE)
    assert error_of(feed(faulty)) == "dcat-loop"
    assert len(faulty.asked) < 10


def test_the_number_of_pages_is_limited(faulty, three_pages):
    pages = feed(faulty, pages=2).pages()
    # What was listed until then stays.
    assert guids([next(pages), next(pages)]) == [f"{BASE}/dataset/{number}" for number in range(10)]
    with pytest.raises(FindingError, match="more than 2 pages"):
        next(pages)
    assert len(faulty.asked) == 2
    assert error_of_setting("0") == error_of_setting("viele") == "source-setting"


def error_of_setting(value):
    with pytest.raises(FindingError) as failed:
        Dcat(None, "https://a.example/", {"pages": value})
    return failed.value.finding.code


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(b"<!DOCTYPE html><html><head><title>Wartung</title></head></html>", headers=HTML), "dcat-html"),
        (Reply(b"", headers=TURTLE), "dcat-empty"),
        (Reply(turtle(dataset(1))[:-30], headers=TURTLE), "dcat-broken"),
        (Reply(b'{"success": false}', headers=JSON), "dcat-no-rdf"),
        (Reply(b'{"dataset": [', headers=JSON), "dcat-broken"),
        (Reply(b'{"conformsTo": "https://project-open-data.cio.gov/v1.1/schema"}', headers=JSON), "dcat-us-no-list"),
        (Reply(turtle('<https://a.example/> foaf:name "x" .'), headers=TURTLE), "dcat-no-rdf"),
        (Reply(b"x", status=404, headers=HTML), "net-http-status"),
    ],
)
def test_what_is_no_feed_fails_with_its_reason(faulty, reply, code):
    faulty.script = [reply]
    assert error_of(feed(faulty)) == code


def detected(faulty, path):
    return list(Dcat.detect(Probe(client_for(faulty.url), faulty.url + path)))


def test_a_feed_is_recognised(faulty, three_pages):
    (found,) = detected(faulty, "catalog.ttl")
    assert (found.protocol, found.url, found.title, found.sure) == (
        "dcat", faulty.url + "catalog.ttl", "Offene Daten", 100)


@pytest.mark.parametrize(
    ("body", "headers", "sure"),
    [
        (turtle(dataset(1)), TURTLE, 40),
        (turtle(dataset(1), f"<{BASE}> a dcat:Catalog ."), TURTLE, 80),
        (turtle(dataset(1), dataset(2)), TURTLE, 100),
        (hub_feed(hub(1), hub(2)), JSON, 100),
    ],
)
def test_a_single_dataset_is_left_to_others(faulty, body, headers, sure):
    faulty.script = [Reply(body, headers=headers)]
    (found,) = detected(faulty, "x")
    assert found.sure == sure


def test_other_documents_are_not_recognised(faulty):
    for body in (b"<html><body>x</body></html>", b"<a/>", b'{"success": true}', b"a;b\n1;2", b"\x89PNG"):
        faulty.script = [Reply(body, headers=HTML)]
        assert detected(faulty, "x") == []


def test_the_home_page_of_a_hub_leads_to_its_feed(faulty):
    home = b"<!DOCTYPE html><html><head><link href='https://hubcdn.arcgis.com/opendata-ui/x.css'></head></html>"
    faulty.answer = lambda asked: (
        Reply(hub_feed(hub(1), hub(2)), headers=JSON) if asked.path == "/api/feed/dcat-us/1.1.json"
        else Reply(home, headers=HTML)
    )
    (found,) = detected(faulty, "pages/start")
    assert (found.url, found.sure) == (faulty.url + "api/feed/dcat-us/1.1.json", 100)


def test_positions_are_text(faulty, three_pages):
    first = next(iter(feed(faulty).pages()))
    assert isinstance(first.next_position, str)
    assert json.loads(first.next_position)[0].endswith("page=2")
