"""The ledger: compares what a server lists with what is known, and hands out the work. All of the harvest's SQL."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.suedwestfalen.harvest import guard, leases
from ckanext.suedwestfalen.harvest.findings import DUPLICATE_ID
from ckanext.suedwestfalen.harvest.identity import key_of
from ckanext.suedwestfalen.harvest.model import Identity, Record, Run, RunFinding, Source, db_now
from ckanext.suedwestfalen.harvest.protocols import Known
from ckanext.suedwestfalen.harvest.protocols.findings import RECORD_NO_IDENTIFIER

LEASE = dt.timedelta(minutes=5)
# what the portal has from a source: these can go missing
KNOWN = ("live", "also", "failed")
# A record that was taken up so often without an end is taken alone from now on …
SUSPICIOUS = 2
# … and not at all after so many times: it brings down whoever reads it.
HOPELESS = 4
OUTCOMES = ("new", "changed", "unchanged", "skipped", "failed", "deleted")


@dataclass
class Tally:
    """What a page came to, as far as no worker is needed to say it.

    ``nameless`` records have no identifier, so they cannot be any that the ledger knows; ``unread`` ones could be.
    """

    listed: int = 0
    skipped: int = 0
    failed: int = 0
    waiting: int = 0
    nameless: int = 0
    unread: int = 0


def digest(content_hash: str, salt: str) -> str:
    """Give the hash of all that shapes a dataset; ``salt`` is mapping version and settings of the source."""
    return hashlib.sha256(f"{salt}\0{content_hash}".encode()).hexdigest()


def take_page(run: Run, items: Sequence[Any], salt: Callable[[str], str], seen: set[str]) -> Tally:
    """Compare one page of items with the ledger; what is new or changed is queued. The caller commits.

    Writes nothing for what is unchanged. ``salt`` gives, for a reader, what a change of must import again;
    ``seen`` collects the GUIDs of the listing.
    """
    tally = Tally()
    fresh: dict[str, Any] = {}
    for item in items:
        tally.listed += 1
        if item.guid in seen:
            tally.skipped += 1
            note(run.id, item.guid, "", [DUPLICATE_ID(guid=item.guid)])
        elif item.finding or not item.guid:
            _unusable(run, item, tally)
        else:
            fresh[item.guid] = item
        if item.guid:
            seen.add(item.guid)
    known = _known(run.source_id, list(fresh))
    _compare(run, fresh, known, salt, tally)
    _forget_missing(run.source_id, [item.guid for item in items if item.guid and item.guid not in fresh])
    return tally


def _forget_missing(source_id: str, guids: list[str]) -> None:
    """What is listed is not missing, whether or not it can be used."""
    if guids:
        listed = sa.and_(Record.source_id == source_id, Record.guid.in_(guids), Record.missing_runs > 0)
        model.Session.execute(
            sa.update(Record).where(listed).values(missing_runs=0, missing_since=None, held=False),
            execution_options={"synchronize_session": False},
        )


def _unusable(run: Run, item: Any, tally: Tally) -> None:
    tally.failed += 1
    if not item.guid:
        without_name = item.finding is None or item.finding.code == RECORD_NO_IDENTIFIER.code
        tally.nameless += without_name
        tally.unread += not without_name
    if item.finding:
        note(run.id, item.guid or "", "", [item.finding])


def _known(source_id: str, guids: list[str]) -> dict[str, Any]:
    if not guids:
        return {}
    # without the documents: comparing must not read them
    columns = (
        Record.id, Record.guid, Record.state, Record.listed_hash, Record.imported_hash, Record.failed_hash,
        Record.pending, Record.run_id, Record.outcome, Record.missing_runs, Record.content_hash, Record.reader,
        Record.validator, Record.url,
    )
    query = sa.select(*columns).where(Record.source_id == source_id, Record.guid.in_(guids))
    return {row.guid: row for row in model.Session.execute(query)}


def _compare(
    run: Run, fresh: dict[str, Any], known: dict[str, Any], salt: Callable[[str], str], tally: Tally
) -> None:
    inserts, updates, validators = [], [], []
    found_again = [row.id for row in known.values() if row.missing_runs]
    for guid, item in fresh.items():
        row = known.get(guid)
        if row is None:
            inserts.append(_queued(run, item, salt(item.reader)))
            continue
        work = _same_document(run, row, salt) if item.unchanged else _work(run, item, salt(item.reader))
        if not _settled(run, row, work["listed_hash"]):
            updates.append({"id": row.id, **work})
            continue
        if not item.unchanged and (row.validator, row.url) != (item.validator, item.url or ""):
            # the file was touched or moved: what it says is the same
            validators.append({"id": row.id, "validator": item.validator, "url": item.url or ""})
        # a failure that this run itself noted is counted with its outcome
        if row.failed_hash == work["listed_hash"] and row.run_id != run.id:
            tally.failed += 1
    session = model.Session
    if inserts:
        # a run that was killed and listed again meets its own rows above, never here
        session.execute(sa.insert(Record), inserts)
    for changes in (updates, validators):
        # rows of one statement must name the same columns
        for names in {tuple(change) for change in changes}:
            session.execute(sa.update(Record), [change for change in changes if tuple(change) == names])
    if found_again:
        forget = sa.update(Record).where(Record.id.in_(found_again))
        session.execute(forget.values(missing_runs=0, missing_since=None, held=False))
    tally.waiting += len(inserts) + len(updates)


def _settled(run: Run, row: Any, item_hash: str) -> bool:
    """Tell whether nothing has to be done about a record that is listed as ``item_hash``."""
    if row.pending:
        return False
    if run.force and row.run_id != run.id:
        return False
    if row.failed_hash == item_hash:
        return True
    return row.state in ("live", "also") and row.imported_hash == item_hash


def _work(run: Run, item: Any, salt: str) -> dict[str, Any]:
    content_hash = hashlib.sha256(item.content).hexdigest()
    return {
        "url": item.url or "",
        "document": zlib.compress(item.content, 1),
        "reader": item.reader,
        "validator": item.validator,
        "content_hash": content_hash,
        **_queue(run, digest(content_hash, salt)),
    }


def _same_document(run: Run, row: Any, salt: Callable[[str], str]) -> dict[str, Any]:
    """What has to be done when the server says that the document is the one that is kept."""
    return _queue(run, digest(row.content_hash, salt(row.reader)))


def _queue(run: Run, listed_hash: str) -> dict[str, Any]:
    return {"listed_hash": listed_hash, "pending": "import", "lease_until": None, "attempts": 0, "run_id": run.id,
            "outcome": ""}


def _queued(run: Run, item: Any, salt: str) -> dict[str, Any]:
    identity_key = key_of(run.source_id, item.guid)
    return {"source_id": run.source_id, "guid": item.guid, "identity_key": identity_key, "state": "new",
            "imported_hash": "", "failed_hash": "", "missing_runs": 0, "held": False, "mapped_hash": "", "attempts": 0,
            **_work(run, item, salt)}


def documents(source_id: str) -> dict[str, list[Known]]:
    """Give what is kept of the source's documents that have a validator, by address."""
    query = sa.select(Record.url, Record.guid, Record.validator, Record.reader).where(
        Record.source_id == source_id, Record.validator != "", Record.state.in_(KNOWN), Record.document.is_not(None)
    )
    found: dict[str, list[Known]] = {}
    for row in model.Session.execute(query):
        found.setdefault(row.url, []).append(Known(row.guid, row.validator, row.reader))
    return found


def take_missing(run: Run, seen: set[str], limits: guard.Limits) -> tuple[int, int, guard.Decision]:
    """After a complete listing: count what is missing, queue the deletions that the guard allows. Caller commits.

    Gives the numbers of live and of missing records, and the guard's decision.
    """
    session = model.Session
    query = sa.select(Record.id, Record.guid, Record.state, Record.missing_runs, Record.missing_since).where(
        Record.source_id == run.source_id, Record.state.in_(KNOWN)
    )
    rows = list(session.execute(query))
    lacking = [row for row in rows if row.guid not in seen]
    moment = session.scalar(sa.select(db_now()))
    missing = [
        guard.Missing(row.id, row.missing_runs + 1, row.missing_since or moment) for row in lacking
    ]
    decision = guard.decide(len(rows), missing, moment, limits)
    if missing:
        ids = [record.id for record in missing]
        session.execute(
            sa.update(Record).where(Record.id.in_(ids)).values(
                missing_runs=Record.missing_runs + 1,
                missing_since=sa.func.coalesce(Record.missing_since, moment),
                held=Record.id.in_(decision.hold),
            )
        )
    queue_deletions(run.id, decision.delete)
    return len(rows), len(lacking), decision


def forget_listing(run_id: str) -> None:
    """Forget what a listing that was killed noted: it is repeated, and would note it again. The caller commits.

    What workers noted meanwhile about records of the run stays.
    """
    worked_on = sa.exists().where(
        Record.run_id == run_id, Record.guid == RunFinding.guid, sa.or_(Record.outcome != "", Record.pending != "")
    )
    listed = sa.or_(RunFinding.code == DUPLICATE_ID.code, ~worked_on)
    session = model.Session
    gone = sa.delete(RunFinding).where(RunFinding.run_id == run_id, listed)
    session.execute(gone, execution_options={"synchronize_session": False})


def offered_by(package_id: str) -> list[dict[str, str]]:
    """Give the other sources that offer a dataset's record, the best ranked first: id, name, title, url (original)."""
    query = (
        sa.select(Source.id, Source.name, Source.title, Record.url)
        .join(Record, Record.source_id == Source.id)
        .join(Identity, Identity.key == Record.identity_key)
        .where(Identity.package_id == package_id, Record.state == "also", Source.state == "active")
        .where(Source.id != sa.func.coalesce(Identity.leading_source_id, ""))
        .order_by(Source.rank, Source.title, Source.id)
    )
    return [dict(row) for row in model.Session.execute(query).mappings()]


def queue_deletions(run_id: str, record_ids: list[int]) -> None:
    """Queue the deletion of these records' datasets in a run. The caller commits."""
    if record_ids:
        model.Session.execute(
            sa.update(Record).where(Record.id.in_(record_ids)).values(
                pending="delete", run_id=run_id, outcome="", lease_until=None, held=False
            )
        )


def claim(run_id: str, size: int) -> list[int]:
    """Take up to ``size`` waiting records for this worker and commit; their lease ends after five minutes.

    Records with which workers died are taken last, one at a time, so that the one to blame is alone in the end.
    """
    until = time.monotonic() + LEASE.total_seconds()
    ids = _claim(run_id, size, Record.attempts < SUSPICIOUS) or _claim(run_id, 1, Record.attempts >= SUSPICIOUS)
    leases.hold(Record, ids, until)
    model.Session.commit()
    return ids


def _claim(run_id: str, size: int, which: sa.ColumnElement[bool]) -> list[int]:
    # materialized: PostgreSQL may else look again for every row, and each time find so many that are not locked yet
    free = (
        sa.select(Record.id)
        .where(Record.run_id == run_id, Record.pending != "", _free(), which)
        .order_by(Record.id)
        .limit(size)
        .with_for_update(skip_locked=True)
        .cte("free")
        .prefix_with("MATERIALIZED")
    )
    taken = (
        sa.update(Record)
        .where(Record.id.in_(sa.select(free.c.id)))
        .values(lease_until=db_now() + LEASE, attempts=Record.attempts + 1)
        .returning(Record.id)
    )
    return sorted(model.Session.execute(taken, execution_options={"synchronize_session": False}).scalars())


def release(record_ids: list[int]) -> None:
    """Give claimed records back at once and commit."""
    model.Session.execute(
        sa.update(Record)
        .where(Record.id.in_(record_ids), Record.pending != "")
        .values(lease_until=None, attempts=sa.func.greatest(Record.attempts - 1, 0))
    )
    model.Session.commit()
    leases.done(Record, record_ids)


def claimable(run_id: str) -> bool:
    """Tell whether something waits that no worker has taken."""
    query = sa.select(Record.id).where(Record.run_id == run_id, Record.pending != "", _free()).limit(1)
    return model.Session.execute(query).first() is not None


def _free() -> sa.ColumnElement[bool]:
    return sa.or_(Record.lease_until.is_(None), Record.lease_until < db_now())


def waiting(run_id: str) -> int:
    """Give the number of records of the run that still wait for, or are with, a worker."""
    query = sa.select(sa.func.count()).select_from(Record).where(Record.run_id == run_id, Record.pending != "")
    return model.Session.execute(query).scalar_one()


def waiting_imports(run_id: str) -> int:
    """Give the number of listed records of the run that still wait; deletions are not among them."""
    query = sa.select(sa.func.count()).select_from(Record).where(Record.run_id == run_id, Record.pending == "import")
    return model.Session.execute(query).scalar_one()


def outcomes(run_id: str) -> dict[str, int]:
    """Give how many records of the run came to which outcome."""
    query = (
        sa.select(Record.outcome, sa.func.count())
        .where(Record.run_id == run_id, Record.outcome != "")
        .group_by(Record.outcome)
    )
    return {**dict.fromkeys(OUTCOMES, 0), **dict(model.Session.execute(query).all())}


def note(run_id: str, guid: str, title: str, found: Iterable[Any]) -> None:
    """Note findings of a record in a run, warnings and errors only. The caller commits."""
    rows = [
        {"run_id": run_id, "guid": guid, "title": title[:500], "severity": finding.severity, "code": finding.code,
         "values": dict(finding.values)}
        for finding in found
        if finding.severity != "info"
    ]
    if rows:
        model.Session.execute(sa.insert(RunFinding), rows)
