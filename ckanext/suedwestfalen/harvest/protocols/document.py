from __future__ import annotations

from ckanext.suedwestfalen.findings import N_

from .base import Protocol


class Document(Protocol):
    name = "document"
    label = N_("Single document")

    def pages(self, position=None):
        raise NotImplementedError
