"""Runs: started by a person, the clock or a command; carried through by whichever worker is there.

A run is listed by one process and imported by as many as like. Every step is taken from and written to PostgreSQL,
so whoever comes after a killed process goes on where it stopped.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import click
import sqlalchemy as sa
from ckan import model
from ckan.lib.jobs import get_queue
from ckan.plugins import toolkit as tk
from flask import has_request_context
from redis.exceptions import RedisError

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.harvest import datasets, importing, leases, ledger, mails, turns
from ckanext.suedwestfalen.harvest.findings import (
    RUN_ACTIVE,
    SOURCE_GONE,
    UNAVAILABLE,
    RunActive,
    SourceGone,
    Unavailable,
)
from ckanext.suedwestfalen.harvest.listing import LEASE, Progress, list_source
from ckanext.suedwestfalen.harvest.model import Record, Run, Source, db_now
from ckanext.suedwestfalen.harvest.turns import Turn

log = logging.getLogger(__name__)

QUEUE = "suedwestfalen-harvest"
# Seconds after which RQ ends a job in any case; turns and the listing's own deadline end it long before.
DEADLINE = 24 * 3600
SCHEDULES = {"hourly": dt.timedelta(hours=1), "daily": dt.timedelta(days=1), "weekly": dt.timedelta(weeks=1)}
# Seconds after which the datasets of a run that goes on become findable.
VISIBLE = 10.0
# After failures in a row the next try waits longer, up to a day.
BACK_OFF = dt.timedelta(minutes=15)


def start(source: Source, *, cause: str, user_id: str = "", force: bool = False) -> Run:
    """Begin a run and commit. Raises :class:`RunActive` or :class:`SourceGone`."""
    if source.state != "active":
        raise SourceGone(SOURCE_GONE())
    run = Run(source_id=source.id, cause=cause, user_id=user_id, force=force, state="queued")
    model.Session.add(run)
    try:
        model.Session.commit()
    except sa.exc.IntegrityError as error:
        # the partial unique index: one unfinished run per source
        model.Session.rollback()
        raise RunActive(RUN_ACTIVE()) from error
    return run


def active(source_id: str) -> Run | None:
    """Give the source's unfinished run."""
    query = sa.select(Run).where(Run.source_id == source_id, Run.finished_at.is_(None))
    return model.Session.execute(query).scalar_one_or_none()


def enqueue(run_id: str) -> bool:
    """Hand a run to the workers; doing so twice does no harm. Tells whether Redis took it.

    Nothing is lost if not: the run is in PostgreSQL, and the clock hands it over when Redis is back.
    """
    try:
        tk.enqueue_job(work, [run_id], title=f"harvest run {run_id}", queue=QUEUE, rq_kwargs={"timeout": DEADLINE})
    except RedisError:
        log.warning("harvest run %s waits: Redis is away", run_id)
        return False
    return True


def let_go() -> None:
    """Give up a session whose connection may be dead: closing it in the ordinary way would ask PostgreSQL."""
    model.Session().invalidate()
    model.Session.remove()


@contextmanager
def portal_language() -> Iterator[None]:
    """Let CKAN speak the portal's language in a command or a job: its validators translate within requests only."""
    command = click.get_current_context(silent=True)
    app = command.meta.get("flask_app") if command else None
    with app.test_request_context() if app and not has_request_context() else nullcontext():
        yield


def work(run_id: str) -> None:
    """Do what the run needs next, as long as its turn lasts. The job of CKAN's workers."""
    with portal_language():
        try:
            execute(run_id, seconds=turns.LONGEST, share=True)
        except Unavailable as error:
            log.warning("harvest run %s: database or index away; the clock tries again", run_id)
            if not error.over:
                return
        # what other workers have taken they finish, or the clock wakes somebody when their lease has run out
        if _wants_worker(run_id):
            enqueue(run_id)


def _wants_worker(run_id: str) -> bool:
    """Tell whether there is something to list or to import that nobody has taken."""
    listing = sa.and_(Run.state.in_(["queued", "listing"]), _unlisted())
    query = sa.select(listing).where(Run.id == run_id, Run.finished_at.is_(None))
    found = model.Session.execute(query).scalar_one_or_none()
    return found is not None and (found or ledger.claimable(run_id))


def _unlisted() -> sa.ColumnElement[bool]:
    return sa.or_(Run.lease_until.is_(None), Run.lease_until < db_now())


def execute(
    run_id: str, progress: Progress | None = None, *, seconds: float | None = None, share: bool = False
) -> Run:
    """List and import in this process, to the end or for a turn of so many seconds each; give the run as it is then.

    ``share`` calls further workers as soon as there is work. Raises :class:`Unavailable` when PostgreSQL or Solr is
    away; the run stays open and goes on later. What this process had in hand when PostgreSQL went away is free again
    by then, if PostgreSQL is back within two minutes.
    """
    try:
        if _take_listing(run_id):
            call = (lambda: _call_helpers(run_id)) if share else None
            list_source(model.Session.get(Run, run_id), progress, call, Turn(run_id, seconds))
            leases.done(Run, [run_id])
            if call and ledger.claimable(run_id):
                # those that came for the first page may have left since
                call()
        run = model.Session.get(Run, run_id)
        # what is listed already can be imported while another process lists the rest
        if run.state in ("listing", "importing") and _drain(run, progress, Turn(run_id, seconds)):
            finish(run_id)
    except leases.AWAY as error:
        let_go()
        away = Unavailable(UNAVAILABLE(what="PostgreSQL"))
        away.over = leases.lost(error) and leases.give_back()
        raise away from error
    finally:
        leases.forget()
    return model.Session.get(Run, run_id)


def _take_listing(run_id: str) -> bool:
    """Take the listing of the run for this process unless it is done or somebody else is at it; commit."""
    until = time.monotonic() + LEASE.total_seconds()
    # a run begins when somebody takes it up, however long it lay in the queue
    began = sa.case((Run.state == "queued", db_now()), else_=Run.started_at)
    taken = (
        sa.update(Run)
        .where(Run.id == run_id, Run.state.in_(["queued", "listing"]), _unlisted())
        .values(state="listing", started_at=began, lease_until=db_now() + LEASE)
        .returning(Run.id)
    )
    found = model.Session.execute(taken, execution_options={"synchronize_session": False}).scalar_one_or_none()
    if found:
        leases.hold(Run, [run_id], until)
    model.Session.commit()
    return found is not None


def _drain(run: Run, progress: Progress | None, turn: Turn) -> bool:
    """Import batch after batch; tell whether nothing waits any more, here or with another worker."""
    run_id, source_id = run.id, run.source_id
    try:
        while not turn.over():
            ids = ledger.claim(run_id, config.harvest_batch_size())
            if not ids:
                return ledger.waiting(run_id) == 0
            try:
                importing.import_batch(ids, model.Session.get(Source, source_id), run_id)
            except Unavailable:
                model.Session.rollback()
                ledger.release(ids)
                raise
            leases.done(Record, ids)
            datasets.make_visible(after=VISIBLE)
            if progress:
                progress(model.Session.get(Run, run_id))
        return False
    finally:
        datasets.make_visible()


def _call_helpers(run_id: str) -> None:
    """Wake the other workers of the queue for a run that this one lists."""
    from rq import Worker

    try:
        others = Worker.count(queue=get_queue(QUEUE)) - 1
    except RedisError:
        log.warning("harvest run %s has no helpers: Redis is away", run_id)
        return
    for _ in range(others):
        enqueue(run_id)


def finish(run_id: str) -> None:
    """Close a run that has nothing left to do: its counts, its state, the source's next run. Commits.

    Nothing happens while it is being listed, or when another worker has closed it.
    """
    still = (Run.id == run_id, Run.state == "importing", Run.finished_at.is_(None))
    query = sa.select(Run).where(*still).with_for_update()
    run = model.Session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()
    if run is None:
        model.Session.rollback()
        return
    done = counts(run)
    for name, number in done.items():
        setattr(run, name, number)
    run.finished_at = model.Session.scalar(sa.select(db_now()))
    run.state = _end_state(run)
    _plan_next(run)
    model.Session.flush()
    _prune(run.source_id)
    model.Session.commit()
    if done["new"] or done["changed"]:
        # a worker that was killed after its last batch could not say so
        datasets.make_all_visible()
    mails.tell(run)


def counts(run: Run) -> dict[str, int]:
    """Give the run's counts as they stand; new + changed + unchanged + skipped + failed is what was listed."""
    if run.finished_at:
        return {name: getattr(run, name) for name in ("new", "changed", "unchanged", "skipped", "failed", "deleted")}
    done = ledger.outcomes(run.id)
    done["skipped"] += run.skipped
    done["failed"] += run.failed
    waiting = ledger.waiting_imports(run.id)
    listed_by_workers = done["new"] + done["changed"] + done["skipped"] + done["failed"]
    done["unchanged"] = max(0, run.listed - listed_by_workers - waiting)
    return done


def _end_state(run: Run) -> str:
    if run.error:
        return "partial" if run.listed else "failed"
    if not run.complete:
        return "partial"
    return "held" if run.held else "finished"


def _plan_next(run: Run) -> None:
    source = run.source
    failed = run.state == "failed"
    source.failures = source.failures + 1 if failed else 0
    pause = SCHEDULES.get(source.schedule)
    if pause is None:
        source.next_run_at = None
    else:
        source.next_run_at = run.finished_at + (
            min(pause, BACK_OFF * 2 ** min(source.failures - 1, 10)) if failed else pause
        )


def _prune(source_id: str) -> None:
    """Forget the oldest runs beyond what the option keeps, with their findings."""
    old = (
        sa.select(Run.id)
        .where(Run.source_id == source_id, Run.finished_at.is_not(None))
        .order_by(Run.started_at.desc())
        .offset(config.harvest_keep_runs())
    )
    model.Session.execute(sa.delete(Run).where(Run.id.in_(old)), execution_options={"synchronize_session": False})
