"""Pages of the harvest: sources, runs, held deletions. They speak to the actions and know no tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, request

from ckanext.suedwestfalen.harvest import csrf
from ckanext.suedwestfalen.harvest.logic.schema import DEFAULT_RANK, SETTING

_ = tk._
PREFIX, NAME = "/harvesting", "suedwestfalen_harvest"
FIELDS = ("title", "url", "protocol", "organization_id", "municipality", "schedule", "rank")
# These answer a request without a valid token themselves: with the form, so that nothing typed is lost.
FORMS = (f"{NAME}.source_new", f"{NAME}.source_edit")

blueprint = Blueprint(NAME, __name__, url_prefix=PREFIX)


def get_blueprints() -> list[Blueprint]:
    """Give the blueprints to CKAN."""
    return [blueprint]


def _action(name: str, **data: Any) -> Any:
    return tk.get_action(f"{NAME}_{name}")({"user": tk.g.user}, data)


def _answers(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer what an action refuses with a page: the login, 403, 404."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except tk.NotAuthorized as error:
            if not tk.g.user and request.method == "GET":
                return tk.redirect_to("user.login", next=request.path)
            return tk.abort(403, error.message or _("You may not do this for this organization."))
        except tk.ObjectNotFound as error:
            return tk.abort(404, error.message or _("There is no such source."))

    return wrapper


def _post(rule: str) -> Callable[..., Any]:
    """Register a view for POST; other methods get 405, where CKAN's route for files would say 404."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        blueprint.add_url_rule(rule, view_func=_answers(view), methods=["POST"])
        blueprint.add_url_rule(rule, f"{view.__name__}_405", _not_allowed, methods=["GET"])
        return view

    return register


def _not_allowed(**_values: str) -> Any:
    return tk.abort(405, _("This address only takes what a form sends."))


@blueprint.before_app_request
def _guard_api() -> Any:
    return csrf.guard_api()


@blueprint.before_request
def _guard_pages() -> Any:
    if request.endpoint not in FORMS and csrf.is_forged():
        return tk.abort(400, _("The page was open for too long. Please go back, load it again and repeat."))
    return None


@blueprint.get("")
@_answers
def index() -> str:
    """Give all sources that the user may read, on one page."""
    found = _action("source_list")
    return tk.render(f"{NAME}/index.html", {"sources": found})


@blueprint.route("/new", methods=["GET", "POST"])
@_answers
def source_new() -> Any:
    """Show the empty form, or create a source from it."""
    tk.check_access(f"{NAME}_source_create", {"user": tk.g.user}, {})
    if request.method == "POST":
        return _submit("source_create", {})
    preset = {"protocol": "csw", "schedule": "manual", "rank": DEFAULT_RANK, "active": True, "settings": {}}
    return _form({**preset, "organization_id": request.args.get("organization_id", "")}, {}, None)


@blueprint.route("/source/<name>/edit", methods=["GET", "POST"])
@_answers
def source_edit(name: str) -> Any:
    """Show the form of a source, or change the source from it."""
    source = _action("source_show", id=name)
    tk.check_access(f"{NAME}_source_update", {"user": tk.g.user}, {"id": name})
    if request.method == "POST":
        return _submit("source_update", source)
    return _form(source, {}, source)


def _submit(action: str, source: dict[str, Any]) -> Any:
    data = _typed()
    if csrf.is_forged():
        message = _("The page was open for too long. Nothing was saved yet: please check your input and save again.")
        return _form(data, {}, source or None, message), 400
    try:
        saved = _action(action, **{**data, **({"id": source["id"]} if source else {})})
    except tk.ValidationError as error:
        return _form(data, error.error_dict, source or None), 422
    except tk.NotAuthorized:
        if not data["organization_id"]:
            raise
        refusal = {"organization_id": [_("You may not do this for this organization.")]}
        return _form(data, refusal, source or None), 403
    tk.h.flash_success(_("The source was saved."))
    return tk.redirect_to(f"{NAME}.source_read", name=saved["name"])


def _typed() -> dict[str, Any]:
    """Give what was typed into the form."""
    data: dict[str, Any] = {key: request.form.get(key, "") for key in FIELDS}
    data["active"] = "active" in request.form
    data["settings"] = {
        key[len(SETTING):]: value for key, value in request.form.items() if key.startswith(SETTING)
    }
    return data


def _form(data: dict[str, Any], errors: dict[str, Any], source: dict[str, Any] | None, message: str = "") -> str:
    extra = {"data": data, "errors": errors, "source": source, "message": message, "setting": SETTING}
    return tk.render(f"{NAME}/source_form.html", extra)


@blueprint.get("/source/<name>")
@_answers
def source_read(name: str) -> str:
    """Show a source with its runs."""
    source = _action("source_show", id=name)
    history = _action("run_list", id=name, limit=30)
    return tk.render(f"{NAME}/source_read.html", {"source": source, "runs": history})


@_post("/source/<name>/run")
def run_new(name: str) -> Any:
    """Start a run and show it."""
    try:
        run = _action("run_create", id=name, force="force" in request.form)
    except tk.ValidationError as error:
        return _back(name, error)
    return tk.redirect_to(f"{NAME}.run_read", run_id=run["id"])


@_post("/source/<name>/delete")
def source_delete(name: str) -> Any:
    """Remove a source."""
    _action("source_delete", id=name)
    tk.h.flash_success(_("The source was removed. Its datasets stay in the portal."))
    return tk.redirect_to(f"{NAME}.index")


@blueprint.get("/run/<run_id>")
@_answers
def run_read(run_id: str) -> str:
    """Show the report of a run."""
    return tk.render(f"{NAME}/run_read.html", {"run": _action("run_show", id=run_id)})


@blueprint.get("/source/<name>/deletions")
@_answers
def deletions(name: str) -> str:
    """Show the held deletions of a source."""
    extra = {"source": _action("source_show", id=name), "records": _action("deletions_list", id=name)}
    return tk.render(f"{NAME}/deletions.html", extra)


@_post("/source/<name>/deletions/confirm")
def deletions_confirm(name: str) -> Any:
    """Let the datasets be deleted whose deletion is held, and show the run that does it."""
    try:
        run = _action("deletions_confirm", id=name)
    except tk.ValidationError as error:
        return _back(name, error)
    return tk.redirect_to(f"{NAME}.run_read", run_id=run["id"])


@_post("/source/<name>/deletions/reject")
def deletions_reject(name: str) -> Any:
    """Keep the datasets whose deletion is held."""
    number = _action("deletions_reject", id=name)["records"]
    tk.h.flash_success(_("Datasets kept: %(number)s.") % {"number": number})
    return tk.redirect_to(f"{NAME}.source_read", name=name)


@blueprint.get("/source/<name>/record")
@_answers
def record(name: str) -> Response:
    """Give the original document of a record, as text: nothing in it reaches the page as markup."""
    found = _action("record_show", id=name, guid=request.args.get("guid", ""))
    response = Response(found["document"], mimetype="text/plain")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _back(name: str, error: tk.ValidationError) -> Any:
    sentences = [str(sentence) for group in error.error_dict.values() for sentence in group]
    tk.h.flash_error(" ".join(sentences))
    return tk.redirect_to(f"{NAME}.source_read", name=name)
