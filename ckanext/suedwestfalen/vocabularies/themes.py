"""EU data themes, and which of them an ISO record belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ckanext.suedwestfalen.vocabularies import data

_TABLE = data.load("themes")


@dataclass(frozen=True)
class Theme:
    """A theme of the EU authority table data-theme, e.g. ``ENVI``."""

    uri: str
    code: str
    de: str
    en: str


_THEMES = {code: Theme(_TABLE["base"] + code, code, **labels) for code, labels in _TABLE["themes"].items()}

_FORMER = {data.letters(name): tuple(codes) for name, codes in _TABLE["former_categories"].items()}


def all_themes() -> tuple[Theme, ...]:
    """All themes."""
    return tuple(_THEMES.values())


def find(text: str) -> Theme | None:
    """Theme by code, URI (http or https) or German or English label."""
    text = (text or "").strip()
    code = text.rstrip("/").rpartition("/")[2].upper() if "/data-theme/" in text else text.upper()
    if code in _THEMES:
        return _THEMES[code]
    return next((theme for theme in _THEMES.values() if text.lower() in (theme.de.lower(), theme.en.lower())), None)


def of_category(text: str) -> tuple[str, ...]:
    """Codes of the themes that one of GovData's former categories stands for, by its name or label."""
    return _FORMER.get(data.letters(text or ""), ())


def find_code(keyword: str) -> str:
    """Code of the theme that a keyword gives as code or URI; empty for every other keyword.

    Only the code as it stands in the table counts: "tran" and "Energie" are words people use.
    """
    code = keyword.strip().rpartition("/")[2] if "/data-theme/" in keyword else keyword.strip()
    return code if code in _THEMES else ""


def for_iso(topics: Iterable[str], inspire_codes: Iterable[str] = (), keywords: Iterable[str] = ()) -> list[str]:
    """URIs of the themes of a record, after the Open.NRW bridge.

    ``topics``: ISO topic categories; ``inspire_codes``: two-letter INSPIRE themes; ``keywords`` that are a theme's
    code or URI count as well. The order is that of the EU table.
    """
    topics, inspire = set(topics), set(inspire_codes)
    codes = {code for topic in topics for code in _TABLE["iso_topics"].get(topic, ())}
    for rule in _TABLE["conditional"]:
        if rule["topic"] in topics and inspire.intersection(rule["inspire_theme_any"]):
            codes.update(rule["add"])
    for keyword in keywords:
        codes.add(find_code(keyword))
    return [theme.uri for code, theme in _THEMES.items() if code in codes]
