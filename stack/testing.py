"""`make test` and `make bench`: own services on other ports, ruff, pytest, and the end of it all in every case."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from stack import build, layout, packages, pids, services
from stack.layout import ROOT, VENV, SetupError, Site
from stack.steps import step, together

DATABASE = "ckan_test"
#: The two harvests that the benchmark compares.
ARMS = ("ours", "stock")
INI = ROOT / "test.ini"
# Rooms without CKAN: their tests need neither configuration nor services.
PURE_ROOMS = ("geo", "region", "metadata", "net", "vocabularies")


def main(command: str, arguments: Sequence[str]) -> int:
    """Run `test`, `test-fast` or `bench`; the exit status is that of ruff, pytest or the benchmark."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return {"test": everything, "test-fast": fast, "bench": bench}[command](arguments)


def fast(arguments: Sequence[str]) -> int:
    """The pure rooms' tests, in the environment that is there (it is made when there is none)."""
    if not (VENV / "bin" / "pytest").exists():
        packages.ensure(packages.PORTAL)
        together({"Python environment": lambda: build.python_environment(tests=True)})
    folders = [path for room in PURE_ROOMS if (path := ROOT / "ckanext/suedwestfalen/tests" / room).is_dir()]
    # Plugins that load themselves would read a configuration and connect to the services.
    return _run(["pytest", *folders, *arguments], services.environment(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"))


def everything(arguments: Sequence[str]) -> int:
    """Install what is missing, start the services, run ruff and pytest, stop the services."""
    with ready(careless=True) as (_site, environment):
        checked = _run(["ruff", "check", ROOT], environment)
        tested = _run(["pytest", f"--ckan-ini={INI}", *arguments], environment)
    return tested or checked


def bench(arguments: Sequence[str]) -> int:
    """Measure on the tests' services, with a database that syncs to disk as a portal's does.

    Each arm has a database, a Solr core and a Redis database of its own.
    """
    together({"Stock harvester": build.stock_environment})
    with ready(*(f"bench_{arm}" for arm in ARMS), careless=False) as (site, environment):
        for number, arm in enumerate(ARMS, start=2):
            services.ensure_database(site, f"bench_{arm}")
            environment |= {
                f"BENCH_{arm.upper()}_POSTGRES": services.postgres_url(site, f"bench_{arm}"),
                f"BENCH_{arm.upper()}_SOLR": services.solr_url(site, f"bench_{arm}"),
                f"BENCH_{arm.upper()}_REDIS": f"redis://127.0.0.1:{site.ports['redis']}/{number}",
            }
        return _run(["bench", *arguments], environment)


@contextlib.contextmanager
def ready(*cores: str, careless: bool) -> Iterator[tuple[Site, dict[str, str]]]:
    """Everything installed, the services running, the tables made; gives them and the environment for what runs then.

    ``cores`` are further ones of Solr.
    """
    lock = layout.lock(layout.TESTS)
    if lock is None:
        raise SetupError("The tests of this clone are running already.")
    pids.end_leftovers(layout.TESTS / "run")
    site = layout.tests()
    packages.ensure(packages.TESTS)
    site.make_folders()
    together({
        "Python environment": lambda: build.python_environment(tests=True),
        "Solr's libraries": build.solr_libraries,
        "Demo towns": build.town_environment,
        "OGC API server": build.api_environment,
        "PostgreSQL's data": lambda: services.prepare_postgres(site, DATABASE),
    })
    for core in ("ckan", *cores):
        services.prepare_solr(site, core)
    environment = services.environment(
        CKAN_SQLALCHEMY_URL=services.postgres_url(site, DATABASE),
        CKAN_SOLR_URL=services.solr_url(site),
        CKAN_REDIS_URL=f"redis://127.0.0.1:{site.ports['redis']}/1",
        CKAN_INI=str(INI),
    )
    with running(site, careless=careless):
        with step("Services: PostgreSQL, Redis, Solr"):
            services.wait_for_services(site)
        with step("Database"):
            _prepare_database(environment)
        yield site, environment


@contextlib.contextmanager
def running(site: Site, *, careless: bool) -> Iterator[None]:
    """The three services, started and, however the block ends, stopped."""
    commands = {
        "postgres": services.postgres_command(site, careless=careless),
        "redis": services.redis_command(site),
        "solr": services.solr_command(site, "512m" if careless else "1g"),
    }
    started = {}
    try:
        for name, command in commands.items():
            with (site.logs / f"{name}.log").open("wb") as log:
                # A session of its own: Ctrl-C reaches pytest first, the services afterwards from here.
                started[name] = subprocess.Popen(
                    command, cwd=site.folder, env=services.environment(), stdin=subprocess.DEVNULL, stdout=log,
                    stderr=log, start_new_session=True,
                )
            pids.record(site.run / f"{name}.pid", started[name].pid)
        yield
    finally:
        for name, process in started.items():
            process.send_signal(signal.SIGINT if name == "postgres" else signal.SIGTERM)
        for process in started.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            if process.poll() is None:
                process.kill()


def _prepare_database(environment: dict[str, str]) -> None:
    """Tables of CKAN and of every plugin; the rows are the tests' own affair."""
    command = [VENV / "bin" / "ckan", "-c", INI, "db", "upgrade"]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise SetupError(f"The tests' database could not be prepared:\n{result.stdout}{result.stderr}")


def _run(command: Sequence[str | Path], environment: dict[str, str]) -> int:
    program = VENV / "bin" / command[0]
    print(f"  $ {' '.join(str(part) for part in command)}", flush=True)
    begin = time.monotonic()
    # As a module, so that the project's root is importable; with its own folder of tools first on the PATH.
    process = subprocess.run(
        [VENV / "bin" / "python", "-m", program.name, *command[1:]], cwd=ROOT, check=False,
        env={**environment, "PATH": f"{VENV / 'bin'}:{os.environ['PATH']}"},
    )
    if program.name != "pytest":
        verdict = "failed" if process.returncode else "ok"
        print(f"  {program.name}: {verdict} ({time.monotonic() - begin:.1f} s)", flush=True)
    return process.returncode
