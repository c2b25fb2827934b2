"""User name and password on their way from one page of the source form to the next.

What was typed is never sent back in a page. It waits in the user's session, encrypted and bound to the user and to the
origin of the address that it was typed for, for half an hour; a page only tells that it is there. It is used when the
form that was told so comes back, for that origin alone.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import session

from ckanext.suedwestfalen.harvest import detect, secrets
from ckanext.suedwestfalen.harvest.logic import schema

_KEY = "suedwestfalen_harvest_login"
SECONDS = 30 * 60
# a session is a cookie, and browsers refuse those of more than 4 KB
_MOST = 1500
_SCHEMES = ("http://", "https://")


def put_aside(data: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """Give what a form may show of its data: a whole login goes into the session. Tells whether it did."""
    shown = {name: value for name, value in data.items() if name != "password"}
    try:
        login = schema.login(schema.checked_login(data))
    except tk.ValidationError:
        return shown, False
    origin = _origin(data)
    if not login or not origin.startswith(_SCHEMES):
        return shown, False
    token = secrets.seal(json.dumps([time.time() + SECONDS, *login], ensure_ascii=False), _bound_to(origin))
    if len(token) > _MOST:
        return shown, False
    session[_KEY] = token
    return {name: value for name, value in shown.items() if name != "username"}, True


def take_up(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give the data with the login that was put aside for their address; None if there is none for it any more."""
    said = secrets.unseal(str(session.get(_KEY, "")), _bound_to(_origin(data)))
    if said is None:
        return None
    until, user, password = json.loads(said)
    return {**data, "username": user, "password": password} if time.time() < until else None


def forget() -> None:
    """Remove what was put aside."""
    session.pop(_KEY, None)


def _origin(data: Mapping[str, Any]) -> str:
    """Give the origin of the address as detection would ask it: a bare host by https."""
    return secrets.origin(detect.addresses(str(data.get("url") or ""), login=True)[0])


def _bound_to(origin: str) -> str:
    return f"{tk.current_user.id}|{origin}"
