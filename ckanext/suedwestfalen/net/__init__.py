"""The one door to the outside: a guarded HTTP client and a safe XML parser. Imports no CKAN."""

from __future__ import annotations

from .client import MAX_BYTES, Client, Credentials, Response, user_agent
from .errors import Forbidden, HttpError, NetError, TimedOut, TooLarge, Unreachable
from .policy import Policy
from .xml import XmlError

__all__ = [
    "MAX_BYTES",
    "Client",
    "Credentials",
    "Forbidden",
    "HttpError",
    "NetError",
    "Policy",
    "Response",
    "TimedOut",
    "TooLarge",
    "Unreachable",
    "XmlError",
    "user_agent",
]
