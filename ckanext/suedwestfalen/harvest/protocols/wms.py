"""Web Map Service (OGC WMS 1.1.1, 1.3.0): its layers as datasets to look at."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import N_

from .ows import DATASETS, LAYERS, Ows, version_field


class Wms(Ows):
    """A WMS as source; see :class:`~.ows.Ows`.

    A group of layers that has a name is one dataset, layers in a group without a name are one each. The one layer
    that holds all others stands for the service, with or without a name.
    """

    name = "wms"
    label = N_("Map service (WMS)")
    service = "WMS"
    versions = ("1.3.0", "1.1.1")
    fields = (DATASETS, LAYERS, version_field(versions))
