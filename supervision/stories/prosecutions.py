"""审查起诉, 补充侦查, 不诉跟踪 and 行刑反向衔接: returns with half-answered outlines, decisions contested, opinions to be answered."""

from typing import Any

from cases.demo.people import WEST
from cases.demo.script import Affair, Due, On, Part, Step, Today, together

CHARGE, MORE, AFTER, ONWARD, LEFT_OUT = (
    Part("prosecution_review"), Part("supplementary"), Part("non_prosecution"), Part("follow_up"), Part("leak")
)  # fmt: skip


def accepted(day: int, **more: Any) -> tuple[Step, ...]:
    """Received from the police; the suspect told of counsel on the next day."""
    return (*CHARGE.do(day, "accept", **more), *CHARGE.do(day + 1, "tell_counsel"))


COPPER = (
    {"fact": "{人}参与第三次作案", "evidence": "案发当晚高速公路出入口的通行记录和照片", "reason": "仅有同案人一人指认。",
     "direction": "向高速公路管理单位调取二十二时至次日四时的记录。", "standard": "记录原件和提取笔录", "unit": "刑侦大队"},
    {"fact": "变压器铜芯的重量和价值", "evidence": "重新称量记录和价格认定结论书", "reason": "原认定以出厂参数推算，没有实物称量。",
     "direction": "对追回的铜芯称量，未追回的由供电单位出具参数。", "standard": "分次列明", "unit": "刑侦大队"},
    {"fact": "是否影响供电安全", "evidence": "供电单位出具的停电时间、范围说明", "reason": "涉及是否构成破坏电力设备罪。",
     "direction": "向供电单位查询。", "standard": "加盖公章的书面说明", "unit": "城东派出所"},
)  # fmt: skip
ADS = (
    {"fact": "虚假广告的投放数量和获利", "evidence": "广告平台后台投放数据和结算记录", "reason": "供述与账册不一致。",
     "direction": "向平台运营单位调取，作电子数据检验。", "standard": "检验报告", "unit": "网安大队"},
    {"fact": "{人}对产品没有功效是否明知", "evidence": "{人}与供货人的聊天记录", "reason": "手机尚未勘验。",
     "direction": "勘验扣押的手机。", "standard": "勘验笔录和截图", "unit": "网安大队"},
)  # fmt: skip
PERSON = "{人}，男，1988年生，青江区居民，务工人员。"
SOON_EXTENDED = "案件涉及七起事实，被害人分散在外地，其中两起的被害人陈述尚待核实，一个月以内不能作出决定。"

AFFAIRS: tuple[Affair, ...] = (
    # ---------------------------------------------------------------------------------------------- 审查起诉
    Affair(
        "P01", "审查起诉剩二日，延长十五日待检察长批准", "崔某勇", "抢夺",
        (*accepted(0), *CHARGE.do(25, "extend", reasons=SOON_EXTENDED)),
        Due("prosecute_review", 2), custody="arrest", held=-60,
    ),
    Affair(
        "P02", "一次退查逾期二日未移送，期限检查代拟要求说明理由", "段某强", "虚假广告",
        together(
            accepted(-24),
            CHARGE.do(-7, "return_case", reasons="投放数量、获利数额和主观明知没有查清。"),
            MORE.do(-6, "hear", persons="许牧", opinions="平台数据需出具调证文书，约二十日返回。", adopted="已采纳。"),
            MORE.do(-5, "itemise", items=ADS),
            MORE.whole(0, "send_t3", ahead=1, grounds="投放数量、获利数额和主观明知没有查清，证据不足。",
                       suspects="{人}，男，1985年生，取保候审；不是人大代表、政协委员。"),
            MORE.do(2, "assign", claimed_unit="网安大队"),
            MORE.do(16, "answer", item="1", reply="已调取平台数据，投放四百余次，结算收入三十一万元，检验报告入卷第三卷。"),
        ),
        Due("supp_return", -2), makes=2, police=WEST, handler="jc.zhou", custody="bail", held=-120,
    ),
    Affair(
        "P03", "第二次退查，只列尚未补齐的条目，剩约六日，公安已答复一条", "侯某广", "盗窃",
        together(
            accepted(-82),
            CHARGE.do(-64, "return_case", reasons="第三次作案的参与人员和涉案铜芯的价值没有查清。"),
            MORE.do(-63, "hear", persons="邵勉", opinions="通行记录可以调取；铜芯已部分熔炼，称量有困难。",
                adopted="已采纳，未追回部分以供电单位参数为准。"),
            MORE.do(-62, "itemise", items=COPPER),
            MORE.whole(-59, "send_t3", ahead=1, grounds="第三次作案的参与人员和涉案铜芯的价值没有查清，证据不足。",
                       suspects="{人}，男，1990年生，已逮捕；不是人大代表、政协委员。"),
            MORE.do(-58, "assign", claimed_unit="刑侦大队"),
            MORE.do(-49, "answer", item="1", reply="已调取通行记录，{人}驾驶的车辆于当晚二十三时驶出，入卷第三卷2页。"),
            MORE.do(-45, "answer", item="2", status="part", reply="已对追回的铜芯称量并重新认定价值。", why="供电单位正在查找出厂参数。"),
            MORE.do(-40, "answer", item="3", status="part", reply="供电单位口头答复停电约四小时。", why="书面说明尚未出具。"),
            MORE.whole(-32, "return_done", result="已补充侦查完毕，重新移送审查起诉。"),
            MORE.do(-26, "evaluate", verdict_1="met", verdict_2="unmet", remark_2="缺未追回部分的出厂参数和价值。",
                    verdict_3="unmet", remark_3="缺供电单位的书面说明，是否构成破坏电力设备罪仍不能确定。"),
            CHARGE.do(-8, "return_case", reasons="未追回铜芯的价值和是否影响供电安全仍未查清，涉及罪名认定。"),
            MORE.do(-6, "hear", persons="邵勉", opinions="参数已经查到，书面说明正在用印。", adopted="已采纳。"),
            MORE.whole(0, "send_t3", ahead=1, grounds="未追回铜芯的价值和是否影响供电安全仍未查清，证据不足。",
                       suspects="{人}，男，1990年生，已逮捕；不是人大代表、政协委员。"),
            MORE.do(2, "assign", claimed_unit="刑侦大队"),
            MORE.do(15, "answer", item="1", reply="供电单位已提供出厂参数，价格认定结论书补充认定未追回部分价值八千二百元，入卷第四卷。"),
        ),
        Due("supp_return", 6), makes=3, custody="arrest", held=-140,
    ),
    Affair(
        "P04", "速裁案件审查起诉，今天届满", "万某和", "危险驾驶",
        accepted(0, plea="on", fast="on"), Due("prosecute_review_fast", 0), police=WEST, handler="jc.zhou",
        custody="bail", held=-30,
    ),
    Affair(
        "P05", "已提起公诉，发现漏犯，要求补充移送起诉，剩五日", "钟某宝", "聚众斗殴",
        together(
            accepted(-40),
            CHARGE.do(-15, "prosecute", prosecuted_on=On(-15), indictment_number="青检刑诉〔{年}〕61号", court="青江区人民法院（演示）",
                prosecuted_charge="聚众斗殴", custody="heavier"),
            CHARGE.do(-14, "demand_leak", sort="accomplice", subject="钟某禄", charge="聚众斗殴",
                facts="三名同案人均供述钟某禄召集人员并提供器械，起诉意见书未列。"),
            LEFT_OUT.whole(0, "request_submission", ahead=3, demand="submit", facts="三名同案人均供述钟某禄召集人员并提供器械，有微信群聊天记录印证。",
                           reasons="钟某禄系首要分子，应当移送起诉而未移送。"),
        ),
        Due("leak_pros_request", 5, "15日"), makes=2, custody="arrest", held=-110,
    ),
    # ---------------------------------------------------------------------------------------------- 不诉跟踪
    Affair(
        "P06", "二次退查后存疑不起诉，公安要求复议；行政检察中止审查", "田某义", "故意伤害",
        together(
            accepted(-28, earlier_court="白石区人民检察院（演示）", earlier_returns="2"),
            CHARGE.whole(-6, "not_pros_doubt", person=PERSON, facts="{人}与他人在夜市发生厮打，对方左侧肋骨骨折，经鉴定为轻伤二级。",
                         reasons="经二次退回补充侦查，伤情系何人造成仍没有证据证明，证据不足，不符合起诉条件。",
                         measure="bail", victim="on"),
            AFTER.do(-6, "serve_parties", parties_served_on=On(-6)),
            AFTER.do(-5, "transfer_case", facts="{人}参与厮打，造成他人轻伤的后果不能认定系其所为。", advice="是否给予治安管理处罚，请行政检察部门审查。"),
            ONWARD.do(-4, "accept"),
            AFTER.whole(-3, "report_release", ahead=1, released_on=On(-5)),
            AFTER.whole(0, "ask_reconsideration", grounds="现场证人辨认{人}击打对方左胸，足以认定。"),
            ONWARD.do(1, "suspend"),
        ),
        Due("non_pros_reconsider_decide", 9), makes=3, police=WEST, handler="jc.zhou", custody="bail", held=-90,
    ),
    Affair(
        "P07", "法定不起诉，今天应当释放，解除扣押剩两日", "石某根", "失火",
        together(
            accepted(-21),
            CHARGE.whole(-1, "not_pros_statutory", ground="no_fact", person=PERSON, facts="{人}承包的林地边缘起火，过火面积四亩。",
                         reasons="起火原因经复核为输电线路短路，{人}没有犯罪事实。",
                         measure="custody", seized="on", property_words="扣押的割灌机一台，通知解除扣押。"),
            AFTER.whole(0, "notify_unfreeze", ahead=1, contents="割灌机一台（扣押清单第1项），予以发还。"),
        ),
        makes=2, custody="arrest", held=-70,
    ),
    Affair(
        "P08", "酌定不起诉经复议维持，上一级院复核中", "樊某业", "非法狩猎",
        together(
            accepted(-78, plea="on"),
            CHARGE.whole(-54, "not_pros_discretion", ahead=3, person=PERSON, facts="{人}在禁猎期使用捕鸟网捕获野生鸟类九只，均已放生。",
                         reasons="犯罪情节轻微，认罪认罚并缴纳生态修复费用，依照《中华人民共和国刑法》第三十七条不需要判处刑罚。",
                         measure="none", conditions="责令具结悔过。"),
            AFTER.do(-53, "serve_parties", parties_served_on=On(-53), served="被不起诉人"),
            AFTER.do(-53, "transfer_case", facts="{人}在禁猎期使用禁用工具猎捕野生鸟类九只。", advice="建议由林业主管部门给予行政处罚。"),
            ONWARD.do(-51, "accept"),
            AFTER.whole(-48, "ask_reconsideration", grounds="{人}此前曾因同类行为受过行政处罚，不属于情节轻微。"),
            ONWARD.do(-47, "suspend"),
            AFTER.whole(-6, "uphold", ahead=4, findings="经另行指派检察官审查，此前处罚系五年前，案发后积极修复，没有造成野生动物死亡。",
                reasons="原决定适用法律正确，处理适当。"),
            AFTER.whole(0, "ask_review", grounds="不服复议决定，{人}系再次实施同类违法行为，应当提起公诉。"),
        ),
        Due("non_pros_review_decide", 12), makes=3,
    ),
    Affair(
        "P09", "未成年人附条件不起诉，考验期剩二十日", "凌某晨", "盗窃",
        together(
            accepted(-24, plea="on", minor="on"),
            CHARGE.whole(
                1, "not_pros_conditional", ahead=4, person="{人}，男，2009年生，在校学生；取保候审。",
                    facts="{人}两次盗窃便利店商品，价值二千三百元，监护人已全部退赔。",
                reasons="{人}系初犯，案发后主动坦白，监护人具备监护条件，学校愿意配合考察。",
                measure="bail", victim="on", fit=("chapters", "one_year", "fit", "remorse"), heard=("police", "victim", "minor"),
                probation="6个月", duties="遵守法律法规，服从监督；按月报告学习情况；未经批准不得离开所居住的市。",
            ),
            AFTER.do(2, "serve_parties", parties_served_on=On(2), served="被害人、{人}及其法定代理人、辩护人"),
            AFTER.whole(3, "report_release", ahead=1, released_on=On(2)),
            AFTER.do(14, "no_objection_conditional"),
        ),
        Due("cond_non_pros_probation", 20), makes=2, police=WEST, handler="jc.zhou", custody="bail", held=-60,
    ),
    # ---------------------------------------------------------------------------------------------- 调取证据、合法性说明
    Affair(
        "P10", "调取证据材料，今天届满，两条中答复一条", "虞某刚", "信用卡诈骗",
        together(
            MORE.do(-3, "outline", variant="T4", items=(
                {"fact": "银行两次有效催收", "evidence": "催收录音和寄送凭证", "reason": "卷中只有催收记录表。", "direction": "向发卡银行调取。",
                 "standard": "录音光盘及邮寄签收凭证", "unit": "经侦大队"},
                {"fact": "透支本金数额", "evidence": "剔除利息、费用后的本金明细", "reason": "起诉意见书认定的数额含利息。",
                 "direction": "请发卡银行出具说明。",
                 "standard": "逐笔列明", "unit": "经侦大队"},
            )),
            MORE.do(-2, "hear", persons="邵勉", opinions="录音由银行总行保存，调取约需五日。", adopted="已采纳。"),
            MORE.whole(0, "send_t4", ahead=1, days="7", grounds="恶意透支的催收次数和本金数额，现有证据不足以认定。",
                       purpose="证明恶意透支的催收次数和本金数额"),
            MORE.do(1, "assign", claimed_unit="经侦大队"),
            MORE.do(4, "answer", item="2", reply="发卡银行已出具本金明细，剔除利息后为四万一千元，入卷第二卷。"),
        ),
        Due("evidence_request", 0, "7日"), custody="bail", held=-100,
    ),
    Affair(
        "P11", "证据收集合法性已说明，待逐条评价", "裘某山", "运输毒品",
        together(
            MORE.do(-16, "outline", variant="T6", items=(
                {"fact": "首次讯问的起止时间和地点", "evidence": "讯问全程录音录像和提讯登记", "reason": "笔录载明时间与入所时间相差三小时。",
                 "direction": "提供录音录像原件，说明入所前的活动。", "standard": "录音录像完整，登记与笔录一致", "unit": "禁毒大队"},
                {"fact": "毒品称量、取样过程", "evidence": "称量、取样的录像和见证人情况说明", "reason": "称量笔录没有见证人签名。",
                 "direction": "说明未签名的原因。", "standard": "由见证人和侦查人员签名的说明", "unit": "禁毒大队"},
            )),
            MORE.do(-15, "hear", persons="许牧", opinions="录像保存完整，可以三日内提供。", adopted="已采纳。"),
            MORE.whole(-13, "send_t6", ahead=1, days="5", grounds="辩护人提出首次供述系疲劳讯问取得，请书面说明证据收集的合法性。"),
            MORE.do(-12, "assign", claimed_unit="禁毒大队"),
            MORE.do(-10, "answer", item="1", reply="已提供讯问全程录音录像，入所前在办案区等待体检，无讯问，见办案区登记。"),
            MORE.do(-10, "answer", item="2", status="part", reply="已提供称量录像。", why="见证人已离开本市，签名说明待补。"),
            MORE.whole(-8, "explain_legality", ahead=1, statement="首次讯问在看守所讯问室进行，全程同步录音录像，没有疲劳讯问、刑讯逼供。",
                signers="许牧、唐以恒"),
        ),
        police=WEST, handler="jc.zhou", custody="arrest", held=-95,
    ),
    # ---------------------------------------------------------------------------------------------- 行刑反向衔接
    Affair(
        "P12", "行政检察审查剩约两日，向主管机关的检察意见书待检察长签发", "缪某芳", "生产、销售不符合安全标准的食品",
        (
            *ONWARD.do(0, "register", by="jc.zhuang", sort="discretion", decision_number="青检刑不诉〔{年}〕17号", decided_on=On(-2), accepted_on=On(0),
                       facts="{人}制售的卤制品检出超标亚硝酸盐，货值一千四百元，已召回销毁。", advice="建议由市场监督管理部门给予行政处罚。"),
            *ONWARD.do(9, "opinion_to_agency", receiver="青江区市场监督管理局（演示）", person="{人}，女，1979年生，个体经营者。",
                       facts="{人}制售的卤制品检出超标亚硝酸盐，货值一千四百元。",
                           law="《中华人民共和国食品安全法》关于禁止生产经营不符合食品安全标准的食品的规定",
                       advice="对{人}应当依法给予行政处罚，并将处理结果书面通知本院。", property_words="没有查封、扣押、冻结的财物。"),
        ),
        Due("rev_review", 2), has_case=False,
    ),
    Affair(
        "P13", "主管机关已处罚并回函，待登记涉案财物", "宗某海", "非法捕捞水产品",
        (
            *ONWARD.do(-66, "register", by="jc.zhuang", sort="discretion", decision_number="青检刑不诉〔{年}〕9号", decided_on=On(-68), accepted_on=On(-66),
                       facts="{人}在禁渔期使用地笼网捕捞渔获物三十一公斤。", advice="建议由农业农村主管部门给予行政处罚。"),
            *ONWARD.sent(-58, "opinion_to_agency", receiver="青江区农业农村局（演示）", person="{人}，男，1966年生，青江区居民。",
                         facts="{人}在禁渔期使用禁用渔具捕捞渔获物三十一公斤。", law="《中华人民共和国渔业法》第三十八条",
                         advice="对{人}应当依法给予行政处罚，并将处理结果书面通知本院。", property_words="地笼网十二条随案移送。"),
            *ONWARD.do(-56, "receive"),
            *ONWARD.do(-5, "reply_agency", handled="punished", amount="3000", handled_words="已作出行政处罚决定，罚款三千元，没收地笼网。",
                       reply_number="青农函〔{年}〕33号（演示）"),
        ),
        has_case=False,
    ),
    Affair(
        "P15", "检察意见已送达主管机关，待回复，剩约十日", "雍某泰", "滥伐林木",
        (
            *ONWARD.do(-12, "register", by="jc.zhuang", sort="discretion", decision_number="青检刑不诉〔{年}〕12号", decided_on=On(-14),
                accepted_on=On(-12),
                       facts="{人}超出采伐许可证载明的数量采伐杨树，蓄积三点二立方米，已补种。", advice="建议由林业主管部门给予行政处罚。"),
            *ONWARD.sent(-2, "opinion_to_agency", receiver="青江区林业局（演示）", person="{人}，男，1971年生，青江区居民。",
                         facts="{人}超出采伐许可证载明的数量采伐杨树，蓄积三点二立方米。", law="《中华人民共和国森林法》第七十六条",
                         advice="对{人}应当依法给予行政处罚，并将处理结果书面通知本院。", property_words="没有查封、扣押、冻结的财物。"),
            *ONWARD.do(0, "receive"),
        ),
        Due("opinion_reply", 10), has_case=False, handler="jc.zhou",
    ),
    Affair(
        "P14", "公安机关已行政处罚，涉案财物已登记，办结", "戴某平", "寻衅滋事",
        (
            *ONWARD.do(-90, "register", by="jc.zhuang", sort="discretion", decision_number="青检刑不诉〔{年}〕6号", decided_on=On(-93), accepted_on=On(-90),
                       facts="{人}酒后损坏烧烤店桌椅，损失一千一百元，已赔偿。", advice="建议由公安机关给予治安管理处罚。"),
            *ONWARD.whole(-80, "opinion_to_police", person="{人}，男，1997年生，务工人员。", facts="{人}酒后任意损毁他人财物，价值一千一百元。",
                          law="《中华人民共和国治安管理处罚法》关于寻衅滋事的规定", advice="对{人}应当依法给予行政处罚，并将处理结果书面通知本院。"),
            *ONWARD.whole(-45, "reply_police", handled="punished", amount="500", handled_words="已作出行政处罚决定，行政拘留五日，并处罚款五百元。",
                detained_days="5"),
            *ONWARD.do(-40, "record_property", property_words="没有查封、扣押、冻结的财物。"),
            *ONWARD.do(-39, "close_punished", reasons="处罚适当，已送达被害人。"),
        ),
        Today(), has_case=False, police=WEST, handler="jc.zhou",
    ),
)  # fmt: skip
