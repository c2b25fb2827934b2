"""Datasets, municipalities and lead projects: schemas, validation, search and pages."""
