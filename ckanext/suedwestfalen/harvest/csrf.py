"""Our own check of the token against forged requests (CSRF).

CKAN checks it too, but in 2.12.0 an anonymous request with a bogus Authorization header switches that check off for
a view as long as the process lives (CVE-2026-41255). This one looks at the request alone and cannot be switched off.
"""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import g, jsonify, request
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

API_ENDPOINT, OUR_ACTIONS = "api.action", "suedwestfalen_"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
HEADERS = ("X-CSRFToken", "X-CSRF-Token")


def is_forged() -> bool:
    """Tell whether the request would change something and carries neither a valid token nor an API token."""
    if request.method in SAFE_METHODS or _by_api_token():
        return False
    in_header = next(filter(None, map(request.headers.get, HEADERS)), "")
    try:
        validate_csrf(request.form.get(tk.config["WTF_CSRF_FIELD_NAME"]) or in_header)
    except ValidationError:
        return True
    return False


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
