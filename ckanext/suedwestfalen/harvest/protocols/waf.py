from __future__ import annotations

from ckanext.suedwestfalen.findings import N_

from .base import Protocol


class Waf(Protocol):
    name = "waf"
    label = N_("Folder of metadata files (WAF)")

    def pages(self, position=None):
        raise NotImplementedError
