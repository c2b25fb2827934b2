"""Use cases as JSON-LD: one node per case, and documents of them that are written while they are read.

The same use case gives the same node, whoever asks and wherever it is exported: nothing here depends on the reader,
on this portal's names, or on the time. The caller passes public use cases only, and only their public adoptions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ckanext.suedwestfalen.catalogue.values import stored_list
from ckanext.suedwestfalen.use_cases import names, pictures
from ckanext.suedwestfalen.use_cases.exchange import context, values
from ckanext.suedwestfalen.use_cases.exchange.mapping import (
    BUNDLE_TYPE,
    CASE,
    CASE_TYPES,
    FORMAT_VERSION,
    THEME,
    Field,
    Kind,
)
from ckanext.suedwestfalen.vocabularies import themes

Node = dict[str, Any]

# Fields that CKAN keeps as tags, in an order of its own.
_TAGS = ("dna_goal", "tags")
# The EU's themes of our fields of action, so that those who know only the former find something.
_THEMES = {
    "mobilitaet": ("TRAN",), "energie-klima": ("ENER", "ENVI"), "umwelt-natur": ("ENVI",),
    "verwaltung-buergerservice": ("GOVE",), "teilhabe-beteiligung": ("GOVE", "SOCI"), "bildung": ("EDUC",),
    "gesundheit-soziales": ("HEAL", "SOCI"), "wirtschaft-newwork": ("ECON",), "stadtentwicklung-wohnen": ("REGI",),
    "kultur-tourismus": ("EDUC",), "sicherheit-katastrophenschutz": ("JUST",), "infrastruktur-daten": ("TECH",),
}


def case(
    package: Mapping[str, Any],
    contact: Mapping[str, Any] | None,
    adoptions: Iterable[Mapping[str, Any]],
    *,
    site: str | None = None,
) -> Node:
    """Give a use case as a JSON-LD node without context.

    ``package``: as `package_show` gives it; ``organization`` may have the organization's ``ags``. ``contact``: its
    fields, written only if it is released for everybody. ``adoptions``: as `adoptions.public_of` gives them.
    ``site``: address of this portal.
    """
    site = portal() if site is None else site
    source = _source(package, contact, adoptions, site)
    node: Node = {"@id": values.write(Kind.IRI, package.get("identifier")), "@type": list(CASE_TYPES)}
    node |= _node(CASE, source, site)
    node[THEME.key] = _themes(package.get("field_of_action"))
    return {key: value for key, value in node.items() if value not in (None, [])}


def document(
    cases: Iterable[Node], *, site: str, vocabulary: str, created: str, address: str = "/use_cases.jsonld"
) -> Iterator[str]:
    """Give a bundle piece by piece, one use case per line.

    ``cases``: what :func:`case` gave. ``created``: the time, as CKAN writes it. ``address``: path of the bundle.
    A bundle that breaks off is no JSON, so nobody takes half of it for the whole.
    """
    head = {
        "@context": context.context(vocabulary),
        "@id": site + address,
        "@type": BUNDLE_TYPE,
        "formatVersion": FORMAT_VERSION,
        "created": values.write(Kind.DATETIME, created),
        "catalog": site,
    }
    yield _json(head)[:-1] + ',\n"useCases": ['
    between = "\n"
    for node in cases:
        yield between + _json(node)
        between = ",\n"
    yield "\n]}\n"


def portal() -> str:
    """Give the address of this portal, which also names it as a catalogue."""
    from ckanext.suedwestfalen import mail

    return mail.address("")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _source(
    package: Mapping[str, Any], contact: Mapping[str, Any] | None, adoptions: Iterable[Mapping[str, Any]], site: str
) -> dict[str, Any]:
    """Give the dataset with what `mapping.py` adds to it."""
    public = contact if contact and contact.get("contact_released") == names.EVERYBODY else {}
    return {
        **package,
        **{name: public.get(name) for name in names.CONTACT_FIELDS},
        "publisher": _publisher(package),
        "modified": package.get("modified") or package.get("metadata_modified"),
        "image": _picture(package.get("image"), site),
        "resources": [_attachment(package, each, site) for each in package.get("resources") or ()],
        "tags": [tag for tag in package.get("tags") or () if not tag.get("vocabulary_id")],
        "adoptions": sorted(adoptions, key=lambda row: (row.get("municipality") or "", row.get("name") or "")),
    }


def _publisher(package: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give who answers for the use case: of a foreign one whoever did where it comes from."""
    kept = package.get("publisher")
    if isinstance(kept, str) and kept.startswith("{"):
        kept = json.loads(kept)
    if isinstance(kept, Mapping) and kept:
        return kept
    organization = package.get("organization") or {}
    return {"name": organization.get("title") or organization.get("name"), "key": organization.get("ags")}


def _picture(image: Any, site: str) -> str:
    text = str(image or "")
    return f"{site}/uploads/{pictures.FOLDER}/{text}" if pictures.is_file_name(text) else text


def _attachment(package: Mapping[str, Any], resource: Mapping[str, Any], site: str) -> dict[str, Any]:
    """Give an attachment with an address that does not depend on the language of whoever had it indexed."""
    if resource.get("url_type") != "upload":
        return dict(resource)
    name = str(resource.get("url") or "").rpartition("/")[2]
    return {**resource, "url": f"{site}/dataset/{package['id']}/resource/{resource['id']}/download/{name}"}


def _themes(fields_of_action: Any) -> list[str]:
    codes = dict.fromkeys(code for field in stored_list(fields_of_action) for code in _THEMES.get(field, ()))
    return [theme.uri for code in codes if (theme := themes.find(code))]


def _node(fields: Iterable[Field], source: Mapping[str, Any], site: str) -> Node:
    found = ((field.key, _value(field, source, site)) for field in fields)
    return {key: value for key, value in found if value is not None}


def _value(field: Field, source: Mapping[str, Any], site: str) -> Any:
    """Give what stands under a field's key; None if there is nothing to say."""
    if field.kind is Kind.NODE:
        return _nodes(field, source, site)
    value = source.get(field.name)
    if not field.many:
        written = values.write(field.kind, value, site)
        return [written] if field.kind is Kind.PLACE and written else written
    entries = value if field.kind is Kind.TAG else stored_list(value)
    found = [text for each in entries or () if (text := values.write(field.kind, each, site)) is not None]
    found = list(dict.fromkeys(found))
    return (sorted(found) if field.name in _TAGS else found) or None


def _nodes(field: Field, source: Mapping[str, Any], site: str) -> Any:
    if not field.many:
        inner = source if field.flat else source.get(field.name)
        return _typed(field, inner, site) if isinstance(inner, Mapping) else None
    rows = source.get(field.name)
    found = [_typed(field, row, site) for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return [node for node in found if node] or None


def _typed(field: Field, source: Mapping[str, Any], site: str) -> Node | None:
    node = _node(field.fields, source, site)
    return {"@type": field.type, **node} if node else None
