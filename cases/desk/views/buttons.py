"""The buttons of a matter: what an officer may start, in which order, with the sentence beside each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cases.matters import Offer
from cases.matters.acts.offers import DO, decision_of
from cases.matters.dossier import Dossier, contests
from cases.matters.table.workflow import BOTH, OPEN, SAME, Action, matches
from office.middleware import OfficeRequest
from office.sides import Side


@dataclass(frozen=True)
class Button:
    """One act that may be started, with the sentence beside it."""

    code: str
    label: str
    address: str
    primary: bool
    objection: bool
    hint: str
    basis: str
    decides: str
    draft: bool
    group: str = ""


def for_row(row: object, buttons: list[Button]) -> list[Button]:
    """The acts beside a row, or on a matter: where it says itself what comes next (``next_act``), that alone is pressed first."""
    first = getattr(row, "next_act", "")
    if first not in {one.code for one in buttons}:
        return buttons
    return [replace(one, primary=one.code == first) for one in buttons]


def in_order(found: Dossier, offers: list[Offer]) -> list[Offer]:
    """One's own acts: what must be done first, what ends a period that runs, what moves the matter on, then the rest.

    A contest stands after what is owed, and what ends the matter without more after what carries it on; else by the table.
    """
    own = [offer for offer in offers if offer.mode == DO]
    owed = {clock.rule for clock in found.running if clock.nature != "right"}

    def place(offer: Offer) -> tuple[bool, bool, bool, bool]:
        row = offer.action
        return (not row.must, not owed & set(row.meets) or contests(row), row.target == SAME and not row.after, _gives_up(found, row))

    return sorted(own, key=place)


def _gives_up(found: Dossier, row: Action) -> bool:
    """Whether the act only ends the matter where another could carry it on: never the button that is pressed first."""
    if row.target == SAME or not found.table.state(row.target).closed or row.issues or row.after or row.must:
        return False
    others = (one for one in found.table.actions_from(found.state) if one.is_of(row.side) and one.target not in (SAME, found.state.code))
    return any(not found.table.state(one.target).closed and matches(one.when, found.fact) for one in others)


def beside_drafts(buttons: list[Button]) -> list[Button]:
    """The prosecutors' buttons while a draft waits, which stands in its own panel: nothing else asks to be pressed meanwhile."""
    waits = any(one.draft for one in buttons)
    return [replace(one, primary=one.primary and not waits) for one in buttons if not one.draft]


def together(buttons: list[Button]) -> list[Button]:
    """Those of a group beside each other: where the first of them stands, or last where none of any group is the one to press."""
    first = {one.group: place for place, one in reversed(list(enumerate(buttons))) if one.group}
    leads = any(one.group and one.primary for one in buttons)

    def place(pair: tuple[int, Button]) -> tuple[bool, int, int]:
        at, one = pair
        return (bool(one.group) and not leads, first.get(one.group, at), at)

    return [one for _, one in sorted(enumerate(buttons), key=place)]


def button(request: OfficeRequest, found: Dossier, offer: Offer) -> Button:
    """One offer as a button; where a draft lies open, the button opens that."""
    row, pk = offer.action, found.matter.pk
    draft = offer.draft if offer.mode == DO else None
    address = request.portal.url("paper", pk, draft.pk) if draft else request.portal.url("act", pk, row.code)
    decision = decision_of(found, row) if offer.needs_signature else None
    # what a period that has run out allows, what ends one that runs, and what moves the matter while the move is ours
    ends = not contests(row) and bool(set(row.meets) & {clock.rule for clock in found.running})
    moves = row.must or bool(row.after) or ends or (row.target != SAME and row.source != OPEN and _our_move(found, request.user.side))
    return Button(
        code=row.code,
        label=offer.label,
        address=address,
        primary=offer.mode == DO and moves and not row.group and not _gives_up(found, row),
        objection=contests(row),
        hint=row.hint,
        basis=row.basis,
        decides=f"须由{decision.label}决定" if decision else "",
        draft=draft is not None,
        group=row.group,
    )


def _our_move(found: Dossier, side: str) -> bool:
    turn = found.matter.turn
    return turn in (side, BOTH) or (side == Side.PROCURATORATE and turn == "superior")
