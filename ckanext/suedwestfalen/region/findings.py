"""What can be wrong with a region folder. Each names the file and the line (or the entry) it was found in."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import ERROR, N_, kind

FOLDER_MISSING = kind(
    "region-folder-missing", ERROR, N_("There is no region folder at %(folder)s."),
    N_("Check the option ckanext.suedwestfalen.region_folder; without it the shipped region is used."))
FILE_MISSING = kind(
    "region-file-missing", ERROR, N_("The region folder has no file %(file)s."),
    N_("Copy the file from the shipped region and fill in your own data."))
NOT_UTF8 = kind(
    "region-not-utf8", ERROR, N_("%(file)s, line %(line)s: the file is not written in UTF-8."),
    N_("Save the file with the character set UTF-8; spreadsheet programs offer “CSV UTF-8”."))
BAD_JSON = kind(
    "region-bad-json", ERROR, N_("%(file)s, line %(line)s: this is no valid JSON (%(reason)s)."),
    N_("Compare the place with the shipped file; often a comma or a quotation mark is missing."))
BAD_CSV = kind(
    "region-bad-csv", ERROR, N_("%(file)s, line %(line)s: the line cannot be read as a table row (%(reason)s)."),
    N_("Check quotation marks and the number of columns of this line."))
BAD_STRUCTURE = kind(
    "region-bad-structure", ERROR, N_("%(file)s, %(entry)s: “%(key)s” is missing or of the wrong kind."),
    N_("Compare with the shipped file."))
COLUMN_MISSING = kind(
    "region-column-missing", ERROR, N_("%(file)s, line 1: the column “%(column)s” is missing."),
    N_("Add the column to the first line; the shipped file shows all columns."))
VALUE_MISSING = kind(
    "region-value-missing", ERROR, N_("%(file)s, line %(line)s: “%(column)s” is empty."), N_("Fill in the value."))
BAD_NUMBER = kind(
    "region-bad-number", ERROR, N_("%(file)s, line %(line)s: “%(value)s” in “%(column)s” is no usable number."),
    N_("Write whole numbers without separators (73456), others with a point (193.72)."))
BAD_DATE = kind(
    "region-bad-date", ERROR, N_("%(file)s, line %(line)s: “%(value)s” in “%(column)s” is no date."),
    N_("Write dates as year-month-day, for example 2019-12-31."))
BAD_KEY = kind(
    "region-bad-key", ERROR,
    N_("%(file)s, line %(line)s: “%(value)s” in “%(column)s” does not have %(digits)s digits."),
    N_("Keys are those of the official register of municipalities."))
LOST_ZERO = kind(
    "region-lost-zero", ERROR,
    N_("%(file)s, line %(line)s: “%(value)s” in “%(column)s” has lost its leading zero."),
    N_("Write %(expected)s, and open the file in a spreadsheet program with this column as text."))
DUPLICATE = kind(
    "region-duplicate", ERROR,
    N_("%(file)s, line %(line)s: “%(value)s” in “%(column)s” stands already in line %(first)s."),
    N_("Each municipality and each Kreis may occur once only."))
KREIS_UNKNOWN = kind(
    "region-kreis-unknown", ERROR, N_("%(file)s, line %(line)s: the Kreis “%(value)s” is not in kreise.csv."),
    N_("Add the Kreis to kreise.csv, or correct its key."))
KEYS_DISAGREE = kind(
    "region-keys-disagree", ERROR,
    N_("%(file)s, line %(line)s: “%(value)s” in “%(column)s” does not fit the AGS %(ags)s."),
    N_("ARS and Kreis begin with the same five digits as the AGS; the ARS ends with its last three."))
CHOICE_UNKNOWN = kind(
    "region-choice-unknown", ERROR,
    N_("%(file)s, %(entry)s: “%(value)s” in “%(column)s” is not in choices/%(list)s.json."),
    N_("Use a name from the list, or add it there."))
MUNICIPALITY_UNKNOWN = kind(
    "region-municipality-unknown", ERROR, N_("%(file)s, %(entry)s: there is no municipality “%(value)s”."),
    N_("Use the AGS of a line in municipalities.csv."))
BOUNDARY_MISSING = kind(
    "region-boundary-missing", ERROR, N_("%(file)s, line %(line)s: %(name)s (%(ags)s) has no boundary."),
    N_("Add a polygon with the property “ags” to boundaries.geojson."))
BOUNDARY_BAD = kind(
    "region-boundary-bad", ERROR,
    N_("%(file)s, feature %(entry)s: the boundary of %(ags)s is not usable (%(reason)s)."),
    N_("Boundaries are polygons in WGS 84, longitude first."))
PLACE_DISAGREES = kind(
    "region-place-disagrees", ERROR,
    N_("%(file)s, line %(line)s: %(column)s of %(name)s does not fit its boundary."),
    N_("Check whether the boundary belongs to this municipality, and whether longitude and latitude are exchanged."))
CREDIT_MISSING = kind(
    "region-credit-missing", ERROR, N_("%(file)s names no source (“attribution”)."),
    N_("Enter the credit line that the licence of the boundaries asks for; it is shown with every map."))
EMPTY = kind("region-empty", ERROR, N_("%(file)s holds no entries."), N_("Fill in at least one line."))
