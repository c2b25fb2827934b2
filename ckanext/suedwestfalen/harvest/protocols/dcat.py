from __future__ import annotations

from ckanext.suedwestfalen.findings import N_

from .base import Protocol


class Dcat(Protocol):
    name = "dcat"
    label = N_("DCAT feed")

    def pages(self, position=None):
        raise NotImplementedError
