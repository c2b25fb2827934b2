"""How much JSON is read: Python makes some 200 bytes of three, so that the size of an answer alone bounds nothing."""

from __future__ import annotations

#: Most values of a document, counted by commas and brackets (those in texts too); read they take half a gigabyte.
MAX_VALUES = 3_000_000


def check(content: bytes) -> None:
    """Raise ``ValueError``, with the reason in English, for a document with more values than can be read."""
    if sum(content.count(mark) for mark in (b",", b"{", b"[")) > MAX_VALUES:
        raise ValueError(f"more than {MAX_VALUES} values")
