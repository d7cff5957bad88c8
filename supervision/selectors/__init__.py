"""What the pages of supervision read: every function takes the officer first."""
