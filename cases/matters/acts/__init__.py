"""办理: who may do what, and how one act takes effect in one transaction. The only writers of ``Matter.state``."""
