"""What every source kind offers to a run: pages of records, each with its identifier and its own bytes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from ckanext.suedwestfalen.findings import N_, Finding, FindingError
from ckanext.suedwestfalen.net import Client, Credentials

#: Largest record that is taken, in bytes.
MAX_RECORD = 10 * 1024 * 1024


class ListingError(FindingError):
    """The listing cannot go on: nothing may be concluded from what is missing in it."""


@dataclass(frozen=True)
class Item:
    """One record of a listing.

    ``guid`` is the record's own identifier (None: it has none, or it could not be read), ``content`` its bytes in a
    form that is equal when the record is unchanged (empty when it could not be read), ``url`` the address at which a
    person finds the original, ``modified`` the date that the record gives itself, as written. ``finding`` is set
    when the record cannot be taken: it is to be reported and not imported.
    """

    guid: str | None
    content: bytes
    url: str
    modified: str | None = None
    finding: Finding | None = None


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
    kind takes ``credentials`` (:class:`~ckanext.suedwestfalen.net.Credentials`).
    The docstring of a subclass says what identifies a record and when a listing counts as complete.
    """

    name: ClassVar[str]
    label: ClassVar[str] = N_("Source")

    def __init__(self, client: Client, url: str, settings: Mapping[str, Any] | None = None):
        self.client = client
        self.url = url
        self.settings = dict(settings or {})
        given = self.settings.get("credentials")
        self.credentials = given if isinstance(given, Credentials) else None

    @abstractmethod
    def pages(self, position: str | int | None = None) -> Iterator[Page]:
        """Give the listing page by page, from the start or from a ``next_position`` of an earlier page.

        Raises :class:`ListingError` when the listing cannot go on, and the errors of ``net`` when the server fails.
        """
