"""Use cases are kept apart from datasets."""
