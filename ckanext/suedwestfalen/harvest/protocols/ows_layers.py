"""Cutting a capabilities document into layers: one document each, equal as long as the layer and its service are.

Only what describes layer and service is taken. Left out is what changes by itself (a sequence number, the latest
moment of a time axis) and what says nothing about the data (styles, filters, addresses of the other operations).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from ckanext.suedwestfalen.metadata import capabilities_parts as parts
from ckanext.suedwestfalen.metadata.iso_tree import HREF, child, children, name_of
from ckanext.suedwestfalen.net import xml

from .ows_address import same_place, without_parameters

#: Local names of the roots of capabilities documents.
ROOTS = {"WFS_Capabilities": "WFS", "WMS_Capabilities": "WMS", "WMT_MS_Capabilities": "WMS"}
_SERVICE = (
    "Name", "Title", "Abstract", "Keywords", "KeywordList", "Fees", "AccessConstraints", "OnlineResource",
    "ContactInformation", "ProviderName", "ProviderSite", "ServiceContact", "MaxWidth", "MaxHeight",
)
_BOXES = (
    "EX_GeographicBoundingBox", "LatLonBoundingBox", "LatLongBoundingBox", "WGS84BoundingBox", "BoundingBox",
)
_SYSTEMS = ("CRS", "SRS")
_LAYER = (
    "Name", "Title", "Abstract", "Keywords", "KeywordList", "DefaultCRS", "DefaultSRS", "OtherCRS", "OtherSRS",
    "OutputFormats", "MetadataURL", "DataURL", "Identifier", *_BOXES,
)
_OPERATIONS = {"WFS": "GetFeature", "WMS": "GetMap"}


@dataclass
class Layer:
    """A feature type or a layer: name, title, what describes it; and a WMS layer's parent and children."""

    name: str
    title: str
    element: etree._Element
    parent: Layer | None = None
    parts: list[Layer] = field(default_factory=list)

    @cached_property
    def systems(self) -> list[str]:
        """Reference systems of the layer, then those that it inherits; no more than are kept."""
        own = [raw for name in _SYSTEMS for item in children(self.element, name) for raw in parts.value(item).split()]
        return parts.choose_crs([*own, *(self.parent.systems if self.parent else ())])

    def ancestors(self) -> Iterator[Layer]:
        """Give the layer itself, its parent, and so on."""
        layer: Layer | None = self
        while layer is not None:
            yield layer
            layer = layer.parent


@dataclass
class Capabilities:
    """A capabilities document. ``layers``: those that are a dataset each; ``all``: every layer with a name."""

    kind: str
    version: str
    service: etree._Element
    layers: list[Layer]
    all: list[Layer]

    @property
    def title(self) -> str:
        """The service's title, or an empty string."""
        return parts.said(self.service, "Title")


def read(root: etree._Element, address: str) -> Capabilities | None:
    """Read a capabilities document of any version that was fetched from ``address``; None when it is none."""
    kind = ROOTS.get(name_of(root))
    if kind is None:
        return None
    service = _service(root, kind, address)
    if kind == "WFS":
        every = [_as_layer(item, None, service) for item in children(root, "FeatureTypeList/FeatureType")]
        return Capabilities(kind, _version(root), service, every, [layer for layer in every if layer.name])
    roots = [_tree(item, None, service) for item in children(root, "Capability/Layer")]
    # The one layer that holds all others stands for the service, even if it has a name.
    tops = roots[0].parts if len(roots) == 1 and roots[0].parts else roots
    named = [layer for top in tops for layer in _named(top)]
    every = [layer for top in roots for layer in _walk(top) if layer.name]
    return Capabilities(kind, _version(root), service, named, every)


def document(capabilities: Capabilities, layers: list[Layer], address: str, guid: str, scope: str) -> bytes:
    """Give the document of a layer (``scope`` layer) or of all (``service``) in canonical form."""
    root = etree.Element(
        "capabilities", kind=capabilities.kind, version=capabilities.version, address=address, guid=guid, scope=scope
    )
    root.append(copy.deepcopy(capabilities.service))
    for layer in sorted(layers, key=lambda layer: layer.name):
        root.append(_described(layer))
    return xml.canonical(root)


def _version(root: etree._Element) -> str:
    default = {"WFS_Capabilities": "2.0.0", "WMS_Capabilities": "1.3.0"}.get(name_of(root), "1.1.1")
    return (root.get("version") or default).strip()


def _tree(element: etree._Element, parent: Layer | None, service: etree._Element) -> Layer:
    layer = _as_layer(element, parent, service)
    layer.parts = [_tree(item, layer, service) for item in children(element, "Layer")]
    return layer


def _as_layer(element: etree._Element, parent: Layer | None, service: etree._Element) -> Layer:
    name = parts.value(element, "Name")
    return Layer(name, parts.title_of(service, element) if name else parts.value(element, "Title"), element, parent)


def _named(layer: Layer) -> Iterator[Layer]:
    """Give the layer, or of one without a name the layers in it."""
    if layer.name:
        yield layer
        return
    for part in layer.parts:
        yield from _named(part)


def _walk(layer: Layer) -> Iterator[Layer]:
    yield layer
    for part in layer.parts:
        yield from _walk(part)


def _service(root: etree._Element, kind: str, address: str) -> etree._Element:
    """Give what describes the service: texts, provider, the address and formats of downloads, its metadata."""
    service = etree.Element("service")
    for path in ("Service", "ServiceIdentification", "ServiceProvider"):
        _take(children(root, path), _SERVICE, service)
    operations = [item for item in children(root, "OperationsMetadata/Operation")
                  if item.get("name") == _OPERATIONS[kind]]
    operations += children(root, f"Capability/Request/{_OPERATIONS[kind]}")
    given = without_parameters(address)
    offered = [item for operation in operations for item in _addresses(operation) if same_place(item, given)]
    download = etree.SubElement(service, "download", address=offered[0] if offered else given)
    for item in dict.fromkeys(_formats(root, operations)):
        etree.SubElement(download, "format").text = item
    for item in root.iter("{*}MetadataUrl"):  # INSPIRE's extension
        record = parts.value(item, "URL")
        if record:
            etree.SubElement(service, "MetadataURL").set(HREF, record)
    return service


def _addresses(operation: etree._Element) -> list[str]:
    """Addresses for GET of an operation: OWS, WMS, WFS 1.0."""
    gets = list(operation.iter("{*}Get"))
    found = [item.get(HREF) or item.get("onlineResource") for item in gets]
    found += [inner.get(HREF) for item in gets for inner in children(item, "OnlineResource")]
    return [without_parameters(item) for item in found if item]


def _formats(root: etree._Element, operations: list[etree._Element]) -> Iterator[str]:
    """Formats of downloads: OWS parameters of the operation or, if it has none, of all; WMS and WFS 1.0."""
    held = [*operations, *children(root, "OperationsMetadata")]
    for holder in held:
        parameters = [item for item in children(holder, "Parameter")
                      if (item.get("name") or "").lower() == "outputformat"]
        values = [parts.value(inner) for item in parameters for inner in item.iter("{*}Value")]
        if values:
            yield from values
            break
    for operation in operations:
        yield from (parts.value(item) for item in children(operation, "Format"))
        # WFS 1.0 has an element of its own for every format: <GML2/>, <SHAPE-ZIP/>
        yield from (name_of(item) for item in children(operation, "ResultFormat/*") if name_of(item))


def _described(layer: Layer) -> etree._Element:
    """Give what describes a layer, with what it inherits: reference systems, attribution, extents if it has none."""
    described = etree.Element("layer")
    _take([layer.element], _LAYER, described)
    line = [item.element for item in layer.ancestors()]
    for raw in layer.systems:
        etree.SubElement(described, "CRS").text = raw
    attribution = next((found for element in line for found in children(element, "Attribution")), None)
    if attribution is not None and (title := parts.value(attribution, "Title")):
        etree.SubElement(etree.SubElement(described, "Attribution"), "Title").text = title
    if not any(children(layer.element, name) for name in _BOXES):
        _take(_with_extents(layer), _BOXES, described)
    return described


def _with_extents(layer: Layer) -> list[etree._Element]:
    """Where a layer without extent gets it from: its parts, which know best, or the nearest around it."""
    inner = [part.element for part in _walk(layer) if _has_extent(part)]
    return inner or [item.element for item in layer.ancestors() if _has_extent(item)][:1]


def _has_extent(layer: Layer) -> bool:
    return any(child(layer.element, name) is not None for name in _BOXES)


def _take(sources: list[etree._Element], names: tuple[str, ...], target: etree._Element) -> None:
    """Copy the children of these names, without comments and without the blanks between elements."""
    for source in sources:
        for name in names:
            for item in children(source, name):
                target.append(_bare(item))


def _bare(element: etree._Element) -> etree._Element:
    taken = etree.Element(element.tag, nsmap=element.nsmap)
    taken.attrib.update(element.attrib)
    inner = [item for item in element if isinstance(item.tag, str)]
    if inner:
        taken.extend(_bare(item) for item in inner)
    else:
        taken.text = parts.value(element)
    return taken
