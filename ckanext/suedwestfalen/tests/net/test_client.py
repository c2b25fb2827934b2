"""The client against servers that misbehave; every limit is seen to bite."""

import gzip
import http.client
import socket
import ssl
import subprocess
import threading
import time

import pytest

from ckanext.suedwestfalen.net import (
    Client,
    Credentials,
    Forbidden,
    HttpError,
    Policy,
    TimedOut,
    TooLarge,
    Unreachable,
    connection,
    user_agent,
)
from ckanext.suedwestfalen.net import (
    client as client_module,
)
from ckanext.suedwestfalen.net.retry import Retry, retry_after
from ckanext.suedwestfalen.tests.servers import Faulty, Reply, client_for, free_port


def slowly(head, drop, pause=0.05):
    """A server that never stops sending a little."""

    def act(handler):
        handler.wfile.write(head)
        for _ in range(600):
            handler.wfile.write(drop)
            handler.wfile.flush()
            time.sleep(pause)

    return Reply(act=act)


def raw(data):
    return Reply(act=lambda handler: handler.wfile.write(data))


def test_answer_with_headers_and_final_address(faulty):
    faulty.script = [Reply(b"<a/>", headers={"ETag": "x", "Set-Cookie": "a=b"})]
    client = client_for(faulty.url)
    response = client.get(faulty.url + "csw?map=a", {"request": "Get Records", "q": "ü"})

    assert (response.status, response.content, response.headers["etag"]) == (200, b"<a/>", "x")
    assert response.url == faulty.url + "csw?map=a&request=Get+Records&q=%C3%BC"
    client.get(faulty.url)
    assert "Cookie" not in faulty.asked[1].headers
    assert faulty.asked[0].headers["User-Agent"] == "test"


def test_user_agent_names_portal_and_contact():
    agent = user_agent("https://portal.example.org", "geodaten@example.org")

    assert "https://portal.example.org" in agent
    assert "geodaten@example.org" in agent
    assert user_agent("https://südwestfalen.example", "").isascii()


def test_environment_proxy_is_ignored(faulty, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    faulty.script = [Reply(b"ok")]

    assert client_for(faulty.url).get(faulty.url).content == b"ok"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_passing_faults_are_tried_again(faulty, status):
    pauses = []
    faulty.script = [Reply(status=status), Reply(status=status), Reply(b"ok")]

    assert client_for(faulty.url, pauses=pauses).post(faulty.url, b"<q/>").content == b"ok"
    assert [asked.body for asked in faulty.asked] == [b"<q/>"] * 3
    assert 0.7 < pauses[0] < 1.3 < pauses[1] < 2.6


@pytest.mark.parametrize(("status", "attempts"), [(503, 4), (404, 1), (401, 1), (501, 1)])
def test_lasting_faults_are_told(faulty, status, attempts):
    faulty.script = [Reply(b"Grund", status=status)]
    with pytest.raises(HttpError) as error:
        client_for(faulty.url).get(faulty.url + "csw?key=secret")

    assert (error.value.status, error.value.content) == (status, b"Grund")
    assert str(status) in str(error.value)
    assert "secret" not in str(error.value)
    assert len(faulty.asked) == attempts


def test_what_must_not_be_repeated_is_not(faulty):
    faulty.script = [Reply(status=503)]
    with pytest.raises(HttpError):
        client_for(faulty.url).post(faulty.url, b"", repeat=False)
    assert len(faulty.asked) == 1


@pytest.mark.parametrize(("value", "seconds"), [("7", 7), ("3600", 60), ("-1", 1), ("bald", 1), ("", 1)])
def test_retry_after(faulty, value, seconds):
    pauses = []
    faulty.script = [Reply(status=503, headers={"Retry-After": value}), Reply(b"ok")]
    client_for(faulty.url, pauses=pauses).get(faulty.url)

    assert pauses[0] == pytest.approx(seconds, rel=0.3)


def test_retry_after_as_date():
    stamp = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 30))

    assert 25 < retry_after(stamp) <= 31


def test_pause_longer_than_the_request_may_last_is_not_made(faulty):
    pauses = []
    faulty.script = [Reply(status=503, headers={"Retry-After": "50"})]
    with pytest.raises(HttpError):
        client_for(faulty.url, pauses=pauses, whole=10).get(faulty.url)
    assert pauses == []


def test_half_an_answer_is_tried_again_and_then_told(faulty):
    half = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    faulty.script = [half, Reply(b"whole")]
    assert client_for(faulty.url).get(faulty.url).content == b"whole"

    faulty.script = [half]
    with pytest.raises(Unreachable) as error:
        client_for(faulty.url).get(faulty.url)
    assert error.value.finding.code == "net-broken"
    assert len(faulty.asked) == 2 + 4


@pytest.mark.parametrize(
    "answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"]
)
def test_no_http_at_all(faulty, answer):
    faulty.script = [raw(answer)]
    with pytest.raises(Unreachable):
        client_for(faulty.url).get(faulty.url)


def test_wrong_length_of_compressed_answers_is_overcome(faulty):
    """Pycsw under gunicorn gives the length of the uncompressed answer with the compressed one."""
    packed = gzip.compress(b"<a/>" * 100)

    def answer(asked):
        if "gzip" in asked.headers["Accept-Encoding"]:
            head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 400\r\n\r\n"
            return raw(head + packed)
        return Reply(b"<a/>" * 100)

    faulty.answer = answer
    client = client_for(faulty.url)
    assert client.get(faulty.url).content == client.get(faulty.url).content == b"<a/>" * 100
    assert len(faulty.asked) == 3


def test_nobody_listens():
    pauses = []
    url = f"http://127.0.0.1:{free_port()}/"
    with pytest.raises(Unreachable) as error:
        client_for(url, pauses=pauses).get(url)

    assert error.value.finding.code == "net-connect"
    assert len(pauses) == 3


def test_unknown_name_is_not_tried_again():
    pauses = []
    with pytest.raises(Unreachable) as error:
        client_for(pauses=pauses).get("https://gibt-es-nicht.invalid/")
    assert error.value.finding.code == "net-dns"
    assert pauses == []


def test_server_that_says_nothing(faulty):
    faulty.script = [Reply(act=lambda _: time.sleep(3))]
    with pytest.raises(TimedOut):
        client_for(faulty.url, read=0.2, retry=Retry(repeats=1, sleep=lambda _: None)).get(faulty.url)
    assert len(faulty.asked) == 2


def test_the_times_of_an_ordinary_client():
    assert (client_module.CONNECT, client_module.READ, client_module.WHOLE) == (10, 60, 300)
    client = Client(Policy(), user_agent="test")
    timeout = client._pools.connection_pool_kw["timeout"]
    assert (timeout.connect_timeout, timeout.read_timeout, client.whole) == (10, 60, 300)


@pytest.mark.parametrize(
    "reply",
    [
        slowly(b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n"),
        slowly(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
        slowly(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        slowly(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"x"),
        slowly(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        slowly(b"HTTP/1.1 503 No\r\nContent-Length: 100000\r\n\r\n", b"x"),
    ],
    ids=["headers", "a header", "body", "body without length", "chunks", "body of an error"],
)
def test_slow_loris_ends_at_the_deadline(faulty, reply):
    faulty.script = [reply]
    started = time.monotonic()
    with pytest.raises(TimedOut):
        client_for(faulty.url, whole=0.6).get(faulty.url)
    assert time.monotonic() - started < 2


def test_huge_answers(faulty):
    client = client_for(faulty.url)
    faulty.script = [Reply(b"x" * 3_000_000)]
    with pytest.raises(TooLarge):
        client.get(faulty.url, max_bytes=2_000_000)
    faulty.script = [raw(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 3_000_000)]
    with pytest.raises(TooLarge):
        client.get(faulty.url, max_bytes=2_000_000)
    assert len(faulty.asked) == 2


@pytest.mark.parametrize("length", [True, False])
def test_gzip_bomb(faulty, length):
    bomb = gzip.compress(b"\0" * 30_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n"
    faulty.script = [raw(head + (b"Content-Length: %d\r\n" % len(bomb) if length else b"") + b"\r\n" + bomb)]
    with pytest.raises(TooLarge) as error:
        client_for(faulty.url).get(faulty.url)
    assert error.value.finding.code == "net-compression"


def test_ordinary_compression(faulty):
    faulty.script = [Reply(gzip.compress(b"<gmd:x/>" * 1000), headers={"Content-Encoding": "gzip"})]

    assert client_for(faulty.url).get(faulty.url).content == b"<gmd:x/>" * 1000


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:80/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://localhost:8080/",
        "http://2130706433/",
        "file:///etc/passwd",
        "http://user:pw@geo.example.org/",
        "//10.0.0.1/",
        "http://[::1",
        "http://./",
    ],
)
def test_redirect_to_a_forbidden_address(faulty, target):
    faulty.script = [Reply(status=302, headers={"Location": target})]
    with pytest.raises(Forbidden):
        client_for(faulty.url).get(faulty.url)
    assert len(faulty.asked) == 1


def test_second_hop_is_judged_too(faulty):
    other = Faulty()
    other.script = [Reply(status=302, headers={"Location": "http://127.0.0.1:1/"})]
    faulty.script = [Reply(status=302, headers={"Location": other.url})]
    with pytest.raises(Forbidden):
        client_for(faulty.url, other.url).get(faulty.url)
    other.stop()
    assert len(other.asked) == 1


def test_redirect_loop_ends(faulty):
    faulty.script = [Reply(status=301, headers={"Location": "/again"})]
    with pytest.raises(Unreachable) as error:
        client_for(faulty.url).get(faulty.url)
    assert error.value.finding.code == "net-redirects"
    assert len(faulty.asked) == 6


@pytest.mark.parametrize(
    ("status", "method"), [(301, "POST"), (302, "POST"), (307, "POST"), (308, "POST"), (303, "GET")]
)
def test_question_is_carried_along(faulty, status, method):
    faulty.script = [Reply(status=status, headers={"Location": "/new"}), Reply(b"ok")]
    response = client_for(faulty.url).post(faulty.url, b"<q/>")

    assert response.url == faulty.url + "new"
    assert faulty.asked[1].method == method
    assert faulty.asked[1].body == (b"<q/>" if method == "POST" else b"")


def test_credentials_go_to_their_origin_only(faulty):
    other = Faulty()
    other.script = [Reply(b"other")]
    faulty.script = [Reply(status=302, headers={"Location": other.url})]
    client = client_for(faulty.url, other.url)
    client.get(faulty.url, headers={"Authorization": "Bearer x"}, credentials=Credentials(faulty.url, "u", "geheim"))
    client.get(faulty.url, credentials=Credentials(faulty.url, "u", "geheim"))
    client.get(other.url, credentials=Credentials(faulty.url, "u", "geheim"))
    other.stop()

    assert [asked.headers.get("Authorization") for asked in faulty.asked] == ["Basic dTpnZWhlaW0="] * 2
    assert [asked.headers.get("Authorization") for asked in other.asked] == [None] * 3
    assert "geheim" not in repr(Credentials(faulty.url, "u", "geheim"))


def test_one_request_at_a_time_per_host(faulty):
    lock, now, most = threading.Lock(), [], []

    def answer(_):
        with lock:
            now.append(1)
            most.append(len(now))
        time.sleep(0.03)
        with lock:
            now.pop()
        return Reply(b"ok")

    faulty.answer = answer
    clients = [client_for(faulty.url) for _ in range(2)]
    threads = [threading.Thread(target=clients[number % 2].get, args=(faulty.url,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1] * 6


def test_gate_is_passed_for_every_attempt(faulty):
    passed = []

    class Gate:
        def __init__(self, host):
            self.host = host

        def __enter__(self):
            passed.append(self.host)

        def __exit__(self, *_):
            passed.append("out")

    faulty.script = [Reply(status=503), Reply(b"ok")]
    client_for(faulty.url, gate=Gate).get(faulty.url)
    assert passed == ["127.0.0.1", "out"] * 2


def test_waiting_for_a_busy_host_ends(monkeypatch, faulty):
    with client_module._HOSTS.turn("127.0.0.1", 1), pytest.raises(TimedOut):
        client_for(faulty.url, whole=0.2).get(faulty.url)


def test_questions_are_sent_at_once(faulty, monkeypatch):
    """Head and body of a POST are two packets: Nagle's algorithm would hold the second back for 40 ms."""
    options = []
    create = connection.create_connection

    def connect(*args, **more):
        opened = create(*args, **more)
        options.append(opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        return opened

    monkeypatch.setattr(connection, "create_connection", connect)
    faulty.script = [Reply(b"<a/>")]
    client_for(faulty.url).post(faulty.url, b"<question/>")
    assert options == [1]


def test_kept_connection_is_used_again(faulty):
    faulty.script = [Reply(b"ok")]
    client = client_for(faulty.url)
    opened = []
    faulty.server.process_request = lambda *args: (
        opened.append(1),
        type(faulty.server).process_request(faulty.server, *args),
    )
    for _ in range(5):
        client.get(faulty.url)
    assert len(opened) == 1


class TestProxy:
    def test_asks_through_it_and_judges_names_before(self, faulty):
        faulty.script = [Reply(b"through the proxy")]
        client = Client(Policy(), user_agent="test", proxy=faulty.url, retry=Retry(repeats=0))

        assert client.get("http://93.184.215.14/csw").content == b"through the proxy"
        assert faulty.asked[0].path == "http://93.184.215.14/csw"
        for url in (
            "http://localhost/",
            "http://127.0.0.1/",
            "http://server/",
            "http://a.internal/",
            "http://x.local/",
        ):
            with pytest.raises(Forbidden):
                client.get(url)
        assert len(faulty.asked) == 1

    def test_name_that_only_the_proxy_resolves(self, faulty):
        faulty.script = [Reply(b"ok")]
        client = Client(Policy(), user_agent="test", proxy=faulty.url, retry=Retry(repeats=0))

        assert client.get("http://geo.invalid/csw").content == b"ok"

    def test_name_known_to_be_private(self, faulty, monkeypatch):
        client = Client(Policy(), user_agent="test", proxy=faulty.url, retry=Retry(repeats=0))
        monkeypatch.setattr(
            "ckanext.suedwestfalen.net.policy.socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.1", 80))]
        )
        with pytest.raises(Forbidden):
            client.get("http://geo.example.org/")
        assert faulty.asked == []

    def test_encrypted_addresses_go_through_a_tunnel(self, faulty):
        faulty.script = [Reply(status=403)]
        client = Client(Policy(), user_agent="test", proxy=faulty.url, retry=Retry(repeats=0))
        with pytest.raises(Unreachable):
            client.get("https://93.184.215.14/csw")
        assert (faulty.asked[0].method, faulty.asked[0].path) == ("CONNECT", "93.184.215.14:443")


@pytest.fixture
def encrypted(tmp_path):
    """A scripted server with a certificate of its own for localhost."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    subprocess.run([*command.split(), "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    server = Faulty()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.server.socket = context.wrap_socket(server.server.socket, server_side=True)
    server.url = f"https://localhost:{server.port}/"
    yield server, certificate
    server.stop()


class TestTls:
    def test_unknown_authority_is_refused(self, encrypted):
        server, _ = encrypted
        pauses = []
        with pytest.raises(Unreachable) as error:
            client_for(server.url, pauses=pauses).get(server.url)
        assert error.value.finding.code == "net-tls"
        assert pauses == []

    def test_own_authority(self, encrypted):
        server, certificate = encrypted
        server.script = [Reply(b"ok")]

        assert client_for(server.url, ca_bundle=certificate).get(server.url).content == b"ok"

    def test_name_must_fit(self, encrypted):
        server, certificate = encrypted
        url = server.url.replace("localhost", "127.0.0.1")
        with pytest.raises(Unreachable) as error:
            client_for(url, ca_bundle=certificate).get(url)
        assert error.value.finding.code == "net-tls"

    def test_redirect_from_https_to_http(self, encrypted, faulty):
        server, certificate = encrypted
        server.script = [Reply(status=301, headers={"Location": faulty.url})]
        with pytest.raises(Forbidden) as error:
            client_for(server.url, faulty.url, ca_bundle=certificate).get(server.url)
        assert error.value.finding.code == "net-redirect-downgrade"
        assert faulty.asked == []

    def test_slow_handshake_ends_at_the_deadline(self, faulty):
        plain = faulty.url.replace("http:", "https:")
        faulty.server.finish_request = lambda request, *_: [time.sleep(0.05) for _ in range(60)]
        started = time.monotonic()
        with pytest.raises(TimedOut):
            client_for(plain, whole=0.5).get(plain)
        assert time.monotonic() - started < 2


def test_nothing_else_opens_connections(project_root):
    """No module of the product but this room imports an HTTP library."""
    words = ("import requests", "import urllib3", "urllib.request", "http.client", "import httpx", "import aiohttp")
    package = project_root / "ckanext" / "suedwestfalen"
    offenders = [
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if path.relative_to(package).parts[0] not in {"net", "tests"}
        and any(word in path.read_text(encoding="utf-8") for word in words)
    ]
    assert offenders == []
    assert http.client
