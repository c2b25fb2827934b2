"""The exception of this room."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import FindingError


class RecordError(FindingError):
    """A metadata record that cannot be used at all: no XML, no ISO record in it, no identifier."""
