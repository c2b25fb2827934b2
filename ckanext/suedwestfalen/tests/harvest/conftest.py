"""A portal with a region, and a town's source that plays a script."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.suedwestfalen.harvest import model as tables
from ckanext.suedwestfalen.harvest import protocols, runs
from ckanext.suedwestfalen.tests.harvest.records import guid, record
from ckanext.suedwestfalen.tests.harvest.scripted import Script


@pytest.fixture
def harvest_tables(clean_db, with_plugins, migrate_db_for):
    """The harvest's tables, empty, made by the migration."""
    if not sa.inspect(model.ensure_engine()).has_table(tables.Source.__tablename__):
        migrate_db_for("activity")
        migrate_db_for("suedwestfalen_harvest")
        migrate_db_for("suedwestfalen_use_cases")


def create_goals() -> None:
    """Make the vocabulary of DNA goals."""
    goals = [{"name": name} for name in ("digital", "nachhaltig", "authentisch")]
    tk.get_action("vocabulary_create")({"ignore_auth": True}, {"name": "dna_goal", "tags": goals})


@pytest.fixture
def portal(harvest_tables, clean_index):
    """An empty portal with the vocabulary of DNA goals."""
    create_goals()
    return model


@pytest.fixture
def script(portal, monkeypatch):
    """What the source lists: ten records, until the test changes it."""
    script = Script({guid(number): record(number) for number in range(10)})
    monkeypatch.setattr(protocols, "get", lambda name: script.protocol())
    return script


@pytest.fixture
def make_source(portal):
    """Make a source of a new organization."""

    def make(**fields):
        organization = factories.Organization()
        values = {"name": organization["name"], "title": "Quelle", "url": "https://csw.example.org/",
                  "organization_id": organization["id"], "settings": {}, "municipality": ""}
        source = tables.Source(**{**values, **fields})
        model.Session.add(source)
        model.Session.commit()
        return source

    return make


@pytest.fixture
def source(make_source):
    return make_source()


@pytest.fixture
def harvest():
    """Run a source in this process, to the end."""

    def harvest(source, **options):
        model.Session.rollback()
        source = model.Session.get(tables.Source, sa.inspect(source).identity[0])
        return runs.execute(runs.start(source, cause="cli", **options).id)

    return harvest


@pytest.fixture
def datasets():
    """Give all datasets of the database as name → (id, title, state, modified, resource ids)."""

    def datasets():
        model.Session.rollback()
        query = sa.select(model.Package).where(model.Package.type == "dataset")
        return {
            package.name: (
                package.id, package.title, package.state, package.metadata_modified,
                tuple(resource.id for resource in package.resources),
            )
            for package in model.Session.execute(query).scalars()
        }

    return datasets


@pytest.fixture
def days_pass():
    """Let all that is missing be missing for so many more days."""

    def days_pass(days: float):
        import datetime as dt

        model.Session.execute(
            sa.update(tables.Record)
            .where(tables.Record.missing_since.is_not(None))
            .values(missing_since=tables.Record.missing_since - dt.timedelta(days=days))
        )
        model.Session.commit()

    return days_pass
