"""One entry of a CKAN portal: whether it is wanted, who it is, and its bytes without what changes by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from . import json_size
from .unique import is_unique

#: Entries that are no datasets, by the type that the usual extensions give them. A series is only a bracket around
#: datasets that are listed themselves.
NO_DATASETS = frozenset({
    "application", "dataset_series", "dataset-series", "harvest", "harvester", "idea", "page", "showcase", "use_case",
})
#: Where harvested datasets keep the identifier of the record that they were made of, best first: this software,
#: ckanext-harvest with its relatives, GovData, DCAT.
_IDENTIFIERS = ("harvest_guid", "guid", "metadata_original_id", "identifier", "uri")
#: What changes without the dataset having changed: counters, caches, checks, job numbers.
_VOLATILE = re.compile(
    r"tracking_summary|num_\w+|\w+_count|cache_\w+|archiver|qa|openness_score\w*|revision_\w+|"
    r"latest_revision\w*|harvest_(?:object|job|source)_\w+|import_source|last_(?:harvest|check|archiv)\w*|"
    r"(?:total|recent)_(?:views|downloads)|isopen|creator_user_id|relationships_as_\w+|datastore_active|"
    r"datastore_contains_all_records_of_source_file|on_same_domain|state|position|package_id|hash|plugin_data"
)
#: Longer numbers are no numbers; Python refuses to read those of more than 4,300 digits.
_DIGITS = 30
_UNSTORABLE = re.compile(rb"\\u(?:0000|d[89a-f])", re.IGNORECASE)
#: Of the lists' and the organization's own descriptions only what names them; the rest is edited elsewhere.
_NAMING = ("name", "title", "display_name", "type", "vocabulary_id")


def load(content: bytes) -> Any:
    """Read JSON; None if it is none.

    Zero bytes and lone halves of character pairs, which JSON can hold but no database, are taken out; damaged
    bytes are replaced and numbers beyond all measure stay texts, so that they spoil their own entry only.
    """
    try:
        json_size.check(content)
        value = json.loads(content.decode("utf-8-sig", "replace"), parse_int=_integer, parse_constant=str)
        return _storable(value) if _UNSTORABLE.search(content) else value
    except (ValueError, RecursionError):
        return None


def is_public(package: Mapping[str, Any]) -> bool:
    """True unless the entry is private, a draft or deleted."""
    private = str(package.get("private") or "").lower() in {"true", "1"}
    return not private and package.get("state", "active") in {"active", None, ""}


def kind_of(package: Mapping[str, Any]) -> str:
    """Give the type of an entry; old portals write none for a dataset."""
    return str(package.get("type") or "dataset")


def harvested_guid(package: Mapping[str, Any]) -> str:
    """Give the identifier of the record that a dataset was harvested from, if it is unique in the world, or ''."""
    extras = dict(_extras(package))
    for name in _IDENTIFIERS:
        for value in (package.get(name), extras.get(name)):
            if isinstance(value, str) and is_unique(value.strip()):
                return value.strip()
    return ""


def canonical(package: Mapping[str, Any]) -> bytes:
    """Give an entry as JSON with sorted names, without what changes by itself: equal bytes, unchanged dataset."""
    kept = _steady(package)
    for name in ("groups", "tags"):
        if isinstance(kept.get(name), list):
            kept[name] = [_naming(entry) for entry in kept[name]]
    kept["organization"] = _naming(kept.get("organization"))
    if isinstance(kept.get("resources"), list):
        kept["resources"] = [_steady(one) if isinstance(one, dict) else one for one in kept["resources"]]
    if isinstance(kept.get("extras"), list):
        # Portals give extras in the order of their database; it means nothing.
        kept["extras"] = sorted(
            (one for one in kept["extras"] if not (isinstance(one, dict) and _is_volatile(one.get("key")))), key=_json
        )
    return _json(kept).encode()


def _extras(package: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    extras = package.get("extras")
    for one in extras if isinstance(extras, list) else []:
        if isinstance(one, dict) and isinstance(one.get("key"), str):
            yield one["key"], one.get("value")


def _steady(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", []) and not _is_volatile(name)}


def _is_volatile(name: Any) -> bool:
    return isinstance(name, str) and bool(_VOLATILE.fullmatch(name))


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _DIGITS else digits


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\0", "")
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(item) for name, item in value.items()}
    return value


def _naming(entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    return {name: entry[name] for name in _NAMING if entry.get(name)}


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
