"""The form of a source: its fields as data for the template, what was typed into it, and complaints about that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from ckan.plugins import toolkit as tk
from werkzeug.datastructures import MultiDict

from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.harvest import fields, helpers, options, protocols
from ckanext.suedwestfalen.harvest.logic.schema import SETTING, usual_rank
from ckanext.suedwestfalen.harvest.protocols.fields import Field

OPTION = "options__"
PLAIN = ("title", "url", "protocol", "organization_id", "municipality", "schedule", "rank", "username", "password")
#: The setting in which a kind of source keeps which layers were chosen.
LAYERS = "layers"
LABELS = {
    "title": N_("Title"), "url": N_("Address"), "protocol": N_("Kind of source"),
    "organization_id": N_("Organization"), "municipality": N_("Municipality"), "schedule": N_("Schedule"),
    "rank": N_("Rank"), "active": N_("Harvest by schedule"), "username": N_("User name"), "password": N_("Password"),
    "name": N_("Short name"),
}
_HINTS = {
    "title": N_("What people call this source, for example the town and its catalogue."),
    "url": N_("The address of the service, as its operator gave it to you."),
    "organization_id": N_("The datasets will belong to this organization."),
    "municipality": N_("Choose a place only if everything in this source belongs to it."),
    "rank": N_("Where two sources offer the same record, the one with the lower number leads: own town 10, Kreis 20,"
               " state 30."),
}
Layers = list[dict[str, str]]


def defaults() -> dict[str, Any]:
    """Give what a new source is, before anything was typed."""
    mine = helpers.suedwestfalen_harvest_organizations()
    own = mine[0]["value"] if len(mine) == 1 else ""
    return {"title": "", "url": "", "protocol": "csw", "organization_id": own, "municipality": "", "schedule": "daily",
            "rank": usual_rank(own), "active": True, "settings": {}, "options": {}}


def from_detection(found: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Give the form filled from what was found at an address, with an organization if one suggests itself."""
    data = {**defaults(), "title": found["title"] or _host(found["url"]),
            "url": found["url"], "protocol": found["protocol"], "settings": dict(found["settings"])}
    wanted = typed.get("organization_id") or data["organization_id"] or _suggested(found)
    return {**data, "organization_id": wanted, "rank": usual_rank(wanted)}


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def _suggested(found: Mapping[str, Any]) -> str:
    """Give the id of the only organization whose name stands in the address or in the title of what was found."""
    words = set(re.findall(r"[^\W\d_]+", f"{_host(found['url'])} {found['title']}".lower()))
    mine = helpers.suedwestfalen_harvest_organizations()
    named = [one["value"] for one in mine if words >= set(re.findall(r"[^\W\d_]+", one["text"].lower())) != set()]
    return named[0] if len(named) == 1 else ""


def typed(posted: MultiDict[str, str]) -> dict[str, Any]:
    """Give what was typed into the form, in the shape that the actions take."""
    data: dict[str, Any] = {key: posted[key] for key in PLAIN if key in posted}
    data["active"] = "active" in posted
    if data.get("rank") and data["rank"] == posted.get("suggested_rank"):
        # nobody changed it, but the organization that it follows from may be another now
        data["rank"] = str(usual_rank(data.get("organization_id", "")))
    if "credentials_remove" in posted:
        data["credentials_remove"] = True
    kind = posted.get("protocol", "")
    known = {field.name: field for field in fields.of(kind)} if kind in protocols.names() else {}
    data["settings"] = _group(posted, SETTING, known)
    if any(key.startswith(OPTION) for key in posted):
        data["options"] = _group(posted, OPTION, {field.name: field for field in options.fields()})
    return data


def _group(posted: MultiDict[str, str], prefix: str, known: Mapping[str, Field]) -> dict[str, Any]:
    names = [key[len(prefix):] for key in posted if key.startswith(prefix)]
    return {name: _value(posted.getlist(prefix + name), known.get(name)) for name in names}


def _value(values: list[str], field: Field | None) -> Any:
    if field is not None and field.kind == "choices":
        return [value for value in values if value]
    return "\n".join(value for value in values if value)


def of_kind(data: dict[str, Any]) -> dict[str, Any]:
    """Give what was typed without the settings that the chosen kind does not have."""
    known = {field.name for field in fields.of(data["protocol"])} if data["protocol"] in protocols.names() else set()
    return {**data, "settings": {name: value for name, value in data["settings"].items() if name in known}}


def layers(posted: MultiDict[str, str]) -> Layers:
    """Give the layers that the form offered: it carries their names and titles along."""
    pairs = zip(posted.getlist("layer_name"), posted.getlist("layer_title"), strict=False)
    return [{"name": name, "title": title} for name, title in pairs]


def view(data: Mapping[str, Any], errors: Mapping[str, Any], offered: Layers) -> dict[str, Any]:
    """Give the form's fields with values, complaints and choices, for the template."""
    kind = data.get("protocol") or ""
    known = fields.of(kind) if kind in protocols.names() else ()
    settings = [_shown(one, SETTING, data.get("settings") or {}, errors, "") for one in known]
    for field in settings:
        if field["name"] == SETTING + LAYERS and offered:
            _offer(field, offered)
    given, numbers = data.get("options") or {}, options.defaults()
    all_options = options.fields()
    groups = []
    for group, (label, hint) in options.GROUPS.items():
        shown = [_shown(one, OPTION, given, errors, numbers.get(one.name, "")) for one in all_options
                 if one.group == group]
        usual = {OPTION + one.name: one.default for one in all_options}
        used = any(
            field["value"] not in ("", [], None, False, usual[field["name"]]) or field["errors"] for field in shown
        )
        groups.append({"label": tk._(label), "hint": tk._(hint) if hint else "", "fields": shown, "open": used})
    layered = any(one.name == LAYERS for one in known)
    return {"plain": _plain(data, errors), "settings": settings, "groups": groups, "layered": layered}


def _plain(data: Mapping[str, Any], errors: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    choices = {
        "protocol": helpers.suedwestfalen_harvest_protocols(),
        "organization_id": [{"value": "", "text": tk._("Please choose")},
                            *helpers.suedwestfalen_harvest_organizations()],
        "municipality": helpers.suedwestfalen_harvest_places(),
        "schedule": helpers.suedwestfalen_harvest_schedules(),
    }
    kinds = {"url": "url", "rank": "number", "password": "password", "active": "boolean"}
    return {
        name: {
            "name": name, "id": f"field-{name}", "label": tk._(label),
            "hint": tk._(_HINTS[name]) if name in _HINTS else "",
            "kind": kinds.get(name, "choice" if name in choices else "text"), "options": choices.get(name, []),
            # a password is never sent back
            "value": "" if name == "password" else data.get(name), "errors": list(errors.get(name) or []),
            "required": name in ("title", "url", "organization_id"), "placeholder": "",
        }
        for name, label in LABELS.items()
    }


def _shown(
    field: Field, prefix: str, given: Mapping[str, Any], errors: Mapping[str, Any], placeholder: Any
) -> dict[str, Any]:
    several = field.kind == "choices"
    value = given.get(field.name, [] if several else "")
    blank = [] if several or field.default else [{"value": "", "text": tk._("(not set)")}]
    choices = [{"value": key, "text": tk._(text) if text else key} for key, text in (field.choices or {}).items()]
    return {
        "name": prefix + field.name, "id": f"field-{prefix}{field.name}", "label": tk._(field.label),
        "hint": tk._(field.hint) if field.hint else "", "kind": "number" if field.kind == "integer" else field.kind,
        "options": blank + choices if field.choices is not None else [], "required": False,
        "value": value.split(",") if several and isinstance(value, str) else value or field.default,
        "errors": list(errors.get(prefix + field.name) or []), "placeholder": placeholder,
    }


def _offer(field: dict[str, Any], offered: Layers) -> None:
    """Make the field for layers one to tick them in; what was chosen before and is not offered any more stays."""
    value = field["value"]
    chosen = value if isinstance(value, list) else [part.strip() for part in re.split(r"[\n,]", value or "")]
    chosen = [name for name in chosen if name]
    names = [layer["name"] for layer in offered]
    field["options"] = [
        *({"value": one["name"], "text": _layer(one)} for one in offered),
        *({"value": name, "text": name} for name in chosen if name not in names),
    ]
    field["kind"], field["value"] = "choices", chosen
    field["hint"] = tk._("Tick the layers that you want. If none is ticked, all are taken, new ones too.")


def _layer(layer: Mapping[str, str]) -> str:
    title = layer["title"]
    return f"{title} ({layer['name']})" if title and title != layer["name"] else layer["name"]


def complaints(errors: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give the errors of an action by field; the one that only says that a value is missing names its field."""
    missing = {tk._("Missing value"), "Missing value"}
    named = labels(errors)
    return {
        key: [tk._("Please fill in “%(field)s”.") % {"field": named[key]} if str(one) in missing else str(one)
              for one in (found if isinstance(found, list) else [found])]
        for key, found in errors.items()
    }


def labels(errors: Iterable[str]) -> dict[str, str]:
    """Give what the fields with these names are called."""
    common = {OPTION + field.name: field.label for field in options.fields()}
    special = {SETTING + field.name: field.label for name in protocols.names() for field in fields.of(name)}
    known = {**special, **common, **LABELS}
    return {key: tk._(known[key]) if key in known else key for key in errors}
