"""The pages of adoptions and the buttons of the boxes: every change is a POST that checks its token here.

A form that is refused, or whose page was open for too long, comes back with all that was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from flask import Blueprint, request

from ckanext.suedwestfalen import csrf
from ckanext.suedwestfalen.use_cases import adopting, adoptions, derive, records

_ = tk._
NAME = "use_case_adoptions"
TEMPLATES = "suedwestfalen_use_cases"
#: What the forms may send to an action.
FIELDS = ("status", "since", "changes", "cost_band", "contact", "note", "reason", "version")
NEW = ("organization_id", "name", "municipality")

blueprint = Blueprint(NAME, __name__, url_prefix="/use_case")


def get_blueprints() -> list[Blueprint]:
    """Give the blueprints to CKAN."""
    csrf.answer_alone(blueprint)
    return [blueprint]


def _answers(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer what an action refuses with a page: the login, 403, 404."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except tk.NotAuthorized as error:
            if not tk.g.user and request.method == "GET":
                return tk.redirect_to("user.login", next=request.full_path.rstrip("?"))
            return tk.abort(403, error.message or _("You may not do this for this municipality."))
        except tk.ObjectNotFound as error:
            return tk.abort(404, error.message or _("There is no such adoption."))

    return wrapper


def _post(rule: str) -> Callable[..., Any]:
    """Register a view for POST alone; whoever opens the address gets 405."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        blueprint.add_url_rule(rule, view_func=_answers(view), methods=["POST"])
        blueprint.add_url_rule(rule, f"{view.__name__}_405", _not_allowed, methods=["GET"])
        return view

    return register


def _not_allowed(**_values: str) -> Any:
    return tk.abort(405, _("This address only takes what a form sends."))


def _action(name: str, /, **data: Any) -> Any:
    return tk.get_action(f"use_case_{name}")({"user": tk.g.user}, data)


@blueprint.route("/adoption/new", methods=["GET", "POST"])
@_answers
def new() -> Any:
    """Declare that a municipality takes a use case over: with one click, or with a form."""
    case = _case(request.values.get("case", ""))
    tk.check_access("use_case_adoption_create", {"user": tk.g.user}, {"id": case["id"]})
    outside = request.values.get("outside") == "1"
    if request.method == "GET":
        return _show_new(case, {"status": "interessiert"}, outside=outside)
    typed = _typed(*FIELDS, *NEW)
    if csrf.is_forged():
        return _show_new(case, typed, {"": [_too_long()]}, outside=outside), 400
    sent = {key: value for key, value in typed.items() if value or key not in (*NEW, "since")}
    if outside:
        sent.pop("organization_id", None)
        # without a name the action shall say that it is missing
        sent.setdefault("name", " ")
    try:
        created = _action("adoption_create", id=case["id"], **sent)
    except tk.ValidationError as error:
        model.Session.rollback()
        existing = error.error_dict.get("adoption")
        if existing:
            tk.h.flash_notice(_("This municipality is on the list already. This is its adoption."))
            return tk.redirect_to(f"{NAME}.read", adoption_id=existing[0])
        return _show_new(case, typed, error.error_dict, outside=outside), 422
    tk.h.flash_success(_("It was saved. The town of the use case is told."))
    return tk.redirect_to(f"{NAME}.read", adoption_id=created["id"])


@blueprint.get("/adoption/<adoption_id>")
@_answers
def read(adoption_id: str) -> Any:
    """Show an adoption: what the reader may see of it, and what the reader may do."""
    return _show(_action("adoption_show", id=adoption_id))


@_post("/adoption/<adoption_id>/update")
def update(adoption_id: str) -> Any:
    """Set what has changed."""
    adoption, typed = _action("adoption_show", id=adoption_id), _typed(*FIELDS)
    tk.check_access("use_case_adoption_update", {"user": tk.g.user}, {"id": adoption_id})
    if csrf.is_forged():
        return _show(adoption, typed, {"": [_too_long()]}), 400
    if typed.get("since") == adoption["since"] and typed.get("status") != adoption["status"]:
        # the field still holds the day of the status before
        typed["since"] = ""
    try:
        _action("adoption_update", id=adoption_id, **typed)
    except tk.ValidationError as error:
        errors = dict(error.error_dict)
        current = _action("adoption_show", id=adoption_id)
        errors.pop("current", None)
        return _show(current, typed, errors), 409 if "version" in errors else 422
    tk.h.flash_success(_("It was saved."))
    return _back(adoption_id)


@_post("/adoption/<adoption_id>/comment")
def comment(adoption_id: str) -> Any:
    """Say something about an adoption."""
    adoption, typed = _action("adoption_show", id=adoption_id), _typed("text", "kind")
    if csrf.is_forged():
        return _show(adoption, typed, {"": [_too_long()]}), 400
    try:
        _action("adoption_comment", id=adoption_id, **typed)
    except tk.ValidationError as error:
        model.Session.rollback()
        return _show(_action("adoption_show", id=adoption_id), typed, error.error_dict), 422
    if typed.get("kind") == "seen":
        return _back(adoption_id)
    told = typed.get("kind") != "note"
    tk.h.flash_success(_("It was saved. The other town is told.") if told else _("It was saved."))
    return _back(adoption_id)


@_post("/adoption/<adoption_id>/derive")
def derived(adoption_id: str) -> Any:
    """Open the town's own use case."""
    if csrf.is_forged():
        return _show(_action("adoption_show", id=adoption_id), None, {"": [_too_long()]}), 400
    try:
        own = _action("adoption_derive", id=adoption_id)
    except tk.ValidationError as error:
        return _show(_action("adoption_show", id=adoption_id), None, error.error_dict), 422
    if own["new"]:
        tk.h.flash_success(_("This is the draft of your own use case. What carries over is filled in already."))
    return tk.redirect_to("use_case.edit", id=own["name"])


@_post("/comment/new")
def comment_new() -> Any:
    """Comment on a use case."""
    case, typed = _case(request.form.get("case", "")), _typed("text", "organization_id")
    if csrf.is_forged():
        return _show_comment(case, typed, {"": [_too_long()]}), 400
    try:
        _action("comment_create", id=case["id"], **{key: value for key, value in typed.items() if value})
    except tk.ValidationError as error:
        model.Session.rollback()
        return _show_comment(case, typed, error.error_dict), 422
    tk.h.flash_success(_("Your comment was saved."))
    return tk.redirect_to("use_case.read", id=case["name"], _anchor="comments")


@_post("/comment/<comment_id>/delete")
def comment_delete(comment_id: str) -> Any:
    """Delete a comment."""
    case = request.form.get("case", "")
    if csrf.is_forged():
        return tk.abort(400, _too_long())
    _action("comment_delete", id=comment_id)
    tk.h.flash_success(_("The comment was deleted."))
    return tk.redirect_to("use_case.read", id=_case(case)["name"], _anchor="comments")


def _case(name: str) -> dict[str, Any]:
    return records.show(name, user=tk.g.user)


def _typed(*fields: str) -> dict[str, Any]:
    """Give what the form sent; a box that is not ticked sends nothing but the mark that it was there."""
    found: dict[str, Any] = {name: request.form[name] for name in fields if name in request.form}
    if "public_shown" in request.form:
        found["public"] = "public" in request.form
    return found


def _too_long() -> str:
    return _("The page was open for too long. Nothing was saved yet: please check your input and save again.")


def _back(adoption_id: str) -> Any:
    """Go back to where the button was: the page of the use case, or that of the adoption."""
    case = request.form.get("back", "")
    if case and records.find(case) is not None:
        return tk.redirect_to("use_case.read", id=case, _anchor="adoptions")
    return tk.redirect_to(f"{NAME}.read", adoption_id=adoption_id)


def _show_new(
    case: dict[str, Any], data: dict[str, Any], errors: dict[str, Any] | None = None, *, outside: bool
) -> str:
    who, package = adoptions.reader(tk.g.user), model.Session.get(model.Package, case["id"])
    may_name = who.agency or who.edits(package.owner_org)
    return tk.render(f"{TEMPLATES}/adoption_new.html", {
        "case": case, "data": data, "errors": errors or {}, "outside": outside and may_name,
        "towns": adopting.own_towns(package, who)})


def _show_comment(case: dict[str, Any], data: dict[str, Any], errors: dict[str, Any]) -> str:
    who = adoptions.reader(tk.g.user)
    return tk.render(f"{TEMPLATES}/comment_new.html", {
        "case": case, "data": data, "errors": errors, "organizations": list(who.organizations.values())})


def _show(
    adoption: dict[str, Any], data: dict[str, Any] | None = None, errors: dict[str, Any] | None = None
) -> str:
    """Show the page of an adoption; ``data``: what was typed and could not be saved."""
    package = model.Session.get(model.Package, adoption["package_id"])
    case = _visible(package)
    own = derive.cases([adoption["derived_id"]], tk.g.user) if adoption.get("derived_id") else []
    stored = adoptions.get(adoption["id"])
    return tk.render(f"{TEMPLATES}/adoption.html", {
        "adoption": adoption, "case": case, "case_title": (package.title or package.name) if package else "",
        "published": package is not None and records.is_public(package),
        "data": {**adoption, **(data or {}), "version": adoption.get("version")}, "errors": errors or {},
        "text": (data or {}).get("text", ""), "own": own[0] if own else None,
        "differences": derive.differences(own[0], case) if own and case else [],
        "may_derive": derive.may(stored, adoptions.reader(tk.g.user)) and case is not None,
    })


def _visible(package: model.Package | None) -> dict[str, Any] | None:
    """Give the use case, if the reader sees it: one that was withdrawn is only named."""
    if package is None:
        return None
    try:
        return records.show(package.id, user=tk.g.user)
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return None
