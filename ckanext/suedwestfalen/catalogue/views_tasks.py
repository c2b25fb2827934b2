"""The page 'My tasks': what the plugins registered for whoever is logged in."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint

from ckanext.suedwestfalen import tasks

blueprint = Blueprint("suedwestfalen_tasks", __name__)


@blueprint.route("/tasks")
def index() -> Any:
    """All tasks of the reader, by what they are about."""
    if not tk.g.user:
        return tk.redirect_to("user.login", next=tk.url_for("suedwestfalen_tasks.index"))
    groups: dict[str, list[tasks.Task]] = {}
    for task in tasks.of(tk.g.user):
        groups.setdefault(task.group, []).append(task)
    return tk.render("suedwestfalen/tasks.html", {"groups": groups})


def get_blueprints() -> list[Blueprint]:
    """Give the blueprints to CKAN."""
    return [blueprint]
