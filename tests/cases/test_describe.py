"""规则手册: what ``manage.py describe`` prints is what the tables say, and ``docs/rulebook.md`` is what it prints today."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from cases.matters.table.workflow import DOCUMENT_TYPES, WORKFLOWS
from cases.rules import RULES


def described(*words: str) -> str:
    out = StringIO()
    call_command("describe", *words, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture(scope="module")
def book():
    return json.loads(described("--json"))


def test_committed_page_is_the_output_of_today():
    page = (settings.BASE_DIR / "docs" / "rulebook.md").read_text(encoding="utf-8")
    assert page == described(), "请运行 manage.py describe > docs/rulebook.md"


def test_the_three_keys(book):
    assert list(book) == ["workflows", "rules", "documents"]


def test_every_row_of_the_tables_is_there(book):
    assert [table["kind"] for table in book["workflows"]] == list(WORKFLOWS)
    for told in book["workflows"]:
        table = WORKFLOWS[told["kind"]]
        assert [row["code"] for row in told["actions"]] == [row.code for row in table.actions]
        assert [state["code"] for state in told["states"]] == [state.code for state in table.states]
    assert {rule["key"] for rule in book["rules"]} == set(RULES)
    assert [kind["code"] for kind in book["documents"]] == list(DOCUMENT_TYPES)


def test_an_action_says_who_with_which_paper_under_which_clock_by_which_article(book):
    [filing] = [table for table in book["workflows"] if table["kind"] == "filing"]
    [row] = [row for row in filing["actions"] if row["code"] == "correct"]
    assert row["who"] == [{"side": "procuratorate", "role": "prosecutor", "place": "own", "other": False}]
    assert row["decided_by"]["role"] == "chief_prosecutor"
    assert row["document"] == ["D10"]
    assert [(begin["rule"], begin["from"]) for begin in row["periods"]["starts"]] == [
        ("correction_reply", "receipt"), ("correction_recheck_file", "receipt"),
    ]  # fmt: skip
    assert row["periods"]["must"] is True
    assert "file_after_notice" in row["periods"]["after"]
    assert row["article"].startswith("规则第564条")
    assert all(one["article"] for table in book["workflows"] for one in table["actions"])


def test_a_rule_says_its_period_article_roll_and_mark(book):
    [rule] = [rule for rule in book["rules"] if rule["key"] == "explain_no_filing"]
    assert (rule["period"], rule["owed_by"], rule["roll"], rule["mark"]) == ("七日", "police", "R", "V")
    assert "规则第560条" in rule["article"]
    assert rule["effective_from"] == "2019-12-30"


def test_every_state_shows_its_sentence_and_every_unverified_name_is_marked():
    page = described()
    for table in WORKFLOWS.values():
        for state in table.states:
            assert f"| {state.label}（{state.code}） |" in page
    for kind in DOCUMENT_TYPES.values():
        [line] = [line for line in page.splitlines() if line.startswith(f"| {kind.code} |")]
        assert ("待核" in line) is kind.pending
    assert "{due}" not in page


def test_needs_no_database(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"OFFICE_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "describe", "--json"], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) == {"workflows", "rules", "documents"}
    assert done.stderr.startswith("已输出流程")
    assert not (tmp_path / "office.sqlite3").exists()
