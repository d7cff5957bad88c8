"""The few functions that write rows, one module a kind: between workflows and forms."""
