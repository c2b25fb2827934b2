"""A filled draft on its way through CKAN's dataset form: values of fields, and the links that become resources.

What was found travels with the form, as the text of one hidden field, so that a form that is shown again because
something is missing still says it. It is the editor's own input like every other field: nothing in it is trusted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.harvest import filling_own

_ = tk._
#: The hidden field, and the boxes that say which links are taken.
FIELD, TICKS = "suedwestfalen_fill", "suedwestfalen_fill_link"
MAX_LINKS, MAX_TEXT, MAX_TITLE = 200, 1000, 100
_SCHEMES = ("http://", "https://", "ftp://")
_TYPE = "dataset"


def values(draft: Mapping[str, Any], own: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Give what the dataset form shows of an action's draft, with the hidden field and all links ticked.

    ``own`` is what an editor has entered before: it stays, and what the source says instead is told.
    """
    dataset = draft["dataset"]
    found = {name: dataset[name] for name in _names("dataset_fields") if dataset.get(name)}
    if dataset.get("municipality"):
        # it follows from the municipalities, also when the editors change them
        found.pop("kreis", None)
    found["tag_string"] = ",".join(tag["name"] for tag in dataset.get("tags", []) if not tag.get("vocabulary_id"))
    data, kept = filling_own.merge(found, own or {}, _fields("dataset_fields"))
    links = [link for resource in draft["resources"] if (link := _link(resource))][:MAX_LINKS]
    carried = {
        "url": draft["url"],
        "label": draft["label"],
        "evidence": draft["evidence"],
        "findings": [{name: one[name] for name in ("severity", "message", "hint")} for one in draft["findings"]],
        "missing": _missing(data),
        "kept": kept,
        "links": links,
    }
    return {**data, FIELD: json.dumps(carried, ensure_ascii=False), TICKS: [str(n) for n in range(len(links))]}


def shown(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give what a form carries of its draft, for the page; None if it was not filled from an address."""
    try:
        carried = json.loads(data[FIELD])
        evidence, findings = carried["evidence"], carried["findings"]
        return {
            "text": data[FIELD],
            "url": str(carried["url"]),
            "label": str(carried["label"]),
            "evidence": {"places": [str(place) for place in evidence["places"]],
                         **{name: str(evidence[name]) for name in ("label", "text", "licence")}},
            "findings": [{name: str(one[name]) for name in ("severity", "message", "hint")} for one in findings],
            "missing": [str(label) for label in carried["missing"]],
            "kept": [{name: str(one[name]) for name in ("label", "text")} for one in carried["kept"]],
            "links": list(_links(carried["links"], data.get(TICKS))),
        }
    except (KeyError, TypeError, ValueError, RecursionError):
        return None


def take_links(user: str, data_dict: dict[str, Any]) -> None:
    """Make resources of the ticked links of a form; those that a draft has already, and the user may see, stay.

    In place, as CKAN's view shows the same dictionary again if something is missing.
    """
    if FIELD not in data_dict or "resources" in data_dict:
        return
    carried = shown(data_dict)
    links = [link for link in (carried or {}).get("links", []) if link["ticked"]]
    kept = _resources_of(user, data_dict)
    there = {resource.get("url") for resource in kept}
    names = _names("resource_fields")
    new = [{name: link[name] for name in names if name in link} for link in links if link["url"] not in there]
    data_dict["resources"] = [*kept, *new]


def _links(given: Any, ticks: Any) -> Iterator[dict[str, Any]]:
    """Give the links with the numbers of their boxes."""
    ticked = {ticks} if isinstance(ticks, str) else {str(tick) for tick in ticks or ()}
    for number, resource in enumerate(given[:MAX_LINKS]):
        if link := _link(resource):
            yield {**link, "number": number, "ticked": str(number) in ticked}


def _link(resource: Any) -> dict[str, Any] | None:
    """Give what of a resource travels with the form: texts and lists of texts, of fields that there are."""
    if not isinstance(resource, dict) or not str(resource.get("url") or "").lower().startswith(_SCHEMES):
        return None
    names = _names("resource_fields")
    fit = {name: _fit(value) for name, value in resource.items() if name in names}
    link = {name: value for name, value in fit.items() if value}
    link["url"] = str(resource["url"])
    link["title"] = str(resource.get("name") or resource["url"])[:MAX_TITLE]
    return link


def _fit(value: Any) -> str | list[str]:
    if isinstance(value, list):
        return [one[:MAX_TEXT] for one in value[:MAX_LINKS] if isinstance(one, str)]
    return value[:MAX_TEXT] if isinstance(value, str) else ""


def _fields(part: str) -> list[dict[str, Any]]:
    return tk.h.scheming_get_dataset_schema(_TYPE)[part]


def _names(part: str) -> list[str]:
    """Give the fields of the form; of resources also those that follow from the link and are not shown."""
    fields = _fields(part)
    visible = [one["field_name"] for one in fields if one.get("form_snippet", "") is not None]
    return visible if part == "dataset_fields" else [one["field_name"] for one in fields]


def _missing(given: Mapping[str, Any]) -> list[str]:
    """Give the labels of what the form requires and the record lacks."""
    return [
        tk.h.scheming_language_text(one["label"]) for one in _fields("dataset_fields")
        if one.get("required") and not given.get(one["field_name"])
    ]


def _resources_of(user: str, data_dict: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not data_dict.get("id"):
        return []
    try:
        return tk.get_action("package_show")({"user": user}, {"id": data_dict["id"]})["resources"]
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return []
