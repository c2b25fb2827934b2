"""A dataset of DCAT, DCAT-AP or DCAT-AP.de as a graph of its own.

ckanext-dcat's profile for DCAT-AP 3 makes fields of the graph. What it gives becomes a description, as records of
other formats do, so that place, licence, privacy and spellings are treated as everywhere; what only DCAT knows is
added behind.
"""

from __future__ import annotations

import json
import re
from copy import copy
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from rdflib import RDF, RDFS, Graph, Literal, Namespace
from rdflib.exceptions import Error
from rdflib.namespace import DCTERMS, FOAF, SKOS
from rdflib.term import BNode, Node, URIRef

from ckanext.dcat.processors import RDFParser
from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.harvest.protocols.dcat_parse import unchanged_literals
from ckanext.suedwestfalen.harvest.readers import Context, dcat_fields, dcat_licence, dcat_place
from ckanext.suedwestfalen.metadata import RecordError, dataset, findings, privacy, text
from ckanext.suedwestfalen.metadata.dataset import Mapped
from ckanext.suedwestfalen.metadata.description import Contact, Description, Keyword, OnlineResource
from ckanext.suedwestfalen.vocabularies import file_types

VERSION = 1
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
GEODCAT = Namespace("http://data.europa.eu/930/")
ADMS = Namespace("http://www.w3.org/ns/adms#")
PROV = Namespace("http://www.w3.org/ns/prov#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
MAX_TITLE, MAX_TEXT = 500, 100_000
#: What the profile is given. The rest is read here (places, licences), or has no field; a strange value in it must
#: not stop the profile.
_FOR_PROFILE = frozenset({
    RDF.type, RDFS.label, DCTERMS.title, DCTERMS.description, DCTERMS.issued, DCTERMS.modified, DCTERMS.identifier,
    DCTERMS.language, DCTERMS.accrualPeriodicity, DCTERMS.provenance, DCTERMS.type, DCTERMS.conformsTo,
    DCTERMS.accessRights, DCTERMS.temporal, DCTERMS.publisher, DCTERMS["format"],
    DCAT.landingPage, DCAT.keyword, DCAT.theme, DCAT.distribution, DCAT.accessURL,
    DCAT.downloadURL, DCAT.mediaType, DCAT.accessService, DCAT.endpointURL, DCAT.startDate, DCAT.endDate,
    DCAT.servesDataset, SKOS.prefLabel, FOAF.page, FOAF.name,
    FOAF.mbox, FOAF.homepage, RDF.value, DCATAP.applicableLegislation, DCATAP.hvdCategory, DCATAP.availability,
})
#: Fields with one text, which may look like a list: "[2024]".
_SINGLE = frozenset({
    "title", "name", "notes", "description", "url", "access_url", "download_url", "format", "mimetype", "frequency",
    "dcat_type", "distribution_ref", "identifier", "issued", "modified", "guid", "uri",
})
_SCHEMA_ORG = "http://schema.org/"
_TIME = "http://www.w3.org/2006/time#"
_LANGUAGES = ("de", "", "en")
# The search takes a time that grows with the square of the length.
_LONGEST = 1000
_MAIL = re.compile(r"[^\s/:@<>]+@[^\s/@<>]+\.[^\s/@<>]+$")


class _OwnNames(dict):
    """Lets blank nodes keep their names: rdflib's own are new each time, and the order of contacts follows them."""

    def get(self, key: str, default: str | None = None) -> str | None:  # noqa: ARG002 - the signature of dict
        return key


def read(content: bytes, context: Context) -> Mapped:
    """Make a dataset of its graph in N-Triples, as ``protocols.dcat_graph`` gives it; raises ``RecordError``."""
    graph = Graph(bind_namespaces="none")
    with unchanged_literals():
        try:
            graph.parse(data=content, format="nt", bnode_context=_OwnNames())
            node = next(graph.subjects(RDF.type, DCAT.Dataset), None) or _named(content)
            fields = _profiled(graph, node)
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, SyntaxError, Error) as error:
            # the library's profile stumbles over values of a wrong kind; only this record is lost
            reason = f"{type(error).__name__}: {error}"
            raise RecordError(findings.UNREADABLE(reason=reason[:200])) from error
    notes: list[Finding] = []
    description = _description(graph, node, fields, notes)
    mapped = dataset.to_dataset(description, region=context.region, settings=context.settings)
    clean = str if context.settings.personal_data else privacy.clean_text
    source = dcat_fields.Source(graph, node, fields, clean)
    dcat_fields.add(mapped.dataset, source, notes)
    return Mapped(mapped.dataset, mapped.evidence, [*notes, *mapped.findings])


def _named(content: bytes) -> Node:
    """Give the dataset that the first line names, where only the catalogue said that it is one."""
    name = content.partition(b"\n")[0].decode().removeprefix("# ").strip()
    if not name.startswith("<"):
        raise RecordError(findings.UNREADABLE(reason="dcat:Dataset"))
    return URIRef(name.strip("<>"))


def _profiled(graph: Graph, node: Node) -> dict[str, Any]:
    """Give the fields that ckanext-dcat's profile makes, lists as lists."""
    reduced = Graph(bind_namespaces="none")
    for subject in sorted(set(graph.subjects()), key=str):
        for predicate in sorted(set(graph.predicates(subject)), key=str):
            if predicate in _FOR_PROFILE or str(predicate).startswith((_SCHEMA_ORG, _TIME)):
                for value in _in_one_language(graph, subject, predicate):
                    reduced.add((subject, predicate, value))
    reduced.remove((None, RDF.type, DCAT.Dataset))
    reduced.add((node, RDF.type, DCAT.Dataset))
    parser = copy(_parser())
    parser.g = reduced
    fields = next(parser.datasets())
    fields |= {extra["key"]: extra["value"] for extra in fields.pop("extras", [])}
    for part in (fields, *fields["resources"]):
        part |= {name: value if name in _SINGLE else _listed(value) for name, value in part.items()}
    return fields


@lru_cache
def _parser() -> RDFParser:
    """Give a parser to copy: looking for its profile among all installed packages takes longer than a record."""
    return RDFParser(profiles=["euro_dcat_ap_3"], dataset_type="dataset")


def _in_one_language(graph: Graph, subject: Node, predicate: Node) -> list[Node]:
    """Give the values in German and behind them those without language; else those in English, or in the first one."""
    values = sorted(graph.objects(subject, predicate), key=lambda value: (str(value), str(type(value))))
    spoken = {_spoken(value) for value in values if isinstance(value, Literal)}
    if len(spoken) < 2:
        return values
    chosen = next((language for language in (*_LANGUAGES, *sorted(spoken)) if language in spoken), "")
    return sorted(
        (value for value in values if not isinstance(value, Literal) or _spoken(value) in {chosen, ""}),
        key=lambda value: isinstance(value, Literal) and _spoken(value) != chosen,
    )


def _spoken(value: Literal) -> str:
    return (value.language or "").partition("-")[0].lower()


def _listed(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _description(graph: Graph, node: Node, fields: dict[str, Any], notes: list[Finding]) -> Description:
    identifiers = [text.line(str(value)) for value in sorted(graph.objects(node, DCTERMS.identifier), key=str)]
    subject = str(node) if isinstance(node, URIRef) else ""
    into = Description(identifier=next((value for value in identifiers if value), subject), hierarchy_level="")
    into.resource_identifiers = [value for value in (*identifiers, *_other_identifiers(graph, node)) if value]
    into.title = dcat_fields.short(fields.get("title"), MAX_TITLE, "Title", notes)
    if not into.title:
        into.title = into.identifier
        notes.append(findings.TITLE_MISSING(title=into.title))
    into.abstract = dcat_fields.running(fields.get("notes"), MAX_TEXT, "Description", notes)
    if not into.abstract:
        notes.append(findings.ABSTRACT_MISSING())
    into.lineage = dcat_fields.running(fields.get("provenance"), MAX_TEXT, "Provenance", notes)
    if re.match(r"(?:https?:|N?[0-9a-f]{32,}$)", into.lineage):
        into.lineage = ""
    into.published = dcat_fields.date(fields.get("issued"), "dct:issued", notes)
    into.datestamp = dcat_fields.date(fields.get("modified"), "dct:modified", notes)
    into.keywords = [Keyword(word) for tag in fields["tags"] if (word := text.line(tag["name"]))]
    into.resource_languages = [dcat_fields.language_of(one) for one in dcat_fields.words(fields, "language")]
    into.crs = [value for value in _all_conforms(graph, node) if "/crs/EPSG/" in value or "crs:EPSG" in value]
    into.contacts = _contacts(graph, node)
    _geographic(graph, node, into)
    into.online = _online(graph, node, fields, notes)
    dcat_place.fill(into, graph, node)
    dcat_licence.fill(into, graph, node)
    return into


def _geographic(graph: Graph, node: Node, into: Description) -> None:
    """Read what GeoDCAT-AP brings over from ISO records: INSPIRE themes, topics, and the role of each agent."""
    themes = sorted(str(value) for value in graph.objects(node, DCAT.theme))
    into.keywords += [Keyword("", uri) for uri in themes if "inspire.ec.europa.eu/theme/" in uri]
    topics = sorted(str(value) for value in graph.objects(node, GEODCAT.topicCategory))
    into.topics = [topic.rstrip("/").rpartition("/")[2] for topic in topics]
    for part in sorted(graph.objects(node, PROV.qualifiedAttribution), key=str):
        roles = [str(role).rstrip("/").rpartition("/")[2] for role in graph.objects(part, DCAT.hadRole)]
        found = [_agent(graph, agent, role) for agent in graph.objects(part, PROV.agent) for role in sorted(roles)]
        into.contacts += [contact for contact in found if contact.organisation or contact.individual]


def _other_identifiers(graph: Graph, node: Node) -> list[str]:
    """Give the ``adms:identifier``: texts, or nodes with the text as their notation."""
    found = []
    for value in graph.objects(node, ADMS.identifier):
        written = list(graph.objects(value, SKOS.notation)) if not isinstance(value, Literal) else []
        found += written or ([] if isinstance(value, BNode) else [value])
    return sorted({text.line(str(value)) for value in found})


def _all_conforms(graph: Graph, node: Node) -> list[str]:
    parts = [node, *graph.objects(node, DCAT.distribution)]
    return sorted({str(value) for part in parts for value in graph.objects(part, DCTERMS.conformsTo)})


def _contacts(graph: Graph, node: Node) -> list[Contact]:
    roles = (("publisher", DCTERMS.publisher), ("originator", DCTERMS.creator), ("originator", DCATDE.originator),
             ("custodian", DCATDE.maintainer), ("originator", GEODCAT.originator), ("custodian", GEODCAT.custodian))
    found = [
        _agent(graph, agent, role) for role, predicate in roles
        for agent in sorted(graph.objects(node, predicate), key=str)
    ]
    office = next((contact.organisation for contact in found if contact.role == "publisher"), "")
    points = [*graph.objects(node, DCAT.contactPoint), *graph.objects(node, ADMS.contactPoint)]
    for point in sorted(points, key=str):
        contact = _agent(graph, point, "pointOfContact")
        # A person's functional mailbox is reached under the name of the office.
        contact.organisation = contact.organisation or office
        contact.organisation_uri = ""
        found.append(contact)
    return [contact for contact in found if contact.organisation or contact.individual]


def _agent(graph: Graph, agent: Node, role: str) -> Contact:
    def first(*predicates: Node) -> str:
        values = [value for predicate in predicates for value in _in_one_language(graph, agent, predicate)]
        return next((line for value in values if (line := text.line(_value(graph, value)))), "")

    if isinstance(agent, Literal):
        name, kinds = text.line(str(agent)), set()
    else:
        name = first(FOAF.name, VCARD.fn, VCARD.hasFN, VCARD["organization-name"], SKOS.prefLabel, RDFS.label)
        kinds = {str(kind).rpartition("#")[2].rpartition("/")[2] for kind in graph.objects(agent, RDF.type)}
    office = "" if isinstance(agent, Literal) else first(VCARD["organization-name"], VCARD.hasOrganizationName)
    person = not privacy.names_unit(name) and (bool(kinds & {"Person", "Individual"}) or privacy.names_person(name))
    written = unquote(first(FOAF.mbox, VCARD.hasEmail, VCARD.email))[:_LONGEST]
    mail = _MAIL.search(written) if kinds or office or name else None
    return Contact(
        role=role, organisation=office or ("" if person else name), individual=name if person else "",
        organisation_uri=str(agent) if isinstance(agent, URIRef) and not person else "",
        email=mail.group() if mail else "",
        # A person's page is as personal as the name.
        url="" if person else text.web_address(first(FOAF.homepage, VCARD.hasURL, VCARD.url)),
        position="" if isinstance(agent, Literal) else first(VCARD["organization-unit"], VCARD.hasOrganizationUnit),
    )


def _value(graph: Graph, value: Node) -> str:
    """Give the text of a value that may stand in a node of its own (``vcard:hasValue``)."""
    inner = None if isinstance(value, Literal) else graph.value(value, VCARD.hasValue, any=True)
    return str(inner or value)


def _online(graph: Graph, node: Node, fields: dict[str, Any], notes: list[Finding]) -> list[OnlineResource]:
    found = [
        link for part in sorted(fields["resources"], key=lambda part: (part.get("name", ""), part.get("url", "")))
        for link in _links(part, notes)
    ]
    for service in sorted(graph.subjects(DCAT.servesDataset, node), key=str):
        url = text.web_address(str(graph.value(service, DCAT.endpointURL, any=True) or ""))
        title = text.line(str(graph.value(service, DCTERMS.title, any=True) or ""))
        found += [OnlineResource(url, title, protocol=title, function="service")] if url else []
    pages = [text.web_address(page) for page in (fields.get("url"), *dcat_fields.words(fields, "documentation"))]
    return [*found, *(OnlineResource(page, function="information") for page in pages if page)]


def _links(part: dict[str, Any], notes: list[Finding]) -> list[OnlineResource]:
    """Give the address of a distribution, and those of the services through which it is reached."""
    raw = part.get("download_url") or part.get("access_url") or ""
    url = text.web_address(raw) or text.web_address(part.get("access_url"))
    name = text.line(part.get("name"))
    formats = [file_types.find(str(part.get(key) or "")) for key in ("format", "mimetype")]
    label = next((found.label for found in formats if found), "")
    links = []
    if url:
        description = dcat_fields.running(part.get("description"), MAX_TEXT, "Description", notes)
        links.append(OnlineResource(url, name, description, function="download", format=label))
    elif raw:
        notes.append(findings.ADDRESS_UNUSABLE(raw=raw, field="dcat:accessURL"))
    services = part.get("access_services")
    for service in services if isinstance(services, list) else []:
        for endpoint in service.get("endpoint_url") or []:
            if address := text.web_address(str(endpoint)):
                title = text.line(service.get("title"))
                links.append(OnlineResource(address, title or name, protocol=title, function="service"))
    return links
