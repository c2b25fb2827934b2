"""Which identifiers are unique in the world, so that they mean the same record in every source. Knows no CKAN."""

from __future__ import annotations

import re

_UUID = re.compile(
    r"(?:urn:uuid:)?\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?\Z", re.IGNORECASE
)
_URI = re.compile(r"(https?://[^/\s]+/\S+|urn:[a-z0-9][a-z0-9-]{1,31}:\S+)\Z", re.IGNORECASE)


def as_uuid(identifier: str) -> str:
    """Give the UUID in lower case that an identifier is, also in braces or as URN (RFC 4122); else ''."""
    match = _UUID.match(identifier)
    return match.group(1).lower() if match else ""


def is_unique(identifier: str) -> bool:
    """Tell whether an identifier is a UUID or an absolute URI."""
    return bool(_UUID.match(identifier) or _URI.match(identifier))
