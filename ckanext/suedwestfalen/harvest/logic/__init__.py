"""Actions, their authorization and their schemas."""
