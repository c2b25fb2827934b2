"""A region: loaded from a folder once, asked many times."""

from __future__ import annotations

import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from ckanext.suedwestfalen.findings import Finding, FindingError
from ckanext.suedwestfalen.region import findings, source
from ckanext.suedwestfalen.region.model import (
    Box,
    Choice,
    Kreis,
    LeadProject,
    Municipality,
    Organization,
    Point,
    Share,
)
from ckanext.suedwestfalen.region.names import Names
from ckanext.suedwestfalen.region.places import Places, same_box
from ckanext.suedwestfalen.region.reading import Folder

SHIPPED = "ckanext.suedwestfalen.seeds"
# Boxes in catalogues are rounded, or come from boundaries of another scale.
_SAME_BOX = 0.9


class RegionError(FindingError):
    """A region folder that cannot be used; ``problems`` holds everything that is wrong with it."""

    def __init__(self, problems: list[Finding]):
        super().__init__(problems[0])
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(problem.message() for problem in self.problems)


@dataclass(frozen=True)
class Region:
    """A region with its municipalities and Kreise (sorted by key), and what they have in common.

    ``name`` is for machines, ``title`` for people, ``land`` the federal state, ``state_key`` its two digits,
    ``agency`` the name of the organization that speaks for the region, ``project`` the joint project (``title``,
    ``vision``, ``topics``), ``attribution`` the credit line that every map with the boundaries must show.
    """

    name: str
    title: str
    land: str
    state_key: str
    agency: str
    project: Mapping[str, Any]
    bbox: Box
    municipalities: tuple[Municipality, ...]
    kreise: tuple[Kreis, ...]
    lead_projects: tuple[LeadProject, ...]
    organizations: tuple[Organization, ...]
    choices: Mapping[str, tuple[Choice, ...]]
    attribution: str
    name_qualifiers: tuple[str, ...] = field(default=(), repr=False)

    def municipality(self, ags: str) -> Municipality | None:
        """Municipality with this eight-digit key."""
        return self._by_ags.get(ags)

    def kreis(self, key: str) -> Kreis | None:
        """Kreis with this five-digit key."""
        return self._by_key.get(key)

    def choice(self, name: str, value: str) -> Choice | None:
        """Entry of a choice list."""
        return next((choice for choice in self.choices.get(name, ()) if choice.name == value), None)

    def find(self, text: str) -> Municipality | None:
        """Municipality that a text names as a whole.

        AGS, ARS, a URI that ends with one, slug, name with or without suffix, umlauts in any spelling, with what
        towns are called with ("Stadt …", "Der Bürgermeister der Gemeinde …", "…, Hansestadt"). A name with anything
        unknown beside it is not found, and a Kreis is never taken for the town of the same name.
        """
        return self._names.find(text)

    def find_kreis(self, text: str) -> Kreis | None:
        """Kreis that a text names as a whole: key, URI, slug, name in its cases, number plate; never a bare town."""
        return self._names.find_kreis(text)

    def find_in_text(self, text: str) -> list[Municipality]:
        """Municipalities named in a longer text such as the name of an organization, in its order, each once."""
        return self._names.find_in_text(text)

    def find_kreise_in_text(self, text: str) -> list[Kreis]:
        """Kreise named in a longer text, in its order, each once."""
        return self._names.find_kreise_in_text(text)

    def locate(self, where: Mapping[str, Any] | Box | Point) -> list[Share]:
        """Municipalities a GeoJSON geometry, box or point (WGS 84, longitude first) lies in, largest share first.

        Shares are of areas measured on an equal-area projection (of lengths for lines, of numbers for points).
        Raises ``ValueError`` for what is no geometry.
        """
        return self._places.locate(where)

    def find_by_box(self, box: Box) -> Municipality | Kreis | None:
        """Municipality or Kreis whose own box this is (nine tenths of both agree).

        A municipality often fills only half of its box: a record that gives the box of its town could not be told
        by shares of area alone.
        """
        areas: tuple[Municipality | Kreis, ...] = (*self.municipalities, *self.kreise)
        best = max(areas, key=lambda area: same_box(area.bbox, box))
        return best if same_box(best.bbox, box) >= _SAME_BOX else None

    @cached_property
    def _by_ags(self) -> dict[str, Municipality]:
        return {municipality.ags: municipality for municipality in self.municipalities}

    @cached_property
    def _by_key(self) -> dict[str, Kreis]:
        return {kreis.key: kreis for kreis in self.kreise}

    @cached_property
    def _names(self) -> Names:
        return Names(self.municipalities, self.kreise, self.name_qualifiers)

    @cached_property
    def _places(self) -> Places:
        return Places(self.municipalities)


def load(folder: str | Path | None = None) -> Region:
    """Read a region folder, or the shipped region; read once per process.

    Raises :class:`RegionError` with everything that is wrong with the folder.
    """
    return _load(str(Path(folder).resolve()) if folder else "")


def forget() -> None:
    """Let the next :func:`load` read its folder again."""
    _load.cache_clear()


@lru_cache(maxsize=8)
def _load(path: str) -> Region:
    folder = Folder(Path(path) if path else importlib.resources.files(SHIPPED))
    if not folder.path.is_dir():
        raise RegionError([findings.FOLDER_MISSING(folder=path)])
    region = _read(folder)
    if folder.problems:
        raise RegionError(folder.problems)
    return region


def _read(folder: Folder) -> Region:
    about = folder.json(source.REGION)
    for key in ("name", "title", "land", "state_key", "agency"):
        if about and not (isinstance(about.get(key), str) and about[key]):
            folder.say(findings.BAD_STRUCTURE(file=source.REGION, entry="{}", key=key))
    project, qualifiers = about.get("project"), about.get("name_qualifiers")
    choices = source.read_choices(folder, Folder(importlib.resources.files(SHIPPED)))
    rows = source.read_kreise(folder)
    boundaries, attribution = source.read_boundaries(folder)
    municipalities = sorted(
        source.read_municipalities(folder, choices, rows, boundaries), key=lambda municipality: municipality.ags)
    return Region(
        **{key: str(about.get(key) or "") for key in ("name", "title", "land", "state_key", "agency")},
        project=project if isinstance(project, dict) else {},
        bbox=source.box_around([municipality.bbox for municipality in municipalities]),
        municipalities=tuple(municipalities),
        kreise=tuple(source.make_kreis(key, row, municipalities) for key, row in sorted(rows.items())),
        lead_projects=tuple(source.read_lead_projects(folder, choices, {item.ags for item in municipalities})),
        organizations=tuple(source.read_organizations(folder, choices)),
        choices=choices,
        attribution=attribution,
        name_qualifiers=tuple(str(value) for value in qualifiers) if isinstance(qualifiers, list) else (),
    )
