"""The way of an adoption: which status can follow which, and what the region's lists call the values.

``ruht`` and ``beendet`` are for what was introduced: before that a town drops what it only thought about, and an
adoption that was never introduced does not become public by resting.
"""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date
from ckan.plugins import toolkit as tk

from ckanext.suedwestfalen.catalogue import regions
from ckanext.suedwestfalen.catalogue.helpers import language
from ckanext.suedwestfalen.findings import N_
from ckanext.suedwestfalen.use_cases.names import (
    ADOPTION_PUBLIC,
    ADOPTION_STATES,
    DROPPED,
    ENDED,
    INTERESTED,
    INTRODUCING,
    OPERATING,
    RESTING,
    TESTING,
)

#: Status → what can follow, the likeliest first.
FOLLOWING: dict[str, tuple[str, ...]] = {
    INTERESTED: (TESTING, INTRODUCING, OPERATING, DROPPED),
    TESTING: (INTRODUCING, OPERATING, DROPPED),
    INTRODUCING: (OPERATING, RESTING, TESTING, DROPPED),
    OPERATING: (RESTING, ENDED, INTRODUCING),
    RESTING: (OPERATING, INTRODUCING, TESTING, ENDED, DROPPED),
    ENDED: (TESTING, INTRODUCING, OPERATING),
    DROPPED: (INTERESTED, TESTING),
}
#: What a town may begin with: it need not have told of the steps before.
FIRST = (INTERESTED, TESTING, INTRODUCING, OPERATING)
#: The order of a list: what runs comes first.
ORDER = (OPERATING, INTRODUCING, TESTING, INTERESTED, RESTING, ENDED, DROPPED)
#: What of an adoption leads to a use case of the town's own.
DERIVABLE = (TESTING, INTRODUCING, OPERATING, RESTING, ENDED)
#: Phases of a use case to which its adoptions add nothing.
NO_TRANSFER = ("transfer", "beendet")
STATUS_LIST, COST_LIST = "use_case_adoption_status", "use_case_cost_band"

#: Fields that people set, by what a page calls them.
FIELD_LABELS = {
    "status": N_("Status"),
    "since": N_("Since"),
    "changes": N_("What the town does differently"),
    "cost_band": N_("Cost"),
    "contact": N_("Contact"),
    "note": N_("Internal note"),
    "reason": N_("Reason"),
    "public": N_("Visible to everybody"),
}


def is_public(status: str, *, published: bool) -> bool:
    """Tell whether everybody may see an adoption with this status."""
    return published or status in ADOPTION_PUBLIC


def first(*, named: bool) -> tuple[str, ...]:
    """Give the values with which an adoption may begin; of a town outside anything may be told."""
    return ADOPTION_STATES if named else FIRST


def refusal(before: str, after: str) -> str:
    """Say why a status cannot follow another, and what can; an empty text if it can."""
    possible = FOLLOWING.get(before, ADOPTION_STATES)
    if after == before or after in possible:
        return ""
    names = ", ".join(label(STATUS_LIST, each) for each in possible)
    return tk._("“%(after)s” cannot follow “%(before)s”. Possible are: %(possible)s.") % {
        "after": label(STATUS_LIST, after), "before": label(STATUS_LIST, before), "possible": names}


def _date(text: str) -> str:
    try:
        return format_date(dt.date.fromisoformat(text), format="long", locale=language())
    except ValueError:
        return text


def label(name: str, value: str, locale: str = "") -> str:
    """Give what a list of the region calls a value, in the reader's language unless another is named."""
    found = regions.current().choice(name, value) if value else None
    return found.label(locale or language()) if found else value


def readable(field: str, value: object) -> str:
    """Write a value of a field as people read it."""
    if field == "status":
        return label(STATUS_LIST, str(value or ""))
    if field == "cost_band":
        return label(COST_LIST, str(value or ""))
    if field == "public":
        return tk._("yes") if value else tk._("no")
    if field == "since":
        return _date(str(value or ""))
    return str(value or "")
