"""行刑反向衔接的文书 (law.md 3.7, 4.1 D14): wording is the office's to check against the form book in force."""

from __future__ import annotations

from cases.matters.papers.parts import chosen, enclosed, given, numbered, paper, text, theirs
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee
from supervision.forms.follow_up import SUSPENDING, WAYS

OPINION = paper(
    text("本院对{嫌疑人}涉嫌{罪名}一案，于{decided_on}作出《{decision_name}》（{decision_number}）。经审查，对被不起诉人应当依法处理。"),
    numbered(
        given("person", "被不起诉人基本情况"),
        given("facts", "违法事实、情节和证据"),
        given("measures", "采取强制措施和训诫等情况"),
        given("property_words", "查封、扣押、冻结涉案财物的情况"),
        given("law", "依据"),
        given("advice", "检察意见"),
    ),
    text(
        "依照《中华人民共和国刑事诉讼法》第一百七十七条第三款和《人民检察院刑事诉讼规则》第三百七十三条、第三百七十五条的规定，"
        "请依法处理，并自收到本意见书之日起{reply_term}以内，将处理结果书面通知本院。"
    ),
    enclosed("enclosures"),
)
EXTENSION = paper(
    text("本院办理的{案件}，案情重大、疑难、复杂，不能在规定期限以内审查终结。"),
    given("reasons", "延长的理由"),
    text("依照《人民检察院行刑反向衔接工作指引》第十二条的规定，经检察长批准，延长审查期限{length}。"),
    mark="",
)
CONSULTATION = paper(
    text("本院办理的{案件}，需要征求你院意见。"),
    given("contents", "征求意见的事项"),
    text("请将意见书面回复本院。"),
    mark="",
)
SUSPENSION = paper(
    text("本院办理的{案件}，具有下列情形："),
    chosen("ground", dict(SUSPENDING), ""),
    given("reasons"),
    text("依照《人民检察院行刑反向衔接工作指引》第十三条的规定，决定中止审查。"),
)
TERMINATION = paper(
    text("本院对{嫌疑人}涉嫌{罪名}不起诉一案进行行刑反向衔接审查。"),
    given("facts", "一、审查认定的事实"),
    given("reasons", "二、终结审查的理由"),
    text("依照《人民检察院行刑反向衔接工作指引》的规定，决定终结审查。"),
)
PRESSING = paper(
    text("本院{D14文号}请你单位将处理结果书面通知本院，期限已于{due_on}届满，至今未收到你单位的回复。"),
    given("demands"),
    text("请你单位于{reply_by}前办理，并书面回复本院。"),
)
CIRCULAR = paper(
    text("本院对{嫌疑人}涉嫌{罪名}不起诉一案提出检察意见，经督促，主管机关未按期回复或者无正当理由不处理。"),
    chosen("way", dict(WAYS), "依照有关规定，经检察长决定，"),
    given("facts", "有关情况"),
)
POLICE, OUTSIDE, FILE = Addressee.POLICE, Addressee.OUTSIDE, Addressee.FILE
BASIS = "刑诉法第177条第3款；规则第373条、第375条；反向衔接指引"

MADE = (
    DocumentType("D14", "opinion_to_agency", "检察意见书", OUTSIDE, BASIS, "检意", body=OPINION, receipt_slip=True),
    DocumentType("D14P", "opinion_to_police", "检察意见书", POLICE, BASIS, "检意公", body=OPINION, receipt_slip=True,
                 duty="请{due}依法处理，并将处理结果通知检察机关：刑诉法第177条第3款，程序规定第293条第2款"),
    DocumentType("RF01", "reverse_extension", "延长审查期限决定书", FILE, "反向衔接指引第12条", "检衔延", body=EXTENSION),
    DocumentType("RF02", "consultation_letter", "征求意见函", OUTSIDE, "反向衔接指引第12条", "检衔询", body=CONSULTATION),
    DocumentType("RF03", "reverse_suspension", "中止审查决定书", FILE, "反向衔接指引第13条", "检衔中", body=SUSPENSION),
    DocumentType("RF04", "reverse_termination", "终结审查决定书", FILE, "反向衔接指引", "检衔终", body=TERMINATION),
    DocumentType("RF05", "pressing_letter_out", "督促回复函", OUTSIDE, "行刑衔接规定第11条", "检衔督", body=PRESSING),
    DocumentType("RF06", "circular", "通报函", OUTSIDE, "行刑衔接规定第11条", "检衔通", body=CIRCULAR),
)  # fmt: skip
UPLOADED = (theirs("D14R", "opinion_reply_paper", "检察意见办理情况回复", "刑诉法第177条第3款；程序规定第293条第2款"),)

register_documents((*MADE, *UPLOADED))
