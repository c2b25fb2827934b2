"""A run's first half: list the source, compare with the ledger, let the guard decide about what is missing."""

from __future__ import annotations

import datetime as dt
import json
import logging
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest import hurry, importing, leases, ledger, options, outbound, protocols, secrets
from ckanext.suedwestfalen.harvest.findings import HELD, INCOMPLETE, LISTING_FAULT, RUN_DEADLINE
from ckanext.suedwestfalen.harvest.model import Run, db_now
from ckanext.suedwestfalen.harvest.protocols import Page
from ckanext.suedwestfalen.harvest.turns import Turn

log = logging.getLogger(__name__)

# A process that lists says at every page that it is alive; a request lasts five minutes at most, with repeats.
LEASE = dt.timedelta(minutes=10)

Progress = Callable[[Run], None]


@dataclass
class _Memory:
    """What a listing must remember from page to page, and when it makes way for others in between."""

    position: str | int | None = None
    seen: set[str] = field(default_factory=set)
    nameless: int = 0
    unread: int = 0

    def pack(self) -> bytes:
        return zlib.compress(json.dumps([self.position, sorted(self.seen), self.nameless, self.unread]).encode(), 1)

    @classmethod
    def unpack(cls, packed: bytes) -> _Memory:
        position, seen, nameless, unread = json.loads(zlib.decompress(packed))
        return cls(position, set(seen), nameless, unread)


def list_source(
    run: Run,
    progress: Progress | None = None,
    on_work: Callable[[], None] | None = None,
    turn: Turn | None = None,
) -> None:
    """List the source of the run to the end, or to where it breaks off; what is new or changed is queued.

    ``on_work`` is called once, as soon as there is something to do, so that other workers can start. When the
    ``turn`` is over, the listing stops between two pages and goes on there the next time. After a crash it starts
    from the first page: what is queued or done already is recognised by its hash.
    """
    session = model.Session
    memory = _recall(run)
    try:
        # the server makes the next page while this one is compared: still one request at a time
        for page in hurry.ahead(_pages(run, memory.position), turn.over if turn else bool):
            waiting = _take(run, page, memory)
            if page.next_position is not None and turn and turn.over():
                _pause(run, memory)
                return
            session.commit()
            if waiting and on_work:
                on_work()
                on_work = None
            if progress:
                progress(run)
    except FindingError as error:
        session.rollback()
        run.error = error.finding.as_dict()
    except (sa.exc.DBAPIError, sa.exc.PendingRollbackError):
        raise
    except Exception as fault:
        # the border of a source: a fault of ours, or the end of the job's time, ends this run only
        log.exception("the listing of a source broke off")
        session.rollback()
        run.error = LISTING_FAULT(what=type(fault).__name__).as_dict()
    else:
        run.complete = not memory.unread and run.declared in (None, len(memory.seen) + memory.nameless)
        _conclude(run, memory.seen)
    run.listed_at = db_now()
    run.lease_until = None
    run.state = "importing"
    session.commit()


def _recall(run: Run) -> _Memory:
    """Take up a listing that made way, once; else begin anew, as if nothing had been listed before. Commits."""
    memory = None
    # whoever changed the source in between wants another listing
    if run.paused and run.source.modified_at <= run.started_at:
        memory = _Memory.unpack(run.paused)
    else:
        run.listed = run.skipped = run.failed = 0
        ledger.forget_listing(run.id)
    run.paused = None
    model.Session.commit()
    return memory or _Memory()


def _pause(run: Run, memory: _Memory) -> None:
    run.paused, run.lease_until = memory.pack(), None
    model.Session.commit()


def _take(run: Run, page: Page, memory: _Memory) -> int:
    """Enter one page into the ledger and the run; gives how many records now wait for a worker."""
    tally = ledger.take_page(run, page.items, importing.salt(run.source), memory.seen)
    run.listed += tally.listed
    run.skipped += tally.skipped
    run.failed += tally.failed
    memory.nameless += tally.nameless
    memory.unread += tally.unread
    memory.position = page.next_position
    run.declared = page.declared
    leases.hold(Run, [run.id], time.monotonic() + LEASE.total_seconds())
    run.lease_until = db_now() + LEASE
    ledger.note(run.id, "", "", page.findings)
    model.Session.flush()
    return tally.waiting


def _pages(run: Run, position: str | int | None) -> Iterator[Page]:
    source = run.source
    settings = {"page_size": config.harvest_page_size(), **source.settings, "credentials": secrets.of(source)}
    source_id = source.id
    kind = protocols.get(source.protocol)
    client = outbound.client(_deadline(run))
    return kind(client, source.url, settings, lambda: ledger.documents(source_id)).pages(position)


def _deadline(run: Run) -> Callable[[], None]:
    """Give what refuses any further request of a listing that has taken too long: a server may trickle for days."""
    hours = config.harvest_listing_hours()
    passed = model.Session.scalar(sa.select(db_now())) - run.started_at
    end = time.monotonic() + hours * 3600 - passed.total_seconds()

    def check() -> None:
        if time.monotonic() > end:
            raise FindingError(RUN_DEADLINE(hours=hours))

    return check


def _conclude(run: Run, seen: set[str]) -> None:
    """Only in a complete listing can something be missing: the guard decides about it."""
    if not run.complete:
        ledger.note(run.id, "", "", [INCOMPLETE(declared=run.declared, listed=len(seen))])
        return
    live, missing, decision = ledger.take_missing(run, seen, options.limits(run.source.options or {}))
    run.missing, run.held = missing, len(decision.hold)
    if decision.hold:
        ledger.note(run.id, "", "", [HELD(missing=missing, live=live)])
