"""The six sections of a bulletin as JSON: sentences and tables whose figures carry the key of their rows.

Written as a person would write it: full sentences, no row of noughts, 件、件次、人、日 as units. What is frozen at 印发 is this
very structure, so that page, paper and rows can never disagree.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from cases.matters.table.workflow import DOCUMENT_TYPES
from office import audit
from office.blocks import chinese_date
from office.models import JointOffice
from reports.documents import clocks, filing, pending
from reports.documents.sheet import NUMERALS, Sheet, joined, said
from reports.documents.tables import Part
from reports.indicators import (
    CORRECTIONS,
    INDICATORS,
    OBJECTIONS,
    Duty,
    Figure,
    Period,
    fulfilment,
    measure,
    number_gaps,
    quality,
    standing_over,
)
from reports.models import month_words

BLOCKS = {"summary": "本期概况", "next": "下一步工作"}
"""The paragraphs that prosecutors may rewrite while the bulletin is a draft."""

QUALITY = {
    "imported": ("件", "本期数字涉及由台账导入的事项{}，其办理日期以原台账记载为准。"),
    "undated": ("条", "日期不详的办理记录{}，不计入任何月份。"),
    "no_organ": ("件", "尚未载明公安机关的在办事项{}，不计入各公安机关的数字。"),
    "unsigned": ("件", "期末以前发出、至今尚未签收的文书{}，其期限未起算。"),
    "no_receipt_day": ("件", "已经送达而签收日期不详的文书{}，待补登签收日后方可计算期限。"),
    "unclear": ("件次", "履行日期不详、无法判断是否按期的期限{}，未计入第四部分。"),
    "entered": ("件次", "由检察机关依据纸质文书线下登记的办理记录{}。"),
    "amended": ("件次", "本月更正登记事项{}。"),
    "undone": ("件次", "本月撤销上一步{}，被撤销的办理不计入本通报。"),
}


def content_of(office: JointOffice, month: date, *, today: date, text: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The whole bulletin of a month as it stands today. ``text``: the paragraphs that were rewritten."""
    period = Period.of(office.pk, month, today)
    organs = list(office.organs.select_related("parent").order_by("order", "code"))
    sheet = Sheet(office, organs, period, today, text or {})
    counted = {row.key: measure(row, period) for row in (*INDICATORS.values(), *OBJECTIONS.values(), *CORRECTIONS.values())}
    for row in (*INDICATORS.values(), *OBJECTIONS.values(), *CORRECTIONS.values()):
        sheet.define(row.key, row.label, row.unit, row.formula, row.source)
    duties, unclear = fulfilment(period)
    over = standing_over(period)
    waiting = pending.open_matters(office.pk, organs, today=today)
    parts = [
        ("本期概况", sheet.written("summary", _summary(sheet, counted, duties, waiting))),
        ("立案监督", filing.section(sheet, counted)),
        ("侦查活动监督", filing.corrections(sheet, counted)),
        ("双方期限履行", clocks.section(sheet, duties, over)),
        ("未了事项与下一步", [*pending.section(sheet, waiting), *pending.next_steps(sheet, waiting)]),
        ("数据质量说明", _quality(sheet, unclear)),
    ]
    superiors = [office.procuratorate.parent, *(organ.parent for organ in organs)]
    return {
        "office": office.name,
        "month": month.isoformat(),
        "as_of": today.isoformat(),
        "running": period.running,
        "title": f"关于{month_words(month)}侦查监督与协作配合\n工作情况的通报",
        "to": "，".join([office.procuratorate.name, "、".join(organ.name for organ in organs)]).strip("，"),
        "cc": list(dict.fromkeys(one.name for one in superiors if one is not None and one not in organs)),
        "sections": [{"title": f"{NUMERALS[n]}、{name}", "blocks": blocks} for n, (name, blocks) in enumerate(parts)],
        "figures": {key: figure.frozen() for key, figure in sheet.figures.items()},
        "definitions": sheet.definitions,
    }


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content: what a leader read is what he signs."""
    words = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


# ------------------------------------------------------------------------------------------------ 一


def _summary(
    sheet: Sheet, counted: Mapping[str, dict[str, Figure]], duties: list[Duty], waiting: pending.Waiting
) -> list[list[Part]]:
    plain = ("accepted", "requested", "explained", "notified_filing", "notified_withdrawal")
    clauses: list[list[Part]] = [
        [(INDICATORS[key].label, ""), sheet.part(key, counted[key][""], "件", persons=True)]
        for key in plain
        if counted[key][""].count
    ]
    for key, unprompted in (("filed", "filed_unprompted"), ("withdrawn", "withdrawn_unprompted")):
        if counted[key][""].count:
            clause: list[Part] = [(INDICATORS[key].label, ""), sheet.part(key, counted[key][""], "件", persons=True)]
            if counted[unprompted][""].count:
                clause += [(f"（{INDICATORS[unprompted].label}", ""), sheet.part(unprompted, counted[unprompted][""], "件"), ("）", "")]
            clauses.append(clause)
    for key, label, unit in (("corrections", "发出《纠正违法通知书》", "件次"), ("closed", "办结", "件")):
        if counted[key][""].count:
            clauses.append([(label, ""), sheet.part(key, counted[key][""], unit)])
    month = month_words(sheet.period.first)
    when = f"{month}（截至{chinese_date(sheet.today)}，本月尚未结束）" if sheet.period.running else month
    if clauses:
        first = [(f"{when}，{sheet.office.name}办理立案监督情况如下：", ""), *joined(clauses, "，"), ("。", "")]
    else:
        first = [(f"{when}，{sheet.office.name}没有新受理立案监督，也没有办理要求说明理由、通知立案和通知撤案。", "")]
    return [first, clocks.in_words(sheet, duties), pending.in_words(sheet, waiting, whole=False)]


# ------------------------------------------------------------------------------------------------ 六


def _quality(sheet: Sheet, unclear: Figure) -> list[dict[str, Any]]:
    found = {**quality(sheet.period), "unclear": unclear}
    lines: list[list[Part]] = []
    for key, (unit, sentence) in QUALITY.items():
        sheet.define(key, sentence.split("{}")[0].rstrip("，"), unit, sentence.format("若干").rstrip("。"), "系统登记情况")
        if found[key].count:
            before, after = sentence.split("{}")
            lines.append([(before, ""), sheet.part(key, found[key], unit), (after, "")])
    lines += [[(sentence, "")] for sentence in _numbers(sheet)]
    lines.append([(_trail(sheet), "")])
    return [said([(f"{n}.", ""), *line]) for n, line in enumerate(lines, 1)]


def _numbers(sheet: Sheet) -> list[str]:
    names = {code: kind.name for code, kind in DOCUMENT_TYPES.items() if kind.origin == "made"}
    gaps, voided = number_gaps(sheet.office.procuratorate_id, sheet.period.first.year, names)
    year = sheet.period.first.year
    sentences = [
        f"{year}年《{gap.name}》文号缺{'、'.join(str(seq) for seq in gap.missing[:10])}号{'等' if len(gap.missing) > 10 else ''}，应当查明。"
        for gap in gaps
    ]
    if not gaps:
        sentences.append(f"{year}年本院制发文书的文号连续{f'，其中作废{voided}个，均载明理由' if voided else '，没有缺号'}。")
    return sentences


def _trail(sheet: Sheet) -> str:
    finding = next(audit.verify(str(sheet.office.pk)), None)
    if finding is None:
        return "本办公室留痕链逐条核验相符。"
    return f"本办公室留痕链核验不符：{finding.text}，应当立即查明，查明以前本通报数字仅供参考。"


