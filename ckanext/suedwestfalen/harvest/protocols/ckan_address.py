"""Addresses of a CKAN portal as people type them: home page, list, organization, dataset, interface."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, unquote, urlsplit, urlunsplit

#: First words of the paths that CKAN itself has below the portal's address.
_OWN = ("api", "dataset", "organization", "group")
_ACTIONS = "/api/3/action/"
_LOCALE = re.compile(r"/[a-z]{2}(?:_[A-Z]{2})?\Z")


@dataclass(frozen=True)
class Address:
    """A typed address taken apart.

    ``site`` is the portal's own address without a slash behind, ``dataset`` the name or id in the address of a single
    dataset, ``settings`` the filters that the address holds (``organization``, ``group``, ``query``).
    """

    site: str
    dataset: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)

    def action(self, name: str) -> str:
        """Give the address of an action of the portal's interface (API version 3)."""
        return f"{self.site}{_ACTIONS}{name}"

    def page(self, dataset: str) -> str:
        """Give the address of a dataset's page."""
        return f"{self.site}/dataset/{quote(dataset, safe='')}"


def read(url: str) -> Address:
    """Take an address apart; what is behind it and unknown to CKAN is taken for a sub-path of the portal."""
    parts = urlsplit(url.strip())
    words = [unquote(word) for word in parts.path.split("/") if word]
    at = next((place for place, word in enumerate(words) if word in _OWN), len(words))
    path = "".join("/" + quote(word) for word in words[:at])
    site = urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, "", ""))
    kind, *behind = words[at:] or [""]
    if kind == "api":
        return _of_action(site, behind, parts.query)
    if kind == "dataset" and behind:
        return Address(site, dataset=behind[0])
    if kind in ("organization", "group") and behind:
        return Address(site, settings={kind: behind[0], **_filters(parts.query)})
    return Address(site, settings=_filters(parts.query))


def candidates(address: Address) -> list[str]:
    """Give the addresses at which the portal may be, likeliest first: as read, without a language, the host's root."""
    parts = urlsplit(address.site)
    root = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
    return list(dict.fromkeys([_LOCALE.sub("", address.site), address.site, root]))


def _of_action(site: str, behind: list[str], query: str) -> Address:
    if behind[-1:] == ["package_show"]:
        return Address(site, dataset=parse_qs(query).get("id", [""])[0])
    return Address(site, settings=_filters(query))


def _filters(query: str) -> dict[str, str]:
    """Read what CKAN's own pages write behind the question mark (``groups`` is the list's word for groups)."""
    given = parse_qs(query)
    found = {
        "organization": ",".join(given.get("organization", [])),
        "group": ",".join(given.get("groups", [])),
        "query": " ".join(given.get("q", [])),
        "fq": " ".join(given.get("fq", [])),
    }
    return {name: value for name, value in found.items() if value}
