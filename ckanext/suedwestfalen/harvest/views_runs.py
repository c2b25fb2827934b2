"""Pages of runs and records: starting a run, its report as page and as CSV, an original document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response, request, stream_with_context

from ckanext.suedwestfalen.harvest import report_csv
from ckanext.suedwestfalen.harvest.views_base import NAME, action, answers, back, blueprint, post

_ = tk._


@post("/source/<name>/run")
def run_new(name: str) -> Any:
    """Start a run and show it."""
    try:
        run = action("run_create", id=name, force="force" in request.form)
    except tk.ValidationError as error:
        return back(name, error)
    return tk.redirect_to(f"{NAME}.run_read", run_id=run["id"])


@blueprint.get("/run/<run_id>")
@answers
def run_read(run_id: str) -> str:
    """Show the report of a run."""
    return tk.render(f"{NAME}/run_read.html", {"run": action("run_show", id=run_id)})


@blueprint.get("/run/<run_id>/report.csv")
@answers
def run_csv(run_id: str) -> Response:
    """Give all findings of a run as a file for a spreadsheet, piece by piece however many they are."""
    first = action("finding_list", id=run_id)  # refused here, before anything is sent
    lines = report_csv.lines(_findings(run_id, first), _)
    answer = Response(stream_with_context(lines), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="report-{run_id}.csv"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _findings(run_id: str, page: dict[str, Any]) -> Iterator[dict[str, Any]]:
    while True:
        for finding in page["findings"]:
            yield {**finding, "dataset": _dataset(finding["dataset"])}
        if page["next"] is None:
            return
        page = action("finding_list", id=run_id, after=page["next"])


def _dataset(name: str) -> str:
    return tk.url_for("dataset.read", id=name, _external=True) if name else ""


@blueprint.get("/source/<name>/record")
@answers
def record(name: str) -> Response:
    """Give the original document of a record, as text: nothing in it reaches the page as markup."""
    found = action("record_show", id=name, guid=request.args.get("guid", ""))
    answer = Response(found["document"], mimetype="text/plain")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
