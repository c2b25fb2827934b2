"""What the harvest's views share: the blueprint, how actions are called, and how refusals become pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, request

from ckanext.suedwestfalen import csrf

_ = tk._
PREFIX, NAME = "/harvesting", "suedwestfalen_harvest"
# These answer a request without a valid token themselves: with the form, so that nothing typed is lost.
FORMS = (f"{NAME}.source_new", f"{NAME}.source_edit")

blueprint = Blueprint(NAME, __name__, url_prefix=PREFIX)


def action(name: str, **data: Any) -> Any:
    """Call one of the harvest's actions as the reader of the page."""
    return tk.get_action(f"{NAME}_{name}")({"user": tk.g.user}, data)


def answers(view: Callable[..., Any]) -> Callable[..., Any]:
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


def post(rule: str) -> Callable[..., Any]:
    """Register a view for POST; other methods get 405, where CKAN's route for files would say 404."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        blueprint.add_url_rule(rule, view_func=answers(view), methods=["POST"])
        blueprint.add_url_rule(rule, f"{view.__name__}_405", _not_allowed, methods=["GET"])
        return view

    return register


def back(name: str, error: tk.ValidationError) -> Any:
    """Go back to the page of a source and say there what was refused."""
    tk.h.flash_error(sentences(error))
    return tk.redirect_to(f"{NAME}.source_read", name=name)


def sentences(error: tk.ValidationError) -> str:
    """Give all that an action complains about in one line."""
    return " ".join(str(sentence) for group in error.error_dict.values() for sentence in group)


def _not_allowed(**_values: str) -> Any:
    return tk.abort(405, _("This address only takes what a form sends."))


@blueprint.before_request
def _guard_pages() -> Any:
    if request.endpoint not in FORMS and csrf.is_forged():
        return tk.abort(400, _("The page was open for too long. Please go back, load it again and repeat."))
    return None
