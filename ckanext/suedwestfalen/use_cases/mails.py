"""Mails about the release of a use case: who has to act, or waits for an answer, is told.

They are sent by CKAN's workers, as a mail server may be slow, and what happened to the use case does not wait for it.
All of them are in the language of the portal, since nothing is known of the recipients' own.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from redis.exceptions import RedisError

from ckanext.suedwestfalen import config, mail
from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.language import translator
from ckanext.suedwestfalen.use_cases import names, pending, permissions, states
from ckanext.suedwestfalen.use_cases.model import Event

log = logging.getLogger(__name__)

_SUBJECTS = {
    states.SUBMITTED: N_("Please release: %(title)s"),
    states.RELEASED: N_("Released: %(title)s"),
    states.RETURNED: N_("Returned to you: %(title)s"),
    states.WITHDRAWN: N_("Withdrawn: %(title)s"),
}
_SENTENCES = {
    states.SUBMITTED: N_("the use case “%(title)s” (%(organization)s) was submitted. Please look at it and release it,"
                         " or return it and say why."),
    states.RELEASED: N_("the use case “%(title)s” was released and is published now."),
    states.RETURNED: N_("the use case “%(title)s” was returned to you before its release. Please change what is asked"
                        " for, and submit it again."),
    states.WITHDRAWN: N_("the use case “%(title)s” was withdrawn. Only your organization sees it now; you can submit"
                         " it again."),
}
_OF_A_CHANGE = {
    states.SUBMITTED: N_("changes to the published use case “%(title)s” (%(organization)s) were submitted. Please look"
                         " at them and release them, or return them and say why. The published version stays"
                         " meanwhile."),
    states.RETURNED: N_("your changes to the use case “%(title)s” were returned to you before their release. Please"
                        " change what is asked for, and submit them again. The published version stays meanwhile."),
}
# What stands among the recipient's tasks.
_ACTED_ON = (states.SUBMITTED, states.RETURNED)


def tell(package: model.Package, kind: str, note: str, user_id: str) -> None:
    """Send the mails that belong to what happened to a use case; a listener of `states`."""
    if kind not in _SENTENCES:
        return
    people = {address.lower(): (name, address) for name, address in _recipients(package, kind)}
    actor = model.User.get(user_id) if user_id else None
    if actor and actor.email:
        # whoever did it knows
        people.pop(actor.email.lower(), None)
    if people:
        send(people.values(), *_text(package, kind, note))


def send(people: Iterable[tuple[str, str]], subject: str, body: str) -> None:
    """Hand a mail for each (name, address) to CKAN's workers; without Redis it is sent at once. Never raises."""
    for name, address in people:
        try:
            tk.enqueue_job(mail.deliver, [name, address, subject, body], title="mail about a use case")
        except RedisError:
            log.warning("a mail is sent without a worker: Redis is away")
            mail.deliver(name, address, subject, body)


def letter(*parts: str) -> str:
    """Give the body of a mail in the portal's language: greeting, paragraphs, name of the portal."""
    greeting = translator(tk.config["ckan.locale_default"])(N_("Good day,"))
    return "\n\n".join(filter(None, (greeting, *parts, str(tk.config.get("ckan.site_title") or "").strip()))) + "\n"


def _recipients(package: model.Package, kind: str) -> list[tuple[str, str]]:
    organization = package.owner_org or ""
    if kind == states.SUBMITTED:
        if config.use_cases_release_by() == names.RELEASED_BY_AGENCY:
            return _addresses(members(permissions.agency_id(), "admin", "editor"))
        return _addresses(members(organization, "admin"))
    if kind == states.WITHDRAWN:
        return _addresses([*members(organization, "admin"), *_authors(package)])
    return _addresses(_authors(package))


def members(organization_id: str, *roles: str) -> list[model.User]:
    """Give the members of an organization in these roles who have a mail address, by name."""
    query = (
        sa.select(model.User).join(model.Member, model.Member.table_id == model.User.id)
        .where(
            model.Member.group_id == organization_id, model.Member.table_name == "user",
            model.Member.capacity.in_(roles), model.Member.state == model.State.ACTIVE,
            model.User.state == model.State.ACTIVE,
        ).order_by(model.User.name)
    )
    return [user for user in model.Session.scalars(query) if user.email]


def _addresses(users: Iterable[model.User]) -> list[tuple[str, str]]:
    return [(user.display_name, user.email) for user in users]


def _authors(package: model.Package) -> list[model.User]:
    """Give who made the use case and who submitted it last, as far as they still edit it."""
    last = (
        sa.select(Event.user_id).where(Event.package_id == package.id, Event.kind == states.SUBMITTED)
        .order_by(Event.at.desc()).limit(1)
    )
    users = [model.User.get(user_id) for user_id in {package.creator_user_id, model.Session.scalar(last)} if user_id]
    return [
        user for user in users
        if user and user.email and user.state == model.State.ACTIVE and permissions.edits(user.name, package)
    ]


def _text(package: model.Package, kind: str, note: str) -> tuple[str, str]:
    _ = translator(tk.config["ckan.locale_default"])
    organization = model.Group.get(package.owner_org) if package.owner_org else None
    of = organization.display_name if organization else ""
    values = {"title": package.title or package.name, "organization": of}
    sentence = _OF_A_CHANGE.get(kind) if pending.of(package.id) and not package.private else None
    return _(_SUBJECTS[kind]) % values, letter(
        _(sentence or _SENTENCES[kind]) % values,
        f"{_(N_('Note:'))}\n{note.strip()}" if note.strip() else "",
        mail.address(f"/{names.TYPE}/{package.name}"),
        # an address that is not public says 404 to whoever is not logged in
        f"{_(N_('If you are not logged in, go this way:'))}\n{mail.address('/tasks')}" if kind in _ACTED_ON else "",
    )
