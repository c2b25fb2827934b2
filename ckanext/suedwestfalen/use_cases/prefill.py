"""What the portal knows before somebody begins a use case: for whom they write, where, and whom towns may ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.use_cases import completing, names, permissions
from ckanext.suedwestfalen.use_cases.model import Contact


def new(user: str, wanted: Mapping[str, str]) -> dict[str, Any]:
    """Give the content of an empty form; `wanted` may name an organization of the user (`owner_org`)."""
    mine = permissions.organizations(user, "create_dataset")
    asked = wanted.get("owner_org") or wanted.get("group") or ""
    chosen = next((one for one in mine if asked in (one["id"], one["name"])), mine[0] if len(mine) == 1 else None)
    found: dict[str, Any] = {"license_id": completing.LICENCE, "contact_released": names.LOGGED_IN}
    if chosen:
        town = chosen["ags"] if len(chosen["ags"]) == 8 else ""
        found |= {"owner_org": chosen["id"], "municipality": [town] if town else [], **_contact(chosen["id"])}
    return found


def _contact(organization_id: str) -> dict[str, str]:
    """Give the contact that the organization named last."""
    query = (
        sa.select(Contact).join(model.Package, model.Package.id == Contact.package_id)
        .where(model.Package.owner_org == organization_id, model.Package.type == names.TYPE,
               model.Package.state != model.State.DELETED, Contact.email != "")
        .order_by(Contact.modified_at.desc()).limit(1)
    )
    last = model.Session.scalars(query).first()
    if last is None:
        return {}
    return {"contact_name": last.name, "contact_email": last.email, "contact_phone": last.phone,
            "contact_released": last.released}
