"""What an officer may do with one paper: draws the buttons of the paper page from the rules that enforce them."""

from __future__ import annotations

from dataclasses import dataclass

from cases.actions import offers
from cases.actions.offers import DO, ENTER
from cases.actions.reserved import REFUSES_FOR, SIGNS_FOR, may_change, may_enter_receipt
from cases.models import Addressee, Document, Paper
from cases.selectors.dossier import Dossier, addressed_to, stands_at
from office.models import Officer
from office.sides import Place, Role, Side


@dataclass(frozen=True)
class PaperOffer:
    """One act on a paper. ``asks``: what its small form wants: ``reason``, ``file``, ``day``."""

    code: str
    label: str
    mode: str = DO
    asks: frozenset[str] = frozenset()
    primary: bool = False
    hint: str = ""


REASON, FILE, DAY = "reason", "file", "day"
WITHDRAWS = frozenset({Role.PROSECUTOR, Role.CHIEF, Role.LEGAL, Role.HEAD})


def paper_offers(dossier: Dossier, paper: Document, officer: Officer) -> list[PaperOffer]:
    """Every act this officer may start on this paper now, the expected one first."""
    if paper.status == Paper.DRAFT:
        return [*_deciding(dossier, paper, officer), *_drafting(dossier, paper, officer)]
    if paper.status == Paper.RETURNED:
        return _drafting(dossier, paper, officer)
    found: list[PaperOffer] = []
    if paper.status == Paper.ISSUED:
        found += _receiving(dossier, paper, officer)
    if paper.status in (Paper.ISSUED, Paper.RECEIVED):
        found += _sending(dossier, paper, officer)
    return found


def _deciding(dossier: Dossier, paper: Document, officer: Officer) -> list[PaperOffer]:
    """签发 and 退回 by who decides; 法制员 records the head's approval with the signed scan."""
    if not paper.leads or not dossier.table.has_action(paper.action):
        return []
    row = dossier.table.action(paper.action)
    word = "批准" if officer.side == Side.POLICE else "签发"
    if offers.may_sign(dossier, paper, officer) is None:
        return [
            PaperOffer("sign", word, primary=True, hint="签发后编号、冻结内容，期限和送达自此办理"),
            PaperOffer("return", "退回修改", asks=frozenset({REASON})),
        ]
    decision = offers.decision_of(dossier, row)
    if (
        decision is not None
        and decision.role == Role.HEAD
        and Role.LEGAL in officer.roles
        and Place.OWN in stands_at(officer, dossier.matter)
    ):
        return [
            PaperOffer(
                "sign", "登记负责人批准", asks=frozenset({FILE}), hint="负责人在纸上批准的，上传有其签名的呈批件扫描件，即行送出"
            )
        ]
    return []


def _drafting(dossier: Dossier, paper: Document, officer: Officer) -> list[PaperOffer]:
    if not paper.leads or not may_change(dossier.matter, paper, officer):
        return []
    again = "修改后重报" if paper.status == Paper.RETURNED else "修改"
    return [
        PaperOffer("revise", again, primary=paper.status == Paper.RETURNED),
        PaperOffer("discard", "作废", asks=frozenset({REASON})),
    ]


def _receiving(dossier: Dossier, paper: Document, officer: Officer) -> list[PaperOffer]:
    if paper.addressee not in (*SIGNS_FOR, Addressee.OUTSIDE):
        return []
    found = []
    mine = addressed_to(officer, dossier.matter) == paper.addressee
    if may_enter_receipt(dossier.matter, officer, paper):
        asks = frozenset({REASON, FILE, DAY})
        hint = "对方在纸质送达回证上签收的，登记实际签收日期；期限自该日起算"
        found.append(PaperOffer("receive", "线下登记签收", mode=ENTER, asks=asks, hint=hint))
    elif mine and officer.roles & SIGNS_FOR.get(paper.addressee, frozenset()):
        found.append(PaperOffer("receive", "签收", primary=True, hint="签收之日为收到之日，有期限的自此起算"))
    if mine and officer.roles & REFUSES_FOR.get(paper.addressee, frozenset()):
        found.append(PaperOffer("refuse", "拒收", asks=frozenset({REASON})))
    return found


def _sending(dossier: Dossier, paper: Document, officer: Officer) -> list[PaperOffer]:
    if not may_change(dossier.matter, paper, officer):
        return []
    found = [PaperOffer("seal", "更换盖章件" if paper.sealed_copy_id else "上传盖章件", asks=frozenset({FILE}))]
    head = Role.CHIEF if officer.side == Side.PROCURATORATE else Role.HEAD
    free = paper.status == Paper.ISSUED
    if (
        paper.addressee in SIGNS_FOR
        and officer.roles & (WITHDRAWS if free else {head})
        and dossier.table.has_action(paper.action)
    ):
        asks = {REASON} | ({FILE} if not free and officer.side == Side.POLICE else set())
        hint = "" if free else "对方已签收，以撤回函撤回"
        found.append(PaperOffer("withdraw", "撤回", asks=frozenset(asks), hint=hint))
    return found
