"""Figures that a kind of matter measures of itself, for its own pages and for reports: one module a kind."""
