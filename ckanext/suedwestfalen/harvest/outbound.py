"""The harvest's use of the one client: options applied, and one request at a time per host across all workers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.net import Client, Policy, user_agent


def client() -> Client:
    """Give the client that the options describe."""
    return Client(
        policy(),
        user_agent=user_agent(tk.config.get("ckan.site_url") or "", config.net_contact() or ""),
        proxy=config.net_proxy(),
        ca_bundle=config.net_ca_bundle(),
        gate=_turn,
    )


def policy() -> Policy:
    """Give the policy that says what may be asked."""
    return Policy.of(config.net_allow())


@contextmanager
def _turn(host: str) -> Iterator[None]:
    """Wait until no worker, on whatever machine, asks this host, then hold its turn for one request."""
    key = int.from_bytes(hashlib.sha256(host.lower().encode()).digest()[:8], "big", signed=True)
    # A connection of its own: the lock must not depend on the session's transactions.
    with model.ensure_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.select(sa.func.pg_advisory_lock(key)))
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
