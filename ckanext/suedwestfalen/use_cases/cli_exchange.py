"""The commands that take use cases in and out: ``ckan suedwestfalen use-cases import|export``."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click
from ckan import model
from ckan.lib.search import SearchError
from ckan.plugins import toolkit as tk
from flask_babel import force_locale
from tqdm import tqdm

from ckanext.suedwestfalen.findings import INFO, Finding, FindingError
from ckanext.suedwestfalen.harvest import outbound
from ckanext.suedwestfalen.harvest.cli_common import _, complain, fail, locale, sentences, translate
from ckanext.suedwestfalen.use_cases.exchange import comparing, exporting, importing, receiving
from ckanext.suedwestfalen.use_cases.exchange.importing import Difference

#: With one of these the import was not a success.
BAD = (importing.REFUSED, importing.CONFLICT)


def get_commands() -> list[click.Command]:
    """Give the commands to the group."""
    return [import_, export]


@click.command("import")
@click.argument("what", metavar="FILE|URL")
@click.option("--dry-run", is_flag=True, help="Show what would happen, and change nothing.")
@click.option("--organization", default="", metavar="NAME",
              help="Organization of drafts from a table, and of use cases whose municipality has none here.")
def import_(what: str, *, dry_run: bool, organization: str) -> None:
    """Import use cases from a bundle (JSON-LD) or a table (XLSX, CSV), and show what becomes of each.

    What is new or newer is written; what is older, the same, or belongs to this portal is left alone. The exit status
    is 1 when a record was refused or is in conflict, or the document could not be read to its end.
    """
    owner = _organization(organization)
    counts: Counter[str] = Counter()
    broken = False
    with _document(what) as source, _request():
        kind = receiving.kind_of(source)
        if kind == receiving.TABLE and not owner:
            fail(_("Please choose the organization of the drafts."))
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        try:
            for one in _progress(importing.differences(receiving.read(source, kind), organization=owner)):
                done = one if dry_run else importing.apply(one, user=user)
                counts[done.outcome] += 1
                _say(done)
        except FindingError as error:
            complain(sentences(error))
            broken = True
        finally:
            model.Session.rollback()
    _sum_up(counts, dry_run=dry_run)
    if broken or any(counts[outcome] for outcome in BAD):
        raise SystemExit(1)


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path | None) -> None:
    """Write the bundle of all public use cases to FILE, or to the standard output."""
    with _request():
        try:
            package_ids = exporting.ids()
            if file is None:
                for piece in exporting.document(package_ids):
                    sys.stdout.write(piece)
            else:
                _write(file, exporting.document(package_ids))
        except SearchError:
            fail(_("The search does not answer at the moment. Please try again later."))
        except OSError as error:
            fail(f"{file}: {error.strerror}")
    if file is not None:
        click.echo(_("Use cases exported: %(count)s") % {"count": len(package_ids)})


def _write(file: Path, pieces: Iterable[str]) -> None:
    """Write a file as a whole or not at all."""
    handle, name = tempfile.mkstemp(dir=file.resolve().parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.writelines(pieces)
        # as any other file that this user makes
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _request() -> Iterator[None]:
    """Speak the portal's language, and have what CKAN's helpers want."""
    app = click.get_current_context().meta["flask_app"]
    with app.test_request_context(), force_locale(locale()):
        yield


@contextmanager
def _document(what: str) -> Iterator[BinaryIO]:
    """Open a file, or fetch an address through the one client."""
    if what.lower().startswith(("http://", "https://")):
        try:
            content = outbound.client().get(what).content
        except FindingError as error:
            fail(sentences(error))
        yield io.BytesIO(content)
        return
    try:
        file = Path(what).open("rb")  # noqa: SIM115 - closed below; only opening it may fail with this sentence
    except OSError as error:
        fail(f"{what}: {error.strerror}")
    with file:
        yield file


def _organization(name: str) -> str:
    if not name:
        return ""
    group = model.Group.get(name)
    if group is None or not group.is_organization or group.state != model.State.ACTIVE:
        fail(_("There is no such organization.") + f" ({name})")
    return group.id


def _progress(found: Iterable[Difference]) -> Iterator[Difference]:
    with tqdm(found, unit="", disable=None) as bar:
        yield from bar


def _say(done: Difference) -> None:
    """Tell of a record what is worth knowing, in one line and one for each finding."""
    say = translate()
    said = [one for one in done.findings if one.severity != INFO or done.outcome in BAD]
    if done.outcome == importing.SAME and not said:
        return
    name = f"{done.title} ({done.record.identifier or done.record.place})" if done.record else ""
    fields = ", ".join(comparing.label(field) for field in done.fields)
    line = ": ".join(part for part in (_(importing.WORDS[done.outcome]), name, fields) if part)
    with tqdm.external_write_mode(file=sys.stdout):
        if done.record:
            click.secho(line, fg="red" if done.outcome in BAD else None)
        for finding in said:
            click.secho(f"  {_line(finding, say)}", fg="red" if done.outcome in BAD else "yellow")


def _line(finding: Finding, say: Any) -> str:
    return " ".join(filter(None, (finding.message(say), finding.hint(say))))


def _sum_up(counts: Counter[str], *, dry_run: bool) -> None:
    if dry_run:
        click.echo(_("This was a trial: nothing was written."))
    parts = [f"{_(importing.WORDS[outcome])}: {counts[outcome]}" for outcome in importing.OUTCOMES if counts[outcome]]
    click.echo(", ".join(parts) if parts else _("The document holds no use cases."))

