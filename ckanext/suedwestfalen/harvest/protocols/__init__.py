"""How catalogues of different kinds are listed: one module per kind, found by entry point. Imports no CKAN."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from importlib.metadata import entry_points

from ckanext.suedwestfalen.harvest.protocols.base import Detected, Item, Known, ListingError, Page, Probe, Protocol

GROUP = "ckanext.suedwestfalen.harvest.protocols"

__all__ = ["GROUP", "Detected", "Item", "Known", "ListingError", "Page", "Probe", "Protocol", "get", "names",
           "switch_off"]


#: Kinds whose plugin the portal has not switched on; set by the harvest's plugin, which knows.
OFF: set[str] = set()


def names() -> list[str]:
    """Give the names of the source kinds that can be used, sorted."""
    return sorted({entry.name for entry in entry_points(group=GROUP)} - OFF)


def switch_off(plugins: Collection[str]) -> None:
    """Leave out the kinds that need another plugin than these."""
    OFF.clear()
    OFF.update(name for name in names() if get(name).plugin not in ("", *plugins))


@lru_cache
def get(name: str) -> type[Protocol]:
    """Give the protocol of this name; raises ``LookupError`` if none is installed under it."""
    for entry in entry_points(group=GROUP):
        if entry.name == name:
            return entry.load()
    raise LookupError(name)
