"""Validators of single fields; each is named in the schemas as `suedwestfalen_…`.

Messages are for the person at the form. What follows from other fields is filled in before, see complete.py.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import complete, membership, municipalities, regions, tags
from ckanext.suedwestfalen.catalogue.helpers import LEAD_PROJECT
from ckanext.suedwestfalen.catalogue.values import as_list
from ckanext.suedwestfalen.geo import crs as crs_notation
from ckanext.suedwestfalen.geo import extent
from ckanext.suedwestfalen.vocabularies import licences

_AGS = re.compile(r"[0-9]{8}")
_KREIS = re.compile(r"[0-9]{5}")
_ARS = re.compile(r"[0-9]{12}")
_EPSG = re.compile(r"[0-9]{4,6}")
_DATE = re.compile(r"([0-9]{4})(-[0-9]{2})?(-[0-9]{2})?([T ].+)?")
_GERMAN_DATE = re.compile(r"(?:([0-9]{1,2})\. ?)?([0-9]{1,2})\. ?([0-9]{4})")


def _store_list(key: Any, data: Any, errors: Any, read: Callable[[str], str | None]) -> None:
    """Replace the values of a field by what `read` makes of each; an empty list is no field."""
    if errors[key]:
        raise tk.StopOnError
    found = list(dict.fromkeys(name for text in as_list(data.get(key)) if (name := read(text))))
    if not found:
        data.pop(key, None)
        raise tk.StopOnError
    data[key] = json.dumps(found)


def municipality(key: Any, data: Any, errors: Any, _context: Any) -> None:
    """Municipalities as AGS, ARS, URI or name; an unknown but well-formed AGS is kept (other regions)."""

    def read(text: str) -> str:
        town = regions.current().find(text)
        if town:
            return town.ags
        if _AGS.fullmatch(text):
            return text
        raise tk.Invalid(tk._("“%s” is no municipality of the region and no municipality key.") % text)

    _store_list(key, data, errors, read)


def kreis(key: Any, data: Any, errors: Any, _context: Any) -> None:
    """Kreise as key or name; an unknown but well-formed key is kept."""

    def read(text: str) -> str:
        if _KREIS.fullmatch(text):
            return text
        found = regions.current().find_kreis(text)
        if not found:
            raise tk.Invalid(tk._("“%s” is no Kreis of the region and no Kreis key.") % text)
        return found.key

    _store_list(key, data, errors, read)


def lead_project(key: Any, data: Any, errors: Any, _context: Any) -> None:
    """Lead projects by name or id. A project that was deleted meanwhile is dropped: nobody could save otherwise."""

    def read(text: str) -> str | None:
        group = model.Group.get(text)
        if not group or group.type != LEAD_PROJECT:
            raise tk.Invalid(tk._("There is no lead project “%s”.") % text)
        return group.name if group.state == model.State.ACTIVE else None

    _store_list(key, data, errors, read)


def lasting_name(key: Any, data: Any, _errors: Any, context: Any) -> None:
    """Name of a lead project: it cannot change any more once datasets bear it."""
    group = context.get("group")
    if group and data[key] != group.name and membership.has_datasets(group):
        raise tk.Invalid(tk._("Datasets belong to this lead project: its address stays “%s”.") % group.name)


def crs(key: Any, data: Any, errors: Any, _context: Any) -> None:
    """Coordinate reference systems in any notation, as EPSG codes."""

    def read(text: str) -> str:
        if _EPSG.fullmatch(text):
            return text
        found = crs_notation.parse(text)
        if not found:
            raise tk.Invalid(tk._("“%s” names no coordinate reference system. Example: 25832.") % text)
        return str(found[0].code)

    _store_list(key, data, errors, read)


def spatial(value: Any) -> str:
    """GeoJSON geometry in WGS 84, as text or object; repaired where that is possible without guessing."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise tk.Invalid(tk._("The extent is no valid GeoJSON. Please draw it on the map.")) from error
    geometry, findings = extent.clean(value, region_box=regions.current().bbox)
    if geometry is None:
        reasons = " ".join(finding.message(tk._) for finding in findings)
        raise tk.Invalid(reasons or tk._("The extent is no geometry. Please draw it on the map."))
    return json.dumps(geometry)


def required_of_editors(key: Any, data: Any, errors: Any, context: Any) -> None:
    """A field that editors must fill in; a harvested dataset may lack it, because nothing is made up for it."""
    if _text(data.get(("harvest_guid",))) and not _text(data.get(key)):
        data[key] = ""
        raise tk.StopOnError
    tk.get_validator("not_empty")(key, data, errors, context)


def licence(key: Any, data: Any, _errors: Any, _context: Any) -> None:
    """Licence of a dataset as id, URL or usual name.

    Required by DCAT-AP.de; only a harvested dataset may have none, because a licence is never guessed.
    """
    value = _text(data.get(key))
    if value:
        data[key] = _licence(value).id
    elif _text(data.get(("harvest_guid",))):
        data[key] = ""
    else:
        raise tk.Invalid(tk._("Please choose a licence: without one nobody may use the data."))


def licence_uri(value: Any) -> str:
    """Licence of a distribution as URI; none means that of the dataset."""
    return _licence(str(value).strip()).uri


def _licence(text: str) -> licences.Licence:
    found = licences.find(text)
    if not found:
        raise tk.Invalid(tk._("“%s” is no licence of the list. Please choose one.") % text)
    return found


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def positive_number(value: Any) -> float:
    """A number above zero; a decimal comma is understood."""
    try:
        number = float(str(value).strip().replace(",", "."))
    except ValueError as error:
        raise tk.Invalid(tk._("Please give a number.")) from error
    if not 0 < number < float("inf"):
        raise tk.Invalid(tk._("Please give a number above zero."))
    return number


def date(value: Any) -> Any:
    """A date as precise as it is known: 2024, 2024-05, 2024-05-17 or with time; 17.5.2024 is understood."""
    if not value or isinstance(value, dt.date):
        return value or None
    text = str(value).strip()
    if german := _GERMAN_DATE.fullmatch(text):
        text = "-".join(part.zfill(2) for part in reversed(german.groups()) if part)
    found = _DATE.fullmatch(text)
    year, month, day, time = found.groups() if found else ("", "", "", "")
    try:
        dt.datetime.fromisoformat(f"{year}{month or '-01'}{day or '-01'}{time or ''}")
    except ValueError as error:
        raise tk.Invalid(tk._("“%s” is no date. Please write it like 2024, 2024-05 or 2024-05-17.") % text) from error
    return text


def ags(key: Any, data: Any, _errors: Any, context: Any) -> None:
    """Key of an organization: eight digits (municipality) or five (Kreis), borne by no other organization."""
    value = str(data[key]).strip()
    if not (_AGS.fullmatch(value) or _KREIS.fullmatch(value)):
        raise tk.Invalid(tk._("A municipality key has eight digits, that of a Kreis five."))
    other = municipalities.organization_of(value)
    own = context.get("group")
    if other and other.id != (own.id if own else data.get(("id",))):
        raise tk.Invalid(tk._("The organization “%s” already has this key.") % other.display_name)
    data[key] = value


def ars(value: Any) -> str:
    """Twelve-digit regional key."""
    return _matching(value, _ARS, tk._("A regional key has twelve digits."))


def kreis_key(value: Any) -> str:
    """Five-digit key of the Kreis an organization belongs to."""
    return _matching(value, _KREIS, tk._("The key of a Kreis has five digits."))


def _matching(value: Any, pattern: re.Pattern[str], message: str) -> str:
    text = str(value).strip()
    if not pattern.fullmatch(text):
        raise tk.Invalid(message)
    return text


def get_validators() -> dict[str, Callable[..., Any]]:
    """Give the validators to CKAN."""
    return {
        "suedwestfalen_ags": ags,
        "suedwestfalen_ars": ars,
        "suedwestfalen_complete_dataset": complete.dataset,
        "suedwestfalen_crs": crs,
        "suedwestfalen_date": date,
        "suedwestfalen_dna_goal_to_tags": tags.to_tags,
        "suedwestfalen_kreis": kreis,
        "suedwestfalen_kreis_key": kreis_key,
        "suedwestfalen_lasting_name": lasting_name,
        "suedwestfalen_lead_project": lead_project,
        "suedwestfalen_licence": licence,
        "suedwestfalen_licence_uri": licence_uri,
        "suedwestfalen_municipality": municipality,
        "suedwestfalen_positive_number": positive_number,
        "suedwestfalen_required_of_editors": required_of_editors,
        "suedwestfalen_spatial": spatial,
    }
