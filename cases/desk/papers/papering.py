"""What an officer may do with one paper: draws the buttons of the paper page from the rules that enforce them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cases.desk.signing import approving
from cases.exceptions import NotAllowed
from cases.matters.acts import circulating, offers
from cases.matters.acts.consenting import may_ask, may_copy
from cases.matters.acts.engine import begun_by_receipt, count_hours
from cases.matters.acts.offers import DO, ENTER
from cases.matters.acts.reserved import REFUSES_FOR, SIGNS_FOR, may_change, may_enter_receipt, takes
from cases.matters.dossier import Dossier, addressed_to, stands_at
from cases.matters.papers import signing
from cases.matters.seats import outside
from cases.matters.telling import consents
from cases.models import Addressee, Asked, Document, Paper
from office.models import Officer
from office.sides import SIGNS, Place, Role, Side


@dataclass(frozen=True)
class PaperOffer:
    """One act on a paper. ``asks``: what its small form wants: ``reason``, ``note`` (a reason that may be left out), ``file``,
    ``day``, ``verdict``, and of ``choices`` one (``to``, ``consent``) or several (``people``)."""

    code: str
    label: str
    mode: str = DO
    asks: frozenset[str] = frozenset()
    primary: bool = False
    hint: str = ""
    choices: Mapping[str, approving.Choices] = field(default_factory=dict)
    digest: str = ""
    """Of the text that the page shows, where that is what is signed."""


REASON, NOTE, FILE, DAY, TIME, TO, PEOPLE, VERDICT, CONSENT = (
    "reason", "note", "file", "day", "time", "to", "people", "verdict", "consent",
)  # fmt: skip


def paper_offers(dossier: Dossier, paper: Document, officer: Officer, today: date) -> list[PaperOffer]:
    """Every act this officer may start on this paper today, the expected one first."""
    if paper.status == Paper.DRAFT:
        asked = _asking(dossier, paper, officer, today) if paper.leads and dossier.table.has_action(paper.action) else []
        drafting = _drafting(dossier, paper, officer)
        acts = [*_answering(paper, officer), *_deciding(dossier, paper, officer, today), *asked]
        return [*drafting[:1], *acts, *drafting[1:]] if paper.is_raw else [*acts, *drafting]
    if paper.status == Paper.CIRCULATING:
        return _in_round(dossier, paper, officer, today)
    if paper.status == Paper.RETURNED:
        return _drafting(dossier, paper, officer)
    found: list[PaperOffer] = []
    if paper.status == Paper.ISSUED:
        found += _receiving(dossier, paper, officer)
    if paper.status in (Paper.ISSUED, Paper.RECEIVED):
        found += _sending(dossier, paper, officer)
    return found


def _deciding(dossier: Dossier, paper: Document, officer: Officer, today: date) -> list[PaperOffer]:
    """签发 and 退回 by who decides; 法制员 records the head's approval with the signed scan."""
    if not paper.leads or not dossier.table.has_action(paper.action):
        return []
    row = dossier.row_of(paper)
    word = "批准" if officer.side == Side.POLICE else "签发"
    if offers.may_sign(dossier, paper, officer, today) is None:
        hint = "签发后编定文号，正文不再改动，随即送达或者存卷"
        lent = offers.authority(dossier, paper, officer, today)
        signs = [PaperOffer("sign", word, primary=True, hint=f"{lent}；{hint}" if lent else hint)]
        return [
            *(signs if consents.in_the_way(paper) is None else []),
            PaperOffer("return", "退回修改", asks=frozenset({REASON})),
        ]
    decision = offers.decision_of(dossier, row)
    if (
        decision is not None
        and decision.role == Role.HEAD
        and Role.LEGAL in officer.roles
        and Role.HEAD not in officer.roles
        and Place.OWN in stands_at(officer, dossier.matter)
        and consents.in_the_way(paper) is None
    ):
        return [
            PaperOffer(
                "sign", "登记负责人批准", asks=frozenset({FILE}), hint="负责人在纸上批准的，上传有其签名的呈批件扫描件，即行送出"
            )
        ]
    return []


def _in_round(dossier: Dossier, paper: Document, officer: Officer, today: date) -> list[PaperOffer]:
    """会签 and 退回 of what goes round, by who signs it for an organisation that is wanted."""
    if not paper.leads:
        return []
    standing = signing.standing(paper.signing)
    try:
        signer = circulating.signer_of(dossier, paper, standing, officer, today)
    except NotAllowed:
        return []
    found = []
    if circulating.may_sign(dossier, paper, standing, officer, today) is None:
        last = all(one.pk == signer.organisation.pk for one in standing.awaited)
        hint = f"代表{signer.organisation.name}签{f'（{signer.authority}）' if signer.authority else ''}；{'签后即编号印发' if last else '签齐以后编号印发'}"
        found.append(PaperOffer("sign", "会签", primary=True, hint=hint, digest=paper.digest))
    hint = "退回以后已签的作废，由送会签的一方修改后重新送会签"
    return [*found, PaperOffer("return", "退回会签稿", asks=frozenset({REASON}), hint=hint)]


def _answering(paper: Document, officer: Officer) -> list[PaperOffer]:
    """会签 or 加签 this officer is asked for."""
    row = consents.question_of(officer, paper)
    if row is None:
        return []
    hint = "不同意的须写明理由，本稿即退回修改" if row.kind == Asked.SIGNER else "您的意见供决定人参考；不同意的须写明理由"
    return [PaperOffer("answer_consent", f"答复{row.get_kind_display()}", asks=frozenset({VERDICT, NOTE}), primary=True, hint=hint)]


def _asking(dossier: Dossier, paper: Document, officer: Officer, today: date) -> list[PaperOffer]:
    """改签, 加签, 会签 and taking a question back."""
    found: list[PaperOffer] = []
    signs = offers.may_sign(dossier, paper, officer, today) is None
    passes = offers.may_pass_on(dossier, paper, officer, today) is None
    asks = may_ask(dossier, paper, officer, today)
    if not (passes or asks):
        return []
    bench = approving.bench_of(officer, [dossier.matter], today)
    history = consents.histories(officer, [paper], today)[paper.pk]
    takers = approving.takers(officer, dossier, paper, history, bench) if passes else ()
    strangers = approving.strangers(officer, paper, history, bench)
    if takers:
        label = "改签" if signs else "收回或者另行改签"
        hint = "转由另一位可以决定的人单独决定" if signs else "已改签他人的，可以收回自己决定，或者改由另一位决定"
        found.append(PaperOffer("pass_on", label, asks=frozenset({TO, REASON}), choices={TO: takers}, hint=hint))
    if signs and strangers:
        hint = "在您决定之前先由另一位审核；其不同意的，本稿退回修改"
        found.append(PaperOffer("ask_signer", "加签", asks=frozenset({TO, NOTE}), choices={TO: strangers}, hint=hint))
    if asks and strangers:
        hint = "请本单位其他人员表示意见，答复以前不能签发"
        found.append(PaperOffer("ask_consent", "请会签", asks=frozenset({PEOPLE, NOTE}), choices={PEOPLE: strangers}, hint=hint))
    waiting = [row for row in consents.open_questions(paper) if signs or row.asked_by_id == officer.pk]
    if waiting:
        choices = tuple((str(row.pk), f"{row.get_kind_display()}：{row.officer.name}") for row in waiting)
        found.append(PaperOffer("recall_consent", "撤回会签、加签", asks=frozenset({CONSENT, REASON}), choices={CONSENT: choices}))
    return found


def copy_offer(dossier: Dossier, officer: Officer, today: date, paper: Document | None = None) -> PaperOffer | None:
    """抄送 of a paper, or without one of the matter, to others of one's own side."""
    if not may_copy(dossier.matter, officer) or (paper is not None and paper.status == Paper.DISCARDED):
        return None
    able = consents.colleagues(officer, today)
    barred = outside(dossier.matter, [one.pk for one in able], today)
    people = tuple((str(one.pk), consents.named(officer, one)) for one in able if one.pk not in barred)
    if not people:
        return None
    hint = "对方看不到抄送给谁"
    return PaperOffer("copy_to", "抄送", asks=frozenset({PEOPLE, NOTE}), choices={PEOPLE: people}, hint=hint)


def _drafting(dossier: Dossier, paper: Document, officer: Officer) -> list[PaperOffer]:
    if not paper.leads or not may_change(dossier.matter, paper, officer):
        return []
    discard = PaperOffer("discard", "作废", asks=frozenset({REASON}))
    if dossier.table.has_action(paper.action) and offers.stands_aside(dossier, dossier.row_of(paper), officer):
        return [discard]
    again = "修改后重报" if paper.status == Paper.RETURNED else "核改" if paper.is_raw else "修改"
    return [PaperOffer("revise", again, primary=again != "修改"), discard]


def _receiving(dossier: Dossier, paper: Document, officer: Officer) -> list[PaperOffer]:
    if paper.addressee not in (*SIGNS_FOR, Addressee.OUTSIDE):
        return []
    found = []
    mine = addressed_to(officer, dossier.matter) == paper.addressee
    if may_enter_receipt(dossier.matter, officer, paper):
        asks = frozenset({REASON, FILE, DAY, *([TIME] if count_hours(begun_by_receipt(dossier, paper)) else [])})
        hint = "对方在纸质送达回证上签收的，登记实际签收日期；期限自该日起算"
        found.append(PaperOffer("receive", "线下登记签收", mode=ENTER, asks=asks, hint=hint))
    elif mine and officer.roles & takes(dossier, paper):
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
        and officer.roles & (SIGNS if free else {head})
        and dossier.table.has_action(paper.action)
    ):
        asks = {REASON} | ({FILE} if not free and officer.side == Side.POLICE else set())
        hint = "" if free else "对方已签收，以撤回函撤回"
        found.append(PaperOffer("withdraw", "撤回", asks=frozenset(asks), hint=hint))
    return found
