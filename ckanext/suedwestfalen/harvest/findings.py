"""What a harvest finds out about a run or a record."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import ERROR, INFO, N_, WARNING, FindingError, kind

RUN_ACTIVE = kind(
    "run-active",
    ERROR,
    N_("This source is being harvested already."),
    N_("Wait until the run has ended; its page shows how far it is."),
)
SOURCE_GONE = kind(
    "source-gone",
    ERROR,
    N_("This source was removed or is switched off."),
    N_("Switch the source on before you harvest it."),
)
DUPLICATE_ID = kind(
    "duplicate-id",
    WARNING,
    N_("The server lists the identifier “%(guid)s” more than once; the first record counts."),
    N_("Ask the operator of the server to give every record an identifier of its own."),
)
INCOMPLETE = kind(
    "listing-incomplete",
    WARNING,
    N_("The server announced %(declared)s records; %(listed)s different ones could be read. Nothing was deleted."),
    N_("The next run tries again. If it stays like this, ask the operator of the server."),
)
HELD = kind(
    "deletions-held",
    WARNING,
    N_("%(missing)s of %(live)s records are missing on the server. Their datasets were kept."),
    N_("Check the server, then confirm the deletions or reject them on the page of the source."),
)
NOT_LEADING = kind(
    "also-offered",
    INFO,
    N_("Another source leads this record; this source is noted as offering it too."),
)
PURGED = kind(
    "purged",
    INFO,
    N_("The dataset of this record was purged by an administrator and stays so."),
    N_("Release the record if it shall be harvested again."),
)
HANDED_OVER = kind(
    "handed-over",
    INFO,
    N_("The dataset of this record was handed over to its organization's editors and is not harvested any more."),
    N_("Release the record if it shall be harvested again."),
)
MADE_BY_HAND = kind(
    "made-by-hand",
    WARNING,
    N_("The portal has a dataset of this record already, which people made by hand. It stays as it is."),
    N_("If the source shall maintain it from now on, hand it over on the page of the source. Otherwise there is"
       " nothing to do."),
)
REFUSED = kind(
    "dataset-refused",
    ERROR,
    N_("The portal refused the dataset: %(errors)s"),
    N_("Correct the record on the town's server; the next run takes it over."),
)
GEOMETRY_REFUSED = kind(
    "geometry-refused",
    WARNING,
    N_("The search index could not take the extent of this record; it was left out."),
    N_("Correct the extent in the record on the town's server."),
)
UNAVAILABLE = kind(
    "portal-unavailable",
    ERROR,
    N_("The portal's own database or search index did not answer: %(what)s"),
    N_("Nothing is lost: the run goes on by itself when it is back."),
)
RUN_DEADLINE = kind(
    "run-deadline",
    ERROR,
    N_("The listing of the server was not done after %(hours)s hours and was broken off."),
    N_("What was read stays, and nothing was deleted. Ask the operator why the server is so slow, or use a filter."),
)
LISTING_FAULT = kind(
    "listing-fault",
    ERROR,
    N_("The listing broke off because of a fault in the software (%(what)s)."),
    N_("Nothing was deleted. Please report it; the portal's log has the details."),
)
READER_FAULT = kind(
    "reader-fault",
    ERROR,
    N_("The record could not be processed because of a fault in the software (%(what)s)."),
    N_("Please report it together with the original document."),
)


class RunActive(FindingError):
    """A run of the source is under way."""


class SourceGone(FindingError):
    """The source cannot be harvested."""


class Unavailable(FindingError):
    """PostgreSQL, Redis or Solr is away: not the record's fault, try later; ``over``: it has answered since."""

    over = False


WORKER_DIED = kind(
    "worker-died",
    ERROR,
    N_("The worker process died %(count)s times while it had this record in hand; it is not tried again."),
    N_("Have a look at the document (it may be far too large), and tell the operator of the portal's servers."),
)
