"""Helpers of ckanext-dcat that pages call for whatever they show: for use cases they say nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan import plugins
from ckan.plugins import toolkit as tk
from flask import abort, has_request_context, request

from ckanext.suedwestfalen.use_cases.names import TYPE

_PAGES = (TYPE, f"{TYPE}_resource")


@tk.chained_helper
def dcat_endpoints_enabled(next_helper: Callable[..., bool]) -> bool:
    """Tell whether a page links to its RDF: those of use cases have none, as they are no dcat:Dataset."""
    return next_helper() and not (has_request_context() and request.blueprint in _PAGES)


@tk.chained_helper
def structured_data(next_helper: Callable[..., Any], dataset_dict: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
    """Describe a dataset to search engines."""
    return "{}" if dataset_dict.get("type") == TYPE else next_helper(dataset_dict, *args, **kwargs)


@tk.chained_helper
def croissant(next_helper: Callable[..., Any], dataset_dict: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
    """Describe a dataset to programs that learn; the address of a use case's description does not exist."""
    if dataset_dict.get("type") != TYPE:
        return next_helper(dataset_dict, *args, **kwargs)
    return abort(404) if has_request_context() and request.blueprint == "croissant" else "{}"


#: Plugin of ckanext-dcat → its helper that is continued.
_CONTINUED = {"dcat": dcat_endpoints_enabled, "structured_data": structured_data, "croissant": croissant}


def get_helpers() -> dict[str, Callable[..., Any]]:
    """Give the helpers to CKAN, under the names they continue; CKAN knows only those of plugins that are on."""
    return {helper.__name__: helper for plugin, helper in _CONTINUED.items() if plugins.plugin_loaded(plugin)}
