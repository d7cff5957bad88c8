"""不捕跟踪的文书 (law.md 4.1, D20 to D22): the contest of a refusal, and what follows it."""

from __future__ import annotations

from cases.matters.papers.parts import given, paper, text, theirs
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee
from supervision.papers import arrest_review as common  # noqa: F401  (D22)
from supervision.papers.objecting import decision_paper, request_paper, review_paper, review_request_paper

SUBJECT = "《不批准逮捕决定书》（{decision_number}）"
LAW = "《人民检察院刑事诉讼规则》第二百九十条"
REVIEW_LAW = "《人民检察院刑事诉讼规则》第二百九十一条"

REVOKED = paper(
    text(f"本院对犯罪嫌疑人{{subject}}涉嫌{{charge}}一案作出的{SUBJECT}，经审查确有错误。"),
    given("reasons"),
    text("依照《人民检察院刑事诉讼规则》第二百八十九条第二款、第二百九十一条第一款的规定，决定撤销，并重新作出批准逮捕决定。"),
)
REASONS = paper(
    text(f"你单位要求说明{SUBJECT}的理由。本院答复如下。"),
    given("reasons"),
    text("特此说明。"),
)

register_documents((
    decision_paper("D21A", "no_arrest_reconsideration", subject=SUBJECT, law=LAW, basis="规则第290条、第291条第2款"),
    review_paper("D21RA", "no_arrest_review", subject=SUBJECT, law=REVIEW_LAW, basis="规则第291条"),
    DocumentType("D22V", "arrest_refusal_revoked", "撤销不批准逮捕决定书", Addressee.POLICE, "规则第289条第2款、第291条第1款", "撤销不批捕",
                 body=REVOKED, receipt_slip=True, duty="不批准逮捕的决定已经撤销，请签收并执行批准逮捕决定"),
    DocumentType("D22F", "arrest_refusal_explained", "不批准逮捕理由补充说明", Addressee.POLICE, "程序规定第139条", "不批捕说理",
                 body=REASONS, receipt_slip=True, duty="检察机关说明了不批准逮捕的理由，请签收"),
    request_paper("D20A", "no_arrest_reconsideration_request", "程序规定第141条第1款"),
    review_request_paper("D20RA", "no_arrest_review_request", "程序规定第141条第2款"),
    theirs("D20AE", "no_arrest_reasons_request", "要求说明不批准逮捕理由书", "程序规定第139条"),
    theirs("D22RN", "no_arrest_receipt", "不批准逮捕执行回执", "规则第286条第2款；程序规定第140条"),
    theirs("D09T", "case_ended_decision", "撤销案件（终止侦查）决定书", "规则第287条"),
))  # fmt: skip
