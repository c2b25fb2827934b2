"""Writing adoptions: declared once per town, changed only by who has seen the newest version, with all that was said.

Every change leaves an event with what was before and after. Nothing here commits, checks who may, or mails.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import authz, model
from ckan.plugins import toolkit as tk
from sqlalchemy.orm import selectinload

from ckanext.suedwestfalen.catalogue import municipalities, regions
from ckanext.suedwestfalen.catalogue.values import stored_list
from ckanext.suedwestfalen.mail import address
from ckanext.suedwestfalen.use_cases import adoption_merge, adoption_states, adoption_values, adoptions, names, records
from ckanext.suedwestfalen.use_cases.adoption_states import FIELD_LABELS, readable
from ckanext.suedwestfalen.use_cases.model import Adoption, AdoptionEvent, Comment, now

#: What a person may set and say within an hour: people do not reach it, and every word may become a mail.
HOURLY = 100


@dataclass(frozen=True)
class Actor:
    """Who speaks, and for which organization."""

    user_id: str
    organization_id: str


@dataclass(frozen=True)
class Town:
    """The municipality that takes over: ``name`` only where the region does not know the key."""

    ags: str
    name: str = ""
    organization_id: str = ""

    @property
    def label(self) -> str:
        """What people call it."""
        found = regions.current().municipality(self.ags) if self.ags else None
        return found.name if found else self.name or self.ags


def own_towns(package: model.Package, who: adoptions.Reader) -> list[dict[str, Any]]:
    """Give the municipalities for which the reader may take a use case over, by title; its own towns cannot."""
    own = set(stored_list((package.extras or {}).get("municipality")))
    return [each for each in who.organizations.values()
            if adoption_values.AGS.fullmatch(str(each["ags"])) and each["id"] != package.owner_org
            and each["ags"] not in own]


def town_of(organization: model.Group | None, package: model.Package) -> Town:
    """Give the municipality that an organization is; raises tk.ValidationError if it cannot take the use case over."""
    ags = str((organization.extras or {}).get("ags") or "") if organization is not None else ""
    if organization is None or not adoption_values.AGS.fullmatch(ags):
        raise _error("organization_id", tk._("Only a municipality (an organization with an AGS of 8 digits) can take"
                                             " a use case over."))
    if organization.id == package.owner_org or ags in stored_list((package.extras or {}).get("municipality")):
        raise _error("organization_id", tk._("This is a use case of %(town)s itself.") % {
            "town": organization.display_name})
    known = regions.current().municipality(ags)
    return Town(ags, "" if known else organization.display_name, organization.id)


def town_outside(data: Mapping[str, Any]) -> Town:
    """Give the town elsewhere that ``data`` names (``name``, ``municipality``: its AGS); raises tk.ValidationError."""
    name = " ".join(adoption_values.text("name", data.get("name"), required=True).split())
    ags = adoption_values.clean(data.get("municipality"))
    if ags and not adoption_values.AGS.fullmatch(ags):
        raise _error("municipality", tk._("An AGS has 8 digits."))
    region = regions.current()
    if (ags and region.municipality(ags)) or region.find(name) or (ags and municipalities.organization_of(ags)):
        raise _error("name", tk._("“%(town)s” belongs to this portal: only its own editors can declare that it takes"
                                  " the use case over.") % {"town": name})
    return Town(ags, name)


def create(package: model.Package, town: Town, data: Mapping[str, Any], actor: Actor) -> Adoption:
    """Declare that a town takes a use case over; raises tk.ValidationError.

    Of two that declare at once the second finds the adoption of the first, and is told where it is.
    """
    if not records.is_public(package):
        raise _error("id", tk._("Only a use case that is published can be taken over."))
    values = {"status": names.INTERESTED, **adoption_values.values(data)}
    if values["status"] not in adoption_states.first(named=not town.organization_id):
        raise _error("status", tk._("An adoption cannot begin with “%(status)s”.") % {
            "status": adoption_states.readable("status", values["status"])})
    _check_reason(values["status"], values.get("reason", ""))
    adoption_merge.lock(package.id)
    existing = adoption_merge.find(package.id, town.ags, town.name)
    if existing is not None:
        raise already(existing, town)
    check_pace(actor)
    values.setdefault("since", adoption_values.today())
    adoption = Adoption(
        package_id=package.id, municipality=town.ags, name=town.name, organization_id=town.organization_id,
        created_at=_second(), modified_at=_second(), **values)
    adoption.events = [_event("created", actor, values=adoption_merge.pairs({}, values))]
    model.Session.add(adoption)
    model.Session.flush()
    return adoption


def already(existing: Adoption, town: Town) -> tk.ValidationError:
    """Give the error for who declares a second time, with the way to what is there."""
    sentence = tk._("%(town)s has already declared that it takes this use case over: %(address)s") % {
        "town": town.label, "address": address(f"/use_case/adoption/{existing.id}")}
    return tk.ValidationError({"municipality": [sentence], "adoption": [existing.id]})


def locked(adoption_id: str) -> Adoption:
    """Give an adoption as it is once nobody else changes it; raises tk.ObjectNotFound."""
    query = (
        sa.select(Adoption).where(Adoption.id == adoption_id).with_for_update(of=Adoption)
        .options(selectinload(Adoption.events)).execution_options(populate_existing=True)
    )
    found = model.Session.scalars(query).first()
    if found is None:
        raise tk.ObjectNotFound(tk._("There is no such adoption."))
    return found


def change(adoption: Adoption, data: Mapping[str, Any], actor: Actor) -> AdoptionEvent | None:
    """Set the fields that ``data`` names of a locked adoption; gives the event, None if nothing is new.

    Raises tk.ValidationError: for a version that is not the newest with what was set since, for a status that cannot
    follow with what can.
    """
    version = adoption_values.number(data.get("version"))
    if version != adoption.version:
        raise _conflict(adoption, version)
    values = adoption_values.values(data)
    status = values.get("status", adoption.status)
    if refusal := adoption_states.refusal(adoption.status, status):
        raise _error("status", refusal)
    if status != names.DROPPED:
        values["reason"] = ""
    _check_reason(status, values.get("reason", adoption.reason))
    if status != adoption.status and not data.get("since"):
        values["since"] = adoption_values.today()
    before = {name: getattr(adoption, name) for name in values}
    pairs = adoption_merge.pairs(before, values)
    if not pairs:
        return None
    check_pace(actor)
    for name in pairs:
        setattr(adoption, name, values[name])
    # whoever sets it here carries it on: it is this portal's from now on
    adoption.catalog, adoption.modified_at = "", max(_second(), adoption.modified_at + dt.timedelta(seconds=1))
    adoption.version += 1
    event = _event("changed", actor, values=pairs)
    adoption.events.append(event)
    model.Session.flush()
    return event


def say(adoption: Adoption, kind: str, text: str, actor: Actor) -> AdoptionEvent:
    """Attach a comment, a note, or that somebody has seen what is new (``seen``), to an adoption."""
    check_pace(actor)
    event = _event(kind, actor, text=text)
    adoption.events.append(event)
    model.Session.flush()
    return event


def check_pace(actor: Actor) -> None:
    """Refuse who sets and says more in an hour than people do; raises tk.ValidationError."""
    person = model.User.get(actor.user_id)
    if person is not None and authz.is_sysadmin(person.name):
        return
    # two requests at once must not count the same
    adoption_merge.lock(f"pace {actor.user_id}")
    since = now() - dt.timedelta(hours=1)
    said = sum(
        model.Session.scalar(sa.select(sa.func.count()).where(table.user_id == actor.user_id, table.at > since)) or 0
        for table in (AdoptionEvent, Comment))
    if said >= HOURLY:
        raise _error("limit", tk._("You have set and said a lot within an hour. Please continue later."))


def _conflict(adoption: Adoption, version: int) -> tk.ValidationError:
    """Give the error for who has not seen the newest version: what was set since, and by whom."""
    found: dict[str, Any] = {}
    for event in adoptions.since_version(adoption, version) if version >= 0 else []:
        found.update({name: pair[1] for name, pair in event.values.items() if name in FIELD_LABELS})
    told = "; ".join(f"{tk._(FIELD_LABELS[name])}: {readable(name, value) or '–'}" for name, value in found.items())
    sentence = tk._("Somebody else has changed this adoption in the meantime. Nothing of yours was saved yet.")
    if told:
        sentence += " " + tk._("What was set: %(values)s") % {"values": told}
    return tk.ValidationError({"version": [sentence], "current": [{**found, "version": adoption.version}]})


def _check_reason(status: str, reason: str) -> None:
    if status == names.DROPPED and not reason:
        raise _error("reason", tk._("Please say why it is not pursued further: others learn from it."))


def _event(kind: str, actor: Actor, **content: Any) -> AdoptionEvent:
    return AdoptionEvent(
        kind=kind, user_id=actor.user_id, organization_id=actor.organization_id, at=now(),
        **{"text": "", "values": {}, **content})


def _second() -> dt.datetime:
    """Give the time in whole seconds, as bundles write it."""
    return now().replace(microsecond=0)


def _error(field: str, sentence: str) -> tk.ValidationError:
    return tk.ValidationError({field: [sentence]})
