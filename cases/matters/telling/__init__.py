"""告知: notices and to whom they go, questions between colleagues, days and duties in words."""
