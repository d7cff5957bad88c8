"""强制措施, 审查逮捕, 不捕跟踪 and 羁押必要性审查: terms of custody that run out soon, a refusal contested, a detention too long."""

from typing import Any

from cases.demo.people import WEST
from cases.demo.script import Affair, At, Due, On, Part, Step, Today, together
from supervision.stories.listed import Listed

MEASURE, ARREST, REFUSED, MORE = Part("measure"), Part("arrest_review"), Part("no_arrest"), Part("supplementary")
CUSTODY, CONDUCT = Part("custody_review"), Part("investigation")

HELD: dict[str, Any] = {"detained": "yes"}
FREE: dict[str, Any] = {"detained": "no"}


def detained(day: int, hour: str = "07:50", **more: Any) -> tuple[Step, ...]:
    """拘留 registered on its day; house, interrogation and family reported on the next."""
    return (
        *MEASURE.do(day, "register", variant="detention", began_at=At(day, hour), **more),
        *MEASURE.do(day + 1, "in_house", done_at=At(day, "17:20")),
        *MEASURE.do(day + 1, "interrogate", done_at=At(day, "18:30")),
        *MEASURE.do(day + 1, "tell_family", done_at=At(day, "16:10")),
    )


def released(day: int, measure: str = "bail") -> tuple[Step, ...]:
    """Released on the day the refusal came; the receipt two days later."""
    return (
        *REFUSED.do(day, "release", measure=measure, released_at=At(day, "15:20")),
        *REFUSED.whole(day + 2, "receipt", ahead=1),
    )


RECONSIDERED: dict[str, Any] = {
    "findings": "经另行指派检察官审查全部案卷，{人}到案后如实供述，主要书证已经提取，没有新的情况。",
    "reasons": "原决定认定事实清楚，适用法律正确。",
}

AFFAIRS: tuple[Affair, ...] = (
    # ---------------------------------------------------------------------------------------------- 强制措施
    Affair(
        "R01", "刑事拘留，提请批准逮捕剩一日", "卓某飞", "诈骗", detained(0), Due("request_arrest", 1),
    ),
    Affair(
        "R02", "结伙作案延长至三十日提请，剩约八日", "皮某龙", "盗窃",
        together(detained(-22), MEASURE.whole(
            -20, "extend_thirty", ahead=1, ground="gang", reasons="{人}等三人结伙流窜作案十余起，被害人和赃物去向尚待查证。")),
        police=WEST, handler="jc.zhou",
    ),
    Affair(
        "R03", "取保候审剩十二日期满，提醒受案机关已过期", "封某林", "故意伤害",
        MEASURE.do(0, "register", variant="bail", began_at=At(0, "08:00")), Due("bail_12m", 12),
    ),
    Affair(
        "R04", "逮捕后提请延长侦查羁押期限，待案管签收", "蔺某涛", "非法吸收公众存款",
        (
            *MEASURE.do(0, "register", variant="arrest", began_at=At(0, "08:00"), decided_by="procuratorate"),
            *MEASURE.do(1, "interrogate", done_at=At(0, "14:30")),
            *MEASURE.do(1, "tell_family", done_at=At(0, "15:10")),
            *MEASURE.sent(50, "request_extension", reasons="涉案集资参与人四百余人，司法会计鉴定尚未完成，期限届满不能侦查终结。", assessed="on"),
        ),
        Due("invest_custody_2m", 9), police=WEST, handler="jc.zhou",
    ),
    Affair(
        "R05", "指定居所监视居住，备案已超期", "鹿某鸣", "行贿",
        (
            *MEASURE.do(-4, "register", variant="designated", began_at=At(-4, "08:10")),
            *MEASURE.do(-3, "tell_family", done_at=At(-4, "17:00")),
        ),
        handler="jc.zhou",
    ),
    Affair(
        "R06", "拘留严重超期，未提请也未释放，另立侦查活动监督，纠正违法通知书待检察长签发", "敖某刚", "寻衅滋事",
        (
            *detained(0),
            *MEASURE.do(13, "correct_overrun", facts="{人}被刑事拘留后，提请批准逮捕的期限已经届满，至今未提请批准逮捕，也未释放或者变更强制措施。"),
            *CONDUCT.do(13, "add", violations=({"item": Listed("超期羁押"), "facts": "拘留期限届满后继续羁押{人}。"},)),
            *CONDUCT.do(14, "establish", weight="grave", fixed="custody", holds_1="yes",
                conclusion="经查阅拘留证、换押记录和案卷，拘留期限届满后仍在羁押，没有延长手续。"),
            *CONDUCT.do(14, "correction", finding_1="你单位对{人}执行刑事拘留后，法定期限届满未提请批准逮捕，也未释放或者变更强制措施，仍予羁押。",
                        article_1="刑诉法第91条第1款、第98条", demand_1="请立即释放{人}或者变更强制措施，查明超期原因。", reply_days="15"),
        ),
        Due("request_arrest", -12), makes=2, police=WEST, handler="jc.zhou",
    ),
    # ---------------------------------------------------------------------------------------------- 审查逮捕
    Affair(
        "R07", "审查逮捕剩二日，批准逮捕决定书待检察长批准", "阎某武", "抢劫",
        together(
            detained(-3), MEASURE.whole(0, "request", ahead=1),
            ARREST.do(0, "accept", **HELD), ARREST.do(3, "interview"),
            ARREST.do(4, "approve", facts="{人}持械劫取被害人手机和现金二千三百元，有被害人陈述、监控录像和赃物照片证明。",
                      reasons="涉嫌抢劫罪，可能判处三年以上有期徒刑，有逃跑的现实危险。", outline="on"),
        ),
        Due("review_arrest_detained", 2), makes=2,
    ),
    Affair(
        "R08", "审查逮捕超期一日，期限检查代拟流程监控通知书", "卜某华", "虚开增值税专用发票",
        (
            *ARREST.do(0, "accept", **FREE),
            *ARREST.do(6, "interview", way="counsel", who="辩护律师", contents="辩护人认为{人}仅为挂名股东，没有逮捕必要，已附卷。"),
        ),
        Due("review_arrest_free", -1), police=WEST, handler="jc.zhou",
    ),
    Affair(
        "R09", "已批准并执行逮捕，执行回执逾期", "储某成", "贩卖毒品",
        (
            *ARREST.do(-7, "accept", **HELD), *ARREST.do(-5, "interview"),
            *ARREST.whole(-1, "approve", facts="{人}两次向他人出售毒品，有交易记录、毒品检验报告和购买人证言证明。",
                reasons="可能判处有期徒刑以上刑罚，有继续实施犯罪的危险。"),
            *ARREST.do(0, "execute", executed_on=On(0)),
        ),
        Due("arrest_receipt", -2), custody="detention", held=-11,
    ),
    Affair(
        "R10", "证据不足不批准逮捕，决定书送达一日未签收", "匡某宇", "掩饰、隐瞒犯罪所得",
        (
            *ARREST.do(-6, "accept", **HELD), *ARREST.do(-4, "interview"),
            *ARREST.sent(-1, "refuse_evidence", facts="{人}收购二手手机十九部，其中七部被证实系被盗物品。",
                         reasons="收购价格与同期市场价格相差不大，现有证据不足以证明{人}明知系犯罪所得。", outline="on"),
        ),
        police=WEST, handler="jc.zhou", custody="detention", held=-10,
    ),
    # ---------------------------------------------------------------------------------------------- 不捕跟踪
    Affair(
        "R11", "证据不足不捕，补充侦查提纲三条，公安已答复两条", "逄某杰", "合同诈骗",
        together(
            ARREST.do(-14, "accept", **HELD), ARREST.do(-12, "interview"),
            ARREST.whole(-7, "refuse_evidence", facts="{人}以转租商铺名义收取三名商户租金二十六万元，后商铺被业主收回。",
                         reasons="租金去向和{人}收款时是否知道将被收回，没有证据证明，现有证据不足以认定非法占有目的。", outline="on"),
            released(-7),
            MORE.do(-4, "hear", persons="邵勉", opinions="银行流水一周可以调回；业主在外地，需电话联系后约见。",
                adopted="已采纳，业主证言可以委托当地制作。"),
            MORE.do(-3, "itemise", items=(
                {"fact": "二十六万元租金的去向", "evidence": "{人}名下账户自收款之日起三个月的交易明细", "reason": "卷中只有收款记录，没有支出记录。",
                 "direction": "向开户银行调取，逐笔核对用途。", "standard": "加盖业务章的明细及资金流向图", "unit": "经侦大队"},
                {"fact": "{人}收款时是否知道商铺将被收回", "evidence": "业主的证言和催告函", "reason": "双方说法不一。",
                 "direction": "询问业主，提取催告函的寄送和签收记录。", "standard": "询问笔录及邮寄凭证", "unit": "经侦大队"},
                {"fact": "转租是否经业主同意", "evidence": "原租赁合同的备案和补充协议", "reason": "卷中合同缺少附页。",
                 "direction": "向房屋租赁管理部门查询。", "standard": "备案查询结果", "unit": "城东派出所"},
            )),
            MORE.whole(0, "send_t1", ahead=1, grounds="现有证据不足以认定{人}具有非法占有目的，请围绕资金去向和主观故意补充侦查。"),
            MORE.do(1, "assign", claimed_unit="经侦大队"),
            REFUSED.do(3, "no_objection"),
            MORE.do(12, "answer", item="1", reply="已调取三家银行流水，租金中十九万元用于支付上游租金和装修，六万余元用于个人消费，入卷第二卷12至25页。"),
            REFUSED.do(13, "progress", progress="已取保候审，正在按提纲补充侦查。"),
            MORE.do(20, "answer", item="2", status="part", reply="业主称曾口头告知，未能提供书面催告函。", why="业主所称微信记录因更换手机无法恢复。"),
        ),
        Due("supp_no_arrest", 20, "2个月"), makes=3,
    ),
    Affair(
        "R12", "没有犯罪事实不捕，超过十五日未撤案，期限检查代拟纠正违法通知书", "牟某胜", "职务侵占",
        together(
            ARREST.do(-8, "accept", **HELD), ARREST.do(-6, "interview"),
            ARREST.whole(0, "refuse_none", ground="no_fact", facts="{人}支取的十二万元系公司股东会决议同意预支的分红，有决议和记账凭证。",
                         reasons="没有犯罪事实，应当撤销案件。"),
            released(0, "released"),
        ),
        Due("no_arrest_15d", -2), makes=2, police=WEST, handler="jc.zhou", custody="detention", held=-12,
    ),
    Affair(
        "R13", "没有社会危险性不捕，公安要求复议，另行指派的检察官拟稿待检察长决定", "佘某军", "盗窃",
        together(
            ARREST.do(-13, "accept", **HELD), ARREST.do(-10, "interview"),
            ARREST.whole(-6, "refuse_no_danger", ahead=1, facts="{人}盗窃电动自行车电瓶两组，价值二千一百元，已退还被害人。",
                         reasons="系初犯，认罪认罚并已退赃，有固定住所和工作，没有社会危险性。"),
            released(-6),
            REFUSED.whole(0, "ask_reconsideration", grounds="{人}案发后曾更换住处，可能逃避侦查，符合逮捕条件。"),
            REFUSED.do(2, "uphold", **RECONSIDERED),
        ),
        Due("no_arrest_reconsider_decide", 3), makes=2, custody="detention", held=-17,
    ),
    Affair(
        "R14", "不捕复议维持，上一级院复核中", "亓某斌", "诈骗",
        together(
            ARREST.do(-26, "accept", **HELD), ARREST.do(-24, "interview"),
            ARREST.whole(-19, "refuse_evidence", facts="{人}以代办业务为名收取他人费用八万元，部分业务已经办理。",
                         reasons="{人}确有代办能力并已办成三笔，现有证据不足以证明其虚构事实。", outline=""),
            released(-19),
            REFUSED.whole(-14, "ask_reconsideration", grounds="{人}收款后更换号码，拒不退款，非法占有目的明显。"),
            REFUSED.whole(-5, "uphold", findings="经另行指派检察官审查，{人}更换号码系停机所致，其后仍以微信联系。", reasons="没有新的证据，原决定正确。"),
            REFUSED.whole(0, "ask_review", grounds="不服复议决定，现有证据足以认定其虚构业务渠道。"),
        ),
        Due("no_arrest_review_decide", 6), makes=2, police=WEST, handler="jc.zhou", custody="detention", held=-30,
    ),
    Affair(
        "R15", "不捕复议变更，批准逮捕，待公安执行", "耿某虎", "敲诈勒索",
        together(
            ARREST.do(-24, "accept", **HELD), ARREST.do(-22, "interview"),
            ARREST.whole(-17, "refuse_evidence", facts="{人}以举报相要挟收取他人现金三万元，被害人与其有债务往来。",
                         reasons="三万元的性质双方说法不一，证据不足。", outline=""),
            released(-17),
            REFUSED.whole(-12, "ask_reconsideration", grounds="已恢复双方通话录音，{人}明确以举报相要挟，与债务无关。"),
            REFUSED.whole(-1, "vary", ahead=3, findings="经审查新提交的通话录音和鉴定意见，{人}多次以举报相要挟，双方债务此前已经结清。",
                          reasons="有证据证明有犯罪事实，且有干扰证人作证的现实危险，原决定应当撤销。"),
        ),
        makes=3, custody="detention", held=-28,
    ),
    Affair(
        "R16", "不批准逮捕决定书昨日签收，待释放、送执行回执", "连某祥", "开设赌场",
        (
            *ARREST.do(-7, "accept", **HELD), *ARREST.do(-5, "interview"),
            *ARREST.whole(-1, "refuse_no_danger", ahead=1, facts="{人}受雇在棋牌室收取台费，参与时间十二日，获利一千八百元。",
                          reasons="系从犯，情节较轻，如实供述，没有社会危险性。", suggestion="可以对{人}监视居住。"),
        ),
        makes=2, custody="detention", held=-11,
    ),
    # ---------------------------------------------------------------------------------------------- 羁押必要性审查
    Affair(
        "R17", "羁押必要性审查剩一日", "戎某光", "非法经营",
        CUSTODY.do(0, "apply", variant="ten", source="application", complainant="戎某妻", grounds="患有严重糖尿病，需要长期治疗；已退缴违法所得。"),
        Due("cust_review_10d", 1), custody="arrest", held=-40,
    ),
    Affair(
        "R18", "建议变更强制措施，公安机关逾期未通知处理情况", "扈某平", "交通肇事",
        (
            *CUSTODY.do(-8, "apply", variant="ten", source="house", grounds="看守所认为{人}不适宜继续羁押。"),
            *CUSTODY.whole(0, "advise", advised="change", findings="{人}已与被害人家属达成调解协议并支付赔偿款，取得谅解。",
                           reasons="系过失犯罪，认罪认罚，事故责任已经认定，没有继续羁押的必要。"),
        ),
        Due("cust_advice_reply", -1), police=WEST, handler="jc.zhou", custody="arrest", held=-35,
    ),
    Affair(
        "R19", "继续羁押，已告知申请人，办结", "鄢某泉", "集资诈骗",
        (
            *CUSTODY.do(-24, "apply", variant="ten", source="application", complainant="鄢某弟", grounds="主要事实已经查清，愿意配合退赔。"),
            *CUSTODY.do(-17, "keep", findings="{人}名下尚有大额资金去向不明，两名同案人员在逃。",
                reasons="有毁灭证据、串供的现实危险，有继续羁押的必要。", receiver="鄢某弟"),
        ),
        Today(), custody="arrest", held=-60,
    ),
)  # fmt: skip
