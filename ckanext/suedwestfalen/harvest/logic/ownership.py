"""Who owns a field of a harvested dataset: what the harvest brings belongs to the source, the rest to the portal."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.harvest.datasets import BY_HAND, PLACE_FIELDS, PORTAL_FIELDS
from ckanext.suedwestfalen.harvest.model import Identity

# Moving, hiding and deleting a dataset is for the portal's people too.
ADMINISTRATION = ("owner_org", "state")
CHOICES = ("dna_goal", "lead_project")


def refuse_reserved_name(data_dict: dict[str, Any]) -> None:
    """Raise ``ValidationError`` if the name is that of another, harvested dataset, which may come back."""
    name = data_dict.get("name")
    if not isinstance(name, str) or data_dict.get("harvest_guid"):
        return
    query = sa.select(Identity.package_id).where(Identity.name == name, Identity.state != "purged")
    owner = model.Session.execute(query).scalar_one_or_none()
    package = model.Package.get(data_dict["id"]) if data_dict.get("id") else None
    if owner and owner != (package.id if package else None):
        sentence = tk._("This name belongs to a harvested dataset that may come back. Please choose another.")
        raise tk.ValidationError({"name": [sentence]})


def keep_what_the_source_owns(data_dict: dict[str, Any]) -> dict[str, Any]:
    """Give the update of a dataset with everything that its source owns as it is stored; others are not touched.

    The next change of the record would overwrite such an edit silently, so it is not taken in the first place.
    """
    package = model.Package.get(data_dict.get("id") or data_dict.get("name") or "")
    if package is None or not (package.extras or {}).get("harvest_guid"):
        return data_dict
    stored = tk.get_action("package_show")({"ignore_auth": True, "use_cache": False}, {"id": package.id})
    sent = {name: data_dict[name] for name in (*PORTAL_FIELDS, *ADMINISTRATION) if name in data_dict}
    # in an update, and in a form without a tick, what is not sent is removed
    removed = {name: [] for name in CHOICES if name not in data_dict}
    return {**stored, **removed, **sent, **_place(stored, data_dict)}


def _place(stored: dict[str, Any], data_dict: dict[str, Any]) -> dict[str, Any]:
    """Give municipality and Kreis as sent; a change makes them the portal's, which no run touches."""
    sent = {name: data_dict[name] for name in PLACE_FIELDS[:2] if name in data_dict}
    changed = any(_as_set(value) != _as_set(stored.get(name)) for name, value in sent.items())
    return {**sent, PLACE_FIELDS[2]: BY_HAND} if changed else {}


def _as_set(value: Any) -> set[str]:
    if not value:
        return set()
    return {value} if isinstance(value, str) else set(value)
