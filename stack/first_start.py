"""Fills the portal: tables, administrator, region and demo content, demo sources. One process: CKAN loads slowly.

Every step may run again: after an update of the software it brings the portal up to date and leaves the rest alone.
"""

from __future__ import annotations

import contextlib
import secrets
import sys
from typing import Any

from ckan import logic, model
from ckan.cli.cli import ckan

from ckanext.suedwestfalen import region
from stack.layout import Site, kept, write_private
from stack.steps import step
from stack.towns import towns

ADMINISTRATOR = "admin"


class Commands:
    """The `ckan` command with the configuration loaded once."""

    def __init__(self, site: Site) -> None:
        self.context = ckan.make_context("ckan", ["-c", str(site.ini), "db", "upgrade"])

    def run(self, *arguments: str) -> None:
        """Run the command given as its words, its output into the log; its exit by an error ends this process."""
        command = ckan.get_command(self.context, arguments[0])
        with (
            contextlib.redirect_stdout(sys.stderr),
            self.context.scope(cleanup=False),
            command.make_context(arguments[0], list(arguments[1:]), parent=self.context) as context,
        ):
            command.invoke(context)


def administrator(site: Site) -> None:
    """Create the administrator with a generated password and an API token, both kept in a private file."""
    lines = site.admin.read_text(encoding="utf-8").splitlines() if site.admin.exists() else []
    known = dict(line.split(": ", 1) for line in lines if ": " in line)
    if known.get("token") and model.User.get(ADMINISTRATOR):
        return
    known = {"name": ADMINISTRATOR, "password": known.get("password") or secrets.token_urlsafe(12)}
    _write(site, known)
    user = {"name": ADMINISTRATOR, "email": "portal@example.org", "password": known["password"], "sysadmin": True}
    if model.User.get(ADMINISTRATOR):
        _act("user_update", {**user, "id": ADMINISTRATOR})
    else:
        _act("user_create", user)
    token = _act("api_token_create", {"user": ADMINISTRATOR, "name": "portal"})
    _write(site, {**known, "token": token["token"]})


def demo_sources(commands: Commands, site: Site) -> None:
    """Register the demo towns' servers as sources and harvest those that have given nothing yet."""
    for town in towns(site):
        name = f"beispiel-{town.name}"
        known = _sources()
        if name in known and known[name]["records"]:
            continue
        with step(f"Harvest of the demo catalogue {town.title}"):
            if name not in known:
                _act("suedwestfalen_harvest_source_create", {
                    "name": name, "title": f"Beispielkatalog {town.title}", "url": town.url, "protocol": "csw",
                    "organization_id": _organization(town.area), "schedule": "daily",
                })
            # Some of the example records are defective on purpose: the report says so, the exit status may, too.
            with contextlib.suppress(SystemExit):
                commands.run("suedwestfalen", "harvest", "run", name)
        print(f"    {_sources()[name]['records']} datasets", flush=True)


def main() -> int:
    """Run all steps; the exit status is 0 when the portal is filled."""
    site = kept()
    with step("CKAN is loaded"):
        commands = Commands(site)
    with step("Tables"):
        commands.run("db", "upgrade")
    with step("Administrator"):
        administrator(site)
    with step("Region and demo content"):
        commands.run("suedwestfalen", "seed", "--demo")
    demo_sources(commands, site)
    return 0


def _sources() -> dict[str, dict[str, Any]]:
    return {source["name"]: source for source in _act("suedwestfalen_harvest_source_list", {})}


def _organization(area: str) -> str:
    """The name of the organization that stands for a municipality or Kreis, by its key."""
    loaded = region.load()
    return (loaded.municipality(area) if len(area) == 8 else loaded.kreis(area)).slug


def _act(action: str, data: dict[str, Any]) -> dict[str, Any]:
    """Call an action as the site's own user."""
    site_user = logic.get_action("get_site_user")({"ignore_auth": True}, {})
    return logic.get_action(action)({"ignore_auth": True, "user": site_user["name"]}, data)


def _write(site: Site, values: dict[str, str]) -> None:
    write_private(site.admin, "".join(f"{name}: {value}\n" for name, value in values.items()))


if __name__ == "__main__":
    sys.exit(main())
