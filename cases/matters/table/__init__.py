"""The vocabulary a kind of matter is written in: states, acts, papers, and what `register()` checks of them."""
