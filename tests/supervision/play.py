"""Shorthand for playing a story through ``perform()``: what a person would type, act by act."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.actions import Result, perform
from cases.models import Deadline, Document, Matter

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def scan(name: str = "扫描件.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def at(day: str | date, hour: int = 9) -> datetime:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return timezone.make_aware(datetime.combine(day, time(hour, 30)))


FILLED: dict[str, dict[str, Any]] = {
    "request_a": {"facts": "被害人报案后公安机关作出不予立案决定。", "reasons": "现有证据反映有犯罪事实发生。"},
    "request_b": {"facts": "双方系合同纠纷。", "ground": "civil", "not_yet_requested": "on"},
    "request_c": {"facts": "受案已逾三十日。"},
    "explain": {"own_number": "城公（刑）说字〔2026〕1号", "situation": "接报后进行了审查。", "grounds": "认为没有犯罪事实。"},
    "explain_late": {"own_number": "城公（刑）说字〔2026〕2号", "situation": "正在查证。", "grounds": "线索复杂。"},
    "reasons_hold_a": {"reasons": "现有证据不能证明有犯罪事实。"},
    "reasons_hold_b": {"reasons": "立案符合条件。"},
    "inform": {"receiver": "控告人甲", "conclusion": "公安机关不立案理由成立。"},
    "notify_filing": {"facts": "经查，有证据证明有犯罪事实。", "reasons": "符合立案条件。", "enclosures": "证人证言复印件一份\n转账凭证复印件一份"},
    "notify_filing_silent": {"facts": "经查，有证据证明有犯罪事实。", "reasons": "符合立案条件。", "enclosures": "证人证言复印件一份\n转账凭证复印件一份"},
    "notify_withdrawal": {"facts": "系民事纠纷。", "reasons": "没有犯罪事实。", "enclosures": "证人证言复印件一份\n转账凭证复印件一份"},
    "notify_withdrawal_silent": {"facts": "系民事纠纷。", "reasons": "没有犯罪事实。", "enclosures": "证人证言复印件一份\n转账凭证复印件一份"},
    "ask_reconsideration": {"own_number": "城公（刑）要复字〔2026〕1号", "grounds": "本案涉嫌犯罪。"},
    "ask_review": {"own_number": "城公（刑）提复字〔2026〕1号", "grounds": "不服复议决定。"},
    "vary": {"findings": "经重新审查。", "reasons": "原通知不当。", "conclusion": "撤回《通知撤销案件书》"},
    "uphold": {"findings": "经重新审查。", "reasons": "原通知正确。", "conclusion": "维持《通知撤销案件书》"},
    "review_revokes": {"findings": "经审查。", "reasons": "原通知不当。", "conclusion": "撤销通知"},
    "review_confirms": {"findings": "经审查。", "reasons": "原通知正确。", "conclusion": "维持通知"},
    "correct": {"violation": "逾期未办理。", "law": "规则第五百六十四条", "opinion": "请纠正。", "reply_days": "15"},
    "correct_silence": {"violation": "逾期未说明。", "law": "规则第五百六十二条", "opinion": "请纠正。", "reply_days": "15"},
    "reply_correction": {"own_number": "城公（法）复字〔2026〕1号", "corrected": "no", "statement": "不予纠正的理由。"},
    "escalate": {"facts": "经过。", "reasons": "请予协商。"},
    "escalate_replied": {"facts": "经过。", "reasons": "请予协商。"},
    "to_review": {"reasons": "需要公安机关说明理由。"},
    "no_need": {"facts": "经审查。", "reasons": "无监督必要。"},
    "reply_correct": {"facts": "经审查。", "reasons": "公安决定正确。", "conclusion": "公安机关决定正确。"},
    "reply_procedural": {"receiver": "控告人甲", "conclusion": "来信收悉，正在审查。"},
    "reply_result": {"receiver": "控告人甲", "conclusion": "已监督立案。"},
    "not_ours": {"receiver": "白石区人民检察院", "contents": "不属本院管辖。"},
    "found_crime": {"receiver": "临河市人民检察院", "contents": "发现涉嫌犯罪线索。"},
    "verify": {"methods": ["interview_officer", "copy_papers"], "contents": "受案、立案登记情况。"},
    "press": {"subject_matter": "书面说明理由", "due_on": "2026-02-10", "reply_by": "2030-01-01"},
    "press_correction": {"subject_matter": "回复纠正情况", "due_on": "2026-02-10", "reply_by": "2030-01-01"},
    "press_withdrawal": {"subject_matter": "撤销案件", "due_on": "2026-02-10", "reply_by": "2030-01-01"},
    "urge": {"filed_on": "2026-03-09", "reply_by": "2030-01-01"},
    "pass_to_police": {"police_accepted_on": "2026-02-01", "term": "7", "contents": "受案尚未超期。"},
    "decided": {"own_number": "城公（刑）不立字〔2026〕1号"},
    "decide_no_filing": {"own_number": "城公（刑）不立字〔2026〕2号"},
    "file": {"own_number": "城公（刑）立字〔2026〕1号"},
    "withdraw_case": {"own_number": "城公（刑）撤字〔2026〕1号"},
    "police_silent": {"reasons": "超期未决定。"},
    "close_withdrawn": {"reasons": "已撤案。"},
    "withdrawal_informed": {"own_number": "城公（刑）告字〔2026〕1号", "informed": "当事人"},
    "progress": {"progress": "正在侦查。"},
}


def lead(branch: str = "A", **values: Any) -> dict[str, Any]:
    return {
        "variant": branch, "title": f"测试甲涉嫌合同诈骗立案监督案（{branch}）", "charge": "合同诈骗", "persons": "1",
        "source": "complaint", "complainant": "控告人甲", "subject": "测试甲", "measures_taken": "unknown", **values,
    }


def act(matter: Matter, code: str, officer: Any, when: str | date | datetime, data: dict[str, Any] | None = None, **more: Any) -> Result:
    """One act with the usual words; uploaded papers come with a scan."""
    filled = {**FILLED.get(code, {}), **(data or {})}
    uploads = more.pop("uploads", None)
    if uploads is None:
        uploads = {"files": [scan()]} if "own_number" in filled else {}
    moment = when if isinstance(when, datetime) else at(when)
    return perform(matter.pk, code, officer=officer, data=filled, uploads=uploads, now=moment, **more)


def sign(matter: Matter, officer: Any, when: str | date | datetime, **more: Any) -> Result:
    """Sign the one open draft."""
    paper = Document.objects.get(matter=matter, status="draft", leads=True)
    moment = when if isinstance(when, datetime) else at(when)
    return perform(matter.pk, "sign", officer=officer, data={"document": paper.pk}, now=moment, **more)


def receive(matter: Matter, officer: Any, when: str | date | datetime, **more: Any) -> Result:
    """Sign for the one paper that waits for this side."""
    paper = Document.objects.filter(matter=matter, status="issued", addressee__in=["police", "procuratorate", "superior"]).order_by("issued_at").first()
    assert paper is not None, "没有待签收的文书"
    moment = when if isinstance(when, datetime) else at(when)
    return perform(matter.pk, "receive", officer=officer, data={"document": paper.pk}, now=moment, **more)


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def opened(world: Any, branch: str = "A", day: str = "2026-02-02", code: str = "take_over", **values: Any) -> Matter:
    """A new matter of a branch with 城东分局, by the prosecutor."""
    data = lead(branch, **{"received_on": day, "police": str(world.organ.pk), **values})
    return perform(None, code, kind="filing", officer=world.prosecutor, now=at(day), data=data).matter


def clock(matter: Matter, rule: str) -> Any:
    """The newest clock of a rule."""
    return Deadline.objects.filter(matter=matter, rule=rule).order_by("-id").first()


def sent(matter: Matter, code: str, drafter: Any, signer: Any, when: str | date, data: dict[str, Any] | None = None) -> Document:
    """Drafted and signed on one day."""
    act(matter, code, drafter, when, data)
    return sign(matter, signer, when).documents[0]


def asked(world: Any, branch: str = "A", day: str = "2026-02-02", received: str = "2026-02-10") -> Matter:
    """Reasons are asked for and the police have signed: their seven days run."""
    matter = opened(world, branch, day)
    sent(matter, f"request_{branch.lower()}", world.prosecutor, world.chief, day)
    receive(matter, world.legal_officer, received)
    return fresh(matter)


def explained(world: Any, branch: str = "A", **days: str) -> Matter:
    """The police have explained in time, and the case management has received it."""
    matter = asked(world, branch, **days)
    sent(matter, "explain", world.legal_officer, world.head, "2026-02-12")
    receive(matter, world.case_manager, "2026-02-12")
    return fresh(matter)


def notified(world: Any, branch: str = "A") -> Matter:
    """通知立案 or 通知撤案 signed for on 2 March 2026: fifteen days end on 17 March."""
    matter = explained(world, branch)
    sent(matter, "notify_withdrawal" if branch == "B" else "notify_filing", world.prosecutor, world.chief, "2026-02-27")
    receive(matter, world.legal_officer, "2026-03-02")
    return fresh(matter)


def on_paper(
    matter: Matter, code: str, officer: Any, now: str, on: str, data: dict[str, Any] | None = None, reason: str = "对方以纸质方式办理"
) -> Result:
    """线下登记 of an act of the police."""
    filled = {**FILLED.get(code, {}), **(data or {})}
    return perform(
        matter.pk, code, officer=officer, data=filled, now=at(now), on=date.fromisoformat(on), evidence=[scan("回函.pdf")], reason=reason
    )


def receipt_on_paper(matter: Matter, officer: Any, now: str, on: str) -> Result:
    """线下登记 of a receipt the police signed on paper."""
    paper = waiting(matter, "police")
    return perform(
        matter.pk, "receive", officer=officer, data={"document": paper.pk}, now=at(now), on=date.fromisoformat(on),
        evidence=[scan("送达回证.pdf")], reason="公安机关未使用本系统",
    )


def waiting(matter: Matter, addressee: str) -> Document:
    """The one paper that waits for this addressee's signature."""
    return Document.objects.get(matter=matter, status="issued", addressee=addressee)


def on_paper_act(matter: Matter, paper: Document, code: str, officer: Any, when: str, reason: str = "文书有误", **more: Any) -> Result:
    """A reserved act on one paper."""
    return perform(matter.pk, code, officer=officer, data={"document": paper.pk}, reason=reason, now=at(when), **more)


def counts() -> dict[str, int]:
    """How many rows every table of the business holds: what a refused act must leave as it is."""
    models = [*apps.get_app_config("cases").get_models(), apps.get_model("office", "AuditEntry"), apps.get_model("office", "Outbox")]
    return {model._meta.label: model.objects.count() for model in models}
