"""What the OGC API kinds make of servers that fail, lie, loop or speak differently."""

import json

import pytest

from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest.protocols import ogc_api_json
from ckanext.suedwestfalen.harvest.protocols.base import ListingError, Probe
from ckanext.suedwestfalen.harvest.protocols.ogc_features import OgcFeatures
from ckanext.suedwestfalen.harvest.protocols.ogc_records import OgcRecords
from ckanext.suedwestfalen.net import HttpError
from ckanext.suedwestfalen.tests.harvest.protocols.ogc_scripted import (
    HTML,
    JSON,
    LOGIN,
    ScriptedApi,
    collection,
    record,
)
from ckanext.suedwestfalen.tests.servers import Reply, client_for

ITEMS = "/api/collections/katalog/items"


@pytest.fixture
def api(faulty):
    return ScriptedApi(faulty)


def listing(api, kind=OgcRecords, url="", position=None, **settings):
    settings = {"page_size": 4, **settings}
    return list(kind(client_for(api.url), url or api.url, settings).pages(position))


def guids(pages):
    return [item.guid.rpartition("/")[2] if item.guid else None for page in pages for item in page.items]


def codes(pages):
    return [finding.code for page in pages for finding in page.findings]


def refused(api, **options):
    """Give the finding with which a listing broke off, and what came before."""
    seen = []
    with pytest.raises(FindingError) as caught:
        seen.extend(OgcRecords(client_for(api.url), api.url, {"page_size": 4, **options}).pages())
    return caught.value.finding, guids(seen)


def expected(count):
    return [f"r{number:03}" for number in range(count)]


def test_pages_follow_next(api):
    pages = listing(api)
    assert guids(pages) == expected(10)
    assert [page.declared for page in pages] == [10, 10, 10]
    assert pages[-1].next_position is None
    assert guids(listing(api, position=pages[0].next_position)) == expected(10)[4:]


def test_content_is_the_same_when_only_the_moment_changed(api):
    first = listing(api)[0].items[0].content
    api.records[0] = dict(reversed({**record(0), "links": [
        {"rel": "self", "href": f"{api.url}/x?sid=5"}, {"rel": "next", "href": "y"}]}.items()))
    assert listing(api)[0].items[0].content == first
    api.records[0]["links"] = [{"href": "https://example.org/a?sid=77&b=1", "rel": "item", "length": 5}]
    linked = listing(api)[0].items[0].content
    api.records[0]["links"] = [{"href": "https://example.org/a?sid=78&b=1", "rel": "item", "length": 6}]
    assert listing(api)[0].items[0].content == linked != first
    api.records[0]["properties"]["title"] = "Neu"
    assert listing(api)[0].items[0].content != linked


def test_identifiers(api):
    names = ["6a1e0a53-6f0f-5b0c-9d5d-0f2a4b7c9e11", "https://example.org/id/1", "urn:x-test:1", "straße 7", 7]
    api.records = [record(0, id=name) for name in names]
    guid = f"{api.url}/collections/katalog/items/"
    assert [item.guid for page in listing(api) for item in page.items] == [
        *names[:3], f"{guid}stra%C3%9Fe%207", f"{guid}7"]


def test_record_without_identifier_is_counted_and_reported(api):
    api.records[3] = record(3, id=None)
    pages = listing(api)
    assert guids(pages)[3] is None
    assert pages[0].items[3].finding.code == "listing-no-identifier"


def test_identifier_that_no_index_holds(api):
    api.records[0] = record(0, id="x" * 100_000)
    assert listing(api)[0].items[0].finding.code == "ogcapi-damaged"


def test_next_that_leads_back(api):
    api.replies[f"{ITEMS}?offset=4&limit=4"] = api.json({
        "features": api.records[4:8], "links": [{"rel": "next", "href": f"{api.url[:-4]}{ITEMS}?offset=4&limit=4"}]})
    finding, before = refused(api)
    assert finding.code == "ogcapi-loop"
    assert before == expected(8)


def test_the_same_page_again_and_again(api):
    """A server that ignores the offset: every address is new, the page is not."""
    api.items = lambda offset, limit: api.json({
        "features": api.records[:4], "links": [{"rel": "next", "href": f"?offset={offset + 4}"}]})
    finding, before = refused(api)
    assert (finding.code, before) == ("ogcapi-loop", expected(4))


def test_empty_pages_for_ever(api):
    api.items = lambda offset, limit: api.json({
        "features": [], "links": [{"rel": "next", "href": f"?offset={offset + 1}"}]})
    assert refused(api)[0].code == "ogcapi-loop"
    assert len(api.faulty.asked) < 10


def test_next_on_another_server(api):
    api.replies[ITEMS + "?limit=4"] = api.json({
        "features": api.records[:4], "links": [{"rel": "next", "href": "https://evil.example.org/items?offset=4"}]})
    finding, before = refused(api)
    assert (finding.code, before) == ("ogcapi-foreign", expected(4))
    assert "evil.example.org" in finding.message()


@pytest.mark.parametrize(
    ("matched", "declared"), [(12, 12), (8, 8), (None, None), ("12", None), (True, None), (-3, None)]
)
def test_what_is_declared(api, matched, declared):
    api.matched = matched
    assert listing(api)[-1].declared == declared


def test_a_short_page_without_a_total_is_known_to_lack_something(api):
    api.replies[ITEMS] = api.json({"features": api.records[:2], "numberReturned": 4, "links": []})
    (page,) = listing(api)
    assert (page.declared, codes([page])) == (4, ["ogcapi-short-page"])


def test_a_total_that_changes_is_told(api):
    def fewer(asked):
        api.records.pop()
        del api.replies[f"{ITEMS}?offset=4&limit=4"]
        return api.answer(asked)

    api.replies[f"{ITEMS}?offset=4&limit=4"] = fewer
    pages = listing(api)
    assert "ogcapi-count-changed" in codes(pages)
    assert pages[-1].declared == 9


def test_error_on_the_second_page(api):
    api.replies[f"{ITEMS}?offset=4&limit=4"] = api.json({"code": "ServerError", "description": "Datenbank weg"}, 500)
    finding, before = refused(api)
    assert before == expected(4)
    assert "Datenbank weg" in finding.message()
    assert len(api.faulty.asked) > 5  # repeated by the client


@pytest.mark.parametrize("body", [
    {"code": "InvalidParameterValue", "description": "kaputt"}, {"title": "Bad", "detail": "kaputt"},
    {"error": {"code": 499, "message": "kaputt"}}, {"error": "kaputt"},
])
def test_an_error_message_with_status_200(api, body):
    api.replies[ITEMS] = api.json(body)
    finding, _ = refused(api)
    assert finding.code == "ogcapi-exception"
    assert "kaputt" in finding.message()


def test_a_login_page(api):
    api.replies[ITEMS] = Reply(LOGIN, 200, HTML)
    finding, _ = refused(api)
    assert finding.code == "ogcapi-html"
    assert "Anmeldung" in finding.message()


@pytest.mark.parametrize("body", [b'{"features": [{"id": "r000", "type": "Fea', b"", b"[]", b"null", b"\xff\xfe\x00"])
def test_half_an_answer(api, body):
    api.replies[ITEMS] = Reply(body, 200, JSON)
    assert refused(api)[0].code == "ogcapi-json"


def test_a_page_without_the_list(api):
    api.replies[ITEMS] = api.json({"links": []})
    assert refused(api)[0].code == "ogcapi-none"


def test_only_by_parameter(api):
    """Servers that show web pages unless the address says otherwise."""
    inner = api.answer
    api.faulty.answer = lambda asked: inner(asked) if "f=json" in asked.path else Reply(LOGIN, 200, HTML)
    assert guids(listing(api)) == expected(10)


def test_asks_for_json_by_header(api):
    listing(api)
    assert all("application/json" in asked.headers["Accept"] for asked in api.faulty.asked)


def test_a_limit_that_is_refused(api):
    """Old servers refuse what is above their maximum; without it they give what they can."""
    api.replies[f"{ITEMS}?limit=1000"] = api.replies[f"{ITEMS}?limit=1000&f=json"] = api.replies[
        f"{ITEMS}?limit=1000&f=application%2Fjson"] = api.json({"code": "InvalidParameterValue"}, 400)
    assert guids(listing(api, page_size=1000)) == expected(10)


def test_one_damaged_record_does_not_spoil_its_page(api):
    deep = b"[" * 300_000 + b"]" * 300_000
    body = api.items(0, 10).body
    body = body.replace(b'"title": "Titel 2"', b'"title": ' + deep).replace(b'"title": "Titel 5"', b'"title": nix')
    api.replies[ITEMS] = Reply(body, 200, JSON)
    (page,) = listing(api)
    assert [item.finding and item.finding.code for item in page.items] == [
        "ogcapi-damaged" if number in (2, 5) else None for number in range(10)]


def test_a_record_that_is_too_large(api):
    api.records[1]["properties"]["description"] = "x" * (11 * 1024 * 1024)
    assert listing(api)[0].items[1].finding.code == "listing-too-large"


def test_the_same_identifier_twice(api):
    api.records[7] = api.records[2]
    items = [item for page in listing(api) for item in page.items]
    assert [item.finding.code for item in items if item.finding] == ["listing-repeated"]


def test_what_no_encoding_holds(api):
    api.records[0] = record(0, id="\ud800a\x00b")
    api.records[1]["properties"]["title"] = "\ud800\x00"
    api.records[2]["properties"]["number"] = float("nan")
    first, second, third = listing(api)[0].items[:3]
    assert first.guid.endswith("/ab")
    assert b"\\u0000" not in second.content
    assert json.loads(third.content)["body"]["properties"]["number"] is None


def test_numbers_without_end():
    digits = "9" * 100_000
    assert ogc_api_json.parse(f'{{"a": {digits}, "b": -{digits}, "c": 1e99999}}'.encode()) == dict.fromkeys("abc")


def test_windows_code_page(api):
    assert ogc_api_json.parse('{"a": "Straße"}'.encode("cp1252")) == {"a": "Straße"}
    assert ogc_api_json.parse('{"a": "Straße"}'.encode("utf-8-sig")) == {"a": "Straße"}


def test_collections_of_other_kinds_are_left_out(api):
    api.collections += [collection(api.url, "wege"), collection(api.url, "dgm", itemType="coverage")]
    (page,) = listing(api, OgcFeatures)
    assert (guids([page]), codes([page])) == (["wege"], ["ogcapi-skipped"])
    assert "katalog, dgm" in page.findings[0].message()


def test_choosing_collections(api):
    api.collections = [collection(api.url, name) for name in ("a", "b", "c")]
    (page,) = listing(api, OgcFeatures, collections="c, a, z")
    assert (guids([page]), codes([page])) == (["a", "c"], ["ogcapi-not-offered"])
    (page,) = listing(api, OgcFeatures, url=f"{api.url}/collections/b")
    assert guids([page]) == ["b"]


def test_a_catalogue_that_is_gone_is_not_an_empty_one(api):
    assert refused(api, collections="fort")[0].code == "ogcapi-not-offered"
    api.collections = [collection(api.url, "wege")]
    assert refused(api)[0].code == "ogcapi-no-catalogue"
    api.collections = []
    assert refused(api)[0].code == "ogcapi-none"


def test_features_are_not_taken_for_records(api):
    """Their address typed under the wrong kind must not make a dataset of every tree."""
    api.collections.append(collection(api.url, "baeume", itemType="feature"))
    assert refused(api, collections="baeume")[0].code == "ogcapi-no-catalogue"
    api.collections[1].pop("itemType")
    assert guids(listing(api, collections="baeume")) == expected(10)


@pytest.mark.parametrize(("matched", "declared"), [(3, 3), (5, 5), (2, 2), (None, None)])
def test_collections_by_pages(api, matched, declared):
    api.collections = [collection(api.url, name) for name in ("a", "b", "c")]
    total = {} if matched is None else {"numberMatched": matched}
    second = f"{api.url}/collections?page=2"
    api.replies["/api/collections"] = api.json({
        "collections": api.collections[:2], "links": [{"rel": "next", "href": second}], **total})
    api.replies["/api/collections?page=2"] = api.json({"collections": api.collections[2:], **total})
    pages = listing(api, OgcFeatures)
    assert (guids(pages), pages[-1].declared) == (["a", "b", "c"], declared)


@pytest.mark.parametrize("whole", ["each", "service"])
def test_a_damaged_collection(api, whole):
    api.collections = [collection(api.url, "a"), None, {"title": "ohne Namen"}]
    (page,) = listing(api, OgcFeatures, datasets=whole)
    assert {item.finding.code for item in page.items if item.finding} == {"ogcapi-damaged"}


def test_wrong_address_of_its_own(api):
    """A server that takes itself for another must not share identifiers with all that do so."""
    api.collections = [collection("http://localhost:5000", "a")]
    (page,) = listing(api, OgcFeatures)
    assert page.items[0].guid == f"{api.url}/collections/a"


def test_shared_reference_systems(api):
    api.collections = [collection(api.url, "a", crs=["#/crs", "http://www.opengis.net/def/crs/EPSG/0/25832"])]
    api.replies["/api/collections"] = api.json({
        "collections": api.collections, "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"]})
    body = json.loads(listing(api, OgcFeatures)[0].items[0].content)["body"]
    assert [one.rpartition("/")[2] for one in body["crs"]] == ["25832", "CRS84"]


def test_a_landing_page_that_is_not_there(api):
    api.replies["/api"] = api.json({"code": "NotFound", "description": "-"}, 404)
    assert guids(listing(api, url=f"{api.url}/collections")) == expected(10)
    api.replies["/api"] = api.json({"code": "ServerError", "description": "-"}, 503)
    with pytest.raises(HttpError):
        listing(api, url=f"{api.url}/collections")


def test_a_landing_page_with_an_extent_as_ldproxy_writes_it(api):
    api.replies["/api"] = api.json({
        "title": "Geodaten", "attribution": "Amt", "extent": {"spatial": {"bbox": [[8, 51, 9, 52]]}},
        "links": [{"rel": "data", "href": f"{api.url}/collections"}]})
    assert guids(listing(api)) == expected(10)
    (found,) = OgcRecords.detect(Probe(client_for(api.url), api.url))
    assert (found.url, found.title) == (api.url, "Geodaten")


def test_a_definition_that_cannot_be_read_is_told(api):
    api.replies["/api"] = api.json({"links": [
        {"rel": "data", "href": f"{api.url}/collections"}, {"rel": "service-desc", "href": f"{api.url}/openapi"}]})
    assert "ogcapi-undescribed" in codes(listing(api))


def test_credentials_are_sent_to_the_api_only(api):
    from ckanext.suedwestfalen.net import Credentials

    secret = Credentials(api.url.removesuffix("/api"), "leser", "geheim")
    listing(api, credentials=secret)
    assert all("Authorization" in asked.headers for asked in api.faulty.asked)


@pytest.mark.parametrize("settings", [{"page_size": 0}, {"box": "1,2,3"}, {"page_size": "viele"}])
def test_settings_that_cannot_be_used(api, settings):
    with pytest.raises(ListingError):
        OgcRecords(client_for(api.url), api.url, settings)


def test_detecting_without_a_landing_page(api):
    api.replies["/api"] = api.json({}, 404)
    (found,) = OgcRecords.detect(Probe(client_for(api.url), f"{api.url}/collections"))
    assert found.url == api.url


@pytest.mark.parametrize("url", ["http://[", "http://127.0.0.1:1/[x", ""])
def test_what_is_no_address(api, url):
    with pytest.raises(FindingError):
        list(OgcFeatures(client_for(api.url), url, {}).pages())


def test_detecting_what_is_no_api(api):
    for path, reply in (("/api", Reply(LOGIN, 200, HTML)), ("/api", api.json([])), ("/api", api.json({"links": 5})),
                        ("/api/collections", api.json({"collections": "x"})), ("/api", api.json({}, 500))):
        api.replies = {path: reply}
        probe = Probe(client_for(api.url), api.url)
        assert not [*OgcFeatures.detect(probe), *OgcRecords.detect(probe)]


def test_a_circle_of_empty_pages_is_noticed_at_once(api):
    api.items = lambda offset, limit: api.json({
        "features": [], "links": [{"rel": "next", "href": f"{ITEMS}?offset=1"}]})
    asked = len(api.faulty.asked)
    assert refused(api)[0].code == "ogcapi-loop"
    # landing page, collections, and two pages of items
    assert len(api.faulty.asked) - asked == 4
