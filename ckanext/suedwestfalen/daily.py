"""Jobs that run once a day: plugins register them, the harvest's clock hands them to the workers.

Where no clock runs, a timer of the system calls their commands (docs/systemd). A job may be called twice a day by
both, so it says itself what it has done already.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk

log = logging.getLogger(__name__)

# UTC; what is sent by mail should lie there when people come to work, not wake their phones.
HOUR = 4
_DONE = "suedwestfalen:daily:%s:%s"
_registered: dict[str, Callable[[], object]] = {}


def register(name: str, job: Callable[[], object]) -> None:
    """Add a job; called once per plugin."""
    _registered[name] = job


def hand_out(now: dt.datetime) -> list[str]:
    """Hand the jobs that are due to CKAN's workers, each once a day whoever asks; gives their names.

    Raises RedisError when Redis is away; the next call tries again.
    """
    if now.astimezone(dt.timezone.utc).hour < HOUR:
        return []
    day, redis = now.astimezone(dt.timezone.utc).date().isoformat(), connect_to_redis()
    due = [name for name in _registered if redis.set(_DONE % (name, day), 1, nx=True, ex=2 * 24 * 3600)]
    for name in due:
        tk.enqueue_job(run, [name], title=f"daily: {name}")
    return due


def run(name: str) -> None:
    """Run a job; in a worker."""
    job = _registered.get(name)
    if job is None:
        log.warning("there is no daily job %s: its plugin is not enabled here", name)
        return
    job()
