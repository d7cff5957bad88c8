"""会签: who signs a paper that goes round, and what a signature, the last one, and sending it back bring about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.exceptions import Conflict, NotAllowed
from cases.matters import seats
from cases.matters.acts.engine import RECALLED, Act, Result, notify, ring
from cases.matters.acts.following import Given, carry_out
from cases.matters.acts.press import Press
from cases.matters.clocks.refreshing import add_event
from cases.matters.dossier import Dossier
from cases.matters.papers import documents, signing
from cases.matters.papers.signing import Standing
from cases.matters.table.workflow import HOSTS, Circulation
from cases.models import Document, Event, Paper, SeatRole, Shown
from office.models import Delegation, Officer, Organisation
from office.scoping import reach_of
from office.selectors import deciders, delegation_of
from office.sides import HEADS, SIGNS, Side


@dataclass(frozen=True)
class Signer:
    """As whom an officer signs: for which organisation, and in whose name where not in his own."""

    organisation: Organisation
    lent: Delegation | None = None

    @property
    def authority(self) -> str:
        """受检察长××授权; empty in his own name."""
        return self.lent.words if self.lent else ""


def circulation_of(dossier: Dossier, paper: Document) -> Circulation:
    """How the paper of this act goes round."""
    found = dossier.table.action(paper.action).circulates
    assert found is not None, f"{paper.action}: 不会签"
    return found


def signer_of(dossier: Dossier, paper: Document, standing: Standing, officer: Officer, today: date) -> Signer:
    """As whom the officer signs, or sends back, what goes round. Raises NotAllowed with one sentence."""
    if not seats.takes_part(officer, dossier.matter):
        raise NotAllowed(seats.LOOKS_ONLY)
    circulation = circulation_of(dossier, paper)
    reach = reach_of(officer)
    own = reach.organs if reach.side == Side.POLICE else (officer.organisation_id,)
    organisation = next((one for one in standing.organisations if one.pk in own), None)
    if organisation is None:
        raise NotAllowed(f"《{paper.name}》由{'、'.join(one.name for one in standing.organisations)}会签，您所在单位不在其中。")
    roles = {actor.role for actor in circulation.by if actor.side == officer.side}
    if roles & officer.roles or _hosts(dossier, circulation, officer, today):
        return Signer(organisation)
    lent = delegation_of(officer, today) if HEADS[officer.side] in roles else None
    if lent is None:
        who = "或者".join(dict.fromkeys(actor.label for actor in circulation.by if actor.side == officer.side)) or "双方指定的人员"
        raise NotAllowed(f"《{paper.name}》由{who}会签，您没有这项权限。")
    row = dossier.row_of(paper)
    if row.is_among(dossier.settings["undelegated_acts"]):
        raise NotAllowed(f"“{row.label}”的会签按本办公室设置不得授权，须由{HEADS[officer.side].label}本人签。")
    return Signer(organisation, lent)


def may_sign(dossier: Dossier, paper: Document, standing: Standing, officer: Officer, today: date) -> str | None:
    """Why this officer may not sign what goes round, in one sentence; None when he may."""
    try:
        signer = signer_of(dossier, paper, standing, officer, today)
    except NotAllowed as error:
        return str(error)
    if standing.of(signer.organisation) is not None:
        return f"{signer.organisation.name}已经会签。"
    author = paper.drafted_by_id
    if author == officer.pk:
        return _another_signs(officer, today)
    if signer.lent is not None and author == signer.lent.giver_id:
        return f"《{paper.name}》由授权人{signer.lent.giver.name}送会签，不能由受其授权的人会签。"
    return None


def sign(press: Press, dossier: Dossier, paper: Document) -> Result:
    """Sign for one's organisation the text that was read (``data["digest"]``). With the last signature it is issued, and what follows is done.

    Raises NotAllowed, or Conflict where another text was read.
    """
    officer, today = press.who, press.today
    assert paper.signing is not None
    standing = signing.standing(paper.signing)
    refused = may_sign(dossier, paper, standing, officer, today)
    if refused:
        raise NotAllowed(refused)
    if documents.digest_of(paper) != paper.signing.digest:
        raise Conflict(f"《{paper.name}》的正文与送会签时的校验值不符，不能会签，请与系统管理员联系。")
    signer = signer_of(dossier, paper, standing, officer, today)
    digest = str(press.data.get("digest", ""))
    signing.add(paper.signing, signer.organisation, officer=officer, digest=digest, at=press.now, authority=signer.authority)
    facts = {"organisation": signer.organisation.name, "digest": digest}
    event = _said(press, dossier, paper, "sign", "会签", facts=facts, authority=signer.authority)
    if any(one.pk != signer.organisation.pk for one in standing.awaited):
        # the text is the same for all who read it: a page opened before stays good
        press.touch(dossier, bumps=False)
        notify(press, dossier, event)
        return Result(dossier.matter, event, [paper])
    result = _follow(press, dossier, paper, circulation_of(dossier, paper).signed, event, [paper])
    _tell_author(press, dossier, paper, result.event)
    return result


def send_back(press: Press, dossier: Dossier, paper: Document) -> Result:
    """One of those who sign sends it back, with a reason, whether his organisation has signed or not: no signature counts any more."""
    standing = signing.standing(paper.signing)
    signer = signer_of(dossier, paper, standing, press.who, press.today)
    fallen = [one.officer.name for one in standing.signatures]
    documents.close(dossier.bundle_of(paper), Paper.DISCARDED, f"退回：{press.reason}")
    facts = {"organisation": signer.organisation.name, "signatures": fallen}
    event = _said(press, dossier, paper, "return", "退回会签稿", facts=facts, authority=signer.authority, reason=press.reason)
    result = _follow(press, dossier, paper, circulation_of(dossier, paper).returned, event, [])
    _tell_author(press, dossier, paper, result.event)
    return result


def stands(event: Event) -> str:
    """Why a step that a signature rests on, or that ended what went round, is not undone; empty for every other step."""
    paper, cause = event.document, event.cause
    if RECALLED in event.facts:
        return f"“{event.label}”停止了会签，签名作废，不能撤销；请重新送会签。"
    if paper is None or paper.signing_id is None:
        return ""
    if event.action == "sign":
        return f"《{paper.name}》已有单位会签，不能撤销；需要修改的，由会签单位退回，或者由送会签的一方收回。"
    if cause is not None and cause.matter_id == event.matter_id and cause.action == "sign":
        return f"《{paper.name}》已经会签印发，不能撤销；确有错误的，另行印发补充文书。"
    if paper.status == Paper.DISCARDED:
        return f"《{paper.name}》的会签已经停止，签名作废，不能撤销；请重新送会签。"
    return ""


def _hosts(dossier: Dossier, circulation: Circulation, officer: Officer, today: date) -> bool:
    """Whether the office lets the hosts of a matter sign, and the officer is one; 检察官助理 and 办案民警 host and draft, and sign nothing."""
    if not circulation.option or dossier.settings[circulation.option] != HOSTS or not officer.roles & SIGNS:
        return False
    return seats.in_force(today).filter(matter=dossier.matter, officer=officer, role=SeatRole.HOST).exists()


def _another_signs(officer: Officer, today: date) -> str:
    pairs = [(one, lent) for one, lent in deciders(officer, today) if one.pk != officer.pk]
    others = [one.name for one, lent in pairs if lent is None or lent.giver_id != officer.pk]
    if others:
        return f"不能会签自己最后改定的稿，请由{'、'.join(others)}会签。"
    return "不能会签自己最后改定的稿。本单位没有其他可以会签的人，请收回后由他人送会签。"


def _follow(press: Press, dossier: Dossier, paper: Document, code: str, cause: Event, papers: list[Document]) -> Result:
    """The linked row that a signature, or sending back, brings about."""
    given = Given(paper.fields, matter=dossier.matter, today=press.today)
    row = dossier.table.action(code).pressed_by(press.who.side)
    act = Act(press, dossier, row, press.today, given, cause=cause, signed=paper, reason=cause.reason)
    return carry_out(act, papers)


def _said(
    press: Press, dossier: Dossier, paper: Document, code: str, label: str, *, facts: Mapping[str, Any], authority: str, reason: str = ""
) -> Event:
    matter = dossier.matter
    event = add_event(
        dossier, action=code, label=label, text=f"《{paper.name}》、{facts['organisation']}", now=press.now, officer=press.officer,
        on=press.today, shown=Shown.BOTH, document=paper, facts=dict(facts), authority=authority, reason=reason, from_state=matter.state,
        to_state=matter.state,
    )  # fmt: skip
    press.record(code, matter, label=label, document=paper.pk, reason=reason, authority=authority, **facts)
    return event


def _tell_author(press: Press, dossier: Dossier, paper: Document, event: Event) -> None:
    """Who sent it round learns how it ended; across the office his side is told anyway."""
    author = paper.drafted_by
    if author is not None and author.side == press.who.side:
        ring(press, dossier, event, [author])
