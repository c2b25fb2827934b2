"""The commands that look at an address and make a source of it: detect, preview, add."""

from __future__ import annotations

import json
import os
from typing import Any

import click

from ckanext.suedwestfalen.harvest import preview_text, sources
from ckanext.suedwestfalen.harvest.cli_common import _, act, complain, translate

#: Where a script may put the password of `--username`; an argument could be read in the list of processes.
PASSWORD = "SUEDWESTFALEN_HARVEST_PASSWORD"  # noqa: S105 - the name of a variable

_setting = click.option(
    "--setting", multiple=True, metavar="NAME=VALUE", help="A setting of the protocol; may be repeated."
)
_option = click.option(
    "--option", multiple=True, metavar="NAME=VALUE", help="A setting of any kind of source; may be repeated."
)
_protocol = click.option("--protocol", help="Kind of server.  [default: found out]")
_as_json = click.option("--json", "as_json", is_flag=True, help="Give everything as JSON.")
_username = click.option(
    "--username", help=f"User name for the server. The password is asked for, or taken from {PASSWORD}."
)
_password_stdin = click.option("--password-stdin", is_flag=True, help="Read the password from the standard input.")


@click.command()
@click.argument("url")
@_username
@_password_stdin
@_as_json
def detect(url: str, username: str | None, *, password_stdin: bool, as_json: bool) -> None:
    """Find out what kind of source URL is, and what was tried.

    The exit status is 1 when nothing was found.
    """
    found = act("detect", {"url": url, **_login(username, from_stdin=password_stdin)})
    click.echo(_json(found) if as_json else preview_text.detection(found, translate()))
    if not found["found"]:
        raise SystemExit(1)


@click.command()
@click.argument("what", metavar="URL|SOURCE")
@_protocol
@click.option("--organization", help="Name of the organization that the datasets would belong to.")
@click.option("--municipality", help="AGS or Kreis key of everything in the source.")
@_setting
@_option
@_username
@_password_stdin
@_as_json
def preview(what: str, *, as_json: bool, username: str | None, password_stdin: bool, **given: Any) -> None:
    """Show the first records of URL or SOURCE as they would become datasets; nothing is stored.

    The exit status is 1 when nothing could be listed.
    """
    data = {**_data(given), **_login(username, from_stdin=password_stdin)}
    existing = sources.get(what)
    if existing:
        data["id"] = existing.id
    else:
        data["url"] = what
        data = data if data.get("protocol") else _as_detected(data)
    found = act("source_preview", data)
    click.echo(_json(found) if as_json else preview_text.preview(found, translate()))
    if found["error"] and not found["records"]:
        raise SystemExit(1)


@click.command()
@click.argument("url")
@click.option("--title", help="What the source is called.  [default: what the server calls itself]")
@click.option("--organization", required=True, help="Name of the organization that the datasets belong to.")
@click.option("--name", help="Short name of the source; made from the title if missing.")
@click.option("--municipality", help="AGS or Kreis key of everything in the source.")
@click.option("--schedule", type=click.Choice(sources.SCHEDULES), help="How often it is harvested.")
@_protocol
@click.option("--rank", type=int, help="Whose copy leads, the lowest: own town 10, Kreis 20, state 30.")
@_setting
@_option
@_username
@_password_stdin
def add(url: str, name: str | None, username: str | None, *, password_stdin: bool, **given: Any) -> None:
    """Add the source at URL, or bring the one of the same name up to date. May be repeated."""
    data = {"url": url, **({"name": name} if name else {}), **_data(given)}
    data |= _login(username, from_stdin=password_stdin)
    existing = sources.get(name) if name else None
    if existing:
        data["id"] = existing.id
    elif not data.get("protocol"):
        data = _as_detected(data)
    saved = act("source_" + ("update" if existing else "create"), data)
    for notice in saved["notices"]:
        complain(notice)
    click.echo(saved["name"])


def _data(given: dict[str, Any]) -> dict[str, Any]:
    """Give options of a command as an action takes them; what was not given is left out."""
    pairs = {"settings": given.pop("setting"), "options": given.pop("option")}
    given["organization_id"] = given.pop("organization")
    data = {key: value for key, value in given.items() if value is not None}
    return data | {key: dict(_pair(part) for part in parts) for key, parts in pairs.items() if parts}


def _pair(part: str) -> tuple[str, str]:
    name, equals, value = part.partition("=")
    if not equals:
        raise click.UsageError(_("“%(part)s” is not of the form NAME=VALUE.") % {"part": part})
    return name.strip(), value


def _login(username: str | None, *, from_stdin: bool) -> dict[str, str]:
    if not username:
        return {}
    if from_stdin:
        password = click.get_text_stream("stdin").readline().rstrip("\r\n")
    else:
        password = os.environ.get(PASSWORD) or click.prompt(_("Password"), hide_input=True)
    return {"username": username, "password": password}


def _as_detected(data: dict[str, Any]) -> dict[str, Any]:
    """Give the data with kind, address and title that the server shows; what was given counts more."""
    asked = {key: data[key] for key in ("url", "username", "password") if key in data}
    found = act("detect", asked)
    if not found["found"]:
        complain(preview_text.detection(found, translate()))
        raise SystemExit(1)
    best = found["found"][0]
    settings = {**best["settings"], **data.get("settings", {})}
    title = {"title": best["title"]} if best["title"] else {}
    return {**title, **data, "protocol": best["protocol"], "url": best["url"], "settings": settings}


def _json(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2)
