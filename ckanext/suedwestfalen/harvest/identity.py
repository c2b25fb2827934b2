"""Who a record is, for ever: its key, its dataset's id and name, its resources' ids."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.harvest.model import Identity, Source
from ckanext.suedwestfalen.harvest.protocols import unique

# ids of datasets and resources are computed, so that a run that was killed finds them again
NAMESPACE = uuid.UUID("6a1e0a53-6f0f-5b0c-9d5d-0f2a4b7c9e11")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def key_of(source_id: str, guid: str) -> str:
    """Give the key under which a GUID is known: itself if unique in the world (UUID, absolute URI), else scoped."""
    if uuid_in_it := unique.as_uuid(guid):
        return uuid_in_it
    if unique.is_unique(guid):
        return guid
    return f"{source_id}|{guid}"


def resource_id(package_id: str, url: str, resource_format: str, ordinal: int) -> str:
    """Give the id of a resource, the same whenever its dataset has this address in this format."""
    return str(uuid.uuid5(NAMESPACE, f"{package_id}|{url}|{resource_format}|{ordinal}"))


def give_resource_ids(package_id: str, resources: list[dict[str, Any]]) -> None:
    """Set ``id`` of every resource; equal (URL, format) pairs are told apart by their order."""
    seen: dict[tuple[str, str], int] = {}
    for resource in resources:
        pair = (resource.get("url", ""), resource.get("format", ""))
        ordinal = seen[pair] = seen.get(pair, -1) + 1
        resource["id"] = resource_id(package_id, *pair, ordinal)


def keep_resource_ids(existing: list[dict[str, Any]], resources: list[dict[str, Any]]) -> None:
    """Set ``id`` of resources that are new by their computed id back to what the dataset has for their address.

    So the resources of a dataset that was taken over keep their ids, which views and links of others name; the one of
    the same format first.
    """
    free = {one["id"]: one for one in existing if one["id"] not in {resource["id"] for resource in resources}}
    new = [resource for resource in resources if resource["id"] not in {one["id"] for one in existing}]
    for names in (("url", "format"), ("url",)):
        for resource in [one for one in new if one.get("url")]:
            wanted = [str(resource.get(name) or "").lower() for name in names]
            same = (one for one in free.values() if [str(one.get(name) or "").lower() for name in names] == wanted)
            if found := next(same, None):
                resource["id"] = found["id"]
                del free[found["id"]]
                new.remove(resource)


def slug(title: str) -> str:
    """Give a title as a dataset name: lower case, ä as ae, words joined by hyphens, at most 80 characters."""
    text = title.lower().translate(UMLAUTS)
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:80].strip("-")


def obtain(titles: Mapping[str, str], source: Source) -> dict[str, Identity]:
    """Give the identities of these keys, locked for this transaction; ``titles`` gives those that are new a free name.

    Three questions for any number of keys. Raises ``IntegrityError`` when another transaction takes a key or a name
    in the same moment.
    """
    session = model.Session
    query = sa.select(Identity).where(Identity.key.in_(titles)).order_by(Identity.key).with_for_update()
    found = {identity.key: identity for identity in session.scalars(query.execution_options(populate_existing=True))}
    names = free_names({key: title for key, title in titles.items() if key not in found})
    made = {
        key: Identity(
            key=key,
            package_id=str(uuid.uuid5(NAMESPACE, key)),
            name=name,
            state="live",
            leading_source_id=source.id,
        )
        for key, name in sorted(names.items())
    }
    if made:
        session.add_all(made.values())
        session.flush()
    return {**found, **made}


def free_name(title: str, key: str) -> str:
    """Give a dataset name made from a title that no dataset and no identity has; the key makes it unique."""
    return free_names({key: title})[key]


def free_names(titles: Mapping[str, str]) -> dict[str, str]:
    """Give for each key a dataset name made from its title, different from each other, see :func:`free_name`."""
    candidates = {key: _candidates(title, key) for key, title in titles.items()}
    every = [name for names in candidates.values() for name in names]
    taken = sa.union_all(
        sa.select(model.Package.name).where(model.Package.name.in_(every)),
        sa.select(Identity.name).where(Identity.name.in_(every)),
    )
    used = set(model.Session.execute(taken).scalars()) if every else set()
    free = {}
    for key, names in candidates.items():
        free[key] = next(name for name in names if name not in used)
        used.add(free[key])
    return free


def _candidates(title: str, key: str) -> list[str]:
    digest = hashlib.sha256(key.encode()).hexdigest()
    base = slug(title)
    if len(base) < 2:
        base = f"datensatz-{digest[:12]}"
    return [base, f"{base}-{digest[:8]}", f"{base}-{digest[:16]}"]
