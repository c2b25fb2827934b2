"""What the page of a use case shows beside its fields: linked datasets and cases, attachments, contact, place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ckan.lib.search import SearchError
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import helpers, page_helpers, regions
from ckanext.suedwestfalen.catalogue.values import stored_list
from ckanext.suedwestfalen.region import Municipality
from ckanext.suedwestfalen.use_cases import adoptions, cards, fit, links, listing, search, values
from ckanext.suedwestfalen.use_cases.names import OUTDATED, TYPE

_IDENTIFIER = re.compile(r"/use-case/([0-9a-f-]{36})$")
# the database takes no character 0, and no name has more
_NAME = re.compile(r"[\w-]{1,100}")
_MOST_LINKS = 200


def view(case: dict[str, Any], my: Municipality | None) -> dict[str, Any]:
    """Give what the template of the page needs beside the use case itself."""
    return {
        "pkg": case, "pkg_dict": case, "dataset_type": case["type"], "my": my,
        "datasets": linked_datasets(case), "based_on": origins(case), "derived": derived(case),
        "attachments": attachments(case), "contact": contact(case), "licence": page_helpers.licence(case),
        "fit": fit_of(case, my), "suitable": suitable(case), "is_outdated": case.get("record_status") == OUTDATED,
        "places": page_helpers.places(case), "my_query": {"my": my.slug} if my else {},
        "towns": helpers.municipality_choices(),
    }


def linked_datasets(case: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Give title and address of the datasets that a use case names, by what it names them: one request.

    A dataset that the reader may not see is left out; an address elsewhere is its own title.
    """
    named = {str(row["dataset"]) for field in ("data_required", "data_produced")
             for row in values.rows(case, field) if row.get("dataset")}
    found = {text: {"title": text, "href": text} for text in named if links.is_address(text)}
    ids = sorted(named - set(found))[:_MOST_LINKS]
    if not ids:
        return found
    try:
        answer = tk.get_action("package_search")({"user": tk.g.user}, {
            "fq": f"+id:({' OR '.join(map(search.literal, ids))})", "fl": ["id", "name", "title", "dataset_type"],
            "rows": len(ids), "include_private": bool(tk.g.user), "facet": "false"})
    except SearchError:
        return found
    for row in answer["results"]:
        found[row["id"]] = {"title": row.get("title") or row["name"],
                            "href": tk.url_for("dataset.read", id=row["name"])}
    return found


def origins(case: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give what a use case is based on: cases of this portal by title, others by their address."""
    named = stored_list(case.get("based_on"))
    own = {match[1]: text for text in named if (match := _IDENTIFIER.search(text))}
    titles = {}
    if own:
        condition = f"+id:({' OR '.join(map(search.literal, sorted(own)[:_MOST_LINKS]))})"
        titles = {own[card.id]: {"title": card.title, "href": tk.url_for("use_case.read", id=card.name)}
                  for card in search.where(condition).cards}
    return [titles.get(text) or {"title": text, "href": text if links.is_address(text) else ""} for text in named]


def derived(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the cases of this portal that are based on this one."""
    match = _IDENTIFIER.search(str(case.get("identifier") or "")) or re.match("(.+)", str(case["id"]))
    found = search.where(f"+extras_based_on:{search.literal(match[1])}" if match else "-*:*", rows=50)
    return listing.plain_rows(card for card in found.cards if card.id != case["id"])


def attachments(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Sort the attachments by kind, in the order of the list of kinds; those without one come last."""
    kinds = [choice.name for choice in regions.current().choices.get("use_case_attachment_kind", ())]
    grouped: dict[str, list[dict[str, Any]]] = {}
    for resource in case.get("resources") or ():
        grouped.setdefault(str(resource.get("kind") or ""), []).append(resource)
    order = sorted(grouped, key=lambda kind: (not kind, kinds.index(kind) if kind in kinds else len(kinds), kind))
    return [{"kind": kind, "title": page_helpers.choice("use_case_attachment_kind", kind) or tk._("Other attachments"),
             "resources": [_attachment(each) for each in grouped[kind]]} for kind in order]


def _attachment(resource: Mapping[str, Any]) -> dict[str, Any]:
    address = str(resource.get("url") or "")
    licence = page_helpers.licence({"license_id": resource.get("license")}) if resource.get("license") else None
    return {
        "title": resource.get("name") or address.rsplit("/", 1)[-1] or tk._("Attachment"),
        "href": address if links.is_address(address) else "", "format": resource.get("format") or "",
        "description": resource.get("description") or "", "licence": licence,
    }


def contact(case: Mapping[str, Any]) -> dict[str, Any]:
    """Give whom to ask, as far as the reader may know it; else the sentence why not."""
    try:
        found = tk.get_action("use_case_contact_show")({"user": tk.g.user}, {"id": case["id"]})
    except tk.NotAuthorized as error:
        reason = error.message if isinstance(error.message, str) else ""
        return {"sentence": reason or tk._("The contact is not public.")}
    except tk.ObjectNotFound:
        return {"sentence": tk._("No contact is given.")}
    person = {name: str(found.get(f"contact_{name}") or found.get(name) or "") for name in ("name", "email", "phone")}
    return person if any(person.values()) else {"sentence": tk._("No contact is given.")}


def fit_of(case: Mapping[str, Any], my: Municipality | None) -> list[str]:
    """Say why a use case fits a municipality."""
    if not my:
        return []
    card = cards.of_dict(case)
    known = fit.Known(fit.populations(), fit.covering(card.data_required, my), adoptions.public_of([card.id]))
    return fit.rank([card], my, known)[0][2]


def suitable(case: Mapping[str, Any]) -> str:
    """Say for how many inhabitants the use case is recommended."""
    least, most = (cards.whole(case.get(f"suitable_population_{end}")) for end in ("min", "max"))
    return fit.population_range(least, most)


def of_ids(names: Iterable[str]) -> tuple[list[dict[str, Any]], list[str]]:
    """Give the dicts of use cases that the reader sees, by name or id, and the names of those that there are not."""
    found: list[dict[str, Any]] = []
    missing: list[str] = []
    for name in names:
        case = shown(name)
        if not case or case["type"] != TYPE:
            missing.append(name)
        elif case["id"] not in {each["id"] for each in found}:
            found.append(case)
    return found, missing


def shown(name: str) -> dict[str, Any] | None:
    """Give the dict of what has this name or id, as far as the reader sees it; None for all else."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return tk.get_action("package_show")({"user": tk.g.user, "for_view": True}, {"id": name})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
