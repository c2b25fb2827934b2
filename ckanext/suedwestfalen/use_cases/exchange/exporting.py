"""Which use cases leave the portal, and with what: read page by page, as somebody without a login sees them.

A bundle is the same for everybody: what only its towns, the agency or an administrator may see is in none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.use_cases import adoptions, contacts, names, search
from ckanext.suedwestfalen.use_cases.exchange import bundle
from ckanext.suedwestfalen.use_cases.model import Contact, now

#: Use cases that are in memory at once, and ids that are asked for at once.
PAGE, IDS = 50, 1000

Package = dict[str, Any]


def ids(query: search.Query | None = None) -> list[str]:
    """Give the ids of the public use cases that a query finds (None: all), in the order of their identifiers.

    The list is complete before the first use case is read, so that none is lost or doubled while others are written.
    Raises CKAN's ``SearchError``.
    """
    query = query or search.Query()
    asked = {"q": search.words(query), "fq_list": search.conditions(query), "fl": ["id", "extras_identifier"],
             "sort": "id asc", "rows": IDS, "facet": "false"}
    found: list[tuple[str, str]] = []
    while True:
        page = tk.get_action("package_search")(_nobody(), {**asked, "start": len(found)})["results"]
        found += [(str(row.get("identifier") or row.get("extras_identifier") or ""), row["id"]) for row in page]
        if not page:
            return [package_id for _identifier, package_id in sorted(found)]


def packages(package_ids: list[str]) -> Iterator[tuple[Package, dict[str, str], list[dict[str, Any]]]]:
    """Give the use cases that are public still, in the order of the ids, each with public contact and adoptions."""
    for start in range(0, len(package_ids), PAGE):
        yield from _page(package_ids[start:start + PAGE])


def nodes(package_ids: list[str]) -> Iterator[bundle.Node]:
    """Give the same as nodes of a bundle."""
    site = bundle.portal()
    for package, contact, adopted in packages(package_ids):
        yield bundle.case(package, contact, adopted, site=site)


def document(package_ids: list[str], address: str = "/use_cases.jsonld") -> Iterator[str]:
    """Give the bundle of these use cases piece by piece. ``address``: the path under which it is got."""
    return bundle.document(
        nodes(package_ids), site=bundle.portal(), vocabulary=config.use_cases_vocabulary(), address=address,
        created=now().replace(microsecond=0, tzinfo=None).isoformat(),
    )


def _page(package_ids: list[str]) -> Iterator[tuple[Package, dict[str, str], list[dict[str, Any]]]]:
    wanted = " OR ".join(search.literal(package_id) for package_id in package_ids)
    found = tk.get_action("package_search")(_nobody(), {
        "fq_list": [f"+dataset_type:{names.TYPE}", f"+id:({wanted})"], "rows": len(package_ids), "facet": "false"})
    public = {package["id"]: package for package in found["results"] if is_public(package)}
    keys = _keys({package["owner_org"] for package in public.values() if package.get("owner_org")})
    reached = _contacts(public)
    adopted = adoptions.public_of(public)
    for package_id in package_ids:
        package = public.get(package_id)
        if package is None:
            continue
        contact, changed = reached.get(package_id, ({}, None))
        if package.get("organization"):
            package["organization"]["ags"] = keys.get(package["owner_org"])
        package["modified"] = _modified(package, changed)
        released = contact if contact.get("contact_released") == names.EVERYBODY else {}
        yield package, released, adopted.get(package_id, [])


def is_public(package: Package) -> bool:
    """Tell whether everybody sees a use case; asked of the index and again of its dict, as an index may be stale."""
    return (package.get("type") == names.TYPE and package.get("state") == "active" and not package.get("private")
            and package.get("record_status") in names.PUBLIC)


def _modified(package: Package, contact_changed: dt.datetime | None) -> str:
    """Give the time of the last change; of a foreign use case where it comes from.

    A contact that was changed or withdrawn must reach the others too, though CKAN's dataset did not change.
    """
    if package.get("source_catalog") or not contact_changed:
        return package.get("modified") or package["metadata_modified"]
    changed = contact_changed.astimezone(dt.timezone.utc).replace(tzinfo=None).isoformat()
    return max(package["metadata_modified"], changed)


def _keys(organization_ids: Iterable[str]) -> dict[str, str]:
    """Give the AGS or Kreis key of organizations that have one, in one query."""
    query = sa.select(model.Group.id, model.Group.extras["ags"].astext).where(
        model.Group.id.in_(list(organization_ids)))
    return {group_id: key for group_id, key in model.Session.execute(query) if key}


def _contacts(package_ids: Iterable[str]) -> dict[str, tuple[dict[str, str], dt.datetime]]:
    query = sa.select(Contact).where(Contact.package_id.in_(list(package_ids)))
    return {
        row.package_id: ({field: getattr(row, column) for field, column in contacts.COLUMNS.items()}, row.modified_at)
        for row in model.Session.scalars(query)
    }


def _nobody() -> dict[str, Any]:
    return {"user": "", "auth_user_obj": None, "ignore_auth": False}
