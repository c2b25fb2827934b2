"""Bundles: use cases as one document for other portals."""
