"""From the files of a region folder to the things of the model, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import shapely
from shapely.geometry import shape

from ckanext.suedwestfalen.region import findings
from ckanext.suedwestfalen.region.model import Box, Choice, Kreis, LeadProject, Municipality, Organization
from ckanext.suedwestfalen.region.reading import Folder, Row

REGION, MUNICIPALITIES, KREISE = "region.json", "municipalities.csv", "kreise.csv"
BOUNDARIES, LEAD_PROJECTS, ORGANIZATIONS = "boundaries.geojson", "lead_projects.json", "organizations.json"
CHOICE_LISTS = ("municipality_type", "smart_city_role", "phase", "topic", "dna_goal", "lead_project_status")
# Portals exchange use cases, so their lists are the same everywhere unless a region brings its own.
COMMON_LISTS = "use_case_"

_BOX = ("bbox_minx", "bbox_miny", "bbox_maxx", "bbox_maxy")
_KREIS_COLUMNS = ("key", "name", "slug", "plate", "nuts3", "website", "aliases")
_COLUMNS = (
    "ags", "ars", "name", "short_name", "official_name", "slug", "type", "kreis", "population", "population_date",
    "area_km2", "role", "phase", "topics", "focus_areas", "city_size", "website", "refpoint_lon", "refpoint_lat",
    *_BOX, "aliases",
)
# Boundaries are simplified: a box from the exact ones may differ by a few hundred metres (degrees).
_BOX_TOLERANCE = 0.01
_POINT_TOLERANCE = 0.005

Choices = Mapping[str, tuple[Choice, ...]]


def read_choices(folder: Folder, shipped: Folder) -> dict[str, tuple[Choice, ...]]:
    """Give all choice lists: those the software needs, any other in ``choices/``, and the shipped common ones."""
    present = _listed(folder)
    common = {name for name in _listed(shipped) if name.startswith(COMMON_LISTS)} - present
    return {name: tuple(_choices(shipped if name in common else folder, f"choices/{name}.json"))
            for name in sorted({*CHOICE_LISTS, *present, *common})}


def _listed(folder: Folder) -> set[str]:
    directory = folder.path.joinpath("choices")
    entries = directory.iterdir() if directory.is_dir() else ()
    return {entry.name[:-5] for entry in entries if entry.name.endswith(".json")}


def _choices(folder: Folder, file: str) -> Iterator[Choice]:
    for designation, entry in folder.entries(file, "choices"):
        if not isinstance(entry.get("de"), str) or not entry["de"]:
            folder.say(findings.BAD_STRUCTURE(file=file, entry=designation, key="de"))
        yield Choice(entry["name"], _text(entry, "de"), _text(entry, "en"))


def read_boundaries(folder: Folder) -> tuple[dict[str, dict[str, Any]], str]:
    """Give the boundaries by AGS as GeoJSON, and their credit line."""
    content = folder.json(BOUNDARIES)
    attribution = _text(content, "attribution")
    if content and not attribution:
        folder.say(findings.CREDIT_MISSING(file=BOUNDARIES))
    found: dict[str, dict[str, Any]] = {}
    features = content.get("features")
    for position, feature in enumerate(features if isinstance(features, list) else (), 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        ags = str((properties or {}).get("ags") or "")
        reason = "no ags" if not ags else "twice" if ags in found else _unusable(feature.get("geometry"))
        if reason:
            folder.say(findings.BOUNDARY_BAD(file=BOUNDARIES, entry=position, ags=ags, reason=reason))
        if ags:
            found.setdefault(ags, feature.get("geometry"))
    return found, attribution


def _unusable(geometry: Any) -> str:
    """Why a boundary cannot be used; empty when it can."""
    try:
        polygon = shape(geometry)
        if polygon.geom_type not in {"Polygon", "MultiPolygon"} or polygon.is_empty:
            return "no polygon"
        west, south, east, north = polygon.bounds
    except (AttributeError, KeyError, TypeError, ValueError, IndexError, shapely.errors.ShapelyError):
        return "no GeoJSON geometry"
    if not (west >= -180 and south >= -90 and east <= 180 and north <= 90):
        return "not in degrees"
    return "" if polygon.is_valid else str(shapely.is_valid_reason(polygon))


def read_municipalities(
    folder: Folder, choices: Choices, kreise: Mapping[str, Any], boundaries: Mapping[str, dict[str, Any]],
) -> list[Municipality]:
    """Give the municipalities; rows with problems are given as far as they can be read."""
    found = []
    once = _Once(folder)
    for row in folder.rows(MUNICIPALITIES, _COLUMNS):
        municipality = _municipality(row, boundaries)
        for column in ("ags", "ars", "slug"):
            once.check(row, column)
        _check_keys(row, municipality, kreise)
        _check_choices(row, municipality, choices)
        _check_place(row, municipality)
        found.append(municipality)
    listed = {municipality.ags for municipality in found}
    for position, ags in enumerate(boundaries, 1):
        if found and ags not in listed:
            folder.say(findings.MUNICIPALITY_UNKNOWN(file=BOUNDARIES, entry=f"feature {position}", value=ags))
    return found


def _municipality(row: Row, boundaries: Mapping[str, dict[str, Any]]) -> Municipality:
    ags = row.key("ags", 8)
    geometry = boundaries.get(ags)
    if geometry is None:
        row.folder.say(findings.BOUNDARY_MISSING(file=row.file, line=row.line, name=row.text("name"), ags=ags))
    name = row.needed("name")
    return Municipality(
        ags=ags, ars=row.key("ars", 12), name=name, short_name=row.text("short_name") or name,
        official_name=row.text("official_name") or name, slug=row.needed("slug"), type=row.needed("type"),
        kreis=row.key("kreis", 5), population=row.whole("population"), population_date=row.date("population_date"),
        area_km2=row.number("area_km2"), role=row.needed("role"), phase=row.text("phase"), topics=row.list("topics"),
        focus_areas=row.text("focus_areas"), city_size=row.text("city_size"), website=row.text("website"),
        refpoint=(row.number("refpoint_lon"), row.number("refpoint_lat")), bbox=_box(row, geometry),
        geometry=geometry or {}, aliases=row.list("aliases"),
    )


def _box(row: Row, geometry: Any) -> Box:
    """Box of the row, or of the boundary where the row has none."""
    if any(row.text(column) for column in _BOX):
        minx, miny, maxx, maxy = (row.number(column) for column in _BOX)
        return minx, miny, maxx, maxy
    if not geometry or _unusable(geometry):
        return 0.0, 0.0, 0.0, 0.0
    minx, miny, maxx, maxy = shape(geometry).bounds
    return float(minx), float(miny), float(maxx), float(maxy)


def _check_keys(row: Row, municipality: Municipality, kreise: Mapping[str, Any]) -> None:
    ags, ars, kreis = municipality.ags, municipality.ars, municipality.kreis
    if kreis and kreis not in kreise:
        row.folder.say(findings.KREIS_UNKNOWN(file=row.file, line=row.line, value=kreis))
    fits = {"kreis": ags[:5] == kreis, "ars": ars[:5] + ars[-3:] == ags}
    for column, value in (("kreis", kreis), ("ars", ars)):
        if len(ags) == 8 and value and not fits[column]:
            row.folder.say(findings.KEYS_DISAGREE(file=row.file, line=row.line, column=column, value=value, ags=ags))


def _check_choices(row: Row, municipality: Municipality, choices: Choices) -> None:
    used = [("type", "municipality_type", municipality.type), ("role", "smart_city_role", municipality.role),
            ("phase", "phase", municipality.phase)]
    used += [("topics", "topic", topic) for topic in municipality.topics]
    for column, name, value in used:
        _check_choice(row.folder, row.file, f"line {row.line}", column, choices, name, value)


def _check_choice(  # noqa: PLR0917 - where it stands, what it is, what it is held against
    folder: Folder, file: str, entry: str, column: str, choices: Choices, name: str, value: str,
) -> None:
    known = {choice.name for choice in choices.get(name, ())}
    if value and known and value not in known:
        folder.say(findings.CHOICE_UNKNOWN(file=file, entry=entry, column=column, value=value, list=name))


def _check_place(row: Row, municipality: Municipality) -> None:
    if not municipality.geometry or _unusable(municipality.geometry):
        return
    polygon = shape(municipality.geometry)
    distance = polygon.distance(shapely.Point(municipality.refpoint))
    apart = max(abs(one - other) for one, other in zip(polygon.bounds, municipality.bbox, strict=True))
    for column, wrong in (("refpoint", distance > _POINT_TOLERANCE), ("bbox", apart > _BOX_TOLERANCE)):
        if wrong:
            row.folder.say(findings.PLACE_DISAGREES(
                file=row.file, line=row.line, column=column, name=municipality.name))


def read_kreise(folder: Folder) -> dict[str, Row]:
    """Give the rows of kreise.csv by key; what follows from the municipalities is added by :func:`make_kreis`."""
    found: dict[str, Row] = {}
    once = _Once(folder)
    for row in folder.rows(KREISE, _KREIS_COLUMNS):
        row.needed("name")
        row.needed("slug")
        once.check(row, "key")
        once.check(row, "slug")
        found.setdefault(row.key("key", 5), row)
    return found


def make_kreis(key: str, row: Row, municipalities: list[Municipality]) -> Kreis:
    """Give a Kreis whose box and figures are those of its municipalities."""
    members = [municipality for municipality in municipalities if municipality.kreis == key]
    return Kreis(
        key=key, name=row.text("name"), slug=row.text("slug"), plate=row.text("plate"), nuts3=row.text("nuts3"),
        website=row.text("website"), bbox=box_around([member.bbox for member in members]),
        municipalities=tuple(member.ags for member in members),
        population=sum(member.population for member in members),
        population_date=min((member.population_date for member in members), default=None),
        area_km2=round(sum(member.area_km2 for member in members), 2), aliases=row.list("aliases"),
    )


def box_around(boxes: list[Box]) -> Box:
    """Box around boxes; zeros for none."""
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def read_lead_projects(folder: Folder, choices: Choices, known: set[str]) -> Iterator[LeadProject]:
    """Give the lead projects."""
    for designation, entry in folder.entries(LEAD_PROJECTS, "lead_projects"):
        listed = entry.get("municipalities")
        municipalities = tuple(str(ags) for ags in listed) if isinstance(listed, list) else ()
        for ags in municipalities:
            if known and ags not in known:
                folder.say(findings.MUNICIPALITY_UNKNOWN(file=LEAD_PROJECTS, entry=designation, value=ags))
        status = _text(entry, "status")
        _check_choice(folder, LEAD_PROJECTS, designation, "status", choices, "lead_project_status", status)
        yield LeadProject(
            name=entry["name"], title=_title(folder, LEAD_PROJECTS, designation, entry),
            description=_text(entry, "description"), status=status, municipalities=municipalities,
            website=_text(entry, "website"), start=_text(entry, "start"), end=_text(entry, "end"))


def read_organizations(folder: Folder, choices: Choices) -> Iterator[Organization]:
    """Give the organizations that are neither municipality nor Kreis."""
    for designation, entry in folder.entries(ORGANIZATIONS, "organizations"):
        kind = _text(entry, "type")
        _check_choice(folder, ORGANIZATIONS, designation, "type", choices, "municipality_type", kind)
        yield Organization(entry["name"], _title(folder, ORGANIZATIONS, designation, entry), kind,
                           _text(entry, "description"), _text(entry, "website"))


def _title(folder: Folder, file: str, designation: str, entry: Mapping[str, Any]) -> str:
    if not _text(entry, "title"):
        folder.say(findings.BAD_STRUCTURE(file=file, entry=designation, key="title"))
    return _text(entry, "title")


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value.strip() if isinstance(value, str) else ""


class _Once:
    """Notes values that stand in a column twice."""

    def __init__(self, folder: Folder):
        self._say: Callable[..., None] = folder.say
        self._seen: dict[tuple[str, str], int] = {}

    def check(self, row: Row, column: str) -> None:
        value = row.text(column)
        if not value:
            return
        first = self._seen.setdefault((column, value), row.line)
        if first != row.line:
            self._say(findings.DUPLICATE(file=row.file, line=row.line, column=column, value=value, first=first))
