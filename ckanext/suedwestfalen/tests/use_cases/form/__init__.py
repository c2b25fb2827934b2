"""The form of a use case."""
