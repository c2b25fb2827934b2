"""Dates as records write them."""

from __future__ import annotations

import datetime as dt
import re

#: Databases write ``2009-00-00`` where only the year is known.
_YEAR = re.compile(r"^(\d{4})(?:-00-00|-(\d{1,2})(?:-00)?)?$")
_DATE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:Z|[+-]\d{2}:?\d{2})?$")
#: Catalogues of the UDK and InGrid write moments in one (``20160301000000000``): the day is what they know.
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\d{6}(?:\d{3})?)?$")
_GERMAN = re.compile(
    r"^(?:[A-Za-z]{2,3}\.?, )?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})"
    r"(?:(?:,| -)? (\d{1,2}):(\d{2})(?::(\d{2}))?(?: Uhr)?)?$"
)
#: DKAN's way, whatever the language of the portal: "Do, 11/23/2017 - 12:08".
_DRUPAL = re.compile(r"^[A-Za-z]{2,3}\.?, (\d{1,2})/(\d{1,2})/(\d{4}) - (\d{1,2}):(\d{2})$")
_TIME = re.compile(
    r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:T|\s+(?:(?P<zone_before>GMT|UTC)\s+)?)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|GMT|UTC|[+-]\d{2}(?::?\d{2})?)?$"
)


def parse(raw: str | None) -> str:
    """Give a date in ISO 8601: year, year and month, day, or time in seconds; empty if there is no telling.

    Understands days with a time zone behind (``2010-01-01+01:00``), fractions of seconds, compact and German days
    and ``2020-05-17 GMT 10:00:00``. Nothing is rounded or guessed: ``ca. 1990`` is no date.
    """
    text = " ".join((raw or "").split())
    try:
        return _year(text) or _day(text) or _moment(text) or _clock(text)
    except (ValueError, OverflowError):
        return ""


def _year(text: str) -> str:
    found = _YEAR.match(text)
    if not found:
        return ""
    year, month = int(found[1]), int(found[2] or 1)
    dt.date(year, month, 1)
    return f"{year:04d}-{month:02d}" if found[2] else f"{year:04d}"


def _day(text: str) -> str:
    if found := _DATE.match(text) or _COMPACT.match(text):
        year, month, day = (int(part) for part in found.groups()[:3])
    elif (found := _GERMAN.match(text)) and not found[4]:
        day, month, year = (int(part) for part in found.groups()[:3])
    else:
        return ""
    return dt.date(year, month, day).isoformat()


def _clock(text: str) -> str:
    """Give a time without zone, in the German way or that of DKAN."""
    if found := _GERMAN.match(text):
        day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
    elif found := _DRUPAL.match(text):
        month, day, year, hour, minute = (int(part) for part in found.groups())
        second = 0
    else:
        return ""
    return dt.datetime(year, month, day, hour, minute, second).isoformat()  # noqa: DTZ001 -- no zone is written


def _moment(text: str) -> str:
    found = _TIME.match(text)
    if not found:
        return ""
    year, month, day, _, hour, minute, second, _ = found.groups()
    zone = found["zone"] or found["zone_before"] or ""
    midnight = int(hour) == 24
    moment = dt.datetime(  # noqa: DTZ001 -- the zone is kept as it is written
        int(year), int(month), int(day), 0 if midnight else int(hour), int(minute), min(int(second or 0), 59)
    )
    moment += dt.timedelta(days=midnight)
    if zone in ("Z", "GMT", "UTC"):
        zone = "+00:00"
    elif zone:
        zone = f"{zone[:3]}:{zone[-2:] if len(zone) > 3 else '00'}"
        dt.time.fromisoformat("00:00" + zone)
    return moment.isoformat() + zone
