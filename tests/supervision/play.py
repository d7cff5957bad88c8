"""Shorthand for playing a story through ``perform()``: what a person would type, act by act."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.actions import Result, perform
from cases.models import Deadline, Document, Matter

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
