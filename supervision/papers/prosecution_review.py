"""审查起诉的文书 (law.md 4.1 D25): wording is the office's to check against the form book in force.

起诉书 is made and numbered in the procuratorate's own system: it is registered, not made here.
"""

from __future__ import annotations

from typing import Any

from cases.matters.papers.parts import chosen, enclosed, given, numbered, paper, text, ticked, titled
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee
from office.blocks import Block, Paragraph
from supervision.forms.prosecution_review import CONDITIONS, GROUNDS_OF_WITHDRAWAL
from supervision.models.prosecution_review import NonProsecution

BY_SORT = {
    NonProsecution.STATUTORY: "《中华人民共和国刑事诉讼法》第一百七十七条第一款和《人民检察院刑事诉讼规则》第三百六十五条",
    NonProsecution.DOUBT: "《中华人民共和国刑事诉讼法》第一百七十五条第四款和《人民检察院刑事诉讼规则》第三百六十七条",
    NonProsecution.EXPIRED: "《中华人民共和国刑事诉讼法》第二百八十四条第二款和《人民检察院刑事诉讼规则》第四百八十条",
    NonProsecution.DISCRETION: "《中华人民共和国刑事诉讼法》第一百七十七条第二款和《人民检察院刑事诉讼规则》第三百七十条",
}
POLICE_MAY = (
    "公安机关认为本决定有错误的，可以在收到本决定书后七日以内要求本院复议；意见不被接受的，"
    "可以在收到复议决定书后七日以内提请上一级人民检察院复核。"
)
WITHDRAWN_DOUBT = "《中华人民共和国刑事诉讼法》第一百七十五条第四款和《人民检察院刑事诉讼规则》第四百二十四条"


def _decision(context: dict[str, Any]) -> list[Block]:
    """The operative words, by kind of 不起诉."""
    fields = context["fields"]
    law = WITHDRAWN_DOUBT if ticked(context, "after_withdrawal") else BY_SORT.get(fields.get("sort", ""), BY_SORT[NonProsecution.DISCRETION])
    return [Paragraph(f"依照{law}的规定，经检察长批准，决定对{fields.get('subject', '')}不起诉。")]


def _informed(context: dict[str, Any]) -> list[Block]:
    """有关告知事项: the police 复议、复核; the victim, and for 酌定不起诉 the person himself, 申诉 (规则第377条)."""
    fields = context["fields"]
    rows = [POLICE_MAY]
    if ticked(context, "victim"):
        rows.append(
            "被害人如果不服本决定，可以自收到本决定书后七日以内向上一级人民检察院申诉，请求提起公诉；也可以不经申诉，直接向人民法院起诉。"
        )
    if fields.get("sort") == NonProsecution.DISCRETION:
        rows.append("被不起诉人如果不服本决定，可以自收到本决定书后七日以内向本院申诉。")
    rows.append("被不起诉人在押的，应当立即释放；被采取其他强制措施的，应当予以解除。")
    return [Paragraph(row) for row in rows]


def _informed_of_condition(context: dict[str, Any]) -> list[Block]:
    """The same for 附条件不起诉: no private prosecution (规则第472条)."""
    rows = [POLICE_MAY]
    if ticked(context, "victim"):
        rows.append(
            "被害人如果不服本决定，可以自收到本决定书后七日以内向上一级人民检察院申诉；"
            "不适用《中华人民共和国刑事诉讼法》第一百八十条关于被害人可以向人民法院起诉的规定。"
        )
    return [Paragraph(row) for row in rows]


NON_PROSECUTION = paper(
    numbered(
        given("person", "被不起诉人基本情况"),
        titled("案由和案件来源", text("本案由{机关}侦查终结，以{subject}涉嫌{罪名}移送本院审查起诉。")),
        given("facts", "案件事实"),
        given("reasons", "不起诉的法律根据和理由"),
        _decision,
        given("property_words", "查封、扣押、冻结的涉案财物的处理情况"),
        given("conditions", "其他处理"),
        titled("有关告知事项", _informed),
    ),
    to=False,
)
CONDITIONAL = paper(
    numbered(
        given("person", "未成年犯罪嫌疑人基本情况"),
        titled("案由和案件来源", text("本案由{机关}侦查终结，以{subject}涉嫌{罪名}移送本院审查起诉。")),
        given("facts", "案件事实"),
        given("reasons", "附条件不起诉的法律根据和理由"),
        chosen("fit", dict(CONDITIONS), "本院认为："),
        text(
            "依照《中华人民共和国刑事诉讼法》第二百八十二条、第二百八十三条和《人民检察院刑事诉讼规则》第四百六十九条、第四百七十三条的规定，"
            "决定对{subject}附条件不起诉。考验期为{probation}，从本决定作出之日起计算。"
        ),
        given("duties", "考验期内应当遵守的规定"),
        given("property_words", "查封、扣押、冻结的涉案财物的处理情况"),
        given("conditions", "其他处理"),
        titled("有关告知事项", _informed_of_condition),
    ),
    to=False,
)
EXTENSION = paper(
    text("本院受理的犯罪嫌疑人{嫌疑人}涉嫌{罪名}一案，不能在法定期限以内作出决定。"),
    given("reasons", "延长的理由"),
    text("依照《中华人民共和国刑事诉讼法》第一百七十二条第一款的规定，决定延长审查起诉期限。"),
    mark="",
)
MOVED_NOTICE = paper(
    text("你单位移送审查起诉的{一案}，经审查不属于本院管辖，已移送{receiver}。"),
    given("reasons"),
    text("依照《人民检察院刑事诉讼规则》第三百二十八条的规定，特此通知。审查起诉期限自受移送的人民检察院收到案件之日起计算。"),
)
MOVED_LETTER = paper(
    text("{一案}，经审查不属于本院管辖。现将案卷材料、证据移送你院，请依法审查。"),
    given("reasons", "移送理由"),
    text("本案已退回补充侦查的次数，移送前后合并计算（《人民检察院刑事诉讼规则》第三百五十条）。"),
    enclosed("enclosures"),
)
WITHDRAWAL = paper(
    text("本院提起公诉的被告人{嫌疑人}涉嫌{罪名}一案，现经检察长批准，决定撤回起诉。"),
    chosen("ground", dict(GROUNDS_OF_WITHDRAWAL), heading="一、撤回起诉的情形"),
    given("reasons", "二、撤回起诉的理由"),
    text("依照《人民检察院刑事诉讼规则》第四百二十四条的规定，撤回起诉。"),
)

POLICE, OUTSIDE, FILE = Addressee.POLICE, Addressee.OUTSIDE, Addressee.FILE

MADE = (
    DocumentType("D25", "non_prosecution_decision", "不起诉决定书", POLICE, "刑诉法第177条、第178条、第179条；规则第372条、第378条",
                 "刑不诉", body=NON_PROSECUTION, receipt_slip=True,
                 duty="请签收；被不起诉人在押的立即释放，其他强制措施予以解除；认为有错误的，可以在收到后七日以内要求复议"),
    DocumentType("D25C", "conditional_decision", "附条件不起诉决定书", POLICE, "刑诉法第282条、第283条；规则第471条、第473条",
                 "刑附不诉", body=CONDITIONAL, receipt_slip=True, duty="请签收；认为有错误的，可以在收到后七日以内要求复议"),
    DocumentType("PR01", "prosecution_extension", "延长审查起诉期限决定书", FILE, "刑诉法第172条第1款；规则第351条、第273条",
                 "刑诉延", body=EXTENSION),
    DocumentType("PR02", "moved_notice", "移送管辖通知书", POLICE, "规则第328条", "刑诉移通", body=MOVED_NOTICE, receipt_slip=True,
                 duty="案件已移送有管辖权的人民检察院，请签收"),
    DocumentType("PR03", "moved_letter", "移送案件函", FILE, "规则第328条", "刑诉移", body=MOVED_LETTER),
    DocumentType("PR04", "prosecution_withdrawal", "撤回起诉决定书", OUTSIDE, "规则第424条", "刑撤诉", body=WITHDRAWAL),
)  # fmt: skip

register_documents(MADE)
