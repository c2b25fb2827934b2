"""Lead projects of a dataset: the field decides, the group's membership follows.

CKAN lets only members of a group add datasets to it. Whoever may edit a dataset may say to which lead project it
belongs, so the membership is written here; dataset page, group page, facet and counts are then CKAN's own.
"""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.suedwestfalen.catalogue.helpers import LEAD_PROJECT
from ckanext.suedwestfalen.catalogue.values import stored_list


def sync(pkg_dict: dict[str, Any], *, new: bool = False) -> None:
    """Make the dataset a member of exactly the lead projects of its field; a new one is a member of none yet."""
    package = model.Package.get(pkg_dict["id"])
    if package is None:
        return
    wanted = set(stored_list((package.extras or {}).get(LEAD_PROJECT)))
    members = {} if new else _members(package)
    for name, member in members.items():
        member.state = model.State.ACTIVE if name in wanted else model.State.DELETED
    for group in _groups(wanted - set(members)):
        model.Session.add(
            model.Member(table_name="package", table_id=package.id, capacity="public", group=group)
        )
    if wanted or members:
        model.Session.flush()


def has_datasets(group: model.Group) -> bool:
    """Tell whether datasets are members of a lead project."""
    query = model.Session.query(model.Member).filter_by(
        group_id=group.id, table_name="package", state=model.State.ACTIVE
    )
    return query.first() is not None


def _members(package: model.Package) -> dict[str, model.Member]:
    rows = (
        model.Session.query(model.Group.name, model.Member)
        .join(model.Member, model.Member.group_id == model.Group.id)
        .filter(model.Group.type == LEAD_PROJECT, model.Member.table_name == "package")
        .filter(model.Member.table_id == package.id)
        .order_by(model.Member.state.desc())
    )
    return {row[0]: row[1] for row in rows}


def _groups(names: set[str]) -> list[model.Group]:
    if not names:
        return []
    query = model.Session.query(model.Group).filter_by(type=LEAD_PROJECT, state=model.State.ACTIVE)
    return query.filter(model.Group.name.in_(names)).all()
