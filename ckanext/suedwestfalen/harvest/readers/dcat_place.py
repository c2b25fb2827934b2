"""Where a dataset in RDF says it lies: geometries in every notation that DCAT knows, names and regional keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import shapely
from rdflib import RDFS, Graph, Literal, Namespace
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Node

from ckanext.suedwestfalen.metadata import text
from ckanext.suedwestfalen.metadata.description import Box, Description, Polygon
from ckanext.suedwestfalen.net import xml

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
LOCN = Namespace("http://www.w3.org/ns/locn#")
_KEY = re.compile(r"/politicalGeocoding/(?:municipalityKey|regionalKey|districtKey)/(\d{5,12})/?$")
_CRS = re.compile(r"^\s*(?:<(?P<uri>[^>]{1,200})>|SRID=(?P<srid>\d{4,6});)\s*", re.IGNORECASE)
_WKT = re.compile(r"^\s*(?:MULTI)?(?:POINT|POLYGON|LINESTRING|GEOMETRYCOLLECTION)\b|^\s*ENVELOPE\s*\(", re.IGNORECASE)
_ENVELOPE = re.compile(r"^\s*(?:ENVELOPE|BOX2?D?)\s*\((.*)\)\s*$", re.IGNORECASE)
_NUMBER = r"\s*(-?\d{1,3}(?:\.\d+)?)\s*"
_FOUR = re.compile(rf"^{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}$")
_KINDS = {
    kind.lower(): kind for kind in ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
}
#: Longest geometry that is read; an outline of a state with every vertex is far below.
_LONGEST = 2_000_000


def fill(description: Description, graph: Graph, dataset: Node) -> None:
    """Fill boxes, polygons, place names and regional keys of a description."""
    places = sorted(graph.objects(dataset, DCTERMS.spatial), key=str)
    for place in places:
        _of_place(description, graph, place)
    for word in sorted(graph.objects(dataset, DCATDE.geocodingDescription), key=str):
        description.place_names.append(text.line(str(word)))
    _add_keys(description, graph.objects(dataset, DCATDE.politicalGeocodingURI))


def box(raw: str) -> Box | None:
    """Give the box that a text of four numbers (west, south, east, north in degrees) is; None if it is none."""
    found = _FOUR.match(raw)
    return Box(*found.groups()) if found else None


def _of_place(description: Description, graph: Graph, place: Node) -> None:
    if isinstance(place, Literal):
        _of_text(description, str(place))
        return
    _add_keys(description, [place, *graph.objects(place, LOCN.adminUnitL1), *graph.objects(place, LOCN.adminUnitL2)])
    for predicate in (SKOS.prefLabel, RDFS.label, LOCN.geographicName):
        description.place_names += sorted(text.line(str(name)) for name in graph.objects(place, predicate))
    # A place often gives one geometry in several notations: only one of them is taken.
    for predicate in (LOCN.geometry, DCAT.bbox, DCAT.centroid):
        for raw in sorted(map(str, graph.objects(place, predicate)), key=_rank):
            polygon = geometry(raw)
            if polygon:
                description.polygons.append(polygon)
                return


def _of_text(description: Description, raw: str) -> None:
    """A place as mere text: a geometry, four numbers, or its name."""
    polygon, numbers = geometry(raw), box(raw)
    if polygon:
        description.polygons.append(polygon)
    elif numbers:
        description.boxes.append(numbers)
    elif len(raw) < 200:
        description.place_names.append(text.line(raw))


def _add_keys(description: Description, values: Iterable[Node]) -> None:
    keys = [found.group(1) for value in values if (found := _KEY.search(str(value)))]
    description.regional_keys += [key for key in sorted(keys) if key not in description.regional_keys]


def _rank(raw: str) -> tuple[int, str]:
    start = raw.lstrip()[:1]
    return (0 if start == "{" else 2 if start == "<" and "gml" in raw[:300].lower() else 1), raw


def geometry(raw: str) -> Polygon | None:
    """Read a geometry in GeoJSON, WKT (with a reference system before it) or GML; None if it is none of them."""
    raw = raw.strip()
    if not raw or len(raw) > _LONGEST:
        return None
    try:
        if raw.startswith("{"):
            return _from_geojson(raw)
        if raw.startswith("<") and not _CRS.match(raw):
            return _from_gml(raw)
        return _from_gml(raw) if raw.startswith(("<gml", "<?xml")) else _from_wkt(raw)
    except (ValueError, TypeError, KeyError, RecursionError, shapely.errors.ShapelyError):
        return None


def _from_geojson(raw: str) -> Polygon | None:
    found = json.loads(raw)
    if found.get("type") == "Feature":
        found = {**found["geometry"], "crs": found.get("crs")}
    crs = ((found.get("crs") or {}).get("properties") or {}).get("name") or ""
    if found.get("type") == "GeometryCollection":
        return Polygon({"type": "GeometryCollection", "geometries": found["geometries"]}, str(crs))
    if str(found["type"]).lower() == "envelope":
        (west, south), (east, north) = found["coordinates"]
        return Polygon(_ring(west, south, east, north), str(crs))
    kind = _KINDS.get(str(found["type"]).lower(), found["type"])
    return Polygon({"type": kind, "coordinates": found["coordinates"]}, str(crs))


def _from_wkt(raw: str) -> Polygon | None:
    prefix = _CRS.match(raw)
    crs = "" if prefix is None else prefix["uri"] or f"EPSG:{prefix['srid']}"
    body = raw[prefix.end():] if prefix else raw
    envelope = _ENVELOPE.match(body)
    if envelope:
        west, east, north, south = (float(number) for number in envelope[1].split(","))
        return Polygon(_ring(west, south, east, north), crs)
    if not _WKT.match(body):
        return None
    return Polygon(shapely.geometry.mapping(shapely.from_wkt(body)), crs)


def _from_gml(raw: str) -> Polygon | None:
    root = xml.parse(raw.encode())
    crs = next((value for element in root.iter() if (value := element.get("srsName"))), "")
    corners = [next(root.iter(f"{{*}}{name}"), None) for name in ("lowerCorner", "upperCorner")]
    if all(corner is not None for corner in corners):
        low, high = (_numbers(corner.text) for corner in corners)
        return Polygon(_ring(low[0], low[1], high[0], high[1]), crs)
    line = next(root.iter("{*}posList", "{*}coordinates"), None)
    if line is None:
        return None
    values = _numbers((line.text or "").replace(",", " "))
    size = 3 if line.get("srsDimension") == "3" else 2
    ring = [list(values[at:at + 2]) for at in range(0, len(values) - 1, size)]
    return Polygon({"type": "Polygon", "coordinates": [ring]}, crs)


def _numbers(raw: str | None) -> list[float]:
    return [float(number) for number in (raw or "").split()]


def _ring(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
