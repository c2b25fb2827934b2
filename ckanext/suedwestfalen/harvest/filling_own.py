"""What an editor has entered before the form is filled from an address: it stays, and travels from page to page.

Only what is empty is filled. Where the source says something else, the page tells it, and the editor decides.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ckan.lib.navl.dictization_functions import DataError, unflatten
from ckan.logic import clean_dict, parse_params, tuplize_dict
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import MultiDict

from ckanext.suedwestfalen.catalogue import rows
from ckanext.suedwestfalen.harvest import identity

#: The hidden field in which the entries travel over the pages between two forms, and how a page knows the form's.
FIELD, PHASE = "suedwestfalen_fill_own", "_ckan_phase"
# one question: who has chosen a Kreis does not want a municipality beside it
_PLACE = ("municipality", "kreis")
_NOT_ENTERED = ("_csrf_token", "save", "fill", "fill_url", PHASE, "pkg_name")
_UNSAID = ("name", "spatial")
_MAX_TEXT = 300


def posted(form: MultiDict[str, str]) -> str:
    """Give what was entered into the dataset form that was posted, or a page carries along, as one text."""
    if PHASE not in form:
        return form.get(FIELD, "")
    entered = [(name, value) for name, value in form.items(multi=True) if name not in _NOT_ENTERED]
    return json.dumps(entered, ensure_ascii=False)


def read(carried: str) -> dict[str, Any]:
    """Give what was entered as the data of a form; nothing of what is damaged."""
    try:
        pairs = MultiDict([(str(name), str(value)) for name, value in json.loads(carried)])
        data = clean_dict(unflatten(tuplize_dict(parse_params(pairs))))
    except (ValueError, TypeError, RecursionError, DataError, KeyError, IndexError, AttributeError):
        return {}
    rows.expand(data)
    return data


def merge(
    found: Mapping[str, Any], own: Mapping[str, Any], fields: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Give the form's data: what is the editor's own, the rest as it was found; and what was found beside the own."""
    own = dict(own)
    if not own.get("tag_string"):
        free = [tag["name"] for tag in own.get("tags") or [] if not tag.get("vocabulary_id")]
        own["tag_string"] = ", ".join(free)
    if own.get("owner_org") == _preselected():
        # a list without an empty choice: nobody can tell whether it was chosen
        own.pop("owner_org")
    if own.get("title") and not own.get("name"):
        own["name"] = identity.free_name(str(own["title"]), str(found.get("name")))
    stays = {name for name, value in own.items() if is_given(value)}
    if stays.intersection(_PLACE):
        stays |= set(_PLACE)
    told = [_told(field, found[field["field_name"]]) for field in fields
            if (name := field["field_name"]) in found and name in stays and name not in _UNSAID
            and _plain(found[name]) != _plain(own.get(name))]
    data = {**own, **{name: value for name, value in found.items() if name not in stays}}
    return data, told


def is_given(value: Any) -> bool:
    """Tell whether a field holds anything."""
    if isinstance(value, Mapping):
        return any(is_given(one) for one in value.values())
    if isinstance(value, (list, tuple)):
        return any(is_given(one) for one in value)
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _preselected() -> str:
    mine = tk.h.organizations_available("create_dataset")
    return mine[0]["id"] if mine else ""


def _told(field: Mapping[str, Any], value: Any) -> dict[str, str]:
    choices = {one["value"]: one["label"] for one in tk.h.scheming_field_choices(field) or []}
    text = ", ".join(tk.h.scheming_language_text(choices.get(one, str(one))) for one in _leaves(value))
    return {"label": tk.h.scheming_language_text(field["label"]),
            "text": text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 1] + "…"}


def _leaves(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [leaf for one in value for leaf in _leaves(one)]
    return [value] if is_given(value) else []


def _plain(value: Any) -> list[str]:
    """Give a value so that a form's and a reader's compare: single values, in any order, keywords one by one."""
    parts = [part.strip() for leaf in _leaves(value) for part in str(leaf).replace("\r", "").split(",")]
    return sorted(filter(None, parts))
