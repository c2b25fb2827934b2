"""The portal's start as people see it: waits for the services, fills the portal the first time, tells the address.

Runs beside the processes it waits for; when it ends, the portal ends. Standard library only.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from stack import pids, services
from stack.layout import ROOT, SetupError, Site, kept
from stack.steps import step

FILLED = "filled"  # below the state: what the portal was filled from


def main() -> int:
    """Bring the portal up, then wait for the end; the exit status is not 0 when it did not come up."""
    site = kept()
    pids.record(site.run / "start.pid", os.getpid())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        bring_up(site)
    except SetupError as error:
        print(f"\n  {error}\n  Logs: {site.logs}", flush=True)
        return 1
    while True:
        signal.pause()


def bring_up(site: Site) -> None:
    """Wait, fill, wait; raises SetupError when a step fails."""
    with step("Services: PostgreSQL, Redis, Solr"):
        services.wait_for_services(site)
    mark, filled = fingerprint(), site.folder / FILLED
    if not filled.exists() or filled.read_text(encoding="ascii") != mark:
        fill(site)
        filled.write_text(mark, encoding="ascii")
    (site.run / "services").touch()
    with step("Web application"):
        wait_for_page(site)
    (site.run / "page").touch()
    print(summary(site, time.time() - (site.folder / "lock").stat().st_mtime), flush=True)


def wait_for_page(site: Site) -> None:
    """Return when the start page answers; SetupError with the log's last lines when it does not."""
    try:
        services.wait_until(lambda: services.answers(site.url), "The web application", 90)
    except SetupError as error:
        raise SetupError(f"{error} Its log ends with:\n  {tail(site.logs / 'web.log')}") from error


def tail(path: Path) -> str:
    """The last lines of a log."""
    lines = path.read_text(encoding="utf-8", errors="replace").strip().splitlines() if path.exists() else []
    return "\n  ".join(lines[-8:])


def fill(site: Site) -> None:
    """Fill the portal in a process of its own, as CKAN's memory is not needed afterwards."""
    path = site.logs / "first-start.log"
    with path.open("wb") as log:
        result = subprocess.run([sys.executable, "-m", "stack.first_start"], cwd=ROOT, stderr=log, check=False)
    if result.returncode:
        raise SetupError(f"The portal could not be filled. The log ends with:\n  {tail(path)}")


def fingerprint() -> str:
    """What the portal's database is filled from: migrations, seeds, versions. A change fills it again."""
    digest = hashlib.sha256()
    files = [*(ROOT / "seeds").rglob("*"), *(ROOT / "ckanext").rglob("migration/**/*.py"),
             *(ROOT / "stack").glob("*requirements*.txt"), ROOT / "stack" / "constraints.txt"]
    for file in sorted(path for path in files if path.is_file() and "__pycache__" not in path.parts):
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()


def summary(site: Site, seconds: float) -> str:
    """What a person needs to know now."""
    where = Path(site.folder.name)
    name = site.admin.read_text(encoding="utf-8").splitlines()[0].partition(":")[2].strip()
    return (
        f"\n  The portal is up (after {seconds:.0f} s).\n\n"
        f"    Address         {site.url}\n"
        f"    Administrator   {name}\n"
        f"    Password        in {where / 'admin'}\n"
        f"    Commands        {where / 'ckan'} …\n"
        f"    Logs            {where / 'logs'}\n\n"
        "  Ctrl-C or `make stop` stops it.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
