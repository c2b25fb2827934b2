"""The settings of a source, read by the fields that its protocol declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.suedwestfalen.findings import Translate
from ckanext.suedwestfalen.harvest import protocols
from ckanext.suedwestfalen.harvest.protocols.fields import Field, read_all


def of(protocol: str) -> tuple[Field, ...]:
    """Give the fields of a protocol. Raises LookupError for one that is not installed."""
    return tuple(protocols.get(protocol).fields)


def read(protocol: str, raw: Mapping[str, Any], translate: Translate) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the settings to store and the complaints by field name; an unknown setting is a complaint too."""
    return read_all(of(protocol), raw, translate)
