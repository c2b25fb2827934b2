"""Turns: how long a job may keep its worker, so that one slow source never stops the others."""

from __future__ import annotations

import time

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.harvest.model import Record, Run, db_now

# Seconds that a job takes at most: the worker's process is made anew from time to time.
LONGEST = 600
# Seconds after which a job makes way when another source's run waits for a worker.
POLITE = 60


def unattended() -> sa.Select:
    """Ask for the ids of the open runs that no process lists and no worker imports."""
    worked_on = sa.exists().where(Record.run_id == Run.id, Record.pending != "", Record.lease_until > db_now())
    free = sa.or_(Run.lease_until.is_(None), Run.lease_until < db_now())
    return sa.select(Run.id).where(Run.finished_at.is_(None), free, ~worked_on)


class Turn:
    """One job's time with a run: ``longest`` seconds (None: as long as it takes), less when other runs wait."""

    def __init__(self, run_id: str, longest: float | None):
        self.run_id, self.longest, self.began = run_id, longest, time.monotonic()

    def over(self) -> bool:
        """Tell whether to make way now; one small query at most."""
        if self.longest is None:
            return False
        passed = time.monotonic() - self.began
        if passed < POLITE:
            return passed >= self.longest
        waiting = unattended().where(Run.id != self.run_id).limit(1)
        return passed >= self.longest or model.Session.execute(waiting).first() is not None
