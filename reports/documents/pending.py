"""五、未了事项: open matters, where they stand and whose move it is. Numbers only, no titles: the paper goes to many hands.

A matter that has not been disclosed is counted and never named. Organs stand in statutory order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from cases.matters.table.workflow import workflow
from cases.models import Addressee, Clock, Deadline, Document, Matter, Nature, Paper
from office.blocks import chinese_date
from office.models import Organisation
from office.sides import Side
from reports.documents.sheet import Sheet
from reports.documents.tables import Part
from reports.indicators import KIND, OBLIGORS, TRACKED, Figure

AHEAD = 31
"""Clocks that fall due within so many days (日) are told as coming."""
LISTED = 60
"""At most so many matters (件) are listed one by one."""
INTERNAL = "检察机关内部审查（尚未向公安机关提出）"
TURNS = {Side.PROCURATORATE.value: "检察院", Side.POLICE.value: "公安", "superior": "上级院"}
ADDRESSED = {Addressee.POLICE: "公安机关", Addressee.PROCURATORATE: "检察机关", Addressee.SUPERIOR: "上一级人民检察院"}


@dataclass(frozen=True)
class Next:
    """One open matter with its next legal node."""

    matter: Matter
    organ: str
    node: str
    day: str


@dataclass
class Waiting:
    """The open matters of an office on a day."""

    today: date
    horizon: date
    all: Figure = field(default_factory=lambda: Figure("matter"))
    internal: Figure = field(default_factory=lambda: Figure("matter"))
    turns: dict[str, Figure] = field(default_factory=dict)
    states: dict[str, Figure] = field(default_factory=dict)
    overdue: Figure = field(default_factory=lambda: Figure("matter"))
    unsigned: Figure = field(default_factory=lambda: Figure("document"))
    soon: Figure = field(default_factory=lambda: Figure("deadline"))
    late: dict[str, Figure] = field(default_factory=dict)
    """Running clocks past their day, by obligor: what can still be performed."""
    unconcluded: Figure = field(default_factory=lambda: Figure("deadline"))
    """监督立案 past three months and not concluded."""
    nodes: list[Next] = field(default_factory=list)


def open_matters(office_id: UUID, organs: Sequence[Organisation], *, today: date) -> Waiting:
    """Every open matter by state and turn, and the next legal node of those that have one; three queries."""
    found = Waiting(today, today + timedelta(days=AHEAD))
    matters = list(Matter.objects.filter(office_id=office_id, kind=KIND, closed_at=None).order_by("pk"))
    clocks: dict[UUID, Deadline] = {}
    running = Deadline.objects.filter(
        office_id=office_id, status=Clock.RUNNING, nature=Nature.DUTY, owed_by__in=OBLIGORS, matter__closed_at=None
    )
    for clock in running.order_by("due_on", "pk"):
        if clock.shared:
            clocks.setdefault(clock.matter_id, clock)
        if clock.rule == TRACKED:
            if clock.due_on < today:
                found.unconcluded.add(clock.pk)
        elif clock.due_on < today:
            found.late.setdefault(clock.owed_by, Figure("deadline")).add(clock.pk)
        elif clock.due_on <= found.horizon:
            found.soon.add(clock.pk)
    papers: dict[UUID, Document] = {}
    unsigned = Document.objects.filter(
        office_id=office_id, status=Paper.ISSUED, addressee__in=ADDRESSED, matter__closed_at=None, issued_on__isnull=False
    )
    for paper in unsigned.order_by("issued_on", "pk"):
        papers.setdefault(paper.matter_id, paper)
        found.unsigned.add(paper.pk)
    places = {organ.pk: place for place, organ in enumerate(organs)}
    for matter in sorted(matters, key=lambda row: (places.get(row.police_id, len(places)) if row.police_id else len(places), row.pk)):
        _count(found, matter, clocks.get(matter.pk))
        if matter.police_from is not None:
            organ = str(matter.police_id or "none")
            found.nodes += [Next(matter, organ, *node) for node in _nodes_of(papers.get(matter.pk), clocks.get(matter.pk), found)]
    return found


def _count(found: Waiting, matter: Matter, clock: Deadline | None) -> None:
    found.all.add(matter.pk, matter.persons)
    if matter.police_from is None:
        found.internal.add(matter.pk, matter.persons)
    else:
        found.states.setdefault(matter.state, Figure("matter")).add(matter.pk, matter.persons)
    turn = matter.turn if matter.turn in OBLIGORS else Side.PROCURATORATE.value
    found.turns.setdefault(turn, Figure("matter")).add(matter.pk, matter.persons)
    if clock is not None and clock.rule != TRACKED and clock.due_on < found.today:
        found.overdue.add(matter.pk, matter.persons)


def _nodes_of(paper: Document | None, clock: Deadline | None, found: Waiting) -> list[tuple[str, str]]:
    """What comes next and by which day: a paper to be signed for, else the clock that runs out first, if it is near."""
    if paper is not None and paper.issued_on:
        return [(f"《{paper.name}》待{ADDRESSED[Addressee(paper.addressee)]}签收", f"{_day(paper.issued_on, found.today)}\n发出")]
    if clock is None or clock.due_on > found.horizon:
        return []
    over = (found.today - clock.due_on).days
    late = f"\n已超过{over}日" if over > 0 else ""
    return [(f"{clock.label}（{clock.article.split('；')[0]}）", _day(clock.due_on, found.today) + late)]


def _day(day: date, today: date) -> str:
    """10月26日 of the year of ``today``, else with its year."""
    return f"{day.month}月{day.day}日" if day.year == today.year else chinese_date(day)


def in_words(sheet: Sheet, waiting: Waiting, *, whole: bool = True) -> list[Part]:
    """未了事项 in one sentence; ``whole`` tells whose move it is, too."""
    when = f"截至{chinese_date(sheet.today)}，"
    if not waiting.all.count:
        return [(f"{when}没有未了事项。", "")]
    parts: list[Part] = [(f"{when}未了事项", ""), sheet.part("open", waiting.all, "件", persons=True)]
    for code, name in OBLIGORS.items() if whole else ():
        if code in waiting.turns:
            parts += [(f"，应由{name}办理下一步的", ""), sheet.part(f"turn.{code}", waiting.turns[code], "件")]
    if waiting.overdue.count:
        parts += [(("；其中" if whole else "，其中") + "法定期限已经届满尚未履行的", ""), sheet.part("open_overdue", waiting.overdue, "件")]
    return [*parts, ("。", "")]


def section(sheet: Sheet, waiting: Waiting) -> list[dict[str, Any]]:
    """（一）所处环节, （二）下一法定节点; one sentence when nothing is open."""
    for key, label, unit, formula in (
        ("open", "未了事项", "件", "统计日尚未办结的立案监督事项"),
        ("turn", "应由该机关办理下一步", "件", "统计日尚未办结、由该机关办理下一步的事项"),
        ("open_overdue", "期限已经届满的未了事项", "件", "统计日有义务性期限已经届满尚未履行的未了事项"),
        ("state", "所处环节", "件", "统计日处于该环节的未了事项"),
        ("internal", "检察机关内部审查", "件", "统计日尚未向公安机关提出的未了事项"),
        ("to_sign", "尚未签收的文书", "件", "统计日已经发出、尚未签收的文书"),
        ("unconcluded", "满三个月尚未侦查终结", "件", "统计日立案后三个月已经届满、尚未登记侦查终结的监督立案"),
        ("soon", "即将届满的期限", "件次", f"统计日以后{AHEAD}日以内届满的义务性期限"),
    ):
        sheet.define(key, label, unit, formula, "统计日的办理情况")
    if not waiting.all.count:
        return [{"p": [[f"截至{chinese_date(sheet.today)}，没有未了事项。", ""]]}]
    blocks: list[dict[str, Any]] = [{"h": "（一）所处环节"}, {"p": [list(part) for part in in_words(sheet, waiting)]}]
    blocks.append(_states(sheet, waiting))
    if waiting.nodes:
        blocks += [{"h": "（二）下一法定节点"}, *_nodes(sheet, waiting)]
    else:
        blocks += [{"h": "（二）下一法定节点"}, {"p": [["未了事项目前没有临近的法定期限，也没有待签收的文书。", ""]]}]
    return blocks


def _states(sheet: Sheet, waiting: Waiting) -> dict[str, Any]:
    rows: list[list[Part]] = []
    keys = []
    if waiting.internal.count:
        rows.append([(INTERNAL, ""), ("检察机关", ""), sheet.part("internal", waiting.internal, "件", persons=True)])
        keys.append("internal")
    order = ["internal"]
    for state in workflow(KIND).states:
        order.append(state.code)
        if state.code in waiting.states:
            figure = sheet.part(f"state.{state.code}", waiting.states[state.code], "件", persons=True)
            rows.append([(state.label, ""), (OBLIGORS.get(state.turn, "检察机关"), ""), figure])
            keys.append(state.code)
    return sheet.table("未了事项所处环节", ["所处环节", "由谁办理", "件数、人数"], rows, keys, order=order, widths=[3, 1.6, 1.2])


def _nodes(sheet: Sheet, waiting: Waiting) -> list[dict[str, Any]]:
    names = {str(organ.pk): organ.short_name for organ in sheet.organs}
    names["none"] = "不详"
    listed = waiting.nodes[:LISTED]
    rows: list[list[Part]] = [
        [
            (one.matter.number, f"matter:{one.matter.pk}"), (names.get(one.organ, ""), ""), (one.node, ""), (one.day, ""),
            (TURNS.get(one.matter.turn, ""), ""),
        ]
        for one in listed
    ]  # fmt: skip
    told = (
        f"下表列明文书待签收的、法定期限已经届满的，以及{chinese_date(waiting.horizon)}以前届满的事项，按公安机关次序和登记先后排列；"
        "其余未了事项目前没有临近的法定期限。"
    )
    headers = ["编号", "公安机关", "下一法定节点（依据）", "届满日", "由谁\n办理"]
    table = sheet.table("下一法定节点", headers, rows, [one.organ for one in listed], order=list(names), widths=[122, 62, 136, 72, 50])
    rest = len(waiting.nodes) - LISTED
    more = [{"p": [[f"此外还有{rest}件，请在系统中查看。", ""]]}] if rest > 0 else []
    return [{"p": [[told, ""]]}, table, *more]


def next_steps(sheet: Sheet, waiting: Waiting) -> list[dict[str, Any]]:
    """（三）下一步工作: drafted by rule from what is open, for a person to rewrite."""
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
    if waiting.unconcluded.count:
        lines.append([
            ("对立案后满三个月尚未侦查终结的", ""), sheet.part("unconcluded", waiting.unconcluded, "件"),
            ("，请有关公安机关反馈侦查工作进展；检察机关可以依照规则第564条第3款发出催办函。", ""),
        ])  # fmt: skip
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
