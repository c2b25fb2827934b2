"""The root command `ckan suedwestfalen`; the rooms add their sub-commands."""

from __future__ import annotations

import click
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.catalogue.cli import seed
from ckanext.suedwestfalen.doctor import doctor
from ckanext.suedwestfalen.metadata.cli import metadata


@click.group(short_help="The regional data platform: seed, harvest, check.")
@click.pass_context
def suedwestfalen(context: click.Context) -> None:
    """Commands of the regional data platform."""
    # `metadata` knows no CKAN: what the portal is configured with comes to it as the defaults of its options.
    portal = {"folder": config.region_folder() or None, "lang": tk.config.get("ckan.locale_default")}
    context.default_map = {"metadata": {"read": portal}}


suedwestfalen.add_command(seed)
suedwestfalen.add_command(doctor)
suedwestfalen.add_command(metadata)


def get_commands() -> list[click.Command]:
    """Give the commands to CKAN."""
    return [suedwestfalen]
