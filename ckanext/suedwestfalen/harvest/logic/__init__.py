"""Actions, their authorization and their schemas."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from ckan.authz import get_local_functions

MODULES = ("action", "drafting", "probing", "records")


def actions() -> dict[str, Callable[..., Any]]:
    """Give all actions, for the plugin."""
    modules = [import_module(f"{__name__}.{name}") for name in MODULES]
    return {name: function for module in modules for name, function in get_local_functions(module)}
