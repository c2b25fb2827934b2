"""Datasets that people made of a record that a source may list one day: filled from its address, or by its identifier.

One record is one dataset, also where a person was faster than the harvest. So the record's identity is noted when such
a dataset is saved, not searched for by every run. No source touches the dataset; an administrator may hand it over.
"""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.suedwestfalen.harvest.identity import free_name, key_of
from ckanext.suedwestfalen.harvest.model import Identity, Record
from ckanext.suedwestfalen.harvest.protocols import unique

#: State of the identity of such a dataset; its name there is the dataset's id, since people may change the name.
STATE = "by_hand"
# an entry of the table's index holds no more
_MOST_BYTES = 2000
# of one statement
_ROWS = 1000


def note(package: model.Package) -> None:
    """Note which record a dataset is, by its identifier; nothing where that means something in one source only.

    Whoever has the record already keeps it. The caller commits.
    """
    session = model.Session
    extras = package.extras or {}
    own = package.state == "active" and not extras.get("harvest_guid")
    key = _key_of(extras.get("identifier") or "") if own else ""
    mine = session.scalars(sa.select(Identity).where(Identity.package_id == package.id)).one_or_none()
    if mine and (mine.state != STATE or mine.key == key):
        return
    if mine:
        offer_again(mine)
        session.delete(mine)
        session.flush()
    if key:
        _take({key: package.id})


def note_all() -> None:
    """Note all datasets, for those that were saved while nobody noted them. The caller commits.

    Reads every identifier once: meant for the moment in which a source is added.
    """
    package = model.Package
    identifier, mark = package.extras["identifier"].astext, package.extras["harvest_guid"].astext
    noted = sa.exists().where(Identity.package_id == package.id)
    query = sa.select(package.id, identifier).where(package.type == "dataset", package.state == "active")
    query = query.where(identifier != "", sa.func.coalesce(mark, "") == "", ~noted)
    rows = model.Session.execute(query.order_by(package.metadata_created.desc(), package.id)).all()
    # of several with one identifier the oldest is the record
    _take({key: row.id for row in rows if (key := _key_of(row[1]))})


def _take(keys: dict[str, str]) -> None:
    rows = [{"key": key, "package_id": package_id, "name": package_id, "state": STATE}
            for key, package_id in keys.items()]
    for start in range(0, len(rows), _ROWS):
        model.Session.execute(insert(Identity).values(rows[start : start + _ROWS]).on_conflict_do_nothing())


def _key_of(identifier: str) -> str:
    """Give the key of an identifier that means the same record in every source; empty for others."""
    if len(identifier.encode()) > _MOST_BYTES or not unique.is_unique(identifier):
        return ""
    return key_of("", identifier)


def gone(package_id: str) -> None:
    """Let sources have the record of a dataset that was deleted: their next run takes it over. The caller commits."""
    query = sa.select(Identity).where(Identity.package_id == package_id, Identity.state == STATE)
    if mine := model.Session.scalars(query).one_or_none():
        offer_again(mine)


def offer_again(identity: Identity) -> None:
    """Let the next run of every source that offers a record import it."""
    records = sa.update(Record).where(Record.identity_key == identity.key, Record.state != "deleted")
    model.Session.execute(records.values(imported_hash="", imported_at=None),
                          execution_options={"synchronize_session": False})


def stands(identity: Identity) -> bool:
    """Tell whether a person's dataset is in the way of a harvest: it is there, published or not."""
    package = model.Session.get(model.Package, identity.package_id) if identity.state == STATE else None
    return package is not None and package.state != "deleted"


def give_up(identity: Identity) -> None:
    """Make the identity one that the next import of its record writes: into this dataset, under its name."""
    package = model.Session.get(model.Package, identity.package_id)
    name = package.name if package else ""
    taken = sa.select(Identity.key).where(Identity.name == name, Identity.key != identity.key)
    if not name or model.Session.execute(taken).first():
        name = free_name(package.title if package else "", identity.key)
    identity.name, identity.state = name, "deleted"


def forget(package_ids: list[str]) -> None:
    """Forget what was noted of these datasets; the caller gives them another identity, and commits."""
    mine = sa.delete(Identity).where(Identity.package_id.in_(package_ids), Identity.state == STATE)
    model.Session.execute(mine, execution_options={"synchronize_session": False})
