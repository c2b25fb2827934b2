"""Records of the source kind `use_cases`: read as in an import, and written through the harvest's own hand.

A portal never takes back what is its own; from the other portals' copies it learns who adopted it. What comes from a
third portal is taken unless the portal has a newer version.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.harvest import datasets
from ckanext.suedwestfalen.harvest.model import Source
from ckanext.suedwestfalen.harvest.readers import Context, Left
from ckanext.suedwestfalen.metadata.dataset import Mapped
from ckanext.suedwestfalen.use_cases import fields, names, records
from ckanext.suedwestfalen.use_cases.exchange import cases, comparing, findings, importing, writing
from ckanext.suedwestfalen.use_cases.exchange.record import Record

TYPE = names.TYPE
VERSION = 1
#: Under this key a dataset carries what lies beside it here: contact, adoptions, the portal that tells.
BESIDE = "use_case_beside"


def read(content: bytes, _context: Context) -> Mapped:
    """Make a use case of a record; raises ``FindingError`` where nothing can be made of it."""
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FindingError(findings.NO_BUNDLE()) from error
    record = cases.read(whole["useCase"], "1", whole.get("catalog", ""))
    beside = {"contact": record.contact, "adoptions": record.adoptions, "teller": record.teller}
    return Mapped({**record.dataset, BESIDE: beside}, {}, record.notes)


def write(dataset: dict[str, Any]) -> str:
    """Store a use case that the run has read; gives ``new``, ``changed`` or ``unchanged``. The caller commits.

    Raises :class:`Left` where the portal keeps what it has, and as ``datasets.write`` does.
    """
    record = _record(dataset)
    package = writing.find([record.identifier]).get(record.identifier)
    _refuse(record, package, dataset)
    if package is not None and _is_told_already(record, package):
        changed = sum(writing.merge_adoptions(record, package.id)[name] for name in ("new", "changed", "gone"))
        return "changed" if changed else "unchanged"
    owner = package.owner_org if package is not None else dataset["owner_org"]
    values = {
        **writing.dataset(record, owner), "resources": dataset["resources"],
        "id": package.id if package is not None else dataset["id"],
        "name": package.name if package is not None else dataset["name"],
        # by this the harvest's own guard knows whose name it is; use cases do not store it
        "harvest_guid": dataset["harvest_guid"],
    }
    outcome = datasets.write(values, stays=(), use_case_internal=True)
    counts = writing.beside(record, values["id"], event=outcome != "unchanged")
    told = any(counts[name] for name in ("new", "changed", "gone"))
    return "changed" if outcome == "unchanged" and told else outcome


def check(dataset: dict[str, Any], organization_id: str) -> dict[str, Any]:
    """Give why the portal would refuse a use case that was read, by field; writes nothing."""
    record = _record(dataset)
    package = writing.find([record.identifier]).get(record.identifier)
    found = importing.refused(record, package)
    if found and found.code != findings.DELETED_HERE.code:
        return {"identifier": [found.message(tk._)]}
    given = {**writing.dataset(record, organization_id), "id": writing.package_id(record.identifier)}
    if package is not None:
        given |= {"id": package.id, "name": package.name}
    errors = comparing.validate(given, package)[1]
    if not organization_id:
        errors.pop("owner_org", None)
    return errors


def _record(dataset: dict[str, Any]) -> Record:
    beside = dataset[BESIDE]
    ours = {*fields.order(), "tags"} - {"owner_org", "name"}
    known = {name: value for name, value in dataset.items() if name in ours}
    return Record(known, beside["contact"], beside["adoptions"], dataset["identifier"], dataset["modified"],
                  beside["teller"])


def _refuse(record: Record, package: model.Package | None, dataset: dict[str, Any]) -> None:
    found = importing.refused(record, package)
    # a record that was away and is there again comes back, as datasets do
    if found and found.code != findings.DELETED_HERE.code:
        if package is not None and not records.is_foreign(package) and package.state == model.State.ACTIVE:
            writing.merge_adoptions(record, package.id)
        raise Left(found)
    if package is None or package.owner_org == dataset["owner_org"] or _is_vouched(record, dataset):
        return
    raise Left(findings.OTHER_OWNER(catalog=record.dataset["source_catalog"]))


def _is_vouched(record: Record, dataset: dict[str, Any]) -> bool:
    """Tell whether the source is the very portal that the record comes from, not merely one that says so."""
    source = model.Session.get(Source, dataset["harvest_source_id"])
    said = urlsplit(record.dataset["source_catalog"]).netloc.casefold()
    return source is not None and urlsplit(source.url).netloc.casefold() == said


def _is_told_already(record: Record, package: model.Package) -> bool:
    """Tell whether the portal has this version; raises :class:`Left` where it has a newer one."""
    if package.state == model.State.DELETED:
        return False
    age = importing.older(record, package)
    if age:
        writing.merge_adoptions(record, package.id)
        raise Left(findings.OLDER(stored=importing.stored_modified(package), given=record.modified))
    # the portal itself is believed without a new date; what others pass on is not
    return age is False and record.teller.casefold() != str(package.extras["source_catalog"]).casefold()
