"""Alembic's entry: migrates the tables of the use cases under their own version table."""

from __future__ import annotations

from pathlib import Path

from alembic import context
from ckan.model.meta import metadata
from sqlalchemy import engine_from_config, pool

NAME = Path(__file__).parent.name
SECTION = context.config.get_section(context.config.config_ini_section) or {}

engine = engine_from_config(SECTION, prefix="sqlalchemy.", poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table=f"{NAME}_alembic_version",
        include_object=lambda _object, name, type_, *_: type_ != "table" or name.startswith(NAME),
    )
    with context.begin_transaction():
        context.run_migrations()
