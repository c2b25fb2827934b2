"""The tables of ckanext-harvest 1.6, as its migration makes them, and rows for them."""

from __future__ import annotations

import json
import uuid
from typing import Any

import sqlalchemy as sa
from ckan import model

#: What a sources's own page (a dataset of the type harvest) and its row have in common is the id.
CREATE = """
CREATE TABLE harvest_source (
    id text PRIMARY KEY, url text NOT NULL, title text, description text, config text, created timestamp,
    type text NOT NULL, active boolean, user_id text, publisher_id text, frequency text, next_run timestamp);
CREATE TABLE harvest_job (
    id text PRIMARY KEY, created timestamp, gather_started timestamp, gather_finished timestamp, finished timestamp,
    source_id text REFERENCES harvest_source (id), status text NOT NULL);
CREATE TABLE harvest_object (
    id text PRIMARY KEY, guid text, current boolean, gathered timestamp, fetch_started timestamp, content text,
    fetch_finished timestamp, import_started timestamp, import_finished timestamp, state text,
    metadata_modified_date timestamp, retry_times integer, harvest_job_id text REFERENCES harvest_job (id),
    harvest_source_id text REFERENCES harvest_source (id),
    package_id text REFERENCES package (id) DEFERRABLE, report_status text);
CREATE TABLE harvest_object_extra (
    id text PRIMARY KEY, harvest_object_id text REFERENCES harvest_object (id), key text, value text);
"""
DROP = "DROP TABLE IF EXISTS harvest_object_extra, harvest_object, harvest_job, harvest_source"


def create() -> None:
    """Make the tables, empty."""
    _run(DROP)
    _run(CREATE)


def drop() -> None:
    """Take the tables away."""
    model.Session.rollback()
    _run(DROP)


def add_source(
    organization_id: str, url: str, *, name: str, page: str = "active", config: Any = "", **fields: Any
) -> str:
    """Add a source with its page (``page``: the state of it) and give its id; the next one is younger."""
    source_id = str(uuid.uuid4())
    package = model.Package(id=source_id, name=name, title=name.title(), type="harvest", state=page, url=url)
    package.owner_org = organization_id or None
    model.Session.add(package)
    model.Session.commit()
    row = {"id": source_id, "url": url, "title": name.title(), "type": "csw", "active": True, "frequency": "MANUAL",
           "config": config if isinstance(config, str) else json.dumps(config), "publisher_id": "", **fields}
    _insert("harvest_source", {**row, "created": sa.func.clock_timestamp()})
    return source_id


def add_object(
    source_id: str, package_id: str, guid: str, content: str | None = None, *, current: bool = True, location: str = ""
) -> None:
    """Add an object that became a dataset; ``location`` is the address of its file."""
    object_id = str(uuid.uuid4())
    _insert("harvest_object", {"id": object_id, "guid": guid, "current": current, "content": content,
                               "state": "COMPLETE", "harvest_source_id": source_id, "package_id": package_id,
                               "import_finished": sa.func.clock_timestamp()})
    if location:
        _insert("harvest_object_extra", {"id": object_id, "harvest_object_id": object_id, "key": "waf_location",
                                         "value": location})


def contents() -> dict[str, list[tuple]]:
    """Give all rows of all tables."""
    names = ("harvest_source", "harvest_object", "harvest_object_extra")
    return {name: [tuple(row) for row in model.Session.execute(sa.text(f"SELECT * FROM {name} ORDER BY id"))]
            for name in names}


def _insert(name: str, row: dict[str, Any]) -> None:
    table = sa.table(name, *(sa.column(column) for column in row))
    model.Session.execute(sa.insert(table).values(row))
    model.Session.commit()


def _run(statements: str) -> None:
    model.Session.execute(sa.text(statements))
    model.Session.commit()
