"""Contacts, pending versions, history, adoptions, comments and reminders of use cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "001_use_case_tables"
down_revision = None
branch_labels = None
depends_on = None

PREFIX = "suedwestfalen_use_case"


def _key(name: str = "id") -> sa.Column:
    return sa.Column(name, sa.UnicodeText, primary_key=True)


def _texts(*names: str, **defaults: str) -> list[sa.Column]:
    told = {**dict.fromkeys(names, ""), **defaults}
    return [sa.Column(name, sa.UnicodeText, nullable=False, server_default=default) for name, default in told.items()]


def _time(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _json(name: str) -> sa.Column:
    return sa.Column(name, JSONB, nullable=False, server_default="{}")


def upgrade() -> None:
    if sa.inspect(op.get_bind()).has_table(f"{PREFIX}_contact"):
        return  # the test suite of CKAN creates the tables of all models before it migrates
    op.create_table(
        f"{PREFIX}_contact", _key("package_id"), *_texts("name", "email", "phone", released="angemeldet"),
        _time("modified_at"),
    )
    op.create_table(
        f"{PREFIX}_pending", _key("package_id"), _json("content"), _json("contact"),
        *_texts("user_id", "base_modified", state="entwurf"), _time("modified_at"),
    )
    op.create_table(f"{PREFIX}_event", _key(), *_texts("package_id", "kind", "note", "user_id"), _time("at"))
    op.create_index(f"{PREFIX}_event_by_case", f"{PREFIX}_event", ["package_id", "at"])
    op.create_table(
        f"{PREFIX}_adoption", _key(),
        *_texts(
            "package_id", "municipality", "name", "organization_id", "changes", "cost_band", "contact", "note",
            "reason", "derived_id", "catalog", status="interessiert",
        ),
        sa.Column("since", sa.Date, nullable=True),
        sa.Column("public", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        _time("created_at"), _time("modified_at"),
        sa.UniqueConstraint("package_id", "municipality", "name", name=f"{PREFIX}_adoption_once"),
    )
    op.create_index(f"{PREFIX}_adoption_by_organization", f"{PREFIX}_adoption", ["organization_id"])
    op.create_table(
        f"{PREFIX}_adoption_event", _key(),
        sa.Column(
            "adoption_id", sa.UnicodeText, sa.ForeignKey(f"{PREFIX}_adoption.id", ondelete="CASCADE"), nullable=False
        ),
        *_texts("kind", "text", "organization_id", "user_id"), _json("values"), _time("at"),
    )
    op.create_index(f"ix_{PREFIX}_adoption_event_adoption_id", f"{PREFIX}_adoption_event", ["adoption_id"])
    op.create_table(
        f"{PREFIX}_comment", _key(), *_texts("package_id", "organization_id", "user_id", "text"), _time("at"),
    )
    op.create_index(f"ix_{PREFIX}_comment_package_id", f"{PREFIX}_comment", ["package_id"])
    op.create_table(f"{PREFIX}_reminder", _key("user_id"), sa.Column("sent_on", sa.Date, nullable=False))


def downgrade() -> None:
    for name in ("reminder", "comment", "adoption_event", "adoption", "event", "pending", "contact"):
        op.drop_table(f"{PREFIX}_{name}")
