"""Which use cases fit a municipality: a rank whose reasons can be read.

All that the rank looks at lies in the cards and in two things that are asked once for all of them: which of the
needed datasets cover the town (:func:`covering`), and which towns take which case over (``adoptions.public_of``).
The same cases and the same town give the same order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckan.lib.search import SearchError
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import helpers, municipalities, page_helpers, regions
from ckanext.suedwestfalen.region import Municipality
from ckanext.suedwestfalen.use_cases.cards import Card
from ckanext.suedwestfalen.use_cases.names import INTRODUCING, OPERATING

Ranked = tuple[Card, float, list[str]]

SIZE, SUITABLE, KREIS, DATA, ADOPTED, NOT_TRANSFERABLE = 30.0, 15.0, 15.0, 15.0, 5.0, -30.0
PHASES = {"transfer": 20.0, "betrieb": 20.0, "pilot": 10.0, "prototyp": 6.0, "konzept": 3.0, "idee": 1.0}
#: Share of the smaller population in the larger from which two towns count as alike.
ALIKE = 0.6
#: Two towns of which one is this many times larger have nothing in common in size.
_FAR = math.log(5)
#: Search terms in one request; Solr takes 1,024.
_BATCH = 500


@dataclass(frozen=True)
class Known:
    """What is known beside the cards: population by AGS, ids of datasets that cover the town, adoptions by case."""

    populations: Mapping[str, int] = field(default_factory=dict)
    covering: frozenset[str] = frozenset()
    adoptions: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


def rank(cases: Iterable[Card], town: Municipality, known: Known | None = None) -> list[Ranked]:
    """Order use cases by how well they fit a town: (case, points, reasons in words), the best first.

    What the town itself has made comes last: it need not look for that.
    """
    known = known or Known(populations())
    rated = [(case, *_rate(case, town, known)) for case in cases]
    return sorted(rated, key=lambda row: (
        town.ags in row[0].municipalities, -row[1], row[0].title.casefold(), row[0].id))


def _rate(case: Card, town: Municipality, known: Known) -> tuple[float, list[str]]:
    if town.ags in case.municipalities:
        return 0.0, [tk._("Comes from your own municipality")]
    parts = [part(case, town, known) for part in _PARTS]
    return round(sum(points for points, _reason in parts), 3), [reason for _points, reason in parts if reason]


def _size(case: Card, town: Municipality, known: Known) -> tuple[float, str]:
    own = known.populations.get(town.ags) or town.population
    others = [(_alike(own, known.populations[ags]), ags) for ags in case.municipalities if known.populations.get(ags)]
    if not others:
        return 0.0, ""
    share, nearest = max(others, key=lambda pair: (pair[0], pair[1]))
    points = SIZE * max(0.0, 1 + math.log(share) / _FAR)
    values = {"town": helpers.municipality_name(nearest),
              "population": page_helpers.number(known.populations[nearest])}
    if share >= ALIKE:
        return points, tk._("Similar size: %(town)s has %(population)s inhabitants") % values
    return points, ""


def _suitable(case: Card, town: Municipality, known: Known) -> tuple[float, str]:
    own = known.populations.get(town.ags) or town.population
    least, most = case.population_min, case.population_max
    if least is None and most is None:
        return 0.0, ""
    if least is not None and own < least:
        return -SUITABLE, tk._("Recommended from %s inhabitants on only") % page_helpers.number(least)
    if most is not None and own > most:
        return -SUITABLE, tk._("Recommended up to %s inhabitants only") % page_helpers.number(most)
    return SUITABLE, tk._("Recommended for municipalities of your size (%s)") % population_range(least, most)


def _kreis(case: Card, town: Municipality, _known: Known) -> tuple[float, str]:
    if town.kreis not in case.kreise:
        return 0.0, ""
    return KREIS, tk._("Same Kreis: %s") % helpers.kreis_name(town.kreis)


def _phase(case: Card, _town: Municipality, _known: Known) -> tuple[float, str]:
    points = PHASES.get(case.phase, 0.0)
    label = page_helpers.choice("use_case_phase", case.phase)
    if points >= PHASES["pilot"]:
        return points, tk._("Phase: %s") % label
    return points, tk._("Already ended") if case.phase == "beendet" else ""


def _data(case: Card, town: Municipality, known: Known) -> tuple[float, str]:
    needed = len(case.data_required)
    there = sum(1 for dataset in case.data_required if dataset in known.covering)
    if not there:
        return 0.0, ""
    return DATA * there / needed, tk.ungettext(
        "%(there)s of %(needed)s dataset needed is in the portal for %(town)s",
        "%(there)s of %(needed)s datasets needed are in the portal for %(town)s",
        needed, there=there, needed=needed, town=town.name)


def _adopted(case: Card, town: Municipality, known: Known) -> tuple[float, str]:
    own = known.populations.get(town.ags) or town.population
    alike = sorted({
        helpers.municipality_name(row["municipality"]) for row in known.adoptions.get(case.id, ())
        if row.get("status") in (INTRODUCING, OPERATING) and row.get("municipality") != town.ags
        and _alike(own, known.populations.get(row.get("municipality", ""), 0)) >= ALIKE
    })
    if not alike:
        return 0.0, ""
    return ADOPTED * min(len(alike), 3), tk._("Taken over by towns of similar size: %s") % ", ".join(alike[:3])


def _transferable(case: Card, _town: Municipality, _known: Known) -> tuple[float, str]:
    if case.reuse_status != "nicht-uebertragbar":
        return 0.0, ""
    return NOT_TRANSFERABLE, tk._("Cannot be transferred, its publisher says")


_PARTS: tuple[Callable[[Card, Municipality, Known], tuple[float, str]], ...] = (
    _size, _suitable, _kreis, _phase, _data, _adopted, _transferable,
)


def _alike(one: int, other: int) -> float:
    """Share of the smaller population in the larger: 1 for equals; next to nothing if one is unknown."""
    if one <= 0 or other <= 0:
        return 1e-9
    return min(one, other) / max(one, other)


def population_range(least: int | None, most: int | None) -> str:
    """Say for how many inhabitants a use case is recommended."""
    if least is None and most is None:
        return ""
    if most is None:
        return tk._("from %s inhabitants on") % page_helpers.number(least)
    if not least:
        return tk._("up to %s inhabitants") % page_helpers.number(most)
    values = {"least": page_helpers.number(least), "most": page_helpers.number(most)}
    return tk._("%(least)s to %(most)s inhabitants") % values


def populations() -> dict[str, int]:
    """Population of the region's municipalities by AGS, as the portal shows it: one query."""
    groups = municipalities.organizations()
    described = (municipalities.describe(town, groups.get(town.ags)) for town in regions.current().municipalities)
    return {town["ags"]: int(town["population"]) for town in described if town["population"]}


def covering(datasets: Iterable[str], town: Municipality) -> frozenset[str]:
    """Tell which of these datasets (ids) cover a town: they name it, or its whole Kreis, and the reader sees them."""
    wanted = sorted(set(datasets))
    found: set[str] = set()
    place = f'(vocab_municipality:"{town.ags}" OR (vocab_kreis:"{town.kreis}" AND NOT vocab_municipality:[* TO *]))'
    for start in range(0, len(wanted), _BATCH):
        ids = " OR ".join('"' + dataset.replace('"', "").replace("\\", "") + '"'
                          for dataset in wanted[start:start + _BATCH])
        try:
            answer = tk.get_action("package_search")({"user": tk.g.user}, {
                "fq_list": [f"+id:({ids})", f"+{place}"], "fl": ["id"], "rows": _BATCH, "facet": "false"})
        except SearchError:
            break
        found.update(row["id"] for row in answer["results"])
    return frozenset(found)
