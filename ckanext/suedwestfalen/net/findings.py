"""What can go wrong between the portal and another server, as sentences for the person who set up the source."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import ERROR, N_, WARNING, kind

URL_INVALID = kind(
    "net-url-invalid",
    ERROR,
    N_("%(url)s is not a web address."),
    N_("Give the full address, beginning with https:// or http://."),
)
URL_SCHEME = kind(
    "net-scheme",
    ERROR,
    N_("Addresses of the kind %(scheme)s are not fetched: %(url)s"),
    N_("Only http:// and https:// are allowed."),
)
URL_USERINFO = kind(
    "net-userinfo",
    ERROR,
    N_("The address contains a user name or password: %(url)s"),
    N_("Remove the part before the @ and enter the credentials in their own field."),
)
PORT_FORBIDDEN = kind(
    "net-port",
    ERROR,
    N_("Port %(port)s of %(host)s is not fetched from."),
    N_("Allowed are the ports 80, 443, 8080 and 8443; the operator of the portal can allow others by host and port."),
)
ADDRESS_FORBIDDEN = kind(
    "net-address",
    ERROR,
    # which address that is, is nothing to tell everybody who may type a name
    N_("%(host)s leads into an internal network, from which the portal fetches nothing."),
    N_("If this server is meant to be harvested, the operator of the portal can allow it by host and port."),
)
ADDRESS_METADATA = kind(
    "net-metadata-address",
    ERROR,
    N_("%(host)s leads to an address of the computing centre that is never fetched from."),
    N_("Check the address; this one cannot be allowed."),
)
HOST_DISGUISED = kind(
    "net-host-disguised",
    ERROR,
    N_("The host %(host)s is a number in an unusual notation."),
    N_("Write the name of the server, or its address as four decimal numbers."),
)
REDIRECT_DOWNGRADE = kind(
    "net-redirect-downgrade",
    ERROR,
    N_("%(url)s redirects from https to http."),
    N_("Ask the operator of the server to redirect to an encrypted address, or use the http address directly."),
)
REDIRECT_LOOP = kind(
    "net-redirects",
    ERROR,
    N_("%(url)s redirects more than %(limit)s times."),
    N_("Open the address in a browser and enter the one at which you end."),
)
DNS_FAILED = kind(
    "net-dns",
    ERROR,
    N_("There is no server of the name %(host)s."),
    N_("Check the address for typing errors; if it is right, the name service may be down."),
)
CONNECT_FAILED = kind(
    "net-connect",
    ERROR,
    N_("%(host)s cannot be reached: %(reason)s"),
    N_("The server may be down. The portal tries again at the next run."),
)
TLS_FAILED = kind(
    "net-tls",
    ERROR,
    N_("The encrypted connection to %(host)s failed: %(reason)s"),
    N_("The server's certificate may have expired or may be signed by an authority that the portal does not know."),
)
RESPONSE_BROKEN = kind(
    "net-broken",
    ERROR,
    N_("%(host)s broke off in the middle of its answer: %(reason)s"),
    N_("The portal tries again at the next run. If it happens every time, ask for smaller pages."),
)
TIMED_OUT = kind(
    "net-timeout",
    ERROR,
    N_("%(host)s did not answer within %(seconds)s seconds."),
    N_("The server may be overloaded. The portal tries again at the next run."),
)
TOO_LARGE = kind(
    "net-too-large",
    ERROR,
    N_("The answer of %(host)s is larger than %(limit)s MB."),
    N_("Ask for smaller pages, or for a part of the catalogue."),
)
COMPRESSION_BOMB = kind(
    "net-compression",
    ERROR,
    N_("The answer of %(host)s unpacks to more than %(ratio)s times its size."),
    N_("This looks like an attack or a broken server; ask its operator."),
)
HTTP_STATUS = kind(
    "net-http-status",
    ERROR,
    N_("%(url)s answers with HTTP status %(status)s (%(reason)s)."),
    N_("Open the address in a browser. 401, 403: credentials are needed; 404: it has moved; 5xx: the server fails."),
)
XML_EMPTY = kind("xml-empty", ERROR, N_("The document is empty."), N_("Ask the operator of the source."))
XML_HTML = kind(
    "xml-html",
    ERROR,
    N_("Instead of an XML document there is a web page: %(title)s"),
    N_("The address may be wrong, or the server shows a login or maintenance page. Open it in a browser."),
)
XML_BROKEN = kind(
    "xml-broken",
    ERROR,
    N_("The document is not well-formed XML (line %(line)s): %(reason)s"),
    N_("The operator of the source has to repair the document."),
)
XML_MENDED = kind(
    "xml-mended",
    WARNING,
    N_("The document is not well-formed XML (line %(line)s: %(reason)s); it was mended and read."),
    N_("Have the document repaired by the operator of the source; until then single texts may be wrong."),
)
ENCODING_WRONG = kind(
    "record-encoding",
    WARNING,
    N_("The record is not encoded as it claims (%(claimed)s); it was read as %(real)s."),
    N_("Have the encoding corrected in the source catalogue; until then single characters may be wrong."),
)
XML_ENTITY = kind(
    "xml-entity",
    ERROR,
    N_("The document declares entities, which are not read for security reasons."),
    N_("The operator of the source has to deliver the document without a DOCTYPE."),
)
XML_DEEP = kind(
    "xml-deep",
    ERROR,
    N_("The document is nested more than %(limit)s levels deep."),
    N_("The operator of the source has to repair the document."),
)
XML_NODES = kind(
    "xml-nodes",
    ERROR,
    N_("The document has more than %(limit)s elements and attributes."),
    N_("Ask for fewer records per request, or ask the operator of the source."),
)
XML_LARGE = kind(
    "xml-large",
    ERROR,
    N_("The document is larger than %(limit)s MB."),
    N_("Metadata of this size are usually a mistake; ask the operator of the source."),
)
