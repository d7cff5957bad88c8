"""线索 and 纠正漏捕漏诉: a lead that became 立案监督, leads handed to the police and to a court, suspects left out."""

from typing import Any

from cases.demo.people import WEST
from cases.demo.script import Affair, Due, On, Part, Step, Today, Who, together

LEAD, FILING, LEFT_OUT, ARREST = Part("lead"), Part("filing"), Part("leak"), Part("arrest_review")


def taken(day: int, title: str, facts: str, **more: Any) -> tuple[Step, ...]:
    """A lead registered and accepted."""
    return (*LEAD.do(day, "register", title=title, public_title=title, facts=facts, **more), *LEAD.do(day + 2, "accept"))


def looked_into(day: int, route: str, findings: str, handler: str = "jc.wang") -> tuple[Step, ...]:
    """Routed, assigned and looked into."""
    return (
        *LEAD.do(day, "route", route=route, reasons="按线索反映的问题分流。"), *LEAD.do(day, "assign", handler=Who(handler)),
        *LEAD.do(day + 5, "verify", methods=("complainant", "papers"), findings=findings),
    )  # fmt: skip


AFFAIRS: tuple[Affair, ...] = (
    # ---------------------------------------------------------------------------------------------- 线索
    Affair(
        "L01", "控告线索核查成案，转立案监督，已答复控告人；待公安说明不立案理由，剩三日", "游某辉", "合同诈骗",
        together(
            taken(-24, "城东分局对游某辉合同诈骗不立案线索（演示）", "控告人称{人}以虚假仓单质押借款六十万元，报案两个月没有结果。",
                  source="complaint", complainant="桂某芝", complainant_contact="电话见来访登记表"),
            looked_into(-19, "filing", "经查阅仓储单位出库记录，质押仓单编号不存在；公安机关已受案，未作立案决定，口头告知系经济纠纷。"),
            LEAD.do(-10, "to_filing", variant="A", reasons="现有材料反映有犯罪事实发生，公安机关应当立案而不立案。"),
            LEAD.do(-9, "finish", result_reasons="已开立立案监督事项。"),
            LEAD.do(-8, "reply_result", conclusion="经核查，本院已依法启动立案监督，结果将另行告知。"),
            FILING.whole(0, "request_a", facts="{人}以编号不存在的仓单质押借款六十万元。被害人报案后，你单位以属于经济纠纷为由不予立案。",
                         reasons="现有材料反映有犯罪事实发生，需要你单位说明不立案的依据和理由。"),
        ),
        Due("explain_no_filing", 3), makes=2, has_case=False,
    ),
    Affair(
        "L02", "群众来信，程序性答复剩一日", "竺某明", "诈骗",
        LEAD.do(0, "register", by="jc.shen", title="竺某明以代办社保为名收费线索（演示）", source="letter", is_letter="on", complainant="邬某娟",
                facts="来信反映{人}以代办社会保险补缴为名收取多名老人费用，没有办理也不退款。"),
        Due("letter_procedural_7d", 1), has_case=False,
    ),
    Affair(
        "L03", "线索已移送公安机关，待答复是否受理，剩五日", "权某斌", "非法经营",
        together(
            taken(-9, "权某斌无证经营成品油线索（演示）", "反映{人}在停车场以改装车辆销售柴油。", source="agency", sender="青江区应急管理局（演示）",
                  sender_number="青应急函〔{年}〕21号（演示）"),
            LEAD.whole(0, "to_police", contents="{人}在货车停车场以改装厢式货车储存、销售柴油，没有经营许可，附现场照片。", demands="请依法审查是否受案。",
                       enclosures="现场照片六张\n行政检查笔录复印件一份", reply_days="15"),
        ),
        Due("lead_transfer_reply", 5, "15日"), police=WEST, handler="jc.zhou", has_case=False,
    ),
    Affair(
        "L04", "模型推送线索，检察长督办，核查限期剩一日", "计某伦", "拒不支付劳动报酬",
        (
            *LEAD.do(-3, "found", by="jc.li", source="model", title="计某伦拒不支付劳动报酬线索（演示）",
                facts="欠薪预警模型比对：行政机关责令支付后仍未支付，未见移送。"),
            *LEAD.do(-1, "route", route="filing", reasons="指向应当立案而不立案。"),
            *LEAD.do(0, "assign", handler=Who("jc.zhou"), days="15"),
            *LEAD.do(6, "verify", methods=("papers", "witness"), findings="已查阅责令支付文书，涉及劳动者十九名，金额三十七万元。"),
            *LEAD.do(8, "watch", watch="urged", demands="涉及劳动者人数较多，请在限期内提出处理意见。"),
        ),
        Due("lead_term", 1, "15日"), handler="jc.zhou", has_case=False,
    ),
    Affair(
        "L05", "虚假诉讼线索移送人民法院，纸质送达待登记签收", "卫某森", "虚假诉讼",
        together(
            taken(-10, "卫某森虚假诉讼线索（演示）", "反映{人}伪造借条起诉，调解书已经生效。", source="complaint", complainant="乌某萍"),
            LEAD.sent(-2, "to_other", receiver="青江区人民法院（演示）", contents="{人}在民间借贷纠纷案中提交的借条经初步比对，落款时间晚于纸张生产时间。",
                      conclusion="你反映的问题已移送青江区人民法院依法处理。", enclosures="借条复印件一份"),
        ),
        has_case=False,
    ),
    Affair(
        "L06", "匿名线索核查不属实，不成案，办结", "郗某庆", "徇私枉法",
        together(
            taken(-60, "郗某庆被举报线索（演示）", "匿名反映派出所处理打架案件不公。", source="letter"),
            looked_into(-56, "investigation", "调阅案卷和调解录像，双方自愿调解，赔偿已经履行。", "jc.zhou"),
            LEAD.do(-48, "no_case", result_reasons="经核查，公安机关依法调解，反映的问题不属实。"),
            LEAD.do(-47, "close", reasons="匿名线索，没有需要答复的对象。"),
        ),
        Today(), handler="jc.zhou", has_case=False,
    ),
    Affair(
        "L07", "不服扣押财物处理的申诉，待公安机关说明理由", "秋某平", "诈骗",
        together(
            taken(-14, "秋某平不服扣押车辆处理申诉线索（演示）", "申诉人称车辆系贷款购买，与案件无关，公安机关答复不予解除扣押。", source="complaint",
                  complainant="秋某英", remedy="handled"),
            looked_into(-11, "investigation", "车辆登记在申诉人名下，购车时间早于案发；扣押清单未注明与案件的关联。"),
            LEAD.whole(-3, "ask_organ", facts="扣押小型轿车一辆的依据，以及对解除扣押申请的处理情况和理由。",
                public_title="涉嫌诈骗案扣押车辆处理情况（演示）"),
        ),
        has_case=False,
    ),
    # ---------------------------------------------------------------------------------------------- 纠正漏捕漏诉
    Affair(
        "K01", "漏捕：要求提请批准逮捕，剩二日", "幸某超", "抢劫",
        (
            *LEFT_OUT.do(-5, "register", variant="arrest", sort="suspect",
                facts="审查同案人逮捕时发现，{人}驾车接应并分得赃款，提请批准逮捕书未列。", police_number="城公（刑）提捕字〔{年}〕7号"),
            *LEFT_OUT.whole(0, "request_arrest", facts="{人}事先参与预谋，驾车在外接应，分得赃款八百元，有同案人供述和车辆轨迹证明。",
                            reasons="系抢劫共同犯罪，可能判处三年以上有期徒刑，在外可能串供。", reply_days="7"),
        ),
        Due("leak_arrest_request", 2, "7日"), has_case=False,
    ),
    Affair(
        "K02", "漏捕：公安已提请，审查逮捕剩四日", "司某磊", "诈骗",
        (
            *LEFT_OUT.do(-12, "register", variant="arrest", sort="suspect", facts="审查同案人逮捕时发现，{人}提供话术剧本并按比例提成。",
                police_number="河公（刑）提捕字〔{年}〕6号"),
            *LEFT_OUT.whole(-7, "request_arrest", facts="{人}编写话术并培训人员，提成四万余元，有转账记录和同案人供述证明。",
                reasons="系主犯，可能判处有期徒刑以上刑罚，有串供的现实危险。", reply_days="7"),
            *LEFT_OUT.whole(0, "submit_arrest", ahead=1, submitted_on=On(-1)),
        ),
        Due("review_arrest_free", 4), makes=2, police=WEST, handler="jc.zhou",
    ),
    Affair(
        "K03", "漏罪：公安已补充移送，跟踪至判决，办结", "冀某发", "盗窃",
        (
            *LEFT_OUT.do(-210, "register", variant="prosecution", sort="crime", facts="审查起诉时发现，{人}另有两次入户盗窃没有移送。"),
            *LEFT_OUT.whole(-203, "request_submission", demand="submit", facts="{人}另两次入户盗窃，窃得现金五千余元，有现场提取指纹比对结论证明。",
                reasons="应当移送起诉而遗漏。"),
            *LEFT_OUT.whole(-190, "submit", ahead=1, submitted_on=On(-191)),
            *LEFT_OUT.do(-175, "prosecuted", prosecuted_on=On(-176), number="青检刑诉〔{年}〕22号"),
            *LEFT_OUT.do(-120, "judged", outcome="prison", judged_on=On(-124), sentence="犯盗窃罪，判处有期徒刑一年四个月，并处罚金五千元"),
        ),
        Today(), has_case=False,
    ),
)  # fmt: skip
