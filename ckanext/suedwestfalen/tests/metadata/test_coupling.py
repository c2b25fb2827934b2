from __future__ import annotations

import pytest

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.metadata import coupling, dataset
from ckanext.suedwestfalen.metadata.description import Coupled, Description, Service

UUID = "4a8c1c7e-6f5e-4d0f-9d38-0a1f6f0f0b11"


@pytest.mark.parametrize(("coupled", "expected"), [
    (Coupled(UUID), [UUID]),
    (Coupled(UUID, f"https://a.example/csw?request=GetRecordById&service=CSW&id={UUID}"), [UUID]),
    (Coupled("https://registry.example/id/de.nw/1", f"https://a.example/csw?REQUEST=GetRecordById&ID={UUID}#x"),
     ["https://registry.example/id/de.nw/1", UUID]),
    (Coupled("", f"https://registry.example/id/de.nw/{UUID}"), [UUID, f"https://registry.example/id/de.nw/{UUID}"]),
    (Coupled("", "https://a.example/csw?request=GetRecordById&id=plan_17"), ["plan_17"]),
    (Coupled("#data1", "#data1"), []), (Coupled("", "https://a.example/csw?request=GetCapabilities"), []),
])
def test_identifiers_of_coupled_data(coupled, expected):
    description = Description("s1", title="Dienst", service=Service("view", operates_on=[coupled, coupled]))
    assert coupling.identifiers(description) == expected
    mapped = dataset.to_dataset(description, region=region.load()).dataset
    assert mapped.get("operates_on", []) == expected


def test_data_work_on_nothing():
    assert coupling.identifiers(Description("d1")) == []
    assert "operates_on" not in dataset.to_dataset(Description("d1", title="Daten"), region=region.load()).dataset
