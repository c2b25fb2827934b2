"""What a record from elsewhere would change: asked of CKAN's own validation, and compared as a bundle would say it."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

from ckan import model
from ckan.lib import plugins as lib_plugins
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue.helpers import DNA_GOAL
from ckanext.suedwestfalen.use_cases import records
from ckanext.suedwestfalen.use_cases.exchange import bundle, mapping
from ckanext.suedwestfalen.use_cases.exchange.mapping import Kind

#: What is compared by itself, or follows.
_APART = {mapping.BY_NAME[name].key for name in ("adoptions", "contact", "modified", "source_catalog", "publisher")}
_BY_KEY = {field.key: field for field in mapping.CASE}


def validate(dataset: Mapping[str, Any], package: model.Package | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give a dataset as it would be stored, and what is wrong with it by field; writes nothing."""
    action = "package_update" if package is not None else "package_create"
    context = {**records.internal(""), "model": model, "session": model.Session, "package": package}
    plugin = lib_plugins.lookup_package_plugin("use_case")
    schema = plugin.update_package_schema() if package is not None else plugin.create_package_schema()
    with model.Session.no_autoflush:
        data, errors = lib_plugins.plugin_validate(plugin, context, copy.deepcopy(dict(dataset)), schema, action)
    return _as_shown(data), errors


def _as_shown(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give what validation made of a dataset in the form in which it is shown."""
    vocabulary = model.Vocabulary.get(DNA_GOAL)
    tags = data.get("tags") or []
    goals = [tag["name"] for tag in tags if vocabulary and tag.get("vocabulary_id") == vocabulary.id]
    extras = {extra["key"]: _loaded(extra["value"]) for extra in data.get("extras") or []}
    return {
        **{key: value for key, value in data.items() if key != "extras"}, **extras, DNA_GOAL: goals,
        "tags": [tag for tag in tags if not tag.get("vocabulary_id")],
    }


def _loaded(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def changed(stored: Mapping[str, Any], given: Mapping[str, Any], only: set[str] | None = None) -> list[str]:
    """Give the names of the fields that differ between two datasets; ``only``: nothing else is looked at."""
    before, after = (bundle.case(_numbers(each), None, ()) for each in (stored, given))
    found = []
    for key in dict.fromkeys([*before, *after]):
        field = _BY_KEY.get(key)
        if field is None or key in _APART or (only is not None and not _names(field) & only):
            continue
        if _plain(field, before.get(key)) != _plain(field, after.get(key)):
            found += sorted(_differing(field, before.get(key), after.get(key)) if field.flat else {field.name})
    return found


def _numbers(dataset: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is stored as an empty text."""
    return {name: value for name, value in dataset.items() if value not in (None, "", [])}


def _names(field: mapping.Field) -> set[str]:
    own = {field.name} | ({"tag_string"} if field.kind is Kind.TAG else set())
    return own | ({inner.name for inner in field.fields} if field.flat else set())


def _differing(field: mapping.Field, before: Any, after: Any) -> set[str]:
    before, after = before or {}, after or {}
    return {inner.name for inner in field.fields if before.get(inner.key) != after.get(inner.key)}


def _plain(field: mapping.Field, value: Any) -> Any:
    if isinstance(value, list) and field.kind is not Kind.NODE:
        return sorted(value)
    return value


def complaints(errors: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give what validation found as field and sentence; of rows the first that is wrong."""
    found = []
    for name, problem in errors.items():
        for number, one in enumerate(problem if isinstance(problem, list) else [problem], 1):
            if isinstance(one, Mapping):
                found += [(name, f"{number}: {sentence}") for _field, sentence in complaints(one)][:1]
            elif one:
                found.append((name, str(one)))
    return found


def label(name: str) -> str:
    """Give the label of a field in the reader's language."""
    from ckanext.suedwestfalen.use_cases import fields

    special = {"tags": "tag_string", "adoptions": ""}.get(name, name)
    return fields.label(special) if special else tk._("Adoptions")
