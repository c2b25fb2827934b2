"""Catalogue Service for the Web (OGC CSW 2.0.2 and 3.0): pages of full ISO records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import quote_plus

from lxml import etree

from ckanext.suedwestfalen.findings import N_, Finding
from ckanext.suedwestfalen.net import MAX_BYTES, HttpError, NetError, XmlError, mending, xml

from . import findings
from .base import MAX_RECORD, Detected, Item, ListingError, Page, Probe, Protocol
from .csw_messages import (
    DIALECTS,
    Filter,
    Question,
    Service,
    get_capabilities,
    get_records,
    get_records_parameters,
    in_envelope,
    read_service,
    record_address,
    without_parameters,
)
from .csw_parts import Answer, Parts
from .csw_records import exception_text, identify, record_of, unwrap
from .fields import PAGE_SIZE, Field
from .settings import check_box, read_box, read_number, read_words

#: Statuses that another way of asking may mend.
_REFUSALS = frozenset({400, 404, 405, 406, 411, 415, 500, 501})
_XML_HEADERS = {"Content-Type": "application/xml; charset=utf-8", "Accept": "application/xml, text/xml"}
_SOAP_HEADERS = {
    "Content-Type": "application/soap+xml; charset=utf-8",
    "Accept": "application/soap+xml, application/xml, text/xml",
}


@dataclass(frozen=True)
class _Way:
    """How a server wants to be asked: by POST, GET, GET with the box as a parameter of its own, or SOAP."""

    service: Service
    how: str
    sort: bool




class Csw(Protocol):
    """A CSW as source.

    A record is identified by its ISO file identifier. A listing is complete when the server's paging reached its end
    without an error, as many different records were listed as the server declared, and every item could be read:
    what could not may be what is missing. (A record without identifier cannot be one that the portal knows.)

    Settings: ``page_size`` (100), ``keyword`` (contained in the record's keywords, such as ``opendata``), ``types``
    (``dataset``, ``series``, ``service`` …), ``box`` (west, south, east, north in degrees), ``cql`` (takes the place
    of the three), ``version`` (``2.0.2`` or ``3.0.0``; else what the server has, the former first).

    The server is asked by POST in the order of identifiers; without order, by GET or in a SOAP envelope if it refuses
    (in SOAP first, if it has nothing else). Where an answer cannot be read, or the server fails at a question, it is
    asked in smaller parts, until only the record remains that is to blame; see :class:`~.csw_parts.Parts`.
    """

    name = "csw"
    label = N_("Catalogue service (CSW)")
    fields = (
        Field(
            "keyword",
            N_("Only records with this keyword"),
            N_("For example opendata. Leave empty to take all records."),
        ),
        Field(
            "types",
            N_("Only records of these types"),
            N_("Leave empty to take all types."),
            "choices",
            choices={"dataset": N_("Datasets"), "series": N_("Series of datasets"), "service": N_("Services")},
        ),
        Field(
            "box",
            N_("Only records within this box"),
            N_("West, south, east and north in degrees, for example 7.4, 50.6, 9.0, 51.8. Leave empty for no limit."),
            check=check_box,
        ),
        Field(
            "cql",
            N_("Filter in CQL"),
            N_("For experts: a condition in the query language of the catalogue, sent to the server as it is."),
            "long",
        ),
        Field(
            "version",
            N_("Version of the service"),
            N_("Leave open unless the server answers wrongly in the version that is chosen by itself."),
            "choice",
            choices={"2.0.2": "2.0.2", "3.0.0": "3.0.0"},
        ),
        PAGE_SIZE,
    )

    def configure(self) -> None:
        """Read the settings; raises :class:`ListingError` where one cannot be used."""
        self.page_size = read_number(self.settings, "page_size", default=100, low=1, high=1000)
        self.filter = Filter(
            cql=str(self.settings.get("cql") or "").strip(),
            keyword=str(self.settings.get("keyword") or "").strip(),
            types=read_words(self.settings, "types"),
            box=read_box(self.settings, "box"),
        )
        self.versions = read_words(self.settings, "version") or tuple(DIALECTS)
        if unknown := set(self.versions) - set(DIALECTS):
            raise ListingError(findings.SETTING_INVALID(name="version", value=", ".join(sorted(unknown))))

    def pages(self, position: str | int | None = None) -> Iterator[Page]:
        """Give the listing page by page; a position is the number of a record, the first being 1."""
        start: int | None = int(position or 1)
        way, parts, answer = self._begin(start)
        notes = [] if way.sort else [findings.CSW_UNSORTED()]
        listing = _Listing(way.service)
        while start is not None:
            page = listing.page(start, answer, notes)
            # its tree is the largest thing that a worker holds: it goes before the next one comes
            del answer
            yield page
            start, notes = page.next_position, []
            if start is not None:
                answer = parts.answer(start)

    @classmethod
    def detect(cls, probe: Probe) -> Iterator[Detected]:
        """Recognise a catalogue by its capabilities, whatever question stands in the address."""
        given = probe.get()
        if given is not None and (service := _service_in(given.content, probe.url)):
            yield Detected(cls.name, without_parameters(probe.url), service.title)
            return
        address = without_parameters(probe.url)
        for version in DIALECTS:
            answer = probe.get(address, _capabilities_parameters(version))
            service = _service_in(answer.content, address) if answer else None
            if service:
                # Who gives the address of a single record means that one.
                single = "getrecordbyid" in probe.url.lower()
                yield Detected(cls.name, address, service.title, sure=50 if single else 100)
                return

    def service(self) -> Service:
        """Ask for the capabilities and give what they say; raises :class:`ListingError` if this is no CSW."""
        first: Exception | None = None
        for soap in (False, True):
            for version in self.versions:
                try:
                    return self._capabilities(version, soap=soap)
                except (ListingError, XmlError, HttpError) as error:
                    if not soap and isinstance(error, HttpError) and error.status not in _REFUSALS:
                        raise
                    first = first or error
            if not _is_refusal(first):
                break
        raise first or AssertionError

    def _capabilities(self, version: str, *, soap: bool) -> Service:
        url = without_parameters(self.url)
        try:
            if soap:
                body = in_envelope(get_capabilities(DIALECTS[version]))
                content = self.client.post(url, body, _SOAP_HEADERS, credentials=self.credentials).content
            else:
                parameters = _capabilities_parameters(version)
                content = self.client.get(url, parameters, credentials=self.credentials).content
        except HttpError as error:
            raise _as_listing_error(error) from error
        root = _read(content)
        service = read_service(root, self.url)
        if service is None:
            raise ListingError(findings.CSW_NO_CATALOGUE(root=etree.QName(root).localname))
        return replace(service, only_soap=True) if soap else service

    def _begin(self, start: int) -> tuple[_Way, Parts, Answer]:
        """Find the way in which the server gives its first page; the first refusal is the one that is told."""
        first: Exception | None = None
        for way in self._ways(self.service()):
            parts = Parts(partial(self._ask, way), self.page_size)
            try:
                return way, parts, parts.answer(start)
            except (ListingError, HttpError) as error:
                if isinstance(error, HttpError) and error.status not in _REFUSALS:
                    raise
                first = first or error
        raise first or AssertionError

    def _ways(self, service: Service) -> list[_Way]:
        given = without_parameters(self.url)
        plain = [_Way(service, how, sort) for how in ("post", "get") for sort in (True, False)]
        if service.post != given:
            plain.append(_Way(replace(service, post=given, get=given), "post", sort=True))
        if self.filter == Filter(box=self.filter.box) and self.filter and service.dialect.version == "3.0.0":
            plain += [_Way(service, "box", sort) for sort in (True, False)]
        soap = [_Way(service, "soap", sort) for sort in (True, False)]
        return [*soap, *plain] if service.only_soap else [*plain, *soap]

    def _ask(self, way: _Way, start: int, size: int, *, patient: bool) -> Answer:
        question, service = Question(start, size, self.filter, way.sort), way.service
        try:
            if way.how in {"get", "box"}:
                parameters = get_records_parameters(service, question, plain_box=way.how == "box")
                response = self.client.get(service.get, parameters, credentials=self.credentials, repeat=patient)
            else:
                body, address, headers = get_records(service, question), service.post, _XML_HEADERS
                if way.how == "soap":
                    body, address, headers = in_envelope(body), service.soap, _SOAP_HEADERS
                response = self.client.post(address, body, headers, credentials=self.credentials, repeat=patient)
        except HttpError as error:
            raise _as_listing_error(error) from error
        notes: list[Finding] = []
        root = _read(response.content, notes)
        results = next(root.iter("{*}SearchResults"), None)
        if results is None:
            raise ListingError(findings.CSW_NO_CATALOGUE(root=etree.QName(root).localname))
        return Answer(
            list(results.iterchildren(etree.Element)),
            _number(results.get("numberOfRecordsMatched")),
            _number(results.get("nextRecord")),
            notes=notes,
        )


class _Listing:
    """What has to be remembered from page to page."""

    def __init__(self, service: Service):
        self.service = service
        self.address = record_address(service)
        self.declared: int | None = None
        self.seen: set[str] = set()

    def page(self, start: int, answer: Answer, notes: list[Finding]) -> Page:
        """Give the page that begins with record number ``start``."""
        if answer.broken:
            return self._broken_page(start, answer, answer.broken)
        notes = [*notes, *answer.notes, *self._count(answer)]
        known = len(self.seen)
        items = [self._item(record, start + offset) for offset, record in enumerate(answer.records)]
        following = self._following(start, answer)
        if answer.records and len(self.seen) == known and all(_repeated(item) for item in items):
            raise ListingError(findings.CSW_LOOP(position=start, next=following))
        if following is not None and following > start + len(items):
            notes.append(findings.CSW_SHORT(position=start + len(items), count=following - start - len(items)))
        return Page(items, following, self.declared, notes)

    def _broken_page(self, start: int, answer: Answer, finding: Finding) -> Page:
        self.declared = answer.matched or self.declared
        item = Item(None, b"", self.service.get, finding=finding)
        # what is wrong with a document says nothing about where it stands
        refused = finding.code == findings.CSW_RECORD_REFUSED.code
        notes = [] if refused else [findings.CSW_RECORD_DAMAGED(position=start)]
        last = self.declared is not None and start >= self.declared
        return Page([item], None if last else start + 1, self.declared, notes)

    def _count(self, answer: Answer) -> list[Finding]:
        before, self.declared = self.declared, answer.matched
        if before is None or before == self.declared:
            return []
        return [findings.CSW_CHANGED(before=before, after=self.declared)]

    def _following(self, start: int, answer: Answer) -> int | None:
        """Give the number of the next record to ask for; None at the end, which is 0 or beyond the last."""
        following = answer.following
        if following is None:
            # 3.0 and some others leave it out on the last page, some on every page. Where the number of records is
            # left out, too, only an empty page is the end.
            following = start + len(answer.records) if answer.records else 0
        if following == 0 or (answer.matched is not None and following > answer.matched):
            return None
        if following <= start:
            raise ListingError(findings.CSW_LOOP(position=start, next=following))
        return following

    def _item(self, element: etree._Element, position: int) -> Item:
        record = record_of(element)
        known = identify(element if record is None else record)
        url = self.address + quote_plus(known.guid) if known.guid else self.service.get
        finding, content = None, b""
        if not known.guid:
            finding = findings.RECORD_NO_IDENTIFIER(position=position, title=known.title or "?")
        elif known.guid in self.seen:
            finding = findings.RECORD_REPEATED(guid=known.guid)
        elif record is None:
            finding = findings.RECORD_NOT_ISO(guid=known.guid, root=etree.QName(element).localname)
        if record is not None:
            content = xml.canonical(record)
            if len(content) > MAX_RECORD:
                content = b""
                finding = finding or findings.RECORD_TOO_LARGE(guid=known.guid, limit=MAX_RECORD // xml.MEGABYTE)
        if known.guid:
            self.seen.add(known.guid)
        return Item(known.guid, content, url, known.modified, finding)


def _repeated(item: Item) -> bool:
    return item.finding is not None and item.finding.code == findings.RECORD_REPEATED.code


def _capabilities_parameters(version: str) -> dict[str, str]:
    return {"service": "CSW", "request": "GetCapabilities", "version": version, "acceptVersions": version}


def _service_in(content: bytes, url: str) -> Service | None:
    try:
        return read_service(_read(content), url)
    except (ListingError, XmlError):
        return None


def _is_refusal(error: Exception | None) -> bool:
    """Tell whether a server may merely dislike the way of asking; a web page is no such answer."""
    explained = isinstance(error, ListingError) and error.finding.code == findings.CSW_EXCEPTION.code
    return explained or isinstance(error, HttpError)


def _read(content: bytes, notes: list[Finding] | None = None) -> etree._Element:
    """Give the root of an answer; web pages and exception reports become a :class:`ListingError`."""
    try:
        root, mended = mending.parse(content, max_bytes=MAX_BYTES)
    except XmlError:
        if xml.is_html(content):
            raise ListingError(findings.CSW_HTML(title=xml.html_title(content) or "?")) from None
        raise
    if etree.QName(root).localname.lower() == "html":
        raise ListingError(findings.CSW_HTML(title=xml.html_title(content) or "?"))
    if text := exception_text(root):
        raise ListingError(findings.CSW_EXCEPTION(text=text))
    if notes is not None:
        notes += mended
    return unwrap(root)


def _as_listing_error(error: HttpError) -> NetError | ListingError:
    """Prefer the server's own explanation to a bare status."""
    try:
        _read(error.content)
    except ListingError as explained:
        return explained if explained.finding.code == findings.CSW_EXCEPTION.code else error
    except XmlError:
        pass
    return error


def _number(text: str | None) -> int | None:
    try:
        return int(text or "")
    except ValueError:
        return None
