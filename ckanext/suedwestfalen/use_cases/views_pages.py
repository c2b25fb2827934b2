"""The list, the page, the comparison and the feed of use cases. All only show things: nothing here takes a POST."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, request

from ckanext.suedwestfalen.use_cases import compare as comparison
from ckanext.suedwestfalen.use_cases import feed as feeds
from ckanext.suedwestfalen.use_cases import listing, names, page, search

NAME = "suedwestfalen_use_cases_pages"
GONE = 410

blueprint = Blueprint(NAME, __name__)


def index(package_type: str = names.TYPE) -> str:  # noqa: ARG001 - CKAN's rule names the type
    """List the use cases that the address asks for."""
    return tk.render("suedwestfalen_use_cases/list.html", extra_vars=listing.page(search.read(request.args)))


def read(package_type: str, id: str) -> Any:  # noqa: A002, ARG001 - the names of CKAN's rule
    """Show a use case; what is no use case is led to its own page."""
    case = page.shown(id)
    if case is None:
        return tk.abort(404, tk._("There is no such use case, or you may not see it."))
    asked = request.args.to_dict(flat=False)
    if case["type"] != names.TYPE:
        return tk.redirect_to(f"{case['type']}.read", id=case["name"])
    if id != case["name"]:
        return tk.redirect_to("use_case.read", id=case["name"], **asked)
    my = search.read(request.args).my
    return tk.render("suedwestfalen_use_cases/read.html", extra_vars=page.view(case, my))


@blueprint.route("/use_case/compare")
def compare() -> str:
    """Show up to four use cases side by side."""
    cases, problems = comparison.read(request.args.getlist("id"))
    my = search.read(request.args).my
    return tk.render("suedwestfalen_use_cases/compare.html", extra_vars={
        "cases": cases, "problems": problems, "parts": comparison.table(cases) if len(cases) > 1 else [],
        "my_query": {"my": my.slug} if my else {},
    })


@blueprint.route("/use_case/feed.atom")
def feed() -> Response:
    """Give what the list shows as an Atom feed."""
    return Response(feeds.atom(search.read(request.args)), content_type=feeds.CONTENT_TYPE)


@blueprint.route("/use-case/<uuid:key>")
def identifier(key: Any) -> Any:
    """Lead from the identifier of a use case, which never changes, to its page."""
    package = model.Package.get(str(key))
    if package is None or package.type != names.TYPE:
        return tk.abort(404, tk._("There is no use case with this identifier."))
    if package.state != model.State.DELETED and not _sees(package):
        # its name tells its title
        return tk.abort(404, tk._("There is no use case with this identifier."))
    if package.state == model.State.DELETED and not _sees(package):
        # that there was one is said of those only that everybody could see
        was_public = (package.extras or {}).get("record_status") in names.PUBLIC and not package.private
        message = tk._("The use case with this identifier does not exist any more.")
        return tk.abort(GONE if was_public else 404, message)
    return tk.redirect_to("use_case.read", id=package.name)


def _sees(package: model.Package) -> bool:
    try:
        tk.check_access("package_show", {"user": tk.g.user}, {"id": package.id})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return False
    return True


def get_blueprints() -> list[Blueprint]:
    """Give the blueprint to CKAN."""
    return [blueprint]


def replacements() -> dict[str, Any]:
    """Give our list and page for those that CKAN makes for every type of dataset."""
    return {"use_case.search": index, "use_case.read": read}
