"""Where everything lies: tools (`.stack/`), a portal's state (`.portal/`), the tests' state (`.test/`), and ports."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".stack"
VENV = TOOLS / "venv"
PYCSW = TOOLS / "pycsw"
PYGEOAPI = TOOLS / "pygeoapi"
STOCK = TOOLS / "stock"
JARS = TOOLS / "jars"
MAVEN = TOOLS / "maven"
# A second portal of the same clone gets a folder of its own through the environment.
STATE = Path(os.environ.get("PORTAL_STATE") or ROOT / ".portal").resolve()
TESTS = ROOT / ".test"

# Port of each service, counted from a base below 32768: the system hands out the ports above at random.
OFFSETS = {"postgres": 0, "redis": 1, "solr": 2, "town1": 3, "town2": 4}
TEST_PORTS = {"postgres": 15433, "redis": 16380, "solr": 18984}
LABELS = {
    "web": "the web application", "postgres": "PostgreSQL", "redis": "Redis", "solr": "Solr",
    "town1": "the first demo town", "town2": "the second demo town",
}
VARIABLES = {"web": "PORT", **{name: f"{name.upper()}_PORT" for name in OFFSETS}}


class SetupError(Exception):
    """Something a person has to mend; the text says what."""


@dataclass(frozen=True)
class Site:
    """One set of services with its state below `folder`."""

    folder: Path
    ports: dict[str, int]
    secrets: dict[str, str]

    @property
    def postgres(self) -> Path:
        """The folder (or the link to it) that holds PostgreSQL's data."""
        return self.folder / "postgres"

    @property
    def redis(self) -> Path:
        """Redis' working folder."""
        return self.folder / "redis"

    @property
    def solr(self) -> Path:
        """Solr's home."""
        return self.folder / "solr"

    @property
    def towns(self) -> Path:
        """Configuration and records of the demo towns' servers."""
        return self.folder / "towns"

    @property
    def logs(self) -> Path:
        """One log file per process."""
        return self.folder / "logs"

    @property
    def run(self) -> Path:
        """Process ids and marks of what is ready; emptied at every start."""
        return self.folder / "run"

    @property
    def ini(self) -> Path:
        """CKAN's configuration file."""
        return self.folder / "ckan.ini"

    @property
    def admin(self) -> Path:
        """Name, password and token of the administrator; for the owner's eyes only."""
        return self.folder / "admin"

    @property
    def url(self) -> str:
        """The portal's address."""
        return f"http://127.0.0.1:{self.ports['web']}/"

    def make_folders(self) -> None:
        """Create the folders, closed to others; PostgreSQL's user must pass through the upper one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o711)
        for folder in (self.redis, self.solr, self.towns, self.logs, self.run, self.folder / "storage"):
            folder.mkdir(mode=0o700, exist_ok=True)


def portal() -> Site:
    """The portal of this clone: ports and secrets as at its first start, unless the environment says otherwise.

    Raises SetupError for a port that is no port.
    """
    path = STATE / "settings.json"
    last = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    web = _port("web", 5000)
    base = 20000 + web % 1000 * 10
    ports = {
        name: _port(name, last.get("ports", {}).get(name, base + offset)) for name, offset in OFFSETS.items()
    }
    words = last.get("secrets") or {
        name: secrets.token_urlsafe(32) for name in ("postgres", "session", "csrf", "token")
    }
    return Site(STATE, {"web": web, **ports}, words)


def keep(site: Site) -> None:
    """Remember ports and secrets: the demo sources' addresses contain the ports, and `kept` reads them."""
    write_private(
        site.folder / "settings.json", json.dumps({"ports": site.ports, "secrets": site.secrets}, indent=1)
    )


def kept() -> Site:
    """The portal of this clone as it was last started."""
    settings = json.loads((STATE / "settings.json").read_text(encoding="utf-8"))
    return Site(STATE, settings["ports"], settings["secrets"])


def tests() -> Site:
    """The tests' services: the ports of `test.ini`, or the next free ones where another run uses those."""
    return Site(TESTS, {name: _free(port) for name, port in TEST_PORTS.items()}, {"postgres": "ckan"})


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, at no moment anybody else."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def lock(folder: Path) -> IO[str] | None:
    """Take the folder for this process and its successors by exec; None when another one has it.

    The file holds the process id of the owner.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / "lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    os.set_inheritable(file.fileno(), True)  # noqa: FBT003 - the system call has no other form
    file.seek(0)
    file.truncate()
    file.write(str(os.getpid()))
    file.flush()
    return file


def is_free(port: int) -> bool:
    """Whether nobody listens on the port of the loopback interface."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def check_ports(site: Site) -> None:
    """Raise SetupError naming every service whose port is taken, and how to choose another."""
    taken = [
        f"Port {port} for {LABELS[name]} is taken by another program: "
        f"end that one, or choose another port with {VARIABLES[name]}=NUMBER."
        for name, port in site.ports.items() if not is_free(port)
    ]
    if taken:
        raise SetupError("\n".join(taken))


def _port(name: str, default: int) -> int:
    text = os.environ.get(VARIABLES[name]) or str(default)
    if not text.isdecimal() or not 1024 <= int(text) < 65536:
        raise SetupError(f"{VARIABLES[name]}={text}: a port is a number from 1024 to 65535.")
    return int(text)


def _free(port: int) -> int:
    while not is_free(port):
        port += 10
    return port
