"""From a queued record to its dataset: reader, description, dataset dict, identity, CKAN action."""

from __future__ import annotations

import copy
import hashlib
import json
import logging
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.lib.search import SearchIndexError
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import config, metadata, region
from ckanext.suedwestfalen.findings import Finding, FindingError
from ckanext.suedwestfalen.harvest import by_hand, datasets, identity, ledger, options, readers, rules
from ckanext.suedwestfalen.harvest.findings import (
    GEOMETRY_REFUSED,
    HANDED_OVER,
    MADE_BY_HAND,
    NOT_LEADING,
    PURGED,
    READER_FAULT,
    REFUSED,
    UNAVAILABLE,
    WORKER_DIED,
    Unavailable,
)
from ckanext.suedwestfalen.harvest.leases import AWAY
from ckanext.suedwestfalen.harvest.model import Identity, Record, Run, Source, now
from ckanext.suedwestfalen.metadata import dataset as mapping

log = logging.getLogger(__name__)

# What a worker does with a record besides importing it: its dataset goes, or is given to the editors.
DELETE, HAND_OVER = "delete", "hand_over"
DROPS = (DELETE, HAND_OVER)


@dataclass
class Parsed:
    """A record as read: its dataset dict, or the finding that made it unusable."""

    record_id: int
    title: str = ""
    dataset: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    evidence: dict[str, Any] = field(default_factory=dict)
    error: Finding | None = None


def salt(source: Source) -> Callable[[str], str]:
    """Give, for a reader's name, what a content hash covers besides the record.

    It is the version of mapping and reader, and the settings that shape a dataset: their change imports again.
    """
    told = options.shaping(source.options or {})
    shaping = [metadata.VERSION, source.organization_id, source.municipality, told, config.personal_data()]

    @lru_cache
    def of(reader: str) -> str:
        return json.dumps([reader, readers.version(reader), *shaping], sort_keys=True)

    return of


def parse(record_id: int, document: bytes, source: Source, reader: str = "iso") -> Parsed:
    """Read a document and map it. Never raises: what is wrong with a record is said about that record."""
    context = readers.Context(region.load(config.region_folder()), _settings(source))
    try:
        mapped = readers.get(reader)(document, context)
        found, rejected = rules.apply(mapped.dataset, mapped.findings, source.options or {})
    except FindingError as error:
        return Parsed(record_id, error=error.finding)
    except Exception as fault:
        log.exception("a record could not be read")
        return Parsed(record_id, error=READER_FAULT(what=type(fault).__name__))
    return Parsed(record_id, mapped.dataset.get("title", ""), mapped.dataset, found, mapped.evidence, rejected)


def _settings(source: Source) -> mapping.Settings:
    """Give the mapping's settings; a source belongs to a municipality (8 digits), a Kreis (5), or neither."""
    place = {8: "municipality", 5: "kreis"}.get(len(source.municipality))
    return mapping.Settings(personal_data=config.personal_data(), **({place: source.municipality} if place else {}))


def import_batch(record_ids: list[int], source: Source, run_id: str) -> None:
    """Do the work that waits for these claimed records.

    What can be imported goes into one transaction and one request to Solr; if one of them spoils it, each gets its
    own, which names the culprit. Raises :class:`Unavailable` when database or index are away; what was not done stays
    queued.
    """
    session = model.Session
    # in the order of their identities, so that two workers never wait for each other
    query = (
        sa.select(Record.id, Record.pending, Record.document, Record.reader, Record.attempts)
        .where(Record.id.in_(record_ids))
        .order_by(Record.identity_key)
    )
    rows = session.execute(query).all()
    parsed = [
        parse(row.id, zlib.decompress(row.document), source, row.reader)
        if row.attempts <= ledger.HOPELESS
        else Parsed(row.id, error=WORKER_DIED(count=ledger.HOPELESS))
        for row in rows if row.pending == "import"
    ]
    usable = [one for one in parsed if not one.error]
    source_id = source.id
    force = session.get(Run, run_id).force

    def work(record_id: int) -> _Work:
        return _Work(record_id, session.get(Source, source_id), run_id, force)

    datasets.create_tags(
        tag["name"] for one in usable for tag in one.dataset.get("tags", []) if not tag.get("vocabulary_id")
    )
    together = _together([(work(one.record_id), one) for one in usable], session.get(Source, source_id))
    for one in parsed:
        if one.error or not together:
            work(one.record_id).take(one)
    for row in rows:
        if row.pending in DROPS:
            work(row.id).drop()
    session.remove()


@dataclass
class _Batch:
    """What the records of one transaction need of the database, asked for all of them at once.

    ``records`` are those that still wait, ``owners`` their identities by key, both locked; ``there`` the ids of the
    datasets that the portal has, in whatever state.
    """

    records: dict[int, Record]
    owners: dict[str, Identity]
    there: set[str]
    site_user: dict[str, Any]


def _hold(some: Iterable[Parsed], source: Source) -> _Batch:
    """Lock what is needed to import these, in the order of their identities."""
    session = model.Session
    titles = {one.record_id: one.title for one in some}
    query = (
        sa.select(Record)
        .where(Record.id.in_(titles), Record.pending == "import")
        .order_by(Record.identity_key)
        .options(sa.orm.defer(Record.document))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    # what is missing had a lease that ran out, and another worker did it
    records = {record.id: record for record in session.scalars(query)}
    owners = identity.obtain({record.identity_key: titles[record.id] for record in records.values()}, source)
    ids = [owner.package_id for owner in owners.values()]
    return _Batch(records, owners, datasets.existing(ids), datasets.context())


def _together(jobs: list[tuple[_Work, Parsed]], source: Source) -> bool:
    """Import all in one transaction; tell whether that went well. If not, nothing of it has happened."""
    try:
        batch = _hold([parsed for _work, parsed in jobs], source)
        with datasets.one_transaction_of_the_index():
            for work, parsed in jobs:
                work.write(parsed, batch)
        model.Session.commit()
    except AWAY:
        raise
    except Exception as spoiler:  # noqa: BLE001 - the border of a batch: what one record provokes is its own affair
        model.Session.rollback()
        log.info("a batch is taken record by record, because of %s", type(spoiler).__name__)
        return False
    return True


class _Work:
    """One record in one run."""

    def __init__(self, record_id: int, source: Source, run_id: str, force: bool = False):
        self.record_id, self.source, self.run_id, self.force = record_id, source, run_id, force

    def _record(self) -> Record:
        options = (sa.orm.defer(Record.document),)
        return model.Session.get(Record, self.record_id, options=options, with_for_update=True)

    def take(self, parsed: Parsed, *, again: bool = True) -> None:
        """Import what was parsed, or note why not; ``again``: after a collision with another worker, once."""
        if parsed.error:
            self._fail(parsed.title, parsed.error, parsed.findings)
            return
        try:
            self.write(parsed, _hold([parsed], self.source))
            model.Session.commit()
        except tk.ValidationError as error:
            self._fail(parsed.title, REFUSED(errors=summary(error.error_dict)))
        except SearchIndexError:
            if not parsed.dataset.pop("spatial", None):
                self._fail(parsed.title, REFUSED(errors="Solr"))
                return
            parsed.findings.append(GEOMETRY_REFUSED())
            self.take(parsed)
        except (Unavailable, *AWAY):
            raise
        except Exception as fault:  # the border of a record: whatever it provokes must not stop the others
            if again and isinstance(fault, sa.exc.IntegrityError):
                # another worker took the name or the identity in the same moment: now both can be seen
                model.Session.rollback()
                self.take(parsed, again=False)
                return
            log.exception("a record could not be imported")
            self._fail(parsed.title, READER_FAULT(what=type(fault).__name__))

    def write(self, parsed: Parsed, batch: _Batch) -> None:
        """Write dataset and ledger into the current transaction, which the caller commits."""
        record = batch.records.get(self.record_id)
        if record is None:
            return
        owner = batch.owners[record.identity_key]
        new = owner.package_id not in batch.there
        # what was imported once and is not there was purged by somebody
        if owner.state == "purged" or (new and record.imported_at is not None):
            owner.state = "purged"
            self._settle(record, "also", "skipped", parsed, [PURGED()])
        elif owner.state == "handed":
            self._settle(record, "also", "skipped", parsed, [HANDED_OVER()])
        elif by_hand.stands(owner):
            self._settle(record, "also", "skipped", parsed, [MADE_BY_HAND()])
        elif not self._leads(owner, record):
            self._settle(record, "also", "skipped", parsed, [NOT_LEADING()])
        else:
            if owner.state == by_hand.STATE:
                by_hand.give_up(owner)
            dataset = self._dataset(parsed, owner, record)
            mapped_hash = _digest(dataset)
            write = readers.writer(record.reader) or partial(datasets.write, new=new, site_user=batch.site_user)
            # a new version of the mapping, or of the record, may well come to the same dataset
            same = record.state == owner.state == "live" and record.mapped_hash == mapped_hash and not self.force
            try:
                gone = self._give_to_new(dataset) if new else []
                outcome = "unchanged" if same else write(dataset)
            except readers.Left as left:
                self._settle(record, "also", "skipped", parsed, [left.finding])
                return
            batch.there.add(owner.package_id)
            owner.leading_source_id = self.source.id
            owner.state = "live"
            record.mapped_hash = mapped_hash
            noted = rules.noted(parsed.findings, self.source.options or {})
            self._note(record, "live", outcome, [*noted, *gone], parsed.title)

    def _dataset(self, parsed: Parsed, owner: Identity, record: Record) -> dict[str, Any]:
        dataset = {
            **copy.deepcopy(parsed.dataset),
            "id": owner.package_id,
            "name": owner.name,
            "type": readers.package_type(record.reader),
            "owner_org": self.source.organization_id,
            "harvest_source_id": self.source.id,
            "harvest_guid": record.guid,
        }
        # named even when unknown: CKAN guesses a missing mimetype at updates, not at creation
        dataset["resources"] = [{"mimetype": None, **resource} for resource in dataset.get("resources", [])]
        identity.give_resource_ids(owner.package_id, dataset["resources"])
        return dataset

    def _give_to_new(self, dataset: dict[str, Any]) -> list[Finding]:
        """Add what the source's rules give to a dataset that the portal does not have yet, and never had."""
        told = self.source.options or {}
        if dataset["type"] != readers.DATASET:
            return []
        if not any(told.get(name) for name in ("dna_goal", "lead_project", "rules")):
            return []
        given, gone = rules.for_new(dataset, told, options.targets())
        dataset.update(given)
        return gone

    def _leads(self, owner: Identity, record: Record) -> bool:
        """Tell whether this source's copy is the dataset: nobody else's is, or ours ranks better at first sight."""
        if owner.leading_source_id in (None, self.source.id) or owner.state == "deleted":
            return True
        leader = model.Session.get(Source, owner.leading_source_id)
        return leader.state != "active" or (record.state == "new" and self.source.rank < leader.rank)

    def _settle(self, record: Record, state: str, outcome: str, parsed: Parsed, found: list[Finding]) -> None:
        noted = rules.noted(parsed.findings, self.source.options or {})
        self._note(record, state, outcome, [*noted, *found], parsed.title)

    def _note(self, record: Record, state: str, outcome: str, found: list[Finding], title: str) -> None:
        record.state, record.outcome = state, outcome
        record.imported_hash, record.failed_hash = record.listed_hash, ""
        record.pending, record.lease_until, record.attempts = "", None, 0
        if state == "live":
            record.imported_at = now()
        ledger.note(self.run_id, record.guid, title, found)

    def _fail(self, title: str, finding: Finding, found: Iterable[Finding] = ()) -> None:
        model.Session.rollback()
        record = self._record()
        # a dataset that an earlier version of the record made stays as it is
        record.state = record.state if record.imported_hash else "failed"
        # what is our fault is tried again by every run
        ours = finding.code == READER_FAULT.code
        record.outcome, record.failed_hash = "failed", "" if ours else record.listed_hash
        record.pending, record.lease_until, record.attempts = "", None, 0
        ledger.note(self.run_id, record.guid, title, [*found, finding])
        model.Session.commit()

    def drop(self) -> None:
        """Delete, or note why not: then the record stays missing, and the next complete run tries again."""
        try:
            self.delete()
        except (Unavailable, *AWAY):
            raise
        except Exception as fault:  # the border of a record: whatever it provokes must not stop the others
            log.exception("a dataset could not be deleted")
            model.Session.rollback()
            if isinstance(fault, SearchIndexError) and not datasets.is_available():
                raise Unavailable(UNAVAILABLE(what="Solr")) from fault
            record = self._record()
            record.outcome, record.pending, record.lease_until = "", "", None
            ledger.note(self.run_id, record.guid, "", [READER_FAULT(what=type(fault).__name__)])
            model.Session.commit()

    def delete(self) -> None:
        """Delete the dataset or hand it over, unless another source offers the record: then that one leads now."""
        record = self._record()
        if record.pending not in DROPS:
            model.Session.commit()
            return
        handed_over = record.pending == HAND_OVER
        query = sa.select(Identity).where(Identity.key == record.identity_key).with_for_update()
        owner = model.Session.execute(query).scalar_one_or_none()
        record.state, record.pending, record.lease_until = "deleted", "", None
        record.outcome = "" if handed_over else "deleted"
        record.imported_hash = record.failed_hash = ""
        record.missing_runs, record.missing_since = 0, None
        if owner and owner.leading_source_id == self.source.id and owner.state == "live":
            heir = self._heir(owner)
            if heir:
                owner.leading_source_id, heir.imported_hash = heir.source_id, ""
            elif handed_over:
                owner.state = "handed"
                datasets.unmark(owner.package_id)
            else:
                owner.state = "deleted"
                model.Session.flush()
                datasets.remove(owner.package_id)
        model.Session.commit()

    def _heir(self, owner: Identity) -> Record | None:
        """Give the record of the best ranked other source that offers the same; its next run imports it."""
        query = (
            sa.select(Record)
            .join(Source, Source.id == Record.source_id)
            .where(Record.identity_key == owner.key, Record.state == "also", Source.state == "active")
            .where(Record.source_id != self.source.id)
            .order_by(Source.rank, Source.created_at)
            .limit(1)
        )
        return model.Session.execute(query).scalar_one_or_none()


def _digest(dataset: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(dataset, sort_keys=True, default=str).encode()).hexdigest()


def summary(errors: Mapping[str, Any]) -> str:
    """Give CKAN's error dict as one line: field and sentence."""
    parts = []
    for name, problem in errors.items():
        if isinstance(problem, Mapping):
            parts.append(f"{name}: {summary(problem)}")
        elif isinstance(problem, list):
            texts = [summary(one) if isinstance(one, Mapping) else str(one) for one in problem if one]
            parts.append(f"{name}: {'; '.join(texts)}")
        else:
            parts.append(f"{name}: {problem}")
    return " | ".join(parts)
