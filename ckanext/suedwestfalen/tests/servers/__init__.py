"""Servers for tests: a real pycsw with a folder of records, and a scripted one that misbehaves as told.

A conftest imports the fixtures: ``from ckanext.suedwestfalen.tests.servers import faulty, pycsw``.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ckanext.suedwestfalen.net import Client, Policy, xml
from ckanext.suedwestfalen.net.retry import Retry
from ckanext.suedwestfalen.tests.tools import need

ROOT = Path(__file__).parents[4]
#: Environment of pycsw, made from stack/demo/requirements.txt.
PYCSW = Path(os.environ.get("SUEDWESTFALEN_PYCSW") or ROOT / ".stack" / "pycsw")


def free_port() -> int:
    """Give a port below the ephemeral range that nobody listens on."""
    base = 21000 + os.getpid() % 8000
    for port in range(base, base + 1000):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise RuntimeError("no free port")


def client_for(*urls: str, pauses: list[float] | None = None, **options) -> Client:
    """Give a client that may ask these local servers and does not really pause; ``pauses`` collects the seconds."""
    allow = [url.split("//")[1].split("/")[0] for url in urls]
    retry = options.pop("retry", None) or Retry(sleep=(pauses if pauses is not None else []).append)
    return Client(Policy.of(allow), user_agent="test", retry=retry, **options)


def iso_records(folder: Path) -> dict[str, bytes]:
    """Give every ISO record in the XML files of a folder, taken out of what wraps it, by file name and number."""
    found = {}
    for path in sorted(folder.rglob("*.xml")):
        with contextlib.suppress(xml.XmlError):
            root = xml.parse(path.read_bytes())
            for number, record in enumerate(root.iter("{*}MD_Metadata", "{*}MI_Metadata", "{*}CHE_MD_Metadata")):
                found[f"{path.stem}-{number}-{len(found)}"] = xml.canonical(record)
    return found


class Pycsw:
    """A pycsw in a folder of its own. ``url`` is its address; it can be stopped, started and filled anew."""

    #: What gunicorn serves; a module may lie in the folder.
    application = "pycsw.wsgi:application"

    def __init__(self, folder: Path):
        need((PYCSW / "bin" / "gunicorn").exists(), "pycsw")
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.refused = ""
        self._process: subprocess.Popen | None = None

    def load(self, records: Path | dict[str, bytes]) -> Pycsw:
        """Replace the catalogue's content by a folder of XML files, or by documents by name."""
        if isinstance(records, dict):
            folder = self.folder / f"records-{time.monotonic_ns()}"
            folder.mkdir(parents=True)
            for name, content in records.items():
                (folder / f"{name}.xml").write_bytes(content)
            records = folder
        # The server opens the database by name for every request, so it may keep running.
        (self.folder / "records.db").unlink(missing_ok=True)
        script = ROOT / "stack" / "demo" / "catalogue.py"
        parts = [PYCSW / "bin" / "python", script, self.folder, records, "--port", str(self.port), "--verbose"]
        command = [str(part) for part in parts]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=1800)
        self.refused = "\n".join(line for line in done.stderr.splitlines() if "ERROR" in line or "WARNING" in line)
        return self

    def start(self) -> Pycsw:
        """Start the server and wait until it answers."""
        self._process = subprocess.Popen(
            [str(PYCSW / "bin" / "gunicorn"), "--bind", f"127.0.0.1:{self.port}", "--pythonpath", str(self.folder),
             self.application],
            env={**os.environ, "PYCSW_CONFIG": str(self.folder / "pycsw.cfg"), "PYTHONWARNINGS": "ignore"},
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "server.log").open("wb"),
        )
        for _ in range(150):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.url}?service=CSW&request=GetCapabilities", timeout=20).read(100)
                return self
            time.sleep(0.1)
        raise RuntimeError((self.folder / "server.log").read_text(errors="replace"))

    def stop(self) -> None:
        """Stop the server, if it runs."""
        if self._process:
            self._process.terminate()
            self._process.wait(20)
            self._process = None


@dataclass
class Reply:
    """What the scripted server answers: status, body and headers, or anything at all by ``act``.

    ``act(handler)`` gets the ``BaseHTTPRequestHandler`` and does what it likes with the connection.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/xml"})
    act: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass
class Asked:
    """What the scripted server was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Faulty:
    """A scripted server: ``answer(asked) -> Reply`` decides, or ``script`` gives one reply after the other.

    The last reply of a script repeats. ``asked`` collects the requests.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.script: list[Reply] = []
        self.answer: Callable[[Asked], Reply] | None = None
        faulty = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                asked = Asked(self.command, self.path, dict(self.headers), body)
                faulty.asked.append(asked)
                faulty.reply(asked, self)

            do_GET = do_POST = do_CONNECT = handle_any  # noqa: N815 - names that http.server looks for

            def log_message(self, *args) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", free_port()), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def reply(self, asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        answer = self.answer or (lambda _: self.script.pop(0) if len(self.script) > 1 else self.script[0])
        reply = answer(asked)
        with contextlib.suppress(OSError):
            if reply.act:
                handler.close_connection = True
                reply.act(handler)
                return
            handler.send_response(reply.status)
            for name, value in reply.headers.items():
                handler.send_header(name, value)
            if "Content-Length" not in reply.headers:
                handler.send_header("Content-Length", str(len(reply.body)))
            handler.end_headers()
            handler.wfile.write(reply.body)

    def stop(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def pycsw(tmp_path: Path) -> Iterator[Pycsw]:
    """A pycsw that is not yet loaded nor started."""
    server = Pycsw(tmp_path / "pycsw")
    yield server
    server.stop()


@pytest.fixture
def faulty() -> Iterator[Faulty]:
    """A scripted server, running."""
    server = Faulty()
    yield server
    server.stop()
