"""The commands `ckan suedwestfalen harvest …`. What they say is in the portal's language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from tqdm import tqdm

from ckanext.suedwestfalen.cli import suedwestfalen
from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest import cli_sources, cli_takeover, deletions, removal, report, runs, sources, text
from ckanext.suedwestfalen.harvest import clock as clockwork
from ckanext.suedwestfalen.harvest.cli_common import _, complain, locale, sentences, translate
from ckanext.suedwestfalen.harvest.cli_common import source as source_of
from ckanext.suedwestfalen.harvest.model import Run

BAD_ENDS = ("failed", "partial")


def get_commands() -> list[click.Command]:
    """Hang the group under `ckan suedwestfalen`: a second command of that name would replace the first."""
    for command in (cli_sources.add, cli_sources.detect, cli_sources.preview, cli_takeover.import_sources):
        harvest.add_command(command)
    suedwestfalen.add_command(harvest)
    return []


@click.group(short_help="Harvest town servers.")
def harvest() -> None:
    """Sources, runs and reports of the harvest."""


@harvest.command("list")
def list_() -> None:
    """Show all sources with the state of their last run."""
    found = sources.describe(sources.all_sources())
    click.echo(text.source_table(found, translate()) if found else _("There are no sources yet."))


@harvest.command()
@click.argument("source", required=False)
@click.option("--all", "every", is_flag=True, help="Harvest all sources, one after the other.")
@click.option("--force", is_flag=True, help="Import every record again, changed or not.")
def run(source: str | None, *, every: bool, force: bool) -> None:
    """Harvest SOURCE (name or id) in this process and show the report.

    The exit status is 1 when a run failed or broke off.
    """
    if bool(source) == every:
        raise click.UsageError(_("Please name a source, or --all."))
    chosen = [one.id for one in sources.all_sources()] if every else [source_of(source or "").id]
    results = [_run(source_id, force=force) for source_id in chosen]
    if not all(results):
        raise SystemExit(1)


def _run(source_id: str, *, force: bool) -> bool:
    source = sources.get(source_id)
    title = source.title
    try:
        begun = runs.start(source, cause="cli", force=force)
        with _progress(title) as progress:
            ended = runs.execute(begun.id, progress)
    except FindingError as error:
        complain(f"{title}: {sentences(error)}")
        return False
    click.echo(text.run_report(report.of(ended, translate()), translate(), locale()))
    if not ended.finished_at:
        click.echo(_("The run is not finished: other workers are still at it."))
    return ended.state not in BAD_ENDS


@contextmanager
def _progress(title: str) -> Iterator[Any]:
    """Give what a run tells how far it is: a bar on a terminal, first for the listing, then for the import."""
    with tqdm(desc=title[:40], unit="", disable=None) as bar:

        def progress(current: Run) -> None:
            done = runs.counts(current) if current.listed_at else {}
            settled = sum(done[key] for key in ("new", "changed", "unchanged", "skipped", "failed")) if done else 0
            total = current.declared or current.listed
            # Listing and importing are half of the way each.
            bar.total, bar.n = total * 2, min(current.listed + settled, total * 2)
            bar.refresh()

        yield progress


@harvest.command("report")
@click.argument("what", metavar="SOURCE|RUN")
@click.option("--json", "as_json", is_flag=True, help="Give the report as JSON, with all findings.")
def report_(what: str, *, as_json: bool) -> None:
    """Show the report of a run, or of the latest run of a source."""
    found = sources.get_run(what) or next(iter(sources.runs_of(source_of(what).id, limit=1)), None)
    if found is None:
        complain(_("This source was not harvested yet."))
        raise SystemExit(1)
    made = report.of(found, translate(), per_cause=10**6 if as_json else report.PER_CAUSE)
    if as_json:
        click.echo(json.dumps(made.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(text.run_report(made, translate(), locale()))


@harvest.command()
@click.option("--once", is_flag=True, help="Tick once and end, for a timer of the system.")
@click.option("--interval", default=20.0, show_default=True, help="Seconds between two looks.")
def clock(*, once: bool, interval: float) -> None:
    """Start what is due and wake workers, until stopped."""
    if once:
        click.echo(_("Jobs handed to the workers: %(number)s.") % {"number": clockwork.tick()})
    else:
        clockwork.run_forever(interval)


@harvest.command()
@click.argument("source")
def confirm(source: str) -> None:
    """Delete the datasets of SOURCE whose deletion is held, in this process."""
    found = source_of(source)
    try:
        begun = deletions.confirm(found.id)
        ended = runs.execute(begun.id) if begun else None
    except FindingError as error:
        complain(sentences(error))
        raise SystemExit(1) from None
    if ended is None:
        click.echo(_("No deletions are held."))
    else:
        click.echo(_("Datasets deleted: %(number)s.") % {"number": ended.deleted})


@harvest.command()
@click.argument("source")
def reject(source: str) -> None:
    """Keep the datasets of SOURCE whose deletion is held."""
    number = deletions.reject(source_of(source).id)
    click.echo(_("Datasets kept: %(number)s.") % {"number": number})


@harvest.command()
@click.argument("source")
@click.option("--datasets", type=click.Choice(list(removal.CHOICES)), default=removal.KEEP, show_default=True,
              help="What becomes of the datasets: they stay, go to the organization's editors, or are deleted.")
def remove(source: str, datasets: str) -> None:
    """Remove SOURCE: it is not harvested any more."""
    try:
        begun = removal.remove(source_of(source), datasets)
        if begun:
            with _progress(source) as progress:
                runs.execute(begun.id, progress)
    except FindingError as error:
        complain(sentences(error))
        raise SystemExit(1) from None
    click.echo(_("The source was removed."))
