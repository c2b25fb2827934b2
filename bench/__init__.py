"""Benchmarks that print ratios; `make bench` starts what they need."""
