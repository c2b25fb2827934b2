"""How fast a harvest is: first, unchanged, one per cent changed; on real PostgreSQL, Solr and pycsw on loopback.

    make bench ARGS="--records 1000"

Prints a Markdown table: records per second, SQL statements per record, peak memory.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa
from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk
from typing_extensions import Self

from bench import records
from ckanext.suedwestfalen.tests.servers import Pycsw


class Counter:
    """Counts seconds and SQL statements while it is in use."""

    def __enter__(self) -> Self:
        self.statements = 0
        self.began = time.perf_counter()
        sa.event.listen(model.ensure_engine(), "before_cursor_execute", self._statement)
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self.began
        sa.event.remove(model.ensure_engine(), "before_cursor_execute", self._statement)

    def _statement(self, *_: object) -> None:
        self.statements += 1


def measure(name: str, source_id: str, number: int) -> str:
    """Run the source once and give a row of the table."""
    from ckanext.suedwestfalen.harvest import runs
    from ckanext.suedwestfalen.harvest.model import Source

    with Counter() as counter:
        run = runs.execute(runs.start(model.Session.get(Source, source_id), cause="cli").id)
    if run.state != "finished" or run.listed != number:
        raise SystemExit(f"{name}: {run.state}, {run.listed} listed, {run.failed} failed")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    done = f"{run.new} / {run.changed} / {run.unchanged}"
    return (
        f"| {name} | {done} | {counter.seconds:.1f} | {number / counter.seconds:.1f} "
        f"| {counter.statements / number:.1f} | {peak:.0f} |"
    )


def prepare(address: str) -> str:
    """Empty the portal and register the server as a source; gives its id."""
    from ckanext.suedwestfalen.harvest import model as tables

    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    name = f"bench-{int(time.time())}"
    organization = tk.get_action("organization_create")({"user": site_user, "ignore_auth": True}, {"name": name})
    source = tables.Source(name=name, title=name, url=address, organization_id=organization["id"])
    model.Session.add(source)
    model.Session.commit()
    return source.id


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--size", type=int, default=24_000, help="bytes of a record")
    options = parser.parse_args()
    app = make_app(load_config(os.environ.get("CKAN_INI", "test.ini")))
    with tempfile.TemporaryDirectory() as folder, app._wsgi_app.test_request_context():  # noqa: SLF001 - CKAN offers no other way
        town, documents = Pycsw(Path(folder)), Path(folder) / "documents"
        records.write(documents, range(options.records), options.size)
        town.load(documents).start()
        try:
            tk.config["ckanext.suedwestfalen.net.allow"] = [town.url.split("/")[2]]
            source_id = prepare(town.url)
            print("| run | new / changed / unchanged | s | records/s | SQL/record | peak MB |")
            print("|---|---|---|---|---|---|")
            print(measure("first", source_id, options.records), flush=True)
            print(measure("unchanged", source_id, options.records), flush=True)
            print(measure("unchanged again", source_id, options.records), flush=True)
            records.write(documents, range(0, options.records, 100), options.size, revision=1)
            town.load(documents)
            print(measure("1 % changed", source_id, options.records), flush=True)
        finally:
            town.stop()


if __name__ == "__main__":
    main()
