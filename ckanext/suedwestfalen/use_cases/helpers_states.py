"""How it stands with a use case in words, and what its reader may do next; for the box on its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen.catalogue import page_helpers
from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.use_cases import fields, missing, names, pending, permissions, records, states, values
from ckanext.suedwestfalen.use_cases.model import Pending

_SENTENCES = {
    names.DRAFT: N_("Only the editors of your organization see this draft."),
    names.SUBMITTED: N_("It was submitted and waits for release. Only the editors and those who release it see it."),
    names.PUBLISHED: N_("Everybody sees it."),
    names.OUTDATED: N_("Everybody sees it, with the remark that nobody has checked it for a long time."),
    names.WITHDRAWN: N_("It was withdrawn. Only the editors of your organization see it."),
}
_WAITING = {
    names.DRAFT: N_("Changes are saved and not submitted yet. The published version stays until they are released."),
    names.SUBMITTED: N_("Changes were submitted and wait for release. The published version stays until then."),
}
_KINDS = {
    states.SUBMITTED: N_("submitted"), states.RELEASED: N_("released"), states.RETURNED: N_("returned"),
    states.WITHDRAWN: N_("withdrawn"), states.REVIEWED: N_("confirmed as up to date"),
    states.OUTDATED: N_("marked as outdated"), states.DISCARDED: N_("changes discarded"), "imported": N_("imported"),
}
#: Fields that the form calls otherwise.
_FORM_NAMES = {"tags": "tag_string"}
NOTHING, ASKED, NEEDED = "", "asked", "needed"


@dataclass(frozen=True)
class Step:
    """What a reader may do: the action's name, the button, whether a note is asked for, and the note's label."""

    name: str
    button: str
    note: str = NOTHING
    label: str = ""
    main: bool = False


def box(case: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give what the box says about a use case; nothing for those who neither edit nor release it."""
    package, user = records.find(case.get("id")), tk.g.user
    if package is None or not user:
        return None
    edits, releases = permissions.edits(user, package), permissions.may_release(user, package)
    waiting = pending.of(package.id) if records.is_public(package) else None
    status = records.status(package)
    concerns = status == names.SUBMITTED or (waiting is not None and waiting.state == names.SUBMITTED)
    if not (edits or (releases and concerns)) or records.is_foreign(package):
        return None
    lacking = missing.of(records.content(package)) if edits and _may_be_submitted(status, waiting) else []
    return {
        "status": page_helpers.choice("use_case_record_status", status), "sentence": tk._(_SENTENCES[status]),
        "waiting": tk._(_WAITING[waiting.state]) if waiting else "", "lacking": lacking,
        "overtaken": bool(waiting and concerns and releases and pending.is_overtaken(package, waiting)),
        "mark": states.mark(package, waiting) if concerns else "",
        "steps": list(_steps(package, status, waiting, edits=edits, releases=releases, ready=not lacking)),
        "history": _history(package), "name": package.name, "edits": edits,
        "may_delete": edits and status in (names.DRAFT, names.WITHDRAWN),
    }


def differences(package: model.Package) -> list[dict[str, str]]:
    """Give the fields in which the waiting version differs: label, before and after in words."""
    shown = tk.get_action("use_case_pending_show")({"user": tk.g.user}, {"id": package.id})
    before, after = records.content(package, for_edit=False), {**shown["content"], **shown["contact"]}
    changed = [name for name in shown["fields"] if name != "kreis"]
    return [{"label": fields.label(_FORM_NAMES.get(name, name)), "before": _words(before, name),
             "after": _words(after, name)} for name in changed]


def _may_be_submitted(status: str, waiting: Pending | None) -> bool:
    return waiting.state == names.DRAFT if waiting else status in (names.DRAFT, names.WITHDRAWN)


def _steps(
    package: model.Package, status: str, waiting: Pending | None, *, edits: bool, releases: bool, ready: bool
) -> Any:
    at_once = config.use_cases_release_by() == names.RELEASED_BY_NOBODY
    if edits and ready and _may_be_submitted(status, waiting):
        button = tk._("Publish") if at_once else tk._("Submit changes") if waiting else tk._("Submit for release")
        yield Step("submit", button, NOTHING if at_once else ASKED, tk._("A word to those who release"), main=True)
    if releases and (status == names.SUBMITTED or (waiting and waiting.state == names.SUBMITTED)):
        yield Step("release", tk._("Release"), ASKED, tk._("A word to the editors"), main=True)
        yield Step("return", tk._("Return"), NEEDED, tk._("Why, and what should be changed?"))
    if edits and waiting:
        yield Step("discard", tk._("Discard changes"))
    if edits and records.is_public(package):
        yield Step("review", tk._("Still up to date"), main=status == names.OUTDATED)
    if status in (*names.PUBLIC, names.SUBMITTED):
        yield Step("withdraw", tk._("Withdraw"), ASKED, tk._("Why?"))


def _history(package: model.Package) -> list[dict[str, Any]]:
    found = tk.get_action("use_case_history")({"user": tk.g.user}, {"id": package.id})
    return [{**event, "kind": _kind_in_words(event["kind"])} for event in reversed(found)]


def _kind_in_words(kind: str) -> str:
    return tk._(_KINDS[kind]) if kind in _KINDS else kind


def _words(content: Mapping[str, Any], name: str) -> str:
    if name == "tags":
        return ", ".join(sorted(tag["name"] for tag in content.get(name) or []))
    if name == "contact_released":
        return page_helpers.choice("use_case_contact_released", content.get(name))
    if name == "resources":
        return "\n".join(str(one.get("name") or one.get("url") or "") for one in content.get(name) or [])
    if name in fields.REPEATING:
        return "\n".join(
            f"{number}. " + "; ".join(f"{values.sub_label(name, key)}: {values.in_row(name, row, key)}"
                                      for key, value in row.items() if value not in (None, ""))
            for number, row in enumerate(values.rows(content, name), 1)
        )
    return str(content.get(name) or "") if name in names.CONTACT_FIELDS else values.text(content, name)


def get_helpers() -> dict[str, Callable[..., Any]]:
    """Give the helpers to CKAN."""
    return {"use_case_state_box": box}
