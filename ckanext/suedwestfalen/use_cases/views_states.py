"""The buttons that change a record state, and the page that shows what waits.

Every change is a POST whose token is checked here. CKAN's own pages that would delete answer with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.views.dataset import DeleteView
from flask import Blueprint, request

from ckanext.suedwestfalen import csrf
from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.use_cases import fields, helpers_states, missing, pending, permissions, records

NAME, READ = "suedwestfalen_use_case_states", "use_case.read"
STALE = N_("The page was open for too long. Please go back, load it again and repeat.")
#: What is said when it is done; a submission says itself what happened.
_DONE = {
    "submit": N_("Submitted. You will be told by mail when it is released."),
    "release": N_("Released. Everybody sees it now."),
    "return": N_("Returned to the editors, with your note."),
    "withdraw": N_("Withdrawn. Only the editors see it now."),
    "review": N_("Confirmed as up to date."),
    "discard": N_("The changes were discarded."),
}

blueprint = Blueprint(NAME, __name__)


def answers(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer what is refused with a page: the login, 403, 404."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except tk.NotAuthorized as error:
            if not tk.g.user and request.method == "GET":
                return tk.redirect_to("user.login", next=request.path)
            message = error.message if isinstance(error.message, str) else ""
            return tk.abort(403, message or tk._("You may not do this with this use case."))
        except tk.ObjectNotFound as error:
            return tk.abort(404, error.message or tk._("There is no such use case."))

    return wrapper


@blueprint.post("/use_case/<id>/state/<any(submit,release,return,withdraw,review,discard):step>")
@answers
def change(id: str, step: str) -> Any:  # noqa: A002 - CKAN's name of it in addresses
    """Do what a button of the box says."""
    package = _package(id)
    data = {"id": package.id, **{name: request.form.get(name, "") for name in ("note", "seen", "anyway")}}
    try:
        done = tk.get_action(f"use_case_{step}")({"user": tk.g.user}, data)
    except tk.ValidationError as error:
        return _refused(package, step, error)
    sentence = _DONE["release" if step == "submit" and _is_out(done) else step]
    tk.h.flash_success(tk._(sentence))
    return _back(package)


@blueprint.get("/use_case/<id>/state/<any(submit,release,return,withdraw,review,discard):step>")
def change_405(id: str, step: str) -> Any:  # noqa: A002, ARG001
    """Say that a button is no link."""
    return tk.abort(405, tk._("This address only takes what a form sends."))


@blueprint.get("/use_case/<id>/changes")
@answers
def changes(id: str) -> str:  # noqa: A002
    """Show in what the waiting version differs from the published one."""
    package = _package(id)
    tk.check_access("use_case_pending_show", {"user": tk.g.user}, {"id": package.id})
    if pending.of(package.id) is None:
        raise tk.ObjectNotFound(tk._("No changes are waiting."))
    case = records.dataset(package)
    rows = helpers_states.differences(package)
    return tk.render("suedwestfalen_use_cases/changes.html", {"pkg": case, "pkg_dict": case, "rows": rows})


@blueprint.before_request
def _guard() -> Any:
    return tk.abort(400, tk._(STALE)) if csrf.is_forged() else None


@answers
def case_delete(package_type: str, id: str) -> Any:  # noqa: A002
    """Ask whether to delete a use case, and delete it."""
    if csrf.is_forged():
        return tk.abort(400, tk._(STALE))
    package = _package(id)
    tk.check_access("package_delete", {"user": tk.g.user}, {"id": package.id})
    view = DeleteView()
    if request.method != "POST":
        return view.get(package_type, package.id)
    try:
        return view.post(package_type, package.id)
    except tk.ValidationError as error:
        tk.h.flash_error(sentences(error))
        return tk.redirect_to(READ, id=package.name)


@answers
def attachment_delete(package_type: str, id: str, resource_id: str) -> Any:  # noqa: A002, ARG001
    """Lead to the form: attachments are removed there."""
    package = _package(id)
    tk.check_access("package_update", {"user": tk.g.user}, {"id": package.id})
    return tk.redirect_to("use_case.edit", id=package.name, page=fields.page_of("resources"))


@answers
def case_groups(package_type: str, id: str) -> Any:  # noqa: A002, ARG001
    """Lead to the form: lead projects are chosen there, and wait for release with the rest."""
    package = _package(id)
    tk.check_access("package_update", {"user": tk.g.user}, {"id": package.id})
    return tk.redirect_to("use_case.edit", id=package.name, page=fields.page_of("lead_project"))


def sentences(error: tk.ValidationError) -> str:
    """Give all that an action complains about in one line, each sentence once."""
    groups = (group if isinstance(group, list) else [group] for group in error.error_dict.values())
    return " ".join(dict.fromkeys(str(each) for group in groups for each in group))


def _package(id_or_name: str) -> model.Package:
    if "\x00" in id_or_name:
        raise tk.ObjectNotFound
    return records.get(id_or_name)


def _is_out(done: dict[str, Any]) -> bool:
    return done["pending"] is None and records.is_public(records.get(done["id"]))


def _refused(package: model.Package, step: str, error: tk.ValidationError) -> Any:
    """Say why; what is missing is shown by the form, with a link to each field."""
    if step == "submit" and missing.of(records.content(package)):
        return tk.redirect_to("use_case.edit", id=package.name, check=1)
    tk.h.flash_error(sentences(error))
    return _back(package)


def _back(package: model.Package) -> Any:
    try:
        tk.check_access("package_show", {"user": tk.g.user}, {"id": package.id})
    except tk.NotAuthorized:
        return tk.redirect_to("use_case.search")
    if pending.of(package.id) is not None and not permissions.edits(tk.g.user, package):
        return tk.redirect_to(f"{NAME}.changes", id=package.name)
    return tk.redirect_to(READ, id=package.name)


def get_blueprints() -> list[Blueprint]:
    """Give the blueprint, whose pages check the token themselves."""
    csrf.answer_alone(blueprint)
    return [blueprint]


def replacements() -> dict[str, Callable[..., Any]]:
    """Put our views where CKAN's would fail on what a use case refuses."""
    return {"use_case.delete": case_delete, "use_case_resource.delete": attachment_delete,
            "use_case.groups": case_groups}
