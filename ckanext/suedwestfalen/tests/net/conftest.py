"""Servers to talk to."""

from __future__ import annotations

from ckanext.suedwestfalen.tests.servers import faulty, pycsw

__all__ = ["faulty", "pycsw"]
