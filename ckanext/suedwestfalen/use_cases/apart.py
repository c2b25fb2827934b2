"""Use cases are kept apart from datasets: none is ever counted, listed or delivered as a dcat:Dataset.

A search gives use cases only to whom names their type (``dataset_type:use_case`` in ``q``, ``fq`` or ``fq_list``);
all pages, numbers and feeds of CKAN, and the catalogue for other portals, search without naming it. What CKAN and
ckanext-dcat read past the search has doors of its own: `logic/doors.py` (actions), `helpers_apart.py` (pages).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import abort, has_request_context, request

from ckanext.suedwestfalen.use_cases.names import TYPE

#: What a search asks for that wants use cases.
ONLY = f"dataset_type:{TYPE}"
APART = f"-{ONLY}"
# The type alone, in quotes, or as one of several: dataset_type:(dataset OR use_case).
_NAMED = re.compile(rf"dataset_type:\s*(?:\"?{TYPE}\b|\([^)]*\b{TYPE}\b)")
# ckanext-dcat leaves out two types of its own kin in every search for a catalogue. Whatever stands in its q or fq,
# a catalogue lists datasets.
_CATALOGUE = "-dataset_type:harvest"
# Blueprints of CKAN that exist for every type; those of use cases have the type's name in place of "dataset".
_PAGES = ("dataset", "dataset_resource")


def search(params: dict[str, Any]) -> dict[str, Any]:
    """Leave use cases out of a search unless it names them; out of catalogues always."""
    clauses = list(_clauses(params))
    if _CATALOGUE in clauses or not any(map(_NAMED.search, clauses)):
        params["fq_list"] = [*(params.get("fq_list") or ()), APART]
    return params


def _clauses(params: Mapping[str, Any]) -> Iterator[str]:
    for name in ("q", "fq", "fq_list"):
        value = params.get(name) or ()
        yield from (str(each) for each in ([value] if isinstance(value, str) else value))


def view(pkg_dict: dict[str, Any]) -> dict[str, Any]:
    """Lead from a page of datasets to that of the use case which was asked for under its address.

    Here, because CKAN has found it and checked that the reader may see it: nothing is read twice.
    """
    if pkg_dict.get("type") != TYPE or not has_request_context() or request.method != "GET":
        return pkg_dict
    asked = dict(request.view_args or {})
    if request.blueprint in _PAGES and asked.pop("id", None) in (pkg_dict["id"], pkg_dict["name"]):
        asked.pop("package_type", None)
        abort(tk.redirect_to(request.endpoint.replace("dataset", TYPE, 1), id=pkg_dict["name"], **asked))
    return pkg_dict
