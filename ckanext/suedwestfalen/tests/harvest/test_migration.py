"""The migration makes exactly the tables that the models describe."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from ckan import model

from ckanext.suedwestfalen.harvest import model as tables


def shape(inspector: sa.Inspector) -> dict:
    return {
        table.name: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table.name)),
            sorted((i["name"], tuple(i["column_names"]), i["unique"]) for i in inspector.get_indexes(table.name)),
            sorted(
                (tuple(k["constrained_columns"]), k["referred_table"], k["options"].get("ondelete"))
                for k in inspector.get_foreign_keys(table.name)
            ),
            sorted(tuple(u["column_names"]) for u in inspector.get_unique_constraints(table.name)),
        )
        for table in tables.TABLES
    }


@pytest.mark.usefixtures("harvest_tables")
def test_migration_and_models_agree():
    folder = Path(tables.__file__).parents[1] / "migration" / "suedwestfalen_harvest" / "versions"
    (file,) = folder.glob("001*.py")
    spec = importlib.util.spec_from_file_location("migration", file)
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    model.Session.remove()
    with model.ensure_engine().connect() as connection:
        # all of this is rolled back at the end
        with Operations.context(MigrationContext.configure(connection)):
            migration.downgrade()
            for table in tables.TABLES:
                table.create(connection)
            described = shape(sa.inspect(connection))
            migration.downgrade()
            migration.upgrade()
            migrated = shape(sa.inspect(connection))
        connection.rollback()
    assert migrated == described
