"""节假日: notices are read strictly, and a notice for a year replaces the one before it."""

import copy
import json
from datetime import date

import pytest

from office.holidays import DATA, NoticeError, OfficeCalendar, calendar, days_of, replace_days, shipped_notices, with_notice
from office.models import CalendarDay

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
    "work": ["2026-12-27", "2027-02-20"],
}


def changed(**values):
    return {**copy.deepcopy(NOTICE), **values}


@pytest.mark.parametrize(
    ("notice", "part"),
    [
        ([], "应写明 year"),
        ({"year": 2027}, "应写明 year"),
        (changed(year="2027"), "应为数字"),
        (changed(off=[["元旦", "2027-01-01"]]), "应写成 [节日, 首日, 末日]"),
        (changed(off=[["元旦", "2027-01-03", "2027-01-01"]]), "元旦的放假起止日有误"),
        (changed(off=[["元旦", "2027-01-01", "2027-11-01"]]), "元旦的放假起止日有误"),
        (changed(off=[["元旦", "2027-13-01", "2027-13-02"]]), "“2027-13-01”不是有效的日期"),
        (changed(work=[20270220]), "“20270220”不是有效的日期"),
        (changed(work=["2027-02-06"]), "2027-02-06在放假通知中出现了两次"),
        (changed(work=["2030-02-06"]), "2030-02-06不在2027年前后"),
        (changed(off=[["春节", "2027-02-05", "2027-02-11"]]), "没有写2027年元旦"),
        (changed(off=NOTICE["off"][:3]), "没有写劳动节、端午节、中秋节、国庆节"),
    ],
)
def test_bad_notice_is_one_sentence(notice, part):
    with pytest.raises(NoticeError) as refusal:
        days_of(notice)
    assert part in str(refusal.value)
    assert str(refusal.value).count("。") == 1


def test_every_shipped_notice_reads():
    assert [notice["year"] for notice in shipped_notices()] == list(range(2018, 2027))
    assert json.loads(DATA.read_text(encoding="utf-8")) == shipped_notices()
    days = [day for notice in shipped_notices() for day in days_of(notice)]
    assert len({day.date for day in days}) == len(days) == 314
    assert all(day.date.weekday() >= 5 for day in days if day.kind == CalendarDay.WORK)


def test_statutory_days_without_a_notice():
    """放假办法 (2024): 元旦1、春节4（除夕至初三）、清明1、劳动节2、端午1、中秋1、国庆3; no days in lieu."""
    bare = OfficeCalendar([])
    weekdays_off = [
        day
        for n in range(365)
        if (day := date.fromordinal(date(2027, 1, 1).toordinal() + n)).weekday() < 5 and bare.is_holiday(day)
    ]
    assert [day.isoformat() for day in weekdays_off] == [
        "2027-01-01", "2027-02-05", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15", "2027-10-01",
    ]  # fmt: skip
    assert bare.name(date(2027, 10, 1)) == "国庆节"
    assert bare.name(date(2027, 10, 9)) == ""
    assert not bare.official(2027)
    assert bare.caveat(2027) == "2027年放假安排：推算，待国务院公布后复核"
    # 2016-02-12 was off by the notice of that year, not by statute.
    assert not bare.is_holiday(date(2016, 2, 12))


@pytest.mark.django_db
def test_calendar_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        days = calendar()
        assert days.is_holiday(date(2026, 2, 17))
        assert days.name(date(2026, 2, 17)) == "春节"
        assert days.name(date(2026, 2, 28)) == "调休上班"
        assert days.name(date(2026, 3, 3)) == ""
        assert days.official(2026)
        assert days.caveat(2026) == ""


@pytest.mark.django_db
def test_a_correction_replaces_its_year_and_no_other():
    """As in 2019: a second notice of the same year; days that the notice of the next year put into this one stay."""
    original = CalendarDay.objects.count()
    replace_days(with_notice(days_of(NOTICE), 2027).values())
    assert CalendarDay.objects.count() == original + 27
    correction = changed(
        title="更正",
        off=[["元旦", "2027-01-01", "2027-01-01"], ["春节", "2027-02-05", "2027-02-08"], *NOTICE["off"][2:]],
        work=[],
    )
    replace_days(with_notice(days_of(correction), 2027).values())
    assert CalendarDay.objects.count() == original + 20
    days = calendar()
    assert not days.is_holiday(date(2027, 2, 9))
    assert days.is_holiday(date(2026, 12, 27))
    assert days.is_holiday(date(2022, 12, 31))
