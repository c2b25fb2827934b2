"""Reading the tables beside the code."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any

_SPACE = re.compile(r"\s+")
_SEPARATORS = re.compile(r"[^a-z0-9äöüß]+")


def load(name: str) -> dict[str, Any]:
    """Read the table ``data/<name>.json``."""
    text = resources.files(__package__).joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    return json.loads(text)


def squeeze(text: str) -> str:
    """Give a text in lower case with single spaces."""
    return _SPACE.sub(" ", text).strip().lower()


def letters(text: str) -> str:
    """Give only the letters and digits of a text, in lower case: ``dl-de/by-2-0`` and ``DL DE BY 2.0`` agree."""
    return _SEPARATORS.sub("", text.lower())
