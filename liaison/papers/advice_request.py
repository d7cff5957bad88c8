"""咨询指导的文书: 咨询单 and 答复, each of either side (名称、样式、代字均为内部约定，待核)."""

from __future__ import annotations

from collections.abc import Callable

from cases.matters.papers.parts import Context, chosen, given, paper, text
from cases.matters.table.workflow import DocumentType, register_documents
from cases.models import Addressee
from liaison.models.advice_request import Topic, Urgency
from office.blocks import Block
from office.sides import Side

LAW = "协作配合意见第四（四）"
TOPICS = {str(code): str(label) for code, label in Topic.choices}


def asking(answer: str) -> Callable[[Context], list[Block]]:
    """咨询单: the first one says what is asked about, the next ones (追问) what they follow upon. ``answer``: the other side's 答复."""
    first = paper(
        text("根据《最高人民检察院、公安部关于健全完善侦查监督与协作配合机制的意见》，现就下列问题向你单位咨询。"),
        chosen("topic", TOPICS, heading="一、咨询类别"),
        given("facts", "二、基本情况"),
        given("question", "三、需要答复的问题"),
        given("view", "四、初步意见"),
        _ending,
        mark="",
        seal="",
    )
    again = paper(
        text(f"你单位{{{answer}文号}}收悉。现就有关问题追问如下。"),
        given("question", "一、追问的问题"),
        given("more", "二、补充情况"),
        _ending,
        mark="",
        seal="",
    )
    return lambda context: (again if answer in context["papers"] else first)(context)


def _ending(context: Context) -> list[Block]:
    hurry = "情况紧急，请尽快答复。" if context["fields"].get("urgency") == Urgency.URGENT else "请予答复。"
    return text(f"以上问题，{hurry}")(context)


def answering(question: str) -> Callable[[Context], list[Block]]:
    """答复: what was asked stands above it, and below it that it decides nothing."""
    return paper(
        text(f"你单位{{{question}文号}}收悉。经研究，现答复如下。"),
        given_of_detail("question", "一、咨询的问题"),
        given("answer", "二、答复意见"),
        given("grounds", "三、依据"),
        text("以上意见供参考，不代替有关机关依法作出的决定。"),
        mark="",
        seal="",
    )


def given_of_detail(name: str, heading: str) -> Callable[[Context], list[Block]]:
    """A column of the detail row as if it were typed in the form."""
    part = given(name, heading)
    return lambda context: part({**context, "fields": context["detail"]})


ASKED = "有单位咨询，签收后请{due}答复；答复供参考，不代替决定"
ANSWERED = "已有答复，供参考，不代替决定；还有问题的，可以追问"

register_documents(
    (
        DocumentType("LA01G", "police_question", "咨询单", Addressee.PROCURATORATE, LAW, "询", side=Side.POLICE,
                     body=asking("LA02J"), duty=ASKED),
        DocumentType("LA01J", "procuratorate_question", "咨询单", Addressee.POLICE, LAW, "询", body=asking("LA02G"), duty=ASKED),
        DocumentType("LA02J", "procuratorate_advice", "咨询答复", Addressee.POLICE, LAW, "询复", body=answering("LA01G"), duty=ANSWERED),
        DocumentType("LA02G", "police_advice", "咨询答复", Addressee.PROCURATORATE, LAW, "询复", side=Side.POLICE,
                     body=answering("LA01J"), duty=ANSWERED),
    )
)  # fmt: skip
