"""Runs the portal's processes until Ctrl-C or `make stop`. Started by `make portal` when everything is built."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import sys

import honcho.manager
from honcho.manager import SYSTEM_PRINTER_NAME, Manager
from honcho.printer import Printer

from stack import pids, services
from stack.layout import ROOT, VENV, Site, kept
from stack.towns import towns

# PostgreSQL writes everything out before it ends; what hangs is killed by its keeper long before this.
honcho.manager.KILL_WAIT = 60

HARVEST_QUEUE = "suedwestfalen-harvest"
PAGE = "page"
SERVICES = "services"


class Terminal(Printer):
    """Prints what the processes say to people; their logs lie in files."""

    def write(self, message: object) -> None:
        """Print the line unless it is honcho's own bookkeeping."""
        if message.name != SYSTEM_PRINTER_NAME:
            # A terminal that has gone away is no reason to leave the processes alone.
            with contextlib.suppress(OSError):
                super().write(message)


def processes(site: Site) -> dict[str, tuple[list[str], list[str]]]:
    """Name → options of the keeper, command."""
    ckan = [str(VENV / "bin" / "ckan"), "-c", str(site.ini)]
    gunicorn = ["gunicorn", "--bind", f"127.0.0.1:{site.ports['web']}", "--workers", "2", "--timeout", "120"]
    later = ["--restart", "--after", PAGE]
    return {
        "postgres": (["--stop-with", "INT"], services.postgres_command(site)),
        "redis": ([], services.redis_command(site)),
        "solr": ([], services.solr_command(site)),
        "web": (
            ["--restart", "--after", SERVICES],
            [str(VENV / "bin" / gunicorn[0]), *gunicorn[1:], "--chdir", str(ROOT / "stack"), "wsgi:application"],
        ),
        "worker": (later, [*ckan, "jobs", "worker"]),
        "harvest-worker": (later, [*ckan, "jobs", "worker", HARVEST_QUEUE]),
        "harvest-clock": (later, [*ckan, "suedwestfalen", "harvest", "clock"]),
        **{
            f"town-{town.name}": (["--restart"], town.command()) for town in towns(site)
        },
    }


def main() -> int:
    """Run everything; the exit status is 0 when it was stopped on purpose."""
    site = kept()
    pids.record(site.folder / "manager.pid", os.getpid())
    environment = services.environment(CKAN_INI=str(site.ini), PYTHONPATH=str(ROOT))
    manager = Manager(Terminal(prefix=False))
    python = [str(VENV / "bin" / "python"), "-m"]
    for name, (options, command) in processes(site).items():
        words = [*python, "stack.keeper", *options, "--", name, str(site.folder), *command]
        manager.add_process(name, f"exec {shlex.join(words)}", env=environment, cwd=str(site.folder))
    manager.add_process("start", f"exec {shlex.join([*python, 'stack.start'])}", env=environment, cwd=str(site.folder))
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    manager.loop()
    stopped = manager.returncode in (130, 143)
    print("  The portal is stopped." if stopped else "  The portal has ended, see above.", flush=True)
    return 0 if stopped else 1


if __name__ == "__main__":
    sys.exit(main())
