"""What can be found out about a metadata record."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import ERROR, INFO, N_, WARNING, kind

NO_RECORD = kind(
    "record-missing", ERROR, N_("The document holds no ISO metadata record; its root element is <%(root)s>."),
    N_("Check that the address leads to ISO 19139 or ISO 19115-3 metadata and not to another format."),
)
NO_IDENTIFIER = kind(
    "record-no-identifier", ERROR, N_("The record has no identifier (fileIdentifier)."),
    N_("Without an identifier the record could not be found again. Have it added in the source catalogue."),
)
UNREADABLE = kind(
    "record-unreadable", ERROR, N_("The structure of the record could not be understood: %(reason)s"),
    N_("Please pass the record to the developers; its original is kept."),
)
SEVERAL_RECORDS = kind(
    "record-several", INFO, N_("The document holds several records (%(count)s); the first was read."),
)
TITLE_MISSING = kind(
    "record-no-title", WARNING, N_("The record has no title; “%(title)s” is used instead."),
    N_("Have a title added in the source catalogue."),
)
ABSTRACT_MISSING = kind(
    "record-no-abstract", WARNING, N_("The record has no abstract."),
    N_("Have a description added in the source catalogue."),
)
TEXT_CUT = kind(
    "record-text-cut", WARNING, N_("“%(field)s” has %(length)s characters and was cut to %(limit)s."),
    N_("Have the text shortened in the source catalogue."),
)
MARKUP_REMOVED = kind(
    "record-markup", INFO, N_("“%(field)s” held HTML; only the text was kept."),
)
DATE_UNREADABLE = kind(
    "record-date", WARNING, N_("The date “%(raw)s” (%(field)s) could not be read and was left out."),
    N_("Dates are written like 2024-05-31, 2024-05 or 2024."),
)
NUMBER_UNREADABLE = kind(
    "record-number", WARNING, N_("The number “%(raw)s” (%(field)s) could not be read and was left out."),
)
KEYWORDS_MANY = kind(
    "record-keywords-many", WARNING, N_("The record has %(count)s keywords; %(limit)s were taken."),
    N_("Have the keywords limited to those that describe the data."),
)
KEYWORD_UNUSABLE = kind(
    "record-keyword", INFO, N_("%(count)s keywords could not be used, among them “%(example)s”."),
)
LICENCE_JSON = kind(
    "record-licence-json", WARNING, N_("The licence statement could not be read as JSON: %(raw)s"),
    N_('The GDI-DE conventions show how it is written: {"id": …, "name": …, "url": …, "quelle": …}.'),
)
LICENCE_UNKNOWN = kind(
    "record-licence-unknown", WARNING,
    N_("The licence “%(raw)s” is not in the DCAT-AP.de list; the field stays empty."),
    N_("Choose a licence of the list in the source catalogue."),
)
LICENCE_MISSING = kind(
    "record-licence-missing", WARNING, N_("The record names no licence; the field stays empty."),
    N_("Have a licence added in the source catalogue; without one nobody may use the data."),
)
LICENCES_SEVERAL = kind(
    "record-licence-several", WARNING, N_("The record names several licences (%(names)s); %(used)s is used."),
    N_("Have the record reduced to the licence that applies."),
)
LICENCES_UNDECIDED = kind(
    "record-licence-undecided", WARNING,
    N_("The record's text names several licences (%(names)s); the field stays empty."),
    N_("Have the licence that applies given as the GDI-DE conventions say."),
)
CODE_UNKNOWN = kind(
    "record-code-unknown", INFO, N_("“%(raw)s” is no known value of %(field)s and was left out."),
)
ADDRESS_UNUSABLE = kind(
    "record-address", WARNING, N_("The address “%(raw)s” (%(field)s) is no web address and was left out."),
    N_("Web addresses begin with https:// or http://."),
)
LINK_TYPE_ASSUMED = kind(
    "record-link-assumed", INFO,
    N_("The link %(url)s does not say what it is for; it was taken as %(function)s after its kind."),
)
RESOURCES_MANY = kind(
    "record-resources-many", WARNING, N_("The record has %(count)s downloads and services; %(limit)s were taken."),
)
NO_DISTRIBUTION = kind(
    "record-no-distribution", INFO, N_("The record has no download and no service."),
    N_("GovData shows only records with a download or a service."),
)
PERSONAL_DATA = kind(
    "record-personal-data", INFO, N_("Personal data was left out (%(what)s)."),
    N_("Give a functional mailbox and a department instead of persons."),
    words=("what",),
)
BOX_UNUSABLE = kind(
    "record-extent-unusable", WARNING, N_("No extent of the record could be used."),
    N_("Have the bounding box corrected in the source catalogue."),
)
EXTENT_DERIVED = kind(
    "record-extent-derived", INFO, N_("The record has no usable extent; the box of %(name)s was taken."),
)
EXTENT_WIDE = kind(
    "record-extent-wide", INFO,
    N_("The extent is %(factor)s times as large as %(name)s; it probably is that of a whole region."),
    N_("Have the extent limited to the data."),
)
PLACE_UNKNOWN = kind(
    "record-place-unknown", WARNING, N_("No municipality of the region could be found for the record."),
    N_("Set the municipality in the settings of the source."),
)

FILE_MISSING = kind("file-missing", ERROR, N_("There is no file %(path)s."))
FILE_FOLDER = kind("file-folder", ERROR, N_("%(path)s is a folder, not a file."))
FILE_UNREADABLE = kind("file-unreadable", ERROR, N_("The file %(path)s cannot be read: %(reason)s"))
