"""The tables of the harvest. PostgreSQL is queue and truth: nothing about a run lives anywhere else.

``Source``
    an address that is harvested, and how.
``Run``
    one pass over a source; at most one at a time per source (a partial unique index sees to it).
``Identity``
    what a record is in the portal, for ever: dataset id and name. Records of several sources may share one.
``Record``
    the ledger: what a source offers, the document as it was listed last, and what was made of it. A record that
    waits for a worker (``pending``) is the queue; a worker claims some with ``FOR UPDATE SKIP LOCKED`` and a lease.
``RunFinding``
    what was found out about a record (or the run) in a run.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins.toolkit import BaseModel
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

PREFIX = "suedwestfalen_harvest"


def now() -> dt.datetime:
    """Give the time as the tables keep it: UTC, aware."""
    return dt.datetime.now(dt.timezone.utc)


def db_now() -> sa.ColumnElement[dt.datetime]:
    """Give the database's clock, for all that several machines compare: leases, what is due, since when.

    Workers on machines whose clocks differ would otherwise take each other's work for abandoned.
    """
    return sa.func.clock_timestamp(type_=sa.DateTime(timezone=True))


def _uuid() -> str:
    return str(uuid.uuid4())


def _time(**options: Any) -> Any:
    return mapped_column(sa.DateTime(timezone=True), **options)


class Source(BaseModel):
    """An address that is harvested. ``settings`` are the protocol's own fields; ``state``: active, deleted."""

    __tablename__ = f"{PREFIX}_source"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=_uuid)
    name: Mapped[str] = mapped_column(sa.UnicodeText, unique=True)
    title: Mapped[str] = mapped_column(sa.UnicodeText)
    url: Mapped[str] = mapped_column(sa.UnicodeText)
    protocol: Mapped[str] = mapped_column(sa.UnicodeText, default="csw")
    settings: Mapped[dict] = mapped_column(JSONB, default=dict)
    # what any kind of source can be told: see `options`
    options: Mapped[dict] = mapped_column(JSONB, default=dict)
    # user name and password, encrypted; deferred so that no query brings them along
    credentials: Mapped[bytes | None] = mapped_column(sa.LargeBinary, nullable=True, deferred=True)
    organization_id: Mapped[str] = mapped_column(sa.UnicodeText)
    # AGS or Kreis key of everything in the source; empty: from the record
    municipality: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    schedule: Mapped[str] = mapped_column(sa.UnicodeText, default="manual")
    # whose copy leads where two sources offer the same record: the lowest (own town 10, Kreis 20, state 30)
    rank: Mapped[int] = mapped_column(sa.Integer, default=20)
    active: Mapped[bool] = mapped_column(sa.Boolean, default=True)
    state: Mapped[str] = mapped_column(sa.UnicodeText, default="active")
    failures: Mapped[int] = mapped_column(sa.Integer, default=0)
    # what its owner was last told by mail: failed, held, silent, or nothing
    told: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    next_run_at: Mapped[dt.datetime | None] = _time(nullable=True)
    created_at: Mapped[dt.datetime] = _time(default=now)
    modified_at: Mapped[dt.datetime] = _time(default=now, onupdate=now)

    runs: Mapped[list[Run]] = relationship(back_populates="source", order_by="Run.started_at.desc()", lazy="dynamic")


class Run(BaseModel):
    """One pass over a source.

    ``state``: queued, listing, importing, then one of finished, held (finished, but deletions wait for a person),
    partial (the listing broke off), failed (nothing could be listed), cancelled.
    ``listed`` is the number of records that the source gave; new + changed + unchanged + skipped + failed make it up.
    """

    __tablename__ = f"{PREFIX}_run"
    __table_args__ = (
        sa.Index(
            f"{PREFIX}_run_one_active",
            "source_id",
            unique=True,
            postgresql_where=sa.text("finished_at IS NULL"),
        ),
        sa.Index(f"{PREFIX}_run_by_source", "source_id", "started_at"),
    )

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=_uuid)
    source_id: Mapped[str] = mapped_column(sa.ForeignKey(f"{PREFIX}_source.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(sa.UnicodeText, default="queued")
    cause: Mapped[str] = mapped_column(sa.UnicodeText, default="person")
    user_id: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    force: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    complete: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    declared: Mapped[int | None] = mapped_column(sa.Integer, nullable=True)
    listed: Mapped[int] = mapped_column(sa.Integer, default=0)
    new: Mapped[int] = mapped_column(sa.Integer, default=0)
    changed: Mapped[int] = mapped_column(sa.Integer, default=0)
    unchanged: Mapped[int] = mapped_column(sa.Integer, default=0)
    skipped: Mapped[int] = mapped_column(sa.Integer, default=0)
    failed: Mapped[int] = mapped_column(sa.Integer, default=0)
    missing: Mapped[int] = mapped_column(sa.Integer, default=0)
    deleted: Mapped[int] = mapped_column(sa.Integer, default=0)
    held: Mapped[int] = mapped_column(sa.Integer, default=0)
    # Finding.as_dict of what ended the listing early
    error: Mapped[dict | None] = mapped_column(JSONB, nullable=True)
    started_at: Mapped[dt.datetime] = _time(default=now)
    listed_at: Mapped[dt.datetime | None] = _time(nullable=True)
    finished_at: Mapped[dt.datetime | None] = _time(nullable=True)
    # until when the process that lists is believed to be alive
    lease_until: Mapped[dt.datetime | None] = _time(nullable=True)
    # where a listing that made way for other sources goes on, and what it has seen; deferred: it may be large
    paused: Mapped[bytes | None] = mapped_column(sa.LargeBinary, nullable=True, deferred=True)

    source: Mapped[Source] = relationship(back_populates="runs")


class Identity(BaseModel):
    """A record's dataset. ``key``: the GUID where it is unique in the world, else source id and GUID.

    The row is written before the dataset and stays when the dataset is deleted: id and name are reserved for ever.
    ``state``: live, deleted, purged (somebody purged the dataset: it does not come back until released), handed (its
    source was removed and the dataset given to the editors: no harvest touches it until released), by_hand (people
    made a dataset of the record before any source listed it; see :mod:`.by_hand`).
    """

    __tablename__ = f"{PREFIX}_identity"

    key: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    package_id: Mapped[str] = mapped_column(sa.UnicodeText, unique=True, default=_uuid)
    name: Mapped[str] = mapped_column(sa.UnicodeText, unique=True)
    state: Mapped[str] = mapped_column(sa.UnicodeText, default="live")
    leading_source_id: Mapped[str | None] = mapped_column(
        sa.ForeignKey(f"{PREFIX}_source.id", ondelete="SET NULL"), nullable=True
    )


class Record(BaseModel):
    """What a source offers under one GUID.

    ``state``: new (never imported), live (its dataset shows it), also (another source's copy leads), failed,
    deleted (the source dropped it).
    ``document`` is the record as listed last, zlib-compressed, in the format of ``reader``; ``content_hash`` covers it
    alone, ``listed_hash`` also mapping version and settings, ``imported_hash`` is that of what the dataset shows;
    ``mapped_hash`` covers the dataset that came of it.
    ``validator`` is what the server gave for asking whether the document changed.
    ``pending``: what a worker has to do: import, delete, or nothing (empty).
    ``outcome``: what the run ``run_id`` did with it: new, changed, skipped, failed, deleted.
    """

    __tablename__ = f"{PREFIX}_record"
    __table_args__ = (
        sa.UniqueConstraint("source_id", "guid", name=f"{PREFIX}_record_guid"),
        sa.Index(
            f"{PREFIX}_record_queue", "run_id", "id", postgresql_where=sa.text("pending <> ''")
        ),
        sa.Index(f"{PREFIX}_record_identity", "identity_key"),
        sa.Index(f"{PREFIX}_record_run", "run_id", "outcome"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    source_id: Mapped[str] = mapped_column(sa.ForeignKey(f"{PREFIX}_source.id", ondelete="CASCADE"))
    guid: Mapped[str] = mapped_column(sa.UnicodeText)
    identity_key: Mapped[str] = mapped_column(sa.UnicodeText)
    url: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    state: Mapped[str] = mapped_column(sa.UnicodeText, default="new")
    document: Mapped[bytes | None] = mapped_column(sa.LargeBinary, nullable=True)
    reader: Mapped[str] = mapped_column(sa.UnicodeText, default="iso")
    validator: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    content_hash: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    listed_hash: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    imported_hash: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    failed_hash: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    mapped_hash: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    # how often a worker took it up without coming to an end with it
    attempts: Mapped[int] = mapped_column(sa.Integer, default=0)
    pending: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    lease_until: Mapped[dt.datetime | None] = _time(nullable=True)
    run_id: Mapped[str | None] = mapped_column(
        sa.ForeignKey(f"{PREFIX}_run.id", ondelete="SET NULL"), nullable=True
    )
    outcome: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    # complete runs in a row that did not list it, and since when
    missing_runs: Mapped[int] = mapped_column(sa.Integer, default=0)
    missing_since: Mapped[dt.datetime | None] = _time(nullable=True)
    held: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    first_seen_at: Mapped[dt.datetime] = _time(default=now)
    imported_at: Mapped[dt.datetime | None] = _time(nullable=True)


class RunFinding(BaseModel):
    """What was found out in a run; ``guid`` is empty for what concerns the run as a whole."""

    __tablename__ = f"{PREFIX}_finding"
    __table_args__ = (sa.Index(f"{PREFIX}_finding_run", "run_id", "id"),)

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    run_id: Mapped[str] = mapped_column(sa.ForeignKey(f"{PREFIX}_run.id", ondelete="CASCADE"))
    guid: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    title: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    severity: Mapped[str] = mapped_column(sa.UnicodeText)
    code: Mapped[str] = mapped_column(sa.UnicodeText)
    values: Mapped[dict] = mapped_column("values_", JSONB, default=dict)


TABLES = [table.__table__ for table in (Source, Run, Identity, Record, RunFinding)]

session = model.Session
