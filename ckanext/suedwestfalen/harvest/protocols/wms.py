from __future__ import annotations

from ckanext.suedwestfalen.findings import N_

from .base import Protocol


class Wms(Protocol):
    name = "wms"
    label = N_("Map service (WMS)")

    def pages(self, position=None):
        raise NotImplementedError
