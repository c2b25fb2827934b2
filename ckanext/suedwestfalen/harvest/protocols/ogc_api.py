"""What OGC API Features and Records share: the landing page, the service behind it, its collections (OGC 17-069r4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.net import HttpError, xml

from . import findings as common
from . import ogc_api_findings as findings
from .base import MAX_RECORD, Item, ListingError, Probe
from .ogc_api_json import canonical
from .ogc_api_pages import Document, Get, Pager, fetch, links_of, probing, same_origin, word
from .settings import read_words

READER = "ogc_api"
#: Longer names are none, and no index of the database could hold them.
MAX_NAME = 1_000
#: Pages of an API that say nothing about it; what lies above them does.
_BESIDE = re.compile(r"/(?:conformance|api|openapi)/?$")
_BELOW = re.compile(r"/collections(?:/([^/]+).*)?/?$")
_PATH = "/%:~!$&'()*+,;=@"
_LANDING_RELS = ("root", "home", "landing-page")
#: What is kept of the landing page and of the API's definition: it describes the service.
_SERVICE_KEYS = (
    "title", "description", "attribution", "keywords", "contact", "contacts", "contactPoint", "provider", "providers",
    "publisher", "creator", "license", "rights",
)
_INFO_KEYS = ("title", "description", "contact", "license", "x-keywords")
#: Links to other pages of the API say nothing about what is described.
_NAVIGATION = frozenset({
    "self", "next", "prev", "previous", "first", "last", "collection", "root", "home", "up", "parent", "search",
    "conformance", "queryables", "sortables", "schema", "landing-page", "ogc-catalog",
})


@dataclass(frozen=True)
class Api:
    """An OGC API. ``landing`` and ``collections`` are addresses, ``service`` what it says about itself.

    ``only`` is the collection that the typed address lies in, if any.
    """

    landing: str
    collections: str
    service: dict[str, Any]
    only: str = ""
    notes: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Collection:
    """A collection as listed; ``url`` is its canonical address, ``body`` empty if it is damaged (``finding``)."""

    id: str
    url: str
    body: Mapping[str, Any]
    finding: Finding | None = None
    #: Address of the page that lists it, which relative links belong to.
    base: str = ""

    @property
    def title(self) -> str:
        """Title, or else the name."""
        return word(self.body.get("title")) or self.id

    @property
    def holds(self) -> set[str]:
        """What it holds (``feature``, ``record``, ``coverage`` …); features where it does not say."""
        given = self.body.get("itemType")
        words = {word(one).lower() for one in (given if isinstance(given, list) else [given])} - {""}
        rels = {_short(link.rel) for link in links_of(self.body)}
        if "ogc-catalog" in rels:
            return {"record"}
        if not words and "coverage" in rels and "items" not in rels:
            return {"coverage"}
        return words or {"feature"}

    @property
    def items(self) -> str:
        """Address of its items."""
        found = [link for link in links_of(self.body) if link.rel == "items" and "json" in (link.type or "json")]
        found.sort(key=lambda link: link.type != "application/geo+json")
        address = same_origin(self.base, found[0].href) if found else ""
        return plain(address) or f"{self.url}/items"


def plain(url: str) -> str:
    """Give an address without query, fragment and final slash, umlauts encoded: one spelling for each."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url  # the client says what is wrong with it
    return urlunsplit((parts.scheme, parts.netloc.lower(), quote(parts.path.rstrip("/"), safe=_PATH), "", ""))


def open_api(get: Get, url: str) -> Api:
    """Find the API that an address belongs to: its landing page, its collections, one of them, or its items.

    Raises :class:`ListingError` if there is none, and the errors of ``net``.
    """
    first = fetch(get, plain(url))
    address = plain(first.url)
    below = None if _is_landing(first.body) else _BELOW.search(urlsplit(address).path)
    beside = _BESIDE.search(address)
    if below:
        landing = _landing_above(get, first)
    elif beside and not _is_landing(first.body):
        landing = fetch(get, address[: beside.start()])
    else:
        landing = first
    if not below and not _is_landing(landing.body):
        raise ListingError(findings.NO_API(url=url))
    service, notes = _service(get, landing)
    base = plain(landing.url)
    return Api(base, _collections(landing) or f"{base}/collections", service,
               unquote(below[1]) if below and below[1] else "", notes)


def _short(rel: str) -> str:
    """Give the last part of a relation that is written as an address."""
    return rel.rpartition("/")[2]


def _is_landing(body: Mapping[str, Any]) -> bool:
    rels = {_short(link.rel) for link in links_of(body)}
    # ldproxy's landing pages have an extent like collections, which have an id, too
    below = "collections" in body or "features" in body or ("extent" in body and "id" in body) or "items" in rels
    return "data" in rels and not below


def _collections(landing: Document) -> str:
    for link in links_of(landing.body):
        if _short(link.rel) == "data" and "json" in (link.type or "json"):
            return plain(same_origin(landing.url, link.href))
    return ""


def _landing_above(get: Get, document: Document) -> Document:
    """Find the landing page from a page below it: by its link, else by the paths of the standard."""
    address = plain(document.url)
    above = address[: _BELOW.search(address).start()]
    linked = (
        plain(same_origin(address, link.href)) for link in links_of(document.body) if _short(link.rel) in _LANDING_RELS
    )
    for candidate in dict.fromkeys([*linked, above]):
        try:
            found = fetch(get, candidate) if candidate else None
        except HttpError as error:
            if error.status != 404:
                raise
        else:
            if found and _is_landing(found.body):
                return found
    # Some serve no landing page; nothing is known about their service then.
    return Document(above, {})


def _service(get: Get, landing: Document) -> tuple[dict[str, Any], list[Finding]]:
    """Give what the landing page and the definition of the API (OpenAPI) say about the service."""
    service: dict[str, Any] = {key: landing.body[key] for key in _SERVICE_KEYS if key in landing.body}
    links = links_of(landing.body)
    own = [link for link in landing.body.get("links") or () if isinstance(link, dict)]
    service["links"] = [
        link for link in lasting({"links": own}, landing.url)["links"] if link.get("rel") == "license"
    ]
    described = [link.href for link in links if _short(link.rel) == "service-desc" and "yaml" not in link.type]
    address = same_origin(landing.url, described[0]) if described else ""
    if not address:
        return service, []
    try:
        info = fetch(get, address).body.get("info")
    except (HttpError, ListingError):
        return service, [findings.UNDESCRIBED(url=address)]
    if isinstance(info, dict):
        service["info"] = {key: info[key] for key in _INFO_KEYS if key in info}
    return service, []


def collections_of(api: Api, pager: Pager) -> Iterator[list[Collection]]:
    """Give the collections page by page."""
    for document, listed in pager:
        before = pager.listed - len(listed)
        yield [_collection(api, document, body, before + offset) for offset, body in enumerate(listed, 1)]


def _collection(api: Api, document: Document, body: Any, position: int) -> Collection:
    name = word(body.get("id") or body.get("name")) if isinstance(body, dict) else ""
    if not 0 < len(name) <= MAX_NAME:
        return Collection("", api.landing, {}, findings.DAMAGED(position=position))
    # "#/crs" stands for the list that all collections share (OGC 18-058r1)
    shared, own = document.body.get("crs"), body.get("crs")
    if isinstance(own, list) and "#/crs" in own and isinstance(shared, list):
        body = {**body, "crs": [*(one for one in own if one != "#/crs"), *shared]}
    stated = (plain(same_origin(document.url, link.href)) for link in links_of(body) if link.rel == "self")
    address = next((one for one in stated if unquote(one).endswith(f"/collections/{name}")), "")
    return Collection(name, address or f"{api.collections}/{quote(name, safe=':~')}", body, base=document.url)


def chosen(settings: Mapping[str, Any], name: str, api: Api) -> tuple[str, ...]:
    """Give the collections that the settings name, else the one that the address lies in, else none (all)."""
    return read_words(settings, name) or ((api.only,) if api.only else ())


def everything(get: Get, api: Api) -> tuple[list[Collection], Pager]:
    """Give all collections at once, and the pager that counted them."""
    pager, notes = Pager(get, api.collections, "collections"), []
    found = []
    for page in collections_of(api, pager):
        found += page
        notes += pager.notes
    pager.notes = notes
    return found, pager


def lasting(body: Mapping[str, Any], base: str) -> dict[str, Any]:
    """Give an object without links to other pages of the API; the other links become absolute."""
    links = body.get("links")
    if not isinstance(links, list):
        return dict(body)
    kept = [
        {**one, "href": _absolute(base, one["href"])} for one in links
        if isinstance(one, dict) and isinstance(one.get("href"), str)
        and _short(word(one.get("rel"))) not in _NAVIGATION
    ]
    return {**body, "links": kept}


def _absolute(base: str, href: str) -> str:
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return href


def envelope(kind: str, url: str, service: Mapping[str, Any], body: Mapping[str, Any]) -> bytes:
    """Give all that the reader needs in one stable document; ``kind``: collection, service or record."""
    return canonical({"kind": kind, "url": url, "service": service, "body": body})


def item(guid: str, content: bytes, url: str, modified: str | None = None, finding: Finding | None = None) -> Item:
    """Give a record of a listing; one that is too large has a finding and no content."""
    if len(content) > MAX_RECORD:
        finding = finding or common.RECORD_TOO_LARGE(guid=guid, limit=MAX_RECORD // xml.MEGABYTE)
        content = b""
    return Item(guid, content, url, modified, finding, READER)


def names(collections: Iterable[Collection]) -> str:
    """Give the names of collections for a sentence."""
    return ", ".join(one.id for one in collections)


def probe_api(probe: Probe) -> tuple[Api, list[Collection]] | None:
    """Give the API at a probed address and its collections; None if there is none."""
    get = probing(probe)
    try:
        api = open_api(get, probe.url)
        found, _ = everything(get, api)
    except (ListingError, HttpError):
        return None
    usable = [one for one in found if not one.finding]
    return (api, [one for one in usable if one.id == api.only] or usable) if usable else None
