"""One autumn of the small world, played through the kernel: what the bulletins of the tests add up."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.matters import Past, adopt, perform
from cases.models import Matter
from tests.supervision.play import act, at, lead, receive, sign
from tests.world import World

OCTOBER = date(2026, 10, 1)


def taken(world: World, day: str, branch: str = "A", **values: Any) -> Matter:
    """A matter taken on that day against 城东分局, two persons."""
    data = lead(branch, received_on=day, police=str(world.organ.pk), persons="2", **values)
    return perform(None, "take_over", kind="filing", officer=world.prosecutor, now=at(day), data=data).matter


def asked(world: World, matter: Matter, day: str, received: str = "") -> Matter:
    """Reasons asked for, and signed for on ``received``."""
    act(matter, f"request_{matter.variant.lower()}", world.prosecutor, day)
    sign(matter, world.chief, day)
    if received:
        receive(matter, world.legal_officer, received)
    return matter


def explained(world: World, matter: Matter, day: str) -> Matter:
    """The police give their reasons."""
    act(matter, "explain", world.legal_officer, day)
    sign(matter, world.head, day)
    receive(matter, world.case_manager, day)
    return matter


def autumn(world: World) -> dict[str, Matter]:
    """September to November 2026 (国庆 10月1日至7日): kept, late, unkept, filed unprompted and after notice."""
    kept = explained(world, asked(world, taken(world, "2026-10-12"), "2026-10-13", "2026-10-14"), "2026-10-20")
    act(kept, "notify_filing", world.prosecutor, "2026-10-22")
    sign(kept, world.chief, "2026-10-22")
    receive(kept, world.legal_officer, "2026-10-23")
    filed = {"own_number": "城公（刑）立字〔2026〕9号", "filed_on": "2026-10-30"}
    act(kept, "file", world.legal_officer, "2026-10-30", filed)
    sign(kept, world.head, "2026-10-30")
    late = explained(world, asked(world, taken(world, "2026-10-08"), "2026-10-09", "2026-10-10"), "2026-10-26")
    unkept = asked(world, taken(world, "2026-10-15"), "2026-10-16", "2026-10-16")
    unprompted = asked(world, taken(world, "2026-09-21"), "2026-09-28", "2026-09-29")
    act(unprompted, "file", world.legal_officer, "2026-10-31", {**filed, "own_number": "城公（刑）立字〔2026〕10号"})
    sign(unprompted, world.head, "2026-10-31")
    unsigned = asked(world, taken(world, "2026-10-28"), "2026-10-29")
    november = taken(world, "2026-11-01")
    internal = taken(world, "2026-10-30", title="未公开线索", public_title="")
    return {
        "kept": kept, "late": late, "unkept": unkept, "unprompted": unprompted, "unsigned": unsigned, "november": november,
        "internal": internal,
    }  # fmt: skip


def imported(world: World, title: str, day: date | None, words: str = "") -> Matter:
    """A row of the office's old ledger; without a day the act is in no month."""
    return adopt(
        "filing", "awaiting_reasons", officer=world.prosecutor, office=world.office, now=at("2026-11-02"),
        matter_values={"title": title, "police": world.organ, "variant": "A"}, history=[Past("request_a", day, on_words=words)],
    )  # fmt: skip
