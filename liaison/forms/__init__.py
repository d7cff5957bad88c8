"""Forms of acts, one module a kind: they validate, for page and API alike."""
