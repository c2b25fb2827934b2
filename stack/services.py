"""PostgreSQL, Redis and Solr: their folders, their first contents, their command lines."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from stack.build import STACK, solr_schema
from stack.layout import JARS, SetupError, Site, write_private
from stack.packages import postgres_folder
from stack.steps import call

# Anything that would point CKAN, PostgreSQL's or Python's programs to other places than this clone's.
FOREIGN = ("CKAN", "PG", "PYTHON", "PYCSW", "VIRTUAL_ENV", "GUNICORN")


def environment(**extra: str) -> dict[str, str]:
    """The environment for our programs, free of settings meant for other installations."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return {**clean, "PYTHONUNBUFFERED": "1", **extra}


def prepare_postgres(site: Site, database: str) -> None:
    """Make the data folder with role `ckan` and one database, unless it is there."""
    data = _postgres_data(site)
    if (data / "PG_VERSION").exists() and (data / ".complete").exists():
        return
    password = data.with_name(f".{data.name}-password")
    programs = _postgres_programs()
    for entry in data.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    write_private(password, site.secrets["postgres"])
    try:
        _hand_over(password)
        call(_as_postgres([
            programs / "initdb", "-D", data, "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8",
            "--auth=scram-sha-256", f"--pwfile={password}", "--no-sync",
        ]), cwd=data, env=environment())
    finally:
        password.unlink(missing_ok=True)
    # Single-user mode: roles and databases without a server, a port or a socket.
    sql = f"CREATE ROLE ckan LOGIN PASSWORD '{site.secrets['postgres']}'\nCREATE DATABASE {database} OWNER ckan\n"
    single = [programs / "postgres", "--single", "-D", data, "postgres"]
    call(_as_postgres(single), text=sql, cwd=data, env=environment())
    (data / ".complete").touch()


def ensure_database(site: Site, database: str) -> None:
    """Make a further database of the running server, unless it is there."""
    address = ["-h", "127.0.0.1", "-p", str(site.ports["postgres"]), "-U", "postgres"]
    psql = [_postgres_programs() / "psql", *address, "--no-align", "--tuples-only", "--quiet", "--command"]
    secret = environment(PGPASSWORD=site.secrets["postgres"])
    there = subprocess.run([*psql, "SELECT datname FROM pg_database"], env=secret, capture_output=True, text=True,
                           check=True).stdout.split()
    if database not in there:
        subprocess.run([*psql, f"CREATE DATABASE {database} OWNER ckan"], env=secret, check=True)


def postgres_command(site: Site, *, careless: bool = False) -> list[str]:
    """The server in the foreground; `careless` gives up safety against power cuts for speed (tests)."""
    options = {
        "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_connections": "100",
        **({"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"} if careless else {}),
    }
    return _as_postgres([
        _postgres_programs() / "postgres", "-D", site.postgres.resolve(), "-p", str(site.ports["postgres"]),
        *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
    ])


def postgres_url(site: Site, database: str) -> str:
    """The database's address with its password."""
    return f"postgresql://ckan:{site.secrets['postgres']}@127.0.0.1:{site.ports['postgres']}/{database}"


def redis_command(site: Site) -> list[str]:
    """Redis in the foreground, saving once a minute and when it is stopped."""
    return ["redis-server", "--bind", "127.0.0.1", "--port", str(site.ports["redis"]), "--dir", str(site.redis),
            "--save", "60 1", "--daemonize", "no"]


def prepare_solr(site: Site, core: str = "ckan") -> None:
    """Make a core in Solr's home; its index stays, the configuration is brought up to date."""
    conf = site.solr / core / "conf"
    conf.mkdir(parents=True, exist_ok=True)
    (site.solr / "solr.xml").write_text("<solr/>\n", encoding="utf-8")
    (site.solr / core / "core.properties").write_text(f"name={core}\n", encoding="utf-8")
    (conf / "schema.xml").write_text(solr_schema(), encoding="utf-8")
    shutil.copyfile(STACK / "solr" / "conf" / "solrconfig.xml", conf / "solrconfig.xml")
    for name in ("protwords", "stopwords", "synonyms"):
        (conf / f"{name}.txt").touch()


def solr_command(site: Site, memory: str = "512m") -> list[str]:
    """Solr in the foreground."""
    return ["java", f"-Xmx{memory}", f"-Dsolr.log.dir={site.logs}", "-cp", f"{JARS}/*",
            str(STACK / "solr" / "SolrServer.java"), str(site.solr), str(site.ports["solr"])]


def solr_url(site: Site, core: str = "ckan") -> str:
    """The address of a core."""
    return f"http://127.0.0.1:{site.ports['solr']}/solr/{core}"


def wait_for_services(site: Site, *, seconds: float = 60) -> None:
    """Return when PostgreSQL, Redis and Solr's core answer; SetupError naming the one that does not."""
    for name in ("postgres", "redis"):
        wait_until(lambda name=name: _listens(site.ports[name]), name, seconds)
    wait_until(lambda: answers(f"{solr_url(site)}/select?q=*:*&rows=0"), "solr", seconds)


def wait_until(check: Callable[[], bool], name: str, seconds: float) -> None:
    """Return when the check holds; SetupError after the given seconds."""
    end = time.monotonic() + seconds
    while not check():
        if time.monotonic() > end:
            raise SetupError(f"{name} does not answer after {seconds:.0f} s.")
        time.sleep(0.1)


def answers(url: str) -> bool:
    """Whether the address on this machine answers with success."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=20) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def remove(site: Site) -> None:
    """Delete the state, also where PostgreSQL's data had to lie elsewhere."""
    if site.postgres.is_symlink():
        shutil.rmtree(site.postgres.resolve(), ignore_errors=True)
    shutil.rmtree(site.folder, ignore_errors=True)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _postgres_programs() -> Path:
    folder = postgres_folder()
    if folder is None:
        raise SetupError("PostgreSQL's server is not installed.")
    return folder


def _as_postgres(command: list[str | Path]) -> list[str]:
    """PostgreSQL refuses to run as root: root gives it its own user."""
    words = [str(part) for part in command]
    if os.geteuid():
        return words
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--", *words]


def _hand_over(path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, "postgres", "postgres")


def _postgres_data(site: Site) -> Path:
    """The data folder; below the state, or, where PostgreSQL's user cannot reach that, a link to a place it can."""
    if not site.postgres.exists():
        site.postgres.unlink(missing_ok=True)
        if _reaches(site.folder):
            site.postgres.mkdir(mode=0o700)
        else:
            name = hashlib.sha256(str(site.folder).encode()).hexdigest()[:12]
            elsewhere = Path(pwd.getpwnam("postgres").pw_dir, f"suedwestfalen-{name}")
            elsewhere.mkdir(mode=0o700, parents=True, exist_ok=True)
            site.postgres.symlink_to(elsewhere)
        _hand_over(site.postgres)
    return site.postgres.resolve()


def _reaches(folder: Path) -> bool:
    """Whether PostgreSQL's user may pass through the folder (a home of mode 0700 is closed)."""
    return subprocess.run(_as_postgres(["test", "-x", folder]), capture_output=True, check=False).returncode == 0

