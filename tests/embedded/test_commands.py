"""Every management command with nothing but ``OFFICE_DATA_DIR``: one line of what was done, or one sentence of why not."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.conftest import EmbeddedOffice
from tests.embedded.offices import TODAY, NewOffice, furnished, rows, vacant

pytestmark = [pytest.mark.embedded]

OPENING = (
    "open_office", "--code", "QS", "--name", "清水县侦查监督与协作配合办公室", "--procuratorate-code", "QSJCY",
    "--procuratorate-name", "清水县人民检察院", "--abbreviation", "清检", "--police", "QSGA:清水县公安局",
    "--system-admin", "qs.system:清甲", "--security-admin", "qs.security:清乙",
)  # fmt: skip
OURS = ("bulletin", "compute_period", "demo", "describe", "import_ledger", "import_statutes", "load_holidays", "open_office",
        "run_office", "sweep_deadlines", "verify_audit")  # fmt: skip
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'axes_%'"


def counted(office: EmbeddedOffice) -> dict[str, int]:
    """How many rows each table holds, to see that nothing was changed."""
    return {name: rows(office, f'SELECT count(*) FROM "{name}"')[0][0] for (name,) in rows(office, TABLES)}


def is_chinese(line: str) -> bool:
    return bool(re.search(r"[一-鿿]", line))


def done(office: EmbeddedOffice, *words: str) -> str:
    """It says what it did in one Chinese line and exits 0."""
    result = office.manage(*words)
    assert result.returncode == 0, (words, result.stdout, result.stderr)
    lines = result.stdout.strip().splitlines()
    assert len(lines) == 1, (words, lines)
    assert is_chinese(lines[0])
    assert all("%" in line for line in result.stderr.splitlines()), "标准错误上只有进度"
    return lines[0]


def refused(office: EmbeddedOffice, *words: str, says: str = "") -> str:
    """It says why not in one Chinese sentence on standard error, prints nothing else, exits non-zero, changes nothing."""
    before = counted(office) if (office.data_dir / "office.sqlite3").exists() else {}
    result = office.manage(*words)
    assert result.returncode != 0, (words, result.stdout)
    assert result.stdout == "", (words, result.stdout)
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, (words, result.stderr)
    assert is_chinese(lines[0]), lines
    assert "Traceback" not in result.stderr
    assert says in lines[0], lines
    if before:
        assert counted(office) == before, words
    return lines[0]


@pytest.fixture(scope="module")
def empty(embedded_office: NewOffice) -> EmbeddedOffice:
    """A new folder and nothing else: not even a database."""
    office = embedded_office()
    for name in ("OFFICE_PORT", "OFFICE_FONTS_DIR"):
        office.environment = {key: value for key, value in office.environment.items() if key != name}
    return office


@pytest.fixture(scope="module")
def demonstration(embedded_office: NewOffice) -> EmbeddedOffice:
    return furnished(embedded_office)


def workbook(path: Path, *lines: Sequence[object]) -> Path:
    book = Workbook()
    for line in lines:
        book.active.append(list(line))  # type: ignore[union-attr]
    book.save(path)
    return path


# --- without a database ----------------------------------------------------------------------------------------------


def test_describe_needs_no_database(empty: EmbeddedOffice) -> None:
    result = empty.manage("describe", "--json")
    assert result.returncode == 0, result.stderr
    book = json.loads(result.stdout)
    assert {"workflows", "rules", "documents"} <= set(book)
    filing = next(table for table in book["workflows"] if table["kind"] == "filing")
    assert filing["label"] == "立案监督"
    assert len(filing["states"]) > 20
    assert len(book["rules"]) > 130
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1 and is_chinese(lines[0]), "输出为 JSON 时，所做之事写在标准错误上"
    words = empty.manage("describe")
    assert words.returncode == 0
    assert "规则第560条" in words.stdout


@pytest.mark.parametrize("words", [
    ("demo",), ("demo", "--accounts"), ("demo", "--accounts", "--json"), ("sweep_deadlines",),
    ("sweep_deadlines", "--today", TODAY), ("bulletin", "--month", "2026-10", "--out", "/nonexistent/通报.pdf"),
    ("import_ledger", "没有.xlsx", "--kind", "filing"), ("verify_audit",), OPENING,
    ("compute_period", "explain_no_filing", "--from", "2026-02-10"),
], ids=lambda words: " ".join(words[:2]))  # fmt: skip
def test_before_migrate_each_command_says_so(empty: EmbeddedOffice, words: tuple[str, ...]) -> None:
    refused(empty, *words)


def test_help_is_chinese(empty: EmbeddedOffice) -> None:
    for name in OURS:
        result = empty.manage(name, "--help")
        assert result.returncode == 0, result.stderr
        assert is_chinese(result.stdout.split("\n\n")[1]), (name, result.stdout)


# --- a real start ----------------------------------------------------------------------------------------------------


def test_a_real_office_opens_once(embedded_office: NewOffice) -> None:
    office = vacant(embedded_office)
    line = done(office, *OPENING)
    assert "qs.system" in line
    assert "一次性密码" in line
    refused(office, *OPENING, says="已经开设")
    refused(office, *OPENING[:2], "Q S", *OPENING[3:])
    done(office, "verify_audit")
    assert "0件" in done(office, "sweep_deadlines")
    assert rows(office, "SELECT count(*) FROM office_officer WHERE is_demo") == [(0,)]
    refused(office, "demo")  # never beside real people


# --- the demonstration -----------------------------------------------------------------------------------------------


def test_demo_refuses_what_it_cannot_read_and_a_second_time(embedded_office: NewOffice, demonstration: EmbeddedOffice) -> None:
    office = vacant(embedded_office)
    refused(office, "demo", "--today", "2026-02-30")
    refused(office, "demo", "--matters", "-3")
    refused(office, "demo", "--matters", "许多")
    refused(demonstration, "demo", "--today", TODAY)


def test_accounts(demonstration: EmbeddedOffice) -> None:
    result = demonstration.manage("demo", "--accounts", "--json")
    assert result.returncode == 0, result.stderr
    listed = json.loads(result.stdout)
    assert len({row["username"] for row in listed}) == len(listed) > 10
    assert all(re.fullmatch(r"https?://[^/]+/(procuratorate|police)/.*", row["login_url"]) for row in listed)
    plain = demonstration.manage("demo", "--accounts")
    assert plain.returncode == 0
    assert all(row["username"] in plain.stdout for row in listed)


# --- daily commands --------------------------------------------------------------------------------------------------


def test_compute_period_as_the_issue_writes_it(demonstration: EmbeddedOffice) -> None:
    result = demonstration.manage("compute_period", "explain_no_filing", "--from", "2026-02-10", "--json")
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["rule"] == "explain_no_filing"
    assert answer["due_on"] == "2026-02-24"
    assert all(step["text"] and step["basis"] for step in answer["steps"])


@pytest.mark.parametrize("words", [
    ("no_such_rule", "--from", "2026-02-10"), ("explain_no_filing", "--from", "2026-02-30"),
    ("jurisdiction_handover", "--from", "2026-02-10"), ("explain_no_filing",), ("explain_no_filing", "--from", "昨天", "--json"),
], ids=" ".join)  # fmt: skip
def test_compute_period_refuses_with_status_2(demonstration: EmbeddedOffice, words: tuple[str, ...]) -> None:
    refused(demonstration, "compute_period", *words)
    assert demonstration.manage("compute_period", *words).returncode == 2


def test_sweep_by_hand(embedded_office: NewOffice) -> None:
    office = furnished(embedded_office)
    for day in ("2026-02-30", "今天", "20261120x"):
        refused(office, "sweep_deadlines", "--today", day)
    first = done(office, "sweep_deadlines", "--today", "2026-12-04")
    assert not first.count("新增提醒0件"), first
    assert "新增提醒0件" in done(office, "sweep_deadlines", "--today", "2026-12-04")


def test_bulletin_is_written_whole_or_not_at_all(demonstration: EmbeddedOffice, tmp_path: Path) -> None:
    out = tmp_path / "通报.pdf"
    for words, why in [
        (("--month", "2026-13"), "月份"), (("--month", "十月"), "月份"), (("--month", "2027-01"), ""),
        (("--month", "2026-10", "--office", "没有这个"), "没有这个"),
    ]:  # fmt: skip
        refused(demonstration, "bulletin", "--office", "QJ", *words, "--out", str(out), says=why)
        assert not out.exists()
    refused(demonstration, "bulletin", "--office", "QJ", "--month", "2026-10", "--out", str(tmp_path / "没有" / "通报.pdf"))
    line = done(demonstration, "bulletin", "--office", "QJ", "--month", "2026-10", "--out", str(out))
    assert "2026年10月" in line
    assert out.read_bytes().startswith(b"%PDF-")
    assert out.stat().st_size > 20_000


def test_import_ledger_dry_run_and_refusals(embedded_office: NewOffice, tmp_path: Path) -> None:
    office = furnished(embedded_office)
    image = tmp_path / "图片.xlsx"
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 200)
    big = tmp_path / "过大.xlsx"
    big.write_bytes(b"PK\x03\x04" + b"0" * (20 * 1024 * 1024 + 1))
    wrong = workbook(tmp_path / "别的表.xlsx", ["姓名", "电话"], ["张三", "1"])
    for path in (image, big, wrong, tmp_path / "没有.xlsx", tmp_path):
        refused(office, "import_ledger", str(path), "--kind", "filing", "--office", "QJ")
    refused(office, "import_ledger", str(wrong), "--kind", "别的", "--office", "QJ")


def test_real_ledger_comes_in_once(embedded_office: NewOffice) -> None:
    """The collection beside the project, where there is one; the shipped template stands in elsewhere."""
    office = furnished(embedded_office)
    ledger = Path(__file__).resolve().parents[3] / "shared" / "real" / "ledger-filing.xlsx"
    if not ledger.exists():
        return
    lines = load_workbook(ledger, read_only=True).active.max_row  # type: ignore[union-attr]
    before = counted(office)
    dry = office.manage("import_ledger", str(ledger), "--kind", "filing", "--office", "QJ", "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert counted(office) == before, "试运行不写入任何内容"
    wet = office.manage("import_ledger", str(ledger), "--kind", "filing", "--office", "QJ")
    assert wet.returncode == 0, wet.stderr
    added = counted(office)["cases_matter"] - before["cases_matter"]
    assert 0 < added < lines
    again = office.manage("import_ledger", str(ledger), "--kind", "filing", "--office", "QJ")
    assert again.returncode == 0, again.stderr
    assert counted(office)["cases_matter"] - before["cases_matter"] == added, "再导入一次，不增加任何事项"


def test_holidays_preview_changes_nothing(demonstration: EmbeddedOffice, tmp_path: Path) -> None:
    notice = tmp_path / "2027.json"
    notice.write_text('{"year": 2027}', encoding="utf-8")
    refused(demonstration, "load_holidays", str(notice))
    refused(demonstration, "load_holidays", str(tmp_path / "没有.json"))


def test_tampering_with_the_trail_is_found(embedded_office: NewOffice) -> None:
    office = furnished(embedded_office)
    done(office, "verify_audit")
    connection = sqlite3.connect(office.data_dir / "office.sqlite3")
    with connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='office_auditentry'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE office_auditentry SET officer_name = '别人' WHERE seq = 3")
    connection.close()
    result = office.manage("verify_audit")
    assert result.returncode != 0
    assert "第3条" in result.stderr + result.stdout
