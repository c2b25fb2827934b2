"""Languages: ISO 639 codes and names, and the EU authority table language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ckanext.suedwestfalen.vocabularies import data

_TABLE = data.load("languages")


@dataclass(frozen=True)
class Language:
    """A language; ``code`` is the EU table's (ISO 639-3, upper case), ``codes`` are further spellings."""

    uri: str
    code: str
    de: str
    en: str
    codes: tuple[str, ...]


_LANGUAGES = {
    code: Language(_TABLE["base"] + code, code, entry["de"], entry["en"], tuple(entry["codes"]))
    for code, entry in _TABLE["languages"].items()
}
_BY_CODE = {spelling: language for language in _LANGUAGES.values() for spelling in language.codes}
GERMAN = _LANGUAGES["DEU"]


def all_languages() -> tuple[Language, ...]:
    """All languages of the table, German first."""
    return tuple(_LANGUAGES.values())


def find(text: str) -> Language | None:
    """Language by ISO 639 code (two or three letters), locale, URI or name."""
    text = (text or "").strip()
    # EU table, Library of Congress (…/vocabulary/iso639-1/de), Lexvo (…/id/iso639-3/deu): the code comes last.
    key = text.rstrip("/").rpartition("/")[2] if re.match(r"https?://", text) or "/language/" in text else text
    found = _LANGUAGES.get(key.upper()) or _BY_CODE.get(key.lower())
    # ``ger; DEU`` and ``de-DE`` name the language first.
    return found or _BY_CODE.get(key.lower().replace("_", "-").partition("-")[0].partition(";")[0].strip())
