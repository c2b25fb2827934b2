"""A layer of a WFS or WMS, or a whole service, from its capabilities."""

from __future__ import annotations

from ckanext.suedwestfalen.harvest.readers import Context
from ckanext.suedwestfalen.metadata import capabilities, dataset
from ckanext.suedwestfalen.metadata.dataset import Mapped


def read(content: bytes, context: Context) -> Mapped:
    """Make a dataset of a layer with its service; raises ``RecordError`` or ``XmlError``."""
    description, found = capabilities.read(content)
    mapped = dataset.to_dataset(description, region=context.region, settings=context.settings)
    return Mapped(mapped.dataset, mapped.evidence, [*found, *mapped.findings])
