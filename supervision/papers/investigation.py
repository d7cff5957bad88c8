"""侦查活动监督的文书 (law.md 4.1: D10 is shared with 立案监督; D11, D12; 规则第551条至第554条).

Names of police officers stand in no paper but the record of an oral correction, which stays in the file.
"""

from __future__ import annotations

from collections.abc import Callable

from cases.matters.papers.parts import Context, by_variant, enclosed, ended, given, paper, text, theirs
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee
from office.blocks import Block, Heading, Paragraph

ORDINALS = "一二三四五六七八九"
RULES = "《人民检察院刑事诉讼规则》"


def sections(*named: tuple[str, str]) -> Callable[[Context], list[Block]]:
    """What was written in each field under a heading of its own; the headings are numbered without a gap. Detail fields too."""

    def part(context: Context) -> list[Block]:
        blocks: list[Block] = []
        written = [(str(context["fields"].get(name) or context["detail"].get(name) or "").strip(), heading) for name, heading in named]
        for place, (words, heading) in enumerate((words, heading) for words, heading in written if words):
            blocks += [Heading(f"{ORDINALS[place]}、{heading}"), Paragraph(ended(words))]
        return blocks

    return part


def overdue_or_uncorrected(context: Context) -> list[Block]:
    """Why they are pressed: the term ran out, or what they answered in time does not correct it."""
    if context["fields"].get("due_on"):
        return text("本院办理的{案件}，“{subject_matter}”的期限已于{due_on}届满，你单位至今没有回复。")(context)
    return text("本院办理的{案件}，你单位已经回复。经核查，下列违法情形尚未纠正：")(context)


DEVIATION = ("deviation", "监督层级与规则第五百五十二条建议不一致的理由")

D11 = paper(
    text("本院在办理{一案}中发现，你单位的侦查活动存在以下问题："),
    sections(("violation", "问题事项"), ("law", "依据"), ("opinion", "监督意见")),
    text(
        f"依照{RULES}第五百五十一条、第五百六十七条的规定，特通知你单位，请在收到本通知书后{{reply_days}}日以内，将整改情况书面回复本院。"
        "对本监督意见有异议的，可以书面向本院申请复查。"
    ),
)
D12 = paper(
    text("本院在办理{一案}中，发现{机关}存在情节较轻的违法情形，由检察人员以口头方式提出纠正意见，记录如下。"),
    text("提出日期：{told_on}。地点（方式）：{place}。对象：{told}。"),
    sections(("violation", "违法事实"), ("law", "法律根据"), ("opinion", "纠正意见"), ("response", "当场反馈")),
    mark="",
)
OPINION = paper(
    text("{案件}的审查情况和处理意见如下。"),
    sections(("facts", "审查、调查核实情况"), ("reasons", "审查意见")),
    mark="",
)
VERDICT = paper(
    text("本院办理的{案件}，对{机关}整改情况的核查意见如下。"),
    sections(("lines", "逐项核查情况"), ("reasons", "核查意见")),
    mark="",
)
PRESSING = paper(
    overdue_or_uncorrected,
    given("demands"),
    by_variant(
        notice="请你单位在收到本函后{reply_days}日以内办理，并书面回复本院。",
        other=f"依照{RULES}第五百五十三条的规定，请你单位在收到本函后{{reply_days}}日以内纠正，并书面回复本院；"
        "经督促仍不回复或者没有正当理由不纠正的，本院将依法向上一级人民检察院报告。",
    ),
)
REPORT = paper(
    text("本院办理的{案件}，已经依法提出纠正意见，{机关}仍未回复或者没有正当理由不纠正。现将有关情况报告如下。"),
    sections(("facts", "办理经过"), ("reasons", "本院意见"), DEVIATION),
    text(f"依照{RULES}第五百五十三条的规定，特此报告。"),
    enclosed("enclosures"),
    mark="",
)
RECHECK = paper(
    text("你单位对{contested}申请复查，本院依法进行了复查。"),
    sections(("findings", "复查情况"), ("lines", "逐项复查结果"), ("reasons", "复查决定和理由")),
    text(f"依照{RULES}第五百五十四条第一款的规定，决定：{{conclusion}}。"),
)
RECHECK_REPORT = paper(
    text("{机关}对{contested}申请复查。本院已经复查，现将有关情况报告如下。"),
    sections(("findings", "复查情况"), ("lines", "逐项复查结果"), ("reasons", "复查意见"), DEVIATION),
    text(f"复查决定：{{conclusion}}。依照{RULES}第五百五十四条第一款的规定，特此报告。"),
    mark="",
)
ABOVE = paper(
    text("{下级院}办理的{案件}，依法向{机关}提出纠正意见并报告本院。经本院审查，认为纠正意见正确，现将有关情况通报你单位。"),
    sections(("facts", "查明的违法情形"), ("reasons", "审查意见"), ("demands", "建议")),
    text(f"依照{RULES}第五百五十四条第二款的规定，特此通报。"),
)
ORDER = paper(
    text("你院关于{案件}的报告收悉。经本院审查，认为你院向{机关}提出的纠正意见错误。"),
    sections(("facts", "审查情况"), ("reasons", "撤销的理由")),
    text(f"依照{RULES}第五百五十四条第二款的规定，现通知你院予以撤销，并及时向被监督单位说明情况。"),
)
REVOCATION = paper(
    text("本院就{案件}向你单位提出的纠正意见，经上一级人民检察院审查认为错误，现予以撤销。"),
    sections(("reasons", "有关情况说明")),
    text(f"依照{RULES}第五百五十四条第二款的规定，特此通知。"),
)
CLASS = paper(
    text("本院办理侦查活动监督事项中，发现同类违法情形多次出现，现分析如下。"),
    sections(("subject", "类案问题"), ("matters", "涉及的事项"), ("analysis", "共性问题和成因"), ("measures", "意见和措施")),
    text("本报告按受理先后列举事项，不作单位排名。"),
    mark="",
)

POLICE, OWN, SUPERIOR, FILE, OUTSIDE = (
    Addressee.POLICE, Addressee.PROCURATORATE, Addressee.SUPERIOR, Addressee.FILE, Addressee.OUTSIDE,
)  # fmt: skip

MADE = (
    DocumentType("D11", "investigation_supervision_notice", "侦查活动监督通知书", POLICE, "规则第551条、第567条（通知书形式为内部约定）", "刑侦监",
                 body=D11, receipt_slip=True, duty="请{due}整改并书面回复；有异议的，可以书面申请复查"),
    DocumentType("D12", "oral_correction_record", "口头纠正违法记录", FILE, "规则第552条", "刑口纠", body=D12),
    DocumentType("R05", "investigation_review_opinion", "侦查活动监督审查意见书", FILE, "规则第551条、第552条", "刑侦审", body=OPINION),
    DocumentType("R03", "rectification_verdict", "整改核查意见", FILE, "规则第553条", "刑核", body=VERDICT),
    DocumentType("D26C", "correction_pressing_letter", "督促纠正函", POLICE, "规则第553条", "刑督纠", body=PRESSING, receipt_slip=True,
                 duty="回复期限已过或者尚未纠正，请{due}纠正并书面回复，规则第553条"),
    DocumentType("U02", "correction_report_up", "监督纠正情况报告", SUPERIOR, "规则第553条", "刑纠报", body=REPORT),
    DocumentType("D21C", "recheck_decision", "复查决定书", POLICE, "规则第554条第1款", "刑复查", body=RECHECK, receipt_slip=True,
                 duty="复查已有决定，请签收"),
    DocumentType("U03", "recheck_report_up", "纠正意见复查情况报告", SUPERIOR, "规则第554条第1款", "刑查报", body=RECHECK_REPORT),
    DocumentType("U04", "superior_circular", "违法情形通报函", OUTSIDE, "规则第554条第2款", "刑纠通", body=ABOVE, receipt_slip=True),
    DocumentType("U05", "superior_revocation_order", "撤销纠正意见通知书", OWN, "规则第554条第2款", "刑纠撤", body=ORDER),
    DocumentType("D10W", "correction_revocation", "撤销纠正意见决定书", POLICE, "规则第554条第2款", "刑纠销", body=REVOCATION, receipt_slip=True,
                 duty="检察机关撤销了先前的纠正意见，请签收"),
    DocumentType("R04", "class_analysis", "类案分析报告", FILE, "规则第552条", "刑类案", body=CLASS),
)  # fmt: skip
UPLOADED = (
    theirs("D11R", "supervision_notice_reply", "侦查活动监督通知书回复", "规则第551条、第567条（回复为内部约定）"),
    theirs("D20C", "recheck_request", "申请复查意见书", "规则第554条第1款"),
)

register_documents((*MADE, *UPLOADED))
