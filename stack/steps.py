"""Steps a person can follow: what begins, how long it took, and what went wrong."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from stack.layout import SetupError


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print the step's beginning and its end with the seconds it took."""
    _say(f"  … {name}")
    begin = time.monotonic()
    try:
        yield
    except BaseException:
        _say(f"  ✗ {name} ({time.monotonic() - begin:.1f} s)")
        raise
    _say(f"  ✓ {name} ({time.monotonic() - begin:.1f} s)")


def together(jobs: Mapping[str, Callable[[], object]]) -> None:
    """Run the named jobs side by side; the first failure is raised when all have ended."""
    def run(item: tuple[str, Callable[[], object]]) -> None:
        with step(item[0]):
            item[1]()

    with ThreadPoolExecutor(max_workers=max(1, len(jobs))) as pool:
        list(pool.map(run, jobs.items()))


def call(
    command: Sequence[str | Path], *, text: str | None = None, cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> str:
    """Run a program and return what it printed; SetupError with its last lines when it fails."""
    try:
        result = subprocess.run(
            [str(part) for part in command], input=text, stdin=None if text else subprocess.DEVNULL, cwd=cwd, env=env,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
        )
    except OSError as error:
        raise SetupError(f"{command[0]} cannot be started: {error.strerror}") from error
    if result.returncode:
        tail = "\n".join(result.stdout.strip().splitlines()[-25:])
        raise SetupError(f"{' '.join(str(part) for part in command[:6])} … failed ({result.returncode}):\n{tail}")
    return result.stdout


def _say(line: str) -> None:
    """Print a line in one piece: steps run side by side."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
