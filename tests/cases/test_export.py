"""台账导出: the office's layout, text that stays text, what the police do not get, and the way back in."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cases.ledger.importing import import_ledger
from cases.matters import perform
from cases.models import Matter
from office import audit
from tests.cases.ledgers import day, one, real_ledger, row_of, saved, workbook
from tests.supervision.play import act, at, lead, receive, sign
from tests.world import signed_in

pytestmark = pytest.mark.django_db
URL = "/procuratorate/ledger/export/"
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def bring(world, data, **more):
    return import_ledger(data, name="台账.xlsx", kind="filing", office=world.office, officer=world.prosecutor, now=at(TODAY), **more)


def sheet_of(answer):
    assert answer.status_code == 200, answer.content.decode()[:400]
    return load_workbook(io.BytesIO(answer.content)).active


@pytest.fixture
def lived(world):
    """A matter that went its whole way here, with things the police must not read."""
    matter = perform(None, "take_over", kind="filing", officer=world.prosecutor, now=at("2026-02-02"),
                     data=lead("A", received_on="2026-02-02", police=str(world.organ.pk), title="内部名称控告人甲", public_title="测试甲立案监督案")).matter  # fmt: skip
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-06")
    receive(matter, world.legal_officer, "2026-02-10")
    act(matter, "explain", world.legal_officer, "2026-02-12")
    sign(matter, world.head, "2026-02-13")
    receive(matter, world.case_manager, "2026-02-13")
    act(matter, "notify_filing", world.prosecutor, "2026-02-25")
    sign(matter, world.chief, "2026-02-26")
    receive(matter, world.legal_officer, "2026-02-27")
    act(matter, "file", world.legal_officer, "2026-03-10", {"own_number": "城公（刑）立字〔2026〕9号", "filed_on": "2026-03-09"})
    sign(matter, world.head, "2026-03-10")
    return matter


def test_layout_is_the_offices_own(world):
    bring(world, real_ledger())
    sheet = sheet_of(signed_in(world.prosecutor).get(URL))
    assert sheet["A1"].value == "刑事立案监督案件台账" and "A1:T1" in {str(area) for area in sheet.merged_cells.ranges}
    line = " ".join(str(cell.value) for cell in sheet[2] if cell.value)
    assert world.office.name in line and "统计期间：截至2026年11月20日" in line and "填报人：王砚秋" in line and "填报日期：2026年11月20日" in line
    assert [cell.value for cell in sheet[3]] == [
        "序号", "编号", "案件名称", "监督类型", "线索来源", "受理日期", "公安机关", "公安立案(受案)日期", "要求说明理由文书", "文书发出日期",
        "公安书面说明日期", "监督意见", "监督意见发出日期", "公安立案/撤案日期", "后续强制措施及日期", "移送起诉/提起公诉日期", "判决日期",
        "办理结果", "承办检察官", "备注",
    ]  # fmt: skip
    assert sheet.freeze_panes == "D4" and sheet.print_title_rows == "$1:$3"
    assert sheet.print_area.endswith("$A$1:$T$9")
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.oddFooter.center.text == "第&P页 共&N页"
    assert sheet["A9"].value == "合计" and sheet["C9"].value == "=COUNTA(C4:C8)"
    assert sheet["R9"].value == "监督撤案4件、监督立案1件"
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["A"].width


def test_days_are_days_and_words_are_words(world):
    bring(world, real_ledger())
    sheet = sheet_of(signed_in(world.prosecutor).get(URL))
    assert sheet["F4"].value == day(2019, 6, 19) and "年" in sheet["F4"].number_format
    assert sheet["F8"].value == "2024年4月" and sheet["K4"].value == "（回复日期未载）"
    assert sheet["B4"].number_format == "@" and sheet["E4"].value == "当事人申请监督"


def test_the_way_back_in_adds_and_changes_nothing(world, lived):
    bring(world, real_ledger(), matches={"海州公安分局": world.organ.pk})
    answer = signed_in(world.prosecutor).get(URL)
    again = bring(world, answer.content)
    assert again.errors == [] and (again.added, len(again.known)) == (0, 6)
    assert again.changes == []


@pytest.mark.parametrize("words", ["=HYPERLINK(\"http://x\")", "+1+1", "-2", "@SUM(A1)", "http://example.com"])
def test_words_never_become_formulas_or_links(world, words):
    book = workbook([row_of(备注="…")])
    book.active["S4"] = words
    book.active["S4"].data_type = "s"
    bring(world, saved(book))
    sheet = sheet_of(signed_in(world.prosecutor).get(URL))
    assert (sheet["T4"].value, sheet["T4"].data_type, sheet["T4"].hyperlink) == (words, "s", None)


def test_a_long_number_keeps_its_digits(world):
    bring(world, one(备注="110101199002030012345678"))
    assert sheet_of(signed_in(world.prosecutor).get(URL))["T4"].value == "110101199002030012345678"


def test_a_matter_of_ours_fills_its_row(world, lived):
    cells = [cell.value for cell in sheet_of(signed_in(world.prosecutor).get(URL))[4]]
    assert cells[1:14] == [
        lived.number, "内部名称控告人甲", "应当立案而不立案", "当事人控告、申诉", day(2026, 2, 2), world.organ.name, None,
        "要求说明不立案理由通知书", day(2026, 2, 6), day(2026, 2, 13), "通知立案", day(2026, 2, 26), day(2026, 3, 9),
    ]  # fmt: skip
    assert cells[17:19] == ["监督立案", "王砚秋"]


def test_the_screen_and_the_file_hold_the_same_rows(world, lived):
    bring(world, real_ledger())
    client = signed_in(world.prosecutor)
    query = "?since=2019-06-01&until=2019-08-31&variant=B"
    page = client.get(f"/procuratorate/ledger/{query}").content.decode()
    sheet = sheet_of(client.get(f"{URL}{query}"))
    names = [row[2].value for row in sheet.iter_rows(min_row=4, max_row=sheet.max_row - 1)]
    assert names == ["许某某、包某某串通投标立案监督案", "温某某合同诈骗立案监督案"]
    assert all(name in page for name in names) and "上海甲" not in page and "淇县" not in page
    assert "2019年6月1日至2019年8月31日" in page and "另有1件受理日期未载" in page
    assert "统计期间：2019年6月1日至2019年8月31日" in " ".join(str(cell.value) for cell in sheet[2])


def test_every_filter_narrows(world, lived):
    bring(world, real_ledger())
    client = signed_in(world.prosecutor)
    for query, count in (("?status=open", 1), ("?status=closed", 5), (f"?organ={world.organ.pk}", 1), ("?q=温某某", 1), ("?q=侦监立〔2019〕", 3)):
        assert sheet_of(client.get(URL + query)).max_row == 3 + count + 1, query
    assert client.get(URL + "?since=2026-02-30").status_code == 400
    assert client.get("/procuratorate/ledger/?since=2026-03-01&until=2026-02-01").status_code == 400


def test_the_police_get_their_own_disclosed_rows_without_what_is_internal(world, lived):
    bring(world, one(公安机关="河西分局", 案件名称="另一单位案件"))
    bring(world, one(要求说明理由文书=None, 文书发出日期=None, 案件名称="尚未公开案件"))
    Matter.objects.filter(pk=lived.pk).update(title="内部名称控告人甲")
    answer = signed_in(world.legal_officer).get("/police/ledger/export/")
    sheet = sheet_of(answer)
    headings = [cell.value for cell in sheet[3]]
    for internal in ("线索来源", "受理日期", "后续强制措施及日期", "判决日期", "承办检察官", "备注"):
        assert internal not in headings
    said = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert "测试甲立案监督案" in said and "2026-02-13" in said
    for hidden in ("控告人", "内部名称", "另一单位", "尚未公开", "王砚秋", "当事人"):
        assert hidden not in said
    page = signed_in(world.legal_officer).get("/police/ledger/").content.decode()
    assert "测试甲立案监督案" in page and "控告人甲" not in page and "线索来源" not in page and "受理日期" not in page
    # 受理 on 2 February is not told, the paper of 6 February is
    for query, count in (("?until=2026-02-05", 0), ("?since=2026-02-06&until=2026-02-06", 1)):
        found = sheet_of(signed_in(world.legal_officer).get(f"/police/ledger/export/{query}"))
        assert found.max_row == 3 + count + 1
    assert world.organ.name in str(sheet["A2"].value)


def test_export_is_in_the_trail_with_its_rows(world):
    bring(world, real_ledger())
    signed_in(world.prosecutor).get(URL)
    entry = audit.entries().get(verb="export")
    assert entry.officer_name == "王砚秋" and entry.facts["rows"] == 5


def test_an_empty_ledger_is_a_ledger_too(world):
    sheet = sheet_of(signed_in(world.prosecutor).get(URL))
    assert sheet["A4"].value == "合计" and sheet["C4"].value == 0
    assert "现在还没有事项" in signed_in(world.prosecutor).get("/procuratorate/ledger/").content.decode()


def test_constant_number_of_queries(world):
    client = signed_in(world.prosecutor)
    bring(world, saved(workbook([row_of(案件名称=f"测试{number}案") for number in range(3)])))
    with CaptureQueriesContext(connection) as few:
        client.get("/procuratorate/ledger/")
    bring(world, saved(workbook([row_of(案件名称=f"测试{number}案") for number in range(3, 60)])))
    with CaptureQueriesContext(connection) as many:
        page = client.get("/procuratorate/ledger/")
    assert len(many) == len(few)
    assert "下一页" in page.content.decode()


def test_pages_follow_one_another(world):
    client = signed_in(world.prosecutor)
    bring(world, saved(workbook([row_of(案件名称=f"测试{number}案") for number in range(53)])))
    first = client.get("/procuratorate/ledger/").content.decode()
    cursor = first.split("after=")[1].split('"')[0]
    second = client.get(f"/procuratorate/ledger/?after={cursor}").content.decode()
    assert "测试52案" in first and "测试52案" not in second and "测试0案" in second and "测试2案" in second
    assert client.get("/procuratorate/ledger/?after=%F0%9F%92%A9").status_code == 400
