"""The datasets of an RDF document (DCAT, DCAT-AP, DCAT-AP.de), each as a small graph of its own."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import rdflib
from rdflib.namespace import DCTERMS, RDF, SKOS
from rdflib.term import BNode, Node, URIRef

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.net import xml

from . import dcat_findings, findings
from .base import MAX_RECORD, Item
from .dcat_parse import address, is_unfit, parse, term, usual_name

#: rdflib's own namespace ends with DCAT 2 and warns of what came later.
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
HYDRA = rdflib.Namespace("http://www.w3.org/ns/hydra/core#")
ADMS = rdflib.Namespace("http://www.w3.org/ns/adms#")
READER = "dcat"
#: Triples and steps from the dataset that its graph may have; real ones stay below 2,000 and 4.
MAX_TRIPLES, MAX_STEPS = 50_000, 6
#: Things beside a dataset that are described on their own, or hold all others.
_APART = frozenset({
    DCAT.Dataset, DCAT.DatasetSeries, DCAT.Catalog, DCAT.CatalogRecord, HYDRA.PagedCollection, HYDRA.Collection,
    HYDRA.PartialCollectionView, SKOS.ConceptScheme,
})
#: Entries that may call themselves datasets and are none.
_OTHERS = {DCAT.DatasetSeries: "DatasetSeries", DCAT.DataService: "DataService", DCAT.Catalog: "Catalog"}
#: From a concept or a service these lead on to half a vocabulary, or to the other datasets.
_NOT_FOLLOWED = frozenset({
    RDF.type, DCAT.servesDataset, DCAT.dataset, SKOS.inScheme, SKOS.broader, SKOS.narrower, SKOS.exactMatch,
    SKOS.closeMatch, SKOS.related, SKOS.topConceptOf, SKOS.hasTopConcept, DCTERMS.isPartOf, DCTERMS.hasPart,
})
_UUID = re.compile(r"(?:urn:uuid:)?\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?\Z", re.IGNORECASE)
_URI = re.compile(r"(?:https?://[^/\s]+/\S+|urn:[a-z0-9][a-z0-9-]{1,31}:\S+)\Z", re.IGNORECASE)
_WEB = re.compile(r"https?://\S+\Z", re.IGNORECASE)


@dataclass
class Feed:
    """What one document of a feed gives.

    ``following`` is the address of the next page as the document writes it, ``total`` the number of datasets that
    the whole feed is said to have (both None: not said), ``title`` the catalogue's. ``named`` are the datasets that
    its catalogue names and ``described`` those that stand in it; ``skipped`` counts entries that are no datasets.
    """

    items: list[Item] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    following: str | None = None
    total: int | None = None
    title: str = ""
    has_catalogue: bool = False
    named: set[str] = field(default_factory=set)
    described: set[str] = field(default_factory=set)
    skipped: int = 0


def datasets(content: bytes, media_type: str, url: str) -> list[Item]:
    """Give an item for every dataset in an RDF document (see :func:`read`)."""
    return read(content, media_type, url).items


def read(content: bytes, media_type: str, url: str) -> Feed:
    """Read a document of a feed.

    ``media_type`` is what the server said (may be empty), ``url`` where the document is from. The content of an item
    is the dataset with all that belongs to it as sorted N-Triples, blank nodes named after what they hold: it is the
    same whatever the order, format and names of blank nodes the server chose. Its first line names the dataset.
    Raises :class:`~.base.ListingError` or ``XmlError`` when the document cannot be read.
    """
    graph = _with_usual_names(parse(content, media_type, url))
    feed = Feed()
    _read_catalogue(graph, feed)
    _read_paging(graph, feed, url)
    services = _services(graph)
    skipped: Counter[str] = Counter()
    seen: set[str] = set()
    for position, node in enumerate(_entries(graph), 1):
        if other := _other_kind(graph, node):
            skipped[other] += 1
            feed.described.add(str(node))
            continue
        feed.described.add(str(node))
        item = _item(graph, node, url, position, services.get(node, ()))
        if item.guid and item.guid in seen and item.finding is None:
            item = Item(item.guid, item.content, item.url, finding=findings.RECORD_REPEATED(guid=item.guid),
                        reader=READER)
        seen.add(item.guid or "")
        feed.items.append(item)
    feed.skipped = sum(skipped.values())
    if skipped:
        kinds = ", ".join(sorted(skipped))
        feed.findings.append(dcat_findings.DCAT_SKIPPED(count=feed.skipped, kinds=kinds))
    return feed


def _with_usual_names(graph: rdflib.Graph) -> rdflib.Graph:
    """Give properties and classes the names of today's namespaces; values stay as they are written."""
    for subject, predicate, value in list(graph):
        right = URIRef(usual_name(predicate))
        kind = URIRef(usual_name(value)) if right == RDF.type and isinstance(value, URIRef) else value
        if (right, kind) != (predicate, value):
            graph.remove((subject, predicate, value))
            graph.add((subject, right, kind))
    return graph


def _entries(graph: rdflib.Graph) -> list[Node]:
    """Give what is a dataset by its class, or by the catalogue's word; in an order that does not change."""
    found = set(graph.subjects(RDF.type, DCAT.Dataset)) | set(graph.subjects(RDF.type, DCAT.DatasetSeries))
    found |= {node for node in graph.objects(None, DCAT.dataset) if (node, None, None) in graph}
    found -= {node for node in found if (node, RDF.type, rdflib.RDFS.Class) in graph}
    order = {node: (isinstance(node, BNode), "" if isinstance(node, BNode) else str(node)) for node in found}
    return sorted(found, key=lambda node: (*order[node], str(graph.value(node, DCTERMS.title) or "")))


def _other_kind(graph: rdflib.Graph, node: Node) -> str:
    """Name what an entry is, if it is no dataset; empty for datasets."""
    kinds = set(graph.objects(node, RDF.type))
    for kind, name in _OTHERS.items():
        if kind in kinds:
            return name
    return "UseCase" if any(re.search(r"[/#]UseCase$", str(kind)) for kind in kinds) else ""


def _services(graph: rdflib.Graph) -> dict[Node, list[Node]]:
    """Give the services that say themselves which datasets they serve, by dataset."""
    found: dict[Node, list[Node]] = defaultdict(list)
    for service, dataset in graph.subject_objects(DCAT.servesDataset):
        found[dataset].append(service)
    return found


def _item(graph: rdflib.Graph, node: Node, url: str, position: int, services: Iterable[Node]) -> Item:
    subject = "" if isinstance(node, BNode) else str(node)
    pages = sorted(str(page) for page in graph.objects(node, DCAT.landingPage) if _WEB.match(str(page)))
    shown = pages[0] if pages else subject if _WEB.match(subject) else url
    modified = graph.value(node, DCTERMS.modified, any=True) or graph.value(node, DCTERMS.issued, any=True)
    guid = _guid(graph, node, subject)
    if guid is None:
        title = graph.value(node, DCTERMS.title, any=True) or "?"
        return Item(None, b"", shown, finding=findings.RECORD_NO_IDENTIFIER(position=position, title=title),
                    reader=READER)
    content, count = _content(graph, node, services)
    finding = None
    if count >= MAX_TRIPLES or len(content) > MAX_RECORD:
        content, finding = b"", findings.RECORD_TOO_LARGE(guid=guid, limit=MAX_RECORD // xml.MEGABYTE)
    return Item(guid, content, shown, str(modified) if modified else None, finding, READER)


def _guid(graph: rdflib.Graph, node: Node, subject: str) -> str | None:
    """Give the dataset's identifier: one that is unique in the world before its address, and that before any other."""
    own = sorted(text for value in graph.objects(node, DCTERMS.identifier) if (text := str(value).strip()))
    others = [str(value) for other in graph.objects(node, ADMS.identifier)
              for value in (other, *graph.objects(other, SKOS.notation)) if not isinstance(value, BNode)]
    unique = [text for text in own if _UUID.match(text) or _URI.match(text)]
    unique += sorted(text for text in others if _UUID.match(text))
    if unique:
        return unique[0]
    if _URI.match(subject) and "/.well-known/genid/" not in subject:
        return address(subject)
    return own[0] if own else None


def _content(graph: rdflib.Graph, node: Node, services: Iterable[Node]) -> tuple[bytes, int]:
    triples = _around(graph, node, services)
    labels = _labels(triples)
    lines = {f"{term(one, labels)} {term(two, labels)} {term(three, labels)} ." for one, two, three in triples}
    text = "\n".join([f"# {term(node, labels)}", *sorted(lines), ""])
    return text.encode("utf-8", "replace"), len(triples)


def _around(graph: rdflib.Graph, node: Node, services: Iterable[Node]) -> set[tuple[Node, Node, Node]]:
    """Give the triples of a dataset and of what it refers to; other datasets and the catalogue stay outside."""
    found = {(service, DCAT.servesDataset, node) for service in services}
    known = {node, *services}
    waiting = [*known]
    for _ in range(MAX_STEPS):
        following = []
        for subject in waiting:
            for predicate, value in graph.predicate_objects(subject):
                if predicate in {DCAT.servesDataset, DCAT.dataset}:
                    continue
                found.add((subject, predicate, value))
                if len(found) >= MAX_TRIPLES:
                    return found
                if predicate not in _NOT_FOLLOWED and value not in known and _belongs(graph, value):
                    known.add(value)
                    following.append(value)
        waiting = following
    return found


def _belongs(graph: rdflib.Graph, node: Node) -> bool:
    if isinstance(node, rdflib.Literal) or (node, None, None) not in graph:
        return False
    return _APART.isdisjoint(graph.objects(node, RDF.type))


def _labels(triples: set[tuple[Node, Node, Node]]) -> dict[BNode, str]:
    """Name blank nodes after what they hold and where they stand, so that equal graphs get equal names.

    Hashes are refined until they tell no more nodes apart (colour refinement). Nodes that are still equal then are
    interchangeable in all that DCAT knows, and are numbered.
    """
    blank = {node for triple in triples for node in triple if isinstance(node, BNode)}
    hashes = dict.fromkeys(blank, "")
    about: dict[BNode, list[tuple[Node, Node, Node]]] = defaultdict(list)
    for triple in triples:
        for node in {triple[0], triple[2]} & blank:
            about[node].append(triple)
    for _ in range(MAX_STEPS + 2):
        before = len(set(hashes.values()))
        hashes = {node: _hash(node, about[node], hashes) for node in blank}
        if len(set(hashes.values())) in {before, len(blank)} and before:
            break
    ordered = sorted(blank, key=lambda node: hashes[node])
    seen: Counter[str] = Counter()
    labels = {}
    for node in ordered:
        seen[hashes[node]] += 1
        labels[node] = f"b{hashes[node]}" + (f"x{seen[hashes[node]]}" if seen[hashes[node]] > 1 else "")
    return labels


def _hash(node: BNode, triples: list[tuple[Node, Node, Node]], hashes: dict[BNode, str]) -> str:
    def shown(other: Node) -> str:
        if other == node:
            return "@"
        return f"_{hashes[other]}" if isinstance(other, BNode) else term(other, {})

    rows = sorted(" ".join(map(shown, triple)) for triple in triples)
    return hashlib.sha256("\n".join(rows).encode("utf-8", "replace")).hexdigest()[:20]


def _read_catalogue(graph: rdflib.Graph, feed: Feed) -> None:
    catalogues = sorted(set(graph.subjects(RDF.type, DCAT.Catalog)) | set(graph.subjects(DCAT.dataset)), key=str)
    feed.has_catalogue = bool(catalogues)
    feed.named = {str(node) for node in graph.objects(None, DCAT.dataset)}
    titles = [title for node in catalogues for title in graph.objects(node, DCTERMS.title)]
    titles.sort(key=lambda title: (getattr(title, "language", None) not in ("de", None), str(title)))
    feed.title = str(titles[0]) if titles else ""
    wrong = sorted({str(node) for triple in graph for node in triple if isinstance(node, URIRef) and is_unfit(node)})
    if wrong:
        feed.findings.append(dcat_findings.DCAT_ADDRESSES(count=len(wrong), example=wrong[0]))


def _read_paging(graph: rdflib.Graph, feed: Feed, url: str) -> None:
    """Read Hydra in its old (PagedCollection, nextPage) and new (PartialCollectionView, next) words."""
    pages = [*graph.subject_objects(HYDRA.next), *graph.subject_objects(HYDRA.nextPage)]
    # A view may be described with those of other collections beside it; the one of this address is meant.
    own = [value for view, value in pages if str(view) == url] or [value for _, value in pages]
    feed.following = min((str(value).strip() for value in own), default=None) or None
    totals = []
    for value in graph.objects(None, HYDRA.totalItems):
        text = str(value).strip()
        totals += [int(text)] if text.isascii() and text.isdigit() and len(text) < 12 else []
    feed.total = max(totals, default=None)
