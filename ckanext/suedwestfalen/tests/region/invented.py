"""An invented region of three towns in two Kreise, written into a folder: the software knows no real one by heart."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

CREDIT = "© Erfundene Vermessung"
# A town and a Kreis of the same name, a suffix in brackets, an umlaut, and an AGS without a leading zero.
MUNICIPALITIES: tuple[dict[str, Any], ...] = (
    {"ags": "99001004", "ars": "990010004004", "name": "Probstadt", "official_name": "Probstadt, Stadt",
     "slug": "probstadt", "type": "town", "kreis": "99001", "population": 30000, "area_km2": 120.5, "role": "pioneer",
     "phase": "implementation", "topics": "wasser|luft", "focus_areas": "Probstadt probt.", "west": 10.0},
    {"ags": "99001008", "ars": "990010008008", "name": "Übungen (Tal)", "short_name": "Übungen",
     "official_name": "Übungen (Tal)", "slug": "uebungen", "type": "municipality", "kreis": "99001",
     "population": 8000, "area_km2": 110, "role": "joined", "aliases": "Übunger Land", "west": 10.2},
    {"ags": "99002004", "ars": "990020004004", "name": "Bad Beispiel", "official_name": "Bad Beispiel, Hansestadt",
     "slug": "bad-beispiel", "type": "town", "kreis": "99002", "population": 15000, "area_km2": 115, "role": "other",
     "west": 10.4},
)
KREISE: tuple[dict[str, Any], ...] = (
    {"key": "99001", "name": "Kreis Probstadt", "slug": "kreis-probstadt", "plate": "PRO", "nuts3": "XX001"},
    {"key": "99002", "name": "Beispielkreis", "slug": "beispielkreis", "plate": "BSP", "nuts3": "XX002"},
)
CHOICES = {
    "municipality_type": ("town", "municipality", "kreis", "agency"),
    "smart_city_role": ("pioneer", "joined", "other"),
    "phase": ("implementation",), "topic": ("wasser", "luft"), "dna_goal": ("offen",),
    "lead_project_status": ("running",),
}
COLUMNS = [
    "ags", "ars", "name", "short_name", "official_name", "slug", "type", "kreis", "population", "population_date",
    "area_km2", "role", "phase", "topics", "focus_areas", "city_size", "website", "refpoint_lon", "refpoint_lat",
    "bbox_minx", "bbox_miny", "bbox_maxx", "bbox_maxy", "aliases",
]
KREIS_COLUMNS = ["key", "name", "slug", "plate", "nuts3", "website", "aliases"]


def ring(west: float, south: float = 53.0, width: float = 0.2, height: float = 0.1) -> list[list[float]]:
    """Outline of a town's rectangle."""
    east, north = round(west + width, 6), round(south + height, 6)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def write(folder: Path) -> Path:
    """Write the region and give its folder."""
    (folder / "choices").mkdir(parents=True, exist_ok=True)
    towns = []
    for town in MUNICIPALITIES:
        place = {"refpoint_lon": round(town["west"] + 0.1, 6), "refpoint_lat": 53.05}
        towns.append({"population_date": "2020-12-31", **place, **town})
    write_csv(folder / "municipalities.csv", COLUMNS, towns)
    write_csv(folder / "kreise.csv", KREIS_COLUMNS, KREISE)
    features = [
        {"type": "Feature", "properties": {"ags": town["ags"]},
         "geometry": {"type": "Polygon", "coordinates": [ring(town["west"])]}} for town in MUNICIPALITIES]
    write_json(folder / "boundaries.geojson",
               {"type": "FeatureCollection", "attribution": CREDIT, "features": features})
    write_json(folder / "region.json", {
        "name": "probeland", "title": "Probeland", "land": "Musterland", "state_key": "99", "agency": "probe-agentur",
        "project": {"title": "Wir proben", "topics": ["wasser"]}, "name_qualifiers": ["Probeland"]})
    write_json(folder / "lead_projects.json", {"lead_projects": [
        {"name": "probelauf", "title": "Probelauf", "status": "running", "municipalities": ["99001004"]}]})
    write_json(folder / "organizations.json", {"organizations": [
        {"name": "probe-agentur", "title": "Probe-Agentur", "type": "agency"}]})
    for name, values in CHOICES.items():
        write_json(folder / "choices" / f"{name}.json",
                   {"choices": [{"name": value, "de": value.title(), "en": value} for value in values]})
    return folder


def write_csv(path: Path, columns: list[str], rows: Any) -> None:
    """Write rows; keys that are no column are left out."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_json(path: Path, content: Any) -> None:
    """Write JSON."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
