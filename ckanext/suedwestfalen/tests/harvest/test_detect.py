"""What kind of source an address is: all kinds look, none stops the others, and it never takes long."""

from __future__ import annotations

import threading
import time

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.harvest import detect, outbound, protocols
from ckanext.suedwestfalen.harvest.protocols import Detected, Protocol
from ckanext.suedwestfalen.net import TimedOut, policy
from ckanext.suedwestfalen.net import findings as net
from ckanext.suedwestfalen.tests.servers import Reply, faulty  # noqa: F401

LOGIN = ("stadtwerke", "geheim")


class Sure(Protocol):
    """Is quite sure, and offers layers."""

    name, label = "sure", "Sure"

    def pages(self, position=None):
        yield from ()

    @classmethod
    def detect(cls, probe):
        if probe.get() and probe.get(params={"request": "GetCapabilities"}):
            yield Detected("sure", probe.url, "Karten der Stadt", {"split": "layer"}, 90, (("a", "Layer A"),))


class Unsure(Sure):
    @classmethod
    def detect(cls, probe):
        if probe.get():
            yield Detected("unsure", probe.url, sure=30)
            yield Detected("unsure", probe.url, sure=20)


class Broken(Sure):
    @classmethod
    def detect(cls, probe):
        raise RuntimeError("a fault of this kind")


class Nosy(Sure):
    """Asks far too much."""

    @classmethod
    def detect(cls, probe):
        for number in range(100):
            probe.get(params={"n": str(number)})
        yield from ()


KINDS = {"broken": Broken, "nosy": Nosy, "sure": Sure, "unsure": Unsure}


@pytest.fixture
def kinds(portal, monkeypatch):
    """Let only these kinds be installed."""

    def install(*names):
        monkeypatch.setattr(protocols, "names", lambda: sorted(names))
        monkeypatch.setattr(protocols, "get", KINDS.__getitem__)

    return install


@pytest.fixture
def server(faulty, monkeypatch):  # noqa: F811
    monkeypatch.setitem(tk.config, "ckanext.suedwestfalen.net.allow", [f"127.0.0.1:{faulty.port}"])
    faulty.script = [Reply(b"<x/>")]
    return faulty


def codes(found):
    return [tried.error.code for tried in found.tried if tried.error]


def test_the_surest_comes_first_and_a_broken_kind_stops_nobody(kinds, server):
    kinds("broken", "unsure", "sure")
    found = detect.detect(server.url)
    assert [(one.protocol, one.sure) for one in found.found] == [("sure", 90), ("unsure", 30)]
    assert found.found[0].layers == (("a", "Layer A"),)
    assert codes(found) == ["detect-fault"]
    assert len(server.asked) == 2, "every address is asked once"
    assert found.timed_out is False


def test_a_server_that_answers_with_errors_is_still_looked_at(kinds, server):
    kinds("unsure", "sure")
    server.script = [Reply(b"no", 400)]
    found = detect.detect(server.url)
    assert found.found == []
    assert codes(found) == ["net-http-status"]


def test_a_bare_host_is_asked_by_https_then_by_http(kinds, server):
    kinds("unsure")
    found = detect.detect(f"127.0.0.1:{server.port}/")
    assert [one.url for one in found.found] == [server.url]
    assert [tried.url.partition(":")[0] for tried in found.tried] == ["https", "http"]


def test_a_host_that_is_silent_on_https_leaves_time_for_http(kinds, server, monkeypatch):
    kinds("unsure")
    monkeypatch.setattr(detect, "EACH", 0.5)
    real = outbound.Client.get

    def get(self, url, *arguments, **options):
        if url.startswith("https:"):
            time.sleep(0.5)
            raise TimedOut(net.TIMED_OUT(host="127.0.0.1", seconds=0.5))
        return real(self, url, *arguments, **options)

    monkeypatch.setattr(outbound.Client, "get", get)
    found = detect.detect(f"127.0.0.1:{server.port}/", seconds=5)
    assert [one.url for one in found.found] == [server.url]
    assert [tried.url.partition(":")[0] for tried in found.tried] == ["https", "http"]


def test_no_password_is_sent_by_http_to_a_bare_host(kinds, server):
    kinds("unsure")
    assert detect.detect(f"127.0.0.1:{server.port}", LOGIN).found == []
    assert server.asked == []
    assert detect.detect(server.url, LOGIN).found
    assert server.asked[0].headers["Authorization"].startswith("Basic ")


@pytest.mark.parametrize(("url", "code"), [
    ("http://10.1.2.3/", "net-address"), ("10.1.2.3", "net-address"),
    ("http://169.254.169.254/", "net-metadata-address"), ("http://127.0.0.1:1/", "net-port"),
    ("file:///etc/passwd", "net-scheme"), ("mailto:a@example.org", "net-url-invalid"),
    ("http://stadt:geheim@192.0.43.8/", "net-userinfo"), ("http://[", "net-url-invalid"),
])
def test_what_the_policy_forbids_is_said(kinds, url, code):
    kinds("unsure", "sure", "nosy")
    found = detect.detect(url)
    assert found.found == []
    assert set(codes(found)) == {code}
    assert len(found.tried) <= 2, "not once per kind"


@pytest.fixture
def for_long():
    """Something that takes long, until the test is over: what is left behind must not keep the host's turn."""
    over = threading.Event()
    yield lambda *_: over.wait(60)
    over.set()
    time.sleep(0.5)


@pytest.mark.parametrize("fault", ["server", "resolver", "kind"])
def test_nothing_takes_longer_than_the_time(kinds, server, monkeypatch, fault, for_long):
    if fault == "server":
        kinds("nosy", "sure")
        server.script = [Reply(b"<x/>"), Reply(act=for_long)]
    elif fault == "resolver":
        kinds("sure")
        monkeypatch.setattr(policy, "_resolve", for_long)
    else:
        kinds("sure", "unsure")
        monkeypatch.setattr(Sure, "detect", classmethod(for_long))
    begun = time.monotonic()
    found = detect.detect(server.url, seconds=1)
    assert time.monotonic() - begun < 20
    assert found.timed_out is True
    assert codes(found).count(outbound.TIME_UP.code) <= 1


def test_what_was_found_before_the_time_was_over_is_given(kinds, server, monkeypatch, for_long):
    kinds("sure", "unsure")
    monkeypatch.setattr(Unsure, "detect", classmethod(for_long))
    found = detect.detect(server.url, seconds=4)
    assert ([one.protocol for one in found.found], found.timed_out) == (["sure"], True)


def test_a_host_that_a_run_is_asking_is_not_waited_for(kinds, server):
    kinds("sure")
    with outbound._turn("127.0.0.1"):
        found = detect.detect(server.url, seconds=1)
    assert server.asked == []
    assert codes(found) == [outbound.TIME_UP.code]
    assert found.timed_out is True
    with model.ensure_engine().connect() as connection:
        held = sa.text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = "
                       "(SELECT oid FROM pg_database WHERE datname = current_database())")
        assert connection.scalar(held) == 0


def test_the_action_says_it_in_words(kinds, server):
    kinds("broken", "sure")
    context = {"ignore_auth": True, "user": ""}
    found = tk.get_action("suedwestfalen_harvest_detect")(context, {"url": f" {server.url} "})
    assert found["found"] == [{
        "protocol": "sure", "label": "Sure", "url": server.url, "title": "Karten der Stadt", "sure": 90,
        "settings": {"split": "layer"}, "layers": [{"name": "a", "title": "Layer A"}],
    }]
    assert [(one["ok"], one["code"]) for one in found["tried"]] == [(True, ""), (False, "detect-fault"), (True, "")]
    assert found["tried"][0]["what"] == "application/xml"
    said = tk.get_action("suedwestfalen_harvest_detect")(context, {"url": "http://stadt:geheim@192.0.43.8/"})
    assert "geheim" not in str(said)


@pytest.mark.parametrize("url", ["", "   ", "://", None, "a\x00b", "http://" + "x" * 3000])
def test_the_action_refuses_what_is_no_address(portal, url):
    with pytest.raises(tk.ValidationError) as error:
        tk.get_action("suedwestfalen_harvest_detect")({"ignore_auth": True, "user": ""}, {"url": url})
    assert set(error.value.error_dict) == {"url"}


def test_no_more_layers_are_offered_than_a_page_can_show(kinds, server, monkeypatch):
    kinds("sure")
    monkeypatch.setattr(detect, "MOST_LAYERS", 1)
    found = [Detected("sure", server.url, layers=(("a", "A"), ("b", "B")))]
    monkeypatch.setattr(Sure, "detect", staticmethod(lambda _probe: found))
    assert detect.detect(server.url).found[0].layers == (("a", "A"),)
