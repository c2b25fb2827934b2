"""Held deletions: a person confirms or rejects what the guard did not let go."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.harvest import ledger, runs
from ckanext.suedwestfalen.harvest.model import Record, Run, Source


def held(source_id: str) -> list[Record]:
    """Give the records of a source whose deletion is held."""
    query = sa.select(Record).options(sa.orm.defer(Record.document))
    return list(model.Session.execute(_of(source_id, query)).scalars())


def confirm(source_id: str, user_id: str = "") -> Run | None:
    """Queue the deletions that are held in a run of their own; the caller enqueues or executes it. Commits.

    Gives nothing when none is held. Raises :class:`RunActive` while the source is being harvested.
    """
    ids = [record.id for record in held(source_id)]
    if not ids:
        return None
    run = runs.start(model.Session.get(Source, source_id), cause="confirmed", user_id=user_id)
    run.state, run.complete, run.missing = "importing", True, len(ids)
    ledger.queue_deletions(run.id, ids)
    model.Session.commit()
    return run


def reject(source_id: str) -> int:
    """Keep the datasets: counting begins anew with the next complete run. Gives how many; commits."""
    forget = _of(source_id, sa.update(Record)).values(held=False, missing_runs=0, missing_since=None)
    number = model.Session.execute(forget, execution_options={"synchronize_session": False}).rowcount
    last = sa.select(Run).where(Run.source_id == source_id).order_by(Run.started_at.desc()).limit(1)
    run = model.Session.execute(last).scalar_one_or_none()
    if run and run.state == "held":
        run.state, run.held = "finished", 0
    model.Session.commit()
    return number


def _of(source_id: str, statement):
    return statement.where(Record.source_id == source_id, Record.held.is_(True))
