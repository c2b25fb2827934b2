"""Catalogues in DCAT-US 1.1 (Project Open Data, JSON), as every ArcGIS Hub delivers one."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ckanext.suedwestfalen.net import xml

from . import dcat_findings, findings
from .base import MAX_RECORD, Item, ListingError
from .dcat_graph import Feed

READER = "dcat_us"
#: A Hub gives a live layer the time of the request, or of its own copy of the feed, as the date of its change. What
#: is not older than this says nothing, and would make the record a changed one with every run.
FRESH = dt.timedelta(days=2)
_ITEM = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?:_(\d{1,4}))?(?![0-9a-f])")
_ITEM_PATHS = re.compile(r"/(?:about|home/item\.html|datasets|maps|documents|apps|content)\b|/items?/", re.IGNORECASE)
_GLOBAL = re.compile(
    r"(?:\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?|https?://[^/\s]+/\S+|urn:[a-z0-9][a-z0-9-]{1,31}:\S+)\Z",
    re.IGNORECASE,
)
_UNORDERED = ("keyword", "theme", "language", "distribution", "references", "bureauCode", "programCode")


def is_catalogue(document: Any) -> bool:
    """True for a DCAT-US catalogue; JSON-LD with contexts of its own is read as RDF."""
    if not isinstance(document, dict) or isinstance(document.get("@context"), (dict, list)):
        return False
    return isinstance(document.get("dataset"), list) or "project-open-data" in str(document.get("conformsTo"))


def read(document: dict[str, Any], url: str) -> Feed:
    """Give the datasets of a catalogue; raises :class:`ListingError` where it has no list of them."""
    entries = document.get("dataset")
    if not isinstance(entries, list):
        raise ListingError(dcat_findings.DCAT_NO_LIST())
    feed = Feed(title=str(document.get("title") or ""), has_catalogue=True)
    now = dt.datetime.now(dt.timezone.utc)
    feed.items = [_item(entry, position, url, now) for position, entry in enumerate(entries, 1)]
    return feed


def _item(entry: Any, position: int, url: str, now: dt.datetime) -> Item:
    if not isinstance(entry, dict):
        finding = dcat_findings.DCAT_UNUSABLE(guid=position, reason=type(entry).__name__)
        return Item(None, b"", url, finding=finding, reader=READER)
    guid = guid_of(entry)
    page = entry.get("landingPage")
    shown = page if isinstance(page, str) and re.match(r"https?://", page) else url
    if guid is None:
        finding = findings.RECORD_NO_IDENTIFIER(position=position, title=entry.get("title") or "?")
        return Item(None, b"", shown, finding=finding, reader=READER)
    modified = entry.get("modified") if isinstance(entry.get("modified"), str) else None
    content = _content(entry, guid, now)
    finding = None
    if len(content) > MAX_RECORD:
        content, finding = b"", findings.RECORD_TOO_LARGE(guid=guid, limit=MAX_RECORD // xml.MEGABYTE)
    return Item(guid, content, shown, modified, finding, READER)


def guid_of(entry: dict[str, Any]) -> str | None:
    """Give the identifier of an entry.

    Hubs write the address of a page with the item's id and the number of the layer; host and form of that address
    change with the Hub's name and version, so id and number are put into one form.
    """
    raw = entry.get("identifier")
    text = str(raw).strip() if isinstance(raw, (str, int)) else ""
    parts = urlsplit(text) if "://" in text else None
    if parts and (_ITEM_PATHS.search(parts.path) or "arcgis.com" in parts.netloc):
        query = {name.lower(): value for name, value in parse_qsl(parts.query)}
        found = _ITEM.search(query.get("id", "").lower()) or _ITEM.search(parts.path.lower())
        if found:
            layer = query.get("sublayer") or query.get("layer") or found.group(1)
            item = found.group()[:32]
            return f"https://www.arcgis.com/home/item.html?id={item}" + (f"&sublayer={layer}" if layer else "")
    if not text and isinstance(entry.get("@id"), str) and _GLOBAL.match(entry["@id"].strip()):
        return entry["@id"].strip()
    return text or None


def _content(entry: dict[str, Any], guid: str, now: dt.datetime) -> bytes:
    kept = {name: _in_order(value) if name in _UNORDERED else value for name, value in entry.items()}
    if _is_fresh(kept.get("modified"), now):
        del kept["modified"]
    kept["@guid"] = guid
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")


def _in_order(value: Any) -> Any:
    return sorted(value, key=lambda item: json.dumps(item, sort_keys=True)) if isinstance(value, list) else value


def _is_fresh(raw: Any, now: dt.datetime) -> bool:
    try:
        moment = dt.datetime.fromisoformat(str(raw).replace("Z", "+00:00"))
    except ValueError:
        return False
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.timezone.utc)
    return moment > now - FRESH
