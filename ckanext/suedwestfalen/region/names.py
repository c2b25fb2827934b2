"""Which municipality or Kreis a text names: keys, URIs, and names as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from ckanext.suedwestfalen.region.model import Kreis, Municipality
from ckanext.suedwestfalen.region.spelling import (
    AROUND,
    AROUND_KREIS,
    BEYOND_TOWN,
    DEPARTMENT,
    FORMAT,
    LEADS_ELSEWHERE,
    OTHERS,
    each_kreis,
    is_town_word,
    kreis_words,
    pattern,
    plain,
    words,
)

_MASK = "§"
_URI_KEY = re.compile(r"[/:#=](\d{12}|\d{8}|\d{5})/?$")
_ARTICLES = re.compile(r"(?:\b(?:der|des|dem|die|das|den|von|fuer)\s+)+$", re.IGNORECASE)
_ADDRESS = re.compile(r",\s*$|(?<!\w)(?:D-)?\d{5}\s+$")
_LAST_WORD = re.compile(r"([\w-]+?)-?\s*$")
_AFTER_KREIS = r"(?!\w|-\w)"
# Longer texts are no names; nobody is served by searching them.
_LONGEST = 4000

Words = tuple[str, ...]


class Names:
    """The names of a region, ready to be asked. Holds no state that changes: threads may share it."""

    def __init__(self, municipalities: Sequence[Municipality], kreise: Sequence[Kreis], qualifiers: Iterable[str]):
        self._kreise = tuple(kreise)
        self._by_ags = {item.ags: item for item in municipalities}
        self._by_ars = {item.ars: item for item in municipalities}
        self._by_key = {item.key: item for item in kreise}
        self._names = {key: item for item in reversed(municipalities) for key in _keys(_spellings(item), words)}
        self._slugs = {item.slug: item for item in municipalities}
        self._own = {item.key: set(_keys(_kreis_spellings(item), kreis_words)) for item in kreise}
        self._kreis_names = {key: item for item in reversed(kreise) for key in self._own[item.key]}
        self._kreis_slugs = {item.slug: item for item in kreise}
        self._plates = {item.plate: item for item in kreise if item.plate}
        self._plate_words = {item.key: {tuple(words(item.plate))} for item in kreise if item.plate}
        self._qualifiers = {tuple(words(qualifier)) for qualifier in qualifiers}
        self._most_words = max(map(len, (*self._names, *self._kreis_names)), default=0)
        self._in_text = _alternatives({spelling for item in municipalities for spelling in _spellings(item)})
        self._kreis_in_text = re.compile("|".join(
            rf"(?:{_kreis_pattern(spelling)})" for spelling in
            sorted({spelling for item in kreise for spelling in _kreis_spellings(item)}, key=len, reverse=True)
        ) or r"(?!)", re.IGNORECASE)

    def find(self, text: str | None) -> Municipality | None:
        """Municipality that a text names as a whole."""
        text = (text or "").strip()
        if not text or len(text) > _LONGEST:
            return None
        if digits := _digits(text):
            return self._by_number(digits)
        if self._whole_kreis(kreis_words(text)) is not None:
            return None
        return self._slugs.get(text) or self._whole(words(text))

    def find_kreis(self, text: str | None) -> Kreis | None:
        """Kreis that a text names as a whole."""
        text = (text or "").strip()
        if not text or len(text) > _LONGEST:
            return None
        if digits := _digits(text):
            # The keys of a Kreis filled up with zeros are in use too
            return self._by_key.get(digits[:5]) if set(digits[5:]) <= {"0"} else None
        return self._plates.get(text) or self._kreis_slugs.get(text) or self._whole_kreis(kreis_words(text))

    def find_in_text(self, text: str | None) -> list[Municipality]:
        """Municipalities named in a text."""
        masked, _ = self._mask_kreise(text)
        found: dict[str, Municipality] = {}
        for match in self._in_text.finditer(masked):
            municipality = self._names.get(tuple(words(match[0])))
            if municipality is not None and self._meant(municipality, masked, match.start(), match.end()):
                found.setdefault(municipality.ags, municipality)
        return list(found.values())

    def find_kreise_in_text(self, text: str | None) -> list[Kreis]:
        """Kreise named in a text."""
        _, found = self._mask_kreise(text)
        return list({kreis.key: kreis for kreis in found}.values())

    def _by_number(self, digits: str) -> Municipality | None:
        if len(digits) == 12:
            return self._by_ars.get(digits)
        return self._by_ags.get(digits)

    def _whole(self, text: list[str]) -> Municipality | None:
        """Municipality of words that are its name with nothing but usual words around it."""
        for start in range(len(text)):
            for end in range(min(len(text), start + self._most_words), start, -1):
                municipality = self._names.get(tuple(text[start:end]))
                if municipality is not None and self._fits(municipality, text[:start], text[end:]):
                    return municipality
            if not self._usual(text[start]):
                return None
        return None

    def _fits(self, municipality: Municipality, before: list[str], after: list[str]) -> bool:
        if municipality.type != "town" and any(map(self._town_word, (*before, *after))):
            return False  # "Stadt …" of a place that is no town is another place
        position = 0
        while position < len(after):
            step = self._qualifier(after, position, municipality)
            if not step and not self._usual(after[position]):
                return False
            position += step or 1
        return True

    def _town_word(self, word: str) -> bool:
        return is_town_word(word) and (word,) not in self._names

    def _usual(self, word: str) -> bool:
        return word in AROUND or self._town_word(word) or (word.isdigit() and len(word) == 5)

    def _qualifier(self, text: list[str], position: int, municipality: Municipality) -> int:
        """Number of words from a position that tell where in Germany the municipality lies; 0 for none."""
        own = self._own.get(municipality.kreis, set()) | self._plate_words.get(municipality.kreis, set())
        for end in range(min(len(text), position + 5), position, -1):
            part = tuple(text[position:end])
            if part in self._qualifiers or tuple(kreis_words(" ".join(part))) in own or part == (_MASK,):
                return end - position
        return 0

    def _whole_kreis(self, text: list[str]) -> Kreis | None:
        for start in range(len(text)):
            for end in range(min(len(text), start + self._most_words), start, -1):
                kreis = self._kreis_names.get(tuple(text[start:end]))
                if kreis is not None and all(
                        word in AROUND_KREIS or (word,) in self._qualifiers for word in text[end:]):
                    return kreis
            if text[start] not in AROUND_KREIS:
                return None
        return None

    def _mask_kreise(self, text: str | None) -> tuple[str, list[Kreis]]:
        """Text without the names of Kreise, so that no town of the same name is found in them; and the Kreise."""
        found: list[Kreis] = []

        def mask(match: re.Match[str]) -> str:
            kreis = self._whole_kreis(kreis_words(match[0]))
            if kreis is None:
                return match[0]
            found.append(kreis)
            return _MASK

        return self._kreis_in_text.sub(mask, each_kreis(plain((text or "")[:_LONGEST]))), found

    def _meant(self, municipality: Municipality, text: str, start: int, end: int) -> bool:
        """Whether a name found in a text means the municipality and not something else that is called so."""
        title = _word_before(text, start)
        titled = title in AROUND - {"und", "in", "im", "bei"} or self._town_word(title)
        if municipality.type != "town" and self._town_word(title):
            return False
        if (_MASK in text[:start] or BEYOND_TOWN.search(text, 0, start)) and _ADDRESS.search(text, 0, start):
            return False  # "Kreis …, Straße 1, 12345 …": the address of the Kreis, or of an office for many towns
        if title and not titled and OTHERS.fullmatch(title):
            return False
        if text[start].islower() and not titled:
            return False  # "wenden" and the like: a word, no name
        return self._nothing_else_follows(municipality, text[end:].casefold(), titled=titled)

    def _nothing_else_follows(self, municipality: Municipality, rest: str, *, titled: bool) -> bool:
        bracket = re.match(r"\s*\(([^)]*)\)?", rest)
        if bracket:
            inside = words(bracket[1])
            said = " ".join(inside)
            return self._fits(municipality, [], inside) or bool(
                FORMAT.match(said) or (titled and DEPARTMENT.search(said)))
        slash = re.match(r"/(\w+)", rest)
        if slash:
            inside = words(slash[1])
            return titled or bool(self._qualifier(inside, 0, municipality)) or self._whole(inside) is not None
        if re.match(r"\s+sie\b", rest):
            return False
        leads = LEADS_ELSEWHERE.match(rest.lstrip()) if rest[:1].isspace() else None
        if leads:
            following = words(rest.lstrip()[leads.end():])
            return bool(self._qualifier(following, 0, municipality))
        return True


def _digits(text: str) -> str | None:
    """Digits of a key that a text consists of or, as a URI, ends with; a lost leading zero is put back."""
    compact = re.sub(r"[\s_]", "", text)
    if compact.isascii() and compact.isdigit():
        return "0" + compact if len(compact) in {7, 11} else compact
    match = _URI_KEY.search(text)
    return match[1] if match else None


def _word_before(text: str, start: int) -> str:
    """Last word before a position in the same part of a sentence, articles left out; small letters."""
    before = _ARTICLES.sub("", text[:start])
    if not before.endswith((" ", "\t")) and not before.endswith("-"):
        return ""
    match = _LAST_WORD.search(before)
    return match[1].casefold() if match else ""


def _spellings(municipality: Municipality) -> Iterator[str]:
    yield from (municipality.name, municipality.short_name, municipality.official_name, *municipality.aliases)


def _kreis_spellings(kreis: Kreis) -> Iterator[str]:
    yield from (kreis.name, *kreis.aliases)


def _keys(spellings: Iterable[str], split: Callable[[str], list[str]]) -> list[Words]:
    return [key for spelling in spellings if (key := tuple(split(spelling)))]


def _alternatives(spellings: Iterable[str]) -> re.Pattern[str]:
    """Pattern that finds whole names, the longest first; never a part of a compound."""
    names = "|".join(pattern(name) for name in sorted(spellings, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?<!\w-)(?:{names})(?!\w|-\w)" if names else r"(?!)", re.IGNORECASE)


def _kreis_pattern(spelling: str) -> str:
    """Pattern for a Kreis in its cases; "Kreis X" is also "Landkreis X", "Kreisverwaltung X", "des Kreises X"."""
    found = pattern(spelling)
    prefix = re.match(r"Kreis(?=\[)", found)
    if prefix:
        joint = r"[\s]+(?:(?:des|der|vom|Kreises|Kreis)\s+)*"
        return rf"(?<!\w)(?<!\w-)(?:Land)?Kreis(?:e|es|s|verwaltung)?{joint}" \
               + re.sub(r"^\[.*?\]\{1,3\}", "", found[prefix.end():]) + _AFTER_KREIS
    ending = r"(?:es|s)?" if found.lower().endswith("kreis") else ""
    return rf"(?<!\w)(?<!\w-){found}{ending}{_AFTER_KREIS}"
