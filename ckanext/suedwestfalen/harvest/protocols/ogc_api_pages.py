"""Asking an OGC API: JSON by header or parameter, its error messages, links, and paging by ``next`` (OGC 17-069r4)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.net import Client, Credentials, HttpError, Response, xml

from . import ogc_api_findings as findings
from .base import ListingError, Probe
from .ogc_api_json import canonical, parse

#: Gives the answer of an address with parameters added; raises the errors of ``net``.
Get = Callable[[str, Mapping[str, str]], Response]

_ACCEPT = {"Accept": "application/json, application/geo+json;q=0.9, */*;q=0.1"}
#: Ways to ask for JSON: by header, and by the parameter that most servers, and that GeoServer, know.
_FORMATS: tuple[dict[str, str], ...] = ({}, {"f": "json"}, {"f": "application/json"})
#: Refusals that another way of asking may mend.
_REFUSALS = frozenset({400, 406, 415})
#: Members that only error messages have, the most telling first (RFC 9457, OGC 17-069r4 §7.5, ArcGIS).
_MESSAGES = ("detail", "description", "message", "title", "error", "code")
_CONTENTS = ("links", "collections", "features", "info", "properties")
#: A server may send an empty page before a full one, but not for ever.
_MAX_EMPTY = 3


@dataclass(frozen=True)
class Document:
    """A JSON object, and the address it came from."""

    url: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Link:
    """A link; ``type`` is a media type in lower case without parameters."""

    rel: str
    href: str
    type: str = ""
    title: str = ""


def word(value: Any) -> str:
    """Give a string or a whole number as a text without control characters; anything else is empty."""
    if isinstance(value, str):
        return "".join(sign for sign in value.strip() if sign.isprintable())
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def links_of(body: Any) -> list[Link]:
    """Give the usable links of an object."""
    given = body.get("links") if isinstance(body, dict) else None
    return [
        Link(word(one.get("rel")), word(one["href"]), word(one.get("type")).partition(";")[0].strip().lower(),
             word(one.get("title")))
        for one in (given if isinstance(given, list) else [])
        if isinstance(one, dict) and isinstance(one.get("href"), str)
    ]


def same_origin(base: str, href: str) -> str:
    """Give the absolute address of a link, or an empty text if it leads to another server.

    Behind a proxy that encrypts, servers write http for themselves: that becomes the https one came by.
    """
    try:
        here, there = urlsplit(base), urlsplit(urljoin(base, href))
        if there.scheme == "http" and here.scheme == "https" and there.hostname == here.hostname:
            there = there._replace(scheme="https", netloc=here.netloc)
        same = (there.scheme, there.netloc.lower()) == (here.scheme, here.netloc.lower())
    except ValueError:
        return ""
    return there._replace(fragment="").geturl() if same else ""


def asking(client: Client, credentials: Credentials | None) -> Get:
    """Give a way to ask through the client."""
    return lambda url, params: client.get(url, params, _ACCEPT, credentials=credentials)


def probing(probe: Probe) -> Get:
    """Give a way to ask through a probe, which remembers answers and says itself why there is none."""

    def get(url: str, params: Mapping[str, str]) -> Response:
        answer = probe.get(url, params)
        if answer is None:
            raise HttpError(findings.NO_API(url=url), 404)
        return answer

    return get


def fetch(get: Get, url: str, params: Mapping[str, str] | None = None) -> Document:
    """Fetch a JSON object; where a web page comes, it is asked for in other ways.

    Raises :class:`ListingError` for a web page, an error message and what is no JSON; else the errors of ``net``,
    with the server's own words if it gave any.
    """
    first: Exception | None = None
    for wanted in _FORMATS:
        try:
            return _read(get(url, {**(params or {}), **wanted}))
        except HttpError as error:
            explained = _explained(error)
            if error.status not in _REFUSALS:
                raise explained from error
            first = first or explained
        except ListingError as error:
            if error.finding.code != findings.HTML.code:
                raise
            first = first or error
    raise first or AssertionError


def _read(response: Response) -> Document:
    content = response.content
    try:
        body = parse(content)
    except ValueError as error:
        if xml.is_html(content):
            raise ListingError(findings.HTML(title=xml.html_title(content) or "?")) from None
        raise ListingError(findings.NO_JSON(url=response.url, reason=error)) from None
    if not isinstance(body, dict):
        raise ListingError(findings.NO_JSON(url=response.url, reason=type(body).__name__))
    if text := _message(body):
        raise ListingError(findings.EXCEPTION(text=text))
    return Document(response.url, body)


def _message(body: dict[str, Any]) -> str:
    """Give the text of an error message, empty if the object is none."""
    if any(name in body for name in _CONTENTS):
        return ""
    inner = body["error"] if isinstance(body.get("error"), dict) else body
    return next((text for name in _MESSAGES if (text := word(inner.get(name)))), "")


def _explained(error: HttpError) -> HttpError:
    """Prefer the server's own explanation to a bare status."""
    try:
        body = parse(error.content)
    except ValueError:
        return error
    text = _message(body) if isinstance(body, dict) else ""
    finding = findings.EXCEPTION(text=f"{text} ({error.status})") if text else error.finding
    return HttpError(finding, error.status, error.content, error.headers)


class Pager:
    """Reads a list page by page; knows afterwards what the server said about its length.

    ``member`` is the list's name in every page. Iterating gives each page and its list. ``following`` is the address
    of the next page. Raises :class:`ListingError` when the server leads in circles or to another server.
    """

    def __init__(self, get: Get, url: str, member: str, params: Mapping[str, str] | None = None, limit: int = 0):
        self._get, self._url, self._member = get, url, member
        self._params = dict(params or {})
        self._limit = {"limit": str(limit)} if limit else {}
        self.following = ""
        self.listed = 0
        self.notes: list[Finding] = []
        self._matched: int | None = None
        self._lost = 0

    @property
    def declared(self) -> int | None:
        """The number that the server says there is; None if it says nothing and nothing is known to be lost."""
        if self._matched is not None:
            return self._matched
        return self.listed + self._lost if self._lost else None

    def __iter__(self) -> Iterator[tuple[Document, list[Any]]]:
        document = self._first()
        asked, seen, empty = {self._url, document.url}, set(), 0
        while True:
            elements = document.body.get(self._member)
            if not isinstance(elements, list):
                raise ListingError(findings.NO_API(url=document.url))
            digest = hashlib.sha256(canonical(elements)).digest()
            empty = 0 if elements else empty + 1
            if (elements and digest in seen) or empty > _MAX_EMPTY:
                raise ListingError(findings.LOOP(next=document.url))
            seen.add(digest)
            self._count(document, elements)
            self.following, foreign = self._next(document)
            yield document, elements
            self.notes = []
            if foreign:
                raise ListingError(findings.FOREIGN(next=foreign))
            if not self.following:
                return
            if self.following in asked:
                raise ListingError(findings.LOOP(next=self.following))
            asked.add(self.following)
            document = fetch(self._get, self.following)

    def _first(self) -> Document:
        try:
            return fetch(self._get, self._url, {**self._params, **self._limit})
        except HttpError as error:
            # Some refuse a limit above their own instead of giving what they can.
            if not self._limit or error.status not in _REFUSALS:
                raise
        return fetch(self._get, self._url, self._params)

    def _count(self, document: Document, elements: list[Any]) -> None:
        self.listed += len(elements)
        matched, returned = (_number(document.body.get(name)) for name in ("numberMatched", "numberReturned"))
        if matched is None:
            # Where both are given, the former is to be trusted: pygeoapi counts a last page as full.
            if returned is not None and returned > len(elements):
                self._lost += returned - len(elements)
                self.notes.append(findings.SHORT(said=returned, came=len(elements)))
            return
        if self._matched not in (None, matched):
            self.notes.append(findings.CHANGED(before=self._matched, after=matched))
        self._matched = matched

    @staticmethod
    def _next(document: Document) -> tuple[str, str]:
        """Give the address of the next page, or else the one that lies elsewhere."""
        found = [link for link in links_of(document.body) if link.rel == "next"]
        found.sort(key=lambda link: "json" not in (link.type or "json"))
        if not found:
            return "", ""
        address = same_origin(document.url, found[0].href)
        return (address, "") if address else ("", found[0].href)


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
