"""Names of reference systems: those of EPSG, of the German survey administrations (AdV), and everyday ones."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pyproj.database import query_crs_info

_UTM = (
    r"UTM ?(?:(?:WGS|ETRS) ?(?:19)?\d\d )?(?:(?:ZONE|STREIFEN) ?)?"
    r"(?P<utm>\d{1,2})(?: ?(?:N(?:ORD|ORTH)?|U))?\b"
)
_GK = (
    r"(?:(?:3 ?)?GK ?|3 DEGREE GAUSS ZONE |"
    r"(?:3 (?:DEGREE|GRAD) )?GAUSS? KRU?E?GER (?:KOORDINATEN ?SYSTEM |KOORDINATEN |SYSTEM )?"
    r"(?:(?:ZONE|STREIFEN) ?)?)(?P<gk>[2-5])\b"
)
# Zones of the Gauss-Krueger systems on the datums in use in Germany; DHDN is meant where none is named.
_GK_CODES = {
    "DHDN": {2: 31466, 3: 31467, 4: 31468, 5: 31469},
    "PD 83": {3: 3396, 4: 3397},
    "RD 83": {4: 3398, 5: 3399},
    "42 83": {3: 2397, 4: 2398, 5: 2399},
}
# First match wins; vertical systems may stand beside a horizontal one and are looked for on their own.
_HORIZONTAL: tuple[tuple[str, int], ...] = (
    (r"WGS ?84 (?:\w+ )?(?:PSEUDO|WEB|GOOGLE|SPHERICAL)|(?:PSEUDO|WEB|GOOGLE|SPHERICAL) ?MERCATOR", 3857),
    (r"ETRS ?(?:19)?89 (?:\w+ )*?(?:LAEA|LAMBERT AZIMUT)|LAEA EUROPE|ETRS ?LAEA", 3035),
    (r"ETRS ?(?:19)?89 (?:\w+ )*?LCC|LCC EUROPE|ETRS ?LCC", 3034),
    (r"SOLDNER", 3068),
    (r"ETRS ?(?:19)?89 X Y Z", 4936),
    (r"ETRS ?(?:19)?89|EUREF ?89", 4258),
    (r"WGS ?(?:19)?84|WORLD GEODETIC SYSTEM 1984|\bGPS\b", 4326),
    (r"DHDN|POTSDAM ?DATUM", 4314),
    (r"\bED ?50\b", 4230),
)
# "Gauss-Krüger, Zone 3" is one name
_PARTS = re.compile(r"[;|\n*]|,(?!\s*(?:\d\.\s*)?(?:zone|streifen))", re.IGNORECASE)
_VERTICAL: tuple[tuple[str, int], ...] = (
    (r"DHHN ?2016", 7837),
    (r"DHHN ?(?:19)?92", 5783),
    (r"DHHN ?(?:19)?85", 5784),
    (r"DHHN ?(?:19)?12", 7699),
    (r"SNN ?76|HN ?76", 5785),
    (r"EVRF ?2000", 5730),
    (r"EVRF ?2007", 5621),
    (r"\bDE AMST\b", 5709),
)


def codes(text: str) -> list[int]:
    """EPSG codes of the systems a text names, in its order: whole EPSG names first, then the well-known patterns."""
    found: list[int] = []
    for part in _PARTS.split(text):
        exact = _register().get(_plain(part).replace(" ", ""))
        found += [exact] if exact is not None else _patterns(_plain(part))
    return found


@lru_cache(maxsize=1)
def _register() -> dict[str, int]:
    """EPSG's names in a plain spelling; where a name is used twice the older, lower code is meant."""
    result: dict[str, int] = {}
    for info in query_crs_info(auth_name="EPSG", allow_deprecated=False):
        if info.code.isdigit():
            key = _plain(info.name).replace(" ", "")
            result[key] = min(int(info.code), result.get(key, int(info.code)))
    return result


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    text = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^0-9A-Za-z]+", " ", text).upper().split())


def _patterns(text: str) -> list[int]:
    found = [code for code in (_gauss_krueger(text) or _utm(text) or _general(text),) if code]
    return found + [code for pattern, code in _VERTICAL if re.search(pattern, text)]


def _gauss_krueger(text: str) -> int | None:
    match = re.search(_GK, text)
    if not match:
        return None
    datum = next((name for name in _GK_CODES if name in text), "DHDN")
    return _GK_CODES[datum].get(int(match["gk"]))


def _utm(text: str) -> int | None:
    match = re.search(_UTM, text)
    if not match:
        return None
    zone = int(match["utm"])
    if re.search(r"WGS ?(?:19)?84", text):
        return 32600 + zone if 1 <= zone <= 60 else None
    if re.search(r"ED ?50", text):
        return 23000 + zone if 28 <= zone <= 38 else None
    if re.search(r"ZE N|8 ?STELL|MIT (?:VORANGESTELLT\w* )?ZONE|VORANGESTELLT", text):
        return {31: 5649, 32: 4647, 33: 5650}.get(zone)
    # ETRS 89 is the country's system: UTM without a datum means it
    return 25800 + zone if 28 <= zone <= 38 else None


def _general(text: str) -> int | None:
    return next((code for pattern, code in _HORIZONTAL if re.search(pattern, text)), None)
