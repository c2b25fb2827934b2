"""Texts of strangers as they are stored here: no markup, nothing unseen; what people wrote in Markdown stays."""

from __future__ import annotations

import re

from ckanext.suedwestfalen.metadata import text as records

# Control characters, marks that turn the direction of writing, halves of character pairs; lines and tabs stay.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def seen(text: str) -> str:
    """Give a text without what nobody sees, its lines ended in one way."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def text(raw: str) -> str:
    """Give a running text: HTML becomes text, pictures in Markdown become links, the rest stays as it is."""
    shown = seen(raw)
    if records.has_markup(shown):
        shown = records.plain(shown)
    # showing a record must not load anything from elsewhere
    return shown.replace("![", "[").strip()


def line(raw: str) -> str:
    """Give a text in one line."""
    return " ".join(text(raw).split())
