"""期限: rows of clocks, and what a matter says of them."""
