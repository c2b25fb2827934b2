"""Metadata: readers of one format each, the neutral description they give, and the dataset dict made of it."""

from __future__ import annotations

from ckanext.suedwestfalen.metadata.description import Description
from ckanext.suedwestfalen.metadata.errors import RecordError

#: Raised with every change that gives other datasets for the same records; harvested records are then read again.
VERSION = 3

__all__ = ["VERSION", "Description", "RecordError"]
