"""A regional open data platform on CKAN: one folder per room, wired in plugin.py."""
