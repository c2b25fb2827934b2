"""Connections that ask the policy before they are opened, and end when the request's time is over."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

from .policy import Policy

_current = threading.local()


class Deadline:
    """The end of a request, counted from the start of its first attempt.

    As a context it makes sure that a server which sends a byte now and then does not hold the request for ever: at
    the end the connection is shut, whatever it is waiting for.
    """

    def __init__(self, seconds: float):
        self.seconds = seconds
        self.end = time.monotonic() + seconds
        self.passed = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()

    @property
    def remaining(self) -> float:
        """Seconds that are left, never negative."""
        return max(0.0, self.end - time.monotonic())

    def attach(self, connection: socket.socket) -> None:
        """Shut this connection at the end."""
        # A second handle stays valid while the first one disappears into a TLS socket.
        handle = socket.socket(fileno=socket.dup(connection.fileno()))
        with self._lock:
            self._sockets.append(handle)
        if self.passed:
            self._shut()

    def __enter__(self) -> None:
        self._timer = threading.Timer(self.remaining, self._shut)
        self._timer.daemon = True
        self._timer.start()
        _current.deadline = self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        _current.deadline = None
        with self._lock:
            for handle in self._sockets:
                handle.close()
            self._sockets.clear()

    def _shut(self) -> None:
        self.passed = True
        with self._lock:
            for handle in self._sockets:
                with contextlib.suppress(OSError):
                    handle.shutdown(socket.SHUT_RDWR)


def pool_classes(policy: Policy) -> dict[str, type[HTTPConnectionPool]]:
    """Give urllib3 the pools by scheme whose connections obey a policy."""

    class Checked:
        """Resolves, judges, and connects to the judged address; name, Host header and SNI stay those of the URL."""

        def _new_conn(self) -> socket.socket:
            # The proxy itself is the operator's choice; what is asked of it has been judged by then.
            behind_proxy = self.proxy is not None
            addresses = [self.host] if behind_proxy else policy.addresses(self.host, self.port)
            connection = _connect(self, addresses)
            _watch(connection)
            return connection

        def request(self, *args: Any, **kwargs: Any) -> None:
            if self.sock is not None:
                _watch(self.sock)
            super().request(*args, **kwargs)

    class CheckedHttp(Checked, HTTPConnection):
        """Plain."""

    class CheckedHttps(Checked, HTTPSConnection):
        """Encrypted."""

    class HttpPool(HTTPConnectionPool):
        """Plain."""

        ConnectionCls = CheckedHttp

    class HttpsPool(HTTPSConnectionPool):
        """Encrypted."""

        ConnectionCls = CheckedHttps

    return {"http": HttpPool, "https": HttpsPool}


def _connect(connection: Any, addresses: list[str]) -> socket.socket:
    last: OSError | None = None
    for address in addresses:
        try:
            # without TCP_NODELAY, which urllib3 sets, the body of every POST would wait 40 ms for the word on its head
            options = connection.socket_options
            return create_connection((address, connection.port), connection.timeout, socket_options=options)
        except OSError as error:
            last = error
    if isinstance(last, TimeoutError):
        raise ConnectTimeoutError(connection, "connect timeout") from last
    reason = (last.strerror if last else None) or str(last)
    raise NewConnectionError(connection, reason) from last


def _watch(connection: Any) -> None:
    deadline = getattr(_current, "deadline", None)
    if deadline is not None:
        deadline.attach(connection)
