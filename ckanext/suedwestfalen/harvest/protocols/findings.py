"""What can be wrong with a listing or with a single record in it."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import ERROR, INFO, N_, WARNING, kind

SETTING_INVALID = kind(
    "source-setting",
    ERROR,
    N_("The setting %(name)s of the source has the value %(value)s, which cannot be used."),
    N_("Correct the setting in the source's form."),
)
CSW_EXCEPTION = kind(
    "csw-exception",
    ERROR,
    N_("The server answers with an error message of its own: %(text)s"),
    N_("Check address and filter of the source, or ask the operator of the server."),
)
CSW_HTML = kind(
    "csw-html",
    ERROR,
    N_("Instead of a catalogue the server shows a web page: %(title)s"),
    N_("The address may be wrong, or the server shows a login or maintenance page. Open it in a browser."),
)
CSW_NO_CATALOGUE = kind(
    "csw-not-csw",
    ERROR,
    N_("There is no catalogue (CSW) at this address; the answer is a document %(root)s."),
    N_("Check the address: it is the one to which ?service=CSW&request=GetCapabilities is added."),
)
CSW_LOOP = kind(
    "csw-loop",
    ERROR,
    N_("The server's paging goes in circles at record %(position)s (next: %(next)s)."),
    N_("Nothing is deleted. Try another page size, or ask the operator of the server."),
)
CSW_UNREADABLE = kind(
    "csw-unreadable",
    ERROR,
    N_("%(count)s records, the last one number %(position)s, cannot be got from the server; the listing was broken"
       " off."),
    N_("What was read stays, and nothing is deleted. The server delivers damaged answers; ask its operator."),
)
CSW_RECORD_REFUSED = kind(
    "csw-record-refused",
    ERROR,
    N_("The server cannot give record number %(position)s of its catalogue: %(reason)s"),
    N_("The other records were taken, and nothing is deleted. Tell the operator of the server the number, and that"
       " the server fails when it is asked for this record alone."),
)
CSW_RECORD_DAMAGED = kind(
    "csw-record-damaged",
    WARNING,
    N_("Record number %(position)s of the catalogue cannot be read and was left out."),
    N_("The other records were taken, and nothing is deleted. Tell the operator of the server the number."),
)
CSW_SHORT = kind(
    "csw-short-page",
    WARNING,
    N_("From record %(position)s on, the server left out %(count)s records."),
    N_("Nothing is deleted. Try a smaller page size, or ask the operator of the server."),
)
CSW_CHANGED = kind(
    "csw-count-changed",
    INFO,
    N_("While it was read, the catalogue changed from %(before)s to %(after)s records."),
)
CSW_UNSORTED = kind(
    "csw-unsorted",
    INFO,
    N_("The server cannot sort by identifier; records may be repeated or missed while its catalogue changes."),
)
RECORD_REPEATED = kind(
    "listing-repeated",
    WARNING,
    N_("The identifier %(guid)s occurs more than once in this source; the first record counts."),
    N_("The operator of the source has to give every record an identifier of its own."),
)
RECORD_NO_IDENTIFIER = kind(
    "listing-no-identifier",
    ERROR,
    N_("Record number %(position)s (%(title)s) has no identifier."),
    N_("The operator of the source has to give the record a file identifier."),
)
RECORD_NOT_ISO = kind(
    "listing-not-iso",
    ERROR,
    N_("Record %(guid)s is no ISO metadata but a document %(root)s."),
    N_("Ask the operator of the server for ISO 19139 output."),
)
RECORD_TOO_LARGE = kind(
    "listing-too-large",
    ERROR,
    N_("Record %(guid)s is larger than %(limit)s MB."),
    N_("Metadata of this size are usually a mistake; ask the operator of the source."),
)
