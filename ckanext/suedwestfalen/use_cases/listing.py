"""What the list of use cases shows: rows, filters with their links, pages, and the town it was made for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import helpers, page_helpers
from ckanext.suedwestfalen.use_cases import adoptions, fit, search
from ckanext.suedwestfalen.use_cases.cards import Card
from ckanext.suedwestfalen.use_cases.names import INTRODUCING, OPERATING, RESTING

LIST, FEED = "use_case.search", "suedwestfalen_use_cases_pages.feed"
#: Values of a filter that are shown before "more".
SHOWN = 6


def page(query: search.Query) -> dict[str, Any]:
    """Give all that the template of the list needs."""
    found = search.run(query)
    problems = list(query.problems)
    if found.failed:
        problems.append(tk._("The search is not available at the moment. Please try again later."))
    if query.page > found.pages:
        problems.append(tk.ungettext("The list has only %(number)s page.", "The list has only %(number)s pages.",
                                     found.pages, number=found.pages))
    problems += _unknown(query, found)
    return {
        "query": query, "found": found, "problems": problems, "rows": rows(query, found),
        "facets": facets(query, found), "pager": pager(query, found), "chosen": chosen(query),
        "sorts": sorts(query), "hidden": [pair for pair in search.parameters(query) if pair[0] in search.BY_NAME],
        "feed": _address(FEED, search.parameters(query)), "reset": _address(LIST, _my(query)),
        "towns": helpers.municipality_choices(),
    }


def rows(query: search.Query, found: search.Found) -> list[dict[str, Any]]:
    """Give the cards of the page with adopters, and for "my municipality" the reasons of their rank."""
    cards = found.cards
    # two towns need not know of each other, so everybody sees the same adoptions here: the public ones
    taken = adoptions.public_of([card.id for card in cards])
    if query.my:
        datasets = (dataset for card in cards for dataset in card.data_required)
        known = fit.Known(fit.populations(), fit.covering(datasets, query.my), taken)
        ranked = fit.rank(cards, query.my, known)
        if query.sort == search.FIT:
            start = (query.page - 1) * search.ROWS
            return [_row(card, taken, reasons, query) for card, _points, reasons in ranked[start:start + search.ROWS]]
        why = {card.id: reasons for card, _points, reasons in ranked}
        return [_row(card, taken, why[card.id], query) for card in cards]
    return [_row(card, taken, [], query) for card in cards]


def plain_rows(cards: Iterable[Card]) -> list[dict[str, Any]]:
    """Give cards for the boxes on other pages."""
    cards = list(cards)
    taken = adoptions.public_of([card.id for card in cards])
    return [_row(card, taken, [], search.Query()) for card in cards]


def _row(card: Card, taken: Mapping[str, Sequence[Mapping[str, Any]]], reasons: list[str],
         query: search.Query) -> dict[str, Any]:
    return {
        "card": card, "reasons": reasons, "adopters": adopters(taken.get(card.id, ())),
        "href": tk.url_for("use_case.read", id=card.name, **dict(_my(query))),
        "places": [helpers.municipality_name(ags) for ags in card.municipalities],
        "phase": page_helpers.choice("use_case_phase", card.phase),
        "cost_setup": cost(card.cost_setup), "cost_annual": cost(card.cost_annual),
    }


def adopters(taken: Iterable[Mapping[str, Any]]) -> int:
    """Count the towns that take a use case over: those that only look at it, or have given it up, are none."""
    return sum(1 for row in taken if row.get("status") in (INTRODUCING, OPERATING, RESTING))


def cost(band: str) -> str:
    """Give the label of a cost band; empty where nothing is said."""
    return "" if band in ("", "keine-angabe") else page_helpers.choice("use_case_cost_band", band)


def facets(query: search.Query, found: search.Found) -> list[dict[str, Any]]:
    """Give the filters with the links that set or remove a value; chosen values stay even where nothing is found."""
    return [
        {"name": each.name, "title": tk._(each.title), "items_": items[:SHOWN], "more": items[SHOWN:],
         "open": index < 4 or each.name in query.filters}
        for index, each in enumerate(search.FILTERS) if (items := _items(query, found, each))
    ]


def _items(query: search.Query, found: search.Found, which: search.Filter) -> list[dict[str, Any]]:
    counts = {item["value"]: item["count"] for item in found.facets.get(which.name, ())}
    chosen_ = query.filters.get(which.name, ())
    label, order = search.labels(which.name), search.order(which.name)
    places = {value: number for number, value in enumerate(order)} if not which.several else {}
    items = [
        {"value": value, "label": str(label(value)), "count": counts.get(value, 0), "active": value in chosen_,
         "href": _address(LIST, _toggled(query, which.name, value))}
        for value in {*counts, *chosen_}
    ]
    return sorted(items, key=lambda item: (
        not item["active"], places.get(item["value"], len(places)), -item["count"], item["label"].casefold()))


def chosen(query: search.Query) -> list[dict[str, str]]:
    """Give the filters that are set, each with the link that removes it."""
    found = []
    for name, values in query.filters.items():
        label = search.labels(name)
        found += [{"title": tk._(search.BY_NAME[name].title), "label": str(label(value)),
                   "href": _address(LIST, _toggled(query, name, value))} for value in values]
    return found


def _toggled(query: search.Query, name: str, value: str) -> list[tuple[str, str]]:
    pairs = search.parameters(query)
    return [pair for pair in pairs if pair != (name, value)] if (name, value) in pairs else [*pairs, (name, value)]


def _unknown(query: search.Query, found: search.Found) -> list[str]:
    """Say which values of filters nobody knows; only where nothing was found: imported cases may have others."""
    if found.count or found.failed:
        return []
    return [
        tk._("“%(value)s” is no value of the filter “%(filter)s”.")
        % {"value": value[:60], "filter": tk._(search.BY_NAME[name].title)}
        for name, values in query.filters.items() if (known := search.order(name))
        for value in values if value not in known
    ]


def sorts(query: search.Query) -> list[dict[str, Any]]:
    """Give the ways to sort, the usual one first and without a value: it changes with the town and the text."""
    usual = search.usual_sort(query.q, query.my)
    names = [usual, *(name for name in search.SORT_LABELS if name != usual and (name != search.FIT or query.my))]
    return [{"value": "" if name == usual else name, "label": tk._(search.SORT_LABELS[name]),
             "selected": name == query.sort} for name in names]


def pager(query: search.Query, found: search.Found) -> dict[str, Any]:
    """Give the links to other pages: the first, the last, and those near this one."""
    pairs, last = search.parameters(query), found.pages
    near = sorted({1, last, *range(max(1, query.page - 2), min(last, query.page + 2) + 1)})

    def link(number: int) -> str:
        return _address(LIST, [*pairs, ("page", str(number))] if number > 1 else pairs)

    return {
        "pages": [{"number": number, "href": link(number), "current": number == query.page,
                   "gap": index > 0 and number - near[index - 1] > 1} for index, number in enumerate(near)],
        "previous": link(query.page - 1) if 1 < query.page <= last else "",
        "next": link(query.page + 1) if query.page < last else "",
        "last": last,
    }


def _my(query: search.Query) -> list[tuple[str, str]]:
    return [("my", query.my.slug)] if query.my else []


def _address(endpoint: str, pairs: Iterable[tuple[str, str]]) -> str:
    asked = urlencode(list(pairs))
    return tk.url_for(endpoint) + (f"?{asked}" if asked else "")
