"""The commands `ckan suedwestfalen metadata …`: look at a record without harvesting it."""

from __future__ import annotations

import json
import locale as system_locale
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.findings import ERROR, N_, WARNING, Finding, FindingError, Translate
from ckanext.suedwestfalen.language import translator
from ckanext.suedwestfalen.metadata import dataset, findings, iso, privacy, text
from ckanext.suedwestfalen.metadata.description import Description
from ckanext.suedwestfalen.metadata.errors import RecordError

#: Fields of a description in the order in which they are shown; what is not here is shown by --json only.
LABELS = {
    "title": N_("Title"), "identifier": N_("Identifier"), "hierarchy_level": N_("Kind of resource"),
    "abstract": N_("Description"), "datestamp": N_("Record changed"), "created": N_("Created"),
    "published": N_("Published"), "revised": N_("Revised"), "language": N_("Language"), "topics": N_("ISO topics"),
    "keywords": N_("Keywords"), "contacts": N_("Contacts"), "online": N_("Links"), "service": N_("Service"),
    "formats": N_("Formats"), "boxes": N_("Bounding boxes"), "polygons": N_("Polygons"),
    "place_names": N_("Places"), "regional_keys": N_("Regional keys"), "crs": N_("Reference systems"),
    "temporal_start": N_("Period from"), "temporal_end": N_("Period to"), "denominators": N_("Scale 1:"),
    "distances": N_("Resolution in metres"), "frequency": N_("Update frequency"), "lineage": N_("Lineage"),
    "licences": N_("Licence"), "other_constraints": N_("Constraints"), "use_limitations": N_("Use limitations"),
    "conformity": N_("Conformity"), "previews": N_("Previews"),
}
SEVERITIES = {ERROR: N_("error"), WARNING: N_("warning")}
_LONGEST = 400


@click.group(short_help="Look at metadata records.")
def metadata() -> None:
    """Look at metadata records without harvesting them."""


@metadata.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Give description, dataset and findings as JSON.")
@click.option("--personal-data", is_flag=True, help="Keep names and mailboxes of persons.")
@click.option("--region", "folder", type=click.Path(path_type=Path), help="Region folder; default is the shipped one.")
@click.option("--lang", default=None, help="Language of the answer, e.g. de or en.")
def read(file: Path, *, as_json: bool, personal_data: bool, folder: Path | None, lang: str | None) -> None:
    """Read the ISO record in FILE and show what it says, what becomes of it, and what is wrong with it.

    The exit status is 1 when the record cannot be used.
    """
    translate = translator(lang or system_locale.getlocale()[0] or "en")
    try:
        answer = _examine(_bytes_of(file), folder, personal_data=personal_data)
    except FindingError as error:
        _give_up(error.finding, translate, as_json=as_json)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for row in _rows(answer["description"], translate):
        click.echo(row)
    click.echo("")
    click.echo(translate("Municipality: %s") % _place_text(answer, translate))
    for found in answer["findings"]:
        click.echo(_say(Finding.from_dict(found), translate))
    if not answer["findings"]:
        click.echo(translate("Nothing is wrong with the record."))


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise RecordError(findings.FILE_MISSING(path=file)) from None
    except IsADirectoryError:
        raise RecordError(findings.FILE_FOLDER(path=file)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or error
        raise RecordError(findings.FILE_UNREADABLE(path=file, reason=reason)) from None


def _examine(data: bytes, folder: Path | None, *, personal_data: bool) -> dict[str, Any]:
    description, found = iso.read(data)
    mapped = dataset.to_dataset(
        description, region=region.load(folder), settings=dataset.Settings(personal_data=personal_data)
    )
    shown = description if personal_data else privacy.strip(description)[0]
    return {
        "description": shown.as_dict(), "dataset": mapped.dataset, "evidence": mapped.evidence,
        "findings": [
            {**item.as_dict(), "severity": item.severity, "message": item.message()}
            for item in [*found, *mapped.findings]
        ],
    }


def _give_up(finding: Finding, translate: Translate, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"error": {**finding.as_dict(), "message": finding.message()}}, ensure_ascii=False))
    else:
        click.echo(_say(finding, translate), err=True)
    raise SystemExit(1)


def _say(finding: Finding, translate: Translate) -> str:
    severity = SEVERITIES.get(finding.severity)
    lines = f"{translate(severity)}: {finding.message(translate)}" if severity else finding.message(translate)
    hint = finding.hint(translate)
    return f"{lines}\n  {hint}" if hint else lines


def _rows(description: dict[str, Any], translate: Translate) -> Iterator[str]:
    empty = asdict(Description(identifier=""))
    for name, label in LABELS.items():
        value = description.get(name, empty[name])
        if value:
            yield f"{translate(label)}: {_shown(value)}"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        if len(value) == 1:
            return _shown(value[0])
        if all(not isinstance(item, dict) for item in value):
            return ", ".join(str(item) for item in value)
        return "".join("\n  - " + _shown(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_shown(item)}" for name, item in value.items() if item not in ("", [], None))
    return text.cut(" ".join(str(value).split()), _LONGEST)


def _place_text(answer: dict[str, Any], translate: Translate) -> str:
    found = answer["dataset"].get("municipality") or answer["dataset"].get("kreis")
    if not found:
        return translate("unknown")
    return f"{', '.join(found)} ({answer['evidence']['source']}: {answer['evidence']['text']})"
