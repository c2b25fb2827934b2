"""Example datasets, clearly marked as such, from the folder `demo` of the region's folder.

A plugin that has examples of its own registers a function that seeds them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import municipalities
from ckanext.suedwestfalen.catalogue.seeding import CHANGED, CREATED, SAME, SKIPPED, Report, context
from ckanext.suedwestfalen.language import translator

FOLDER = "demo"
SHIPPED = "ckanext.suedwestfalen.seeds"

Place = str | Path | None
#: Called as :func:`seed` is, when the datasets are there.
Seeder = Callable[..., object]
_seeders: list[Seeder] = []


def register(seeder: Seeder) -> None:
    """Let a plugin's examples be seeded too; once is enough."""
    if seeder not in _seeders:
        _seeders.append(seeder)


def seed(place: Place, report: Report, *, force: bool = False) -> Report:
    """Create the examples that are missing; those that are there stay as they are unless `force` is set.

    An example names its organization by key (`organization`: AGS or Kreis key); one whose organization is missing is
    skipped. Raises tk.ValidationError when CKAN refuses an example.
    """
    organizations = municipalities.organizations()
    for example in read(place):
        group = organizations.get(example.pop("organization"))
        if group is None:
            report.add(SKIPPED, "example", example["name"])
            continue
        report.add(_seed(example | {"owner_org": group.id}, force=force), "example", example["name"])
    for seeder in _seeders:
        seeder(place, report, force=force)
    return report


def read(place: Place, *below: str) -> list[dict[str, Any]]:
    """Read the examples of a region's folder (None: the one that is shipped), or of a folder below its demo folder.

    There may be none. Raises tk.ValidationError that names a file which is no example.
    """
    root: Traversable = Path(place) if place else resources.files(SHIPPED)
    folder = root.joinpath(FOLDER, *below)
    if not folder.is_dir():
        return []
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    return [_read(file) for file in files]


def _(text: str) -> str:
    return translator(tk.config["ckan.locale_default"])(text)


def _read(file: Traversable) -> dict[str, Any]:
    try:
        example = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise tk.ValidationError({file.name: [_("The file is no JSON in UTF-8: %s") % error]}) from error
    if not isinstance(example, dict) or not {"name", "organization"} <= set(example):
        raise tk.ValidationError({file.name: [_("An example needs “name” and “organization”.")]})
    return example


def _seed(example: dict[str, Any], *, force: bool) -> str:
    package = model.Package.get(example["name"])
    if package is None:
        tk.get_action("package_create")(context(), example)
        return CREATED
    if not force:
        return SAME
    before = package.metadata_modified
    tk.get_action("package_update")(context(), {"id": package.id, "state": model.State.ACTIVE, **example})
    return CHANGED if package.metadata_modified != before else SAME
