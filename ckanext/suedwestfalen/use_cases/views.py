"""The pages: blueprints of all modules, and what stands in for CKAN's pages of the type `use_case`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from flask import Blueprint

#: Modules with `get_blueprints()`, `replacements()` (endpoint of CKAN → our view), or both.
MODULES: tuple[str, ...] = (
    "views_states",
    "views_form",
    "views_pages",
    "views_adoptions",
    "views_exchange",
    "views_facts",
    "views_import",
)


def get_blueprints() -> list[Blueprint]:
    """Give the blueprints to CKAN."""
    return [blueprint for module in _modules() for blueprint in getattr(module, "get_blueprints", list)()]


def replacements() -> dict[str, Callable[..., Any]]:
    """Give our views for endpoints that CKAN registers for every type of dataset."""
    return {
        endpoint: view for module in _modules() for endpoint, view in getattr(module, "replacements", dict)().items()
    }


def _modules() -> list[Any]:
    return [import_module(f"{__package__}.{name}") for name in MODULES]
