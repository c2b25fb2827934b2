from __future__ import annotations

from ckanext.suedwestfalen.findings import N_

from .base import Protocol


class OgcFeatures(Protocol):
    name = "ogc_features"
    label = N_("OGC API Features")

    def pages(self, position=None):
        raise NotImplementedError
