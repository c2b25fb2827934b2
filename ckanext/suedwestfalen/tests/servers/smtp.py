"""A mail server that keeps what it gets: enough of SMTP (RFC 5321) for a client that sends."""

from __future__ import annotations

import contextlib
import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from email.message import EmailMessage

import pytest


class Sink(socketserver.ThreadingTCPServer):
    """Listens at ``address``; ``mails`` are (recipient, message). ``refuse`` makes it turn every mail down."""

    daemon_threads = allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Dialogue)
        self.address = f"127.0.0.1:{self.server_address[1]}"
        self.mails: list[tuple[str, EmailMessage]] = []
        self.refuse = False


class _Dialogue(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 sink")
        recipient = ""
        for line in iter(self.rfile.readline, b""):
            verb = line[:4].upper()
            if verb == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
            if verb == b"DATA":
                self._say("354 go on")
                self.server.mails.append((recipient, self._message()))
            refused = verb == b"RCPT" and self.server.refuse
            self._say("221 bye" if verb == b"QUIT" else "550 no" if refused else "250 ok")
            if verb == b"QUIT":
                return

    def _message(self) -> EmailMessage:
        lines = [line.removeprefix(b".") for line in iter(self.rfile.readline, b".\r\n")]
        return email.message_from_bytes(b"".join(lines), policy=email.policy.default)

    def _say(self, line: str) -> None:
        with contextlib.suppress(OSError):
            self.wfile.write(line.encode() + b"\r\n")


@pytest.fixture
def mail_sink() -> Iterator[Sink]:
    """A mail server on loopback."""
    with Sink() as sink:
        threading.Thread(target=sink.serve_forever, daemon=True).start()
        yield sink
        sink.shutdown()
