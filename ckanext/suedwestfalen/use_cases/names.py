"""Words that are stored: the type, its record states, the states of an adoption."""

from __future__ import annotations

TYPE = "use_case"
#: Pages below /use_case/ that are no use case: none may be called like one.
RESERVED = frozenset((
    "adoption", "comment", "compare", "delete", "edit", "figures", "follow", "followers", "groups", "import", "new",
    "resources", "unfollow",
))

DRAFT, SUBMITTED, PUBLISHED, OUTDATED, WITHDRAWN = (
    "entwurf", "eingereicht", "veroeffentlicht", "veraltet", "zurueckgezogen"
)
RECORD_STATES = (DRAFT, SUBMITTED, PUBLISHED, OUTDATED, WITHDRAWN)
#: Record states in which everybody sees the use case; changes to it wait as a pending version.
PUBLIC = (PUBLISHED, OUTDATED)

INTERESTED, TESTING, INTRODUCING, OPERATING, RESTING, ENDED, DROPPED = (
    "interessiert", "pruefung", "umsetzung", "betrieb", "ruht", "beendet", "abgebrochen"
)
ADOPTION_STATES = (INTERESTED, TESTING, INTRODUCING, OPERATING, RESTING, ENDED, DROPPED)
#: Before these, an adoption is seen by the two towns and the agency only, unless its town publishes it.
ADOPTION_PUBLIC = (INTRODUCING, OPERATING, RESTING, ENDED)

#: Who sees the contact of a use case.
EVERYBODY, LOGGED_IN, NOBODY = "oeffentlich", "angemeldet", "nicht-weitergeben"
CONTACT_FIELDS = ("contact_name", "contact_email", "contact_phone", "contact_released")

#: Who releases a use case (option `use_cases.release_by`).
RELEASED_BY_NOBODY, RELEASED_BY_TOWN, RELEASED_BY_AGENCY = "nobody", "town", "agency"
