"""When a request is repeated, and after how long."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from .errors import HttpError, NetError, TimedOut, Unreachable
from .findings import DNS_FAILED, REDIRECT_LOOP, TLS_FAILED

#: Statuses after which the same request may well succeed.
STATUSES = frozenset({429, 500, 502, 503, 504})
_FINAL = frozenset({DNS_FAILED.code, TLS_FAILED.code, REDIRECT_LOOP.code})


@dataclass(frozen=True)
class Retry:
    """Up to ``repeats`` further attempts, 1, 2, 4 … seconds apart (±25 %), or as long as the server asks for.

    ``longest`` bounds every pause in seconds; ``sleep`` is replaced in tests.
    """

    repeats: int = 3
    first: float = 1.0
    longest: float = 60.0
    sleep: Callable[[float], None] = time.sleep

    def wanted(self, error: NetError, attempt: int) -> bool:
        """True when attempt number ``attempt`` (from 0) failed in a way that another one may mend."""
        if attempt >= self.repeats:
            return False
        if isinstance(error, HttpError):
            return error.status in STATUSES
        return isinstance(error, Unreachable | TimedOut) and error.finding.code not in _FINAL

    def pause(self, error: NetError, attempt: int) -> float:
        """Give the seconds to wait after attempt number ``attempt`` (from 0)."""
        asked = retry_after(error.headers.get("Retry-After")) if isinstance(error, HttpError) else 0.0
        backoff = self.first * 2**attempt * random.uniform(0.75, 1.25)  # noqa: S311 - jitter, no secret
        return min(max(asked, backoff), self.longest)


def retry_after(value: str | None) -> float:
    """Give the seconds of a Retry-After header, which is a number or a date (RFC 9110); 0 when there is none."""
    if not value:
        return 0.0
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError):
        return 0.0
