"""Layers of a WMS (1.1.1, 1.3.0): a link that shows a map."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from ckanext.suedwestfalen.geo import crs as systems
from ckanext.suedwestfalen.geo import extent
from ckanext.suedwestfalen.geo.crs import Crs
from ckanext.suedwestfalen.geo.numbers import number
from ckanext.suedwestfalen.geo.transform import WGS84, Box, transform_box, usable_area
from ckanext.suedwestfalen.metadata import capabilities_parts as parts
from ckanext.suedwestfalen.metadata.description import Description, OnlineResource
from ckanext.suedwestfalen.metadata.iso_tree import child, children

#: Longer side of the picture in pixels.
SIZE = 1024
_MIN_SIZE = 64
#: So many layers are shown together for a whole service.
_MAX_LAYERS = 10
_PICTURES = (("image/png", "PNG"), ("image/jpeg", "JPEG"))
#: So much is shown around the extent: a share of its size, at least so many degrees.
_ROOM, _MARGIN = 0.03, 0.002


@dataclass(frozen=True)
class _View:
    """A box in a system, its values in the order in which a request of this version has them, and width by height."""

    system: str
    values: Box
    shape: float


def links(root: etree._Element, layers: list[etree._Element], into: Description) -> None:
    """Add the link that shows the layer as a picture, and files that the layer names (``DataURL``)."""
    shown = layers[:_MAX_LAYERS]
    picture = _picture(child(root, "service"))
    view = _view(shown, root.get("version", ""))
    if view and picture:
        mime, label = picture
        into.online.append(OnlineResource(
            get_map(root, [parts.value(layer, "Name") for layer in shown], view, mime),
            protocol="WWW:LINK", function="download", format=label,
        ))
    for layer in layers:
        into.online += [OnlineResource(address) for address in parts.addresses(layer, "DataURL")]


def get_map(root: etree._Element, names: list[str], view: _View, mime: str) -> str:
    """Give the address of the picture."""
    download = child(root, "service/download")
    address = (download.get("address") if download is not None else "") or root.get("address", "")
    version = root.get("version", "")
    limit = _limit(child(root, "service"))
    width, height = (limit, limit / view.shape) if view.shape >= 1 else (limit * view.shape, limit)
    return parts.with_parameters(address, {
        "service": "WMS", "version": version, "request": "GetMap", "layers": ",".join(names),
        "styles": "," * (len(names) - 1), "crs" if _is_13(version) else "srs": view.system,
        "bbox": ",".join(f"{item:.9g}" for item in view.values),
        "width": str(max(round(width), _MIN_SIZE)), "height": str(max(round(height), _MIN_SIZE)), "format": mime,
    })


def _limit(service: etree._Element | None) -> int:
    """Longer side of the picture, as far as the server goes."""
    allowed = [int(item) for name in ("MaxWidth", "MaxHeight") if (item := parts.value(service, name)).isdigit()]
    return max(min([SIZE, *allowed]), _MIN_SIZE)


def _is_13(version: str) -> bool:
    return version.startswith("1.3")


def _picture(service: etree._Element | None) -> tuple[str, str] | None:
    """Picture format to ask for; PNG where none is named."""
    offered = [parts.value(item).lower() for item in children(service, "download/format")]
    for mime, label in _PICTURES:
        exact = [item for item in offered if item == mime] or [item for item in offered if item.startswith(mime)]
        if exact:
            return exact[0], label
    return None if offered else _PICTURES[0]


def _view(layers: list[etree._Element], version: str) -> _View | None:
    """Find a reference system that fits the place, and give the extent in it; None without extent."""
    box = _common_box(layers)
    if box is None:
        return None
    for raw, known in _offered(layers):
        values = box if known.code == WGS84 else transform_box(box, WGS84, known.code)
        if not _fits(box, known) or not all(abs(item) < 1e9 for item in values):
            continue
        width, height = values[2] - values[0], values[3] - values[1]
        north_first = _is_13(version) and systems.from_code(known.code, "urn").northing_first  # type: ignore[union-attr]
        if north_first and not raw.upper().startswith("CRS:"):
            values = (values[1], values[0], values[3], values[2])
        return _View(raw, values, width / height)
    return None


def _common_box(layers: list[etree._Element]) -> Box | None:
    """Box around the layers in degrees, with some room around it."""
    found = [box for layer in layers if (box := _box(layer))]
    if not found:
        return None
    west, south, east, north = zip(*found, strict=True)
    low_x, low_y, high_x, high_y = min(west), min(south), max(east), max(north)
    if not (-180 <= low_x <= high_x <= 180 and -90 <= low_y <= high_y <= 90):
        return None
    # What lies at the edge shall be seen, too; points and lines need room in any case.
    grow_x, grow_y = max(_ROOM * (high_x - low_x), _MARGIN), max(_ROOM * (high_y - low_y), _MARGIN)
    return max(low_x - grow_x, -180), max(low_y - grow_y, -90), min(high_x + grow_x, 180), min(high_y + grow_y, 90)


def _box(layer: etree._Element) -> Box | None:
    """A layer's box in degrees, if need be from one in another system."""
    box = parts.degrees(layer)
    if box:
        west, south, east, north = (number(item) for item in (box.west, box.south, box.east, box.north))
        return (west, south, east, north)  # type: ignore[return-value] - the parts are numbers
    stated = parts.projected(layer)
    geometry = extent.from_box(*stated[0], crs=stated[1])[0] if stated else None
    return extent.bounds(geometry) if geometry else None


def _offered(layers: list[etree._Element]) -> list[tuple[str, Crs]]:
    """Systems that all layers offer: projected ones that extents are given in, other projected ones, degrees."""
    common = [raw for raw in parts.crs_texts(layers[0])
              if all(raw in parts.crs_texts(layer) for layer in layers[1:])]
    known = [(raw, found) for raw in common for found in systems.parse(raw)[:1] if found.horizontal]
    stated = {item.get("CRS") or item.get("SRS") for layer in layers for item in children(layer, "BoundingBox")}
    plane = sorted((pair for pair in known if pair[1].kind == "projected"), key=lambda pair: pair[0] not in stated)
    degrees = [pair for pair in known if pair[1].code == WGS84]
    # Every WMS has to know WGS 84, whether it says so or not.
    return [*plane, *degrees] or [("EPSG:4326", found) for found in systems.parse("EPSG:4326")]


def _fits(box: Box, known: Crs) -> bool:
    """True where a system is made for this place; one for the whole earth is, too."""
    area = usable_area(known.code)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area is None or (area[0] <= x <= area[2] and area[1] <= y <= area[3])
