"""Actions on adoptions and comments. Every action that changes something needs POST, as all of CKAN's actions do."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.logic import index_update_package
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.suedwestfalen import tasks
from ckanext.suedwestfalen.use_cases import (
    adopting,
    adoption_mails,
    adoption_states,
    adoption_values,
    adoptions,
    comments,
    derive,
    names,
    permissions,
    records,
)
from ckanext.suedwestfalen.use_cases.model import Adoption

_ = tk._
KINDS = ("comment", "note", "seen")


def use_case_adoption_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Declare that a municipality takes a published use case of another town over, and give the adoption.

    A town that has declared already gets an error that names the adoption (``adoption``).

    :param id: id or name of the use case
    :param organization_id: the municipality (organization with an AGS of 8 digits); may be left out by whoever edits
        for one alone
    :param name: instead, for owner and agency: a town that has no organization here; with ``municipality``, its AGS
    :param status: interessiert (default), pruefung, umsetzung, betrieb
    :param since: date since which the status holds (default today)
    :param changes: what the town does differently
    :param cost_band: a value of the list of cost bands
    :param contact: whom to ask (a function suffices), for the two towns and the agency
    :param note: a note, for the two towns and the agency
    :param public: show it to everybody even before it is introduced (default false)
    """
    tk.check_access("use_case_adoption_create", context, data_dict)
    package = records.get(str(tk.get_or_bust(data_dict, "id")))
    who = adoptions.reader(context["user"])
    town = _town(package, who, data_dict)
    speaks_for = town.organization_id or _owner_or_agency(package, who)
    adoption = adopting.create(package, town, data_dict, adopting.Actor(_user_id(context), speaks_for))
    _commit(context, package)
    adoption_mails.tell(adoption_mails.DECLARED, adoption, package, user_id=_user_id(context),
                        organization_id=speaks_for, transfer=_is_first_operation(adoption, package))
    return _shown(adoption, context)


def _town(package: model.Package, who: adoptions.Reader, data_dict: DataDict) -> adopting.Town:
    """Find out who takes over: the organization that is named, a town elsewhere, or the reader's only one."""
    if data_dict.get("organization_id"):
        return adopting.town_of(records.group(data_dict["organization_id"]), package)
    if data_dict.get("name") or data_dict.get("municipality"):
        return adopting.town_outside(data_dict)
    own = adopting.own_towns(package, who)
    if len(own) > 1:
        raise tk.ValidationError({"organization_id": [_("Please say for which municipality.")]})
    only = own or list(who.organizations.values())[:1]
    return adopting.town_of(model.Group.get(only[0]["id"]) if only else None, package)


def use_case_adoption_update(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Set what has changed of an adoption, and give it; what is not named stays as it is.

    Parameters as when creating, and:

    :param id: the adoption
    :param version: the version that was seen. If somebody was faster, nothing is written, and the error holds what was
        set since (``current``)
    :param reason: why it is not pursued further; required with the status abgebrochen
    """
    tk.check_access("use_case_adoption_update", context, data_dict)
    adoption = adopting.locked(str(tk.get_or_bust(data_dict, "id")))
    package = model.Session.get(model.Package, adoption.package_id)
    actor = adopting.Actor(_user_id(context), _speaker(adoption, package, context))
    try:
        event = adopting.change(adoption, data_dict, actor)
    except tk.ValidationError:
        model.Session.rollback()
        raise
    _commit(context, package)
    if event and "status" in event.values:
        adoption_mails.tell(
            adoption_mails.CHANGED, adoption, package, user_id=actor.user_id, organization_id=actor.organization_id,
            transfer=_is_first_operation(adoption, package))
    return _shown(adoption, context)


def use_case_adoption_comment(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Say something about an adoption, for the two towns and the agency, and give the adoption.

    :param id: the adoption
    :param text: what is said
    :param kind: ``comment`` (default; the other town is told by mail), ``note`` (nobody is), ``seen`` (without text:
        what is new has been seen)
    """
    tk.check_access("use_case_adoption_comment", context, data_dict)
    kind = data_dict.get("kind") or "comment"
    if kind not in KINDS:
        raise tk.ValidationError({"kind": [_("Please choose one of the values offered.")]})
    text = adoption_values.text("text", data_dict.get("text"), required=kind != "seen")
    adoption = adopting.locked(str(tk.get_or_bust(data_dict, "id")))
    package = model.Session.get(model.Package, adoption.package_id)
    actor = adopting.Actor(_user_id(context), _speaker(adoption, package, context))
    adopting.say(adoption, kind, text, actor)
    _commit(context, package)
    if kind == "comment":
        adoption_mails.tell(adoption_mails.COMMENTED, adoption, package, user_id=actor.user_id,
                            organization_id=actor.organization_id, text=text)
    return _shown(adoption, context)


def use_case_adoption_derive(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Open the adopting town's own use case (a draft), and give ``id``, ``name`` and whether it is ``new``.

    The second time leads to the one that is there.

    :param id: the adoption
    """
    tk.check_access("use_case_adoption_derive", context, data_dict)
    adoption = adopting.locked(str(tk.get_or_bust(data_dict, "id")))
    existing = derive.derived(adoption)
    if existing is not None:
        model.Session.rollback()
        return {"id": existing.id, "name": existing.name, "new": False}
    package = records.get(adoption.package_id)
    # in one transaction, so that of two clicks the second finds the draft of the first
    creating = {**records.as_user(context["user"]), "defer_commit": True}
    try:
        created = tk.get_action("package_create")(creating, derive.data(adoption, package, context["user"]))
    except (tk.ValidationError, tk.NotAuthorized):
        model.Session.rollback()
        raise
    # what others read of the adoption has not changed, so neither does its date
    model.Session.execute(sa.update(Adoption).where(Adoption.id == adoption.id).values(
        derived_id=created["id"], modified_at=Adoption.modified_at))
    adopting.say(adoption, "derived", created["title"],
                 adopting.Actor(_user_id(context), adoption.organization_id))
    # CKAN does so only where it commits itself
    index_update_package(creating, created["id"])
    model.repo.commit()
    return {"id": created["id"], "name": created["name"], "new": True}


@tk.side_effect_free
def use_case_adoption_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Give an adoption (``id``) as the reader may see it: the two towns and the agency with history and notes."""
    tk.check_access("use_case_adoption_show", context, data_dict)
    return _shown(adoptions.get(str(data_dict["id"])), context)


@tk.side_effect_free
def use_case_adoption_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Give the adoptions of a use case, or of a municipality, that the reader may see.

    :param id: id or name of the use case; of one that is not public those involved see theirs
    :param municipality: instead, AGS: what this municipality shows to everybody
    """
    tk.check_access("use_case_adoption_list", context, data_dict)
    if data_dict.get("municipality") and not data_dict.get("id"):
        return adoptions.of_municipality(str(data_dict["municipality"]))
    case = records.find(str(tk.get_or_bust(data_dict, "id")))
    if case is None:
        raise tk.ObjectNotFound(_("There is no such use case."))
    return adoptions.of(case.id, user=context["user"])


def use_case_comment_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Comment on a public use case for an organization, and give the comment.

    :param id: id or name of the use case
    :param text: what is said
    :param organization_id: for whom; may be left out by whoever edits for one alone
    """
    tk.check_access("use_case_comment_create", context, data_dict)
    package = records.get(str(tk.get_or_bust(data_dict, "id")))
    who = adoptions.reader(context["user"])
    given = records.group(data_dict["organization_id"]) if data_dict.get("organization_id") else None
    if given is None and len(who.organizations) > 1:
        raise tk.ValidationError({"organization_id": [_("Please say for which organization.")]})
    organization = given or model.Group.get(next(iter(who.organizations), ""))
    comment = comments.create(package, data_dict.get("text"), adopting.Actor(
        _user_id(context), organization.id if organization else ""))
    if not context.get("defer_commit"):
        model.repo.commit()
    return comments.describe(comment, organization, comments.may_delete(comment, who))


@tk.side_effect_free
def use_case_comment_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Give the comments on a use case (``id``), the newest first."""
    tk.check_access("use_case_comment_list", context, data_dict)
    return comments.of(records.get(str(data_dict["id"])).id, adoptions.reader(context["user"]))


def use_case_comment_delete(context: Context, data_dict: DataDict) -> None:
    """Delete a comment (``id``)."""
    tk.check_access("use_case_comment_delete", context, data_dict)
    model.Session.delete(comments.get(str(tk.get_or_bust(data_dict, "id"))))
    model.repo.commit()


def _shown(adoption: Adoption, context: Context) -> dict[str, Any]:
    found = adoptions.show(adoption, context["user"])
    if found is None:
        # who may see everything without being asked who they are, e.g. a job
        found = adoptions.public_part(adoption)
    return found


def _commit(context: Context, package: model.Package | None) -> None:
    if not context.get("defer_commit"):
        model.repo.commit()
    if package is not None:
        tasks.forget(context["user"])


def _speaker(adoption: Adoption, package: model.Package | None, context: Context) -> str:
    """Give the organization for which a person speaks about an adoption."""
    who = adoptions.reader(context["user"])
    role = who.role(adoption, package.owner_org if package else None)
    if role == "adopter":
        return adoption.organization_id
    return package.owner_org or "" if role == "owner" and package else permissions.agency_id()


def _owner_or_agency(package: model.Package, who: adoptions.Reader) -> str:
    return package.owner_org or "" if who.edits(package.owner_org) else permissions.agency_id()


def _user_id(context: Context) -> str:
    person = model.User.get(context["user"]) if context.get("user") else None
    return person.id if person else ""


def _is_first_operation(adoption: Adoption, package: model.Package | None) -> bool:
    """Tell whether this is the first town that runs the solution, and the owner has not said so itself yet."""
    if adoption.status != names.OPERATING or package is None or records.is_foreign(package):
        return False
    if (package.extras or {}).get("phase") in adoption_states.NO_TRANSFER:
        return False
    query = sa.select(Adoption.id).where(
        Adoption.package_id == package.id, Adoption.id != adoption.id,
        Adoption.status.in_((names.OPERATING, names.RESTING, names.ENDED)))
    return model.Session.scalars(query).first() is None

