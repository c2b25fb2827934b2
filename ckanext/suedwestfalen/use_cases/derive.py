"""A use case of the adopting town's own: begun from the one it took over, and what differs between them.

What a solution is carries over; what a town found out, paid, decided or answers for does not.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import helpers as catalogue
from ckanext.suedwestfalen.catalogue.values import stored_list
from ckanext.suedwestfalen.use_cases import adoption_states, adoptions, fields, names, records
from ckanext.suedwestfalen.use_cases.model import Adoption

#: The texts stay under the licence that they had.
CARRIED = (
    "summary", "dna_goal", "field_of_action", "problem", "notes", "benefit", "privacy", "license_id",
    "data_required", "data_produced", "components", "standards", "prerequisites", "suitable_population_min",
    "suitable_population_max", "target_group", "tag_string", "topic", "steps", "sdg",
)
#: Fields of rows that belong to the town the row came from.
LEFT_OUT = {"data_produced": ("dataset",)}
#: What else shows how two towns differ.
COMPARED = (
    "phase", *(name for name in CARRIED if name != "license_id"), "cost_setup", "cost_annual", "effort_days",
    "effort_ongoing", "duration_months", "operating_model", "procurement", "accessibility", "reuse_status",
)
PHASES = {
    names.TESTING: "idee", names.INTRODUCING: "pilot", names.OPERATING: "betrieb", names.RESTING: "pilot",
    names.ENDED: "beendet",
}
TITLE = 100


def may(adoption: Adoption, who: adoptions.Reader) -> bool:
    """Tell whether a reader may open (or find) the town's own use case of an adoption."""
    return who.edits(adoption.organization_id) and (
        bool(adoption.derived_id) or adoption.status in adoption_states.DERIVABLE)


def draft(package: model.Package, organization: model.Group, user: str = "") -> dict[str, Any]:
    """Give the data of a draft that an organization begins from a use case; raises tk.NotAuthorized.

    :param user: who reads the origin (nobody: only a public one)
    """
    origin = records.show(package.id, user=user)
    found: dict[str, Any] = {name: copy.deepcopy(value) for name in CARRIED if (value := _value(origin, name))}
    for name, left in LEFT_OUT.items():
        found[name] = [{key: value for key, value in row.items() if key not in left} for row in found.get(name, [])]
    town = str((organization.extras or {}).get("ags") or "")
    return {name: value for name, value in found.items() if value} | {
        "type": names.TYPE, "title": _title(origin["title"], organization.display_name),
        "owner_org": organization.id, "municipality": [town] if town else [],
        "based_on": [origin["identifier"]] if origin.get("identifier") else [],
    }


def data(adoption: Adoption, package: model.Package, user: str) -> dict[str, Any]:
    """Give the data of the draft that an adoption leads to: phase and cost are what the town itself said."""
    organization = model.Session.get(model.Group, adoption.organization_id)
    found = draft(package, organization, user)
    found["phase"] = PHASES.get(adoption.status, "idee")
    if adoption.cost_band:
        found["cost_setup"] = adoption.cost_band
    return found


def derived(adoption: Adoption) -> model.Package | None:
    """Give the town's own use case, if there still is one."""
    package = records.find(adoption.derived_id)
    return package if package is not None and package.state != model.State.DELETED else None


def origins(case: Mapping[str, Any], user: str) -> list[dict[str, Any]]:
    """Give the use cases of this portal that a case is based on and that the reader may see, as dicts."""
    identifiers = stored_list(case.get("based_on"))
    if not identifiers:
        return []
    query = sa.select(model.Package.id).where(
        model.Package.type == names.TYPE, model.Package.state == model.State.ACTIVE,
        model.Package.id != case.get("id"), model.Package.extras["identifier"].astext.in_(identifiers))
    return cases(model.Session.scalars(query), user)


def cases(ids: Iterable[str], user: str) -> list[dict[str, Any]]:
    """Give use cases as dicts, those of them that the reader may see, with one question to the index."""
    wanted = sorted(set(ids))
    if not wanted:
        return []
    query = " OR ".join(f'"{each}"' for each in wanted if '"' not in each)
    found = tk.get_action("package_search")(
        records.as_user(user),
        {"fq": f"dataset_type:{names.TYPE} +id:({query})", "rows": len(wanted), "include_private": bool(user),
         "include_drafts": bool(user)})
    return found["results"]


def differences(case: Mapping[str, Any], origin: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give what differs: ``field``, ``label``, ``here`` and ``there`` as lists of readable lines, ``kind``.

    ``kind``: ``changed``, ``added`` (only here), ``open`` (the case does not say it yet).
    """
    found = []
    for name in COMPARED:
        here, there = readable(case, name), readable(origin, name)
        if here == there:
            continue
        kind = "added" if not there else "changed" if here else "open"
        found.append({"field": name, "label": fields.label(name), "here": here, "there": there, "kind": kind})
    return found


def readable(case: Mapping[str, Any], name: str) -> list[str]:
    """Give the value of a field as lines that people read."""
    value, declared = _value(case, name), fields.declared(name)
    if "repeating_subfields" in declared:
        return [line for row in value or [] if isinstance(row, Mapping) and (line := _row(row, declared))]
    if name == "tag_string":
        return sorted(part.strip() for part in str(value or "").split(",") if part.strip())
    if isinstance(value, (list, tuple)) or name in fields.SEVERAL:
        return [_label(declared, each) for each in stored_list(value)]
    return [_label(declared, str(value))] if value not in (None, "") else []


def _row(row: Mapping[str, Any], declared: Mapping[str, Any]) -> str:
    parts = [_label(sub, str(row[sub["field_name"]])) for sub in declared["repeating_subfields"]
             if row.get(sub["field_name"])]
    return " · ".join(parts)


def _label(field: Mapping[str, Any], value: str) -> str:
    choices = tk.h.scheming_field_choices(dict(field)) if field.get("choices_helper") or field.get("choices") else None
    return catalogue.label_of(choices, value) if choices else value


def _value(case: Mapping[str, Any], name: str) -> Any:
    if name == "tag_string" and not case.get("tag_string"):
        return ", ".join(sorted(tag["name"] for tag in case.get("tags") or [] if not tag.get("vocabulary_id")))
    return case.get(name)


def _title(title: str, town: str) -> str:
    ending = f" ({town})"
    if len(title) + len(ending) > TITLE:
        title = title[: max(1, TITLE - len(ending) - 1)].rstrip() + "…"
    return (title + ending)[:TITLE]
