"""Where a record belongs: its extent, and its municipality with the evidence that decided."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.geo import extent as extents
from ckanext.suedwestfalen.metadata import findings
from ckanext.suedwestfalen.metadata.description import Contact, Description
from ckanext.suedwestfalen.region import Municipality, Region

#: Values of ``municipality_source``, in the order in which they are asked.
IDENTIFIER, SOURCE, PUBLISHER, CONTACT, EXTENT, KEYWORD = (
    "identifier", "source", "publisher", "contact", "extent", "keyword"
)
#: Values of ``spatial_source``: from the record, or the box of the municipality.
RECORD, DERIVED = "record", "derived"
#: Share of a record's area that a town or Kreis must hold to be taken for its place.
ENOUGH = 0.8
#: A record of which less lies in the region, and which covers less of the region, is not the region's.
IN_REGION = 0.5
#: An extent that many times larger than the municipality is called wide.
WIDE = 5

_ARS, _AGS, _KREIS = 12, 8, 5
_BOX = 5  # positions of a closed box
_PUBLISHER_ROLES = ("publisher", "owner", "custodian", "resourceProvider", "distributor")


@dataclass
class Place:
    """Municipalities (AGS) and Kreise (five digits) of a record, and why.

    ``source`` is one of the constants above or empty; ``evidence`` the text or number that decided.
    """

    municipalities: list[str] = field(default_factory=list)
    kreise: list[str] = field(default_factory=list)
    source: str = ""
    evidence: str = ""

    def __bool__(self) -> bool:
        return bool(self.municipalities or self.kreise)


def extent_of(description: Description, region: Region) -> tuple[dict[str, Any] | None, list[Finding]]:
    """Give the record's extent as GeoJSON in WGS 84, or None. Polygons are taken before boxes, several are united."""
    notes: list[Finding] = []
    parts: list[dict[str, Any]] = []
    for polygon in description.polygons:
        geometry, said = extents.clean(polygon.geometry, crs=polygon.crs or None, region_box=region.bbox)
        notes += said
        parts += [geometry] if geometry else []
    if not parts:
        for box in description.boxes:
            geometry, said = extents.from_box(box.west, box.south, box.east, box.north, region_box=region.bbox)
            notes += said
            parts += [geometry] if geometry else []
    if not parts and (description.boxes or description.polygons):
        notes.append(findings.BOX_UNUSABLE())
    return (parts[0] if len(parts) == 1 else extents.union(parts)), notes


def find(
    description: Description, extent: dict[str, Any] | None, region: Region, configured: str | None = None
) -> Place:
    """Find the municipality of a record, with the evidence that decided.

    ``configured`` is the key (AGS or Kreis) that the settings of its source name. Asked in this order: regional key
    in the record, settings, publisher, contacts, extent, place keywords.
    """
    return (
        _by_identifier(description, region)
        or _by_key(configured or "", region, SOURCE)
        or _by_organisation(description, region)
        or _by_extent(extent, region)
        or _by_keyword(description, region)
    )


def derived_extent(place: Place, region: Region) -> tuple[dict[str, Any] | None, str]:
    """Box of the municipalities, or else the Kreise, of a place, and whose it is."""
    holders = [found for ags in place.municipalities if (found := region.municipality(ags))]
    holders = holders or [found for key in place.kreise if (found := region.kreis(key))]
    if not holders:
        return None, ""
    boxes = [holder.bbox for holder in holders]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}, ", ".join(holder.name for holder in holders)


def too_wide(place: Place, extent: dict[str, Any], region: Region) -> Finding | None:
    """Say when an extent is much larger than the municipalities it is said to be of."""
    towns = [found for ags in place.municipalities if (found := region.municipality(ags))]
    if not towns or extent.get("type") not in ("Polygon", "MultiPolygon"):
        return None
    factor = extents.area_km2(extent) / sum(town.area_km2 for town in towns)
    names = ", ".join(town.name for town in towns)
    return findings.EXTENT_WIDE(factor=round(factor), name=names) if factor >= WIDE else None


def _by_identifier(description: Description, region: Region) -> Place:
    places = [_by_key(key, region, IDENTIFIER) for key in description.regional_keys]
    return _join([place for place in places if place], IDENTIFIER)


def _by_key(raw: str, region: Region, source: str) -> Place:
    """Place for an AGS, an ARS or the key of a Kreis; well-formed keys of other regions are kept."""
    key = "".join(raw.split())
    town = region.find(key) if key else None
    if town:
        return Place([town.ags], [town.kreis], source, raw)
    if not key.isdigit():
        kreis = region.find_kreis(key) if key else None
        return Place([], [kreis.key], source, raw) if kreis else Place()
    digits = key.rstrip("0")
    if len(key) not in (_KREIS, _AGS, _ARS) or len(digits) < 3:
        return Place()  # a whole state
    if len(key) == _KREIS or (len(digits) <= _KREIS and region.kreis(key[:_KREIS])):
        return Place([], [key[:_KREIS]], source, raw)
    ags = key if len(key) == _AGS else key[:5] + key[9:]
    return Place([ags], [ags[:_KREIS]], source, raw)


def _by_organisation(description: Description, region: Region) -> Place:
    def rank(contact: Contact) -> int:
        role = contact.role if contact.scope != "metadata" else ""
        return _PUBLISHER_ROLES.index(role) if role in _PUBLISHER_ROLES else len(_PUBLISHER_ROLES)

    # Sorting is stable: behind the publishers the contacts of the data come before those of the metadata.
    for contact in sorted(description.contacts, key=rank):
        source = PUBLISHER if rank(contact) < len(_PUBLISHER_ROLES) else CONTACT
        name = contact.organisation
        towns = region.find_in_text(name) if name else []
        if towns:
            kreise = sorted({town.kreis for town in towns})
            return Place([town.ags for town in towns], kreise, source, name)
        kreise = [kreis.key for kreis in region.find_kreise_in_text(name)] if name else []
        if kreise:
            return Place([], kreise, source, name)
    return Place()


def _by_extent(extent: dict[str, Any] | None, region: Region) -> Place:
    if extent is None:
        return Place()
    return _by_own_box(extent, region) or _by_shares(extent, region)


def _by_shares(extent: dict[str, Any], region: Region) -> Place:
    shares = region.locate(extent)
    if not shares:
        return Place()
    best = shares[0]
    if best.share >= ENOUGH:
        return Place([best.municipality.ags], [best.municipality.kreis], EXTENT, f"{best.share:.0%}")
    by_kreis: dict[str, float] = defaultdict(float)
    for share in shares:
        by_kreis[share.municipality.kreis] += share.share
    kreis, held = max(by_kreis.items(), key=lambda item: item[1])
    if held >= ENOUGH:
        return Place([], [kreis], EXTENT, f"{held:.0%}")
    inside = sum(by_kreis.values())
    covered = sum(share.covers * share.municipality.area_km2 for share in shares)
    if inside < IN_REGION and covered < ENOUGH * sum(town.area_km2 for town in region.municipalities):
        return Place()
    return Place([], [kreis.key for kreis in region.kreise], EXTENT, f"{inside:.0%}")


def _by_own_box(extent: dict[str, Any], region: Region) -> Place:
    """Place whose own bounding box this is: most catalogues write just that, and towns fill half of theirs."""
    if extent.get("type") != "Polygon" or len(extent["coordinates"]) != 1 or len(extent["coordinates"][0]) != _BOX:
        return Place()
    found = region.find_by_box(extents.bounds(extent))
    if found is None:
        return Place()
    if isinstance(found, Municipality):
        return Place([found.ags], [found.kreis], EXTENT, found.name)
    return Place([], [found.key], EXTENT, found.name)


def _by_keyword(description: Description, region: Region) -> Place:
    words = [*description.place_names, *(word.text for word in description.keywords if word.kind == "place")]
    words += [word.text for word in description.keywords if word.kind != "place"]
    places = []
    for word in words:
        # "Musterstadt (05974040)" gives name and key.
        name = re.sub(r"\s*\(\d{2,12}\)$", "", word)
        town = region.find(name)
        # Number plates are no evidence: too many words have two or three letters.
        kreis = None if town or len(name) < 4 else region.find_kreis(name)
        if town:
            places.append(Place([town.ags], [town.kreis], KEYWORD, word))
        elif kreis:
            places.append(Place([], [kreis.key], KEYWORD, word))
    towns = [place for place in places if place.municipalities]
    return _join(towns or places, KEYWORD)


def _join(places: list[Place], source: str) -> Place:
    if not places:
        return Place()
    towns = list(dict.fromkeys(ags for place in places for ags in place.municipalities))
    kreise = list(dict.fromkeys(key for place in places for key in place.kreise))
    texts = dict.fromkeys(place.evidence for place in places)
    return Place(towns, sorted(kreise), source, ", ".join(texts))
