"""强制措施: what a person types, and how a measure begins."""

from __future__ import annotations

from typing import Any

from cases.matters import perform
from cases.models import Case, Matter, Suspect
from tests.supervision.plays import at

FILLED: dict[str, dict[str, Any]] = {
    "register": {"variant": "detention", "decided_by": "police", "number": "城公（刑）拘字〔2026〕1号"},
    "in_house": {"done_at": "2026-03-02T20:00"},
    "interrogate": {"done_at": "2026-03-02T15:00"},
    "tell_family": {"done_at": "2026-03-02T18:00", "family": ""},
    "record": {"own_number": "城公（刑）备字〔2026〕1号", "contents": "备案。"},
    "warn": {"receiver": "青江区人民检察院"},
    "transfer": {"receiver": "青江区人民检察院"},
    "extend_summons": {"approved_by": "head", "reasons": "结伙作案，需要采取拘留措施。"},
    "examine": {"institution": "临河市精神卫生中心", "reasons": "有精神病史。"},
    "examined": {"opinion": "案发时具有完全刑事责任能力。"},
    "unidentified": {"reasons": "拒不讲真实姓名、住址。"},
    "identified": {"own_number": "城公（刑）变羁字〔2026〕2号", "identity": "测试甲，男，1990年生。"},
    "hand_over": {"receiver": "青江区人民检察院"},
    "redecide": {"decision": "continued", "number": "青检取保〔2026〕1号", "decided_by": "procuratorate"},
    "apply": {"applicant": "辩护人", "wish": "change"},
    "answer_application": {"decision": "refused", "reasons": "可能毁灭、伪造证据。"},
    "extend_days": {"own_number": "城公（刑）延拘字〔2026〕1号", "days": "4", "reasons": "案情复杂，需要调取证据。"},
    "extend_thirty": {"own_number": "城公（刑）延拘字〔2026〕2号", "ground": "gang", "reasons": "三人结伙作案。"},
    "request": {"own_number": "城公（刑）提捕字〔2026〕1号"},
    "request_extension": {"own_number": "城公（刑）提延字〔2026〕1号", "reasons": "案情复杂，期限届满不能终结。", "assessed": "on"},
    "approve_first": {"number": "临检延〔2026〕1号", "approved_by": "临河市人民检察院"},
    "approve_second": {"number": "省检延〔2026〕1号", "approved_by": "省人民检察院"},
    "approve_third": {"number": "省检延〔2026〕2号", "approved_by": "省人民检察院"},
    "refuse_extension": {"number": "临检不延〔2026〕1号", "approved_by": "临河市人民检察院", "reasons": "二个月内未有效侦查。"},
    "recalculate": {"own_number": "城公（刑）变羁字〔2026〕1号", "crime": "另犯抢劫罪。"},
    "end": {"own_number": "城公（刑）释字〔2026〕1号", "ending": "released", "ended_reason": "不应当拘留。", "ended_time": "21:00"},
    "correct_overrun": {"facts": "拘留期限届满，未提请批准逮捕，也未释放。"},
}
WAYS = tuple({"variant": code} for code in ("detention", "arrest", "bail", "residential", "designated", "summons"))


def suspect(world: Any, name: str = "测试甲") -> Suspect:
    """A suspect of a case of the office (fictitious)."""
    case, _ = Case.objects.get_or_create(
        office=world.office, number="城公（刑）受案字〔2026〕7号", defaults={"name": "测试甲等人诈骗案", "charge": "诈骗", "police": world.organ}
    )
    return Suspect.objects.get_or_create(office=world.office, case=case, name=name)[0]


def opened(world: Any, variant: str = "detention", began: str = "", day: str = "2026-03-02", **values: Any) -> Matter:
    """A measure executed on the day at 10:20, registered by the prosecutor the same day."""
    began = began or f"{day}T10:20"
    data = {
        **FILLED["register"], "variant": variant, "suspect": str(suspect(world).pk), "police": str(world.organ.pk), "began_at": began, **values,
    }  # fmt: skip
    return perform(None, "register", kind="measure", officer=world.prosecutor, data=data, now=at(day, 11)).matter
