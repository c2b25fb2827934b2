"""Translation where no web request says which language to use: commands, mails, rooms without CKAN."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

DOMAIN = "ckanext-suedwestfalen"
CATALOGUES = Path(__file__).parent / "i18n"


@lru_cache(maxsize=8)
def translator(locale: str) -> Callable[[str], str]:
    """Give the function that translates an English msgid into ``locale`` (``de``, ``de_AT`` …).

    A language without a catalogue gives the msgid unchanged.
    """
    languages = [locale, locale.partition("_")[0]]
    return gettext.translation(DOMAIN, CATALOGUES, languages=languages, fallback=True).gettext
