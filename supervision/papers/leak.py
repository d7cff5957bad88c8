"""纠正漏捕、漏犯、漏罪的文书 (规则第288条、第356条). Names of the forms are from memory: 待核."""

from __future__ import annotations

from cases.matters.papers.parts import given, paper, text, theirs
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee

REQUEST_ARREST = paper(
    text("本院依法审查，并经检察长批准，认为{嫌疑人}涉嫌{罪名}，应当逮捕而你单位未提请批准逮捕。"),
    given("facts", "一、认定的事实和证据"),
    given("reasons", "二、应当逮捕的理由和依据"),
    text(
        "依照《人民检察院刑事诉讼规则》第二百八十八条的规定，请在收到本意见书后{reply_days}日以内提请批准逮捕；"
        "不提请批准逮捕的，请书面说明理由。"
    ),
)
REQUEST_SUBMIT = paper(
    text("本院在审查{一案}中，发现遗漏罪行或者应当移送起诉的同案犯罪嫌疑人，需要你单位{asked}。"),
    given("facts", "一、遗漏的罪行或者犯罪嫌疑人"),
    given("reasons", "二、理由和依据"),
    text(
        "依照《人民检察院刑事诉讼规则》第三百五十六条的规定，请在收到本通知书后{reply_days}日以内{asked}；"
        "不能办理的，请书面说明理由。"
    ),
)
DECIDED = paper(
    text("本院在办理{一案}中，经检察长决定，对{嫌疑人}以涉嫌{罪名}决定逮捕。"),
    given("facts", "一、认定的事实和证据"),
    given("reasons", "二、决定的理由"),
    text("依照《人民检察院刑事诉讼规则》第二百八十八条的规定，请立即执行，并将执行情况书面通知本院。"),
)
OPINION = paper(
    text("{案件}的审查情况和处理意见如下。"),
    given("facts", "一、审查情况"),
    given("reasons", "二、处理意见"),
    mark="",
)

POLICE = Addressee.POLICE
MADE = (
    DocumentType("LK01", "leak_arrest_opinion", "应当逮捕犯罪嫌疑人意见书", POLICE, "规则第288条", "刑应捕", body=REQUEST_ARREST,
                 receipt_slip=True, duty="请{due}提请批准逮捕，或者书面说明不提请的理由，规则第288条"),
    DocumentType("LK02", "leak_submit_notice", "补充移送起诉通知书", POLICE, "规则第356条", "刑补移", body=REQUEST_SUBMIT,
                 receipt_slip=True, duty="请{due}补充侦查或者补充移送起诉，或者书面说明理由，规则第356条"),
    DocumentType("LK03", "leak_arrest_decision", "决定逮捕通知书", POLICE, "规则第288条", "刑决捕", body=DECIDED, receipt_slip=True,
                 duty="请立即执行逮捕，并送执行回执，规则第288条"),
    DocumentType("LK04", "leak_review_opinion", "漏捕漏犯漏罪审查意见书", Addressee.FILE, "规则第288条、第356条", "刑漏意", body=OPINION),
)
UPLOADED = (
    theirs("LK11", "leak_arrest_submission", "提请批准逮捕书", "规则第288条；程序规定第137条"),
    theirs("LK12", "leak_arrest_reasons", "不提请批准逮捕理由说明书", "规则第288条"),
    theirs("LK13", "leak_submission", "补充移送起诉意见书", "规则第356条"),
    theirs("LK14", "leak_reasons", "不补充移送起诉理由说明书", "规则第356条"),
    theirs("LK15", "leak_execution", "逮捕执行回执", "规则第288条；程序规定第142条"),
)

register_documents((*MADE, *UPLOADED))
