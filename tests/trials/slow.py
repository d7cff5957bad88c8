"""Make the database slow at chosen tables and count what goes in, so that a kill lands in the middle of the work.

The product knows nothing of it: a trigger of the test database takes a few milliseconds for each new row and counts it in a
sequence, which, unlike a row, can be read before the other side commits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def slowed(*tables: str, seconds: float = 0.002) -> Iterator[None]:
    """Each new row of these tables takes so much longer and counts in ``progress()``."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE trial_progress")
        cursor.execute(
            "CREATE FUNCTION trial_step() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN PERFORM nextval('trial_progress'); PERFORM pg_sleep({seconds}); RETURN NEW; END $$"
        )
        for table in tables:
            cursor.execute(f"CREATE TRIGGER trial_step AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION trial_step()")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION trial_step() CASCADE")
            cursor.execute("DROP SEQUENCE trial_progress")


def progress() -> int:
    """Rows written so far, committed, under way or rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM trial_progress")
        return int(cursor.fetchone()[0])
