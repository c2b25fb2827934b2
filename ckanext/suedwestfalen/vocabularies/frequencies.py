"""How often data is updated: ISO codes and the EU authority table frequency."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.suedwestfalen.vocabularies import data

_TABLE = data.load("frequencies")


@dataclass(frozen=True)
class Frequency:
    """An entry of the EU authority table frequency, or INSPIRE's where that has none."""

    uri: str
    code: str
    de: str
    en: str


_FREQUENCIES = {code: Frequency(code=code, **entry) for code, entry in _TABLE["frequencies"].items()}


def all_frequencies() -> tuple[Frequency, ...]:
    """All frequencies, most frequent first."""
    return tuple(_FREQUENCIES.values())


def for_iso(code: str) -> str:
    """URI for an ISO maintenance frequency code, a label, a period in ISO 8601 or a spelling; empty if it is none.

    ``asNeeded`` and ``notPlanned`` have no place in the EU table and give INSPIRE's own URI.
    """
    known = _BY_SPELLING.get(data.letters((code or "").strip().removeprefix("R/")))
    return _FREQUENCIES[known].uri if known else ""


def _spellings() -> dict[str, str]:
    known = {spelling: code for table in ("iso_codes", "spellings") for spelling, code in _TABLE[table].items()}
    for code, entry in _FREQUENCIES.items():
        known |= dict.fromkeys((code, entry.uri, entry.de, entry.en), code)
    return {data.letters(spelling): code for spelling, code in known.items()}


_BY_SPELLING = _spellings()
