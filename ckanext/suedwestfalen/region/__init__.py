"""The region as data: which municipality is it, what belongs to which Kreis, where does something lie."""

from __future__ import annotations

from ckanext.suedwestfalen.region.model import Choice, Kreis, LeadProject, Municipality, Organization, Share
from ckanext.suedwestfalen.region.region import Region, RegionError, forget, load

__all__ = [
    "Choice", "Kreis", "LeadProject", "Municipality", "Organization", "Region", "RegionError", "Share", "forget",
    "load",
]
