"""Datasets in RDF as records: their identifiers, their canonical content, and documents that are broken or hostile."""

import json
import random
import socket
import time
import uuid

import pytest
from rdflib import Graph

from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest.protocols import dcat_graph, dcat_parse
from ckanext.suedwestfalen.harvest.protocols.base import ListingError
from ckanext.suedwestfalen.tests.harvest.dcat_feeds import BASE, dataset, turtle

URL = "https://daten.example.org/catalog.ttl"


def read(*parts):
    return dcat_graph.read(turtle(*parts), "text/turtle", URL)


@pytest.fixture
def impatient():
    """No request of this test waits for long, should there be one."""
    socket.setdefaulttimeout(1)
    yield
    socket.setdefaulttimeout(None)


def code_of(content, media_type="", url=URL):
    with pytest.raises(FindingError) as failed:
        dcat_graph.read(content, media_type, url)
    return failed.value.finding


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("turtle", "text/turtle"), ("xml", "application/rdf+xml"), ("json-ld", "application/ld+json"), ("nt", "")],
)
def test_every_format_gives_the_same_content(kind, media_type):
    parts = [dataset(number) for number in range(20)]
    expected = [item.content for item in read(*parts).items]
    random.Random(5).shuffle(parts)
    graph = Graph().parse(data=turtle(*parts), format="turtle")
    document = graph.serialize(format=kind, encoding="utf-8")
    found = dcat_graph.datasets(document, media_type, URL)
    assert [item.content for item in found] == expected
    assert len(set(expected)) == 20


def test_a_change_anywhere_in_the_dataset_changes_its_content_and_nothing_else_does():
    before = read(dataset(1), dataset(2)).items
    catalogue = f'<{BASE}> a dcat:Catalog ; dct:modified "2026-01-01" ; dcat:dataset <{BASE}/dataset/1> .'
    assert [item.content for item in read(dataset(2), catalogue, dataset(1)).items] == [x.content for x in before]
    after = read(dataset(1).replace("geodaten@", "karten@"), dataset(2)).items
    assert after[0].content != before[0].content
    assert after[1].content == before[1].content


@pytest.mark.parametrize(
    ("more", "guid"),
    [
        ('dct:identifier "4a8c1c7e-6f5e-4d0f-9d38-0a1f6f0f0b11"', "4a8c1c7e-6f5e-4d0f-9d38-0a1f6f0f0b11"),
        ('dct:identifier "https://registry.example.org/id/77"', "https://registry.example.org/id/77"),
        ('dct:identifier "radwege"', f"{BASE}/dataset/1"),
        ('dct:identifier "radwege" ; adms:identifier [ skos:notation "4a8c1c7e-6f5e-4d0f-9d38-0a1f6f0f0b11" ]',
         "4a8c1c7e-6f5e-4d0f-9d38-0a1f6f0f0b11"),
        ("", f"{BASE}/dataset/1"),
    ],
)
def test_the_identifier_is_the_one_that_is_unique_in_the_world(more, guid):
    assert read(dataset(1, more)).items[0].guid == guid


def test_a_dataset_without_address_has_its_own_identifier_or_none():
    anonymous = dataset(1, 'dct:identifier "radwege"').replace(f"<{BASE}/dataset/1>", "[]", 1)
    assert read(anonymous).items[0].guid == "radwege"
    item = read(anonymous.replace('dct:identifier "radwege"', "dct:type <x:y>")).items[0]
    assert (item.guid, item.finding.code) == (None, "listing-no-identifier")


def test_series_services_and_use_cases_are_left_out():
    feed = read(
        dataset(1), "<https://a.example/s> a dcat:Dataset, dcat:DatasetSeries .",
        "<https://a.example/d> a dcat:DataService ; dcat:servesDataset <https://daten.example.org/dataset/1> .",
        "<https://a.example/u> a dcat:Dataset, <https://a.example/ns#UseCase> .",
    )
    assert [item.guid for item in feed.items] == [f"{BASE}/dataset/1"]
    assert (feed.skipped, feed.findings[0].values["kinds"]) == (2, "DatasetSeries, UseCase")
    assert b"https://a.example/d" in feed.items[0].content


def test_other_datasets_and_vocabularies_stay_outside():
    concept = (
        '<https://a.example/c> a skos:Concept ; skos:prefLabel "Verkehr" ; skos:inScheme <https://a.example/s> .'
        '<https://a.example/s> a skos:ConceptScheme ; dct:title "Schema" .'
    )
    more = f"dcat:theme <https://a.example/c> ; dct:relation <{BASE}/dataset/2>"
    content = read(dataset(1, more), dataset(2), concept).items[0].content.decode()
    assert "Verkehr" in content
    assert "Datensatz 2" not in content
    assert '"Schema"' not in content


@pytest.mark.parametrize(
    "namespace",
    ["http://dcat-ap.de/def/dcatde/1_0", "http://dcat-ap.de/def/dcatde/1_0/", "http://dcat-ap.de/def/dcatde/1.0/",
     "http://dcat-ap.de/def/dcatde/1.0.1/", "https://www.dcat-ap.de/def/dcatde/1.1/",
     "https://dcat-ap.de/def/dcatde/2.0/", "http://www.dcat-ap.de/def/dcatde/", "http://dcat-ap.de/def/dcatde#"],
)
def test_old_namespaces_are_read_as_the_new_one(namespace):
    more = "dcatde:contributorID <https://x.example/> ; dct:conformsTo <http://dcat-ap.de/def/dcatde/2.0/>"
    new = b"@prefix dcatde: <http://dcat-ap.de/def/dcatde/>"
    old = turtle(dataset(1, more)).replace(new, b"@prefix dcatde: <%b>" % namespace.encode())
    content = dcat_graph.datasets(old, "text/turtle", URL)[0].content
    assert b"<http://dcat-ap.de/def/dcatde/contributorID>" in content
    assert b"<http://dcat-ap.de/def/dcatde/2.0/>" in content


def test_one_bad_dataset_does_not_spoil_the_others():
    bad = dataset(1, 'dct:issued "am 32. Mai"^^xsd:date ; dcat:landingPage <https://a.example/mit leer{zeichen}> ; '
                     'dct:title [ dct:title 7 ] ; dcat:theme "x\\u0000y" ; dcat:byteSize "1E99999999"^^xsd:decimal')
    feed = read(bad, dataset(2))
    assert [item.finding for item in feed.items] == [None, None]
    assert feed.findings[0].code == "dcat-addresses"
    assert len(feed.items[0].content) < 10_000
    assert len(Graph().parse(data=feed.items[0].content.replace(b"1E99999999", b"1"), format="nt")) > 20
    assert feed.items[1].content == read(dataset(2)).items[0].content


def test_a_record_that_is_too_large_is_reported(monkeypatch):
    monkeypatch.setattr(dcat_graph, "MAX_TRIPLES", 10)
    item = read(dataset(1)).items[0]
    assert (item.content, item.finding.code) == (b"", "listing-too-large")


@pytest.mark.parametrize(
    ("content", "media_type", "code"),
    [
        (b"", "text/turtle", "dcat-empty"),
        (b"<!DOCTYPE html><html><head><title>Wartung</title></head></html>", "text/html", "dcat-html"),
        (b"<html><head><title>Wartung</title></head><body><br></body></html>", "application/rdf+xml", "dcat-html"),
        (b"<root/>", "application/xml", "dcat-no-rdf"),
        (turtle(dataset(1)) + b"\n\nStand: gestern .", "text/turtle", "dcat-broken"),
        (b'{"@graph": [', "application/ld+json", "dcat-broken"),
        (b"[" * 300_000, "application/ld+json", "dcat-deep"),
        (b'{"@graph":' * 300_000, "application/ld+json", "dcat-deep"),
        (b'{"@graph":' * 250 + b"1" + b"}" * 250, "application/ld+json", "dcat-deep"),
        (b"<urn:a> <urn:b> " + b"[ <urn:b> " * 300_000, "text/turtle", "dcat-deep"),
        (b"<a>" * 300_000, "application/rdf+xml", "xml-deep"),
        (b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>', "application/rdf+xml", "xml-entity"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "application/rdf+xml", "xml-entity"),
        (b"\xff\xfe\x00", "text/turtle", "dcat-broken"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_documents_that_cannot_be_read_say_why(content, media_type, code):
    assert code_of(content, media_type).code == code


def test_the_line_of_the_fault_is_named():
    assert code_of(b"@prefix a: <urn:a> .\n\n a:b a:c , .\n", "text/turtle").values["line"] == "3"
    assert code_of(b'{\n "a": 1,\n "b" 2}', "application/ld+json").values["line"] == "3"
    rdf = b'<?xml version="1.0"?>\n\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
    assert code_of(rdf + b"<rdf:Description>\n</rdf:RDF>", "application/rdf+xml").values["line"] == "5"
    broken = rdf + b'<rdf:Description rdf:about="urn:a" rdf:nodeID="b"/></rdf:RDF>'
    assert code_of(broken, "application/rdf+xml").code == "dcat-broken"


@pytest.mark.parametrize(
    "context",
    ["http://127.0.0.1:{port}/context.jsonld", "file:///etc/hostname", "context.jsonld",
     ["http://127.0.0.1:{port}/x", {"a": "urn:a"}], {"@import": "http://127.0.0.1:{port}/y"},
     {"dataset": {"@id": "urn:a", "@context": "http://127.0.0.1:{port}/z"}}],
)
def test_contexts_are_never_fetched(context, impatient):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        text = json.dumps({"@context": context, "@graph": [{"@id": "urn:a:b", "@context": context}]})
        text = text.replace("{port}", str(server.getsockname()[1]))
        finding = code_of(text.encode(), "application/ld+json", f"http://127.0.0.1:{server.getsockname()[1]}/feed")
        assert finding.code == "dcat-context"
        assert finding.values["context"] in text
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_doctype_that_leads_to_another_server_is_not_followed(impatient):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        rdf = Graph().parse(data=turtle(dataset(1)), format="turtle").serialize(format="xml", encoding="utf-8")
        head, body = rdf.split(b"\n", 1)
        address = b"http://127.0.0.1:%d/rdf.dtd" % server.getsockname()[1]
        found = dcat_graph.datasets(head + b'\n<!DOCTYPE rdf:RDF SYSTEM "' + address + b'">\n' + body, "", URL)
        assert [item.content for item in found] == [item.content for item in read(dataset(1)).items]
        with pytest.raises(TimeoutError):
            server.accept()


def test_bundled_contexts_give_their_names():
    document = {
        "@context": "https://semiceu.github.io/DCAT-AP/releases/2.2.0/context/dcat-ap.jsonld",
        "@id": f"{BASE}/dataset/1", "@type": "Dataset", "title": "Radwege",
        "identifier": "4a8c1c7e-6f5e-4d0f-9d38-0a1f6f0f0b11", "landingPage": "https://a.example/",
    }
    item = dcat_graph.datasets(json.dumps(document).encode(), "application/ld+json", URL)[0]
    assert (item.guid, item.url) == ("4a8c1c7e-6f5e-4d0f-9d38-0a1f6f0f0b11", "https://a.example/")


def test_blank_nodes_that_hold_the_same_are_counted():
    twin = 'dct:temporal [ dcat:startDate "2020" ], [ dcat:startDate "2020" ], [ dcat:startDate "2021" ]'
    content = read(dataset(1, twin)).items[0].content
    assert content == read(dataset(1, twin)).items[0].content
    assert len(Graph().parse(data=content, format="nt")) == len(Graph().parse(data=turtle(dataset(1, twin))))


def test_large_feeds_are_read_in_seconds():
    document = turtle(*(dataset(number, f'dct:identifier "{uuid.UUID(int=number)}"') for number in range(300)))
    start = time.perf_counter()
    assert len(dcat_graph.datasets(document, "text/turtle", URL)) == 300
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("limit", ["MAX_TRIPLES", "MAX_SECONDS"])
@pytest.mark.parametrize(("content", "media_type"), [
    (b"<urn:a> <urn:b> [], [], [] .", "text/turtle"),
    (b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><a xmlns="urn:"/><a xmlns="urn:"/></rdf:RDF>',
     "application/rdf+xml"),
    (b'{"@id":"urn:a","urn:b":[1,2,3]}', "application/ld+json"),
])
def test_no_document_makes_more_triples_or_takes_longer_than_a_worker_can_bear(
    monkeypatch, limit, content, media_type
):
    monkeypatch.setattr(dcat_parse, limit, 1 if limit == "MAX_TRIPLES" else -1.0)
    assert code_of(content, media_type).code == "dcat-triples"


def test_the_limit_of_a_document(monkeypatch):
    monkeypatch.setattr(dcat_parse, "MAX_BYTES", 100)
    with pytest.raises(ListingError, match="larger"):
        read(dataset(1))


def test_usual_prefixes_that_nothing_declares():
    text = ("@prefix dcat: <http://www.w3.org/ns/dcat#> .\n<https://a.example/1> a dcat:Dataset ; dct:title "
            '"Eins: foaf:nichts"@de ; adms:status <https://a.example/s> ; dct:issued "2020-01-01"^^xsd:date .')
    (item,) = dcat_graph.datasets(text.encode(), "text/turtle", "https://a.example/")
    assert b'<http://purl.org/dc/terms/title> "Eins: foaf:nichts"@de' in item.content
    assert b"<http://www.w3.org/ns/adms#status>" in item.content
    with pytest.raises(ListingError) as error:
        dcat_graph.datasets(text.replace("adms:", "eigen:").encode(), "text/turtle", "https://a.example/")
    assert error.value.finding.code == "dcat-broken"
