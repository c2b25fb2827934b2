"""Asking a server only for what changed (conditional requests, RFC 9110 section 13)."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parsedate_to_datetime

from ckanext.suedwestfalen.net import MAX_BYTES, Client, Credentials, Response

from .base import Item, Known

#: Version of the way in which documents are taken apart: a new one fetches every document once more.
FORM = 1
#: A document that changed less than so many seconds before it was fetched may have changed again in the same second.
RESTLESS = 2
#: Longer validators (in characters) are not sent back; servers refuse headers beyond some kilobytes.
MAX_VALIDATOR = 1000

_ACCEPT = "application/xml, text/xml, application/rdf+xml, text/turtle, application/ld+json;q=0.9, */*;q=0.5"
#: What servers append to the tag of a compressed answer, and do not recognise when it comes back.
_COMPRESSED = ("-gzip", ";gzip", "--gzip")


def fetch(
    client: Client,
    url: str,
    known: Sequence[Known],
    *,
    credentials: Credentials | None = None,
    max_bytes: int = MAX_BYTES,
) -> Response:
    """Fetch a document; status 304 says that it is the one of which ``known`` are all records."""
    headers = {"Accept": _ACCEPT, **_condition(known)}
    return client.get(url, headers=headers, credentials=credentials, max_bytes=max_bytes)


def validator(response: Response, count: int) -> str:
    """Give what is kept of an answer that held so many records.

    It is never empty, so that what is known of a document is known even where the server offers nothing to ask with.
    """
    tag, date = (_sendable(response.headers.get(name, "")) for name in ("ETag", "Last-Modified"))
    if _restless(date, response.headers.get("Date", "")):
        tag = date = ""
    return f"{FORM}.{count}\n{tag}\n{date}"


def _sendable(value: str) -> str:
    """Give a header's value if it can be sent back: on one line, and no longer than servers take."""
    value = value.strip()
    return value if len(value) <= MAX_VALIDATOR and value.isprintable() else ""


def unchanged(url: str, known: Sequence[Known]) -> list[Item]:
    """Give the items of a document that did not change."""
    return [Item(one.guid, b"", url, reader=one.reader, validator=one.validator, unchanged=True) for one in known]


def _condition(known: Sequence[Known]) -> dict[str, str]:
    """Give the headers with which to ask; none unless every record of the document is known from one answer.

    Of a document that shares a record with another, or holds one that could not be used, not all are known: it is
    fetched, as otherwise nobody would notice when the other one goes.
    """
    kept = {one.validator for one in known}
    if len(kept) != 1:
        return {}
    form, tag, date = [*kept.pop().split("\n"), "", ""][:3]
    if form != f"{FORM}.{len(known)}":
        return {}
    tags = [tag, *(tag.replace(f'{end}"', '"') for end in _COMPRESSED if tag.endswith(f'{end}"'))] if tag else []
    headers = {"If-None-Match": ", ".join(tags), "If-Modified-Since": date}
    return {name: value for name, value in headers.items() if value}


def _restless(date: str, now: str) -> bool:
    try:
        return (parsedate_to_datetime(now) - parsedate_to_datetime(date)).total_seconds() < RESTLESS
    except (TypeError, ValueError):
        return False
