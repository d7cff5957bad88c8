"""文书: document types and their texts, one module a kind."""
