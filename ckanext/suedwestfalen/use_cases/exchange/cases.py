"""One use case of a bundle (a JSON-LD node) as the fields of a dataset: the inverse of what `bundle.py` writes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import regions
from ckanext.suedwestfalen.findings import Finding, FindingError
from ckanext.suedwestfalen.metadata.dataset import tag_name
from ckanext.suedwestfalen.metadata.text import web_address
from ckanext.suedwestfalen.use_cases import links, names
from ckanext.suedwestfalen.use_cases.exchange import cleaning, findings, mapping, values
from ckanext.suedwestfalen.use_cases.exchange.mapping import Field, Kind
from ckanext.suedwestfalen.use_cases.exchange.record import Record

#: Longest list of a field, and longest identifier.
MAX_LIST, MAX_IDENTIFIER = 500, 1000
#: A clock may be a little ahead; a date far in the future would be the newest for ever.
AHEAD = dt.timedelta(days=1)
_TEXTS = (Kind.TEXT, Kind.LANGUAGE)
_WORDS = (Kind.WORD, Kind.MAIL, Kind.PHONE)
_ADDRESSES = (Kind.IRI, Kind.FILE)
_IDENTIFIER = re.compile(r"(?:https?://|urn:[a-z0-9])[^\s<>\"]+", re.IGNORECASE)


def read(node: Mapping[str, Any], place: str, catalog: str = "") -> Record:
    """Give the record that a node says; raises ``FindingError`` where it cannot be used.

    ``catalog``: the portal that made the bundle. What single values are not of their kind is left out and noted.
    """
    notes: list[Finding] = []
    said = _fields(node, mapping.CASE, notes)
    record = Record(said, place=place, notes=notes)
    said.pop("identifier", None)
    record.identifier = identifier(node)
    if not record.identifier:
        raise FindingError(findings.RECORD_NO_IDENTIFIER(place=place, title=record.title))
    if not record.title:
        raise FindingError(findings.RECORD_NO_TITLE(place=place, identifier=record.identifier))
    record.modified = said.get("modified", "")
    if not _is_past(record.modified):
        given = node.get(mapping.BY_NAME["modified"].key)
        raise FindingError(findings.RECORD_MODIFIED(
            place=place, title=record.title, identifier=record.identifier, value=given))
    if said.setdefault("record_status", names.PUBLISHED) not in names.PUBLIC:
        raise FindingError(findings.RECORD_NOT_PUBLIC(place=place, title=record.title, status=said["record_status"]))
    said["identifier"] = record.identifier
    record.teller = catalog.rstrip("/") or origin(record.identifier)
    said["source_catalog"] = said.get("source_catalog", "").rstrip("/") or record.teller
    # what leads nowhere is no attachment
    said["resources"] = [one for one in said.get("resources", []) if one.get("url")]
    record.adoptions = said.pop("adoptions", [])
    contact = {name: said.pop(name) for name in names.CONTACT_FIELDS if name in said}
    # a bundle holds no other contacts
    record.contact = {**contact, "contact_released": names.EVERYBODY} if contact else None
    return record


def title(node: Any) -> str:
    """Give what a node is called, as far as that can be told, for a message."""
    if isinstance(node, str):
        return node
    if not isinstance(node, Mapping):
        return "?"
    raw = node.get(mapping.BY_NAME["title"].key)
    if isinstance(raw, Mapping):
        raw = raw.get("de") or next(iter(raw.values()), None)
    return cleaning.line(raw)[:200] if isinstance(raw, str) and raw.strip() else "?"


def origin(address: str) -> str:
    """Give scheme and host of an address, by which a portal is known that does not name itself."""
    found = re.match(r"https?://[^/?#]+", address, re.IGNORECASE)
    return found[0].lower() if found else address.rpartition(":")[0] or address


def identifier(node: Any) -> str:
    """Give the identifier of a node that cannot be used otherwise; empty if it has none that is an address."""
    if not isinstance(node, Mapping):
        return ""
    keys = (mapping.BY_NAME["identifier"].key, "@id")
    said = next((node[key] for key in keys if isinstance(node.get(key), str)), "")
    return said.strip() if _IDENTIFIER.fullmatch(said.strip()) and len(said) <= MAX_IDENTIFIER else ""


def _is_past(modified: str) -> bool:
    if not modified:
        return False
    now = dt.datetime.now(dt.timezone.utc).replace(tzinfo=None)
    return "1990" < modified <= (now + AHEAD).isoformat()


def _fields(node: Mapping[str, Any], fields: tuple[Field, ...], notes: list[Finding]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields:
        raw = next((node[key] for key in _keys(field) if node.get(key) is not None), None)
        if raw is None or raw == []:
            continue
        several = raw if isinstance(raw, list) else [raw]
        if len(several) > MAX_LIST:
            notes.append(findings.LIST_CUT(field=field.key, count=len(several), limit=MAX_LIST))
        read_ones = [_value(field, one, notes) for one in several[:MAX_LIST if field.many else 1]]
        kept = [one for one in read_ones if one not in (None, "", {})]
        if not kept:
            continue
        if field.flat:
            found.update(kept[0])
        elif field.many:
            found[field.name] = _once(kept) if field.kind is not Kind.NODE else kept
        else:
            found[field.name] = kept[0]
    return found


def _keys(field: Field) -> tuple[str, ...]:
    prefix, _, name = field.iri.partition(":")
    base = mapping.PREFIXES.get(prefix)
    return (field.key, field.iri, base + name) if base else (field.key, field.iri)


def _once(kept: list[Any]) -> list[Any]:
    return [one for number, one in enumerate(kept) if one not in kept[:number]]


def _value(field: Field, raw: Any, notes: list[Finding]) -> Any:
    if field.kind is Kind.NODE:
        return _fields(raw, field.fields, notes) if isinstance(raw, Mapping) else None
    try:
        value = values.read(field.kind, raw, _site())
        value = _cleaned(field, value)
    except ValueError:
        value = None
    if value is None:
        shown = raw if isinstance(raw, str) else type(raw).__name__
        notes.append(findings.VALUE_DROPPED(field=field.key, value=shown[:100]))
    return value


def _cleaned(field: Field, value: Any) -> Any:
    """Give a value as this portal stores it, None where it is of no use here."""
    if field.kind in (*_TEXTS, *_WORDS):
        # a title is a line, a step's description is not
        in_line = field.kind in _WORDS or field.name in ("title", "summary", "name")
        return cleaning.line(value) if in_line else cleaning.text(value)
    if field.kind is Kind.TAG:
        name = tag_name(cleaning.line(value["name"]))
        return {"name": name} if name else None
    if field.kind in _ADDRESSES or (field.kind is Kind.DATASET and ":" in value):
        # an identifier may be a URN, what is linked may not
        return value if _links(field, value) else None
    if field.kind is Kind.CHOICE and field.choices:
        # CKAN keeps the goals as tags of a vocabulary; other values are kept as they came
        return value if field.name != "dna_goal" or regions.current().choice(field.choices, value) else None
    return None if field.kind in (Kind.INTEGER, Kind.NUMBER, Kind.MONTHS) and value < 0 else value


def _links(field: Field, value: str) -> bool:
    if field.kind is Kind.FILE and field.name == "url":  # an attachment may be a file for FTP
        return bool(web_address(value))
    return links.is_address(value) or (field.name in ("based_on", "source_catalog") and value.startswith("urn:"))


def _site() -> str:
    return str(tk.config.get("ckan.site_url") or "").rstrip("/")
