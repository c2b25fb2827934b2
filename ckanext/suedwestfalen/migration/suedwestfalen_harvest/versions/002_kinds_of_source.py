"""Records in other formats than ISO, conditional requests; options, credentials and mails of a source; pauses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "002_kinds_of_source"
down_revision = "001_harvest_tables"
branch_labels = None
depends_on = None

PREFIX = "suedwestfalen_harvest"


def _text(name: str, default: str = "") -> sa.Column:
    return sa.Column(name, sa.UnicodeText, nullable=False, server_default=default)


COLUMNS = {
    f"{PREFIX}_source": (
        sa.Column("options", JSONB, nullable=False, server_default="{}"),
        sa.Column("credentials", sa.LargeBinary, nullable=True),
        _text("told"),
    ),
    f"{PREFIX}_run": (sa.Column("paused", sa.LargeBinary, nullable=True),),
    f"{PREFIX}_record": (
        _text("reader", "iso"), _text("validator"), _text("content_hash"), _text("mapped_hash"),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    ),
}


def upgrade() -> None:
    inspector = sa.inspect(op.get_bind())
    for table, columns in COLUMNS.items():
        # The test suite of CKAN creates the tables of all models before it migrates.
        there = {column["name"] for column in inspector.get_columns(table)}
        for column in columns:
            if column.name not in there:
                op.add_column(table, column)


def downgrade() -> None:
    for table, columns in COLUMNS.items():
        for column in columns:
            op.drop_column(table, column.name)
