"""Ledgers as offices keep them, built in memory: the layout and the facts of a real one, and small ones for one point."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

REAL = Path(__file__).parents[3] / "shared" / "real" / "ledger-filing.xlsx"
HEADINGS = [
    "序号", "案件名称", "监督类型", "线索来源", "受理日期", "公安机关", "公安立案(受案)日期", "要求说明理由文书", "文书发出日期",
    "公安书面说明日期", "监督意见", "监督意见发出日期", "公安立案/撤案日期", "后续强制措施及日期", "移送起诉/提起公诉日期", "判决日期",
    "办理结果", "承办检察官", "备注",
]  # fmt: skip


def day(year: int, month: int, number: int) -> datetime:
    """A day as Excel holds it: a moment without a zone."""
    return datetime(year, month, number)  # noqa: DTZ001


#: Five public stories, persons anonymised by their source; None stands for an empty cell.
STORIES: list[list[Any]] = [
    [1, "许某某、包某某串通投标立案监督案", "不应当立案而立案", "当事人申请监督", "2019年6月19日", "海州公安分局", day(2019, 4, 26),
     "要求说明立案理由通知书", "2019.7.2", "（回复日期未载）", "通知撤销案件", "2019年7月18日", day(2019, 7, 22), None, None, None, "监督撤案", None, "两人"],
    [2, "温某某合同诈骗立案监督案", "不应当立案而立案", "辩护律师申请监督", day(2019, 8, 26), "良庆公安分局", "2011年10月14日",
     "要求说明立案理由通知书", day(2019, 9, 16), None, "通知撤销案件", "2019-09-27", "2019年9月30日", "刑事拘留2019年8月13日；9月12日释放",
     None, None, "监督撤案", None, "挂案"],
    [3, "上海甲建筑装饰有限公司、吕某拒不执行判决立案监督案", "应当立案而不立案", "被害单位申请监督", "2019/6/3", "青浦公安分局", None,
     "要求说明不立案理由通知书", day(2019, 7, 9), None, "通知立案", "2019年8月6日", day(2019, 8, 11),
     "刑事拘留2019年9月4日；取保候审2019年9月7日", day(2019, 11, 28), "2019年12月10日", "监督立案", None, "单位犯罪"],
    [4, "某实业公司涉嫌销售假冒注册商标的商品立案监督案", "不应当立案而立案", "当事人申请监督", day(2018, 6, 8), "南海分局", "2018年5月31日",
     "要求说明立案理由通知书", "（日期未载）", None, "通知撤销案件", day(2018, 8, 3), "2018年8月10日", None, None, None, "监督撤案", None,
     "两次听证；同日发还扣押货物"],
    [5, "淇县某石材有限公司非法采矿挂案监督撤案", "不应当立案而立案", "来信反映", "2024年4月", "县公安局", "2019年1月", None, None, None,
     "通知撤销案件", day(2024, 4, 29), "2024年4月29日", None, None, None, "监督撤案", None, "挂案；受理、立案日期只到月"],
]  # fmt: skip


def workbook(rows: list[list[Any]], headings: list[str] | None = None, *, total: bool = True) -> Workbook:
    """The layout of a real ledger: merged title, unit line, headings in the third row, a total with a formula."""
    headings = headings or HEADINGS
    book = Workbook()
    sheet = book.active
    sheet.title = "立案监督台账"
    last = len(headings)
    sheet.append(["刑事立案监督案件台账"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    sheet.append(["填报单位：×××人民检察院派驻侦查监督与协作配合办公室", None, None, "统计期间：2018年1月1日至2024年12月31日"])
    sheet.merge_cells("A2:C2")
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    if total:
        bottom = len(rows) + 4
        sheet.cell(bottom, 1, "合计")
        sheet.merge_cells(start_row=bottom, start_column=1, end_row=bottom, end_column=3)
        sheet.cell(bottom, 4, f"=COUNTA(B4:B{bottom - 1})")
    return book


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def real_ledger() -> bytes:
    return saved(workbook(STORIES))


def one(**values: Any) -> bytes:
    """A ledger of one plain row, with these cells (by heading) instead."""
    return saved(workbook([row_of(**values)]))


def row_of(**values: Any) -> list[Any]:
    plain = {
        "序号": 1, "案件名称": "测试甲合同诈骗立案监督案", "监督类型": "应当立案而不立案", "线索来源": "办案发现", "受理日期": "2026年3月2日",
        "公安机关": "城东分局", "要求说明理由文书": "要求说明不立案理由通知书", "文书发出日期": "2026年3月5日",
    }  # fmt: skip
    plain |= {{"立案撤案": "公安立案/撤案日期", "移送起诉": "移送起诉/提起公诉日期", "立案受案": "公安立案(受案)日期"}.get(k, k): v for k, v in values.items()}
    return [plain.get(heading) for heading in HEADINGS]


def open_book(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data)).active
