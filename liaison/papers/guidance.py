"""指引、标准、会签制度的文书: the text itself, and its repeal, each signed by both sides (名称、样式、代字均为内部约定，待核)."""

from __future__ import annotations

import re
from datetime import date

from cases.matters.papers.parts import Context, given, in_order
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee
from liaison.models.guidance import SUBORDINATE
from office.blocks import Block, Heading, Number, Organ, Paragraph, Signature, Title
from office.sides import Side

LAW = "协作配合意见第三（二）6"
LEVELS = (re.compile(r"[一二三四五六七八九十百]+、"), re.compile(r"（[一二三四五六七八九十百]+）"))
LONGEST_HEADING = 40
"""字: a line that begins with 一、 and is longer is a paragraph."""


def lines_of(body: str) -> list[Block]:
    """The text as its drafter wrote it: a short line with a number of its own is a heading, every other line a paragraph."""
    blocks: list[Block] = []
    for line in (one.strip() for one in body.splitlines() if one.strip()):
        level = next((place for place, begins in enumerate(LEVELS, 1) if begins.match(line)), 0)
        heading = level and len(line) <= LONGEST_HEADING and line[-1] not in "。；："
        blocks.append(Heading(line, level=level) if heading else Paragraph(line))
    return blocks


def organs(context: Context) -> str:
    """Both who sign, the procuratorate first."""
    matter = context["matter"]
    return "\n".join(name for name in (matter["procuratorate"], matter["police"]) if name)


def text(context: Context) -> list[Block]:
    """单位、标题、编号、首句、正文、适用和施行、落款."""
    detail = context["detail"]
    blocks: list[Block] = [Organ(organs(context)), Title(context["matter"]["title"]), Number(context["number"]), Paragraph(SUBORDINATE)]
    blocks += lines_of(str(detail.get("body", "")))
    told = (("适用罪名", "charges"), ("办理环节", "kinds"), ("监督项目", "items"))
    blocks += [Paragraph(f"{label}：{detail[name]}。") for label, name in told if detail.get(name)]
    if detail.get("grounds"):
        blocks += [Paragraph(f"依据：{'；'.join(line.strip().rstrip('；。') for line in str(detail['grounds']).splitlines() if line.strip())}。")]
    edition = f"（第{detail['edition']}版）" if str(detail.get("edition", "1")) != "1" else ""
    blocks.append(Paragraph(f"本文件{edition}自{detail.get('effective_on') or '双方会签完成之日'}起施行；会签在该日以后完成的，自会签完成之日起施行。"))
    blocks.append(_signature(context))
    return blocks


def repeal(context: Context) -> list[Block]:
    """What is repealed, why, and from when."""
    named = context["papers"].get("LG01J") or context["papers"].get("LG01G")
    which = f"《{context['matter']['title']}》{'（' + named['number'] + '）' if named else ''}"
    blocks: list[Block] = [Organ(organs(context)), Title("废止通知"), Number(context["number"])]
    blocks.append(Paragraph(f"{which}自双方会签完成之日起废止。"))
    blocks += given("repeal_reason", "废止的理由")(context)
    return in_order([*blocks, _signature(context)])


def _signature(context: Context) -> Signature:
    return Signature(organs(context), date.fromisoformat(context["on"]) if context["on"] else None, seal="（印章）")


GOES_ROUND = "双方会签后施行；请阅正文后签署，或者写明理由退回"
REPEALED = "双方会签后废止；请阅后签署，或者写明理由退回"


def _both(code: str, slug: str, name: str, letters: str, body: object, duty: str, side: str) -> DocumentType:
    return DocumentType(code, slug, name, Addressee.BOTH, LAW, letters, side=side, body=body, duty=duty)  # type: ignore[arg-type]


register_documents(
    (
        _both("LG01J", "guidance", "指引（标准、制度）", "规", text, GOES_ROUND, Side.PROCURATORATE),
        _both("LG01G", "police_guidance", "指引（标准、制度）", "规", text, GOES_ROUND, Side.POLICE),
        _both("LG02J", "guidance_repeal", "废止通知", "规废", repeal, REPEALED, Side.PROCURATORATE),
        _both("LG02G", "police_guidance_repeal", "废止通知", "规废", repeal, REPEALED, Side.POLICE),
    )
)
