from __future__ import annotations

from ckanext.suedwestfalen.findings import N_

from .base import Protocol


class Wfs(Protocol):
    name = "wfs"
    label = N_("Feature service (WFS)")

    def pages(self, position=None):
        raise NotImplementedError
