"""What the matter page shows to one officer: finished words, in a constant number of queries (design 7, 9).

The dossier is what decisions are made from and knows both sides; of its clocks and papers only those its reader is shown stand
here, everything else is read through ``visible_to``, so that the page of one side never holds what is the other's alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable

from cases.matters.dossier import Dossier, Opened
from cases.matters.table.workflow import BOTH, SAME, document_type
from cases.matters.telling.words import NONE, SOON, Light, light_of, moment, short_day, with_due
from cases.models import CUSTODIAL, NO_DUE_DATE, Clock, Deadline, Document, MeasureKind, Nature, Paper, Suspect
from cases.rules import rule as rule_of
from office.blocks import chinese_date
from office.duty import on_duty
from office.models import Officer
from office.periods import Rule
from office.periods.terms import OWNERS
from office.scoping import reach_of
from office.sides import BUSINESS_ROLES, Side

LONGEST_VALUE = 4000
NAMES = 4
"""Suspects named at the head of a page; of more, 等."""
PARTY = "subject"
NO_LAW = {False: "内部提醒，不是法定期限", True: "双方约定的提醒，不是法定期限"}
"""What a reminder is, by whether the two sides agreed on it."""
"""The column of a detail row that names whom the matter concerns, in every kind that has one."""
WHOSE = {"procuratorate": "检察机关", "police": "公安机关", "superior": "上一级人民检察院"}
"""How a state's sentence begins that names whose move it is; beside that name it says so twice."""


@dataclass(frozen=True)
class Fact:
    """One line of the 内容 panel; empty ones are not made."""

    label: str
    words: str
    own: bool = False
    """Only one's own side reads it."""


@dataclass(frozen=True)
class ClockView:
    """One period with the way it was counted."""

    label: str
    length: str
    due: str
    light: Light
    running: bool
    status: str
    steps: list[dict[str, str]]
    warnings: list[str]
    article: str
    owed_by: str
    nature: str
    pending: bool
    right: bool
    began: str
    document_id: Any
    rule: str
    due_on: date
    lapsed: bool = False
    """A right not used in its time; nothing has ended it yet."""


@dataclass(frozen=True)
class PaperView:
    """One line of the 文书 panel."""

    id: Any
    name: str
    number: str
    state: str
    way: str
    """Who issued it to whom."""
    draft: bool
    note: str = ""
    sealed_id: Any = None
    made: bool = True
    imported: bool = False


@dataclass
class MatterPage:
    """Everything above, beside and below the buttons."""

    title: str
    branch: str
    parties: str
    about_persons: bool
    """It is about somebody: a question without a case is not."""
    state: str
    turn: str
    asks: str
    asks_apart: bool
    """It says something beside what is owed by a day: its sentence names none (立即释放), or is of the other side's work."""
    next_label: str
    next_heading: str
    """What the next day is: of a statutory period, agreed on between the two sides, or one's own reminder."""
    next_day: str
    next_article: str
    light: Light
    custody: list[str]
    in_custody: bool
    handlers: list[Fact]
    facts: list[Fact]
    clocks: list[ClockView] = field(default_factory=list)
    papers: list[PaperView] = field(default_factory=list)
    drafts: list[PaperView] = field(default_factory=list)
    seen_by: str = ""
    conclusion: tuple[str, list[str]] | None = None
    """What became of it, where the kind says so once the matter is closed."""


def matter_page(dossier: Opened, officer: Officer, today: date, people: list[_Person] | None = None) -> MatterPage:
    """The page of a matter for this officer on this day; ``people``: of its case, if read. The timeline is ``timeline.timeline``."""
    people = people_of(dossier, today) if people is None else people
    matter, side = dossier.matter, officer.side
    clocks = visible_clocks(dossier, today)
    papers = [paper_view(row, officer, today) for row in sorted(dossier.seen_papers, key=lambda row: row.drafted_at, reverse=True)]
    due_on = matter.next_due_on if side == Side.PROCURATORATE else matter.police_due_on
    rule = matter.next_rule if side == Side.PROCURATORATE else matter.police_rule
    following = next((row for row in clocks if row.running and row.rule == rule and row.due_on == due_on), None)
    custody = custody_words(people, side, today)
    told = getattr(dossier.detail, "custody_told", "") if not custody and not dossier.state.closed else ""
    return MatterPage(
        title=title_of(dossier, side),
        branch=" · ".join(words for words in (dossier.table.begun_words.get(matter.began_side, ""), _branch(dossier)) if words),
        parties=parties_words(dossier, people, side),
        about_persons=bool(matter.persons or matter.case_id or getattr(dossier.detail, PARTY, "")),
        state=dossier.state.label if side == Side.PROCURATORATE else "",
        turn=turn_words(dossier, side),
        asks=bare_asks(dossier, side),
        asks_apart=matter.turn not in (side, BOTH) or "{due}" not in (dossier.state.police_asks if side == Side.POLICE else dossier.state.asks),
        next_label=following.label if following else "",
        next_heading=_next_heading(following, dossier),
        next_day=chinese_date(due_on) if due_on != NO_DUE_DATE else "—",
        next_article=following.article.partition("；")[0] if following else "",
        light=following.light if following else Light(NONE, "未起算"),
        custody=custody or [told] * bool(told),
        in_custody=bool(custody),
        handlers=_handlers(dossier, officer, today),
        facts=[*detail_facts(dossier, side), *_bound_by(dossier, officer)],
        clocks=clocks,
        papers=[row for row in papers if not row.draft],
        drafts=[row for row in papers if row.draft],
        seen_by=seen_by(dossier, side),
        conclusion=_conclusion(dossier),
    )


def _next_heading(following: ClockView | None, dossier: Dossier) -> str:
    if following is not None:
        rule = rule_of(following.rule, following.due_on)
        return "下一法定节点" if rule.nature != Nature.REMINDER else f"下一节点（{NO_LAW[rule.agreed]}）"
    starts = [start for row in dossier.table.actions for start in (*row.starts, *row.starts_on_receipt)]
    return "下一节点" if starts and all(rule_of(start.rule).mark == "D" for start in starts) else "下一法定节点"


def _branch(dossier: Dossier) -> str:
    return dossier.table.variants.get(dossier.matter.variant, dossier.table.label)


def _conclusion(dossier: Dossier) -> tuple[str, list[str]] | None:
    """What became of a closed matter, where its kind says so: a heading and lines."""
    said = getattr(dossier.detail, "became", None)
    return said(dossier.rows) if said is not None and dossier.state.closed else None


def title_of(dossier: Dossier, side: str) -> str:
    """The name of the matter; towards the police its public form."""
    matter = dossier.matter
    return (matter.public_title or matter.title) if side == Side.POLICE else matter.title


def turn_words(dossier: Dossier, side: str) -> str:
    """Whose move it is, by name."""
    matter = dossier.matter
    if dossier.state.closed:
        return "已办结"
    if not matter.turn:
        return dossier.state.waits or matter.office.procuratorate.name
    if matter.turn == BOTH:
        return f"{matter.office.procuratorate.name}、{matter.organ_name or '公安机关'}"
    if matter.turn == Side.POLICE:
        return matter.organ_name or "公安机关（未载明单位）"
    if matter.turn == "superior":
        parent = matter.office.procuratorate.parent
        return parent.name if parent else "上一级人民检察院"
    return matter.office.procuratorate.name


def bare_asks(dossier: Dossier, side: str, today: date | None = None) -> str:
    """``asks_words`` to stand beside the name of whom the matter waits for: without that name again."""
    return asks_words(dossier, side, today).removeprefix(WHOSE.get(dossier.matter.turn, ""))


def asks_words(dossier: Dossier, side: str, today: date | None = None) -> str:
    """The state's sentence for this side with its day (short with ``today``), or that a paper still waits for its signature."""
    state, turn = dossier.state, dossier.matter.turn
    police = side == Side.POLICE
    # a paper that another one than the state awaits must sign for; the police read of no paper between procuratorates
    papers = dossier.unreceived(turn) if turn not in ("", state.turn) else []
    waiting = [paper for paper in papers if not police or Side.POLICE in (paper.origin_side, paper.addressee)]
    if waiting:
        return f"签收《{waiting[0].name}》"
    if police and papers and state.turn == Side.POLICE:
        return "检察机关正在办理"
    sentence = (state.police_asks or "检察机关正在办理") if police else state.asks
    return with_due(sentence, state_due(dossier, side), today)


def state_due(dossier: Dossier, side: str) -> date | None:
    """The 届满日 the state's sentence speaks of: of the running clock that most of the state's own steps end, a duty first.

    What only some of them end (a letter answered along with a transfer) is not what the state is about.
    """
    ended = Counter(
        rule
        for row in dossier.table.actions_from(dossier.state)
        if row.target not in (SAME, dossier.state.code)
        for rule in {*row.meets, *row.drops, *row.after}
    )
    clocks = [row for row in dossier.running if row.rule in ended and (side == Side.PROCURATORATE or row.shared)]
    clocks.sort(key=lambda row: (row.nature == Nature.RIGHT, -ended[row.rule], row.due_on))
    return clocks[0].due_on if clocks else None


# ------------------------------------------------------------------------------------------------ clocks


def visible_clocks(dossier: Opened, today: date) -> list[ClockView]:
    """The periods its reader may see: running ones, then rights whose window has closed, then what is over."""
    views = [clock_view(row, today, dossier.settings) for row in dossier.seen_clocks]
    views.sort(key=lambda row: row.running and row.lapsed)
    return [row for row in views if row.running] + [row for row in reversed(views) if not row.running]


def clock_view(row: Deadline, today: date, settings: dict[str, Any]) -> ClockView:
    """One period in words, with the steps it was counted by."""
    rule = rule_of(row.rule, row.begins_on)
    light = light_of(row.due_on, today, severe_days=settings["severe_days"], soon_days=settings["soon_days"])
    if row.nature == Nature.RIGHT and row.due_on < today:
        light = Light("none", "期满")  # a closed window is never 超期 (design 4)
    if row.nature == Nature.REMINDER and row.due_on < today:
        light = Light(SOON, f"提醒已过{(today - row.due_on).days}天")  # one's own reminder, no period of law: never red
    due = moment(row.due_at, today) if row.due_at else chinese_date(row.due_on)
    return ClockView(
        label=row.label,
        length=row.length or (rule.length.text if rule.length else ""),
        due=due,
        light=light,
        running=row.is_running,
        status=_ended_words(row, today),
        steps=list(row.steps),
        warnings=list(row.warnings),
        article=row.article,
        owed_by=OWNERS.get(row.owed_by, row.owed_by),
        nature=_nature_words(row, rule),
        pending=row.pending,
        right=row.nature == Nature.RIGHT,
        began=row.trigger,
        document_id=row.document_id,
        rule=row.rule,
        due_on=row.due_on,
        lapsed=row.is_running and row.nature == Nature.RIGHT and row.due_on < today,
    )


def _nature_words(row: Deadline, rule: Rule) -> str:
    """What a period is that is no duty: a right whose window closes without 超期, or one's own reminder."""
    if row.nature == Nature.RIGHT:
        return f"权利行使期限；{rule.on_expiry or '逾期提出的，由检察机关审查是否受理'}"
    return NO_LAW[rule.agreed] if row.nature == Nature.REMINDER else ""


def _ended_words(row: Deadline, today: date) -> str:
    if row.is_running:
        return ""
    words = str(Clock(row.status).label)
    if row.ended_on:
        words += f"（{short_day(row.ended_on, today)}）"
    return f"{words}，逾期{row.late_days}日" if row.late_days else words


# ------------------------------------------------------------------------------------------------ papers


def paper_view(row: Document, officer: Officer, today: date) -> PaperView:
    """One paper as a line of the panel."""
    return PaperView(
        id=row.pk,
        name=row.name,
        number=row.number,
        state=paper_state(row, today),
        way=f"{row.issuer.short_name or row.issuer.name} → {row.get_addressee_display()}",
        draft=row.is_open_draft,
        note=draft_note(row),
        sealed_id=row.sealed_copy_id,
        made=document_type(row.type).body is not None,
        imported=bool(row.context.get("imported")),
    )


def paper_state(row: Document, today: date) -> str:
    """Where the paper stands, with its day."""
    if row.status == Paper.RECEIVED and row.received_on:
        mark = "，线下登记" if row.entered_for else ""
        return f"{short_day(row.received_on, today)}签收{mark}"
    if row.status == Paper.ISSUED:
        issued = f"{short_day(row.issued_on, today)}签发" if row.issued_on else "已签发"
        if row.addressee == "file":
            return f"{issued}，存卷"
        if row.addressee == "complainant":
            return f"{issued}，纸质送达"
        if row.addressee == "both":
            return f"{short_day(row.issued_on, today)}会签印发" if row.signing_id and row.issued_on else f"{issued}，双方同阅"
        return f"{issued}，待签收"
    return str(Paper(row.status).label)


def draft_note(row: Document) -> str:
    """What is the matter with a draft: who made it, why it came back."""
    if row.status == Paper.RETURNED:
        return f"退回：{row.returned_reason}"
    if row.status != Paper.DRAFT:
        return ""
    if row.is_raw:
        return "期限检查代拟，待承办人核改"
    author = row.drafted_by.name if row.drafted_by else ""
    made = f"期限检查代拟，{author}核改" if row.swept_for_id else f"{author}拟稿" if author else "已拟稿"
    return f"{made}，{'待签发' if row.origin_side == Side.PROCURATORATE else '待负责人批准'}"


# ------------------------------------------------------------------------------------------------ facts


@dataclass(frozen=True)
class _Person:
    """A suspect of the case, once for each measure that holds him today."""

    id: Any
    name: str
    spell: Any
    kind: str | None
    since: date | None
    born_on: date | None


def people_of(dossier: Dossier, today: date) -> list[_Person]:
    """The suspects of the case with what holds them today (刑事拘留、逮捕 only, law.md 1.2), as they were entered: one query."""
    if dossier.matter.case_id is None:
        return []
    holds = Q(measures__kind__in=CUSTODIAL, measures__began_on__lte=today)
    holds &= Q(measures__ended_on=None) | Q(measures__ended_on__gt=today)
    rows = Suspect.objects.filter(case_id=dossier.matter.case_id).annotate(held=FilteredRelation("measures", condition=holds))
    return [_Person(*row) for row in rows.order_by("id").values_list("pk", "name", "held__pk", "held__kind", "held__began_on", "born_on")]


def custody_words(people: list[_Person], side: str, today: date) -> list[str]:
    """Who is in custody today, by which measure since when.

    The record of suspects is the procuratorate's: the police read only that somebody is, and how many (人).
    """
    held = [(one.since, one.spell, one.name, MeasureKind(one.kind).label) for one in people if one.kind and one.since]
    if side == Side.POLICE:
        number = len({one.id for one in people if one.kind})
        return [f"{number}人在押"] if number else []
    return [f"{name} {measure}（{short_day(since, today)}起）" for since, _, name, measure in sorted(held)]


def parties_words(dossier: Dossier, people: list[_Person], side: str) -> str:
    """当事人: the suspects of the case, else whom the detail row names; towards the police what it shares, else how many (人)."""
    matter, detail = dossier.matter, dossier.detail
    if side == Side.PROCURATORATE:
        names = list({one.id: one.name for one in people}.values())[: NAMES + 1]
        if names:
            return "、".join(names[:NAMES]) + ("等" if len(names) > NAMES else "")
    named = getattr(detail, PARTY, "")
    if named and (side == Side.PROCURATORATE or PARTY in getattr(detail, "shared_fields", ())):
        return str(named)
    number = matter.persons or len({one.id for one in people})
    return f"{number}人" if side == Side.POLICE and number else "未载"


def _handlers(dossier: Dossier, officer: Officer, today: date) -> list[Fact]:
    """Who handles it on either side; where nobody does, who is answerable now and why, in an office that keeps a roster."""
    matter = dossier.matter
    reach = reach_of(officer)
    there = reach.organs[0] if matter.whole_office and matter.police_id is None and reach.organs else matter.police_id
    wanted = [("检察", matter.handler, matter.office.procuratorate_id), ("公安", matter.police_handler, there)]
    rows = [Fact(label, who.name) for label, who, _ in wanted if who]
    if dossier.state.closed or not reach.rostered or reach.own_office != matter.office_id:
        return rows
    known = on_duty(officer, today)
    open_to = {matter.office.procuratorate_id if matter.procuratorate_from else None, there if matter.police_from else None}
    return rows + [
        Fact(label, f"未指定，{known.at_desk(desk).why}") for label, who, desk in wanted if who is None and desk in open_to and desk in known.posts
    ]


def detail_facts(dossier: Dossier, side: str) -> list[Fact]:
    """The matter's and the detail row's non-empty fields; the police read only what the detail row declares as shared."""
    matter, detail = dossier.matter, dossier.detail
    police = side == Side.POLICE
    facts = [
        Fact("类型", dossier.table.variants.get(matter.variant, "")),
        Fact("对外名称", "" if police or matter.public_title in ("", matter.title) else matter.public_title),
        Fact("公安机关", matter.organ_name or ("" if police else "未载，请用更正补登")),
        # its number is the police's own; our name for it, and the day a lead reached us, are not theirs to read
        Fact("案件", f"{'' if police else matter.case.name} {matter.case.number}".strip() if matter.case else ""),
        Fact("受理日期", chinese_date(matter.opened_on) if matter.opened_on and not police else ""),
        Fact("人数", f"{matter.persons}人" if matter.persons else ""),
    ]
    if detail is not None:
        shared = set(getattr(detail, "shared_fields", ()))
        for column in detail._meta.concrete_fields:
            if column.primary_key or column.is_relation or column.name in getattr(detail, "hidden_fields", ()):
                continue
            if police and column.name not in shared:
                continue
            words = _field_words(detail, column)
            facts.append(Fact(str(column.verbose_name), words, own=column.name not in shared))
        if not police:
            facts += [Fact(f"导入原文·{name}", str(words)) for name, words in (getattr(detail, "words", None) or {}).items()]
    return [fact for fact in facts if fact.words]


def _bound_by(dossier: Dossier, officer: Officer) -> list[Fact]:
    """Periods of the case's other matters that bind this one (捕后继续侦查 hangs on 侦查羁押期限): ``case_clocks`` of the detail row."""
    rules = getattr(dossier.detail, "case_clocks", ())
    if not rules or dossier.matter.case_id is None:
        return []
    rows = Deadline.objects.visible_to(officer).filter(matter__case_id=dossier.matter.case_id, rule__in=rules, status=Clock.RUNNING)
    rows = rows.exclude(matter=dossier.matter).select_related("matter").order_by("due_on", "id")
    return [Fact(f"本案{row.label}", f"{chinese_date(row.due_on)}届满（{row.matter.number}）") for row in rows]


def _field_words(row: Any, column: Any) -> str:
    value = getattr(row, column.attname)
    if value in (None, "", [], {}, False, 0):  # what has not happened, and counts of nothing, say nothing
        return ""
    if value is True:
        return "是"
    if isinstance(value, date):
        return chinese_date(value)
    shown = getattr(row, f"get_{column.name}_display", None)
    return str(shown() if shown and column.choices else value)[:LONGEST_VALUE]


def people() -> dict[str, Combinable]:
    """How many (人) handle matters at either place of a matter, to be asked with it: ``seen_by`` says so."""

    def at(place: str) -> Combinable:
        rows = Officer.objects.filter(organisation=OuterRef(place), is_active=True, grants__role__in=BUSINESS_ROLES)
        return Subquery(rows.order_by().values("organisation").annotate(number=Count("pk", distinct=True)).values("number"))

    return {"people_here": at("office__procuratorate"), "people_there": at("police")}


def seen_by(dossier: Dossier, side: str) -> str:
    """谁看得见, as one sentence, of a matter that was read with ``people()``."""
    matter: Any = dossier.matter
    own = matter.office.procuratorate
    parts = [f"{own.name}{matter.people_here or 0}人" if matter.procuratorate_from else "尚未送检察机关"]
    if matter.police_from is None:
        parts.append("尚未向公安机关公开")
    elif matter.whole_office or matter.police is not None:
        who = "办公室各公安机关" if matter.whole_office else f"{matter.organ_name}{matter.people_there or 0}人"
        since = chinese_date(matter.police_from.date()) if side == Side.PROCURATORATE else ""
        parts.append(f"{who}{f'（{since}起公开）' if since else ''}")
    if own.parent is not None and matter.procuratorate_from is not None:
        parts.append(f"{own.parent.name}可以查看，每次查看均留痕")
    words = "；".join(parts) + "。"
    tail = (
        "线索来源、控告人、草稿和审批意见公安机关看不到。"
        if side == Side.PROCURATORATE
        else "本单位的草稿和审批意见检察机关看不到。"
    )
    return words + tail
