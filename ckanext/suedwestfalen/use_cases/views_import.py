"""Pages of the import: choose a document, see the difference, confirm. Nothing is written before the last step."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, request

from ckanext.suedwestfalen import csrf
from ckanext.suedwestfalen.findings import FindingError
from ckanext.suedwestfalen.use_cases import permissions
from ckanext.suedwestfalen.use_cases.exchange import importing, keeping, receiving, template

_ = tk._
NAME = "use_case_import"
ADDRESS = "/use_case/import"

blueprint = Blueprint(NAME, __name__)


def get_blueprints() -> list[Blueprint]:
    """Give the blueprint to CKAN."""
    csrf.answer_alone(blueprint)
    return [blueprint]


@blueprint.route(ADDRESS, methods=["GET", "POST"])
def index() -> Any:
    """Ask for a document, and show what its import would do."""
    refusal = _refused()
    if refusal is not None or request.method == "GET":
        return refusal or _ask({})
    typed = {name: request.form.get(name, "").strip() for name in ("url", "organization")}
    if csrf.is_forged():
        return _ask(typed, [_("The page was open for too long. Please try again.")]), 400
    try:
        content = _content(typed["url"])
        result = _action("use_case_import_preview", document=content, organization=typed["organization"])
    except (FindingError, tk.ValidationError) as error:
        return _ask(typed, _sentences(error)), 422
    except tk.NotAuthorized:
        return _ask(typed, [_("You may not import this kind of document for this organization.")]), 403
    token = keeping.keep(content, tk.g.userobj.id) if _writes(result) else ""
    return _show(result, token=token, organization=typed["organization"])


@blueprint.post(f"{ADDRESS}/confirm")
def confirm() -> Any:
    """Import what was looked at."""
    refusal = _refused()
    if refusal is not None:
        return refusal
    typed = {"organization": request.form.get("organization", "")}
    if csrf.is_forged():
        return _ask(typed, [_("The page was open for too long. Please try again.")]), 400
    content = keeping.take(request.form.get("token", ""), tk.g.userobj.id, drop=True)
    if content is None:
        return _ask(typed, [_("The file is not kept any more. Please choose it once more.")]), 410
    try:
        result = _action("use_case_import", document=content, organization=typed["organization"])
    except tk.ValidationError as error:
        return _ask(typed, _sentences(error)), 422
    except tk.NotAuthorized:
        return tk.abort(403, _("You may not import use cases."))
    return _show(result, done=True)


@blueprint.get(f"{ADDRESS}/confirm")
def confirm_405() -> Any:
    """Say that the address only takes the form."""
    return tk.abort(405, _("This address only takes what a form sends."))


@blueprint.get(f"{ADDRESS}/template.xlsx")
def table_template() -> Any:
    """Give the table to fill in."""
    refusal = _refused()
    if refusal is not None:
        return refusal
    answer = Response(template.build(), content_type=template.MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{template.NAME}"'
    return answer


def _refused() -> Any:
    try:
        tk.check_access("use_case_import", {"user": tk.g.user, "auth_user_obj": tk.g.userobj}, {})
    except tk.NotAuthorized:
        if not tk.g.user and request.method == "GET":
            return tk.redirect_to("user.login", next=request.path)
        return tk.abort(403, _("You may not import use cases."))
    return None


def _content(url: str) -> bytes:
    """Give the document: a file that was sent, else what lies at the address. Raises ``FindingError``."""
    file = request.files.get("upload")
    if file is not None and file.filename:
        return receiving.upload(file.stream)
    if not url:
        raise tk.ValidationError({"document": [_("Please choose a file, or give an address.")]})
    return receiving.fetch(url)


def _action(name: str, **data: Any) -> Any:
    return tk.get_action(name)({"user": tk.g.user, "auth_user_obj": tk.g.userobj}, data)


def _sentences(error: tk.ValidationError | FindingError) -> list[str]:
    if isinstance(error, FindingError):
        return [error.finding.message(_), error.finding.hint(_)]
    return [str(sentence) for group in error.error_dict.values() for sentence in group]


def _writes(result: dict[str, Any]) -> bool:
    return any(result["counts"].get(outcome) for outcome in importing.WRITTEN)


def _ask(typed: dict[str, str], errors: list[str] | None = None) -> str:
    user = tk.g.user
    return tk.render("suedwestfalen_use_cases/import.html", {
        "typed": typed, "errors": [error for error in errors or [] if error],
        "organizations": permissions.organizations(user, permissions.ADMINISTER),
        "all_organizations": _all_organizations() if permissions.is_agency(user) else [],
        "bundles": permissions.is_agency(user), "megabytes": receiving.MAX_BYTES // 1024 // 1024,
        "records": receiving.MAX_RECORDS,
    })


def _all_organizations() -> list[dict[str, str]]:
    query = model.Session.query(model.Group).filter_by(is_organization=True, state=model.State.ACTIVE)
    return [{"id": group.id, "title": group.title or group.name}
            for group in sorted(query, key=lambda group: (group.title or group.name).casefold())]


def _show(result: dict[str, Any], *, token: str = "", organization: str = "", done: bool = False) -> str:
    return tk.render("suedwestfalen_use_cases/import_result.html", {
        "result": result, "token": token, "organization": organization, "done": done,
        "outcomes": _outcomes(done=done), "order": importing.OUTCOMES, "writes": _writes(result),
    })


def _outcomes(*, done: bool) -> dict[str, str]:
    """Give what the outcomes are called: what would happen, or has happened."""
    words = {outcome: _(word) for outcome, word in importing.WORDS.items()}
    return {**words, importing.NEW: _("imported"), importing.CHANGED: _("updated")} if done else words
