"""The command `ckan suedwestfalen seed`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import config, region
from ckanext.suedwestfalen.catalogue import demo as examples
from ckanext.suedwestfalen.catalogue import seeding
from ckanext.suedwestfalen.language import translator

OPTION = f"{config.PREFIX}region_folder"


@click.command(short_help="Load the region: municipalities, Kreise, DNA goals, lead projects.")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--demo", is_flag=True, help="Add some datasets that are marked as examples.")
@click.option("--force", is_flag=True, help="Also overwrite what was edited or removed in the portal.")
@click.option("--verbose", "-v", is_flag=True, help="Name what was left alone, too.")
def seed(folder: Path | None, *, demo: bool, force: bool, verbose: bool) -> None:
    """Load the region into the portal, from FOLDER or from the folder that the configuration names.

    May be run again at any time: it writes what is new or has changed in the folder, and leaves alone what was edited
    in the portal.
    """
    place = folder or config.region_folder()
    try:
        loaded = region.load(place)
    except region.RegionError as error:
        click.secho(_("The region cannot be loaded; nothing was written:"), fg="red", err=True)
        for problem in error.problems:
            click.echo(f"  {problem.message(_)}", err=True)
        raise SystemExit(1) from error
    report = seeding.Report(say=_say(verbose=verbose))
    try:
        with _looking_into(folder):
            seeding.seed(loaded, report, force=force)
            if demo:
                examples.seed(place, report, force=force)
    except tk.ValidationError as error:
        click.secho(_("Stopped, because the portal refused a value:"), fg="red", err=True)
        for name, message in error.error_summary.items():
            click.echo(f"  {name}: {message}", err=True)
        raise SystemExit(1) from error
    click.echo(f"{loaded.title}: " + ", ".join(f"{n} {_(outcome)}" for outcome, n in report.counts.items()))


def _(text: str) -> str:
    return translator(tk.config["ckan.locale_default"])(text)


@contextmanager
def _looking_into(folder: Path | None) -> Iterator[None]:
    """Check values against the folder that is loaded; tell when the running portal looks into another one."""
    configured = config.region_folder()
    if folder is None or (configured and Path(configured).resolve() == folder.resolve()):
        yield
        return
    message = _("Please set %(option)s = %(folder)s as well: look-ups and forms use the configured folder.")
    click.secho(message % {"option": OPTION, "folder": folder.resolve()}, fg="yellow", err=True)
    tk.config[OPTION] = str(folder)
    try:
        yield
    finally:
        tk.config[OPTION] = configured


def _say(*, verbose: bool) -> seeding.Say:
    def say(outcome: str, kind: str, name: str) -> None:
        if verbose or outcome != seeding.SAME:
            click.echo(f"  {_(outcome)}: {kind} {name}")

    return say
