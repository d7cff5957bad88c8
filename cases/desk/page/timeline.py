"""经过: both sides' events and the automatic notices in one list, newest first (design 9; product 5.1).

Names of the other side's officers are not shown: who drafted and who approved is that side's own affair; a receipt is
signed by name towards both.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from cases.matters.dossier import Dossier, Opened
from cases.matters.forms import ActionForm, FilesField, RowsField
from cases.matters.table.workflow import Workflow
from cases.matters.telling import unclaimed
from cases.matters.telling.words import moment, short_day
from cases.models import Document, Event, Notice
from office.blocks import chinese_date
from office.models import Officer
from office.sides import SHORT, Role, Side

FILTERS = {"": "全部", "papers": "文书", "clocks": "期限", "notes": "附言"}
TELLS_WHY = frozenset({"withdraw", "refuse", "receive", "return"})
"""Acts whose reason is meant for the other side; of other acts it is one's own."""


@dataclass(frozen=True)
class FileView:
    """One attachment as a link."""

    id: Any
    name: str
    size: str


@dataclass
class Line:
    """One entry of the timeline."""

    at: datetime
    when: str
    recorded: str
    tag: str
    side: str
    label: str
    text: str = ""
    who: str = ""
    reason: str = ""
    marks: list[str] = field(default_factory=list)
    late: str = ""
    undone: bool = False
    paper: Document | None = None
    link: dict[str, str] | None = None
    """``words``, and the page behind them (``page``, ``key``, ``query``), where the line tells of what was done elsewhere."""
    files: list[FileView] = field(default_factory=list)
    started: list[str] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()


def timeline(dossier: Opened, officer: Officer, today: date, *, only: str = "") -> list[Line]:
    """The trail as its reader may read it; ``only`` narrows to 文书, 期限 or 附言."""
    papers: dict[Any, Document] = {row.pk: row for row in dossier.seen_papers}
    by_event, by_paper = files_of(dossier)
    begun: dict[Any, list[str]] = defaultdict(list)
    clocked: set[Any] = set()
    for clock in dossier.seen_clocks:
        begun[clock.started_by_id].append(f"{clock.label}，至{short_day(clock.due_on, today)}")
        clocked |= {clock.started_by_id, clock.ended_by_id}
    lines = [_line(row, dossier, officer, today, papers.get(row.document_id), begun[row.pk], row.pk in clocked) for row in dossier.trail]
    for row, line in zip(dossier.trail, lines, strict=True):
        line.files = by_event.get(row.pk, []) + (
            by_paper.get(row.document_id, []) if dossier.table.has_action(row.action) else []
        )
    told = [_notice(row, today) for row in _notices(dossier, officer)]
    lines += {(line.at, line.label, line.who): line for line in told}.values()  # of a restricted matter each seat has one of its own
    lines.sort(key=lambda line: line.at, reverse=True)
    return [line for line in lines if not only or only in line.kinds]


def files_of(dossier: Opened) -> tuple[dict[Any, list[FileView]], dict[Any, list[FileView]]]:
    """Attachments its reader may open, by event and by document."""
    by_event: dict[Any, list[FileView]] = defaultdict(list)
    by_paper: dict[Any, list[FileView]] = defaultdict(list)
    for row in dossier.files:
        view = FileView(row.pk, row.name, size_words(row.size))
        if row.event_id:
            by_event[row.event_id].append(view)
        elif row.document_id:
            by_paper[row.document_id].append(view)
    return by_event, by_paper


def size_words(size: int) -> str:
    """A size as people read it: 380 KB, 1.2 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def _line(
    row: Event, dossier: Dossier, officer: Officer, today: date, paper: Document | None, begun: list[str], clocked: bool
) -> Line:
    own = row.actor_side == officer.side
    recorded = timezone.localtime(row.recorded_at)
    if row.on is None:
        when, note = row.on_words or "日期未载", f"{moment(row.recorded_at, today)}登记"
    elif row.on == recorded.date():
        when, note = moment(row.recorded_at, today), ""
    else:
        when, note = short_day(row.on, today), f"{moment(row.recorded_at, today)}登记"
    text = row.text.replace(f"　逾期{row.late_days}日", "").removesuffix(f"逾期{row.late_days}日") if row.late_days else row.text
    if paper is not None:  # the link says it
        text = text.removeprefix(f"《{paper.name}》").removeprefix(paper.number).lstrip("、：") if text.startswith(f"《{paper.name}》") else text
    return Line(
        at=row.recorded_at,
        when=when,
        recorded=note,
        tag=SHORT.get(row.actor_side, "系"),
        side=row.actor_side,
        label=row.label,
        text=text,
        who=_who(row, officer),
        reason=row.reason if own or row.entered_for or row.action in TELLS_WHY else "",
        marks=_marks(row, dossier),
        late=f"逾期{row.late_days}日" if row.late_days else "",
        undone=row.undone,
        paper=paper,
        link=row.facts.get("link"),
        started=begun,
        answers=answers(dossier.table, row.action, row.facts) if own or officer.side == Side.PROCURATORATE else [],
        kinds=_kinds(row, clocked),
    )


def _who(row: Event, officer: Officer) -> str:
    person = row.officer
    if person is None:
        return ""
    if person.side == officer.side:
        lent = f"（{row.authority}）" if row.authority else ""
        return person.name + lent + ("登记" if row.entered_for else "")
    if row.action == "receive" and not row.entered_for:
        return person.name
    return person.organisation.name + ("登记" if row.entered_for else "")


def _marks(row: Event, dossier: Dossier) -> list[str]:
    marks = []
    if row.entered_for:
        marks.append("线下登记")
    if dossier.matter.imported and row.action != "amend" and row.officer_id is None:
        marks.append("导入")
    if row.undone:
        marks.append("已撤销")
    return marks


def _kinds(row: Event, clocked: bool) -> frozenset[str]:
    kinds = set()
    if row.document_id:
        kinds.add("papers")
    if clocked or row.action == "recompute" or row.late_days:
        kinds.add("clocks")
    if row.action == "note":
        kinds.add("notes")
    return frozenset(kinds)


def _notices(dossier: Dossier, officer: Officer) -> list[Notice]:
    """Automatic reminders; what tells of an event is on the list already."""
    rows = Notice.objects.visible_to(officer).filter(matter=dossier.matter, event=None, superseded=False)
    return list(rows.order_by("-created_at"))


def _notice(row: Notice, today: date) -> Line:
    return Line(
        at=row.created_at,
        when=moment(row.created_at, today),
        recorded="",
        tag="系",
        side="",
        label=row.text.partition("：")[0],
        who=_told(row),
        kinds=frozenset({"papers"} if row.document_id else {"clocks"}),
    )


def _told(row: Notice) -> str:
    """Who was reminded, in words."""
    if row.rung in unclaimed.RUNGS:
        return unclaimed.TO[unclaimed.RUNGS.index(row.rung)]
    if row.side != Side.PROCURATORATE:
        return "已提醒本单位"
    return f"已提醒{Role(row.role).label if row.role else '承办人'}"


def answers(table: Workflow, code: str, facts: dict[str, Any]) -> list[tuple[str, str]]:
    """What was filled in, with the labels of the form; files and links to other rows are left out."""
    form = table.action(code).form if table.has_action(code) else None
    return form_answers(form, facts) if form is not None else []


def form_answers(form: type[ActionForm], facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Label and words of each value that a form of this class has kept."""
    rows = []
    for name, field_ in form.base_fields.items():
        value = facts.get(name)
        if value in (None, "", []) or isinstance(field_, FilesField | RowsField) or hasattr(field_, "queryset"):
            continue
        rows.append((str(field_.label), _value_words(field_, value)))
    return rows


def _value_words(field_: Any, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    choices = {str(key): str(words) for key, words in getattr(field_, "choices", None) or ()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return f"{len(value)}条"
    if isinstance(value, list):
        return "、".join(choices.get(str(one), str(one)) for one in value)
    text = choices.get(str(value), str(value))
    if len(text) == 10 and text[4:5] == "-":
        try:
            return chinese_date(date.fromisoformat(text))
        except ValueError:
            return text
    return text
