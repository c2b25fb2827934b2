"""A setting of a source as a field: form, validation and documentation come from its declaration. Knows no CKAN."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.suedwestfalen.findings import N_, Translate

MAX_TEXT, MAX_LONG = 2000, 20_000


@dataclass(frozen=True)
class Field:
    """One setting. ``kind``: text, long (several lines), integer, boolean, choice or choices (several).

    ``choices`` are value → label. A form posts a boolean as ``true`` and choices as a list. ``group`` is the part of a
    form that the field belongs to. ``default`` is the choice that holds when none was made: a form preselects it, and
    it is not stored. ``check`` gets what was read and gives what is stored, for what a kind alone cannot
    tell; it raises ValueError with a sentence.
    """

    name: str
    label: str
    hint: str = ""
    kind: str = "text"
    minimum: int | None = None
    maximum: int | None = None
    choices: Mapping[str, str] | None = None
    group: str = ""
    default: str = ""
    check: Callable[[Any, Translate], Any] | None = None

    def read(self, raw: Any, translate: Translate) -> Any:
        """Give the value as it is stored; None where nothing was given. Raises ValueError with a sentence."""
        value = self._value(raw, translate)
        return self.check(value, translate) if self.check and value is not None else value

    def _value(self, raw: Any, translate: Translate) -> Any:
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
            raise ValueError(translate(N_("Please choose one of the values offered.")))
        if self.kind == "choice" and text == self.default:
            return None
        if "\x00" in text:
            raise ValueError(translate(N_("Please remove the invisible control character.")))
        limit = MAX_LONG if self.kind == "long" else MAX_TEXT
        if len(text) > limit:
            raise ValueError(translate(N_("This text is too long (at most %(limit)s characters).")) % {"limit": limit})
        return text

    def _several(self, raw: Any, translate: Translate) -> list[str] | None:
        given = raw.split(",") if isinstance(raw, str) else list(raw or [])
        chosen = [value for one in given if (value := str(one).strip())]
        if set(chosen) - set(self.choices or {}):
            raise ValueError(translate(N_("Please choose one of the values offered.")))
        return list(dict.fromkeys(chosen)) or None

    def _integer(self, text: str, translate: Translate) -> int:
        low, high = self.minimum or 0, self.maximum or 10**9
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            sentence = translate(N_("Please enter a whole number between %(low)s and %(high)s."))
            raise ValueError(sentence % {"low": low, "high": high})
        return int(text)


def read_all(
    fields: Iterable[Field], raw: Mapping[str, Any], translate: Translate
) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the values to store and the complaints by field name; an unknown name is a complaint too."""
    known = {field.name: field for field in fields}
    values: dict[str, Any] = {}
    errors = {name: translate(N_("This kind of source has no such setting.")) for name in raw if name not in known}
    for name, field in known.items():
        try:
            value = field.read(raw.get(name), translate)
        except ValueError as error:
            errors[name] = str(error)
        else:
            if value is not None:
                values[name] = value
    return values, errors


PAGE_SIZE = Field(
    "page_size",
    N_("Records per request"),
    N_("Leave empty for the portal's default. A smaller number helps with slow servers."),
    "integer",
    minimum=1,
    maximum=1000,
)
