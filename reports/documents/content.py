"""The six sections of a bulletin as JSON: sentences and tables whose figures carry the key of their rows.

Written as a person would write it: full sentences, no row of noughts, 件、件次、人、日 as units. What is frozen at 印发 is this
very structure, so that page, paper and rows can never disagree.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cases.workflow import DOCUMENT_TYPES
from office import audit
from office.blocks import chinese_date
from office.models import JointOffice, Organisation
from reports import charts
from reports.documents import pending
from reports.documents.tables import Part, Table
from reports.indicators import (
    CORRECTIONS,
    DUE,
    INDICATORS,
    KEPT,
    LATE,
    OBJECTIONS,
    OBLIGORS,
    OUTCOMES,
    SMALL,
    UNKEPT,
    Duty,
    Figure,
    Indicator,
    Period,
    first_day,
    fulfilment,
    measure,
    number_gaps,
    quality,
    rate_words,
    standing_over,
    total,
    trend,
)
from reports.models import month_words

BLOCKS = {"summary": "本期概况", "next": "下一步工作"}
"""The paragraphs that prosecutors may rewrite while the bulletin is a draft."""

BRANCHES = {"A": "应当立案而不立案", "B": "不应当立案而立案", "C": "逾期不作出是否立案决定"}
DISCLOSED = ("requested", "notified_filing", "notified_withdrawal", "filed", "withdrawn")
"""By organ, only what the organ itself has received or done: a lead under review is not told before its time."""
NUMERALS = "一二三四五六七八九"

QUALITY = {
    "imported": ("件", "本期数字涉及由台账导入的事项{}，其办理日期以原台账记载为准。"),
    "undated": ("条", "日期不详的办理记录{}，不计入任何月份。"),
    "no_organ": ("件", "尚未载明公安机关的在办事项{}，不计入各公安机关的数字。"),
    "unsigned": ("件", "已经发出、尚未签收的文书{}，其期限未起算。"),
    "no_receipt_day": ("件", "已经送达而签收日期不详的文书{}，待补登签收日后方可计算期限。"),
    "unclear": ("件次", "履行日期不详、无法判断是否按期的期限{}，未计入第四部分。"),
    "entered": ("件次", "由检察机关依据纸质文书线下登记的办理记录{}。"),
    "amended": ("件次", "本月更正登记事项{}。"),
    "undone": ("件次", "本月撤销上一步{}，被撤销的办理不计入本通报。"),
}


@dataclass
class Sheet:
    """A bulletin being written: its sections, and the figures it has named so far."""

    office: JointOffice
    organs: list[Organisation]
    period: Period
    today: date
    text: Mapping[str, Any]
    figures: dict[str, Figure] = field(default_factory=dict)
    definitions: dict[str, dict[str, str]] = field(default_factory=dict)
    tables: int = 0
    drawings: int = 0

    def part(self, key: str, figure: Figure, unit: str, persons: bool = False) -> Part:
        """The figure in words, opening its rows: 5件7人; a nought is a dash and opens nothing."""
        if not figure.count:
            return ("—", "")
        self.figures[key] = figure
        return (f"{figure.count}{unit}" + (f"{figure.persons}人" if persons and figure.persons else ""), key)

    def define(self, key: str, label: str, unit: str, formula: str, source: str) -> None:
        self.definitions[key] = {"label": label, "unit": unit, "formula": formula, "source": source}

    def table(self, caption: str, *args: Any, **more: Any) -> dict[str, Any]:
        self.tables += 1
        return {"table": Table(f"表{self.tables}　{caption}", *args, **more).frozen()}

    def drawing(self, caption: str, svg: str, alt: str) -> dict[str, Any]:
        self.drawings += 1
        return {"chart": {"caption": f"图{self.drawings}　{caption}", "svg": str(svg), "alt": alt}}

    def written(self, key: str, drafted: list[list[Part]]) -> list[dict[str, Any]]:
        """A paragraph that may have been rewritten; ``basis`` is the drafted one, to tell whether facts moved since."""
        basis = "\n".join("".join(words for words, _ in line) for line in drafted)
        own = self.text.get(key)
        if not own:
            return [{"p": _plain(line), "edit": key, "basis": basis} for line in drafted]
        lines = [line.strip() for line in own["words"].splitlines() if line.strip()]
        return [{"p": [[line, ""]], "edit": key, "basis": basis, "moved": own["basis"] != basis} for line in lines]


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
        ("立案监督", _filing(sheet, counted)),
        ("侦查活动监督", _correcting(sheet, counted)),
        ("双方期限履行", _clocks(sheet, duties, over)),
        ("未了事项与下一步", [*pending.section(sheet, waiting), *_next(sheet, waiting)]),
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
        first = [(f"{when}，{sheet.office.name}办理立案监督情况如下：", ""), *_joined(clauses, "，"), ("。", "")]
    else:
        first = [(f"{when}，{sheet.office.name}没有新受理立案监督，也没有发出监督文书。", "")]
    return [first, _duties_in_words(sheet, duties), pending.in_words(sheet, waiting)]


def _duties_in_words(sheet: Sheet, duties: list[Duty]) -> list[Part]:
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
    return [("本月", ""), *_joined(clauses, "；"), ("。", "")]


# ------------------------------------------------------------------------------------------------ 二、三


def _filing(sheet: Sheet, counted: Mapping[str, dict[str, Figure]]) -> list[dict[str, Any]]:
    rows = [row for row in INDICATORS.values() if counted[row.key][""].count]
    if not rows:
        return [_p([("本月没有立案监督的办理事项。", "")])]
    heading = _Headings()
    blocks: list[dict[str, Any]] = [heading.next("办理情况")]
    accepted = counted["accepted"]
    if accepted[""].count:
        branches = [
            [(BRANCHES[code], ""), sheet.part(f"accepted.{code}", accepted[code], "件", persons=True)]
            for code in BRANCHES
            if code in accepted
        ]
        blocks.append(_p([("本月受理（启动）的", ""), sheet.part("accepted", accepted[""], "件"), ("中，", ""), *_joined(branches, "，"), ("。", "")]))
    blocks.append(_by_branch(sheet, counted))
    blocks += _history_drawing(sheet)
    if len(sheet.organs) > 1:
        blocks += [heading.next("各公安机关情况"), _by_organ(sheet, counted)]
        blocks.append(_p([("各单位按机关次序排列，数字供分析研判，不作排序和考核。", "")]))
    objections = _clauses(sheet, OBJECTIONS.values(), counted)
    if objections:
        blocks += [heading.next("复议、复核情况"), _p([("本月", ""), *_joined(objections, "，"), ("。", "")])]
    return blocks


def _by_branch(sheet: Sheet, counted: Mapping[str, dict[str, Figure]]) -> dict[str, Any]:
    begun = first_day(sheet.office.pk)
    compared: list[tuple[str, str, Period]] = []
    if not sheet.period.running:
        for key, name, months in (("last", "上月", 1), ("year", "上年同月", 12)):
            then = sheet.period.earlier(months)
            if begun and begun <= then.last:
                compared.append((key, name, then))
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
    headers = ["项目", "应立不立", "不应立而立", "逾期不决定", "合计", *(name for _, name, _ in compared)]
    return sheet.table("立案监督办理情况", headers, rows, keys, order=list(INDICATORS), widths=[2.3] + [1.25] * (len(headers) - 1))


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
    headers = ["公安机关", "要求说明理由", "通知立案", "通知撤案", "监督后立案", "监督后撤案", "纠正违法"]
    return sheet.table(
        "各公安机关办理情况", headers, rows, [*names, ""], order=list(names), widths=[2.6, 1.3, 1.1, 1.1, 1.2, 1.2, 1.1]
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


def _correcting(sheet: Sheet, counted: Mapping[str, dict[str, Figure]]) -> list[dict[str, Any]]:
    clauses = _clauses(sheet, CORRECTIONS.values(), counted)
    scope = "本部分目前统计由立案监督产生的纠正违法。"
    if not clauses:
        return [_p([(f"{scope}本月没有发出《纠正违法通知书》，也没有收到纠正情况的回复。", "")])]
    return [_p([(f"{scope}本月", ""), *_joined(clauses, "，"), ("。", "")])]


def _clauses(sheet: Sheet, rows: Any, counted: Mapping[str, dict[str, Figure]]) -> list[list[Part]]:
    found: list[Indicator] = [row for row in rows if counted[row.key][""].count]
    return [[(row.label, ""), sheet.part(row.key, counted[row.key][""], row.unit)] for row in found]


# ------------------------------------------------------------------------------------------------ 四


def _clocks(sheet: Sheet, duties: list[Duty], over: Mapping[str, Figure]) -> list[dict[str, Any]]:
    for outcome, label in OUTCOMES.items():
        sheet.define(outcome, label, "件次", _OUTCOME_FORMULAS[outcome], "规则表所载各条")
    sheet.define("over", "以前月份到期、至期末仍未履行", "件次", "届满日早于本月、至统计日仍未履行的义务性期限", "规则表所载各条")
    until = chinese_date(sheet.period.until)
    blocks: list[dict[str, Any]] = []
    if duties:
        blocks.append(_p([(f"检察机关、公安机关、上一级人民检察院的法定期限按同一口径列表，截至{until}。", "")]))
        blocks.append(_clock_table(sheet, duties))
        blocks.append(_p(_note(duties)))
        groups = [
            charts.Group(name, [total([d for d in duties if d.owed_by == code], outcome).count for outcome in (KEPT, LATE, UNKEPT)])
            for code, name in OBLIGORS.items()
            if any(duty.owed_by == code for duty in duties)
        ]
        series = [OUTCOMES[outcome] for outcome in (KEPT, LATE, UNKEPT)]
        caption = "本月到期期限的履行情况（件次）"
        blocks.append(sheet.drawing(caption, charts.bars(caption, series, groups, "件次"), f"{caption}：{charts.told(series, groups, '件次')}"))
    else:
        blocks.append(_p([("本月没有到期应履行的法定期限。", "")]))
    carried: list[list[Part]] = [
        [(OBLIGORS[code], ""), sheet.part(f"over.{code}", figure, "件次")] for code, figure in over.items() if figure.count
    ]
    if carried:
        blocks.append(_p([(f"以前月份到期、截至{until}仍未履行的，", ""), *_joined(carried, "，"), ("。", "")]))
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
    headers = ["义务机关", "期限（依据）", "到期应履行", "按期履行", "逾期履行", "逾期未履行", "按期履行率"]
    return sheet.table(
        "双方期限履行情况（件次）", headers, rows, keys,
        order=[f"{duty.owed_by}.{duty.rule}" for duty in duties], widths=[1.5, 3.4, 1, 1, 1, 1, 1.9],
    )  # fmt: skip


def _outcomes(sheet: Sheet, key: str, duties: list[Duty]) -> list[Part]:
    cells = [sheet.part(f"{outcome}.{key}", total(duties, outcome), "") for outcome in OUTCOMES]
    return [*cells, (rate_words(total(duties, KEPT).count, total(duties, DUE).count), "")]


def _note(duties: list[Duty]) -> list[Part]:
    small = any(total([duty], DUE).count < SMALL for duty in duties)
    words = (
        "注：只计义务性期限，复议、复核等权利性期限和内部提醒不计；届满前已由其他程序取代的不计；"
        "按期履行率为按期履行件次除以到期应履行件次"
    )
    return [(words + (f"，应履行不足{SMALL}件次的基数较小，比率仅供参考。" if small else "。"), "")]


_OUTCOME_FORMULAS = {
    DUE: "届满日在本月、且届满前没有被其他程序取代的义务性期限",
    KEPT: "到期应履行中，在届满日以前（含当日）履行的",
    LATE: "到期应履行中，届满日以后、统计日以前履行的",
    UNKEPT: "到期应履行中，至统计日仍未履行，或者届满后未履行即转入其他程序的",
}


# ------------------------------------------------------------------------------------------------ 五之下一步、六


def _next(sheet: Sheet, waiting: pending.Waiting) -> list[dict[str, Any]]:
    police = waiting.late.get("police", Figure("deadline"))
    ours = Figure("deadline", [key for code, figure in waiting.late.items() if code != "police" for key in figure.ids])
    lines: list[list[Part]] = []
    if police.count:
        lines.append([
            ("对公安机关逾期尚未履行的", ""), sheet.part("remind.police", police, "件次"),
            ("，请有关公安机关尽快办理并书面回复；仍不办理的，检察机关依照规则第553条、第564条的规定办理。", ""),
        ])  # fmt: skip
    if ours.count:
        lines.append([
            ("对检察机关逾期尚未履行的", ""), sheet.part("remind.procuratorate", ours, "件次"), ("，由承办检察官尽快办结，并说明原因。", ""),
        ])  # fmt: skip
    sheet.define("remind", "逾期尚未履行的期限", "件次", "统计日仍在进行、届满日已过的义务性期限", "规则第553条、第564条")
    if waiting.unsigned.count:
        lines.append([("对已经发出、尚未签收的", ""), sheet.part("to_sign", waiting.unsigned, "件"), ("文书，请收文单位及时签收。", "")])
    if waiting.soon.count:
        lines.append([
            (f"{chinese_date(waiting.horizon)}以前还将届满的法定期限", ""), sheet.part("soon", waiting.soon, "件次"), ("，请双方按期办理。", ""),
        ])  # fmt: skip
    if not lines:
        lines.append([("双方继续依照法定期限办理在办事项。", "")])
    heading = [{"h": "（三）下一步工作"}] if waiting.all.count else []
    return [*heading, *sheet.written("next", lines)]


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
    return [_p([(f"{n}.", ""), *line]) for n, line in enumerate(lines, 1)]


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


# ------------------------------------------------------------------------------------------------ parts


class _Headings:
    """（一）（二）… in the order in which they are needed."""

    def __init__(self) -> None:
        self.count = 0

    def next(self, words: str) -> dict[str, Any]:
        self.count += 1
        return {"h": f"（{NUMERALS[self.count - 1]}）{words}"}


def _p(parts: Sequence[Part]) -> dict[str, Any]:
    return {"p": _plain(parts)}


def _plain(parts: Sequence[Part]) -> list[list[str]]:
    return [[words, key] for words, key in parts]


def _joined(clauses: Sequence[Sequence[Part]], by: str) -> list[Part]:
    found: list[Part] = []
    for place, clause in enumerate(clauses):
        found += [(by, ""), *clause] if place else clause
    return found
