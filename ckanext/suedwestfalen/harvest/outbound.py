"""The harvest's use of the one client: options applied, and one request at a time per host across all workers."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.findings import ERROR, N_, kind
from ckanext.suedwestfalen.net import Client, Policy, TimedOut, user_agent
from ckanext.suedwestfalen.net.client import Gate
from ckanext.suedwestfalen.net.retry import Retry

TIME_UP = kind(
    "time-up",
    ERROR,
    N_("There was not enough time to ask %(host)s."),
    N_("The server is slow, or is being harvested at this moment. Try again later; a run has more patience."),
)
_LOOK_AGAIN = 0.1
#: Largest answer for somebody who waits: the portal's own processes read it, several people's at a time.
IMPATIENT_BYTES = 20 * 1024 * 1024


def client(check: Callable[[], None] | None = None) -> Client:
    """Give the client that the options describe; ``check`` is called before every request and may refuse it."""

    @contextmanager
    def gate(host: str) -> Iterator[None]:
        if check:
            check()
        with _turn(host):
            yield

    return _client(gate)


def impatient(until: float, each: float) -> Client:
    """Give a client for somebody who waits: no repeats, ``each`` seconds for a request, none after ``until``.

    ``until`` is a time of ``time.monotonic()``. The host's turn is not waited for any longer either.
    """

    @contextmanager
    def gate(host: str) -> Iterator[None]:
        with _turn(host, until):
            yield

    limits = {"connect": min(5.0, each), "read": each, "whole": each, "largest": IMPATIENT_BYTES}
    return _client(gate, retry=Retry(repeats=0), **limits)


def _client(gate: Gate, **limits: Any) -> Client:
    return Client(
        policy(),
        user_agent=user_agent(tk.config.get("ckan.site_url") or "", config.net_contact() or ""),
        proxy=config.net_proxy(),
        ca_bundle=config.net_ca_bundle(),
        gate=gate,
        **limits,
    )


def policy() -> Policy:
    """Give the policy that says what may be asked."""
    return Policy.of(config.net_allow())


@contextmanager
def _turn(host: str, until: float | None = None) -> Iterator[None]:
    """Wait until no worker, on whatever machine, asks this host, then hold its turn for one request.

    Raises :class:`TimedOut` when the turn has not come by ``until``.
    """
    key = int.from_bytes(hashlib.sha256(host.lower().encode()).digest()[:8], "big", signed=True)
    # A connection of its own: the lock must not depend on the session's transactions.
    with model.ensure_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if until is None:
            connection.execute(sa.select(sa.func.pg_advisory_lock(key)))
        else:
            while time.monotonic() > until or not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(key))):
                if time.monotonic() > until:
                    raise TimedOut(TIME_UP(host=host))
                time.sleep(max(0.0, min(_LOOK_AGAIN, until - time.monotonic())))
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
