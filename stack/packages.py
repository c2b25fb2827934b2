"""What the operating system has to bring, and how it gets it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

from stack.layout import SetupError
from stack.steps import call, step


@dataclass(frozen=True)
class Need:
    """One thing the system brings: Debian's and Ubuntu's package, and whether the thing is there."""

    package: str
    present: Callable[[], bool]


def program(name: str) -> Callable[[], bool]:
    """A check for a program on the PATH or in the folder of system programs."""
    return lambda: bool(shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin"))


def postgres_folder() -> Path | None:
    """The folder with the newest PostgreSQL server's programs; Debian keeps them off the PATH."""
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if versions:
        return max(versions, key=lambda folder: float(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def chromium() -> str | None:
    """The browser for the tests that need one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def _headers() -> bool:
    return Path(sysconfig.get_paths()["include"], "Python.h").exists()


def _environments() -> bool:
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


PORTAL = (
    Need("postgresql", lambda: postgres_folder() is not None),
    Need("redis-server", program("redis-server")),
    # Solr is started from its source file of ten lines, and that takes a compiler.
    Need("default-jdk-headless", program("javac")),
    Need("maven", program("mvn")),
    Need("gcc", program("gcc")),
    Need("libc6-dev", lambda: Path("/usr/include/stdlib.h").exists()),
    Need("libpq-dev", program("pg_config")),
    Need("python3-dev", _headers),
    Need("python3-venv", _environments),
    Need("libmagic1", lambda: any(Path("/usr/lib").glob("*/libmagic.so.1")) or bool(find_library("magic"))),
    Need("ca-certificates", lambda: Path("/etc/ssl/certs").is_dir()),
)
TESTS = (
    *PORTAL,
    Need("chromium", lambda: chromium() is not None),
    # Real servers of the kinds that towns have.
    Need("apache2", program("apache2")),
    Need("cgi-mapserver", lambda: Path("/usr/lib/cgi-bin/mapserv").exists()),
    Need("nginx-light", program("nginx")),
)


def ensure(needs: tuple[Need, ...]) -> None:
    """Install what is missing through apt; SetupError with the exact command where that is not possible."""
    missing = [need.package for need in needs if not need.present()]
    if not missing:
        return
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if not _may_install(prefix):
        raise SetupError(
            "These system packages are missing and cannot be installed from here (no apt, or not allowed). "
            f"Install them, then start again:\n\n    sudo apt-get update\n    sudo {' '.join(command)}\n"
        )
    with step(f"System packages: {' '.join(missing)}"):
        # Debian's packages would start a cluster and a Redis of their own; the portal runs its own.
        quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"]
        call([*prefix, *quiet, "apt-get", "-q", "update"])
        call([*prefix, *quiet, *command])
    still = [need.package for need in needs if not need.present()]
    if still:
        raise SetupError(f"Installed, and yet not found: {' '.join(still)}.")


def _may_install(prefix: list[str]) -> bool:
    if not shutil.which("apt-get"):
        return False
    if not prefix:
        return True
    return bool(shutil.which("sudo")) and subprocess.run(
        ["sudo", "-n", "true"], capture_output=True, check=False
    ).returncode == 0
