"""One case from the detention to 检察意见: ten matters, each opened where the last one left off."""

from cases.demo.script import Affair, At, Due, On, Part, together

MEASURE, ARREST, MORE = Part("measure"), Part("arrest_review"), Part("supplementary")
CUSTODY, CHARGE = Part("custody_review"), Part("prosecution_review")
AFTER, ONWARD = Part("non_prosecution"), Part("follow_up")

DETAINED = (
    *MEASURE.do(-177, "register", variant="detention", began_at=At(-177, "06:40")),
    *MEASURE.whole(-177, "extend_thirty", ahead=0, ground="repeated", reasons="三次盗窃电缆，赃物去向和价值尚待查证，需要到外地收购点调取账册。"),
    *MEASURE.do(-176, "in_house", done_at=At(-177, "15:30")),
    *MEASURE.do(-176, "interrogate", done_at=At(-177, "16:40")),
    *MEASURE.do(-176, "tell_family", done_at=At(-177, "14:20")),
    *MEASURE.whole(-173, "request", ahead=1),
)
ARRESTED = (
    *ARREST.do(-173, "accept", detained="yes"),
    *ARREST.do(-171, "interview"),
    *ARREST.whole(
        -168, "approve", facts="{人}三次进入某物流园区，秘密窃取铜芯电缆，有监控录像、收购账册和其供述证明。",
        reasons="可能判处有期徒刑以上刑罚，案发后变卖赃物并与收购人员统一口径，采取取保候审不足以防止串供。", outline="on",
    ),
    *ARREST.do(-167, "execute", executed_on=On(-167)),
    *ARREST.whole(-165, "receipt", ahead=1),
    *MEASURE.whole(-165, "end", ahead=1, ended_on=On(-167), next_measure="arrest", next_began_at=At(-167, "15:30"), ended_reason="批准逮捕，变更为逮捕。"),
    *MEASURE.do(-165, "interrogate", done_at=At(-167, "17:10")),
    *MEASURE.do(-165, "tell_family", done_at=At(-167, "18:00")),
)  # fmt: skip
CONTINUED = (
    *MORE.do(-165, "hear", persons="邵勉", opinions="价格认定需约三周；收购点经营者在外地，可以委托当地公安机关询问。",
        adopted="已采纳，价格认定期限予以考虑。"),
    *MORE.do(-164, "itemise", items=(
        {"fact": "三次盗窃电缆的数量和价值", "evidence": "价格认定结论书", "reason": "现仅有被害单位自报的数额。",
         "direction": "会同被害单位清点后委托价格认定。",
         "standard": "逐次列明规格、长度和认定价格", "unit": "刑侦大队二中队"},
        {"fact": "收购人员是否明知系赃物", "evidence": "收购点账册和收购人员的证言", "reason": "赃物去向没有书证印证。",
         "direction": "调取账册，核对交易时间和付款方式。",
         "standard": "账册原件或者经核对的复印件", "unit": "刑侦大队二中队"},
    )),
    *MORE.whole(-162, "send_t2", ahead=1, grounds="{人}涉嫌盗窃一案已批准逮捕，请围绕数额和赃物去向继续侦查取证。"),
    *MORE.do(-161, "assign"),
    *MORE.do(-150, "answer", item="1", reply="经价格认定，三次被盗电缆价值合计一万一千四百元，结论书入卷第二卷31页。"),
    *MORE.do(-148, "answer", item="2", reply="已调取收购点账册，询问收购人员一名，称以废旧电缆名义收购，入卷第二卷40至46页。"),
    *MORE.whole(-145, "feedback", result="已按提纲补充完毕。"),
    *MORE.do(-143, "evaluate", verdict_1="met", verdict_2="met", overall="补充及时，价值认定清楚。"),
)
CHANGED = (
    *CUSTODY.do(-146, "apply", variant="ten", source="application", complainant="祁某母", grounds="已赔偿被害单位损失并取得谅解，母亲患病需要照料。"),
    *CUSTODY.whole(-141, "advise", advised="change", findings="{人}已退赔被害单位全部损失，取得谅解，认罪认罚；同案收购人员证言已经固定。",
                   reasons="主要证据已经收集固定，串供的可能性不大，变更强制措施不致发生社会危险性。"),
    *CUSTODY.whole(-136, "handle", outcome="changed"),
    *CUSTODY.do(-135, "close_released", receiver="祁某母", handled="本院建议变更强制措施，公安机关已变更为取保候审。"),
    *MEASURE.whole(-135, "end", ahead=1, ended_on=On(-136), next_measure="bail", next_began_at=At(-136, "16:00"),
                   ended_reason="采纳羁押必要性审查建议，变更为取保候审。"),
)  # fmt: skip
RETURNED = (
    *CHARGE.do(-95, "accept", plea="on"),
    *CHARGE.do(-94, "tell_counsel", told="祁某海"),
    *CHARGE.do(-78, "return_case", reasons="第二次盗窃仅有供述，现场指认与监控时间相差四小时，是否另有他人参与没有查清。"),
    *MORE.do(-77, "hear", persons="邵勉", opinions="园区东门监控已覆盖，可以调取门岗登记和周边店铺录像。", adopted="已采纳，相应修改侦查方向。"),
    *MORE.do(-76, "itemise", items=(
        {"fact": "第二次盗窃时{人}在现场", "evidence": "园区东门门岗登记和周边店铺录像", "reason": "指认时间与监控时间不一致。",
         "direction": "调取当晚十九时至二十四时的登记和录像。", "standard": "录像原件和提取笔录", "unit": "刑侦大队二中队"},
        {"fact": "是否有他人参与", "evidence": "{人}案发前后的通话记录", "reason": "装车需二人以上，供述称独自完成。",
         "direction": "调取通话清单，询问频繁联系人。", "standard": "通话清单及询问笔录", "unit": "刑侦大队二中队"},
    )),
    *MORE.whole(-73, "send_t3", grounds="第二次盗窃的时间、参与人员不清，证据不足。", suspects="{人}，男，1993年生，取保候审；不是人大代表、政协委员。"),
    *MORE.do(-72, "assign"),
    *MORE.do(-60, "answer", item="1", reply="已调取门岗登记和两家店铺录像，显示{人}当晚二十一时驾车进入，入卷第三卷5至9页。"),
    *MORE.do(-56, "answer", item="2", status="part", reply="已调取通话清单，频繁联系人为其兄，称不知情。", why="其兄所在地人员已外出务工，未能当面核实。"),
    *MORE.whole(-50, "return_done", result="已补充侦查完毕，重新移送审查起诉。"),
    *MORE.do(-46, "evaluate", verdict_1="met", verdict_2="impossible", overall="在场事实已经查清，其余无法补正的不影响认定。"),
)
SETTLED = (
    *CHARGE.whole(
        -24, "not_pros_discretion", ahead=4, person="{人}，男，1993年生，青江区居民，个体运输户；取保候审。",
        facts="{人}三次盗窃铜芯电缆，价值一万一千四百元，已退赔并取得谅解，认罪认罚。",
        reasons="犯罪情节轻微，具有自首、退赔、认罪认罚情节，依照《中华人民共和国刑法》第三十七条不需要判处刑罚。",
        measure="bail", seized="on", property_words="扣押的作案货车一辆，通知公安机关解除扣押，予以发还。", victim="on", conditions="责令具结悔过。",
    ),
    *AFTER.do(-23, "serve_parties", parties_served_on=On(-23)),
    *AFTER.whole(-22, "notify_unfreeze", ahead=1, contents="作案货车一辆（扣押清单第1项），予以发还。"),
    *AFTER.do(-22, "transfer_case", facts="{人}三次盗窃电缆，价值一万一千四百元，已退赔。", advice="违反治安管理，建议由公安机关给予行政处罚。"),
    *AFTER.whole(-21, "report_release", ahead=1, released_on=On(-23)),
    *MEASURE.whole(-21, "end", ahead=1, ending="lifted", ended_on=On(-23), ended_reason="检察机关决定不起诉，解除取保候审。"),
    *AFTER.whole(-20, "report_unfreeze", ahead=1, unfrozen_on=On(-21)),
    *ONWARD.do(-14, "accept"),
    *AFTER.do(-12, "no_objection"),
    *AFTER.do(-10, "conclude"),
    *ONWARD.whole(
        0, "opinion_to_police", ahead=5, person="{人}，男，1993年生，青江区居民。", facts="{人}三次盗窃电缆，价值一万一千四百元，经检察机关决定不起诉。",
        law="《中华人民共和国治安管理处罚法》关于盗窃的规定", advice="对{人}应当依法给予行政处罚，并将处理结果书面通知本院。",
        measures="已具结悔过、赔偿损失并取得谅解。", property_words="作案货车已解除扣押。",
    ),
)  # fmt: skip

AFFAIRS: tuple[Affair, ...] = (
    Affair(
        "W01", "一案到底：拘留、批捕、继续侦查、变更取保、退查、酌定不起诉、反向衔接，待公安机关回复检察意见", "祁某海", "盗窃",
        together(DETAINED, ARRESTED, CONTINUED, CHANGED, RETURNED, SETTLED),
        Due("opinion_reply", 6), makes=10,
    ),
)  # fmt: skip
