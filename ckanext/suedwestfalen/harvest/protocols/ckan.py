from __future__ import annotations

from ckanext.suedwestfalen.findings import N_

from .base import Protocol


class Ckan(Protocol):
    name = "ckan"
    label = N_("CKAN portal")

    def pages(self, position=None):
        raise NotImplementedError
