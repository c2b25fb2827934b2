"""INSPIRE themes by label, URI or code."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.suedwestfalen.vocabularies import data

_TABLE = data.load("inspire")
#: Title of the thesaurus in ISO records.
THESAURUS = _TABLE["thesaurus"]


@dataclass(frozen=True)
class InspireTheme:
    """An INSPIRE theme; ``code`` has two letters."""

    uri: str
    code: str
    de: str
    en: str


_THEMES = {theme["code"]: InspireTheme(_TABLE["base"] + theme["code"], **theme) for theme in _TABLE["themes"]}
_BY_LABEL = {data.letters(label): theme for theme in _THEMES.values() for label in (theme.de, theme.en)}
_BY_LABEL.update({data.letters(label): _THEMES[code] for label, code in _TABLE["spellings"].items()})


def all_themes() -> tuple[InspireTheme, ...]:
    """All 34 themes."""
    return tuple(_THEMES.values())


def find(text: str, *, codes: bool = True) -> InspireTheme | None:
    """Theme by URI, German or English label, or (with ``codes``) two-letter code."""
    text = (text or "").strip()
    if "inspire.ec.europa.eu/theme/" in text:
        return _THEMES.get(text.rstrip("/").rpartition("/")[2].lower())
    if len(text) == 2:
        return _THEMES.get(text.lower()) if codes else None
    return _BY_LABEL.get(data.letters(text))


def is_thesaurus(title: str) -> bool:
    """True when a thesaurus title means the INSPIRE themes, in any of the usual spellings."""
    key = data.letters(title or "")
    return "inspire" in key and ("theme" in key or "themen" in key)
