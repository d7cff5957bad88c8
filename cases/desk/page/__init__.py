"""The page of one matter: where it stands, what is asked, what may be typed."""
