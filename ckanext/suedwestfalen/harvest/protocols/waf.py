"""Web accessible folder: metadata files in a folder whose listing a web server shows."""

from __future__ import annotations

import heapq
import json
import time
from collections.abc import Iterator
from dataclasses import replace

from ckanext.suedwestfalen.findings import N_, Finding, FindingError
from ckanext.suedwestfalen.net import Forbidden, HttpError, NetError, TooLarge

from . import conditional, document_findings, sniff, waf_listing
from .base import Detected, Item, Known, ListingError, Page, Probe, Protocol
from .fields import Field
from .settings import read_number, read_words

EXTENSIONS = ("xml", "rdf", "ttl", "jsonld", "json")
#: A file .json in such a folder mostly holds data; it has to be asked for.
USUAL = EXTENSIONS[:-1]
DEPTH, FILES = 5, 10_000
#: Largest listing of one folder, in bytes.
MAX_LISTING = 20 * 1024 * 1024
#: So many answers in a row that speak of a server in trouble, and the run waits for better times.
MAX_FAULTS = 3
#: Seconds after which a page is given though not full: a run is seen to be alive, a preview has something to show.
PAGE_SECONDS = 5.0


class Waf(Protocol):
    """A folder of metadata files as source.

    A record is identified by its ISO file identifier or its DCAT identifier, else by the file's address (with ``#1``,
    ``#2`` … where a file holds several). A listing is complete when every folder page was a listing, no limit was met
    and every file could be read; what is known of a file that cannot be read counts as listed. A file that is
    unchanged by the server's word (ETag, Last-Modified) is not fetched.

    Settings: ``extensions`` (without dot), ``depth`` (levels of sub-folders), ``max_files`` (also for folders).
    """

    name = "waf"
    label = N_("Folder of metadata files (WAF)")
    fields = (
        Field(
            "extensions",
            N_("File extensions"),
            N_("Which files are read. Leave empty for xml, rdf, ttl and jsonld."),
            "choices",
            choices={extension: f".{extension}" for extension in EXTENSIONS},
        ),
        Field(
            "depth",
            N_("Levels of sub-folders"),
            N_("0 reads this folder only. Leave empty for 5 levels."),
            "integer",
            minimum=0,
            maximum=20,
        ),
        Field(
            "max_files",
            N_("Largest number of files"),
            N_("If there are more, the run stops and nothing is deleted. Leave empty for 10,000."),
            "integer",
            minimum=1,
            maximum=1_000_000,
        ),
    )

    def configure(self) -> None:
        """Read the settings; raises :class:`ListingError` where one cannot be used."""
        given = read_words(self.settings, "extensions")
        self.extensions = tuple(word.lower().lstrip(".") for word in given) or USUAL
        self.depth = read_number(self.settings, "depth", default=DEPTH, low=0, high=20)
        self.most = read_number(self.settings, "max_files", default=FILES, low=1, high=1_000_000)
        self.page_size = read_number(self.settings, "page_size", default=50, low=1, high=1000)

    def pages(self, position: str | int | None = None) -> Iterator[Page]:
        """Give the files' records page by page; a position is what :meth:`_Reading.position` wrote."""
        reading = _Reading(self, str(position or ""))
        items: list[Item] = []
        since = time.monotonic()
        try:
            for url in reading.files():
                if len(items) >= self.page_size or time.monotonic() - since > PAGE_SECONDS:
                    yield Page(items, reading.position(), findings=reading.take_notes())
                    items, since = [], time.monotonic()
                items.extend(reading.items(url))
            reading.conclude()
        except FindingError:
            # What was read before the line broke is as good as ever.
            if items:
                yield Page(items, reading.position(), findings=reading.take_notes())
            raise
        yield Page(items, None, findings=reading.take_notes())

    @classmethod
    def detect(cls, probe: Probe) -> Iterator[Detected]:
        """Recognise a folder listing, or a page with links to files of metadata."""
        answer = probe.get()
        if answer is None:
            return
        try:
            folder = waf_listing.read(answer, waf_listing.folder_of(answer.url), USUAL)
        except ListingError:
            return
        sure = 90 if folder.sure and folder.files else 70 if folder.sure else 30
        yield Detected(cls.name, folder.url, folder.title, sure=sure)


class _Reading:
    """One walk through the folders and files, in an order that does not depend on which others there are.

    So a later walk goes on exactly where this one stopped, whatever came or went meanwhile.
    """

    def __init__(self, waf: Waf, position: str):
        self.waf = waf
        self.known = waf.known()
        self.start = ""
        self.notes: list[Finding] = []
        self.too_deep = False
        self.in_a_row = 0
        before = json.loads(position) if position else {}
        self.last = str(before.get("last", ""))
        self.count = int(before.get("count", 0))
        self.unread = list(before.get("unread", []))
        fault = before.get("fault")
        self.fault = ListingError(Finding.from_dict(fault)) if fault else None

    def position(self) -> str:
        """Give what a later walk must know: the last file that was read, and what keeps the listing incomplete."""
        fault = self.fault.finding.as_dict() if self.fault else None
        return json.dumps({"last": self.last, "count": self.count, "unread": self.unread, "fault": fault})

    def files(self) -> Iterator[str]:
        """Give the addresses of all files that come after :attr:`last`; a sub-folder that fails is noted as fault."""
        first = self._folder(self.waf.url)
        self.start = first.url
        after = self._key(self.last) if self.last else ()
        waiting = [(self._key(first.url), first.url)]
        seen = {first.url}
        while waiting:
            key, url = heapq.heappop(waiting)
            if url.endswith("/"):
                if key < after and key != after[: len(key)]:
                    # All that lies in it was read before.
                    continue
                folder = first if url == first.url else self._sub_folder(url)
                below = {*folder.files, *self._within(folder)} - seen if folder else set()
                seen |= below
                self._limit(sum(link.endswith("/") for link in seen))
                for link in below:
                    heapq.heappush(waiting, (self._key(link), link))
            elif key > after:
                self._limit(self.count + 1)
                yield url
                self.last, self.count = url, self.count + 1

    def items(self, url: str) -> list[Item]:
        """Give the records of a file, or items that say why there are none."""
        known = self.known.get(url, [])
        try:
            response = conditional.fetch(self.waf.client, url, known, credentials=self.waf.credentials)
        except NetError as error:
            self._count(error)
            return self._unreadable(url, known, error.finding)
        self.in_a_row = 0
        if response.status == 304:
            return conditional.unchanged(url, known)
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        try:
            found = sniff.items(response.content, kind, url, self.notes)
        except sniff.NotMetadata as error:
            return [Item(url, b"", url, finding=error.finding)]
        except FindingError as error:
            return self._unreadable(url, known, error.finding)
        validator = conditional.validator(response, len(found))
        return [replace(item, url=url, validator=validator) for item in found]

    def take_notes(self) -> list[Finding]:
        """Give what was noticed since the last page."""
        notes, self.notes = self.notes, []
        return notes

    def conclude(self) -> None:
        """Raise what keeps the listing from being complete: a sub-folder or a file that could not be read."""
        if self.fault:
            raise self.fault
        if self.unread:
            raise ListingError(document_findings.FILES_UNREAD(count=len(self.unread), url=", ".join(self.unread[:3])))

    def _unreadable(self, url: str, known: list[Known], finding: Finding) -> list[Item]:
        """What a file held at last stays; of one that was not known it is open what it holds."""
        if not known:
            self.unread.append(url)
        return [Item(guid, b"", url, finding=finding) for guid in [one.guid for one in known] or [url]]

    def _folder(self, url: str) -> waf_listing.Folder:
        waf = self.waf
        response = waf.client.get(url, credentials=waf.credentials, max_bytes=MAX_LISTING)
        return waf_listing.read(response, self.start or waf_listing.folder_of(response.url), waf.extensions)

    def _sub_folder(self, url: str) -> waf_listing.Folder | None:
        try:
            folder = self._folder(url)
        except (NetError, ListingError) as error:
            self._count(error)
            self.fault = self.fault or error
            return None
        self.in_a_row = 0
        return folder

    def _within(self, folder: waf_listing.Folder) -> tuple[str, ...]:
        if not folder.folders or waf_listing.depth(folder.url, self.start) < self.waf.depth:
            return folder.folders
        if self.waf.depth and not self.too_deep:
            self.too_deep = True
            self.notes.append(document_findings.TOO_DEEP(url=folder.url, limit=self.waf.depth))
        return ()

    def _key(self, url: str) -> tuple[tuple[bool, str], ...]:
        """Give what orders files before folders, and what lies in a folder right behind it."""
        parts = url[len(self.start) :].split("/")
        return tuple((number < len(parts), name) for number, name in enumerate(parts, 1) if name)

    def _limit(self, number: int) -> None:
        if number > self.waf.most:
            raise ListingError(document_findings.TOO_MANY(limit=self.waf.most))

    def _count(self, error: FindingError) -> None:
        """Give up when the server rather than a file is broken; what the server refuses is that file's own affair."""
        refused = isinstance(error, Forbidden | TooLarge) or (isinstance(error, HttpError) and _is_refusal(error))
        if not isinstance(error, NetError) or refused:
            return
        self.in_a_row += 1
        if self.in_a_row >= MAX_FAULTS:
            raise error


def _is_refusal(error: HttpError) -> bool:
    return error.status < 500 and error.status != 429
