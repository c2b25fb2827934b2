"""One request and its answer over one connection: limits of time and size, and faults turned into sentences."""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass

from urllib3 import PoolManager
from urllib3 import exceptions as faults
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url

from . import findings
from .connection import Deadline
from .errors import NetError, TimedOut, TooLarge, Unreachable

MEGABYTE = 1024 * 1024
#: How many times its transferred size an answer may unpack to. Below one megabyte nobody minds.
MAX_RATIO = 100

_CHUNK = 65_536
#: So much is read of the body of an error.
_ERROR_BODY = 65_536


@dataclass(frozen=True)
class Answer:
    """What came back; of a redirect without its body, of an error with the first part of it."""

    status: int
    reason: str
    headers: Mapping[str, str]
    content: bytes


def exchange(
    pools: PoolManager,
    method: str,
    url: Url,
    *,
    headers: Mapping[str, str],
    body: bytes | None,
    deadline: Deadline,
    max_bytes: int,
) -> Answer:
    """Send one request and read its answer; raises the errors of :mod:`.errors`, but not for a status."""
    host = url.host or ""
    started = time.monotonic()
    with deadline:
        try:
            # A server's cookies die with the answer, as nobody keeps them.
            response = pools.urlopen(
                method, url.url, body=body, headers=dict(headers), redirect=False, retries=False, preload_content=False
            )
            with contextlib.closing(response):  # Read to its end, the connection has been kept by then.
                content = _read(response, host, max_bytes)
        except (faults.HTTPError, OSError) as error:
            raise _explain(error, host, deadline, time.monotonic() - started) from error
        if deadline.passed:  # An answer without a length ends, for its reader, properly when the connection is shut.
            raise TimedOut(findings.TIMED_OUT(host=host, seconds=round(deadline.seconds)))
    return Answer(response.status, response.reason or "", response.headers, content)


def shown(url: str) -> str:
    """Give an address for people: without its query, where keys may stand, and without credentials."""
    scheme, _, rest = url.partition("://")
    place = rest.partition("?")[0].partition("#")[0]
    host, slash, path = place.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def _read(response: BaseHTTPResponse, host: str, max_bytes: int) -> bytes:
    if 300 <= response.status < 400:
        return b""
    if response.status >= 400:
        return response.read(_ERROR_BODY, decode_content=True) or b""
    too_large = findings.TOO_LARGE(host=host, limit=max(1, max_bytes // MEGABYTE))
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > max_bytes:
        raise TooLarge(too_large)
    pieces, size = [], 0
    for piece in response.stream(_CHUNK, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            raise TooLarge(too_large)
        if size > MEGABYTE and size > MAX_RATIO * max(1, response.tell()):
            raise TooLarge(findings.COMPRESSION_BOMB(host=host, ratio=MAX_RATIO))
    return b"".join(pieces)


def _explain(error: Exception, host: str, deadline: Deadline, seconds: float) -> NetError:
    if deadline.passed:
        return TimedOut(findings.TIMED_OUT(host=host, seconds=round(deadline.seconds)))
    if isinstance(error, faults.ProxyError) and isinstance(error.original_error, Exception):
        error = error.original_error
    if isinstance(error, faults.SSLError | ssl.SSLError):
        return Unreachable(findings.TLS_FAILED(host=host, reason=_innermost(error)))
    if isinstance(error, faults.NewConnectionError):
        return Unreachable(findings.CONNECT_FAILED(host=host, reason=_innermost(error)))
    if isinstance(error, faults.TimeoutError | TimeoutError):
        return TimedOut(findings.TIMED_OUT(host=host, seconds=round(seconds, 1)))
    return Unreachable(findings.RESPONSE_BROKEN(host=host, reason=_innermost(error)))


def _innermost(error: BaseException) -> str:
    """Give the plain reason: urllib3 packs faults into faults."""
    while True:
        inner = error.__cause__ if isinstance(error, faults.NewConnectionError) else None
        inner = inner or next((arg for arg in reversed(error.args) if isinstance(arg, BaseException)), None)
        if inner is None:
            break
        error = inner
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
