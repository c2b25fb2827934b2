"""Collections and records of OGC APIs (JSON)."""

from __future__ import annotations

from ckanext.suedwestfalen.harvest.readers import Context
from ckanext.suedwestfalen.metadata import dataset, ogc_api
from ckanext.suedwestfalen.metadata.dataset import Mapped


def read(content: bytes, context: Context) -> Mapped:
    """Make a dataset of a collection, a service or a record; raises ``RecordError``."""
    description, found = ogc_api.read(content)
    mapped = dataset.to_dataset(description, region=context.region, settings=context.settings)
    return Mapped(mapped.dataset, mapped.evidence, [*found, *mapped.findings])
