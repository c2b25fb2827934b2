"""Example use cases, clearly marked as such, from the folder `demo/use_cases` of the region's folder.

An example is the dict of a use case, contact included, with some words of its own: `organization` is the key (AGS) of
the organization that publishes it; `based_on` and the `dataset` of its data are names of other examples; `adoptions`
lists who takes it over, each with `municipality` (AGS) or `name`, the states it went through (`way`), and the name of
the use case that came of it (`derived`). A use case stands in a file behind those it is based on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.catalogue import demo, municipalities
from ckanext.suedwestfalen.catalogue.seeding import CHANGED, CREATED, SAME, SKIPPED, Report, context
from ckanext.suedwestfalen.use_cases import names, records
from ckanext.suedwestfalen.use_cases.model import Adoption, AdoptionEvent

FOLDER = "use_cases"
KIND = "example"

Organizations = Mapping[str, model.Group]


def seed(place: demo.Place, report: Report, *, force: bool = False) -> None:
    """Create the examples that are missing, published; those that are there stay as they are unless `force` is set.

    One whose organization is missing is skipped. Raises tk.ValidationError when an example is refused.
    """
    organizations = municipalities.organizations()
    written: list[tuple[model.Package, list[dict[str, Any]]]] = []
    for example in demo.read(place, FOLDER):
        group, adoptions = organizations.get(example.pop("organization")), example.pop("adoptions", [])
        if group is None:
            report.add(SKIPPED, KIND, example["name"])
            continue
        outcome, package = _seed(example | {"owner_org": group.id}, force=force)
        if outcome != SAME or force:
            written.append((package, adoptions))
        report.add(outcome, KIND, example["name"])
    # an adoption names the use case that came of it, which stands in a later file
    for package, adoptions in written:
        for adoption in adoptions:
            _adopt(package, adoption, organizations)
    model.repo.commit()


def _seed(example: dict[str, Any], *, force: bool) -> tuple[str, model.Package]:
    package = model.Package.get(example["name"])
    if package is not None and not force:
        return SAME, package
    before, outcome = (package.metadata_modified, CHANGED) if package is not None else (None, CREATED)
    content = _complete(example) | ({"id": package.id} if package is not None else {})
    stored = records.write(content, user=context()["user"])
    package = model.Package.get(stored["id"])
    return SAME if package.metadata_modified == before else outcome, package


def _complete(example: Mapping[str, Any]) -> dict[str, Any]:
    """Give the example as it is saved: published and reviewed today, with links to what this portal has."""
    found = {**example, "example": "ja", "record_status": names.PUBLISHED,
             "last_reviewed": dt.datetime.now(dt.timezone.utc).date().isoformat()}
    for field in ("data_required", "data_produced"):
        found[field] = [_linked(row) for row in example.get(field, ())]
    return found


def _linked(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row without the dataset that is not in this portal."""
    package = model.Package.get(row.get("dataset") or "")
    there = package is not None and package.state == model.State.ACTIVE
    return {name: value for name, value in row.items() if name != "dataset" or there}


def _adopt(package: model.Package, told: Mapping[str, Any], organizations: Organizations) -> None:
    """Write down an adoption with the steps of its way; one that is there already is the town's own affair.

    Past the actions: nobody is to get mail about an example.
    """
    ags, name = told.get("municipality", ""), told.get("name", "")
    once = sa.select(Adoption.id).where(
        Adoption.package_id == package.id, Adoption.municipality == ags, Adoption.name == name)
    if model.Session.scalar(once):
        return
    group, derived = organizations.get(ags), records.find(told.get("derived"))
    speaker = group.id if group is not None else package.owner_org
    texts = {field: told.get(field, "") for field in ("changes", "note", "reason")}
    way, start = told["way"], dt.datetime.now(dt.timezone.utc).replace(microsecond=0)
    adoption = Adoption(
        package_id=package.id, municipality=ags, name=name, organization_id=group.id if group is not None else "",
        status=way[-1], public=bool(told.get("public")), derived_id=derived.id if derived is not None else "",
        version=len(way), since=start.date(), created_at=start, modified_at=start, **texts)
    for number, (before, after) in enumerate(zip(["", *way], way, strict=False)):
        adoption.events.append(AdoptionEvent(
            kind="changed" if number else "created", values={"status": [before, after]}, organization_id=speaker,
            at=start + dt.timedelta(milliseconds=number)))
    model.Session.add(adoption)
