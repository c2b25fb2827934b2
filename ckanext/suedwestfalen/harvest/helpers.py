"""What the harvest's templates ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from babel.dates import format_datetime
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import regions
from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.harvest import fields, protocols, sources
from ckanext.suedwestfalen.harvest.text import STATES

_COLOURS = {"finished": "success", "held": "warning", "partial": "warning", "failed": "danger",
            "cancelled": "secondary"}
_SCHEDULES = {"manual": N_("Only when started by hand"), "hourly": N_("Hourly"), "daily": N_("Daily"),
              "weekly": N_("Weekly")}
_CAUSES = {"person": N_("by a person"), "schedule": N_("by schedule"), "cli": N_("by a command"),
           "confirmed": N_("confirmed deletions")}
_SEVERITIES = {"error": (N_("Error"), "danger"), "warning": (N_("Warning"), "warning"), "info": (N_("Note"), "info")}


def suedwestfalen_harvest_light(state: str | None) -> dict[str, str]:
    """Give label and colour (of Bootstrap) of a run's state; None is a source that never ran."""
    if not state:
        return {"label": tk._("Not harvested yet"), "colour": "secondary"}
    return {"label": tk._(STATES.get(state, state)), "colour": _COLOURS.get(state, "info")}


def suedwestfalen_harvest_severity(severity: str) -> dict[str, str]:
    """Give label and colour (of Bootstrap) of a finding's severity."""
    label, colour = _SEVERITIES.get(severity, (severity, "secondary"))
    return {"label": tk._(label), "colour": colour}


def suedwestfalen_harvest_cause(cause: str) -> str:
    """Say what started a run."""
    return tk._(_CAUSES[cause]) if cause in _CAUSES else cause


def suedwestfalen_harvest_schedules() -> list[dict[str, str]]:
    """Give the rhythms to choose from."""
    return [{"value": name, "text": tk._(_SCHEDULES[name])} for name in sources.SCHEDULES]


def suedwestfalen_harvest_protocols() -> list[dict[str, str]]:
    """Give the kinds of source to choose from."""
    return [{"value": name, "text": tk._(protocols.get(name).label)} for name in protocols.names()]


def suedwestfalen_harvest_fields(protocol: str) -> list[dict[str, Any]]:
    """Give the settings of a kind of source as fields of a form."""
    if protocol not in protocols.names():
        return []
    return [
        {
            "name": field.name,
            "kind": field.kind,
            "label": tk._(field.label),
            "hint": tk._(field.hint) if field.hint else "",
            "options": _options(field.choices),
        }
        for field in fields.of(protocol)
    ]


def _options(choices: Mapping[str, str] | None) -> list[dict[str, str]]:
    if not choices:
        return []
    return [{"value": "", "text": tk._("All")}, *({"value": k, "text": tk._(v)} for k, v in choices.items())]


def suedwestfalen_harvest_places() -> list[dict[str, str]]:
    """Give what a source can be bound to: nothing, a Kreis, a municipality."""
    here = regions.current()
    towns = sorted(here.municipalities, key=lambda town: town.name.casefold())
    return [
        {"value": "", "text": tk._("From the record")},
        *({"value": kreis.key, "text": kreis.name} for kreis in here.kreise),
        *({"value": town.ags, "text": town.name} for town in towns),
    ]


def suedwestfalen_harvest_place(key: str) -> str:
    """Give the name of a municipality or Kreis; an unknown key is its own name."""
    here = regions.current()
    place = here.municipality(key) or here.kreis(key)
    return place.name if place else key


def suedwestfalen_harvest_organizations() -> list[dict[str, str]]:
    """Give the organizations for which the user may set up sources."""
    found = tk.get_action("organization_list_for_user")({"user": tk.g.user}, {"permission": "admin"})
    choices = [{"value": item["id"], "text": item["display_name"]} for item in found]
    return sorted(choices, key=lambda choice: choice["text"].casefold())


def suedwestfalen_harvest_time(time: str) -> str:
    """Give an ISO time as the reader's language writes it, in the portal's time zone (ckan.display_timezone)."""
    there = dt.datetime.fromisoformat(time).astimezone(tk.h.get_display_timezone())
    written = format_datetime(there, "medium", tzinfo=there.tzinfo, locale=tk.h.lang())
    return f"{written} ({there.tzname()})"


def suedwestfalen_harvest_duration(seconds: float) -> str:
    """Say a duration in the largest two units that fit."""
    whole = int(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return tk._("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return tk._("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}
    return tk._("%(seconds)s s") % {"seconds": whole}


def suedwestfalen_harvest_origin(package_id: str) -> dict[str, Any] | None:
    """Give where a dataset was harvested from; None if it was not, or if the reader may not see the dataset."""
    try:
        return tk.get_action("suedwestfalen_harvest_origin_show")({"user": tk.g.user}, {"id": package_id})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return None
