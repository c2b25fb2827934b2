"""Adoptions that another portal tells of a use case, merged by municipality: the newest wins, and its history says so.

A list is all that its portal shows of the use case: what that portal told earlier and does not tell any more was
taken back there, and goes here too, unless a town of this portal has carried it on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import municipalities, regions
from ckanext.suedwestfalen.use_cases import adoption_values
from ckanext.suedwestfalen.use_cases.adoption_states import is_public
from ckanext.suedwestfalen.use_cases.model import Adoption, AdoptionEvent, now

#: What another portal may say of an adoption; the same that everybody may read.
FIELDS = ("status", "since", "changes", "cost_band", "reason", "public")
#: More of one use case is no list of towns.
MOST = 2000


def lock(package_id: str) -> None:
    """Let nobody else add adoptions of a use case until this transaction ends."""
    number = int.from_bytes(hashlib.sha256(f"adoptions {package_id}".encode()).digest()[:8], "big", signed=True)
    model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))


def find(package_id: str, ags: str, name: str) -> Adoption | None:
    """Give the adoption of a municipality: that of its key, else the one of its name."""
    rows = model.Session.scalars(sa.select(Adoption).where(Adoption.package_id == package_id)).all()
    return _find(rows, ags, name)


def _find(rows: Iterable[Adoption], ags: str, name: str) -> Adoption | None:
    rows, wanted = list(rows), same_name(name)
    for row in rows:
        if ags and row.municipality == ags:
            return row
    return next((row for row in rows if wanted and same_name(row.name) == wanted
                 and not (ags and row.municipality)), None)


def same_name(name: str) -> str:
    """Give a name as names are compared."""
    return " ".join(name.split()).casefold()


def merge(package_id: str, told: list[Mapping[str, Any]], catalog: str) -> Counter[str]:
    """Merge what a portal tells of a use case; gives how many were new, changed, same, older, refused, gone.

    ``catalog``: the portal, as it is kept with each adoption.
    ``told``: ``municipality`` (AGS) or ``name``, ``status``, ``since``, ``changes``, ``cost_band``, ``public``,
    ``modified`` (ISO). Never raises for what a record holds; does not commit.
    """
    lock(package_id)
    counts: Counter[str] = Counter()
    if not told and not _any(package_id):
        return counts
    rows = list(model.Session.scalars(
        sa.select(Adoption).where(Adoption.package_id == package_id).execution_options(populate_existing=True)))
    seen: set[str] = set()
    for record in told[:MOST]:
        outcome, adoption = _merge_one(package_id, rows, record, catalog)
        counts[outcome] += 1
        if adoption is not None:
            seen.add(adoption.id)
    counts["refused"] += max(0, len(told) - MOST)
    for row in rows:
        if catalog and row.catalog == catalog and row.id not in seen and _only_told(row):
            model.Session.delete(row)
            counts["gone"] += 1
    model.Session.flush()
    return +counts


def _only_told(adoption: Adoption) -> bool:
    """Tell whether nobody of this portal has said or done anything about an adoption."""
    return not adoption.derived_id and all(event.kind == "imported" for event in adoption.events)


def _any(package_id: str) -> bool:
    query = sa.select(Adoption.id).where(Adoption.package_id == package_id).limit(1)
    return model.Session.scalars(query).first() is not None


def _merge_one(
    package_id: str, rows: list[Adoption], record: Mapping[str, Any], catalog: str
) -> tuple[str, Adoption | None]:
    try:
        ags, name = _town(record)
        values = adoption_values.values(
            {"changes": "", "cost_band": "", "reason": "", "since": None, "status": "", "public": True,
             **{key: record[key] for key in FIELDS if key in record}})
    except (tk.ValidationError, AttributeError, TypeError):
        return "refused", None
    modified = _moment(record.get("modified"), values["since"])
    adoption = _find(rows, ags, name)
    if adoption is None:
        adoption = _new(values, modified, package_id=package_id, municipality=ags, name=name, catalog=catalog)
        rows.append(adoption)
        return "new", adoption
    return _newest(adoption, values, modified, catalog), adoption


def _town(record: Mapping[str, Any]) -> tuple[str, str]:
    """Give key and name of the town; the name is kept only where the region does not know the key."""
    ags = adoption_values.clean(record.get("municipality"))
    name = adoption_values.text("name", record.get("name") or "")
    if ags and not adoption_values.AGS.fullmatch(ags):
        raise tk.ValidationError({"municipality": [tk._("This is no AGS (8 digits).")]})
    if not ags and name and (known := regions.current().find(name)):
        ags = known.ags
    if not ags and not name:
        raise tk.ValidationError({"name": [tk._("Please name the municipality.")]})
    return ags, "" if ags and regions.current().municipality(ags) else " ".join(name.split())


def _moment(value: Any, since: dt.date | None) -> dt.datetime:
    """Give when a record was changed: never later than now, and the day of its status where it does not say."""
    try:
        found = dt.datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        found = dt.datetime.combine(since or dt.date(1990, 1, 1), dt.time())
    if found.tzinfo is None:
        found = found.replace(tzinfo=dt.timezone.utc)
    return min(found, now())


def _new(values: dict[str, Any], modified: dt.datetime, **identity: str) -> Adoption:
    town = municipalities.organization_of(identity["municipality"]) if identity["municipality"] else None
    adoption = Adoption(
        **identity, **values, organization_id=town.id if town else "", created_at=modified, modified_at=modified)
    adoption.events = [AdoptionEvent(kind="imported", text=identity["catalog"], values=pairs({}, values), at=now())]
    model.Session.add(adoption)
    return adoption


def _newest(adoption: Adoption, values: dict[str, Any], modified: dt.datetime, catalog: str) -> str:
    if adoption.organization_id and not adoption.catalog:
        # declared here: whether it is shown is the town's own affair, and what it does not show nobody else tells
        if not is_public(adoption.status, published=adoption.public):
            return "older"
        values = {**values, "public": adoption.public}
        if not is_public(values["status"], published=adoption.public):
            return "older"
    before = {name: getattr(adoption, name) for name in values}
    if _is_same(before, values):
        adoption.modified_at = max(adoption.modified_at, modified)
        return "same"
    # two that were changed at the same moment: both portals must come to the same
    if (modified, _written(values)) <= (adoption.modified_at, _written(before)):
        return "older"
    for name, value in values.items():
        setattr(adoption, name, value)
    adoption.modified_at, adoption.catalog = modified, catalog
    adoption.version += 1
    adoption.events.append(
        AdoptionEvent(kind="imported", text=catalog, values=pairs(before, values), at=now()))
    return "changed"


def _is_same(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Tell whether two say the same; a public status is public whether or not the town published it."""
    def told(values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "public": is_public(values["status"], published=values["public"])}

    return told(before) == told(after)


def _written(values: dict[str, Any]) -> str:
    return str(sorted((name, str(value)) for name, value in values.items() if name != "public"))


def pairs(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Give what changed as the history keeps it."""
    return {name: [plain(before.get(name)), plain(value)] for name, value in after.items()
            if (plain(before.get(name)) or "") != (plain(value) or "")}


def plain(value: Any) -> Any:
    """Give a value as JSON knows it; what is empty is an empty text."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else value
