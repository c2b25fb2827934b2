"""Spellings: umlauts and hyphens made even, and the German words that go with the name of a town or a Kreis.

No name of any place stands here: the words are those of administration, the names come from the region folder.
"""

from __future__ import annotations

import re
import unicodedata

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ẞ": "SS"})
_DASHES = re.compile("[‐‑‒–—−]")
_SHARED_WORD = re.compile(r"\bKreis- und (?=\w+stadt\b)", re.IGNORECASE)
_SEVERAL_KREISE = re.compile(
    r"\bKreisen?\s+[\w-]+(?:(?:,\s*|\s+und\s+)(?!Stadt|Gemeinde|Kreis)[\w-]+)+", re.IGNORECASE)
_NO_WORD = re.compile(r"[^0-9a-z§]+")

# Words that may stand around the name of a town without changing what is meant.
AROUND = frozenset((
    "der", "die", "das", "des", "dem", "den", "von", "vom", "fuer", "in", "im", "bei", "und", "gemeinde",
    "gemeindeverwaltung", "kommune", "rathaus", "verwaltung", "magistrat", "rat", "stadtrat", "gemeinderat", "d",
    "de", "buergermeister", "buergermeisterin", "buergermeisteramt", "oberbuergermeister", "oberbuergermeisterin",
))
# Words that are said of a town only; "Hansestadt", "Kreisstadt" and the like end in "stadt".
TOWN_WORDS = frozenset(("stadt", "stadtverwaltung", "stadtrat"))
# Words that may stand around the name of a Kreis.
AROUND_KREIS = frozenset((
    "der", "die", "das", "des", "dem", "den", "von", "vom", "fuer", "kreis", "landrat", "landraetin", "kreistag",
    "verwaltung", "untere", "obere",
))
_KREIS_WORDS = {"landkreis": "kreis", "kreisverwaltung": "kreis", "landratsamt": "kreis", "kreise": "kreis"}

# Who is named with one of these before a town's name is somebody else who sits there, or another place.
OTHERS = re.compile(
    r"\w*kreis\w*(?<!stadt)"
    r"|\w*bezirk\w*|\w*gericht\w*|\w*regierung|finanzamt|hauptzollamt|zollamt|\w*forstamt"
    r"|\w*agentur"
    r"|arbeit|jobcenter|arbeitsamt|\w*universitaet|uni|\w*hochschule|bistum|erzbistum|dekanat|ihk|hwk|\w*kammer"
    r"|polizei\w*|bundes\w*|landes\w*|regional\w*|\w*verband|verbandsgemeinde|samtgemeinde|ortsgemeinde|amt|markt"
    r"|(?:orts|stadt|gemeinde)teil|ortschaft|dorf|standort|campus|\w*niederlassung|\w*stelle|filiale|bahnhof"
    r"|bad|sankt|st|gross|klein|alt|neu|ober|unter|nieder|hohen|burg|schloss|autobahn\w*|talsperre|raum|umland")
# Whoever is named with one of these works for more than one town: a town behind a comma is where the office stands.
BEYOND_TOWN = re.compile(
    r"\b(?:\w*bezirk\w*|\w*regierung|\w*gericht|finanzamt|hauptzollamt|\w*forstamt|\w*agentur|\w*verband|\w*kammer"
    r"|\w*universitaet|\w*hochschule|polizei\w*|(?:bundes|landes)\w*(?:amt|anstalt|betrieb|direktion)|\w*niederlassung)\b",
    re.IGNORECASE)
# After a name these lead to another place: "… am Main", "… an der Ahr", "… bei Ulm".
LEADS_ELSEWHERE = re.compile(
    r"(?:(?:am|an|bei|im|in|ob|vor|unter|auf)\b\.?\s*|[abiov]\.\s*)(?:(?:der|dem|den|d)\b\.?\s*)?(?=[a-z§])")
# In brackets after a name these tell a department, everything unknown another place.
DEPARTMENT = re.compile(
    r"abteilung|abt\b|fachb|fachd|\bfb\b|\bfd\b|amt\b|dezernat|team|stab|referat|gis\b|geo|kataster|vermess|planung"
    r"|umwelt|verwaltung|eigenbetrieb|stadt|gemeinde|open|daten|portal|\d")
# Services and formats, not places.
FORMAT = re.compile(
    r"(?:wms|wfs|wcs|wmts|csw|atom|ogc|api|csv|shp|shape|gml|json|geojson|alkis|atkis|inspire|xplanung)\b")


def plain(text: str) -> str:
    """Make umlauts, dashes and white space even; case is kept, so that a position is one in the same words."""
    text = unicodedata.normalize("NFC", text).translate(_UMLAUTS)
    return _SHARED_WORD.sub("", " ".join(_DASHES.sub("-", text).split()))


def each_kreis(text: str) -> str:
    """Say "Kreis" before each name where "Kreise A, B und C" says it once."""
    return _SEVERAL_KREISE.sub(lambda match: re.sub(r"(,\s*|\s+und\s+)(?=[\w-])", r"\1Kreis ", match[0]), text)


def words(text: str) -> list[str]:
    """Words of a text in small letters, hyphens and punctuation taken as blanks."""
    return _NO_WORD.sub(" ", plain(text).casefold()).split()


def kreis_words(text: str) -> list[str]:
    """Give words with everything that means a Kreis spelt as ``kreis``."""
    found = []
    for word in words(text):
        nominative = re.sub(r"(.*kreis)e?s$", r"\1", word)
        found.append(_KREIS_WORDS.get(nominative, nominative))
    return found


def is_town_word(word: str) -> bool:
    """Whether a word is said of a town only."""
    return word in TOWN_WORDS or (word.endswith("stadt") and len(word) > 5)


def pattern(name: str) -> str:
    """Regular expression for a name in :func:`plain` text, however its words are joined."""
    parts = [re.escape(part) for part in re.split(r"[\s()/.,-]+", plain(name)) if part]
    # What stands in brackets in the register may be written behind a slash, a comma, or without anything.
    return r"[\s(/.,-]{1,3}".join(parts) + (r"\)?" if ")" in name else "")
