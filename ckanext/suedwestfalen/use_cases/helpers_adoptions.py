"""Template helpers of adoptions and comments. Each box asks a fixed number of queries, however many rows it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.orm import selectinload

from ckanext.suedwestfalen.catalogue import regions
from ckanext.suedwestfalen.use_cases import (
    adopting,
    adoption_states,
    adoption_tasks,
    adoptions,
    comments,
    derive,
    names,
    records,
)
from ckanext.suedwestfalen.use_cases.model import Adoption


def adoptions_box(case: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the box of a use case's page shows and offers to this reader.

    ``rows``: the adoptions; ``towns``: for whom the reader may declare; ``may_name``: whether the reader may name a
    town elsewhere; ``transfer``: the adoption because of which the owner might change the phase.
    """
    user = tk.g.user
    rows = adoptions.of(case["id"], user=user)
    found: dict[str, Any] = {"rows": _with_derived(rows, case, user), "towns": [], "may_name": False,
                             "transfer": None}
    package = model.Session.get(model.Package, case["id"])
    if not user or package is None:
        return found
    who = adoptions.reader(user)
    taken = {row["municipality"] for row in rows}
    if records.is_public(package):
        found["towns"] = [each for each in adopting.own_towns(package, who) if each["ags"] not in taken]
        found["may_name"] = who.agency or who.edits(package.owner_org)
    if who.edits(package.owner_org):
        query = (sa.select(Adoption).where(Adoption.package_id == package.id, Adoption.status == names.OPERATING)
                 .options(selectinload(Adoption.events)))
        first = adoption_tasks.suggests_transfer(package, model.Session.scalars(query).all())
        found["transfer"] = {"id": first.id, "town": adoptions.name_of(first)} if first else None
    return found


def _with_derived(rows: list[dict[str, Any]], case: Mapping[str, Any], user: str) -> list[dict[str, Any]]:
    """Add to each adoption the town's own use case, if the reader sees it, and what differs there."""
    if not rows:
        return rows
    query = sa.select(Adoption.id, Adoption.derived_id).where(
        Adoption.id.in_([row["id"] for row in rows]), Adoption.derived_id != "")
    wanted = {row[0]: row[1] for row in model.Session.execute(query)}
    known = {each["id"]: each for each in derive.cases(wanted.values(), user)}
    return [{**row, "derived": _derived(known.get(wanted.get(row["id"], "")), case)} for row in rows]


def _derived(own: Mapping[str, Any] | None, case: Mapping[str, Any]) -> dict[str, Any] | None:
    if own is None:
        return None
    different = derive.differences(own, case)
    return {"name": own["name"], "title": own["title"], "differences": different,
            "labels": [each["label"] for each in different if each["kind"] != "open"]}


def origins(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the use cases that a case was derived from, as far as the reader sees them, and what differs."""
    return [{"name": each["name"], "title": each["title"], "differences": derive.differences(case, each)}
            for each in derive.origins(case, tk.g.user)]


def comments_box(case: Mapping[str, Any]) -> dict[str, Any]:
    """Give the comments on a use case, and for which organizations the reader may add one."""
    who = adoptions.reader(tk.g.user)
    package = model.Session.get(model.Package, case["id"])
    may = package is not None and records.is_public(package)
    return {"rows": comments.of(case["id"], who),
            "organizations": list(who.organizations.values()) if may else []}


def adoption_choices(field: str) -> list[dict[str, str]]:
    """Give the values of `status` or `cost_band` with their labels, in their order."""
    name = adoption_states.STATUS_LIST if field == "status" else adoption_states.COST_LIST
    return [{"value": each.name, "label": adoption_states.label(name, each.name)}
            for each in regions.current().choices.get(name, ())]


def adoption_value(field: str, value: Any) -> str:
    """Write a value of an adoption as people read it."""
    return adoption_states.readable(field, value)


def adoption_field(field: str) -> str:
    """Give the label of a field of an adoption."""
    known = adoption_states.FIELD_LABELS
    return tk._(known[field]) if field in known else field


def adoption_event(event: Mapping[str, Any]) -> str:
    """Say what kind of thing happened."""
    return {
        "created": tk._("Declared"), "changed": tk._("Changed"), "comment": tk._("Comment"),
        "note": tk._("Internal note"), "imported": tk._("Taken over from another portal"), "seen": tk._("Seen"),
        "derived": tk._("Own use case begun"),
    }.get(event["kind"], event["kind"])


def get_helpers() -> dict[str, Callable[..., Any]]:
    """Give the helpers to CKAN."""
    return {
        "use_case_adoptions_box": adoptions_box,
        "use_case_comments_box": comments_box,
        "use_case_adoption_choices": adoption_choices,
        "use_case_adoption_value": adoption_value,
        "use_case_adoption_field": adoption_field,
        "use_case_adoption_event": adoption_event,
        "use_case_derived_from": origins,
    }
