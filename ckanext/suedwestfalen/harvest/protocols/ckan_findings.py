"""What can be wrong with the answers of a CKAN portal."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import ERROR, INFO, N_, WARNING, kind

NOT_CKAN = kind(
    "ckan-not-ckan",
    ERROR,
    N_("There is no CKAN portal at %(url)s, or one that does not let its datasets be searched (%(what)s)."),
    N_("Check the address: it is the one of the portal's home page. DKAN and Piveau are other software."),
)
HTML = kind(
    "ckan-html",
    ERROR,
    N_("Instead of its list of datasets the portal shows a web page: %(title)s"),
    N_("The address may be wrong, or the portal shows a login or maintenance page. Open it in a browser."),
)
REFUSED = kind(
    "ckan-refused",
    ERROR,
    N_("The portal refuses the question: %(text)s"),
    N_("Check the filters of the source, or ask the operator of the portal."),
)
UNSORTED = kind(
    "ckan-unsorted",
    INFO,
    N_("The portal cannot sort its datasets; some may be repeated or missed while it changes."),
)
CHANGED = kind(
    "ckan-count-changed",
    INFO,
    N_("While it was read, the portal changed from %(before)s to %(after)s datasets."),
)
UNSTEADY = kind(
    "ckan-unsteady",
    ERROR,
    N_("The portal's list of datasets changed while it was read, also when asked a second time."),
    N_("What was read is kept, nothing is deleted. Choose a time of the day at which the portal is not being edited."),
)
GAPS = kind(
    "ckan-gaps",
    WARNING,
    N_("The portal counts %(declared)s datasets but gave %(listed)s different ones, also when asked twice."),
    N_("Nothing is deleted. If this stays, the operator of the portal has to rebuild its search index."),
)
LEFT_OUT = kind(
    "ckan-left-out",
    INFO,
    N_("%(count)s entries were left out because they are no public datasets (%(kinds)s)."),
)
NO_ID = kind(
    "ckan-no-id",
    ERROR,
    N_("An entry of the portal (%(title)s) has no id."),
    N_("The operator of the portal has to repair it."),
)
GUID_SHARED = kind(
    "ckan-guid-shared",
    INFO,
    N_("The dataset gives the identifier %(guid)s, which another dataset of the portal already has; its address is"
       " taken instead."),
)
