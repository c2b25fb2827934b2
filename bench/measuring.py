"""What an arm of a benchmark counts while it works: seconds, SQL, commits, requests to Solr, memory.

An arm is a process of its own, with its own database, Solr core and Redis database. It reads one JSON object per line
(``{"do": NAME, …}``) and answers each with one.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, TextIO

import requests
import sqlalchemy as sa
from ckan import model
from ckan.common import config
from typing_extensions import Self


class Counter:
    """Counts while it is in use; ``result`` gives what was counted as JSON types."""

    def __enter__(self) -> Self:
        self.statements = self.commits = self.solr = 0
        self._send = requests.Session.send
        engine = model.ensure_engine()
        sa.event.listen(engine, "before_cursor_execute", self._statement)
        sa.event.listen(engine, "commit", self._commit)
        requests.Session.send = self._counting_send
        self.began, self.cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self.began
        self.cpu = time.process_time() - self.cpu
        engine = model.ensure_engine()
        requests.Session.send = self._send
        sa.event.remove(engine, "before_cursor_execute", self._statement)
        sa.event.remove(engine, "commit", self._commit)

    @property
    def _counting_send(self) -> Callable[..., Any]:
        counter, send = self, self._send

        def counting_send(session: requests.Session, request: Any, **options: Any) -> Any:
            counter.solr += request.url.startswith(config["solr_url"])
            return send(session, request, **options)

        return counting_send

    def _statement(self, *_: object) -> None:
        self.statements += 1

    def _commit(self, *_: object) -> None:
        self.commits += 1

    def result(self) -> dict[str, Any]:
        """Give the counts; memory is the process's peak in MB since it began."""
        return {
            "seconds": self.seconds, "cpu": self.cpu, "statements": self.statements, "commits": self.commits,
            "solr": self.solr, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }


def empty_portal() -> None:
    """Delete all datasets, organizations and harvest records, from database and index."""
    names = sa.inspect(model.ensure_engine()).get_table_names()
    wanted = [name for name in names if name in {"package", "group", "tag", "activity"} or "harvest" in name]
    tables = ", ".join(f'"{name}"' for name in wanted)
    model.Session.execute(sa.text(f"TRUNCATE {tables} CASCADE"))
    model.Session.commit()
    model.Session.remove()
    delete = {"delete": {"query": "*:*"}}
    requests.post(f"{config['solr_url']}/update?commit=true", json=delete, timeout=300).raise_for_status()


def searchable() -> int:
    """Give how many datasets a search finds."""
    parameters = {"q": "+state:active +dataset_type:dataset", "rows": "0", "wt": "json"}
    answer = requests.get(f"{config['solr_url']}/select", parameters, timeout=60)
    return answer.json()["response"]["numFound"]


def until_searchable(expected: int, began: float) -> float:
    """Wait until a search finds so many datasets; gives the seconds since ``began`` (of ``time.perf_counter``)."""
    end = time.monotonic() + 60
    while (found := searchable()) != expected:
        if time.monotonic() > end:
            raise RuntimeError(f"{found} of {expected} datasets in the search")
        time.sleep(0.02)
    return time.perf_counter() - began


def take_output() -> TextIO:
    """Give what the process answers through; from now on, what libraries print goes to the standard error."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return answers


def serve(commands: Mapping[str, Callable[..., Any]], answers: TextIO) -> None:
    """Answer commands until the input ends."""
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"ok": commands[request.pop("do")](**request)}
        except Exception as fault:  # noqa: BLE001 - the border of the process: the benchmark says what went wrong
            answer = {"error": f"{type(fault).__name__}: {fault}"[:2000]}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
