"""A town whose server misbehaves, and a client that does not really wait."""

from __future__ import annotations

from functools import partial

import pytest

from ckanext.suedwestfalen.harvest import guard, options, outbound
from ckanext.suedwestfalen.net import Client
from ckanext.suedwestfalen.net.retry import Retry
from ckanext.suedwestfalen.tests.harvest.faults.town import Town
from ckanext.suedwestfalen.tests.servers import faulty

__all__ = ["faulty"]


@pytest.fixture
def pauses(monkeypatch):
    """The seconds that the client would have waited between its attempts."""
    seconds: list[float] = []
    monkeypatch.setattr(outbound, "Client", partial(Client, retry=Retry(sleep=seconds.append)))
    return seconds


@pytest.fixture
def town(portal, faulty, pauses, ckan_config):
    """A scripted catalogue service that the policy allows."""
    ckan_config["ckanext.suedwestfalen.net.allow"] = [faulty.url.split("/")[2]]
    return Town(faulty)


@pytest.fixture
def source(make_source, town):
    """The town's source, harvested every day, three records to a page."""
    return make_source(url=town.url, settings={"page_size": town.page_size}, schedule="daily")


@pytest.fixture
def eager_guard(monkeypatch):
    """A guard that lets everything go at once: only a listing that is not complete protects a dataset now."""
    eager = guard.Limits(runs=1, hours=0, share=1, held_runs=1, held_days=0)
    monkeypatch.setattr(options, "limits", lambda _stored: eager)
