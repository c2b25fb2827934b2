"""Which licence a dataset in RDF has, and each of its distributions."""

from __future__ import annotations

from rdflib import RDFS, Graph, Literal, Namespace
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import BNode, Node, URIRef

from ckanext.suedwestfalen.metadata import text
from ckanext.suedwestfalen.metadata.description import Description, LicenceClaim, TextRef
from ckanext.suedwestfalen.vocabularies import licences

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
_NAMES = (DCTERMS.title, RDFS.label, SKOS.prefLabel, DCTERMS.identifier)


def claims(graph: Graph, node: Node) -> list[LicenceClaim]:
    """Give what a dataset or a distribution says about its licence.

    ``dct:rights`` counts where it names a licence of the list and ``dct:license`` is missing.
    """
    attribution = next((text.line(str(value)) for value in _sorted(graph, node, DCATDE.licenseAttributionByText)), "")
    found = [_claim(graph, value, attribution) for value in _sorted(graph, node, DCTERMS.license)]
    if not found:
        rights = [_claim(graph, value, attribution) for value in _sorted(graph, node, DCTERMS.rights)]
        found = [claim for claim in rights if known(claim)]
    return found or ([LicenceClaim(attribution=attribution)] if attribution else [])


def known(claim: LicenceClaim) -> licences.Licence | None:
    """Give the licence of the list that a claim names, or None."""
    return licences.recognise(claim.id) or licences.find(claim.url) or licences.recognise(claim.name)


def fill(description: Description, graph: Graph, dataset: Node) -> None:
    """Fill the licence claims of a description: the dataset's own, else those of its distributions."""
    own = claims(graph, dataset)
    stated = [claim for claim in own if claim.id or claim.name or claim.url]
    if not stated:
        parts = [claim for part in _sorted(graph, dataset, DCAT.distribution) for claim in claims(graph, part)]
        stated = [claim for claim in parts if claim.id or claim.name or claim.url]
        own += parts
    attribution = next((claim.attribution for claim in own if claim.attribution), "")
    unique = list({(claim.id, claim.name, claim.url): claim for claim in stated}.values())
    if attribution and unique and not any(claim.attribution for claim in unique):
        unique[0].attribution = attribution
    description.licences = unique
    if unique:
        return
    for value in _sorted(graph, dataset, DCTERMS.rights):
        href = str(value) if isinstance(value, URIRef) else ""
        description.other_constraints.append(TextRef(_label(graph, value), href))
    if attribution:
        description.other_constraints.append(TextRef(f"Namensnennung: {attribution}"))


def of_part(graph: Graph, dataset: Node, part: Node) -> tuple[str, str, str]:
    """Give a distribution's licence (a URI of the list or nothing), its attribution text, and its own words.

    The words are only given where they are no licence of the list. Without any the dataset's licence holds.
    """
    found = claims(graph, part)
    stated = [claim for claim in found if claim.id or claim.name or claim.url]
    attribution = next((claim.attribution for claim in found if claim.attribution), "")
    if not stated:
        inherited = next((licence for claim in claims(graph, dataset) if (licence := known(claim))), None)
        return (inherited.uri if inherited else ""), attribution, ""
    licence = next((licence for claim in stated if (licence := known(claim))), None)
    if licence:
        return licence.uri, attribution, ""
    return "", attribution, stated[0].name or stated[0].id or stated[0].url


def _claim(graph: Graph, value: Node, attribution: str) -> LicenceClaim:
    if isinstance(value, Literal):
        return LicenceClaim(id=text.line(str(value)), attribution=attribution)
    uri = "" if isinstance(value, BNode) else str(value)
    pages = [str(page) for name in ("page", "homepage") for page in
             _sorted(graph, value, Namespace("http://xmlns.com/foaf/0.1/")[name])]
    return LicenceClaim(id=uri, name=_label(graph, value) if (value, None, None) in graph else "",
                        url=pages[0] if pages else "", attribution=attribution)


def _label(graph: Graph, value: Node) -> str:
    if isinstance(value, Literal):
        return text.line(str(value))
    names = [text.line(str(name)) for predicate in _NAMES for name in _sorted(graph, value, predicate)]
    # Any name that is a licence of the list is better than the first.
    return next((name for name in names if licences.find(name)), names[0] if names else "")


def _sorted(graph: Graph, node: Node, predicate: Node) -> list[Node]:
    return sorted(graph.objects(node, predicate), key=str) if not isinstance(node, Literal) else []
