"""What the papers of every kind are put together from (law.md 4.1). Legal papers carry no red head (law.md 4.2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from cases.matters.table.workflow import WORKFLOWS, DocumentType
from cases.models import Addressee, head_and_tail
from office.blocks import Addressee as To
from office.blocks import Attachments, Block, CopyMark, Heading, Number, Organ, Paragraph, Signature, Title
from office.periods.terms import numeral
from office.sides import Side

Context = dict[str, Any]
SEAL = "（院印）"
ORDINAL = re.compile(r"[一二三四五六七八九十]+、")
TERM = re.compile(r"(\d{1,2})(?=$|日|个)")
TERMS = ("reply_days", "objection_days", "days", "reply_term", "probation", "length")
"""Fields with a term in days or months: a legal paper spells it out, 十五日以内."""
ENDS = "。！？；：，、…号"


def paper(*middle: Callable[[Context], list[Block]], mark: str = "正本", to: bool = True, seal: str = SEAL) -> Callable[[Context], list[Block]]:
    """院名、文书名、文号、主送 … 落款: the frame every paper shares. 不起诉决定书 names nobody it is sent to (``to``).

    ``seal``: the line under the date; a working paper between the two sides has none.
    """

    def body(context: Context) -> list[Block]:
        blocks: list[Block] = [Organ(context["organ"]), Title(context["name"])]
        if mark:
            blocks.append(CopyMark(mark))
        blocks.append(Number(context["number"]))
        if to and context["to"]:
            blocks.append(To(context["to"]))
        for part in middle:
            blocks += part(context)
        blocks.append(Signature(context["organ"], _day(context["on"]), seal=seal))
        return in_order(blocks)

    return body


def official(*middle: Callable[[Context], list[Block]]) -> Callable[[Context], list[Block]]:
    """The frame of a paper of the police, with their own number and seal."""

    def body(context: Context) -> list[Block]:
        blocks: list[Block] = [Organ(context["organ"]), Title(context["name"]), Number(context["number"]), To(context["to"])]
        for part in middle:
            blocks += part(context)
        blocks.append(Signature(context["organ"], _day(context["on"]), seal="（公章）"))
        return in_order(blocks)

    return body


def in_order(blocks: list[Block]) -> list[Block]:
    """The numbered headings counted anew: what was left blank leaves no gap, and one heading alone carries no number."""
    numbered = [place for place, block in enumerate(blocks) if isinstance(block, Heading) and ORDINAL.match(block.text)]
    for count, place in enumerate(numbered, 1):
        heading = blocks[place]
        assert isinstance(heading, Heading)
        words = ORDINAL.sub("", heading.text, count=1)
        blocks[place] = Heading(f"{numeral(count)}、{words}" if len(numbered) > 1 else words, level=heading.level)
    return blocks


def ended(words: str) -> str:
    """What an officer typed, with the stop at the end of each line that a paper cannot do without."""
    lines = [line.rstrip() for line in words.strip().splitlines()]
    return "\n".join(f"{line}。" if line and line[-1] not in ENDS else line for line in lines)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def text(template: str) -> Callable[[Context], list[Block]]:
    """One paragraph; ``{…}`` names a value of the context, a column of the detail row or a field; user text is never a template."""

    def part(context: Context) -> list[Block]:
        return [Paragraph(_fill(template, context))]

    return part


def by_variant(other: str, **templates: str) -> Callable[[Context], list[Block]]:
    """One paragraph, by the branch of the matter."""

    def part(context: Context) -> list[Block]:
        return [Paragraph(_fill(templates.get(context["matter"]["variant"], other), context))]

    return part


def chosen(name: str, labels: dict[str, str], before: str = "", heading: str = "") -> Callable[[Context], list[Block]]:
    """The choice made in a field, or all those ticked in it, in words."""

    def part(context: Context) -> list[Block]:
        codes = context["fields"].get(name) or ()
        words = [labels[code] for code in ([codes] if isinstance(codes, str) else codes) if code in labels]
        head: list[Block] = [Heading(heading)] if heading else []
        return [*head, Paragraph(f"{before}{'；'.join(words)}。")] if words else []

    return part


def listed(name: str, heading: str) -> Callable[[Context], list[Block]]:
    """A list from a field with one name a line, under a heading."""

    def part(context: Context) -> list[Block]:
        rows = [row.strip() for row in str(context["fields"].get(name, "")).splitlines() if row.strip()]
        return [Heading(heading), *(Paragraph(f"{number}.{row}") for number, row in enumerate(rows, 1))] if rows else []

    return part


def ticked(context: Context, name: str) -> bool:
    """Whether a box of the form was ticked: a paper has it in words, 是 or 否, and both are true to Python."""
    return context["fields"].get(name) == "是"


def given(name: str, heading: str = "", before: str = "") -> Callable[[Context], list[Block]]:
    """What the drafter wrote in a field, under a heading; nothing when it is blank."""

    def part(context: Context) -> list[Block]:
        words = str(context["fields"].get(name, "")).strip()
        if not words:
            return []
        head: list[Block] = [Heading(heading)] if heading else []
        return [*head, Paragraph(ended(f"{before}{words}"))]

    return part


def titled(heading: str, *parts: Callable[[Context], list[Block]]) -> Callable[[Context], list[Block]]:
    """The parts under a heading of their own."""
    return lambda context: [Heading(heading), *(block for part in parts for block in part(context))]


def numbered(*parts: Callable[[Context], list[Block]]) -> Callable[[Context], list[Block]]:
    """The parts with their headings numbered 一、二、 in a row: what was left blank leaves no gap."""

    def part(context: Context) -> list[Block]:
        blocks: list[Block] = []
        place = 0
        for block in (block for one in parts for block in one(context)):
            if isinstance(block, Heading):
                place += 1
                blocks.append(Heading(f"{numeral(place)}、{block.text}"))
            else:
                blocks.append(block)
        return blocks

    return part


def enclosed(name: str) -> Callable[[Context], list[Block]]:
    """附件说明 from a field with one name a line."""

    def part(context: Context) -> list[Block]:
        rows = [row.strip() for row in str(context["fields"].get(name, "")).splitlines() if row.strip()]
        return [Attachments(tuple(rows))] if rows else []

    return part


def _case(context: Context) -> str:
    """The case that a matter is about: 「路某青涉嫌盗窃侦查活动监督案」 is about 「路某青涉嫌盗窃一案」; other titles stay as they are."""
    head, mark = head_and_tail(context["matter"]["title"])
    bare = head.removesuffix("案")
    for own in (*(table.name for table in WORKFLOWS.values()), "撤案监督"):
        bare = bare.removesuffix(own)
    bare = bare.removesuffix("案")
    return f"{bare}一案{mark}" if "涉嫌" in bare else context["matter"]["title"]


def _named(context: Context) -> str:
    """The case by its suspect and charge, for a matter whose title does not say them (「11·03」电动车系列盗窃)."""
    subject, charge = context["detail"].get("subject"), context["detail"].get("charge")
    return f"{subject}涉嫌{charge}一案" if subject and charge else _case(context)


def _fill(template: str, context: Context) -> str:
    values = {
        "案件": context["matter"]["title"],
        "一案": _case(context),
        "机关": context["matter"]["police"],
        "本院": context["organ"],
        "涉嫌一案": _case(context) if "涉嫌" in context["matter"]["title"] else _named(context),
        "下级院": context["matter"]["procuratorate"],
        "嫌疑人": context["detail"].get("subject", "") or "有关人员",
        "罪名": context["detail"].get("charge", "") or "有关犯罪",
        **{name: str(value) for name, value in context["detail"].items()},
        **{name: str(value) for name, value in context["fields"].items()},
    }
    for name in TERMS:
        values[name] = TERM.sub(lambda found: numeral(int(found[1])), values.get(name, ""))
    for code, paper in context["papers"].items():
        values[f"{code}文号"] = f"《{paper['name']}》（{paper['number']}）"
        values[f"{code}日期"] = paper["on"]
        values[f"{code}签收"] = paper["received"] or paper["on"]
    words = template
    parts = []
    while "{" in words:
        before, _, rest = words.partition("{")
        name, _, words = rest.partition("}")
        parts += [before, values.get(name, "")]
    return "".join([*parts, words])


def theirs(code: str, slug: str, name: str, basis: str, to: str = Addressee.PROCURATORATE) -> DocumentType:
    """A paper of the police: uploaded with their own number."""
    return DocumentType(code, slug, name, to, basis, origin="uploaded", side=Side.POLICE, pending=False)
