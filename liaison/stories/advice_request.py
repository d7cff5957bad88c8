"""咨询指导: the police ask, the procuratorate asks; one asked again, one that climbs before it is answered, one still being written."""

from datetime import datetime

from cases.demo.people import WEST
from cases.demo.playing import Player
from cases.demo.repertoire import learn
from cases.demo.script import Affair, At, Course, InARow, Part

ADVICE, MEASURE = Part("advice_request"), Part("measure")

AFFAIRS: tuple[Affair, ...] = (
    Affair(
        "X01", "公安机关咨询是否提请批准逮捕，逐级提醒以后认领、答复，公安机关办结", "匡某宁", "盗窃",
        (
            *MEASURE.do(-1, "register", variant="detention", began_at=At(-1, "06:30")),
            *ADVICE.do(0, "ask", by="ga.fang", hour="09:00", title="夜间入户盗窃未遂是否提请批准逮捕的咨询（演示）", topic="arrest", urgency="urgent",
                       facts="犯罪嫌疑人甲夜间翻窗进入他人住宅，翻动抽屉时被户主发现，未取得财物。现场监控、被害人陈述和足迹比对相互印证；"
                             "其两年前因盗窃受过行政处罚，在本地没有固定住处。",
                       question="未取得财物的入户盗窃，是否达到提请批准逮捕的条件？\n社会危险性应当从哪些方面取证？", view="倾向于提请批准逮捕。"),
            *ADVICE.do(0, "sweep", hour="16:00"), *ADVICE.do(1, "sweep", hour="10:30"),
            *ADVICE.do(1, "receive", hour="10:50"),
            *ADVICE.do(1, "take", by="jc.zhou", hour="11:00"),
            *ADVICE.do(2, "answer", by="jc.zhou",
                       answer="入户盗窃不以取得财物为构成要件，未遂的也可以追究刑事责任；是否提请批准逮捕，应当结合社会危险性判断。"
                              "建议围绕有无固定住处、职业，前次处罚的事由和时间，有无在逃可能补充取证，再决定是否提请。",
                       grounds="《中华人民共和国刑法》第二百六十四条\n《中华人民共和国刑事诉讼法》第八十一条"),
            *ADVICE.do(2, "receive"),
            *ADVICE.do(3, "settle", by="ga.shao", usage="已按答复补充居住、前次处罚的材料。"),
        ),
        InARow(3, 3), makes=2, handler="jc.wang",
    ),
    Affair(
        "X02", "检察机关向公安机关咨询电子数据提取，已经答复，等待检察机关查看", "电子数据", "咨询",
        (
            *ADVICE.do(-3, "ask", by="jc.wang", title="云端聊天记录提取方式的咨询（演示）", topic="evidence", urgency="plain",
                       facts="某网络案件中，关键聊天记录保存在境内平台的云端，手机终端已经删除。", view="",
                       question="由侦查机关直接登录提取，还是向平台调取？\n校验值由谁制作，笔录应当记明哪些内容？"),
            *ADVICE.do(-2, "receive"),
            *ADVICE.do(-2, "take", by="ga.fang"),
            *ADVICE.do(-1, "answer", by="ga.fang",
                       answer="优先向平台调取，由平台出具数据和校验值；情况紧急的，可以在见证人在场的情况下网络在线提取，"
                              "笔录记明时间、账号、方法、过程和校验值，全程录像。", grounds="公安机关办理刑事案件电子数据取证规则"),
        ),
        has_case=False,
    ),
    Affair(
        "X03", "公安机关咨询罪名，追问一次，再次答复", "罪名", "咨询",
        (
            *ADVICE.do(-9, "ask", by="ga.tang", title="代为转账是帮助信息网络犯罪活动还是掩饰、隐瞒犯罪所得的咨询（演示）", topic="charge", urgency="plain",
                       facts="犯罪嫌疑人乙出借银行卡后，又按他人要求到柜台取现并转交，获利二千元。", view="",
                       question="应当认定为帮助信息网络犯罪活动罪，还是掩饰、隐瞒犯罪所得罪？"),
            *ADVICE.do(-8, "receive"),
            *ADVICE.do(-8, "answer", by="jc.zhou", grounds="《中华人民共和国刑法》第二百八十七条之二、第三百一十二条",
                       answer="只出借银行卡的，一般考虑帮助信息网络犯罪活动罪；明知是犯罪所得仍取现转交的，考虑掩饰、隐瞒犯罪所得罪。"
                              "请重点查明取现时对款项性质的认识。"),
            *ADVICE.do(-7, "receive"),
            *ADVICE.do(-4, "follow_up", by="ga.tang", question="取现时只知道款项“来路不正”，是否可以认定明知？",
                       more="聊天记录中有“分开取、别问来源”的内容。"),
            *ADVICE.do(-3, "receive"),
            *ADVICE.do(-2, "answer", by="jc.zhou", grounds="",
                       answer="可以结合取现次数、金额、报酬是否明显异常，以及规避调查的言行综合认定；请一并核实其有无同类经历。"),
            *ADVICE.do(-1, "receive"),
        ),
        police=WEST, handler="jc.zhou", has_case=False,
    ),
    Affair(
        "X04", "公安机关咨询尚未认领，逐级提醒", "移送起诉", "咨询",
        (
            *ADVICE.do(0, "ask", by="ga.tang", hour="09:00", title="赔偿谅解后的轻伤害是否移送审查起诉的咨询（演示）", topic="transfer", urgency="plain",
                       facts="邻里纠纷致一人轻伤二级，双方已达成和解，赔偿已经履行。", view="",
                       question="是否移送审查起诉，还是可以由公安机关作其他处理？"),
            *ADVICE.do(0, "sweep", hour="16:00"), *ADVICE.do(1, "sweep", hour="17:50"),
        ),
        InARow(1, 2), police=WEST, handler="jc.zhou", has_case=False,
    ),
    Affair(
        "X05", "公安机关的咨询还在拟写，检察机关看不到", "程序", "咨询",
        ADVICE.do(0, "prepare", by="ga.shao", title="异地取证手续的咨询（演示）", topic="procedure", urgency="plain",
                  facts="证人在外省，只能通过视频作证。", question="远程视频询问的笔录如何签名确认？", view=""),
        has_case=False,
    ),
    Affair(
        "X06", "检察机关的咨询没有追问，公安机关在约定的期限后办结", "程序", "咨询",
        (
            *ADVICE.do(-20, "ask", by="jc.wang", title="涉案车辆保管费用负担的咨询（演示）", topic="procedure", urgency="plain",
                       facts="某案扣押车辆委托停车场保管，结案后停车场要求支付费用。", question="保管费用按什么渠道列支？", view=""),
            *ADVICE.do(-19, "receive"),
            *ADVICE.do(-18, "answer", by="ga.fang", answer="由办案单位列入办案经费，不得向车辆所有人收取。", grounds="本局涉案财物管理规定"),
            *ADVICE.do(-17, "receive"),
            *ADVICE.do(-8, "close", by="ga.fang"),
        ),
        has_case=False,
    ),
)  # fmt: skip


def _of_the_case(player: Player, course: Course, at: datetime) -> str:
    """The number of the case of the story, where it has one already."""
    case = player.cases.get(course.key)
    return case.number if case else ""


learn(*AFFAIRS, phrases={}, letters={}, numbered={("advice_request", "case_number"): _of_the_case})
