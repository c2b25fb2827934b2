"""A process under the keeper is started again, is asked to end in its own way, and leaves a readable end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from stack import pids

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def keep(tmp_path, project_root):
    """Start a keeper; whatever is left at the end is killed."""
    for name in ("run", "logs"):
        (tmp_path / name).mkdir()
    started = []

    def start(command, *options):
        words = [sys.executable, "-m", "stack.keeper", *options, "--", "job", str(tmp_path), *command]
        started.append(subprocess.Popen(words, cwd=project_root, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()
    pids.end(tmp_path / "run" / "job.pid", signal.SIGKILL, 5)


def until(check, seconds=10):
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_a_killed_process_is_started_again(keep, tmp_path):
    keep(SLEEPER, "--restart")
    record = tmp_path / "run" / "job.pid"
    until(lambda: pids.alive(record))
    first = pids.alive(record)
    os.kill(first, signal.SIGKILL)
    until(lambda: pids.alive(record) not in (None, first))
    assert pids.alive(record) != first


def test_without_restart_the_end_is_told_with_the_last_words(keep):
    keeper = keep([sys.executable, "-c", "import sys; print('no room left'); sys.exit(3)"])
    output, _ = keeper.communicate(timeout=10)
    assert keeper.returncode == 3
    assert "no room left" in output
    assert "job ended (status 3)" in output


def test_it_waits_for_its_mark(keep, tmp_path):
    keep(SLEEPER, "--after", "ready")
    until(lambda: pids.alive(tmp_path / "run" / "job.keeper"))
    time.sleep(0.5)
    assert pids.alive(tmp_path / "run" / "job.pid") is None
    (tmp_path / "run" / "ready").touch()
    until(lambda: pids.alive(tmp_path / "run" / "job.pid"))


def test_the_end_is_asked_for_with_the_signal_that_the_process_understands(keep, tmp_path):
    code = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: print('smart', flush=True))\n"
        "signal.signal(signal.SIGINT, lambda *_: (print('fast', flush=True), sys.exit(0)))\n"
        "print('up', flush=True)\n"
        "while True: time.sleep(0.1)\n"
    )
    keeper = keep([sys.executable, "-c", code], "--stop-with", "INT")
    log = tmp_path / "logs" / "job.log"
    until(lambda: log.exists() and "up" in log.read_text())
    keeper.terminate()
    keeper.communicate(timeout=10)
    assert log.read_text().split() == ["up", "fast"]


def test_a_restarted_process_that_will_not_end_is_killed(keep, tmp_path):
    code = (
        "import signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('up', flush=True)\n"
        "time.sleep(600)\n"
    )
    keeper = keep([sys.executable, "-c", code], "--restart")
    log = tmp_path / "logs" / "job.log"
    until(lambda: log.exists() and "up" in log.read_text())
    keeper.terminate()
    keeper.communicate(timeout=15)
    assert pids.alive(tmp_path / "run" / "job.pid") is None


def test_a_reused_number_is_not_taken_for_the_recorded_process(tmp_path):
    (tmp_path / "x").write_text(f"{os.getpid()} 1")
    assert pids.alive(tmp_path / "x") is None
    pids.record(tmp_path / "x", os.getpid())
    assert pids.alive(tmp_path / "x") == os.getpid()
