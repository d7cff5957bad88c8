"""羁押必要性审查的文书 (law.md 4.1 D23, D24)."""

from __future__ import annotations

from cases.models import Addressee
from cases.workflow import DocumentType, register_documents
from office.blocks import Block, Paragraph
from supervision.models.custody_review import Advised
from supervision.papers.parts import Context, given, paper, text, theirs


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
RESULT = paper(
    text("本院对犯罪嫌疑人{subject}进行羁押必要性审查，认为有继续羁押的必要。"),
    given("findings", "一、审查查明的情况"),
    given("reasons", "二、继续羁押的理由"),
    text("特此通知。"),
    mark="",
)

register_documents(
    (
        DocumentType("D23", "custody_review_advice", "羁押必要性审查建议书", Addressee.POLICE, "刑诉法第95条；羁押审查规定第22条", "刑羁审",
                     body=ADVICE, receipt_slip=True, duty="请{due}通知处理情况；不同意的，说明继续羁押的理由：收到之日起十日，刑诉法第95条"),
        DocumentType("D23R", "custody_review_result", "羁押必要性审查结果通知书", Addressee.COMPLAINANT, "羁押审查规定第20条", "刑羁通", body=RESULT),
        theirs("D24", "custody_advice_handled", "羁押必要性审查建议处理情况通知", "程序规定第159条；羁押审查规定第22条"),
    )
)
