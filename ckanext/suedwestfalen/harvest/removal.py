"""Removing a source, and what becomes of its datasets: they stay, are handed over, or are deleted.

*Keep*: they stay as the source left them. *Hand over*: the organization's editors own them from now on; no harvest
touches them again. *Delete*: their state becomes deleted. A dataset whose record another source offers too goes to
that one in every case. The work is a run like any other: workers do it in batches, and a killed one is resumed.
"""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.harvest import runs, sources
from ckanext.suedwestfalen.harvest.importing import DELETE, HAND_OVER
from ckanext.suedwestfalen.harvest.model import Identity, Record, Run, Source

KEEP = "keep"
#: What may become of the datasets, with its explanation.
CHOICES = {
    KEEP: (N_("Keep the datasets"), N_("They stay in the portal as the source left them.")),
    HAND_OVER: (N_("Hand the datasets over"),
                N_("The organization's editors may edit them from now on; no source changes them any more.")),
    DELETE: (N_("Delete the datasets"), N_("They disappear from the portal; an administrator can restore them.")),
}
CAUSE = "removed"


def remove(source: Source, datasets_: str = KEEP, user_id: str = "") -> Run | None:
    """Remove a source and commit; gives the run that takes care of its datasets, for the caller to enqueue or execute.

    None: nothing is left to do. Raises :class:`RunActive` while the source is being harvested, unless all is kept.
    """
    if datasets_ == KEEP:
        _bequeath(source.id)
        sources.delete(source)
        return None
    run = runs.start(source, cause=CAUSE, user_id=user_id)
    waiting = (
        sa.update(Record)
        .where(Record.source_id == source.id, Record.state.in_(("live", "also")))
        .values(pending=datasets_, run_id=run.id, outcome="", lease_until=None, held=False)
    )
    run.missing = model.Session.execute(waiting, execution_options={"synchronize_session": False}).rowcount
    run.state, run.complete = "importing", True
    sources.delete(source)
    return run


def _bequeath(source_id: str) -> None:
    """Let every other source that offers a record of this one import it in its next run, and so lead it."""
    led = sa.select(Identity.key).where(Identity.leading_source_id == source_id)
    active = sa.select(Source.id).where(Source.state == "active", Source.id != source_id)
    inherit = sa.update(Record).where(
        Record.identity_key.in_(led), Record.source_id.in_(active), Record.state == "also"
    )
    model.Session.execute(inherit.values(imported_hash=""), execution_options={"synchronize_session": False})
