"""The migrations make exactly the tables that the models describe."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

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


def migrations() -> list[ModuleType]:
    """Give the migrations in their order, as their own ``down_revision`` says."""
    folder = Path(tables.__file__).parents[1] / "migration" / "suedwestfalen_harvest" / "versions"
    found = []
    for file in sorted(folder.glob("*.py")):
        spec = importlib.util.spec_from_file_location(file.stem, file)
        found.append(importlib.util.module_from_spec(spec))
        spec.loader.exec_module(found[-1])
    before = {migration.down_revision: migration for migration in found}
    ordered = [before[None]]
    while ordered[-1].revision in before:
        ordered.append(before[ordered[-1].revision])
    assert len(ordered) == len(found)
    return ordered


def upgrade() -> None:
    for migration in migrations():
        migration.upgrade()


def downgrade() -> None:
    for migration in reversed(migrations()):
        migration.downgrade()


@pytest.fixture
def bare(harvest_tables):
    """A connection to a database without the harvest's tables; everything is rolled back at the end."""
    model.Session.remove()
    with model.ensure_engine().connect() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            downgrade()
            yield connection
        connection.rollback()


def test_migrations_and_models_agree(bare):
    for table in tables.TABLES:
        table.create(bare)
    described = shape(sa.inspect(bare))
    downgrade()
    upgrade()
    assert shape(sa.inspect(bare)) == described


def test_rows_of_the_first_version_outlive_the_next(bare):
    first, *later = migrations()
    first.upgrade()
    time = sa.text("now()")
    bare.execute(sa.insert(sa.table("suedwestfalen_harvest_source", *map(sa.column, SOURCE))).values(
        {**SOURCE, "created_at": time, "modified_at": time}
    ))
    for migration in later:
        migration.upgrade()
    row = bare.execute(sa.select(tables.Source)).one()
    assert (row.name, row.options) == ("stadt", {})


SOURCE = {
    "id": "s1", "name": "stadt", "title": "Stadt", "url": "https://csw.example.org/", "protocol": "csw",
    "settings": "{}", "organization_id": "o1", "municipality": "", "schedule": "manual", "rank": 20, "active": True,
    "state": "active", "failures": 0, "created_at": None, "modified_at": None,
}
