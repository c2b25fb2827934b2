"""The ways of asking a catalogue that are not everybody's: SOAP, boxes in version 3.0; and recognising one."""

from __future__ import annotations

import re

import pytest

from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest.protocols import ListingError, Probe, csw
from ckanext.suedwestfalen.harvest.protocols.csw import Csw
from ckanext.suedwestfalen.harvest.protocols.fields import read_all
from ckanext.suedwestfalen.tests.harvest.protocols.test_csw_faults import (
    CAPABILITIES,
    EXCEPTION,
    LOGIN,
    Catalogue,
    expected,
    guids,
    listing,
)
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.servers import Pycsw, Reply, client_for

SOAP = "http://www.w3.org/2003/05/soap-envelope"
FAULT = (
    f'<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code><s:Reason>'
    '<s:Text xml:lang="de">Der Dienst wird gewartet</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>'
).encode()
HERE, ELSEWHERE = (8.05, 51.55, 8.1, 51.6), (20.0, 10.0, 20.1, 10.1)


def enveloped(body: bytes) -> bytes:
    return f'<s:Envelope xmlns:s="{SOAP}"><s:Body>{body.decode()}</s:Body></s:Envelope>'.encode()


class SoapCatalogue(Catalogue):
    """A catalogue that refuses what is not in an envelope, and answers in one."""

    def __init__(self, faulty, refusal, *, advertised, capabilities_by_get=True):
        super().__init__(faulty)
        self.refusal, self.capabilities_by_get = refusal, capabilities_by_get
        if advertised:
            value = "<ows:Constraint name='PostEncoding'><ows:Value>SOAP</ows:Value></ows:Constraint>"
            posts = f'<ows:Post xlink:href="{faulty.url}soap">{value}</ows:Post>'
            self.capabilities = CAPABILITIES.format(get="", posts=posts, more="").replace(
                '<ows:Get xlink:href=""/>', ""
            )

    def answer(self, asked):
        if asked.method == "GET":
            known = "GetCapabilities" in asked.path and self.capabilities_by_get
            return Reply(self.capabilities.encode()) if known else self.refusal
        if SOAP.encode() not in asked.body:
            return self.refusal
        assert asked.headers["Content-Type"].startswith("application/soap+xml")
        if b"GetCapabilities" in asked.body:
            return Reply(enveloped(self.capabilities.encode()))
        return Reply(enveloped(super().answer(asked).body))


@pytest.mark.parametrize("refusal", [Reply(b"", 405), Reply(EXCEPTION), Reply(EXCEPTION, 400), Reply(FAULT)])
@pytest.mark.parametrize("capabilities_by_get", [True, False])
@pytest.mark.parametrize("advertised", [True, False])
def test_server_that_knows_only_soap(faulty, refusal, advertised, capabilities_by_get):
    SoapCatalogue(faulty, refusal, advertised=advertised, capabilities_by_get=capabilities_by_get)
    pages = listing(faulty, keyword="opendata", types="dataset", box=[7, 50, 9, 52])

    assert guids(pages) == expected(10)
    assert {page.declared for page in pages} == {10}


def test_what_is_advertised_as_soap_is_asked_so_at_once(faulty):
    SoapCatalogue(faulty, Reply(b"", 405), advertised=True)
    listing(faulty, page_size=100)

    assert [(asked.method, asked.path.partition("?")[0]) for asked in faulty.asked] == [
        ("GET", "/"),
        ("POST", "/soap"),
    ]


def test_fault_in_an_envelope(faulty):
    catalogue = SoapCatalogue(faulty, Reply(FAULT), advertised=True)
    catalogue.page = lambda *_: Reply(
        FAULT.partition(b"<s:Body>")[2]
        .partition(b"</s:Body>")[0]
        .replace(b"<s:Fault>", f'<s:Fault xmlns:s="{SOAP}">'.encode())
    )
    with pytest.raises(ListingError) as error:
        listing(faulty)

    assert error.value.finding.code == "csw-exception"
    assert "Der Dienst wird gewartet" in str(error.value)


def test_a_login_page_is_not_asked_in_other_ways(faulty):
    faulty.script = [Reply(LOGIN)]
    with pytest.raises(ListingError):
        listing(faulty)

    assert {asked.method for asked in faulty.asked} == {"GET"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A real catalogue: three datasets here, two elsewhere, one of them without the keyword."""
    records = {str(number): record(number, box=HERE if number < 3 else ELSEWHERE) for number in range(5)}
    records["2"] = records["2"].replace(b">opendata<", b">anderes<")
    pycsw = Pycsw(tmp_path_factory.mktemp("pycsw")).load(records).start()
    yield pycsw
    pycsw.stop()


def of(server, **settings):
    pages = Csw(client_for(server.url), server.url, {"page_size": 2, **settings}).pages()
    return {item.guid for page in pages for item in page.items}


@pytest.mark.parametrize("version", ["", "2.0.2", "3.0.0"])
@pytest.mark.parametrize("box", ["7,51,9,52", "7.4, 50.6, 9.0, 51.8", [7, 51, 9, 52]])
def test_box_in_every_version(server, version, box):
    assert of(server, version=version, box=box) == {guid(0), guid(1), guid(2)}


def test_box_and_keyword(server):
    assert of(server, box="7,51,9,52", keyword="opendata", types=["dataset", "series"]) == {guid(0), guid(1)}


def test_box_and_keyword_where_the_server_cannot_do_both(server):
    """A wrong set of records would be worse than none: pycsw drops the filter when it gets the box on its own."""
    with pytest.raises(FindingError):
        of(server, version="3.0.0", box="7,51,9,52", keyword="opendata")


@pytest.mark.parametrize("version", ["2.0.2", "3.0.0"])
def test_real_server_in_soap(server, monkeypatch, version):
    monkeypatch.setattr(Csw, "_ways", lambda self, service: [csw._Way(service, "soap", sort=True)])

    assert of(server, version=version) == {guid(number) for number in range(5)}
    assert of(server, version=version, keyword="anderes") == {guid(2)}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?",
        "?service=CSW&request=GetCapabilities",
        "?SERVICE=CSW&VERSION=2.0.2&REQUEST=GetCapabilities",
        "?service=CSW&version=2.0.2&request=GetRecords&typeNames=csw:Record",
        "?service=CSW&request=Unsinn",
    ],
)
def test_detection(server, query):
    found = list(Csw.detect(Probe(client_for(server.url), server.url + query)))

    assert len(found) == 1
    assert (found[0].protocol, found[0].sure) == ("csw", 100)
    assert found[0].title
    kept = "&typeNames=csw:Record".replace(":", "%3A").lstrip("&") if "typeNames" in query else ""
    assert found[0].url == server.url + (f"?{kept}" if kept else "")


def test_address_of_a_single_record_means_that_record(server):
    url = f"{server.url}?service=CSW&version=2.0.2&request=GetRecordById&id={guid(0)}&outputSchema=http://www.isotc211.org/2005/gmd"

    assert [one.sure for one in Csw.detect(Probe(client_for(server.url), url))] == [50]


@pytest.mark.parametrize(
    "body", [LOGIN, b"", b"{}", b"<wfs:WFS_Capabilities xmlns:wfs='urn:x'/>", EXCEPTION, record(0)]
)
def test_what_is_no_catalogue(faulty, body):
    faulty.script = [Reply(body)]

    assert list(Csw.detect(Probe(client_for(faulty.url), faulty.url))) == []


def test_a_server_that_is_not_there(faulty):
    faulty.stop()
    probe = Probe(client_for(faulty.url), faulty.url)

    assert list(Csw.detect(probe)) == []
    assert probe.tried


def test_settings_as_a_form_gives_them():
    read, errors = read_all(Csw.fields, {"box": " 7.4, 50.6, 9.0, 51.8 ", "types": ["dataset", "service"]}, str)
    assert (read, errors) == ({"box": "7.4, 50.6, 9.0, 51.8", "types": ["dataset", "service"]}, {})

    for box in ("7,4 50,6 9,0 51,8", "1 2 3", "9 50 7 52", "a b c d", "nan nan nan nan", "-181 0 1 1"):
        assert list(read_all(Csw.fields, {"box": box}, str)[1]) == ["box"]
    assert re.match("Please choose", read_all(Csw.fields, {"types": ["picture"]}, str)[1]["types"])
