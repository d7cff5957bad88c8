"""分支A 应当立案而不立案: from the lead to the notice, and what happens when nobody answers."""

from cases.demo.people import FOREST, WEST
from cases.demo.script import Due, Step
from supervision.stories.filing import Story, asked, drafted, issued, opened, sent_in, served

AGREED = "告知办案单位"

STORIES: tuple[Story, ...] = (
    Story("A01", "线索审查，剩三日", "A", "contract", "魏某成", "郝某兰", opened(0, "register"), Due("complaint_7d", 3)),
    Story(
        "A02", "群众来信，程序性答复今天届满", "A", "injury", "佟某峰", "葛某秀",
        (Step(0, "register", {"is_letter": "on"}, who="jc.shen"), Step(1, "reassign", {"to": "jc.zhou"}, reason="来信分案")),
        Due("letter_procedural_7d", 0), WEST, "jc.zhou", {"source": "letter"},
    ),
    Story(
        "A03", "答复控告人：公安决定正确", "A", "theft", "宁某波", "费某华",
        (*opened(-12, "register", who="jc.shen"), Step(-7, "reply_correct")), police=WEST,
    ),
    Story("A04", "不属本院管辖，移送", "A", "wages", "蒙某庆", "某县人力资源和社会保障局",
          (*opened(-20, "register"), Step(-16, "not_ours")), handler="jc.zhou"),
    Story("A05", "无监督必要", "A", "goods", "阮某良", "某区市场监督管理局", (*opened(-40), Step(-30, "no_need")), police=WEST),
    Story(
        "A06", "撤销上一步后重新拟稿，待检察长签发", "A", "embezzle", "岑某远", "某商贸有限公司",
        (*opened(-9), *issued(-6, "request_a"), Step(-6, "undo", reason="案由表述有误"), *drafted(-2, "request_a", who="jc.li")),
    ),
    Story(
        "A07", "稿件退回修改", "A", "network", "卞某飞", "",
        (*opened(-6), *drafted(-4, "request_a"), Step(-1, "return", reason="请补充资金流转的时间节点，并核对银行卡数量。")),
        handler="jc.zhou", police=WEST,
    ),
    Story("A08", "送达一日未签收", "A", "privacy", "龚某超", "人大代表移交群众", (*opened(-5), *issued(-1, "request_a"))),
    Story("A09", "送达三日未签收", "A", "judgment", "殷某明", "青江区人民法院", (*opened(-8), *issued(-3, "request_a")),
          police=WEST, handler="jc.zhou"),
    Story("A10", "送达七日未签收", "A", "farmland", "谷某亮", "", (*opened(-12), *issued(-7, "request_a"))),
    Story(
        "A11", "待公安说明理由，剩五日，已交办案民警", "A", "contract", "尚某杰", "骆某芳",
        (*asked(0), Step(1, "reassign", {"to": "ga.shao"}, who="ga.fang", reason=AGREED)), Due("explain_no_filing", 5), has_case=True,
    ),
    Story("A12", "待公安说明理由，今天届满", "A", "theft", "柏某强", "穆某英", asked(0), Due("explain_no_filing", 0), WEST, "jc.zhou"),
    Story(
        "A13", "说明理由已超期，公安稿件待负责人批准", "A", "injury", "臧某辉", "娄某珍",
        (*asked(0), *drafted(8, "explain", who="ga.shao")), Due("explain_no_filing", -2),
    ),
    Story(
        "A14", "说明理由严重超期，已经督促", "A", "embezzle", "闵某凯", "某物流有限公司",
        (*asked(0), Step(10, "press"), Step(11, "receive")), Due("explain_no_filing", -13), WEST, "jc.zhou",
    ),
    Story(
        "A15", "逾期三日说明理由，待案管签收", "A", "wages", "屈某安", "青江区人力资源和社会保障局",
        (*asked(0), Step(9, "explain"), Step(10, "sign")), Due("explain_no_filing", -4),
    ),
    Story(
        "A16", "审查理由，调查核实中", "A", "judgment", "麻某刚", "青江区人民法院",
        (*asked(-5), *sent_in(0, "explain"), Step(3, "verify"), Step(4, "receive")), Due("review_explanation", 2, "10日"),
        has_case=True,
    ),
    Story(
        "A17", "理由成立，待告知控告人", "A", "goods", "邰某新", "青江区市场监督管理局",
        (*asked(-14), *sent_in(-9, "explain"), Step(0, "reasons_hold_a"), Step(1, "receive")), Due("inform_reason_ok", 3), WEST,
    ),
    Story(
        "A18", "理由成立，已告知，办结", "A", "network", "晏某龙", "季某荣",
        (*asked(-40), *sent_in(-35, "explain"), Step(-28, "reasons_hold_a"), Step(-27, "receive"), Step(-24, "inform")),
        handler="jc.zhou",
    ),
    Story(
        "A19", "逾期不说明，依现有材料通知立案，待公安立案", "A", "mining", "桑某海", "青江区自然资源局",
        (*asked(-30), *served(0, "notify_filing_silent")), Due("file_after_notice", 6), has_case=True,
    ),
    Story(
        "A20", "立案超期，期限检查代拟纠正违法通知书", "A", "contract", "聂某东", "禹某梅",
        (*asked(-22), *sent_in(-17, "explain"), *served(0, "notify_filing")), Due("file_after_notice", -1), WEST, has_case=True,
    ),
    Story(
        "A21", "通知立案书被拒收，退回审查理由", "A", "privacy", "鲍某伟", "潘某君",
        (*asked(-14), *sent_in(-8, "explain"), *issued(-3, "notify_filing"),
         Step(-1, "refuse", reason="文书所附证据材料缺少第二项，请补齐后重新送达。")),
    ),
    Story(
        "A22", "纠正违法，待公安回复", "A", "farmland", "隋某军", "青江区自然资源局",
        (*asked(-55), *sent_in(-50, "explain"), *served(-42, "notify_filing"), *served(0, "correct")),
        Due("correction_reply", 4, "15日"), WEST, "jc.zhou",
    ),
    Story(
        "A23", "公安回复不予纠正，审查回复", "A", "injury", "简某兵", "盛某玲",
        (*asked(-68), *sent_in(-63, "explain"), *served(-53, "notify_filing"), *served(-18, "correct"),
         Step(-6, "reply_correction"), Step(-5, "sign"), Step(-4, "receive")),
    ),
    Story(
        "A24", "纠正违法逾期不复，期限检查代拟报告", "A", "theft", "迟某磊", "时某丽",
        (*asked(-60), *sent_in(-55, "explain"), *served(-45, "notify_filing"), *served(0, "correct")),
        Due("correction_reply", -3, "15日"),
    ),
    Story(
        "A25", "报上一级院，待上一级院签收", "A", "embezzle", "冷某文", "某科技有限公司",
        (*asked(-100), *sent_in(-95, "explain"), *served(-85, "notify_filing"), *served(-45, "correct"),
         *issued(-2, "escalate")), police=WEST,
    ),
    Story(
        "A26", "上一级院已协商，待公安纠正", "A", "judgment", "展某平", "青江区人民法院",
        (*asked(-125), *sent_in(-120, "explain"), *served(-110, "notify_filing"), *served(-68, "correct"),
         *served(-38, "escalate"), Step(-20, "negotiate")), handler="jc.zhou",
    ),
    Story(
        "A27", "撤回函撤回后更正案由，重新要求说明理由", "A", "contract", "宣某利", "邬某霞",
        (*asked(-16), Step(-12, "withdraw", reason="通知书所写案由有误。"), Step(-11, "receive"),
         Step(-10, "amend", {"target": "detail.charge", "value": "诈骗"}, reason="控告材料反映的是诈骗，登记时误作合同诈骗。"),
         *served(-2, "request_a")), handler="jc.zhou",
    ),
    Story(
        "A28", "转办，并移送侦查人员涉嫌犯罪线索", "A", "goods", "苗某勇", "青江区市场监督管理局",
        (*opened(-15), Step(-10, "reassign", {"to": "jc.wang"}, reason="原承办人参加集中培训"), *drafted(-5, "found_crime"),
         Step(-4, "sign")), police=WEST, handler="jc.zhou",
    ),
    Story(
        "A29", "纸质办理：森林公安，待公安立案", "A", "timber", "霍某根", "青江区林业局",
        (*opened(-25), *drafted(-23, "request_a"), Step(-22, "sign"), Step(-20, "receive", paper=0), Step(-15, "explain", paper=0),
         *drafted(-5, "notify_filing"), Step(-3, "sign"), Step(0, "receive", paper=0)),
        Due("file_after_notice", 2), FOREST,
    ),
    Story(
        "A30", "公安对纠正违法通知书申请复查，另行指派的检察官复查中", "A", "theft", "逄某涛", "初某华",
        (*asked(-50), *sent_in(-45, "explain"), *served(-32, "notify_filing"), *served(-8, "correct"), *sent_in(0, "ask_recheck")),
        Due("correction_recheck", 4), WEST, "jc.zhou",
    ),
    Story(
        "A31", "复查维持后上一级院审查认为错误，待执行撤销", "A", "goods", "亢某文", "青江区市场监督管理局",
        (*asked(-110), *sent_in(-105, "explain"), *served(-95, "notify_filing"), *served(-60, "correct"), *sent_in(-52, "ask_recheck"),
         *served(-46, "recheck_upholds"), Step(-44, "receive"), *served(-5, "superior_orders")),
    ),
)  # fmt: skip
