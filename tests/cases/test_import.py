"""台账导入: the real ledger, every way a day is written, what is refused, what is recognised."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import WINDOWS_EPOCH

from cases.exceptions import Invalid
from cases.ledger.importing import examine, import_ledger
from cases.ledger.importing.days import Day, read_day
from cases.matters import perform
from cases.models import Deadline, Document, Event, FormDraft, Matter, NameMatch
from office import audit
from office.models import OfficeOption
from tests.cases.ledgers import HEADINGS, REAL, STORIES, day, one, open_book, real_ledger, row_of, saved, workbook
from tests.supervision.play import at
from tests.world import signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def look(world, data, **more):
    return examine(data, name="台账.xlsx", kind="filing", office=world.office, today=TODAY, **more)


def bring(world, data, **more):
    return import_ledger(
        data, name="台账.xlsx", kind="filing", office=world.office, officer=world.prosecutor, now=at(TODAY), **more
    )


def texts(findings):
    return {finding.cell: finding.text for finding in findings}


def refusal(world, data):
    """The errors of a file, by cell; nothing is written."""
    report = bring(world, data)
    assert report.errors and report.added == 0
    assert not Matter.objects.exists() and not NameMatch.objects.exists()
    return texts(report.errors)


# --- days ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["2019年7月2日", "2019.7.2", "2019/7/2", "2019-07-02", "20190702", 20190702, 43648, 43648.0, day(2019, 7, 2), date(2019, 7, 2),
     "２０１９年７月２日", "2019年 7月 2日", "2019-07-02 00:00:00", "二〇一九年七月二日", "（2019年7月2日）"],
)  # fmt: skip
def test_every_way_a_day_is_written(written):
    assert read_day(written, today=TODAY, epoch=WINDOWS_EPOCH).on == date(2019, 7, 2)


@pytest.mark.parametrize("written", ["2024年4月", "2024.4", "2019年", 2019, "未载", "（回复日期未载）", "不详", "2019年7月中旬", "约2019年7月"])
def test_what_is_merely_unknown_keeps_its_words(written):
    found = read_day(written, today=TODAY, epoch=WINDOWS_EPOCH)
    assert (found.on, found.fault, found.words) == (None, "", str(written))


@pytest.mark.parametrize("written", [None, "", "  ", "—", "-", "/"])
def test_empty_is_nothing(written):
    assert read_day(written, today=TODAY, epoch=WINDOWS_EPOCH) == Day()


@pytest.mark.parametrize(
    ("written", "why"),
    [("2026年2月30日", "不是存在的日期"), ("2019年13月1日", "不是存在的日期"), ("2019年13月", "没有这个月份"), ("2026年11月21日", "晚于今天"),
     ("2027年1月", "晚于今天"), (day(2026, 12, 1), "晚于今天"), ("刑拘8月13日", "读不成"), ("7月2日", "读不成"), (0.5, "读不成"),
     (True, "不是日期"), ("1018年1月1日", "过早"), ("2019年7月2日、7月5日", "读不成")],
)  # fmt: skip
def test_what_cannot_be_is_a_fault(written, why):
    found = read_day(written, today=TODAY, epoch=WINDOWS_EPOCH)
    assert found.on is None and why in found.fault


# --- the real ledger -------------------------------------------------------------------------------------------------

EXPECTED_WARNINGS = {
    "F4", "J4", "F5", "J5", "F6", "J6", "F7", "I7", "J7", "E8", "F8", "G8",
}  # fmt: skip


def files():
    found = [pytest.param(real_ledger, id="built")]
    if REAL.exists():
        found.append(pytest.param(REAL.read_bytes, id="real"))
    return found


@pytest.mark.parametrize("source", files())
def test_the_real_ledger_comes_in_with_warnings_and_nothing_guessed(world, source):
    report = bring(world, source())
    assert report.errors == [] and report.added == 5
    warned = texts(report.warnings)
    assert set(warned) == EXPECTED_WARNINGS
    assert "“2024年4月”不是具体日期" in warned["E8"] and "海州公安分局" in warned["F4"] and "（日期未载）" in warned["I7"]

    rows = {row.title[:2]: row for row in Matter.objects.select_related("filing")}
    assert {name: (row.variant, row.state) for name, row in rows.items()} == {
        "许某": ("B", "withdrawn"), "温某": ("B", "withdrawn"), "上海": ("A", "tracked"), "某实": ("B", "withdrawn"), "淇县": ("B", "withdrawn"),
    }  # fmt: skip
    assert all(row.imported and row.police is None and row.closed_at is not None for row in rows.values())
    month_only = rows["淇县"]
    assert month_only.opened_on is None and month_only.filing.received_on is None and month_only.filing.police_accepted_on is None
    assert month_only.filing.words == {"受理日期": "2024年4月", "公安机关": "县公安局", "公安立案(受案)日期": "2019年1月"}
    first = month_only.events.get(seq=1)
    assert (first.on, first.on_words) == (None, "2024年4月")
    tracked = rows["上海"].filing
    assert (tracked.filed_on, tracked.transferred_on, tracked.judged_on) == (date(2019, 8, 11), date(2019, 11, 28), date(2019, 12, 10))
    assert tracked.words["后续强制措施及日期"] == "刑事拘留2019年9月4日；取保候审2019年9月7日"
    assert rows["许某"].persons == 1  # 「两人」 stands in the remarks and is not guessed from
    assert not rows["温某"].events.filter(action="explain").exists()
    answered = rows["许某"].events.get(action="explain")
    assert (answered.on, answered.on_words) == (None, "（回复日期未载）")
    assert not Deadline.objects.filter(status="running").exists()
    assert not Document.objects.filter(received_on__isnull=False).exists()  # no day of receipt is in the ledger


@pytest.mark.parametrize("source", files())
def test_a_second_import_adds_nothing(world, source):
    bring(world, source())
    again = bring(world, source())
    assert (again.added, len(again.known), again.changes) == (0, 5, [])
    assert Matter.objects.count() == 5


def test_a_dry_run_writes_nothing_and_says_the_same(world):
    report = look(world, real_ledger())
    assert len(report.new) == 5 and set(texts(report.warnings)) == EXPECTED_WARNINGS
    assert not Matter.objects.exists() and not Event.objects.exists()


# --- what a row becomes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "state", "acts"),
    [
        ({"要求说明理由文书": None, "文书发出日期": None}, "review", ["take_over"]),
        ({}, "awaiting_reasons", ["take_over", "request_a"]),
        ({"公安书面说明日期": "2026.3.10"}, "reasons_given", ["take_over", "request_a", "explain"]),
        ({"公安书面说明日期": "2026.3.10", "监督意见": "通知立案", "监督意见发出日期": "2026.3.20"}, "awaiting_filing",
         ["take_over", "request_a", "explain", "notify_filing"]),
        ({"公安书面说明日期": "2026.3.10", "监督意见": "通知立案", "监督意见发出日期": "2026.3.20", "立案撤案": "2026.3.28"}, "filed",
         ["take_over", "request_a", "explain", "notify_filing", "file"]),
        ({"立案撤案": "2026.3.28", "办理结果": "监督立案", "移送起诉": "2026.6.1"}, "tracking", ["take_over", "request_a", "file", "concluded"]),
        ({"监督类型": "不应当立案而立案", "要求说明理由文书": "要求说明立案理由通知书", "监督意见": "通知撤案", "监督意见发出日期": "2026.3.20",
          "立案撤案": "2026.3.28"}, "withdrawal_informing", ["take_over", "request_b", "notify_withdrawal", "withdraw_case"]),
        ({"公安书面说明日期": "2026.3.10", "监督意见": "理由成立", "监督意见发出日期": "2026.3.20", "办理结果": "理由成立"}, "reasons_accepted",
         ["take_over", "request_a", "explain", "reasons_hold_a", "inform"]),
        ({"监督类型": "逾期不决定", "要求说明理由文书": "通知书"}, "awaiting_reasons", ["take_over", "request_c"]),
        ({"要求说明理由文书": "无", "文书发出日期": None, "办理结果": "无监督必要"}, "no_action", ["take_over", "no_need"]),
    ],
)  # fmt: skip
def test_a_row_reaches_the_state_its_cells_tell(world, cells, state, acts):
    bring(world, one(承办检察官="王砚秋", **cells))
    matter = Matter.objects.get()
    assert matter.state == state and matter.handler == world.prosecutor and matter.police == world.organ
    assert list(matter.events.values_list("action", flat=True)) == acts


def test_only_clocks_whose_starting_fact_has_a_day_begin(world):
    bring(world, one(公安书面说明日期="2026.3.10", 监督意见="通知立案", 监督意见发出日期="2026.3.20", 立案撤案="2026.9.10"))
    clock = Deadline.objects.get(status="running")
    assert (clock.rule, clock.due_on) == ("supervised_case_3m", date(2026, 12, 10))


def test_a_paper_without_receipt_waits_for_its_day(world):
    bring(world, one())
    paper = Document.objects.get()
    assert (paper.status, paper.received_on, paper.issued_on) == ("issued", None, date(2026, 3, 5))
    assert not Deadline.objects.exists()
    perform(paper.matter_id, "receive", officer=world.prosecutor, data={"document": paper.pk}, now=at(TODAY), on=date(2026, 3, 9),
            reason="补登签收日", evidence=[SimpleUploadedFile("回证.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")])  # fmt: skip
    assert Deadline.objects.get().due_on == date(2026, 3, 16)


def test_inner_acts_stay_inside(world):
    """Ledger rows of a disclosed matter: 受理 and 无监督必要 are not for the police to read."""
    bring(world, one(办理结果="无监督必要"))
    matter = Matter.objects.get()
    assert matter.police_from is not None
    assert dict(matter.events.values_list("action", "shown")) == {
        "take_over": "procuratorate", "request_a": "both", "no_need": "procuratorate",
    }  # fmt: skip


def test_a_number_of_ours_is_kept_and_never_given_again(world):
    book = workbook([[*row_of(), "侦监立〔2026〕14号"]], [*HEADINGS, "编号"])
    bring(world, saved(book))
    assert Matter.objects.get().number == "侦监立〔2026〕14号"
    bring(world, one(案件名称="测试乙诈骗立案监督案"))
    assert set(Matter.objects.values_list("number", flat=True)) == {"侦监立〔2026〕14号", "侦监立〔2026〕15号"}


def test_who_imported_what_is_in_the_trail(world):
    bring(world, one())
    entry = audit.entries().get(verb="import_ledger")
    assert entry.officer_name == "王砚秋" and entry.facts["added"] == 1 and len(entry.facts["sha256"]) == 64


# --- the table -------------------------------------------------------------------------------------------------------


def test_merged_cells_speak_for_every_row_they_cover(world):
    book = workbook([row_of(), row_of(案件名称="测试乙诈骗立案监督案", 公安机关=None)])
    book.active.merge_cells("F4:F5")
    bring(world, saved(book))
    assert {row.police for row in Matter.objects.all()} == {world.organ}


def test_headings_in_another_order_and_of_other_names(world):
    rows = [["城东分局", "测试甲诈骗案", "应立不立", day(2026, 3, 2)]]
    book = workbook(rows, ["被监督单位", "案名", "监督类别", "受理时间"], total=False)
    assert bring(world, saved(book)).added == 1


def test_the_offices_own_headings(world):
    book = workbook([["甲案", "应立不立", "城东分局", "2026.3.2"]], ["名堂", "监督类型", "公安机关", "受理日期"], total=False)
    with pytest.raises(Invalid, match="缺少“案件名称”一列"):
        look(world, saved(book))
    OfficeOption.objects.create(office=world.office, key="ledger_columns", value={"名堂": "案件名称"})
    assert len(look(world, saved(book)).new) == 1
    OfficeOption.objects.update(value={"名堂": "没有的列"})
    with pytest.raises(Invalid, match="所指的列不存在"):
        look(world, saved(book))


def test_a_column_nobody_knows_is_said_and_one_standing_twice_refused(world):
    book = workbook([[*row_of(), "×", "×"]], [*HEADINGS, "院内编码", "案件名称"], total=False)
    found = look(world, saved(book))
    assert "院内编码" in texts(found.warnings)["T3"] and "同一列" in texts(found.errors)["U3"]


def test_totals_notes_blank_and_numbered_empty_rows_are_no_rows(world):
    rows = [row_of(), [2], [], ["小计", None, None, "=COUNTA(B4:B4)"], ["注：本表由办公室填报"]]
    assert len(look(world, saved(workbook(rows))).rows) == 1


def test_numbers_kept_as_text_and_text_kept_as_numbers(world):
    book = workbook([row_of(序号="1", 备注=20260101)])
    bring(world, saved(book))
    assert Matter.objects.get().filing.remarks == "20260101"


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "cell", "why"),
    [
        ({"受理日期": "2026年2月30日"}, "E5", "不是存在的日期"),
        ({"文书发出日期": "2026年12月1日"}, "I5", "晚于今天"),
        ({"公安书面说明日期": "=I5+5"}, "J5", "是公式"),
        ({"文书发出日期": "三月五号5"}, "I5", "读不成"),
        ({"监督类型": "立而不侦"}, "C5", "无法识别"),
        ({"监督类型": None}, "C5", "没有填写监督类型"),
        ({"案件名称": None}, "B5", "没有填写案件名称"),
        ({"案件名称": "甲" * 121}, "B5", "超过120个字"),
        ({"监督意见": "通知撤销案件", "监督意见发出日期": "2026.3.20"}, "K5", "不符"),
        ({"办理结果": "监督撤案"}, "Q5", "不符"),
        ({"公安书面说明日期": "2026年3月1日"}, "J5", "早于I5"),
        ({"立案撤案": "2026.5.1", "移送起诉": "2026.4.1"}, "O5", "早于M5"),
        ({"立案撤案": "2026.4.1", "移送起诉": "2026.5.1", "判决日期": "2026.4.20"}, "P5", "早于O5"),
        ({"案件名称": "=A1"}, "B5", "是公式"),
    ],
)  # fmt: skip
def test_one_wrong_cell_and_nothing_is_written(world, cells, cell, why):
    data = saved(workbook([row_of(案件名称="没有错的一行"), row_of(**cells)]))
    assert why in refusal(world, data)[cell]


def test_an_unusual_order_is_only_remarked(world):
    report = look(world, one(受理日期="2026年3月9日"))
    assert report.errors == [] and "早于E4" in texts(report.warnings)["I4"]


def test_an_excel_error_in_a_cell(world):
    book = workbook([row_of()])
    book.active["E4"] = "#REF!"
    book.active["E4"].data_type = "e"
    assert "错误值" in refusal(world, saved(book))["E4"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "不是Excel工作簿"),
        (b"not a workbook", "不是Excel工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版"),
        (b"PK\x03\x04" + b"\0" * 40, "不是Excel工作簿"),
        (b"x" * (20 * 1024 * 1024 + 1), "超过20MB"),
    ],
)
def test_not_a_workbook(world, data, why):
    with pytest.raises(Invalid, match=why):
        bring(world, data)


def archive(**entries: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def test_an_archive_that_is_something_else(world):
    with pytest.raises(Invalid, match="不是Excel工作簿"):
        bring(world, archive(word__document=b"<xml/>"))
    with pytest.raises(Invalid, match=r"另存为\.xlsx"):
        bring(world, archive(xl__workbook=b"<broken"))


def test_a_bomb_is_not_unpacked(world):
    bomb = archive(xl__bomb=b"\0" * (101 * 1024 * 1024))
    began = time.process_time()  # not by the clock on the wall: the machine may have much else to do
    with pytest.raises(Invalid, match="解压后超过"):
        bring(world, bomb)
    assert time.process_time() - began < 5


def test_a_damaged_sheet(world):
    good = one()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, content[: len(content) // 2] if "sheet1" in entry.filename else content)
    with pytest.raises(Invalid, match=r"另存为\.xlsx"):
        bring(world, stream.getvalue())


def test_wrong_headings(world):
    with pytest.raises(Invalid, match="缺少"):
        bring(world, saved(workbook([["甲", 1]], ["姓名", "电话"])))
    with pytest.raises(Invalid, match="没有内容"):
        bring(world, saved(workbook([])))
    with pytest.raises(Invalid, match="没有“lead”这类台账"):
        examine(one(), name="x", kind="lead", office=world.office, today=TODAY)


def test_more_rows_than_a_ledger_has(world, monkeypatch):
    monkeypatch.setattr("cases.ledger.importing.workbook.MOST_ROWS", 5)
    with pytest.raises(Invalid, match="超过5行"):
        bring(world, real_ledger())


# --- what is known already -------------------------------------------------------------------------------------------


def changed(data: bytes, **cells: object) -> bytes:
    book = load_workbook(io.BytesIO(data))
    for address, value in cells.items():
        book.active[address] = value
    return saved(book)


def test_changed_cells_are_listed_and_not_applied(world):
    bring(world, real_ledger())
    again = bring(world, changed(real_ledger(), M4="2019年7月23日", S4="三人", E8="2024年4月8日"))
    assert (again.added, len(again.known)) == (0, 5)
    assert {(one.cell, one.heading, one.old, one.new) for one in again.changes} == {
        ("M4", "公安立案/撤案日期", "2019年7月22日", "2019年7月23日"), ("S4", "备注", "两人", "三人"), ("E8", "受理日期", "2024年4月", "2024年4月8日"),
    }  # fmt: skip
    assert Matter.objects.get(title__startswith="许某").filing.withdrawn_on == date(2019, 7, 22)


def test_another_way_of_writing_the_same_day_is_no_change(world):
    bring(world, real_ledger())
    assert bring(world, changed(real_ledger(), I4=day(2019, 7, 2), M4="2019.7.22")).changes == []


def test_a_matter_amended_here_is_recognised_in_the_old_ledger(world):
    bring(world, one())
    matter = Matter.objects.get()
    perform(matter.pk, "amend", officer=world.prosecutor, data={"target": "matter.title", "value": "测试甲诈骗立案监督案"},
            reason="罪名有误", now=at(TODAY))  # fmt: skip
    again = bring(world, one())
    assert again.added == 0 and len(again.known) == 1 and again.changes == []


def test_the_same_row_twice_in_one_file_is_one_matter(world):
    report = bring(world, saved(workbook([row_of(), row_of()])))
    assert report.added == 1 and "与第4行是同一事项" in texts(report.warnings)["B5"]


def test_same_name_of_another_organ_or_branch_is_another_matter(world):
    rows = [row_of(), row_of(公安机关="河西分局"), row_of(监督类型="逾期不决定")]
    assert bring(world, saved(workbook(rows))).added == 3


# --- names of organs -------------------------------------------------------------------------------------------------


def test_unknown_organs_are_matched_once_and_remembered(world):
    report = look(world, real_ledger())
    assert report.strangers["海州公安分局"] == ["F4"]
    bring(world, real_ledger(), matches={"海州公安分局": world.organ.pk, "良庆公安分局": world.second_organ.pk})
    assert Matter.objects.get(title__startswith="许某").police == world.organ
    assert NameMatch.objects.count() == 2
    more = one(案件名称="测试丙案", 公安机关="海州公安分局")
    report = bring(world, more)
    assert "海州公安分局" not in report.strangers and Matter.objects.get(title="测试丙案").police == world.organ


def test_matching_later_does_not_add_the_row_again(world):
    bring(world, real_ledger())
    again = bring(world, real_ledger(), matches={"海州公安分局": world.organ.pk})
    assert again.added == 0 and len(again.known) == 5


def test_a_matched_row_is_on_the_list_of_its_organ_an_unmatched_on_none(world):
    bring(world, real_ledger(), matches={"海州公安分局": world.organ.pk})
    page = signed_in(world.legal_officer).get("/police/ledger/").content.decode()
    assert "许某某、包某某串通投标立案监督案" in page and "温某某" not in page


def test_an_organ_of_another_office_cannot_be_chosen(world):
    with pytest.raises(Invalid, match="不是本办公室的公安机关"):
        bring(world, real_ledger(), matches={"海州公安分局": world.strange_organ.pk})
    assert not Matter.objects.exists()


def test_two_organs_of_one_short_name_match_neither(world):
    world.second_organ.short_name = world.organ.short_name
    world.second_organ.save()
    assert "城东分局" in look(world, one()).strangers


def test_an_unknown_prosecutor_stays_words(world):
    report = bring(world, one(承办检察官="李无此人"))
    assert "李无此人" in texts(report.warnings)["R4"]
    matter = Matter.objects.get()
    assert matter.handler is None and matter.filing.words["承办检察官"] == "李无此人"


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def ledger_file(tmp_path):
    def write(data, name="台账.xlsx"):
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write


def test_command_reports_on_both_streams(world, ledger_file, capsys):
    call_command("import_ledger", ledger_file(real_ledger()), kind="filing", office="QJ")
    out, err = capsys.readouterr()
    assert out == "立案监督台账“台账.xlsx”已导入：新增5件，已有0件，单元格变动0处（未改动），提示12处。\n"
    assert "提示 E8：" in err and "已登记5件，共5件" in err
    assert Matter.objects.filter(office=world.office).count() == 5


def test_command_dry_run(world, ledger_file, capsys):
    call_command("import_ledger", ledger_file(real_ledger()), kind="filing", office="QJ", dry_run=True)
    assert "检查完毕，未写入：可新增5件" in capsys.readouterr().out
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    ("data", "options", "why"),
    [
        (one(受理日期="2026年2月30日"), {"office": "QJ"}, "错误 E4：受理日期“2026年2月30日”不是存在的日期"),
        (b"text", {"office": "QJ"}, "不是Excel工作簿"),
        (one(), {"office": "NO"}, "没有代码为“NO”的办公室"),
        (one(), {}, "有多个办公室"),
        (one(), {"office": "QJ", "kind": "none"}, "没有“none”这类台账"),
    ],
)
def test_command_refuses_with_a_sentence(world, ledger_file, capsys, data, options, why):
    with pytest.raises(SystemExit) as ended:
        call_command("import_ledger", ledger_file(data), **{"kind": "filing", **options})
    out, err = capsys.readouterr()
    assert ended.value.code == 2 and why in err and out == ""
    assert not Matter.objects.exists()


def test_command_names_a_missing_file(world, capsys):
    with pytest.raises(SystemExit):
        call_command("import_ledger", "没有.xlsx", kind="filing", office="QJ")
    assert "无法读取“没有.xlsx”" in capsys.readouterr().err


# --- the page --------------------------------------------------------------------------------------------------------

URL = "/procuratorate/ledger/import/"


def upload(client, data, name="台账.xlsx"):
    return client.post(URL, {"press": "upload", "file": SimpleUploadedFile(name, data, XLSX)})


def test_page_uploads_previews_matches_and_confirms(world):
    client = signed_in(world.prosecutor)
    assert upload(client, real_ledger()).status_code == 302
    page = client.get(URL).content.decode()
    assert "确认导入5件" in page and "海州公安分局" in page and not Matter.objects.exists()
    names = sorted(row[5] for row in STORIES)
    chosen = {f"match-{names.index('海州公安分局')}": str(world.organ.pk)}
    looked = client.post(URL, {"press": "match", **chosen}).content.decode()
    assert world.organ.name in looked and not NameMatch.objects.exists()
    done = client.post(URL, {"press": "confirm", **chosen})
    assert done.status_code == 302 and done["Location"] == "/procuratorate/ledger/"
    assert Matter.objects.count() == 5 and Matter.objects.get(title__startswith="许某").police == world.organ
    assert not FormDraft.objects.exists()
    assert client.post(URL, {"press": "confirm"}).status_code == 400  # nothing is held any more


def test_page_refuses_and_keeps_nothing(world):
    client = signed_in(world.prosecutor)
    answer = upload(client, b"nothing")
    assert answer.status_code == 400 and "不是Excel工作簿" in answer.content.decode()
    assert client.post(URL, {"press": "upload"}).status_code == 400
    assert not FormDraft.objects.exists()


def test_page_leaves_a_very_long_ledger_to_the_command(world, monkeypatch):
    monkeypatch.setattr("cases.ledger.views.MOST_AT_ONCE", 4)
    answer = upload(signed_in(world.prosecutor), real_ledger())
    assert answer.status_code == 400 and "网页一次最多导入4件" in answer.content.decode() and not FormDraft.objects.exists()


def test_page_shows_errors_by_cell_and_confirms_nothing(world):
    client = signed_in(world.prosecutor)
    upload(client, one(受理日期="2026年2月30日"))
    page = client.get(URL).content.decode()
    assert "E4：受理日期“2026年2月30日”不是存在的日期" in page and "确认导入" not in page
    answer = client.post(URL, {"press": "confirm"})
    assert answer.status_code == 400 and not Matter.objects.exists()
    client.post(URL, {"press": "cancel"})
    assert "选择文件" in client.get(URL).content.decode()


def test_template_is_what_the_import_reads(world):
    answer = signed_in(world.prosecutor).get("/procuratorate/ledger/template/")
    sheet = open_book(answer.content)
    assert [cell.value for cell in sheet[3]][:4] == ["序号", "编号", "案件名称", "监督类型"]
    sheet["C4"], sheet["D4"], sheet["F4"], sheet["G4"] = "测试甲诈骗案", "应当立案而不立案", "2026年3月2日", "城东分局"
    assert bring(world, saved(sheet.parent)).added == 1


def test_many_rows_in_reasonable_time(world):
    """Two hundred rows; the page of an office's ten years stays usable."""
    rows = [row_of(案件名称=f"测试{number}立案监督案") for number in range(200)]
    began = time.process_time()
    assert bring(world, saved(workbook(rows))).added == 200
    assert time.process_time() - began < 60


def test_an_empty_workbook(world):
    with pytest.raises(Invalid, match="没有找到立案监督台账的表头"):
        bring(world, saved(Workbook()))
