"""Make the database slow at chosen tables, count what goes in and halt it, so that a kill lands in the middle of the work.

The product knows nothing of it: a trigger of the test database takes a few milliseconds for each new row and counts it in a
sequence, which, unlike a row, can be read before the other side commits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

GATE = 20261120
"""The advisory lock at which a halted writer waits."""
NEVER = 2**62


@contextmanager
def slowed(*tables: str, seconds: float = 0.002) -> Iterator[None]:
    """Each new row of these tables takes so much longer and counts in ``progress()``."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE trial_progress")
        cursor.execute(f"CREATE TABLE trial_halt AS SELECT {NEVER}::bigint AS after")
        cursor.execute(
            "CREATE FUNCTION trial_step() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN IF nextval('trial_progress') >= (SELECT after FROM trial_halt) THEN "
            f"PERFORM pg_advisory_lock({GATE}); PERFORM pg_advisory_unlock({GATE}); END IF; "
            f"PERFORM pg_sleep({seconds}); RETURN NEW; END $$"
        )
        for table in tables:
            cursor.execute(f"CREATE TRIGGER trial_step AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION trial_step()")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for table in tables:  # one at a time: a check that is still at work holds the one and waits for the other
                cursor.execute(f"DROP TRIGGER trial_step ON {table}")
            cursor.execute("DROP FUNCTION trial_step()")
            cursor.execute("DROP SEQUENCE trial_progress")
            cursor.execute("DROP TABLE trial_halt")


def progress() -> int:
    """Rows written so far, committed, under way or rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM trial_progress")
        return int(cursor.fetchone()[0])


@contextmanager
def halted(after: int) -> Iterator[None]:
    """Whoever writes row number ``after`` of ``progress()``, or a later one, waits at it until this ends: no machine is too slow to kill it there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])
        cursor.execute("UPDATE trial_halt SET after = %s", [after])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE trial_halt SET after = %s", [NEVER])
            cursor.execute("SELECT pg_advisory_unlock(%s)", [GATE])
