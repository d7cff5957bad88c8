"""提前介入: a night's request taken up by whoever is on duty, followed to 批准逮捕; and one story for each other way it goes.

All persons, cases and numbers are invented, and marked （演示）.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.demo.people import MARK, WEST
from cases.demo.playing import Player
from cases.demo.repertoire import learn
from cases.demo.script import Affair, At, Course, InARow, Part, Who, together

JOIN, MEASURE, ARREST = Part("early_intervention"), Part("measure"), Part("arrest_review")


def opinion(topic: str, words: str, wanted: str, **more: Any) -> dict[str, Any]:
    """One opinion, affirmed as 必要、明确、可行."""
    return {"topic": topic, "opinion": words, "wanted": wanted, "necessary": "on", "clear": "on", "feasible": "on", **more}


ASSAULT = (
    opinion("evidence", "提取案发酒店走廊、电梯、大堂的监控录像。", "录像原件、提取笔录，覆盖当晚二十时至次日六时"),
    opinion("evidence", "对被害人衣物、床单提取检材送检。", "检材提取笔录和鉴定意见"),
    opinion("evidence", "提取双方案发前后的聊天记录和通话清单。", "提取笔录、校验值一致，附见证人签名"),
    opinion("procedure", "由女性侦查人员补充询问被害人一次，不重复询问经过。", "同步录音录像，写明精神状态和反抗情况"),
    opinion("nature", "查清被害人饮酒数量和当时的辨认、控制能力。", "同桌人员证言、消费记录与监控相互印证"),
    opinion("legality", "首次讯问笔录起止时间与录音录像不一致，请补正或者说明。", "书面说明，由侦查人员签名"),
    opinion("evidence", "对酒店前台手持终端作电子数据勘验。", "勘验笔录，或者说明无须勘验的理由"),
)  # fmt: skip
ASSAULT_ANSWERS = (
    ("done", "已提取三处监控，时长共三十二小时，入证据卷第二卷3至6页。"),
    ("done", "已送检，检出{人}的生物成分，鉴定意见入卷。"),
    ("done", "已提取双方手机数据，校验值与清单一致。"),
    ("done", "已由女民警询问，同步录音录像时长五十一分钟。"),
    ("part", "已询问同桌四人，消费记录已调取；另一人在外地，已发协查函，尚未回函。"),
    ("done", "系笔录起始时间误记，已补正并由两名侦查人员签名说明。"),
    ("refused", "前台手持终端只用于登记房号，不存储影像；入住登记已由酒店系统导出并核对，现阶段不再勘验。"),
)  # fmt: skip
FRAUD = (
    opinion("evidence", "提取三部扣押手机中的聊天记录。", "提取笔录、清单、校验值一致，附见证人签名"),
    opinion("evidence", "调取十四个收款账户的交易明细，与被害人转账逐笔对应。", "列出对应表，缺口说明来源"),
    opinion("nature", "查清邓某宇、祁某松何时知道资金来源，区分诈骗共犯与帮助信息网络犯罪活动。", "供述与聊天记录能够相互印证"),
    opinion("evidence", "核实未报案的六名被害人。", "逐人制作询问笔录，不能找到的说明情况"),
    opinion("legality", "首次讯问未附全程同步录音录像，请补正或者说明。", "录音录像或者书面说明"),
    opinion("evidence", "勘验境外服务器。", "远程勘验笔录"),
    opinion("law", "数额按查证属实的转账认定，未查实的不计入。", "提请批准逮捕书列明数额构成"),
)  # fmt: skip
FRAUD_ANSWERS = (
    ("done", "三部均已提取，清单及校验值入证据卷第二卷15至38页。"),
    ("done", "十四个账户已调回，对应三十一笔，二十八万六千四百元。"),
    ("done", "二人分别于七月三日、八月十五日加入培训群，供述与记录一致。"),
    ("part", "已核实四人；二人在外省，已发协查函，尚未回函。"),
    ("done", "录音录像已补附，时长一小时四十二分，与笔录起止时间一致。"),
    ("refused", "服务器已关停，现阶段不具备勘验条件；以境内缓存数据和三名被害人留存页面替代。"),
    ("done", "按二十八万六千四百元认定，未查实的五万二千元未计入。"),
)  # fmt: skip


def answers(days: tuple[int, ...], said: tuple[tuple[str, str], ...], by: str) -> tuple[Any, ...]:
    """The opinions answered one by one, each on its day."""
    found = [JOIN.do(day, "report", by=by, item=str(no), status=status, reply=reply)
             for no, (day, (status, reply)) in enumerate(zip(days, said, strict=True), 1)]  # fmt: skip
    return tuple(step for part in found for step in part)


ASKED: dict[str, Any] = {"variant": "arrest", "injury": "none", "victims": "1"}

AFFAIRS: tuple[Affair, ...] = (
    Affair(
        "I01", "性侵案夜间商请提前介入：六小时受理，三十一小时提出七条意见，五条落实、一条部分、一条未采纳，批准逮捕后结果自动回填", "骆某川", "强奸",
        together(
            JOIN.do(0, "request", by="ga.fang", hour="22:40", **ASKED, case_name=f"骆某川涉嫌强奸案{MARK}", grounds=("疑难", "敏感"), detained="on",
                    reasons="{人}当晚在酒店房间内与醉酒的被害人发生性关系，被害人次日报警。双方对是否违背意志各执一词，现场检材需在二十四小时以内固定。",
                    questions=("定性", "取证"), question="是否违背妇女意志如何取证\n现场检材优先提取哪些"),
            JOIN.do(1, "receive", by="jc.zhou", hour="04:30"),
            JOIN.do(1, "accept", by="jc.zhou", hour="04:40", handler=Who("jc.zhou"), mode=("查阅材料", "参加讨论"), contact="内线8021",
                    note="报警记录、现场照片、首次询问和讯问笔录。"),
            JOIN.do(1, "receive", by="ga.fang", hour="08:20"),
            JOIN.do(1, "supply", by="ga.shao", hour="08:30", note="报警记录、现场勘验笔录、首次询问和讯问笔录，共四十六页。"),
            JOIN.do(1, "discuss", by="jc.zhou", hour="14:30", done_at=At(1, "10:00"), place="城东分局刑侦大队", mode=("查阅材料", "参加讨论"),
                    attendees="周聿明、李珩，邵勉", situation="查阅材料四份，听取案情介绍，讨论检材提取的先后和被害人询问方式。",
                    emergency="网络已有议论，统一由分局发布警情通报，不透露被害人信息。"),
            MEASURE.do(1, "register", variant="detention", began_at=At(0, "15:30")),
            MEASURE.whole(1, "extend_thirty", ahead=0, ground="repeated", reasons="检材正在鉴定，同桌人员分散在外地。"),
            JOIN.do(2, "itemise", by="jc.zhou", hour="11:20", items=ASSAULT),
            JOIN.do(2, "opine", by="jc.zhou", hour="11:40", grounds="查阅材料四份，参加讨论一次。本案客观性证据应当尽快固定，言词证据注意合法性。"),
            JOIN.do(2, "receive", by="ga.fang", hour="14:00"),
            answers((3, 4, 4, 5, 7, 5, 7), ASSAULT_ANSWERS, "ga.shao"),
            JOIN.do(8, "feedback", by="ga.fang", result="七条意见均已逐条办理，客观性证据已经固定。"),
            JOIN.do(8, "receive", by="jc.zhou"),
            MEASURE.whole(8, "request", ahead=1),
            ARREST.do(9, "accept", detained="yes"),
            JOIN.do(9, "judge_all", by="jc.zhou", judged_1="met", judged_2="met", judged_3="met", judged_4="met", judged_5="part",
                    judged_6="met", judged_7="waived", remark_7="替代措施可行。"),
            ARREST.do(10, "interview"),
            ARREST.sent(12, "approve", facts="{人}违背妇女意志与其发生性关系，有监控录像、鉴定意见、聊天记录、证人证言和其供述证明。",
                        reasons="可能判处三年有期徒刑以上刑罚，案发后删除聊天记录并联系同桌人员统一说法，采取取保候审不足以防止发生社会危险性。"),
        ),
        InARow(16, 4), makes=3, handler="jc.zhou", has_case=False,
    ),
    Affair(
        "I02", "团伙诈骗提前介入，公安已书面反馈，七条意见评价五条，等待其余评价和审查逮捕结果", "卓某峰", "诈骗",
        together(
            JOIN.do(0, "request", by="ga.tang", hour="22:40", **{**ASKED, "victims": "31"}, case_name=f"卓某峰等四人涉嫌诈骗案{MARK}",
                    subject="卓某峰、邓某宇、祁某松、佟某", gang="on", grounds=("疑难", "复杂"), detained="on",
                    reasons="四人以投资为名骗取多名被害人转账，供述分工不一，部分成员辩称不知资金来源。",
                    questions=("定性", "取证", "法律"), question="共犯与帮助犯的界限\n取证方向\n数额认定"),
            JOIN.do(1, "receive", by="jc.zhou", hour="08:50"),
            JOIN.do(1, "accept", by="jc.zhou", hour="09:05", handler=Who("jc.zhou"), mode=("查阅材料", "参加讨论")),
            JOIN.do(1, "receive", by="ga.tang"),
            JOIN.do(1, "supply", by="ga.xu", note="案情报告、讯问笔录、扣押清单，共九十五页。"),
            JOIN.do(2, "discuss", by="jc.zhou", done_at=At(2, "10:30"), place="河西分局经侦大队", mode=("参加讨论",), attendees="周聿明、李珩，许牧",
                    situation="听取案情介绍，讨论账户对应和主观明知的取证。"),
            JOIN.do(2, "itemise", by="jc.zhou", items=FRAUD),
            JOIN.do(2, "opine", by="jc.zhou", grounds="查阅材料三份，参加讨论一次。"),
            JOIN.do(2, "receive", by="ga.tang"),
            answers((3, 6, 5, 6, 3, 7, 6), FRAUD_ANSWERS, "ga.xu"),
            JOIN.do(8, "feedback", by="ga.tang", result="七条意见已逐条办理。"),
            JOIN.do(8, "receive", by="jc.zhou"),
            JOIN.do(9, "judge_all", by="jc.zhou", judged_1="met", judged_2="met", judged_3="met", judged_4="part", judged_5="met"),
        ),
        InARow(10, 4), police=WEST, handler="jc.zhou", has_case=False,
    ),
    Affair(
        "I03", "昨夜商请，已签收，答复介入的提醒运行中", "匡某岩", "故意伤害",
        together(
            JOIN.do(0, "request", by="ga.fang", **{**ASKED, "injury": "serious"}, case_name=f"匡某岩涉嫌故意伤害案{MARK}", grounds=("重大",), detained="on",
                    reasons="{人}在夜市持械伤人，被害人重伤，现场目击者众多，需要尽快固定证言。", questions=("取证",), question="目击证人的询问次序"),
            JOIN.do(0, "receive", by="jc.meng"),
        ),
        handler="jc.wang", has_case=False,
    ),
    Affair(
        "I04", "检察机关提出介入，公安机关同意并提供材料，意见正在拟定（公安机关看不到）", "游某晨", "抢劫",
        together(
            JOIN.do(-3, "propose", by="jc.wang", variant="arrest", grounds=("敏感",), reasons="犯罪嫌疑人中有未成年人，社会关注。", questions=("程序",),
                    question="合适成年人到场和讯问地点"),
            JOIN.do(-2, "receive"),
            JOIN.do(-1, "agree", by="ga.fang", contents="案情报告\n讯问笔录\n到案经过", situation="二人到案，一人系未成年人，法定代理人已经到场。"),
            JOIN.do(-1, "receive", by="jc.meng"),
            JOIN.do(0, "itemise", by="jc.wang", items=(
                opinion("procedure", "补充合适成年人到场的证明材料。", "到场人签名和身份证明"),
                {"topic": "evidence", "opinion": "核实{人}的实际年龄。", "wanted": "户籍证明、出生医学证明", "necessary": "on"},
            )),
        ),
        handler="jc.wang", custody="detention", held=-4,
    ),
    Affair(
        "I05", "商请提前介入，经审查不予介入并说明理由", "邬某明", "盗窃",
        together(
            JOIN.do(-6, "request", by="ga.tang", **ASKED, case_name=f"邬某明涉嫌盗窃案{MARK}", grounds=("复杂",),
                    reasons="{人}多次盗窃，被害人分散。", questions=("取证",)),
            JOIN.do(-6, "receive", by="jc.meng"),
            JOIN.do(-5, "decline", by="jc.wang", reasons="案件事实清楚，主要证据已经收集，不属于重大、疑难、复杂案件，可以在提请批准逮捕时一并审查。"),
            JOIN.do(-4, "receive", by="ga.tang"),
        ),
        police=WEST, handler="jc.wang", has_case=False,
    ),
    Affair(
        "I06", "办案民警拟稿的商请函，待法制员发送；检察机关看不到", "冉某舟", "非法吸收公众存款",
        JOIN.do(0, "prepare", by="ga.shao", **{**ASKED, "victims": "46"}, case_name=f"冉某舟涉嫌非法吸收公众存款案{MARK}", grounds=("社会关注",),
                reasons="{人}以预付卡名义吸收资金，被害人四十六名。", questions=("定性", "法律")),
        handler="jc.wang", has_case=False,
    ),
)  # fmt: skip

LETTERS = {"LI01": "商介", "LI03": "介材", "LI04": "介复", "LI09": "介反"}
"""Document type → 文书代字 of the police's own number."""


def _letter(player: Player, course: Course, at: datetime) -> str:
    """Of the next 商请提前介入函."""
    return player.number(course.police, LETTERS["LI01"], at.date())


def _case(player: Player, course: Course, at: datetime) -> str:
    """Of the case the request is about, which is not registered yet."""
    return player.number(course.police, "立案", at.date())


learn(
    *AFFAIRS,
    phrases={},
    letters=LETTERS,
    numbered={("early_intervention", "own_number"): _letter, ("early_intervention", "case_number"): _case},
)
