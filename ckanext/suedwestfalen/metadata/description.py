"""What a metadata record says, independent of the format it came in.

Readers fill a :class:`Description`; ``place`` and ``dataset`` read it. Texts are plain (no markup), addresses are
http or https, dates are ISO 8601 (``2020``, ``2020-05``, ``2020-05-17`` or with a time). An empty string or list
means that the record says nothing.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class TextRef:
    """A text and the address it is linked with (``gmx:Anchor``)."""

    text: str = ""
    href: str = ""


@dataclass(slots=True)
class Contact:
    """A responsible party. ``scope``: ``resource``, ``distributor``, ``citation`` or ``metadata``."""

    role: str = ""
    scope: str = "resource"
    organisation: str = ""
    organisation_uri: str = ""
    individual: str = ""
    position: str = ""
    email: str = ""
    phone: str = ""
    url: str = ""
    city: str = ""


@dataclass(slots=True)
class Keyword:
    """A keyword; ``kind`` is the ISO type (theme, place, …), ``thesaurus`` the title of its list."""

    text: str
    uri: str = ""
    kind: str = ""
    thesaurus: str = ""


@dataclass(slots=True)
class OnlineResource:
    """An address with what the record says about it. ``function``: download, information, search, order, ….

    ``origin``: ``transfer`` (distribution section), ``distributor`` or ``service`` (address of an operation).
    """

    url: str
    name: str = ""
    description: str = ""
    protocol: str = ""
    function: str = ""
    application_profile: str = ""
    origin: str = "transfer"
    format: str = ""


@dataclass(slots=True)
class Operation:
    """An operation of a service and its addresses."""

    name: str
    urls: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Coupled:
    """A dataset a service works on: the identifier of its record, an address, or both."""

    uuid: str = ""
    href: str = ""
    title: str = ""


@dataclass(slots=True)
class Service:
    """A service: INSPIRE type (view, download, discovery, …), versions in free spelling, operations, datasets."""

    type: str = ""
    versions: list[str] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    operates_on: list[Coupled] = field(default_factory=list)


@dataclass(slots=True)
class Box:
    """A bounding box as the record writes it: longitudes and latitudes in degrees, not yet checked."""

    west: str
    south: str
    east: str
    north: str


@dataclass(slots=True)
class Polygon:
    """A geometry as the record writes it: GeoJSON type and coordinates in the axis order of ``crs`` (free text)."""

    geometry: dict[str, Any]
    crs: str = ""


@dataclass(slots=True)
class LicenceClaim:
    """What the licence JSON of the GDI-DE says; ``attribution`` is its ``quelle``."""

    id: str = ""
    name: str = ""
    url: str = ""
    attribution: str = ""


@dataclass(slots=True)
class Conformity:
    """A specification the data was tested against; ``passed`` is None when not evaluated."""

    title: str
    uri: str = ""
    date: str = ""
    passed: bool | None = None


@dataclass(slots=True)
class Format:
    """A distribution format in free spelling."""

    name: str
    version: str = ""


@dataclass(slots=True)
class Description:
    """One record. ``identifier`` is the record's own (ISO fileIdentifier), ``resource_identifiers`` the data's.

    ``datestamp`` is when the record was changed last; ``created``, ``published``, ``revised`` are the data's dates.
    ``crs`` holds reference systems in free text; ``denominators`` are scales (25000 = 1:25,000); ``distances`` are
    metres. ``regional_keys`` are keys (AGS, ARS) the record gives as identifier of its area.
    """

    identifier: str
    title: str = ""
    abstract: str = ""
    alternate_titles: list[str] = field(default_factory=list)
    parent_identifier: str = ""
    resource_identifiers: list[str] = field(default_factory=list)
    hierarchy_level: str = "dataset"
    language: str = ""
    resource_languages: list[str] = field(default_factory=list)
    datestamp: str = ""
    created: str = ""
    published: str = ""
    revised: str = ""
    edition: str = ""
    status: str = ""
    purpose: str = ""
    keywords: list[Keyword] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    online: list[OnlineResource] = field(default_factory=list)
    formats: list[Format] = field(default_factory=list)
    previews: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    polygons: list[Polygon] = field(default_factory=list)
    place_names: list[str] = field(default_factory=list)
    regional_keys: list[str] = field(default_factory=list)
    crs: list[str] = field(default_factory=list)
    temporal_start: str = ""
    temporal_end: str = ""
    denominators: list[int] = field(default_factory=list)
    distances: list[float] = field(default_factory=list)
    representation: list[str] = field(default_factory=list)
    frequency: str = ""
    lineage: str = ""
    conformity: list[Conformity] = field(default_factory=list)
    licences: list[LicenceClaim] = field(default_factory=list)
    use_limitations: list[TextRef] = field(default_factory=list)
    other_constraints: list[TextRef] = field(default_factory=list)
    access_constraints: list[str] = field(default_factory=list)
    use_constraints: list[str] = field(default_factory=list)
    service: Service | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give everything as JSON types, what is empty left out."""
        return {name: value for name, value in dataclasses.asdict(self).items() if value not in ("", [], None)}
