"""Bundles without a portal: valid, understood by RDF tools offline, always the same, and never whole in memory."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys

import jsonschema
import pytest
import rdflib
from pyld import jsonld
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, PROV, RDF, XSD

from ckanext.suedwestfalen.tests.use_cases.exchange import full
from ckanext.suedwestfalen.use_cases.exchange import bundle, mapping, schema

SWF = rdflib.Namespace(full.VOCABULARY)
SCHEMA = rdflib.Namespace("https://schema.org/")
CASE = rdflib.URIRef(f"{full.SITE}/use-case/{full.ID}")
LIMIT = 300_000_000


def node(**changed):
    return bundle.case(full.case(**changed), full.CONTACT, full.ADOPTIONS, site=full.SITE)


def write(*nodes):
    pieces = bundle.document(nodes, site=full.SITE, vocabulary=full.VOCABULARY, created="2026-03-02T00:00:00")
    return "".join(pieces)


@pytest.fixture(scope="module")
def text():
    return write(node())


@pytest.fixture(scope="module")
def graph(text):
    return rdflib.Graph().parse(data=text, format="json-ld")


def _check(document):
    jsonschema.Draft202012Validator.check_schema(schema.schema())
    jsonschema.Draft202012Validator(schema.schema()).validate(document)


def test_a_bundle_is_valid(text):
    _check(json.loads(text))


def test_a_bundle_without_use_cases_is_valid():
    document = json.loads(write())
    _check(document)
    assert document["useCases"] == []


def test_what_is_invalid_is_found(text):
    document = json.loads(text)
    document["useCases"][0]["modified"] = "gestern"
    with pytest.raises(jsonschema.ValidationError):
        _check(document)


def test_the_example_of_the_format_is_valid(shared):
    _check(json.loads((shared / "vocab" / "use_case_example.jsonld").read_text(encoding="utf-8")))


def test_every_field_is_written():
    """All that `mapping.py` names, nothing else."""
    written = node()
    assert set(written) == {"@id", "@type", *mapping.BY_KEY, "theme"}
    rows = {field.key: field for field in mapping.CASE if field.fields}
    for key, field in rows.items():
        parts = written[key] if isinstance(written[key], list) else [written[key]]
        found = set(itertools.chain.from_iterable(parts))
        assert found - {"@type"} == {part.key for part in field.fields} - {"reason"}, key


def test_it_is_a_use_case_and_never_a_dataset(graph):
    assert {SWF.UseCase, DCAT.Resource} == set(graph.objects(CASE, RDF.type))
    assert (None, RDF.type, DCAT.Dataset) not in graph
    assert (None, RDF.type, DCAT.Catalog) not in graph
    assert (None, DCAT.dataset, None) not in graph


def test_triples_of_texts_values_and_addresses(graph):
    german = rdflib.Literal
    expected = [
        (CASE, DCTERMS.title, german("Klimasensorik mit Bürgerbeteiligung 🌡", lang="de")),
        (CASE, SWF.problem, german("Hitzeinseln sind **nicht** vermessen.", lang="de")),
        (CASE, DCTERMS.identifier, german(str(CASE))),
        (CASE, SWF.phase, SWF["phase/betrieb"]),
        (CASE, SWF.setupCost, SWF["costBand/0"]),
        (CASE, SWF.dnaGoal, SWF["dna/digital"]),
        (CASE, SWF.operatingModel, SWF["operatingModel/interkommunal"]),
        (CASE, SWF.procurement, SWF["procurement/interkommunal"]),
        (CASE, SWF.reuseSupport, SWF["reuseSupport/code"]),
        (CASE, SCHEMA.about, rdflib.URIRef("http://metadata.un.org/sdg/11")),
        (CASE, DCTERMS.license, rdflib.URIRef("http://dcat-ap.de/def/licenses/cc-by/4.0")),
        (CASE, DCTERMS.spatial, rdflib.URIRef("http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05974040")),
        (CASE, DCAT.theme, rdflib.URIRef("http://publications.europa.eu/resource/authority/data-theme/ENVI")),
        (CASE, PROV.wasDerivedFrom, rdflib.URIRef("https://other.example.org/use-case/1")),
        (CASE, SWF.effortDays, german(12)),
        (CASE, SWF.lastReviewed, german("2026-02-01", datatype=XSD.date)),
        (CASE, SCHEMA.totalTime, german("P18M", datatype=XSD.duration)),
        (CASE, SWF.example, german("true", datatype=XSD.boolean)),
        (rdflib.URIRef(f"{full.SITE}/use_cases.jsonld"), SWF.useCase, CASE),
        (rdflib.URIRef(f"{full.SITE}/use_cases.jsonld"), SWF.formatVersion, german("1.0")),
    ]
    assert [triple for triple in expected if triple not in graph] == []


def test_triples_of_rows(graph):
    adopted = {
        str(graph.value(one, SCHEMA.name)): (graph.value(one, SWF.adoptionStatus), graph.value(one, SWF.since))
        for one in graph.objects(CASE, SWF.adoption)
    }
    assert adopted == {
        "Wickede (Ruhr)": (SWF["adoption/pruefung"], rdflib.Literal("2026-01-10", datatype=XSD.date)),
        "Flensburg": (SWF["adoption/betrieb"], None),
    }
    steps = graph.collection(graph.value(CASE, SCHEMA.step))
    assert [str(graph.value(step, SCHEMA.name)) for step in steps] == [f"Schritt {number}" for number in range(12)]
    [partner] = graph.objects(CASE, SCHEMA.contributor)
    assert graph.value(partner, SWF.partnerRole) == SWF["partnerRole/betrieb"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_two_readers_of_json_ld_understand_the_same(text, graph):
    """Nothing in a bundle makes a reader fetch something, and none of its words is only one library's reading."""

    def refuse(*_args, **_options):
        raise AssertionError("something is fetched")

    quads = jsonld.to_rdf(json.loads(text), {"format": "application/n-quads", "documentLoader": refuse})
    other = rdflib.Graph()
    for triple in rdflib.Dataset().parse(data=quads, format="nquads").triples((None, None, None)):
        other.add(triple)
    # whole seconds and fractions are written differently
    assert len(other) == len(graph)
    assert {term for triple in other for term in triple if isinstance(term, rdflib.URIRef)} == {
        term for triple in graph for term in triple if isinstance(term, rdflib.URIRef)}


def test_every_key_means_something(text):
    """A key without a meaning would be dropped silently by every reader of JSON-LD."""
    expanded = jsonld.expand(json.loads(text))
    [case] = expanded[0][f"{full.VOCABULARY}useCase"]
    assert len(case) == len(node())


def test_another_base_changes_only_our_own_addresses(graph):
    pieces = bundle.document(
        [node()], site=full.SITE, vocabulary="https://voc.example.org/uc/", created="2026-03-02T00:00:00")
    other = rdflib.Graph().parse(data="".join(pieces), format="json-ld")
    renamed = rdflib.Graph()
    for triple in other:
        renamed.add(tuple(
            rdflib.URIRef(term.replace("https://voc.example.org/uc/", full.VOCABULARY))
            if isinstance(term, rdflib.URIRef) else term for term in triple))
    assert isomorphic(renamed, graph)


def test_attachments_and_picture_are_links_that_depend_on_nobodys_language(text):
    written = node()
    assert [one["accessURL"] for one in written["distribution"]] == [
        f"{full.SITE}/dataset/{full.ID}/resource/r1/download/bericht.pdf", "https://code.example.org/"]
    assert written["distribution"][0]["license"] == "http://dcat-ap.de/def/licenses/cc-by/4.0"
    assert written["distribution"][0]["kind"] == "beleg"
    assert written["image"]["contentUrl"] == f"{full.SITE}/uploads/use_case/2026-03-01-101010.123456sensor.png"


@pytest.mark.parametrize("released", ["angemeldet", "nicht-weitergeben", "", None])
def test_a_contact_that_is_not_public_stays_out(released):
    contact = {**full.CONTACT, "contact_released": released}
    written = bundle.case(full.case(), contact, [], site=full.SITE)
    assert "contactPoint" not in written
    assert "smartcity@example.org" not in json.dumps(written)


def test_the_same_case_gives_the_same_text_in_whatever_order_the_index_has_its_tags():
    turned = node(tags=full.case()["tags"][::-1], dna_goal=["digital", "nachhaltig"])
    other = bundle.case(full.case(), full.CONTACT, full.ADOPTIONS[::-1], site=full.SITE)
    assert write(node()) == write(turned) == write(other)


def test_a_foreign_case_keeps_origin_publisher_and_licence():
    publisher = {"name": "Stadt anderswo", "key": "01001000"}
    for kept in (publisher, json.dumps(publisher)):
        written = node(publisher=kept, license_id="https://example.org/licence", modified="2020-01-01T00:00:00")
        assert written["publisher"]["name"] == "Stadt anderswo"
        assert written["publisher"]["spatial"][0].endswith("/01001000")
        assert written["license"] == "https://example.org/licence"
        assert written["inCatalog"] == "https://other.example.org"
        assert written["modified"] == "2020-01-01T00:00:00Z"


def test_values_that_are_none_are_left_out_and_break_nothing():
    written = node(
        effort_days="viel", end_date="bald", municipality=["Soest"], steps=[{}, "x", None, {"title": ""}], url="oops",
        funding="x", tags=None, resources=None, dna_goal=None, based_on=["nix"], field_of_action=["neu"], topic=7)
    _check(json.loads(write(written)))
    assert not {"effortDays", "endDate", "spatial", "step", "landingPage", "funding", "keyword", "distribution",
                "dnaGoal", "basedOn", "theme", "topic"} & set(written)


def test_a_case_that_says_hardly_anything():
    little = {"id": "1", "identifier": "https://x.example.org/use-case/1", "title": "T",
              "metadata_modified": "2026-01-01T00:00:00"}
    written = bundle.case(little, None, [], site=full.SITE)
    assert set(written) == {"@id", "@type", "identifier", "title", "modified"}
    _check(json.loads(write(written)))


_TEN_THOUSAND = """
from pathlib import Path
from ckanext.suedwestfalen.tests.use_cases.exchange import full
from ckanext.suedwestfalen.use_cases.exchange import bundle

def case(number):
    return {"id": str(number), "identifier": f"https://x.example.org/{number}", "title": "T",
            "notes": f"{number} " * 4000, "metadata_modified": "2026-01-01T00:00:00"}

made = (bundle.case(case(number), full.CONTACT, full.ADOPTIONS, site=full.SITE) for number in range(10_000))
pieces = bundle.document(made, site=full.SITE, vocabulary=full.VOCABULARY, created="2026-03-02T00:00:00")
length = sum(len(piece) for piece in pieces)
# not what getrusage tells: that begins with the memory of the process that started this one
[most] = [line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(length, int(most) * 1024)
"""


def test_ten_thousand_cases_are_never_in_memory_together():
    """In a process of its own: the memory that a process once had does not shrink."""
    told = subprocess.run([sys.executable, "-c", _TEN_THOUSAND], capture_output=True, text=True, check=True)
    length, memory = map(int, told.stdout.split()[-2:])
    assert length > LIMIT / 2
    assert memory < LIMIT * 2 / 3


def test_the_first_piece_comes_before_the_last_case_is_made():
    asked = []

    def cases():
        for number in range(100):
            asked.append(number)
            yield node()

    pieces = bundle.document(cases(), site=full.SITE, vocabulary=full.VOCABULARY, created="2026-03-02T00:00:00")
    next(pieces), next(pieces)
    assert len(asked) == 1
