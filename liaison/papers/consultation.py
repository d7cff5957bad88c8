"""会商的文书 (LK01-LK04), each of either side. No form of them is published: names, letters and wording are this office's, shown as 待核."""

from __future__ import annotations

from collections.abc import Callable

from cases.matters.papers.parts import Context, chosen, ended, given, paper, text
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee
from liaison.forms.consultation import lines_of
from liaison.models.consultation import Mode, Why
from office.blocks import Block, Heading, Paragraph
from office.periods.terms import numeral
from office.sides import Side

Part = Callable[[Context], list[Block]]
LAW = "协作配合意见第四（二）"
OPINION = "会商意见供参考，不代替批准逮捕、不批准逮捕、起诉、不起诉等依法作出的决定。会商不停止、不顺延任何法定期限。"


def about(context: Context) -> list[Block]:
    """The case, where there is one."""
    words = "，".join(words for words in (context["matter"]["case"], context["matter"]["case_number"]) if words)
    return [Paragraph(ended(f"案件：{words}"))] if words else []


def asked(context: Context) -> list[Block]:
    """The questions, numbered."""
    return [Heading("三、会商问题"), *(Paragraph(ended(f"{no}.{words}")) for no, words in enumerate(lines_of(context["fields"]["questions"]), 1))]


def opinions(context: Context) -> list[Block]:
    """Every opinion of both sides, with whose it is and its hash: those that are open, which in a draft or a preview is none yet."""
    blocks: list[Block] = []
    for place, row in enumerate((row for row in context["rows"]["consultation_opinions"] if row["issued"] == "是"), 1):
        blocks += [Heading(f"{numeral(place)}、{row['side']}：{row['signed']}"), Paragraph(ended(row["text"])), Paragraph(f"校验值：{row['digest']}")]
    return blocks or [Paragraph("双方没有提交书面意见。")]


def conclusions(context: Context) -> list[Block]:
    """Question by question: what each side holds, and what came of it."""
    blocks: list[Block] = [Heading("三、会商意见")]
    for row in context["rows"]["consultation_questions"]:
        blocks.append(Heading(f"（{numeral(int(row['no']))}）{row['question']}", level=2))
        pairs = (
            ("检察机关意见", row["procuratorate_view"]), ("公安机关意见", row["police_view"]), (f"会商意见（{row['outcome']}）", row["conclusion"]),
            ("依据", row["basis"]), ("后续", row["follow_up"]),
        )  # fmt: skip
        blocks += [Paragraph(ended(f"{label}：{words}")) for label, words in pairs if words]
    return blocks


def dissents(context: Context) -> list[Block]:
    """Who reserved what; those of one side alone are no part of what both sign. Later ones are kept beside the minutes."""
    rows = [row for row in context["rows"]["consultation_dissents"] if row["own_only"] == "否"]
    if not rows:
        return []
    told = [Paragraph(ended(f"{row['side']}{row['signed']}对第{row['on_question']}问保留意见，附后（校验值{row['digest'][:12]}…）")) for row in rows]
    return [Heading("四、保留意见"), *told]


def held(context: Context) -> list[Block]:
    """When, where, how."""
    detail = context["detail"]
    pairs = (("会商时间", detail["held_at"]), ("会商地点", detail["place"]), ("会商方式", detail["mode"]))
    return [Paragraph(ended(f"{label}：{words}")) for label, words in pairs if words]


APPLICATION = paper(
    text("根据《最高人民检察院、公安部关于健全完善侦查监督与协作配合机制的意见》，现就下列问题申请会商。"),
    about,
    chosen("why", {str(code): str(label) for code, label in Why.choices}, heading="一、会商事由"),
    given("facts", "二、案情"),
    asked,
    given("own_view", "四、本方意见"),
    chosen("mode", {str(code): str(label) for code, label in Mode.choices}, heading="五、建议的会商方式"),
    given("wanted", "六、拟请参加的人员"),
    text("请答复是否同意会商。会商只限受邀人员参加、知悉；本表和会商材料不得录入涉密信息。"),
    mark="",
    seal="",
)


def declined(application: str) -> Part:
    """不同意会商: never without its reasons."""
    return paper(text(f"你单位{{{application}文号}}收悉。本单位不同意会商，理由如下。"), given("reasons"), mark="", seal="")


EXCHANGED = paper(text("双方主办均已表示本侧意见交齐，下列书面意见同时互见。"), opinions, mark="", to=False, seal="")
MINUTES = paper(
    about,
    held,
    given("attended", "一、参加人员"),
    given("summary", "二、会商情况"),
    conclusions,
    dissents,
    given("other", "五、其他事项"),
    text(OPINION),
    mark="",
    to=False,
    seal="",
)
BOTH, OF = Addressee.BOTH, {Side.PROCURATORATE: "J", Side.POLICE: "G"}


def of_each(code: str, slug: str, name: str, letters: str, body: Callable[[str], Part], *, duty: str = "", to: str = "") -> list[DocumentType]:
    """The same paper, made by either side."""
    made = []
    for side, other in ((Side.PROCURATORATE, Addressee.POLICE), (Side.POLICE, Addressee.PROCURATORATE)):
        theirs = OF[Side.POLICE if side == Side.PROCURATORATE else Side.PROCURATORATE]
        made.append(
            DocumentType(f"{code}{OF[side]}", f"{side.value}_{slug}", name, to or other, LAW, letters, side=side, body=body(theirs), duty=duty)
        )
    return made


register_documents(
    [
        *of_each("LK01", "consultation", "会商申请表", "商申", lambda _: APPLICATION, duty="对方申请会商，请{due}答复是否同意"),
        *of_each("LK02", "consultation_declined", "不同意会商的说明", "商复", lambda theirs: declined(f"LK01{theirs}"), duty="对方不同意会商，理由见正文"),
        *of_each("LK03", "consultation_opinions", "会商书面意见汇编", "商汇", lambda _: EXCHANGED, to=BOTH),
        *of_each("LK04", "consultation_minutes", "会商纪要", "商纪", lambda _: MINUTES, to=BOTH),
    ]
)
