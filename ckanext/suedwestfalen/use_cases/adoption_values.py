"""What people send of an adoption: checked, cut to what can be stored, refused with a sentence per field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import regions
from ckanext.suedwestfalen.use_cases import texts
from ckanext.suedwestfalen.use_cases.adoption_states import COST_LIST
from ckanext.suedwestfalen.use_cases.names import ADOPTION_STATES

#: Characters that a text may have.
LENGTHS = {"name": 200, "changes": 2000, "note": 2000, "reason": 2000, "contact": 300, "text": 4000}
TEXTS = ("changes", "note", "reason", "contact")
AGS = re.compile(r"\d{8}")
_EARLIEST = dt.date(1990, 1, 1)


def values(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values of an adoption that ``data`` names, ready to be stored; what is not named is left out.

    Raises tk.ValidationError with a sentence for every field that cannot be used.
    """
    errors: dict[str, list[str]] = {}
    found: dict[str, Any] = {}
    for name, read in {"status": _status, "since": _since, "cost_band": _cost_band, "public": _yes,
                       **{name: _reader(name) for name in TEXTS}}.items():
        if name not in data:
            continue
        try:
            found[name] = read(data[name])
        except tk.Invalid as error:
            errors[name] = [error.error]
    if errors:
        raise tk.ValidationError(errors)
    return found


def text(name: str, value: Any, *, required: bool = False) -> str:
    """Give a text as it is stored; raises tk.ValidationError."""
    try:
        found = _reader(name)(value)
    except tk.Invalid as error:
        raise tk.ValidationError({name: [error.error]}) from None
    if required and not found:
        raise tk.ValidationError({name: [tk._("Please write something.")]})
    return found


def number(value: Any) -> int:
    """Give the version that somebody saw; raises tk.ValidationError."""
    try:
        return int(str(value))
    except ValueError:
        sentence = tk._("Please say which version you have seen (“version”), so that nothing is overwritten unseen.")
        raise tk.ValidationError({"version": [sentence]}) from None


def clean(value: Any) -> str:
    """Give a text without what cannot be stored."""
    return texts.clean(str(value or "")).strip()


def _reader(name: str) -> Any:
    def read(value: Any) -> str:
        if value is not None and not isinstance(value, str):
            raise tk.Invalid(tk._("Please enter a text."))
        found, most = clean(value), LENGTHS[name]
        if len(found) > most:
            raise tk.Invalid(tk._("The text has %(length)s characters; at most %(most)s are possible.")
                             % {"length": len(found), "most": most})
        return found

    return read


def _status(value: Any) -> str:
    if value not in ADOPTION_STATES:
        raise tk.Invalid(tk._("Please choose one of the values offered."))
    return str(value)


def _cost_band(value: Any) -> str:
    if value in (None, ""):
        return ""
    if not isinstance(value, str) or regions.current().choice(COST_LIST, value) is None:
        raise tk.Invalid(tk._("Please choose one of the values offered."))
    return value


def _since(value: Any) -> dt.date | None:
    if value in (None, ""):
        return None
    try:
        day = dt.date.fromisoformat(str(value))
    except ValueError:
        raise tk.Invalid(tk._("Please enter the date as year-month-day, e.g. 2026-03-31.")) from None
    # a day ahead of UTC is still today somewhere
    if not _EARLIEST <= day <= today() + dt.timedelta(days=1):
        raise tk.Invalid(tk._("Please enter a date between 1990 and today."))
    return day


def today() -> dt.date:
    """Give today's date."""
    return dt.datetime.now(dt.timezone.utc).date()


def _yes(value: Any) -> bool:
    try:
        return tk.asbool(value or False)
    except ValueError:
        raise tk.Invalid(tk._("Please answer with yes or no.")) from None
