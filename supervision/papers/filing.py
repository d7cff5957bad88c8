"""立案监督的文书: one list of blocks each, with its text (law.md 4.1).

Names marked 待核 follow the 2012 catalogue of forms; wording is the office's to check against the form book in force.
Legal papers carry no red head (law.md 4.2): 院名, 文书名, 文号, 主送, 正文, 落款, 院印.
"""

from __future__ import annotations

from cases.matters.papers.parts import by_variant, chosen, enclosed, given, listed, paper, text, theirs
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee
from supervision.forms.filing import VerifyForm
from supervision.forms.verifying import WAYS
from supervision.papers.objecting import decision_paper, request_paper, review_paper, review_request_paper

REASONS_LAW = "《中华人民共和国刑事诉讼法》第一百一十三条和《人民检察院刑事诉讼规则》第五百五十九条、第五百六十条"
OBJECTION_LAW = "《人民检察院刑事诉讼规则》第五百六十五条"

D01 = paper(
    text("本院对{涉嫌一案}进行立案监督审查，认为你单位可能存在应当立案侦查而不立案侦查的情形，需要说明不立案的理由。"),
    given("facts"),
    given("reasons"),
    text(f"依照{REASONS_LAW}的规定，请在收到本通知书后七日以内，书面说明不立案的情况、依据和理由，连同有关证据材料回复本院。"),
)
D02 = paper(
    text("本院对{涉嫌一案}进行立案监督审查，认为你单位可能存在不应当立案而立案侦查的情形，需要说明立案的理由。"),
    given("facts"),
    given("reasons"),
    text(
        "依照《人民检察院刑事诉讼规则》第五百五十九条第二款、第五百六十条的规定，"
        "请在收到本通知书后七日以内，书面说明立案的情况、依据和理由，连同有关证据材料回复本院。"
    ),
)
D03 = paper(
    text("本院对{涉嫌一案}进行立案监督审查，发现你单位受案后未在规定期限内作出是否立案的决定，需要说明理由。"),
    given("facts"),
    given("reasons"),
    text(
        "依照《人民检察院刑事诉讼规则》第五百六十二条的规定，请在收到本通知书后七日以内，"
        "书面说明逾期不作出是否立案决定的理由；已经作出立案或者不立案决定的，请将决定书送达本院。"
    ),
)
D04 = paper(
    by_variant(
        C="你单位关于{涉嫌一案}逾期不作出是否立案决定理由的说明收悉。本院经审查认为，你单位说明的理由成立；请依法及时作出是否立案的决定。",
        other="你单位关于{涉嫌一案}不立案理由的说明收悉。本院经审查认为，你单位说明的不立案理由成立。",
    ),
    given("reasons"),
    text("依照《人民检察院刑事诉讼规则》第五百六十一条的规定，特此通知。"),
)
D05 = paper(
    text("你单位关于{涉嫌一案}立案理由的说明收悉。本院经审查认为，你单位说明的立案理由成立。"),
    given("reasons"),
    text("依照《人民检察院刑事诉讼规则》第五百六十一条的规定，特此通知。"),
)
D06 = paper(
    text("本院对{涉嫌一案}依法进行审查，并经检察长决定，认为你单位应当对{嫌疑人}涉嫌{罪名}立案侦查。"),
    given("facts", "一、认定的事实和证据"),
    given("reasons", "二、通知立案的依据和理由"),
    listed("enclosures", "三、随文移送的证据材料清单"),
    text(
        "依照《中华人民共和国刑事诉讼法》第一百一十三条和《人民检察院刑事诉讼规则》第五百六十一条、第五百六十三条、第五百六十四条的规定，"
        "现通知你单位立案，并将有关证据材料一并送达。请在收到本通知书后十五日以内立案，并将立案决定书及时送达本院。"
    ),
)
D07 = paper(
    text("本院对{涉嫌一案}依法进行审查，并经检察长决定，认为你单位对{嫌疑人}涉嫌{罪名}立案的理由不能成立，应当撤销案件。"),
    given("facts", "一、认定的事实和证据"),
    given("reasons", "二、通知撤销案件的依据和理由"),
    listed("enclosures", "三、随文移送的证据材料清单"),
    text(
        "依照《人民检察院刑事诉讼规则》第五百六十一条、第五百六十三条、第五百六十五条的规定，"
        "现通知你单位撤销案件，并将有关证据材料一并送达。"
        "你单位对本通知没有异议的，应当立即撤销案件，并将撤销案件决定书及时送达本院；"
        "认为本通知有错误的，可以要求本院复议，不接受复议决定的，可以提请上一级人民检察院复核。"
    ),
)
D08 = paper(
    text("{一案}，经本院监督，你单位已于{filed_on}立案，立案后三个月以内未侦查终结。"),
    given("demands"),
    text("依照《人民检察院刑事诉讼规则》第五百六十四条第三款的规定，请于{reply_by}前向本院反馈侦查工作进展情况。"),
)
D10 = paper(
    text("本院在办理{一案}中发现，你单位存在以下违法情形："),
    given("violation", "一、违法事实、情节及后果"),
    given("law", "二、法律根据"),
    given("opinion", "三、纠正意见"),
    text(
        "依照《人民检察院刑事诉讼规则》第五百五十二条、第五百五十三条的规定，特通知你单位予以纠正，"
        "并在收到本通知书后{reply_days}日以内，将纠正情况书面回复本院。"
        "对本纠正意见有异议的，可以依照《人民检察院刑事诉讼规则》第五百五十四条的规定，向本院申请复查。"
    ),
)
D26 = paper(
    by_variant(
        T1="本院办理的{案件}，“{subject_matter}”至今没有办结，本院至今未收到你单位的反馈。",
        other="本院办理的{案件}，“{subject_matter}”的期限已于{due_on}届满，本院至今未收到你单位的回复。",
    ),
    given("demands"),
    text("请你单位于{reply_by}前办理，并书面回复本院。"),
)
D27 = paper(
    text("现将{一案}的有关材料移送你单位，请依法办理。"),
    given("contents", "一、有关情况"),
    given("demands", "二、办理建议"),
    enclosed("enclosures"),
)
D28 = paper(
    text("你（单位）反映的{一案}，本院已经审查。"),
    given("conclusion"),
    given("remedy"),
    text("特此告知。"),
    mark="",
)
VERIFICATION = paper(
    text("本院办理{案件}，需要对有关情况进行调查核实。"),
    given("contents", "调查核实的事项"),
    chosen("methods", {**dict(VerifyForm.METHODS), **dict(WAYS)}, "调查核实的方式："),
    text("依照《人民检察院刑事诉讼规则》第五百五十一条的规定，特此通知，请予配合。调查核实不限制被调查对象的人身、财产权利。"),
)
REPORT_UP = paper(
    text("本院办理的{案件}，经发出《纠正违法通知书》，{机关}仍未纠正。现将有关情况报告如下，请协商同级公安机关处理。"),
    given("facts", "一、办理经过"),
    given("reasons", "二、本院意见"),
    enclosed("enclosures"),
    mark="",
)
REVIEW_OPINION = paper(
    text("{案件}的审查情况和处理意见如下。"),
    given("facts", "一、审查情况"),
    given("reasons", "二、处理意见"),
    mark="",
)
WITHDRAWAL_LETTER = paper(
    text("本院向你单位发出的《{withdrawn_name}》（{withdrawn_number}），现因下列原因撤回："),
    given("reason"),
    text("该文书自本函送达之日起不再发生效力。"),
)

POLICE, COMPLAINANT, SUPERIOR, FILE = Addressee.POLICE, Addressee.COMPLAINANT, Addressee.SUPERIOR, Addressee.FILE

MADE = (
    DocumentType("D01", "non_filing_reasons_request", "要求说明不立案理由通知书", POLICE, "规则第559条第1款、第560条", "刑不立通",
                 body=D01, receipt_slip=True, duty="请{due}书面说明不立案理由：收到之日起七日，规则第560条"),
    DocumentType("D02", "filing_reasons_request", "要求说明立案理由通知书", POLICE, "规则第559条第2款、第560条", "刑立通",
                 body=D02, receipt_slip=True, duty="请{due}书面说明立案理由：收到之日起七日，规则第560条"),
    DocumentType("D03", "overdue_reasons_request", "要求说明逾期不作出是否立案决定理由通知书", POLICE, "规则第562条", "刑逾通",
                 body=D03, receipt_slip=True, duty="请{due}书面说明逾期不决定的理由，或者作出决定：收到之日起七日，规则第562条"),
    DocumentType("D04", "non_filing_reasons_opinion", "不立案理由审查意见通知书", POLICE, "规则第561条", "刑不立审", body=D04,
                 receipt_slip=True, duty="检察机关认为不立案理由成立，签收即可"),
    DocumentType("D05", "filing_reasons_opinion", "立案理由审查意见通知书", POLICE, "规则第561条", "刑立审", body=D05,
                 receipt_slip=True, duty="检察机关认为立案理由成立，签收即可"),
    DocumentType("D06", "filing_notice", "通知立案书", POLICE, "刑诉法第113条；规则第561条、第563条、第564条", "刑通立", body=D06,
                 receipt_slip=True, duty="请{due}立案，并将立案决定书送检察机关：收到之日起十五日，规则第564条"),
    DocumentType("D07", "withdrawal_notice", "通知撤销案件书", POLICE, "规则第561条、第563条、第565条", "刑通撤", body=D07,
                 receipt_slip=True, duty="没有异议的，请立即撤销案件，{due}送撤销案件决定书；有异议的，可以要求复议：规则第563条至第565条"),
    DocumentType("D08", "filing_urging_letter", "立案监督案件催办函", POLICE, "规则第564条第3款", "刑立催", body=D08,
                 receipt_slip=True, duty="请反馈侦查工作进展，规则第564条第3款"),
    DocumentType("D10", "correction_notice", "纠正违法通知书", POLICE, "规则第552条、第553条", "刑纠违", body=D10, receipt_slip=True,
                 duty="请{due}书面回复纠正情况；有异议的，可以申请复查：规则第553条、第554条"),
    decision_paper("D21", "reconsideration_decision", subject="{D07文号}", law=OBJECTION_LAW, basis="规则第565条第1款"),
    review_paper("D21R", "review_decision", subject="{D07文号}", law=OBJECTION_LAW, basis="规则第565条第2款、第3款"),
    DocumentType("D26", "pressing_letter", "督促回复函", POLICE, "规则第553条、第560条（说明理由阶段的督促为内部约定）", "刑督促", body=D26, receipt_slip=True,
                 duty="检察机关督促，请尽快办理并回复"),
    DocumentType("D27", "transfer_letter", "案件线索移送函", POLICE, "规则第562条", "刑移", body=D27, receipt_slip=True,
                 duty="检察机关移送线索，请{due}决定是否立案"),
    DocumentType("D27P", "transfer_letter_out", "线索移送函", FILE, "规则第161条、第568条", "刑移", body=D27),
    DocumentType("D28", "reply_letter", "答复函", COMPLAINANT, "规则第558条、第561条第2款", "刑答", body=D28),
    DocumentType("V01", "verification_notice", "调查核实通知书", POLICE, "规则第551条", "刑调核", body=VERIFICATION, receipt_slip=True,
                 duty="检察机关将调查核实，请签收并予配合"),
    DocumentType("U01", "report_up", "提请上一级人民检察院协商处理的报告", SUPERIOR, "规则第564条第2款、第287条第3款", "刑立报", body=REPORT_UP),
    DocumentType("R01", "review_opinion", "立案监督审查意见书", FILE, "规则第558条", "刑立意", body=REVIEW_OPINION),
    DocumentType("W01", "withdrawal_letter", "撤回函", POLICE, "内部约定", "刑撤回", body=WITHDRAWAL_LETTER, receipt_slip=True,
                 duty="检察机关撤回了先前的文书，请签收"),
)


UPLOADED = (
    theirs("D09", "reasons_statement", "不立案（立案）理由说明书", "规则第560条"),
    theirs("D09F", "filing_decision", "立案决定书", "规则第563条"),
    theirs("D09N", "non_filing_decision", "不予立案决定书", "规则第562条"),
    theirs("D09W", "case_withdrawal_decision", "撤销案件决定书", "规则第563条"),
    theirs("D09P", "progress_report", "侦查工作进展反馈", "规则第564条第3款"),
    theirs("D09I", "withdrawal_informed", "撤销案件告知情况", "程序规定第189条"),
    theirs("D10R", "correction_reply_paper", "纠正违法情况回复", "规则第553条"),
    request_paper("D20", "reconsideration_request", "规则第565条第1款"),
    review_request_paper("D20R", "review_request", "规则第565条第2款"),
    theirs("W02", "police_withdrawal_letter", "撤回函", "内部约定"),
)

register_documents((*MADE, *UPLOADED))
