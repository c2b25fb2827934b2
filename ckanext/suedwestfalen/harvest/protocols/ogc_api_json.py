"""JSON from strangers: limited depth, one damaged record does not spoil its page; a stable form for comparing."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from . import json_size

#: Deepest nesting; real documents stay below 20.
MAX_DEPTH = 100
#: Elements of an array in the outermost object stand at this depth.
_ELEMENT = 3
# The closing quote is optional, so that an unfinished string is passed in one step.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
#: Parts that change although nothing has happened to what is described.
_VOLATILE = frozenset({"timeStamp", "numberMatched", "numberReturned", "itemCount", "featureCount", "length"})
_SESSION = frozenset({"_", "ts", "timestamp", "nocache", "jsessionid", "phpsessid", "sessionid", "sid"})


def parse(data: bytes) -> Any:
    """Give a document; an element of a list in the outermost object that is damaged becomes None.

    Numbers that JSON does not know (NaN, Infinity) are None. Raises ValueError with the reason, in English.
    """
    json_size.check(data)
    text = _decode(data)
    try:
        return _load(text)
    except ValueError as error:
        try:
            return _load(_without_damaged(text))
        except ValueError:
            raise error from None


def canonical(value: Any) -> bytes:
    """Give JSON in UTF-8 with sorted keys, without what varies from answer to answer."""
    text = json.dumps(_lasting(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # a lone half of a surrogate pair is legal in JSON and in no encoding; PostgreSQL stores no NUL
    return text.encode("utf-8", "replace").replace(b"\\u0000", b"")


def stable_address(url: str) -> str:
    """Give an address without what belongs to a session or a moment."""
    head, mark, query = url.partition("?")
    head = re.sub(r";jsessionid=[^/?#]*", "", head, flags=re.IGNORECASE)
    if not mark:
        return head
    try:
        kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0].lower() not in _SESSION]
        if len(kept) == query.count("&") + 1:
            return f"{head}?{query}"
        parts = urlsplit(head)
    except ValueError:
        return url
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


def _decode(data: bytes) -> str:
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        # JSON is UTF-8; who does otherwise uses the code page of Windows
        return data.decode("cp1252", "replace")


def _load(text: str) -> Any:
    try:
        value = json.loads(text, parse_constant=lambda _: None, parse_float=_float, parse_int=_integer, strict=False)
    except RecursionError:
        raise ValueError("too deep") from None
    if _too_deep(value):
        raise ValueError("too deep")
    return value


def _float(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


def _integer(digits: str) -> int | float | None:
    # Python refuses to read very long numbers at all
    return int(digits) if len(digits) < 100 else _float(digits)


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner for outer in level if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer) if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True


def _without_damaged(text: str) -> str:
    """Put null in the place of every element that cannot be read by itself."""
    parts, done = [], 0
    for start, end in _elements(text):
        try:
            _load(text[start:end])
        except ValueError:
            parts += [text[done:start], "null"]
            done = end
    return "".join([*parts, text[done:]])


def _elements(text: str) -> Iterator[tuple[int, int]]:
    """Give where the objects in lists of the outermost object begin and end, by brackets alone."""
    depth = start = 0
    for token in _TOKEN.finditer(text):
        sign = token.group()
        if sign in "[{":
            depth += 1
            if depth == _ELEMENT:
                start = token.start()
        elif sign in "]}":
            if depth == _ELEMENT:
                yield start, token.end()
            depth -= 1


def _lasting(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: stable_address(inner) if key == "href" and isinstance(inner, str) else _lasting(inner)
            for key, inner in value.items() if key not in _VOLATILE
        }
    if isinstance(value, list):
        return [_lasting(inner) for inner in value]
    return value
