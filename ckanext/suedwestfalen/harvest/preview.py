"""The first records of a source as they would become datasets. Reads, and writes nothing: no row, no index."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckan import model
from ckan.lib.plugins import lookup_package_plugin

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.findings import N_, WARNING, Finding, FindingError, kind
from ckanext.suedwestfalen.harvest import (
    by_hand,
    hurry,
    importing,
    ledger,
    options,
    outbound,
    preview_portal,
    protocols,
    readers,
    rules,
)
from ckanext.suedwestfalen.harvest.findings import (
    DUPLICATE_ID,
    HANDED_OVER,
    LISTING_FAULT,
    MADE_BY_HAND,
    NOT_LEADING,
    PURGED,
    REFUSED,
)
from ckanext.suedwestfalen.harvest.importing import Parsed
from ckanext.suedwestfalen.harvest.model import Source
from ckanext.suedwestfalen.harvest.preview_portal import Place
from ckanext.suedwestfalen.harvest.protocols import Item, Page
from ckanext.suedwestfalen.net import Credentials

RECORDS = 20
#: Seconds for the listing, and for all; records a page is asked for, so that a slow server shows at least some.
LISTING, SECONDS, PAGE = 11.0, 14.0, 10

_STAYS_AWAY = {"purged": PURGED, "handed": HANDED_OVER, by_hand.STATE: MADE_BY_HAND}

SLOW = kind(
    "preview-slow",
    WARNING,
    N_("The server is slow: these are the records that came within %(seconds)s seconds."),
    N_("A run has more patience. Fewer records per request often help."),
)


@dataclass
class Shown:
    """One record as it would be taken: what it becomes, what the portal has of it already, and what is wrong."""

    item: Item
    parsed: Parsed
    place: Place
    outcome: str
    findings: list[Finding]
    error: Finding | None = None


@dataclass
class Preview:
    """What a source would bring. ``listed`` counts what was read of the listing, ``complete`` is its end reached."""

    source: Source
    records: list[Shown] = field(default_factory=list)
    declared: int | None = None
    listed: int = 0
    complete: bool = False
    partial: bool = False
    notes: list[Finding] = field(default_factory=list)
    error: Finding | None = None
    seconds: float = 0.0

    @property
    def more(self) -> bool:
        """Whether the source has more records than are shown, as far as is known."""
        return self.error is None and (not self.complete or self.listed > len(self.records))


def of(source: Source, credentials: Credentials | None, *, seconds: float = SECONDS) -> Preview:
    """Give the preview of a source, which need not be stored, within so many seconds.

    ``credentials`` are sent to their own origin only. A source that is stored is compared with what it brought before.
    """
    begun = time.monotonic()
    preview = Preview(source)
    items = _list(preview, credentials, begun + seconds * LISTING / SECONDS, seconds)
    # a map of what the portal knows, in a few queries for all of them
    known = preview_portal.look_up(source, [item.guid for item in items if item.guid])
    targets = options.targets()
    seen: set[str] = set()
    for item in items:
        if time.monotonic() > begun + seconds:
            _too_slow(preview, seconds)
            break
        preview.records.append(_show(item, source, known, targets, seen))
    preview.seconds = round(time.monotonic() - begun, 1)
    return preview


def _list(preview: Preview, credentials: Credentials | None, end: float, seconds: float) -> list[Item]:
    items: list[Item] = []
    try:
        for page in hurry.until(_pages(preview.source, credentials, end), end):
            items += page.items
            preview.declared = page.declared
            preview.notes += page.findings
            if len(items) >= RECORDS:
                preview.complete = page.next_position is None
                break
        else:
            preview.complete = True
    except hurry.TimeIsUp:
        _too_slow(preview, seconds)
    except FindingError as error:
        preview.error, preview.partial = error.finding, True
    except Exception as fault:  # noqa: BLE001 - the border of a source, as in a run
        preview.error, preview.partial = LISTING_FAULT(what=type(fault).__name__), True
    preview.listed = len(items)
    return items[:RECORDS]


def _too_slow(preview: Preview, seconds: float) -> None:
    preview.partial = True
    if not any(note.code == SLOW.code for note in preview.notes):
        preview.notes.append(SLOW(seconds=round(seconds)))


def _pages(source: Source, credentials: Credentials | None, end: float) -> Iterable[Page]:
    size = min(PAGE, int(source.settings.get("page_size") or config.harvest_page_size()))
    settings = {**source.settings, "page_size": size, "credentials": credentials}
    client = outbound.impatient(end, max(1.0, end - time.monotonic()))
    return protocols.get(source.protocol)(client, source.url, settings).pages()


def _show(
    item: Item, source: Source, known: Mapping[str, Place], targets: rules.Targets, seen: set[str]
) -> Shown:
    place = known.get(item.guid or "", Place())
    if item.guid in seen:
        return Shown(item, Parsed(0), place, "skipped", [DUPLICATE_ID(guid=item.guid)])
    seen |= {item.guid} if item.guid else set()
    if item.finding or not item.guid:
        return Shown(item, Parsed(0), place, "failed", [], item.finding)
    parsed = importing.parse(0, item.content, source, item.reader)
    if parsed.error:
        return Shown(item, parsed, place, "failed", parsed.findings, parsed.error)
    skipped = _STAYS_AWAY.get(place.state) or (None if place.leads else NOT_LEADING)
    if skipped:
        return Shown(item, parsed, place, "skipped", [*parsed.findings, skipped()])
    to_new = place.state == "new" and readers.package_type(item.reader) == readers.DATASET
    gone = _give_to_new(parsed.dataset, source, targets) if to_new else []
    check = readers.checker(item.reader)
    if check:
        errors = check(parsed.dataset, source.organization_id)
        refused = REFUSED(errors=importing.summary(errors)) if errors else None
    else:
        refused = _refused(parsed.dataset, source, item.guid)
    outcome = "failed" if refused else _outcome(item, source, place)
    return Shown(item, parsed, place, outcome, [*parsed.findings, *gone], refused)


def _give_to_new(dataset: dict[str, Any], source: Source, targets: rules.Targets) -> list[Finding]:
    given, gone = rules.for_new(dataset, source.options or {}, targets)
    dataset.update(given)
    return gone


def _outcome(item: Item, source: Source, place: Place) -> str:
    if place.state != "known":
        return "new"
    content_hash = hashlib.sha256(item.content).hexdigest()
    same = ledger.digest(content_hash, importing.salt(source)(item.reader)) == place.imported_hash
    return "unchanged" if same else "changed"


def _refused(dataset: Mapping[str, Any], source: Source, guid: str) -> Finding | None:
    """Give why the portal would refuse the dataset. Validators read the database; none of them writes."""
    plugin = lookup_package_plugin("dataset")
    candidate = {
        **dataset,
        "type": "dataset",
        "name": "preview-" + hashlib.sha256(guid.encode()).hexdigest()[:32],
        "harvest_guid": guid,
        "resources": [{"mimetype": None, **resource} for resource in dataset.get("resources", [])],
        **({"owner_org": source.organization_id} if source.organization_id else {}),
    }
    with model.Session.no_autoflush:
        _data, errors = plugin.validate(
            {"user": "", "ignore_auth": True, "model": model, "session": model.Session},
            candidate, plugin.create_package_schema(), "package_create",
        )
    if not source.organization_id:
        errors.pop("owner_org", None)
    return REFUSED(errors=importing.summary(errors)) if errors else None
