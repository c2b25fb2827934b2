"""Use cases on the pages of other things: datasets, municipalities, lead projects, the map and the start page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import g

from ckanext.suedwestfalen.use_cases import adoptions, listing, search
from ckanext.suedwestfalen.use_cases.names import INTRODUCING, OPERATING, RESTING

#: In these phases a solution can be visited.
RUNNING = ("pilot", "betrieb", "transfer")
_TAKEN = (INTRODUCING, OPERATING, RESTING)
_SHOWN = 10


def of_dataset(dataset_id: str) -> list[dict[str, Any]]:
    """Give the use cases that need or produce a dataset; ``needs`` and ``produces`` say which."""
    wanted = search.literal(dataset_id)
    found = search.where(f"+(vocab_data_required:{wanted} OR vocab_data_produced:{wanted})", rows=50)
    return [
        row | {"needs": dataset_id in row["card"].data_required, "produces": dataset_id in row["card"].data_produced}
        for row in listing.plain_rows(found.cards)
    ]


def of_municipality(ags: str) -> dict[str, Any]:
    """Give the use cases of a municipality, those that it takes over, and the address of the list of all its own."""
    found = search.where(f"+vocab_municipality:{search.literal(ags)}", rows=_SHOWN, sort=search.SORTS[search.CHANGED])
    return {"rows": listing.plain_rows(found.cards), "count": found.count, "adoptions": adoptions.of_municipality(ags),
            "href": tk.url_for(listing.LIST, municipality=ags), "fitting": tk.url_for(listing.LIST, my=ags)}


def of_lead_project(name: str) -> dict[str, Any]:
    """Give the use cases of a lead project with who takes them over."""
    found = search.where(f"+vocab_lead_project:{search.literal(name)}", rows=_SHOWN,
                         sort=search.SORTS[search.CHANGED])
    taken = adoptions.public_of([card.id for card in found.cards])
    rows = listing.plain_rows(found.cards)
    return {"rows": [row | {"taken": _taken(taken.get(row["card"].id, []))} for row in rows], "count": found.count,
            "href": tk.url_for(listing.LIST, lead_project=name)}


def _taken(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out who has dropped it, or has ended it."""
    return [row for row in rows if row["status"] in _TAKEN]


def everything() -> dict[str, Any]:
    """Give what the start page tells: number of use cases, the newest, where they run and are taken over.

    One request and one query, whatever asks how often while a page is made.
    """
    if not hasattr(g, "suedwestfalen_use_cases"):
        found = search.where(sort=search.SORTS[search.NEWEST])
        taken = adoptions.public_of([card.id for card in found.cards])
        g.suedwestfalen_use_cases = {
            "count": found.count, "newest": listing.plain_rows(found.cards[:3]) if found.cards else [],
            "running": Counter(ags for card in found.cards if card.phase in RUNNING for ags in card.municipalities),
            "taken": Counter(row["municipality"] for rows in taken.values() for row in _taken(rows)
                             if row["municipality"]),
        }
    return g.suedwestfalen_use_cases


def on_map(area: Mapping[str, Any]) -> dict[str, Any]:
    """Add to an area of the map how many use cases run there and are taken over, as numbers and in words."""
    known = everything()
    running, taken = known["running"][area["ags"]], known["taken"][area["ags"]]
    words = []
    if running:
        words.append(tk.ungettext("%(number)s use case runs here", "%(number)s use cases run here",
                                  running, number=running))
    if taken:
        words.append(tk.ungettext("%(number)s use case is being taken over",
                                  "%(number)s use cases are being taken over", taken, number=taken))
    return {**area, "running": running, "taken": taken, "note": "".join(f", {text}" for text in words)}
