"""A source that lists what the test tells it to, with faults that no real server produces on request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ckanext.suedwestfalen.findings import ERROR, FindingError, kind
from ckanext.suedwestfalen.harvest.protocols import Item, Page

BROKEN = kind("test-broken", ERROR, "The test broke the line.")


@dataclass
class Script:
    """What the server would list: guid → document; ``fail_after`` pages it breaks off."""

    records: dict[str, bytes] = field(default_factory=dict)
    extra: list[Item] = field(default_factory=list)
    declared: int | None = -1
    page_size: int = 10
    fail_after: int | None = None
    before_page: Callable[[int], None] | None = None

    def protocol(self) -> type:
        """Give the protocol class that plays this script."""
        script = self

        class Scripted:
            label, fields, plugin = "Scripted", (), ""

            def __init__(self, client, url, settings, known=None):
                pass

            def pages(self, position=None) -> Iterator[Page]:
                return script.pages(position)

        return Scripted

    def pages(self, position: int | None = None) -> Iterator[Page]:
        """List from the start, or from the item with this number."""
        items = [Item(guid, content, f"https://example.org/{guid}") for guid, content in self.records.items()]
        items += self.extra
        declared = len(items) if self.declared == -1 else self.declared
        for number, start in enumerate(range(position or 0, len(items), self.page_size) or [0]):
            if self.before_page:
                self.before_page(number)
            if self.fail_after is not None and number >= self.fail_after:
                raise FindingError(BROKEN())
            end = start + self.page_size
            yield Page(items[start:end], end if end < len(items) else None, declared)
