"""What can be wrong with a file of metadata, or with the folder in which it lies."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import ERROR, N_, WARNING, kind

NOT_METADATA = kind(
    "document-no-metadata",
    ERROR,
    N_("There are no metadata in this document; it is: %(what)s"),
    N_("Understood are ISO 19139 and DCAT as RDF/XML, Turtle or JSON-LD. Leave other files out by their extension."),
)
WEB_PAGE = kind(
    "document-web-page",
    ERROR,
    N_("Instead of metadata the server shows a web page: %(title)s"),
    N_("The address may be wrong, or the server shows a login or maintenance page. Open it in a browser."),
)
JSON_BROKEN = kind(
    "document-json-broken",
    ERROR,
    N_("The document cannot be read as JSON: %(reason)s"),
    N_("The operator of the source has to repair the file."),
)
NO_LISTING = kind(
    "waf-no-listing",
    ERROR,
    N_("There is no listing of files at %(url)s, but the page: %(title)s"),
    N_("Nothing is deleted. The server may show a login or maintenance page, or its folder listing is switched off."),
)
TOO_MANY = kind(
    "waf-too-many",
    ERROR,
    N_("The folder holds more than %(limit)s files or sub-folders; the others were not read."),
    N_("Nothing is deleted. Raise the limit in the source's form, or make sources of the sub-folders."),
)
TOO_DEEP = kind(
    "waf-too-deep",
    WARNING,
    N_("Sub-folders below %(url)s lie deeper than the %(limit)s levels that are read."),
    N_("Raise the number of levels in the source's form if there are metadata in them."),
)
FILES_UNREAD = kind(
    "waf-files-unread",
    ERROR,
    N_("Files could not be read that were not known before (%(count)s), so it is open what they hold: %(url)s"),
    N_("Nothing is deleted until all files can be read. Ask the operator of the source to repair or remove them."),
)
