"""Licences of DCAT-AP.de: by id, address or a spelling met in the wild. What is not known stays unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ckanext.suedwestfalen.vocabularies import data

_TABLE = data.load("licences")
_BASE = _TABLE["base"]
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'()]+", re.IGNORECASE)
_LONGEST, _SHORT = 20_000, 300
_MOVED = (
    (re.compile(r"(?:^|\.)govdata\.de/(?:[\w-]+/){0,3}dl-de/by-2-0$"), "dl-by-de/2.0"),
    (re.compile(r"(?:^|\.)govdata\.de/(?:[\w-]+/){0,3}dl-de/zero-2-0$"), "dl-zero-de/2.0"),
    (re.compile(r"^[\w.-]+\.(?:bund|geodatenzentrum)\.de/[\w./-]{0,200}/geonutzv\.pdf$"), "geonutz/20130319"),
)


@dataclass(frozen=True)
class Licence:
    """A licence. ``id`` is the part of the URI behind the vocabulary's base, e.g. ``dl-by-de/2.0``."""

    uri: str
    id: str
    title: str
    url: str
    open: bool


def _address_key(url: str) -> str:
    """Give an address without scheme, www, ending and German or legal-code variant."""
    key = url.strip().lower().rstrip(".,;)")
    key = re.sub(r"^https?://", "", key).removeprefix("www.")
    key = re.split(r"[?#]", key, maxsplit=1)[0].rstrip("/")
    key = re.sub(r"/(?:legalcode|deed)(?:\.[a-z-]+)?$", "", key)
    return re.sub(r"\.(?:html?|php)$", "", key)


_LICENCES = {
    entry["id"]: Licence(_BASE + entry["id"], entry["id"], entry["title"], entry["url"], entry["open"])
    for entry in _TABLE["active"]
}
_BY_ADDRESS = {_address_key(licence.url): licence for licence in _LICENCES.values() if licence.url}
_BY_ADDRESS.update({address: _LICENCES[name] for address, name in _TABLE["addresses"].items()})
_BY_SPELLING = {data.letters(spelling): _LICENCES[name] for spelling, name in _TABLE["spellings"].items()}
_BY_SPELLING.update({data.letters(licence.title): licence for licence in _LICENCES.values()})
_BY_SPELLING.update({data.letters(name): licence for name, licence in _LICENCES.items()})
_PATTERNS = [(re.compile(pattern, re.IGNORECASE), _LICENCES[name]) for pattern, name in _TABLE["patterns"]]
_BASE_KEY = _address_key(_BASE)


def all_licences() -> tuple[Licence, ...]:
    """All active licences, in the vocabulary's order."""
    return tuple(_LICENCES.values())


def get(licence_id: str) -> Licence | None:
    """Licence with exactly this id."""
    return _LICENCES.get(licence_id)


@lru_cache(maxsize=2048)
def find(text: str) -> Licence | None:
    """Licence that a text names as a whole: id, URI, address, title or a known spelling; None if none or unsure."""
    text = (text or "").strip()
    if not text or len(text) > 500:
        return None
    if _ADDRESS.match(text):
        return _find_address(text)
    return _LICENCES.get(text) or _BY_SPELLING.get(data.letters(text))


def search(text: str) -> list[Licence]:
    """Different licences named somewhere in a running text, by address or unmistakable name."""
    text = (text or "")[:_LONGEST]
    found = [_find_address(match.group()) for match in _ADDRESS.finditer(text)]
    rest = _ADDRESS.sub(" ", text)
    found += [licence for pattern, licence in _PATTERNS if pattern.search(rest)]
    return distinct(licence for licence in found if licence)


def distinct(found: Iterable[Licence]) -> list[Licence]:
    """Give each licence once; one without a version (``cc-by``) is dropped beside the same with one."""
    once = list(dict.fromkeys(found))
    return [one for one in once if not any(other.id.startswith(one.id + "/") for other in once)]


def recognise(text: str) -> Licence | None:
    """Give the licence that a name, or a short text around one, means; None if it means none or several."""
    text = text or ""
    if found := find(text):
        return found
    within = search(text) if len(text) <= _SHORT else []
    return within[0] if len(within) == 1 else None


def _find_address(url: str) -> Licence | None:
    key = _address_key(url)
    # Pages move within their site: /web/guest/dl-de/by-2-0, /SharedDocs/…/GeoNutzV.pdf.
    for pattern, name in _MOVED:
        if pattern.search(key):
            return _LICENCES[name]
    if key.startswith(_BASE_KEY + "/"):
        # The key is lower case and its underscores are those of withdrawn addresses; ids are told apart by letters.
        return _BY_SPELLING.get(data.letters(key.removeprefix(_BASE_KEY)))
    return _BY_ADDRESS.get(key)
