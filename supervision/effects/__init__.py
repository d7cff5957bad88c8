"""The few functions that write rows (design 5), one module a kind: between workflows and forms."""
