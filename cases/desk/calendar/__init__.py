"""日历: what has a day or an hour, of every kind, for one officer: a week, a list, and a feed for his own calendar program."""
