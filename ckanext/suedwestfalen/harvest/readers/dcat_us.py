"""A dataset in DCAT-US 1.1 (JSON), as an ArcGIS Hub delivers it."""

from __future__ import annotations

import json
import re
from typing import Any

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.harvest.readers import Context, dcat_fields, dcat_place
from ckanext.suedwestfalen.metadata import RecordError, dataset, findings, privacy, text
from ckanext.suedwestfalen.metadata.dataset import Mapped
from ckanext.suedwestfalen.metadata.description import (
    Contact,
    Description,
    Keyword,
    LicenceClaim,
    OnlineResource,
    TextRef,
)
from ckanext.suedwestfalen.vocabularies import file_types, licences

VERSION = 1
MAX_TITLE, MAX_TEXT = 500, 100_000
#: What a Hub leaves of its template where an item has no such text.
_UNFILLED = re.compile(r"\s*\{\{.*\}\}\s*\Z", re.DOTALL)
_MAIL = re.compile(r"[^\s/:@<>]+@[^\s/@<>]+\.[^\s/@<>]+$")
_ACCESS = "http://publications.europa.eu/resource/authority/access-right/"
_ACCESS_LEVELS = {"public": "PUBLIC", "restricted public": "RESTRICTED", "non-public": "NON_PUBLIC"}
#: The theme that every Hub gives to every dataset.
_WHOLE_EARTH = (["-180", "-90", "180", "90"], ["-180.0", "-90.0", "180.0", "90.0"])
_NO_THEMES = frozenset({"geospatial"})


def read(content: bytes, context: Context) -> Mapped:
    """Make a dataset of an entry as ``protocols.dcat_us`` gives it; raises ``RecordError``."""
    try:
        entry = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise RecordError(findings.UNREADABLE(reason=str(error)[:200])) from error
    if not isinstance(entry, dict):
        raise RecordError(findings.UNREADABLE(reason=type(entry).__name__))
    notes: list[Finding] = []
    description = _description(entry, notes)
    mapped = dataset.to_dataset(description, region=context.region, settings=context.settings)
    added = {
        "theme": dcat_fields.themes_of(set(_texts(entry.get("theme"))) - _NO_THEMES, notes),
        "frequency": dcat_fields.frequency_of(_frequency(entry), notes),
        "access_rights": _access(entry),
        "conforms_to": _addresses(entry.get("conformsTo")),
    }
    mapped.dataset.update({name: value for name, value in added.items() if value})
    return Mapped(mapped.dataset, mapped.evidence, [*notes, *mapped.findings])


def _description(entry: dict[str, Any], notes: list[Finding]) -> Description:
    into = Description(identifier=_text(entry.get("identifier")) or _text(entry.get("@guid")), hierarchy_level="")
    into.resource_identifiers = [guid] if (guid := _text(entry.get("@guid"))) != into.identifier else []
    into.title = dcat_fields.short(_text(entry.get("title")), MAX_TITLE, "Title", notes)
    if not into.title:
        into.title = into.identifier
        notes.append(findings.TITLE_MISSING(title=into.title))
    into.abstract = dcat_fields.running(_text(entry.get("description")), MAX_TEXT, "Description", notes)
    if not into.abstract:
        notes.append(findings.ABSTRACT_MISSING())
    into.published = dcat_fields.date(_text(entry.get("issued")), "issued", notes)
    modified = _text(entry.get("modified"))
    into.datestamp = "" if modified.startswith("R/") else dcat_fields.date(modified, "modified", notes)
    start, _, end = _text(entry.get("temporal")).partition("/")
    into.temporal_start = dcat_fields.date(start, "temporal", notes)
    into.temporal_end = dcat_fields.date(end, "temporal", notes)
    into.keywords = [Keyword(word) for raw in _texts(entry.get("keyword")) if (word := text.line(raw))]
    into.resource_languages = [dcat_fields.language_of(one) for one in _texts(entry.get("language"))]
    into.contacts = _contacts(entry)
    into.online = _online(entry, notes)
    _add_place(into, entry.get("spatial"))
    _add_licence(into, entry)
    return into


def _contacts(entry: dict[str, Any]) -> list[Contact]:
    publisher, point = _node(entry.get("publisher")), _node(entry.get("contactPoint"))
    office = text.line(_text(publisher.get("name")))
    found = [Contact(role="publisher", organisation=office)] if office else []
    name = text.line(_text(point.get("fn")))
    mail = _MAIL.search(_text(point.get("hasEmail"))[:MAX_TITLE])
    if name or mail:
        # A Hub writes the name of the account that owns the item: an office only where it says so.
        is_office = privacy.names_unit(name) or name == office
        found.append(Contact(
            role="pointOfContact", organisation=name if is_office else office, individual="" if is_office else name,
            email=mail.group() if mail else "",
        ))
    return found


def _online(entry: dict[str, Any], notes: list[Finding]) -> list[OnlineResource]:
    found = []
    for part in entry.get("distribution") if isinstance(entry.get("distribution"), list) else []:
        link = _link(part, notes) if isinstance(part, dict) else None
        found += [link] if link else []
    pages = [text.web_address(page) for page in (_text(entry.get("landingPage")), *_texts(entry.get("references")))]
    return [*(OnlineResource(page, function="information") for page in pages if page), *found]


def _link(part: dict[str, Any], notes: list[Finding]) -> OnlineResource | None:
    raw = _text(part.get("downloadURL")) or _text(part.get("accessURL"))
    url = text.web_address(raw)
    if not url:
        if raw:
            notes.append(findings.ADDRESS_UNUSABLE(raw=raw, field="accessURL"))
        return None
    stated, media_type = _text(part.get("format")), _text(part.get("mediaType"))
    is_page = media_type == "text/html" or stated.lower() in {"web page", "html"}
    if stated.upper() == "ZIP":
        # What a Hub packs: its title says what lies in the archive.
        stated = part["title"] if file_types.find(_text(part.get("title"))) else stated
    found = file_types.of_service(stated) or file_types.find(stated) or file_types.find(media_type)
    return OnlineResource(
        url, text.line(_text(part.get("title"))) or stated, text.plain(_text(part.get("description"))),
        function="information" if is_page else "download", format=found.label if found else "",
    )


def _add_place(into: Description, raw: Any) -> None:
    said = json.dumps(raw) if isinstance(raw, dict) else _text(raw)
    box, polygon = dcat_place.box(said), dcat_place.geometry(said)
    if box:
        # A Hub writes the whole earth where nobody set an extent.
        if [box.west, box.south, box.east, box.north] not in _WHOLE_EARTH:
            into.boxes.append(box)
    elif polygon:
        into.polygons.append(polygon)
    elif said and len(said) < 200:
        into.place_names.append(text.line(said))


def _add_licence(into: Description, entry: dict[str, Any]) -> None:
    raw = text.plain(_text(entry.get("license")))
    if licences.find(raw):
        into.licences = [LicenceClaim(id=raw)]
        return
    for given in (_text(entry.get("license")), _text(entry.get("rights"))):
        if words := text.plain(given):
            into.other_constraints.append(TextRef(words[:MAX_TEXT]))
        into.other_constraints += [TextRef(href=url) for url in text.links(given)]


def _frequency(entry: dict[str, Any]) -> str:
    modified = _text(entry.get("modified"))
    return _text(entry.get("accrualPeriodicity")) or (modified if modified.startswith("R/") else "")


def _access(entry: dict[str, Any]) -> str:
    level = _ACCESS_LEVELS.get(_text(entry.get("accessLevel")).strip().lower())
    return _ACCESS + level if level else ""


def _addresses(raw: Any) -> list[str]:
    return [address for one in _texts(raw) if (address := text.web_address(one))]


def _text(raw: Any) -> str:
    """Give a text, also of a number; nothing of other kinds and of what a template left unfilled."""
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        return ""
    return "" if _UNFILLED.match(str(raw)) else str(raw).strip()


def _texts(raw: Any) -> list[str]:
    given = raw if isinstance(raw, list) else str(raw).split(",") if isinstance(raw, str) else []
    return [found for one in given if (found := _text(one))]


def _node(raw: Any) -> dict[str, Any]:
    if isinstance(raw, list):
        raw = next((one for one in raw if isinstance(one, dict)), None)
    return raw if isinstance(raw, dict) else {"name": raw, "fn": raw}
