"""Who may change a record state, and read what is not public: editors of the town, and who releases.

CKAN refuses anonymous users where a function does not allow them, and lets system administrators pass.
"""

from __future__ import annotations

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.suedwestfalen.use_cases import contacts, names, pending, permissions, records


def use_case_submit(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of the use case's organization."""
    return _result(permissions.edits(_user(context), _package(data_dict)))


def use_case_release(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever releases, as the option says."""
    return _result(permissions.may_release(_user(context), _package(data_dict)))


def use_case_return(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever releases."""
    return use_case_release(context, data_dict)


def use_case_withdraw(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of the use case's organization, and whoever releases what everybody sees or was submitted."""
    package, user = _package(data_dict), _user(context)
    concerns = records.is_public(package) or records.status(package) == names.SUBMITTED
    return _result(permissions.edits(user, package) or (concerns and permissions.may_release(user, package)))


def use_case_review(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of the use case's organization."""
    return use_case_submit(context, data_dict)


def use_case_discard(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of the use case's organization."""
    return use_case_submit(context, data_dict)


def use_case_pending_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of the use case's organization; once it is submitted, also whoever releases."""
    package, user = _package(data_dict), _user(context)
    waiting = pending.of(package.id)
    submitted = waiting is not None and waiting.state == names.SUBMITTED
    return _result(permissions.edits(user, package) or (submitted and permissions.may_release(user, package)))


def use_case_history(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of the use case's organization; of what is published or submitted, also whoever releases."""
    return use_case_withdraw(context, data_dict)


@tk.auth_allow_anonymous_access
def use_case_contact_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever sees the use case, and whom its contact is shown to."""
    package = _package(data_dict)
    tk.check_access("package_show", {"user": _user(context), "auth_user_obj": _person(context)}, {"id": package.id})
    released = contacts.of(package.id).get("contact_released") or names.NOBODY
    if contacts.is_shown(_user(context), package, released):
        return {"success": True}
    return {"success": False, "msg": tk._("The contact of this use case is not shown to everybody.")}


def _package(data_dict: DataDict) -> model.Package:
    return records.get(tk.get_or_bust(data_dict, "id"))


def _user(context: Context) -> str:
    return context.get("user") or ""


def _person(context: Context) -> model.User | None:
    return context.get("auth_user_obj") or model.User.get(_user(context))


def _result(allowed: bool) -> AuthResult:
    if allowed:
        return {"success": True}
    return {"success": False, "msg": tk._("You may not do this with this use case.")}
