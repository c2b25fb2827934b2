"""The settings of a source, read by the fields that its protocol declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.suedwestfalen.findings import Translate
from ckanext.suedwestfalen.harvest import protocols
from ckanext.suedwestfalen.harvest.protocols.fields import Field


def of(protocol: str) -> tuple[Field, ...]:
    """Give the fields of a protocol. Raises LookupError for one that is not installed."""
    return tuple(protocols.get(protocol).fields)


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
