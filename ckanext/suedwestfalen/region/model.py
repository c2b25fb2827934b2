"""What a region consists of: plain, immutable things with the names the whole project uses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Box = tuple[float, float, float, float]
Point = tuple[float, float]

MUNICIPALITY_KEY = "http://dcat-ap.de/def/politicalGeocoding/municipalityKey/"
REGIONAL_KEY = "http://dcat-ap.de/def/politicalGeocoding/regionalKey/"
DISTRICT_KEY = "http://dcat-ap.de/def/politicalGeocoding/districtKey/"


@dataclass(frozen=True)
class Choice:
    """One value of a choice list: the name that is stored and its labels."""

    name: str
    de: str
    en: str

    def label(self, locale: str = "de") -> str:
        """Give the label in a language; German where there is no English one."""
        return (self.en if locale.startswith("en") else self.de) or self.de


@dataclass(frozen=True)
class Municipality:
    """A town or municipality of the region.

    ``type``, ``role``, ``phase`` and ``topics`` are names of the choice lists ``municipality_type``,
    ``smart_city_role``, ``phase`` and ``topic``. ``focus_areas`` is running text. ``kreis`` is the five-digit key.
    ``refpoint`` (for a pin) and ``bbox`` are WGS 84, longitude first; ``geometry`` is GeoJSON.
    """

    ags: str
    ars: str
    name: str
    short_name: str
    official_name: str
    slug: str
    type: str
    kreis: str
    population: int
    population_date: dt.date
    area_km2: float
    role: str
    phase: str
    topics: tuple[str, ...]
    focus_areas: str
    city_size: str
    website: str
    refpoint: Point
    bbox: Box
    geometry: Mapping[str, Any] = field(repr=False, compare=False)
    aliases: tuple[str, ...] = ()

    @property
    def regional_key_uri(self) -> str:
        """URI of the twelve-digit key in DCAT-AP.de's vocabulary."""
        return REGIONAL_KEY + self.ars

    @property
    def political_geocoding_uri(self) -> str:
        """URI of the eight-digit key in DCAT-AP.de's vocabulary."""
        return MUNICIPALITY_KEY + self.ags


@dataclass(frozen=True)
class Kreis:
    """A Kreis (district): five-digit ``key``; ``municipalities`` are the AGS of its members.

    ``population`` and ``area_km2`` are the sums of its municipalities, at their date.
    """

    key: str
    name: str
    slug: str
    plate: str
    nuts3: str
    website: str
    bbox: Box
    municipalities: tuple[str, ...]
    population: int
    population_date: dt.date | None
    area_km2: float
    aliases: tuple[str, ...] = ()

    @property
    def political_geocoding_uri(self) -> str:
        """URI of the key in DCAT-AP.de's vocabulary."""
        return DISTRICT_KEY + self.key


@dataclass(frozen=True)
class Organization:
    """An organization of the region that is neither municipality nor Kreis, e.g. its agency."""

    name: str
    title: str
    type: str
    description: str
    website: str


@dataclass(frozen=True)
class LeadProject:
    """A lead project (Leitprojekt); ``municipalities`` are AGS, ``status`` a name of that choice list."""

    name: str
    title: str
    description: str
    status: str
    municipalities: tuple[str, ...]
    website: str
    start: str
    end: str


@dataclass(frozen=True)
class Share:
    """How much of a geometry lies in a municipality (``share``), and how much of that it ``covers``; both 0 to 1."""

    municipality: Municipality
    share: float
    covers: float
