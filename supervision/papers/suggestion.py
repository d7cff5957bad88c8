"""检察建议的文书 (检察建议规定第16条、第19条、第23条、第25条, 待核). Each stands twice: to a police organ here, to another unit on paper."""

from __future__ import annotations

from collections.abc import Callable

from cases.matters.papers.parts import Context, given, listed, paper, text, theirs
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee
from office.blocks import Block

ELEMENTS = (
    given("origin", "一、案件或者问题的来源"),
    given("findings", "二、认定的事实和证据"),
    given("problems", "三、存在的违法情形或者应当消除的隐患"),
    given("advice", "四、建议的具体内容和依据"),
)
TERMS = (
    text(
        "对本建议有异议的，请在收到之日起{objection_days}日以内书面提出，本院将立即复核。"
        "请在收到之日起{reply_term}以内作出相应处理，并书面回复本院。"
    ),
    given("others"),
    listed("copies", "抄送"),
)
ADVICE = paper(text("本院在履行法律监督职责中，发现你单位有关工作存在应当整改的问题，现依法提出检察建议如下。"), *ELEMENTS, *TERMS)
REVISED = paper(
    text("你单位对本院{D13文号}提出异议。本院经复核，决定对检察建议书予以修改，原检察建议书以本建议书为准。"),
    given("findings_of_review", before="复核情况："),
    *ELEMENTS,
    *TERMS,
)
REVISED_UNIT = paper(
    text("你单位对本院{D13U文号}提出异议。本院经复核，决定对检察建议书予以修改，原检察建议书以本建议书为准。"),
    given("findings_of_review", before="复核情况："),
    *ELEMENTS,
    *TERMS,
)


def _withdrawn(code: str) -> Callable[[Context], list[Block]]:
    return paper(
        text(f"你单位对本院{{{code}文号}}提出异议。本院经复核，异议成立。"),
        given("findings_of_review", "一、复核情况"),
        given("reasons", "二、结论和理由"),
        text("依照《人民检察院检察建议工作规定》第二十三条的规定，决定撤回该检察建议书。"),
    )


def _upheld(code: str) -> Callable[[Context], list[Block]]:
    return paper(
        text(f"你单位对本院{{{code}文号}}提出异议。本院经复核，异议不成立。"),
        given("findings_of_review", "一、复核情况"),
        given("reasons", "二、理由"),
        text("依照《人民检察院检察建议工作规定》第二十三条的规定，现向你单位说明理由，请按检察建议书办理并书面回复。"),
    )


def _urging(code: str) -> Callable[[Context], list[Block]]:
    return paper(
        text(f"本院向你单位发出的{{{code}文号}}，至今未按要求整改落实或者回复。"),
        given("demands"),
        text("请在收到本函之日起{reply_days}日以内办理，并书面回复本院。"),
    )


PROJECT = paper(
    text("拟对{案件}进行调查核实，请检察长决定。"),
    given("facts", "一、线索和研判意见"),
    given("plan", "二、调查核实的事项和方式"),
    mark="",
)
INVESTIGATED = paper(
    text("{案件}调查核实终结，情况如下。"),
    given("findings", "一、查明的事实和证据"),
    given("problems", "二、存在的违法情形或者应当消除的隐患"),
    mark="",
)
REPORT = paper(
    text("本院就{案件}制发的检察建议，经督促，被建议单位无正当理由不予整改或者整改不到位。现将有关情况报告如下。"),
    given("facts", "一、办理经过"),
    given("reasons", "二、本院意见"),
    mark="",
)
NOTIFY = paper(
    text("本院就{案件}制发的检察建议，经督促，被建议单位无正当理由不予整改或者整改不到位。现将有关情况通报（报告）如下。"),
    given("facts", "一、办理经过"),
    given("reasons", "二、建议"),
)

LAW = "检察建议规定"
DUTY = "请{due}作出处理并书面回复；有异议的，可以在建议书载明的期限内提出：检察建议规定第19条、第23条"


def _both(
    code: str, slug: str, name: str, basis: str, letters: str, police: Callable[[Context], list[Block]],
    unit: Callable[[Context], list[Block]], duty: str,
) -> tuple[DocumentType, DocumentType]:
    """One paper in its two ways: to the police organ, signed for here; to another unit, with a 送达回证."""
    return (
        DocumentType(code, slug, name, Addressee.POLICE, basis, letters, body=police, receipt_slip=True, duty=duty),
        DocumentType(f"{code}U", f"{slug}_unit", name, Addressee.OUTSIDE, basis, f"{letters}送", body=unit, receipt_slip=True),
    )


MADE = (
    *_both("D13", "procuratorial_advice", "检察建议书", f"{LAW}第16条、第19条", "刑建", ADVICE, ADVICE, DUTY),
    *_both("D13M", "advice_revised", "检察建议书（修改）", f"{LAW}第23条", "刑建改", REVISED, REVISED_UNIT, DUTY),
    *_both("D13W", "advice_withdrawn", "撤回检察建议书决定书", f"{LAW}第23条", "刑建撤", _withdrawn("D13"), _withdrawn("D13U"),
           "异议成立，检察机关撤回检察建议书，签收即可"),
    *_both("D13E", "advice_upheld", "异议复核说明理由书", f"{LAW}第23条", "刑建复", _upheld("D13"), _upheld("D13U"),
           "异议不成立，请{due}按检察建议书处理并书面回复"),
    *_both("D13P", "advice_urging", "检察建议督促函", f"{LAW}第25条", "刑建督", _urging("D13"), _urging("D13U"),
           "回复期限已过或者整改不到位，请尽快落实检察建议并书面回复"),
    DocumentType("D13S", "advice_project", "检察建议调查核实审批表", Addressee.FILE, f"{LAW}第15条", "刑建立", body=PROJECT),
    DocumentType("D13T", "advice_findings", "检察建议调查终结报告", Addressee.FILE, f"{LAW}第15条", "刑建终", body=INVESTIGATED),
    DocumentType("D13H", "advice_report_up", "检察建议落实情况的报告", Addressee.SUPERIOR, f"{LAW}第25条", "刑建报", body=REPORT),
    DocumentType("D13N", "advice_notified", "检察建议落实情况通报", Addressee.OUTSIDE, f"{LAW}第25条", "刑建通", body=NOTIFY,
                 receipt_slip=True),
)

UPLOADED = (
    theirs("D13O", "advice_objection_paper", "检察建议异议书", f"{LAW}第23条"),
    theirs("D13R", "advice_reply_paper", "检察建议回复函", f"{LAW}第19条；组织法第21条"),
)

register_documents((*MADE, *UPLOADED))
