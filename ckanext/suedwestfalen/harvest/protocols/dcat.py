"""Feeds of DCAT: RDF in pages (DCAT-AP, DCAT-AP.de, as CKAN delivers it), and DCAT-US 1.1 in JSON (ArcGIS Hub)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit, urlunsplit

from ckanext.suedwestfalen.findings import N_, Finding
from ckanext.suedwestfalen.net import Response, XmlError

from . import dcat_findings, dcat_graph, dcat_us, findings, json_size
from .base import Detected, Item, ListingError, Page, Probe, Protocol
from .dcat_graph import Feed
from .fields import Field
from .settings import read_number

MAX_PAGES = 2000
#: So many pages in a row without a new dataset, and the paging leads nowhere.
MAX_IDLE = 3
_ACCEPT = {"Accept": "text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8, application/json;q=0.7"}
_FEED = re.compile(r"/(?:catalog|catalogue)\.(?:ttl|xml|rdf|jsonld|n3)$|/api/feed/dcat-", re.IGNORECASE)
_HUB = "/api/feed/dcat-us/1.1.json"
_HUB_MARKS = (b"opendata-ui", b"hub.arcgis.com", b"arcgis-hub", b"hubcdn.arcgis.com")


class Dcat(Protocol):
    """A feed of DCAT as source.

    A dataset is identified by its ``dct:identifier`` if that is a UUID or an absolute address, else by its own
    address, else by its ``dct:identifier`` within the source; one of ArcGIS Hub by its item and layer. A listing is
    complete when the paging (``hydra:next``, ``hydra:nextPage``) reached a page without a next one, every dataset
    that the catalogue names was described, and as many were listed as ``hydra:totalItems`` says. Series of
    datasets, services and use cases are left out.

    The next page is only asked for on the server that gave the first. Settings: ``pages`` (largest number, 2000).
    """

    name = "dcat"
    label = N_("DCAT feed")
    fields = (
        Field(
            "pages",
            N_("Largest number of pages"),
            N_("Leave empty for the portal's default (2000). A feed with more pages is not complete."),
            "integer",
            minimum=1,
            maximum=100_000,
        ),
    )

    def configure(self) -> None:
        """Read the settings; raises :class:`ListingError` where one cannot be used."""
        self.max_pages = read_number(self.settings, "pages", default=MAX_PAGES, low=1, high=100_000)

    def pages(self, position: str | int | None = None) -> Iterator[Page]:
        """Give the feed page by page; a position holds the address of a page and what was counted before it."""
        listing = _Listing(self.url, self.max_pages, position)
        address: str | None = listing.start
        while address is not None:
            answer = self.client.get(address, headers=_ACCEPT, credentials=self.credentials)
            page, address = listing.page(address, answer)
            yield page
            if listing.fault:
                raise listing.fault

    @classmethod
    def detect(cls, probe: Probe) -> Iterator[Detected]:
        """Recognise a feed, and the home page of an ArcGIS Hub by the feed that every Hub has.

        A document with a single dataset and nothing of a catalogue is not claimed with certainty: it may as well be
        harvested as a single document.
        """
        answer = probe.get()
        if answer is None:
            return
        if any(mark in answer.content for mark in _HUB_MARKS) and b"<html" in answer.content[:2000].lower():
            address = urljoin(answer.url, _HUB)
            answer = probe.get(address)
            if answer is None:
                return
            yield from _detected(cls.name, address, answer)
        else:
            yield from _detected(cls.name, probe.url, answer)


def _detected(name: str, address: str, answer: Response) -> Iterator[Detected]:
    try:
        feed = read(answer, address)
    except (ListingError, XmlError):
        return
    many = len(feed.items) + feed.skipped > 1 or feed.total is not None or feed.following
    if not (feed.items or feed.skipped or feed.has_catalogue):
        return
    sure = 100 if many or _FEED.search(urlsplit(address).path) else 80 if feed.has_catalogue else 40
    yield Detected(name, address, feed.title, sure=sure)


def read(answer: Response, url: str) -> Feed:
    """Read an answer as a page of a feed; raises :class:`ListingError` or ``XmlError`` if it is none."""
    media_type = next((value for name, value in answer.headers.items() if name.lower() == "content-type"), "")
    document = _json(answer.content)
    if document is not None and dcat_us.is_catalogue(document):
        return dcat_us.read(document, url)
    feed = dcat_graph.read(answer.content, media_type, url)
    if not (feed.items or feed.skipped or feed.has_catalogue or feed.total is not None):
        raise ListingError(dcat_findings.DCAT_NO_RDF(root="JSON" if document is not None else "RDF"))
    return feed


class _Listing:
    """What has to be remembered from page to page."""

    def __init__(self, url: str, max_pages: int, position: str | int | None):
        self.url, self.max_pages = url, max_pages
        self.start, self.number, self.listed, self.skipped = url, 0, 0, 0
        self.from_start = not position
        if position:
            self.start, self.number, self.listed, self.skipped = json.loads(str(position))
        self.visited = {self.start}
        self.origins = {_origin(url)}
        self.seen: set[str] = set()
        self.named: set[str] = set()
        self.described: set[str] = set()
        self.idle = 0
        self.fault: ListingError | None = None

    def page(self, address: str, answer: Response) -> tuple[Page, str | None]:
        """Give the page, and the address of the next."""
        self.number += 1
        self.origins.add(_origin(answer.url))
        feed = read(answer, address)
        known = len(self.seen)
        items = [self._told_apart(item) for item in feed.items]
        self.idle = 0 if len(self.seen) > known else self.idle + 1
        self.listed += len(self.seen) - known + sum(item.guid is None for item in items)
        self.skipped += feed.skipped
        self.named |= feed.named
        self.described |= feed.described
        notes, following, declared = list(feed.findings), None, feed.total
        try:
            following = self._following(feed, answer.url)
        except ListingError as fault:
            # What this page holds is taken before the listing breaks off.
            self.fault = fault
        if following is None and not self.fault:
            declared = self._declared(feed.total, notes)
        position = json.dumps([following, self.number, self.listed, self.skipped]) if following else None
        return Page(items, position, declared, notes), following

    def _told_apart(self, item: Item) -> Item:
        """Give the item, or its repetition with a finding; the first of an identifier counts."""
        if not item.guid:
            return item
        repeated = item.guid in self.seen
        self.seen.add(item.guid)
        if not repeated or item.finding:
            return item
        return Item(item.guid, item.content, item.url, item.modified, findings.RECORD_REPEATED(guid=item.guid),
                    item.reader)

    def _following(self, feed: Feed, answered: str) -> str | None:
        if not feed.following:
            return None
        address = self._on_our_server(urljoin(answered, feed.following))
        if address in self.visited or self.idle >= MAX_IDLE:
            raise ListingError(dcat_findings.DCAT_LOOP(url=address))
        if self.number >= self.max_pages:
            raise ListingError(dcat_findings.DCAT_PAGES(limit=self.max_pages))
        self.visited.add(address)
        return address

    def _on_our_server(self, address: str) -> str:
        """Give the address if it is of the server that was entered; a mere http for https is forgiven."""
        if _origin(address) in self.origins:
            return address
        there, here = urlsplit(address), urlsplit(self.url)
        if there.scheme == "http" and here.scheme == "https" and there.hostname == here.hostname and (
            there.port in (None, 80)
        ):
            return urlunsplit(there._replace(scheme="https", netloc=here.netloc))
        raise ListingError(dcat_findings.DCAT_ELSEWHERE(url=address))

    def _declared(self, total: int | None, notes: list[Finding]) -> int | None:
        """Give the number of datasets that the source has, by its own count or by the names in its catalogue."""
        missing = sorted(self.named - self.described) if self.from_start else []
        if missing:
            notes.append(dcat_findings.DCAT_UNDESCRIBED(count=len(missing), example=missing[0]))
            return max(total or 0, self.listed + len(missing))
        # Some servers count series and services as well.
        return self.listed if total == self.listed + self.skipped else total


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    return parts.scheme, (parts.hostname or "").lower(), port


def _json(content: bytes) -> object | None:
    """Give what a JSON document holds; None when it is none. RDF formats never begin like this but for JSON-LD."""
    if content[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        json_size.check(content)
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
