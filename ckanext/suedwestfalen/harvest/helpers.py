"""What the harvest's templates ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from babel.dates import format_datetime
from babel.numbers import format_decimal
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import regions
from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.harvest import fields, filling_form, options, preview_map, protocols, sources
from ckanext.suedwestfalen.harvest.protocols.fields import Field
from ckanext.suedwestfalen.harvest.text import OUTCOMES, STATES

_COLOURS = {"finished": "success", "held": "warning", "partial": "warning", "failed": "danger",
            "cancelled": "secondary"}
_SIGNS = {"finished": "✓", "held": "!", "partial": "~", "failed": "✕", "cancelled": "–"}
_SCHEDULES = {"manual": N_("Only when started by hand"), "hourly": N_("Hourly"), "daily": N_("Daily"),
              "weekly": N_("Weekly")}
_CAUSES = {"person": N_("by a person"), "schedule": N_("by schedule"), "cli": N_("by a command"),
           "confirmed": N_("confirmed deletions"), "removed": N_("the source was removed")}
_SEVERITIES = {"error": (N_("Error"), "danger"), "warning": (N_("Warning"), "warning"), "info": (N_("Note"), "info")}


def suedwestfalen_harvest_light(state: str | None) -> dict[str, str]:
    """Give label, sign and colour (of Bootstrap) of a run's state; None is a source that never ran."""
    if not state:
        return {"label": tk._("Not harvested yet"), "colour": "secondary", "sign": "○"}
    sign = _SIGNS.get(state, "…")
    return {"label": tk._(STATES.get(state, state)), "colour": _COLOURS.get(state, "info"), "sign": sign}


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


def suedwestfalen_harvest_settings(source: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give the settings of a source that were set, as label and text."""
    if source["protocol"] not in protocols.names():
        return []
    given = source["settings"]
    return [
        {"label": tk._(field.label), "text": _text(field, given[field.name])}
        for field in fields.of(source["protocol"])
        if field.name in given
    ]


def _text(field: Field, value: Any) -> str:
    names = field.choices or {}
    values = value if isinstance(value, list) else [value]
    shown = [tk._("Yes") if one is True else tk._(names[one]) if names.get(one) else str(one) for one in values]
    return ", ".join(shown)


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


def suedwestfalen_harvest_rate(rate: float | None) -> str:
    """Say how fast a run was; a dash where nothing can be said."""
    if not rate:
        return "–"
    return tk._("%(rate)s records per second") % {"rate": format_decimal(rate, locale=tk.h.lang())}


def suedwestfalen_harvest_outcome(outcome: str) -> str:
    """Say what became, or would become, of a record."""
    return tk._(OUTCOMES[outcome]) if outcome in OUTCOMES else outcome


def suedwestfalen_harvest_preview_map(records: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the map of a preview's records: that part of the region in which they lie, with pins."""
    return preview_map.draw(regions.current(), [record["spatial"] for record in records])


def suedwestfalen_harvest_sources_of(organization_id: str) -> list[dict[str, Any]]:
    """Give the sources of an organization that the reader of the page may see."""
    try:
        found = tk.get_action("suedwestfalen_harvest_source_list")({"user": tk.g.user}, {})
    except tk.NotAuthorized:
        return []
    return [source for source in found if source["organization_id"] == organization_id]


def suedwestfalen_harvest_guard(source_id: str) -> dict[str, float]:
    """Give the numbers of a source's deletion guard; ``share`` in percent."""
    source = sources.get(source_id)
    limits = options.limits((source.options if source else None) or {})
    return {"share": round(limits.share * 100), "runs": limits.held_runs, "days": round(limits.held_days)}


def suedwestfalen_harvest_origin(package_id: str) -> dict[str, Any] | None:
    """Give where a dataset was harvested from; None if it was not, or if the reader may not see the dataset."""
    try:
        return tk.get_action("suedwestfalen_harvest_origin_show")({"user": tk.g.user}, {"id": package_id})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return None


def suedwestfalen_harvest_fill(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give what the dataset form carries of the address that it was filled from; None if it was not."""
    return filling_form.shown(data or {})
