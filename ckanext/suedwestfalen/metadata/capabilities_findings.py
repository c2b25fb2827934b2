"""What can be found out about the layers of a service."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import ERROR, INFO, N_, kind

NO_CAPABILITIES = kind(
    "capabilities-missing", ERROR, N_("The document holds no layer of a service; its root element is <%(root)s>."),
)
EXTENT_DEFAULT = kind(
    "record-extent-default", INFO,
    N_("The layer's extent (%(values)s) is what the server writes where none is set; it was left out."),
    N_("Have the extent of the layer set on the server."),
)
