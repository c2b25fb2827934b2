"""Answers that are small on the way and huge once read: they end in a sentence, not in a worker without memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ckanext.suedwestfalen.harvest.protocols import get
from ckanext.suedwestfalen.harvest.protocols.base import Known, Probe
from ckanext.suedwestfalen.net import TooLarge
from ckanext.suedwestfalen.tests.harvest.records import record
from ckanext.suedwestfalen.tests.servers import Reply, client_for

MEGABYTE = 1024 * 1024
#: Each makes 20 MB grow; read to their end they take 0.7 GB (XML, HTML) and 0.6 GB (JSON).
BOMBS = {
    "xml": ("application/xml", b"<r>", b"<a/>", b"</r>"),
    "html": ("text/html", b"<html>", b"<a>", b""),
    "json": ("application/json", b"[", b"{},", b"0]"),
    "json-ld": ("application/ld+json", b'{"@id":"a:a","a:b":[', b"{},", b"0]}"),
}
SCRIPT = """
import sys
from ckanext.suedwestfalen.harvest.protocols import get, names
from ckanext.suedwestfalen.harvest.protocols.base import Probe
from ckanext.suedwestfalen.net import Response

class Said:
    def get(self, url, params=None, **more):
        return Response(200, url, {"Content-Type": sys.argv[1]}, document)

size, head, unit, tail = int(sys.argv[2]), *(word.encode() for word in sys.argv[3:6])
document = head + unit * ((size - len(head) - len(tail)) // len(unit)) + tail
probe = Probe(Said(), "https://example.org/")
found = [one.protocol for name in names() for one in get(name).detect(probe)]
# ru_maxrss would be that of the process which was forked before this program started in it.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
print(int(peak.split()[1]) // 1024, *found)
"""


@pytest.mark.parametrize("kind", BOMBS)
def test_no_kind_reads_a_bomb_when_it_looks_at_an_address(kind):
    media_type, head, unit, tail = (part.decode() if isinstance(part, bytes) else part for part in BOMBS[kind])
    command = [sys.executable, "-c", SCRIPT, media_type, str(20 * MEGABYTE), head, unit, tail]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    peak, *found = done.stdout.split()
    assert int(peak) < 300
    assert found == []


@pytest.mark.parametrize("tag", [b'"abc\r\n def"', b'"' + b"x" * 20_000 + b'"'])
def test_a_validator_that_no_request_can_carry_is_not_kept(faulty, tag):
    content = record(0)

    def answer(handler):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nETag: %s\r\nContent-Length: %d\r\n\r\n"
        handler.wfile.write(head % (tag, len(content)) + content)

    faulty.script = [Reply(act=answer)]

    def run(known):
        return next(get("document")(client_for(faulty.url), faulty.url, {}, lambda: known).pages()).items[0]

    first = run({})
    assert run({faulty.url: [Known(first.guid, first.validator)]}).content == first.content
    assert "If-None-Match" not in faulty.asked[-1].headers


def test_a_client_may_take_less_than_a_request_allows(faulty):
    faulty.script = [Reply(b"x" * 2000)]
    assert len(client_for(faulty.url).get(faulty.url).content) == 2000
    client = client_for(faulty.url, largest=1000)
    with pytest.raises(TooLarge):
        client.get(faulty.url)
    assert Probe(client, faulty.url).get() is None
