"""Web Feature Service (OGC WFS 1.0.0, 1.1.0, 2.0.0): its feature types as datasets to download."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import N_

from .ows import DATASETS, LAYERS, Ows, version_field


class Wfs(Ows):
    """A WFS as source; see :class:`~.ows.Ows`."""

    name = "wfs"
    label = N_("Feature service (WFS)")
    service = "WFS"
    versions = ("2.0.0", "1.1.0", "1.0.0")
    #: Above the WMS at the same address: data are worth more than pictures.
    likely = 95
    fields = (DATASETS, LAYERS, version_field(versions))
