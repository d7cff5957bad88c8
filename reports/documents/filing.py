"""二、立案监督 and 三、侦查活动监督: what was done in the month, by branch and by organ, beside the office's own history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reports import charts
from reports.documents.sheet import Headings, Sheet, joined, said
from reports.documents.tables import Part
from reports.indicators import (
    CORRECTIONS,
    INDICATORS,
    OBJECTIONS,
    Figure,
    Indicator,
    Period,
    first_day,
    measure,
    three_months,
    trend,
)

BRANCHES = {"A": "应当立案而不立案", "B": "不应当立案而立案", "C": "逾期不作出是否立案决定"}
DISCLOSED = ("requested", "notified_filing", "notified_withdrawal", "filed", "withdrawn")
"""By organ, only what the organ itself has received or done: a lead under review is not told before its time."""


def section(sheet: Sheet, counted: Mapping[str, dict[str, Figure]]) -> list[dict[str, Any]]:
    """二、立案监督; one sentence when nothing was done."""
    sheet.define("matured", "监督立案满三个月", "件", "公安机关立案后三个月在本月届满的监督立案件数", "规则第564条第3款")
    sheet.define("unfinished", "满三个月未侦查终结", "件", "其中三个月内没有登记侦查终结的件数", "规则第564条第3款")
    if not any(counted[row.key][""].count for row in (*INDICATORS.values(), *OBJECTIONS.values())):
        return [said([("本月没有立案监督的办理事项。", "")])]
    heading = Headings()
    blocks: list[dict[str, Any]] = [heading.next("办理情况")]
    blocks += _accepted(sheet, counted["accepted"])
    blocks.append(_by_branch(sheet, counted))
    blocks += _history_drawing(sheet)
    matured, unfinished = three_months(sheet.period)
    if matured.count:
        parts: list[Part] = [("监督立案后三个月在本月届满的", ""), sheet.part("matured", matured, "件")]
        parts += [("，其中三个月内未侦查终结", ""), sheet.part("unfinished", unfinished, "件")] if unfinished.count else [("，均已侦查终结", "")]
        blocks.append(said([*parts, ("（规则第564条第3款）。", "")]))
    if len(sheet.organs) > 1:
        told = "各公安机关按机关次序排列，数字供分析研判，不作排序和考核；尚在检察机关内部审查的事项不列入本表。"
        blocks += [heading.next("各公安机关情况"), said([(told, "")]), _by_organ(sheet, counted)]
    objections = _clauses(sheet, OBJECTIONS.values(), counted)
    if objections:
        blocks += [heading.next("复议、复核情况"), said([("本月", ""), *joined(objections, "，"), ("。", "")])]
    return blocks


def _accepted(sheet: Sheet, accepted: Mapping[str, Figure]) -> list[dict[str, Any]]:
    """What was taken on, by branch, beside the office's own history."""
    if not accepted[""].count:
        return []
    branches = [
        [(BRANCHES[code], ""), sheet.part(f"accepted.{code}", accepted[code], "件", persons=True)]
        for code in BRANCHES
        if code in accepted
    ]
    parts: list[Part] = [("本月受理（启动）", ""), sheet.part("accepted", accepted[""], "件", persons=True), ("，其中", "")]
    parts += [*joined(branches, "，"), ("。", "")]
    before = [(name, key, measure(INDICATORS["accepted"], then)[""]) for key, name, then in _compared(sheet)]
    told = [[(f"{name}受理", ""), sheet.part(f"accepted.{key}", figure, "件") if figure.count else ("0件", "")] for name, key, figure in before]
    if told:
        parts += [*joined(told, "，"), ("。", "")]
    return [said(parts)]


def _compared(sheet: Sheet) -> list[tuple[str, str, Period]]:
    """The office's own earlier months a whole month is compared with: key, name, month; none before its first act."""
    begun = first_day(sheet.office.pk)
    if sheet.period.running or begun is None:
        return []
    earlier = [(key, name, sheet.period.earlier(months)) for key, name, months in (("last", "上月", 1), ("year", "上年同月", 12))]
    return [one for one in earlier if begun <= one[2].last]


def _by_branch(sheet: Sheet, counted: Mapping[str, dict[str, Figure]]) -> dict[str, Any]:
    compared = _compared(sheet)
    rows: list[list[Part]] = []
    keys = []
    for row in INDICATORS.values():
        now = counted[row.key]
        before = [(key, measure(row, then)[""]) for key, _, then in compared]
        if not now[""].count and not any(figure.count for _, figure in before):
            continue
        persons = row.unit == "件"
        cells: list[Part] = [(row.label, "")]
        cells += [sheet.part(f"{row.key}.{code}", now.get(code, Figure("event")), row.unit, persons) for code in BRANCHES]
        cells.append(sheet.part(row.key, now[""], row.unit, persons))
        cells += [sheet.part(f"{row.key}.{key}", figure, row.unit, persons) for key, figure in before]
        rows.append(cells)
        keys.append(row.key)
    headers = ["项目", "应立\n不立", "不应立\n而立", "逾期\n不决定", "合计", *(name.replace("上年", "上年\n") for _, name, _ in compared)]
    return sheet.table("立案监督办理情况", headers, rows, keys, order=list(INDICATORS), widths=[1.8] + [1.25] * (len(headers) - 1))


def _by_organ(sheet: Sheet, counted: Mapping[str, dict[str, Figure]]) -> dict[str, Any]:
    columns = [*(INDICATORS[key] for key in DISCLOSED), CORRECTIONS["corrections"]]
    names = {str(organ.pk): organ.name for organ in sheet.organs}
    if any("none" in counted[row.key] for row in columns):
        names["none"] = "公安机关不详"
    rows = [
        [(name, ""), *(sheet.part(f"{row.key}.{code}", counted[row.key].get(code, Figure("event")), row.unit) for row in columns)]
        for code, name in names.items()
    ]
    rows.append([("合计", ""), *(sheet.part(row.key, counted[row.key][""], row.unit) for row in columns)])
    headers = ["公安机关", "要求说\n明理由", "通知\n立案", "通知\n撤案", "监督后\n立案", "监督后\n撤案", "纠正\n违法"]
    return sheet.table(
        "各公安机关办理情况", headers, rows, [*names, ""], order=list(names), widths=[2.8, 1, 1, 1, 1, 1, 1]
    )


def _history_drawing(sheet: Sheet) -> list[dict[str, Any]]:
    keys = ("accepted", "requested", "filed", "withdrawn")
    months = trend(keys, sheet.period)
    if len(months) < 2:
        return []
    series = ["受理", "要求说明理由", "监督后立案", "监督后撤案"]
    groups = [charts.Group(f"{month.year % 100}年{month.month}月", values) for month, values in months]
    caption = "近月立案监督件数"
    return [sheet.drawing(caption, charts.columns(caption, series, groups, "件"), f"{caption}：{charts.told(series, groups, '件')}")]


def corrections(sheet: Sheet, counted: Mapping[str, dict[str, Figure]]) -> list[dict[str, Any]]:
    """三、侦查活动监督: for now, what followed from 立案监督."""
    clauses = _clauses(sheet, CORRECTIONS.values(), counted)
    scope = "本部分目前统计由立案监督产生的纠正违法。"
    if not clauses:
        return [said([(f"{scope}本月没有发出《纠正违法通知书》，也没有收到纠正情况的回复。", "")])]
    return [said([(f"{scope}本月", ""), *joined(clauses, "，"), ("。", "")])]


def _clauses(sheet: Sheet, rows: Iterable[Indicator], counted: Mapping[str, dict[str, Figure]]) -> list[list[Part]]:
    found: list[Indicator] = [row for row in rows if counted[row.key][""].count]
    return [[(row.label, ""), sheet.part(row.key, counted[row.key][""], row.unit)] for row in found]
