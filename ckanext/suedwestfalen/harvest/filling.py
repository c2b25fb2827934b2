"""A dataset filled in from an address: one record is read as a run would read it, and nothing is stored.

What lies at the address is found out, then one layer or record of it is read. Where there are several, they are
offered to choose from.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.suedwestfalen.findings import ERROR, N_, Finding, FindingError, kind
from ckanext.suedwestfalen.harvest import detect, hurry, importing, outbound, preview_portal, protocols
from ckanext.suedwestfalen.harvest.findings import LISTING_FAULT
from ckanext.suedwestfalen.harvest.importing import Parsed
from ckanext.suedwestfalen.harvest.model import Source
from ckanext.suedwestfalen.harvest.preview_portal import Place
from ckanext.suedwestfalen.harvest.protocols import Item, Page
from ckanext.suedwestfalen.harvest.protocols.base import Detected, Tried
from ckanext.suedwestfalen.harvest.protocols.ogc_records import OgcRecords, record_at

log = logging.getLogger(__name__)

#: Seconds for all, and for finding out what the address is.
SECONDS, DETECTION = 14.0, 9.0
#: Most records that are offered to choose from.
MOST = 50
#: The setting that chooses a layer, by kind; other kinds are read and the record is chosen among what came.
LAYER_SETTINGS = {"wms": "layers", "wfs": "layers", "ogc_features": "collections"}

TOO_MANY = kind(
    "fill-too-many",
    ERROR,
    N_("At this address is a whole catalogue with many records."),
    N_("Give the address of a single dataset. To take over the whole catalogue, add it as a source of the harvest."),
)
NOTHING = kind(
    "fill-nothing",
    ERROR,
    N_("The server gave no record for this."),
    N_("Open the address in a browser, or choose something else."),
)
TOO_SLOW = kind(
    "fill-slow",
    ERROR,
    N_("The server did not answer in time."),
    N_("Try again later; a server that is always this slow can be added as a source of the harvest."),
)


@dataclass(frozen=True)
class Offer:
    """A layer or record to choose: its kind, the address under which the kind has it, its name and title."""

    kind: str
    url: str
    name: str
    title: str


@dataclass
class Draft:
    """What came of an address: a record as read (``parsed``), or ``offers`` to choose from, or an ``error``.

    ``tried`` are the requests that found nothing, ``place`` is what the portal has of the record already.
    """

    url: str
    kind: str = ""
    offers: list[Offer] = field(default_factory=list)
    item: Item | None = None
    parsed: Parsed | None = None
    place: Place = field(default_factory=Place)
    error: Finding | None = None
    tried: list[Tried] = field(default_factory=list)
    timed_out: bool = False


def of(url: str, kind: str = "", layer: str = "", *, seconds: float = SECONDS) -> Draft:
    """Read the record at an address. ``kind`` and ``layer`` are those of an :class:`Offer` that was chosen.

    Without a kind it is found out what the address is. Nothing is asked after so many ``seconds``. Never raises for
    what a server does.
    """
    end = time.monotonic() + seconds
    draft = Draft(url, kind)
    if kind and layer:
        found = [Detected(kind, url)]
    else:
        detection = detect.detect(url, seconds=seconds * DETECTION / SECONDS)
        draft.tried, draft.timed_out = detection.tried, detection.timed_out
        found = _likeliest([one for one in detection.found if protocols.get(one.protocol).makes_datasets], kind)
    if not found or not protocols.get(found[0].protocol).makes_datasets:
        return draft
    draft.kind = found[0].protocol
    if found[0].protocol in LAYER_SETTINGS:
        _layer(draft, found, layer, end)
    else:
        _record(draft, found[0], layer, end)
    if draft.item:
        _read(draft, draft.item)
    return draft


def _likeliest(found: list[Detected], kind: str) -> list[Detected]:
    """Give what the address most likely is; one server may be a service for maps and one for features alike."""
    wanted = [one for one in found if one.protocol == kind] if kind else found
    best = [one for one in wanted if one.sure == wanted[0].sure]
    layered = [one for one in best if one.protocol in LAYER_SETTINGS]
    return layered if best and best[0] in layered else best[:1]


def _layer(draft: Draft, found: list[Detected], layer: str, end: float) -> None:
    offers = [Offer(one.protocol, one.url, name, title) for one in found for name, title in one.layers]
    if layer:
        known = [offer for offer in offers if offer.name == layer]
        chosen = known[0] if known else Offer(found[0].protocol, found[0].url, layer, "")
    elif len(offers) == 1:
        chosen = offers[0]
    else:
        draft.offers, draft.error = offers, None if offers else NOTHING()
        return
    draft.kind = chosen.kind
    items = _list(draft, chosen.kind, chosen.url, {LAYER_SETTINGS[chosen.kind]: [chosen.name]}, end)
    draft.item = items[0] if items else None


def _record(draft: Draft, found: Detected, guid: str, end: float) -> None:
    # the kind's own address is that of the whole catalogue
    address = draft.url if found.protocol == OgcRecords.name else found.url
    items = _list(draft, found.protocol, address, found.settings, end)
    if guid:
        items = [item for item in items if item.guid == guid]
    if len(items) == 1:
        draft.item = items[0]
    elif items:
        readable = [(item, _parse(item)) for item in items if item.guid and not item.finding]
        draft.offers = [
            Offer(found.protocol, address, item.guid or "", parsed.title or item.guid or "")
            for item, parsed in readable if not parsed.error
        ]
    if not draft.item and not draft.offers:
        draft.error = draft.error or NOTHING()


def _list(draft: Draft, kind: str, url: str, settings: Mapping[str, Any], end: float) -> list[Item]:
    """Give the records of the first page, which must be all there are; sets the draft's error where it cannot."""
    try:
        for page in hurry.until(_pages(kind, url, settings, end), end):
            if page.next_position is not None or len(page.items) > MOST:
                draft.error = TOO_MANY()
                return []
            draft.error = None if page.items else next(iter(page.findings), NOTHING())
            return page.items
        draft.error = NOTHING()
    except hurry.TimeIsUp:
        draft.error, draft.timed_out = TOO_SLOW(), True
    except FindingError as error:
        draft.error = error.finding
    except Exception as fault:  # the border of a kind, as in a run
        log.exception("an address could not be read")
        draft.error = LISTING_FAULT(what=type(fault).__name__)
    return []


def _pages(kind: str, url: str, settings: Mapping[str, Any], end: float) -> Iterator[Page]:
    client = outbound.impatient(end, max(1.0, end - time.monotonic()))
    if kind == OgcRecords.name and (record := record_at(client, url)):
        yield Page([record], None)
        return
    yield from protocols.get(kind)(client, url, {**settings, "page_size": MOST}).pages()


def _read(draft: Draft, item: Item) -> None:
    if item.finding:
        draft.error = item.finding
        return
    parsed = _parse(item)
    draft.error = parsed.error
    if parsed.error:
        return
    draft.parsed = parsed
    guid = item.guid or ""
    draft.place = preview_portal.look_up(_source(), [guid]).get(guid, Place()) if guid else Place()


def _parse(item: Item) -> Parsed:
    return importing.parse(0, item.content, _source(), item.reader)


def _source() -> Source:
    """Give a source that is told nothing and belongs to no session."""
    return Source(id="", name="", title="", organization_id="", municipality="", settings={}, options={}, rank=20)
