"""What organizations of this portal say about a public use case, above all about one that is read-only here."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.use_cases import adopting, adoption_values, records
from ckanext.suedwestfalen.use_cases.adoptions import Reader
from ckanext.suedwestfalen.use_cases.model import Comment

MOST = 200


def create(package: model.Package, text: Any, actor: adopting.Actor) -> Comment:
    """Add a comment to a public use case; raises tk.ValidationError. Does not commit."""
    if not records.is_public(package):
        raise tk.ValidationError({"id": [tk._("Only a use case that is published can be commented on.")]})
    comment = Comment(package_id=package.id, organization_id=actor.organization_id, user_id=actor.user_id,
                      text=adoption_values.text("text", text, required=True))
    adopting.check_pace(actor)
    model.Session.add(comment)
    model.Session.flush()
    return comment


def get(comment_id: str) -> Comment:
    """Give a comment; raises tk.ObjectNotFound."""
    found = model.Session.get(Comment, comment_id) if records.is_id(comment_id) else None
    if found is None:
        raise tk.ObjectNotFound(tk._("There is no such comment."))
    return found


def of(package_id: str, who: Reader) -> list[dict[str, Any]]:
    """Give the comments on a use case, the newest first; for whom a person spoke, never who it was."""
    query = (
        sa.select(Comment, model.Group)
        .join(model.Group, model.Group.id == Comment.organization_id, isouter=True)
        .where(Comment.package_id == package_id).order_by(Comment.at.desc(), Comment.id).limit(MOST)
    )
    package = model.Session.get(model.Package, package_id)
    return [describe(comment, group, _may_delete(comment, package, who))
            for comment, group in model.Session.execute(query)]


def describe(comment: Comment, group: model.Group | None, may_delete: bool) -> dict[str, Any]:
    """Give a comment as pages and programs read it."""
    return {
        "id": comment.id, "package_id": comment.package_id, "text": comment.text, "may_delete": may_delete,
        "organization_id": comment.organization_id, "organization": group.display_name if group else "",
        "at": comment.at.isoformat().replace("+00:00", "Z"),
    }


def may_delete(comment: Comment, who: Reader) -> bool:
    """Tell whether a reader may delete a comment: for whoever wrote it, for the use case's own town, the agency."""
    return _may_delete(comment, model.Session.get(model.Package, comment.package_id), who)


def _may_delete(comment: Comment, package: model.Package | None, who: Reader) -> bool:
    return who.agency or who.edits(comment.organization_id) or (package is not None and who.edits(package.owner_org))
