"""Takes over the sources of ckanext-harvest, and binds its datasets to them, so that these keep ids and names.

Its tables are read with SQL: it need not be installed any more, and nothing of it is changed. A source keeps its id,
by which a second call knows it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.findings import INFO, N_, WARNING, Finding, FindingError, kind
from ckanext.suedwestfalen.harvest import by_hand, sources
from ckanext.suedwestfalen.harvest import takeover_mapping as mapping
from ckanext.suedwestfalen.harvest.identity import key_of
from ckanext.suedwestfalen.harvest.importing import summary
from ckanext.suedwestfalen.harvest.logic import schema
from ckanext.suedwestfalen.harvest.model import Identity, Record, Source, now

BATCH = 200
NEW, KNOWN, REFUSED = "new", "known", "refused"
Progress = Callable[[int], None]

NO_TABLES = kind("takeover-no-tables", WARNING, N_("This database has no tables of ckanext-harvest."))
REMOVED = kind("takeover-removed", WARNING, N_("It was deleted in ckanext-harvest."))
REMOVED_HERE = kind("takeover-removed-here", WARNING, N_("It was taken over before, and removed here since."))
UNKNOWN_TYPE = kind("takeover-type", WARNING, N_("This portal has no kind of source for its type “%(type)s”."))
INVALID = kind("takeover-invalid", WARNING, N_("The portal would not accept this source: %(errors)s"))
NO_ORGANIZATION = kind(
    "takeover-organization", WARNING, N_("It has no organization."), N_("Name one with --organization.")
)
RHYTHM = kind("takeover-rhythm", INFO, N_("Its rhythm %(frequency)s does not exist here; it is weekly now."))
NOT_TAKEN = kind("takeover-settings", WARNING, N_("Settings that could not be taken over: %(names)s"))
UNREADABLE = kind("takeover-configuration", WARNING, N_("Its configuration is not JSON and was left out."))
LEFT_ALONE = kind(
    "takeover-left-alone",
    WARNING,
    N_("Left alone: the dataset %(name)s. Its record (%(guid)s) belongs to the dataset %(other)s already."),
)


def _table(name: str, columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in columns.split()))


_SOURCES = _table("harvest_source", "id url title type config active frequency publisher_id created")
_OBJECTS = _table(
    "harvest_object", "id guid current content gathered import_finished harvest_source_id package_id"
)
_EXTRAS = _table("harvest_object_extra", "harvest_object_id key value")


@dataclass
class Taken:
    """What became of a source of theirs: ``state`` new, known (taken over before) or refused.

    ``datasets`` is the number bound by this call. A refused source has no ``name``.
    """

    title: str
    state: str = REFUSED
    name: str = ""
    kind: str = ""
    schedule: str = ""
    active: bool = False
    datasets: int = 0
    notes: list[Finding] = field(default_factory=list)


def count() -> int:
    """Give how many objects are looked at; raises ``FindingError`` where ckanext-harvest never was."""
    if model.Session.scalar(sa.select(sa.func.to_regclass(_OBJECTS.name))) is None:
        raise FindingError(NO_TABLES())
    return model.Session.scalar(sa.select(sa.func.count()).select_from(_bindable().subquery()))


def take_over(
    *, activate: bool = False, organization: str = "", dry_run: bool = False, progress: Progress = lambda _: None
) -> Iterator[Taken]:
    """Take over one source after the other, the oldest first, each with its datasets in one transaction.

    ``activate`` lets new sources run by their schedule if they did; ``organization`` (id or name) gets those that
    have none. A dry run does the same and takes it all back at its end. ``progress`` is told of objects looked at.
    Needs a request context, in whose language refusals are given. Raises ``FindingError`` where there are no tables.
    """
    session = model.Session
    count()
    for old in session.execute(_old_sources()).all():
        taken = Taken(old.title or old.name or old.id)
        source_id = _source(old, taken, organization, activate=activate)
        if source_id:
            _bind(old, source_id, taken, progress)
        if not dry_run:
            session.commit()
        yield taken
    session.rollback()


def _old_sources() -> sa.Select:
    package = model.Package
    return (
        sa.select(_SOURCES, package.name, package.owner_org, package.state)
        .select_from(_SOURCES.outerjoin(package, package.id == _SOURCES.c.id))
        .order_by(_SOURCES.c.created.nulls_first(), _SOURCES.c.id)
    )


def _source(old: Any, taken: Taken, organization: str, *, activate: bool) -> str | None:
    """Find or make our source for one of theirs; gives its id, or None for one that is refused."""
    data = _data(old, taken, organization)
    found = model.Session.get(Source, old.id) or (data and _same(data))
    if found:
        taken.state, taken.name, taken.kind, taken.schedule = KNOWN, found.name, found.protocol, found.schedule
        taken.active, taken.notes = found.active, []
        if found.state == "active" and old.type in mapping.KINDS:
            return found.id
        taken.notes.append(REMOVED_HERE())
        return None
    if data is None:
        return None
    try:
        values = schema.validate(data, {"model": model, "session": model.Session})
    except tk.ValidationError as error:
        taken.notes = [INVALID(errors=summary(error.error_dict))]
        return None
    taken.active = bool(activate and old.active)
    given = {**values, "active": taken.active, "name": values.get("name") or sources.free_name(values["title"])}
    due = now() if given["schedule"] != "manual" else None
    model.Session.add(Source(id=old.id, next_run_at=due, **given))
    model.Session.flush()
    taken.state, taken.name, taken.kind, taken.schedule = NEW, given["name"], given["protocol"], given["schedule"]
    return old.id


def _data(old: Any, taken: Taken, organization: str) -> dict[str, Any] | None:
    """Give what theirs says as the form takes it; None, with a note, for what cannot become a source."""
    if old.state == "deleted":
        taken.notes.append(REMOVED())
    elif old.type not in mapping.KINDS:
        taken.notes.append(UNKNOWN_TYPE(type=old.type))
    elif not (owner := old.owner_org or old.publisher_id or organization):
        taken.notes.append(NO_ORGANIZATION())
    else:
        kind_here = mapping.KINDS[old.type][0]
        settings, left = mapping.settings(kind_here, _configuration(old.config, taken))
        schedule, same = mapping.schedule(old.frequency)
        if left:
            taken.notes.append(NOT_TAKEN(names=", ".join(left)))
        if not same:
            taken.notes.append(RHYTHM(frequency=old.frequency))
        name = {"name": old.name} if old.name and sources.get(old.name) is None else {}
        return {**name, "title": taken.title, "url": old.url, "protocol": kind_here, "organization_id": owner,
                "settings": settings, "schedule": schedule}
    return None


def _configuration(text: str | None, taken: Taken) -> Mapping[str, Any]:
    try:
        told = json.loads(text) if text and text.strip() else {}
    except ValueError:
        told = None
    if isinstance(told, dict):
        return told
    if told is not None or text:
        taken.notes.append(UNREADABLE())
    return {}


def _same(data: Mapping[str, Any]) -> Source | None:
    """Give the source that somebody made by hand for the same address."""
    query = sa.select(Source).where(
        Source.url == data["url"], Source.protocol == data["protocol"], Source.state == "active",
        Source.organization_id == data["organization_id"],
    )
    return model.Session.scalars(query).first()


def _bindable() -> sa.Select:
    """Select objects with a dataset, the current ones first.

    Those of deleted datasets are not current any more; should the record come back, it gets its old address again.
    """
    package = model.Package
    current = sa.func.coalesce(_OBJECTS.c.current, sa.false())
    return (
        sa.select(_OBJECTS.c.id)
        .select_from(_OBJECTS.join(package, package.id == _OBJECTS.c.package_id))
        .where(sa.or_(current, package.state == "deleted"), package.type != "harvest")
        # in bytes: so CKAN portals list their datasets, and the first of an identifier counts
        .order_by(current.desc(), sa.collate(_OBJECTS.c.guid, "C"), _OBJECTS.c.import_finished.desc(), _OBJECTS.c.id)
    )


def _bind(old: Any, source_id: str, taken: Taken, progress: Progress) -> None:
    """Give identities and records to the datasets of a source of theirs."""
    ids = list(model.Session.scalars(_bindable().where(_OBJECTS.c.harvest_source_id == old.id)))
    for start in range(0, len(ids), BATCH):
        chunk = ids[start : start + BATCH]
        place = {object_id: number for number, object_id in enumerate(chunk)}
        rows = sorted(model.Session.execute(_objects(chunk)), key=lambda row: place[row.id])
        _Batch(old, source_id, taken).bind(rows)
        progress(len(chunk))


def _objects(ids: list[str]) -> sa.Select:
    package, of = model.Package, _OBJECTS.c
    location = (
        sa.select(_EXTRAS.c.value)
        .where(_EXTRAS.c.harvest_object_id == of.id, _EXTRAS.c.key.in_(("waf_location", "doc_location")))
        .limit(1)
        .scalar_subquery()
    )
    seen = sa.func.coalesce(of.import_finished, of.gathered).label("seen")
    columns = (of.id, of.guid, of.content, of.package_id, seen, location.label("location"))
    query = sa.select(*columns, package.name, package.state)
    return query.select_from(_OBJECTS.join(package, package.id == of.package_id)).where(of.id.in_(ids))


class _Batch:
    """Some objects of one source; what the portal knows of them is asked for together."""

    def __init__(self, old: Any, source_id: str, taken: Taken):
        self.old, self.source_id, self.taken = old, source_id, taken
        self.reader = mapping.KINDS[old.type][1]
        self.identities: list[dict[str, Any]] = []
        self.records: list[dict[str, Any]] = []

    def bind(self, rows: list[Any]) -> None:
        """Write identities and records of datasets that have none; the caller commits."""
        by_hand.forget([row.package_id for row in rows])
        guids = {row.id: self._guids(row) for row in rows}
        self._ask(rows, [guid for some in guids.values() for guid in some])
        for row in rows:
            if row.package_id not in self.packages:
                self._one(row, guids[row.id])
        for table, new in ((Identity, self.identities), (Record, self.records)):
            if new:
                model.Session.execute(sa.insert(table), new)
        self.taken.datasets += len(self.identities)

    def _guids(self, row: Any) -> list[str]:
        return mapping.guids(self.old.type, self.old.url, row.guid or "", row.content, row.location)

    def _ask(self, rows: list[Any], guids: list[str]) -> None:
        known = sa.or_(
            Identity.key.in_([key_of(self.source_id, guid) for guid in guids]),
            Identity.package_id.in_([row.package_id for row in rows]),
            Identity.name.in_([row.name for row in rows]),
        )
        found = model.Session.execute(sa.select(Identity.key, Identity.package_id, Identity.name).where(known)).all()
        self.packages = {one.package_id for one in found}
        self.keys = {one.key: one.name for one in found}
        self.names = {one.name for one in found}
        listed = sa.select(Record.guid).where(Record.source_id == self.source_id, Record.guid.in_(guids))
        self.listed = set(model.Session.scalars(listed))

    def _one(self, row: Any, guids: list[str]) -> None:
        free = (guid for guid in guids if guid and key_of(self.source_id, guid) not in self.keys)
        guid = next(free, None)
        if guid is None or row.name in self.names:
            self._leave(row, guids[0])
            return
        key, state = key_of(self.source_id, guid), "live" if row.state == "active" else "deleted"
        self.identities.append({"key": key, "package_id": row.package_id, "name": row.name, "state": state,
                                "leading_source_id": self.source_id})
        self.packages.add(row.package_id)
        self.keys[key] = row.name
        self.names.add(row.name)
        if guid not in self.listed:
            self.listed.add(guid)
            # no hash of what was imported: the first run writes the dataset anew, under its id and name
            self.records.append({"source_id": self.source_id, "guid": guid, "identity_key": key, "state": state,
                                 "reader": self.reader, "url": row.location or "",
                                 "imported_at": row.seen and row.seen.replace(tzinfo=dt.timezone.utc)})

    def _leave(self, row: Any, guid: str) -> None:
        """Note a second dataset of a record; deleted ones are nobody's concern."""
        other = self.keys.get(key_of(self.source_id, guid), row.name)
        if row.state == "active":
            self.taken.notes.append(LEFT_ALONE(name=row.name, guid=guid, other=other))
