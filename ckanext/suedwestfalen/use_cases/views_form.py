"""The pages on which a use case is written: `/use_case/new` and `/use_case/edit/<id>?page=N`.

Every button posts the whole page, so nothing typed is lost: `do` says which it was. All of them save, but those of the
rows, which only show the page again. A use case is saved with whatever is there; what a submission lacks is shown as
one list. It works without scripts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from flask import Blueprint, request
from werkzeug.exceptions import RequestEntityTooLarge

from ckanext.suedwestfalen import config, csrf
from ckanext.suedwestfalen.use_cases import (
    fields,
    form,
    form_rows,
    form_shown,
    missing,
    names,
    pending,
    permissions,
    pictures,
    prefill,
    records,
)

TEMPLATE = "suedwestfalen_use_cases/form.html"
NEW, EDIT = "use_case.new", "use_case.edit"
#: Page 5 has up to 250 steps of four fields each; Werkzeug would take 1,000 fields and half a megabyte.
MOST_PARTS, MOST_BYTES = 20_000, 8_000_000

blueprint = Blueprint("suedwestfalen_use_case_form", __name__)


@blueprint.app_url_value_preprocessor
def _widen(endpoint: str | None, _values: Any) -> None:
    """Let long forms through, before anything reads them."""
    if endpoint in (NEW, EDIT, "use_case.scheming_new"):
        request.max_form_parts, request.max_form_memory_size = MOST_PARTS, MOST_BYTES


def answers(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer what is refused with a page: the login, 403, 404, 413."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except tk.NotAuthorized as error:
            if not tk.g.user and request.method == "GET":
                return tk.redirect_to("user.login", next=request.full_path.rstrip("?"))
            return tk.abort(403, error.message or tk._("You may not edit this use case."))
        except tk.ObjectNotFound:
            return tk.abort(404, tk._("There is no such use case."))
        except RequestEntityTooLarge:
            return tk.abort(413, tk._("This is more than can be saved at once. Please shorten it, or link big files."))

    return wrapper


@answers
def case_new(package_type: str = names.TYPE) -> Any:  # noqa: ARG001 - CKAN gives it to views of every type
    """Show the empty fact sheet, filled with what the portal knows, or save the first draft of it."""
    tk.check_access("package_create", {"user": tk.g.user}, {"type": names.TYPE})
    content = prefill.new(tk.g.user, request.args)
    if request.method == "POST":
        return _posted(None, content, 1)
    return _show(None, content, 1)


@answers
def case_edit(id: str, package_type: str = names.TYPE, page: Any = None) -> Any:  # noqa: A002, ARG001
    """Show a page of a use case, or save it."""
    if "\x00" in id:
        raise tk.ObjectNotFound
    package = records.get(id)
    tk.check_access("package_update", {"user": tk.g.user}, {"id": package.id})
    if records.is_foreign(package):
        raise tk.NotAuthorized(tk._("This use case belongs to another portal and can only be changed there."))
    number = _page_number(page or request.args.get("page", ""))
    content = records.content(package)
    return _posted(package, content, number) if request.method == "POST" else _show(package, content, number)


def to_page(package_type: str = names.TYPE, id: str = "", page: Any = "", **_more: Any) -> Any:  # noqa: A002, ARG001
    """Lead from a page of CKAN or scheming, which the form takes the place of, to the form."""
    return tk.redirect_to(EDIT, id=id, page=_page_number(page))


def to_attachments(package_type: str = names.TYPE, id: str = "", **_more: Any) -> Any:  # noqa: A002, ARG001
    """Lead from CKAN's pages of resources to the page of the form with the attachments."""
    page = fields.page_of(form.ATTACHMENTS)
    return tk.redirect_to(f"{tk.url_for(EDIT, id=id, page=page)}#field-{form.ATTACHMENTS}")


def _page_number(text: Any) -> int:
    return int(text) if str(text) in {str(number) for number in form.PAGES} else 1


def _posted(package: model.Package | None, content: dict[str, Any], page: int) -> Any:
    wish = request.form.get("do", "save")
    data = form.typed(request.form, request.files, page)
    if csrf.is_forged():
        message = tk._("The page was open for too long. Nothing was saved yet: please check and save again.")
        return _show(package, {**content, **_showable(data, content)}, page, message=message), 400
    if (focus := form_rows.apply(data, wish, form.repeating(page))) is not None:
        return _show(package, {**content, **_showable(data, content)}, page, focus=focus)
    data = form.without_empty_rows(data, page)
    errors = _receive_picture(data) if "image" in form.labels(page) else {}
    if not errors:
        try:
            saved = _save(package, form.dataset(content, data))
        except tk.ValidationError as error:
            model.Session.rollback()  # CKAN refuses a large file only after it has written the rest
            errors = form.by_field(error.error_dict)
    if errors:
        return _show(package, {**content, **_showable(data, content)}, page, errors=errors,
                     files=_has_files()), 422
    return _next(saved, wish, page)


def _save(package: model.Package | None, data: dict[str, Any]) -> dict[str, Any]:
    context: dict[str, Any] = {"user": tk.g.user, "auth_user_obj": model.User.get(tk.g.user)}
    if package is None:
        return tk.get_action("package_create")(context, {**data, "type": names.TYPE})
    data.pop("metadata_modified", None)
    return tk.get_action("package_update")(context, {**data, "id": package.id})


def _receive_picture(data: dict[str, Any]) -> dict[str, list[str]]:
    """Keep an uploaded picture, or forget the picture; what is wrong with it comes back."""
    file = request.files.get("image_upload")
    if request.form.get("image_clear"):
        data["image"] = ""
    if file is None or not file.filename:
        return {}
    try:
        data["image"] = pictures.receive(file)
    except tk.Invalid as error:
        return {"image": [error.error]}
    return {}


def _has_files() -> bool:
    return any(file.filename for name, file in request.files.items() if name.startswith(form.ATTACHMENTS))


def _showable(data: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """Give what was typed as the form shows it again: a file cannot be sent back, what is known of others can."""
    if form.ATTACHMENTS not in data:
        return data
    known = {one["id"]: one for one in content.get(form.ATTACHMENTS) or () if one.get("id")}
    rows = [{**({"url_type": known[row["id"]].get("url_type")} if row.get("id") in known else {}),
             **{name: value for name, value in row.items() if name != form.UPLOAD}} for row in data[form.ATTACHMENTS]]
    return {**data, form.ATTACHMENTS: rows}


def _next(saved: dict[str, Any], wish: str, page: int) -> Any:
    """Go on after saving: to the page that was asked for, or to the submission."""
    case = saved["name"]
    if wish == "submit":
        return _submit(saved, page)
    tk.h.flash_success(tk._("Saved."))
    if wish == "leave":
        return tk.redirect_to("use_case.read", id=case)
    to = {"next": page + 1, "back": page - 1}.get(wish, page)
    if wish.startswith("page:"):
        to = _page_number(wish.removeprefix("page:"))
    more = {"check": 1} if request.args.get("check") else {}
    return tk.redirect_to(EDIT, id=case, page=min(max(to, 1), len(form.PAGES)), **more)


def _submit(saved: dict[str, Any], page: int) -> Any:
    case = saved["name"]
    try:
        tk.get_action("use_case_submit")({"user": tk.g.user}, {"id": saved["id"]})
    except tk.ValidationError as error:
        if not missing.of(records.content(records.get(saved["id"]))):
            tk.h.flash_error(form_shown.sentences(error.error_dict))
        return tk.redirect_to(EDIT, id=case, page=page, check=1)
    tk.h.flash_success(_submitted(records.get(saved["id"])))
    return tk.redirect_to("use_case.read", id=case)


def _submitted(package: model.Package) -> str:
    waits = pending.of(package.id)
    if records.is_public(package) and waits is None:
        return tk._("Published. Thank you for sharing your experience.")
    return tk._("Submitted. You will be told by mail when it is released.")


def _show(
    package: model.Package | None, content: dict[str, Any], page: int, *, errors: form.Errors | None = None,
    message: str = "", focus: str = "", files: bool = False,
) -> str:
    data = form.shown(content)
    done, asked, open_ones = missing.asked(content)
    lacking = missing.of({**content, **_address(package)})
    extra = {
        "package": package, "page": page, "pages": form.titles(), "message": message, "focus": focus,
        "fields": form_shown.page(page, data, errors or {}, tk.g.user), "files_again": files,
        "problems": form.problems(errors or {}, page), "lacking": lacking,
        "checked": bool(package is not None and request.args.get("check")),
        "done": done, "asked": asked, "open_ones": open_ones, "title": data.get("title") or "",
        "status": records.status(package) if package is not None else "", "waits": _waits(package),
        "submit_publishes": config.use_cases_release_by() == names.RELEASED_BY_NOBODY,
        "may_release": package is not None and permissions.may_release(tk.g.user, package),
    }
    return tk.render(TEMPLATE, extra)


def _address(package: model.Package | None) -> dict[str, str]:
    return {"name": package.name, "id": package.id} if package is not None else {}


def _waits(package: model.Package | None) -> str:
    """Say how it stands with the waiting version of a published use case: nothing, entwurf, eingereicht."""
    if package is None or not records.is_public(package):
        return ""
    waiting = pending.of(package.id)
    return waiting.state if waiting else "new"


def get_blueprints() -> list[Blueprint]:
    """Give the blueprint that lets long forms through."""
    return [blueprint]


def replacements() -> dict[str, Callable[..., Any]]:
    """Put the form in the place of CKAN's and scheming's; it answers an expired token itself."""
    from ckan.config.middleware.flask_app import csrf as ckan_csrf  # only there once CKAN makes its application

    for view in (case_new, case_edit):
        ckan_csrf.exempt(view)
    return {
        NEW: case_new, "use_case.scheming_new": case_new, EDIT: case_edit, "use_case.scheming_edit": case_edit,
        "use_case.scheming_new_page": to_page, "use_case.scheming_edit_page": to_page,
        "use_case.resources": to_attachments, "use_case_resource.new": to_attachments,
        "use_case_resource.edit": to_attachments,
    }
