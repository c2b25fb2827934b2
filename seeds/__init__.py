"""The region as data: municipalities, Kreise, boundaries, lead projects, choice lists (see README.md)."""
