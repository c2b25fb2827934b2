"""What can be wrong with an OGC API."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import ERROR, INFO, N_, WARNING, kind

EXCEPTION = kind(
    "ogcapi-exception",
    ERROR,
    N_("The OGC API answers with an error message of its own: %(text)s"),
    N_("Check address and settings of the source, or ask the operator of the server."),
)
HTML = kind(
    "ogcapi-html",
    ERROR,
    N_("Instead of JSON the server shows a web page: %(title)s"),
    N_("The address may be wrong, or the server shows a login or maintenance page. Open it in a browser."),
)
NO_JSON = kind(
    "ogcapi-json",
    ERROR,
    N_("The answer of %(url)s cannot be read as JSON: %(reason)s"),
    N_("The portal tries again at the next run. If it happens every time, ask the operator of the server."),
)
NO_API = kind(
    "ogcapi-none",
    ERROR,
    N_("There is no OGC API with collections at %(url)s."),
    N_("Give the address of the landing page, the one to which /collections is added."),
)
LOOP = kind(
    "ogcapi-loop",
    ERROR,
    N_("The server's paging goes in circles; it leads to %(next)s again."),
    N_("Nothing is deleted. Try another page size, or ask the operator of the server."),
)
FOREIGN = kind(
    "ogcapi-foreign",
    ERROR,
    N_("The next page of the listing lies on another server: %(next)s"),
    N_("Nothing is deleted. The operator of the server has to correct the public address in its configuration."),
)
SHORT = kind(
    "ogcapi-short-page",
    WARNING,
    N_("The server says that it lists %(said)s, but %(came)s came."),
    N_("Nothing is deleted. Try a smaller page size, or ask the operator of the server."),
)
CHANGED = kind(
    "ogcapi-count-changed",
    INFO,
    N_("While it was read, the listing changed from %(before)s to %(after)s."),
)
SKIPPED = kind(
    "ogcapi-skipped",
    INFO,
    N_("%(count)s collections were left out because they hold nothing of this kind: %(names)s"),
)
NOT_OFFERED = kind(
    "ogcapi-not-offered",
    WARNING,
    N_("The server does not offer the collections %(names)s."),
    N_("Correct the names in the settings of the source, or ask the operator where they are."),
)
DAMAGED = kind(
    "ogcapi-damaged",
    ERROR,
    N_("Number %(position)s in the listing is damaged and cannot be read."),
    N_("Ask the operator of the server to correct it."),
)
UNDESCRIBED = kind(
    "ogcapi-undescribed",
    INFO,
    N_("The server's own description (%(url)s) cannot be read; contact and licence may be missing."),
)
NO_CATALOGUE = kind(
    "ogcapi-no-catalogue",
    ERROR,
    N_("The OGC API has no catalogue of records, only other collections: %(names)s"),
    N_("Choose OGC API Features as the kind of the source, or name the collection that holds the records."),
)
