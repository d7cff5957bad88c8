"""审查逮捕的文书 (law.md 4.1, D22). Their wording is the office's to check against the form book in force."""

from __future__ import annotations

from cases.matters.papers.parts import Context, given, paper, text, theirs, ticked
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee
from office.blocks import Block, Paragraph
from supervision.models.arrest_review import Ground, Refusal

POLICE, FILE = Addressee.POLICE, Addressee.FILE

WITHDRAW = "同时告知你单位：依照《人民检察院刑事诉讼规则》第二百八十七条第一款的规定，应当撤销案件。"
TOLD = {
    Ground.NO_FACT: WITHDRAW,
    Ground.ARTICLE_16: WITHDRAW,
    Ground.NOT_HIM: "同时告知你单位：依照《人民检察院刑事诉讼规则》第二百八十七条第二款的规定，对上述犯罪嫌疑人应当终止侦查。",
}
WHY = {
    Refusal.NONE: "没有犯罪事实或者具有《中华人民共和国刑事诉讼法》第十六条规定的情形",
    Refusal.EVIDENCE: "涉嫌犯罪的证据不足",
    Refusal.NO_DANGER: "不具有社会危险性",
}
BY_GROUND = {
    Ground.NO_FACT: "没有犯罪事实",
    Ground.ARTICLE_16: "具有《中华人民共和国刑事诉讼法》第十六条规定的情形之一",
    Ground.NOT_HIM: "不应当被追究刑事责任",
}


def refused(context: Context) -> list[Block]:
    """Why, and what the police are told at the same time."""
    fields, detail = context["fields"], context["detail"]
    why = BY_GROUND.get(fields.get("ground", "")) or WHY.get(fields.get("refusal", ""), "")
    law = "依照《中华人民共和国刑事诉讼法》第九十条、《人民检察院刑事诉讼规则》第二百八十五条的规定"
    words = [f"经审查，犯罪嫌疑人{detail['subject']}{why}，{law}，决定不批准逮捕。"]
    if told := TOLD.get(fields.get("ground", "")):
        words.append(told)
    if ticked(context, "outline"):
        words.append("本案需要补充侦查，补充侦查提纲另行送交。")
    return [Paragraph(one) for one in words]


def requested(context: Context) -> list[Block]:
    """The request that is decided, with its number where one was registered."""
    by = "以{request_number}提请批准逮捕书" if context["detail"].get("request_number") else ""
    return text("你单位" + by + "提请批准逮捕犯罪嫌疑人{subject}涉嫌{charge}一案，本院依法进行了审查。")(context)


APPROVED = paper(
    requested,
    given("facts"),
    given("reasons"),
    text(
        "经审查，依照《中华人民共和国刑事诉讼法》第八十一条、第九十条和《人民检察院刑事诉讼规则》第二百八十四条的规定，"
        "决定批准逮捕犯罪嫌疑人{subject}。请依法立即执行，并在执行完毕后三日以内将执行回执送达本院；未能执行的，也应当将回执送达本院，并写明未能执行的原因。"
    ),
)
REFUSED = paper(
    requested,
    refused,
    text(
        "请在收到本决定书后立即释放在押的犯罪嫌疑人或者变更强制措施，并在三日以内将执行回执送达本院。"
        "认为本决定有错误的，可以依照《中华人民共和国刑事诉讼法》第九十二条的规定要求复议，但必须将被拘留的人立即释放。"
    ),
)
WHY_REFUSED = paper(
    text("本院对犯罪嫌疑人{subject}涉嫌{charge}一案决定不批准逮捕，现说明理由如下。"),
    given("facts", "一、查明的事实和证据"),
    given("reasons", "二、不批准逮捕的理由"),
    given("suggestion", "三、建议"),
)
REVOKED = paper(
    text("本院对犯罪嫌疑人{subject}涉嫌{charge}一案作出的批准逮捕决定，经审查确有错误。"),
    given("reasons"),
    text("依照《人民检察院刑事诉讼规则》第二百八十九条第一款的规定，决定撤销。请立即执行，并将执行情况通知本院。"),
)
MONITOR = paper(
    text("{案件}超过审查逮捕的法定办案期限。"),
    given("facts", "一、超期情况"),
    given("demands", "二、纠正意见"),
    text("依照《人民检察院刑事诉讼规则》第六百二十条、第六百六十五条的规定，特此通知。"),
    mark="",
)

register_documents((
    DocumentType("D22", "arrest_approval", "批准逮捕决定书", POLICE, "刑诉法第90条；规则第284条", "批捕", body=APPROVED, receipt_slip=True,
                 duty="请立即执行逮捕，执行完毕后三日以内送执行回执：程序规定第142条"),
    DocumentType("D22N", "arrest_refusal", "不批准逮捕决定书", POLICE, "刑诉法第90条；规则第285条", "不批捕", body=REFUSED, receipt_slip=True,
                 duty="请立即释放在押的犯罪嫌疑人或者变更强制措施，三日以内送执行回执：规则第286条"),
    DocumentType("D22E", "arrest_refusal_reasons", "不批准逮捕理由说明书", POLICE, "刑诉法第90条；规则第285条第1款", "不批捕说理", body=WHY_REFUSED,
                 receipt_slip=True, duty="不批准逮捕的理由，请签收"),
    DocumentType("D22C", "arrest_approval_revoked", "撤销逮捕决定书", POLICE, "规则第289条第1款", "撤销逮捕", body=REVOKED, receipt_slip=True,
                 duty="批准逮捕的决定已经撤销，请立即执行"),
    DocumentType("AR01", "case_flow_notice", "案件流程监控通知书", FILE, "规则第620条、第665条", "案管监控", body=MONITOR),
    theirs("D22R", "arrest_receipt", "逮捕执行回执", "程序规定第142条"),
    theirs("AR02", "arrest_request_withdrawn", "撤回提请批准逮捕书", "内部约定"),
))  # fmt: skip
