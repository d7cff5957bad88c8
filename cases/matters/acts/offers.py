"""谁可以做什么: one function draws the buttons and enforces them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from cases.exceptions import NotAllowed
from cases.matters.acts.deciding import decides_as_head
from cases.matters.dossier import Dossier, is_own, stands_at
from cases.matters.table.workflow import DIRECT, SAME, Action, document_type, matches
from cases.models import Document, Paper
from office.models import Officer
from office.scoping import reach_of
from office.selectors import deciders, delegation_of
from office.sides import HEADS, Actor, Place, Role, Side

DO, ENTER = "do", "enter"


@dataclass(frozen=True)
class Offer:
    """One act this officer may start now. ``mode`` ``enter``: 线下登记 of an act of the police that came on paper."""

    action: Action
    mode: str
    label: str
    draft: Document | None = None
    """An open draft of it exists already: open that instead."""
    needs_signature: bool = False
    """Drafts only: somebody else signs before it takes effect."""

    @property
    def code(self) -> str:
        return self.action.code


def allowed_actions(dossier: Dossier, officer: Officer, today: date) -> list[Offer]:
    """Every act this officer may start on this matter today, in the order of the table."""
    offers = []
    for row in (one.pressed_by(officer.side) for one in dossier.table.actions):
        mode = DO if row.side == officer.side else ENTER
        if refusal(dossier, row, officer, today, mode=mode) is None:
            offers.append(offer_of(dossier, row, officer, mode))
    return offers


def offer_of(dossier: Dossier, row: Action, officer: Officer, mode: str) -> Offer:
    """The row as an offer to this officer, in the words of his side."""
    return Offer(
        action=row,
        mode=mode,
        label=row.label_for(officer.side),
        draft=dossier.draft_of(row.code, officer if mode == DO else None),
        needs_signature=mode == DO and needs_signature(dossier, row, officer),
    )


def require(dossier: Dossier, row: Action, officer: Officer, today: date, *, mode: str) -> None:
    """Raise NotAllowed with the reason unless the officer may do this now."""
    reason = refusal(dossier, row, officer, today, mode=mode, in_full=True)
    if reason is not None:
        raise NotAllowed(reason)


def refusal(dossier: Dossier, row: Action, officer: Officer, today: date, *, mode: str, in_full: bool = False) -> str | None:
    """Why not, in one sentence; None when the officer may. ``in_full``: what stands in the way is looked up (two queries)."""
    row = row.pressed_by(officer.side)
    return (
        barred(dossier, row, officer, mode=mode)
        or (_of_no_organ(dossier, row) if mode == ENTER else None)
        or standing(dossier, row, today, officer=officer if mode == DO else None, in_full=in_full)
        or _not_host(dossier, row, officer, today)
    )


def drafted(dossier: Dossier, row: Action, officer: Officer) -> str | None:
    """Why an act is not begun anew: somebody has drafted it already; None where nobody has."""
    return f"“{row.label}”已有草稿，请打开草稿办理。" if dossier.draft_of(row.code, officer) is not None else None


def barred(dossier: Dossier, row: Action, officer: Officer, *, mode: str) -> str | None:
    """Whether roles and place keep the officer from the row, whatever the state; the sentence, or None."""
    if row.linked:
        return f"“{row.label}”随相关事项的办理而办理，不单独办理。"
    if row.by_organ and officer.side == Side.POLICE and not _of_named_organ(dossier, officer):
        return f"“{row.label}”由{dossier.matter.police}办理，您所在单位不办理。"
    may = may_enter if mode == ENTER else _is_actor
    return None if may(dossier, row, officer) else f"“{row.label}”由{_who(row)}办理，您没有这项权限。"


def _of_no_organ(dossier: Dossier, row: Action) -> str | None:
    """Why a paper of the police is not entered for them: where every organ sees the matter and none has it in hand, nobody made it."""
    if dossier.matter.police_id is not None or not dossier.matter.whole_office or not row.issues:
        return None
    return f"事项没有载明公安一侧由哪个单位办理，不能线下登记“{row.label}”；请由办理的公安机关自行办理，或者由其先接办。"


def standing(
    dossier: Dossier, row: Action, today: date, *, officer: Officer | None, in_full: bool = False
) -> str | None:
    """Whether state, facts, periods and receipts allow the row today, leaving roles aside."""
    if dossier.state.closed:
        return (done_before(dossier, row) if in_full else None) or "事项已经办结，不能再办理。"
    if dossier.matter.police_id is None and not dossier.matter.whole_office and _names_police(row):
        return f"事项未载明公安机关，请先更正补登，再办理“{row.label}”。"
    if not dossier.fits(row):
        if told := row.refused(dossier.fact):
            return told
        if in_full and (done := done_before(dossier, row)):
            return done
        if row.side == Side.POLICE and officer is not None:
            return f"现在不能办理“{row.label}”，请按事项的最新情况办理。"  # how far the other side is with it is its own affair
        return f"事项现处于“{dossier.state.label}”，不能办理“{row.label}”。"
    if paper := _goes_round(dossier, row):
        return f"《{paper.name}》正在会签，签齐、退回或者收回以后再办理“{row.label}”。"
    if row.after and not dossier.expired(row, today):
        waiting = [clock for clock in dossier.running if clock.rule in row.after]
        when = f"（{waiting[0].label}{_day(waiting[0].due_on)}届满）" if waiting else ""
        return f"“{row.label}”须在有关期限届满后办理{when}。"
    gone = [clock for clock in dossier.running if clock.rule in row.within and clock.expired(today)]
    if gone:
        return f"“{gone[0].label}”已于{_day(gone[0].due_on)}届满，不能再办理“{row.label}”（{row.basis}）。"
    in_the_way = getattr(dossier.detail, "in_the_way", None)
    if in_the_way is not None and (told := in_the_way(row.code, today)):
        return str(told)
    if row.item:
        rows = dossier.rows_for(row.item, officer) if officer is not None else dossier.rows(row.item)
        if not any(matches(row.item_when, partial(getattr, one)) for one in rows):
            return f"{dossier.table.rows[row.item]}中没有可以办理“{row.label}”的条目。"
    if left := _left_open(dossier, row, officer):
        return left
    unsigned = dossier.unreceived(_addressee(row))
    if unsigned:
        return f"请先签收《{unsigned[0].name}》{unsigned[0].number}，再办理“{row.label}”。"
    return stands_aside(dossier, row, officer) if officer is not None else None


def _goes_round(dossier: Dossier, row: Action) -> Document | None:
    """The paper that goes round and keeps the matter where it is, and its own act from being done twice; None for what may be done."""
    moves = row.target not in (SAME, dossier.matter.state) and not row.recalls
    return next((paper for paper in dossier.circulating if moves or paper.action == row.code), None)


def _left_open(dossier: Dossier, row: Action, officer: Officer | None) -> str | None:
    """Which rows stand in the way of an act that is refused while any of them fits; an officer is told the numbers of those he may read."""
    for accessor, facts in row.unless_rows.items():
        found = [one for one in dossier.rows(accessor) if matches(facts, partial(getattr, one))]
        if found:
            heading = dossier.table.rows[accessor]
            shown = found if officer is None else [one for one in dossier.rows_for(accessor, officer) if one in found]
            numbers = "、".join(dict.fromkeys(str(getattr(one, "whole_no", one.no)) for one in shown))
            told = row.refusals.get(accessor, f"{heading}尚未办完，不能办理“{row.label}”").removesuffix("。")
            return f"{told}：第{numbers}项。" if numbers else f"{told}。"
    return None


def _not_host(dossier: Dossier, row: Action, officer: Officer, today: date) -> str | None:
    """Why who takes part without hosting for his side neither does nor signs what a host does; None for others."""
    if row.hosted and dossier.matter.pk not in dossier.known.hosted(officer, today):
        return f"“{row.label}”由本侧主办办理；您不是主办，请与本侧主办联系。"
    return None


def stands_aside(dossier: Dossier, row: Action, officer: Officer) -> str | None:
    """另行指派: why who made the decision neither drafts, revises nor signs what answers an objection to it; None for others."""
    if any(officer.pk in dossier.authors[code] for code in row.not_by):
        return f"“{row.label}”应当由原承办人以外的检察官办理。"
    return None


def done_before(dossier: Dossier, row: Action) -> str | None:
    """Why an act that no longer fits does not: it was done already, or what it answers was taken back."""
    events = dossier.matter.events.filter(undone=False)
    done = events.filter(action=row.code).order_by("-seq").first()
    if done is not None:
        late = f"于{_day(done.on)}" if done.on else ""
        return f"“{row.label}”已{late}办理，不能重复办理。"
    asked = [one.code for one in dossier.table.actions if {start.rule for start in one.starts_on_receipt} & set(row.meets)]
    taken = events.filter(action="withdraw", document__action__in=asked).select_related("document").order_by("-seq").first()
    if taken is None or taken.document is None or taken.on is None:
        taken_back = [one for one in dossier.documents if one.status == Paper.WITHDRAWN and one.action in asked]
        return f"《{taken_back[-1].name}》{taken_back[-1].number}已经撤回，无须再办理“{row.label}”。" if taken_back else None
    return f"《{taken.document.name}》{taken.document.number}已于{_day(taken.on)}撤回，无须再办理“{row.label}”。"


def may_enter(dossier: Dossier, row: Action, officer: Officer) -> bool:
    """线下登记: a prosecutor or assistant of the office enters an act of the police that arrived on paper, once their side sees the matter.

    Not in a restricted matter: there the police's participants act themselves, or nobody does (谁也不能替对方启封).
    """
    return (
        row.side == Side.POLICE
        and not dossier.matter.restricted
        and row.circulates is None
        and not row.by_row
        and officer.side == Side.PROCURATORATE
        and dossier.matter.seen_from(officer.side) is not None
        and Place.OWN in stands_at(officer, dossier.matter)
        and bool(officer.roles & {Role.PROSECUTOR, Role.ASSISTANT})
    )


def decision_of(dossier: Dossier, row: Action) -> Actor | None:
    """Who signs before the row takes effect; an open question of law is answered by the office's setting."""
    if row.decided_by is None:
        return None
    role = row.decided_by.role or dossier.settings[row.decided_by.option]
    return Actor(role, row.decided_by.place)


def needs_signature(dossier: Dossier, row: Action, officer: Officer) -> bool:
    """Whether the officer's press only drafts: nobody signs what he drafted where another decides."""
    row = row.pressed_by(officer.side)
    if not row.issues or row.circulates is not None:
        return False
    decision = decision_of(dossier, row)
    if decision is not None and decision.role in (Role.CHIEF, Role.HEAD):
        return True
    return not any(actor.role in officer.roles for actor in row.by) and not sends_directly(dossier, row, officer)


def sends_directly(dossier: Dossier, row: Action, officer: Officer) -> bool:
    """Whether an officer of the police who else only drafts sends this paper himself, as the office has settled it."""
    if not row.exit or officer.side != Side.POLICE or any(actor.role in officer.roles for actor in row.by):
        return False
    return dossier.settings[row.exit] == DIRECT and any(_drafts_for(officer, actor.role) for actor in row.by)


def may_sign(dossier: Dossier, document: Document, officer: Officer, today: date) -> str | None:
    """Why this officer may not decide an open draft on a day, in one sentence; None when he may."""
    refused = _may_decide(dossier, document, officer, today)
    if refused is None and document.decider is not None and document.decider_id != officer.pk:
        return f"《{document.name}》已改签，由{document.decider.name}决定。"
    return refused


def may_pass_on(dossier: Dossier, document: Document, officer: Officer, today: date) -> str | None:
    """Why this officer may not pass the decision on (改签); who decides may, and a head may take back what was passed to another."""
    refused = may_sign(dossier, document, officer, today)
    if refused is not None and document.decider_id is not None and _as_head(dossier, document, officer, today) is None:
        return None
    return refused


def may_take(dossier: Dossier, document: Document, heir: Officer, today: date) -> str | None:
    """Why the decision may not be passed to this officer: he could decide it, or heads those who could, and wrote none of it."""
    if wrote(document, heir.pk):
        return f"{heir.name}是本稿的拟稿人，不能由其决定。"
    if _may_decide(dossier, document, heir, today) is not None and _as_head(dossier, document, heir, today) is not None:
        return f"{heir.name}无权决定《{document.name}》，请改签给可以决定的人。"
    return None


def authority(dossier: Dossier, document: Document, officer: Officer, today: date) -> str:
    """In whose name this officer decides: 受检察长××授权; empty when in his own."""
    if HEADS[officer.side] in officer.roles or not _wants_head(dossier, document, officer, today):
        return ""
    held = delegation_of(officer, today)
    return held.words if held else ""


def wrote(document: Document, officer_id: UUID) -> bool:
    """Whether the officer drafted or revised it at any time: another's touch does not make it another's draft."""
    return document.drafted_by_id == officer_id or (
        document.events.filter(action__in=("draft", "revise"), officer_id=officer_id).exists()
    )


def _wants_head(dossier: Dossier, document: Document, officer: Officer, today: date) -> bool:
    """Whether the draft is decided by a head: so the table says, or it was passed up to this one."""
    decision = decision_of(dossier, dossier.row_of(document))
    if decision is not None and decision.role in HEADS.values():
        return True
    return document.decider_id == officer.pk and decides_as_head(officer, today)


def _may_decide(dossier: Dossier, document: Document, officer: Officer, today: date) -> str | None:
    """The rule of ``may_sign``, leaving aside whom the decision was passed to."""
    if document.matter.whole_office and not is_own(document, officer):
        return f"《{document.name}》由{document.issuer.name}制发，您没有这项权限。"
    if _wants_head(dossier, document, officer, today):
        return _as_head(dossier, document, officer, today)
    row = dossier.row_of(document)
    places = stands_at(officer, dossier.matter)
    if not any(actor.role in officer.roles and actor.place in places and actor.side == officer.side for actor in row.by):
        return f"《{document.name}》须由{_who(row)}签发，您没有这项权限。"
    return stands_aside(dossier, row, officer) or _not_host(dossier, row, officer, today)


def _as_head(dossier: Dossier, document: Document, officer: Officer, today: date) -> str | None:
    """Why this officer does not decide a draft as the head, or in the head's name."""
    row = dossier.row_of(document)
    decision = decision_of(dossier, row)
    if decision is None or decision.role not in HEADS.values():
        decision = Actor(HEADS[row.side], row.by[0].place)
    held = None if decision.role in officer.roles or officer.side != row.side else delegation_of(officer, today)
    if decision.place not in stands_at(officer, dossier.matter) or (decision.role not in officer.roles and held is None):
        return f"《{document.name}》须由{decision.label}决定，您没有这项权限。"
    if held is not None and row.is_among(dossier.settings["undelegated_acts"]):
        return f"“{row.label}”按本办公室设置不得授权，须由{decision.label}本人决定。"
    if document.is_raw:
        return f"《{document.name}》由期限检查代拟，须经承办人核改呈批以后决定。"
    if wrote(document, officer.pk):
        return _another_signs(officer, today)
    if held is not None and wrote(document, held.giver_id):
        return f"《{document.name}》由授权人{held.giver.name}拟稿，不能由受其授权的人签发。"
    # the law gives the decision to the 检察长 himself, whoever signed the first one; not to a prosecutor in his name
    return stands_aside(dossier, row, officer) if held is not None else None


def _another_signs(officer: Officer, today: date) -> str:
    """Nobody signs what he drafted; the sentence names who may, or the way out where there is only one who decides."""
    pairs = [(one, lent) for one, lent in deciders(officer, today) if one.pk != officer.pk]
    others = [one.name for one, lent in pairs if lent is None or lent.giver_id != officer.pk]
    if others:
        return f"不能签发自己拟的稿，请由{'、'.join(others)}签发。"
    return "不能签发自己拟的稿。本单位没有其他可以决定的人，请作废本稿，由他人另行拟稿后再由您签发。"


def _is_actor(dossier: Dossier, row: Action, officer: Officer) -> bool:
    side, roles, drafts = officer.side, officer.roles, row.issues and row.circulates is None
    fitting = [one for one in row.by if one.side == side and (one.role in roles or (drafts and _drafts_for(officer, one.role)))]
    if not fitting:
        return False
    places = stands_at(officer, dossier.matter)
    return any(actor.place in places for actor in fitting)


def _of_named_organ(dossier: Dossier, officer: Officer) -> bool:
    """Whether a police officer works for the organ that the matter names; yes where it names none."""
    return dossier.matter.police_id in (None, *reach_of(officer).organs)


def _drafts_for(officer: Officer, role: str) -> bool:
    """检察官助理 drafts for a prosecutor, 办案民警 for the 法制员; neither signs."""
    return (role == Role.PROSECUTOR and Role.ASSISTANT in officer.roles) or (
        role == Role.LEGAL and Role.INVESTIGATOR in officer.roles
    )


def _names_police(row: Action) -> bool:
    """Whether the row is done by the police organ or writes to it, and does not itself choose the organ (移送线索)."""
    if "police" in getattr(row.form, "matter_fields", ()):
        return False
    return row.side == Side.POLICE or any(document_type(code).addressee == Side.POLICE for code in row.issues)


def _addressee(row: Action) -> str:
    actor = row.by[0]
    return "superior" if actor.place == Place.SUPERIOR else actor.side


def _who(row: Action) -> str:
    return "或者".join(dict.fromkeys(actor.label for actor in row.by))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
