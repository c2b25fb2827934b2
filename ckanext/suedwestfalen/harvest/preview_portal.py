"""What the portal has of records that a source lists: datasets, and the other sources that offer them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.harvest import by_hand
from ckanext.suedwestfalen.harvest.identity import key_of
from ckanext.suedwestfalen.harvest.model import Identity, Record, Source


@dataclass
class Place:
    """A record's place in the portal.

    ``state``: new, known (its dataset is there), deleted (it would come back), purged (it stays away), handed (its
    dataset belongs to the editors), by_hand (people made its dataset). ``leads``: this source's copy is the dataset or
    would be; ``offered_by``: title of every other source, and whether it leads; ``imported_hash`` is that of what this
    source brought.
    """

    state: str = "new"
    leads: bool = True
    package_id: str = ""
    name: str = ""
    private: bool = False
    imported_hash: str = ""
    offered_by: list[tuple[str, bool]] = field(default_factory=list)


def look_up(source: Source, guids: Iterable[str]) -> dict[str, Place]:
    """Give, by GUID, what the portal knows; two queries for any number. ``source`` need not be stored."""
    keys = {guid: key_of(source.id or "", guid) for guid in guids}
    wanted = list(keys.values())
    identities = _identities(wanted)
    records: dict[str, list[sa.Row]] = {}
    for row in _records(wanted):
        records.setdefault(row.identity_key, []).append(row)
    return {
        guid: _place(source, identities[key], records.get(key, []))
        for guid, key in keys.items()
        if key in identities
    }


def _identities(keys: list[str]) -> dict[str, sa.Row]:
    package = model.Package
    query = (
        sa.select(
            Identity.key, Identity.state, Identity.leading_source_id, package.id, package.name, package.private,
            package.state.label("package_state"), Source.state.label("leader_state"), Source.rank.label("leader_rank"),
        )
        .outerjoin(package, package.id == Identity.package_id)
        .outerjoin(Source, Source.id == Identity.leading_source_id)
        .where(Identity.key.in_(keys))
    )
    return {row.key: row for row in model.Session.execute(query)}


def _records(keys: list[str]) -> Iterable[sa.Row]:
    query = (
        sa.select(Record.identity_key, Record.source_id, Record.state, Record.imported_hash, Source.title)
        .join(Source, Source.id == Record.source_id)
        .where(Record.identity_key.in_(keys), Record.state.in_(("live", "also")), Source.state == "active")
        .order_by(Source.rank, Source.title)
    )
    return model.Session.execute(query)


def _place(source: Source, identity: sa.Row, records: list[sa.Row]) -> Place:
    own = next((row for row in records if row.source_id == source.id), None)
    return Place(
        state=_state(identity, own),
        leads=_leads(source, identity, own),
        package_id=identity.id or "",
        name=identity.name if identity.package_state == "active" else "",
        private=bool(identity.private),
        imported_hash=own.imported_hash if own else "",
        offered_by=[
            (row.title, row.source_id == identity.leading_source_id) for row in records if row.source_id != source.id
        ],
    )


def _state(identity: sa.Row, own: sa.Row | None) -> str:
    if identity.state in ("purged", "handed"):
        return identity.state
    if identity.state == by_hand.STATE and identity.package_state not in (None, "deleted"):
        return identity.state
    if own is not None and identity.id is None:
        return "purged"  # by somebody, since the last run
    return "known" if identity.package_state == "active" else "deleted" if identity.id else "new"


def _leads(source: Source, identity: sa.Row, own: sa.Row | None) -> bool:
    """Tell whether the source's copy would be the dataset, by the rule of an import."""
    if identity.leading_source_id in (None, source.id) or identity.state == "deleted":
        return True
    return identity.leader_state != "active" or (own is None and source.rank < identity.leader_rank)
