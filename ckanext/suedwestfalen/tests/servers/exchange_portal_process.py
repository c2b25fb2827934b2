"""The process of another portal of this software: tables, what seeding gives of two towns, and then the web server.

Started by :mod:`.exchange_portal` with the configuration in CKAN_INI; writes the administrator's token to the given
file when all is there. It is its own worker: for every line of its input, the name of a source, it harvests that
source to the end, and writes the run's state and counts as a line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

from ckan import model
from ckan.cli import CKANConfigLoader
from ckan.cli.db import _run_migrations
from ckan.config.middleware import make_app
from ckan.lib.search import clear_all
from ckan.plugins import toolkit as tk
from werkzeug.serving import make_server

from ckanext.suedwestfalen import region
from ckanext.suedwestfalen.catalogue import seeding
from ckanext.suedwestfalen.findings import Finding
from ckanext.suedwestfalen.harvest import ledger, runs, sources
from ckanext.suedwestfalen.harvest.model import RunFinding
from ckanext.suedwestfalen.tests.servers.portal_process import _end_with

SOEST, OLPE = "05974040", "05966024"
MIGRATED = ("activity", "suedwestfalen_harvest", "suedwestfalen_use_cases")


def main(port: int, token_file: Path) -> None:
    """Fill the portal and serve it until the process is ended."""
    app = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
    server = make_server("127.0.0.1", port, app, threaded=True)
    with app._wsgi_app.test_request_context():
        model.repo.upgrade_db()
        for plugin in MIGRATED:
            _run_migrations(plugin)
        clear_all()
        whole = region.load()
        part = SimpleNamespace(
            choices=whole.choices, kreise=(), municipalities=tuple(whole.municipality(ags) for ags in (SOEST, OLPE)),
            organizations=tuple(body for body in whole.organizations if body.name == whole.agency),
            lead_projects=whole.lead_projects,
        )
        seeding.seed(part, seeding.Report(say=lambda *_told: None))
        admin = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        given = {"user": admin, "name": "tests"}
        token = tk.get_action("api_token_create")({"ignore_auth": True, "user": admin}, given)["token"]
    model.Session.remove()
    token_file.write_text(token, encoding="ascii")
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for line in sys.stdin:
        with app._wsgi_app.test_request_context():
            sys.stdout.write(json.dumps(_harvest(line.strip())) + "\n")
            sys.stdout.flush()


def _harvest(name: str) -> dict[str, object]:
    model.Session.remove()
    run = runs.execute(runs.start(sources.get(name), cause="cli").id)
    counts = {outcome: getattr(run, outcome) for outcome in ledger.OUTCOMES}
    rows = model.Session.query(RunFinding).filter_by(run_id=run.id)
    said = [Finding(row.code, row.values).message() for row in rows]
    return {"state": run.state, "error": run.error, "listed": run.listed, **counts, "findings": said}


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
