"""The reserved codes of ``perform()``: the same for all kinds, in no table (design 5, 6).

receive 签收, refuse 拒收, sign 签发, return 退回, revise 修改重报, discard 作废, withdraw 撤回, undo 撤销上一步,
amend 更正, reassign 转办, note 附言, seal 盖章件.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.matters import seats
from cases.matters.acts import circulating, offers, snapshots
from cases.matters.acts.engine import (
    QUIET,
    Act,
    Result,
    begin_on_receipt,
    bind,
    custody_changed,
    entry_day,
    hang,
    item_of,
    notify,
    reserves,
    return_stale_drafts,
    ring,
)
from cases.matters.acts.following import carry_out, follow_receipt, undo_consequences
from cases.matters.acts.press import Press
from cases.matters.clocks.refreshing import add_event, done_words
from cases.matters.dossier import Dossier, addressed_to, is_own, sees, stands_at
from cases.matters.papers import documents, files
from cases.matters.table.workflow import SAME, document_type, table_of
from cases.matters.telling import consents
from cases.models import Addressee, Document, Event, Matter, Paper, Shown
from office.models import Officer
from office.scoping import reach_of
from office.sides import SIGNS, Place, Role, Side

SIGNS_FOR: dict[str, frozenset[str]] = {
    Addressee.POLICE: frozenset({Role.LEGAL}),
    Addressee.PROCURATORATE: frozenset({Role.CASE_MANAGER, Role.PROSECUTOR, Role.ASSISTANT}),
    Addressee.SUPERIOR: frozenset({Role.CASE_MANAGER, Role.PROSECUTOR, Role.ASSISTANT}),
}
DEPARTMENTS = frozenset({Role.COMPLAINTS, Role.EXECUTION, Role.ADMINISTRATIVE})
"""Departments that sign for the answers to what they handle themselves, and for nothing else."""
REFUSES_FOR: dict[str, frozenset[str]] = {
    Addressee.POLICE: frozenset({Role.LEGAL}),
    Addressee.PROCURATORATE: frozenset({Role.CASE_MANAGER}),
    Addressee.SUPERIOR: frozenset({Role.CASE_MANAGER}),
}
REASSIGNS = frozenset({Role.CHIEF, Role.PROSECUTOR, Role.LEGAL, Role.HEAD})
HANDLES: dict[str, frozenset[Role]] = {
    Side.PROCURATORATE: frozenset({Role.PROSECUTOR}),
    Side.POLICE: frozenset({Role.LEGAL, Role.INVESTIGATOR}),
}
"""Who may be a matter's handler, by side."""


def signs_for(matter: Matter, addressee: str) -> frozenset[str]:
    """Roles that sign for a paper: those who keep papers, and of one's own office whoever carries the matter on from here (行政检察)."""
    roles = SIGNS_FOR.get(addressee, frozenset())
    if addressee != Addressee.PROCURATORATE:
        return roles
    table = table_of(matter)
    rows = [row for row in table.actions_from(table.state(matter.state)) if row.target != SAME]
    moving = {actor.role for row in rows for actor in row.by if actor.side == Side.PROCURATORATE and actor.place == Place.OWN}
    return roles | (moving & DEPARTMENTS)


def takes(dossier: Dossier, paper: Document) -> frozenset[str]:
    """Roles that sign for this paper: an objection that came late is 案管's to take with its mark, or to refuse."""
    roles = signs_for(dossier.matter, paper.addressee)
    return roles & REFUSES_FOR[paper.addressee] if paper.pk in dossier.late else roles


def signers(dossier: Dossier, paper: Document) -> str:
    """Who signs for this paper, in words."""
    return "、".join(Role(role).label for role in Role.values if role in takes(dossier, paper))


Scans = list[UploadedFile]


@reserves("receive")
def receive(press: Press, dossier: Dossier) -> Result:
    """Sign for receipt; the clocks of the act begin on that day. A prosecutor may enter the police's receipt from paper."""
    matter, officer, data, now, evidence, reason = dossier.matter, press.who, press.data, press.now, press.evidence, press.reason
    paper = _paper(dossier, data)
    if paper.status == Paper.RECEIVED:
        raise Conflict(f"《{paper.name}》已于{_when(paper.received_on)}签收，不能重复签收。")
    if paper.status != Paper.ISSUED or paper.addressee not in (*SIGNS_FOR, Addressee.OUTSIDE):
        raise Conflict(f"《{paper.name}》{Paper(paper.status).label}，不能签收。")
    entering = may_enter_receipt(matter, officer, paper)
    if not entering and paper.addressee == Addressee.OUTSIDE:
        raise NotAllowed(f"《{paper.name}》送达其他单位，由本办公室的检察官、检察官助理、案件管理人员凭送达回证登记签收。")
    if not entering and (addressed_to(officer, matter) != paper.addressee or not officer.roles & takes(dossier, paper)):
        late = f"逾期{dossier.late[paper.pk]}日提出，" if paper.pk in dossier.late else ""
        raise NotAllowed(f"《{paper.name}》{late}由{signers(dossier, paper)}签收，您没有这项权限。")
    day = entry_day(press, matter, entering=entering)
    before = snapshots.take(dossier)
    together = _served_together(dossier, paper)
    paper = together[0]
    for part in together:
        documents.receive(part, officer=None if entering else officer, on=day, at=now, entered_for=entering)
    event = add_event(
        dossier,
        action="receive",
        label="签收",
        text="、".join(f"《{part.name}》{part.number}" for part in together),
        now=now,
        officer=officer,
        on=day,
        actor_side=_side_of(paper.addressee),
        # what goes from one procuratorate to another is no business of the police
        shown=Shown.BOTH if Side.POLICE in (paper.origin_side, paper.addressee) else Shown.PROCURATORATE,
        document=paper,
        entered_for=entering,
        reason=reason,
        before=before,
        from_state=matter.state,
        to_state=matter.state,
    )
    hang(files.keep(evidence, matter=matter, officer=officer, shown=event.shown), event)
    begin_on_receipt(dossier, event, paper, day, press.moment_of(day) if entering else now)
    follow_receipt(press, dossier, paper, event, on=day)
    return _done(press, dossier, event, "receive", document=paper.pk, on=day, entered_for=entering)


def _served_together(dossier: Dossier, paper: Document) -> list[Document]:
    """The papers of one bundle that one addressee signs for at once, the leading one first (补充侦查决定书 and its outline)."""
    bundle = dossier.bundle_of(paper)
    return [part for part in bundle if part.status == Paper.ISSUED and part.addressee == paper.addressee]


@reserves("refuse")
def refuse(press: Press, dossier: Dossier) -> Result:
    """案管 or 法制员 refuses a paper at receipt, with a reason; the issue is reversed as by 撤销上一步."""
    matter, officer, data, reason = dossier.matter, press.who, press.data, press.reason
    paper = _paper(dossier, data)
    _need_reason(reason)
    if paper.status != Paper.ISSUED or paper.addressee not in REFUSES_FOR:
        raise Conflict(f"《{paper.name}》{Paper(paper.status).label}，不能拒收。")
    if addressed_to(officer, matter) != paper.addressee or not officer.roles & REFUSES_FOR[paper.addressee]:
        raise NotAllowed(f"《{paper.name}》由{'法制员' if paper.addressee == Addressee.POLICE else '案件管理部门'}决定是否接收。")
    return _reverse_issue(press, dossier, paper, code="refuse", label="拒收", reason=f"拒收：{reason}"[:400])


@reserves("sign")
def sign(press: Press, dossier: Dossier) -> Result:
    """Sign a draft: only now the act takes place. 法制员 may record the head's approval with the signed scan. Or sign what goes round."""
    matter, officer, data, now, evidence = dossier.matter, press.who, press.data, press.now, press.evidence
    paper = _paper(dossier, data)
    if paper.status == Paper.CIRCULATING:
        return circulating.sign(press, dossier, paper)
    if paper.status != Paper.DRAFT:
        raise Conflict(_not_open(paper, "签发"))
    recording = _records_head(dossier, paper, officer, evidence)
    today = now.date()
    refused = None if recording else offers.may_sign(dossier, paper, officer, today)
    if refused:
        raise NotAllowed(refused)
    waiting = consents.in_the_way(paper)
    if waiting:
        raise Conflict(waiting)
    authority = "" if recording else offers.authority(dossier, paper, officer, today)
    result = let_stand(press, dossier, paper, authority=authority)
    ring(press, dossier, result.event, [paper.drafted_by], f"已{'批准' if officer.side == Side.POLICE else '签发'}《{paper.name}》")
    if recording:
        hang(files.keep(evidence, matter=matter, officer=officer, shown=Side.POLICE), result.event, shown=Side.POLICE)
    return result


def let_stand(press: Press, dossier: Dossier, paper: Document, *, authority: str = "") -> Result:
    """Let the act of a draft take place with its papers; who may decide it was asked before. Raises Conflict, Invalid."""
    row, today = dossier.row_of(paper), press.today
    standing = offers.standing(dossier, row, today, officer=paper.drafted_by, in_full=True)
    if standing:
        raise Conflict(standing)
    item = item_of(dossier, row, paper.fields, press.who)
    form = bind(row, dossier.matter, paper.fields, {}, today=today, drafted=True, item=item)
    act = Act(press, dossier, row, today, form, item=item, authority=authority)
    return carry_out(act, dossier.bundle_of(paper), signer=press.who)


@reserves("return")
def send_back(press: Press, dossier: Dossier) -> Result:
    """The one who decides sends a draft back with a reason; one of those who sign, what goes round."""
    matter, officer, data, now, reason = dossier.matter, press.who, press.data, press.now, press.reason
    paper = _paper(dossier, data)
    _need_reason(reason)
    if paper.status == Paper.CIRCULATING:
        return circulating.send_back(press, dossier, paper)
    if paper.status != Paper.DRAFT:
        raise Conflict(_not_open(paper, "退回"))
    refused = offers.may_sign(dossier, paper, officer, now.date())
    if refused:
        raise NotAllowed(refused)
    authority = offers.authority(dossier, paper, officer, now.date())
    documents.close(dossier.bundle_of(paper), Paper.RETURNED, reason)
    result = _own_event(press, dossier, paper, "return", "退回修改", reason, authority=authority)
    ring(press, dossier, result.event, [paper.drafted_by or matter.handler])
    return result


@reserves("revise")
def revise(press: Press, dossier: Dossier) -> Result:
    """Change a draft and hand it in again; ``data`` holds the document's id and the fields of the act's form."""
    matter, officer, data, now, evidence = dossier.matter, press.who, press.data, press.now, press.evidence
    paper = _paper(dossier, data)
    if not paper.is_open_draft or not paper.leads:
        why = Paper(paper.status).label if paper.leads else "随主文书一并修改"
        raise Conflict(f"《{paper.name}》{why}，不能{'单独' if not paper.leads else ''}修改。")
    _need_drafting_side(matter, paper, officer)
    row = dossier.row_of(paper)
    refused = offers.stands_aside(dossier, row, officer)
    if refused:
        raise NotAllowed(refused)
    item = item_of(dossier, row, {**paper.fields, **data}, officer)
    form = bind(row, matter, data, {"files": evidence}, today=now.date(), drafted=True, item=item)
    for kept in files.keep(evidence, matter=matter, officer=officer, shown=officer.side):
        kept.document = paper
        kept.save(update_fields=["document"])
    for part in dossier.bundle_of(paper):
        part.fields = form.kept()
        part.status = Paper.DRAFT
        part.drafted_by = officer
        if document_type(part.type).origin == "uploaded":
            part.number = str(part.fields.get("own_number", ""))
        part.save(update_fields=["fields", "status", "drafted_by", "number"])
    return _own_event(press, dossier, paper, "revise", "修改稿件", "")


@reserves("discard")
def discard(press: Press, dossier: Dossier) -> Result:
    """Give a draft up, with a reason."""
    matter, officer, data, reason = dossier.matter, press.who, press.data, press.reason
    paper = _paper(dossier, data)
    _need_reason(reason)
    if not paper.is_open_draft:
        raise Conflict(f"《{paper.name}》{Paper(paper.status).label}，不能作废。")
    _need_drafting_side(matter, paper, officer)
    documents.close(dossier.bundle_of(paper), Paper.DISCARDED, reason)
    return _own_event(press, dossier, paper, "discard", "作废草稿", reason)


@reserves("withdraw")
def withdraw(press: Press, dossier: Dossier) -> Result:
    """The sender takes a paper back: freely until it is signed for, afterwards by a 撤回函 that the head decides."""
    matter, officer, data, evidence, reason = dossier.matter, press.who, press.data, press.evidence, press.reason
    paper = _paper(dossier, data)
    _need_reason(reason)
    if paper.status not in (Paper.ISSUED, Paper.RECEIVED):
        raise Conflict(f"《{paper.name}》{Paper(paper.status).label}，不能撤回。")
    _need_drafting_side(matter, paper, officer)
    if not officer.roles & SIGNS:
        raise NotAllowed(f"《{paper.name}》由检察官、检察长或者法制员、公安机关负责人撤回，您没有这项权限。")
    if paper.signing_id is not None:
        raise Conflict(f"《{paper.name}》由双方会签印发，不能撤回；确有错误的，另行印发补充文书。")
    if paper.addressee == Addressee.BOTH:
        raise Conflict(f"《{paper.name}》双方同阅，不经签收；确有错误的，由{'检察长' if officer.side == Side.PROCURATORATE else '公安机关负责人'}撤销上一步。")
    if paper.addressee not in SIGNS_FOR:
        raise Conflict(f"《{paper.name}》以纸质送达，不在系统内签收；确有错误的，请由检察长撤销上一步。")
    if paper.status == Paper.ISSUED:
        return _reverse_issue(press, dossier, paper, code="withdraw", label="撤回", reason=reason)
    head = Role.CHIEF if officer.side == Side.PROCURATORATE else Role.HEAD
    if head not in officer.roles:
        raise NotAllowed(f"《{paper.name}》对方已签收，须由{Role(head).label}决定，以撤回函撤回。")
    if officer.side == Side.POLICE and not evidence:
        raise Invalid("对方已签收，请上传本单位撤回函的扫描件。")
    result = _reverse_issue(press, dossier, paper, code="withdraw", label="撤回", reason=reason)
    letter = _withdrawal_letter(press, dossier, paper)
    result.event.document = letter
    result.event.text = f"《{letter.name}》{letter.number}撤回《{paper.name}》{paper.number}"
    result.event.save(update_fields=["document", "text"])
    result.documents = [letter]
    return result


@reserves("undo")
def undo(press: Press, dossier: Dossier) -> Result:
    """撤销上一步: the latest act of one's own side, with a reason, while the other side has not acted on it."""
    matter, officer, now, reason = dossier.matter, press.who, press.now, press.reason
    _need_reason(reason)
    event = step_to_undo(matter, officer)
    trace = add_event(
        dossier,
        action="undo",
        label="撤销上一步",
        text=f"撤销“{event.label}”",
        now=now,
        officer=officer,
        on=now.date(),
        reason=reason,
        shown=event.shown,
        from_state=matter.state,
    )
    return _put_back(press, dossier, event, trace, "undo", reason)


def step_to_undo(matter: Matter, officer: Officer) -> Event:
    """The event that 撤销上一步 would undo for this officer. Raises NotAllowed, or Conflict where there is none."""
    head = Role.CHIEF if officer.side == Side.PROCURATORATE else Role.HEAD
    if not seats.takes_part(officer, matter):
        raise NotAllowed(seats.LOOKS_ONLY)
    if head not in officer.roles:
        raise NotAllowed(f"撤销上一步由{Role(head).label}决定，您没有这项权限。")
    steps = matter.events.filter(undone=False).exclude(action__in=[*QUIET, "undo", "withdraw", "refuse"]).order_by("-seq")
    event = steps.select_related("officer__organisation", "document", "cause__matter").first()
    if event is not None and (told := circulating.stands(event)):
        raise Conflict(told)
    if event is not None and event.action in table_of(matter).final:
        raise Conflict(f"“{event.label}”以后双方已经看见，不能撤销。")
    if event is not None and event.cause is not None:
        source = event.cause.matter
        raise Conflict(f"上一步随{source.number if sees(officer, source) else '另一事项'}的办理产生，请在该事项中撤销。")
    if event is not None and event.action in table_of(matter).by_row:
        raise Conflict(f"上一步以后双方已有“{event.label}”的记录，不能再撤销；需要改正的，请在记录中改正。")
    if event is None or not event.before or event.seq == 1:
        raise Conflict("没有可以撤销的上一步；登记有误的，请用更正。")
    if not _ours(event, officer):
        named = f"“{event.label}”" if event.shown in (officer.side, Shown.BOTH) else ""
        raise Conflict(f"上一步{named}由对方办理，不能撤销。")
    if (
        event.document
        and event.action != "receive"
        and not event.entered_for
        and Document.objects.filter(bundle=event.document.bundle, status=Paper.RECEIVED).exists()
    ):
        raise Conflict(f"《{event.document.name}》对方已签收，不能撤销；确有错误的，请撤回。")
    return event


@reserves("reassign")
def reassign(press: Press, dossier: Dossier) -> Result:
    """转办: another handler of one's own side, with a reason. ``data["to"]`` is the officer's id."""
    matter, officer, data, now, reason = dossier.matter, press.who, press.data, press.now, press.reason
    _need_reason(reason)
    heir = _heir(matter, officer, str(data.get("to", "")))
    seats.need_seats(matter, [heir], now.date(), field="to")
    column = "handler" if officer.side == Side.PROCURATORATE else "police_handler"
    old = getattr(matter, column)
    setattr(matter, column, heir)
    if matter.whole_office and officer.side == Side.POLICE:
        matter.police_id = reach_of(heir).organs[0]  # the organ that leads for the police is that of who handles it there
    event = add_event(
        dossier,
        action="reassign",
        label="转办",
        text=f"{old.name if old else '未指定'}转{heir.name}",
        now=now,
        officer=officer,
        on=now.date(),
        reason=reason,
        shown=officer.side,
    )
    ring(press, dossier, event, [heir, old])
    return _done(press, dossier, event, "reassign", to=heir.pk, reason=reason)


@reserves("note")
def note(press: Press, dossier: Dossier) -> Result:
    """A remark, one's own or for both sides; how the other side objects to a 线下登记."""
    matter, officer, data, now, evidence = dossier.matter, press.who, press.data, press.now, press.evidence
    words = str(data.get("text", "")).strip()
    if not words:
        raise Invalid("请填写附言内容。", {"text": ["请填写附言内容。"]})
    if not stands_at(officer, matter):
        raise NotAllowed("您只能查看这个事项，不能附言。")
    both = str(data.get("shown", "")) == Shown.BOTH and matter.seen_by_both
    event = add_event(
        dossier,
        action="note",
        label="附言",
        text=words[:1000],
        now=now,
        officer=officer,
        on=now.date(),
        shown=Shown.BOTH if both else officer.side,
    )
    hang(files.keep(evidence, matter=matter, officer=officer, shown=event.shown), event)
    notify(press, dossier, event)
    return _done(press, dossier, event, "note", moves=False, shown=event.shown)


@reserves("seal")
def seal(press: Press, dossier: Dossier) -> Result:
    """Attach the stamped scan (盖章件) of an issued paper: it is what the other side receives."""
    matter, officer, data, now, evidence = dossier.matter, press.who, press.data, press.now, press.evidence
    paper = _paper(dossier, data)
    if paper.status not in (Paper.ISSUED, Paper.RECEIVED):
        raise Conflict(f"《{paper.name}》{Paper(paper.status).label}，不能附盖章件。")
    _need_drafting_side(matter, paper, officer)
    if len(evidence) != 1:
        raise Invalid("请选择一个盖章件文件。")
    crosses = paper.addressee in (Addressee.POLICE, Addressee.BOTH) or paper.origin_side == Side.POLICE
    shown = Shown.BOTH if crosses else officer.side
    paper.sealed_copy = files.keep(evidence, matter=matter, officer=officer, shown=shown)[0]
    paper.save(update_fields=["sealed_copy"])
    event = add_event(
        dossier,
        action="seal",
        label="附盖章件",
        text=f"《{paper.name}》{paper.number}",
        now=now,
        officer=officer,
        on=now.date(),
        shown=shown,
        document=paper,
    )
    return _done(press, dossier, event, "seal", document=paper.pk, sha256=paper.sealed_copy.sha256)


# ------------------------------------------------------------------------------------------------ parts


def _reverse_issue(press: Press, dossier: Dossier, paper: Document, *, code: str, label: str, reason: str) -> Result:
    matter, officer, now = dossier.matter, press.who, press.now
    bundle = dossier.bundle_of(paper)
    issue = matter.events.filter(document__in=bundle, action=paper.action, undone=False).order_by("-seq").first()
    if issue is None or not issue.before:
        raise Conflict(f"《{paper.name}》没有可以撤回的签发记录。")
    later = matter.events.filter(seq__gt=issue.seq, undone=False).exclude(action__in=[*QUIET, "undo", "withdraw", "refuse"])
    receipts = later.filter(action="receive", document__in=bundle)
    # what a receipt itself brought about goes with it
    rests = later.exclude(Q(pk__in=receipts) | Q(cause__in=receipts)).order_by("seq").first()
    if rests is not None:
        raise Conflict(f"其后已经{done_words(rests, officer)}，不能再{label}《{paper.name}》。")
    trace = add_event(
        dossier,
        action=code,
        label=label,
        text=f"《{paper.name}》{paper.number}",
        now=now,
        officer=officer,
        on=now.date(),
        reason=reason,
        shown=issue.shown,
        document=paper,
        from_state=matter.state,
    )
    for receipt in receipts:
        undo_consequences(press, receipt, reason=reason)
        receipt.undone = True
        receipt.save(update_fields=["undone"])
    return _put_back(press, dossier, issue, trace, code, reason)


def _put_back(press: Press, dossier: Dossier, event: Event, trace: Event, code: str, reason: str) -> Result:
    matter, today = dossier.matter, trace.recorded_at.date()
    seen = {f"{side}_from": matter.seen_from(side) for side in Side.values}
    bundle = dossier.bundle_of(event.document) if event.document else []
    read = any(part.status == Paper.RECEIVED for part in bundle)
    snapshots.restore(dossier, event, on=today, by=trace)
    if read and event.action != "receive":
        for name, since in seen.items():  # the other side has read it: the 撤回函 must reach them too
            setattr(matter, name, since)
    if event.action == "receive" and event.document:
        for paper in bundle:
            if paper.status == Paper.RECEIVED and paper.addressee == event.document.addressee:
                paper.status, paper.received_by, paper.received_on, paper.received_at = Paper.ISSUED, None, None, None
                paper.save(update_fields=["status", "received_by", "received_on", "received_at"])
    elif event.document:
        documents.close(bundle, Paper.WITHDRAWN, reason)
    event.undone = press.began = True
    event.save(update_fields=["undone"])
    undo_consequences(press, event, reason=reason)
    trace.to_state = matter.state
    trace.save(update_fields=["to_state"])
    return_stale_drafts(dossier, trace, today)
    notify(press, dossier, trace)
    result = _done(press, dossier, trace, code, undone=event.action, reason=reason)
    if dossier.table.has_action(event.action) and dossier.table.action(event.action).moves_custody and matter.case_id is not None:
        custody_changed(press, matter.case_id)
    return result


def _ours(event: Event, officer: Officer) -> bool:
    """Whether one's own agency did or entered it; the superior's act is not the office's to undo, nor the reverse."""
    if event.officer is None or event.officer.side != officer.side:
        return False
    return officer.side == Side.POLICE or event.officer.organisation_id == officer.organisation_id


def _withdrawal_letter(press: Press, dossier: Dossier, paper: Document) -> Document:
    officer, now = press.who, press.now
    code = "W01" if officer.side == Side.PROCURATORATE else "W02"
    kept = files.keep(press.evidence, matter=dossier.matter, officer=officer, shown=Shown.BOTH)
    fields = {"withdrawn_name": paper.name, "withdrawn_number": paper.number, "reason": press.reason}
    letters = documents.draft(
        dossier,
        [document_type(code)],
        action="withdraw",
        issuer=paper.issuer,
        fields=fields,
        officer=officer,
        at=now,
        uploads=kept,
    )
    documents.issue(dossier, letters, officer=officer, on=now.date(), at=now)
    return letters[0]


def _not_open(paper: Document, what: str) -> str:
    """Why a draft is not decided any more: what became of it, and when it was signed."""
    if paper.issued_on is not None:
        return f"《{paper.name}》{paper.number}已于{_when(paper.issued_on)}签发，不能再{what}。"
    return f"《{paper.name}》{Paper(paper.status).label}，不能{what}。"


def _paper(dossier: Dossier, data: Mapping[str, Any]) -> Document:
    given = str(data.get("document", "")).replace("-", "").lower()
    paper = next((row for row in dossier.documents if row.pk.hex == given), None)
    if paper is None:
        raise Invalid("没有指明文书，请从文书列表中办理。")
    return paper


def _is_key(value: Any) -> bool:
    words = str(value or "").replace("-", "")
    return len(words) == 32 and all(char in "0123456789abcdef" for char in words.lower())


def may_enter_receipt(matter: Matter, officer: Officer, paper: Document) -> bool:
    """线下登记 of a receipt signed on paper, by the police or by another unit: by those of the office who keep its papers."""
    keepers = {Role.PROSECUTOR, Role.ASSISTANT}
    if paper.addressee == Addressee.OUTSIDE:
        keepers |= {Role.CASE_MANAGER, Role.ADMINISTRATIVE}
    return (
        paper.addressee in (Addressee.POLICE, Addressee.OUTSIDE)
        and officer.side == Side.PROCURATORATE
        and Place.OWN in stands_at(officer, matter)
        and bool(officer.roles & keepers)
    )


def _records_head(dossier: Dossier, paper: Document, officer: Officer, evidence: Scans) -> bool:
    """法制员 records the head's approval: recording a signed scan is not signing."""
    decision = offers.decision_of(dossier, dossier.row_of(paper))
    return (
        decision is not None
        and decision.role == Role.HEAD
        and Role.LEGAL in officer.roles
        and Role.HEAD not in officer.roles  # a head signs, and not his own draft
        and Place.OWN in stands_at(officer, dossier.matter)
        and bool(evidence)
    )


def may_change(matter: Matter, paper: Document, officer: Officer) -> bool:
    """Whether the officer works for the side that made the paper: who may revise, discard, seal and withdraw it."""
    acting = {Role.PROSECUTOR, Role.ASSISTANT, Role.CHIEF, Role.LEGAL, Role.INVESTIGATOR, Role.HEAD}
    table = table_of(matter)
    if table.has_action(paper.action):  # 控申, 行政检察, 刑执 change the papers of their own acts
        acting |= {Role(actor.role) for actor in table.action(paper.action).by}
    ours = officer.side == Side.POLICE or paper.issuer_id == officer.organisation_id  # the superior's paper is not the office's
    return is_own(paper, officer) and ours and bool(stands_at(officer, matter)) and bool(officer.roles & acting)


def _need_drafting_side(matter: Matter, paper: Document, officer: Officer) -> None:
    if not may_change(matter, paper, officer):
        raise NotAllowed(f"《{paper.name}》由制发方办理，您没有这项权限。")


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid("请写明理由。", {"reason": ["请写明理由。"]})


def may_reassign(matter: Matter, officer: Officer) -> bool:
    """Who hands a matter to another handler of his side; of what the whole office sees, of his organ, where one has it already."""
    if officer.side == Side.POLICE and matter.whole_office and matter.police_id not in (None, *reach_of(officer).organs):
        return False
    return bool(stands_at(officer, matter)) and bool(officer.roles & REASSIGNS)


def _heir(matter: Matter, officer: Officer, key: str) -> Officer:
    if not may_reassign(matter, officer):
        raise NotAllowed("转办由承办检察官、检察长或者法制员、公安机关负责人办理，您没有这项权限。")
    officers = Officer.objects.select_related("organisation").prefetch_related("grants").filter(is_active=True)
    heir = officers.filter(pk=key).first() if _is_key(key) else None
    wanted = HANDLES[officer.side]
    fits = heir is not None and heir.side == officer.side and bool(heir.roles & wanted) and bool(stands_at(heir, matter))
    if heir is None or not fits or (matter.whole_office and reach_of(heir).organs != reach_of(officer).organs):
        raise Invalid("请选择本单位的在岗承办人。", {"to": ["请选择本单位的在岗承办人。"]})
    return heir


def _own_event(
    press: Press, dossier: Dossier, paper: Document, code: str, label: str, reason: str, *, authority: str = ""
) -> Result:
    matter = dossier.matter
    event = add_event(
        dossier,
        action=code,
        label=label,
        text=f"《{paper.name}》",
        now=press.now,
        officer=press.officer,
        on=press.today,
        reason=reason,
        authority=authority,
        shown=press.who.side,
        document=paper,
        from_state=matter.state,
        to_state=matter.state,
    )
    return _done(press, dossier, event, code, document=paper.pk, reason=reason)


def _done(press: Press, dossier: Dossier, event: Event, verb: str, *, moves: bool = True, **facts: Any) -> Result:
    press.touch(dossier, moves=moves)
    if verb == "receive":
        notify(press, dossier, event)
    press.record(verb, dossier.matter, label=event.label, **facts)
    return Result(dossier.matter, event, [event.document] if event.document else [])


def _side_of(addressee: str) -> str:
    return Side.POLICE if addressee == Addressee.POLICE else Side.PROCURATORATE


def _when(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
