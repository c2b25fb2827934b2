"""Choices for forms, and names for keys.

A choice is `{"value", "label"}` as ckanext-scheming wants it; a label may be `{"en", "de"}`. Helpers named in a
schema get the field's definition, and scheming asks them at every validation too: all but the lead projects come
out of memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from flask import has_request_context

from ckanext.suedwestfalen.catalogue import licences, regions
from ckanext.suedwestfalen.region import Choice
from ckanext.suedwestfalen.vocabularies import frequencies, inspire, languages, themes

Choices = list[dict[str, Any]]

LEAD_PROJECT = "lead_project"
DNA_GOAL = "dna_goal"
LEVELS = "http://dcat-ap.de/def/politicalGeocoding/Level/"
_LEVEL_LABELS = {
    "municipality": {"en": "Municipality", "de": "Kommune"},
    "administrativeDistrict": {"en": "District (Kreis)", "de": "Kreis"},
    "state": {"en": "State", "de": "Land"},
    "federal": {"en": "Federal", "de": "Bund"},
    "european": {"en": "European", "de": "Europa"},
    "international": {"en": "International", "de": "International"},
}


def _choices(pairs: Iterable[tuple[str, Any]]) -> Choices:
    return [{"value": value, "label": label} for value, label in pairs]


def municipality_choices(_field: Mapping[str, Any] | None = None) -> Choices:
    """Municipalities of the region by name; values are AGS."""
    towns = sorted(regions.current().municipalities, key=lambda town: _sort_key(town.name))
    return _choices((town.ags, town.name) for town in towns)


def kreis_choices(_field: Mapping[str, Any] | None = None) -> Choices:
    """Kreise of the region by name; values are five-digit keys."""
    return _choices((kreis.key, kreis.name) for kreis in regions.current().kreise)


def region_choices(field: Mapping[str, Any]) -> Choices:
    """The region's own choice list that the field names in `region_choices`."""
    return _labelled(regions.current().choices.get(field["region_choices"], ()))


def dna_goal_choices(_field: Mapping[str, Any] | None = None) -> Choices:
    """Goals of the region's strategy; values are the tags of the vocabulary."""
    return _labelled(regions.current().choices.get(DNA_GOAL, ()))


def _labelled(choices: Iterable[Choice]) -> Choices:
    return _choices((choice.name, {"de": choice.de, "en": choice.en or choice.de}) for choice in choices)


def lead_project_choices(_field: Mapping[str, Any] | None = None) -> Choices:
    """Lead projects by title, whoever asks; values are names of groups."""
    projects = model.Session.query(model.Group.name, model.Group.title).filter_by(
        type=LEAD_PROJECT, state=model.State.ACTIVE, is_organization=False
    )
    return _choices(sorted(((name, title or name) for name, title in projects), key=lambda pair: pair[1]))


def licence_choices(_field: Mapping[str, Any] | None = None) -> Choices:
    """Licences of dcat-ap.de, the recommended ones first; values are their ids."""
    return _choices((licence.id, licence.title) for licence in licences.recommended_first())


def licence_uri_choices(_field: Mapping[str, Any] | None = None) -> Choices:
    """Licences of dcat-ap.de; values are URIs, as distributions have them."""
    return _choices((licence.uri, licence.title) for licence in licences.recommended_first())


def theme_choices(_field: Mapping[str, Any] | None = None) -> Choices:
    """The EU's data themes; values are URIs."""
    return _choices((theme.uri, {"de": theme.de, "en": theme.en}) for theme in themes.all_themes())


def frequency_choices(_field: Mapping[str, Any] | None = None) -> Choices:
    """Update frequencies; values are URIs."""
    return _choices((each.uri, {"de": each.de, "en": each.en}) for each in frequencies.all_frequencies())


def language_choices(_field: Mapping[str, Any] | None = None) -> Choices:
    """Languages; values are URIs."""
    return _choices((each.uri, {"de": each.de, "en": each.en}) for each in languages.all_languages())


def inspire_theme_choices(_field: Mapping[str, Any] | None = None) -> Choices:
    """INSPIRE themes; values are URIs."""
    return _choices((each.uri, {"de": each.de, "en": each.en}) for each in inspire.all_themes())


def geocoding_level_choices(_field: Mapping[str, Any] | None = None) -> Choices:
    """Levels of administration, as dcat-ap.de names them; values are URIs."""
    return _choices((LEVELS + name, label) for name, label in _LEVEL_LABELS.items())


def municipality_name(ags: str) -> str:
    """Name of a municipality; a key of elsewhere comes back unchanged."""
    town = regions.current().municipality(ags)
    return town.name if town else ags


def kreis_name(key: str) -> str:
    """Name of a Kreis; a key of elsewhere comes back unchanged."""
    kreis = regions.current().kreis(key)
    return kreis.name if kreis else key


def label_of(choices: Choices, value: str) -> str:
    """Label of a value in the reader's language; a value that is no choice comes back unchanged."""
    for choice in choices:
        if choice["value"] == value:
            label = choice["label"]
            return label.get(language()) or label["de"] if isinstance(label, dict) else label
    return value


def language() -> str:
    """Language of the reader; in commands and jobs that of the portal."""
    # the request that a command makes up has no language of its own
    asked = tk.h.lang() if has_request_context() else None
    return (asked or tk.config["ckan.locale_default"]).split("_")[0]


def _sort_key(name: str) -> str:
    return name.casefold().translate(str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"}))


def get_helpers() -> dict[str, Callable[..., Any]]:
    """Give the helpers to CKAN, each under `suedwestfalen_…`."""
    return {
        f"suedwestfalen_{function.__name__}": function
        for function in (
            municipality_choices, kreis_choices, region_choices, dna_goal_choices, lead_project_choices,
            licence_choices, licence_uri_choices, theme_choices, frequency_choices, language_choices,
            inspire_theme_choices, geocoding_level_choices, municipality_name, kreis_name,
        )
    }
