"""manage.py compute_period: after `migrate` alone, one sentence and status 2 when it refuses."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from office.models import CalendarDay

pytestmark = pytest.mark.django_db


def run(*words):
    out = StringIO()
    call_command("compute_period", *words, stdout=out, stderr=StringIO())
    return out.getvalue()


def refused(*words):
    """The sentence on standard error; status 2 and nothing on standard output are asserted here."""
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("compute_period", *words, stdout=out, stderr=err)
    assert ended.value.code == 2
    assert out.getvalue() == ""
    sentence = err.getvalue().strip()
    assert len(sentence.splitlines()) == 1
    assert sentence.endswith("。")
    return sentence


def batch(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "batch.csv"
    path.write_bytes(text.encode(encoding))
    return str(path)


def test_the_example_of_the_issue():
    assert json.loads(run("explain_no_filing", "--from", "2026-02-10", "--json")) == {
        "rule": "explain_no_filing",
        "due_on": "2026-02-24",
        "steps": [
            {"text": "2026年2月10日，公安机关收到《要求说明不立案理由通知书》", "basis": "规则第560条"},
            {"text": "开始之日不计算在内，自2月11日起算", "basis": "刑诉法第105条第2款"},
            {"text": "七日，至2月17日", "basis": "规则第560条"},
            {"text": "2026年2月17日（周二）为节假日（春节），顺延至2月24日", "basis": "刑诉法第105条第4款"},
        ],
        "warnings": [],
    }


def test_hours_also_tell_their_moments():
    found = json.loads(run("detain_interrogate", "--from", "2026-03-02T10:20", "--in-custody", "--json"))
    assert (found["due_on"], found["due_at"], found["legal_due_at"]) == (
        "2026-03-03",
        "2026-03-03T10:20:00",
        "2026-03-03T11:00:00",
    )


def test_custody_and_length():
    assert json.loads(run("explain_filing", "--from", "2026-02-10", "--in-custody", "--json"))["due_on"] == "2026-02-17"
    assert json.loads(run("correction_reply", "--from", "2026-03-02", "--length", "10日", "--json"))["due_on"] == "2026-03-12"
    assert (
        json.loads(run("request_arrest_plus_4d", "--from", "2026-03-02", "--length", "2日", "--json"))["due_on"] == "2026-03-07"
    )


def test_at_once_is_null_with_a_warning():
    found = json.loads(run("over_custody", "--from", "2026-03-02", "--json"))
    assert found["due_on"] is None
    assert found["warnings"]
    assert "due_at" not in found


def test_in_words():
    said = run("explain_no_filing", "--from", "2026-02-10")
    assert said.startswith(
        "说明不立案理由（公安机关，七日，规则第560条；刑诉法第113条；程序规定第182条第1款）\n  1. 2026年2月10日"
    )
    assert "届满：2026年2月24日（周二）\n" in said
    assert "2026年3月3日11时后认定超期" in run("detain_interrogate", "--from", "2026-03-02 10:20")
    assert "届满：没有固定期限" in run("over_custody", "--from", "2026-03-02")
    assert "注意：2027年放假安排：推算，待国务院公布后复核" in run("explain_no_filing", "--from", "2026-12-25")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ((), "请写明规则代码和起算日"),
        (("explain_no_filing",), "请写明规则代码和起算日"),
        (("nothing", "--from", "2026-02-10"), "没有名为“nothing”的期限规则"),
        (("explain_no_filing", "--from", "2026-02-30"), "“2026-02-30”不是有效的日期"),
        (("explain_no_filing", "--from", "20260210"), "“20260210”不是有效的日期"),
        (("explain_no_filing", "--from", "明天"), "“明天”不是有效的日期"),
        (("detain_interrogate", "--from", "2026-03-02"), "请写明起算的时刻"),
        (("detain_interrogate", "--from", "2026-03-02T25:00"), "不是有效的日期"),
        (("continue_invest", "--from", "2026-03-02"), "请指定期限"),
        (("correction_reply", "--from", "2026-03-02", "--length", "若干日"), "不是可以识别的期限"),
        (("explain_no_filing", "--from", "2026-03-02", "--length", "15日"), "不能另行指定"),
        (("--batch", "/nowhere/at/all.csv"), "无法读取"),
        (("explain_no_filing", "--batch", "x.csv"), "不能与"),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_refusals(words, part, form):
    assert part in refused(*words, *form)


def test_batch(tmp_path):
    text = "rule,from,in_custody\nexplain_filing,2026-02-10,true\n\nexplain_filing,2026-02-10,false\ndetain_family,2026-03-02T10:00,true\n"
    path = batch(tmp_path, text, "utf-8-sig")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        lines = [json.loads(line) for line in run("--batch", path).splitlines()]
    assert len(asked) == 1
    assert [line["due_on"] for line in lines] == ["2026-02-17", "2026-02-24", "2026-03-03"]
    assert [line["rule"] for line in lines] == ["explain_filing", "explain_filing", "detain_family"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "第1行应为表头 rule,from,in_custody"),
        ("rule;from\n", "第1行应为表头"),
        (
            "rule,from,in_custody\nexplain_filing,2026-02-10,true\nexplain_filing,2026-02-30,true\n",
            "第3行：“2026-02-30”不是有效的日期",
        ),
        ("rule,from,in_custody\n\nnothing,2026-02-10,true\n", "第3行：没有名为“nothing”的期限规则"),
        ("rule,from,in_custody\nexplain_filing,2026-02-10,是\n", "第2行：in_custody 应为 true 或者 false"),
        ("rule,from,in_custody\nexplain_filing,2026-02-10\n", "第2行：应有3栏"),
        ("rule,from,in_custody\ndetain_family,2026-02-10,true\n", "第2行：“拘留通知家属”以小时计算"),
        ('rule,from,in_custody\n"explain_filing,2026-02-10,true\n', "第2行：应有3栏"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_printed(tmp_path, text, part):
    assert part in refused("--batch", batch(tmp_path, text))


def test_a_file_in_another_encoding(tmp_path):
    assert "UTF-8" in refused("--batch", batch(tmp_path, "规则,from,in_custody\n", "gb18030"))


def test_a_line_that_is_no_csv(tmp_path):
    assert "第2行不是有效的 CSV" in refused("--batch", batch(tmp_path, "rule,from,in_custody\n" + "a" * 140000 + ",b,c\n"))


def test_before_migrate_it_says_so():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE office_calendarday RENAME TO elsewhere")
    assert "请先运行 manage.py migrate" in refused("explain_no_filing", "--from", "2026-02-10")


def test_migrate_alone_brings_nine_years_of_notices():
    """国务院办公厅 2018-2026: days off and make-up days of each notice, by date."""
    assert CalendarDay.objects.filter(kind=CalendarDay.OFF).count() == 255
    assert CalendarDay.objects.filter(kind=CalendarDay.WORK).count() == 59
    new_year = CalendarDay.objects.get(date="2026-01-01")
    assert (new_year.name, new_year.document_no) == ("元旦", "国办发明电〔2025〕7号")
