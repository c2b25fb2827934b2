"""The JSON-LD context of bundles, made from `mapping.py`.

It is written into every bundle, so that nobody has to fetch anything to read one, and served on its own as well.
Values of lists stand as bare words; what they mean is said by a context that holds for their property only, since the
same word (`betrieb`, `beendet`) is a value of several lists. For the same reason the keys of rows hold only there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ckanext.suedwestfalen.use_cases.exchange.mapping import BUNDLE, CASE, OWN, PREFIXES, THEME, Field, Kind

Context = dict[str, Any]

_TYPES = {
    Kind.DATE: "xsd:date", Kind.DATETIME: "xsd:dateTime", Kind.MONTHS: "xsd:duration",
    Kind.IRI: "@id", Kind.FILE: "@id", Kind.DATASET: "@id", Kind.LICENCE: "@id", Kind.PLACE: "@id", Kind.MAIL: "@id",
    Kind.PHONE: "@id", Kind.CHOICE: "@vocab",
}


def context(vocabulary: str) -> Context:
    """Give the context. ``vocabulary``: base of our own classes and properties, ending in # or /."""
    return {
        "@version": 1.1,
        **PREFIXES,
        OWN: {"@id": vocabulary, "@prefix": True},
        **_terms((*BUNDLE, *CASE, THEME), vocabulary),
    }


def iri(compact: str, vocabulary: str) -> str:
    """Give the full IRI of a property or class."""
    prefix, _, name = compact.partition(":")
    return (vocabulary if prefix == OWN else PREFIXES[prefix]) + name


def value_base(field: Field, vocabulary: str) -> str:
    """Give what stands before a value of a list in its IRI."""
    return field.prefix if "://" in field.prefix else vocabulary + field.prefix


def _terms(fields: Iterable[Field], vocabulary: str) -> Context:
    return {field.key: _term(field, vocabulary) for field in fields}


def _term(field: Field, vocabulary: str) -> Context:
    term: Context = {"@id": field.iri}
    if field.kind is Kind.LANGUAGE:
        return {**term, "@container": "@language"}
    if field.kind in (Kind.TEXT, Kind.TAG):
        term["@language"] = "de"
    elif field.kind in _TYPES:
        term["@type"] = _TYPES[field.kind]
    if field.many or field.kind is Kind.PLACE:
        term["@container"] = "@list" if field.ordered else "@set"
    if field.kind is Kind.CHOICE:
        term["@context"] = {"@vocab": value_base(field, vocabulary)}
    elif field.fields:
        term["@context"] = _terms(field.fields, vocabulary)
    return term
