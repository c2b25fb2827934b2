"""Rows: zero records, or too few; declared is not listed; a paging that loops; the policy; sizes."""

from __future__ import annotations

import gzip

import pytest
from ckan import model

from ckanext.suedwestfalen.harvest.protocols import base, csw
from ckanext.suedwestfalen.net import transfer
from ckanext.suedwestfalen.tests.harvest.faults.town import adds_up, causes, in_index, told
from ckanext.suedwestfalen.tests.servers import Reply


@pytest.mark.parametrize(("left", "missing"), [(0, 6), (1, 5), (4, 2)])
def test_zero_records_or_too_few_are_held(town, source, harvest, datasets, days_pass, left, missing):
    harvest(source)
    before = datasets()
    town.records = dict(list(town.records.items())[:left])
    for _ in range(2):
        run = harvest(source)
        assert (run.state, run.missing, run.held, run.deleted) == ("held", missing, missing, 0)
        assert causes(run) == {"deletions-held": 1}
        # the second run is more than a day after the first; nobody confirmed
        days_pass(2)
    assert datasets() == before
    assert in_index() == set(before)


def _declares_more(town):
    town.declared = 7


def _loops(town):
    town.faults[2] = town.page(4, 3)
    town.faults[2].body = town.faults[2].body.replace(b'nextRecord="0"', b'nextRecord="1"')


def _stands_still(town):
    first = town.page(1, 3)
    town.faults = {1: first, 2: first, 3: first}


@pytest.mark.usefixtures("eager_guard")
@pytest.mark.parametrize(
    ("fault", "said"),
    [(_declares_more, "listing-incomplete"), (_loops, "csw-loop"), (_stands_still, "csw-loop")],
)
def test_a_listing_that_contradicts_itself_deletes_nothing(town, source, harvest, datasets, fault, said):
    harvest(source)
    before = datasets()
    del town.records[5]
    fault(town)
    run = harvest(source)
    assert (run.state, run.complete, run.missing, run.deleted) == ("partial", False, 0, 0)
    if run.error:
        assert run.error["code"] == said
        assert "im Kreis" in told(run)
    else:
        assert said in causes(run)
    assert adds_up(run)
    assert datasets() == before
    assert town.asked < 30


FORBIDDEN = {
    "http://10.0.0.1/csw": "net-address",
    "http://169.254.169.254/latest/meta-data": "net-metadata-address",
    "http://[::ffff:127.0.0.1]/": "net-address",
    "http://2130706433/": "net-host-disguised",
    "http://example.org:22/": "net-port",
    "http://jemand:geheim@example.org/": "net-userinfo",
    "file:///etc/passwd": "net-scheme",
}


@pytest.mark.usefixtures("eager_guard")
def test_a_redirect_that_must_not_be_followed(town, source, harvest, datasets):
    harvest(source)
    before = datasets()
    for page, state in ((0, "failed"), (2, "partial")):
        for target, code in {**FORBIDDEN, town.url + "umleitung": "net-redirects"}.items():
            town.faults = dict.fromkeys((page, -1), Reply(status=307, headers={"Location": target}))
            run = harvest(source)
            assert (run.state, run.complete, run.deleted, run.error["code"]) == (state, False, 0, code), target
            assert told(run)
            assert "geheim" not in told(run)
            assert datasets() == before


def test_a_source_whose_address_is_forbidden(town, source, harvest):
    for address, code in FORBIDDEN.items():
        source.url = address
        model.Session.commit()
        run = harvest(source)
        assert (run.state, run.listed, run.error["code"]) == ("failed", 0, code), address
        assert told(run)
    assert town.asked == 0


def _huge(town):
    return Reply(b" " * (3 * 1024 * 1024 + 1))


def _endless(town):
    """No length is announced: only counting what comes can tell."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n\r\n"
    return Reply(act=lambda handler: handler.wfile.write(head + b" " * (3 * 1024 * 1024 + 1)))


def _bomb(town):
    return Reply(gzip.compress(b" " * 2_000_000), headers={"Content-Encoding": "gzip"})


@pytest.mark.usefixtures("eager_guard")
@pytest.mark.parametrize(
    ("fault", "code"), [(_huge, "net-too-large"), (_endless, "net-too-large"), (_bomb, "net-compression")]
)
def test_an_answer_that_is_too_large_costs_no_more_than_its_records(
    town, source, harvest, datasets, monkeypatch, fault, code
):
    harvest(source)
    before = datasets()
    assert transfer.MAX_RATIO == 100
    small = {"max_bytes": 3 * 1024 * 1024}
    ask = csw.Csw._ask
    monkeypatch.setattr(csw.Csw, "_ask", lambda self, *how, **more: ask(_Small(self, small), *how, **more))
    town.faults[2] = fault(town)
    run = harvest(source)
    assert (run.state, run.complete, run.deleted) == ("partial", False, 0)
    assert code in causes(run)
    assert adds_up(run)
    assert datasets() == before


class _Small:
    """A protocol whose client takes three megabytes instead of a hundred, to keep the test quick."""

    def __init__(self, protocol, limit):
        self._protocol, self._limit = protocol, limit
        self.client = self

    def __getattr__(self, name):
        return getattr(self._protocol, name)

    def post(self, *args, **options):
        return self._protocol.client.post(*args, **options, **self._limit)

    def get(self, *args, **options):
        return self._protocol.client.get(*args, **options, **self._limit)


def test_a_record_that_is_too_large_is_left_out(town, source, harvest, datasets, monkeypatch):
    monkeypatch.setattr(csw, "MAX_RECORD", 20_000)
    assert base.MAX_RECORD == 10 * 1024 * 1024
    town.records[2] = town.records[2].replace(b"Ein erfundener", b"Ein sehr langer " * 2000)
    run = harvest(source)
    assert (run.state, run.new, run.failed) == ("finished", 5, 1)
    assert causes(run) == {"listing-too-large": 1}
