"""羁押必要性审查的文书 (law.md 4.1 D23, D24)."""

from __future__ import annotations

from cases.matters.papers.parts import Context, given, paper, text, theirs
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee
from office.blocks import Block, Paragraph
from supervision.models.custody_review import Advised


def advised(context: Context) -> list[Block]:
    """What is advised: 释放, or 变更强制措施."""
    subject = context["detail"].get("subject", "")
    advice = dict(Advised.choices).get(context["fields"].get("advised", ""), "")  # blank while it is being written
    return [Paragraph(f"本院对犯罪嫌疑人{subject}进行羁押必要性审查，认为不需要继续羁押，{advice}。")]


ADVICE = paper(
    advised,
    given("findings", "一、审查查明的情况"),
    given("reasons", "二、不需要继续羁押的理由和法律依据"),
    text(
        "依照《中华人民共和国刑事诉讼法》第九十五条的规定，现向你单位提出建议。"
        "请在收到本建议书后十日以内将处理情况通知本院；不同意本建议的，请说明继续羁押的理由。"
    ),
)


def ordered(context: Context) -> list[Block]:
    """What is decided: 释放, or another measure by name."""
    subject, fields = context["detail"].get("subject", ""), context["fields"]
    measure = {"bail": "取保候审", "residential": "监视居住"}.get(fields.get("measure", ""), "")
    decided = f"变更为{measure}" if measure else "予以释放"
    return [Paragraph(f"本院在审查起诉中对犯罪嫌疑人{subject}进行羁押必要性审查，认为不需要继续羁押，决定{decided}。")]


ORDER = paper(
    ordered,
    given("findings", "一、审查查明的情况"),
    given("reasons", "二、不需要继续羁押的理由和法律依据"),
    text("依照《中华人民共和国刑事诉讼法》第九十五条和《人民检察院刑事诉讼规则》第五百七十五条第二款的规定，请立即执行，并将执行情况通知本院。"),
)


def result(context: Context) -> list[Block]:
    """继续羁押, or what was advised and done with it (规则第582条)."""
    subject = context["detail"].get("subject", "")
    handled = context["fields"].get("handled", "")
    if handled:
        return [Paragraph(f"你提出的对犯罪嫌疑人{subject}的羁押必要性审查申请，本院已经办结。{handled}")]
    return [Paragraph(f"本院对犯罪嫌疑人{subject}进行羁押必要性审查，认为有继续羁押的必要。")]


RESULT = paper(
    result,
    given("findings", "一、审查查明的情况"),
    given("reasons", "二、继续羁押的理由"),
    text("特此通知。"),
    mark="",
)

register_documents(
    (
        DocumentType("D23", "custody_review_advice", "羁押必要性审查建议书", Addressee.POLICE, "刑诉法第95条；羁押审查规定第22条", "刑羁审",
                     body=ADVICE, receipt_slip=True, duty="请{due}通知处理情况；不同意的，说明继续羁押的理由：收到之日起十日，刑诉法第95条"),
        DocumentType("D23D", "custody_review_order", "释放、变更强制措施决定书", Addressee.POLICE, "刑诉法第95条；规则第575条第2款", "刑羁决",
                     body=ORDER, receipt_slip=True, duty="请立即执行，并报送执行情况，规则第575条第2款"),
        DocumentType("D23R", "custody_review_result", "羁押必要性审查结果通知书", Addressee.COMPLAINANT, "羁押审查规定第20条；规则第582条", "刑羁通",
                     body=RESULT),
        theirs("D24", "custody_advice_handled", "羁押必要性审查建议处理情况通知", "程序规定第159条；羁押审查规定第22条"),
    )
)
