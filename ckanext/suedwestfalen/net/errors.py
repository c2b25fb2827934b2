"""Exceptions of the outbound client; each carries a finding with a sentence and a hint."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.suedwestfalen.findings import Finding, FindingError


class NetError(FindingError):
    """Nothing usable came from the other server."""


class Forbidden(NetError):
    """The policy forbids this address. Trying again does not help."""


class Unreachable(NetError):
    """No connection, no name, no valid certificate, or the answer broke off."""


class TimedOut(NetError):
    """The server took longer than allowed."""


class TooLarge(NetError):
    """The answer exceeds the size or compression limit."""


class HttpError(NetError):
    """The server answered with a status from 400 up.

    ``status`` is the number, ``content`` the first part of the body (an exception report may lie in it).
    """

    def __init__(self, finding: Finding, status: int, content: bytes = b"", headers: Mapping[str, str] | None = None):
        super().__init__(finding)
        self.status = status
        self.content = content
        self.headers = headers or {}
