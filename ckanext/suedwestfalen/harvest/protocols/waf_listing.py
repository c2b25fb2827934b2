"""Reading a folder listing as Apache, nginx, IIS and others write it: HTML from strangers, of which links count."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote_from_bytes, unquote_to_bytes, urljoin, urlsplit, urlunsplit

from lxml import etree, html

from ckanext.suedwestfalen.net import Response

from . import document_findings
from .base import ListingError

#: What a listing's title or heading begins with: Apache, nginx, lighttpd; Jetty, Tomcat, Python; IIS ends in a path.
_TITLE = re.compile(r"index of\b|directory( listing)?( for |: )|verzeichnis\b|\S+ - /", re.IGNORECASE)
#: Links by which a column of the listing is sorted (Apache).
_SORT = re.compile(r"\?C=[NMSD](;|&)O=[AD]\Z")
#: Titles of pages that no listing has, whatever they link to.
_NO_ACCESS = re.compile(
    r"\b(anmelde\w*|anmeldung|log\s?in|sign in|wartung\w*|maintenance)\b"
    r"|access denied|forbidden|unauthori[sz]ed|zugriff verweigert|kein zugang",
    re.IGNORECASE,
)
#: Most tags of a page: with 10,000 files a listing has some 200,000.
MAX_TAGS = 2_000_000
_SAFE = "!$&'()*+,;=:@~"


@dataclass(frozen=True)
class Folder:
    """The files and sub-folders that a listing links to, as absolute addresses in one spelling, sorted.

    ``sure`` says that the page is laid out as a listing; ``title`` is its title.
    """

    url: str
    files: tuple[str, ...]
    folders: tuple[str, ...]
    sure: bool
    title: str


def folder_of(url: str) -> str:
    """Give the folder of an address in one spelling: without the file's name, query and fragment."""
    parts = urlsplit(url)
    path = parts.path.rpartition("/")[0] + "/"
    return urlunsplit((parts.scheme, parts.netloc.lower(), _spelling(path), "", ""))


def read(response: Response, start: str, extensions: tuple[str, ...]) -> Folder:
    """Read a listing; only what lies below its own folder and is linked without a query is taken.

    Files count with one of the extensions (lower case, without dot), sub-folders by the slash at their end. Raises
    :class:`ListingError` for a page that does not lie below the folder ``start``, or is no listing: neither laid out
    as one nor with a link to such a file.
    """
    url = folder_of(response.url)
    page = _parse(response)
    if page is None:
        raise ListingError(document_findings.NO_LISTING(url=response.url, title="?"))
    title = _text(page.find(".//title")) or _text(page.find(".//h1"))
    links = sorted(set(_links(page, response.url, url)) - {url})
    files = tuple(link for link in links if _extension(link) in extensions)
    folders = tuple(link for link in links if link.endswith("/"))
    sure = _is_listing(page, url)
    locked = _NO_ACCESS.search(title) or page.find(".//input[@type='password']") is not None
    if not url.startswith(start) or (not sure and (locked or not files)):
        raise ListingError(document_findings.NO_LISTING(url=response.url, title=title or "?"))
    return Folder(url, files, folders, sure, title)


def depth(url: str, start: str) -> int:
    """Give how many levels below the start a folder lies."""
    return url[len(start) :].count("/")


def _parse(response: Response) -> etree._Element | None:
    kind = response.headers.get("Content-Type", "")
    charset = re.search(r"charset=[\"']?([\w.:-]+)", kind, re.IGNORECASE)
    try:
        encoding = codecs.lookup(charset.group(1)).name if charset else None
    except LookupError:
        encoding = None
    if (kind and "html" not in kind.lower()) or response.content.count(b"<") > MAX_TAGS:
        return None
    if encoding is None:
        encoding = "utf-8" if _is_utf8(response.content) else None
    try:
        return html.document_fromstring(response.content, parser=html.HTMLParser(encoding=encoding, no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _links(page: etree._Element, base: str, folder: str) -> Iterator[str]:
    for anchor in page.iter("a"):
        link = _address(anchor.get("href", ""), base)
        if link and link.startswith(folder):
            yield link


def _address(href: str, base: str) -> str | None:
    """Give the address of a link in one spelling; None for what is no file or folder (queries, ways upwards)."""
    href = href.strip()
    if not href or href.startswith(("#", "?")):
        return None
    try:
        parts = urlsplit(urljoin(base, href))
        parts.port  # noqa: B018 - raises ValueError for what is no port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or parts.query or "@" in parts.netloc:
        return None
    if any(unquote_to_bytes(part) in {b".", b".."} for part in parts.path.split("/")):
        return None
    return urlunsplit((parts.scheme, parts.netloc.lower(), _spelling(parts.path), "", ""))


def _spelling(path: str) -> str:
    """Give a path in one spelling of its escapes: ``%c3%9f`` and ``ß`` become ``%C3%9F``, ``%41`` becomes ``A``."""
    return "/".join(quote_from_bytes(unquote_to_bytes(part), safe=_SAFE) for part in path.split("/"))


def _extension(url: str) -> str:
    name = unquote_to_bytes(urlsplit(url).path.rpartition("/")[2]).decode("utf-8", "replace")
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def _is_listing(page: etree._Element, url: str) -> bool:
    heading = next(iter(page.iter("h1")), None)
    if any(_TITLE.match(_text(element)) for element in (page.find(".//title"), heading)):
        return True
    anchors = [anchor.get("href", "").strip() for anchor in page.iter("a")]
    if any(_SORT.match(href) for href in anchors):
        return True
    parent = url.rstrip("/").rpartition("/")[0] + "/"
    inside = (anchor.get("href", "").strip() for block in page.iter("pre") for anchor in block.iter("a"))
    return any(href == "../" or _address(href, url) == parent for href in inside)


def _text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext(etree.Element)).split())[:200]
