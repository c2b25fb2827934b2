"""How a value of a kind looks in a bundle, and back: two directions side by side, so that they stay inverse.

Without CKAN. ``write`` gives None for what says nothing or cannot be said, e.g. a number that is none: an export never
fails because of one value. ``read`` raises ValueError for what is no value of the kind.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from ckanext.suedwestfalen.region.model import DISTRICT_KEY, MUNICIPALITY_KEY
from ckanext.suedwestfalen.use_cases.exchange.mapping import Kind
from ckanext.suedwestfalen.vocabularies import licences

LICENCES = "http://dcat-ap.de/def/licenses/"
LANGUAGE = "de"
YES, NO = "ja", "nein"
#: Numbers beyond are no statement about a project, and other programs cannot count so far.
LARGEST = 10**12
_SLUG = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# what RFC 3987 does not allow in an IRI; a percent sign stays, it belongs to one that is escaped already
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f-\x9f]')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MONTHS = re.compile(r"P(?:(\d{1,4})Y)?(?:(\d{1,6})M)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def write(kind: Kind, value: Any, site: str = "") -> Any:
    """Give a value as it stands in a bundle; None where there is nothing to say. ``site``: address of this portal."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return _WRITE[kind](value, site)
    except (ValueError, TypeError, OverflowError):
        return None


def read(kind: Kind, value: Any, site: str = "") -> Any:
    """Give a value of a bundle as the dataset has it; raises ValueError if it is none of that kind."""
    try:
        return _READ[kind](value, site)
    except (TypeError, OverflowError) as error:
        raise ValueError(str(error)) from error


def iri(text: str) -> str:
    """Give an address with what no address may hold percent-encoded; raises ValueError if it is not absolute."""
    address = _NOT_IN_IRI.sub(lambda found: quote(found[0]), text.strip())
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:[^:]", address):
        raise ValueError(f"no absolute address: {text[:100]}")
    urlsplit(address)
    return address


def plain(value: Any) -> str:
    """Give a text without what neither JSON nor XML nor PostgreSQL takes."""
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        raise TypeError("no text")
    return _CONTROL.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n")


def _write_text(value: Any, _site: str) -> str | None:
    return plain(value) or None


def _read_text(value: Any, _site: str) -> str:
    if isinstance(value, dict):  # a literal in full: {"@value": …}
        value = value.get("@value", "")
    return plain(value)


def _read_language(value: Any, _site: str) -> str:
    if not isinstance(value, dict) or "@value" in value:
        return _read_text(value, "")
    texts = {str(language).lower(): text for language, text in value.items()}
    for language in (LANGUAGE, "en", *texts):
        text = texts.get(language)
        text = text[0] if isinstance(text, list) and text else text
        if text:
            return plain(text)
    return ""


def _write_choice(value: Any, _site: str) -> str:
    return _slug(str(value))


def _read_choice(value: Any, _site: str) -> str:
    if isinstance(value, dict):
        value = value.get("@id", "")
    if not isinstance(value, (str, int)):
        raise TypeError("no value of a list")
    # others may write the address or `swf:phase/pilot`: its last part is the value
    return _slug(str(value).rpartition("/")[2])


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError("no value of a list")
    return text


def _read_iri(value: Any, _site: str) -> str:
    return iri(_reference(value))


def _reference(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@id")
    if not isinstance(value, str):
        raise TypeError("no address")
    return value


def _write_file(value: Any, site: str) -> str:
    text = str(value).strip()
    return iri(text if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text) else f"{site}/{text.lstrip('/')}")


def _write_dataset(value: Any, site: str) -> str:
    text = str(value).strip()
    return f"{site}/dataset/{text}" if _UUID.fullmatch(text) or _SLUG.fullmatch(text) else iri(text)


def _read_dataset(value: Any, site: str) -> str:
    address = iri(_reference(value))
    name = address.removeprefix(f"{site}/dataset/")
    return name if site and name != address and _SLUG.fullmatch(name) else address


def _write_licence(value: Any, _site: str) -> str:
    known = licences.get(str(value))
    return known.uri if known else iri(str(value))


def _read_licence(value: Any, _site: str) -> str:
    address = iri(_reference(value))
    known = licences.get(address.removeprefix(LICENCES))
    return known.id if known and known.uri == address else address


def _write_place(value: Any, _site: str) -> str:
    key = str(value)
    if not re.fullmatch(r"\d{5}|\d{8}", key, re.ASCII):
        raise ValueError("no key")
    return (MUNICIPALITY_KEY if len(key) == 8 else DISTRICT_KEY) + key


def _read_place(value: Any, _site: str) -> str:
    address = _reference(value)
    for base, digits in ((MUNICIPALITY_KEY, 8), (DISTRICT_KEY, 5)):
        key = address.removeprefix(base)
        if key != address and re.fullmatch(rf"\d{{{digits}}}", key, re.ASCII):
            return key
    raise ValueError("no key of a municipality")


def _write_mail(value: Any, _site: str) -> str:
    return iri("mailto:" + quote(str(value).strip(), safe="@+!#$&'*/=?~"))


def _read_mail(value: Any, _site: str) -> str:
    return unquote(_reference(value).removeprefix("mailto:")).strip()


def _write_phone(value: Any, _site: str) -> str:
    return "tel:" + quote(plain(value).strip(), safe="+()")


def _read_phone(value: Any, _site: str) -> str:
    return plain(unquote(_reference(value).removeprefix("tel:"))).strip()


def _date(value: Any, _site: str) -> str:
    if isinstance(value, dt.datetime):
        value = value.date()
    text = value.isoformat() if isinstance(value, dt.date) else _read_text(value, "").strip()
    # a time in which only the day means something
    day = text[:10]
    if not _DATE.fullmatch(day):
        raise ValueError("no date")
    return dt.date.fromisoformat(day).isoformat()


def _time(value: Any) -> dt.datetime:
    found = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(
        re.sub(r"[Zz]$", "+00:00", _read_text(value, "").strip())
    )
    # CKAN keeps times without zone; they are UTC
    return found.astimezone(dt.timezone.utc).replace(tzinfo=None) if found.tzinfo else found


def _write_time(value: Any, _site: str) -> str:
    return _time(value).isoformat() + "Z"


def _read_time(value: Any, _site: str) -> str:
    return _time(value).isoformat()


def _number(value: Any, _site: str) -> float | int:
    number = float(str(_read_text(value, "")).replace(",", "."))
    if not math.isfinite(number) or abs(number) > LARGEST:
        raise ValueError("no number")
    return int(number) if number.is_integer() else number


def _integer(value: Any, _site: str) -> int:
    number = _number(value, "")
    if number != int(number):
        raise ValueError("no whole number")
    return int(number)


def _write_months(value: Any, _site: str) -> str:
    months = _integer(value, "")
    if months < 0:
        raise ValueError("no duration")
    return f"P{months}M"


def _read_months(value: Any, _site: str) -> int:
    found = _MONTHS.fullmatch(_read_text(value, ""))
    if not found or not any(found.groups()):
        raise ValueError("no duration in months")
    return int(found[1] or 0) * 12 + int(found[2] or 0)


def _write_yes_no(value: Any, _site: str) -> bool:
    if value in (True, YES):
        return True
    if value in (False, NO):
        return False
    raise ValueError("neither yes nor no")


def _read_yes_no(value: Any, _site: str) -> str:
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, bool):
        raise TypeError("neither true nor false")
    return YES if value else NO


def _write_tag(value: Any, _site: str) -> str:
    return plain(value.get("name", "") if isinstance(value, dict) else value).strip()


def _read_tag(value: Any, _site: str) -> dict[str, str]:
    return {"name": _read_text(value, "").strip()}


_Convert = Callable[[Any, str], Any]
_WRITE: dict[Kind, _Convert] = {
    Kind.LANGUAGE: lambda value, site: {LANGUAGE: text} if (text := _write_text(value, site)) else None,
    Kind.TEXT: _write_text, Kind.WORD: _write_text, Kind.TAG: _write_tag, Kind.CHOICE: _write_choice,
    Kind.IRI: lambda value, _site: iri(str(value)), Kind.FILE: _write_file, Kind.DATASET: _write_dataset,
    Kind.LICENCE: _write_licence, Kind.PLACE: _write_place, Kind.MAIL: _write_mail, Kind.PHONE: _write_phone,
    Kind.DATE: _date, Kind.DATETIME: _write_time, Kind.INTEGER: _integer, Kind.NUMBER: _number,
    Kind.MONTHS: _write_months, Kind.YES_NO: _write_yes_no,
}
_READ: dict[Kind, _Convert] = {
    Kind.LANGUAGE: _read_language, Kind.TEXT: _read_text, Kind.WORD: _read_text, Kind.TAG: _read_tag,
    Kind.CHOICE: _read_choice, Kind.IRI: _read_iri, Kind.FILE: _read_iri, Kind.DATASET: _read_dataset,
    Kind.LICENCE: _read_licence, Kind.PLACE: _read_place, Kind.MAIL: _read_mail, Kind.PHONE: _read_phone,
    Kind.DATE: _date, Kind.DATETIME: _read_time, Kind.INTEGER: _integer, Kind.NUMBER: _number,
    Kind.MONTHS: _read_months, Kind.YES_NO: _read_yes_no,
}
