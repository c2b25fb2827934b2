"""Servers whose words no database stores: the run ends all the same, and good records come through."""

from __future__ import annotations

import hashlib
import json

import pytest
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.tests.harvest.dcat_feeds import hub, hub_feed
from ckanext.suedwestfalen.tests.servers import Reply, faulty  # noqa: F401

#: Nothing that a database could pack.
LONG = "".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(1000))


@pytest.fixture
def server(faulty, monkeypatch):  # noqa: F811
    monkeypatch.setitem(tk.config, "ckanext.suedwestfalen.net.allow", [f"127.0.0.1:{faulty.port}"])
    return faulty


@pytest.mark.parametrize("word", [b"No\0t", b"No\x1b[31mt"])
def test_a_status_line_of_control_characters(make_source, harvest, server, word):
    head = b"HTTP/1.1 404 " + word + b"\r\nContent-Length: 0\r\n\r\n"
    server.script = [Reply(act=lambda handler: handler.wfile.write(head))]
    run = harvest(make_source(url=server.url, protocol="document"))
    assert (run.state, run.error["code"]) == ("failed", "net-http-status")
    assert "\x1b" not in run.error["values"]["reason"]


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\ud800", "x" * 100_000, LONG], ids=lambda bad: repr(bad[:5]))
def test_identifiers_and_titles_that_cannot_be_stored(make_source, harvest, datasets, server, bad):
    feed = json.loads(hub_feed(hub(1), hub(2), hub(3), hub(4)))
    entries = feed["dataset"]
    entries[1] |= {"identifier": f"a{bad}b"}
    entries[2] |= {"title": f"Rad{bad}wege", "landingPage": f"https://example.org/{bad}"}
    entries[3] |= {"distribution": [{"accessURL": f"https://example.org/{bad}", "title": bad}], "modified": bad}
    server.script = [Reply(json.dumps(feed).encode(), headers={"Content-Type": "application/json"})]
    run = harvest(make_source(url=server.url, protocol="dcat"))
    assert run.finished_at is not None
    assert len(datasets()) >= 1
    assert run.state in {"finished", "partial"}
