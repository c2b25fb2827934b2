"""The commands `ckan suedwestfalen use-cases …`. What they say is in the portal's language."""

from __future__ import annotations

from importlib import import_module

import click
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.cli import suedwestfalen
from ckanext.suedwestfalen.language import translator
from ckanext.suedwestfalen.use_cases import reminders

#: Modules with `get_commands()` of further commands of the group.
MODULES: tuple[str, ...] = ("cli_exchange",)


def get_commands() -> list[click.Command]:
    """Hang the group under `ckan suedwestfalen`: a second command of that name would replace the first."""
    for module in MODULES:
        for command in import_module(f"{__package__}.{module}").get_commands():
            use_cases.add_command(command)
    suedwestfalen.add_command(use_cases)
    return []


@click.group("use-cases", short_help="The exchange of use cases.")
def use_cases() -> None:
    """Reminders, import and export of use cases."""


@use_cases.command()
def remind() -> None:
    """Mark use cases that nobody looked at for long, and remind their towns by mail; to be run daily."""
    _ = translator(tk.config["ckan.locale_default"])
    done = reminders.run()
    click.echo(_("Use cases to check: %(outdated)s, newly so: %(new)s. Mails sent: %(mails)s, not sent: %(failed)s.")
               % {"outdated": done.outdated, "new": done.new, "mails": done.mails, "failed": done.failed})
