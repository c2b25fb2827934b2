"""This project's harvest, as an arm of the benchmark."""

from __future__ import annotations

import os
import time
from typing import Any

from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk

from bench import filling, measuring, pages


def reset() -> None:
    """Empty the portal."""
    measuring.empty_portal()
    goals = [{"name": name} for name in ("digital", "nachhaltig", "authentisch")]
    if not model.Vocabulary.get("dna_goal"):
        tk.get_action("vocabulary_create")({"ignore_auth": True, "user": ""}, {"name": "dna_goal", "tags": goals})


def source(url: str) -> str:
    """Register the server as a source; missing records go with the first listing that lacks them, as in stock."""
    from ckanext.suedwestfalen.harvest.model import Source

    tk.config["ckanext.suedwestfalen.net.allow"] = [url.split("/")[2]]
    tk.config["ckanext.suedwestfalen.harvest.deletion_runs"] = 1
    tk.config["ckanext.suedwestfalen.harvest.deletion_hours"] = 0.0
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    name = f"bench-{time.time_ns()}"
    organization = tk.get_action("organization_create")({"user": user, "ignore_auth": True}, {"name": name})
    made = Source(name=name, title=name, url=url, organization_id=organization["id"])
    model.Session.add(made)
    model.Session.commit()
    return made.id


def start(source_id: str) -> str:
    """Begin a run that this and other processes may work on."""
    from ckanext.suedwestfalen.harvest import runs
    from ckanext.suedwestfalen.harvest.model import Source

    return runs.start(model.Session.get(Source, source_id), cause="cli").id


def work(run_id: str, allow: str) -> dict[str, Any]:
    """Carry the run on until nothing is left for this process."""
    from ckanext.suedwestfalen.harvest import runs
    from ckanext.suedwestfalen.harvest.model import Run

    tk.config["ckanext.suedwestfalen.net.allow"] = [allow]
    model.Session.remove()
    with measuring.Counter() as counter:
        run = runs.execute(run_id)
        # a second worker comes before the first page is listed
        while not run.finished_at and run.state in ("queued", "listing"):
            time.sleep(0.05)
            model.Session.remove()
            run = runs.execute(run_id)
    run = model.Session.get(Run, run_id)
    done = {name: getattr(run, name) for name in ("listed", "new", "changed", "unchanged", "deleted", "failed")}
    return {**counter.result(), **done, "state": run.state}


def run(source_id: str, expected: int) -> dict[str, Any]:
    """Harvest once in this process; afterwards a search finds ``expected`` datasets."""
    from ckanext.suedwestfalen.harvest.model import Run

    run_id, began = start(source_id), time.perf_counter()
    allowed = tk.config["ckanext.suedwestfalen.net.allow"][0]
    result = work(run_id, allowed)
    if model.Session.get(Run, run_id).state != "finished":
        raise RuntimeError(str(result))
    return {**result, "searchable_after": measuring.until_searchable(expected, began)}


def main() -> None:
    """Serve the benchmark."""
    answers = measuring.take_output()
    app = make_app(load_config(os.environ["CKAN_INI"]))
    with app._wsgi_app.test_request_context():  # noqa: SLF001 - CKAN offers no other way
        measuring.serve({
            "reset": reset, "source": source, "run": run, "start": start, "work": work,
            "fill": filling.fill, "rebuild": pages.rebuild, "measure_pages": lambda **o: pages.measure(app, **o),
        }, answers)


if __name__ == "__main__":
    main()
