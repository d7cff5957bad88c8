"""Helpers of the tests of worklists, bell and search: a working day of the office, and pages as plain words."""


from __future__ import annotations

import html
import re
from datetime import timedelta

from cases.matters import desks, perform
from cases.matters.telling import writing
from cases.models import (
    Deadline,
    Document,
    Matter,
    Notice,
    Paper,
)
from office.keys import uuid7
from office.models import Officer
from office.options import OPTIONS
from supervision.models.filing import FilingDetail
from tests.supervision.play import act, at, lead, receive, sign
from tests.world import TODAY, World, signed_in

SETTINGS = {key: spec.default for key, spec in OPTIONS.items()}
COMPLAINANT, INSIDE, FACTS = "控告人金丝雀", "内部题名金丝雀", "线索内容金丝雀"


def again(who: Officer) -> Officer:
    """The officer as a new request has him."""
    return Officer.objects.select_related("organisation").get(pk=who.pk)


def new(world: World, day: str, branch: str = "A", *, by=None, organ=None, title="陈某军涉嫌合同诈骗", **more) -> Matter:
    data = lead(
        branch, title=f"{INSIDE}{title}", public_title=title, received_on=day, police=str((organ or world.organ).pk),
        complainant=COMPLAINANT, facts=FACTS, subject="陈某军", **more,
    )  # fmt: skip
    return perform(None, "take_over", kind="filing", officer=by or world.prosecutor, now=at(day), data=data).matter


def asked(world: World, drafted: str, received: str | None = None, branch: str = "A", **more) -> Matter:
    """A matter whose 要求说明理由 is served, and signed for on ``received``."""
    matter = new(world, drafted, branch, **more)
    act(matter, f"request_{branch.lower()}", more.get("by") or world.prosecutor, drafted)
    sign(matter, world.chief, drafted)
    if received:
        receive(matter, world.legal_officer if matter.police == world.organ else world.other_legal_officer, received)
    return matter


def text(answer) -> str:
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def page(who: Officer, address: str, /, **query) -> str:
    answer = signed_in(again(who)).get(f"/{who.side}/{address}", query)
    assert answer.status_code == 200, answer.content.decode()[-800:]
    return text(answer)


def numbers(shown: str) -> list[str]:
    return re.findall(r"侦监立〔2026〕(\d+)号", shown)


def working_day(world: World) -> dict[str, Matter]:
    """One matter in each group."""
    severe = asked(world, "2026-10-19", "2026-10-20", title="甲案")  # due 10-27
    over = asked(world, "2026-11-10", "2026-11-11", title="乙案", organ=world.second_organ)  # due 11-18
    soon = asked(world, "2026-11-12", "2026-11-13", title="丙案")  # due 11-20
    later = asked(world, "2026-11-18", "2026-11-19", title="丁案")  # due 11-26
    unsigned = asked(world, "2026-11-17", title="戊案")
    other = new(world, "2026-11-18", title="己案", by=world.second_prosecutor)
    return {"severe": severe, "over": over, "soon": soon, "later": later, "unsigned": unsigned, "other": other}


def escalated(world: World) -> Matter:
    matter = asked(world, "2026-07-01", "2026-07-02", title="庚案")
    act(matter, "notify_filing_silent", world.prosecutor, "2026-07-15")
    sign(matter, world.chief, "2026-07-15")
    receive(matter, world.legal_officer, "2026-07-16")
    act(matter, "correct", world.prosecutor, "2026-08-10")
    sign(matter, world.chief, "2026-08-10")
    receive(matter, world.legal_officer, "2026-08-11")
    act(matter, "escalate", world.prosecutor, "2026-09-15")
    sign(matter, world.chief, "2026-09-15")
    return matter


def many(world: World, number: int, first: int = 0) -> None:
    """Open matters in the police's hands by the hundred, each with a running clock; every tenth with a draft or a paper."""
    made = [
        Matter(
            office=world.office, acting_office_id=world.office.pk, police=world.organ, kind="filing", variant="A",
            number=f"侦监立〔2025〕{place}号", title=f"某案{place}", state="awaiting_reasons", turn="police",
            handler=world.prosecutor, police_from=at(TODAY), opened_on=TODAY, next_rule="explain_no_filing",
            police_rule="explain_no_filing", next_due_on=TODAY + timedelta(days=place % 60 - 20),
            police_due_on=TODAY + timedelta(days=place % 60 - 20),
        )
        for place in range(first, first + number)
    ]  # fmt: skip
    Matter.objects.bulk_create(made)
    FilingDetail.objects.bulk_create(FilingDetail(matter=one) for one in made)
    Deadline.objects.bulk_create(
        Deadline(
            office=world.office, matter=one, rule="explain_no_filing", label="说明不立案理由", article="规则第560条", owed_by="police",
            roll="R", shared=True, trigger="收到", begins_on=TODAY, due_on=one.next_due_on,
        )
        for one in made
    )  # fmt: skip
    Document.objects.bulk_create(
        Document(
            office=world.office, matter=one, bundle=uuid7(), type="D26", action="press", name="督促回复函", drafted_at=at(TODAY),
            origin_side="procuratorate", issuer=world.court, addressee="police", status=status, drafted_by=world.prosecutor,
            number=f"文号{place}", issued_on=TODAY, issued_at=at(TODAY),
        )
        for place, one in enumerate(made)
        for status in ([Paper.DRAFT] if place % 10 == 1 else [Paper.ISSUED] if place % 10 == 2 else [])
    )  # fmt: skip
    desks.write([one.pk for one in made])
    Notice.objects.bulk_create(
        Notice(office=world.office, matter=one, side=side, deadline=clock, due_on=clock.due_on, rung="over", text="已超期")
        for one, clock in zip(made, Deadline.objects.filter(matter__in=made).order_by("id"), strict=True)
        for side in ("procuratorate", "police")
    )
    writing.settle([one.pk for one in made])
