"""What can be wrong with a bundle, a table, or one record in it."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import ERROR, INFO, N_, WARNING, kind

# --- the whole document -------------------------------------------------------------------------------------

NOT_JSON = kind(
    "bundle-not-json",
    ERROR,
    N_("The document cannot be read as JSON (after record %(position)s): %(reason)s"),
    N_("Get the file once more from its source; it may be cut off."),
)
NO_BUNDLE = kind(
    "bundle-none",
    ERROR,
    N_("There are no use cases in this document."),
    N_("Understood are bundles (JSON-LD) of this software, tables (XLSX), and text tables (CSV)."),
)
TOO_NEW = kind(
    "bundle-too-new",
    ERROR,
    N_("The bundle has format version %(version)s; this portal understands version %(known)s."),
    N_("Update this portal, or ask the other one for an older version of the format."),
)
TOO_LARGE = kind(
    "import-too-large",
    ERROR,
    N_("The file is larger than %(limit)s MB."),
    N_("Split it into several, or have it imported on the command line."),
)

# --- one record of a bundle ---------------------------------------------------------------------------------

RECORD_NO_OBJECT = kind(
    "bundle-record-no-object", ERROR, N_("Record %(place)s is no use case but: %(what)s")
)
RECORD_NO_IDENTIFIER = kind(
    "bundle-record-no-identifier",
    ERROR,
    N_("Record %(place)s (%(title)s) has no identifier that is an address."),
    N_("Ask the portal that the bundle comes from."),
)
RECORD_NO_TITLE = kind("bundle-record-no-title", ERROR, N_("Record %(place)s (%(identifier)s) has no title."))
RECORD_MODIFIED = kind(
    "bundle-record-modified",
    ERROR,
    N_("Record %(place)s (%(title)s, %(identifier)s) does not say when it was changed, or not as a date: %(value)s"),
    N_("Without this date nobody can tell which version is the newest."),
)
RECORD_TOO_LARGE = kind(
    "bundle-record-too-large", ERROR, N_("Record %(place)s (%(title)s) is larger than %(limit)s KB.")
)
RECORD_TOO_DEEP = kind(
    "bundle-record-too-deep", ERROR, N_("Record %(place)s (%(title)s) is nested deeper than %(limit)s levels.")
)
RECORD_REPEATED = kind(
    "bundle-record-repeated",
    WARNING,
    N_("Record %(place)s (%(title)s) has an identifier that occurred before; the first record counts: %(identifier)s"),
)
RECORD_FAULT = kind(
    "bundle-record-fault",
    ERROR,
    N_("Record %(place)s (%(title)s) could not be read, because of a fault in the software (%(what)s)."),
    N_("Please report it together with the file."),
)
LIST_CUT = kind(
    "bundle-list-cut",
    WARNING,
    N_("The list “%(field)s” has %(count)s entries; the first %(limit)s were taken."),
)
VALUE_DROPPED = kind(
    "bundle-value-dropped",
    WARNING,
    N_("“%(value)s” is no value of the field “%(field)s” and was left out."),
)
RECORD_NOT_PUBLIC = kind(
    "bundle-record-not-public",
    ERROR,
    N_("Record %(place)s (%(title)s) is not published where it comes from (%(status)s)."),
)

# --- tables -------------------------------------------------------------------------------------------------

NO_TABLE = kind(
    "table-unreadable",
    ERROR,
    N_("The table cannot be read: %(reason)s"),
    N_("Save it once more as XLSX or CSV with your spreadsheet program."),
)
TABLE_UNSAFE = kind(
    "table-unsafe",
    ERROR,
    N_("The file is no ordinary table: %(reason)s"),
    N_("Copy the rows into the template and import that."),
)
NO_HEADS = kind(
    "table-no-heads",
    ERROR,
    N_("The first row holds no column head “%(title)s”."),
    N_("Use the template: its column heads are the labels of the form."),
)
HEAD_UNKNOWN = kind(
    "table-head-unknown", WARNING, N_("The column “%(head)s” is not known and was not read.")
)
HEAD_TWICE = kind("table-head-twice", ERROR, N_("The column “%(head)s” occurs twice."))
TOO_MANY_ROWS = kind(
    "table-too-many-rows", ERROR, N_("The table has more than %(limit)s rows; the others were not read.")
)
CELL = kind("table-cell", ERROR, N_("Row %(row)s, column “%(column)s”: %(problem)s"))

# --- comparing and writing ------------------------------------------------------------------------------------

LOCAL = kind(
    "import-local",
    ERROR,
    N_("The identifier belongs to a use case of this portal, which an import cannot change: %(identifier)s"),
)
OWN = kind(
    "import-own",
    INFO,
    N_("The use case comes from this portal, which never imports it back: %(identifier)s"),
)
OTHER_CATALOG = kind(
    "import-other-catalog",
    ERROR,
    N_("The portal has this use case from %(stored)s; this bundle says that it comes from %(given)s."),
    N_("Find out which portal keeps the use case. Delete the copy here if the other one does."),
)
OLDER = kind(
    "import-older",
    INFO,
    N_("The portal has a newer version (%(stored)s) than the bundle (%(given)s); it was kept."),
)
DELETED_HERE = kind(
    "import-deleted-here",
    ERROR,
    N_("The use case was deleted in this portal, and the import leaves it so."),
    N_("If it shall come again, an administrator has to empty the trash first."),
)
NO_OWNER = kind(
    "import-no-organization",
    ERROR,
    N_("No organization was chosen, and the municipality (%(municipality)s) has none in this portal."),
    N_("Choose an organization that keeps what has none of its own."),
)
NOT_DRAFT = kind(
    "import-not-draft",
    ERROR,
    N_("The organization already has a use case of this title that is no draft any more."),
    N_("Please change it in the form."),
)
REFUSED = kind("import-refused", ERROR, N_("%(problem)s"))
OTHER_OWNER = kind(
    "import-other-owner",
    ERROR,
    N_("Another organization of this portal keeps the use case, and the source is not the portal it comes from."),
    N_("Let the organization that has it, or an administrator of the portal, make a source of %(catalog)s."),
)
