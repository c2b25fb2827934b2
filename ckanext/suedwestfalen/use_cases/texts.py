"""Texts as people and programs send them: without what a database, a document or a page cannot hold."""

from __future__ import annotations

import re
from typing import Any

from ckan.plugins import toolkit as tk

# Control characters and lone halves of character pairs: PostgreSQL stores neither NUL nor the halves, Word opens no
# document with the others. Lines and tabs stay.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HALVES = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")


def clean(text: str) -> str:
    """Give a text without characters that cannot be stored, its lines ended as everywhere (forms send CR LF)."""
    # two halves that belong together are one character
    whole = _HALVES.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
    return _UNSTORABLE.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))


def clean_all(value: Any) -> Any:
    """Clean every text in a value of JSON types; what is something else comes back as it is."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean_all(each) for each in value]
    if isinstance(value, dict):
        return {clean_all(key): clean_all(each) for key, each in value.items()}
    return value


def given(value: Any) -> str:
    """Give a single value as text; nothing, `missing` and blanks are an empty text."""
    if value is None or value is tk.missing:
        return ""
    return value.strip() if isinstance(value, str) else str(value)
