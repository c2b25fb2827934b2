"""Pages that fill the dataset form from an address: the address, a choice, then CKAN's own form with values in it.

They work without scripts. Nothing is stored before the editor saves that form.
"""

from __future__ import annotations

import json
import re
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.views.dataset import CreateView
from flask import Blueprint, request

from ckanext.suedwestfalen import csrf
from ckanext.suedwestfalen.harvest import filling_form, filling_own
from ckanext.suedwestfalen.harvest.views_base import action, answers

_ = tk._
NAME, TYPE = "suedwestfalen_fill", "dataset"
ADDRESS = "/dataset/new/from-address"
# Where CKAN goes on after the first step: to the page that adds another resource.
_NEXT = re.compile(r"/dataset/([^/]+)/resource/(?:new|[^/]+/edit)")

blueprint = Blueprint(NAME, __name__)


def get_blueprint() -> Blueprint:
    """Give the blueprint to CKAN."""
    csrf.answer_alone(blueprint)
    return blueprint


@blueprint.route(ADDRESS, methods=["GET", "POST"])
@answers
def ask() -> Any:
    """Ask for an address, let a layer be chosen if there are several, and show the form with what was found."""
    tk.check_access("suedwestfalen_harvest_draft", {"user": tk.g.user}, {})
    given = request.form if request.method == "POST" else request.args
    # in the dataset form `url` is a field of the dataset
    address = given.get("fill_url", "") if filling_own.PHASE in given else given.get("url", "")
    typed = {"url": address, "pkg_name": given.get("pkg_name", ""), "own": filling_own.posted(request.form)}
    draft = _draft(typed["pkg_name"])
    if request.method == "GET":
        return _page(typed)
    if csrf.is_forged():
        return _page(typed, message=_("The page was open for too long. Please try again.")), 400
    own = {**(draft or {}), **filling_own.read(typed["own"])}
    if "save" in given and not address.strip():
        # Enter in a field of the form, which has two buttons that it could mean
        return _plain_form(None)
    if given.get("fill") in ("back", "another"):
        return _page(typed) if given["fill"] == "another" else _plain_form(own)
    return _filled(typed, own, given)


def _plain_form(data: dict[str, Any] | None) -> Any:
    """Show CKAN's form with these data; without any, do what it does when it is sent. Drafts have the same form."""
    tk.g.form_action = tk.h.url_for(f"{TYPE}.new")
    return CreateView().post(TYPE) if data is None else CreateView().get(TYPE, data=data)


def _filled(typed: dict[str, str], own: dict[str, Any], given: Any) -> Any:
    address = typed["url"]
    try:
        result = action("draft", **_chosen(given.get("choice", ""), address))
    except tk.ValidationError as error:
        return _page(typed, errors=[str(one) for group in error.error_dict.values() for one in group]), 422
    if result["dataset"] is None or (result["existing"] and "anyway" not in given):
        return _page(typed, result=result, choice=given.get("choice", ""))
    if result["existing"]:
        # another dataset, by the editor's own decision: it must not claim to be the same
        result["dataset"].pop("identifier", None)
    return _form({**result, "url": address}, own)


@blueprint.post(f"{ADDRESS}/save")
@answers
def save() -> Any:
    """Create the dataset with its resources as CKAN's form does, and show it: there is no second step to do."""
    if csrf.is_forged():
        return tk.abort(400, _("The page was open for too long. Please go back, load it again and repeat."))
    tk.g.form_action = tk.h.url_for(f"{NAME}.save")
    answer = CreateView().post(TYPE)
    following = _NEXT.search(getattr(answer, "location", None) or "")
    if not following:
        return answer
    dataset = tk.get_action("package_show")({"user": tk.g.user}, {"id": following[1]})
    if not dataset["resources"]:
        return answer
    tk.get_action("package_patch")({"user": tk.g.user}, {"id": dataset["id"], "state": "active"})
    tk.h.flash_success(_("The dataset was created."))
    return tk.redirect_to(f"{TYPE}.read", id=dataset["name"])


def _chosen(choice: str, url: str) -> dict[str, str]:
    """Give what the action takes: what was chosen on the page before (kind, address, name), or the typed address."""
    try:
        kind, address, layer = json.loads(choice)
    except (ValueError, TypeError, RecursionError):
        return {"url": url}
    return {"url": str(address), "kind": str(kind), "layer": str(layer)}


def _draft(name: str) -> dict[str, Any] | None:
    """Give the unfinished dataset of CKAN's form that is to be filled, if any."""
    if not name:
        return None
    context = {"user": tk.g.user, "for_edit": True}
    dataset = tk.get_action("package_show")(context, {"id": name})
    tk.check_access("package_update", {"user": tk.g.user}, {"id": dataset["id"]})
    if not str(dataset.get("state", "")).startswith("draft"):
        raise tk.ObjectNotFound(_("Only a dataset that is not finished can be filled from an address."))
    return dataset


def _form(result: dict[str, Any], own: dict[str, Any]) -> Any:
    tk.g.form_action = tk.h.url_for(f"{NAME}.save")
    return CreateView().get(TYPE, data=filling_form.values(result, own))


def _page(typed: dict[str, str], **extra: Any) -> str:
    result = extra.get("result") or {}
    layers = [
        {**one, "value": json.dumps([one["kind"], one["url"], one["name"]], ensure_ascii=False)}
        for one in result.get("layers", [])
    ]
    several = len({one["kind"] for one in layers}) > 1
    return tk.render("suedwestfalen_harvest/fill.html", {
        "typed": typed, "result": extra.get("result"), "layers": layers, "several": several,
        "errors": extra.get("errors", []), "message": extra.get("message", ""), "choice": extra.get("choice", ""),
    })
