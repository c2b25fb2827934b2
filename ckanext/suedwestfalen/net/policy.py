"""Where the portal may fetch from: public addresses, four ports, and named exceptions.

The policy judges twice: the address as written (:meth:`Policy.check_url`), and every IP address right before a
connection to it is opened (:meth:`Policy.addresses`). The second makes tricks with names useless, since the address
that was judged is the one connected to.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from ckanext.suedwestfalen.findings import Finding

from . import findings
from .errors import Forbidden, Unreachable

PORTS = frozenset({80, 443, 8080, 8443})
SCHEME_PORTS = {"http": 80, "https": 443}

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

#: Link-local and cloud services that hand out credentials: no exception opens these.
_METADATA = tuple(
    ipaddress.ip_network(network)
    for network in (
        "169.254.0.0/16",
        "100.100.100.200/32",
        "168.63.129.16/32",
        "192.0.0.192/32",
        "fd00:ec2::/32",
        "fd20:ce::254/128",
        "fe80::/10",
    )
)
_METADATA_NAMES = ("metadata.google.internal", "metadata.goog", "instance-data.ec2.internal")
#: Names that mean a neighbour, for where a proxy resolves names in our stead.
_LOCAL_NAMES = re.compile(r"(^|\.)(localhost|local|localdomain|internal|intranet|lan|home\.arpa|corp)$|^[^.:]+$")
_GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")
_TUNNELS = tuple(ipaddress.ip_network(network) for network in ("2002::/16", "2001::/32", "192.88.99.0/24"))
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
#: A last label that a resolver would read as a number: 2130706433, 0x7f.1, 0177.0.0.1.
_NUMBER = re.compile(r"(^|\.)(0x[0-9a-f]*|[0-9]+)\.?$", re.IGNORECASE)
_UNCLEAN = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True)
class Policy:
    """The rules, with ``allow`` as the operator's exceptions: ``host:port``, as written in the source's address.

    An exception opens a port or a private address for that very host and port, never a metadata address.
    """

    allow: frozenset[str] = frozenset()

    @classmethod
    def of(cls, allow: Iterable[str] = ()) -> Policy:
        """Give a policy with exceptions from an option's words."""
        return cls(frozenset(word.strip().lower() for word in allow if word.strip()))

    def check_url(self, address: str) -> Url:
        """Give the parsed address, with a host in lower case and ASCII, or raise :class:`Forbidden`.

        Judges the address as written; what its name leads to is judged by :meth:`addresses`.
        """
        url = _parse(address)
        host = (url.host or "").lower().rstrip(".")
        port = SCHEME_PORTS[url.scheme or ""] if url.port is None else url.port
        self._check_port(host, port)
        literal = _literal(host)
        if literal is not None:
            if objection := self._objection(host, port, literal):
                raise Forbidden(objection)
        elif host in _METADATA_NAMES:
            raise Forbidden(findings.ADDRESS_METADATA(host=host))
        elif _NUMBER.search(host) or "%" in host:
            raise Forbidden(findings.HOST_DISGUISED(host=host))
        return url._replace(host=f"[{literal}]" if isinstance(literal, ipaddress.IPv6Address) else host)

    def addresses(self, host: str, port: int) -> list[str]:
        """Give the addresses of a host to which a connection may be opened, in the resolver's order.

        Raises :class:`Forbidden` when there are only forbidden ones, :class:`Unreachable` when there are none.
        """
        self._check_port(host, port)
        found = [(address, self._objection(host, port, address)) for address in _resolve(host, port)]
        good = [str(address) for address, objection in found if objection is None]
        if not good:
            raise Forbidden(found[0][1]) if found else Unreachable(findings.DNS_FAILED(host=host))
        return good

    def check_behind_proxy(self, host: str, port: int) -> None:
        """Judge a host that a proxy will resolve: local names are refused, and what our resolver knows as forbidden.

        What the proxy's own resolver makes of a name cannot be judged from here.
        """
        if self._allows(host, port):
            return
        if _LOCAL_NAMES.search(host.strip("[]")):
            raise Forbidden(findings.ADDRESS_FORBIDDEN(host=host))
        try:
            self.addresses(host, port)
        except Unreachable:
            return  # A network whose names only the proxy resolves.

    def _allows(self, host: str, port: int) -> bool:
        name = host.strip("[]").lower().rstrip(".")
        return f"{name}:{port}" in self.allow or f"[{name}]:{port}" in self.allow

    def _check_port(self, host: str, port: int) -> None:
        if port not in PORTS and not self._allows(host, port):
            raise Forbidden(findings.PORT_FORBIDDEN(port=port, host=host))

    def _objection(self, host: str, port: int, address: IPAddress) -> Finding | None:
        finding = _objection(host, address)
        if finding and finding.code == findings.ADDRESS_FORBIDDEN.code and self._allows(host, port):
            return None
        return finding


def _objection(host: str, address: IPAddress) -> Finding | None:
    inner = _inner(address)
    if any(address in network or inner in network for network in _METADATA):
        return findings.ADDRESS_METADATA(host=host)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return findings.ADDRESS_FORBIDDEN(host=host)
    return None if _is_public(inner) else findings.ADDRESS_FORBIDDEN(host=host)


def _inner(address: IPAddress) -> IPAddress:
    """Give the IPv4 address that an IPv6 address stands for, or the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_public(address: IPAddress) -> bool:
    if any(address in network for network in _TUNNELS):
        return False
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_IPV6:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _parse(address: str) -> Url:
    if _UNCLEAN.search(address.strip()) or "://" not in address:
        raise Forbidden(findings.URL_INVALID(url=_without_userinfo(address)))
    scheme = address.strip().partition("://")[0].lower()
    if scheme not in SCHEME_PORTS:
        raise Forbidden(findings.URL_SCHEME(scheme=scheme, url=_without_userinfo(address)))
    try:
        url = parse_url(address.strip())
    except LocationParseError:
        raise Forbidden(findings.URL_INVALID(url=_without_userinfo(address))) from None
    if not (url.host or "").strip("."):
        raise Forbidden(findings.URL_INVALID(url=_without_userinfo(address)))
    if url.auth is not None or "@" in (url.netloc or ""):
        raise Forbidden(findings.URL_USERINFO(url=_without_userinfo(address)))
    return url


def _without_userinfo(address: str) -> str:
    return re.sub(r"//[^/?#]*@", "//…@", address)


def _literal(host: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def _resolve(host: str, port: int) -> list[IPAddress]:
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(findings.DNS_FAILED(host=host)) from None
    # Scope ids (fe80::1%eth0) only occur at addresses that are refused anyway.
    addresses = (ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found)
    return list(dict.fromkeys(addresses))
