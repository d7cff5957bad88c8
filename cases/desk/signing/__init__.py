"""待审批: drafts that wait, and what whoever decides reads of them."""
