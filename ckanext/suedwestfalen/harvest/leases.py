"""What this process has taken: given back as soon as PostgreSQL answers again, instead of waiting for the lease's end.

A lease tells a worker that died from one that works. A worker that lost its connection is neither: it is there, and
knows that nothing of what it had in hand was written. So it remembers what it has taken, and gives it back itself;
whoever comes next goes on at once. That is safe for as long as nobody else can have taken the same, which is as long
as the lease lasts by this process's own clock.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.harvest.model import Record, Run

log = logging.getLogger(__name__)

# What SQLAlchemy raises when PostgreSQL went away, at once and at the next use of the session.
AWAY = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.PendingRollbackError)

# Seconds that a worker waits for PostgreSQL to answer again; it could do nothing else.
PATIENCE = 120.0
_PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0)

#: What is held, by table: id → time of ``time.monotonic()`` until which the lease is ours for sure.
_held: dict[type, dict[str | int, float]] = {Record: {}, Run: {}}
# What must still be so for a lease to be given back.
_OPEN = {Record: Record.pending != "", Run: Run.state == "listing"}


def hold(table: type, ids: Iterable[str | int], until: float) -> None:
    """Remember that these rows are this process's; ``until`` is reckoned from before the lease was taken."""
    _held[table].update(dict.fromkeys(ids, until))


def done(table: type, ids: Iterable[str | int]) -> None:
    """Forget rows whose lease has ended in the ordinary way."""
    for row_id in ids:
        _held[table].pop(row_id, None)


def forget() -> None:
    """Forget everything: what is still leased waits until its lease has run out."""
    for rows in _held.values():
        rows.clear()


def lost(error: Exception) -> bool:
    """Tell whether the connection broke or could not be made; other faults of the database stay when it is back."""
    if isinstance(error, sa.exc.DBAPIError):
        return error.connection_invalidated or error.statement is None
    return isinstance(error, sa.exc.PendingRollbackError)


def give_back(patience: float = PATIENCE) -> bool:
    """Give back what this process holds, as soon as PostgreSQL answers; tell whether it did within so many seconds.

    How often a record was taken up stays counted: one that brings down PostgreSQL is given up like one that brings
    down its worker.
    """
    end, pauses = time.monotonic() + patience, iter(_PAUSES)
    while True:
        try:
            _release()
        except AWAY:
            pause = next(pauses, _PAUSES[-1])
            if time.monotonic() + pause > end:
                log.warning("PostgreSQL is still away; what was taken waits until its lease has run out")
                return False
            time.sleep(pause)
        else:
            return True


def _release() -> None:
    # a connection of its own: the session may still hold the broken one
    with model.ensure_engine().begin() as connection:
        for table, rows in _held.items():
            ours = [row_id for row_id, until in rows.items() if until > time.monotonic()]
            given = sa.update(table).where(table.id.in_(ours), _OPEN[table]).values(lease_until=None)
            connection.execute(given)
