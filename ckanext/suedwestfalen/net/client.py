"""The one client through which the portal asks other servers.

Built on urllib3. What it adds: the policy (:mod:`.policy`) on every hop and every connection, limits of time and
size, repeats with patience, one request at a time per host, and errors that a person understands. It keeps no
cookies, reads no proxy from the environment, and always verifies certificates.
"""

from __future__ import annotations

import base64
import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urljoin

from urllib3 import PoolManager, ProxyManager, Timeout
from urllib3.util import Url, parse_url

from . import findings
from .connection import Deadline, pool_classes
from .errors import Forbidden, HttpError, NetError, TimedOut, Unreachable
from .policy import SCHEME_PORTS, Policy
from .retry import Retry
from .transfer import Answer, exchange, shown

#: Largest answer in bytes, as transferred and as unpacked.
MAX_BYTES = 100 * 1024 * 1024
MAX_REDIRECTS = 5
#: Seconds: to connect, between two pieces of an answer, and for a request with all its repeats and redirects.
CONNECT, READ, WHOLE = 10.0, 60.0, 300.0

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})

Gate = Callable[[str], contextlib.AbstractContextManager]


@dataclass(frozen=True)
class Response:
    """A complete answer below status 400: the address it finally came from, its headers, its unpacked body."""

    status: int
    url: str
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)
class Credentials:
    """User name and password for one origin (``https://host[:port]``); they are never sent to another."""

    origin: str
    user: str
    password: str = field(repr=False)

    def header(self) -> str:
        """Give the value of the Authorization header (HTTP Basic)."""
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")


class HostLocks:
    """Lets one request at a time through to each host, within this process.

    Processes that share a host give the client a gate of their own (see :class:`Client`).
    """

    def __init__(self) -> None:
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    @contextlib.contextmanager
    def turn(self, host: str, seconds: float) -> Iterator[None]:
        """Wait for the host's turn, at most so many seconds; raises :class:`TimedOut`."""
        with self._guard:
            lock = self._locks.setdefault(host, threading.Lock())
        if not lock.acquire(timeout=seconds):
            raise TimedOut(findings.TIMED_OUT(host=host, seconds=round(seconds)))
        try:
            yield
        finally:
            lock.release()


_HOSTS = HostLocks()


@dataclass(frozen=True)
class _Request:
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None
    credentials: Credentials | None
    max_bytes: int


class Client:
    """Fetches what the policy allows, within limits.

    ``proxy`` is the address of an HTTP proxy, ``ca_bundle`` a PEM file of further authorities; both are options of
    the operator. ``gate(host)`` gives a context in which a request to this host may be sent: the place for a lock
    that several processes share. ``largest`` bounds every answer (bytes), whatever a request allows. Errors are those
    of :mod:`.errors`. A client may be used by several threads.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        user_agent: str,
        proxy: str | None = None,
        ca_bundle: str | Path | None = None,
        retry: Retry | None = None,
        gate: Gate | None = None,
        connect: float = CONNECT,
        read: float = READ,
        whole: float = WHOLE,
        largest: int = MAX_BYTES,
    ):
        self.policy = policy
        self.user_agent = user_agent
        self.proxy = proxy
        self.retry = retry or Retry()
        self.gate = gate or (lambda _host: contextlib.nullcontext())
        self.whole = whole
        self.largest = largest
        timeout = Timeout(connect=connect, read=read)
        options = {"ssl_context": _tls(ca_bundle), "num_pools": 20, "timeout": timeout}
        self._pools = ProxyManager(proxy, **options) if proxy else PoolManager(**options)
        self._pools.pool_classes_by_scheme = pool_classes(policy)
        # Servers exist whose compressed answers carry the length of the uncompressed one (pycsw under gunicorn).
        self._bad_at_compressing: set[str | None] = set()

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        credentials: Credentials | None = None,
        max_bytes: int = MAX_BYTES,
        repeat: bool = True,
    ) -> Response:
        """Fetch an address; ``params`` are added to its query. 304 is an answer, from 400 up is an error.

        ``repeat=False`` when a refusal is an answer, too.
        """
        if params:
            url = url.partition("#")[0]
            url += ("" if url.endswith(("?", "&")) else "&" if "?" in url else "?") + urlencode(params)
        retry = self.retry if repeat else Retry(repeats=0)
        return self._send(_Request("GET", url, headers or {}, None, credentials, max_bytes), retry)

    def post(
        self,
        url: str,
        data: bytes,
        headers: Mapping[str, str] | None = None,
        *,
        credentials: Credentials | None = None,
        max_bytes: int = MAX_BYTES,
        repeat: bool = True,
    ) -> Response:
        """Send a question that does not fit into an address. ``repeat=False`` when asking twice does harm."""
        retry = self.retry if repeat else Retry(repeats=0)
        return self._send(_Request("POST", url, headers or {}, data, credentials, max_bytes), retry)

    def close(self) -> None:
        """Close the kept connections."""
        self._pools.clear()

    def _send(self, request: _Request, retry: Retry) -> Response:
        deadline = Deadline(self.whole)
        for attempt in range(retry.repeats + 1):
            try:
                return self._follow(request, deadline)
            except NetError as error:
                pause = retry.pause(error, attempt)
                if not retry.wanted(error, attempt) or pause >= deadline.remaining:
                    raise
                if error.finding.code == findings.RESPONSE_BROKEN.code:
                    self._bad_at_compressing.add(parse_url(request.url).host)
            retry.sleep(pause)
        raise AssertionError  # The last attempt has returned or raised.

    def _follow(self, request: _Request, deadline: Deadline) -> Response:
        """Send a request and follow redirects, each hop judged anew."""
        method, body, address = request.method, request.body, request.url
        secure = False
        for _ in range(MAX_REDIRECTS + 1):
            url = self.policy.check_url(address)
            if secure and url.scheme != "https":
                raise Forbidden(findings.REDIRECT_DOWNGRADE(url=shown(request.url)))
            secure = url.scheme == "https"
            answer = self._hop(method, url, body, request, deadline)
            location = answer.headers.get("Location")
            if answer.status not in _REDIRECTS or not location:
                return Response(answer.status, url.url, answer.headers, answer.content)
            address = _target(url.url, location)
            # A moved service still wants the question; only "see other" names another document (RFC 9110).
            if answer.status == 303:
                method, body = "GET", None
        raise Unreachable(findings.REDIRECT_LOOP(url=shown(request.url), limit=MAX_REDIRECTS))

    def _hop(self, method: str, url: Url, body: bytes | None, request: _Request, deadline: Deadline) -> Answer:
        host = url.host or ""
        if self.proxy:
            self.policy.check_behind_proxy(host, url.port or SCHEME_PORTS[url.scheme or ""])
        headers = self._headers(url, request)
        with _HOSTS.turn(host, deadline.remaining), self.gate(host):
            answer = exchange(
                self._pools,
                method,
                url,
                headers=headers,
                body=body,
                deadline=deadline,
                max_bytes=min(request.max_bytes, self.largest),
            )
        if answer.status >= 400:
            finding = findings.HTTP_STATUS(url=shown(url.url), status=answer.status, reason=answer.reason)
            raise HttpError(finding, answer.status, answer.content, answer.headers)
        return answer

    def _headers(self, url: Url, request: _Request) -> dict[str, str]:
        same = _origin(url) == _origin(parse_url(request.url))
        headers = {
            "User-Agent": self.user_agent,
            "Accept-Encoding": "identity" if url.host in self._bad_at_compressing else "gzip, deflate",
            **{name: value for name, value in request.headers.items() if same or name.lower() not in _SECRET_HEADERS},
        }
        credentials = request.credentials
        if credentials and _origin(parse_url(credentials.origin)) == _origin(url):
            headers["Authorization"] = credentials.header()
        return headers


def user_agent(site: str, contact: str = "", version: str = "0.1") -> str:
    """Give a User-Agent that names the portal by its address, and whom to write to."""
    named = "; ".join(part for part in (f"+{site}" if site else "", contact) if part)
    return f"ckanext-suedwestfalen/{version} ({named})".encode("ascii", "replace").decode("ascii")


def _target(address: str, location: str) -> str:
    """Give where a redirect leads; what is no address at all is left to the policy to refuse."""
    try:
        return urljoin(address, location)
    except ValueError:
        return location


def _origin(url: Url) -> tuple[str | None, str, int | None]:
    return url.scheme, (url.host or "").lower().rstrip("."), url.port or SCHEME_PORTS.get(url.scheme or "")


def _tls(ca_bundle: str | Path | None) -> ssl.SSLContext:
    """Trust what the operating system trusts, and the operator's own authorities."""
    context = ssl.create_default_context()
    if ca_bundle:
        context.load_verify_locations(str(ca_bundle))
    return context
