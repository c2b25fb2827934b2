"""What only a browser can show: scripts, maps, and which hosts a page asks."""
