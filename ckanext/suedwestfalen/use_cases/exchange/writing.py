"""How a record from another portal is stored: published, read-only, under an id that follows from its identifier."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.harvest import identity
from ckanext.suedwestfalen.use_cases import adoptions, contacts, fields, names, records
from ckanext.suedwestfalen.use_cases.exchange import bundle
from ckanext.suedwestfalen.use_cases.exchange.record import Record

IMPORTED = "imported"


def package_id(identifier: str) -> str:
    """Give the id that the use case of this identifier has here, by whatever way it comes (also the harvest's)."""
    return str(uuid.uuid5(identity.NAMESPACE, identity.key_of("", identifier)))


def is_own(address: str) -> bool:
    """Tell whether an address (of a portal, or an identifier) is this portal's."""
    own, other = (text.partition("://")[2].rstrip("/").casefold() for text in (bundle.portal(), address))
    return bool(own) and (other == own or other.startswith(f"{own}/"))


def dataset(record: Record, owner_org: str) -> dict[str, Any]:
    """Give the record as CKAN's actions take it, without id and name."""
    found = dict(record.dataset)
    if isinstance(found.get("publisher"), dict):
        found["publisher"] = json.dumps(found["publisher"], ensure_ascii=False, sort_keys=True)
    return {
        # what the other portal has taken out goes here too
        **_nothing(), **found, "type": names.TYPE, "owner_org": owner_org, "state": "active", "private": False,
    }


def _nothing() -> dict[str, Any]:
    listed = {*fields.REPEATING, *fields.SEVERAL}
    return {
        name: [] if name in listed else "" for name in fields.order()
        if name not in ("owner_org", "name", "identifier", "tag_string", "kreis", *names.CONTACT_FIELDS)
    } | {"tags": [], "resources": []}


def contact(record: Record) -> dict[str, str]:
    """Give the contact as it can be stored: fields that are no contact's are left out."""
    values, errors = contacts.clean(record.contact or {})
    return {name: value for name, value in values.items() if name not in errors}


def beside(record: Record, case_id: str, *, user: str = "", event: bool = False) -> Counter[str]:
    """Store what lies beside the dataset: contact, adoptions, history. Gives what became of the adoptions.

    Commits nothing.
    """
    values = contact(record)
    if values:
        contacts.save(case_id, {**dict.fromkeys(names.CONTACT_FIELDS, ""), **values})
    else:
        contacts.drop(case_id)
    if event:
        records.remember(case_id, IMPORTED, record.teller, user)
    return merge_adoptions(record, case_id)


def merge_adoptions(record: Record, case_id: str) -> Counter[str]:
    """Merge the adoptions; those that were declared here and come back are left out. Commits nothing."""
    told = [row for row in record.adoptions if not is_own(row.get("catalog") or "")]
    return adoptions.merge(case_id, told, record.teller)


def find(identifiers: list[str]) -> dict[str, model.Package]:
    """Give the use cases that have one of the identifiers, in whatever state, by identifier."""
    ids = {package_id(one): one for one in identifiers}
    said = model.Package.extras["identifier"].astext
    query = sa.select(model.Package).where(
        model.Package.type == names.TYPE, sa.or_(said.in_(identifiers), model.Package.id.in_(list(ids))))
    found: dict[str, model.Package] = {}
    for package in model.Session.scalars(query):
        found[(package.extras or {}).get("identifier") or ids.get(package.id, "")] = package
    return found
