"""File formats and kinds of services: label, entry of the EU authority table file-type, media type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ckanext.suedwestfalen.vocabularies import data

_TABLE = data.load("file_types")
_VERSION = re.compile(r"[\s-]*\(?\bv?(?:ersion)?\s*\d+(?:\.[\dx]+)*\)?$")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_CAPABILITIES = re.compile(r"(?:^|[&;])request=getcapabilities\b", re.IGNORECASE)
_SERVICE = re.compile(r"(?:^|[&;])service=(\w+)", re.IGNORECASE)
_ENDING = re.compile(r"\.([a-z0-9]{2,7})$")


@dataclass(frozen=True)
class FileType:
    """A format. ``uri`` and ``media_type`` are empty where the EU table or IANA has none."""

    label: str
    uri: str
    media_type: str


def _types() -> dict[str, FileType]:
    known: dict[str, FileType] = {}
    for entry in _TABLE["types"]:
        uri = _TABLE["base"] + entry["code"] if entry["code"] else ""
        file_type = FileType(entry["label"], uri, entry["media_type"])
        for spelling in (entry["label"], entry["code"], *entry["spellings"], entry["media_type"]):
            if spelling:
                known.setdefault(data.squeeze(spelling), file_type)
    return known


_TYPES = _types()
#: Labels of services, in the order in which they are looked for in names and addresses.
SERVICES = ("WMTS", "WMS", "WFS", "WCS", "CSW", "WPS", "SOS")


@lru_cache(maxsize=4096)
def find(text: str) -> FileType | None:
    """Format by label, spelling, file ending, media type or URI; a version behind the name does not matter."""
    key = data.squeeze(text or "")
    if not key or len(key) > 200:
        return None
    if "/file-type/" in key:
        key = key.rstrip("/").rpartition("/")[2]
    elif "iana.org/assignments/media-types/" in key:
        key = key.partition("media-types/")[2]
    candidates = [key, key.partition(";")[0].strip(), key.lstrip("*."), _VERSION.sub("", key)]
    candidates += [*_BRACKETS.findall(key), _BRACKETS.sub("", key).strip()]
    for candidate in candidates:
        found = _TYPES.get(candidate) or _TYPES.get(candidate.lstrip("*."))
        if found:
            return found
    return None


def of_service(*texts: str) -> FileType | None:
    """Kind of service named somewhere in the texts (protocol, name, address), WMTS before WMS."""
    joined = " ".join(texts).upper().replace("CS-W", "CSW")
    for label in SERVICES:
        if re.search(rf"(?<![A-Z]){label}(?![A-Z])", joined):
            return _TYPES[label.lower()]
    return None


def of_capabilities(url: str) -> FileType | None:
    """Kind of service whose capabilities an address asks for; whatever else it is said to be, it is that."""
    query = (url or "").partition("?")[2]
    if not _CAPABILITIES.search(query):
        return None
    kind = _SERVICE.search(query)
    return of_service(kind.group(1)) if kind else None


def of_address(url: str) -> FileType | None:
    """Format after the file ending in an address."""
    ending = _ENDING.search((url or "").partition("?")[0].partition("#")[0].lower())
    return _TYPES.get(ending.group(1)) if ending else None
