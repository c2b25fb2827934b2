"""Another CKAN portal, by its interface (API version 3): pages of whole datasets from ``package_search``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ckanext.suedwestfalen.findings import N_, Finding
from ckanext.suedwestfalen.net import HttpError, NetError, Response, xml

from . import ckan_address, ckan_findings, ckan_record, findings
from .base import MAX_RECORD, Detected, Item, ListingError, Page, Probe, Protocol
from .fields import PAGE_SIZE, Field
from .settings import read_number, read_words
from .unique import as_uuid

#: Orders that a listing can be asked for; by id it is steady whatever is edited meanwhile.
_SORTS = ("id asc", "name asc", "")
#: Statuses by which portals refuse an order that they do not know.
_REFUSALS = frozenset({400, 409, 500})
#: Ends of addresses that are rather a feed than a portal.
_FEEDS = (".ttl", ".rdf", ".xml", ".jsonld", ".n3", ".json")


@dataclass(frozen=True)
class _Answer:
    """One answer to ``package_search``: the number of entries in all, and those of this page."""

    count: int
    entries: list[Any]


class Ckan(Protocol):
    """A CKAN portal as source; its address may be that of any of its pages.

    A record is identified by the identifier of the record that it was harvested from (a UUID or an absolute URI), so
    that copies meet; else by its id, which is a UUID (or by its address, should it be none). A listing is complete
    when as many different entries were listed as the portal counts. If some are lacking at the end, or the number
    changed, it is listed once more. The address of a single dataset gives this one alone.

    Settings: ``organization`` and ``group`` (names), ``query`` (words), ``fq`` (in Solr's language), ``types`` (types
    of entries; else all that are not known to be no datasets), ``page_size`` (100).
    """

    name = "ckan"
    label = N_("CKAN portal")
    fields = (
        Field(
            "organization",
            N_("Only datasets of these organizations"),
            N_("Names as in the address of the organization's page, separated by commas."),
        ),
        Field(
            "group",
            N_("Only datasets of these groups"),
            N_("Names as in the address of the group's page, separated by commas."),
        ),
        Field(
            "query",
            N_("Only datasets with these words"),
            N_("As typed into the search of the portal."),
        ),
        Field(
            "fq",
            N_("Filter in Solr's language"),
            N_('For experts: sent to the portal as it is, for example tags:"opendata" -license_id:notspecified.'),
            "long",
        ),
        Field(
            "types",
            N_("Only entries of these types"),
            N_("Leave empty unless the portal has datasets of types of its own. Separated by commas."),
        ),
        PAGE_SIZE,
    )

    def configure(self) -> None:
        """Take the address apart and read the settings, which add to the filters in the address."""
        self.address = ckan_address.read(self.url)
        # One entry of every page is that of the page before.
        self.page_size = max(2, read_number(self.settings, "page_size", default=100, low=1, high=1000))
        given = {**self.address.settings, **{name: value for name, value in self.settings.items() if value}}
        self.query = str(given.get("query") or "").strip()
        self.filter = _filter(read_words(given, "organization"), read_words(given, "group"), given.get("fq"))
        self.types = read_words(given, "types")

    def pages(self, position: str | int | None = None) -> Iterator[Page]:
        """Give the listing page by page; a position is the number of entries before the page."""
        if self.address.dataset:
            yield self._single()
            return
        listing = _Listing(self.address, self.types)
        begin = int(position or 0)
        order, answer = self._begin(begin)
        notes = [] if order == _SORTS[0] else [ckan_findings.UNSORTED()]
        for again in (False, True):
            yield from self._once(listing, 0 if again else begin, order, answer, notes, again=again)
            if listing.is_whole or begin:
                return
            if not again:
                notes, answer = [], self._ask(0, order)
                listing.begin_again()
        listing.give_up()

    def _once(
        self, listing: _Listing, start: int, order: str, answer: _Answer, notes: list[Finding], *, again: bool
    ) -> Iterator[Page]:
        """List from ``start`` to the end; ``answer`` is the first page's.

        Every further page is asked for with the last entry of the one before: if that has moved, entries went or came
        in front of it meanwhile, and some may have slipped through, even where the number is the same as before.
        """
        while True:
            items = listing.take(answer)
            gained, start = len(answer.entries), start + len(answer.entries)
            ended = not gained or start >= answer.count
            notes = [*notes, *listing.notes(last=ended and (again or listing.is_whole))]
            yield Page(items, None if ended else start, listing.declared, notes)
            if ended:
                return
            notes, answer = [], self._ask(start - 1, order)
            answer = _Answer(answer.count, listing.follow(answer.entries))

    def _single(self) -> Page:
        entry = self._result("package_show", {"id": self.address.dataset})
        listing = _Listing(self.address, self.types)
        items = listing.take(_Answer(1, [entry]))
        return Page(items, None, listing.declared, listing.notes(last=True))

    def _begin(self, start: int) -> tuple[str, _Answer]:
        """Find an order that the portal knows; the first refusal is the one that is told."""
        first: Exception | None = None
        for order in _SORTS:
            try:
                return order, self._ask(start, order)
            except HttpError as error:
                if error.status not in _REFUSALS:
                    raise self._explained(error) from error
                first = first or self._explained(error)
            except ListingError as error:
                if error.finding.code != ckan_findings.REFUSED.code:
                    raise
                first = first or error
        raise first or AssertionError

    def _ask(self, start: int, order: str) -> _Answer:
        question = {"q": self.query, "fq": self.filter, "sort": order}
        question = {name: value for name, value in question.items() if value}
        question |= {"rows": str(self.page_size), "start": str(start), "facet": "false"}
        result = self._result("package_search", question)
        count = result.get("count") if isinstance(result, dict) else None
        entries = result.get("results") if isinstance(result, dict) else None
        if type(count) is not int or not isinstance(entries, list):
            raise ListingError(ckan_findings.NOT_CKAN(url=self.address.site, what="package_search"))
        return _Answer(count, entries)

    def _result(self, action: str, parameters: dict[str, str]) -> Any:
        """Ask an action; gives its result. Raises ``HttpError``, or :class:`ListingError` for every other answer."""
        url = self.address.action(action)
        try:
            response = self.client.get(url, parameters, credentials=self.credentials)
        except HttpError as error:
            if error.status in {404, 405, 410}:
                raise self._explained(error) from error
            raise
        answer = ckan_record.load(response.content)
        if not isinstance(answer, dict) or "success" not in answer:
            if xml.is_html(response.content):
                raise ListingError(ckan_findings.HTML(title=xml.html_title(response.content) or "?"))
            raise ListingError(ckan_findings.NOT_CKAN(url=self.address.site, what=action))
        if answer["success"] is not True:
            raise ListingError(ckan_findings.REFUSED(text=_error_text(answer)))
        return answer.get("result")

    def _explained(self, error: HttpError) -> NetError | ListingError:
        """Prefer the portal's own explanation, or that it is no CKAN, to a bare status."""
        answer = ckan_record.load(error.content)
        if text := _error_text(answer):
            return ListingError(ckan_findings.REFUSED(text=text))
        # An action that a CKAN lacks gives a bare sentence with status 400.
        if error.status in {404, 405, 410} or isinstance(answer, str):
            what = answer if isinstance(answer, str) else f"HTTP {error.status}"
            return ListingError(ckan_findings.NOT_CKAN(url=self.address.site, what=what))
        return error

    @classmethod
    def detect(cls, probe: Probe) -> Iterator[Detected]:
        """Recognise a portal by its ``status_show``, or its ``package_search`` where that is closed."""
        query = {name.lower() for name, _ in parse_qsl(urlsplit(probe.url).query)}
        if query & {"service", "request"}:
            return  # an address of a geo service, which no CKAN has
        typed = ckan_address.read(probe.url)
        feed = urlsplit(probe.url).path.lower().endswith(_FEEDS)
        for site in ckan_address.candidates(typed):
            address = ckan_address.Address(site, typed.dataset, typed.settings)
            status = _success(probe.get(address.action("status_show")))
            found = isinstance(status, dict) and ("ckan_version" in status or "site_title" in status)
            if not found:
                answer = _success(probe.get(address.action("package_search"), {"rows": "0"}))
                found = isinstance(answer, dict) and type(answer.get("count")) is int
                status = {}
            if found:
                url = address.page(typed.dataset) if typed.dataset else site + "/"
                title = status.get("site_title") if isinstance(status, dict) else ""
                title = title if isinstance(title, str) else ""
                yield Detected(cls.name, url, title, dict(typed.settings), 60 if feed else 100)
                return


class _Listing:
    """What has to be remembered from page to page, and from the first pass to the second."""

    def __init__(self, address: ckan_address.Address, types: tuple[str, ...]):
        self.address, self.types = address, types
        self.count: int | None = None
        self.seen: set[str] = set()
        self.guids: set[str] = set()
        self.left_out: Counter[str] = Counter()
        self._changed = False
        self._last = ""
        self._notes: list[Finding] = []

    @property
    def declared(self) -> int | None:
        """How many records the portal has, without those that nobody wants."""
        return None if self.count is None else self.count - self.left_out.total()

    @property
    def is_whole(self) -> bool:
        """True when there are as many different entries as the portal counts, and always were."""
        return not self._changed and len(self.seen) == self.count

    def begin_again(self) -> None:
        """Forget about changes of the number; what was seen stays seen."""
        self._changed = False
        self.count = None

    def give_up(self) -> None:
        """Let nobody take a list for whole that changed under both passes and has the right length by chance."""
        if len(self.seen) == self.count:
            raise ListingError(ckan_findings.UNSTEADY())

    def follow(self, entries: list[Any]) -> list[Any]:
        """Give what comes behind the first entry, which is to be the last of the page before."""
        self._changed = self._changed or [_key(entry) for entry in entries[:1]] != [self._last]
        return entries[1:]

    def take(self, answer: _Answer) -> list[Item]:
        """Give the records of a page that were not seen before."""
        if self.count not in {None, answer.count}:
            self._changed = True
            self._notes.append(ckan_findings.CHANGED(before=self.count, after=answer.count))
        self.count = answer.count
        if answer.entries:
            self._last = _key(answer.entries[-1])
        return [item for entry in answer.entries if (item := self._item(entry))]

    def notes(self, *, last: bool) -> list[Finding]:
        """Give what was found out since the last page, and on the last one what holds for all."""
        found, self._notes = self._notes, []
        if last and len(self.seen) != self.count:
            found.append(ckan_findings.GAPS(declared=self.count, listed=len(self.seen)))
        if last and self.left_out:
            kinds = ", ".join(sorted(self.left_out))
            found.append(ckan_findings.LEFT_OUT(count=self.left_out.total(), kinds=kinds))
        return found

    def _item(self, entry: Any) -> Item | None:
        key = _key(entry)
        if key in self.seen:
            return None
        self.seen.add(key)
        package = entry if isinstance(entry, dict) else {}
        own = package.get("id")
        if own != key:
            title = str(package.get("title") or package.get("name") or "?")
            return Item(None, b"", self.address.site, finding=ckan_findings.NO_ID(title=title))
        if unwanted := self._unwanted(package):
            self.left_out[unwanted] += 1
            return None
        return self._record(package, own)

    def _record(self, package: dict[str, Any], own: str) -> Item:
        content = ckan_record.canonical(package)
        guid = ckan_record.harvested_guid(package)
        if guid in self.guids:
            self._notes.append(ckan_findings.GUID_SHARED(guid=guid))
            guid = ""
        # CKAN's ids are UUIDs: so is the identifier that ckanext-dcat publishes, and copies often keep it.
        guid = guid or as_uuid(own) or f"{self.address.site}/dataset/{own}"
        self.guids.add(guid)
        name, modified = package.get("name"), package.get("metadata_modified")
        page = self.address.page(name if isinstance(name, str) and name else own)
        modified = modified if isinstance(modified, str) else None
        if len(content) > MAX_RECORD:
            too_large = findings.RECORD_TOO_LARGE(guid=guid, limit=MAX_RECORD // xml.MEGABYTE)
            return Item(guid, b"", page, modified, too_large, reader="ckan")
        return Item(guid, content, page, modified, reader="ckan")

    def _unwanted(self, package: dict[str, Any]) -> str:
        """Say what an entry is that is not taken; empty for one that is."""
        if not ckan_record.is_public(package):
            return "private"
        kind = ckan_record.kind_of(package)
        wanted = kind in self.types if self.types else kind not in ckan_record.NO_DATASETS
        return "" if wanted else kind


def _key(entry: Any) -> str:
    """Give what tells an entry from the others: its id, or, if it has none, all of it."""
    own = entry.get("id") if isinstance(entry, dict) else None
    return own if isinstance(own, str) and own else json.dumps(entry, sort_keys=True)


def _filter(organizations: tuple[str, ...], groups: tuple[str, ...], expert: Any) -> str:
    """Give the filter query in Solr's language."""
    parts = []
    for field, names in (("organization", organizations), ("groups", groups)):
        if names:
            quoted = (f'"{name}"' for name in (name.replace('"', "").replace("\\", "") for name in names))
            parts.append(f"+{field}:({' OR '.join(quoted)})")
    return " ".join([*parts, str(expert or "").strip()]).strip()


def _success(response: Response | None) -> Any:
    answer = ckan_record.load(response.content) if response else None
    return answer.get("result") if isinstance(answer, dict) and answer.get("success") is True else None


def _error_text(answer: Any) -> str:
    """Give the portal's own words for an error, without the type that stands with them."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(error, dict):
        told = error.get("message") or {name: text for name, text in error.items() if name != "__type"}
        error = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False) if told else "?"
    return str(error)[:300] if error else ""
