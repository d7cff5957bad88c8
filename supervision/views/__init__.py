"""Pages of supervision that belong to no matter."""
