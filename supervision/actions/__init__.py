"""Acts of supervision that belong to no matter; those of matters are rows of the tables."""
