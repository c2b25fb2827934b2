"""Commands of the Makefile: `python3 -m stack portal|stop|clean|test|test-fast|bench`. Standard library only."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence

from stack import build, configuration, layout, packages, pids, services, testing, towns
from stack.layout import ROOT, VENV, SetupError
from stack.steps import step, together


def portal() -> int:
    """Build what is missing, then become the process that runs everything; 1 when one runs already."""
    begin = time.monotonic()
    site = layout.portal()
    lock = layout.lock(site.folder)
    if lock is None:
        print(f"  A portal of this clone is running already ({address()}). `make stop` stops it.")
        return 1
    pids.end_leftovers(site.run)
    packages.ensure(packages.PORTAL)
    layout.check_ports(site)
    site.make_folders()
    for mark in site.run.iterdir():
        mark.unlink()
    layout.keep(site)
    together({
        "Python environment": build.python_environment,
        "Solr's libraries": build.solr_libraries,
        "Demo towns": lambda: (build.town_environment(), towns.prepare_towns(site)),
        "PostgreSQL's data": lambda: services.prepare_postgres(site, configuration.DATABASE),
    })
    with step("Configuration"):
        services.prepare_solr(site)
        configuration.write(site)
    print(f"  Everything is there (after {time.monotonic() - begin:.0f} s); starting.", flush=True)
    os.chdir(ROOT)
    python = str(VENV / "bin" / "python")
    return os.execve(python, [python, "-m", "stack.run"], services.environment())


def stop() -> int:
    """Stop the running portal and whatever a killed one has left behind."""
    site = layout.Site(layout.STATE, {}, {})
    lock = layout.lock(site.folder) if site.folder.exists() else None
    if site.folder.exists() and lock is None:
        with step("Stopping the portal"):
            pids.end(site.folder / "manager.pid", signal.SIGTERM, 90)
            pids.end_leftovers(site.run)
            services.wait_until(lambda: layout.lock(site.folder) is not None, "The end of the launcher", 10)
        return 0
    left = pids.end_leftovers(site.run)
    print("  Stopped what a killed portal had left." if left else "  No portal of this clone is running.")
    return 0


def clean() -> int:
    """Delete the portal's state, not while it runs."""
    site = layout.Site(layout.STATE, {}, {})
    if not site.folder.exists():
        print("  There is no state to remove.")
        return 0
    if layout.lock(site.folder) is None:
        print("  The portal is running; `make stop` first.")
        return 1
    pids.end_leftovers(site.run)
    with step(f"Removing {site.folder.name}/ (data, logs, configuration)"):
        services.remove(site)
    return 0


def address() -> str:
    """The running portal's address, as far as it is known."""
    try:
        return layout.kept().url
    except (OSError, ValueError, KeyError):
        return "it is just being installed"


COMMANDS = {"portal": portal, "stop": stop, "clean": clean}


def main(arguments: Sequence[str]) -> int:
    """Run one command; exit status 0 when it did what it was asked for."""
    try:
        if arguments and arguments[0] in COMMANDS:
            return COMMANDS[arguments[0]]()
        if arguments and arguments[0] in ("test", "test-fast", "bench"):
            return testing.main(arguments[0], arguments[1:])
    except SetupError as error:
        print(f"\n  {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n  Stopped.", file=sys.stderr)
        return 130
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
