"""What a reader, a transformation or a run found out about a record: a code, a sentence and what to do.

Rooms without CKAN cannot translate and must not decide what a person reads in which language, so they hand out
:class:`Finding` objects. Every room declares its kinds in its own ``findings.py``; sentences are English msgids
of the one catalogue in ``i18n/`` and become German where they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

INFO, WARNING, ERROR = "info", "warning", "error"

Translate = Callable[[str], str]
# Control characters, those that turn the direction of writing, and lone halves of character pairs: they would confuse
# terminals, mails and readers, and PostgreSQL stores not all of them. Lines and tabs stay.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def N_(text: str) -> str:  # noqa: N802 - the name that tools for translations look for
    """Mark a text for translation; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Kind:
    """A kind of finding: stable code, severity, and two sentences with ``%(name)s`` places for values.

    ``error``: the record (or the run) cannot be used; ``warning``: it was used, somebody should look;
    ``info``: something was repaired or derived and is worth knowing.
    """

    code: str
    severity: str
    message: str
    hint: str = ""
    #: Values that are words of ours, with commas between them: they are translated too.
    words: tuple[str, ...] = ()

    def __call__(self, **values: Any) -> Finding:
        """Give a finding of this kind with the values of its sentence: strangers' words, without what is unseen."""
        return Finding(self.code, {name: _UNSEEN.sub(" ", str(value)[:500]) for name, value in values.items()})


@dataclass(frozen=True)
class Finding:
    """One thing found. Goes through JSON unharmed (:meth:`as_dict`, :meth:`from_dict`)."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """The kind of this finding; an unknown code (a newer version wrote it) gives a neutral warning."""
        return _KINDS.get(self.code) or Kind(self.code, WARNING, self.code)

    @property
    def severity(self) -> str:
        """``info``, ``warning`` or ``error``."""
        return self.kind.severity

    def message(self, translate: Translate = str) -> str:
        """What was found, in the language of ``translate``."""
        said = {name: ", ".join(map(translate, self.values[name].split(", "))) for name in self.kind.words
                if self.values.get(name)}
        return _fill(translate(self.kind.message), {**self.values, **said})

    def hint(self, translate: Translate = str) -> str:
        """What to do about it, in the language of ``translate``; may be empty."""
        return _fill(translate(self.kind.hint), self.values) if self.kind.hint else ""

    def as_dict(self) -> dict[str, Any]:
        """Give the finding as JSON types."""
        return {"code": self.code, "values": dict(self.values)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Finding:
        """Read what :meth:`as_dict` gave."""
        return cls(data["code"], dict(data.get("values") or {}))


class FindingError(ValueError):
    """Something that cannot be used; ``finding`` says what and why.

    The base of every room's own exceptions, so that one ``except`` at the border of a record is enough.
    """

    def __init__(self, finding: Finding):
        super().__init__(finding.message())
        self.finding = finding


_KINDS: dict[str, Kind] = {}


def kind(code: str, severity: str, message: str, hint: str = "", words: tuple[str, ...] = ()) -> Kind:
    """Declare a kind of finding; a code belongs to one kind only."""
    if code in _KINDS:
        raise ValueError(f"finding code declared twice: {code}")
    _KINDS[code] = Kind(code, severity, message, hint, words)
    return _KINDS[code]


def kinds() -> Mapping[str, Kind]:
    """All declared kinds by code, for documentation and tests."""
    return dict(_KINDS)


class _Lenient(dict):
    def __missing__(self, key: str) -> str:
        return "?"


def _fill(sentence: str, values: Mapping[str, str]) -> str:
    return sentence % _Lenient(values) if "%(" in sentence else sentence
