"""五、未了事项: open matters, where they stand and whose move it is. Numbers only, no titles: the paper goes to many hands.

A matter that has not been disclosed is counted and never named. Organs stand in statutory order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cases.models import Addressee, Clock, Deadline, Document, Matter, Nature, Paper
from cases.workflow import workflow
from office.blocks import chinese_date
from office.models import Organisation
from office.sides import Side
from reports.documents.tables import Part
from reports.indicators import KIND, OBLIGORS, Figure

if TYPE_CHECKING:
    from reports.documents.content import Sheet

AHEAD = 31
"""Clocks that fall due within so many days (日) are told as coming."""
LISTED = 60
"""At most so many matters (件) are listed one by one."""
INTERNAL = "检察机关内部审查（尚未向公安机关提出）"
SHORT_BRANCHES = {"A": "应立不立", "B": "不应立而立", "C": "逾期不决定"}
ADDRESSED = {Addressee.POLICE: "公安机关", Addressee.PROCURATORATE: "检察机关", Addressee.SUPERIOR: "上一级人民检察院"}


@dataclass(frozen=True)
class Next:
    """One open matter with its next legal node."""

    matter: Matter
    node: str
    organ: str


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
        if clock.due_on < today:
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
    for matter in sorted(matters, key=lambda row: (places.get(row.police_id, len(places)), row.pk)):
        _count(found, matter, clocks.get(matter.pk))
        node = _node(clocks.get(matter.pk), papers.get(matter.pk), today)
        if node and matter.disclosed_at is not None:
            found.nodes.append(Next(matter, node, str(matter.police_id or "none")))
    return found


def _count(found: Waiting, matter: Matter, clock: Deadline | None) -> None:
    found.all.add(matter.pk, matter.persons)
    if matter.disclosed_at is None:
        found.internal.add(matter.pk, matter.persons)
    else:
        found.states.setdefault(matter.state, Figure("matter")).add(matter.pk, matter.persons)
    turn = matter.turn if matter.turn in OBLIGORS else Side.PROCURATORATE.value
    found.turns.setdefault(turn, Figure("matter")).add(matter.pk, matter.persons)
    if clock is not None and clock.due_on < found.today:
        found.overdue.add(matter.pk, matter.persons)


def _node(clock: Deadline | None, paper: Document | None, today: date) -> str:
    words = []
    if paper is not None and paper.issued_on:
        words.append(f"《{paper.name}》{chinese_date(paper.issued_on)}发出，待{ADDRESSED[Addressee(paper.addressee)]}签收")
    if clock is not None:
        over = (today - clock.due_on).days
        late = f"，已超过{over}日" if over > 0 else ""
        words.append(f"{clock.label}，{chinese_date(clock.due_on)}届满{late}（{clock.article.split('；')[0]}）")
    return "；".join(words)


def in_words(sheet: Sheet, waiting: Waiting) -> list[Part]:
    """未了事项 in one sentence."""
    when = f"截至{chinese_date(sheet.today)}，"
    if not waiting.all.count:
        return [(f"{when}没有未了事项。", "")]
    parts: list[Part] = [(f"{when}未了事项", ""), sheet.part("open", waiting.all, "件", persons=True)]
    for code, name in OBLIGORS.items():
        if code in waiting.turns:
            parts += [(f"，轮到{name}办理的", ""), sheet.part(f"turn.{code}", waiting.turns[code], "件")]
    if waiting.overdue.count:
        parts += [("；其中有法定期限已经届满尚未履行的", ""), sheet.part("open_overdue", waiting.overdue, "件")]
    return [*parts, ("。", "")]


def section(sheet: Sheet, waiting: Waiting) -> list[dict[str, Any]]:
    """（一）所处环节, （二）下一法定节点; one sentence when nothing is open."""
    for key, label, unit, formula in (
        ("open", "未了事项", "件", "统计日尚未办结的立案监督事项"),
        ("turn", "轮到办理", "件", "统计日尚未办结、由该机关办理下一步的事项"),
        ("open_overdue", "期限已经届满的未了事项", "件", "统计日有义务性期限已经届满尚未履行的未了事项"),
        ("state", "所处环节", "件", "统计日处于该环节的未了事项"),
        ("internal", "检察机关内部审查", "件", "统计日尚未向公安机关提出的未了事项"),
        ("to_sign", "尚未签收的文书", "件", "统计日已经发出、尚未签收的文书"),
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
        blocks += [{"h": "（二）下一法定节点"}, {"p": [["未了事项目前没有正在进行的法定期限，也没有待签收的文书。", ""]]}]
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
    names = {str(organ.pk): organ.name for organ in sheet.organs}
    names["none"] = "公安机关不详"
    table = workflow(KIND)
    rows: list[list[Part]] = []
    for one in waiting.nodes[:LISTED]:
        matter = one.matter
        rows.append([
            (matter.number, f"matter:{matter.pk}"), (names.get(one.organ, ""), ""), (SHORT_BRANCHES.get(matter.variant, ""), ""),
            (table.state(matter.state).label, ""), (one.node, ""), (OBLIGORS.get(matter.turn, ""), ""),
        ])  # fmt: skip
    headers = ["编号", "公安机关", "类型", "所处环节", "下一法定节点", "轮到"]
    keys = [one.organ for one in waiting.nodes[:LISTED]]
    blocks = [sheet.table("下一法定节点", headers, rows, keys, order=list(names), widths=[1.7, 1.7, 1.1, 1.4, 3.6, 1.2])]
    rest = len(waiting.nodes) - LISTED
    if rest > 0:
        blocks.append({"p": [[f"其余{rest}件的下一法定节点，请在系统“事项”中查看。", ""]]})
    return blocks
