"""The search for use cases: reads what an address asks for, and asks the index once.

In an address the filters have the names of the fields: ``/use_case/?phase=betrieb&kreis=05974&q=Sensor``. Several
values of a field that holds one value mean "or", of a field that holds several "and", so that the numbers at the
filters are the numbers of hits. Nothing in an address is an error: what cannot be used is left out and said.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ckan.lib.search import SearchError
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import MultiDict

from ckanext.suedwestfalen.catalogue import helpers, regions
from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.region import Municipality
from ckanext.suedwestfalen.use_cases import cards
from ckanext.suedwestfalen.use_cases.names import TYPE

log = logging.getLogger(__name__)

ROWS, MOST_ROWS, MOST_PAGES = 20, 1000, 10_000
LONGEST_TEXT, MOST_VALUES = 300, 20
FIT, RELEVANCE, CHANGED, NEWEST, TITLE = "fit", "relevance", "changed", "newest", "title"
SORTS = {
    RELEVANCE: "score desc, metadata_modified desc",
    CHANGED: "metadata_modified desc",
    NEWEST: "metadata_created desc",
    TITLE: "title_string asc",
    FIT: "title_string asc",
}
SORT_LABELS = {
    FIT: N_("Fits my municipality"), RELEVANCE: N_("Best match"), CHANGED: N_("Last changed"),
    NEWEST: N_("Newest"), TITLE: N_("Title"),
}
# Characters that mean something to the search engine; as words they mean nothing.
_SPECIAL = re.compile(r"[:{}\[\]()\\^~*?!|&+<>=\x00-\x1f]")
_OPERATORS = ("AND", "OR", "NOT")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True)
class Filter:
    """A filter: its name in addresses, its field in the index, its title, where the labels of its values come from.

    ``several``: the field holds several values.
    """

    name: str
    index: str
    title: str
    choices: str = ""
    several: bool = False


FILTERS = (
    Filter("field_of_action", "vocab_field_of_action", N_("Field of action"), "use_case_field_of_action",
           several=True),
    Filter("phase", "phase", N_("Phase"), "use_case_phase"),
    Filter("municipality", "vocab_municipality", N_("Municipality"), several=True),
    Filter("kreis", "vocab_kreis", N_("District (Kreis)"), several=True),
    Filter("cost_setup", "cost_setup", N_("One-off cost"), "use_case_cost_band"),
    Filter("cost", "vocab_cost", N_("Cost statement"), "use_case_yes_no"),
    Filter("reuse_status", "reuse_status", N_("Re-use offer"), "use_case_reuse_status"),
    Filter("privacy", "privacy", N_("Personal data"), "use_case_privacy"),
    Filter("dna_goal", "vocab_dna_goal", N_("DNA goal"), "dna_goal", several=True),
    Filter("lead_project", "vocab_lead_project", N_("Lead project"), several=True),
    Filter("standards", "vocab_standards", N_("Standards"), "use_case_standard", several=True),
    Filter("operating_model", "vocab_operating_model", N_("Operating model"), "use_case_operating_model",
           several=True),
)
BY_NAME = {each.name: each for each in FILTERS}


@dataclass(frozen=True)
class Query:
    """What is asked for. ``problems``: sentences about what could not be used."""

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = CHANGED
    page: int = 1
    my: Municipality | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """What was found: cards of one page (or all that can be ranked), how many there are, values of the filters."""

    count: int
    cards: list[cards.Card]
    facets: Mapping[str, list[dict[str, Any]]]
    failed: bool = False

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return max(1, -(-self.count // ROWS))


def read(arguments: MultiDict[str, str]) -> Query:
    """Read the parameters of an address."""
    problems: list[str] = []
    text = " ".join(arguments.get("q", "").split())
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
        problems.append(tk._("The search text was too long; its first %d characters were used.") % LONGEST_TEXT)
    my = _my(arguments.get("my", ""), problems)
    filters = {name: values for name in BY_NAME if (values := _values(arguments, name, problems))}
    return Query(text, filters, _sort(arguments.get("sort", ""), text, my, problems),
                 _page(arguments.get("page", ""), problems), my, tuple(problems))


def _values(arguments: MultiDict[str, str], name: str, problems: list[str]) -> tuple[str, ...]:
    values = list(dict.fromkeys(value for value in arguments.getlist(name) if value.strip()))
    if len(values) > MOST_VALUES or any(len(value) > LONGEST_TEXT for value in values):
        problems.append(tk._("“%s” has too many or too long values; the filter was left out.")
                        % tk._(BY_NAME[name].title))
        return ()
    if name == "municipality":
        here = regions.current()
        values = [town.ags if (town := here.find(value)) else value for value in values]
    return tuple(values)


def _my(text: str, problems: list[str]) -> Municipality | None:
    if not text.strip():
        return None
    town = regions.current().find(text[:LONGEST_TEXT])
    if not town:
        problems.append(tk._("“%s” is no municipality of the region. Please choose yours from the list.") % text[:60])
    return town


def _sort(name: str, text: str, my: Municipality | None, problems: list[str]) -> str:
    usual = usual_sort(text, my)
    if not name:
        return usual
    if name not in SORTS:
        problems.append(tk._("The list cannot be sorted by “%s”.") % name[:60])
        return usual
    if name == FIT and not my:
        problems.append(tk._("Please choose your municipality, so that the list can be sorted by what fits it."))
        return usual
    return name


def usual_sort(text: str, my: Municipality | None) -> str:
    """Give the order of the list where none is asked for: who names a town wants to see what fits it."""
    return FIT if my else RELEVANCE if text else CHANGED


def _page(text: str, problems: list[str]) -> int:
    if not text:
        return 1
    number = cards.whole(text[:20])
    if not number or number > MOST_PAGES:
        problems.append(tk._("“%s” is no page of the list; this is the first one.") % text[:60])
        return 1
    return number


def parameters(query: Query) -> list[tuple[str, str]]:
    """Give the parameters of the address that asks for this, without the page."""
    pairs = [("q", query.q)] if query.q else []
    pairs += [(name, value) for name, values in query.filters.items() for value in values]
    pairs += [("sort", query.sort)] if query.sort != usual_sort(query.q, query.my) else []
    return pairs + ([("my", query.my.slug)] if query.my else [])


def conditions(query: Query) -> list[str]:
    """Give the filters as the index wants them."""
    found = [f"+dataset_type:{TYPE}"]
    for name, values in query.filters.items():
        which = BY_NAME[name]
        joined = (" AND " if which.several else " OR ").join(literal(value) for value in values)
        found.append(f"+{which.index}:({joined})")
    return found


def words(query: Query) -> str:
    """Give the text that is searched for, without what means something to the search engine."""
    text = _SPECIAL.sub(" ", query.q)
    if text.count('"') % 2:
        text = text.replace('"', " ")
    found = (word.lower() if word in _OPERATORS else word for word in text.split())
    return " ".join(word for word in found if _LETTER.search(word))


def literal(value: str) -> str:
    """Write a value as a term of the index; a text that holds special characters stays one value.

    CKAN refuses ``{!`` and ``_query_:`` wherever they stand, as they begin another language of queries; no value of
    ours holds a colon.
    """
    value = value.replace("{!", "{ !").replace(":", " ")
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def run(query: Query) -> Found:
    """Search as the reader: one request. For the rank all hits come back, else those of the page."""
    rank = query.sort == FIT
    return _search({
        "q": words(query), "fq_list": conditions(query), "sort": SORTS[query.sort],
        "rows": MOST_ROWS if rank else ROWS, "start": 0 if rank else (query.page - 1) * ROWS,
        "facet.field": [each.index for each in FILTERS], "facet.limit": -1,
    })


def newest_first(query: Query, rows: int = ROWS) -> Found:
    """Give the first of what was changed last, for feeds."""
    return _search({"q": words(query), "fq_list": conditions(query),
                    "sort": SORTS[CHANGED], "rows": rows, "facet": "false"})


def where(*conditions_: str, rows: int = MOST_ROWS, sort: str = SORTS[TITLE]) -> Found:
    """Give the use cases that satisfy conditions of the index."""
    return _search({"fq_list": [f"+dataset_type:{TYPE}", *conditions_], "sort": sort, "rows": rows, "facet": "false"})


def _search(asked: dict[str, Any]) -> Found:
    """Search; an engine that is down or refuses leaves the page without use cases, not the reader without a page."""
    try:
        found = tk.get_action("package_search")({"user": tk.g.user}, asked | {"fl": list(cards.FIELDS)})
    except (SearchError, tk.ValidationError) as error:
        log.warning("search for use cases failed: %s", error)
        return Found(0, [], {}, failed=True)
    return Found(found["count"], cards.of_documents(found["results"]), _facets(found.get("search_facets", {})))


def _facets(found: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {
        each.name: [{"value": item["name"], "count": item["count"]}
                    for item in found.get(each.index, {}).get("items", ())]
        for each in FILTERS
    }


def labels(name: str) -> Any:
    """Give the function that names the values of a filter; an unknown value comes back unchanged."""
    if name == "municipality":
        return helpers.municipality_name
    if name == "kreis":
        return helpers.kreis_name
    if name == "lead_project":
        choices = helpers.lead_project_choices()
    elif name == "cost":
        return lambda value: tk._("with a statement of cost") if value == "ja" else value
    else:
        choices = helpers.region_choices({"region_choices": BY_NAME[name].choices})
    return lambda value: helpers.label_of(choices, value)


def order(name: str) -> list[str]:
    """Give the values of a filter in the order of its list, e.g. from idea to transfer; [] where there is none."""
    return [choice.name for choice in regions.current().choices.get(BY_NAME[name].choices, ())]
