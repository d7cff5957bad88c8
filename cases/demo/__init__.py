"""演示办公室: fictitious organisations, officers and stories, all marked （演示）; played through the same kernel as real ones."""
