"""The fact sheet of a use case, to print and for Word, and the figures for reports. Nothing here takes a POST."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response

from ckanext.suedwestfalen.use_cases import adoptions, figures, names, page
from ckanext.suedwestfalen.use_cases.facts import sheet, word

NAME = "suedwestfalen_use_cases_facts"

blueprint = Blueprint(NAME, __name__)


@blueprint.get("/use_case/<name>/factsheet")
def factsheet(name: str) -> str:
    """Show the fact sheet as a page that prints on one or two sheets."""
    case = _case(name)
    return tk.render("suedwestfalen_use_cases/factsheet.html", extra_vars={"sheet": _sheet(case), "pkg": case})


@blueprint.get("/use_case/<name>/factsheet.docx")
def factsheet_docx(name: str) -> Response:
    """Give the fact sheet for Word."""
    case = _case(name)
    answer = Response(word.document(_sheet(case)), content_type=word.CONTENT_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="steckbrief-{case["name"]}.docx"'
    # it may hold the contact, which not everybody may know
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/use_case/figures")
def figures_page() -> Any:
    """Show the figures to the region's agency."""
    return _figures(lambda found: tk.render("suedwestfalen_use_cases/figures.html", extra_vars={
        "figures": found, "columns": figures.kreis_columns()}))


@blueprint.get("/use_case/figures.csv")
def figures_csv() -> Any:
    """Give them as a table for spreadsheets."""

    def answer(found: dict[str, Any]) -> Response:
        written = Response("".join(figures.lines(found)), content_type="text/csv; charset=utf-8")
        written.headers["Content-Disposition"] = 'attachment; filename="zahlen-anwendungsfaelle.csv"'
        written.headers["Cache-Control"] = "private, no-store"
        return written

    return _figures(answer)


def _figures(answer: Any) -> Any:
    try:
        return answer(tk.get_action("use_case_figures")({"user": tk.g.user}, {}))
    except tk.NotAuthorized:
        if not tk.g.user:
            return tk.redirect_to("user.login", next=tk.request.path)
        return tk.abort(403, tk._("The figures are for the region's agency."))


def _case(name: str) -> dict[str, Any]:
    """Give the use case as the reader sees it; one that the reader may not see is as good as none."""
    try:
        # no name holds a NUL, and the database refuses to look for one
        asked = {"id": name.replace("\0", " ")}
        case = tk.get_action("package_show")({"user": tk.g.user, "for_view": True}, asked)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        case = {}
    if case.get("type") != names.TYPE:
        return tk.abort(404, tk._("There is no such use case, or you may not see it."))
    return case


def _sheet(case: dict[str, Any]) -> sheet.Sheet:
    adopted = adoptions.public_of([case["id"]]).get(case["id"], [])
    today = tk.h.render_datetime(dt.datetime.now(dt.timezone.utc).date().isoformat())
    return sheet.of(case, adopted, contact=page.contact(case), today=today)


def get_blueprints() -> list[Blueprint]:
    """Give the blueprint to CKAN."""
    return [blueprint]
