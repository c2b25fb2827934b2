"""The command that takes over sources and datasets of ckanext-harvest."""

from __future__ import annotations

import click
from flask_babel import force_locale
from tqdm import tqdm

from ckanext.suedwestfalen.findings import N_, FindingError
from ckanext.suedwestfalen.harvest import helpers, takeover
from ckanext.suedwestfalen.harvest.cli_common import _, fail, locale, sentences, translate
from ckanext.suedwestfalen.harvest.text import plain, table

_STATES = {
    takeover.NEW: N_("Taken over"),
    takeover.KNOWN: N_("Known already"),
    takeover.REFUSED: N_("Not taken over"),
}
_NEXT = (
    N_("Stop ckanext-harvest now: its cron job and its workers (gather and fetch). Both at once write the same "
       "datasets in turns."),
    N_("Take its plugins (harvest, ckan_harvester, csw_harvester, dcat_rdf_harvester and the like) out of "
       "ckan.plugins and restart the portal. Its tables stay as they are."),
    N_("Look at a source (ckan suedwestfalen harvest preview NAME), then harvest it once (… run NAME): its datasets "
       "are written anew, under the ids and names that they have."),
    N_("Sources are paused until somebody ticks “Harvest by schedule” in their form, unless you said --activate."),
)


@click.command("import-sources")
@click.option("--dry-run", is_flag=True, help="Show what would happen, and change nothing.")
@click.option("--activate", is_flag=True, help="Let sources run by their schedule at once.  [default: paused]")
@click.option("--organization", default="", help="Organization of sources that have none.")
def import_sources(*, dry_run: bool, activate: bool, organization: str) -> None:
    """Take over the sources of ckanext-harvest with their datasets, which keep ids and names.

    May be repeated: what was taken over before stays as it is. The exit status is 1 when a source was not taken over.
    """
    app = click.get_current_context().meta["flask_app"]
    with app.test_request_context(), force_locale(locale()):
        try:
            with tqdm(total=takeover.count(), unit="", disable=None) as bar:
                chosen = {"activate": activate, "organization": organization, "dry_run": dry_run}
                done = list(takeover.take_over(**chosen, progress=bar.update))
        except FindingError as error:
            fail(sentences(error))
        _show(done, dry_run=dry_run)
    if any(taken.state == takeover.REFUSED for taken in done):
        raise SystemExit(1)


def _show(done: list[takeover.Taken], *, dry_run: bool) -> None:
    say = translate()
    if not done:
        click.echo(_("ckanext-harvest has no sources."))
        return
    heading = [N_("Title"), N_("State"), N_("Name"), N_("Kind"), N_("Schedule"), N_("Paused"), N_("Datasets bound")]
    labels = [*helpers.suedwestfalen_harvest_protocols(), *helpers.suedwestfalen_harvest_schedules()]
    shown = {label["value"]: label["text"] for label in labels}
    click.echo(table([[say(word) for word in heading], *(_row(taken, shown) for taken in done)]))
    for taken in done:
        for note in taken.notes:
            click.echo(plain(f"{taken.title}: {note.message(say)} {note.hint(say)}".strip()))
    if dry_run:
        click.echo(_("This was a trial: nothing was changed."))
    elif not any(taken.state == takeover.NEW or taken.datasets for taken in done):
        click.echo(_("There was nothing new to take over: nothing was changed."))
    else:
        click.echo(_("What to do next:"))
        for number, step in enumerate(_NEXT, 1):
            click.echo(f"{number}. {say(step)}")


def _row(taken: takeover.Taken, shown: dict[str, str]) -> list[str | int]:
    paused = (_("no") if taken.active else _("yes")) if taken.name else ""
    kind, schedule = shown.get(taken.kind, taken.kind), shown.get(taken.schedule, taken.schedule)
    return [taken.title[:40], _(_STATES[taken.state]), taken.name, kind, schedule, paused, taken.datasets]
