"""ISO 19115 metadata in XML (ISO 19139), alone or wrapped."""

from __future__ import annotations

from ckanext.suedwestfalen.harvest.readers import Context
from ckanext.suedwestfalen.metadata import dataset, iso
from ckanext.suedwestfalen.metadata.dataset import Mapped


def read(content: bytes, context: Context) -> Mapped:
    """Make a dataset of an ISO record; raises ``RecordError`` or ``XmlError``."""
    description, found = iso.read(content)
    mapped = dataset.to_dataset(description, region=context.region, settings=context.settings)
    return Mapped(mapped.dataset, mapped.evidence, [*found, *mapped.findings])
