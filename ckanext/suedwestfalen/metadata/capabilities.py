"""Reader for a layer of a WFS or WMS, or a whole service, as its capabilities describe it.

The document is what ``harvest.protocols.ows_layers`` cuts out of a GetCapabilities answer: a ``capabilities`` element
with the attributes ``kind`` (``WFS``, ``WMS``), ``version``, ``address`` (the service's, without parameters of OGC
requests), ``guid`` and ``scope`` (``layer``, ``service``); in it ``service`` with the service's own elements and one
``layer`` for every feature type or layer, what a WMS layer inherits merged in. Elements keep their names; their
namespaces differ from version to version and do not matter.
"""

from __future__ import annotations

from lxml import etree

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.metadata import capabilities_parts as parts
from ckanext.suedwestfalen.metadata import capabilities_wfs, capabilities_wms, findings, text
from ckanext.suedwestfalen.metadata.capabilities_findings import NO_CAPABILITIES
from ckanext.suedwestfalen.metadata.description import Description, OnlineResource
from ckanext.suedwestfalen.metadata.errors import RecordError
from ckanext.suedwestfalen.metadata.iso_tree import child, children
from ckanext.suedwestfalen.net import xml

#: Longest texts that are kept, in characters.
MAX_TITLE, MAX_ABSTRACT = 1_000, 100_000
_KINDS = {"WFS": capabilities_wfs, "WMS": capabilities_wms}


def read(data: bytes) -> tuple[Description, list[Finding]]:
    """Read a layer with its service, or a service with all its layers; gives what was found out, too.

    Raises :class:`RecordError` or ``XmlError`` where the document is none of that.
    """
    root = xml.parse(data, max_bytes=len(data))
    service, kind = child(root, "service"), _KINDS.get(root.get("kind", ""))
    if root.tag != "capabilities" or service is None or kind is None or not root.get("guid"):
        raise RecordError(NO_CAPABILITIES(root=etree.QName(root).localname))
    notes: list[Finding] = []
    whole = root.get("scope") == "service"
    layers = children(root, "layer")
    into = Description(identifier=root.get("guid", ""), hierarchy_level="service" if whole else "dataset")
    _texts(service, None if whole or not layers else layers[0], root.get("address", ""), into, notes)
    into.contacts = parts.contacts(service)
    parts.constraints(service, layers, into, notes)
    parts.extents(layers, into, notes)
    systems = [raw for layer in layers for raw in parts.crs_texts(layer)]
    into.crs = parts.choose_crs(systems)
    _documents(service, layers, whole, into)
    kind.links(root, layers, into)
    into.online.append(OnlineResource(
        parts.capabilities_address(root.get("address", ""), root.get("kind", "")),
        protocol=f"OGC:{root.get('kind')} {root.get('version')}", function="service",
    ))
    return into, [note for position, note in enumerate(notes) if note not in notes[:position]]


def _texts(
    service: etree._Element, layer: etree._Element | None, address: str, into: Description, notes: list[Finding]
) -> None:
    into.title = text.cut(parts.title_of(service, layer, address), MAX_TITLE)
    if not parts.value(service if layer is None else layer, "Title"):
        notes.append(findings.TITLE_MISSING(title=into.title))
    raw = parts.abstract_of(layer) or parts.abstract_of(service)
    if text.has_markup(raw):
        notes.append(findings.MARKUP_REMOVED(field="Abstract"))
    into.abstract = text.cut(text.plain(raw), MAX_ABSTRACT, max_bytes=4 * MAX_ABSTRACT)
    if not into.abstract:
        notes.append(findings.ABSTRACT_MISSING())
    into.keywords = parts.keywords([part for part in (layer, service) if part is not None])


def _documents(
    service: etree._Element, layers: list[etree._Element], whole: bool, into: Description
) -> None:
    """Metadata records and pages that the capabilities name; records of the data give its identifier."""
    own = [address for layer in layers for address in parts.addresses(layer, "MetadataURL")]
    of_service = parts.addresses(service, "MetadataURL")
    identifiers = [parts.record_identifier(address) for address in own + (of_service if whole else [])]
    identifiers += [parts.unique_identifier(item) for layer in layers for item in children(layer, "Identifier")]
    into.resource_identifiers = list(dict.fromkeys(item for item in identifiers if item))
    into.online += [
        OnlineResource(address, function="information") for address in dict.fromkeys([*own, *of_service])
    ]
