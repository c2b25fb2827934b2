"""The source kind of the harvest for use cases: another portal's bundle (JSON-LD)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from ckanext.suedwestfalen.findings import N_, Finding, FindingError
from ckanext.suedwestfalen.harvest.protocols import findings as listing
from ckanext.suedwestfalen.harvest.protocols.base import Detected, Item, ListingError, Page, Probe, Protocol
from ckanext.suedwestfalen.net import NetError
from ckanext.suedwestfalen.use_cases.exchange import findings, reading
from ckanext.suedwestfalen.use_cases.exchange.record import Record

READER = "use_case"
PATH = "/use_cases.jsonld"
PAGE = 200
_LINK = re.compile(rb"""href=["']([^"'<>]{0,500}/use_cases\.jsonld[^"'<>]{0,500})["']""")
_ACCEPT = {"Accept": "application/ld+json, application/json;q=0.9"}


class UseCases(Protocol):
    """A bundle of use cases as source.

    A use case is identified by its ``dct:identifier``. The listing is complete when the bundle could be read to its
    end and every record in it could be told from the others. What came from this portal is listed too: its adoptions
    elsewhere are worth knowing; see `reader.py` for what becomes of it.
    """

    name = "use_cases"
    label = N_("Use cases (JSON-LD)")
    makes_datasets = False
    plugin = "suedwestfalen_use_cases"

    def pages(self, position: str | int | None = None) -> Iterator[Page]:
        """Give the bundle in pages; it is one document, so a listing that makes way reads it again."""
        answer = self.client.get(self.url, headers=_ACCEPT, credentials=self.credentials)
        start = int(position or 0)
        items: list[Item] = []
        number = 0
        try:
            catalog = reading.head(answer.content).get("catalog", "")
            for number, (node, found) in enumerate(reading.entries(answer.content), 1):
                if number <= start:
                    continue
                items.append(_item(node, found, number, catalog, answer.url))
                if len(items) == PAGE:
                    yield Page(items, number)
                    items = []
        except FindingError as error:
            yield Page(items, number)
            raise ListingError(error.finding) from error
        yield Page(items, None)

    @classmethod
    def detect(cls, probe: Probe) -> Iterator[Detected]:
        """Recognise a bundle by its content, and a portal's page by the bundle to which it leads."""
        answer = probe.get()
        if answer is None:
            return
        if _is_bundle(answer.content):
            yield Detected(cls.name, probe.url, reading.head(answer.content).get("catalog", ""))
            return
        link = _LINK.search(answer.content[:500_000])
        if link:
            address = urljoin(answer.url, link[1].decode("utf-8", "ignore").replace("&amp;", "&"))
            try:
                found = probe.get(address)
            except NetError:
                return
            if found is not None and _is_bundle(found.content):
                # the page itself may well be a catalogue of datasets, which is more likely to be meant
                yield Detected(cls.name, address, sure=50)


def _is_bundle(content: bytes) -> bool:
    if content[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"{":
        return False
    try:
        return "format_version" in reading.head(content)
    except FindingError as error:
        return error.finding.code == findings.TOO_NEW.code


def _item(node: Any, found: Record | Finding, number: int, catalog: str, url: str) -> Item:
    """Give a record as the ledger takes it; of one that cannot be used its identifier if it has one."""
    if isinstance(found, Finding):
        guid = reading.identifier(node)
        if not guid:
            found = listing.RECORD_NO_IDENTIFIER(position=number, title=reading.title(node))
        return Item(guid or None, b"", url, finding=found, reader=READER)
    content = json.dumps({"catalog": catalog, "useCase": node}, sort_keys=True, ensure_ascii=False).encode(
        "utf-8", "replace")
    page = found.identifier if found.identifier.startswith("http") else url
    return Item(found.identifier, content, page, found.modified, reader=READER)
