"""The region that this portal serves."""

from __future__ import annotations

from ckanext.suedwestfalen import config
from ckanext.suedwestfalen import region as room


def current() -> room.Region:
    """Give the region of the configured folder (read once, then kept).

    Raises region.RegionError when the folder cannot be used.
    """
    return room.load(config.region_folder())
