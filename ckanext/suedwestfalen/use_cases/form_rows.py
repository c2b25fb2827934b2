"""The buttons of rows, for forms without scripts: another row, one away, one up or down."""

from __future__ import annotations

from typing import Any

#: What a button says: `add:steps`, `remove:steps:2`, `up:steps:2`, `down:steps:2`.
WISHES = ("add", "remove", "up", "down")


def apply(data: dict[str, Any], wish: str, known: Any) -> str | None:
    """Change the rows of a field as a button wishes; give the id to show next, or nothing if it is no such wish."""
    verb, _, rest = wish.partition(":")
    field, _, number = rest.partition(":")
    if verb not in WISHES or field not in known:
        return None
    rows = data.setdefault(field, [])
    if verb == "add":
        rows.append({})
        return f"field-{field}-{len(rows) - 1}"
    place = int(number) if number.isdecimal() and len(number) < 7 else len(rows)
    if place >= len(rows):
        return f"field-{field}"
    if verb == "remove":
        del rows[place]
        return f"field-{field}"
    other = place - 1 if verb == "up" else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        place = other
    return f"field-{field}-{place}"
