"""Harvesting: sources, runs, the ledger of records, protocols and reports."""
