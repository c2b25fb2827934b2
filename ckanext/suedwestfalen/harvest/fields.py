"""The settings that a kind of source takes, declared once: form, validation and documentation come from here.

A protocol may declare ``fields`` of its own; what is declared here is for those that do not. Knows no CKAN.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.suedwestfalen.findings import N_, Translate
from ckanext.suedwestfalen.harvest import protocols

MAX_TEXT = 2000


@dataclass(frozen=True)
class Field:
    """One setting. ``kind``: text, long (several lines), integer or choice; ``choices``: value → label."""

    name: str
    label: str
    hint: str = ""
    kind: str = "text"
    minimum: int | None = None
    maximum: int | None = None
    choices: Mapping[str, str] | None = None

    def read(self, raw: Any, translate: Translate) -> Any:
        """Give the value as it is stored; None where nothing was given. Raises ValueError with a sentence."""
        text = str(raw).strip() if raw is not None else ""
        if not text:
            return None
        if self.kind == "integer":
            return self._integer(text, translate)
        if self.kind == "choice" and text not in (self.choices or {}):
            raise ValueError(translate("Please choose one of the values offered."))
        if len(text) > MAX_TEXT:
            raise ValueError(translate("This text is too long (at most %(limit)s characters).") % {"limit": MAX_TEXT})
        return text

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

DECLARED: dict[str, tuple[Field, ...]] = {
    "csw": (
        Field(
            "keyword",
            N_("Only records with this keyword"),
            N_("For example opendata. Leave empty to take all records."),
        ),
        Field(
            "types",
            N_("Only records of this type"),
            kind="choice",
            choices={"dataset": N_("Datasets"), "series": N_("Series of datasets"), "service": N_("Services")},
        ),
        Field(
            "cql",
            N_("Filter in CQL"),
            N_("For experts: a condition in the query language of the catalogue, sent to the server as it is."),
            "long",
        ),
        Field(
            "version",
            N_("Version of the service"),
            N_("Leave open unless the server answers wrongly in the version that is chosen by itself."),
            "choice",
            choices={"2.0.2": "2.0.2", "3.0.0": "3.0.0"},
        ),
        PAGE_SIZE,
    ),
}


def of(protocol: str) -> tuple[Field, ...]:
    """Give the fields of a protocol: its own declaration, else the one of this module, else none.

    Raises LookupError for a protocol that is not installed.
    """
    declared = getattr(protocols.get(protocol), "fields", None)
    return tuple(declared) if declared is not None else DECLARED.get(protocol, ())


def read(protocol: str, raw: Mapping[str, Any], translate: Translate) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the settings to store and the complaints by field name; an unknown setting is a complaint too."""
    known = {field.name: field for field in of(protocol)}
    settings: dict[str, Any] = {}
    errors = {name: translate("This kind of source has no such setting.") for name in raw if name not in known}
    for name, field in known.items():
        try:
            value = field.read(raw.get(name), translate)
        except ValueError as error:
            errors[name] = str(error)
        else:
            if value is not None:
                settings[name] = value
    return settings, errors
