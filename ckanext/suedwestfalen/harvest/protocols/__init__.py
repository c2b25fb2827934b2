"""How catalogues of different kinds are listed: one module per kind, found by entry point. Imports no CKAN."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import entry_points

from ckanext.suedwestfalen.harvest.protocols.base import Detected, Item, Known, ListingError, Page, Probe, Protocol

GROUP = "ckanext.suedwestfalen.harvest.protocols"

__all__ = ["GROUP", "Detected", "Item", "Known", "ListingError", "Page", "Probe", "Protocol", "get", "names"]


def names() -> list[str]:
    """Give the names of the installed source kinds, sorted."""
    return sorted(entry.name for entry in entry_points(group=GROUP))


@lru_cache
def get(name: str) -> type[Protocol]:
    """Give the protocol of this name; raises ``LookupError`` if none is installed under it."""
    for entry in entry_points(group=GROUP):
        if entry.name == name:
            return entry.load()
    raise LookupError(name)
