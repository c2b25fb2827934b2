"""Who takes a use case over, for whoever reads it.

The public sees the municipality, the status, since when, what it changes and the cost band, and that only once the
town introduces the solution or publishes its adoption earlier. History, notes and the contact are for the two towns
and the region's agency. Nothing here is part of a dataset dict, of the index or of a cache.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.orm import selectinload

from ckanext.suedwestfalen.catalogue.helpers import municipality_name
from ckanext.suedwestfalen.use_cases import adoption_merge, adoption_states, names, permissions, records
from ckanext.suedwestfalen.use_cases.model import Adoption, AdoptionEvent

Described = dict[str, Any]
#: Merging what another portal tells: see there.
merge = adoption_merge.merge


@dataclass(frozen=True)
class Reader:
    """Who reads: the organizations for which the person edits, and whether the person speaks for the agency."""

    user: str = ""
    organizations: dict[str, dict[str, Any]] = field(default_factory=dict)
    agency: bool = False

    def edits(self, organization_id: str | None) -> bool:
        """Tell whether the reader edits for an organization."""
        return bool(organization_id) and organization_id in self.organizations

    def role(self, adoption: Adoption, owner: str | None) -> str:
        """Tell what the reader is to an adoption: adopter, owner, agency, or nobody in particular ("")."""
        if self.edits(adoption.organization_id):
            return "adopter"
        if self.edits(owner):
            return "owner"
        return "agency" if self.agency else ""


def reader(user: str) -> Reader:
    """Give what must be known of a user; anonymous is the empty name."""
    if not user:
        return Reader()
    edited = {each["id"]: each for each in permissions.organizations(user)}
    return Reader(user, edited, permissions.is_agency(user))


def of(package_id: str, *, user: str) -> list[Described]:
    """Give what the user may see of a use case's adoptions, with history where it is theirs.

    The caller has made sure that the user may see the use case, or is asked for it: of a use case that is not public
    only those involved get anything.
    """
    package = model.Session.get(model.Package, package_id)
    who = reader(user)
    query = sa.select(Adoption).where(Adoption.package_id == package_id)
    if user:
        query = query.options(selectinload(Adoption.events))
    rows = model.Session.scalars(query).all()
    titles = _titles(rows) if user else {}
    described = (describe(adoption, package, who, titles) for adoption in rows)
    return sorted((each for each in described if each), key=_order)


def public_of(package_ids: Iterable[str]) -> dict[str, list[Described]]:
    """Give the public adoptions of many use cases by their ids, in one query; use cases without any are left out.

    The caller only names use cases that the reader may see.
    """
    query = sa.select(Adoption).where(Adoption.package_id.in_(list(package_ids)), _is_public())
    found: dict[str, list[Described]] = {}
    for adoption in model.Session.scalars(query):
        found.setdefault(adoption.package_id, []).append(public_part(adoption))
    return {package_id: sorted(rows, key=_order) for package_id, rows in found.items()}


def of_municipality(ags: str) -> list[Described]:
    """Give the public adoptions of a municipality (AGS), each with ``case``: name and title of a public use case."""
    query = (
        sa.select(Adoption, model.Package)
        .join(model.Package, model.Package.id == Adoption.package_id)
        .where(Adoption.municipality == ags, _is_public(), case_is_public())
    )
    if not records.is_id(ags):
        return []
    rows = [{**public_part(adoption), "case": {"name": package.name, "title": package.title or package.name}}
            for adoption, package in model.Session.execute(query)]
    return sorted(rows, key=lambda row: (*_order(row)[:1], row["case"]["title"].casefold()))


def case_is_public() -> Any:
    """Give the condition that a package (already in the query) is a use case that everybody sees."""
    return sa.and_(model.Package.type == names.TYPE, model.Package.state == model.State.ACTIVE,
                   model.Package.private.is_(False))


def _is_public() -> Any:
    return sa.or_(Adoption.public.is_(True), Adoption.status.in_(names.ADOPTION_PUBLIC))


def get(adoption_id: str) -> Adoption:
    """Give an adoption; raises tk.ObjectNotFound."""
    found = None
    if records.is_id(adoption_id):
        found = model.Session.get(Adoption, adoption_id, options=[selectinload(Adoption.events)])
    if found is None:
        raise tk.ObjectNotFound(tk._("There is no such adoption."))
    return found


def show(adoption: Adoption, user: str) -> Described | None:
    """Give what a user may see of one adoption; None: nothing."""
    package = model.Session.get(model.Package, adoption.package_id)
    return describe(adoption, package, reader(user), _titles([adoption]) if user else {})


def describe(
    adoption: Adoption, package: model.Package | None, who: Reader, titles: dict[str, str]
) -> Described | None:
    """Give what a reader may see of an adoption; None: nothing."""
    role = who.role(adoption, package.owner_org if package else None)
    if role:
        return {**public_part(adoption), **_inner_part(adoption, role, who, package), "history": history(
            adoption, titles)}
    visible = package is not None and package.state == model.State.ACTIVE and not package.private
    if visible and adoption_states.is_public(adoption.status, published=adoption.public):
        return public_part(adoption)
    return None


def public_part(adoption: Adoption) -> Described:
    """Give what everybody may know of a public adoption: also why a town dropped it, if it shows that at all."""
    return {
        "id": adoption.id, "package_id": adoption.package_id, "municipality": adoption.municipality,
        "name": name_of(adoption), "status": adoption.status,
        "since": adoption.since.isoformat() if adoption.since else "", "changes": adoption.changes,
        "cost_band": adoption.cost_band, "reason": adoption.reason,
        "modified": _written(adoption.modified_at), "catalog": adoption.catalog,
    }


def _inner_part(adoption: Adoption, role: str, who: Reader, package: model.Package | None) -> Described:
    return {
        "role": role, "organization_id": adoption.organization_id, "contact": adoption.contact,
        "note": adoption.note, "public": adoption.public,
        "derived_id": adoption.derived_id, "version": adoption.version, "created": _written(adoption.created_at),
        "may_update": may_update(adoption, package, who),
        "following": list(adoption_states.FOLLOWING.get(adoption.status, names.ADOPTION_STATES)),
    }


def may_update(adoption: Adoption, package: model.Package | None, who: Reader) -> bool:
    """Tell who sets the status: the town itself; of a town without organization here, the owner or the agency."""
    if adoption.organization_id:
        return who.edits(adoption.organization_id)
    return who.agency or (package is not None and who.edits(package.owner_org))


def name_of(adoption: Adoption) -> str:
    """Give the name of the town: the region's, else the one that was told, else its key."""
    found = municipality_name(adoption.municipality) if adoption.municipality else ""
    return adoption.name or found if found == adoption.municipality else found


def history(adoption: Adoption, titles: dict[str, str]) -> list[Described]:
    """Give what was set and said, the newest first; for whom a person spoke, never who it was."""
    return [
        {
            "kind": event.kind, "text": event.text, "at": _written(event.at),
            "organization_id": event.organization_id, "organization": titles.get(event.organization_id, ""),
            "changes": [{"field": name, "before": event.values[name][0], "after": event.values[name][1]}
                        for name in adoption_states.FIELD_LABELS if name in event.values],
        }
        for event in reversed(adoption.events)
    ]


def since_version(adoption: Adoption, version: int) -> list[AdoptionEvent]:
    """Give what was set after a version: each version was made by one of these events."""
    made = [event for event in adoption.events if event.kind in ("created", "changed", "imported")]
    return made[version:]


def _titles(adoptions: Iterable[Adoption]) -> dict[str, str]:
    """Names of the organizations that spoke, in one query."""
    ids = {event.organization_id for adoption in adoptions for event in adoption.events} - {""}
    if not ids:
        return {}
    query = sa.select(model.Group).where(model.Group.id.in_(ids))
    return {group.id: group.display_name for group in model.Session.scalars(query)}


def _order(row: Described) -> tuple[int, str]:
    order = adoption_states.ORDER
    return (order.index(row["status"]) if row["status"] in order else len(order), row["name"].casefold())


def _written(moment: dt.datetime | None) -> str:
    return moment.astimezone(dt.timezone.utc).isoformat().replace("+00:00", "Z") if moment else ""
