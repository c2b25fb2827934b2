"""Tests of the catalogue of translations."""
