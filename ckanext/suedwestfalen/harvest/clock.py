"""The harvest's clock: starts what is due, takes up what was left lying, shows that it is alive.

It is the one clock of the portal, so it hands out the daily jobs of other rooms too.
"""

from __future__ import annotations

import datetime as dt
import logging
import signal
import threading

import sqlalchemy as sa
from ckan import model
from ckan.lib.jobs import get_queue
from ckan.lib.redis import connect_to_redis
from redis.exceptions import RedisError

from ckanext.suedwestfalen import daily
from ckanext.suedwestfalen.harvest import runs, turns
from ckanext.suedwestfalen.harvest.findings import RunActive
from ckanext.suedwestfalen.harvest.model import Run, Source, db_now, now

log = logging.getLogger(__name__)

ALIVE = "suedwestfalen:harvest:clock"
# A run that nobody touched for so long gets a new job: its last one may have died with Redis.
PATIENCE = dt.timedelta(minutes=2)


def run_forever(interval: float = 20) -> None:
    """Tick until the process is asked to end."""
    stop = threading.Event()
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda *_: stop.set())
    while not stop.is_set():
        try:
            tick()
            model.Session.remove()
        except (sa.exc.SQLAlchemyError, RedisError):
            # The clock outlives a restart of PostgreSQL or Redis.
            log.exception("the clock missed a beat")
            runs.let_go()
        stop.wait(interval)


def tick() -> int:
    """Start the sources that are due and wake the runs that wait for a worker; gives how many jobs were made.

    Those that other rooms registered for once a day are handed out too, and not counted.
    """
    connect_to_redis().set(ALIVE, now().isoformat(), ex=3600)
    daily.hand_out(now())
    return _start_due() + _wake_stalled()


def last_tick() -> dt.datetime | None:
    """Give when the clock last ticked (UTC), or nothing if that is longer ago than an hour."""
    value = connect_to_redis().get(ALIVE)
    return dt.datetime.fromisoformat(value.decode()) if value else None


def _start_due() -> int:
    query = sa.select(Source).where(
        Source.state == "active",
        Source.active,
        Source.schedule != "manual",
        sa.or_(Source.next_run_at.is_(None), Source.next_run_at <= db_now()),
    )
    started = 0
    for source in model.Session.execute(query).scalars().all():
        try:
            run = runs.start(source, cause="schedule")
        except RunActive:
            continue
        runs.enqueue(run.id)
        started += 1
    return started


def _wake_stalled() -> int:
    """Give every open run a job whose listing lease, and whose records' leases, have run out."""
    query = turns.unattended().where(Run.started_at < db_now() - PATIENCE)
    # a run whose job still waits for a worker needs no second one
    queued = {job.args[0] for job in get_queue(runs.QUEUE).jobs if job.args}
    stalled = [run_id for run_id in model.Session.execute(query).scalars() if run_id not in queued]
    for run_id in stalled:
        runs.enqueue(run_id)
    return len(stalled)


