from __future__ import annotations

from ckanext.suedwestfalen.findings import N_

from .base import Protocol


class OgcRecords(Protocol):
    name = "ogc_records"
    label = N_("OGC API Records")

    def pages(self, position=None):
        raise NotImplementedError
