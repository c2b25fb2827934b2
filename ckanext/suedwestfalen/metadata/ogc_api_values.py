"""Values of JSON that may be of any type: each function gives what it names, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.metadata import dates, findings, privacy, text
from ckanext.suedwestfalen.metadata.description import Box, Contact, Description, Polygon, TextRef

#: Longest texts that are kept, in characters.
MAX_TITLE, MAX_ABSTRACT, MAX_TEXT = 1_000, 100_000, 8_000
#: More elements of a list than this describe nothing any more.
MAX_LIST = 1_000
_MAX_POSITIONS = 100_000
_CRS84 = re.compile(r"CRS:?84h?$", re.IGNORECASE)
_ACRONYM = re.compile(r"\b[A-ZÄÖÜ]{2,4}\b")
_OPEN = ("", "..")
#: Roles of Records and of STAC, as ISO names them.
_ROLES = {
    "producer": "originator", "creator": "originator", "host": "distributor", "licensor": "owner",
    "contact": "pointOfContact", "point of contact": "pointOfContact", "pointofcontact": "pointOfContact",
    "rightsholder": "owner", "contactpoint": "pointOfContact",
}
_GEOMETRIES = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
)


@dataclass(frozen=True)
class Link:
    """A link; ``type`` is a media type in lower case without parameters."""

    rel: str
    href: str
    type: str = ""
    title: str = ""
    description: str = ""
    protocol: str = ""


def mapping(value: Any) -> dict[str, Any]:
    """Give an object, empty for anything else."""
    return value if isinstance(value, dict) else {}


def elements(value: Any) -> list[Any]:
    """Give a list; a single value is a list of one, nothing an empty one."""
    if isinstance(value, list):
        return value[:MAX_LIST]
    return [] if value is None else [value]


def string(value: Any) -> str:
    """Give a text: of several languages the German one, of a list the first."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("de", "de-DE", "deu", "ger", "en", "value", "name") if key in value), "")
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str)), "")
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def line(value: Any, limit: int = MAX_TITLE) -> str:
    """Give a text without markup in one line."""
    # cleaning costs time for every character; nobody reads the rest
    return text.cut(text.line(string(value)[: 4 * limit]), limit)


def lines(value: Any) -> list[str]:
    """Give every text of a list, without doubles."""
    return list(dict.fromkeys(found for one in elements(value) if (found := line(one))))


def running(value: Any, limit: int, field: str, notes: list[Finding]) -> str:
    """Give a text of several lines; markup and what is too long are left out and reported."""
    raw = string(value)
    whole, raw = len(raw), raw[: 4 * limit]
    if text.has_markup(raw):
        notes.append(findings.MARKUP_REMOVED(field=field))
    plain = text.plain(raw)
    short = text.cut(plain, limit, max_bytes=4 * limit)
    if short != plain:
        notes.append(findings.TEXT_CUT(field=field, length=whole, limit=limit))
    return short


def date(value: Any, field: str, notes: list[Finding]) -> str:
    """Give a date in ISO 8601; what is there and is none is reported."""
    raw = string(value).strip()
    parsed = dates.parse(raw[:100])
    if raw and not parsed and raw not in _OPEN:
        notes.append(findings.DATE_UNREADABLE(raw=raw[:100], field=field))
    return parsed


def links(body: Any, notes: list[Finding]) -> Iterator[Link]:
    """Give the links of an object that lead to web addresses; others are reported."""
    for one in elements(mapping(body).get("links")):
        given = mapping(one)
        raw = string(given.get("href"))
        href = text.web_address(raw[:5_000])
        if href:
            kind = line(given.get("type")).partition(";")[0].strip().lower()
            title = line(given.get("title")) or line(given.get("name"))
            yield Link(line(given.get("rel")), href, kind, title, line(given.get("description"), MAX_TEXT),
                       line(given.get("protocol")))
        elif raw.strip():
            notes.append(findings.ADDRESS_UNUSABLE(raw=raw[:200], field="links"))


def extent(body: Any, into: Description, notes: list[Finding]) -> None:
    """Read boxes and period of an ``extent`` (OGC 17-069r4 §7.14)."""
    spatial = mapping(mapping(body).get("spatial"))
    boxes = spatial.get("bbox")
    if isinstance(boxes, list) and boxes and not isinstance(boxes[0], list):
        boxes = [boxes]
    crs = string(spatial.get("crs"))
    # the first box is around all others
    for one in elements(boxes):
        if box(one, crs, into):
            break
    intervals = mapping(mapping(body).get("temporal")).get("interval")
    if isinstance(intervals, list) and intervals:
        interval(intervals[0] if isinstance(intervals[0], list) else intervals, into, notes)


def box(values: Any, crs: str, into: Description) -> bool:
    """Take a box of four or six numbers; the whole world says nothing and is left out."""
    sides = values if isinstance(values, list) else []
    if len(sides) == 6:
        sides = [sides[0], sides[1], sides[3], sides[4]]
    if len(sides) != 4 or not all(_is_number(side) for side in sides):
        return False
    west, south, east, north = sides
    if not crs or _CRS84.search(crs):
        if (west, south, east, north) != (-180, -90, 180, 90):
            into.boxes.append(Box(*(str(side) for side in sides)))
        return True
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    into.polygons.append(Polygon({"type": "Polygon", "coordinates": [ring]}, crs[:200]))
    return True


def geometry(value: Any, into: Description) -> bool:
    """Take a GeoJSON geometry, unless it is no geometry or too fine to be an extent."""
    given = mapping(value)
    if given.get("type") not in _GEOMETRIES or not isinstance(given.get("coordinates", given.get("geometries")), list):
        return False
    if _numbers(given) > 2 * _MAX_POSITIONS:
        return False
    into.polygons.append(Polygon(given))
    return True


def interval(value: Any, into: Description, notes: list[Finding]) -> None:
    """Take a period of two dates, either open."""
    ends = value if isinstance(value, list) else string(value).split("/")
    if len(ends) == 1:
        ends = [ends[0], ends[0]]
    if len(ends) >= 2:
        into.temporal_start = date(ends[0], "time", notes)
        into.temporal_end = date(ends[1], "time", notes)


def contacts(value: Any, role: str) -> list[Contact]:
    """Give the parties of a list, an object or a name, with ``role`` where they have none of their own."""
    return [found for one in elements(value)[:50] for found in _contact(one, role)]


def licence(value: Any) -> TextRef | None:
    """Give a licence that is an address, a name, or an object with both."""
    given = mapping(value)
    raw = string(given.get("id") or given.get("identifier") or given.get("name")) if given else string(value)
    address = text.web_address(string(given.get("url") or given.get("href") or given.get("link"))[:4_000])
    address = address or text.web_address(raw.strip()[:4_000])
    ref = TextRef("" if raw.strip() == address else line(raw), address)
    return ref if ref.text or ref.href else None


def _contact(value: Any, role: str) -> Iterator[Contact]:
    given = mapping(value) or {"name": value}
    organisation, name = line(given.get("organization") or given.get("organisation")), line(given.get("name"))
    if not organisation and _is_organisation(name, role):
        organisation, name = name, ""
    # where pygeoapi keeps what OpenAPI has no place for
    inner = mapping(given.get("x-ogc-serviceContact"))
    urls = [string(mapping(one).get("href")) for one in elements(given.get("links"))]
    party = Contact(
        organisation=organisation, individual="" if name == organisation else name,
        organisation_uri=text.web_address(string(given.get("identifier") or given.get("uri"))[:4_000]),
        position=line(given.get("position")) or line(inner.get("position")), email=_reachable(given, inner),
        phone=_first(given, "phones", "phone"),
        url=next((url for raw in [string(given.get("url")), *urls] if (url := text.web_address(raw[:4_000]))), ""),
        city=next((line(mapping(one).get("city")) for one in elements(given.get("addresses"))), ""),
    )
    if not (party.organisation or party.individual or party.position or party.email):
        return
    roles = [line(mapping(one).get("name") or one) for one in elements(given.get("roles") or given.get("role"))[:5]]
    for one in roles or [role]:
        yield replace(party, role=_ROLES.get(one.lower(), one))


def _is_organisation(name: str, role: str) -> bool:
    """Tell whether a name is an organisation's: a publisher's is, that of a contact may be a person's."""
    return role != "pointOfContact" or privacy.names_unit(name) or bool(_ACRONYM.search(name))


def _reachable(*parties: dict[str, Any]) -> str:
    """Give a mailbox, rather that of an office than that of a person."""
    given = [one for party in parties for name in ("emails", "email") for one in elements(party.get(name))]
    found = [address for one in given[:MAX_LIST] if (address := _value(one))]
    return next((one for one in found if privacy.is_functional(one)), found[0] if found else "")


def _first(given: dict[str, Any], *names: str) -> str:
    return next((found for name in names for one in elements(given.get(name)) if (found := _value(one))), "")


def _value(value: Any) -> str:
    return line(mapping(value).get("value") if isinstance(value, dict) else value, 254)


def _is_number(value: Any) -> bool:
    # not a number (NaN) is not smaller than anything
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e12


def _numbers(value: Any) -> int:
    """Count what a geometry consists of."""
    count, level = 0, [value]
    while level:
        level = [
            inner for outer in level if isinstance(outer, (list, dict))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        count += len(level)
    return count
