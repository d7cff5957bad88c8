"""四、双方期限履行: both agencies' statutory clocks in one table; rights, reminders and tracking nodes are left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from office.blocks import chinese_date
from reports import charts
from reports.documents.sheet import Sheet, joined, said
from reports.documents.tables import Part
from reports.indicators import DUE, KEPT, LATE, OBLIGORS, OUTCOMES, SMALL, UNKEPT, Duty, Figure, percent_words, total

FORMULAS = {
    DUE: "届满日在本月、且届满前没有被其他程序取代的义务性期限",
    KEPT: "到期应履行中，在届满日以前（含当日）履行的",
    LATE: "到期应履行中，届满日以后、统计日以前履行的",
    UNKEPT: "到期应履行中，至统计日仍未履行，或者届满后未履行即转入其他程序的",
}


def section(sheet: Sheet, duties: list[Duty], over: Mapping[str, Figure]) -> list[dict[str, Any]]:
    """The table, what it counts, and what was left over from earlier months."""
    for outcome, label in OUTCOMES.items():
        sheet.define(outcome, label, "件次", FORMULAS[outcome], "规则表所载各条")
    sheet.define("over", "以前月份到期、至期末仍未履行", "件次", "届满日早于本月、至统计日仍未履行的义务性期限", "规则表所载各条")
    until = chinese_date(sheet.period.until)
    blocks: list[dict[str, Any]] = []
    if duties:
        blocks.append(said([(f"检察机关和公安机关的法定期限按同一口径列入下表，截至{until}。", "")]))
        blocks.append(_clock_table(sheet, duties))
        blocks.append(said(_note(duties)))
        groups = [
            charts.Group(name, [total([d for d in duties if d.owed_by == code], outcome).count for outcome in (KEPT, LATE, UNKEPT)])
            for code, name in OBLIGORS.items()
            if any(duty.owed_by == code for duty in duties)
        ]
        series = [OUTCOMES[outcome] for outcome in (KEPT, LATE, UNKEPT)]
        caption = "本月到期期限的履行情况（件次）"
        blocks.append(sheet.drawing(caption, charts.bars(caption, series, groups, "件次"), f"{caption}：{charts.told(series, groups, '件次')}"))
    else:
        blocks.append(said([("本月没有到期应履行的法定期限。", "")]))
    carried: list[list[Part]] = [
        [(OBLIGORS[code], ""), sheet.part(f"over.{code}", figure, "件次")] for code, figure in over.items() if figure.count
    ]
    if carried:
        blocks.append(said([(f"以前月份到期、截至{until}仍未履行的，", ""), *joined(carried, "，"), ("。", "")]))
    return blocks


def _clock_table(sheet: Sheet, duties: list[Duty]) -> dict[str, Any]:
    rows: list[list[Part]] = []
    keys: list[str] = []
    for code, name in OBLIGORS.items():
        own = [duty for duty in duties if duty.owed_by == code]
        for duty in own:
            rows.append([(name, ""), (f"{duty.label}（{duty.article.split('；')[0]}）", ""), *_outcomes(sheet, f"{code}.{duty.rule}", [duty])])
            keys.append(f"{code}.{duty.rule}")
        if len(own) > 1:
            rows.append([(name, ""), ("小计", ""), *_outcomes(sheet, code, own)])
            keys.append("")
    headers = ["义务机关", "期限（依据）", "到期\n应履行", "按期\n履行", "逾期\n履行", "逾期\n未履行", "按期\n履行率"]
    return sheet.table(
        "双方期限履行情况（件次）", headers, rows, keys,
        order=[f"{duty.owed_by}.{duty.rule}" for duty in duties], widths=[62, 132, 49, 49, 49, 49, 52],
    )  # fmt: skip


def _outcomes(sheet: Sheet, key: str, duties: list[Duty]) -> list[Part]:
    cells = [sheet.part(f"{outcome}.{key}", total(duties, outcome), "") for outcome in OUTCOMES]
    return [*cells, (percent_words(total(duties, KEPT).count, total(duties, DUE).count), "")]


def _note(duties: list[Duty]) -> list[Part]:
    small = any(total([duty], DUE).count < SMALL for duty in duties)
    words = (
        "注：只计义务性期限，复议、复核等权利性期限、内部提醒和立案后三个月的跟踪节点不计；"
        "届满前已由其他程序取代的不计；按期履行率为按期履行件次除以到期应履行件次"
    )
    return [(words + (f"，应履行不足{SMALL}件次的基数较小，比率仅供参考。" if small else "。"), "")]


def in_words(sheet: Sheet, duties: list[Duty]) -> list[Part]:
    """Both sides' clocks of the month in one sentence, each rate as its two figures."""
    clauses: list[list[Part]] = []
    for code, name in OBLIGORS.items():
        own = [duty for duty in duties if duty.owed_by == code]
        if not own:
            continue
        due, kept = total(own, DUE), total(own, KEPT)
        clause: list[Part] = [(f"到期应由{name}履行的期限", ""), sheet.part(f"due.{code}", due, "件次")]
        if kept.count == due.count:
            clause.append(("，全部按期履行", ""))
        else:
            clause += [("，按期履行", ""), sheet.part(f"kept.{code}", kept, "件次") if kept.count else ("0件次", "")]
            for outcome in (LATE, UNKEPT):
                found = total(own, outcome)
                if found.count:
                    clause += [(f"，{OUTCOMES[outcome]}", ""), sheet.part(f"{outcome}.{code}", found, "件次")]
        clauses.append(clause)
    if not clauses:
        return [("本月没有到期应履行的法定期限。", "")]
    return [("本月", ""), *joined(clauses, "；"), ("。", "")]
