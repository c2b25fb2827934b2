"""How records of different formats become datasets: one module per format, found by entry point.

A reader is a module with ``read(content, context) -> Mapped`` and, if what it makes of a record ever changes,
``VERSION``: a new one imports every record of this format again.

What is no dataset says so by ``TYPE``. It has ``write(dataset) -> str`` in the place of ``datasets.write``, which may
raise :class:`Left` where the portal keeps what it has, and ``check(dataset, organization_id) -> errors`` for previews.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any

from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.metadata.dataset import Mapped, Settings
from ckanext.suedwestfalen.region import Region

GROUP = "ckanext.suedwestfalen.harvest.readers"


@dataclass(frozen=True)
class Context:
    """What a reader knows besides the record: the region, and the settings of source and portal."""

    region: Region
    settings: Settings


Reader = Callable[[bytes, Context], Mapped]
DATASET = "dataset"


class Left(FindingError):
    """A record that is fine, but is not written; the finding says why."""


def get(name: str) -> Reader:
    """Give the reader of this name.

    It makes a dataset (without organization, name and id) of a record's bytes, and raises a ``FindingError`` where
    nothing can be made of it. Raises ``LookupError`` if none is installed under the name.
    """
    return _module(name).read


def version(name: str) -> int:
    """Give the version of a reader; what is not installed has none (0)."""
    try:
        return getattr(_module(name), "VERSION", 1)
    except LookupError:
        return 0


def package_type(name: str) -> str:
    """Give the type of what the reader's records become."""
    return getattr(_module(name), "TYPE", DATASET)


def writer(name: str) -> Callable[[dict[str, Any]], str] | None:
    """Give what writes the reader's records, if it brings that itself."""
    return getattr(_module(name), "write", None)


def checker(name: str) -> Callable[[dict[str, Any], str], dict[str, Any]] | None:
    """Give what tells why the portal would refuse one of the reader's records, if it brings that itself."""
    return getattr(_module(name), "check", None)


@lru_cache
def _module(name: str) -> ModuleType:
    for entry in entry_points(group=GROUP):
        if entry.name == name:
            return entry.load()
    raise LookupError(name)
