"""办公桌: what a person looks at and presses: 待办 and lists, the page of a matter, its papers, approvals, search, the calculator."""
