"""Feature types of a WFS (1.0.0, 1.1.0, 2.0.0): ready links for downloading."""

from __future__ import annotations

import re

from lxml import etree

from ckanext.suedwestfalen.geo import crs as systems
from ckanext.suedwestfalen.metadata import capabilities_parts as parts
from ckanext.suedwestfalen.metadata.description import Description, Format, OnlineResource
from ckanext.suedwestfalen.metadata.iso_tree import child, children

#: Formats for people and programs, best first: label, and spellings of the output format, best first.
FORMATS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("GeoJSON", (
        r"application/(?:vnd\.)?geo\+json", r"subtype=\"?geojson", r"geo[\s_-]?json", r"^(?:application/)?json",
    )),
    ("GML", (r"gml[/+\w]*;?\s*(?:version=)?\"?3\.?2", r"gml\"?/?\s?3", r"gml", r"^(?:text|application)/xml")),
    ("SHP", (r"shape|\bshp\b",)),
    ("CSV", (r"\bcsv\b",)),
    ("GPKG", (r"gpkg|geopackage",)),
)
_WGS84 = 4326


def links(root: etree._Element, layers: list[etree._Element], into: Description) -> None:
    """Add a link for every format of a feature type; of a whole service, one in the best format for each."""
    whole = root.get("scope") == "service"
    for layer in layers:
        offered = formats(child(root, "service"), layer)
        # GML is what every WFS can do
        chosen = list(offered.items())[: 1 if whole else None] or [("GML", "")]
        for label, output in chosen:
            title = parts.title_of(child(root, "service"), layer) if whole else ""
            into.online.append(OnlineResource(
                get_feature(root, layer, label, output), name=title, protocol="WWW:DOWNLOAD", function="download",
                format=label,
            ))
        into.formats += [Format(label) for label, _ in chosen if Format(label) not in into.formats]


def formats(service: etree._Element | None, layer: etree._Element) -> dict[str, str]:
    """Give the formats that are offered for a feature type: label, and the value that asks for it."""
    raw = [parts.value(item) for item in children(layer, "OutputFormats/Format")]
    raw += [parts.value(item) for item in children(service, "download/format")]
    found: dict[str, str] = {}
    for label, spellings in FORMATS:
        ranked = [(rank, _awkward(item, label), position, item) for position, item in enumerate(raw)
                  for rank, spelling in enumerate(spellings) if re.search(spelling, item, re.IGNORECASE)]
        if ranked:
            found[label] = min(ranked, key=lambda entry: (entry[1] > 1, *entry))[3]
    return found


def _awkward(output: str, label: str) -> int:
    """How little an output format is wanted: zipped and Esri's own kinds last, those with quotes before them.

    Many servers stumble over quotes in an address.
    """
    other = label != "SHP" and re.search(r"zip|esri", output, re.IGNORECASE)
    return 2 if other else int('"' in output)


def get_feature(root: etree._Element, layer: etree._Element, label: str, output: str) -> str:
    """Give the address that downloads a feature type."""
    version = root.get("version", "")
    download = child(root, "service/download")
    address = (download.get("address") if download is not None else "") or root.get("address", "")
    parameters = {
        "service": "WFS", "version": version, "request": "GetFeature",
        "typeNames" if version.startswith("2") else "typeName": parts.value(layer, "Name"),
    }
    if output:
        parameters["outputFormat"] = output
    system = _degrees(layer) if label == "GeoJSON" else ""
    if system:
        parameters["srsName"] = system
    return parts.with_parameters(address, parameters)


def _degrees(layer: etree._Element) -> str:
    """The way a feature type writes WGS 84, if it offers it: GeoJSON is in degrees (RFC 7946)."""
    for raw in parts.crs_texts(layer):
        if any(known.code == _WGS84 for known in systems.parse(raw)):
            return raw
    return ""


