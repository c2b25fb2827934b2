"""From records to use cases: first what would happen to each, then, if somebody wants it, that it happens.

A record from a bundle becomes a published use case that is read-only here; the newest wins, what belongs to this
portal is never taken over. A row of a table becomes a draft of the organization that was chosen, which its editors
finish.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import municipalities
from ckanext.suedwestfalen.findings import ERROR, N_, Finding, FindingError
from ckanext.suedwestfalen.use_cases import completing, contacts, names, pending, records
from ckanext.suedwestfalen.use_cases.exchange import columns, comparing, findings, writing
from ckanext.suedwestfalen.use_cases.exchange.record import Record

NEW, CHANGED, OLDER, SAME, CONFLICT, REFUSED = "new", "changed", "older", "same", "conflict", "refused"
OUTCOMES = (NEW, CHANGED, SAME, OLDER, CONFLICT, REFUSED)
#: What they are called.
WORDS = {
    NEW: N_("new"), CHANGED: N_("changed"), SAME: N_("unchanged"), OLDER: N_("older than here"),
    CONFLICT: N_("conflict"), REFUSED: N_("refused"),
}
#: What is written when it is wanted.
WRITTEN = (NEW, CHANGED)
#: Records that are compared at once.
PAGE = 100


@dataclass
class Difference:
    """What an import would do with a record; without one, a finding about a record that could not even be read.

    ``fields``: names of the fields that change. ``package_id``: the use case that is, or will be, changed.
    """

    record: Record | None
    outcome: str
    fields: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    package_id: str = ""
    name: str = ""
    owner_org: str = ""

    @property
    def title(self) -> str:
        """The title of the record; empty where it could not be read."""
        return self.record.title if self.record else ""


def differences(found: Iterable[Record | Finding], *, organization: str = "") -> Iterator[Difference]:
    """Compare records with what the portal has; writes nothing.

    ``organization``: id of the organization that drafts from tables belong to, and use cases of municipalities that
    have none of their own here.
    """
    for page in _pages(found):
        identifiers = [one.identifier for one in page if isinstance(one, Record) and one.identifier]
        stored = writing.find(identifiers) if identifiers else {}
        for one in page:
            if isinstance(one, Finding):
                yield Difference(None, REFUSED if one.severity == ERROR else SAME, findings=[one])
            elif one.identifier:
                yield _foreign(one, stored.get(one.identifier), organization)
            else:
                yield _draft(one, organization)


def _pages(found: Iterable[Record | Finding]) -> Iterator[list[Record | Finding]]:
    """Give records in pages; of a document that breaks off, what came before is given before that is said."""
    page: list[Record | Finding] = []
    try:
        for one in found:
            page.append(one)
            if len(page) == PAGE:
                yield page
                page = []
    except FindingError:
        yield page
        raise
    yield page


# --- records of bundles ---------------------------------------------------------------------------------------


def _foreign(record: Record, package: model.Package | None, organization: str) -> Difference:
    refusal = refused(record, package)
    if refusal:
        conflict = refusal.code == findings.OTHER_CATALOG.code
        return _difference(record, CONFLICT if conflict else REFUSED, package, refusal)
    if package is not None and (age := older(record, package)) is not None:
        outcome = _difference(record, OLDER if age else SAME, package)
        if age:
            outcome.findings.append(findings.OLDER(stored=stored_modified(package), given=record.modified))
        if _adoptions_change(record, package.id):
            outcome.outcome, outcome.fields = CHANGED, ["adoptions"]
        return outcome
    owner = package.owner_org if package is not None else owner_of(record, organization)
    if not owner:
        towns = ", ".join(record.dataset.get("municipality") or ["–"])
        return _difference(record, REFUSED, package, findings.NO_OWNER(municipality=towns))
    return _compared(record, package, owner)


def _compared(record: Record, package: model.Package | None, owner: str) -> Difference:
    given = {**writing.dataset(record, owner), "id": writing.package_id(record.identifier)}
    if package is not None:
        given |= {"id": package.id, "name": package.name}
    normal, errors = comparing.validate(given, package)
    if errors:
        return _difference(record, REFUSED, package, *_complaints(errors))
    fields = []
    if package is not None:
        stored = records.dataset(package)
        fields = comparing.changed(stored, normal)
        if contacts.of(package.id) != {**dict.fromkeys(names.CONTACT_FIELDS, ""), **writing.contact(record)} and (
            contacts.of(package.id) or record.contact
        ):
            fields.append("contact_name")
        fields += ["adoptions"] if _adoptions_change(record, package.id) else []
        fields.append("modified")
    compared = _difference(record, NEW if package is None else CHANGED, package)
    compared.fields, compared.owner_org = fields, owner
    return compared


def refused(record: Record, package: model.Package | None) -> Finding | None:
    """Give why a record of another portal cannot become, or change, a use case here; None if it can."""
    identifier = record.identifier
    if package is not None and not records.is_foreign(package):
        return findings.LOCAL(identifier=identifier)
    if writing.is_own(identifier) or writing.is_own(record.dataset["source_catalog"]):
        return findings.OWN(identifier=identifier)
    if package is None:
        return None
    if package.state == model.State.DELETED:
        return findings.DELETED_HERE()
    stored = str(package.extras["source_catalog"])
    if stored.casefold() != record.dataset["source_catalog"].casefold():
        return findings.OTHER_CATALOG(stored=stored, given=record.dataset["source_catalog"])
    return None


def older(record: Record, package: model.Package) -> bool | None:
    """Tell whether a record is older (True) or the same (False) as what is stored; None: it is newer."""
    stored = stored_modified(package)
    if record.modified > stored:
        return None
    return record.modified < stored


def stored_modified(package: model.Package) -> str:
    """Give when a foreign use case was changed where it comes from, as far as is known here."""
    return str((package.extras or {}).get("modified") or "")


def owner_of(record: Record, organization: str) -> str:
    """Give the id of the organization of the first municipality that has one here, else the one that was chosen."""
    for key in record.dataset.get("municipality") or []:
        group = municipalities.organization_of(key)
        if group is not None:
            return group.id
    return organization


def _adoptions_change(record: Record, package_id: str) -> bool:
    """Tell whether merging the adoptions would change any; nothing is written."""
    savepoint = model.Session.begin_nested()
    try:
        counts = writing.merge_adoptions(record, package_id)
    finally:
        savepoint.rollback()
        model.Session.expire_all()
    return any(counts[outcome] for outcome in ("new", "changed", "gone"))


# --- rows of tables -------------------------------------------------------------------------------------------


def _draft(record: Record, organization: str) -> Difference:
    """Compare a row with the draft of the same title that the organization has, if any."""
    if not organization:
        towns = ", ".join(record.dataset.get("municipality") or ["–"])
        return _difference(record, REFUSED, None, findings.NO_OWNER(municipality=towns))
    package = _same_title(record.title, organization)
    if package is not None and (records.status(package) != names.DRAFT or pending.of(package.id)):
        return _difference(record, CONFLICT, package, findings.NOT_DRAFT())
    stored = records.content(package) if package is not None else {}
    given = {**stored, **record.dataset, "type": names.TYPE, "owner_org": organization, "state": "draft"}
    for name in names.CONTACT_FIELDS:
        given.pop(name, None)
    if "tag_string" in record.dataset:
        given.pop("tags", None)
    normal, errors = comparing.validate({**given, "record_status": names.DRAFT}, package)
    errors |= contacts.clean(record.contact or {})[1]
    if errors:
        return _difference(record, REFUSED, package, *_complaints(errors, record.place))
    compared = _difference(record, NEW, package)
    compared.owner_org = organization
    if package is not None:
        contact = record.contact or {}
        compared.fields = comparing.changed(stored, normal, only={*record.dataset, *contact})
        compared.fields += sorted(name for name, value in contact.items() if stored.get(name) != value)
        compared.outcome = CHANGED if compared.fields else SAME
    return compared


def _same_title(title: str, organization: str) -> model.Package | None:
    query = sa.select(model.Package).where(
        model.Package.type == names.TYPE, model.Package.owner_org == organization,
        sa.func.lower(model.Package.title) == title.lower(), model.Package.state != model.State.DELETED,
    ).order_by(model.Package.metadata_created)
    return next((one for one in model.Session.scalars(query) if not records.is_foreign(one)), None)


# --- writing --------------------------------------------------------------------------------------------------


def apply(difference: Difference, *, user: str) -> Difference:
    """Write what a difference says, and commit; what says nothing new is left alone.

    Between looking and writing somebody else may have been quicker: then the portal keeps what it has. Gives the
    difference with what became of it.
    """
    record = difference.record
    if record is None or difference.outcome not in WRITTEN:
        return difference
    try:
        if record.identifier:
            _write_foreign(difference, record, user)
        else:
            _write_draft(difference, record, user)
    except (tk.ValidationError, FindingError) as error:
        model.Session.rollback()
        difference.outcome = REFUSED
        difference.findings += (
            [error.finding] if isinstance(error, FindingError) else _complaints(error.error_dict, _row(record)))
    return difference


def _write_foreign(difference: Difference, record: Record, user: str) -> None:
    package = writing.find([record.identifier]).get(record.identifier)
    package = records.lock(package) if package is not None else None
    refusal = refused(record, package)
    if refusal:
        raise FindingError(refusal)
    if package is None or older(record, package) is None:
        values = writing.dataset(record, package.owner_org if package is not None else difference.owner_org)
        values["id"] = package.id if package is not None else writing.package_id(record.identifier)
        saved = records.write(values, user=user)
        difference.package_id, difference.name = saved["id"], saved["name"]
        writing.beside(record, saved["id"], user=user, event=True)
    else:
        writing.merge_adoptions(record, package.id)
    model.repo.commit()


def _write_draft(difference: Difference, record: Record, user: str) -> None:
    values = {**record.dataset, **(record.contact or {}), "owner_org": difference.owner_org}
    if difference.package_id:
        values["id"] = difference.package_id
        if "tag_string" in values:
            # with tags CKAN would not look at the text
            values["tags"] = [{"name": name} for name in values.pop("tag_string").split(",") if name]
    else:
        values["name"] = completing.free_name(record.title)
    saved = records.write({**values, "record_status": names.DRAFT}, user=user)
    difference.package_id, difference.name = saved["id"], saved["name"]


# --- what is said ---------------------------------------------------------------------------------------------


def _difference(record: Record, outcome: str, package: model.Package | None, *found: Finding) -> Difference:
    known = {"package_id": package.id, "name": package.name} if package is not None else {}
    return Difference(record, outcome, findings=[*record.notes, *found], **known)


def _row(record: Record) -> str:
    """Give the row of a record from a table; nothing for one of a bundle, which has an identifier."""
    return "" if record.identifier else record.place


def _complaints(errors: dict, place: str = "") -> list[Finding]:
    """Give what validation found; of a row with its column, of a record with the field."""
    said = []
    labels = {column.name: column.label for column in columns.columns()} if place else {}
    for name, sentence in comparing.complaints(errors):
        label = labels.get("tag_string" if name == "tags" else name) or comparing.label(name)
        said.append(findings.REFUSED(problem=f"{place}, {label}: {sentence}" if place else f"{label}: {sentence}"))
    return said
