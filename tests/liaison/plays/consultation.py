"""会商: what is typed in its acts, and how a matter begins, by either side. Everybody of both sides hosts: who has no seat finds nothing."""

from __future__ import annotations

from itertools import count
from typing import Any

from cases.matters import perform
from cases.models import Attachment, Case, Matter, Participant, SeatRole
from liaison.models.consultation import ConsultationDetail, ConsultationMaterial
from office.models import Officer
from tests.supervision.play import act, at, fresh, receive
from tests.supervision.plays import scan

_numbers = count(1)
QUESTIONS = "差旅费名义支取款项是否属于利用职务上的便利\n数额认定为38.6万元还是21.2万元"
APPLICATION: dict[str, Any] = {
    "title": "测试甲涉嫌职务侵占案会商", "why": "dispute", "facts": "测试甲负责审核本部门差旅费报销，以虚假行程支取款项。", "questions": QUESTIONS,
    "own_view": "全部数额均有汇总表证明。", "mode": "in_person", "wanted": "承办检察官、检察官助理各一人",
}  # fmt: skip
VIEWS = {"procuratorate_view": "属于，其负责审核。", "police_view": "属于，财务仅作形式复核。"}
ON_BOTH: dict[str, dict[str, Any]] = {
    "invite": {"role": "invited"},
    "uninvite": {"reasons": "不再需要其参加。"},
    "withdraw_material": {"reasons": "传错文件。"},
    "void_material": {"instead": "页码有误，以新件为准。"},
}
FILLED: dict[str, dict[str, Any]] = {
    "send": APPLICATION,
    "apply": APPLICATION,
    "prepare": APPLICATION,
    "drop": {"reasons": "已经协商一致。"},
    "lapse": {"reasons": "到期没有答复。"},
    "take_back": {"reasons": "分歧已经消除。"},
    "accept": {"reply": "同意，由承办检察官参加。"},
    "decline": {"reasons": "现有规定明确，不需要会商。"},
    "call_off": {"reasons": "对方不再推进。"},
    "arrange": {"mode": "in_person", "held_on": "", "held_time": "09:30", "place": "检察院二楼会商室"},
    "add_question": {"question": "是否有毁灭、伪造证据的现实危险"},
    "push": {"note": "审查报告摘要", "declared": "on"},
    "hold": {"place": "检察院二楼会商室", "attended": "双方各二人到会。", "summary": "逐问讨论。"},
    "conclude": {**VIEWS, "outcome": "partly", "conclusion": "21.2万元双方一致；其余待补充原始凭证后再定。", "basis": "刑诉法第55条", "follow_up": "开立补充侦查提纲"},
    "end": {"summary": "逐问讨论，记载结论。"},
    "reopen": {"reasons": "第2问需要重议。"},
    "dissent": {"text": "汇总表与领款签名能够对应，不宜全部搁置。"},
    "opine": {"text": "第1问：属于。第2问：21.2万元有凭证印证。", "in_name_of": "own"},
    "to_guidance": {"title": "差旅费类职务侵占数额认定指引", "body": "汇总表须与领款签名、原始凭证逐笔对应。", "concerns_nobody": "on"},
    "own_dissent": {"text": "本人认为应当先行补查原始凭证。"},
    "circulate": {"attended": "双方各二人到会。", "summary": "逐问讨论，记载结论。"},
    "recall": {"reasons": "参加人员有遗漏。"},
    "shelve": {"reasons": "到期没有签署。"},
    "resolve": {"text": "统一差旅费凭证的调取清单。", "measure": "清单经双方确认后印发。"},
    "outline": {"variant": "T1", "charge": "职务侵占", "subject": "测试甲"},
    "spot": {"facts": "扣押清单没有见证人签名。"},
    **ON_BOTH,
    **{f"police_{code}": words for code, words in ON_BOTH.items()},
}


def case_of(world: Any) -> Case:
    """A case of the organ with a number of its own."""
    number = f"城公（刑）立字〔2026〕{7000 + next(_numbers)}号"
    return Case.objects.create(office=world.office, police=world.organ, number=number, name="测试甲涉嫌职务侵占案", charge="职务侵占")


def applied(world: Any, by: str = "procuratorate", day: str = "2026-02-02", code: str = "apply", who: Officer | None = None, **values: Any) -> Matter:
    """An application of a side, as it leaves it: the other side has a host and nobody else."""
    officer = who or (world.legal_officer if by == "police" else world.prosecutor)
    data = {**APPLICATION, **({} if by == "police" else {"police": str(world.organ.pk)}), **values}
    return perform(None, code, kind="consultation", officer=officer, now=at(day), data=data).matter


def opened(world: Any, by: str = "procuratorate", day: str = "2026-02-02", code: str = "apply") -> Matter:
    """The same, with everybody of both sides among the hosts, a guest on each, and a material: the generic tests let anybody act, on any sort of row."""
    matter = applied(world, by, day, code, case_number=case_of(world).number)
    seat: dict[str, Any] = {"office": world.office, "matter": matter, "since": at(day).date()}
    for side, unit, guest in (("procuratorate", world.court, world.assistant), ("police", world.organ, world.investigator)):
        Participant.objects.create(**seat, organisation=unit, side=side, role=SeatRole.HOST)
        Participant.objects.create(**seat, officer=guest, side=side)
    ConsultationDetail.objects.filter(pk=matter.pk).update(procuratorate_guests=True, police_guests=True)
    file = Attachment.objects.create(
        office=world.office, matter=matter, event=matter.events.first(), shown="both", name="摘要.pdf", sha256="0" * 64, size=1,
        content_type="application/pdf",
    )  # fmt: skip
    ConsultationMaterial(office=world.office, matter=matter, no=1, attachment=file, side="procuratorate", name=file.name, sha256=file.sha256).save()
    return Matter.objects.get(pk=matter.pk)


WAYS: tuple[dict[str, Any], ...] = ({}, {"by": "police"}, {"code": "prepare"}, {"code": "prepare", "by": "police"})
"""Applied for by either side; each at once, or after a draft."""


# ------------------------------------------------------------------------------------------------ a story


def agreed(world: Any, **values: Any) -> Matter:
    """Applied for by the procuratorate, signed for and agreed to by the police: each side has one host."""
    matter = applied(world, **values)
    receive(matter, world.legal_officer, "2026-02-02")
    act(matter, "accept", world.legal_officer, "2026-02-02")
    return fresh(matter)


def invite(matter: Matter, by: Officer, *people: Officer, day: str = "2026-02-03", role: str = "invited") -> None:
    """The host invites people of his own side."""
    for one in people:
        act(matter, "invite" if by.side == "procuratorate" else "police_invite", by, day, {"who": str(one.pk), "role": role})


def gathering(world: Any, **values: Any) -> Matter:
    """Everybody is invited and opinions are asked for: 检 host, recorder, one more; 警 host, recorder."""
    matter = agreed(world, **values)
    invite(matter, world.prosecutor, world.assistant, role="recorder")
    invite(matter, world.prosecutor, world.second_prosecutor)
    invite(matter, world.legal_officer, world.investigator, role="recorder")
    act(matter, "arrange", world.prosecutor, "2026-02-03", {"held_on": "2026-02-06"})
    act(matter, "push", world.assistant, "2026-02-03", uploads={"files": [scan("审查报告摘要.pdf")]})
    act(matter, "gather", world.prosecutor, "2026-02-03")
    return fresh(matter)


def exchanged(world: Any, **values: Any) -> Matter:
    """Both sides have handed in, and both hosts have said so."""
    matter = gathering(world, **values)
    act(matter, "opine", world.prosecutor, "2026-02-04")
    act(matter, "opine", world.second_prosecutor, "2026-02-04")
    act(matter, "ready", world.prosecutor, "2026-02-04")
    act(matter, "opine", world.legal_officer, "2026-02-05")
    act(matter, "police_exchange", world.legal_officer, "2026-02-05")
    return fresh(matter)


def minuting(world: Any, outcomes: tuple[str, str] = ("agreed", "partly"), **values: Any) -> Matter:
    """Held, every question concluded, and over."""
    matter = exchanged(world, **values)
    act(matter, "hold", world.prosecutor, "2026-02-06", {"held_at": "2026-02-06T09:00"})
    for no, outcome in enumerate(outcomes, 1):
        act(matter, "conclude", world.assistant, "2026-02-06", {"item": str(no), "outcome": outcome})
    act(matter, "end", world.prosecutor, "2026-02-06")
    return fresh(matter)


def going_round(world: Any, **values: Any) -> Matter:
    """The minutes lie before both hosts."""
    matter = minuting(world, **values)
    act(matter, "circulate", world.assistant, "2026-02-09")
    return fresh(matter)


def sign_minutes(matter: Matter, *people: Officer, day: str = "2026-02-10") -> Matter:
    """Each signs the minutes as the page shows them."""
    for who in people:
        paper = matter.documents.get(status="circulating")
        perform(matter.pk, "sign", officer=who, data={"document": paper.pk, "digest": paper.digest}, now=at(day))
    return fresh(matter)
