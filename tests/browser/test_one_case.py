"""One case at both portals in a real Chromium: 来信 → 通知立案 → 不捕补侦 → 退查 twice → a correction partly withdrawn → 不起诉 → 检察意见."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.desk import Desk, Matter

pytestmark = [pytest.mark.browser, pytest.mark.embedded]

Seat = Callable[..., Desk]
SUSPECT, CHARGE, TODAY = "顾演示", "合同诈骗", "2026-11-20"
CASE, CASE_NUMBER = "顾演示合同诈骗案（演示）", "城公（刑）受案字〔2026〕2187号"
TEAM = {"claimed_unit": "城东经侦大队", "claimed_by": "邵勉"}
CANARIES = ("沈信芳", "13900002187", "收了货款就不见了")
"""Who wrote, from where, and what: words that no page of the police may hold."""
PROOF = (
    {"fact": "签订合同时没有履行能力", "evidence": "公司2026年1月至6月的账户流水", "reason": "卷中只有供述，没有书证。",
     "direction": "向开户银行调取。", "standard": "流水原件和调取笔录", "unit": "城东经侦大队"},
    {"fact": "货款的去向", "evidence": "收款账户的资金流向图", "reason": "不能证明非法占有目的。", "direction": "逐级查询转账。"},
)  # fmt: skip
MORE_PROOF = ({**PROOF[0], "evidence": "仓库的出入库登记"}, {**PROOF[1], "evidence": "第三级账户持有人的证言"})
VIOLATIONS = (
    {"item": "应当对讯问过程录音或者录像而没有录音、录像", "facts": "2026年11月17日讯问没有录音录像。"},
    {"item": "拘留后二十四小时以内未通知家属", "facts": "家属称未接到通知。"},
)


class People:
    """Who acts in the story, each at his own desk."""

    def __init__(self, seat: Seat) -> None:
        self.complaints, self.cases, self.administrative = seat("jc.shen"), seat("jc.meng"), seat("jc.zhuang")
        self.prosecutor, self.other, self.chief = seat("jc.wang"), seat("jc.zhou"), seat("jc.he")
        self.legal, self.investigator, self.head = seat("ga.fang"), seat("ga.shao"), seat("ga.ju")
        self.above = seat("sj.lu")

    def serve(self, matter: Matter) -> None:
        """检察长 signs, 法制员 signs for it."""
        matter.sign(self.chief)
        matter.receive(self.legal)

    def send(self, matter: Matter, code: str, number: str, **values: Any) -> None:
        """A paper of the police: 法制员 writes it, the head approves, the prosecutor signs for it."""
        matter.act(self.legal, code, files=True, own_number=number, **values)
        matter.sign(self.head)
        matter.receive(self.prosecutor)


def reads(desk: Desk, matter: Matter, *words: str) -> None:
    """The head of the matter's page says this to whoever sits here."""
    said = matter.state(desk)
    missing = [one for one in words if one not in said]
    assert not missing, (missing, said)


def test_one_case_from_a_letter_to_the_fine(seat: Seat) -> None:
    who = People(seat)
    the_case(who)
    lead = the_lead(who)
    filing = the_filing(who, lead)
    arrests = the_arrest(who)
    review, returns = the_returns(who)
    correction = the_correction(who)
    tracking, opinion = not_prosecuted(who, review)
    for matter in (filing, *arrests, review, *returns, correction, tracking, opinion):
        who.legal.go(matter.path)
        held = [words for words in CANARIES if words in who.legal.page.content()]
        assert not held, (matter.title, held)
    for path in ("inbox/", "matters/", "notices/", f"search/?q={SUSPECT}"):
        who.legal.go(path)
        assert not [words for words in CANARIES if words in who.legal.page.content()], path
    assert who.legal.status(lead.path) == 404, "线索对公安机关始终不存在"


def the_case(who: People) -> None:
    """案件页: the case, its suspect, his detention; no business of the police portal."""
    desk = who.prosecutor
    desk.go("cases/new/")
    desk.fill(
        **{
            "number": CASE_NUMBER, "name": CASE, "charge": CHARGE, "police": "城东分局", "accepted_on": "2026-10-08",
            "s-0-name": SUSPECT, "s-0-born_on": "1990-01-01", "m-0-suspect": "0", "m-0-kind": "刑事拘留", "m-0-began_on": "2026-11-17",
        }
    )  # fmt: skip
    desk.page.locator("main button[name=press][value=save]").last.click()
    desk.done()
    assert "刑事拘留" in desk.words()
    assert who.legal.status(desk.page.url.partition("/procuratorate/")[2]) == 404


def the_lead(who: People) -> Matter:
    """来信 → 受理 → 分流 → 指派."""
    desk = who.complaints
    letter = {
        "title": "沈信芳来信反映合同诈骗不立案线索", "source": "letter", "received_on": "2026-11-18", "is_letter": "on", "subject": SUSPECT,
        "charge": CHARGE, "facts": f"{SUSPECT}{CANARIES[2]}，派出所不立案。", "police": "城东分局", "case": CASE,
        "complainant": CANARIES[0], "complainant_contact": CANARIES[1],
    }  # fmt: skip
    desk.go("open/lead/register/")
    desk.fill(**letter)
    desk.submit()
    assert "不能出现控告人姓名" in desk.refused(), "事项名称会对外，不写控告人"
    desk.fill(public_title="合同诈骗不立案线索")
    desk.submit()
    desk.done()
    lead = Matter.here(desk)
    reads(desk, lead, "于2026年11月25日前决定受理", "规则第161条", f"{SUSPECT} 刑事拘留（11月17日起）")
    lead.act(desk, "accept", reasons="属于本院管辖，符合受理条件。")
    assert desk.status(f"{lead.path}do/accept/") == 403, "不能受理两次"
    assert "受理" in desk.words()
    lead.act(desk, "route", route="filing", reasons="反映应当立案而不立案。")
    lead.act(who.chief, "assign", handler="王砚秋", days="15", demands="查明受案情况。")
    reads(who.prosecutor, lead, "核查线索，于2026年12月5日前提出处理意见", "检察 王砚秋")
    assert who.legal.status(lead.path) == 404
    return lead


def the_filing(who: People, lead: Matter) -> Matter:
    """成案：立案监督 → 要求说明 → 说明 → 通知立案 → 立案."""
    lead.act(who.prosecutor, "to_filing", variant="A", police_accepted_on="2026-10-08", police_number=CASE_NUMBER, reasons="核查属实。")
    filing = lead.follows(who.prosecutor, "立案监督")
    assert CANARIES[0] in who.prosecutor.words(), "控告人随线索转入，仅检察机关可见"
    filing.act(who.prosecutor, "request_a", facts="经查，受案后未立案。", reasons="现有材料反映有犯罪事实发生。")
    filing.sign(who.chief)
    reads(who.prosecutor, filing, "未起算（待签收）")
    filing.receive(who.legal)
    reads(who.legal, filing, "请于2026年11月27日前书面说明不立案理由", "规则第560条")
    who.send(filing, "explain", "城公（刑）说字〔2026〕187号", situation="受案后进行了审查。", grounds="认为系合同纠纷。")
    filing.act(who.prosecutor, "notify_filing", facts="收款后即转移资金。", reasons="符合立案条件。", enclosures="转账记录一份")
    who.serve(filing)
    reads(who.legal, filing, "请于2026年12月7日前立案", "规则第564条第2款")
    who.send(filing, "file", "城公（刑）立字〔2026〕187号", filed_on=TODAY)
    reads(who.prosecutor, filing, "2027年2月20日", "监督立案案件侦查终结 · 规则第564条第3款")
    return filing


def the_arrest(who: People) -> tuple[Matter, ...]:
    """不批准逮捕（证据不足）→ 释放、回执 → 补侦条目 one by one → 重新提请 → 批准逮捕."""
    first = Matter.opened(
        who.prosecutor, "arrest_review", "accept", case=CASE, title=f"{SUSPECT}合同诈骗审查逮捕案", police="城东分局", subject=SUSPECT,
        charge=CHARGE, request_number="城公（刑）提捕字〔2026〕187号", received_on=TODAY, detained="yes",
    )  # fmt: skip
    reads(who.legal, first, "正在审查逮捕，于2026年11月27日前作出决定", "刑诉法第91条第3款")
    first.act(who.prosecutor, "refuse_evidence", facts="只有供述。", reasons="不能证明非法占有目的。", outline="on")
    who.serve(first)

    after = first.follows(who.legal, "不捕跟踪")
    reads(who.legal, after, "请立即释放或者变更强制措施", "2026年11月23日", "规则第286条第2款", "1人在押")
    assert who.legal.status(f"{after.path}do/receipt/") == 403
    assert "请先报送释放、变更强制措施的情况" in who.legal.words()
    after.act(who.legal, "release", measure="bail", released_at=f"{TODAY}T09:00")
    reads(who.prosecutor, after, "无人在押")
    after.act(who.legal, "receipt", files=True, own_number="城公（刑）不捕回字〔2026〕187号")
    after.receive(who.prosecutor)

    outline = after.follows(who.prosecutor, "补充侦查")
    assert who.legal.status(outline.path) == 404, "提纲发出以前公安机关看不到"
    outline.act(who.prosecutor, "itemise", items=PROOF)
    outline.act(who.prosecutor, "hear", heard_on=TODAY, persons="邵勉", opinions="流水可以调取。")
    outline.act(who.prosecutor, "send_t1", grounds="现有证据不能证明非法占有目的。")
    outline.receive(who.legal)
    reads(who.legal, outline, "请逐条认领、交办，并办理完毕", "无运行中的期限")  # the law sets none (law.md 7.1)
    outline.act(who.legal, "claim", item=1, **TEAM)
    outline.act(who.investigator, "answer", item=1, files=True, status="done", reply="已调取流水并入卷。")
    assert who.legal.status(f"{outline.path}do/re_request/") == 403
    assert "尚有条目没有答复" in who.legal.words()
    outline.act(who.legal, "assign", **TEAM)
    outline.form(who.investigator, "answer", item=2, status="part", reply="查到第二级账户。")
    who.investigator.submit()
    assert "请写明原因" in who.investigator.refused()
    outline.act(who.investigator, "answer", item=2, files=True, status="part", reply="查到第二级账户。", why="第三级账户在外省，已发函。")
    who.send(outline, "re_request", "城公（刑）提捕字〔2026〕188号", result="已补齐，符合逮捕条件。")

    again = outline.follows(who.prosecutor, "审查逮捕")
    reads(who.prosecutor, again, "于2026年12月7日前作出是否批准逮捕的决定", "规则第282条", "无人在押")
    reads(who.legal, after, "已办结", "已重新提请批准逮捕")
    again.act(who.prosecutor, "approve", facts="有证据证明有犯罪事实。", reasons="有毁灭证据的现实危险。", outline="off")
    who.serve(again)
    reads(who.legal, again, "请立即执行逮捕并报告执行情况")
    again.act(who.investigator, "execute", execution="executed", executed_on=TODAY)
    again.act(who.legal, "receipt", files=True, own_number="城公（刑）捕回字〔2026〕188号")
    again.receive(who.prosecutor)
    reads(who.prosecutor, again, "已办结：已批准逮捕，执行回执已收到", f"{SUSPECT} 逮捕（11月20日起）")
    return first, after, outline, again


def the_returns(who: People) -> tuple[Matter, tuple[Matter, Matter]]:
    """审查起诉 → 退查 with items → what is still open → once more → a third time is impossible."""
    review = Matter.opened(
        who.cases, "prosecution_review", "accept", case=CASE, title=f"{SUSPECT}合同诈骗审查起诉案", police="城东分局", subject=SUSPECT,
        charge=CHARGE, opinion_number="城公（刑）诉字〔2026〕187号", received_on=TODAY, handler="王砚秋",
    )  # fmt: skip
    reads(who.prosecutor, review, "2026年11月23日，剩3天", "告知有权委托辩护人 · 刑诉法第34条第2款")
    review.act(who.prosecutor, "tell_counsel", told_on=TODAY, told=SUSPECT)
    # 20 December is a Sunday: nobody stays in custody a day longer for it
    reads(who.prosecutor, review, "于2026年12月20日前作出起诉、不起诉的决定", "刑诉法第172条第1款", "检察 王砚秋")
    assert who.prosecutor.status(f"{review.path}do/not_pros_doubt/") == 403
    assert "应当先退回补充侦查" in who.prosecutor.words()

    first = sent_back(who, review, grounds="非法占有目的没有证据印证。", items=MORE_PROOF)
    reads(who.legal, first, "请于2026年12月20日前补充侦查完毕，重新移送审查起诉", "刑诉法第175条第3款")
    reads(who.legal, review, "请在补充侦查事项中按提纲补充侦查，完毕后重新移送起诉")
    first.act(who.legal, "assign", **TEAM)
    first.act(who.investigator, "answer", item=1, files=True, status="done", reply="登记已入卷。")
    first.act(who.investigator, "answer", item=2, status="part", reply="已询问一次。", why="证人在外地。")
    who.send(first, "return_done", "城公（刑）补报字〔2026〕1号", result="已按提纲补充。")
    reads(who.prosecutor, review, "审查起诉：于2026年12月20日前", "剩30天")
    first.act(who.prosecutor, "evaluate", verdict_1="met", verdict_2="unmet", remark_2="没有证明款项用途。")

    second = sent_back(who, review, grounds="款项用途仍未查清。")
    assert "补充侦查条目（1条）" in who.legal.words(), "第二次只列仍未达到要求的"
    assert MORE_PROOF[1]["evidence"] in who.legal.words()
    assert MORE_PROOF[0]["evidence"] not in who.legal.words()
    assert "第一次补充侦查后仍未达到：没有证明款项用途。" in who.legal.words()
    second.act(who.investigator, "claim", item=1, **TEAM)
    second.act(who.investigator, "answer", item=1, status="cannot", reply="再次前往，未见到证人。", why="证人出境。")
    who.send(second, "return_done", "城公（刑）补报字〔2026〕2号", result="已按提纲补充。", unresolved="证人出境，无法询问。")
    second.act(who.prosecutor, "evaluate", verdict_1="impossible")

    who.prosecutor.go(review.path)
    assert who.prosecutor.page.locator("main a.button", has_text="退回补充侦查").count() == 0
    assert who.prosecutor.status(f"{review.path}do/return_case/") == 403
    assert "补充侦查以二次为限" in who.prosecutor.words()
    assert "刑诉法第175条第3款" in who.prosecutor.words()
    return review, (first, second)


def sent_back(who: People, review: Matter, *, grounds: str, items: Any = ()) -> Matter:
    """退回补充侦查 is decided in 审查起诉, and drawn up and served in 补充侦查; the police have it before them."""
    review.act(who.prosecutor, "return_case", ground="facts", reasons=grounds)
    outline = review.follows(who.prosecutor, "补充侦查")
    if items:
        outline.act(who.prosecutor, "itemise", items=items)
    outline.act(who.prosecutor, "send_t3", grounds=grounds, suspects=f"{SUSPECT}，已逮捕。", unheard="办案人员出差，已电话说明。")
    outline.receive(who.legal)
    return outline


def the_correction(who: People) -> Matter:
    """两项违法 → 纠正违法通知书 → 申请复查 → one of them revoked by another prosecutor → reply → verified."""
    matter = Matter.opened(
        who.prosecutor, "investigation", "register", title=f"{SUSPECT}合同诈骗案侦查活动监督案", police="城东分局", case=CASE,
        source="casework", received_on=TODAY, violations=VIOLATIONS,
    )  # fmt: skip
    matter.act(who.prosecutor, "establish", holds_1="yes", holds_2="yes", weight="grave", conclusion="经调取录音录像、询问办案人员查明。")
    matter.act(who.prosecutor, "correction", demand_1="请补正并说明情况。", demand_2="请纠正并查明原因。")
    who.serve(matter)
    reads(who.legal, matter, "请于2026年12月5日前书面回复纠正情况", "规则第553条")
    matter.act(who.legal, "hand_down", unit="河湾派出所", police_handler="邵勉")
    who.send(matter, "ask_recheck", "城公（法）申查字〔2026〕187号", grounds="讯问有录像，光盘在卷。")
    reads(who.legal, matter, "正在复查，于2026年11月27日前作出决定", "规则第554条第1款")
    assert who.prosecutor.status(f"{matter.path}do/recheck_part/") == 403
    assert "原承办人以外的检察官" in who.prosecutor.words()
    matter.act(who.other, "recheck_part", findings="经审查，第1条有录像。", reasons="第1条不成立，第2条正确。", kept_1="no", kept_2="yes")
    matter.sign(who.chief)
    reads(who.prosecutor, matter, "临河市公安局城东分局（演示）：签收《复查决定书》")
    matter.receive(who.legal)
    matter.receive(who.above)
    reads(who.legal, matter, "你单位仍可随时纠正并书面回复")
    assert "应当对讯问过程录音或者录像而没有录音、录像（规则第567条第2项） 已撤销" in who.legal.words()
    assert who.legal.status(f"{matter.path}do/ask_recheck/") == 403
    assert "复查以一次为限" in who.legal.words()
    matter.act(who.investigator, "prepare", item=2, prepared="done", prepared_words="已补发通知，批评教育责任人。")
    who.send(matter, "reply", "城公（法）复字〔2026〕187号", statement="已组织学习。")
    matter.act(who.prosecutor, "adopt", reasons="经核查，通知书已补发。")
    reads(who.legal, matter, "已办结：整改已经核查认可")
    assert who.legal.status(f"{matter.path}do/reply/") == 403
    assert "不能重复办理" in who.legal.words()
    return matter


def not_prosecuted(who: People, review: Matter) -> tuple[Matter, Matter]:
    """存疑不起诉 → 释放 → 移送行政检察 → 检察意见 → 处罚 → 办结."""
    review.act(
        who.prosecutor, "not_pros_doubt", person="1990年1月1日出生，居民。", facts="收款后未履行合同。", reasons="二次退回补充侦查，证据仍然不足。",
        measure="custody", victim="on",
    )  # fmt: skip
    who.serve(review)
    after = review.follows(who.legal, "不诉跟踪")
    reads(who.legal, after, "请立即释放（解除强制措施）并报送情况", "七日以内要求复议", "1人在押")
    after.act(who.legal, "report_release", files=True, own_number="青看释字〔2026〕9号", released_on=TODAY)
    after.receive(who.prosecutor)
    reads(who.prosecutor, after, "无人在押", "2026年11月25日", "不起诉案件移送行政检察部门 · 反向衔接指引")
    after.act(who.prosecutor, "transfer_case", facts="收取货款后不履行合同。", advice="建议给予行政处罚。")

    desk = who.administrative
    opinion = after.follows(desk, "行刑反向衔接")
    assert who.legal.status(opinion.path) == 404, "提出检察意见以前公安机关看不到"
    opinion.act(desk, "accept", accepted_on=TODAY)
    reads(desk, opinion, "于2026年12月4日前审查终结", "反向衔接指引第12条", "检察 庄予衡")
    opinion.act(
        desk, "opinion_to_police", person="1990年1月1日出生，居民。", law="《中华人民共和国治安管理处罚法》", advice="应当给予行政处罚。",
        reply_term="2个月",
    )  # fmt: skip
    who.serve(opinion)
    reads(who.legal, opinion, "请于2027年1月20日前依法处理，并将处理结果通知检察机关", "刑诉法第177条第3款")
    opinion.act(
        who.legal, "reply_police", files=True, own_number="城公（治）复字〔2026〕5号", handled="punished", amount="500",
        handled_words="罚款五百元。",
    )  # fmt: skip
    opinion.sign(who.head)
    opinion.receive(desk)
    assert desk.status(f"{opinion.path}do/close_punished/") == 403
    assert "请先登记涉案财物处置" in desk.words()
    opinion.act(desk, "record_property", property_words="没有涉案财物。")
    opinion.act(desk, "close_punished", reasons="处罚适当。")
    reads(who.legal, opinion, "已办结：已处理")
    reads(who.prosecutor, review, "释放、解除措施、异议和移送行政检察在不诉跟踪事项中办理")
    return after, opinion
