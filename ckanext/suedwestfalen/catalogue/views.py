"""Pages of the catalogue that CKAN has no route for. All only show things: nothing here takes a POST."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, request

from ckanext.suedwestfalen import csrf
from ckanext.suedwestfalen.catalogue import municipalities, page_helpers, region_map, regions, views_tasks

catalogue = Blueprint("suedwestfalen", __name__)


@catalogue.before_app_request
def _guard_api() -> Any:
    """Refuse forged calls of the actions of all our plugins."""
    return csrf.guard_api()


@catalogue.route("/municipalities")
def municipality_list() -> str:
    """All municipalities of the region, by Kreis."""
    return tk.render("suedwestfalen/municipalities.html", extra_vars={})


@catalogue.route("/municipalities/<key>")
def municipality(key: str) -> Response:
    """Lead from a key (AGS or Kreis key) to its page: an address that stays the same when organizations do not."""
    here = regions.current()
    place = here.municipality(key) or here.kreis(key) or here.find(key) or here.find_kreis(key)
    if place is None:
        return tk.abort(404, tk._("There is no such municipality in the region."))
    found = getattr(place, "ags", "") or getattr(place, "key", "")
    return tk.redirect_to(page_helpers.municipality_url(found, municipalities.organization_of(found)))


@catalogue.route("/region/boundaries.geojson")
def boundaries() -> Response:
    """Boundaries of the municipalities, for maps that are drawn in the browser."""
    body = json.dumps(region_map.boundaries(regions.current()), ensure_ascii=False, separators=(",", ":"))
    response = Response(body, content_type="application/geo+json; charset=utf-8")
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    response.cache_control.public = True
    response.cache_control.max_age = 3600
    return response.make_conditional(request.environ)


def get_blueprints() -> list[Blueprint]:
    """Give the blueprints to CKAN."""
    return [catalogue, *views_tasks.get_blueprints()]
