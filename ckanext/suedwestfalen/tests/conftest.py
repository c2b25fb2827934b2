"""What tests of all rooms share: paths. Nothing here imports CKAN, as the pure rooms' tests run without it."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The clone's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Sample data beside the clone; the test is skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of samples beside the clone is absent")
    return folder
