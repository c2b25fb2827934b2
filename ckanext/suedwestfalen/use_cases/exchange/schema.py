"""The JSON Schema of bundles, made from `mapping.py`.

It is shipped as `bundle.schema.json`, for those who write bundles with other programs. After a change of the format:
``python -m ckanext.suedwestfalen.use_cases.exchange.schema``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ckanext.suedwestfalen.use_cases.exchange.mapping import BUNDLE_TYPE, CASE, CASE_TYPES, THEME, Field, Kind

FILE = Path(__file__).with_name("bundle.schema.json")
REQUIRED = ("@id", "@type", "identifier", "title", "modified")

Schema = dict[str, Any]

_TEXT = {"type": "string", "minLength": 1}
_IRI = {"type": "string", "pattern": '^[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>"{}|\\\\^`]+$'}
_SHAPES: dict[Kind, Schema] = {
    Kind.LANGUAGE: {
        "type": "object", "minProperties": 1, "additionalProperties": _TEXT,
        "propertyNames": {"pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"},
    },
    Kind.TEXT: _TEXT, Kind.WORD: _TEXT, Kind.TAG: _TEXT,
    Kind.CHOICE: {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]*$"},
    Kind.IRI: _IRI, Kind.FILE: _IRI, Kind.DATASET: _IRI, Kind.LICENCE: _IRI,
    Kind.PLACE: {
        "type": "array", "minItems": 1,
        "items": {
            "type": "string",
            "pattern": "^http://dcat-ap\\.de/def/politicalGeocoding/(municipalityKey/[0-9]{8}|districtKey/[0-9]{5})$",
        },
    },
    Kind.MAIL: {"type": "string", "pattern": "^mailto:\\S+@\\S+$"},
    Kind.PHONE: {"type": "string", "pattern": "^tel:\\S+$"},
    Kind.DATE: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    Kind.DATETIME: {
        "type": "string",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$",
    },
    Kind.INTEGER: {"type": "integer"}, Kind.NUMBER: {"type": "number"},
    Kind.MONTHS: {"type": "string", "pattern": "^P([0-9]+Y([0-9]+M)?|[0-9]+M)$"},
    Kind.YES_NO: {"type": "boolean"},
}


def schema() -> Schema:
    """Give the schema. Keys that it does not name are allowed: a later version of the format may have more."""
    case = _object(CASE)
    case["properties"] = {
        "@id": _IRI, "@type": {"type": "array", "contains": {"const": CASE_TYPES[0]}}, **case["properties"],
        THEME.key: _field(THEME),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Bundle of use cases (format 1)",
        "description": "A bundle, or a single use case with a context of its own.",
        "if": {"properties": {"@type": {"const": BUNDLE_TYPE}}, "required": ["@type"]},
        "then": {"$ref": "#/$defs/bundle"},
        "else": {"$ref": "#/$defs/case"},
        "$defs": {"bundle": _bundle(), "case": {**case, "required": list(REQUIRED)}},
    }


def _bundle() -> Schema:
    return {
        "type": "object",
        "required": ["@context", "@type", "formatVersion", "created", "catalog", "useCases"],
        "properties": {
            "@context": {"type": ["object", "string", "array"]},
            "@id": _IRI,
            "@type": {"const": BUNDLE_TYPE},
            "formatVersion": {"type": "string", "pattern": "^1\\.[0-9]+$"},
            "created": _SHAPES[Kind.DATETIME],
            "catalog": _IRI,
            "useCases": {"type": "array", "items": {"$ref": "#/$defs/case"}},
        },
    }


def _object(fields: Iterable[Field]) -> Schema:
    return {"type": "object", "properties": {field.key: _field(field) for field in fields}}


def _field(field: Field) -> Schema:
    if field.kind is Kind.NODE:
        shape = _object(field.fields)
        shape["properties"] = {"@type": {"type": "string"}, **shape["properties"]}
    else:
        shape = _SHAPES[field.kind]
    if field.many and field.kind is not Kind.PLACE:
        return {"type": "array", "items": shape, "minItems": 1}
    return shape


def text() -> str:
    """Give the schema as it is shipped."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
