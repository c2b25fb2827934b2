"""What Wfs and Wms make of addresses as people type them, and of servers that refuse, change or lie."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from ckanext.suedwestfalen.harvest.protocols import ows_address
from ckanext.suedwestfalen.harvest.protocols.base import ListingError, Probe
from ckanext.suedwestfalen.harvest.protocols.wfs import Wfs
from ckanext.suedwestfalen.harvest.protocols.wms import Wms
from ckanext.suedwestfalen.net import HttpError
from ckanext.suedwestfalen.tests.servers import Reply, client_for

LOGIN = b"<!DOCTYPE html><html><head><title>Anmeldung</title></head><body>Bitte anmelden<br></body></html>"
OLD_EXCEPTION = (b'<?xml version="1.0"?><ServiceExceptionReport version="1.1.1"><ServiceException code="x">Karte fehlt'
                 b"</ServiceException></ServiceExceptionReport>")
EXCEPTION = (
    b'<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception exceptionCode="Negotiation">'
    b"<ows:ExceptionText>nicht in dieser Version</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
)


def wfs(*types, sequence="1", title="Dienst", version="2.0.0"):
    layers = "".join(f"<FeatureType>{one}</FeatureType>" for one in types)
    return (
        f'<WFS_Capabilities version="{version}" updateSequence="{sequence}" xmlns="http://www.opengis.net/wfs/2.0"'
        f' xmlns:ows="http://www.opengis.net/ows/1.1"><!-- {sequence} --><ows:ServiceIdentification>'
        f"<ows:Title>{title}</ows:Title></ows:ServiceIdentification><FeatureTypeList>{layers}</FeatureTypeList>"
        "</WFS_Capabilities>"
    ).encode()


def layer(name, title="Titel"):
    return f"<Name>{name}</Name>\n  <Title>{title}</Title>"


def wms(*names, more=""):
    layers = "".join(f"<Layer><Name>{name}</Name><Title>T {name}</Title>{more}</Layer>" for name in names)
    return (f'<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms"><Service><Title>Karten</Title>'
            f"</Service><Capability><Layer>{layers}</Layer></Capability></WMS_Capabilities>").encode()


def listing(faulty, kind=Wfs, path="", **settings):
    (page,) = kind(client_for(faulty.url), faulty.url + path, settings).pages()
    return page


def asked(faulty):
    return [{name.lower(): value[0] for name, value in parse_qs(urlsplit(one.path).query).items()}
            for one in faulty.asked]


@pytest.mark.parametrize(("typed", "address"), [
    ("https://GEO.example.org:443/wfs?SERVICE=WFS&Request=GetCapabilities&VERSION=2.0.0", "https://geo.example.org/wfs"),
    ("http://geo.example.org", "http://geo.example.org/"),
    ("http://geo.example.org:8080/wfs?", "http://geo.example.org:8080/wfs"),
    ("https://geo.example.org/cgi?map=/a%20b.map&service=WMS&layers=x", "https://geo.example.org/cgi?map=/a%20b.map"),
    ("https://geo.example.org/x?acceptVersions=2.0.0&Stadt=Soest&request=GetCapabilities",
     "https://geo.example.org/x?Stadt=Soest"),
    ("https://kim:geheim@geo.example.org/wfs#oben", "https://geo.example.org/wfs"),
])
def test_the_address_of_a_service_does_not_depend_on_how_it_was_typed(typed, address):
    assert ows_address.service_address(typed) == address


@pytest.mark.parametrize(("advertised", "same"), [
    ("https://geo.example.org/other?", True), ("https://geo.example.org:443/wfs", True),
    ("http://geo.example.org/wfs", False), ("https://geo.example.org:8443/wfs", False),
    ("https://intern/wfs", False), ("//geo.example.org/wfs", False), ("https://geo.example.org:x/wfs", False),
])
def test_an_advertised_address_counts_on_the_same_server_only(advertised, same):
    assert ows_address.same_place(advertised, "https://geo.example.org/wfs") is same


def test_the_servers_own_parameters_are_kept(faulty):
    faulty.script = [Reply(wfs(layer("ns:bäume und wege")))]
    page = listing(faulty, path="cgi?map=/x.map&service=WFS&REQUEST=GetCapabilities&version=1.0.0")
    assert asked(faulty) == [{"map": "/x.map", "service": "WFS", "request": "GetCapabilities"}]
    (item,) = page.items
    assert item.guid == faulty.url + "cgi?map=/x.map&service=WFS#ns:b%C3%A4ume%20und%20wege"
    assert item.url == faulty.url + "cgi?map=/x.map&service=WFS&request=GetCapabilities"
    assert item.reader == "capabilities"


def test_a_version_is_asked_for_only_where_the_server_needs_it(faulty):
    faulty.script = [Reply(EXCEPTION), Reply(EXCEPTION, 400), Reply(wfs(layer("a"), version="1.1.0"))]
    assert len(listing(faulty).items) == 1
    assert [one.get("version") for one in asked(faulty)] == [None, "2.0.0", "1.1.0"]
    faulty.asked.clear()
    faulty.script = [Reply(wfs(layer("a"), version="1.0.0"))]
    listing(faulty, version="1.0.0")
    assert [one.get("version") for one in asked(faulty)] == ["1.0.0"]


@pytest.mark.parametrize(("reply", "code", "text"), [
    (Reply(EXCEPTION), "ows-exception", "nicht in dieser Version"),
    (Reply(OLD_EXCEPTION), "ows-exception", "Karte fehlt"),
    (Reply(EXCEPTION, 400), "ows-exception", "nicht in dieser Version"),
    (Reply(LOGIN), "ows-html", "Anmeldung"),
    (Reply(wms("a")), "ows-not-service", "WMS_Capabilities"),
])
def test_an_answer_that_is_no_listing_fails_with_its_text(reply, code, text, faulty):
    faulty.script = [reply]
    with pytest.raises(ListingError) as error:
        listing(faulty)
    assert error.value.finding.code == code
    assert text in error.value.finding.message()


def test_a_server_that_is_closed_is_asked_once(faulty):
    faulty.script = [Reply(LOGIN, 403)]
    with pytest.raises(HttpError):
        listing(faulty)
    assert len(faulty.asked) == 1


@pytest.mark.parametrize("settings", [{"datasets": "all"}, {"version": "3.0"}])
def test_a_setting_that_cannot_be_used_is_named(settings, faulty):
    with pytest.raises(ListingError, match=next(iter(settings))):
        listing(faulty, **settings)


def test_what_changes_by_itself_changes_no_record(faulty):
    faulty.script = [Reply(wfs(layer("a"), layer("b"), sequence="1"))]
    first = {item.guid: item.content for item in listing(faulty).items}
    faulty.script = [Reply(wfs(layer("b"), layer("a", "Anders"), layer("c"), sequence="2").replace(b"\n  ", b"\n\t"))]
    second = {item.guid: item.content for item in listing(faulty).items}
    a, b = faulty.url + "?service=WFS#a", faulty.url + "?service=WFS#b"
    assert second[b] == first[b]
    assert second[a] != first[a]
    for text in ("2026-01-01", "2026-01-02"):
        time = f'<Dimension name="time" default="{text}">{text}</Dimension>'
        faulty.script = [Reply(wms("a", more=time))]
        first[text] = listing(faulty, Wms).items[0].content
    assert first["2026-01-01"] == first["2026-01-02"]


def test_a_service_without_layers_is_a_complete_listing_of_none(faulty):
    for document, kind in ((wfs(), Wfs), (wms(), Wms)):
        faulty.script = [Reply(document)]
        for datasets in ("each", "service"):
            page = listing(faulty, kind, datasets=datasets)
            assert (page.items, page.declared, page.next_position) == ([], 0, None)


def test_layers_without_a_name_of_their_own_are_reported(faulty):
    faulty.script = [Reply(wfs(layer("a"), "<Title>Namenlos</Title>", layer("a", "Noch eine")))]
    page = listing(faulty)
    assert [item.guid for item in page.items] == [faulty.url + "?service=WFS#a", None, faulty.url + "?service=WFS#a"]
    assert [item.finding and item.finding.code for item in page.items] == [
        None, "ows-layer-no-name", "listing-repeated"]
    assert page.declared == 2


def test_only_the_layers_that_are_wanted(faulty):
    faulty.script = [Reply(wfs(layer("x:a"), layer("x:b"), layer("x:c")))]
    page = listing(faulty, layers="x:c, a ,fehlt")
    assert [item.guid for item in page.items] == [faulty.url + "?service=WFS#x:c", faulty.url + "?service=WFS#x:a"]
    assert [finding.values for finding in page.findings] == [{"names": "fehlt"}]
    inner = wms("b").replace(b"</Layer></Layer>", b"<Layer><Name>c</Name></Layer></Layer></Layer>")
    faulty.script = [Reply(inner)]
    assert [item.guid for item in listing(faulty, Wms).items] == [faulty.url + "?service=WMS#b"]
    assert [item.guid for item in listing(faulty, Wms, layers="c").items] == [faulty.url + "?service=WMS#c"]


def both(question):
    kind = parse_qs(urlsplit(question.path).query.upper()).get("SERVICE", [""])[0]
    return Reply({"WFS": wfs(layer("a", "Wege")), "WMS": wms("a")}.get(kind, LOGIN))


@pytest.mark.parametrize(("query", "best"), [
    ("", "wfs"), ("?service=WFS&request=GetCapabilities", "wfs"), ("?SERVICE=WMS&REQUEST=GetCapabilities", "wms"),
])
def test_an_address_is_recognised_and_both_kinds_are_offered(query, best, faulty):
    faulty.answer = both
    probe = Probe(client_for(faulty.url), faulty.url + "ows" + query)
    found = [one for kind in (Wms, Wfs) for one in kind.detect(probe)]
    assert {one.protocol for one in found} == {"wfs", "wms"}
    chosen = max(found, key=lambda one: one.sure)
    assert chosen.protocol == best
    assert chosen.url == faulty.url + "ows"
    assert chosen.title == {"wfs": "Dienst", "wms": "Karten"}[best]
    assert chosen.layers == ((("a", "Wege"),) if best == "wfs" else (("a", "T a"),))
    assert len(faulty.asked) <= 3


@pytest.mark.parametrize("body", [b'{"a": 1}', b"<rdf:RDF xmlns:rdf='r'/>"])
def test_an_address_with_data_of_its_own_is_not_asked_for_services(body, faulty):
    faulty.script = [Reply(body)]
    probe = Probe(client_for(faulty.url), faulty.url)
    assert [one for kind in (Wms, Wfs) for one in kind.detect(probe)] == []
    assert len(faulty.asked) == 1
