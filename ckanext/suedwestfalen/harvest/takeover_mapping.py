"""What a source of ckanext-harvest is called here: kind, rhythm, settings, identifiers. Knows no CKAN."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest.protocols import ckan_address, ckan_record, dcat_us, sniff
from ckanext.suedwestfalen.harvest.protocols.dcat_parse import address
from ckanext.suedwestfalen.harvest.protocols.unique import as_uuid, is_unique

#: Types of ckanext-harvest, ckanext-spatial and ckanext-dcat → our kind and the reader of its records.
KINDS = {
    "csw": ("csw", "iso"),
    "waf": ("waf", "iso"),
    "gemini-waf": ("waf", "iso"),
    "single-doc": ("document", "iso"),
    "gemini-single": ("document", "iso"),
    "ckan": ("ckan", "ckan"),
    "dcat_rdf": ("dcat", "dcat"),
    "dcat_json": ("dcat", "dcat_us"),
}
_SCHEDULES = {"MANUAL": "manual", "ALWAYS": "hourly", "DAILY": "daily", "WEEKLY": "weekly"}
#: Settings of theirs that need no counterpart: what they ask for is done, or found out, in any case.
_NEEDLESS = frozenset({"rdf_format", "force_all", "clean_tags", "api_version", "reindex_unchanged"})
_CKAN_FILTERS = {"organizations_filter": ("organization", "organization"), "groups_filter": ("group", "groups")}
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")


def schedule(frequency: str | None) -> tuple[str, bool]:
    """Give our rhythm for one of theirs, and whether it is the same; the nearest that is more often, else weekly."""
    told = (frequency or "MANUAL").upper()
    return _SCHEDULES.get(told, "weekly"), told in _SCHEDULES


def settings(kind: str, told: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    """Give our settings for theirs, and the names of those that have no counterpart here."""
    left = {name: value for name, value in told.items() if value not in (None, "", [], {}, False)}
    found: dict[str, str] = {}
    if kind == "csw" and isinstance(left.get("cql"), str):
        found["cql"] = left.pop("cql")
    if kind == "ckan":
        excluded = []
        for theirs, (ours, field) in _CKAN_FILTERS.items():
            wanted = _names(left.pop(f"{theirs}_include", ()))
            unwanted = _names(left.pop(f"{theirs}_exclude", ()))
            if wanted:
                found[ours] = ",".join(wanted)
            else:
                excluded += [f'-{field}:"{name}"' for name in unwanted]
        if excluded:
            found["fq"] = " ".join(excluded)
    return found, sorted(left.keys() - _NEEDLESS)


def _names(value: Any) -> list[str]:
    given = [value] if isinstance(value, str) else value if isinstance(value, (list, tuple)) else []
    return [str(name).replace('"', "").replace("\\", "") for name in given]


def guids(theirs: str, url: str, guid: str, content: str | None, location: str | None) -> list[str]:
    """Give the identifiers that our listing may give a record, likeliest first.

    ``theirs`` is the type of the source at ``url``, ``guid`` what ckanext-harvest calls the record, ``content`` what
    it kept of it and ``location`` the address of its file. Where nothing usable was kept, it is their ``guid``.
    """
    kind, reader = KINDS[theirs]
    if reader == "iso":
        # a catalogue's address is not its records'
        return [_iso(content or "", location or ("" if kind == "csw" else url)) or guid]
    entry = ckan_record.load((content or "").encode("utf-8", "replace"))
    entry = entry if isinstance(entry, dict) else {}
    if kind == "ckan":
        # the second of a portal that has an identifier twice is known by its id
        own = str(entry.get("id") or guid)
        plain = as_uuid(own) or f"{ckan_address.read(url).site}/dataset/{own}"
        return list(dict.fromkeys(filter(None, (ckan_record.harvested_guid(entry), plain))))
    return [(dcat_us.guid_of(entry) if reader == "dcat_us" else _dcat(entry)) or guid]


def _iso(content: str, location: str) -> str:
    """Give what our reading of the kept record calls it; where it says nothing itself, its address."""
    try:
        found = sniff.items(_DECLARATION.sub("", content).encode("utf-8", "replace"), "", location)
    except FindingError:
        return ""
    return found[0].guid or ""


def _dcat(entry: Mapping[str, Any]) -> str:
    """Give a dataset's identifier as our reading of its graph does, from the dict that ckanext-dcat made of it."""
    extras = {one.get("key"): one.get("value") for one in entry.get("extras") or [] if isinstance(one, dict)}
    told = {name: entry.get(name) or extras.get(name) for name in ("uri", "identifier", "alternate_identifier")}
    own, subject = str(told["identifier"] or "").strip(), str(told["uri"] or "").strip()
    if is_unique(own):
        return own
    others = sorted(text for text in _list(told["alternate_identifier"]) if as_uuid(text))
    if others:
        return others[0]
    if is_unique(subject) and not as_uuid(subject) and "/.well-known/genid/" not in subject:
        return address(subject)
    return own


def _list(value: Any) -> list[str]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return [value]
    return [str(one) for one in value] if isinstance(value, list) else []
