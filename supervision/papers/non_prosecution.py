"""不诉跟踪的文书: wording is the office's to check against the form book in force."""

from __future__ import annotations

from cases.matters.papers.parts import chosen, given, paper, text, theirs
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee
from supervision.forms.non_prosecution import REVOKING
from supervision.papers.objecting import decision_paper, request_paper, review_paper, review_request_paper

UNFREEZE = paper(
    text("本院对{嫌疑人}涉嫌{罪名}一案作出《{decision_name}》（{decision_number}）。你单位在侦查中查封、扣押、冻结的下列财物，应当解除："),
    given("contents"),
    text(
        "依照《中华人民共和国刑事诉讼法》第一百七十七条第三款和《人民检察院刑事诉讼规则》第三百七十四条的规定，"
        "请及时解除查封、扣押、冻结，并将办理情况书面通知本院；依法转为行政案件办理的，一并说明。"
    ),
)
EXPLANATION = paper(
    text("本院对{嫌疑人}涉嫌{罪名}一案作出《{decision_name}》，现将理由说明如下。"),
    given("reasons"),
)
REVOCATION = paper(
    text("本院于{decided_on}对{嫌疑人}涉嫌{罪名}一案作出附条件不起诉决定。经审查："),
    chosen("ground", dict(REVOKING), heading="一、情形"),
    given("facts", "二、查明的事实"),
    given("reasons", "三、理由"),
    text(
        "依照《中华人民共和国刑事诉讼法》第二百八十二条、第二百八十四条和《人民检察院刑事诉讼规则》第四百七十条、第四百七十九条的规定，"
        "决定撤销附条件不起诉决定，对{嫌疑人}提起公诉。"
    ),
)
POLICE, SUBJECT = Addressee.POLICE, "本院作出的《{decision_name}》（被不起诉人{嫌疑人}）"

MADE = (
    DocumentType("NP01", "unfreeze_notice", "解除查封、扣押、冻结财物通知书", POLICE, "刑诉法第177条第3款；规则第374条", "刑解封",
                 body=UNFREEZE, receipt_slip=True, duty="请{due}解除查封、扣押、冻结并反馈：规则第374条，程序规定第293条"),
    DocumentType("NP02", "non_prosecution_reasons", "不起诉理由说明书", POLICE, "规则第372条（说理为内部约定）", "刑不诉说", body=EXPLANATION,
                 receipt_slip=True, duty="检察机关说明不起诉的理由，请签收"),
    DocumentType("NP03", "conditional_revocation", "撤销附条件不起诉决定书", POLICE, "刑诉法第284条第1款；规则第479条", "刑撤附", body=REVOCATION,
                 receipt_slip=True, duty="附条件不起诉决定已经撤销，请签收"),
    decision_paper("D21N", "non_prosecution_reconsideration", subject=SUBJECT, law="{law}", basis="规则第379条、第472条"),
    review_paper("D21NR", "non_prosecution_review", subject="《{decision_name}》（被不起诉人{嫌疑人}）", law="{law}", basis="规则第380条、第472条"),
)  # fmt: skip
UPLOADED = (
    request_paper("D20N", "non_prosecution_reconsideration_request", "程序规定第294条第1款、第330条第1款"),
    review_request_paper("D20NR", "non_prosecution_review_request", "程序规定第294条第2款、第330条第2款"),
    theirs("NP01R", "unfrozen", "解除查封、扣押、冻结情况", "程序规定第293条第1款"),
    theirs("NP04", "release_report", "释放（解除强制措施）情况", "程序规定第293条第1款"),
)

register_documents((*MADE, *UPLOADED))
