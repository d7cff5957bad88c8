"""联席会议的文书: 通知、改期、取消、会议记录、纪要, each of either side (名称、样式、代字均为内部约定，待核).

The 纪要 is laid out by GB/T 9704-2012 10.3: red 标志, no 主送机关, no seal; 出席、请假、列席 in 黑体 behind the text. Who signed it stands on a 会签单
of its own. What was said stands in the 会议记录, not here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from cases.matters.papers.parts import Context, ended, given, in_order, paper, text
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee
from liaison.models.joint_meeting import Outcome
from office.blocks import Block, Edition, Heading, MinutesMasthead, Paragraph, Present, Table
from office.periods.terms import numeral
from office.sides import Side

Part = Callable[[Context], list[Block]]
LAW = "协作配合意见第三（二）6"


def agenda(context: Context) -> list[Block]:
    """The agenda, as it stood when the notice went out."""
    rows = tuple((one["no"], one["title"], one["from"]) for one in context["fields"].get("agenda") or [])
    return [Heading("二、议程"), Table(("序号", "议题", "来源"), rows, (0.1, 0.6, 0.3))] if rows else []


def people(context: Context) -> list[Block]:
    """Who is invited, by unit."""
    rows = context["fields"].get("people") or []
    lines = [f"{'列席：' if part == '列席' else ''}{unit}　{names}" for part, unit, names in rows]
    return [Heading("三、参加人员"), *(Paragraph(line) for line in lines)] if lines else []


def place(context: Context) -> list[Block]:
    """When and where."""
    detail, fields = context["detail"], context["fields"]
    lines = (("时间", fields.get("when_words")), ("地点", fields.get("place") or detail.get("place")), ("主持", detail.get("chair")))
    return [Heading("一、时间和地点"), *(Paragraph(ended(f"{label}：{words}")) for label, words in lines if words)]


NOTICE = paper(
    text("根据《最高人民检察院、公安部关于健全完善侦查监督与协作配合机制的意见》，定于下列时间召开{案件}，请按时参加，并填报参会回执。"),
    place,
    agenda,
    people,
    given("note", "四、其他事项"),
    mark="",
    to=False,
    seal="",
)
MOVED = paper(
    text("原定于{was_words}召开的{案件}，因故改期，请重新填报参会回执。"),
    given("reasons", "二、改期的理由"),
    place,
    mark="",
    to=False,
    seal="",
)
CANCELLED = paper(
    text("原定于{when_words}召开的{案件}，因故取消。已列入的议题退回，供下一次会议重新列入。"),
    given("reasons", "一、取消的理由"),
    mark="",
    to=False,
    seal="",
)


def attended(context: Context, *, apart: bool = True) -> list[Block]:
    """出席、请假、列席, unit by unit; ``apart``: a line is left free above them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for part, unit, names in context["fields"].get("people") or []:
        found.setdefault(part, []).append((unit, names))
    return [Present(part, tuple(units), first=apart and not index) for index, (part, units) in enumerate(found.items())]


def record(context: Context) -> list[Block]:
    """会议记录: item by item, who said what in the order in which it was noted, and what was concluded."""
    blocks: list[Block] = []
    for one in context["fields"].get("record") or []:
        blocks.append(Heading(f"第{numeral(int(one['no']))}项　{one['title']}"))
        if one["said"]:
            blocks.append(Table(("时间", "发言人", "发言"), tuple(tuple(row) for row in one["said"]), (0.14, 0.24, 0.62)))
        blocks.append(Paragraph(ended(f"结果：{'；'.join(words for words in one['result'] if words)}")))
    return blocks


RECORD = paper(
    text("会议：{案件}"),
    lambda context: place(context)[1:],
    lambda context: attended(context, apart=False),
    record,
    mark="",
    to=False,
    seal="",
)


def minutes(context: Context) -> list[Block]:
    """纪要 (GB/T 9704-2012 10.3)."""
    fields, detail = context["fields"], context["detail"]
    items = fields.get("items") or []
    on = date.fromisoformat(context["on"]) if context["on"] else None
    host = str(fields.get("held_by") or context["organ"])
    blocks: list[Block] = [MinutesMasthead(f"{fields.get('named') or '联席会议'}纪要", context["number"], host, on)]
    blocks.append(Paragraph(ended(str(detail.get("opening") or ""))))
    limit = str(fields.get("undecided_times") or "")
    blocks += chapters(items, limit, reported=str(detail.get("reported") or ""), other=str(detail.get("other") or ""))
    blocks += attended(context)
    cc = tuple(line.strip() for line in str(fields.get("cc") or "").splitlines() if line.strip())
    return [*blocks, Edition(cc, host, on)]


def chapters(items: list[dict[str, Any]], limit: str, *, reported: str = "", other: str = "") -> list[Block]:
    """The items of a 纪要 under their headings; ``limit``: 几次未决 after which it says so."""
    blocks: list[Block] = []
    told = (("通报情况", [*_plain(reported), *_of(items, limit, Outcome.NOTED)]), ("议定事项", _decided(items)),
            ("未形成一致意见的事项", _of(items, limit, *LEFT)), ("其他", _plain(other)))
    for number, (name, found) in enumerate([one for one in told if one[1]], 1):
        blocks += [Heading(f"{numeral(number)}、{name}"), *found]
    return blocks


LEFT = (Outcome.AGAIN, Outcome.PASS_ON, Outcome.WITHDRAWN)
"""What was not agreed on: only what it was and where it goes, 争论不写入纪要."""


def item_words(one: dict[str, Any], limit: str = "") -> str:
    """One item as the 纪要 prints it: 决定｜牵头｜期限｜怎样算完成, or where it goes."""
    title, outcome = one["title"].rstrip("。"), one["outcome"]
    if outcome == Outcome.AGAIN:
        times = int(one["times"])
        often = f"该事项已{numeral(times)}次列入未形成决定。" if limit.isdecimal() and times >= int(limit) else ""
        return f"{title}，下次会议再议。{often}"
    if outcome == Outcome.PASS_ON:
        return f"{title}，提请上级研究。"
    if outcome == Outcome.WITHDRAWN:
        return f"{title}，由提出方撤回。"
    if outcome == Outcome.NOTED:
        return ended(f"{title}。{one['conclusion']}" if one["conclusion"] else f"听取了{title}")
    mark = "（督办）" if outcome == Outcome.SUPERVISE else ""
    said = ended(one["conclusion"]) if one["conclusion"] else ""
    helped = f"，{one['assist']}协助" if one["assist"] else ""
    who = f"{one['lead']}牵头{helped}，{one['due']}前完成" if one["lead"] and one["due"] else ""
    until = f"，以{one['measure'].rstrip('。')}为准" if one["measure"] and who else ""
    return f"{title}{mark}。{said}{who}{until}{'。' if who else ''}"


def _plain(words: str) -> list[Block]:
    return [Paragraph(ended(words))] if words.strip() else []


def _decided(items: list[dict[str, Any]]) -> list[Block]:
    decided = [one for one in items if one["outcome"] in (Outcome.DECIDED, Outcome.SUPERVISE)]
    return [Paragraph(f"（{numeral(number)}）{item_words(one)}") for number, one in enumerate(decided, 1)]


def _of(items: list[dict[str, Any]], limit: str, *outcomes: str) -> list[Block]:
    return [Paragraph(item_words(one, limit)) for one in items if one["outcome"] in outcomes]


def excerpt(signed: list[Block], fields: dict[str, Any], number: str, wanted: set[str]) -> list[Block]:
    """节录 of a 纪要 as it was signed: its 标志, how it begins, the items wanted word for word, and whence they are taken."""
    masthead, opening = signed[:2]
    assert isinstance(masthead, MinutesMasthead)
    items = [one for one in fields["items"] if one["of"] in wanted]
    return in_order([
        replace(masthead, text=f"{masthead.text}（节录）"), opening, *chapters(items, str(fields.get("undecided_times") or "")),
        Paragraph(f"以上内容节录自{number}，与会签印发的文本一致；其余内容从略。"),
    ])  # fmt: skip


def supplement(context: Context) -> list[Block]:
    """补充纪要: what is said besides; not a word of the 纪要 changes."""
    fields = context["fields"]
    on = date.fromisoformat(context["on"]) if context["on"] else None
    return [
        MinutesMasthead(f"{fields.get('named') or '联席会议'}纪要（补充）", context["number"], str(fields.get("held_by") or context["organ"]), on),
        Paragraph(f"{context['matter']['title']}纪要印发后，就有关事项补充如下，原纪要不作修改。"),
        Heading(str(fields.get("about") or "")),
        Paragraph(ended(str(fields.get("words") or ""))),
    ]


def _both(code: str, slug: str, name: str, letters: str, body: Part, duty: str = "") -> tuple[DocumentType, DocumentType]:
    """A paper of the convener, whichever side convenes, read by both."""
    make = partial(DocumentType, addressee=Addressee.BOTH, basis=LAW, letters=letters, body=body, duty=duty)
    return (
        make(f"{code}J", f"procuratorate_{slug}", name),
        make(f"{code}G", f"police_{slug}", name, side=Side.POLICE),
    )


register_documents(
    (
        *_both("LJ01", "meeting_notice", "联席会议通知", "联会", NOTICE, "请填报参会回执"),
        *_both("LJ02", "meeting_moved", "联席会议改期通知", "联改", MOVED, "会议改期，请重新填报参会回执"),
        *_both("LJ03", "meeting_minutes", "联席会议纪要", "联纪", minutes),
        *_both("LJ04", "meeting_cancelled", "联席会议取消通知", "联消", CANCELLED, "会议取消"),
        *_both("LJ05", "meeting_record", "联席会议记录", "联记", RECORD),
        *_both("LJ06", "meeting_supplement", "联席会议纪要（补充）", "联补", supplement),
    )
)
