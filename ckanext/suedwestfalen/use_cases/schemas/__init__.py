"""The schema of the type `use_case`."""
