"""manage.py load_holidays: shown first, clock by clock; then calendar, clocks, matters and timelines in one transaction."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from cases.matters.clocks import deadlines
from cases.matters.clocks.refreshing import refresh
from cases.matters.dossier import Dossier
from cases.matters.table.workflow import WORKFLOWS, State, Workflow
from cases.models import Event, Matter
from office.holidays import calendar
from office.models import AuditEntry, CalendarDay

pytestmark = pytest.mark.django_db

NOTICE = {
    "year": 2027,
    "title": "关于2027年部分节假日安排的通知（虚构，测试用）",
    "document_no": "测〔2026〕1号",
    "off": [
        ["元旦", "2027-01-01", "2027-01-03"],
        ["春节", "2027-02-05", "2027-02-11"],
        ["清明节", "2027-04-05", "2027-04-05"],
        ["劳动节", "2027-05-01", "2027-05-05"],
        ["端午节", "2027-06-09", "2027-06-09"],
        ["中秋节", "2027-09-15", "2027-09-15"],
        ["国庆节", "2027-10-01", "2027-10-07"],
    ],
    "work": ["2027-02-20"],
}


def run(path, *words):
    out = StringIO()
    call_command("load_holidays", str(path), *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def notice(tmp_path):
    path = tmp_path / "2027.json"
    path.write_text(json.dumps(NOTICE, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def matter(world, monkeypatch):
    """A matter of a kind that exists for this test only, with clocks of three rolls that end around 春节 2027."""
    states = (State("AWAITING", "待说明", "police", "请督促说明"),)
    monkeypatch.setitem(WORKFLOWS, "probe", Workflow(kind="probe", label="试", number_letters="试", states=states, actions=()))
    row = Matter.objects.create(
        office=world.office,
        acting_office_id=world.office.pk,
        police=world.office.organs.first(),
        kind="probe",
        number="试〔2027〕1号",
        title="试",
        state="AWAITING",
        turn="police",
        opened_on=date(2027, 1, 29),
    )
    for key in ("explain_no_filing", "request_arrest", "complaint_7d"):
        trigger = date(2027, 2, 5) if key == "complaint_7d" else date(2027, 1, 29)
        deadlines.start(Dossier(row), key, trigger=trigger, fact="试")
    refresh(Dossier(row))
    return row


def clock(matter, key):
    return matter.deadlines.get(rule=key)


def test_preview_shows_what_moves_and_writes_nothing(matter, notice):
    before = CalendarDay.objects.count()
    said = run(notice)
    assert "放假25日，调休上班1日；与现有节假日表不同的有11日" in said
    assert "将变动的期限（1个）" in said
    assert "试〔2027〕1号 说明不立案理由：2027年2月9日（周二）→2027年2月12日（周五）" in said
    assert said.rstrip().endswith("核对无误后加 --apply 载入。")
    assert CalendarDay.objects.count() == before
    assert clock(matter, "explain_no_filing").due_on == date(2027, 2, 9)


def test_apply_moves_clock_matter_and_timeline_together(matter, notice):
    assert clock(matter, "explain_no_filing").warnings == ["2027年放假安排：推算，待国务院公布后复核"]
    said = run(notice, "--apply")
    assert "已变动的期限（1个）" in said
    assert clock(matter, "explain_no_filing").due_on == date(2027, 2, 12)
    assert clock(matter, "explain_no_filing").warnings == []
    assert clock(matter, "complaint_7d").due_on == date(2027, 2, 12)
    assert clock(matter, "complaint_7d").warnings == []
    assert clock(matter, "request_arrest").due_on == date(2027, 2, 1)
    line = Event.objects.get(matter=matter)
    assert line.text == f"说明不立案理由：2027年2月9日改为2027年2月12日（{NOTICE['title']}）"
    assert calendar().official(2027)
    facts = AuditEntry.objects.get(verb="load_holidays").facts
    assert (facts["document_no"], facts["moved"]) == ("测〔2026〕1号", 1)
    assert "没有期限变动" in run(notice)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (None, "无法读取"),
        (b"PK\x03\x04\xff", "不是 UTF-8 编码的 JSON 文件"),
        (b"{", "不是 UTF-8 编码的 JSON 文件"),
        (b"[]", "应写明 year"),
        (json.dumps({**NOTICE, "work": ["2027-02-30"]}).encode(), "“2027-02-30”不是有效的日期"),
    ],
)
def test_a_bad_file_is_one_sentence_and_changes_nothing(tmp_path, content, part):
    path = tmp_path / "bad.json"
    if content is not None:
        path.write_bytes(content)
    before = CalendarDay.objects.count()
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("load_holidays", str(path), "--apply", stdout=out, stderr=err)
    assert (ended.value.code, out.getvalue()) == (2, "")
    assert part in err.getvalue()
    assert len(err.getvalue().strip().splitlines()) == 1
    assert CalendarDay.objects.count() == before
