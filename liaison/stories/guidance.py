"""指引: one in force beside 帮信、掩隐 cases and then revised, one that waits for the other side, one that was taken back, one still being written."""

from typing import Any

from cases.demo.people import MARK
from cases.demo.repertoire import learn
from cases.demo.script import Affair, On, Part, Step

TEXT = Part("guidance")
BODY = (
    "一、罪名的区分\n"
    "（一）只出借、出售银行卡、支付账户，没有参与转移资金的，一般考虑帮助信息网络犯罪活动罪；达到支付结算金额等情节标准的，依照司法解释认定。\n"
    "（二）明知是犯罪所得，仍然取现、转账、转交的，一般考虑掩饰、隐瞒犯罪所得罪；事前通谋的，以共同犯罪论处。\n"
    "二、明知的证据\n"
    "（一）聊天记录、通话记录中有无“分开取”“别问来源”等内容。\n"
    "（二）取现的次数、时间、地点是否异常，报酬是否明显高于正常劳务。\n"
    "（三）是否因同类行为被处罚、被银行冻结账户后仍继续实施。\n"
    "三、移送的材料\n"
    "提请批准逮捕、移送审查起诉时，一并移送涉案账户流水、上游犯罪的立案材料、资金流向图和取现录像。"
)
REVISED = BODY.replace(
    "三、移送的材料", "三、未成年人、在校学生\n初次出借本人账户、获利较少的，优先考虑教育、训诫，依法从宽处理。\n四、移送的材料"
)
BASIS = "《中华人民共和国刑法》第二百八十七条之二、第三百一十二条\n双方联席会议议定"
FRAUD = ("帮助信息网络犯罪活动", "掩饰、隐瞒犯罪所得")
TITLE = f"帮信、掩隐案件办案指引{MARK}"


def drafted(day: int, title: str, by: str, **values: Any) -> tuple[Step, ...]:
    """A draft with everything its form asks for."""
    usual: dict[str, Any] = {"variant": "guide", "effective_on": On(day + 5), "grounds": "", "charges": (), "kinds": (), "items": ()}
    return TEXT.do(day, "draft", by=by, title=title, **{**usual, **values})


AFFAIRS: tuple[Affair, ...] = (
    Affair(
        "G01", "帮信、掩隐案件办案指引：双方会签施行，显示在同类案件旁；检察机关修订，新版会签后取代旧版", "指引", "指引",
        (
            *drafted(-60, TITLE, "jc.wang", body=BODY, grounds=BASIS, charges=FRAUD),
            *TEXT.do(-58, "circulate", by="jc.wang"),
            *TEXT.do(-57, "sign"), *TEXT.do(-56, "sign"),
            *TEXT.do(-12, "revise_text", by="jc.wang"),
            *TEXT.do(-11, "edit", by="jc.wang", variant="guide", title=TITLE, effective_on=On(-5), body=REVISED, grounds=BASIS, charges=FRAUD, kinds=(),
                     items=()),
            *TEXT.do(-9, "circulate", by="jc.wang"),
            *TEXT.do(-8, "sign"), *TEXT.do(-7, "sign"),
        ),
        makes=2, has_case=False,
    ),
    Affair(
        "G02", "公安机关起草的讯问录音录像执法标准：检察长退回一次，修改后重新送会签，公安机关负责人已签，等待检察长", "标准", "标准",
        (
            *drafted(-9, f"讯问录音录像执法标准{MARK}", "ga.fang", variant="standard", items=("规则第567条第2项",),
                     body="一、应当录音录像的案件\n依照刑事诉讼法第一百二十三条和有关规定执行。\n二、录制\n自被讯问人进入讯问场所时开始，至其核对笔录、签名后结束，不得剪接、删改。"),
            *TEXT.do(-8, "circulate", by="ga.fang"),
            *TEXT.do(-6, "return", by="jc.he", because="没有写明移送录音录像的时间，请补充。"),
            *TEXT.do(-5, "edit", by="ga.fang", variant="standard", title=f"讯问录音录像执法标准{MARK}", effective_on=On(5), grounds="", charges=(), kinds=(),
                     items=("规则第567条第2项",),
                     body="一、应当录音录像的案件\n依照刑事诉讼法第一百二十三条和有关规定执行。\n二、录制\n自被讯问人进入讯问场所时开始，至其核对笔录、签名后结束，不得剪接、删改。\n"
                          "三、移送\n提请批准逮捕、移送审查起诉时随案移送；人民检察院要求提供的，三日以内提供。"),
            *TEXT.do(-4, "circulate", by="ga.fang"),
            *TEXT.do(-3, "sign", by="ga.ju"),
        ),
        has_case=False,
    ),
    Affair(
        "G03", "会签制度一直没有会签，检察机关收回，不再拟定", "制度", "制度",
        (
            *drafted(-40, f"重大案件听取意见会签制度{MARK}", "jc.zhou", variant="charter", kinds=("提前介入",), effective_on=On(-30),
                     body="一、范围\n重大、疑难、复杂案件。\n二、时限\n商请后二十四小时以内答复。"),
            *TEXT.do(-39, "circulate", by="jc.zhou"),
            *TEXT.do(-20, "give_up", by="jc.zhou", reasons="双方另行研究后再拟。"),
        ),
        has_case=False, handler="jc.zhou",
    ),
    Affair(
        "G04", "检察机关的指引还在拟写，公安机关看不到", "指引", "指引",
        drafted(-1, f"危险驾驶案件逮捕标准指引{MARK}", "jc.li", variant="arrest", charges=("危险驾驶",), kinds=("审查逮捕",), effective_on=On(10),
                body="一、一般不提请批准逮捕的情形\n血液酒精含量较低、没有发生事故，自愿认罪认罚的。"),
        has_case=False,
    ),
)  # fmt: skip

learn(*AFFAIRS, phrases={("guidance", "give_up"): {"reasons": "不再拟定。"}}, letters={}, numbered={})
