"""提前介入的文书 (LI01-LI09). No form of them is published: names, letters and wording are this office's, shown as 待核 (liaison.md 6.3)."""

from __future__ import annotations

from collections.abc import Callable

from cases.matters.papers.parts import Context, ended, given, listed, official, paper, text
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee
from liaison.models.early_intervention import Stage
from office.blocks import Block, Heading, Paragraph, Table
from office.periods.terms import numeral
from office.sides import Side

Part = Callable[[Context], list[Block]]
STAGES = dict(Stage.choices)


def about(context: Context) -> list[Block]:
    """The case in a few lines, as the letter that begins the matter tells it."""
    fields, detail = context["fields"], context["detail"]
    stage = STAGES.get(str(fields.get("variant") or context["matter"]["variant"]), "")
    pairs = (
        ("案件编号", fields.get("case_number") or detail.get("case_number") or context["matter"]["case_number"]),
        ("犯罪嫌疑人", fields.get("subject") or detail.get("subject")),
        ("涉嫌罪名", fields.get("charge") or detail.get("charge")),
        ("案件所处阶段", stage),
        ("强制措施", "犯罪嫌疑人已被羁押" if fields.get("detained") == "是" or detail.get("detained") == "是" else "犯罪嫌疑人未被羁押"),
        ("介入理由", fields.get("grounds") or detail.get("grounds")),
    )
    return [Paragraph(ended(f"{label}：{words}")) for label, words in pairs if words]


def asked(context: Context) -> list[Block]:
    """What the procuratorate is asked to give its view on."""
    fields = context["fields"]
    scope, lines = str(fields.get("questions") or ""), str(fields.get("question") or "").strip()
    if not scope and not lines:
        return []
    return [Heading("三、请予研究的问题"), Paragraph(ended("；".join(part for part in (scope, *lines.splitlines()) if part)))]


def opinions(heading: str) -> Part:
    """The opinions, one by one."""

    def part(context: Context) -> list[Block]:
        blocks: list[Block] = [Heading(heading)]
        for row in context["rows"]["intervention_items"]:
            blocks.append(Heading(f"（{numeral(int(row['no']))}）{row['topic']}", level=2))
            blocks.append(Paragraph(ended(row["opinion"])))
            blocks += [Paragraph(ended(f"{label}：{row[name]}")) for name, label in (("wanted", "证据与标准"), ("by_on", "商定日期")) if row[name]]
        return blocks

    return part


def answers(heading: str) -> Part:
    """The opinions as the police answered them, as a table: what was asked, what became of it."""

    def part(context: Context) -> list[Block]:
        rows = tuple(
            (row["no"], row["opinion"], row["status"], "　".join(words for words in (row["reply_on"], row["reply"]) if words))
            for row in context["rows"]["intervention_items"]
        )
        return [Heading(heading), Table(("序号", "介入意见", "结果", "落实情况或者理由"), rows, (0.08, 0.37, 0.13, 0.42))]

    return part


def figures(context: Context) -> list[Block]:
    """How many opinions were followed, in one sentence."""
    results = [row["status"] for row in context["rows"]["intervention_items"]]
    parts = [f"{word}{results.count(word)}条" for word in ("已落实", "部分落实", "未采纳") if word in results]
    return [Paragraph(f"介入意见共{len(results)}条：{'，'.join(parts)}。")]


REQUEST = official(
    text("我单位办理的{case_name}，需要听取你院意见。现将有关情况函告如下。"),
    lambda context: [Heading("一、案件基本情况"), *about(context)],
    given("reasons", "二、案情和商请介入的理由"),
    asked,
    text(
        "依照《人民检察院刑事诉讼规则》第二百五十六条第一款和《最高人民检察院、公安部关于健全完善侦查监督与协作配合机制的意见》的规定，"
        "商请你院派员介入，对案件性质、收集证据、适用法律提出意见。"
    ),
)
PROPOSAL = paper(
    text("你单位办理的{case_name}，本院认为确有必要介入。"),
    lambda context: [Heading("一、案件基本情况"), *about(context)],
    given("reasons", "二、介入的理由"),
    asked,
    text(
        "依照《中华人民共和国刑事诉讼法》第八十七条、《人民检察院刑事诉讼规则》第二百五十六条第一款的规定，建议由本院派员介入，"
        "请予同意并提供案件材料；暂不需要介入的，请说明理由。"
    ),
)
MATERIALS = official(
    text("你院介入{case_name}，现提供案件材料，并介绍案件情况。"),
    given("situation", "一、案件情况和侦查进展"),
    listed("contents", "二、材料"),
    text("提供上述材料供查阅，不是移送案件。"),
)
POLICE_DECLINE = official(text("你院关于介入{case_name}的建议收悉。我单位认为暂不需要介入，理由如下。"), given("reasons"))
ACCEPTED = paper(
    text("你单位{LI01文号}收悉。本院决定派员介入{case_name}的侦查活动，由检察官{handler_name}办理。"),
    given("mode", "一、介入方式"),
    given("note", "二、请提供的材料"),
    given("contact", "三、联系电话"),
    text(
        "请全面介绍案件情况，提供证据材料，及时通报侦查进展（《最高人民检察院、公安部关于健全完善侦查监督与协作配合机制的意见》第三条第（二）项）。"
        "介入不影响拘留、逮捕、审查起诉等法定期限的计算。"
    ),
)
DECLINED = paper(text("你单位{LI01文号}收悉。经审查，本院对{case_name}不予介入，理由如下。"), given("reasons"))
RECORD = paper(
    text("案件：{case_name}"),
    given("done_words", "一、时间"),
    given("place", "二、地点"),
    given("mode", "三、介入方式"),
    given("attendees", "四、参加人员"),
    given("situation", "五、介绍、讨论的情况"),
    given("emergency", "六、应急处置协调"),
    mark="",
    to=False,
)
OPINION = paper(
    text("本院依照《人民检察院刑事诉讼规则》第二百五十六条的规定介入{case_name}，现提出意见如下。"),
    given("grounds", "一、介入和审查情况"),
    opinions("二、意见"),
    given("other", "三、其他要求"),
    text(
        "以上意见供侦查参考，不是批准逮捕、起诉的决定。请逐条落实，并在收到本意见书后书面反馈落实情况；没有采纳的，请说明理由。"
    ),
)
FEEDBACK = official(
    text("你院{LI08文号}收悉。现将意见采纳情况反馈如下。"),
    figures,
    given("result", "一、总体情况"),
    answers("二、逐条情况"),
)

POLICE, PROCURATORATE = Addressee.POLICE, Addressee.PROCURATORATE
RULE = "规则第256条；协作配合意见第三（二）1"


def _theirs(code: str, slug: str, name: str, body: Part, duty: str) -> DocumentType:
    """A paper of the police, with their own number, whose text is put together here."""
    return DocumentType(code, slug, name, PROCURATORATE, RULE, origin="uploaded", side=Side.POLICE, body=body, pending=True, duty=duty)


register_documents(
    (
        _theirs("LI01", "intervention_request", "商请提前介入函", REQUEST, "{due}决定是否介入"),
        DocumentType("LI02", "intervention_proposal", "提前介入建议函", POLICE, RULE, "介建", body=PROPOSAL, receipt_slip=True,
                     duty="检察机关建议介入本案，请答复是否同意；同意的请提供案件材料"),
        _theirs("LI03", "intervention_materials", "提前介入材料清单", MATERIALS, "查阅材料"),
        _theirs("LI04", "intervention_not_needed", "暂不需要提前介入的说明", POLICE_DECLINE, ""),
        DocumentType("LI05", "intervention_accepted", "受理提前介入通知书", POLICE, RULE, "介受", body=ACCEPTED, receipt_slip=True,
                     duty="检察机关已决定派人介入，请全面介绍案情、提供材料"),
        DocumentType("LI06", "intervention_declined", "不予提前介入的说明", POLICE, RULE, "不介", body=DECLINED, receipt_slip=True,
                     duty="检察机关决定不介入，理由见正文；案件照常办理"),
        DocumentType("LI07", "intervention_record", "介入侦查情况表", Addressee.FILE, "规则第256条", "介情", body=RECORD),
        DocumentType("LI08", "intervention_opinion", "提前介入意见书", POLICE, RULE, "介意", body=OPINION, receipt_slip=True,
                     duty="请逐条落实，{due}书面反馈；没有采纳的，写明理由"),
        _theirs("LI09", "intervention_feedback", "提前介入意见采纳情况反馈", FEEDBACK, "逐条评价"),
    )
)  # fmt: skip
