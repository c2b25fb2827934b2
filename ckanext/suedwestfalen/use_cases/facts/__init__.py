"""Fact sheets and figures."""
