"""Numbers as they are written in metadata: comma or point, thousands, exponents, degrees with a direction."""

from __future__ import annotations

import math
import re
from typing import Any

_SEXAGESIMAL = re.compile(r"""(?P<d>\d+(?:\.\d+)?)\s*[°º]\s*(?:(?P<m>\d+(?:\.\d+)?)\s*['′’]\s*)?"""
                          r"""(?:(?P<s>\d+(?:\.\d+)?)\s*(?:["″”]|''|′′)\s*)?""")
_PLAIN = re.compile(r"\d*\.?\d+(?:[eE][+-]?\d+)?|\d+\.(?:[eE][+-]?\d+)?")
# Before the decimal separator: digits, perhaps in groups of three
_GROUPED = re.compile(r"\d*|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+")
#: No ordinate is longer; on digits without end the patterns here would never come to theirs.
_LONGEST = 100
_UNIT = re.compile(r"(?<=\d)\s*(?:m|deg|grad|degrees?)$", re.IGNORECASE)
_DIRECTION = re.compile(r"^([NESWO])\s*(?=[\d+-])|(?<=[\d°'′″\"”.])\s*([NESWO])$", re.IGNORECASE)


def number(value: Any) -> float | None:
    """Read one ordinate; ``None`` when it is none, or not finite.

    West and south give negative numbers. ``51,35`` and ``51.35`` are the same; of two kinds of separators the last
    one is the decimal one, and a separator that occurs twice parts thousands.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        try:
            return float(value) if math.isfinite(value) else None
        except OverflowError:
            return None
    result = _read(str(value))
    return result if result is not None and math.isfinite(result) else None


def _read(text: str) -> float | None:
    if len(text) > _LONGEST:
        return None
    text = re.sub(r"(?<=\d)[\s'’](?=\d{3}(?!\d))", "", text.replace("−", "-").replace("–", "-").strip())
    sign = 1.0
    direction = _DIRECTION.search(text)
    if direction:
        sign = -1.0 if (direction[1] or direction[2]).upper() in "SW" else 1.0
        text = (text[:direction.start()] + text[direction.end():]).strip()
    if text[:1] in "+-":
        sign = -sign if text[:1] == "-" else sign
        text = text[1:].strip()
    text = _UNIT.sub("", _point(text))
    degrees = _SEXAGESIMAL.fullmatch(text)
    if degrees:
        parts = [float(degrees[name] or 0) for name in ("d", "m", "s")]
        return sign * (parts[0] + parts[1] / 60 + parts[2] / 3600)
    return sign * float(text) if _PLAIN.fullmatch(text) else None


def _point(text: str) -> str:
    """Make the decimal separator a point and take out the separators of thousands."""
    last = max(text.rfind(","), text.rfind("."))
    if last < 0:
        return text
    mark, other = text[last], "." if text[last] == "," else ","
    whole, _, rest = text.rpartition(mark)
    if not _GROUPED.fullmatch(whole):
        return text
    if mark in whole:
        # No decimals at all; a last group of other length is no number
        return (whole + rest).replace(mark, "") if other not in whole and len(rest) == 3 else text
    return f"{whole.replace(other, '')}.{rest}"
