"""Rows about adoptions on the page 'My tasks', and the hint that a solution now runs elsewhere.

A row stands until the own side has answered, or has said that it has seen it: what is told decides, not a flag.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.orm import selectinload

from ckanext.suedwestfalen.tasks import Task
from ckanext.suedwestfalen.use_cases import adoption_states, adoptions, names
from ckanext.suedwestfalen.use_cases.model import Adoption, AdoptionEvent

MOST = 200
LONGEST_NOTE = 200
_ROLES = ("admin", "editor")


def rows(user: str) -> Iterator[Task]:
    """Give what the other side of an adoption did or said, and which own solution runs elsewhere now."""
    person = model.User.get(user)
    own = _organizations(person.id) if person else set()
    if not own:
        return
    found = model.Session.execute(_query(own)).all()
    for adoption, package in found:
        mine = {adoption.organization_id, package.owner_org} & own
        for organization_id in sorted(mine):
            news = unanswered(adoption, organization_id)
            if news:
                yield _task(adoption, package, organization_id, news)
    yield from _transfers(found, own)


def unanswered(adoption: Adoption, organization_id: str) -> AdoptionEvent | None:
    """Give the newest thing that others told an organization since it last said something itself."""
    for event in reversed(adoption.events):
        if event.organization_id == organization_id:
            return None
        if event.kind in ("created", "comment", "imported") or (event.kind == "changed" and "status" in event.values):
            return event
    return None


def operates_unseen(adoption: Adoption, owner: str) -> AdoptionEvent | None:
    """Give the event with which a town said that it runs the solution, unless the owner has put the hint away."""
    for event in reversed(adoption.events):
        if event.kind == "seen" and event.organization_id == owner:
            return None
        if "status" in event.values and event.values["status"][1] == names.OPERATING:
            return event
    return None


def suggests_transfer(package: model.Package | None, adopted: Iterable[Adoption]) -> Adoption | None:
    """Give the adoption because of which the owner might say that its solution was transferred."""
    extras = (package.extras or {}) if package is not None else {}
    if package is None or extras.get("source_catalog") or extras.get("phase") in adoption_states.NO_TRANSFER:
        return None
    running = [(event.at, each) for each in adopted if each.status == names.OPERATING
               and (event := operates_unseen(each, package.owner_org or ""))]
    return min(running, key=lambda pair: pair[0])[1] if running else None


def _transfers(found: Iterable[Any], own: set[str]) -> Iterator[Task]:
    cases: dict[str, tuple[model.Package, list[Adoption]]] = {}
    for adoption, package in found:
        if package.owner_org in own and package.state == model.State.ACTIVE:
            cases.setdefault(package.id, (package, []))[1].append(adoption)
    for package, adopted in cases.values():
        first = suggests_transfer(package, adopted)
        if first is not None:
            note = tk._("%(town)s runs your solution. Does the phase “%(phase)s” fit now?") % {
                "town": adoptions.name_of(first), "phase": adoption_states.label("use_case_phase", "transfer")}
            yield Task(package.title or package.name, _address(first), note, _operating_since(first),
                       tk._("Your solution is being taken over"))


def _operating_since(adoption: Adoption) -> dt.datetime:
    events = [each for each in adoption.events if each.values.get("status", ["", ""])[1] == names.OPERATING]
    return events[-1].at if events else adoption.modified_at


def _query(own: set[str]) -> Any:
    return (
        sa.select(Adoption, model.Package)
        .join(model.Package, model.Package.id == Adoption.package_id)
        .where(sa.or_(Adoption.organization_id.in_(own), model.Package.owner_org.in_(own)))
        .options(selectinload(Adoption.events))
        .order_by(Adoption.modified_at.desc(), Adoption.id).limit(MOST)
    )


def _task(adoption: Adoption, package: model.Package, organization_id: str, news: AdoptionEvent) -> Task:
    owns = package.owner_org == organization_id
    town, title = adoptions.name_of(adoption), package.title or package.name
    if news.kind == "comment":
        what = tk._("Comment: %(text)s") % {"text": _cut(news.text)}
    else:
        what = tk._("Status: %(status)s") % {
            "status": adoption_states.label(adoption_states.STATUS_LIST, adoption.status)}
    group = tk._("News about adoptions of your use cases") if owns else tk._("News about what you take over")
    return Task(title, _address(adoption), f"{town} · {what}", news.at, group)


def _address(adoption: Adoption) -> str:
    return tk.url_for("use_case_adoptions.read", adoption_id=adoption.id)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_NOTE else text[:LONGEST_NOTE].rstrip() + " …"


def _organizations(user_id: str) -> set[str]:
    """Give the organizations for which the user edits as a member: a sysadmin's own too, not all."""
    query = sa.select(model.Member.group_id).where(
        model.Member.table_name == "user", model.Member.table_id == user_id, model.Member.capacity.in_(_ROLES),
        model.Member.state == model.State.ACTIVE)
    return set(model.Session.scalars(query))
