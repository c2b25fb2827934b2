"""A single document as source: what it is told by its bytes, and it is not fetched again without need."""

from __future__ import annotations

import json

import pytest

from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest.protocols import Known, ListingError, Probe, sniff
from ckanext.suedwestfalen.harvest.protocols.document import Document
from ckanext.suedwestfalen.tests.harvest.protocols.test_waf_faults import EXCEPTION, LOGIN, response
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.servers import Reply, client_for

TURTLE = b"""@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
<https://example.org/ds/1> a dcat:Dataset ; dct:title "Eins"@de .
<https://example.org/ds/2> a dcat:Dataset ; dct:title "Zwei"@de .
"""
RDF_XML = b"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"
 xmlns:dct="http://purl.org/dc/terms/">
<dcat:Dataset rdf:about="https://example.org/ds/1"><dct:title xml:lang="de">Eins</dct:title></dcat:Dataset>
<dcat:Dataset rdf:about="https://example.org/ds/2"><dct:title xml:lang="de">Zwei</dct:title></dcat:Dataset>
</rdf:RDF>"""
JSON_LD = json.dumps(
    [
        {
            "@id": f"https://example.org/ds/{number}",
            "@type": "http://www.w3.org/ns/dcat#Dataset",
            "http://purl.org/dc/terms/title": {"@value": name, "@language": "de"},
        }
        for number, name in ((1, "Eins"), (2, "Zwei"))
    ]
).encode()


#: InGrid wraps its records in a document of its own, whose root has the name of a web page's.
IDF = (
    b'<html xmlns="http://www.portalu.de/IDF/1.0"><head/><body>'
    + record(0).replace(b'<?xml version="1.0" encoding="UTF-8"?>', b"").replace(b"gmd:MD_Metadata", b"idfMdMetadata")
    + b"</body></html>"
)


def items(faulty, reply, known=None):
    faulty.script = [reply if isinstance(reply, Reply) else Reply(reply)]
    url = faulty.url + "daten"
    pages = list(Document(client_for(faulty.url), url, {}, lambda: {url: known} if known else {}).pages())
    assert [page.next_position for page in pages] == [None]
    return pages[0].items


def test_an_iso_record(faulty):
    (item,) = items(faulty, record(0))

    assert (item.guid, item.url, item.reader) == (guid(0), faulty.url + "daten", "iso")
    assert item.content.startswith(b"<gmd:MD_Metadata")


def test_a_record_without_identifier_is_its_address(faulty):
    nameless = record(0).replace(b"gmd:fileIdentifier", b"gmd:fileName")

    assert [item.guid for item in items(faulty, nameless)] == [faulty.url + "daten"]
    assert [item.guid for item in items(faulty, response(nameless, nameless))] == [
        faulty.url + "daten#1",
        faulty.url + "daten#2",
    ]


def test_what_was_mended_is_said(faulty):
    bad = record(0, title="Stra\u00dfen &nbsp; Wege").replace("\u00df".encode(), b"\xdf").replace(b"&amp;", b"&")
    faulty.script = [Reply(bad)]
    (page,) = Document(client_for(faulty.url), faulty.url + "daten").pages()

    assert "Stra\u00dfen \u00a0 Wege".encode() in page.items[0].content
    assert {note.code for note in page.findings} == {"record-encoding", "xml-mended"}


def test_a_document_of_ingrid(faulty):
    (item,) = items(faulty, Reply(IDF, headers={"Content-Type": "text/html"}))

    assert (item.guid, item.reader) == (guid(0), "iso")


def test_wrapped_records(faulty):
    assert [item.guid for item in items(faulty, response(record(0), record(1)))] == [guid(0), guid(1)]


@pytest.mark.parametrize(
    ("content", "kind"),
    [(TURTLE, "text/turtle"), (TURTLE, "text/plain"), (RDF_XML, "application/rdf+xml"), (RDF_XML, "application/xml"),
     (JSON_LD, "application/ld+json"), (JSON_LD, "application/json")],
)  # fmt: skip
def test_rdf_is_split_into_datasets(faulty, content, kind):
    found = items(faulty, Reply(content, headers={"Content-Type": kind}))

    assert sorted(item.guid for item in found) == ["https://example.org/ds/1", "https://example.org/ds/2"]
    assert {(item.reader, item.url) for item in found} == {("dcat", faulty.url + "daten")}
    assert all(item.content and not item.finding for item in found)


def test_the_same_dataset_has_the_same_bytes_in_every_format(faulty):
    contents = {
        tuple(sorted(item.content for item in items(faulty, Reply(content, headers={"Content-Type": "text/plain"}))))
        for content in (TURTLE, RDF_XML, JSON_LD)
    }
    assert len(contents) == 1


@pytest.mark.parametrize("headers", [{"ETag": '"1"'}, {"Last-Modified": "Tue, 14 May 2024 08:12:00 GMT"}])
@pytest.mark.parametrize("content", [record(0), response(record(0), record(1)), TURTLE])
def test_an_unchanged_document_is_not_fetched(faulty, headers, content):
    first = items(faulty, Reply(content, headers={"Content-Type": "text/plain", **headers}))
    known = [Known(item.guid, item.validator, item.reader) for item in first]
    again = items(faulty, Reply(b"", 304), known)

    asked = faulty.asked[-1].headers
    assert (asked.get("If-None-Match"), asked.get("If-Modified-Since")) == (
        headers.get("ETag"),
        headers.get("Last-Modified"),
    )
    assert [(item.guid, item.unchanged, item.validator, item.reader) for item in again] == [
        (item.guid, True, item.validator, item.reader) for item in first
    ]


def test_a_server_without_validators_is_asked_without_condition(faulty):
    known = [Known(item.guid, item.validator) for item in items(faulty, record(0))]
    assert known[0].validator

    (item,) = items(faulty, record(0), known)
    assert not item.unchanged
    assert not {"If-None-Match", "If-Modified-Since"} & set(faulty.asked[-1].headers)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (LOGIN, "document-web-page"),
        (EXCEPTION, "csw-exception"),
        (b"", "xml-empty"),
        (b"<a", "xml-broken"),
        (b"{", "document-json-broken"),
        (b"[" * 100_000, "document-json-broken"),
        (b'{"a": 1}', "document-no-metadata"),
        (
            b'{"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "@type": "dcat:Catalog"}',
            "document-no-metadata",
        ),
        (b"<WFS_Capabilities/>", "document-no-metadata"),
        (b"Guten Tag", "document-no-metadata"),
        (b"@prefix a: <http://example.org/> . a:b a:c a:d .", "document-no-metadata"),
    ],
)
def test_anything_else_is_an_error_and_no_empty_listing(faulty, content, code):
    with pytest.raises(ListingError) as error:
        items(faulty, Reply(content, headers={"Content-Type": "text/plain"}))
    assert error.value.finding.code == code


def test_broken_turtle(faulty):
    with pytest.raises(FindingError):
        items(faulty, Reply(b"@prefix a: <http://example.org/> .\n<<<", headers={"Content-Type": "text/turtle"}))


@pytest.mark.parametrize(
    ("content", "kind", "url", "what"),
    [
        (b"\xef\xbb\xbf" + TURTLE, "", "", sniff.RDF),
        (b"# Kommentar\nPREFIX dcat: <http://www.w3.org/ns/dcat#>\n", "", "", sniff.RDF),
        (b"<http://a> <http://b> <http://c> .", "", "https://example.org/a.nt", sniff.RDF),
        (b"\xef\xbb\xbf" + record(0), "text/turtle", "", sniff.ISO),
        (b"<dcat:Catalog xmlns:dcat='http://www.w3.org/ns/dcat#'/>", "", "", sniff.RDF),
        (record(0).decode().replace("UTF-8", "UTF-16").encode("utf-16"), "", "", sniff.ISO),
        (b"\xef\xbb\xbf\xef\xbb\xbf\n" + record(0), "text/html", "", sniff.ISO),
        (b"\xef\xbb\xbf\xef\xbb\xbf\n" + TURTLE, "text/html", "", sniff.RDF),
        (IDF, "text/html", "", sniff.ISO),
    ],
)
def test_what_a_document_is(content, kind, url, what):
    assert sniff.sniff(content, kind, url).what == what


@pytest.mark.parametrize(
    ("content", "title"),
    [(record(0), "Beispiel: Datensatz 0"), (TURTLE, ""), (LOGIN, None), (b"<a/>", None), (b"", None)],
)
def test_detection(faulty, content, title):
    faulty.script = [Reply(content, headers={"Content-Type": "text/plain"})]
    found = list(Document.detect(Probe(client_for(faulty.url), faulty.url)))

    assert [one.title for one in found] == ([] if title is None else [title])
