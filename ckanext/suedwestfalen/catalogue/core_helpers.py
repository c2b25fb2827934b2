"""Helpers of CKAN that this portal continues: how lead projects are called, and what a description may load."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import nh3
from ckan.lib.helpers import MARKDOWN_ATTRIBUTES, MARKDOWN_TAGS
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue.helpers import LEAD_PROJECT
from ckanext.suedwestfalen.findings import N_

_TAGS = set(MARKDOWN_TAGS) - {"img"}
_WORDS = {
    **dict.fromkeys(("page title", "breadcrumb", "main nav", "content tab", "facet label"), N_("Lead projects")),
    **dict.fromkeys(("add link", "create label", "create title"), N_("Add lead project")),
    **dict.fromkeys(("save label", "update label"), N_("Save lead project")),
    "edit label": N_("Edit lead project"),
    "view label": N_("View lead project"),
    "form label": N_("Lead project"),
    "my label": N_("My lead projects"),
    "default label": N_("Lead project"),
    "search placeholder": N_("Search lead projects…"),
    "no any objects": N_("There are no lead projects yet."),
    "no description": N_("This lead project has no description yet."),
    "delete confirmation": N_("Do you really want to delete this lead project?"),
}


@tk.chained_helper
def humanize_entity_type(
    next_helper: Callable[..., str | None], entity_type: str, object_type: str, purpose: str
) -> str | None:
    """Call lead projects by their name wherever CKAN would speak of groups."""
    if object_type == LEAD_PROJECT and purpose in _WORDS:
        return tk._(_WORDS[purpose])
    return next_helper(entity_type, object_type, purpose)


@tk.chained_helper
def render_markdown(
    next_helper: Callable[..., Any], data: str, auto_link: bool = True, allow_html: bool = False
) -> Any:
    """Render a description; its pictures become links, so that reading a page tells no other host of the reader.

    Texts in which administrators may write HTML stay as they are.
    """
    if allow_html or not data:
        return next_helper(data, auto_link, allow_html)
    html = str(next_helper(data.replace("![", "["), auto_link, allow_html))
    return tk.literal(nh3.clean(html, tags=_TAGS, attributes=MARKDOWN_ATTRIBUTES))


def get_helpers() -> dict[str, Callable[..., Any]]:
    """Give the helpers to CKAN, under the names they continue."""
    return {"humanize_entity_type": humanize_entity_type, "render_markdown": render_markdown}
