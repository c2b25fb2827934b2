"""The harvest's rows on the page 'My tasks': what needs an administrator of a source's organization."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.harvest import mails
from ckanext.suedwestfalen.harvest.model import Record, Run, Source
from ckanext.suedwestfalen.tasks import Task


def rows(user: str) -> Iterator[Task]:
    """Give held deletions, and sources whose last run failed or whose server has been silent for long."""
    mine = tk.get_action("organization_list_for_user")({"user": user}, {"permission": "admin"})
    found = _last_runs([organization["id"] for organization in mine])
    held = _held([run.source_id for run in found])
    for run in found:
        source = run.source
        if held.get(source.id):
            note = tk._("%(number)s records are missing at their source. Please decide whether their datasets are"
                        " deleted.") % {"number": held[source.id]}
            url = tk.url_for("suedwestfalen_harvest.deletions", name=source.name)
            yield Task(source.title, url, note, run.finished_at, tk._("Harvesting: deletions wait for you"))
        what = mails.occasion(run)
        if what in (mails.FAILED, mails.SILENT):
            note = tk._("The last run failed.") if what == mails.FAILED else tk._("The server does not answer.")
            url = tk.url_for("suedwestfalen_harvest.run_read", run_id=run.id)
            yield Task(source.title, url, note, run.finished_at, tk._("Harvesting: sources with problems"))


def _last_runs(organization_ids: list[str]) -> list[Run]:
    """Give the last run that has ended of each source that is harvested, by title."""
    query = (
        sa.select(Run).join(Source)
        .where(Source.organization_id.in_(organization_ids), Source.state == "active", Source.active)
        .where(Run.finished_at.is_not(None))
        .distinct(Run.source_id).order_by(Run.source_id, Run.started_at.desc())
        .options(sa.orm.joinedload(Run.source))
    )
    return sorted(model.Session.scalars(query), key=lambda run: run.source.title.casefold())


def _held(source_ids: list[str]) -> dict[str, int]:
    query = sa.select(Record.source_id, sa.func.count()).where(Record.source_id.in_(source_ids), Record.held)
    return dict(model.Session.execute(query.group_by(Record.source_id)).tuples().all())
