"""A run's first half: list the source, compare with the ledger, let the guard decide about what is missing."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest import guard, importing, ledger, outbound, protocols
from ckanext.suedwestfalen.harvest.findings import HELD, INCOMPLETE, LISTING_FAULT
from ckanext.suedwestfalen.harvest.model import Run, now

log = logging.getLogger(__name__)

# A process that lists says at every page that it is alive; a request lasts five minutes at most, with repeats.
LEASE = dt.timedelta(minutes=10)

Progress = Callable[[Run], None]


def limits() -> guard.Limits:
    """Give the guard's numbers as the options set them."""
    return guard.Limits(
        runs=config.harvest_deletion_runs(),
        hours=config.harvest_deletion_hours(),
        share=config.harvest_guard_share(),
        held_runs=config.harvest_guard_runs(),
        held_days=config.harvest_guard_days(),
    )


def list_source(run: Run, progress: Progress | None = None, on_work: Callable[[], None] | None = None) -> None:
    """List the source of the run to the end, or to where it breaks off; what is new or changed is queued.

    ``on_work`` is called once, as soon as there is something to do, so that other workers can start. Listing again
    after a crash starts from the first page: what is queued or done already is recognised by its hash.
    """
    session = model.Session
    run.listed = run.skipped = run.failed = 0
    seen: set[str] = set()
    nameless = unread = 0
    try:
        for page in _pages(run):
            tally = ledger.take_page(run, page.items, importing.salt(run.source), seen)
            run.listed += tally.listed
            run.skipped += tally.skipped
            run.failed += tally.failed
            nameless += tally.nameless
            unread += tally.unread
            run.declared = page.declared
            run.lease_until = now() + LEASE
            ledger.note(run.id, "", "", page.findings)
            session.commit()
            if tally.waiting and on_work:
                on_work()
                on_work = None
            if progress:
                progress(run)
    except FindingError as error:
        session.rollback()
        run.error = error.finding.as_dict()
    except sa.exc.DBAPIError:
        raise
    except Exception as fault:
        # the border of a source: a fault of ours, or the end of the job's time, ends this run only
        log.exception("the listing of a source broke off")
        session.rollback()
        run.error = LISTING_FAULT(what=type(fault).__name__).as_dict()
    else:
        run.complete = not unread and run.declared in (None, len(seen) + nameless)
        _conclude(run, seen)
    run.listed_at = now()
    run.lease_until = None
    run.state = "importing"
    session.commit()


def _pages(run: Run):
    source = run.source
    settings = {"page_size": config.harvest_page_size(), **source.settings}
    source_id = source.id
    kind = protocols.get(source.protocol)
    return kind(outbound.client(), source.url, settings, lambda: ledger.documents(source_id)).pages()


def _conclude(run: Run, seen: set[str]) -> None:
    """Only in a complete listing can something be missing: the guard decides about it."""
    if not run.complete:
        ledger.note(run.id, "", "", [INCOMPLETE(declared=run.declared, listed=len(seen))])
        return
    live, missing, decision = ledger.take_missing(run, seen, limits())
    run.missing, run.held = missing, len(decision.hold)
    if decision.hold:
        ledger.note(run.id, "", "", [HELD(missing=missing, live=live)])
