"""Records for the tests of this room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ckanext.suedwestfalen import region as regions
from ckanext.suedwestfalen.metadata import dataset, iso

ISO_ROOT = re.compile(rb"<(?:\w+:)?(?:MD_Metadata|MI_Metadata|CHE_MD_Metadata|idfMdMetadata)[\s>]")
RECORDS = Path(__file__).parent / "records"


@pytest.fixture(scope="session")
def region():
    return regions.load()


@pytest.fixture(scope="session")
def record():
    """Give the bytes of an invented record."""
    return lambda name: (RECORDS / f"{name}.xml").read_bytes()


@pytest.fixture
def mapped(record, region):
    """Read and map an invented record, after replacing texts in it."""

    def read(name, replace=(), **settings):
        data = record(name).decode()
        for old, new in dict(replace).items():
            assert old in data
            data = data.replace(old, new)
        description, found = iso.read(data.encode())
        result = dataset.to_dataset(description, region=region, settings=dataset.Settings(**settings))
        result.findings[:0] = found
        return result

    return read


@pytest.fixture
def sample_records(shared):
    """All documents among the samples that hold an ISO record: path and bytes."""
    found = []
    for path in sorted((shared / "samples").rglob("*.xml")):
        data = path.read_bytes()
        if ISO_ROOT.search(data):
            found.append((path, data))
    return found
