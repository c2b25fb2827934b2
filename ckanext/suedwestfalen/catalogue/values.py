"""Lists of names as they come: from a form, from the API, or as stored."""

from __future__ import annotations

import json
from typing import Any

from ckan.plugins import toolkit as tk


def as_list(value: Any) -> list[str]:
    """Read a list of texts: a list, one text, a list written as JSON, or nothing; without repetitions and blanks.

    Raises tk.Invalid for anything else.
    """
    if value is tk.missing or value is None:
        return []
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError as error:
            raise tk.Invalid(tk._("This is no list of texts.")) from error
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise tk.Invalid(tk._("This is no list of texts."))
    return list(dict.fromkeys(text for each in value if (text := each.strip())))


def stored_list(value: Any) -> list[str]:
    """Read a stored list; what cannot be read is nothing."""
    try:
        return as_list(value)
    except tk.Invalid:
        return []
