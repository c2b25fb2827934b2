"""Which kinds of sources there are."""

import pytest

from ckanext.suedwestfalen.harvest import protocols


@pytest.fixture
def _as_before():
    off = set(protocols.OFF)
    yield
    protocols.OFF.clear()
    protocols.OFF.update(off)


@pytest.mark.usefixtures("_as_before")
def test_a_kind_whose_plugin_is_off_is_not_offered():
    protocols.switch_off(["suedwestfalen_harvest"])
    assert "use_cases" not in protocols.names()
    assert "csw" in protocols.names()
    protocols.switch_off(["suedwestfalen_harvest", "suedwestfalen_use_cases"])
    assert "use_cases" in protocols.names()
