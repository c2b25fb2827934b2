"""OGC API Records (OGC 20-004r1): the records of its catalogues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from ckanext.suedwestfalen.findings import N_, Finding
from ckanext.suedwestfalen.net import Client

from . import findings as common
from . import ogc_api
from . import ogc_api_findings as findings
from .base import Detected, Item, ListingError, Page, Probe, Protocol
from .fields import PAGE_SIZE, Field
from .ogc_api import Api, Collection
from .ogc_api_pages import Document, Pager, asking, fetch, links_of, same_origin, word
from .settings import check_box, read_box, read_number

#: Identifiers that are unique in the world.
_UNIQUE = re.compile(
    r"\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?|https?://[^/\s]+/\S+|urn:[a-z0-9][a-z0-9-]{1,31}:\S+",
    re.IGNORECASE,
)
_RECORD = re.compile(r"/collections/[^/]+/items/[^/]+/?$")


class OgcRecords(Protocol):
    """Records of one or several catalogues as source.

    A record is identified by its ``id`` if that is a UUID or an absolute address, else by its address in the
    catalogue. The listing is complete when every catalogue's paging reached its end, as many different records came
    as the server says there are (``numberMatched``; where it says nothing, none is known to be lost), and none was
    damaged. Unchanged records are fetched with their page, but not read again.

    Settings: ``collections`` (names of the catalogues; else the one in whose address the source lies, else all),
    ``q`` (words to search for, as the server understands it), ``keyword`` (compared here: servers do not agree on how
    to ask for one), ``box`` (west, south, east, north in degrees), ``page_size`` (100).
    """

    name = "ogc_records"
    label = N_("OGC API Records")
    fields = (
        Field(
            "collections",
            N_("Only these catalogues"),
            N_("Names as in the address behind /collections/, with commas between them. Leave empty to take all."),
        ),
        Field("q", N_("Only records with these words"), N_("The server searches in title, description and keywords.")),
        Field(
            "keyword",
            N_("Only records with this keyword"),
            N_("For example opendata. Leave empty to take all records."),
        ),
        Field(
            "box",
            N_("Only records in this box"),
            N_("West, south, east and north in degrees, with commas between them."),
            check=check_box,
        ),
        PAGE_SIZE,
    )

    def configure(self) -> None:
        """Read the settings; raises :class:`ListingError` where one cannot be used."""
        self.page_size = read_number(self.settings, "page_size", default=100, low=1, high=1000)
        self.keyword = word(self.settings.get("keyword")).casefold()
        box = read_box(self.settings, "box")
        asked = {"q": word(self.settings.get("q")), "bbox": ",".join(f"{side:g}" for side in box)}
        self.parameters = {name: value for name, value in asked.items() if value}

    def pages(self, position: str | int | None = None) -> Iterator[Page]:
        """Give the listing page by page; a position is the address of a page of items."""
        get = asking(self.client, self.credentials)
        api = ogc_api.open_api(get, self.url)
        catalogues, notes = self._catalogues(api, *ogc_api.everything(get, api))
        listing = _Listing(self.keyword)
        begun = str(position or "")
        if begun:
            catalogues = _from(catalogues, begun)
        for number, catalogue in enumerate(catalogues):
            start = begun if begun and not number else catalogue.items
            parameters = {} if begun and not number else self.parameters
            limit = 0 if begun and not number else self.page_size
            pager = Pager(get, start, "features", parameters, limit)
            following = catalogues[number + 1].items if number + 1 < len(catalogues) else None
            for document, features in pager:
                items = listing.items(catalogue, document, features, pager.listed - len(features))
                notes += pager.notes
                if not pager.following:
                    listing.close(pager)
                yield Page(items, pager.following or following, listing.declared(pager), notes)
                notes = []
        if not catalogues:
            yield Page([], None, None, notes)

    def _catalogues(
        self, api: Api, collections: list[Collection], pager: Pager
    ) -> tuple[list[Collection], list[Finding]]:
        """Choose the catalogues; a name in the settings decides, unless that collection says it holds features."""
        wanted = ogc_api.chosen(self.settings, "collections", api)
        there = {one.id: one for one in collections if not one.finding}
        if not there:
            raise ListingError(findings.NO_API(url=self.url))
        notes = [*api.notes, *pager.notes, *(one.finding for one in collections if one.finding)]
        if wanted:
            absent = [name for name in wanted if name not in there]
            # A catalogue that is not found must not pass for an empty one.
            if absent:
                raise ListingError(findings.NOT_OFFERED(names=", ".join(absent)))
            named = [there[name] for name in dict.fromkeys(wanted)]
            if other := [one for one in named if "itemType" in one.body and "record" not in one.holds]:
                raise ListingError(findings.NO_CATALOGUE(names=ogc_api.names(other)))
            return named, notes
        chosen = [one for one in there.values() if "record" in one.holds]
        other = [one for one in there.values() if "record" not in one.holds]
        if other:
            notes.append(findings.SKIPPED(count=len(other), names=ogc_api.names(other)))
        if not chosen:
            raise ListingError(findings.NO_CATALOGUE(names=ogc_api.names(other)))
        return chosen, notes

    @classmethod
    def detect(cls, probe: Probe) -> Iterator[Detected]:
        """Recognise an API with catalogues of records; one that has features, too, is rather taken for those."""
        found = ogc_api.probe_api(probe)
        if not found:
            return
        api, collections = found
        catalogues = [one for one in collections if "record" in one.holds]
        if not catalogues:
            return
        title = catalogues[0].title if api.only else word(api.service.get("title"))
        settings = {"collections": api.only} if api.only else {}
        sure = 95 if len(catalogues) == len(collections) else 85
        yield Detected(cls.name, api.landing, title, settings, sure, tuple((one.id, one.title) for one in catalogues))


def record_at(client: Client, url: str) -> Item | None:
    """Give the record whose own address this is, as a listing of its catalogue would; None if it is anything else.

    Raises the errors of ``net``, and :class:`ListingError` where there is no OGC API.
    """
    if not _RECORD.search(urlsplit(url).path):
        return None
    get = asking(client, None)
    document = fetch(get, ogc_api.plain(url))
    if document.body.get("type") != "Feature":
        return None
    api = ogc_api.open_api(get, url)
    catalogue = next((one for one in ogc_api.everything(get, api)[0] if one.id == api.only), None)
    if catalogue is None or "record" not in catalogue.holds:
        return None
    return _Listing("").items(catalogue, document, [document.body], 0)[0]


class _Listing:
    """What has to be remembered from page to page: which records came, what was left out, what was declared."""

    def __init__(self, keyword: str):
        self._keyword = keyword
        self._seen: set[str] = set()
        self._left_out = 0
        self._closed: list[int | None] = []

    def items(self, catalogue: Collection, document: Document, features: list[Any], before: int) -> list[Item]:
        """Give the records of a page that are wanted."""
        wanted = [(number, one) for number, one in enumerate(features, before + 1) if self._wanted(one)]
        self._left_out += len(features) - len(wanted)
        return [self._item(catalogue, document, one, number) for number, one in wanted]

    def close(self, pager: Pager) -> None:
        """Note what was declared for a catalogue that was read to its end."""
        self._closed.append(pager.declared)

    def declared(self, pager: Pager) -> int | None:
        """Give how many records were declared so far, without those that this source does not want."""
        numbers = self._closed if not pager.following else [*self._closed, pager.declared]
        known = [number for number in numbers if number is not None]
        return sum(known) - self._left_out if len(known) == len(numbers) else None

    def _wanted(self, feature: Any) -> bool:
        if not self._keyword or not isinstance(feature, dict):
            return True
        return self._keyword in {one.casefold() for one in _keywords(feature.get("properties"))}

    def _item(self, catalogue: Collection, document: Document, feature: Any, position: int) -> Item:
        if not isinstance(feature, dict):
            return Item(None, b"", catalogue.url, finding=findings.DAMAGED(position=position))
        properties = feature.get("properties") if isinstance(feature.get("properties"), dict) else {}
        name = word(feature.get("id")) or word(properties.get("id")) or word(properties.get("identifier"))
        if len(name) > ogc_api.MAX_NAME:
            return Item(None, b"", catalogue.url, finding=findings.DAMAGED(position=position))
        if not name:
            title = word(properties.get("title")) or "?"
            return Item(None, b"", catalogue.url, finding=common.RECORD_NO_IDENTIFIER(position=position, title=title))
        stated = (same_origin(document.url, one.href) for one in links_of(feature) if one.rel == "self")
        url = ogc_api.plain(next(stated, "")) or f"{catalogue.items}/{quote(name, safe=':~')}"
        guid = name if _UNIQUE.fullmatch(name) else f"{catalogue.url}/items/{quote(name, safe=':~')}"
        repeated = common.RECORD_REPEATED(guid=guid) if guid in self._seen else None
        self._seen.add(guid)
        content = ogc_api.envelope("record", guid, {}, ogc_api.lasting(feature, document.url))
        modified = word(properties.get("updated")) or word(properties.get("created")) or None
        return ogc_api.item(guid, content, url, modified, repeated)


def _keywords(properties: Any) -> Iterator[str]:
    given = properties.get("keywords") if isinstance(properties, dict) else None
    for one in given if isinstance(given, list) else [given]:
        yield word(one.get("keyword") or one.get("title")) if isinstance(one, dict) else word(one)


def _from(catalogues: list[Collection], position: str) -> list[Collection]:
    """Give the catalogues from the one on whose page a position is."""
    address = ogc_api.plain(position)
    start = next((number for number, one in enumerate(catalogues) if address in (one.items, f"{one.url}/items")), 0)
    return catalogues[start:]
