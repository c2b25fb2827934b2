"""Template helpers of all modules; their names begin with `use_case_`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

#: Modules with `get_helpers()`.
MODULES: tuple[str, ...] = (
    "helpers_states",
    "helpers_adoptions",
    "helpers_apart",
    "helpers_pages",
)


def get_helpers() -> dict[str, Callable[..., Any]]:
    """Give the helpers to CKAN."""
    return {
        name: helper
        for module in MODULES
        for name, helper in import_module(f"{__package__}.{module}").get_helpers().items()
    }
