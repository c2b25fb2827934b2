"""Actions, their authorization and their schemas."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from ckan.authz import get_local_functions

MODULES = ("action", "drafting", "editing", "probing", "records")
PREFIX = "suedwestfalen_harvest_"


def actions() -> dict[str, Callable[..., Any]]:
    """Give all actions, for the plugin."""
    modules = [import_module(f"{__name__}.{name}") for name in MODULES]
    found = (pair for module in modules for pair in get_local_functions(module))
    # the modules share other functions among each other, which are nobody's business
    return {
        name: function for name, function in found
        if name.startswith(PREFIX) or getattr(function, "chained_action", False)
    }
