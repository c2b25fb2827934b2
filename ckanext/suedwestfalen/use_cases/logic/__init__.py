"""Actions, their authorization and their schemas."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from ckan.authz import get_local_functions

PREFIX = "use_case_"
#: Modules with actions, and with the authorization functions of the same names.
ACTIONS: tuple[str, ...] = (
    "action",
    "adoptions",
    "chained",
    "doors",
    "exchange",
    "figures",
)
AUTH: tuple[str, ...] = (
    "auth",
    "auth_adoptions",
    "auth_figures",
    "auth_exchange",
)


def actions() -> dict[str, Callable[..., Any]]:
    """Give all actions, for the plugin."""
    return _collect(ACTIONS)


def auth_functions() -> dict[str, Callable[..., Any]]:
    """Give all authorization functions, for the plugin."""
    return _collect(AUTH)


def _collect(modules: tuple[str, ...]) -> dict[str, Callable[..., Any]]:
    found = (pair for name in modules for pair in get_local_functions(import_module(f"{__name__}.{name}")))
    # the modules share other functions among each other, which are nobody's business
    return {
        name: function for name, function in found
        if name.startswith(PREFIX) or getattr(function, "chained_action", False)
        or getattr(function, "chained_auth_function", False)
    }
