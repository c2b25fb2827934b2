"""Reference systems as metadata and services write them: code in free text, URN, URI, compound, name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ckanext.suedwestfalen.geo import names
from ckanext.suedwestfalen.geo.transform import definition

# Codes that are in use but not in EPSG's register, and what they mean there.
_EQUIVALENT = {900913: 3857, 3785: 3857, 102100: 3857, 102113: 3857}
# OGC's own systems: longitude first on WGS 84, NAD 83, NAD 27.
_OGC = {"84": 4326, "83": 4269, "27": 4267}

_VERSION = r"(?:\d+(?:\.\d+)*)?"
_PATTERNS: tuple[tuple[str, str], ...] = (
    # urn:ogc:def:crs:OGC:1.3:CRS84, urn:ogc:def:crs:OGC:2:84, http://www.opengis.net/def/crs/OGC/1.3/CRS84
    ("ogc-urn", rf"(?:crs:|/crs/)OGC[:/]{_VERSION}[:/]?(?:CRS)?(?P<o1>84|83|27)(?!\d)"),
    # CRS:84, CRS84, CRS 84
    ("ogc", r"(?<![\w])CRS[\s:_-]?(?P<o2>84|83|27)(?!\d)"),
    # http://www.opengis.net/def/crs/EPSG/0/25832, …/EPSG/9.9.1/25832, …/EPSG/0/EPSG:25832
    ("uri", rf"def/crs/EPSG/(?:{_VERSION}/)?(?:EPSG:)?(?P<u1>\d{{4,6}})(?!\d)"),
    # urn:ogc:def:crs:EPSG::25832, :6.9:25832, :25832; compound urn:ogc:def:crs,crs:EPSG::25832,crs:EPSG::7837
    ("urn", (
        rf"(?:urn:(?:x-)?(?:ogc|opengis)(?::def)?:crs[:,](?:crs:)?|[,+]\s*crs:)(?:EPSG:)?"
        rf"(?:{_VERSION}:)?(?P<u2>\d{{4,6}})(?![\d.])"
    )),
    # Safe CURIE of the OGC APIs
    ("urn", r"\[EPSG:(?P<u3>\d{4,6})\]"),
    # http://www.opengis.net/gml/srs/epsg.xml#25832, https://epsg.io/25832, spatialreference.org/ref/epsg/25832,
    # https://epsg.org/crs_25832/…, https://epsg.org/crs/wkt/id/25832
    ("short", r"epsg(?:\.xml#|\.io/|\.org/crs(?:_|/(?:\w+/id/)?)|/)(?P<s1>\d{4,6})(?!\d)"),
    # EPSG:25832, EPSG 25832, EPSG_25832, EPSG-Code: 25832, EPSG geodesy parameters:25832, ESRI:102100
    ("short", (
        r"(?:EPSG|ESRI|SRID|OSGEO|CRS)(?:[\s._-]*(?:code|nr\.?|nummer|geode(?:sy|tic) parameters?))?"
        r"[\s:._#=()-]*(?P<s2>\d{4,6})(?!\d)"
    )),
)
_CODE = re.compile("|".join(f"(?:{pattern})" for _, pattern in _PATTERNS), re.IGNORECASE)
_GROUPS = {"o1": "urn", "o2": "short", "u1": "uri", "u2": "urn", "u3": "urn", "s1": "short", "s2": "short"}
_LIST = re.compile(r"[\s,;/|+&]*(?:und|and|,)?\s*(?P<n>\d{4,6})(?![\d.:])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ONLY_NUMBERS = re.compile(r"[\s,;/|+]*\d{4,6}(?:[\s,;/|+]+\d{4,6})*[\s,;/|+]*")
_FREE = re.compile(r"(?<![\w.:/#-])[1-9]\d{4}(?![\w.:-])")


@dataclass(frozen=True)
class Crs:
    """A coordinate reference system as a text names it.

    ``kind``: ``projected``, ``geographic``, ``vertical``, ``compound``, ``geocentric`` or ``other``.
    ``notation``: ``urn`` and ``uri`` follow the authority's order of axes, ``short`` (``EPSG:4326``) and ``text``
    the traditional one, x before y. ``northing_first``: coordinates written in this notation begin with northing or
    latitude. ``raw``: the text it was read from.
    """

    code: int
    kind: str
    notation: str
    northing_first: bool
    raw: str

    @property
    def horizontal(self) -> bool:
        """Whether places on the map can be given in it."""
        return self.kind in {"projected", "geographic", "compound"}

    @property
    def name(self) -> str:
        """EPSG's name of the system."""
        known = definition(self.code)
        return known.name if known is not None else ""


def parse(text: str | None, code_space: str | None = None) -> list[Crs]:
    """Read every reference system that a text names, in its order, each code once; none gives an empty list.

    ``code_space`` is ISO 19115's ``codeSpace`` beside a ``code``: ``4326`` in ``urn:ogc:def:crs:EPSG`` is a URN.
    """
    text = " ".join((text or "").split())[:2000]
    if not text:
        return []
    found = list(_codes(text))
    if not found and _ONLY_NUMBERS.fullmatch(text):
        notation = _space_notation(code_space)
        found = [(int(code), notation) for code in re.findall(r"\d{4,6}", text)]
    if not found:
        found = [(code, "text") for code in names.codes(text)]
    if not found:
        found = [(int(code), "text") for code in _FREE.findall(text)]
    return _unique(_known(code, notation, text) for code, notation in found)


def first_horizontal(systems: Iterable[Crs]) -> Crs | None:
    """Give the first system that places on the map can be given in."""
    return next((crs for crs in systems if crs.horizontal), None)


def from_code(code: int, notation: str = "short") -> Crs | None:
    """Give the system of an EPSG code in a notation, or None for a code that is not known."""
    return _known(code, notation, f"EPSG:{code}")


def _codes(text: str) -> Iterator[tuple[int, str]]:
    position = 0
    while match := _CODE.search(text, position):
        group = match.lastgroup or ""
        notation = _GROUPS[group]
        code = _OGC[match[group]] if group.startswith("o") else int(match[group])
        yield code, "crs84" if group.startswith("o") else notation
        position = match.end()
        # "EPSG: 25832, 31467, 4326" and "EPSG:25832+5783": what follows belongs to the list
        while more := _LIST.match(text, position):
            if more.start("n") == position or _YEAR.fullmatch(more["n"]) or definition(int(more["n"])) is None:
                break
            yield int(more["n"]), notation
            position = more.end()


def _space_notation(code_space: str | None) -> str:
    space = (code_space or "").strip().lower()
    if space.startswith("urn:"):
        return "urn"
    return "uri" if space.startswith("http") and "/def/crs" in space else "short" if space else "text"


@lru_cache(maxsize=512)
def _character(code: int) -> tuple[str, bool] | None:
    """Kind of a system, and whether the authority puts northing or latitude first."""
    crs = definition(code)
    if crs is None:
        return None
    kinds = (
        ("compound", crs.is_compound), ("projected", crs.is_projected), ("vertical", crs.is_vertical),
        ("geocentric", crs.is_geocentric), ("geographic", crs.is_geographic),
    )
    kind = next((name for name, yes in kinds if yes), "other")
    directions = [axis.direction for axis in crs.axis_info[:2]]
    return kind, directions == ["north", "east"]


def _known(code: int, notation: str, raw: str) -> Crs | None:
    code = _EQUIVALENT.get(code, code)
    character = _character(code)
    if character is None:
        return None
    kind, north_first = character
    authority = notation in {"urn", "uri"}
    return Crs(code, kind, "urn" if notation == "crs84" else notation, authority and north_first, raw)


def _unique(systems: Iterable[Crs | None]) -> list[Crs]:
    result: dict[int, Crs] = {}
    for crs in systems:
        if crs is not None:
            result.setdefault(crs.code, crs)
    return list(result.values())
