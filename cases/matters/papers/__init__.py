"""文书和附件: the one life of a paper, and files by their content."""
