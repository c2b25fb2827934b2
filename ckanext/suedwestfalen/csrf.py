"""Our own check of the token against forged requests (CSRF).

CKAN checks it too, but in 2.12.0 an anonymous request with a bogus Authorization header switches that check off for
a view as long as the process lives (CVE-2026-41255). This one looks at the request alone and cannot be switched off.
For our own pages it answers alone: CKAN's would answer an expired token with an error page, and lose what was typed.
"""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, current_app, g, jsonify, request
from flask_wtf.csrf import CSRFError

API_ENDPOINT, OUR_ACTIONS = "api.action", ("suedwestfalen_", "use_case_")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def is_forged() -> bool:
    """Tell whether the request would change something and carries neither a valid token nor an API token."""
    if request.method in SAFE_METHODS or _by_api_token():
        return False
    try:
        # exemptions apply only where this is called as CKAN calls it
        current_app.extensions["csrf"].protect()
    except CSRFError:
        return True
    return False


def answer_alone(blueprint: Blueprint) -> None:
    """Take the pages of a blueprint, which asks :func:`is_forged` itself, out of CKAN's own check."""
    from ckan.config.middleware.flask_app import csrf  # only there once CKAN makes its application

    csrf.exempt(blueprint)


def _by_api_token() -> bool:
    """Tell whether an API token named the user: no browser sends one by itself."""
    return bool(g.get("login_via_auth_header")) and bool(g.get("userobj"))


def guard_api() -> Any:
    """Refuse a forged call of our own actions through CKAN's API; for ``before_app_request``."""
    action = (request.view_args or {}).get("logic_function", "")
    if request.endpoint != API_ENDPOINT or not action.startswith(OUR_ACTIONS) or not g.get("userobj"):
        return None
    if not is_forged():
        return None
    error = {"__type": "Authorization Error", "message": tk._("The request carries no valid token.")}
    return jsonify(help=None, success=False, error=error), 403
