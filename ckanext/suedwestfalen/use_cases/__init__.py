"""The exchange of use cases: what towns did, what it took, and who takes it over."""
