"""Actions and their authorization."""
