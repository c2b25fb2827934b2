"""The table of faults: what servers, the portal's own services and people do, and how a run must end then.

One module per group of rows; every test goes through a source, a run and the portal's database and index.
"""
