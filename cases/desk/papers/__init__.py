"""The page of one paper, and what may be done with it."""
