"""The form of a source, in two steps: an address, what was found there, then everything that can be told.

Every button of the form posts all of it, so nothing typed is lost on the way: `do` says which it was. It works
without scripts.
"""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import request

from ckanext.suedwestfalen import csrf
from ckanext.suedwestfalen.harvest import detect, form, remembered, secrets
from ckanext.suedwestfalen.harvest.logic import schema
from ckanext.suedwestfalen.harvest.views_base import NAME, action, answers, back, blueprint, post, sentences

_ = tk._
Source = dict[str, Any] | None
# HTTP status of a server that wants to know who asks
_LOGIN = ("401", "403")


@blueprint.route("/new", methods=["GET", "POST"])
@answers
def source_new() -> Any:
    """Ask for an address, look what is there, and create a source of it."""
    tk.check_access(f"{NAME}_source_create", {"user": tk.g.user}, {})
    if request.method == "POST":
        return _posted(None)
    given = {key: request.args[key] for key in ("url", "organization_id") if key in request.args}
    if "by_hand" in request.args:
        return _show({**form.defaults(), **given}, None)
    return _ask(given)


@blueprint.route("/source/<name>/edit", methods=["GET", "POST"])
@answers
def source_edit(name: str) -> Any:
    """Show the form of a source, or change the source from it."""
    source = action("source_show", id=name)
    tk.check_access(f"{NAME}_source_update", {"user": tk.g.user}, {"id": name})
    return _posted(source) if request.method == "POST" else _show(source, source)


@post("/source/<name>/preview")
def source_preview(name: str) -> Any:
    """Show what a run would bring, without changing anything."""
    source = action("source_show", id=name)
    try:
        preview = action("source_preview", id=name)
    except tk.ValidationError as error:
        return back(name, error)
    return tk.render(f"{NAME}/preview.html", {"source": source, "preview": preview})


def _posted(source: Source) -> Any:
    wish = request.form.get("do", "save")
    if "prefer" in request.form:
        wish = "detect"
    data = form.typed(request.form)
    if csrf.is_forged():
        message = _("The page was open for too long. Nothing was saved yet: please check your input and save again.")
        first_step = wish in ("detect", "by_hand") and "title" not in request.form
        return (_ask(data, message=message) if first_step else _show(data, source, message=message)), 400
    data, complaint = _login(data)
    if wish == "by_hand":
        return _show({**form.defaults(), **_filled(data)}, None, complaint)
    if complaint:
        first_step = wish == "detect" and "title" not in request.form
        return (_ask(data, complaint) if first_step else _show(data, source, complaint)), 422
    if wish == "detect":
        return _detect(data, source)
    shown = request.form.get("shown_protocol", data.get("protocol"))
    if wish == "kind" or shown != data.get("protocol"):
        message = _("Please check the settings of this kind of source. Nothing was saved yet.")
        return _show(form.of_kind(data), source, message=message)
    return _preview(data, source) if wish == "preview" else _save(data, source, run=wish == "take_over")


def _login(data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Give what was typed with the login that an earlier page put aside, or why that is not possible."""
    if "login_kept" not in request.form or data.get("username") or data.get("password"):
        return data, {}
    if "credentials_remove" in request.form:
        remembered.forget()
        return data, {}
    found = remembered.take_up(data)
    if found:
        return found, {}
    return data, {"password": [_("User name and password were typed for another server, or too long ago. Please enter"
                                 " them again.")]}


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: data[key] for key in ("url", "username", "password", "organization_id") if data.get(key)}


def _detect(data: dict[str, Any], source: Source) -> Any:
    """Ask the server what it is, and fill the form from that; when editing, only the offered layers change."""
    login = {key: data[key] for key in ("username", "password") if data.get(key)}
    known = {"id": source["id"]} if source else {}
    try:
        result = action("detect", url=data.get("url", ""), **login, **known)
    except tk.ValidationError as error:
        errors = form.complaints(error.error_dict)
        return (_show(data, source, errors) if source else _ask(data, errors)), 422
    if source:
        found = next((one for one in result["found"] if one["protocol"] == data["protocol"]), None)
        message = "" if found else _("The server did not answer as a source of this kind.")
        return _show(data, source, message=message, offered=found["layers"] if found else None)
    preferred = request.form.get("prefer")
    found = sorted(result["found"], key=lambda one: one["protocol"] != preferred)
    if not found:
        return _ask(data, result=result)
    filled, complaint = form.from_detection(found[0], data), {}
    if login:
        asked = detect.addresses(data["url"], login=True)[0]
        if secrets.origin(filled["url"]) == secrets.origin(asked):
            filled |= login
        else:
            complaint = {"password": [_("What was found lies on another server than the one that you typed. If that"
                                        " one shall get user name and password, please enter them again.")]}
    return _show(filled, None, complaint, result={**result, "found": found}, offered=found[0]["layers"])


def _preview(data: dict[str, Any], source: Source) -> Any:
    known = {"id": source["id"]} if source else {}
    try:
        preview = action("source_preview", **data, **known)
    except tk.ValidationError as error:
        return _show(data, source, form.complaints(error.error_dict)), 422
    except tk.NotAuthorized:
        return _refused(data, source)
    return _show(data, source, preview=preview)


def _save(data: dict[str, Any], source: Source, *, run: bool) -> Any:
    known = {"id": source["id"]} if source else {}
    try:
        saved = action("source_update" if source else "source_create", **data, **known)
    except tk.ValidationError as error:
        return _show(data, source, form.complaints(error.error_dict)), 422
    except tk.NotAuthorized:
        return _refused(data, source)
    remembered.forget()
    for notice in saved.get("notices", []):
        tk.h.flash_notice(notice)
    if run:
        return _run(saved)
    tk.h.flash_success(_("The source was saved."))
    return tk.redirect_to(f"{NAME}.source_read", name=saved["name"])


def _run(saved: dict[str, Any]) -> Any:
    """Start the first run and show it; the clock may have been faster."""
    try:
        run = action("run_create", id=saved["id"])
    except tk.ValidationError as error:
        run = action("source_show", id=saved["id"])["last_run"]
        if not run:
            tk.h.flash_error(sentences(error))
            return tk.redirect_to(f"{NAME}.source_read", name=saved["name"])
    return tk.redirect_to(f"{NAME}.run_read", run_id=run["id"])


def _refused(data: dict[str, Any], source: Source) -> Any:
    if not data.get("organization_id"):
        raise tk.NotAuthorized
    refusal = {"organization_id": [_("You may not do this for this organization.")]}
    return _show(data, source, refusal), 403


def _ask(
    data: dict[str, Any], errors: dict[str, Any] | None = None, *, result: dict[str, Any] | None = None,
    message: str = "",
) -> str:
    """Show the first step: the address, and what was tried there if nothing was found."""
    data, kept = remembered.put_aside(data)
    extra = {"fields": form.view({**form.defaults(), **data}, errors or {}, [])["plain"], "errors": errors or {},
             "labels": form.labels(errors or {}), "login_kept": kept, "result": result, "message": message,
             "wants_login": any(one.get("status") in _LOGIN for one in (result or {}).get("tried", []))}
    return tk.render(f"{NAME}/source_address.html", extra)


def _show(
    data: dict[str, Any], source: Source, errors: dict[str, Any] | None = None, *, message: str = "",
    result: dict[str, Any] | None = None, offered: form.Layers | None = None, preview: dict[str, Any] | None = None,
) -> str:
    """Show the second step: the whole form."""
    data, kept = remembered.put_aside(data)
    layers = form.layers(request.form) if offered is None else offered
    extra = {
        "data": data, "source": source, "errors": errors or {}, "labels": form.labels(errors or {}),
        "message": message, "result": result, "layers": layers, "preview": preview,
        "form": form.view(data, errors or {}, layers), "login_kept": kept,
        "suggested_rank": schema.usual_rank(data.get("organization_id", "")),
    }
    return tk.render(f"{NAME}/source_form.html", extra)
