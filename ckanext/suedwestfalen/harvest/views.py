"""Pages of the harvest: sources and held deletions. They speak to the actions and know no tables.

The form of a source is in :mod:`.views_form`, runs and records are in :mod:`.views_runs`.
"""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, request

from ckanext.suedwestfalen import csrf
from ckanext.suedwestfalen.harvest import chart, removal, views_fill, views_form, views_runs
from ckanext.suedwestfalen.harvest.views_base import NAME, action, answers, back, blueprint, post

_ = tk._
HISTORY = 30
# They hang their pages on the blueprint when they are imported.
OTHERS = (views_form, views_runs)


def get_blueprints() -> list[Blueprint]:
    """Give the blueprints to CKAN."""
    csrf.answer_alone(blueprint)
    return [blueprint, views_fill.get_blueprint()]


@blueprint.get("")
@answers
def index() -> str:
    """Give all sources that the user may read, or those of one organization, on one page."""
    found = action("source_list")
    chosen = request.args.get("organization", "")
    if chosen:
        found = [source for source in found if chosen in _names(source)]
    return tk.render(f"{NAME}/index.html", {"sources": found, "chosen": found[0]["organization"] if chosen and found
                                            else None})


def _names(source: dict[str, Any]) -> set[str]:
    organization = source["organization"] or {}
    return {organization.get("id", ""), organization.get("name", "")}


@blueprint.get("/source/<name>")
@answers
def source_read(name: str) -> str:
    """Show a source with its runs."""
    source = action("source_show", id=name)
    history = action("run_list", id=name, limit=HISTORY)
    drawing = chart.of([run for run in history if run["finished_at"]])
    return tk.render(f"{NAME}/source_read.html",
                     {"source": source, "runs": history, "chart": drawing, "away": _away(name)})


def _away(name: str) -> list[dict[str, Any]]:
    """Give the records that stay away, to those who may release them."""
    try:
        return action("away_list", id=name)
    except tk.NotAuthorized:
        return []


@post("/source/<name>/release")
def record_release(name: str) -> Any:
    """Let a record be harvested again that stays away."""
    action("record_release", id=name, guid=request.form.get("guid", ""))
    tk.h.flash_success(_("The next run of this source takes the record over."))
    return tk.redirect_to(f"{NAME}.source_read", name=name)


@blueprint.get("/source/<name>/remove")
@answers
def source_remove(name: str) -> str:
    """Ask what becomes of the datasets of a source that is to be removed."""
    source = action("source_show", id=name)
    tk.check_access(f"{NAME}_source_delete", {"user": tk.g.user}, {"id": name})
    choices = [{"value": key, "text": _(label), "hint": _(hint)} for key, (label, hint) in removal.CHOICES.items()]
    return tk.render(f"{NAME}/source_remove.html", {"source": source, "choices": choices})


@post("/source/<name>/delete")
def source_delete(name: str) -> Any:
    """Remove a source; its datasets are kept, handed over or deleted."""
    try:
        done = action("source_delete", id=name, datasets=request.form.get("datasets", ""))
    except tk.ValidationError as error:
        return back(name, error)
    if done["run"]:
        return tk.redirect_to(f"{NAME}.run_read", run_id=done["run"]["id"])
    tk.h.flash_success(_("The source was removed. Its datasets stay in the portal."))
    return tk.redirect_to(f"{NAME}.index")


@blueprint.get("/source/<name>/deletions")
@answers
def deletions(name: str) -> str:
    """Show the held deletions of a source."""
    extra = {"source": action("source_show", id=name), "records": action("deletions_list", id=name)}
    return tk.render(f"{NAME}/deletions.html", extra)


@post("/source/<name>/deletions/confirm")
def deletions_confirm(name: str) -> Any:
    """Let the datasets be deleted whose deletion is held, and show the run that does it."""
    try:
        run = action("deletions_confirm", id=name)
    except tk.ValidationError as error:
        return back(name, error)
    return tk.redirect_to(f"{NAME}.run_read", run_id=run["id"])


@post("/source/<name>/deletions/reject")
def deletions_reject(name: str) -> Any:
    """Keep the datasets whose deletion is held."""
    number = action("deletions_reject", id=name)["records"]
    tk.h.flash_success(_("Datasets kept: %(number)s.") % {"number": number})
    return tk.redirect_to(f"{NAME}.source_read", name=name)
