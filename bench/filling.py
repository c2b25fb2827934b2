"""Fills a portal with very many datasets in minutes: one through CKAN's action, its copies by SQL and in bulk to Solr.

For measuring what a full portal costs, not how it is filled: a copy has the template's fields, tags and resources,
its own ids, name, title and place.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from typing import Any

import requests
import sqlalchemy as sa
from ckan import model
from ckan.common import config
from ckan.lib.search import index, rebuild
from ckan.plugins import toolkit as tk

PORTION = 2000
NAMESPACE = uuid.UUID("7d1f5a2e-0f0c-4b8e-9a53-5f4f6d3c2b11")


def fill(number: int) -> int:
    """Copy the portal's first dataset until there are so many more; gives how many datasets a search then finds."""
    template = model.Session.query(model.Package).filter_by(type="dataset", state="active").first()
    dataset = tk.get_action("package_show")({"ignore_auth": True, "user": ""}, {"id": template.id})
    document = _document(template.id)
    for begin in range(0, number, PORTION):
        copies = [_copy(one) for one in range(begin, min(begin + PORTION, number))]
        _insert(template.id, copies)
        _index(document, dataset, copies)
    model.Session.execute(sa.text("ANALYZE"))
    model.Session.commit()
    model.Session.remove()
    _post("/update?commit=true", {})
    return _found()


def _copy(number: int) -> dict[str, Any]:
    chance = random.Random(number)
    west, south = chance.uniform(7.5, 8.8), chance.uniform(50.8, 51.6)
    identifier = str(uuid.uuid5(NAMESPACE, str(number)))
    return {"id": identifier, "name": f"kopie-{number:06d}", "title": f"Kopie {number}",
            "box": (west, south, west + 0.05, south + 0.05)}


def _insert(template_id: str, copies: list[dict[str, Any]]) -> None:
    """Copy the template's rows for every copy in one statement per table."""
    values = [{"id": copy["id"], "name": copy["name"], "title": copy["title"]} for copy in copies]
    session = model.Session
    session.execute(sa.text("CREATE TEMPORARY TABLE copies (id text, name text, title text) ON COMMIT DROP"))
    session.execute(sa.text("INSERT INTO copies VALUES (:id, :name, :title)"), values)
    for table, own in (("package", {}), ("resource", {"package_id"}),
                       ("package_tag", {"package_id"}), ("member", {"table_id"})):
        columns = [column["name"] for column in sa.inspect(model.ensure_engine()).get_columns(table)]
        given = {"id": "gen_random_uuid()::text"}
        given |= {"id": "copies.id", "name": "copies.name", "title": "copies.title"} if not own else {}
        given |= dict.fromkeys(own, "copies.id")
        chosen = ", ".join(given.get(name, f't."{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        which = "t.id" if table == "package" else f"t.{next(iter(own))}"
        session.execute(
            sa.text(f'INSERT INTO "{table}" ({names}) SELECT {chosen} FROM "{table}" t, copies WHERE {which} = :id'),
            {"id": template_id},
        )
    session.commit()


def _document(package_id: str) -> dict[str, Any]:
    """Give the Solr document that CKAN makes of the template."""
    caught: list[dict[str, Any]] = []

    class Catcher:
        def add(self, docs: list[dict[str, Any]], **_options: Any) -> None:
            caught.extend(docs)

        def commit(self, **_options: Any) -> None:
            pass

    connect = index.make_connection
    index.make_connection = lambda *_args, **_options: Catcher()
    try:
        rebuild(package_id)
    finally:
        index.make_connection = connect
    return json.loads(json.dumps(caught[0], default=lambda value: value.isoformat() + "Z"))


def _index(document: dict[str, Any], dataset: dict[str, Any], copies: list[dict[str, Any]]) -> None:
    _post("/update", list(_documents(document, dataset, copies)))


def _documents(
    document: dict[str, Any], dataset: dict[str, Any], copies: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    for copy in copies:
        west, south, east, north = copy["box"]
        corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
        shape = ", ".join(f"{x} {y}" for x, y in corners)
        own = {"id": copy["id"], "name": copy["name"], "title": copy["title"]}
        shown = json.dumps({**dataset, **own})
        yield {
            **document, **own, "index_id": uuid.uuid5(NAMESPACE, copy["id"]).hex, "title_string": copy["title"],
            "spatial_geom": f"POLYGON(({shape}))", "validated_data_dict": shown, "data_dict": shown,
        }


def _post(path: str, body: Any) -> None:
    requests.post(f"{config['solr_url']}{path}", json=body, timeout=600).raise_for_status()


def _found() -> int:
    parameters = {"q": "*:*", "rows": "0", "wt": "json"}
    return requests.get(f"{config['solr_url']}/select", parameters, timeout=60).json()["response"]["numFound"]
