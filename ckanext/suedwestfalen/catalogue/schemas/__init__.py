"""Schemas of ckanext-scheming (YAML)."""
