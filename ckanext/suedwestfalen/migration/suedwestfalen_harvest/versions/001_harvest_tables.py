"""Sources, runs, identities, records, findings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "001_harvest_tables"
down_revision = None
branch_labels = None
depends_on = None

PREFIX = "suedwestfalen_harvest"


def _text(name: str, **options: object) -> sa.Column:
    return sa.Column(name, sa.UnicodeText, **{"nullable": False, **options})


def _time(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str, **options: object) -> sa.Column:
    return sa.Column(name, sa.Integer, **{"nullable": False, **options})


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean, nullable=False)


def upgrade() -> None:
    # The test suite of CKAN creates the tables of all models before it migrates.
    if sa.inspect(op.get_bind()).has_table(f"{PREFIX}_source"):
        return
    _sources_and_runs()
    _records()


def _sources_and_runs() -> None:
    op.create_table(
        f"{PREFIX}_source",
        _text("id", primary_key=True),
        _text("name", unique=True),
        *(_text(name) for name in ("title", "url", "protocol")),
        sa.Column("settings", JSONB, nullable=False),
        *(_text(name) for name in ("organization_id", "municipality", "schedule")),
        _number("rank"),
        _flag("active"),
        _text("state"),
        _number("failures"),
        _time("next_run_at"),
        _time("created_at", nullable=False),
        _time("modified_at", nullable=False),
    )
    op.create_table(
        f"{PREFIX}_run",
        _text("id", primary_key=True),
        sa.Column(
            "source_id", sa.UnicodeText, sa.ForeignKey(f"{PREFIX}_source.id", ondelete="CASCADE"), nullable=False
        ),
        *(_text(name) for name in ("state", "cause", "user_id")),
        *(_flag(name) for name in ("force", "complete")),
        _number("declared", nullable=True),
        *(
            _number(name)
            for name in ("listed", "new", "changed", "unchanged", "skipped", "failed", "missing", "deleted", "held")
        ),
        sa.Column("error", JSONB),
        _time("started_at", nullable=False),
        *(_time(name) for name in ("listed_at", "finished_at", "lease_until")),
    )
    unfinished = sa.text("finished_at IS NULL")
    op.create_index(
        f"{PREFIX}_run_one_active", f"{PREFIX}_run", ["source_id"], unique=True, postgresql_where=unfinished
    )
    op.create_index(f"{PREFIX}_run_by_source", f"{PREFIX}_run", ["source_id", "started_at"])


def _records() -> None:
    source = (f"{PREFIX}_source.id",)
    run = (f"{PREFIX}_run.id",)
    op.create_table(
        f"{PREFIX}_identity",
        _text("key", primary_key=True),
        _text("package_id", unique=True),
        _text("name", unique=True),
        _text("state"),
        sa.Column("leading_source_id", sa.UnicodeText, sa.ForeignKey(*source, ondelete="SET NULL")),
    )
    op.create_table(
        f"{PREFIX}_record",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("source_id", sa.UnicodeText, sa.ForeignKey(*source, ondelete="CASCADE"), nullable=False),
        *(_text(name) for name in ("guid", "identity_key", "url", "state")),
        sa.Column("document", sa.LargeBinary),
        *(_text(name) for name in ("listed_hash", "imported_hash", "failed_hash", "pending")),
        _time("lease_until"),
        sa.Column("run_id", sa.UnicodeText, sa.ForeignKey(*run, ondelete="SET NULL")),
        _text("outcome"),
        _number("missing_runs"),
        _time("missing_since"),
        _flag("held"),
        _time("first_seen_at", nullable=False),
        _time("imported_at"),
        sa.UniqueConstraint("source_id", "guid", name=f"{PREFIX}_record_guid"),
    )
    waits = sa.text("pending <> ''")
    op.create_index(f"{PREFIX}_record_queue", f"{PREFIX}_record", ["run_id", "id"], postgresql_where=waits)
    op.create_index(f"{PREFIX}_record_identity", f"{PREFIX}_record", ["identity_key"])
    op.create_index(f"{PREFIX}_record_run", f"{PREFIX}_record", ["run_id", "outcome"])
    op.create_table(
        f"{PREFIX}_finding",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("run_id", sa.UnicodeText, sa.ForeignKey(*run, ondelete="CASCADE"), nullable=False),
        *(_text(name) for name in ("guid", "title", "severity", "code")),
        sa.Column("values_", JSONB, nullable=False),
    )
    op.create_index(f"{PREFIX}_finding_run", f"{PREFIX}_finding", ["run_id", "id"])


def downgrade() -> None:
    for name in ("finding", "record", "identity", "run", "source"):
        op.drop_table(f"{PREFIX}_{name}")
