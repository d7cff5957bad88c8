"""The demonstration as an earlier version wrote it: every migration since is tried on it, and nothing of it is lost."""

from __future__ import annotations

import lzma
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from tests.services import BASE_DIR

DUMPS = sorted((BASE_DIR / "tests" / "dumps").glob("*.sqlite3.xz"))
AUDIT_KEY = "the-audit-key-of-the-committed-demonstration"
COMPARED = """
from office import clock
from office.models import Officer
from tests.desks import check_rows
print(check_rows(Officer.objects.filter(is_active=True), clock.today()))
"""
#: What no migration may lose: tables whose rows keep their keys for good.
KEPT = ("cases_matter", "cases_event", "cases_document", "cases_deadline", "cases_case", "office_officer", "office_auditentry")


def unpacked(dump: Path, folder: Path) -> Path:
    """The database of a dump, in a data folder of its own."""
    found = folder / "office.sqlite3"
    found.write_bytes(lzma.decompress(dump.read_bytes()))
    return found


def manage(folder: Path, *words: str, today: str) -> str:
    """A command of the program as it is now, on that folder; its output."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("OFFICE_")}
    for name in ("DATABASE_URL", "REDIS_URL", "PORTAL"):
        inherited.pop(name, None)
    own = {"OFFICE_DATA_DIR": str(folder), "OFFICE_AUDIT_KEY": AUDIT_KEY, "OFFICE_TODAY": today}
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=BASE_DIR, env=inherited | own, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def keys(database: Path) -> dict[str, set[str]]:
    with closing(sqlite3.connect(database)) as connection:
        return {table: {row[0] for row in connection.execute(f"SELECT id FROM {table}")} for table in KEPT}


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.name.split(".")[0])
def test_an_older_database_is_brought_up_to_date_and_keeps_all_it_held(dump: Path, tmp_path: Path):
    database = unpacked(dump, tmp_path)
    before = keys(database)
    assert len(before["cases_matter"]) > 100
    today = dump.name.split(".")[0]
    manage(tmp_path, "migrate", "-v", "0", today=today)
    after = keys(database)
    assert {table: rows - after[table] for table, rows in before.items()} == {table: set() for table in KEPT}
    with closing(sqlite3.connect(database)) as connection:
        tree = {key: (above, path) for key, above, path in connection.execute("SELECT id, parent_id, path FROM office_organisation")}
    for key, (above, path) in tree.items():
        assert path == f"{tree[above][1] if above else '/'}{UUID(key)}/"
    assert "核验相符" in manage(tmp_path, "verify_audit", today=today)
    # what older versions never wrote: the rows of the lists, which show each officer what the tables show him
    manage(tmp_path, "rebuild_desks", "--if-missing", today=today)
    assert "全部相符" in manage(tmp_path, "rebuild_desks", "--check", today=today)
    assert int(manage(tmp_path, "shell", "-v", "0", "-c", COMPARED, today=today)) > len(before["cases_matter"])
    # the deadline check goes over it as over any office, and finds nothing that it had not found on that day
    assert "新增提醒0件，代拟草稿0件" in manage(tmp_path, "sweep_deadlines", today=today)


def test_the_signatures_on_bulletins_are_carried_over_and_back(tmp_path: Path):
    """Half signed as an office may be on the day it is brought up to date: who signed, and who must yet."""
    database, today = unpacked(DUMPS[0], tmp_path), DUMPS[0].name.split(".")[0]
    with closing(sqlite3.connect(database)) as connection, connection:
        bulletin, court = connection.execute(
            "SELECT b.id, o.procuratorate_id FROM reports_bulletin b JOIN office_jointoffice o ON o.id = b.office_id"
            " WHERE o.id IN (SELECT jointoffice_id FROM office_jointoffice_organs) ORDER BY b.id LIMIT 1"
        ).fetchone()
        chief = connection.execute("SELECT id FROM office_officer WHERE organisation_id = ? ORDER BY id LIMIT 1", (court,)).fetchone()[0]
        row = ("0" * 31 + "7", "2026-11-20 09:00:00", "ab" * 32, bulletin, chief, court)
        connection.execute("INSERT INTO reports_signature (id, signed_at, digest, bulletin_id, officer_id, organisation_id) VALUES (?,?,?,?,?,?)", row)
        connection.execute("UPDATE reports_bulletin SET status = 'signing', digest = ? WHERE id = ?", (row[2], bulletin))
    manage(tmp_path, "migrate", "-v", "0", today=today)
    with closing(sqlite3.connect(database)) as connection:
        carried = connection.execute(
            "SELECT s.id, s.digest, s.officer_id, s.organisation_id, b.id, g.digest FROM cases_signature s"
            " JOIN cases_signing g ON g.id = s.signing_id JOIN reports_bulletin b ON b.signing_id = g.id"
        ).fetchall()
        assert carried == [(row[0], row[2], chief, court, bulletin, row[2])]
        wanted = {one for (one,) in connection.execute("SELECT organisation_id FROM cases_signing_wanted")}
        assert court in wanted and len(wanted) == 2
    manage(tmp_path, "migrate", "-v", "0", "reports", "0001_initial", today=today)
    with closing(sqlite3.connect(database)) as connection:
        back = connection.execute("SELECT id, digest, bulletin_id, officer_id, organisation_id FROM reports_signature").fetchall()
        assert back == [(row[0], row[2], bulletin, chief, court)]
        assert connection.execute("SELECT COUNT(*) FROM cases_signing").fetchone() == (0,)


def test_dumps_stay_small():
    assert DUMPS
    assert all(dump.stat().st_size <= 2_000_000 for dump in DUMPS)
