"""What tests do where a tool is missing."""

from __future__ import annotations

import os

import pytest


def need(present: object, what: str) -> None:
    """Skip the test where the tool is missing; on a build server, where `make test` installs all, let it fail."""
    if not present:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{what} is missing; `make test` installs it")
