"""Shorthand for playing a story through ``perform()``: the verbs. What is typed in each act stands in ``plays/<kind>.py``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import connection

from cases.matters import Result, perform, sweep
from cases.matters.table.workflow import RESERVED, workflow
from cases.models import Deadline, Document, Matter
from tests.supervision.plays import PDF, at, filled, row_of, scan, uploads
from tests.supervision.plays.filing import FILLED, lead, opened

__all__ = ["FILLED", "PDF", "at", "lead", "opened", "scan"]


def act(matter: Matter, code: str, officer: Any, when: str | date | datetime, data: dict[str, Any] | None = None, **more: Any) -> Result:
    """One act with the usual words; uploaded papers come with a scan."""
    words = {**filled(matter.kind, code), **(data or {})}
    given = more.pop("uploads", None)
    if given is None:
        given = uploads(row_of(matter, code), words) if workflow(matter.kind).has_action(code) else {}
    moment = when if isinstance(when, datetime) else at(when)
    return perform(matter.pk, code, officer=officer, data=words, uploads=given, now=moment, **more)


def walk_to(matter: Matter, world: Any, *steps: tuple[Any, ...]) -> Matter:
    """Play steps in their order, as a story reads: ``(code, who, day)`` or ``(code, who, day, data)``; the matter as it then stands.

    ``who`` names an officer of the world. ``sign`` and ``receive`` take the paper that waits; other acts on a paper take the
    newest, with ``data["reason"]`` as the reason; ``sweep`` is the check of periods on that day (``who`` is left empty).
    """
    for code, who, day, *rest in steps:
        data: dict[str, Any] = dict(rest[0]) if rest else {}
        officer = getattr(world, who) if who else None
        if code == "sweep":
            sweep(now=at(day))
        elif code == "sign":
            sign(matter, officer, day, **data)
        elif code == "receive":
            receive(matter, officer, day, **data)
        elif code in RESERVED:
            reason = data.pop("reason", "")
            newest = Document.objects.filter(matter=matter, leads=True).order_by("-drafted_at", "-id").first()
            given = {"document": newest.pk, **data} if newest is not None else data
            perform(matter.pk, code, officer=officer, data=given, reason=reason, now=at(day))
        else:
            act(matter, code, officer, day, data)
    return fresh(matter)


def sign(matter: Matter, officer: Any, when: str | date | datetime, **more: Any) -> Result:
    """Sign the one open draft."""
    paper = Document.objects.get(matter=matter, status="draft", leads=True)
    moment = when if isinstance(when, datetime) else at(when)
    if paper.is_raw:
        look_over(paper, moment)
    return perform(matter.pk, "sign", officer=officer, data={"document": paper.pk}, now=moment, **more)


def look_over(paper: Document, moment: datetime) -> None:
    """核改: the handler hands in what the deadline check drafted, as it stands."""
    perform(paper.matter_id, "revise", officer=paper.matter.handler, data={**paper.fields, "document": paper.pk}, now=moment)


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
    matter: Matter, code: str, officer: Any, now: str, on: str, data: dict[str, Any] | None = None, reason: str = "对方以纸质方式办理",
    mailed: str = "",
) -> Result:  # fmt: skip
    """线下登记 of an act of the police; ``mailed``: when it was given to the post."""
    filled = {**FILLED.get(code, {}), **(data or {})}
    return perform(
        matter.pk, code, officer=officer, data=filled, now=at(now), on=date.fromisoformat(on), evidence=[scan("回函.pdf")], reason=reason,
        mailed_on=date.fromisoformat(mailed) if mailed else None,
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
    """How many rows every table of the business holds, in one query: what a refused act must leave as it is."""
    models = [*apps.get_app_config("cases").get_models(), apps.get_model("office", "AuditEntry"), apps.get_model("office", "Outbox")]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{one._meta.label}', count(*) FROM {one._meta.db_table}" for one in models))
        return dict(cursor.fetchall())
