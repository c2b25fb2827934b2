"""A setting of a source as a field: form, validation and documentation come from its declaration. Knows no CKAN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.suedwestfalen.findings import N_, Translate

MAX_TEXT = 2000


@dataclass(frozen=True)
class Field:
    """One setting. ``kind``: text, long (several lines), integer, boolean, choice or choices (several).

    ``choices`` are value → label. A form posts a boolean as ``true`` and choices as a list.
    """

    name: str
    label: str
    hint: str = ""
    kind: str = "text"
    minimum: int | None = None
    maximum: int | None = None
    choices: Mapping[str, str] | None = None

    def read(self, raw: Any, translate: Translate) -> Any:
        """Give the value as it is stored; None where nothing was given. Raises ValueError with a sentence."""
        if self.kind == "choices":
            return self._several(raw, translate)
        text = str(raw).strip() if raw is not None else ""
        if not text:
            return None
        if self.kind == "boolean":
            return text.lower() in {"true", "1", "on", "yes"} or None
        if self.kind == "integer":
            return self._integer(text, translate)
        if self.kind == "choice" and text not in (self.choices or {}):
            raise ValueError(translate("Please choose one of the values offered."))
        if len(text) > MAX_TEXT:
            raise ValueError(translate("This text is too long (at most %(limit)s characters).") % {"limit": MAX_TEXT})
        return text

    def _several(self, raw: Any, translate: Translate) -> list[str] | None:
        given = raw.split(",") if isinstance(raw, str) else list(raw or [])
        chosen = [value for one in given if (value := str(one).strip())]
        if set(chosen) - set(self.choices or {}):
            raise ValueError(translate("Please choose one of the values offered."))
        return list(dict.fromkeys(chosen)) or None

    def _integer(self, text: str, translate: Translate) -> int:
        low, high = self.minimum or 0, self.maximum or 10**9
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            sentence = translate("Please enter a whole number between %(low)s and %(high)s.")
            raise ValueError(sentence % {"low": low, "high": high})
        return int(text)


PAGE_SIZE = Field(
    "page_size",
    N_("Records per request"),
    N_("Leave empty for the portal's default. A smaller number helps with slow servers."),
    "integer",
    minimum=1,
    maximum=1000,
)
