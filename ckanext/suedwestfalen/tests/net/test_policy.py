"""Which addresses are asked and which never."""

import re
import socket

import pytest

from ckanext.suedwestfalen.net import Forbidden, NetError, Policy
from ckanext.suedwestfalen.net import connection as connection_module
from ckanext.suedwestfalen.tests.servers import client_for

#: An address as a resolver gives it.
REAL = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){3}", re.ASCII)
FORBIDDEN = [
    "127.0.0.1",
    "127.8.9.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.178.1",
    "100.64.0.1",
    "169.254.169.254",
    "169.254.1.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "192.0.2.7",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "192.88.99.1",
    "[::]",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:8.8.8.8]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[2002:c0a8:101::1]",
    "[2001:0:7f00:1::]",
    "[2001:db8::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[fd20:ce::254]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[fec0::1]",
    "[ff02::1]",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "127.1",
    "127.0.1",
    "1.2.3.4.5",
    "8.8.8.08",
    "１２７.０.０.１",
    "127。0。0。1",
    "metadata.google.internal",
]


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", FORBIDDEN)
def test_forbidden_hosts_as_written(host, scheme):
    with pytest.raises(Forbidden):
        Policy().check_url(f"{scheme}://{host}/csw")


@pytest.mark.parametrize("host", [host for host in FORBIDDEN if ":" in host or REAL.fullmatch(host)])
def test_forbidden_addresses_behind_a_name(monkeypatch, host):
    address = host.strip("[]").replace("%25", "%")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (address, 80))])

    with pytest.raises(Forbidden):
        Policy().addresses("geo.example.org", 80)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "geo.example.org",
        "/etc/passwd",
        "file:///etc/passwd",
        "ftp://geo.example.org/",
        "gopher://geo.example.org/",
        "javascript://geo.example.org/",
        "http:///csw",
        "http://./csw",
        "http://user@geo.example.org/",
        "http://user:secret@geo.example.org/",
        "http://geo.example.org@127.0.0.1/",
        "http://geo.example.org:22/",
        "http://geo.example.org:5432/",
        "http://geo.example.org:0/",
        "http://geo.example.org:99999/",
        "http://geo.example.org\\@127.0.0.1/",
        "http://geo.example.org\r\nHost: x/",
        "http://geo example.org/",
        "http://127.0.0.1%2f.example.org/",
    ],
)
def test_forbidden_addresses_as_written(url):
    with pytest.raises(Forbidden) as error:
        Policy().check_url(url)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_public_addresses(monkeypatch, address):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (address, 443))])

    assert Policy().addresses("geo.example.org", 443) == [address]


@pytest.mark.parametrize("port", ["", ":80", ":443", ":8080", ":8443"])
def test_allowed_ports(port):
    assert Policy().check_url(f"https://Geo.Example.org{port}/csw?map=x").host == "geo.example.org"


def test_umlauts_in_names_and_paths():
    url = Policy().check_url("https://geo.lüdenscheid.example/Pläne für alle/".replace(" ", "%20"))

    assert url.host == "geo.xn--ldenscheid-9db.example"
    assert "Pl%C3%A4ne%20f%C3%BCr" in url.path


def test_name_with_public_and_private_addresses_leads_to_the_public_only(monkeypatch):
    found = [(2, 1, 6, "", ("10.0.0.1", 80)), (2, 1, 6, "", ("93.184.215.14", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    assert Policy().addresses("geo.example.org", 80) == ["93.184.215.14"]


def test_exception_opens_one_host_and_port_only(monkeypatch):
    policy = Policy.of([" Geo.intern:8081 ", "10.0.0.5:80"])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.5", 80))])

    assert policy.addresses("geo.intern", 8081) == ["10.0.0.5"]
    assert policy.check_url("http://10.0.0.5/").host == "10.0.0.5"
    for host, port in (("geo.intern", 80), ("geo.intern", 8082), ("other.intern", 8081), ("other.intern", 80)):
        with pytest.raises(Forbidden):
            policy.addresses(host, port)


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe",
     "2002:a9fe:a9fe::1"],
)
def test_no_exception_opens_a_metadata_address(monkeypatch, address):
    host = f"[{address}]" if ":" in address else address
    policy = Policy.of([f"{host}:80", f"{address}:80", "geo.intern:80"])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (address, 80))])

    with pytest.raises(Forbidden) as error:
        policy.check_url(f"http://{host}/")
    assert error.value.finding.code == "net-metadata-address"
    with pytest.raises(Forbidden):
        policy.addresses("geo.intern", 80)


def test_name_that_changes_its_address_between_look_up_and_connection(monkeypatch, faulty):
    """DNS rebinding: whatever a later look-up says, the connection goes to the address that was judged."""
    answers = iter(["93.184.215.14"])
    connected = []
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (next(answers, "127.0.0.1"), faulty.port))]
    )

    def connect(address, *_, **__):
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(connection_module, "create_connection", connect)
    client = client_for()
    for _ in range(2):
        with pytest.raises(NetError):
            client.get("http://rebinding.example.org:8080/")

    assert connected == ["93.184.215.14"]
    assert faulty.asked == []


def test_forbidden_address_is_not_even_connected_to(monkeypatch, faulty):
    connected = []
    monkeypatch.setattr(connection_module, "create_connection", lambda address, *_: connected.append(address))
    for url in ("http://localhost:8080/", "https://localhost/"):
        with pytest.raises(Forbidden):
            client_for().get(url)

    assert connected == []
