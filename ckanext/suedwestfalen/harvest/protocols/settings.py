"""Settings of a source, as a form, a JSON file or a command line gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ckanext.suedwestfalen.findings import N_, Translate

from . import findings
from .base import ListingError


def read_number(settings: Mapping[str, Any], name: str, *, default: int, low: int, high: int) -> int:
    """Give a whole number within bounds; raises :class:`ListingError`."""
    value = settings.get(name)
    if value in {None, ""}:
        return default
    try:
        number = int(str(value))
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise ListingError(findings.SETTING_INVALID(name=name, value=value))
    return number


def read_words(settings: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Give a list of words, also from a text with commas or spaces between them."""
    value = settings.get(name) or ()
    words = re.split(r"[,\s]+", value) if isinstance(value, str) else [str(word) for word in value]
    return tuple(word for word in words if word)


def read_box(settings: Mapping[str, Any], name: str) -> tuple[float, ...]:
    """Give west, south, east, north in degrees, or nothing; raises :class:`ListingError`."""
    words = settings.get(name) or ()
    words = read_words(settings, name) if isinstance(words, str) else words
    if not words:
        return ()
    try:
        west, south, east, north = (float(word) for word in words)
    except (TypeError, ValueError):
        raise ListingError(findings.SETTING_INVALID(name=name, value=settings.get(name))) from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ListingError(findings.SETTING_INVALID(name=name, value=settings.get(name)))
    return west, south, east, north


def check_box(text: str, translate: Translate) -> str:
    """Give the text of a box as it was typed; raises ``ValueError`` with a sentence where it is none."""
    try:
        read_box({"box": text}, "box")
    except ListingError:
        sentence = translate(N_("Please give four numbers in degrees: west, south, east, north."))
        raise ValueError(sentence) from None
    return text
