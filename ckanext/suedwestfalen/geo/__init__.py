"""Coordinates: which reference system a text names, what its axes mean, and extents in WGS 84.

The only room that imports pyproj. Import from here or from its modules ``crs``, ``transform`` and ``extent``.
"""
