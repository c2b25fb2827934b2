"""What can be found out about coordinates. None of it makes a record unusable: at worst it has no extent."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import INFO, N_, WARNING, kind

CRS_UNKNOWN = kind(
    "crs-unknown", WARNING, N_("The coordinate reference system “%(raw)s” is not known."),
    N_("Name it by its EPSG code in the source's metadata, for example “EPSG:25832”."))
CRS_GUESSED = kind(
    "crs-guessed", WARNING,
    N_("No coordinate reference system was given; the values %(values)s were read as EPSG:%(code)s."),
    N_("Check the place on the map and name the reference system in the source's metadata."))
CRS_CONTRADICTED = kind(
    "crs-contradicted", WARNING,
    N_("The values %(values)s cannot be in the stated EPSG:%(stated)s; they were read as EPSG:%(code)s."),
    N_("Check the place on the map and correct the reference system in the source's metadata."))
AXES_SWAPPED = kind(
    "extent-axes-swapped", WARNING,
    N_("The axes of %(values)s were swapped: only then do the values give a place in the region."),
    N_("Correct the order of the coordinates in the source's metadata."))
ENDS_SWAPPED = kind(
    "extent-ends-swapped", INFO, N_("The lower and the upper end of %(values)s were exchanged and were put right."))
DATE_LINE = kind(
    "extent-date-line", INFO, N_("The box %(values)s crosses the 180th meridian and was split there."))
CLAMPED = kind(
    "extent-clamped", INFO, N_("The values %(values)s lie a little beyond the edge of the earth and were cut off."))
OUT_OF_RANGE = kind(
    "extent-out-of-range", WARNING, N_("The values %(values)s lie outside the earth; the extent was not used."),
    N_("Correct the coordinates in the source's metadata."))
OUTSIDE_REGION = kind(
    "extent-outside-region", WARNING, N_("The extent %(values)s lies outside the region."),
    N_("Check whether the coordinates are right and whether the record belongs here."))
NOT_A_NUMBER = kind(
    "extent-not-a-number", WARNING, N_("“%(raw)s” is no usable coordinate."),
    N_("Correct the coordinates in the source's metadata."))
ALL_ZERO = kind(
    "extent-all-zero", WARNING, N_("All coordinates of the extent are 0; it was not used."),
    N_("Enter the real extent in the source's metadata."))
POINT = kind(
    "extent-is-point", INFO, N_("The box %(values)s has no size; it was kept as a point."))
LINE = kind(
    "extent-is-line", INFO, N_("The box %(values)s has no width; it was kept as a line."))
GEOMETRY_UNREADABLE = kind(
    "geometry-unreadable", WARNING, N_("The geometry cannot be read (%(reason)s)."),
    N_("Give a GeoJSON geometry, for example a polygon."))
RING_CLOSED = kind("geometry-ring-closed", INFO, N_("An outline was not closed and was closed."))
POSITIONS_DROPPED = kind(
    "geometry-positions-dropped", WARNING,
    N_("%(count)s positions of the geometry could not be read and were left out."),
    N_("Check the outline on the map."))
SELF_INTERSECTION = kind(
    "geometry-mended", INFO, N_("The outline crossed itself and was mended: %(reason)s."))
SIMPLIFIED = kind(
    "geometry-simplified", INFO, N_("The outline was simplified from %(before)s to %(after)s positions."))
GEOMETRY_EMPTY = kind(
    "geometry-empty", WARNING, N_("Nothing usable was left of the geometry."),
    N_("Give a GeoJSON geometry, for example a polygon."))
