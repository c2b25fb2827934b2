"""Use cases to take along: bundles, the list as a table, and what the words of a bundle mean. Nothing takes a POST."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ckan.lib.search import SearchError
from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, request, stream_with_context

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.use_cases import records, search
from ckanext.suedwestfalen.use_cases.exchange import context, exporting, schema, vocabulary
from ckanext.suedwestfalen.use_cases.facts import table

JSON_LD = "application/ld+json"
VOCABULARY = "/def/suedwestfalen"
NAME = "suedwestfalen_use_cases_exchange"

blueprint = Blueprint(NAME, __name__)


@blueprint.get("/use_case/<name>.jsonld")
def one_bundle(name: str) -> Response:
    """Give a use case as a bundle of one; one that is not public is as good as none, whoever asks."""
    # no name holds a NUL, and the database refuses to look for one
    package = records.find(name) if "\0" not in name else None
    if package is None or not records.is_public(package):
        return tk.abort(404, tk._("There is no such use case."))
    address = f"/use_case/{package.name}.jsonld"
    return _download(exporting.document([package.id], address), JSON_LD, f"{package.name}.jsonld")


@blueprint.get("/use_cases.jsonld")
def bundle() -> Response:
    """Give the public use cases that the filters of the list find, as one bundle."""
    return _download(exporting.document(_ids()), JSON_LD, "use_cases.jsonld")


@blueprint.get("/use_cases.csv")
def list_csv() -> Response:
    """Give the same as a table for spreadsheets."""
    lines = table.lines(exporting.packages(_ids()))
    return _download(lines, "text/csv; charset=utf-8", "anwendungsfaelle.csv")


@blueprint.get(VOCABULARY)
def documentation() -> str:
    """Explain classes, properties and values; each has an anchor, so that its address leads there."""
    return tk.render("suedwestfalen_use_cases/vocabulary.html", extra_vars=vocabulary.described())


@blueprint.get(f"{VOCABULARY}/context.jsonld")
def context_document() -> Response:
    """Give the context of bundles on its own."""
    return _json({"@context": context.context(config.use_cases_vocabulary())}, JSON_LD)


@blueprint.get(f"{VOCABULARY}/bundle.schema.json")
def schema_document() -> Response:
    """Give the JSON Schema of bundles."""
    return _open(Response(schema.FILE.read_text(encoding="utf-8"), content_type="application/schema+json"))


@blueprint.get(f"{VOCABULARY}/<path:term>")
def term(term: str) -> Any:
    """Lead to the explanation of a term, where the base of the addresses ends in a slash."""
    if not vocabulary.knows(term):
        return tk.abort(404, tk._("There is no such term."))
    return tk.redirect_to(f"{NAME}.documentation", _anchor=term)


def _ids() -> list[str]:
    """Give what the filters in the address find, before the first byte is sent; without an index there is nothing."""
    try:
        return exporting.ids(search.read(request.args))
    except (SearchError, tk.ValidationError):
        return tk.abort(503, tk._("The search does not answer at the moment. Please try again later."))


def _download(pieces: Iterator[str], content_type: str, filename: str) -> Response:
    answer = Response(stream_with_context(pieces), content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def _json(value: Any, content_type: str) -> Response:
    return _open(Response(json.dumps(value, ensure_ascii=False, indent=2) + "\n", content_type=content_type))


def _open(answer: Response) -> Response:
    """Let programs in browsers read it from other pages: it says nothing that is not in every bundle."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def get_blueprints() -> list[Blueprint]:
    """Give the blueprints to CKAN."""
    return [blueprint]
