"""补充侦查的文书: the outlines with their items, and the papers of the police with the items as answered (law.md 4.1 D15-D19).

Names marked 待核 follow the 2012 catalogue of forms or are from memory; wording is the office's to check.
"""

from __future__ import annotations

from collections.abc import Callable

from cases.matters.papers.parts import Context, by_variant, ended, given, official, paper, text, theirs
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee
from office.blocks import Block, Heading, Paragraph
from office.periods.terms import numeral
from office.sides import Side

Part = Callable[[Context], list[Block]]
ASKED = (
    ("evidence", "需补充收集的证据"), ("reason", "理由"), ("direction", "侦查方向"), ("standard", "应达标准"), ("unit", "责任单位"),
)  # fmt: skip
NTH = {"1": "一", "2": "二"}


def nth(template: str) -> Part:
    """One paragraph that says 第几次 in Chinese."""

    def part(context: Context) -> list[Block]:
        return text(template.replace("{round}", NTH.get(context["detail"].get("round", ""), "　")))(context)

    return part


def items(heading: str) -> Part:
    """The items as they are asked: all, or those that the field ``asked`` names."""

    def part(context: Context) -> list[Block]:
        blocks: list[Block] = [Heading(heading)]
        asked = context["fields"].get("asked")
        for row in context["rows"]["outline_items"]:
            if asked and str(row["no"]) not in asked:
                continue
            blocks.append(Heading(f"（{numeral(int(row['no']))}）证明{row['fact']}", level=2))
            blocks += [Paragraph(ended(f"{label}：{row[name]}")) for name, label in ASKED if row.get(name)]
        return blocks

    return part


def answers(heading: str) -> Part:
    """The items as the police answered them."""

    def part(context: Context) -> list[Block]:
        blocks: list[Block] = [Heading(heading)]
        for row in (one for one in context["rows"]["outline_items"] if one["asked"] == "是"):
            blocks.append(Heading(f"（{numeral(int(row['no']))}）{row['evidence']}", level=2))
            blocks.append(Paragraph(ended(f"{row['status']}。{row['reply']}")))
            if row["why"]:
                blocks.append(Paragraph(ended(f"未能补齐的原因：{row['why']}")))
        return blocks

    return part


D15 = paper(
    text("{嫌疑人}涉嫌{罪名}一案，本院已作出不批准逮捕决定。经审查，需要补充侦查，现提出提纲如下。"),
    given("grounds", "一、审查情况和总体要求"),
    items("二、需要补充侦查的事项"),
    given("other", "三、其他要求"),
    text("依照《人民检察院刑事诉讼规则》第二百五十七条、第二百八十五条的规定，请按照本提纲补充侦查。补充侦查完毕，认为符合逮捕条件的，应当重新提请批准逮捕。"),
)
D15C = paper(
    text("{嫌疑人}涉嫌{罪名}一案，本院已批准逮捕。为保证案件质量，需要继续侦查，现提出提纲如下。"),
    given("grounds", "一、审查情况和总体要求"),
    items("二、需要继续侦查的事项"),
    given("other", "三、其他要求"),
    text("依照《人民检察院刑事诉讼规则》第二百五十七条、第二百八十四条的规定，请在侦查羁押期限以内按照本提纲继续侦查。"),
)
D15R = paper(
    nth("{嫌疑人}涉嫌{罪名}一案，本院决定第{round}次退回补充侦查，现提出提纲如下。"),
    items("一、需要补充侦查的事项"),
    given("other", "二、其他要求"),
    text("依照《人民检察院刑事诉讼规则》第二百五十七条、第三百四十二条的规定，请按照本提纲补充侦查。对确实无法查明的事项或者无法补充的证据，请书面说明情况。"),
)
D16 = paper(
    nth("你单位于{transferred_on}以{opinion_number}起诉意见书移送审查起诉的{嫌疑人}涉嫌{罪名}一案，本院经审查，决定第{round}次退回补充侦查。"),
    given("suspects", "一、犯罪嫌疑人基本情况"),
    given("grounds", "二、退回补充侦查的理由"),
    text(
        "依照《中华人民共和国刑事诉讼法》第一百七十五条第二款、第三款和《人民检察院刑事诉讼规则》第三百四十二条、第三百四十六条的规定，"
        "现将案件连同案卷材料退回你单位补充侦查。请在收到本决定书后一个月以内补充侦查完毕，重新移送审查起诉。需要补充侦查的事项见所附提纲。"
    ),
)
D17 = paper(
    text("本院办理的{嫌疑人}涉嫌{罪名}一案，需要你单位补充提供法庭审判所必需的证据材料。"),
    given("grounds", "一、审查情况"),
    given("purpose", "二、证据材料的用途"),
    items("三、需要提供的证据材料"),
    given("other", "四、其他要求"),
    text(
        "依照《中华人民共和国刑事诉讼法》第一百七十五条第一款和《人民检察院刑事诉讼规则》第三百四十条的规定，"
        "请在收到本通知书后{days}日以内提供；不能提供的，请书面说明理由。"
    ),
)
D18 = paper(
    text("本院办理的{嫌疑人}涉嫌{罪名}一案，需要你单位对下列证据收集的合法性作出说明。"),
    given("grounds", "一、认为可能存在以非法方法收集证据情形的依据"),
    items("二、需要说明的事项"),
    given("other", "三、其他要求"),
    text(
        "依照《中华人民共和国刑事诉讼法》第一百七十五条第一款和《人民检察院刑事诉讼规则》第七十四条的规定，"
        "请在收到本通知书后{days}日以内书面说明。说明应当加盖单位公章，并由侦查人员签名。"
    ),
)
HELP = paper(
    by_variant(
        T7="{嫌疑人}涉嫌{罪名}一案，人民法院已延期审理，本院补充侦查，需要你单位协助。",
        other="本院对{嫌疑人}涉嫌{罪名}一案自行补充侦查，需要你单位协助。",
    ),
    given("grounds", "一、有关情况"),
    items("二、需要协助的事项"),
    given("other", "三、其他要求"),
    by_variant(
        T7="依照《人民检察院刑事诉讼规则》第四百二十二条第一款的规定，请在收到本函后{days}日以内协助办理，并将结果书面反馈本院。",
        other="依照《人民检察院刑事诉讼规则》第三百四十二条的规定，请在收到本函后{days}日以内协助办理，并将结果书面反馈本院。",
    ),
)
WHY = paper(
    text("{嫌疑人}涉嫌{罪名}一案，本院已决定退回你单位补充侦查。"),
    given("situation"),
    text(
        "依照《人民检察院刑事诉讼规则》第三百四十七条第一款的规定，请在收到本通知书后{reply_days}日以内书面说明理由；"
        "补充侦查已经完毕的，请立即重新移送。"
    ),
)
MOVE = paper(
    text("你单位关于{嫌疑人}涉嫌{罪名}一案逾期未移送理由的说明收悉。本院经审查，认为理由不成立。"),
    given("reasons"),
    text("依照《人民检察院刑事诉讼规则》第三百四十七条的规定，请在收到本函后{reply_days}日以内将案件重新移送；仍不移送的，请书面说明理由。"),
)
ARREST_OPINION = paper(
    text("{嫌疑人}涉嫌{罪名}一案，经补充侦查，应当提请批准逮捕。"),
    given("facts", "一、已经查明的事实和证据"),
    given("reasons", "二、应当逮捕的理由"),
    text(
        "依照《人民检察院刑事诉讼规则》第二百八十八条、第二百九十二条第二款的规定，请在收到本意见书后{reply_days}日以内提请批准逮捕；"
        "不提请的，请书面说明理由。"
    ),
)
ARREST = paper(
    text("{嫌疑人}涉嫌{罪名}一案，经补充侦查，你单位应当提请批准逮捕而未提请。"),
    given("facts", "一、认定的事实和证据"),
    given("reasons", "二、决定逮捕的理由"),
    text(
        "依照《人民检察院刑事诉讼规则》第二百八十八条、第二百九十二条第二款的规定，经检察长批准，决定对{嫌疑人}逮捕，请你单位执行，"
        "并将执行情况通知本院。"
    ),
)

REPORT = official(
    text("你院以{D16文号}退回补充侦查的{嫌疑人}涉嫌{罪名}一案，现已补充侦查完毕。"),
    given("result", "一、补充侦查情况"),
    answers("二、逐条补充情况"),
    given("unresolved", "三、确实无法查明的事项、无法补充的证据"),
    text("依照《公安机关办理刑事案件程序规定》第二百九十六条第一项的规定，现将案件移送审查起诉。"),
)
NEW_OPINION = official(
    text("你院以{D16文号}退回补充侦查的{嫌疑人}涉嫌{罪名}一案，在补充侦查过程中发现新的同案犯或者新的罪行，需要追究刑事责任。"),
    given("found", "一、新发现的同案犯或者罪行"),
    given("result", "二、补充侦查情况"),
    answers("三、逐条补充情况"),
    text("依照《公安机关办理刑事案件程序规定》第二百九十六条第二项的规定，重新制作起诉意见书，移送审查起诉。"),
)
IMPROPER = official(
    text("你院以{D16文号}退回补充侦查的{嫌疑人}涉嫌{罪名}一案，我单位认为原认定犯罪事实清楚，证据确实、充分。"),
    given("reasons", "理由"),
    text("依照《公安机关办理刑事案件程序规定》第二百九十六条第四项的规定，现说明理由，移送审查起诉。"),
)
FEEDBACK = official(
    text("你院就{嫌疑人}涉嫌{罪名}一案提出的要求收悉，现将办理情况反馈如下。"),
    given("result", "一、总体情况"),
    answers("二、逐条情况"),
)
RE_REQUEST = official(
    text("你院不批准逮捕并通知补充侦查的{嫌疑人}涉嫌{罪名}一案，现已补充侦查完毕，认为符合逮捕条件。"),
    given("result", "一、补充侦查情况和提请逮捕的理由"),
    answers("二、逐条补充情况"),
    text("依照《公安机关办理刑事案件程序规定》第一百三十八条第二款的规定，重新提请批准逮捕{嫌疑人}。"),
)
LEGALITY = official(
    text("你院要求对{嫌疑人}涉嫌{罪名}一案证据收集的合法性作出说明，现说明如下。"),
    given("statement", "一、证据收集过程和合法性的说明"),
    answers("二、逐条说明"),
    text("侦查人员签名：{signers}"),
)
OVERDUE = official(text("关于{嫌疑人}涉嫌{罪名}一案逾期未重新移送，现说明理由如下。"), given("reasons"), given("expected_on", "预计移送日期"))
NO_REQUEST = official(text("关于{嫌疑人}涉嫌{罪名}一案不提请批准逮捕，现说明理由如下。"), given("reasons"))

POLICE = Addressee.POLICE

MADE = (
    DocumentType("D15", "supplementary_outline", "补充侦查提纲", POLICE, "规则第257条、第285条", "补侦纲", body=D15, receipt_slip=True,
                 duty="请按提纲补充侦查，补充完毕后重新提请批准逮捕或者反馈"),
    DocumentType("D15C", "continued_outline", "继续侦查提纲", POLICE, "规则第257条、第284条", "继侦纲", body=D15C, receipt_slip=True,
                 duty="请在侦查羁押期限以内按提纲继续侦查并反馈"),
    DocumentType("D16", "return_decision", "补充侦查决定书", POLICE, "刑诉法第175条；规则第342条、第346条", "补侦", body=D16, receipt_slip=True,
                 duty="请{due}补充侦查完毕，重新移送审查起诉：收到之日起一个月，刑诉法第175条第3款"),
    DocumentType("D15R", "return_outline", "退回补充侦查提纲", POLICE, "规则第257条、第342条", "退侦纲", body=D15R, receipt_slip=True,
                 duty="请按提纲逐条补充侦查，随《补充侦查决定书》一并签收"),
    DocumentType("D17", "evidence_request", "调取证据材料通知书", POLICE, "刑诉法第175条第1款；规则第340条", "调证", body=D17, receipt_slip=True,
                 duty="请{due}提供证据材料"),
    DocumentType("D18", "legality_request", "提供证据收集合法性说明通知书", POLICE, "刑诉法第175条第1款；规则第74条", "证合", body=D18, receipt_slip=True,
                 duty="请{due}书面说明证据收集的合法性，加盖公章并由侦查人员签名"),
    DocumentType("SUP1", "self_supplement_help", "协助补充侦查函", POLICE, "规则第342条、第422条", "协侦", body=HELP, receipt_slip=True,
                 duty="请{due}协助并书面反馈"),
    DocumentType("SUP2", "overdue_return_reasons", "要求说明逾期未移送理由通知书", POLICE, "规则第347条第1款", "补逾", body=WHY, receipt_slip=True,
                 duty="补充侦查已经逾期，请{due}书面说明理由，或者立即移送"),
    DocumentType("SUP3", "return_demand", "要求重新移送函", POLICE, "规则第347条", "补移", body=MOVE, receipt_slip=True,
                 duty="请{due}将案件重新移送，或者书面说明理由"),
    DocumentType("SUP4", "arrest_opinion", "应当逮捕犯罪嫌疑人意见书", POLICE, "规则第288条、第292条第2款", "应捕", body=ARREST_OPINION,
                 receipt_slip=True, duty="请{due}提请批准逮捕，或者书面说明理由"),
    DocumentType("SUP5", "arrest_decision", "逮捕决定书", POLICE, "规则第288条、第292条第2款", "捕决", body=ARREST, receipt_slip=True,
                 duty="检察机关决定逮捕，请签收并执行"),
)  # fmt: skip


def _answered(code: str, slug: str, name: str, basis: str, body: Callable[[Context], list[Block]]) -> DocumentType:
    """A paper of the police, with their own number, whose text is put together here from the items."""
    return DocumentType(
        code, slug, name, Addressee.PROCURATORATE, basis, origin="uploaded", side=Side.POLICE, body=body, pending=True
    )


UPLOADED = (
    _answered("D19", "supplementary_report", "补充侦查报告书", "程序规定第296条第1项", REPORT),
    _answered("D19N", "new_opinion", "起诉意见书（重新制作）", "程序规定第296条第2项", NEW_OPINION),
    theirs("D19W", "case_ended_in_return", "撤销案件（终止侦查）决定书", "程序规定第296条第3项"),
    _answered("D19I", "return_improper", "退查不当说明书", "程序规定第296条第4项", IMPROPER),
    _answered("D19R", "arrest_re_request", "提请批准逮捕书（重新提请）", "程序规定第138条第2款", RE_REQUEST),
    _answered("D19F", "supplementary_feedback", "补充侦查情况反馈", "规则第257条、第340条；程序规定第297条", FEEDBACK),
    _answered("D18R", "legality_statement", "证据收集合法性说明", "规则第74条；程序规定第71条第4款", LEGALITY),
    _answered("D19E", "overdue_return_statement", "逾期未移送理由说明书", "规则第347条第1款", OVERDUE),
    _answered("D19X", "no_request_statement", "不提请批准逮捕理由说明书", "规则第288条、第292条第2款", NO_REQUEST),
)

register_documents((*MADE, *UPLOADED))
