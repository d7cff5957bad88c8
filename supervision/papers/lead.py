"""线索的文书: letters of transfer (D27) and what the organ is asked; source and complainant stand in none of them."""

from __future__ import annotations

from cases.matters.papers.parts import enclosed, given, paper, text, theirs
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee

TRANSFER = paper(
    text("现将{案件}的有关材料移送你单位，请依法办理。"),
    given("contents", "一、有关情况"),
    given("demands", "二、办理建议"),
    text("请在收到本函后{reply_days}日以内，将是否受理的情况书面答复本院；不受理的，请说明理由。"),
    enclosed("enclosures"),
)
TRANSFER_OUT = paper(
    text("现将{案件}的有关材料移送你单位，请依法办理，并将是否受理的情况书面答复本院。"),
    given("contents", "一、有关情况"),
    given("demands", "二、办理建议"),
    enclosed("enclosures"),
)
HAND_OVER = paper(
    text("现将{案件}移转你部门办理。请审查后决定是否接收；不接收的，请说明理由。"),
    given("contents", "一、有关情况"),
    given("demands", "二、移转理由和建议"),
    enclosed("enclosures"),
    mark="",
)
FEED_BACK = paper(
    text("你单位移送（交办）的{案件}，本院已经办理。现将办理情况反馈如下。"),
    given("contents"),
)
ASK_ORGAN = paper(
    text("本院审查{案件}，需要你单位对下列事项说明处理情况和理由。"),
    given("facts"),
    text(
        "依照《中华人民共和国刑事诉讼法》第一百一十七条和《人民检察院刑事诉讼规则》第五百五十六条第二款的规定，"
        "请将处理情况和理由书面说明本院。"
    ),
)

LAW_110 = "刑诉法第110条第3款；规则第161条"
MADE = (
    DocumentType("D27L", "lead_transfer_letter", "线索移送函", Addressee.POLICE, LAW_110, "刑线移", body=TRANSFER, receipt_slip=True,
                 duty="检察机关移送线索，请{due}书面答复是否受理"),
    DocumentType("D27S", "lead_transfer_out", "线索移送函", Addressee.OUTSIDE, LAW_110, "刑线转", body=TRANSFER_OUT, receipt_slip=True),
    DocumentType("D27T", "lead_hand_over", "线索移转单", Addressee.FILE, "规则第161条、第166条", "刑线内", body=HAND_OVER),
    DocumentType("D27F", "lead_feed_back", "线索办理情况反馈函", Addressee.OUTSIDE, "规则第165条（向移送单位反馈为内部约定）", "刑线馈",
                 body=FEED_BACK, receipt_slip=True),
    DocumentType("L117", "article_117_request", "要求说明理由通知书", Addressee.POLICE, "刑诉法第117条；规则第556条第2款", "刑诉理",
                 body=ASK_ORGAN, receipt_slip=True, duty="请书面说明对有关申诉、控告的处理情况和理由，规则第556条第2款"),
)

UPLOADED = (
    theirs("L01R", "lead_taken", "线索受理答复", "刑诉法第110条第3款"),
    theirs("L02R", "lead_declined", "线索不予受理答复", "刑诉法第110条第3款"),
    theirs("L117R", "article_117_statement", "申诉控告处理情况说明", "规则第556条第2款"),
)

register_documents((*MADE, *UPLOADED))
