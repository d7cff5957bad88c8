"""侦查活动监督 and 检察建议: every level and every rung, a class of cases that becomes a suggestion, replies due and overdue."""

from typing import Any

from cases.demo.people import WEST
from cases.demo.script import Affair, Due, On, Part, Step, Today, together
from supervision.stories.listed import Listed

CONDUCT, ADVICE = Part("investigation"), Part("suggestion")

TAPE = Listed("应当对讯问过程录音或者录像而没有录音、录像")
FAMILY = Listed("拘留后二十四小时以内未通知家属")
TAPE_FACTS = "审查逮捕卷中没有首次讯问的同步录音录像，所附说明称设备故障，没有维修记录。"
FAMILY_FACTS = "拘留通知书存根没有家属签收，也没有注明未通知的原因；家属称五日后才得知。"
TAPE_SAID: dict[str, Any] = {
    "finding_1": "你单位讯问{人}时应当对讯问过程录音录像而没有录音录像，所称设备故障没有维修记录佐证。", "article_1": "刑诉法第123条第1款",
    "demand_1": "请查明原因，对讯问过程作出书面说明，完善录音录像设备管理。",
}  # fmt: skip
FAMILY_SAID: dict[str, Any] = {
    "finding_2": "你单位拘留{人}后，二十四小时以内没有通知其家属，也没有注明不予通知的原因。", "article_2": "刑诉法第85条第2款",
    "demand_2": "请补正通知手续，查明责任，防止再次发生。",
}  # fmt: skip
BOTH: dict[str, Any] = {**TAPE_SAID, **FAMILY_SAID}


def found(day: int, *more: dict[str, Any], **data: Any) -> tuple[Step, ...]:
    """A matter with one violation, or with those given."""
    return CONDUCT.do(day, "register", violations=more or ({"item": TAPE, "facts": TAPE_FACTS},), **data)


TWO = ({"item": TAPE, "facts": TAPE_FACTS}, {"item": FAMILY, "facts": FAMILY_FACTS})


def established(day: int, weight: str, count: int = 1, fixed: str = "") -> tuple[Step, ...]:
    """The violations hold."""
    holds: dict[str, Any] = {f"holds_{no}": "yes" for no in range(1, count + 1)}
    return CONDUCT.do(day, "establish", weight=weight, fixed=fixed, conclusion="经调阅案卷、调取录音录像登记和询问办案人员，违法情形属实。", **holds)


SUBSTANCE: dict[str, Any] = {
    "findings": "抽查近三个月案件二十四件，其中七件讯问录音录像不完整，四件没有录音录像。",
    "problems": "讯问录音录像制度落实不到位，设备维护、调取和保存责任不清，影响证据的合法性审查。",
    "advice": "建议依照《中华人民共和国刑事诉讼法》第一百二十三条完善录音录像管理：统一配备和检修设备，讯问前检查登记，录像集中保存备查。",
}  # fmt: skip
ADDRESSED: dict[str, Any] = {"topic": "涉案财物保管不规范", "variant": "correction", "facts": "办理多起盗窃、诈骗案件时发现。"}
STORE: dict[str, Any] = {
    "findings": "本院在办理案件中发现，六起案件的涉案手机、车辆存放在办案民警个人保管的柜室，出入没有登记。",
    "problems": "涉案财物没有与办案部门分开保管，存在调换、遗失的风险。",
    "advice": "建议依照《公安机关办理刑事案件程序规定》第二百三十五条建立专门保管场所，由内设部门专人负责，逐件登记出入。",
}  # fmt: skip
CLASS, SEVERAL = "城东分局讯问录音录像不全程检察建议案（演示）", "建议涉及多案，不以其中一案的当事人为名。"
ORIGIN = "本院在审查逮捕、审查起诉工作中发现。"


def advised(day: int, title: str, written: dict[str, Any], **more: Any) -> tuple[Step, ...]:
    """A suggestion taken up, written and passed in review."""
    return (
        *ADVICE.do(day, "propose", title=title, public_title=title, **more), *ADVICE.do(day + 1, "to_draft"),
        *ADVICE.do(day + 3, "write", **written), *ADVICE.do(day + 4, "review_pass"),
    )  # fmt: skip


AFFAIRS: tuple[Affair, ...] = (
    # ---------------------------------------------------------------------------------------------- 侦查活动监督
    Affair(
        "V07", "讯问未录音录像，纠正违法，整改到位，全部采纳办结", "路某青", "盗窃",
        (
            *found(-75), *established(-72, "grave"),
            *CONDUCT.whole(-68, "correction", **TAPE_SAID),
            *CONDUCT.do(-67, "hand_down", unit="城东派出所"),
            *CONDUCT.whole(-56, "reply", answer_1="done", words_1="已对责任民警通报批评，更换录像设备两台，并补作书面说明。",
                statement="已召开专题会议部署整改。"),
            *CONDUCT.do(-50, "adopt", reasons="经实地核查设备和登记簿，整改到位。"),
        ),
        Today(), has_case=False,
    ),
    Affair(
        "V04", "纠正违法逾期两日未回复，期限检查代拟督促函", "岳某松", "诈骗",
        (
            *found(-9, *TWO), *established(-6, "grave", 2), *CONDUCT.whole(0, "correction", **BOTH),
            *CONDUCT.do(1, "hand_down", unit="经侦大队"),
        ),
        Due("correction_reply", -2, "15日"), police=WEST, handler="jc.zhou", has_case=False,
    ),
    Affair(
        "V03", "公安已回复整改，逐项核查中；同类问题已有三件，类案分析后提出检察建议，待检察长签发", "满某军", "故意伤害",
        together(
            found(-23, *TWO), established(-21, "grave", 2),
            CONDUCT.whole(-17, "correction", **BOTH),
            CONDUCT.do(-16, "hand_down", unit="河东派出所"),
            CONDUCT.do(-9, "prepare", item="1", prepared="done", prepared_words="已更换讯问室设备，补作说明。"),
            CONDUCT.do(-8, "class_analysis", analysis="三件均发生在派出所夜间讯问，设备由个人保管，故障后没有备用设备，也没有登记和维修制度。",
                       measures="在个案纠正之外，向城东分局提出完善录音录像管理的检察建议。", suggests="on"),
            ADVICE.do(-7, "amend", target="matter.title", value=CLASS, because=SEVERAL),
            ADVICE.do(-7, "amend", target="matter.public_title", value=CLASS, because=SEVERAL),
            ADVICE.do(-7, "to_draft"), ADVICE.do(-5, "write", **SUBSTANCE), ADVICE.do(-4, "review_pass"),
            CONDUCT.whole(-3, "reply", ahead=1, answer_1="done", words_1="已更换讯问室设备，对当事民警批评教育。", answer_2="part",
                          words_2="已补办通知手续，责任人正在进一步核查。", statement="已逐项整改。"),
            ADVICE.do(-1, "serve", origin=ORIGIN),
        ),
        makes=2, has_case=False,
    ),
    Affair(
        "V01", "拘留后未通知家属，口头纠正，剩三日反馈", "温某达", "盗窃",
        (
            *found(-3, {"item": FAMILY, "facts": FAMILY_FACTS}), *established(-1, "light"),
            *CONDUCT.do(0, "oral", finding_1=FAMILY_SAID["finding_2"], article_1=FAMILY_SAID["article_2"], demand_1=FAMILY_SAID["demand_2"],
                        told_on=On(0), place="城东分局法制大队", told="法制大队值班负责人", response="表示当日补办。"),
        ),
        Due("oral_correction", 3, "7日"), has_case=False,
    ),
    Affair(
        "V02", "侦查活动监督通知书已交办所队，两项中填报一项，剩五日", "俞某升", "敲诈勒索",
        (
            *found(-7, *TWO), *established(-5, "recorded", 2), *CONDUCT.whole(0, "notice", ahead=1, **BOTH),
            *CONDUCT.do(1, "hand_down", unit="河湾派出所"),
            *CONDUCT.do(6, "prepare", item="2", prepared="done", prepared_words="已向家属补送拘留通知书并作说明，值班室增设提示。"),
        ),
        Due("invest_supervision_notice", 5, "15日"), police=WEST, handler="jc.zhou", has_case=False,
    ),
    Affair(
        "V05", "对纠正意见申请复查，另行指派的检察官拟部分撤销，待检察长决定", "花某荣", "赌博",
        (
            *found(-14, *TWO), *established(-12, "grave", 2), *CONDUCT.whole(-7, "correction", **BOTH),
            *CONDUCT.do(-6, "hand_down", unit="城东派出所"),
            *CONDUCT.whole(0, "ask_recheck", grounds="第1项讯问全程录音录像，因归档延误未随卷移送，现附录像光盘；第2项没有异议。"),
            *CONDUCT.do(3, "recheck_part", findings="经核对录像原始数据，第1项讯问有全程录音录像，生成时间与笔录一致；第2项情况属实。",
                        reasons="第1项认定有误，应当撤销；第2项应当维持。", kept_1="no", kept_2="yes"),
        ),
        Due("correction_recheck", 2), has_case=False,
    ),
    Affair(
        "V06", "经督促仍不回复，已报上一级院审查", "胥某良", "非法拘禁",
        (
            *found(-64, {"item": Listed("传唤、拘传持续时间超过法定时间"), "facts": "传唤证载明到案、离开时间相差十七小时，没有延长审批。"}),
            *established(-61, "grave"),
            *CONDUCT.whole(-56, "correction", finding_1="你单位传唤{人}持续十七小时，超过十二小时，没有延长审批手续。", article_1="刑诉法第119条第2款",
                           demand_1="请查明责任，严格传唤审批。"),
            *CONDUCT.do(-55, "hand_down", unit="经侦大队"),
            *CONDUCT.whole(-35, "press", ahead=2),
            *CONDUCT.whole(-6, "escalate", facts="本院发出纠正违法通知书并督促后，公安机关至今没有回复。", reasons="纠正意见正确，没有正当理由不回复。"),
        ),
        Today(), police=WEST, handler="jc.zhou", has_case=False,
    ),
    Affair(
        "V08", "控告侦查活动违法，审查处理期限将届满", "滕某兰", "掩饰、隐瞒犯罪所得",
        found(0, {"item": Listed("查封、扣押与案件无关的财物、文件"), "facts": "扣押的经营用面包车登记在其姐名下，与案件无关。"},
              source="complaint", petition="general", complainant="滕某琴", complainant_contact="电话见来访登记表"),
        Due("complaint_7d", 1), has_case=False,
    ),
    Affair(
        "V09", "调查核实通知书送达三日未签收", "殳某涛", "聚众扰乱社会秩序",
        (
            *found(-6, {"item": Listed("讯问时侦查人员少于二人"), "facts": "讯问笔录两名侦查人员签名笔迹一致，同一时段另一人在外地出差。"}),
            *CONDUCT.sent(-3, "verify", methods=("way03", "way07"), contents="讯问{人}的人员和时间，侦查人员当日出勤、出差登记。"),
        ),
        police=WEST, handler="jc.zhou", has_case=False,
    ),
    # ---------------------------------------------------------------------------------------------- 检察建议
    Affair(
        "S01", "检察建议待公安机关书面回复，剩四日", "城东分局", "涉案财物保管不规范",
        together(
            advised(-12, "城东分局涉案财物保管不规范检察建议案（演示）", STORE, **ADDRESSED),
            ADVICE.whole(0, "serve", ahead=3, origin=ORIGIN, copies="青江区委政法委员会（演示）"), ADVICE.do(2, "file_up", filed_up_on=On(2)),
        ),
        Due("advice_reply", 4), has_case=False,
    ),
    Affair(
        "S02", "社会治理检察建议，被建议单位严重超期未回复", "某物流园区", "寄递安全管理漏洞",
        together(
            advised(-11, "寄递企业收寄验视不落实检察建议案（演示）",
                    {"findings": "四起贩卖毒品案件均经同一园区寄递，收寄时没有验视，寄件人信息虚假。", "problems": "收寄验视、实名制度不落实。",
                     "advice": "建议督促寄递企业落实收寄验视和实名收寄，开展专项检查。"},
                    variant="governance", addressed="unit", receiver="青江区邮政管理局（演示）", topic="寄递安全管理漏洞",
                        facts="四起毒品案件反映的共性问题。"),
            ADVICE.sent(-2, "serve_unit", ahead=2, receiver="青江区邮政管理局（演示）", origin=ORIGIN), ADVICE.do(0, "receive"),
            ADVICE.do(1, "file_up", filed_up_on=On(1)),
        ),
        Due("advice_reply", -12), has_case=False, handler="jc.zhou",
    ),
    Affair(
        "S03", "公安机关对检察建议提出异议，复核中", "河西分局", "取保候审执行不到位",
        together(
            advised(-16, "河西分局取保候审执行不到位检察建议案（演示）",
                    {"findings": "抽查取保候审案件三十件，十一件没有定期报到记录，三件期满没有解除。", "problems": "取保候审执行、考察责任不落实。",
                     "advice": "建议依照《关于取保候审若干问题的规定》建立执行台账，期满前十五日提醒。"},
                    variant="correction", topic="取保候审执行不到位", facts="数字检察模型推送，逐件核实。", source="model"),
            ADVICE.whole(-7, "serve", origin=ORIGIN), ADVICE.do(-6, "file_up", filed_up_on=On(-6)),
            ADVICE.whole(-1, "object", ahead=2, grounds="抽查案件中四件已移送外地执行，台账由执行地公安机关保管，建议予以核减。"),
        ),
        police=WEST, handler="jc.zhou", has_case=False,
    ),
    Affair(
        "S04", "建议已落实，回头看后办结", "城东分局", "办案区登记不完整",
        together(
            advised(-150, "城东分局办案区登记不完整检察建议案（演示）",
                    {"findings": "抽查办案区使用登记五十份，十四份没有离开时间。", "problems": "办案区登记流于形式。",
                     "advice": "建议启用电子登记，出入时间自动记录。"},
                    variant="correction", topic="办案区登记不完整", facts="巡检发现。", source="patrol"),
            ADVICE.whole(-140, "serve", origin=ORIGIN), ADVICE.do(-139, "file_up", filed_up_on=On(-139)),
            ADVICE.whole(-95, "reply", adopted="full", statement="已启用电子登记，组织全员培训，责任到人。"),
            ADVICE.do(-88, "evaluate", adoption="full", quality="建议被采纳，抽查三十份均登记完整。"),
            ADVICE.do(-60, "look_back", looked_back_on=On(-60), statement="实地走访两个派出所，电子登记运行正常。"),
            ADVICE.do(-55, "conclude", adoption="full", outcome="整改到位。"),
        ),
        Today(), has_case=False,
    ),
)  # fmt: skip
