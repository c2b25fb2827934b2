"""What comes in: a use case as read from a bundle or a table, not yet compared with anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ckanext.suedwestfalen.findings import Finding


@dataclass
class Record:
    """A use case from elsewhere.

    ``dataset``: its fields under their names in the schema, without id, name and organization. ``contact``: the
    contact fields, or None where nothing is said. ``adoptions``: as :func:`adoptions.merge` takes them.
    ``teller``: the portal that the bundle is from; it is where the record comes from (``source_catalog``) unless the
    record says that it came from another. ``identifier``, ``modified`` and ``teller`` are empty for one from a table.
    ``place`` names it for people (its number, or row); ``notes`` are findings that do not keep it from being used.
    """

    dataset: dict[str, Any]
    contact: dict[str, str] | None = None
    adoptions: list[dict[str, Any]] = field(default_factory=list)
    identifier: str = ""
    modified: str = ""
    teller: str = ""
    place: str = ""
    notes: list[Finding] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title, for messages."""
        return str(self.dataset.get("title") or "")
