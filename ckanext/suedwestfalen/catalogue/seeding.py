"""Fills the portal with the region: DNA goals, organizations, lead projects.

Run again, it says what it created, changed and left alone. What an administrator edited or removed since stays as it
is: a fingerprint of every seeded field is kept, and a field whose content has another one is not ours any more.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue.helpers import DNA_GOAL, LEAD_PROJECT
from ckanext.suedwestfalen.catalogue.values import stored_list
from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.region import Region

CREATED, CHANGED, SAME, KEPT = N_("created"), N_("changed"), N_("left alone"), N_("kept as edited or removed")
SKIPPED = N_("skipped, because the organization is missing")
MEMORY = "ckanext.suedwestfalen.seeded"
COLUMNS = ("title", "description")

Fingerprints = dict[str, dict[str, str]]
Say = Callable[[str, str, str], None]


@dataclass(frozen=True)
class Thing:
    """Something to be seeded: an organization or a lead project. Values are texts or lists of texts."""

    type: str
    name: str
    values: Mapping[str, Any]
    ags: str = ""

    @property
    def key(self) -> str:
        """What the fingerprints are kept under."""
        return f"{self.type}:{self.ags or self.name}"


@dataclass
class Report:
    """What a run did: how often each outcome occurred."""

    counts: Counter[str] = field(default_factory=Counter)
    say: Say = print

    def add(self, outcome: str, kind: str, name: str) -> None:
        """Count an outcome and tell it."""
        self.counts[outcome] += 1
        self.say(outcome, kind, name)


def seed(region: Region, report: Report, *, force: bool = False) -> Report:
    """Seed the region and give the report; with `force` what was edited or removed is brought back."""
    memory: Fingerprints = json.loads(model.get_system_info(MEMORY) or "{}")
    _vocabulary(region, report)
    groups = _Groups()
    for thing in things(region):
        _seed_thing(thing, groups, memory, report, force=force)
    model.set_system_info(MEMORY, json.dumps(memory, sort_keys=True))
    return report


def things(region: Region) -> Iterator[Thing]:
    """Everything of the region that becomes an organization or a group."""
    for kreis in region.kreise:
        yield Thing("organization", kreis.slug, _clean({
            "title": kreis.name, "ags": kreis.key, "municipality_type": "kreis", "website": kreis.website,
            "population": kreis.population, "population_date": kreis.population_date,
            "area_km2": round(kreis.area_km2, 2),
        }), ags=kreis.key)
    for town in region.municipalities:
        yield Thing("organization", town.slug, _clean({
            "title": town.name, "ags": town.ags, "ars": town.ars, "municipality_type": town.type,
            "kreis": town.kreis, "population": town.population, "population_date": town.population_date,
            "area_km2": town.area_km2, "smart_city_role": town.role, "phase": town.phase, "topics": town.topics,
            "focus_areas": town.focus_areas, "city_size": town.city_size, "website": town.website,
        }), ags=town.ags)
    for body in region.organizations:
        yield Thing("organization", body.name, _clean({
            "title": body.title, "description": body.description, "municipality_type": body.type,
            "website": body.website,
        }))
    for project in region.lead_projects:
        yield Thing(LEAD_PROJECT, project.name, _clean({
            "title": project.title, "description": project.description, "status": project.status,
            "municipalities": project.municipalities, "website": project.website,
            "period_start": project.start, "period_end": project.end,
        }))


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give values as they are stored: texts, or sorted lists; what is empty is left to the administrators."""
    return {
        name: sorted(value) if isinstance(value, tuple) else str(value)
        for name, value in values.items()
        if value not in (None, "", ())
    }


def context() -> dict[str, Any]:
    """Give an action's context of the site itself."""
    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    return {"user": site_user["name"], "ignore_auth": True}


def _vocabulary(region: Region, report: Report) -> None:
    """Create the vocabulary of the DNA goals; goals it lacks are added, others stay: datasets may bear them."""
    wanted = [choice.name for choice in region.choices.get(DNA_GOAL, ())]
    vocabulary = model.Vocabulary.get(DNA_GOAL)
    if vocabulary is None:
        tags = [{"name": name} for name in wanted]
        tk.get_action("vocabulary_create")(context(), {"name": DNA_GOAL, "tags": tags})
        report.add(CREATED, "vocabulary", DNA_GOAL)
        return
    known = {tag.name for tag in vocabulary.tags}
    missing = [name for name in wanted if name not in known]
    for name in missing:
        tk.get_action("tag_create")(context(), {"name": name, "vocabulary_id": vocabulary.id})
    report.add(CHANGED if missing else SAME, "vocabulary", DNA_GOAL)


class _Groups:
    """Organizations and groups there are, read once."""

    def __init__(self) -> None:
        groups = model.Session.query(model.Group).order_by(model.Group.state.desc()).all()
        self.names = {group.name for group in groups}
        self._by_name = {(group.type, group.name): group for group in groups if not (group.extras or {}).get("ags")}
        self._by_ags = {group.extras["ags"]: group for group in groups if (group.extras or {}).get("ags")}

    def find(self, thing: Thing) -> model.Group | None:
        """Give what is there: a municipality or Kreis by its key, all else by type and name."""
        return self._by_ags.get(thing.ags) if thing.ags else self._by_name.get((thing.type, thing.name))

    def free_name(self, thing: Thing) -> str:
        """Give the thing's name, or one with its key when something else bears that name."""
        return f"{thing.name}-{thing.ags or thing.type}" if thing.name in self.names else thing.name


def _seed_thing(thing: Thing, groups: _Groups, memory: Fingerprints, report: Report, *, force: bool) -> None:
    group = groups.find(thing)
    removed = thing.key in memory and (group is None or group.state != model.State.ACTIVE)
    if removed and not force:
        report.add(KEPT, thing.type, thing.name)
        return
    held: set[str] = set()
    if group is None:
        _save(thing, "create", {"name": groups.free_name(thing), **thing.values})
        outcome = CREATED
    else:
        writes, held = _changes(thing, group, memory.get(thing.key, {}), force=force)
        if writes:
            _save(thing, "patch", {"id": group.id, **writes})
        outcome = CHANGED if writes else KEPT if held else SAME
    written = {name: fingerprint(value) for name, value in thing.values.items() if name not in held}
    memory[thing.key] = memory.get(thing.key, {}) | written
    report.add(outcome, thing.type, thing.name)


def _changes(
    thing: Thing, group: model.Group, seeded: Mapping[str, str], *, force: bool
) -> tuple[dict[str, Any], set[str]]:
    """Tell which values are to be written, and the names of those held back because they were edited."""
    writes: dict[str, Any] = {}
    held = set()
    for name, value in thing.values.items():
        now = _current(group, name, value)
        if now == value:
            continue
        if force or fingerprint(now) == seeded.get(name) or (not now and name not in seeded):
            writes[name] = value
        else:
            held.add(name)
    if group.state != model.State.ACTIVE:
        writes["state"] = model.State.ACTIVE
    return writes, held


def _current(group: model.Group, name: str, like: Any) -> Any:
    value = getattr(group, name) or "" if name in COLUMNS else (group.extras or {}).get(name, "")
    # A form sends line ends of its own: that alone is no edit.
    return sorted(stored_list(value)) if isinstance(like, list) else value.replace("\r\n", "\n")


def fingerprint(value: Any) -> str:
    """Give a short digest of a value."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]


def _save(thing: Thing, verb: str, data_dict: Mapping[str, Any]) -> None:
    action = f"{'organization' if thing.type == 'organization' else 'group'}_{verb}"
    tk.get_action(action)(context(), {**data_dict, "type": thing.type})
