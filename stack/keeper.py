"""Looks after one process: its log, its process id, its restart, its proper end. Standard library only.

`python -m stack.keeper [--after MARK] [--restart] [--stop-with INT] -- NAME FOLDER COMMAND…`
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from stack import pids

PATIENCE = 2.0  # seconds between the polite words at the end
LAST_WORDS = 15  # lines of the log that are shown when a process that must not end has ended


class Keeper:
    """Runs the command until told to stop; starts it again when it may end."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.log = Path(options.folder, "logs", f"{options.name}.log")
        self.child: subprocess.Popen[bytes] | None = None
        self.insisted = 0
        self.stopping = False
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)

    def run(self) -> int:
        """Keep the command running; the exit status is the command's."""
        run = Path(self.options.folder, "run")
        pids.record(run / f"{self.options.name}.keeper", os.getpid())
        while self.options.after and not (run / self.options.after).exists():
            if self.stopping:
                return 0
            time.sleep(0.1)
        pause = 1
        while not self.stopping:
            begin = time.monotonic()
            status = self.once()
            if self.stopping:
                break
            if not self.options.restart:
                return self.report(status)
            pause = 1 if time.monotonic() - begin > 60 else min(pause * 2, 30)
            print(f"  ! {self.options.name} ended (status {status}), new start in {pause} s: {self.log}", flush=True)
            self.rest(pause)
        return 0

    def once(self) -> int:
        """Start the command in a session of its own, so that the end is said to it only as it understands it."""
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                self.options.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        pids.record(Path(self.options.folder, "run", f"{self.options.name}.pid"), self.child.pid)
        if self.stopping:
            self.stop()
        status = self.child.wait()
        # What the ended process left behind (gunicorn's workers, a job's process) must not meet its successor.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)
        return status

    def rest(self, seconds: float) -> None:
        """Sleep, but not through the end."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.stopping:
            time.sleep(0.1)

    def stop(self, *_: object) -> None:
        """Ask the command to end; ask again, and kill it only if it is one that may be killed."""
        self.stopping = True
        if self.child is None or self.child.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.child.pid, self.options.stop_with)
        if self.options.restart:
            signal.signal(signal.SIGALRM, self.insist)
            signal.setitimer(signal.ITIMER_REAL, PATIENCE, PATIENCE)

    def insist(self, *_: object) -> None:
        """A worker finishes its job at the first word and drops it at the second; the third is not refused."""
        if self.child is None or self.child.poll() is not None:
            return
        self.insisted += 1
        with contextlib.suppress(ProcessLookupError):
            if self.insisted == 1:
                os.kill(self.child.pid, self.options.stop_with)
            else:
                os.killpg(self.child.pid, signal.SIGKILL)

    def report(self, status: int) -> int:
        """Say that a process has ended that should not, and what it said last."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_WORDS:]
        print(f"  ✗ {self.options.name} ended (status {status}); {self.log} ends with:", *lines, sep="\n", flush=True)
        return status if status > 0 else 1


def main() -> int:
    """Read the command line and keep the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("folder")
    parser.add_argument("--after", help="file below FOLDER/run whose appearance starts the command")
    parser.add_argument("--restart", action="store_true")
    parser.add_argument("--stop-with", type=lambda text: signal.Signals[f"SIG{text}"], default=signal.SIGTERM)
    parser.add_argument("command", nargs="+")
    return Keeper(parser.parse_args()).run()


if __name__ == "__main__":
    sys.exit(main())
