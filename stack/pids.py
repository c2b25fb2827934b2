"""Which process is ours: its number together with the moment it began, as numbers are used again."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path


def record(path: Path, pid: int) -> None:
    """Write down a process that runs."""
    path.write_text(f"{pid} {_begin(pid)}", encoding="ascii")


def alive(path: Path) -> int | None:
    """The number of the recorded process if that very process still runs."""
    try:
        pid, begin = path.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return None
    return int(pid) if _begin(int(pid)) == begin else None


def end(path: Path, sign: signal.Signals, seconds: float) -> bool:
    """Send the signal to the recorded process; whether it has ended (or had before) within the seconds."""
    pid = alive(path)
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)
    limit = time.monotonic() + seconds
    while alive(path) is not None:
        if time.monotonic() > limit:
            return False
        time.sleep(0.1)
    return True


def end_leftovers(run: Path) -> bool:
    """End recorded processes whose launcher was killed; whether there were any."""
    keepers = [path for path in run.glob("*.keeper") if alive(path)]
    children = [path for path in run.glob("*.pid") if alive(path)]
    for path in keepers:
        end(path, signal.SIGTERM, 0)
    for path in keepers:
        end(path, signal.SIGTERM, 30)
    for path in children:
        # SIGINT is PostgreSQL's word for an orderly end without waiting for its clients.
        sign = signal.SIGINT if path.stem == "postgres" else signal.SIGTERM
        if not end(path, sign, 30):
            end(path, signal.SIGKILL, 5)
    return bool(keepers or children)


def _begin(pid: int) -> str | None:
    """When the process began, in the kernel's ticks; None for one that has ended (zombies have, too)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]
