"""What can be wrong with the capabilities of a WFS or WMS."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import ERROR, N_, WARNING, kind

OWS_EXCEPTION = kind(
    "ows-exception",
    ERROR,
    N_("The server answers with an error message of its own: %(text)s"),
    N_("Check the address of the source, or ask the operator of the server."),
)
OWS_HTML = kind(
    "ows-html",
    ERROR,
    N_("Instead of a service the server shows a web page: %(title)s"),
    N_("The address may be wrong, or the server shows a login or maintenance page. Open it in a browser."),
)
OWS_OTHER = kind(
    "ows-not-service",
    ERROR,
    N_("There is no %(kind)s at this address; the answer is a document %(root)s."),
    N_("Check the address: it is the one to which ?service=…&request=GetCapabilities is added."),
)
OWS_LAYER_UNKNOWN = kind(
    "ows-layer-unknown",
    WARNING,
    N_("The service has no layer %(names)s, which the settings of the source name."),
    N_("Choose among the layers that the service has, in the source's form."),
)
OWS_NO_NAME = kind(
    "ows-layer-no-name",
    ERROR,
    N_("Layer number %(position)s (%(title)s) has no name and cannot be found again."),
    N_("The operator of the server has to give the layer a name."),
)
