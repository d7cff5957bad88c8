"""会商: a disputed 不捕 talked over by three of either side, one dissenting, agreed in part, an outline following; and where others stand.

All persons, cases and numbers are invented, and marked （演示）.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.demo.people import WEST
from cases.demo.playing import Player
from cases.demo.repertoire import learn
from cases.demo.script import Affair, At, Course, On, Part, Step, Who, together
from cases.models import Matter
from liaison.stories.joint_meeting import LED, Unit

CONSULT, ARREST, REFUSED = Part("consultation"), Part("arrest_review"), Part("no_arrest")

EMBEZZLED = "差旅费名义支取款项是否属于利用职务上的便利\n数额认定为38.6万元还是21.2万元\n是否有毁灭、伪造证据的现实危险"


def invited(day: int, host: str, *people: tuple[str, str]) -> tuple[Step, ...]:
    """A host's own side: each as what."""
    code = "invite" if host.startswith("jc.") else "police_invite"
    return tuple(step for name, role in people for step in CONSULT.do(day, code, by=host, who=Who(name), role=role))


def concluded(day: int, by: str, *questions: dict[str, Any]) -> tuple[Step, ...]:
    """Question by question."""
    return tuple(step for no, words in enumerate(questions, 1) for step in CONSULT.do(day, "conclude", by=by, item=str(no), **words))


def refused(day: int, facts: str, reasons: str) -> tuple[Step, ...]:
    """不批准逮捕 of a suspect in custody, signed for and carried out, without an outline."""
    return together(
        ARREST.do(day - 6, "accept", detained="yes"),
        ARREST.do(day - 4, "interview"),
        ARREST.whole(day, "refuse_evidence", facts=facts, reasons=reasons, outline=""),
        REFUSED.do(day, "release", measure="bail", released_at=At(day, "15:20")),
        REFUSED.whole(day + 2, "receipt", ahead=1),
    )


AFFAIRS: tuple[Affair, ...] = (
    Affair(
        "H01", "不批准逮捕的分歧会商：双方各三人，意见同时互见，三问记载为一致、部分一致、不一致，一人保留意见，纪要双方签署，随后拟定补充侦查提纲",
        "滕某远", "职务侵占",
        together(
            refused(-12, "{人}负责审核本部门差旅费报销，以虚假行程支取公司款项。", "其余款项只有其本人制作的汇总表，缺少原始凭证，数额没有查清。"),
            CONSULT.do(-10, "apply", by="ga.fang", title="滕某远涉嫌职务侵占案会商（演示）", why="dispute", questions=EMBEZZLED, mode="in_person",
                       facts="{人}任部门负责人，审核本部门差旅费报销。经查，其以虚假行程支取三十八万六千元，其中二十一万二千元有行程、票据可以对应。",
                       own_view="全部数额有{人}制作的汇总表，足以认定；其到案前曾要求下属删除聊天记录，有干扰作证的现实危险。",
                       wanted="承办检察官、检察官助理各一人"),
            CONSULT.do(-9, "receive", by="jc.wang"),
            CONSULT.do(-9, "accept", by="jc.wang", reply="同意会商，由承办检察官、检察官助理和另一名检察官参加。"),
            invited(-9, "jc.wang", ("jc.li", "recorder"), ("jc.zhou", "invited")),
            invited(-9, "ga.fang", ("ga.shao", "recorder"), ("ga.ju", "invited")),
            CONSULT.do(-8, "arrange", by="jc.wang", mode="in_person", held_on=On(-4), held_time="09:30", place="本院二楼会商室"),
            CONSULT.do(-8, "push", by="jc.li", note="审查报告摘要，不含内部拟议", declared="on"),
            CONSULT.do(-8, "push", by="ga.shao", note="司法会计鉴定意见、差旅费报销凭证明细", declared="on"),
            CONSULT.do(-8, "gather", by="jc.wang"),
            CONSULT.do(-7, "opine", by="jc.wang", in_name_of="own",
                       text="第1问：属于利用职务便利。\n第2问：二十一万二千元有凭证和行程印证，其余只有汇总表。\n第3问：凭证已经全部扣押，没有现实危险。"),
            CONSULT.do(-7, "opine", by="jc.zhou", in_name_of="own",
                       text="第1问：属于。\n第2问：汇总表与下属领款签名能够对应的部分，可以先行认定。\n第3问：没有现实危险。"),
            CONSULT.do(-7, "ready", by="jc.wang"),
            CONSULT.do(-6, "opine", by="ga.fang", in_name_of="unit",
                       text="第1问：属于，报销单由其本人审核。\n第2问：三十八万六千元，汇总表由其本人制作，足以认定。\n"
                            "第3问：有，其曾要求下属删除聊天记录。"),
            CONSULT.do(-6, "police_exchange", by="ga.fang"),
            CONSULT.do(-5, "opine", by="ga.shao", in_name_of="own", text="补充：删除聊天记录一节已询问两名下属，均可证实。"),
            CONSULT.do(-4, "hold", by="jc.wang", held_at=At(-4, "09:30"), place="本院二楼会商室",
                       attended="青江区人民检察院：王砚秋、李珩、周聿明，均到会\n城东分局：方其昌、邵勉到会，鞠海生请假",
                       summary="逐问讨论，第2问就其余款项需要补充原始凭证取得一致，第3问未取得一致。"),
            concluded(-4, "jc.li",
                {"procuratorate_view": "属于。{人}负责审核差旅费报销，支取利用了该职权。", "police_view": "属于。报销单由其本人审核，财务仅作形式复核。",
                 "outcome": "agreed", "conclusion": "属于利用职务上的便利。", "basis": "刑法第二百七十一条第一款"},
                {"procuratorate_view": "二十一万二千元有凭证和行程印证；其余十七万四千元仅有汇总表。",
                 "police_view": "三十八万六千元，汇总表由其本人制作，足以认定。",
                 "outcome": "partly", "conclusion": "二十一万二千元双方一致；十七万四千元待补充原始凭证后再定。", "basis": "刑诉法第五十五条",
                 "follow_up": "由检察机关拟定补充侦查提纲，承办检察官王砚秋"},
                {"procuratorate_view": "没有。凭证已全部扣押，其到案后如实供述。", "police_view": "有。其曾要求下属删除聊天记录。", "outcome": "disagreed",
                 "conclusion": "未取得一致，双方意见各自记入会商纪要。", "basis": "刑诉法第八十一条第一款", "follow_up": "不影响公安机关依法要求复议"},
            ),
            CONSULT.do(-4, "end", by="jc.wang", summary="逐问讨论，第1问一致，第2问部分一致，第3问未取得一致。"),
            CONSULT.do(-3, "dissent", by="jc.zhou", item="2",
                       text="汇总表虽由{人}制作，但与十四名下属的领款签名能够对应，不宜全部搁置；建议先认定有签名对应的九万一千元。"),
            CONSULT.do(-3, "outline", by="jc.wang", variant="T1", charge="职务侵占", subject="滕某远"),
            CONSULT.do(-3, "to_meeting", by="jc.wang"),
            CONSULT.do(-3, "police_to_meeting", by="ga.fang"),
            CONSULT.do(-2, "circulate", by="jc.li", other="会商不影响公安机关依法要求复议、提请复核。"),
            CONSULT.do(-2, "resolve", by="ga.fang", text="统一差旅费类案件的凭证调取清单。", lead=Unit("ga.fang"), due_on=On(0), measure="清单印发各所队"),
            CONSULT.do(-1, "sign", by="jc.wang"),
            CONSULT.do(-1, "sign", by="ga.fang"),
            LED.do(-1, "submit_done", by="ga.fang", result="清单已经印发各所队。"),
        ),
        makes=5, custody="detention", held=-24,
    ),
    Affair(
        "H02", "会商意见封存中：检察机关已交齐，等待公安机关交齐，对方看不到有几份", "项某礼", "合同诈骗",
        together(
            refused(-9, "{人}以转租商铺名义收取三名商户租金，后商铺被业主收回。", "其与业主有书面续租协议，非法占有目的没有查清。"),
            CONSULT.do(-6, "apply", by="jc.zhou", title="项某礼涉嫌合同诈骗案会商（演示）", why="dispute", mode="written", urgent="on",
                       facts="{人}与业主签有续租协议，业主后以拖欠物业费为由收回商铺；三名商户已付租金二十六万元。",
                       questions="续租协议能否排除非法占有目的\n收取租金时是否已知商铺将被收回",
                       own_view="现有证据不足以证明收款时明知。", wanted="承办民警、法制员"),
            CONSULT.do(-5, "receive", by="ga.tang"),
            CONSULT.do(-5, "accept", by="ga.tang", reply="同意书面会商。"),
            invited(-5, "jc.zhou", ("jc.li", "recorder")),
            invited(-5, "ga.tang", ("ga.xu", "invited")),
            CONSULT.do(-4, "push", by="ga.xu", note="业主询问笔录、催告函", declared="on"),
            CONSULT.do(-2, "gather", by="jc.zhou"),
            CONSULT.do(-1, "opine", by="jc.zhou", in_name_of="own",
                       text="第1问：协议真实的，不能单独排除，但应当查明履行能力。\n第2问：催告函送达时间晚于两笔收款。"),
            CONSULT.do(-1, "ready", by="jc.zhou"),
            CONSULT.do(0, "opine", by="ga.xu", in_name_of="own", text="第1问：协议签订后从未支付租金，不能排除。\n第2问：业主此前曾口头催告。"),
        ),
        makes=3, police=WEST, handler="jc.zhou", custody="detention", held=-20,
    ),
    Affair(
        "H03", "公安机关申请会商，检察机关尚未答复；未受邀的人看不到", "霍某庭", "敲诈勒索",
        together(
            refused(-7, "{人}以举报相要挟收取他人现金三万元，双方有债务往来。", "三万元的性质双方说法不一。"),
            CONSULT.do(-1, "apply", by="ga.fang", title="霍某庭涉嫌敲诈勒索案会商（演示）", why="dispute", mode="panel",
                       facts="{人}以举报偷税相要挟收取三万元，其称系索要欠款。", questions="以合法债权为由的索要，手段超出何种限度构成敲诈勒索",
                       own_view="通话录音能够证明要挟的内容与债务无关。", wanted="承办检察官"),
            CONSULT.do(0, "receive", by="jc.wang"),
        ),
        makes=3, custody="detention", held=-18,
    ),
    Affair(
        "H04", "办案民警拟写的会商申请，等待法制员发出；对方看不到", "郝某田", "非法经营",
        CONSULT.do(-1, "prepare", by="ga.shao", title="郝某田涉嫌非法经营案会商（演示）", why="novel", mode="written",
                   facts="{人}在网络平台代他人充值、提现，收取手续费四万余元。", questions="代充值、提现是否属于从事资金支付结算业务",
                   own_view="属于，其为不特定的人转移资金。", wanted="承办检察官"),
        has_case=False,
    ),
)  # fmt: skip


def _source(player: Player, course: Course, at: datetime) -> str:
    """The number of what the two sides differ on: the newest 不捕跟踪 of the story."""
    rows = player.matters.get((course.key, "no_arrest"), [])
    return Matter.objects.get(pk=rows[-1]).number if rows else ""


learn(*AFFAIRS, phrases={}, letters={}, numbered={("consultation", "source"): _source})
