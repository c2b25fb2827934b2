"""What every source kind offers to a run: pages of records, each with its identifier and its own bytes."""

from __future__ import annotations

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import urlencode

from ckanext.suedwestfalen.findings import N_, Finding, FindingError
from ckanext.suedwestfalen.harvest.protocols.fields import Field
from ckanext.suedwestfalen.net import Client, Credentials, NetError, Response

#: Largest record that is taken, in bytes.
MAX_RECORD = 10 * 1024 * 1024
#: Longest identifier in bytes of UTF-8; no index of the database holds a longer one, which is known by its digest.
MAX_GUID = 2000
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class ListingError(FindingError):
    """The listing cannot go on: nothing may be concluded from what is missing in it."""


@dataclass(frozen=True)
class Item:
    """One record of a listing.

    ``guid`` is the record's own identifier (None: it has none, or it could not be read), ``content`` its bytes in a
    form that is equal when the record is unchanged (empty when it could not be read), ``url`` the address at which a
    person finds the original, ``modified`` the date that the record gives itself, as written. ``finding`` is set
    when the record cannot be taken: it is to be reported and not imported.

    ``reader`` names the format of ``content`` (an entry point of ``harvest.readers``). ``validator`` is what the
    server gave for asking next time whether the document changed (an ETag, a date), opaque to all but the protocol;
    with ``unchanged`` the item says that the document is the one that is known, and has no content.
    """

    guid: str | None
    content: bytes
    url: str
    modified: str | None = None
    finding: Finding | None = None
    reader: str = "iso"
    validator: str = ""
    unchanged: bool = False

    def __post_init__(self) -> None:
        """Make of what JSON and HTTP can say something that a database stores: else it would cost the whole run."""
        for name in ("guid", "url", "modified", "validator"):
            value = getattr(self, name)
            if value and _UNSTORABLE.search(value):
                object.__setattr__(self, name, _UNSTORABLE.sub("\ufffd", value))
        if self.guid and len(self.guid.encode()) > MAX_GUID:
            digest = hashlib.sha256(self.guid.encode()).hexdigest()
            object.__setattr__(self, "guid", f"{self.guid[:400]}#sha256:{digest}")


@dataclass(frozen=True)
class Known:
    """What an earlier run kept of a document: the record's identifier, the server's validator, the record's reader."""

    guid: str
    validator: str
    reader: str = "iso"


@dataclass(frozen=True)
class Page:
    """One step of a listing.

    ``next_position`` is what :meth:`Protocol.pages` takes to go on after this page (None: the end was reached),
    ``declared`` the number of records that the source itself says it has (None: it says nothing).
    """

    items: list[Item]
    next_position: str | int | None
    declared: int | None = None
    findings: list[Finding] = field(default_factory=list)


class Protocol(ABC):
    """A kind of source. A subclass speaks its protocol and nothing else; the run owns bookkeeping and faults.

    ``settings`` are the source's own settings; a subclass documents the keys that it knows and ignores others. Every
    kind takes ``credentials`` (:class:`~ckanext.suedwestfalen.net.Credentials`). ``known`` gives, by address, the
    records of earlier runs whose documents have a validator (a document may hold several records).
    The docstring of a subclass says what identifies a record and when a listing counts as complete.
    """

    name: ClassVar[str]
    label: ClassVar[str] = N_("Source")
    #: The settings that a person may give, in the order of the form.
    fields: ClassVar[tuple[Field, ...]] = ()
    #: Whether its records become datasets, so that one of them can fill the dataset form.
    makes_datasets: ClassVar[bool] = True
    #: The plugin without which nothing can be made of the records; empty: the harvest's own.
    plugin: ClassVar[str] = ""

    def __init__(
        self,
        client: Client,
        url: str,
        settings: Mapping[str, Any] | None = None,
        known: Callable[[], Mapping[str, list[Known]]] | None = None,
    ):
        self.client = client
        self.url = url
        self.settings = dict(settings or {})
        given = self.settings.get("credentials")
        self.credentials = given if isinstance(given, Credentials) else None
        #: What earlier runs kept, by the address of the document; only asked for by kinds that ask conditionally.
        self.known = known or dict
        self.configure()

    def configure(self) -> None:  # noqa: B027 - not abstract: a kind without settings has nothing to do
        """Read ``self.settings`` once; raises :class:`ListingError` where one cannot be used."""

    @abstractmethod
    def pages(self, position: str | int | None = None) -> Iterator[Page]:
        """Give the listing page by page, from the start or from a ``next_position`` of an earlier page.

        Raises :class:`ListingError` when the listing cannot go on, and the errors of ``net`` when the server fails.
        """

    @classmethod
    def detect(cls, _probe: Probe) -> Iterator[Detected]:
        """Say whether the probed address is of this kind, and with which address and settings it is best harvested.

        The default recognises nothing.
        """
        yield from ()


@dataclass(frozen=True)
class Detected:
    """An address as a source: what a person would otherwise have to fill in.

    ``sure``: 0 to 100, the highest wins (100: the document says so itself). ``layers`` are names and titles to choose
    from, where the source offers a choice.
    """

    protocol: str
    url: str
    title: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    sure: int = 100
    layers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Tried:
    """A request of a detection: its address, and what came (``error`` None: an answer)."""

    url: str
    error: Finding | None = None
    what: str = ""


class Probe:
    """An address that somebody typed, fetched as often as needed but every address once only.

    Keeps what was tried. A kind asks :meth:`get` and looks at the answer; None means that there was none.
    """

    def __init__(self, client: Client, url: str, credentials: Credentials | None = None):
        self.client, self.url, self.credentials = client, url, credentials
        self.tried: list[Tried] = []
        self._answers: dict[str, Response | None] = {}

    def get(self, url: str | None = None, params: Mapping[str, str] | None = None) -> Response | None:
        """Give the answer of an address (default: the one that was typed), or None; never raises for a bad answer."""
        address = url or self.url
        key = address + "?" + urlencode(params or {})
        if key not in self._answers:
            self._answers[key] = self._fetch(address, params)
        return self._answers[key]

    def _fetch(self, url: str, params: Mapping[str, str] | None) -> Response | None:
        shown = url if not params else url + ("&" if "?" in url else "?") + urlencode(params)
        try:
            answer = self.client.get(url, params, credentials=self.credentials)
        except NetError as error:
            self.tried.append(Tried(shown, error.finding))
            return None
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip()
        self.tried.append(Tried(answer.url, None, kind))
        return answer
