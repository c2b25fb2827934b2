"""Who may do what with adoptions and comments.

An adopting town's editors declare and set; the owner's and the agency's comment, and name towns that have no
organization here. CKAN lets system administrators pass.
"""

from __future__ import annotations

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.suedwestfalen.use_cases import adoptions, comments, derive, records
from ckanext.suedwestfalen.use_cases.model import Adoption

_ = tk._


def use_case_adoption_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of the town that takes over; owner and agency for a town that has no organization here."""
    package = _readable_case(context, data_dict)
    who = adoptions.reader(context["user"])
    if data_dict.get("organization_id"):
        group = records.group(data_dict["organization_id"])
        return _result(who.edits(group.id if group else None))
    if data_dict.get("name") or data_dict.get("municipality"):
        return _result(who.agency or who.edits(package.owner_org))
    return _result(bool(who.organizations))


def use_case_adoption_update(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of the adopting town; owner and agency for a town that has no organization here."""
    adoption, package = _adoption(data_dict)
    return _result(adoptions.may_update(adoption, package, adoptions.reader(context["user"])))


def use_case_adoption_comment(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of both towns and of the agency."""
    adoption, package = _adoption(data_dict)
    return _result(bool(adoptions.reader(context["user"]).role(adoption, package.owner_org if package else None)))


def use_case_adoption_derive(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of the adopting town, once it has begun to look at the solution."""
    adoption, _package = _adoption(data_dict)
    return _result(derive.may(adoption, adoptions.reader(context["user"])))


@tk.auth_allow_anonymous_access
def use_case_adoption_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Everybody for a public adoption of a public use case; else the two towns and the agency."""
    adoption, _package = _adoption(data_dict)
    return _result(adoptions.show(adoption, context["user"]) is not None)


@tk.auth_allow_anonymous_access
def use_case_adoption_list(_context: Context, _data_dict: DataDict) -> AuthResult:
    """Everybody: the list holds what the reader may see."""
    return {"success": True}


def use_case_comment_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of any organization, on a use case that they may read."""
    _readable_case(context, data_dict)
    who = adoptions.reader(context["user"])
    if data_dict.get("organization_id"):
        group = records.group(data_dict["organization_id"])
        return _result(who.edits(group.id if group else None))
    return _result(bool(who.organizations))


@tk.auth_allow_anonymous_access
def use_case_comment_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may read the use case."""
    _readable_case(context, data_dict)
    return {"success": True}


def use_case_comment_delete(context: Context, data_dict: DataDict) -> AuthResult:
    """Editors of the organization that wrote it, of the use case's own, and of the agency."""
    comment = comments.get(str(tk.get_or_bust(data_dict, "id")))
    return _result(comments.may_delete(comment, adoptions.reader(context["user"])))


def _readable_case(context: Context, data_dict: DataDict) -> model.Package:
    package = records.get(str(tk.get_or_bust(data_dict, "id")))
    tk.check_access("package_show", {"user": context["user"], "auth_user_obj": context.get("auth_user_obj")},
                    {"id": package.id})
    return package


def _adoption(data_dict: DataDict) -> tuple[Adoption, model.Package | None]:
    adoption = adoptions.get(str(tk.get_or_bust(data_dict, "id")))
    return adoption, model.Session.get(model.Package, adoption.package_id)


def _result(allowed: bool) -> AuthResult:
    if allowed:
        return {"success": True}
    return {"success": False, "msg": _("You may not do this for this municipality.")}
