"""What can be wrong with a dataset of a CKAN portal."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import ERROR, N_, WARNING, kind

NO_DATASET = kind(
    "ckan-no-dataset",
    ERROR,
    N_("The document is no dataset of a CKAN portal."),
    N_("Check that the address is that of a CKAN portal."),
)
FIELD_FORM = kind(
    "ckan-field",
    WARNING,
    N_("The field %(field)s has an unexpected form (%(raw)s) and was left out."),
    N_("Have the field corrected in the portal it comes from."),
)
