from supervision.workflows import filing  # noqa: F401  (registers the table)
